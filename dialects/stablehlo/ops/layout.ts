/** Operations that move elements without computing: broadcasts, reshapes, slices, pads and their dynamic forms.
 * Over 400 lines: the specification's constraints are written out one by one. */
import { DenseI64ArrayAttr } from "../../../src/definition/attribute-constraint.ts";
import { defineOp, optionalAttr, variadic } from "../../../src/definition/operation.ts";
import { AllTypesMatch } from "../../../src/definition/trait.ts";
import { DYNAMIC, elementCountOf, i32, type TensorType, type Type, tensorType } from "../../../src/ir/attribute.ts";
import { typeText } from "../../../src/ir/type-text.ts";
import { sameOperandsAndResultType, sliceRanges, variadicOperandWithAttribute } from "../assembly.ts";
import { NonNegativeI64 } from "../attributes.ts";
import * as c from "../constraints.ts";
import {
  foldBroadcastInDim,
  foldConcatenate,
  foldDynamicSlice,
  foldDynamicUpdateSlice,
  foldGetDimensionSize,
  foldPad,
  foldReshape,
  foldReverse,
  foldSlice,
  foldTranspose,
} from "../folds.ts";
import { checkKnownBroadcast, checkKnownPad, checkShapeOperand, knownIntegers } from "../known.ts";
import {
  asTensor,
  check,
  compatibleElements,
  compatibleExtents,
  dilated,
  dimsOf,
  extentText,
  hasDuplicates,
  inRange,
  numberOf,
  type Problem,
  problem,
  rule,
  shapeList,
  speculatableIfStatic,
  type Verdict,
  wrong,
} from "../rules.ts";

function sameElements(label: string, operand: Type, result: Type): Problem | undefined {
  if (compatibleElements(asTensor(operand).elementType, asTensor(result).elementType)) return undefined;
  return problem(label, "requires compatible element types for all operands and results");
}

/** Source: StableHLO spec, "broadcast_in_dim". */
export const broadcastInDim = defineOp({
  name: "stablehlo.broadcast_in_dim",
  summary: "repeats along new dimensions and those of extent 1",
  description: "Dimension i of the operand is dimension broadcast_dimensions[i] of the result.",
  operands: { operand: c.TensorOrPerAxis },
  results: { result: c.StaticOrSingleBoundedTensor },
  attributes: { broadcast_dimensions: DenseI64ArrayAttr },
  traits: ["NoMemoryEffect"],
  assembly: "$operand `,` `dims` `=` $broadcast_dimensions attr-dict `:` functional-type(operands, results)",
  verify: (op, report) => {
    const found =
      sameElements("broadcast_in_dim_c1", op.operand.type, op.result.type) ??
      checkBroadcast("broadcast_in_dim", asTensor(op.operand.type), asTensor(op.result.type), op.broadcast_dimensions);
    if (found !== undefined) report(found.problem, [], found.label);
  },
  fold: foldBroadcastInDim,
  supplies: [speculatableIfStatic],
  example: "%1 = stablehlo.broadcast_in_dim %0, dims = [2, 1] : (tensor<1x3xi32>) -> tensor<2x3x2xi32>",
});

function checkBroadcast(
  op: string,
  operand: TensorType,
  result: TensorType,
  dimensions: readonly number[],
): Problem | undefined {
  const [rank, resultRank] = [operand.shape.length, result.shape.length];
  if (dimensions.length !== rank)
    return problem(
      `${op}_c2`,
      `broadcast_dimensions size (${dimensions.length}) does not match operand rank (${rank})`,
    );
  if (op === "dynamic_broadcast_in_dim" && resultRank < rank)
    return problem(`${op}_c3`, `result rank (${resultRank}) is less than operand rank (${rank})`);
  if (hasDuplicates(dimensions)) return problem(`${op}_c4`, "broadcast_dimensions should not have duplicates");
  for (const [at, dimension] of dimensions.entries()) {
    if (!inRange(dimension, resultRank))
      return problem(
        op === "broadcast_in_dim" ? `${op}_c3` : `${op}_c5`,
        `broadcast_dimensions contains invalid value ${dimension} for result with rank ${resultRank}`,
      );
    const [from, to] = [operand.shape[at], result.shape[dimension]];
    if (from === 1 || compatibleExtents(from, to)) continue;
    return problem(
      `${op}_c5`,
      op === "broadcast_in_dim"
        ? `size of operand dimension ${at} (${from}) is not equal to 1 or size of result dimension ${dimension} (${to})`
        : `size of operand dimension ${at} (${from}) is not compatible with size of result dimension ${dimension} (${to})`,
    );
  }
  return undefined;
}

