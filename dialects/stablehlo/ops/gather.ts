/** Reading and writing at computed places. Over 400 lines: the specification's constraints are written out one by one. */
import { BoolAttr, DenseI64ArrayAttr, I64Attr } from "../../../src/definition/attribute-constraint.ts";
import { defaultAttr, defineOp, SizedRegion1, variadic } from "../../../src/definition/operation.ts";
import { DYNAMIC, type TensorType, tensorType } from "../../../src/ir/attribute.ts";
import type { OperationHandle } from "../../../src/ir/handle.ts";
import {
  type GatherDimensionNumbers,
  GatherDimensionNumbersAttr,
  type ScatterDimensionNumbers,
  ScatterDimensionNumbersAttr,
} from "../attributes.ts";
import * as c from "../constraints.ts";
import { knownIntegers } from "../known.ts";
import { checkReducer } from "../reducer.ts";
import {
  asTensor,
  attributeOf,
  compatibleExtents,
  compatibleLists,
  compatibleShapes,
  dimsOf,
  findDuplicate,
  hasDuplicates,
  inferring,
  inRange,
  isSorted,
  type Problem,
  problem,
  rule,
  speculatableIfStatic,
  wrong,
} from "../rules.ts";

/** Every element of `dims` is a dimension below `rank`. */
function inBounds(
  label: string,
  dims: readonly number[],
  rank: number,
  name: string,
  rankName: string,
): Problem | undefined {
  const stray = dims.find((dimension) => !inRange(dimension, rank));
  if (stray === undefined) return undefined;
  return problem(
    label,
    `Expects each element of ${name} to be in range [0, ${rankName}) i.e. [0, ${rank}). got: ${stray}.`,
  );
}

function distinct(
  label: string,
  a: readonly number[],
  b: readonly number[],
  names: readonly [string, string],
): Problem | undefined {
  const twice = findDuplicate(a, b);
  if (twice === undefined) return undefined;
  return problem(label, `has duplicated dimension from ${names[0]} and ${names[1]}: ${twice}`);
}

/** The extents of the batch dimensions that stand for each other are equal. */
function batchingFits(
  label: string,
  a: TensorType,
  aDims: readonly number[],
  b: TensorType,
  bDims: readonly number[],
  names: readonly [string, string],
  end: string,
): Problem | undefined {
  for (const [at, dimension] of aDims.entries()) {
    const [left, right] = [a.shape[dimension], b.shape[bDims[at] ?? 0]];
    if (!compatibleExtents(left, right))
      return problem(
        label,
        `${names[0]}[${at}] and ${names[1]}[${at}] must have compatible sizes, but got ${left} and ${right}${end}`,
      );
  }
  return undefined;
}

/** Index vectors run along `index_vector_dim`; when that is the rank, every index is a vector of one. */
function indexVectorSize(indices: TensorType, dimension: number): number {
  return dimension === indices.shape.length ? 1 : (indices.shape[dimension] ?? DYNAMIC);
}

