/** Control flow, tuples, tokens and calls. */
import {
  AnyAttr,
  ArrayAttr,
  type AttributeConstraint,
  BoolAttr,
  DictionaryAttr,
  FlatSymbolRefAttr,
  I32Attr,
  StrAttr,
} from "../../../src/definition/attribute-constraint.ts";
import { symbolUser } from "../../../src/definition/control-flow.ts";
import { memoryEffects } from "../../../src/definition/effects.ts";
import {
  defaultAttr,
  defineOp,
  optionalAttr,
  type Report,
  SizedRegion1,
  VariadicRegion,
  variadic,
} from "../../../src/definition/operation.ts";
import { SingleBlockImplicitTerminator } from "../../../src/definition/trait.ts";
import {
  type Attribute,
  arrayAttribute,
  emptyDictionary,
  i1,
  type Type,
  tupleType,
} from "../../../src/ir/attribute.ts";
import type { RegionHandle, Value } from "../../../src/ir/handle.ts";
import { quotedTypes } from "../../../src/ir/type-text.ts";
import {
  customCallTarget,
  pairwiseOpType,
  tupleOpType,
  variadicSameOperandsAndResultType,
  whileAssembly,
} from "../assembly.ts";
import { aliasOf, NonNegativeI32 } from "../attributes.ts";
import * as c from "../constraints.ts";
import { judgeAlias, judgeLayouts } from "../custom-call.ts";
import { foldGetTupleElement } from "../folds.ts";
import {
  asTensor,
  compatibleLists,
  mostSpecific,
  problem,
  rule,
  terminatorTypes,
  type Verdict,
  wrong,
} from "../rules.ts";

const implicitReturn = SingleBlockImplicitTerminator("stablehlo.return");

/** Branches take nothing and give the same types, which are the results'. */
function inferBranches(op: string, selector: Type | undefined, branches: readonly RegionHandle[]): Verdict {
  const { shape } = asTensor(selector);
  if (shape.length !== 0) return wrong(`${op}_i1`, `operand should be rank 0 tensor but got rank ${shape.length}`);
  const [first, ...others] = branches;
  if (first === undefined) return wrong(`${op}_c1`, "expect at least one branch");
  for (const [at, branch] of branches.entries()) {
    const args = branch.entry?.argumentTypes.length ?? 0;
    if (args !== 0)
      return wrong(op === "if" ? "if_c1" : "case_c2", `branch ${at} must have 0 arguments, but found ${args}`);
  }
  const types = terminatorTypes(first) ?? [];
  let results = types;
  for (const [at, branch] of others.entries()) {
    const found = terminatorTypes(branch) ?? [];
    if (!compatibleLists(types, found))
      return wrong(
        op === "if" ? "if_c2" : "case_c3",
        `branch 0 and branch ${at + 1} have mismatched return types: ${quotedTypes(types)} vs ${quotedTypes(found)}`,
      );
    results = results.map((type, index) => mostSpecific([type, found[index] ?? type]));
  }
  return { types: results };
}

/** Source: StableHLO spec, "if". */
export const ifOp = defineOp({
  name: "stablehlo.if",
  summary: "runs one of two branches",
  operands: { pred: c.PredTensor },
  results: { results: variadic(c.TensorPerAxisOrToken) },
  regions: { true_branch: SizedRegion1, false_branch: SizedRegion1 },
  traits: ["RecursiveMemoryEffects", "RecursivelySpeculatable", "SingleBlock", implicitReturn],
  ...rule(({ operandTypes: [pred], regions }) => inferBranches("if", pred, regions)),
  example: `%2 = "stablehlo.if"(%0) ({
  stablehlo.return %1 : tensor<i32>
}, {
  stablehlo.return %1 : tensor<i32>
}) : (tensor<i1>) -> tensor<i32>`,
});

/** Runs branch `index`, the last one when there is no such branch. Source: StableHLO spec, "case". */
export const caseOp = defineOp({
  name: "stablehlo.case",
  summary: "runs one of several branches",
  operands: { index: c.I32Tensor },
  results: { results: variadic(c.TensorPerAxisOrToken) },
  regions: { branches: VariadicRegion },
  traits: ["RecursiveMemoryEffects", "RecursivelySpeculatable", "SingleBlock", implicitReturn],
  ...rule(({ operandTypes: [index], regions }) => inferBranches("case", index, regions)),
  example: `%2:2 = "stablehlo.case"(%0) ({
  stablehlo.return %1, %1 : tensor<2xi64>, tensor<2xi64>
}, {
  stablehlo.return %1, %1 : tensor<2xi64>, tensor<2xi64>
}) : (tensor<i32>) -> (tensor<2xi64>, tensor<2xi64>)`,
});