/** Superseded by broadcast_in_dim, kept for old programs. */
export const broadcast = defineOp({
  name: "stablehlo.broadcast",
  summary: "adds dimensions in front and repeats along them",
  operands: { operand: c.AnyHloTensor },
  results: { result: c.TensorOrPerAxis },
  attributes: { broadcast_sizes: DenseI64ArrayAttr },
  traits: ["Pure"],
  assembly: "$operand `,` `sizes` `=` $broadcast_sizes attr-dict `:` functional-type(operands, results)",
  ...rule(({ operandTypes: [operand], properties }) => {
    const sizes = dimsOf(properties, "broadcast_sizes") ?? [];
    const negative = sizes.find((size) => size < 0);
    if (negative !== undefined) return wrong("broadcast_c1", `Broadcast with negative dimension size ${negative}`);
    const tensor = asTensor(operand);
    return { types: [tensorType([...sizes, ...tensor.shape], tensor.elementType)] };
  }),
  example: "%1 = stablehlo.broadcast %0, sizes = [1, 2] : (tensor<3xi32>) -> tensor<1x2x3xi32>",
});

/** Source: StableHLO spec, "reshape". */
export const reshape = defineOp({
  name: "stablehlo.reshape",
  summary: "the same elements in row-major order under another shape",
  operands: { operand: c.TensorOrPerAxis },
  results: { result: c.StaticOrSingleBoundedTensor },
  traits: ["NoMemoryEffect"],
  assembly: "operands attr-dict `:` functional-type(operands, results)",
  verify: (op, report) => {
    const [from, to] = [asTensor(op.operand.type), asTensor(op.result.type)];
    const [have, want] = [elementCountOf(to), elementCountOf(from)];
    if (have !== undefined && want !== undefined && have !== want)
      report(
        `number of output elements (${have}) doesn't match expected number of elements (${want})`,
        [],
        "reshape_c2",
      );
    const found = sameElements("reshape_c1", from, to);
    if (found !== undefined) report(found.problem, [], found.label);
  },
  fold: foldReshape,
  supplies: [speculatableIfStatic],
  example: "%1 = stablehlo.reshape %0 : (tensor<2x3xi32>) -> tensor<3x2xi32>",
});

/** Source: StableHLO spec, "transpose". */
export const transpose = defineOp({
  name: "stablehlo.transpose",
  summary: "permutes dimensions: dimension i of the result is dimension permutation[i] of the operand",
  operands: { operand: c.TensorOrPerAxis },
  results: { result: c.TensorOrPerAxis },
  attributes: { permutation: DenseI64ArrayAttr },
  traits: ["NoMemoryEffect"],
  assembly: "$operand `,` `dims` `=` $permutation attr-dict `:` functional-type(operands, results)",
  ...rule(({ operandTypes: [operand], properties }) => {
    const tensor = asTensor(operand);
    const rank = tensor.shape.length;
    const permutation = dimsOf(properties, "permutation") ?? [];
    if (permutation.length !== rank)
      return wrong(
        "transpose_c2",
        `TransposeOp operand rank ${rank} does not match permutation size ${permutation.length}`,
      );
    if (hasDuplicates(permutation) || !permutation.every((dimension) => inRange(dimension, rank)))
      return wrong(
        "transpose_c2",
        `attribute permutation must be a permutation of [${tensor.shape.map((_, at) => at).join(", ")}] but got ${permutation.join(", ")}`,
      );
    return {
      types: [
        tensorType(
          permutation.map((dimension) => tensor.shape[dimension] ?? DYNAMIC),
          tensor.elementType,
        ),
      ],
    };
  }),
  fold: foldTranspose,
  supplies: [speculatableIfStatic],
  example: "%1 = stablehlo.transpose %0, dims = [2, 1, 0] : (tensor<2x3x5xi32>) -> tensor<5x3x2xi32>",
});

