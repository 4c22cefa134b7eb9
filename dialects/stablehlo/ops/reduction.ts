/** Operations with a body that is applied over and over: reductions, windows, sorting, map. */
import { BoolAttr, DenseI64ArrayAttr, I64Attr } from "../../../src/definition/attribute-constraint.ts";
import { defaultAttr, defineOp, optionalAttr, SizedRegion1, variadic } from "../../../src/definition/operation.ts";
import { SingleBlockImplicitTerminator } from "../../../src/definition/trait.ts";
import { DYNAMIC, elementTypeOrSelf, i1, type TensorType, type Type, tensorType } from "../../../src/ir/attribute.ts";
import type { OperationHandle, RegionHandle } from "../../../src/ir/handle.ts";
import { typeText } from "../../../src/ir/type-text.ts";
import { reduceAssembly } from "../assembly.ts";
import { PaddingAttr } from "../attributes.ts";
import * as c from "../constraints.ts";
import { checkReducer } from "../reducer.ts";
import {
  asTensor,
  compatible,
  compatibleShapes,
  dimsOf,
  inferWindow,
  inRange,
  type Problem,
  problem,
  rule,
  terminatorTypes,
  type WindowAttributes,
  type WindowDimension,
  type WindowLabels,
  windowedExtent,
  wrong,
} from "../rules.ts";
import { checkPaddingShape } from "./dot.ts";

const implicitReturn = SingleBlockImplicitTerminator("stablehlo.return");

function sameShapes(inputs: readonly TensorType[], label: string): Problem | undefined {
  const odd = inputs.findIndex(({ shape }) => !compatibleShapes(shape, inputs[0]?.shape ?? []));
  if (odd === -1) return undefined;
  return problem(
    label,
    `expects all inputs to have compatible shapes. Shape at input-index ${odd} is not compatible with shape at input-index 0`,
  );
}

/** The element types in which a body accumulates: those that it returns. */
function accumulatorElements(body: RegionHandle | undefined, inits: readonly Type[]): readonly Type[] {
  return (terminatorTypes(body) ?? inits).map(elementTypeOrSelf);
}

/** Holds a body against the inputs and init values of its operation. */
function checkBody(operation: OperationHandle, allowed: readonly number[], label: string): Problem | undefined {
  const types = operation.opOperands.map(({ type }) => type);
  const half = types.length / 2;
  const [body] = operation.opRegions;
  return checkReducer(body, types.slice(0, half).map(asTensor), types.slice(half), allowed, label);
}

function keptExtents(operation: OperationHandle): readonly number[] {
  const dimensions = dimsOf(operation.record.properties, "dimensions") ?? [];
  return asTensor(operation.opOperand(0).type).shape.filter((_, at) => !dimensions.includes(at));
}
function windowExtents(operation: OperationHandle): readonly number[] {
  return dimsOf(operation.record.properties, "window_dimensions") ?? [];
}

/** Source: StableHLO spec, "reduce". */
export const reduce = defineOp({
  name: "stablehlo.reduce",
  summary: "combines elements along dimensions by a body, starting from init values",
  operands: { inputs: variadic(c.AnyHloTensor), init_values: variadic(c.AnyHloTensor) },
  results: { results: variadic(c.AnyHloTensor) },
  attributes: { dimensions: DenseI64ArrayAttr },
  regions: { body: SizedRegion1 },
  traits: ["RecursiveMemoryEffects", "SameVariadicOperandSize", "SingleBlock", implicitReturn],
  assembly: reduceAssembly,
  ...rule(
    ({ operandTypes, properties, regions }) => {
      const half = operandTypes.length / 2;
      const inputs = operandTypes.slice(0, half).map(asTensor);
      const inits = operandTypes.slice(half);
      const dimensions = dimsOf(properties, "dimensions") ?? [];
      const { shape } = asTensor(inputs[0]);
      const found = sameShapes(inputs, "reduce_c1") ?? checkReduced(dimensions, shape.length);
      if (found !== undefined) return found;
      const kept = shape.filter((_, at) => !dimensions.includes(at));
      return { types: accumulatorElements(regions[0], inits).map((element) => tensorType(kept, element)) };
    },
    (operation) => checkBody(operation, keptExtents(operation), "reduce_c6"),
    { own: true },
  ),
  example:
    "%2 = stablehlo.reduce(%0 init: %1) applies stablehlo.add across dimensions = [1] : (tensor<1x6xi64>, tensor<i64>) -> tensor<1xi64>",
});