/** Source: StableHLO spec, "while". */
export const whileOp = defineOp({
  name: "stablehlo.while",
  summary: "runs its body on its own results for as long as the condition holds",
  operands: { operand: variadic(c.TensorPerAxisTokenOrBuffer) },
  results: { results: variadic(c.TensorPerAxisTokenOrBuffer) },
  regions: { cond: SizedRegion1, body: SizedRegion1 },
  traits: ["RecursiveMemoryEffects", "RecursivelySpeculatable", "SingleBlock", implicitReturn],
  assembly: whileAssembly,
  ...rule(
    ({ operandTypes }) => ({ types: operandTypes }),
    (operation) => {
      const types = operation.opOperands.map(({ type }) => type);
      const [cond, body] = operation.opRegions;
      return checkWhile(types, cond, body);
    },
  ),
  example: `%2:2 = stablehlo.while(%iterArg = %0, %iterArg_0 = %1) : tensor<i64>, tensor<i64>
cond {
  %3 = stablehlo.compare LT, %iterArg, %iterArg_0 : (tensor<i64>, tensor<i64>) -> tensor<i1>
  stablehlo.return %3 : tensor<i1>
} do {
  %3 = stablehlo.add %iterArg, %iterArg : tensor<i64>
  stablehlo.return %3, %iterArg_0 : tensor<i64>, tensor<i64>
}`,
});

function checkWhile(types: readonly Type[], cond: RegionHandle | undefined, body: RegionHandle | undefined) {
  const condArgs = cond?.entry?.argumentTypes ?? [];
  const bodyArgs = body?.entry?.argumentTypes ?? [];
  if (!compatibleLists(types, condArgs))
    return problem(
      "while_c1",
      `expect operands to be compatible with condition block arguments but got ${quotedTypes(types)} vs ${quotedTypes(condArgs)}`,
    );
  if (!compatibleLists(types, bodyArgs))
    return problem(
      "while_c2",
      `expect operands to be compatible with body block arguments but got ${quotedTypes(types)} vs ${quotedTypes(bodyArgs)}`,
    );
  const bodyResults = terminatorTypes(body) ?? [];
  if (!compatibleLists(types, bodyResults))
    return problem(
      "while_c2",
      `expect operands to be compatible with body block return types but got ${quotedTypes(types)} vs ${quotedTypes(bodyResults)}`,
    );
  const condResults = terminatorTypes(cond) ?? [];
  const [only] = condResults;
  if (condResults.length !== 1)
    return problem("while_c1", `expect condition body returns a single value but got ${condResults.length}`);
  if (only?.kind !== "tensor-type" || only.shape.length !== 0 || only.elementType !== i1)
    return problem(
      "while_c1",
      `expect condition block return a zero-ranked tensor of i1 but got ${quotedTypes(condResults)}`,
    );
  return undefined;
}

/** Ends the regions of StableHLO's ops. */
export const returnOp = defineOp({
  name: "stablehlo.return",
  summary: "ends a region and hands out its values",
  operands: { results: variadic(c.TensorPerAxisTokenOrBuffer) },
  traits: ["Pure", "Terminator", "ReturnLike"],
  assembly: "$results attr-dict (`:` type($results)^)?",
  example: "stablehlo.return %0 : tensor<f32>",
});

/** Source: StableHLO spec, "optimization_barrier". */
export const optimizationBarrier = defineOp({
  name: "stablehlo.optimization_barrier",
  summary: "its operands, of which nothing is moved across",
  operands: { operand: variadic(c.TensorOrToken) },
  results: { result: variadic(c.TensorOrToken) },
  traits: ["Pure"],
  assembly: "attr-dict ($operand^ `:` custom<PairwiseOpType>(type($operand), type($result))):(`(` `)`)?",
  directives: { PairwiseOpType: pairwiseOpType },
  ...rule(({ operandTypes }) => ({ types: operandTypes })),
  example: "%2:2 = stablehlo.optimization_barrier %0, %1 : tensor<f32>, tensor<f32>",
});