/** Source: StableHLO spec, "slice". */
export const slice = defineOp({
  name: "stablehlo.slice",
  summary: "elements from start to limit (exclusive) by stride, along each dimension",
  operands: { operand: c.AnyHloTensor },
  results: { result: c.AnyHloTensor },
  attributes: { start_indices: DenseI64ArrayAttr, limit_indices: DenseI64ArrayAttr, strides: DenseI64ArrayAttr },
  traits: ["NoMemoryEffect", "SameOperandsAndResultElementType"],
  assembly:
    "$operand custom<SliceRanges>($start_indices, $limit_indices, $strides) attr-dict `:` functional-type(operands, results)",
  directives: { SliceRanges: sliceRanges },
  ...rule(({ operandTypes: [operand], properties }) => {
    const tensor = asTensor(operand);
    const [starts, limits, strides] = ["start_indices", "limit_indices", "strides"].map(
      (name) => dimsOf(properties, name) ?? [],
    );
    return starts === undefined || limits === undefined || strides === undefined
      ? { types: [] }
      : inferSlice(tensor, starts, limits, strides);
  }),
  fold: foldSlice,
  supplies: [speculatableIfStatic],
  example: "%1 = stablehlo.slice %0 [1:3, 4:8:2] : (tensor<3x8xi64>) -> tensor<2x2xi64>",
});

function inferSlice(
  tensor: TensorType,
  starts: readonly number[],
  limits: readonly number[],
  strides: readonly number[],
): Verdict {
  const rank = tensor.shape.length;
  if (starts.length !== limits.length || starts.length !== strides.length)
    return wrong("slice_c2", "failed to verify that all of {start_indices, limit_indices, strides} have same size");
  if (starts.length !== rank)
    return wrong(
      "slice_c2",
      `the number of elements in start_indices (${starts.length}) does not match the rank of the operand (${rank})`,
    );
  const shape: number[] = [];
  for (const [at, extent] of tensor.shape.entries()) {
    const [start, limit, stride] = [starts[at] ?? 0, limits[at] ?? 0, strides[at] ?? 1];
    if (start < 0) return wrong("slice_c3", `negative start index ${start} in dimension ${at}`);
    if (extent !== DYNAMIC && limit > extent)
      return wrong("slice_c3", `limit index ${limit} is larger than dimension size ${extent} in dimension ${at}`);
    if (start > limit)
      return wrong("slice_c3", `start index ${start} is larger than limit index ${limit} in dimension ${at}`);
    if (stride <= 0) return wrong("slice_c4", `stride must be positive but got ${stride} in dimension ${at}`);
    shape.push(Math.ceil((limit - start) / stride));
  }
  return { types: [tensorType(shape, tensor.elementType)] };
}

