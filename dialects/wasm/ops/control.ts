/**
 * Structured control in SSA form. `wasm.loop` is a do-while loop with carried values, which is what WebAssembly's `loop` and a `br_if` at
 * its end amount to: no test before the first round, and no phi outside of the loop's own arguments.
 */
import {
  FlatSymbolRefAttr,
  FunctionTypeAttr,
  StrAttr,
  SymbolNameAttr,
} from "../../../src/definition/attribute-constraint.ts";
import {
  call,
  callable,
  loopLike,
  type RegionBranch,
  regionBranch,
  symbolUser,
} from "../../../src/definition/control-flow.ts";
import { defineOp, MaxSizedRegion1, optionalAttr, SizedRegion1, variadic } from "../../../src/definition/operation.ts";
import type { OpSchema } from "../../../src/definition/schema.ts";
import { AllTypesMatch, HasParent, type Report } from "../../../src/definition/trait.ts";
import type { Type } from "../../../src/ir/attribute.ts";
import { symbolRefAttribute } from "../../../src/ir/attribute.ts";
import type { OperationHandle, RegionHandle, Value } from "../../../src/ir/handle.ts";
import { callAssembly, funcAssembly, ifAssembly, loopAssembly } from "../assembly.ts";
import { AnyValue, constraintOf } from "../types.ts";

const typesOf = (values: readonly Value[]): readonly Type[] => values.map((value) => value.type);
const equalTypes = (left: readonly Type[], right: readonly Type[]): boolean =>
  left.length === right.length && left.every((type, at) => type === right[at]);

/** The terminator of a region with one block, if it has the wanted name. */
function terminatorOf(region: RegionHandle | undefined, name: string): OperationHandle | undefined {
  const last = region?.entry?.last;
  return last?.opName === name ? last : undefined;
}

const loopBranch: RegionBranch = {
  successors: (operation, from) => {
    const [body] = operation.opRegions;
    if (body === undefined) return [];
    const again = { kind: "region", region: body, inputs: body.entry?.arguments ?? [] } as const;
    return from === undefined ? [again] : [again, { kind: "parent", inputs: operation.opResults }];
  },
  entryOperands: (operation) => operation.opOperands,
};

export const loop = defineOp({
  name: "wasm.loop",
  summary: "runs its body until wasm.continue says that it is done, at least once",
  description:
    "The operands are the carried values of the first round. `wasm.continue %again, %next...` starts another round with the next values, " +
    "or, when %again is 0, ends the loop: then the next values are the loop's results.",
  operands: { initial: variadic(AnyValue) },
  results: { results: variadic(AnyValue) },
  regions: { body: SizedRegion1 },
  traits: ["RecursiveMemoryEffects", "SingleBlock"],
  assembly: loopAssembly,
  verifyRegions: (op, report) => {
    const types = typesOf(op.initial);
    if (!equalTypes(types, op.body.entry?.argumentTypes ?? []))
      report("expects its body's arguments to have the types of its operands");
    if (!equalTypes(types, typesOf(op.results))) report("expects its results to have the types of its operands");
    const end = terminatorOf(op.body, "wasm.continue");
    if (end === undefined) report("expects its body to end in 'wasm.continue'");
    else if (!equalTypes(types, typesOf(end.opOperands.slice(1))))
      report("expects 'wasm.continue' to pass on values of the types of its operands");
  },
  supplies: [
    regionBranch.of(loopBranch),
    loopLike.of({
      bodies: (operation) => operation.opRegions,
      initialValues: (operation) => operation.opOperands,
      carriedArguments: (operation) => operation.opRegions[0]?.entry?.arguments ?? [],
    }),
  ],
  example:
    "%sum = wasm.loop (%i = %zero : i32) {\n  %next = wasm.i32.add %i, %one\n  %again = wasm.i32.lt_s %next, %n\n  wasm.continue %again, %next : i32\n}",
});

export const continueOp = defineOp({
  name: "wasm.continue",
  summary: "ends a round of a loop: another one if the condition is not 0",
  operands: { again: constraintOf.i32, values: variadic(AnyValue) },
  traits: ["Pure", "Terminator", HasParent("wasm.loop")],
  assembly: "$again (`,` $values^ `:` type($values))? attr-dict",
  example: "wasm.continue %more, %next : i32",
});

const ifBranch: RegionBranch = {
  successors: (operation, from) => {
    if (from !== undefined) return [{ kind: "parent", inputs: operation.opResults }];
    const entered = operation.opRegions.filter((region) => !region.isEmpty);
    const regions = entered.map((region) => ({ kind: "region", region, inputs: [] }) as const);
    return entered.length < 2 ? [...regions, { kind: "parent", inputs: [] }] : regions;
  },
  entryOperands: () => [],
};

export const ifOp = defineOp({
  name: "wasm.if",
  summary:
    "runs its first region if the condition is not 0, else its second, which may be empty when there are no results",
  operands: { condition: constraintOf.i32 },
  results: { results: variadic(AnyValue) },
  regions: { whenTrue: SizedRegion1, whenFalse: MaxSizedRegion1 },
  traits: ["RecursiveMemoryEffects", "RecursivelySpeculatable", "NoRegionArguments"],
  assembly: ifAssembly,
  verifyRegions: (op, report) => {
    const types = typesOf(op.results);
    if (op.whenFalse.isEmpty && types.length > 0) report("expects a second region, for it has results");
    for (const region of [op.whenTrue, op.whenFalse]) {
      if (region.isEmpty) continue;
      const end = terminatorOf(region, "wasm.yield");
      if (end === undefined) report("expects its regions to end in 'wasm.yield'");
      else if (!equalTypes(types, typesOf(end.opOperands)))
        report("expects 'wasm.yield' to give values of the types of its results");
    }
  },
  supplies: [regionBranch.of(ifBranch)],
  example: "%x = wasm.if %c -> (i32) {\n  wasm.yield %a : i32\n} else {\n  wasm.yield %b : i32\n}",
});