function checkGather(
  operand: TensorType,
  indices: TensorType,
  n: GatherDimensionNumbers,
  sliceCount: number,
  op: string,
): Problem | undefined {
  const rank = operand.shape.length;
  const indexRank = indices.shape.length;
  const total = n.offsetDims.length + n.collapsedSliceDims.length + n.operandBatchingDims.length;
  if (total !== rank)
    return problem(
      `${op}_c1`,
      `offset_dims size (${n.offsetDims.length}) plus collapse_slice_dims size (${n.collapsedSliceDims.length}) plus operand_batching_dims size (${n.operandBatchingDims.length}) is not equal to operand rank (${rank})`,
    );
  if (!inRange(n.indexVectorDim, indexRank + 1))
    return problem(
      `${op}_c2`,
      `Expects index_vector_dim to be in range [0, rank-of('start_indices')] i.e. [0, ${indexRank}]. got: ${n.indexVectorDim}.`,
    );
  const size = indexVectorSize(indices, n.indexVectorDim);
  if (size !== DYNAMIC && size !== n.startIndexMap.length)
    return problem(
      `${op}_c3`,
      `start_index_map size (${n.startIndexMap.length}) is not equal to size of index dimension (${n.indexVectorDim}) of start_indices (${size})`,
    );
  const ordered = (label: string, dims: readonly number[], name: string): Problem | undefined =>
    isSorted(dims) ? undefined : problem(`${op}_${label}`, `expects ${name} to be sorted, got: [${dims.join(", ")}]`);
  const unrepeated = (label: string, dims: readonly number[], name: string): Problem | undefined =>
    hasDuplicates(dims)
      ? problem(`${op}_${label}`, `expects ${name} to not repeat, got: [${dims.join(", ")}]`)
      : undefined;
  return (
    ordered("c4", n.offsetDims, "offset_dims") ??
    unrepeated("c4", n.offsetDims, "offset_dims") ??
    distinct(`${op}_c6`, n.collapsedSliceDims, n.operandBatchingDims, [
      "collapsed_slice_dims",
      "operand_batching_dims",
    ]) ??
    ordered("c7", n.collapsedSliceDims, "collapsed_slice_dims") ??
    inBounds(`${op}_c8`, n.collapsedSliceDims, rank, "collapsed_slice_dims", "rank-of('operand')") ??
    ordered("c10", n.operandBatchingDims, "operand_batching_dims") ??
    inBounds(`${op}_c11`, n.operandBatchingDims, rank, "operand_batching_dims", "rank-of('operand')") ??
    unrepeated("c13", n.startIndicesBatchingDims, "start_indices_batching_dims") ??
    inBounds(
      `${op}_c14`,
      n.startIndicesBatchingDims,
      indexRank,
      "start_indices_batching_dims",
      "rank-of('start_indices')",
    ) ??
    (n.startIndicesBatchingDims.includes(n.indexVectorDim)
      ? problem(`${op}_c15`, `expects start_indices_batching_dims not to include index_vector_dim ${n.indexVectorDim}`)
      : undefined) ??
    (n.operandBatchingDims.length === n.startIndicesBatchingDims.length
      ? undefined
      : problem(`${op}_c16`, "operand_batching_dims and start_indices_batching_dims should have the same size")) ??
    batchingFits(
      `${op}_c17`,
      operand,
      n.operandBatchingDims,
      indices,
      n.startIndicesBatchingDims,
      ["operand_batching_dims", "start_indices_batching_dims"],
      "",
    ) ??
    distinct(`${op}_c18`, n.startIndexMap, n.operandBatchingDims, ["start_index_map", "operand_batching_dims"]) ??
    inBounds(`${op}_c19`, n.startIndexMap, rank, "start_index_map", "rank-of('operand')") ??
    (sliceCount === rank
      ? undefined
      : problem(`${op}_c20`, `slice_sizes size (${sliceCount}) not equal to operand rank (${rank})`))
  );
}

function checkSlices(operand: TensorType, n: GatherDimensionNumbers, sizes: readonly number[]): Problem | undefined {
  for (const [name, dims, label] of [
    ["collapsed_slice_dims", n.collapsedSliceDims, "gather_c9"],
    ["operand_batching_dims", n.operandBatchingDims, "gather_c12"],
  ] as const)
    for (const dimension of dims)
      if ((sizes[dimension] ?? 0) > 1)
        return problem(
          label,
          `Expects that for each dim in ${name}, slice_sizes[dim] should be <= 1, but got ${sizes[dimension]}`,
        );
  for (const [at, size] of sizes.entries()) {
    const extent = operand.shape[at] ?? DYNAMIC;
    if (size < 0 || (extent !== DYNAMIC && size > extent))
      return problem(
        "gather_c21",
        `slice size (${size}) is out of bounds for operand dimension (${extent}) at index ${at}`,
      );
  }
  return undefined;
}

/** The result's shape: batch extents from the indices, with the slice's remaining extents at `offset_dims`. */
export function gatherShape(
  indices: readonly number[],
  n: GatherDimensionNumbers,
  sizes: readonly number[],
): readonly number[] {
  const batch = indices.filter((_, at) => at !== n.indexVectorDim);
  const offsets = sizes.filter((_, at) => !n.collapsedSliceDims.includes(at) && !n.operandBatchingDims.includes(at));
  const shape: number[] = [];
  for (let at = 0; at < batch.length + offsets.length; at++) {
    const offset = n.offsetDims.indexOf(at);
    shape.push((offset === -1 ? batch[at - n.offsetDims.filter((d) => d < at).length] : offsets[offset]) ?? DYNAMIC);
  }
  return shape;
}