/** Source: StableHLO spec, "pad". */
export const pad = defineOp({
  name: "stablehlo.pad",
  summary: "adds a value before, after and between elements; negative padding takes elements away",
  operands: { operand: c.AnyHloTensor, padding_value: c.ScalarTensor },
  results: { result: c.AnyHloTensor },
  attributes: {
    edge_padding_low: DenseI64ArrayAttr,
    edge_padding_high: DenseI64ArrayAttr,
    interior_padding: DenseI64ArrayAttr,
  },
  traits: ["NoMemoryEffect", "SameOperandsAndResultElementType"],
  assembly:
    "$operand `,` $padding_value `,` `low` `=` $edge_padding_low `,` `high` `=` $edge_padding_high `,` `interior` `=` $interior_padding attr-dict `:` functional-type(operands, results)",
  ...rule(({ operandTypes: [operand], properties }) => {
    const tensor = asTensor(operand);
    const low = dimsOf(properties, "edge_padding_low") ?? [];
    const high = dimsOf(properties, "edge_padding_high") ?? [];
    const interior = dimsOf(properties, "interior_padding") ?? [];
    if (low.length !== high.length || low.length !== interior.length)
      return wrong(
        "pad_c2",
        "failed to verify that all of {edge_padding_low, edge_padding_high, interior_padding} have same size",
      );
    if (low.length !== tensor.shape.length)
      return wrong(
        "pad_c2",
        `edge_padding_low length (${low.length}) must match operand rank (${tensor.shape.length})`,
      );
    const negative = interior.find((amount) => amount < 0);
    if (negative !== undefined) return wrong("pad_c3", `Interior padding cannot be negative: ${negative}`);
    const shape = tensor.shape.map((extent, at) =>
      extent === DYNAMIC ? DYNAMIC : dilated(extent, (interior[at] ?? 0) + 1) + (low[at] ?? 0) + (high[at] ?? 0),
    );
    const bad = shape.findIndex((extent, at) => extent < 0 && tensor.shape[at] !== DYNAMIC);
    if (bad !== -1) return wrong("pad_c4", `Padding result in negative size for dimension ${bad}`);
    return { types: [tensorType(shape, tensor.elementType)] };
  }),
  fold: foldPad,
  supplies: [speculatableIfStatic],
  example:
    "%2 = stablehlo.pad %0, %1, low = [0, 1], high = [2, 1], interior = [1, 2] : (tensor<2x3xi32>, tensor<i32>) -> tensor<5x9xi32>",
});

/** Source: StableHLO spec, "concatenate". */
export const concatenate = defineOp({
  name: "stablehlo.concatenate",
  summary: "puts tensors one after another along a dimension",
  operands: { inputs: variadic(c.AnyHloTensor) },
  results: { result: c.AnyHloTensor },
  attributes: { dimension: NonNegativeI64 },
  traits: ["NoMemoryEffect", "SameOperandsAndResultElementType"],
  assembly:
    "custom<VariadicOperandWithAttribute>($inputs) `dim` `=` $dimension attr-dict `:` functional-type(operands, results)",
  directives: { VariadicOperandWithAttribute: variadicOperandWithAttribute("inputs", 0) },
  ...rule(({ operandTypes, properties }) => {
    const dimension = properties.entries.find(({ name }) => name === "dimension")?.value;
    return inferConcatenate(operandTypes.map(asTensor), dimension?.kind === "integer" ? Number(dimension.value) : 0);
  }),
  fold: foldConcatenate,
  supplies: [speculatableIfStatic],
  example: "%2 = stablehlo.concatenate %0, %1, dim = 0 : (tensor<3x2xi64>, tensor<1x2xi64>) -> tensor<4x2xi64>",
});

function inferConcatenate(inputs: readonly TensorType[], dimension: number): Verdict {
  const [first] = inputs;
  if (first === undefined) return wrong("concatenate_c3", "expected 1 or more operands, but found 0");
  const rank = first.shape.length;
  if (rank === 0) return wrong("concatenate_c4", "rank-0 values cannot be concatenated");
  if (!inRange(dimension, rank))
    return wrong("concatenate_c4", `dimension ${dimension} is out-of-bounds for input rank ${rank}`);
  const shape = first.shape.slice();
  for (const [at, input] of inputs.entries()) {
    if (at === 0) continue;
    if (input.shape.length !== rank) return wrong("concatenate_c2", `operands (0) and (${at}) do not match rank`);
    for (const [d, extent] of input.shape.entries()) {
      const known = shape[d] ?? DYNAMIC;
      if (d === dimension) shape[d] = known === DYNAMIC || extent === DYNAMIC ? DYNAMIC : known + extent;
      else if (!compatibleExtents(known, extent))
        return wrong(
          "concatenate_c2",
          `shapes of operand (0) and (${at}) are not compatible at non-concat index ${d}: (${shapeList(first.shape)}) != (${shapeList(input.shape)})`,
        );
      else if (known === DYNAMIC) shape[d] = extent;
    }
  }
  return { types: [tensorType(shape, first.elementType)] };
}