/** Source: StableHLO spec, "tuple". */
export const tuple = defineOp({
  name: "stablehlo.tuple",
  summary: "several values as one",
  operands: { val: variadic(c.AnyHloValue) },
  results: { result: c.Tuple },
  traits: ["Pure"],
  assembly: "$val attr-dict `:` custom<TupleOpType>(type($val), type($result))",
  directives: { TupleOpType: tupleOpType },
  ...rule(({ operandTypes }) => ({ types: [tupleType(operandTypes)] })),
  example: "%2 = stablehlo.tuple %0, %1 : tuple<tensor<2xf64>, tensor<i64>>",
});

/** Source: StableHLO spec, "get_tuple_element". */
export const getTupleElement = defineOp({
  name: "stablehlo.get_tuple_element",
  summary: "one value of a tuple",
  operands: { operand: c.Tuple },
  results: { result: c.AnyHloValue },
  attributes: { index: NonNegativeI32 },
  traits: ["Pure"],
  assembly: "$operand `[` $index `]` attr-dict `:` functional-type(operands, results)",
  ...rule(({ operandTypes: [operand], properties }) => {
    const attribute = properties.entries.find(({ name }) => name === "index")?.value;
    const index = attribute?.kind === "integer" ? Number(attribute.value) : 0;
    const elements = operand?.kind === "tuple-type" ? operand.elements : [];
    const element = elements[index];
    if (element === undefined)
      return wrong("get_tuple_element_c1", `index ${index} is out of bounds of operand with size ${elements.length}`);
    return { types: [element] };
  }),
  fold: foldGetTupleElement,
  example: "%1 = stablehlo.get_tuple_element %0[0] : (tuple<tensor<2xf64>, tensor<i64>>) -> tensor<2xf64>",
});

/** Superseded by after_all without operands. */
export const createToken = defineOp({
  name: "stablehlo.create_token",
  summary: "a token that nothing comes before",
  results: { output: c.Token },
  traits: ["Pure"],
  assembly: "attr-dict `:` type(results)",
  example: "%0 = stablehlo.create_token : !stablehlo.token",
});

/** Source: StableHLO spec, "after_all". */
export const afterAll = defineOp({
  name: "stablehlo.after_all",
  summary: "a token that comes after its operands",
  operands: { inputs: variadic(c.Token) },
  results: { result: c.Token },
  traits: ["Pure"],
  assembly:
    "$inputs attr-dict `:` custom<VariadicSameOperandsAndResultType>(ref($inputs), type($inputs), type($result))",
  directives: { VariadicSameOperandsAndResultType: variadicSameOperandsAndResultType("inputs", "result") },
  example: "%2 = stablehlo.after_all %0, %1 : !stablehlo.token",
});

/** A string, or a dictionary for the typed interface. */
const BackendConfigAttr: AttributeConstraint<Attribute> = {
  summary: "string attribute or dictionary of named attribute values",
  accepts: (attribute) => attribute.kind === "string" || attribute.kind === "dictionary",
  decode: (attribute) => attribute,
  encode: (attribute) => attribute,
};
const API_STATUS_RETURNING_UNIFIED = 3;
const API_TYPED_FFI = 4;

/** Layouts and aliases, which come in two lists and one. */
function judgeMemory(
  op: {
    readonly inputs: readonly Value[];
    readonly results: readonly Value[];
    readonly operand_layouts: readonly Attribute[] | undefined;
    readonly result_layouts: readonly Attribute[] | undefined;
    readonly output_operand_aliases: readonly Attribute[];
  },
  report: Report,
): void {
  const [inputs, results] = [op.inputs.map(({ type }) => type), op.results.map(({ type }) => type)];
  const [first] = results;
  const parts = results.length === 1 && first?.kind === "tuple-type" ? first.elements : results;
  const problems = [
    op.operand_layouts && judgeLayouts(inputs, op.operand_layouts, "operand"),
    op.result_layouts && judgeLayouts(parts, op.result_layouts, "result"),
    ...op.output_operand_aliases.map((alias) => judgeAlias(aliasOf(alias), inputs, results)),
  ];
  const found = problems.find((text) => text !== undefined);
  if (found !== undefined) report(found);
}

