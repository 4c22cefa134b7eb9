/** Matrix products and convolutions. */
import { convolution as convolutionOp, dotGeneral } from "../../../../dialects/stablehlo/ops/dot.ts";
import type { Value } from "../../../ir/handle.ts";
import type { DType } from "../../../tensor/dtype.ts";
import { broadcastShapes } from "../../../tensor/shape.ts";
import { dtypeOfValue, type Emitter, extentOf, rankOf, shapeOf, typeOf } from "../emitter.ts";
import { broadcastTo, reshape, shapeList, transpose } from "./layout.ts";

/** Which dimensions of two tensors go together: `batch[i]` with `batch[i]`, `contract[i]` with `contract[i]`. */
export interface DotDimensions {
  readonly batch: readonly [readonly number[], readonly number[]];
  readonly contract: readonly [readonly number[], readonly number[]];
}

/** stablehlo.dot_general: the result has the batch dimensions, then what is left of `left`, then of `right`. */
export function dot(
  emitter: Emitter,
  left: Value,
  right: Value,
  dimensions: DotDimensions,
  dtype: DType = dtypeOfValue(left),
): Value {
  if (emitter.isPlaceholder(left) || emitter.isPlaceholder(right)) return emitter.placeholder();
  const { batch, contract } = dimensions;
  const pairs = [...batch[0].map((d, at) => [d, batch[1][at]]), ...contract[0].map((d, at) => [d, contract[1][at]])];
  for (const [l, r] of pairs) {
    if (shapeOf(left)[l ?? -1] === shapeOf(right)[r ?? -1]) continue;
    return emitter.problem(
      `cannot multiply ${shapeList(shapeOf(left))} by ${shapeList(shapeOf(right))}: dimensions ${l} and ${r} differ`,
    );
  }
  const rest = (value: Value, side: 0 | 1): number[] =>
    shapeOf(value).filter((_, d) => !batch[side].includes(d) && !contract[side].includes(d));
  const shape = [...batch[0].map((d) => extentOf(left, d)), ...rest(left, 0), ...rest(right, 1)];
  return emitter.emit([left, right], () =>
    dotGeneral.build({
      lhs: left,
      rhs: right,
      dot_dimension_numbers: {
        lhsBatching: batch[0],
        rhsBatching: batch[1],
        lhsContracting: contract[0],
        rhsContracting: contract[1],
      },
      resultTypes: [typeOf(shape, dtype)],
    }),
  );
}

/**
 * numpy's matmul: vectors on either side, batch dimensions that broadcast. One matrix on the right serves the whole
 * batch without a broadcast.
 */
export function matmul(emitter: Emitter, left: Value, right: Value, dtype: DType = dtypeOfValue(left)): Value {
  if (emitter.isPlaceholder(left) || emitter.isPlaceholder(right)) return emitter.placeholder();
  const [leftRank, rightRank] = [rankOf(left), rankOf(right)];
  if (leftRank === 0 || rightRank === 0) return emitter.problem("expected matrices to multiply, found a scalar");
  if (rightRank <= 2) {
    return dot(
      emitter,
      left,
      right,
      { batch: [[], []], contract: [[leftRank - 1], [Math.max(0, rightRank - 2)]] },
      dtype,
    );
  }
  if (leftRank === 1) {
    const product = matmul(emitter, reshape(emitter, left, [1, extentOf(left, 0)]), right, dtype);
    return emitter.isPlaceholder(product)
      ? product
      : reshape(
          emitter,
          product,
          shapeOf(product).filter((_, d) => d !== rankOf(product) - 2),
        );
  }
  const batch = broadcastShapes(shapeOf(left).slice(0, -2), shapeOf(right).slice(0, -2));
  if (batch === undefined) {
    return emitter.problem(
      `cannot multiply ${shapeList(shapeOf(left))} by ${shapeList(shapeOf(right))}: batch dimensions do not broadcast together`,
    );
  }
  const lhs = broadcastTo(emitter, left, [...batch, ...shapeOf(left).slice(-2)]);
  const rhs = broadcastTo(emitter, right, [...batch, ...shapeOf(right).slice(-2)]);
  const dims = batch.map((_, d) => d);
  return dot(emitter, lhs, rhs, { batch: [dims, dims], contract: [[batch.length + 1], [batch.length]] }, dtype);
}

/**
 * A convolution of [batch, channel, ...space] by kernels [out, in / groups, ...space]; one entry a spatial dimension.
 */
export interface ConvolutionWindow {
  readonly strides: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** Steps between input elements: above 1, zeros stand between them (transposed convolution). */
  readonly inputDilations: readonly number[];
  readonly kernelDilations: readonly number[];
  readonly groups: number;
}

/** What a convolution gives along one spatial dimension; at least 0. */
export function convolvedExtent(extent: number, kernel: number, window: ConvolutionWindow, d: number): number {
  const input = extent === 0 ? 0 : (extent - 1) * (window.inputDilations[d] ?? 1) + 1;
  const padded = input + (window.low[d] ?? 0) + (window.high[d] ?? 0);
  const reach = (kernel - 1) * (window.kernelDilations[d] ?? 1) + 1;
  return padded < reach ? 0 : Math.floor((padded - reach) / (window.strides[d] ?? 1)) + 1;
}

/** stablehlo.convolution in ONNX's layout; ranks and channel counts have been checked. */
export function convolution(
  emitter: Emitter,
  input: Value,
  kernel: Value,
  window: ConvolutionWindow,
  dtype: DType = dtypeOfValue(input),
): Value {
  if (emitter.isPlaceholder(input) || emitter.isPlaceholder(kernel)) return emitter.placeholder();
  const [batch = 0, , ...space] = shapeOf(input);
  const [out = 0, , ...kernelSpace] = shapeOf(kernel);
  const extents = space.map((extent, d) => convolvedExtent(extent, kernelSpace[d] ?? 1, window, d));
  const spatial = space.map((_, d) => d + 2);
  return emitter.emit([input, kernel], () =>
    convolutionOp.build({
      lhs: input,
      rhs: kernel,
      window_strides: window.strides,
      padding: window.low.map((low, d) => [low, window.high[d] ?? 0]),
      lhs_dilation: window.inputDilations,
      rhs_dilation: window.kernelDilations,
      dimension_numbers: {
        inputBatch: 0,
        inputFeature: 1,
        inputSpatial: spatial,
        kernelOutputFeature: 0,
        kernelInputFeature: 1,
        kernelSpatial: spatial,
        outputBatch: 0,
        outputFeature: 1,
        outputSpatial: spatial,
      },
      feature_group_count: window.groups,
      batch_group_count: 1,
      resultTypes: [typeOf([batch, out, ...extents], dtype)],
    }),
  );
}

/** The last two dimensions exchanged. */
export function transposeMatrix(emitter: Emitter, value: Value): Value {
  const rank = rankOf(value);
  if (rank < 2) return value;
  return transpose(
    emitter,
    value,
    shapeOf(value).map((_, d) => (d === rank - 2 ? rank - 1 : d === rank - 1 ? rank - 2 : d)),
  );
}