/** Source: StableHLO spec, "reverse". */
export const reverse = defineOp({
  name: "stablehlo.reverse",
  summary: "reverses the order of elements along dimensions",
  operands: { operand: c.AnyHloTensor },
  results: { result: c.AnyHloTensor },
  attributes: { dimensions: DenseI64ArrayAttr },
  traits: ["NoMemoryEffect", "SameOperandsAndResultElementType"],
  assembly:
    "$operand `,` `dims` `=` $dimensions attr-dict `:` custom<SameOperandsAndResultType>(type($operand), type($result))",
  directives: { SameOperandsAndResultType: sameOperandsAndResultType("operand", "result") },
  ...rule(
    ({ operandTypes: [operand], properties }) => {
      const dimensions = dimsOf(properties, "dimensions") ?? [];
      const rank = asTensor(operand).shape.length;
      if (hasDuplicates(dimensions))
        return wrong("reverse_c2", `dimensions should be unique. Got: ${dimensions.join(", ")}`);
      for (const dimension of dimensions) {
        if (dimension < 0)
          return wrong("reverse_c3", `all dimensions should be non-negative. Got dimension: ${dimension}.`);
        if (dimension >= rank)
          return wrong("reverse_c3", `all dimensions should be between [0, ${rank}). Got dimension: ${dimension}.`);
      }
      return { types: operand === undefined ? [] : [operand] };
    },
    undefined,
    { own: true },
  ),
  fold: foldReverse,
  supplies: [speculatableIfStatic],
  example: "%1 = stablehlo.reverse %0, dims = [1] : tensor<3x2xi32>",
});

/** Source: StableHLO spec, "dynamic_slice". */
export const dynamicSlice = defineOp({
  name: "stablehlo.dynamic_slice",
  summary: "a slice of known size from a computed start, moved inwards where it would reach over the edge",
  operands: { operand: c.AnyHloTensor, start_indices: variadic(c.ScalarIntTensor) },
  results: { result: c.AnyHloTensor },
  attributes: { slice_sizes: DenseI64ArrayAttr },
  traits: ["Pure"],
  assembly:
    "$operand `,` custom<VariadicOperandWithAttribute>($start_indices) `sizes` `=` $slice_sizes attr-dict `:` functional-type(operands, results)",
  directives: { VariadicOperandWithAttribute: variadicOperandWithAttribute("start_indices", 1) },
  ...rule(({ operandTypes: [operand, ...starts], properties }) => {
    const tensor = asTensor(operand);
    const sizes = dimsOf(properties, "slice_sizes") ?? [];
    if (sizes.length !== starts.length)
      return wrong(
        "dynamic_slice_c2",
        `has mismatched number of slice sizes (${sizes.length}) and number of start indices (${starts.length})`,
      );
    if (starts.length !== tensor.shape.length)
      return wrong(
        "dynamic_slice_c2",
        `has mismatched number of start indices (${starts.length}) and the rank of operand (${tensor.shape.length})`,
      );
    if (starts.some((type) => type !== starts[0]))
      return wrong("dynamic_slice_c3", "start indices must have same element type");
    for (const [at, size] of sizes.entries()) {
      const extent = tensor.shape[at] ?? DYNAMIC;
      if (size < 0) return wrong("dynamic_slice_c4", `has negative size index to dynamic slice: ${size}`);
      if (extent !== DYNAMIC && size > extent)
        return wrong(
          "dynamic_slice_c4",
          `has slice size ${size} greater than dimension size ${extent} in dimension ${at} of operand`,
        );
    }
    return { types: [tensorType(sizes, tensor.elementType)] };
  }),
  fold: foldDynamicSlice,
  example:
    "%3 = stablehlo.dynamic_slice %0, %1, %2, sizes = [2, 2] : (tensor<4x4xi32>, tensor<i64>, tensor<i64>) -> tensor<2x2xi32>",
});