/** Source: StableHLO spec, "custom_call". */
export const customCall = defineOp({
  name: "stablehlo.custom_call",
  summary: "calls something that the implementation defines",
  operands: { inputs: variadic(c.CustomCallValue) },
  results: { results: variadic(c.CustomCallValue) },
  attributes: {
    call_target_name: StrAttr,
    has_side_effect: defaultAttr(BoolAttr, false),
    backend_config: optionalAttr(BackendConfigAttr),
    api_version: defaultAttr(I32Attr, 1),
    called_computations: defaultAttr(ArrayAttr, arrayAttribute([]).elements),
    operand_layouts: optionalAttr(ArrayAttr),
    result_layouts: optionalAttr(ArrayAttr),
    output_operand_aliases: defaultAttr(ArrayAttr, arrayAttribute([]).elements),
    result_tilings: optionalAttr(AnyAttr),
  },
  assembly:
    "custom<CustomCallTarget>($call_target_name) `(` $inputs `)` attr-dict `:` functional-type(operands, results)",
  directives: { CustomCallTarget: customCallTarget },
  verify: (op, report) => {
    const config = op.backend_config;
    if (op.api_version === API_TYPED_FFI && config !== undefined && config.kind !== "dictionary")
      report("backend_config for api_version API_VERSION_TYPED_FFI must be a dictionary attribute");
    const name = ["UNSPECIFIED", "ORIGINAL", "STATUS_RETURNING", "STATUS_RETURNING_UNIFIED"][op.api_version];
    if (op.api_version <= API_STATUS_RETURNING_UNIFIED && config !== undefined && config.kind !== "string")
      report(`backend_config for api_version API_VERSION_${name} must be a string attribute`);
    if ((op.operand_layouts === undefined) !== (op.result_layouts === undefined))
      report("Layout attributes should be specified for either both operands and results or none.");
    else judgeMemory(op, report);
  },
  supplies: [
    memoryEffects.of((operation) => {
      const flag = operation.findAttribute("has_side_effect");
      const hasEffects = flag?.kind === "integer" && flag.value !== 0n;
      return hasEffects
        ? [
            { kind: "read", value: undefined },
            { kind: "write", value: undefined },
          ]
        : [];
    }),
  ],
  example: '%1 = stablehlo.custom_call @foo(%0) {backend_config = "bar"} : (tensor<f64>) -> tensor<f64>',
});

/** Source: StableHLO spec, "composite". */
export const composite = defineOp({
  name: "stablehlo.composite",
  summary: "an operation made of others, with the function that says how",
  operands: { inputs: variadic(c.TensorPerAxisTokenOrTuple) },
  results: { results: variadic(c.TensorPerAxisTokenOrTuple) },
  attributes: {
    name: StrAttr,
    composite_attributes: defaultAttr(DictionaryAttr, emptyDictionary),
    decomposition: FlatSymbolRefAttr,
    version: defaultAttr(I32Attr, 0),
  },
  regions: { composite_regions: VariadicRegion },
  assembly: "$name operands (` ` `(` $composite_regions^ `)`)? attr-dict `:` functional-type(operands, results)",
  verify: (op, report) => {
    if (!/^[a-zA-Z][a-zA-Z0-9_]*([.][a-zA-Z0-9_$]+)+$/.test(op.name))
      report(
        'name must be a valid namespaced op name, i.e. it must match the following regular expression: ^[a-zA-Z][a-zA-Z0-9_]*([.][a-zA-Z0-9_$]+)+$ e.g. "my_namespace.my_op"',
        [],
        "composite_c1",
      );
  },
  supplies: [
    symbolUser.of({
      verify: (operation, lookUp, report) => {
        const decomposition = operation.findAttribute("decomposition");
        if (decomposition?.kind !== "symbol-ref") return;
        const type = lookUp(decomposition)?.findAttribute("function_type");
        if (type?.kind !== "function-type")
          return report(`'${decomposition.root}' does not reference a valid function`);
        const { inputs, results } = type;
        const operands = operation.opOperands.map((operand) => operand.type);
        if (inputs.length !== operands.length)
          return report(`has ${operands.length} operand(s), but decomposition has ${inputs.length}`);
        for (const [at, found] of operands.entries())
          if (!compatibleLists([found], inputs.slice(at, at + 1)))
            return report(
              `operand at index ${at} has type ${quotedTypes([found])}, but decomposition has type ${quotedTypes(inputs.slice(at, at + 1))}`,
            );
        const own = operation.record.resultTypes;
        if (own.length !== results.length)
          return report(`has ${own.length} result(s), but decomposition has ${results.length}`);
        for (const [at, found] of own.entries())
          if (!compatibleLists([found], results.slice(at, at + 1)))
            return report(
              `result at index ${at} has type ${quotedTypes([found])}, but decomposition has type ${quotedTypes(results.slice(at, at + 1))}`,
            );
      },
    }),
  ],
  example:
    '%1 = stablehlo.composite "my.op" %0 {decomposition = @my_op, version = 1 : i32} : (tensor<f64>) -> tensor<f64>',
});