/** Source: StableHLO spec, "gather". */
export const gather = defineOp({
  name: "stablehlo.gather",
  summary: "slices of the operand at computed starts",
  operands: { operand: c.AnyHloTensor, start_indices: c.IntTensor },
  results: { result: c.AnyHloTensor },
  attributes: {
    dimension_numbers: GatherDimensionNumbersAttr,
    slice_sizes: DenseI64ArrayAttr,
    indices_are_sorted: defaultAttr(BoolAttr, false),
  },
  traits: ["NoMemoryEffect"],
  ...rule(({ operandTypes: [first, second], properties }) => {
    const [operand, indices] = [asTensor(first), asTensor(second)];
    const attribute = attributeOf(properties, "dimension_numbers");
    if (attribute === undefined) return wrong("gather_i3", "requires attribute 'dimension_numbers'");
    const numbers = GatherDimensionNumbersAttr.decode(attribute);
    const sizes = dimsOf(properties, "slice_sizes") ?? [];
    const found =
      checkGather(operand, indices, numbers, sizes.length, "gather") ?? checkSlices(operand, numbers, sizes);
    if (found !== undefined) return found;
    const shape = gatherShape(indices.shape, numbers, sizes);
    const stray = inBounds("gather_c5", numbers.offsetDims, shape.length, "offset_dims", "implied-result-rank");
    return stray ?? { types: [tensorType(shape, operand.elementType)] };
  }),
  supplies: [speculatableIfStatic],
  example:
    '%2 = "stablehlo.gather"(%0, %1) <{dimension_numbers = #stablehlo.gather<offset_dims = [2, 3], collapsed_slice_dims = [0], start_index_map = [1, 0], index_vector_dim = 2>, slice_sizes = array<i64: 1, 2, 2>}> : (tensor<3x4x2xi32>, tensor<2x3x2xi64>) -> tensor<2x3x2x2xi32>',
});

/** Slice sizes that are constants are held to the rules of gather. */
function checkKnownSlices(operation: OperationHandle): Problem | undefined {
  const sizes = knownIntegers(operation.opOperand(2));
  const attribute = attributeOf(operation.record.properties, "dimension_numbers");
  if (sizes === undefined || attribute === undefined) return undefined;
  const numbers = GatherDimensionNumbersAttr.decode(attribute);
  const found = checkSlices(asTensor(operation.opOperand(0).type), numbers, sizes);
  return found && inferring(`dynamic_${found.label}`, found.problem);
}

/** Source: StableHLO spec, "dynamic_gather". */
export const dynamicGather = defineOp({
  name: "stablehlo.dynamic_gather",
  summary: "gather with slice sizes that are computed",
  operands: { operand: c.AnyHloTensor, start_indices: c.IntTensor, slice_sizes: c.Static1DIntTensor },
  results: { result: c.AnyHloTensor },
  attributes: { dimension_numbers: GatherDimensionNumbersAttr, indices_are_sorted: defaultAttr(BoolAttr, false) },
  traits: ["NoMemoryEffect"],
  ...rule(({ operandTypes: [first, second, third], properties }) => {
    const [operand, indices] = [asTensor(first), asTensor(second)];
    const attribute = attributeOf(properties, "dimension_numbers");
    if (attribute === undefined) return wrong("dynamic_gather_i4", "requires attribute 'dimension_numbers'");
    const numbers = GatherDimensionNumbersAttr.decode(attribute);
    const found = checkGather(operand, indices, numbers, asTensor(third).shape[0] ?? 0, "dynamic_gather");
    if (found !== undefined) return found;
    // The slice sizes are not known before the program runs.
    const unknown = operand.shape.map(() => DYNAMIC);
    const shape = gatherShape(indices.shape, numbers, unknown);
    const stray = inBounds("dynamic_gather_c5", numbers.offsetDims, shape.length, "offset_dims", "implied-result-rank");
    return stray ?? { types: [tensorType(shape, operand.elementType)] };
  }, checkKnownSlices),
  example:
    '%3 = "stablehlo.dynamic_gather"(%0, %1, %2) <{dimension_numbers = #stablehlo.gather<offset_dims = [2, 3], collapsed_slice_dims = [0], start_index_map = [1, 0], index_vector_dim = 2>}> : (tensor<3x4x2xi32>, tensor<2x3x2xi64>, tensor<3xi64>) -> tensor<2x3x2x2xi32>',
});

// ---- Scatter --------------------------------------------------------------------------------------------------------------