/** Source: StableHLO spec, "dynamic_update_slice". */
export const dynamicUpdateSlice = defineOp({
  name: "stablehlo.dynamic_update_slice",
  summary: "the operand with a slice from a computed start replaced, moved inwards where it would reach over the edge",
  operands: { operand: c.AnyHloTensor, update: c.AnyHloTensor, start_indices: variadic(c.ScalarIntTensor) },
  results: { result: c.AnyHloTensor },
  traits: ["Pure"],
  assembly: "operands attr-dict `:` functional-type(operands, results)",
  ...rule(({ operandTypes: [operand, update, ...starts] }) => {
    const [tensor, part] = [asTensor(operand), asTensor(update)];
    const rank = tensor.shape.length;
    if (part.shape.length !== rank)
      return wrong(
        "dynamic_update_slice_c3",
        `update rank does not match operand rank: ${part.shape.length} vs ${rank}.`,
      );
    if (starts.length !== rank)
      return wrong(
        "dynamic_update_slice_c4",
        `expects number of start_indices to match operand rank: ${starts.length} vs ${rank}.`,
      );
    if (starts.some((type) => type !== starts[0]))
      return wrong("dynamic_update_slice_c5", "start indices must have same element type");
    for (const [at, extent] of tensor.shape.entries()) {
      const size = part.shape[at] ?? DYNAMIC;
      if (extent !== DYNAMIC && size !== DYNAMIC && size > extent)
        return wrong(
          "dynamic_update_slice_c6",
          `expects size at dimension ${at} of update to be in range [0, ${extent}]. Got: ${size}.`,
        );
    }
    return { types: [tensor] };
  }),
  fold: foldDynamicUpdateSlice,
  example:
    "%4 = stablehlo.dynamic_update_slice %0, %1, %2, %3 : (tensor<4x4xi32>, tensor<2x2xi32>, tensor<i64>, tensor<i64>) -> tensor<4x4xi32>",
});

/** Source: StableHLO spec, "dynamic_broadcast_in_dim". */
export const dynamicBroadcastInDim = defineOp({
  name: "stablehlo.dynamic_broadcast_in_dim",
  summary: "broadcast_in_dim to a shape that is computed",
  operands: { operand: c.TensorOrPerAxis, output_dimensions: c.StaticDimensionTensor },
  results: { result: c.TensorOrPerAxis },
  attributes: {
    broadcast_dimensions: DenseI64ArrayAttr,
    known_expanding_dimensions: optionalAttr(DenseI64ArrayAttr),
    known_nonexpanding_dimensions: optionalAttr(DenseI64ArrayAttr),
  },
  traits: ["NoMemoryEffect"],
  assembly:
    "$operand `,` $output_dimensions `,` `dims` `=` $broadcast_dimensions attr-dict `:` functional-type(operands, results)",
  verify: (op, report) => {
    const [operand, result] = [asTensor(op.operand.type), asTensor(op.result.type)];
    const hints = [...(op.known_expanding_dimensions ?? []), ...(op.known_nonexpanding_dimensions ?? [])];
    const stray = hints.find((dimension) => !inRange(dimension, operand.shape.length));
    const found =
      (compatibleElements(operand.elementType, result.elementType)
        ? undefined
        : problem(
            "dynamic_broadcast_in_dim_c1",
            `expects operand and result to have compatible element type. Got: '${typeText(operand)}' and '${typeText(result)}'`,
          )) ??
      checkBroadcast("dynamic_broadcast_in_dim", operand, result, op.broadcast_dimensions) ??
      checkShapeOperand(
        "dynamic_broadcast_in_dim_c7",
        op.output_dimensions,
        result,
        `result rank (${result.shape.length}) is not equal to output_dimensions size (${extentText(asTensor(op.output_dimensions.type).shape[0])})`,
      ) ??
      (hasDuplicates(hints)
        ? problem("dynamic_broadcast_in_dim_c8", "duplicate expansion hint for at least one operand dimension")
        : undefined) ??
      (stray === undefined
        ? undefined
        : problem(
            "dynamic_broadcast_in_dim_c9",
            `hint for expanding dimension ${stray} does not refer to a valid operand dimension`,
          )) ??
      checkKnownBroadcast(operand, knownIntegers(op.output_dimensions), op.broadcast_dimensions);
    if (found !== undefined) report(found.problem, [], found.label);
  },
  example:
    "%2 = stablehlo.dynamic_broadcast_in_dim %0, %1, dims = [2, 1] : (tensor<1x3xi64>, tensor<3xi64>) -> tensor<2x3x2xi64>",
});

