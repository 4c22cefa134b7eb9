/** Syntax of cf.switch: its cases, each with a block and operands. */
import type { AssemblyParser, AssemblyPrinter, CustomAssembly, OperationState } from "../../src/definition/assembly.ts";
import { type Attribute, denseArrayAttribute, type IntegerType, i32, tensorType } from "../../src/ir/attribute.ts";
import { denseFromBytes, elementBytes, integerElement, writeWideInteger } from "../../src/ir/dense.ts";
import type { BlockHandle, OperationHandle, Value } from "../../src/ir/handle.ts";

interface Case {
  /** Undefined for the default. */
  readonly value: bigint | undefined;
  readonly operandCount: number;
}

/** `default: ^bb(%a : t)` or `42: ^bb(%a : t)`. Cases' operands go to `state` in order, the default's first. */
function parseCase(parser: AssemblyParser, state: OperationState, first: boolean): Case | undefined {
  let value: bigint | undefined;
  if (first) {
    if (!parser.parseKeyword("default")) return undefined;
  } else {
    value = parser.parseInteger();
    if (value === undefined) return undefined;
  }
  if (!parser.parseToken(":")) return undefined;
  const successor = parser.parseSuccessor();
  if (successor === undefined) return undefined;
  state.successors.push(successor);
  if (!parser.parseOptionalToken("(")) return { value, operandCount: 0 };
  const { offset } = parser;
  const operands = parser.parseOperandList("none");
  const types = operands === undefined ? undefined : parser.parseColonTypeList();
  if (operands === undefined || types === undefined) return undefined;
  if (!parser.parseToken(")") || !parser.resolveOperands(operands, types, offset, state)) return undefined;
  return { value, operandCount: operands.length };
}

/** The values of the cases as a constant of rank 1; undefined without cases. */
export function caseValues(values: readonly bigint[], type: IntegerType): Attribute | undefined {
  if (values.length === 0) return undefined;
  const width = elementBytes(type) ?? 1;
  const bytes = new Uint8Array(width * values.length);
  values.forEach((value, at) => {
    writeWideInteger(bytes, at * width, width, BigInt.asIntN(type.width, value));
  });
  return denseFromBytes(tensorType([values.length], type), bytes);
}

export const switchAssembly: CustomAssembly = {
  parse: (parser, state) => {
    const flag = parser.parseOperand();
    if (flag === undefined) return false;
    const { offset } = parser;
    const type = parser.parseColonType();
    if (type === undefined) return false;
    if (type.kind !== "integer-type") {
      parser.report("expected an integer type", offset);
      return false;
    }
    const resolved = parser.resolveOperand(flag, type);
    if (resolved === undefined || !parser.parseToken(",") || !parser.parseToken("[")) return false;
    state.operands.push(resolved);
    const cases: Case[] = [];
    do {
      const one = parseCase(parser, state, cases.length === 0);
      if (one === undefined) return false;
      cases.push(one);
    } while (parser.parseOptionalToken(","));
    if (!parser.parseToken("]") || !parser.parseOptionalAttrDict(state)) return false;
    setCases(state, cases, type);
    return true;
  },
  print: (operation, printer) => {
    printer.print(" ");
    const [flag] = operation.opOperands;
    if (flag === undefined) return;
    printer.printOperand(flag);
    printer.print(" : ");
    printer.printType(flag.type);
    printer.print(", [");
    printCases(operation, printer);
    printer.print("]");
    printer.printOptionalAttrDict(operation, ["operandSegmentSizes", "case_values", "case_operand_segments"]);
  },
};

function setCases(state: OperationState, cases: readonly Case[], type: IntegerType): void {
  const [fallback, ...rest] = cases;
  const counts = rest.map(({ operandCount }) => operandCount);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const values = caseValues(
    rest.map(({ value }) => value ?? 0n),
    type,
  );
  if (values !== undefined) state.properties.set("case_values", values);
  state.properties.set("case_operand_segments", denseArrayAttribute(i32, counts));
  state.properties.set("operandSegmentSizes", denseArrayAttribute(i32, [1, fallback?.operandCount ?? 0, total]));
}

/** The operands forwarded to successor `index`: 0 is the default, then the cases. */
export function switchOperandRange(
  operation: OperationHandle,
  index: number,
): { readonly start: number; readonly count: number } {
  const sizes = operation.findAttribute("operandSegmentSizes");
  const segments = operation.findAttribute("case_operand_segments");
  const fallback = sizes?.kind === "dense-array" ? Number(sizes.values[1] ?? 0) : 0;
  if (index === 0) return { start: 1, count: fallback };
  const counts = segments?.kind === "dense-array" ? segments.values.map(Number) : [];
  const start = counts.slice(0, index - 1).reduce((sum, count) => sum + count, 1 + fallback);
  return { start, count: counts[index - 1] ?? 0 };
}

/** The integer that leads to case `index` (from 0). */
export function caseValue(operation: OperationHandle, index: number): bigint | undefined {
  const values = operation.findAttribute("case_values");
  return values?.kind === "dense-elements" ? integerElement(values, index) : undefined;
}

function printCases(operation: OperationHandle, printer: AssemblyPrinter): void {
  const print = (label: string, block: BlockHandle, operands: readonly Value[], last: boolean): void => {
    printer.newline();
    printer.print(`  ${label}: `);
    printer.printSuccessorAndOperands(block, operands);
    if (!last) printer.print(",");
  };
  const blocks = operation.opSuccessors;
  blocks.forEach((block, at) => {
    const { start, count } = switchOperandRange(operation, at);
    const label = at === 0 ? "default" : String(caseValue(operation, at - 1) ?? 0n);
    print(label, block, operation.opOperands.slice(start, start + count), at === blocks.length - 1);
  });
  printer.newline();
}