function checkReduced(dimensions: readonly number[], rank: number): Problem | undefined {
  const seen = new Set<number>();
  for (const dimension of dimensions) {
    if (!inRange(dimension, rank))
      return problem("reduce_c4", `Out-of-bounds dimension ${dimension}, expected to be in range [0, ${rank})`);
    if (seen.has(dimension)) return problem("reduce_c5", `Duplicate reduction dimension: ${dimension}`);
    seen.add(dimension);
  }
  return undefined;
}

const REDUCE_WINDOW_LABELS: WindowLabels = {
  sizes: ["reduce_window_c6", "reduce_window_c12", "reduce_window_c8", "reduce_window_c10", "reduce_window_c12"],
  values: ["reduce_window_c5", "reduce_window_c7", "reduce_window_c9", "reduce_window_c11"],
};

/** The window of reduce_window, each dimension complete. */
export function reduceWindowDimensions(
  sizes: readonly number[],
  attributes: WindowAttributes,
): readonly WindowDimension[] | Problem {
  return inferWindow(sizes, attributes, REDUCE_WINDOW_LABELS);
}

/** Source: StableHLO spec, "reduce_window". */
export const reduceWindow = defineOp({
  name: "stablehlo.reduce_window",
  summary: "combines the elements of each place of a window by a body",
  operands: { inputs: variadic(c.AnyHloTensor), init_values: variadic(c.AnyHloTensor) },
  results: { results: variadic(c.AnyHloTensor) },
  attributes: {
    window_dimensions: DenseI64ArrayAttr,
    window_strides: optionalAttr(DenseI64ArrayAttr),
    base_dilations: optionalAttr(DenseI64ArrayAttr),
    window_dilations: optionalAttr(DenseI64ArrayAttr),
    padding: optionalAttr(PaddingAttr),
  },
  regions: { body: SizedRegion1 },
  traits: ["RecursiveMemoryEffects", "SameVariadicOperandSize", "SingleBlock", implicitReturn],
  ...rule(
    ({ operandTypes, properties, regions }) => {
      const half = operandTypes.length / 2;
      const inputs = operandTypes.slice(0, half).map(asTensor);
      const inits = operandTypes.slice(half);
      if (half === 0) return wrong("reduce_window_c1", "requires at least 1 input value");
      const input = asTensor(inputs[0]);
      const found = sameShapes(inputs, "reduce_window_c2");
      if (found !== undefined) return found;
      const sizes = dimsOf(properties, "window_dimensions") ?? [];
      if (sizes.length !== input.shape.length)
        return wrong(
          "reduce_window_c4",
          `expects window-dimensions size == input rank, but got window-dimensions size: ${sizes.length} and input: '${typeText(input)}' with rank = ${input.shape.length}.`,
        );
      const padding = properties.entries.find(({ name }) => name === "padding")?.value;
      const window = reduceWindowDimensions(sizes, {
        strides: dimsOf(properties, "window_strides"),
        baseDilations: dimsOf(properties, "base_dilations"),
        windowDilations: dimsOf(properties, "window_dilations"),
        padding: padding === undefined ? undefined : PaddingAttr.decode(padding),
      });
      if ("problem" in window) return window;
      const shape = window.map((along, at) => windowedExtent(input.shape[at] ?? DYNAMIC, along));
      return { types: accumulatorElements(regions[0], inits).map((element) => tensorType(shape, element)) };
    },
    (operation) =>
      checkPaddingShape(operation, "reduce_window_c12") ??
      checkBody(operation, windowExtents(operation), "reduce_window_c13"),
    { own: true },
  ),
  example: `%2 = "stablehlo.reduce_window"(%0, %1) <{window_dimensions = array<i64: 2, 1>, window_strides = array<i64: 4, 1>}> ({
^bb0(%arg0: tensor<i64>, %arg1: tensor<i64>):
  %3 = stablehlo.add %arg0, %arg1 : tensor<i64>
  stablehlo.return %3 : tensor<i64>
}) : (tensor<6x2xi64>, tensor<i64>) -> tensor<2x2xi64>`,
});

