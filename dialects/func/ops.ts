/** Functions and calls. Source: MLIR, "'func' dialect". */
import {
  ArrayAttrOf,
  DictionaryAttr,
  FlatSymbolRefAttr,
  FunctionTypeAttr,
  StrAttr,
  SymbolNameAttr,
  UnitAttr,
} from "../../src/definition/attribute-constraint.ts";
import { callable, call as callInterface, inlinable, opAsm, symbolUser } from "../../src/definition/control-flow.ts";
import { AnyRegion, defineOp, optionalAttr, type Report, variadic } from "../../src/definition/operation.ts";
import { HasParent } from "../../src/definition/trait.ts";
import { AnyFunction, AnyType } from "../../src/definition/type-constraint.ts";
import { type FunctionType, findAttribute, symbolRefAttribute, type Type } from "../../src/ir/attribute.ts";
import type { OperationHandle } from "../../src/ir/handle.ts";
import { typeText } from "../../src/ir/type-text.ts";
import { callIndirectAssembly, funcAssembly } from "./assembly.ts";

const DictArrayAttr = ArrayAttrOf(DictionaryAttr, "Array of dictionary attributes");

export const func = defineOp({
  name: "func.func",
  summary: "a function",
  description: "A body of blocks, or a declaration without one. What it uses from outside it names by symbols.",
  attributes: {
    sym_name: SymbolNameAttr,
    function_type: FunctionTypeAttr,
    sym_visibility: optionalAttr(StrAttr),
    arg_attrs: optionalAttr(DictArrayAttr),
    res_attrs: optionalAttr(DictArrayAttr),
    no_inline: UnitAttr,
  },
  regions: { body: AnyRegion },
  traits: ["AffineScope", "AutomaticAllocationScope", "IsolatedFromAbove", "Symbol"],
  assembly: funcAssembly,
  verify: (operation, report) => {
    const { inputs, results } = operation.function_type;
    verifyAttributeCount(operation.arg_attrs, inputs.length, "argument", "arguments", report);
    verifyAttributeCount(operation.res_attrs, results.length, "result", "results", report);
    if (operation.body?.entry !== undefined) verifyEntry(operation.body.entry.argumentTypes, inputs, report);
  },
  supplies: [
    opAsm.of({ defaultDialect: "func" }),
    callable.of({ hasBody: (operation) => !bodyIsEmpty(operation), returns: ["func.return"] }),
  ],
  example: "func.func private @f(%x: i32) -> i32 {\n  return %x : i32\n}",
});

function bodyIsEmpty(operation: OperationHandle): boolean {
  return operation.opRegions[0]?.isEmpty !== false;
}

function verifyAttributeCount(
  list: readonly unknown[] | undefined,
  count: number,
  one: string,
  many: string,
  report: Report,
): void {
  if (list !== undefined && list.length !== count)
    report(
      `expects ${one} attribute array to have the same number of elements as the number of function ${many}, got ${list.length}, but expected ${count}`,
    );
}

function verifyEntry(args: readonly Type[], inputs: readonly Type[], report: Report): void {
  if (args.length !== inputs.length) {
    report(`entry block must have ${inputs.length} arguments to match function signature`);
    return;
  }
  args.forEach((type, at) => {
    const input = inputs[at];
    if (input !== undefined && input !== type)
      report(
        `type of entry block argument #${at}(${typeText(type)}) must match the type of the corresponding argument in function signature(${typeText(input)})`,
      );
  });
}

/** The type of the function that a symbol names. */
function functionTypeOf(operation: OperationHandle | undefined): FunctionType | undefined {
  if (operation?.opName !== "func.func") return undefined;
  const type = operation.findAttribute("function_type");
  return type?.kind === "function-type" ? type : undefined;
}

export const call = defineOp({
  name: "func.call",
  summary: "a direct call",
  operands: { operands: variadic(AnyType) },
  results: { results: variadic(AnyType) },
  attributes: {
    callee: FlatSymbolRefAttr,
    arg_attrs: optionalAttr(DictArrayAttr),
    res_attrs: optionalAttr(DictArrayAttr),
    no_inline: UnitAttr,
  },
  assembly: "$callee `(` $operands `)` attr-dict `:` functional-type($operands, $results)",
  supplies: [
    callInterface.of({
      callee: (operation) => calleeOf(operation),
      arguments: (operation) => operation.opOperands,
    }),
    symbolUser.of({
      verify: (operation, lookUp, report) =>
        verifyCallee(operation, functionTypeOf(lookUp(calleeOf(operation))), report),
    }),
    inlinable.of(() => true),
  ],
  example: "%1 = func.call @f(%0) : (i32) -> i32",
});