export const yieldOp = defineOp({
  name: "wasm.yield",
  summary: "ends a region of wasm.if with its results",
  operands: { results: variadic(AnyValue) },
  traits: ["Pure", "Terminator", HasParent("wasm.if")],
  assembly: "($results^ `:` type($results))? attr-dict",
  example: "wasm.yield %0 : i32",
});

export const select = defineOp({
  name: "wasm.select",
  summary: "the second operand if the condition is not 0, else the third; both are computed",
  operands: { condition: constraintOf.i32, onTrue: AnyValue, onFalse: AnyValue },
  results: { result: AnyValue },
  traits: ["Pure", AllTypesMatch("onTrue", "onFalse", "result")],
  assembly: "$condition `,` $onTrue `,` $onFalse attr-dict `:` type($result)",
  example: "%0 = wasm.select %condition, %a, %b : f32",
});

export const func = defineOp({
  name: "wasm.func",
  summary: "a function; exported under a name if it has one",
  attributes: { sym_name: SymbolNameAttr, function_type: FunctionTypeAttr, export: optionalAttr(StrAttr) },
  regions: { body: SizedRegion1 },
  traits: ["IsolatedFromAbove", "Symbol"],
  assembly: funcAssembly,
  verifyRegions: (op, report) => {
    const type = op.function_type;
    if (![...type.inputs, ...type.results].every(AnyValue.accepts))
      report(`expects parameters and results to be ${AnyValue.summary}`);
    if (!equalTypes(type.inputs, op.body.entry?.argumentTypes ?? []))
      report("expects its body's arguments to be its parameters");
    const end = terminatorOf(op.body, "wasm.return");
    if (end === undefined) report("expects its body to end in 'wasm.return'");
    else if (!equalTypes(type.results, typesOf(end.opOperands))) report("expects 'wasm.return' to give its results");
  },
  supplies: [callable.of({ hasBody: () => true, returns: ["wasm.return"] })],
  example: 'wasm.func @main(%x: i32) -> i32 export "main" {\n  wasm.return %x : i32\n}',
});

export const importFunc = defineOp({
  name: "wasm.import_func",
  summary: "a function of the host",
  attributes: {
    sym_name: SymbolNameAttr,
    function_type: FunctionTypeAttr,
    import_module: StrAttr,
    import_name: StrAttr,
  },
  traits: ["Symbol"],
  assembly: "$sym_name `:` $function_type `from` $import_module $import_name attr-dict",
  verify: (op, report) => {
    if (![...op.function_type.inputs, ...op.function_type.results].every(AnyValue.accepts))
      report(`expects parameters and results to be ${AnyValue.summary}`);
  },
  example: 'wasm.import_func @exp : (f64) -> f64 from "env" "exp"',
});

export const returnOp = defineOp({
  name: "wasm.return",
  summary: "ends a function with its results",
  operands: { results: variadic(AnyValue) },
  traits: ["Pure", "Terminator", "ReturnLike", HasParent("wasm.func")],
  assembly: "($results^ `:` type($results))? attr-dict",
  example: "wasm.return %0 : i32",
});

export const callOp = defineOp({
  name: "wasm.call",
  summary: "calls a function of the module",
  operands: { values: variadic(AnyValue) },
  results: { results: variadic(AnyValue) },
  attributes: { callee: FlatSymbolRefAttr },
  assembly: callAssembly,
  supplies: [
    call.of({
      callee: (operation) => {
        const callee = operation.findAttribute("callee");
        return callee?.kind === "symbol-ref" ? callee : symbolRefAttribute("");
      },
      arguments: (operation) => operation.opOperands,
    }),
    symbolUser.of({
      verify: (operation, lookUp, report) => {
        const callee = operation.findAttribute("callee");
        const target = callee?.kind === "symbol-ref" ? lookUp(callee) : undefined;
        verifyCall(operation, target, report);
      },
    }),
  ],
  example: "%0 = wasm.call @f(%a) : (i32) -> (i32)",
});

function verifyCall(operation: OperationHandle, target: OperationHandle | undefined, report: Report): void {
  const isFunction = target?.opName === "wasm.func" || target?.opName === "wasm.import_func";
  const type = isFunction ? target.findAttribute("function_type") : undefined;
  if (type?.kind !== "function-type") report("expects a function of the module as callee");
  else if (
    !equalTypes(type.inputs, typesOf(operation.opOperands)) ||
    !equalTypes(type.results, operation.record.resultTypes)
  )
    report("expects operands and results of the callee's type");
}

/** The control operations, in the order of the reference page. */
export const controlDefinitions: readonly OpSchema[] = [
  func,
  importFunc,
  returnOp,
  callOp,
  loop,
  continueOp,
  ifOp,
  yieldOp,
  select,
];