const SELECT_LABELS: WindowLabels = {
  sizes: ["select_and_scatter_c6", "select_and_scatter_c8", "select_and_scatter_c6", "select_and_scatter_c6", "select_and_scatter_c6"],
  values: ["select_and_scatter_c5", "select_and_scatter_c7", "select_and_scatter_c7", "select_and_scatter_c7"],
}; // biome-ignore format: a table

/** The window of select_and_scatter; dimensions of extent 1 where it says nothing. */
export function selectAndScatterWindow(
  rank: number,
  sizes: readonly number[] | undefined,
  attributes: WindowAttributes,
): readonly WindowDimension[] | Problem {
  return inferWindow(sizes ?? new Array<number>(rank).fill(1), attributes, SELECT_LABELS);
}

/** Source: StableHLO spec, "select_and_scatter". */
export const selectAndScatter = defineOp({
  name: "stablehlo.select_and_scatter",
  summary: "scatters each source element to the place that its window selects",
  operands: { operand: c.AnyHloTensor, source: c.AnyHloTensor, init_value: c.AnyHloTensor },
  results: { result: c.AnyHloTensor },
  attributes: {
    window_dimensions: optionalAttr(DenseI64ArrayAttr),
    window_strides: optionalAttr(DenseI64ArrayAttr),
    padding: optionalAttr(PaddingAttr),
  },
  regions: { select: SizedRegion1, scatter: SizedRegion1 },
  traits: ["RecursiveMemoryEffects"],
  verify: (op, report) => {
    const operand = asTensor(op.operand.type);
    const found =
      checkSelect(op.select, operand) ??
      checkReducer(op.scatter, [asTensor(op.source.type)], [op.init_value.type], [], "select_and_scatter_c10") ??
      checkPaddingShape(op, "select_and_scatter_c8") ??
      checkSource(operand, asTensor(op.source.type), op.window_dimensions, {
        strides: op.window_strides,
        padding: op.padding,
      });
    if (found !== undefined) report(found.problem, [], found.label);
    else if (!compatibleShapes(asTensor(op.result.type).shape, operand.shape))
      report("expects the result to have the operand's shape", [], "select_and_scatter_c11");
  },
  example: `%3 = "stablehlo.select_and_scatter"(%0, %1, %2) <{window_dimensions = array<i64: 3, 1>, window_strides = array<i64: 2, 1>}> ({
^bb0(%arg0: tensor<i64>, %arg1: tensor<i64>):
  %4 = stablehlo.compare GE, %arg0, %arg1 : (tensor<i64>, tensor<i64>) -> tensor<i1>
  stablehlo.return %4 : tensor<i1>
}, {
^bb0(%arg0: tensor<i64>, %arg1: tensor<i64>):
  %4 = stablehlo.add %arg0, %arg1 : tensor<i64>
  stablehlo.return %4 : tensor<i64>
}) : (tensor<4x2xi64>, tensor<1x2xi64>, tensor<i64>) -> tensor<4x2xi64>`,
});