function calleeOf(operation: OperationHandle) {
  const callee = operation.findAttribute("callee");
  return callee?.kind === "symbol-ref" ? callee : symbolRefAttribute("");
}

function verifyCallee(operation: OperationHandle, type: FunctionType | undefined, report: Report): void {
  if (type === undefined) {
    report(`'${calleeOf(operation).root}' does not reference a valid function`);
    return;
  }
  const operands = operation.opOperands.map((value) => value.type);
  const results = operation.record.resultTypes;
  if (operands.length !== type.inputs.length) {
    report("incorrect number of operands for callee");
    return;
  }
  const operand = operands.findIndex((given, at) => given !== type.inputs[at]);
  const [given, wanted] = [operands[operand], type.inputs[operand]];
  if (given !== undefined && wanted !== undefined) {
    report(
      `operand type mismatch: expected operand type '${typeText(wanted)}', but provided '${typeText(given)}' for operand number ${operand}`,
    );
    return;
  }
  if (results.length !== type.results.length) {
    report("incorrect number of results for callee");
    return;
  }
  const result = results.findIndex((mine, at) => mine !== type.results[at]);
  if (result === -1) return;
  const list = (types: readonly Type[]): string => types.map((one) => `'${typeText(one)}'`).join(", ");
  report(`result type mismatch at index ${result}`, [
    { message: `      op result types: ${list(results)}`, place: undefined },
    { message: `function result types: ${list(type.results)}`, place: undefined },
  ]);
}

export const callIndirect = defineOp({
  name: "func.call_indirect",
  summary: "a call of a function value",
  operands: { callee: AnyFunction, callee_operands: variadic(AnyType) },
  results: { results: variadic(AnyType) },
  assembly: callIndirectAssembly,
  verify: (operation, report) => {
    const { type } = operation.callee;
    if (type.kind !== "function-type") return;
    const operands = operation.callee_operands.map((value) => value.type);
    const same = (a: readonly Type[], b: readonly Type[]): boolean =>
      a.length === b.length && a.every((one, at) => one === b[at]);
    if (!same(operands, type.inputs)) report("failed to verify that callee input types match argument types");
    else if (!same(operation.record.resultTypes, type.results))
      report("failed to verify that callee result types match result types");
  },
  supplies: [
    callInterface.of({
      callee: (operation) => operation.opOperand(0),
      arguments: (operation) => operation.opOperands.slice(1),
    }),
    inlinable.of(() => true),
  ],
  example: "%2 = func.call_indirect %0(%1) : (i32) -> i32",
});

export const constant = defineOp({
  name: "func.constant",
  summary: "a function as a value",
  results: { result: AnyType },
  attributes: { value: FlatSymbolRefAttr },
  traits: ["ConstantLike", "Pure"],
  assembly: "attr-dict $value `:` type($result)",
  fold: (operation) => symbolRefAttribute(operation.value),
  supplies: [
    opAsm.of({
      resultName: (operation) => {
        const value = findAttribute(operation.record.properties, "value");
        return value === undefined ? undefined : "f";
      },
    }),
    symbolUser.of({
      verify: (operation, lookUp, report) => {
        const value = operation.findAttribute("value");
        if (value?.kind !== "symbol-ref") return;
        const type = functionTypeOf(lookUp(value));
        if (type === undefined) report(`reference to undefined function '${value.root}'`);
        else if (type !== operation.record.resultTypes[0]) report("reference to function with mismatched type");
      },
    }),
    inlinable.of(() => true),
  ],
  example: "%0 = func.constant @f : (i32) -> i32",
});

export const returnOp = defineOp({
  name: "func.return",
  summary: "leaves a function with its results",
  operands: { operands: variadic(AnyType) },
  traits: ["Pure", "ReturnLike", "Terminator", HasParent("func.func")],
  assembly: "attr-dict ($operands^ `:` type($operands))?",
  verify: (operation, report) => {
    const parent = operation.parent;
    const type = functionTypeOf(parent);
    if (parent === undefined || type === undefined) return;
    const given = operation.operands.map((value) => value.type);
    const name = parent.findAttribute("sym_name");
    const symbol = name?.kind === "string" ? name.value : "";
    if (given.length !== type.results.length) {
      report(`has ${given.length} operands, but enclosing function (@${symbol}) returns ${type.results.length}`);
      return;
    }
    given.forEach((mine, at) => {
      const wanted = type.results[at];
      if (wanted !== undefined && wanted !== mine)
        report(
          `type of return operand ${at} ('${typeText(mine)}') doesn't match function result type ('${typeText(wanted)}') in function @${symbol}`,
        );
    });
  },
  supplies: [inlinable.of(() => true)],
  example: "func.return %0 : i32",
});