function checkScatterNumbers(
  operand: TensorType,
  indices: TensorType,
  n: ScatterDimensionNumbers,
  updateRank: number,
): Problem | undefined {
  const rank = operand.shape.length;
  const indexRank = indices.shape.length;
  const window = n.updateWindowDims.length + n.insertedWindowDims.length + n.inputBatchingDims.length;
  if (window !== rank)
    return problem(
      "scatter_c2",
      `Expects rank-of operand to match size-of('update_window_dims') + size-of('inserted_window_dims') + size-of('input_batching_dims') i.e. ${window} but got ${rank}.`,
    );
  const ordered = (label: string, dims: readonly number[], name: string): Problem | undefined =>
    isSorted(dims) ? undefined : problem(label, `Expects ${name} to be sorted; got: [${dims.join(", ")}].`);
  const unrepeated = (label: string, dims: readonly number[], name: string): Problem | undefined =>
    hasDuplicates(dims) ? problem(label, `Expects ${name} to not repeat; got: [${dims.join(", ")}].`) : undefined;
  const found =
    ordered("scatter_c7", n.updateWindowDims, "update_window_dims") ??
    unrepeated("scatter_c7", n.updateWindowDims, "update_window_dims") ??
    inBounds("scatter_c8", n.updateWindowDims, updateRank, "update_window_dims", "rank-of('updates')") ??
    distinct("scatter_c9", n.insertedWindowDims, n.inputBatchingDims, [
      "inserted_window_dims",
      "input_batching_dims",
    ]) ??
    ordered("scatter_c10", n.insertedWindowDims, "inserted_window_dims") ??
    inBounds("scatter_c11", n.insertedWindowDims, rank, "inserted_window_dims", "rank-of('operand')") ??
    ordered("scatter_c12", n.inputBatchingDims, "input_batching_dims") ??
    inBounds("scatter_c13", n.inputBatchingDims, rank, "input_batching_dims", "rank-of('operand')") ??
    unrepeated("scatter_c14", n.scatterIndicesBatchingDims, "scatter_indices_batching_dims") ??
    inBounds(
      "scatter_c15",
      n.scatterIndicesBatchingDims,
      indexRank,
      "scatter_indices_batching_dims",
      "rank-of('scatter_indices')",
    );
  if (found !== undefined) return found;
  if (n.scatterIndicesBatchingDims.includes(n.indexVectorDim))
    return problem(
      "scatter_c16",
      `expects scatter_indices_batching_dims not to include index_vector_dim ${n.indexVectorDim}.`,
    );
  if (n.inputBatchingDims.length !== n.scatterIndicesBatchingDims.length)
    return problem("scatter_c17", "input_batching_dims and scatter_indices_batching_dims should have the same size.");
  const size = indexVectorSize(indices, n.indexVectorDim);
  const count = n.scatterDimsToOperandDims.length;
  return (
    batchingFits(
      "scatter_c18",
      operand,
      n.inputBatchingDims,
      indices,
      n.scatterIndicesBatchingDims,
      ["input_batching_dims", "scatter_indices_batching_dims"],
      ".",
    ) ??
    (size === DYNAMIC || size === count
      ? undefined
      : problem(
          "scatter_c19",
          `Scatter op has ${count} elements in scatter_dims_to_operand_dims and the bound of dimension index_vector_dim=${n.indexVectorDim} of scatter_indices is ${size}. These two numbers must be equal.`,
        )) ??
    distinct("scatter_c20", n.scatterDimsToOperandDims, n.inputBatchingDims, [
      "scatter_dims_to_operand_dims",
      "input_batching_dims",
    ]) ??
    inBounds("scatter_c21", n.scatterDimsToOperandDims, rank, "scatter_dims_to_operand_dims", "rank-of('operand')")
  );
}

/** Update windows fit into the operand, and their other extents are those of the indices. */
function checkUpdateBounds(
  operand: TensorType,
  indices: TensorType,
  updates: TensorType,
  n: ScatterDimensionNumbers,
): Problem | undefined {
  const batch = indices.shape.filter((_, at) => at !== n.indexVectorDim);
  const rank = batch.length + n.updateWindowDims.length;
  if (updates.shape.length !== rank)
    return problem(
      "scatter_c4",
      `expects updates tensor must be of rank ${rank} ( == rank-of('scatter_indices') - 1 + size-of('update_window_dims'), where 'scatter_indices' is expanded by a trailing 1 dimension if 'index_vector_dim' == rank-of('scatter_indices')), but got ${updates.shape.length}.`,
    );
  const window = operand.shape.filter(
    (_, at) => !n.insertedWindowDims.includes(at) && !n.inputBatchingDims.includes(at),
  );
  for (const [at, dimension] of n.updateWindowDims.entries()) {
    const [size, bound] = [updates.shape[dimension] ?? DYNAMIC, window[at] ?? DYNAMIC];
    if (size !== DYNAMIC && bound !== DYNAMIC && size > bound)
      return problem(
        "scatter_c4",
        `expects bounds of the window dimensions of updates to not exceed the bounds of the corresponding dimensions of operand. For dimension ${dimension}, updates bound is ${size}, operand bound is ${bound}.`,
      );
  }
  let seen = 0;
  for (const [at, extent] of updates.shape.entries()) {
    if (n.updateWindowDims.includes(at)) continue;
    if (!compatibleExtents(extent, batch[seen]))
      return problem(
        "scatter_c4",
        `expects bounds of the scatter dimensions of updates to be same as the bounds of the corresponding dimensions of scatter indices. For scatter dimension ${at}, updates bound is ${extent} , scatter_indices bound is ${batch[seen]}.`,
      );
    seen++;
  }
  return undefined;
}