function checkSelect(select: RegionHandle, operand: TensorType): Problem | undefined {
  const label = "select_and_scatter_c9";
  const args = select.entry?.argumentTypes ?? [];
  if (args.length !== 2)
    return problem(label, `expects the select-region to take 2 parameters, but takes ${args.length}`);
  const expected = tensorType([], operand.elementType);
  for (const [at, type] of args.entries())
    if (!compatible(expected, type))
      return problem(
        label,
        `expects the type of select-region's parameter at index ${at} to be '${typeText(expected)}', but got '${typeText(type)}'`,
      );
  const returned = terminatorTypes(select) ?? [];
  const [only] = returned;
  if (returned.length !== 1 || only === undefined)
    return problem(label, `expects select-region to return single value, but got: ${returned.length}`);
  if (only.kind !== "tensor-type" || only.shape.length !== 0 || only.elementType !== i1)
    return problem(label, `expects the return-type of select-region to be tensor<i1>, but got: '${typeText(only)}'`);
  return undefined;
}

function checkSource(
  operand: TensorType,
  source: TensorType,
  sizes: readonly number[] | undefined,
  attributes: WindowAttributes,
): Problem | undefined {
  const rank = operand.shape.length;
  if ((sizes?.length ?? 0) !== rank)
    return problem(
      "select_and_scatter_c4",
      `expects window-dimensions size == operand rank, but got window-dimensions size: ${sizes?.length ?? 0} and operand-type: '${typeText(operand)}' with rank = ${rank}.`,
    );
  const window = selectAndScatterWindow(rank, sizes, attributes);
  if ("problem" in window) return window;
  const shape = operand.shape.map((extent, at) => {
    const along = window[at];
    return along === undefined ? extent : windowedExtent(extent, along);
  });
  const expected = tensorType(shape, source.elementType);
  if (compatible(expected, source)) return undefined;
  return problem(
    "select_and_scatter_c2",
    `expects source-type to be '${typeText(expected)}', but got'${typeText(source)}'`,
  );
}

/** Source: StableHLO spec, "sort". */
export const sort = defineOp({
  name: "stablehlo.sort",
  summary: "sorts slices along a dimension by a comparator of corresponding elements",
  operands: { inputs: variadic(c.AnyHloTensor) },
  results: { results: variadic(c.AnyHloTensor) },
  attributes: { dimension: defaultAttr(I64Attr, -1), is_stable: defaultAttr(BoolAttr, false) },
  regions: { comparator: SizedRegion1 },
  traits: ["RecursiveMemoryEffects", "SameOperandsAndResultShape"],
  ...rule(
    ({ operandTypes }) => ({ types: operandTypes }),
    (operation) => {
      const inputs = operation.opOperands.map(({ type }) => asTensor(type));
      const dimension = operation.findAttribute("dimension");
      return (
        checkSortDimension(
          dimension?.kind === "integer" ? Number(dimension.value) : -1,
          asTensor(inputs[0]).shape.length,
        ) ?? checkComparator(operation.opRegions[0], inputs)
      );
    },
  ),
  example: `%2:2 = "stablehlo.sort"(%0, %1) <{dimension = 0 : i64, is_stable = true}> ({
^bb0(%arg0: tensor<i64>, %arg1: tensor<i64>, %arg2: tensor<i64>, %arg3: tensor<i64>):
  %3 = stablehlo.compare GT, %arg0, %arg1 : (tensor<i64>, tensor<i64>) -> tensor<i1>
  stablehlo.return %3 : tensor<i1>
}) : (tensor<2x3xi64>, tensor<2x3xi64>) -> (tensor<2x3xi64>, tensor<2x3xi64>)`,
});

function checkSortDimension(dimension: number, rank: number): Problem | undefined {
  if (dimension >= -rank && dimension < rank) return undefined;
  return problem("sort_c4", `dimension attribute value must be in range [-${rank}, ${rank}), but found ${dimension}`);
}