/** Source: StableHLO spec, "dynamic_reshape". */
export const dynamicReshape = defineOp({
  name: "stablehlo.dynamic_reshape",
  summary: "reshape to a shape that is computed",
  operands: { operand: c.TensorOrPerAxis, output_shape: c.StaticDimensionTensor },
  results: { result: c.TensorOrPerAxis },
  traits: ["NoMemoryEffect"],
  assembly: "operands attr-dict `:` functional-type(operands, results)",
  verify: check((operation) => {
    const [from, shape] = [operation.opOperand(0).type, operation.opOperand(1)];
    const to = operation.opResult(0).type;
    if (!compatibleElements(asTensor(from).elementType, asTensor(to).elementType))
      return problem(
        "dynamic_reshape_c1",
        `expects operand and result to have compatible element type. Got: '${typeText(from)}' and '${typeText(to)}'`,
      );
    const [have, want] = [elementCountOf(asTensor(to)), elementCountOf(asTensor(from))];
    if (have !== undefined && want !== undefined && have !== want)
      return problem(
        "dynamic_reshape_c2",
        `number of output elements (${have}) doesn't match expected number of elements (${want})`,
      );
    const found = checkShapeOperand(
      "dynamic_reshape_c4",
      shape,
      to,
      "result should have a rank equal to the number of elements in output_shape",
    );
    const known =
      found === undefined ? knownIntegers(shape)?.reduce((product, extent) => product * extent, 1) : undefined;
    return known === undefined || want === undefined || known === want
      ? found
      : problem(
          "dynamic_reshape_c4",
          `output_shape is incompatible with input type of operation: input has ${want} elements, but output_shape has ${known}`,
        );
  }),
  example: "%2 = stablehlo.dynamic_reshape %0, %1 : (tensor<2x3xi64>, tensor<2xi64>) -> tensor<3x2xi64>",
});

/** Source: StableHLO spec, "dynamic_pad". */
export const dynamicPad = defineOp({
  name: "stablehlo.dynamic_pad",
  summary: "pad by amounts that are computed",
  operands: {
    operand: c.AnyHloTensor,
    padding_value: c.ScalarTensor,
    edge_padding_low: c.StaticDimensionTensor,
    edge_padding_high: c.StaticDimensionTensor,
    interior_padding: c.StaticDimensionTensor,
  },
  results: { result: c.AnyHloTensor },
  traits: ["NoMemoryEffect", AllTypesMatch("edge_padding_low", "edge_padding_high", "interior_padding")],
  assembly: "operands attr-dict `:` functional-type(operands, results)",
  verify: (op, report) => {
    const rank = asTensor(op.operand.type).shape.length;
    const size = asTensor(op.edge_padding_low.type).shape[0] ?? DYNAMIC;
    if (!compatibleExtents(size, rank))
      report(`padding operands size (${size}) must match operand rank (${rank})`, [], "dynamic_pad_c2");
    if (asTensor(op.result.type).shape.length !== rank)
      report("failed to verify that all of {operand, result} have same rank", [], "dynamic_pad_c4");
    const found = checkKnownPad(op);
    if (found !== undefined) report(found.problem, [], found.label);
  },
  example:
    "%5 = stablehlo.dynamic_pad %0, %1, %2, %3, %4 : (tensor<2x3xi64>, tensor<i64>, tensor<2xi64>, tensor<2xi64>, tensor<2xi64>) -> tensor<5x9xi64>",
});

