/** Syntax of scf.forall, whose bounds and steps are operands or numbers, and of its terminator. */
import type {
  AssemblyParser,
  AssemblyPrinter,
  CustomAssembly,
  UnresolvedOperand,
} from "../../../src/definition/assembly.ts";
import { type Attribute, denseArrayAttribute, i32, i64, indexType, type Type } from "../../../src/ir/attribute.ts";
import type { Value } from "../../../src/ir/handle.ts";
import { parseArrowTypes, parseAssignments, printArguments, printAssignments, printTypeList, typed } from "./syntax.ts";

/** Stands in a list of numbers for "the next operand": upstream's ShapedType::kDynamic. */
export const FROM_OPERAND = -(2n ** 63n);

/** A list of numbers and operands. */
interface MixedList {
  readonly statics: readonly bigint[];
  readonly operands: readonly UnresolvedOperand[];
}

function parseMixedList(parser: AssemblyParser): MixedList | undefined {
  const statics: bigint[] = [];
  const operands: UnresolvedOperand[] = [];
  const item = (): boolean => {
    const operand = parser.parseOptionalOperand();
    if (operand !== undefined) {
      operands.push(operand);
      statics.push(FROM_OPERAND);
      return true;
    }
    const value = parser.parseInteger();
    if (value === undefined) return false;
    statics.push(value);
    return true;
  };
  return parser.parseCommaSeparatedList("paren", item) ? { statics, operands } : undefined;
}

function staticsOf(attribute: Attribute | undefined): readonly bigint[] {
  return attribute?.kind === "dense-array" ? attribute.values.map(BigInt) : [];
}

function printMixedList(statics: readonly bigint[], operands: readonly Value[], printer: AssemblyPrinter): void {
  let next = 0;
  printer.print("(");
  statics.forEach((value, at) => {
    if (at > 0) printer.print(", ");
    const operand = value === FROM_OPERAND ? operands[next++] : undefined;
    if (operand === undefined) printer.print(String(value));
    else printer.printOperand(operand);
  });
  printer.print(")");
}

/** `scf.forall (%i) in (8) shared_outs(%o = %t) -> (types) { ... }`, or with `= (lower) to (upper) step (step)`. */
export const forallAssembly: CustomAssembly = {
  parse: (parser, state) => {
    const { offset } = parser;
    const inductions = parser.parseArgumentList("paren", { type: false });
    if (inductions === undefined) return false;
    const uniform = (value: bigint): MixedList => ({ statics: inductions.map(() => value), operands: [] });
    let [lower, step]: (MixedList | undefined)[] = [uniform(0n), uniform(1n)];
    let upper: MixedList | undefined;
    if (parser.parseOptionalKeyword("in")) upper = parseMixedList(parser);
    else {
      if (!parser.parseToken("=")) return false;
      lower = parseMixedList(parser);
      if (lower === undefined || !parser.parseKeyword("to")) return false;
      upper = parseMixedList(parser);
      if (upper === undefined || !parser.parseKeyword("step")) return false;
      step = parseMixedList(parser);
    }
    if (lower === undefined || upper === undefined || step === undefined) return false;
    const index: Type[] = [lower, upper, step].flatMap(({ operands }) => operands.map(() => indexType));
    const bounds = [...lower.operands, ...upper.operands, ...step.operands];
    if (!parser.resolveOperands(bounds, index, offset, state)) return false;
    const shared = parser.parseOptionalKeyword("shared_outs") ? parseAssignments(parser) : [];
    const types = shared === undefined || shared.length === 0 ? [] : parseArrowTypes(parser);
    if (shared === undefined || types === undefined) return false;
    const outputs = shared.map(({ operand }) => operand);
    if (!parser.resolveOperands(outputs, types, offset, state)) return false;
    state.resultTypes.push(...types);
    const region = parser.parseRegion([
      ...inductions.map((argument) => typed(argument, indexType)),
      ...shared.map(({ argument }, at) => typed(argument, types[at] ?? indexType)),
    ]);
    if (region === undefined) return false;
    parser.ensureTerminator(region, "scf.forall.in_parallel");
    state.regions.push(region);
    const lists = [lower, upper, step];
    const sizes = [...lists.map(({ operands }) => operands.length), shared.length];
    state.properties.set("operandSegmentSizes", denseArrayAttribute(i32, sizes));
    ["staticLowerBound", "staticUpperBound", "staticStep"].forEach((name, at) => {
      state.properties.set(name, denseArrayAttribute(i64, lists[at]?.statics ?? []));
    });
    return parser.parseOptionalAttrDict(state);
  },
  print: (operation, printer) => {
    const [body] = operation.opRegions;
    if (body === undefined) return;
    const sizes = operation.findAttribute("operandSegmentSizes");
    const operands = operation.opOperands;
    let start = 0;
    const [lower = [], upper = [], step = [], outputs = []] = (
      sizes?.kind === "dense-array" ? sizes.values.map(Number) : []
    ).map((size) => {
      start += size;
      return operands.slice(start - size, start);
    });
    const [lowers, uppers, steps] = ["staticLowerBound", "staticUpperBound", "staticStep"].map((name) =>
      staticsOf(operation.findAttribute(name)),
    );
    const args = body.entry?.arguments ?? [];
    const rank = uppers?.length ?? 0;
    printer.print(" ");
    printArguments(args.slice(0, rank), printer);
    if (lowers?.every((value) => value === 0n) === true && steps?.every((value) => value === 1n) === true) {
      printer.print(" in ");
      printMixedList(uppers ?? [], upper, printer);
    } else {
      printer.print(" = ");
      printMixedList(lowers ?? [], lower, printer);
      printer.print(" to ");
      printMixedList(uppers ?? [], upper, printer);
      printer.print(" step ");
      printMixedList(steps ?? [], step, printer);
    }
    if (outputs.length > 0) {
      printer.print(" shared_outs");
      printAssignments(args.slice(rank), outputs, printer);
      printer.print(" -> ");
      printTypeList(operation.record.resultTypes, printer);
    }
    printer.print(" ");
    printer.printRegion(body, { printEntryBlockArguments: false, printBlockTerminators: outputs.length > 0 });
    printer.printOptionalAttrDict(operation, [
      "operandSegmentSizes",
      "staticLowerBound",
      "staticUpperBound",
      "staticStep",
    ]);
  },
};

/** `scf.forall.in_parallel { ... }`: a block without a terminator. */
export const inParallelAssembly: CustomAssembly = {
  parse: (parser, state) => {
    const region = parser.parseRegion([]);
    if (region === undefined) return false;
    parser.ensureBlock(region);
    state.regions.push(region);
    return parser.parseOptionalAttrDict(state);
  },
  print: (operation, printer) => {
    const [region] = operation.opRegions;
    if (region === undefined) return;
    printer.print(" ");
    printer.printRegion(region, { printEntryBlockArguments: false, printBlockTerminators: false });
    printer.printOptionalAttrDict(operation);
  },
};