function checkComparator(comparator: RegionHandle | undefined, inputs: readonly TensorType[]): Problem | undefined {
  const args = comparator?.entry?.argumentTypes ?? [];
  if (args.length !== 2 * inputs.length)
    return problem("sort_c5", `comparator block should have ${2 * inputs.length} arguments`);
  for (const [at, input] of inputs.entries()) {
    const expected = tensorType([], input.elementType);
    for (const index of [2 * at, 2 * at + 1]) {
      const type = args[index];
      if (type !== undefined && type !== expected)
        return problem(
          "sort_c5",
          `comparator block argument #${index} should be of type '${typeText(expected)}' but got '${typeText(type)}'`,
        );
    }
  }
  const returned = terminatorTypes(comparator) ?? [];
  const [only] = returned;
  if (returned.length !== 1 || only === undefined)
    return problem("sort_c5", `comparator must return single output but got ${returned.length}`);
  if (only.kind !== "tensor-type" || only.shape.length !== 0 || only.elementType !== i1)
    return problem("sort_c5", `comparator must return tensor<i1> but got '${typeText(only)}'`);
  return undefined;
}

/** Source: StableHLO spec, "map". */
export const map = defineOp({
  name: "stablehlo.map",
  summary: "applies a body to corresponding elements",
  operands: { inputs: variadic(c.AnyHloTensor) },
  results: { result: c.AnyHloTensor },
  attributes: { dimensions: DenseI64ArrayAttr },
  regions: { computation: SizedRegion1 },
  traits: ["RecursiveMemoryEffects", "SameOperandsAndResultShape", "SingleBlock", implicitReturn],
  ...rule(({ operandTypes, properties, regions: [computation] }) => {
    const inputs = operandTypes.map(asTensor);
    const { shape } = asTensor(inputs[0]);
    if (computation === undefined) return wrong("map_c4", "cannot be inferred without its computation");
    const args = computation.entry?.argumentTypes ?? [];
    if (args.length !== inputs.length)
      return wrong(
        "map_c4",
        `expects number of operands to match the arity of map computation, but got: ${inputs.length} and ${args.length}`,
      );
    for (const [at, type] of args.entries()) {
      const arg = asTensor(type);
      if (arg.shape.length !== 0)
        return wrong(
          "map_c4",
          `computation arguments must be 0-rank tensor, but got: arg #${at} of type '${typeText(type)}'`,
        );
      const element = asTensor(inputs[at]).elementType;
      if (arg.elementType !== element)
        return wrong(
          "map_c4",
          `element type of operands and computation arguments must match, but got: '${typeText(element)}' and '${typeText(arg.elementType)}'`,
        );
    }
    const returned = terminatorTypes(computation) ?? [];
    const [only] = returned;
    if (returned.length !== 1 || only === undefined)
      return wrong("map_c4", `computation must return single output, but got: ${returned.length}`);
    if (asTensor(only).shape.length !== 0)
      return wrong("map_c4", `computation must return 0-rank tensor, but got: '${typeText(only)}'`);
    const dimensions = dimsOf(properties, "dimensions") ?? [];
    if (dimensions.some((dimension, at) => dimension !== at))
      return wrong("map_c3", `requires monotonically increasing dimension numbers, but got: ${dimensions.join(", ")}`);
    if (dimensions.length !== shape.length)
      return wrong(
        "map_c3",
        `applied to a subset of dimensions currently not supported: operand dimensions = ${shape.length}, requested map dimensions size = ${dimensions.length}`,
      );
    return { types: [tensorType(shape, asTensor(only).elementType)] };
  }),
  example: `%2 = "stablehlo.map"(%0, %1) <{dimensions = array<i64: 0, 1>}> ({
^bb0(%arg0: tensor<i64>, %arg1: tensor<i64>):
  %3 = stablehlo.multiply %arg0, %arg1 : tensor<i64>
  stablehlo.return %3 : tensor<i64>
}) : (tensor<2x2xi64>, tensor<2x2xi64>) -> tensor<2x2xi64>`,
});