/** Source: StableHLO spec, "scatter". */
export const scatter = defineOp({
  name: "stablehlo.scatter",
  summary: "the inputs with slices at computed starts combined with updates",
  operands: {
    inputs: variadic(c.AnyHloTensor),
    scatter_indices: c.AnyIntegerOrIndexTensor,
    updates: variadic(c.AnyHloTensor),
  },
  results: { results: variadic(c.AnyHloTensor) },
  attributes: {
    scatter_dimension_numbers: ScatterDimensionNumbersAttr,
    indices_are_sorted: defaultAttr(BoolAttr, false),
    unique_indices: defaultAttr(BoolAttr, false),
  },
  regions: { update_computation: SizedRegion1 },
  traits: ["RecursiveMemoryEffects", "SameVariadicOperandSize"],
  verify: (op, report) => {
    const inputs = op.inputs.map(({ type }) => asTensor(type));
    const updates = op.updates.map(({ type }) => asTensor(type));
    const indices = asTensor(op.scatter_indices.type);
    const [input, update] = [asTensor(inputs[0]), asTensor(updates[0])];
    const n = op.scatter_dimension_numbers;
    const alike = (list: readonly TensorType[]): boolean =>
      list.every(({ shape }) => compatibleShapes(shape, list[0]?.shape ?? []));
    const found =
      (alike(inputs) ? undefined : problem("scatter_c1", "Not all inputs have compatible shapes.")) ??
      (alike(updates) ? undefined : problem("scatter_c3", "Not all updates have compatible shapes.")) ??
      (inRange(n.indexVectorDim, indices.shape.length + 1)
        ? undefined
        : problem(
            "scatter_c22",
            `Expects index_vector_dim to be in range [0, rank-of('scatter_indices')] i.e. [0, ${indices.shape.length}]. got: ${n.indexVectorDim}.`,
          )) ??
      checkReducer(
        op.update_computation,
        inputs,
        inputs.map(({ elementType }) => tensorType([], elementType)),
        [],
        "scatter_c23",
      ) ??
      checkScatterNumbers(input, indices, n, update.shape.length) ??
      checkUpdateBounds(input, indices, update, n) ??
      (compatibleLists(
        inputs.map(({ shape }, at) => tensorType(shape, asTensor(op.results[at]?.type).elementType)),
        op.record.resultTypes,
      )
        ? undefined
        : problem("scatter_c24", "results must have the shapes of the inputs"));
    if (found !== undefined) report(found.problem, [], found.label);
  },
  example: `%3 = "stablehlo.scatter"(%0, %1, %2) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>}> ({
^bb0(%arg0: tensor<i64>, %arg1: tensor<i64>):
  %4 = stablehlo.add %arg0, %arg1 : tensor<i64>
  stablehlo.return %4 : tensor<i64>
}) : (tensor<3x4xi64>, tensor<2x1xi64>, tensor<2x4xi64>) -> tensor<3x4xi64>`,
});

/** Not in the specification; kept for old programs. */
export const torchIndexSelect = defineOp({
  name: "stablehlo.torch_index_select",
  summary: "elements of the operand at given indices along one dimension",
  operands: { operand: c.AnyHloTensor, index: c.AnyHloTensor },
  results: { result: c.AnyHloTensor },
  attributes: { dim: I64Attr, batch_dims: I64Attr },
  traits: ["Pure"],
  example:
    '%2 = "stablehlo.torch_index_select"(%0, %1) <{batch_dims = 0 : i64, dim = 0 : i64}> : (tensor<5x1x5xi32>, tensor<2xi32>) -> tensor<2x1x5xi32>',
});