/** Not in the specification; kept for old programs. */
export const realDynamicSlice = defineOp({
  name: "stablehlo.real_dynamic_slice",
  summary: "slice with starts, limits and strides that are computed",
  operands: {
    operand: c.AnyHloTensor,
    start_indices: c.DimensionTensor,
    limit_indices: c.DimensionTensor,
    strides: c.DimensionTensor,
  },
  results: { result: c.AnyHloTensor },
  traits: ["NoMemoryEffect", AllTypesMatch("start_indices", "limit_indices", "strides")],
  assembly: "operands attr-dict `:` functional-type(operands, results)",
  verify: (op, report) => {
    const rank = asTensor(op.operand.type).shape.length;
    for (const [name, value] of Object.entries({
      start_indices: op.start_indices,
      limit_indices: op.limit_indices,
      strides: op.strides,
    })) {
      const size = asTensor(value.type).shape[0] ?? DYNAMIC;
      if (!compatibleExtents(size, rank))
        return report(`has mismatched number of operand rank (${rank}) and ${name} size (${size})`);
    }
  },
  example:
    "%4 = stablehlo.real_dynamic_slice %0, %1, %2, %3 : (tensor<256x?xf32>, tensor<2xindex>, tensor<2xindex>, tensor<2xindex>) -> tensor<256x?xf32>",
});

/** Source: StableHLO spec, "get_dimension_size". */
export const getDimensionSize = defineOp({
  name: "stablehlo.get_dimension_size",
  summary: "the extent of a dimension",
  operands: { operand: c.TensorOrPerAxis },
  results: { result: c.I32Tensor },
  attributes: { dimension: NonNegativeI64 },
  traits: ["Pure"],
  assembly: "$operand `,` `dim` `=` $dimension attr-dict `:` functional-type(operands, results)",
  ...rule(({ operandTypes: [operand], properties }) => {
    const rank = asTensor(operand).shape.length;
    const dimension = properties.entries.find(({ name }) => name === "dimension")?.value;
    const value = dimension?.kind === "integer" ? Number(dimension.value) : 0;
    if (!inRange(value, rank))
      return wrong("get_dimension_size_c1", `requires dimension attribute in range [0, ${rank}); found (${value})`);
    return { types: [tensorType([], i32)] };
  }),
  fold: foldGetDimensionSize,
  example: "%1 = stablehlo.get_dimension_size %0, dim = 1 : (tensor<2x3xi64>) -> tensor<i32>",
});

/** Not in the specification; for bounded dynamic shapes. */
export const setDimensionSize = defineOp({
  name: "stablehlo.set_dimension_size",
  summary: "gives a bounded dimension its extent",
  operands: { operand: c.AnyHloTensor, size: c.I32Tensor },
  results: { result: c.AnyHloTensor },
  attributes: { dimension: NonNegativeI64 },
  traits: ["NoMemoryEffect"],
  assembly: "$operand `,` $size `,` `dim` `=` $dimension attr-dict `:` functional-type(operands, results)",
  ...rule(({ operandTypes: [operand, size], properties }) => {
    const tensor = asTensor(operand);
    const rank = tensor.shape.length;
    const dimension = numberOf(properties, "dimension");
    if (asTensor(size).shape.length !== 0) return wrong("set_dimension_size_c1", "size operand should be of rank-0");
    if (!inRange(dimension, rank))
      return wrong("set_dimension_size_c2", `requires dimension attribute in range [0, ${rank}); found (${dimension})`);
    return {
      types: [
        tensorType(
          tensor.shape.map((extent, at) => (at === dimension ? DYNAMIC : extent)),
          tensor.elementType,
        ),
      ],
    };
  }),
  example: "%2 = stablehlo.set_dimension_size %0, %1, dim = 1 : (tensor<4x2xf32>, tensor<i32>) -> tensor<4x2xf32>",
});
