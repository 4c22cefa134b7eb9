/**
 * Operations that move elements. Each checks the shapes that it is asked for and reports what does not fit; what would
 * change nothing is left out.
 */
import { iota as iotaOp } from "../../../../dialects/stablehlo/ops/constant.ts";
import { gather } from "../../../../dialects/stablehlo/ops/gather.ts";
import {
  broadcastInDim,
  concatenate,
  pad as padOp,
  reshape as reshapeOp,
  reverse as reverseOp,
  slice as sliceOp,
  transpose as transposeOp,
} from "../../../../dialects/stablehlo/ops/layout.ts";
import type { Value } from "../../../ir/handle.ts";
import type { DType } from "../../../tensor/dtype.ts";
import { elementCount, equalShapes, permute, type Shape } from "../../../tensor/shape.ts";
import { tensorOf } from "../../../tensor/tensor.ts";
import { dtypeOfValue, type Emitter, extentOf, rankOf, shapeOf, typeOf } from "../emitter.ts";

export function shapeList(shape: readonly (number | bigint)[]): string {
  return `[${shape.join(", ")}]`;
}

/**
 * `value` repeated along the dimensions that it lacks: its dimension `d` is dimension `dimensions[d]` of the result.
 */
export function broadcastInto(emitter: Emitter, value: Value, shape: Shape, dimensions: readonly number[]): Value {
  if (equalShapes(shapeOf(value), shape)) return value;
  return emitter.emit([value], () =>
    broadcastInDim.build({
      operand: value,
      broadcast_dimensions: dimensions,
      resultTypes: [typeOf(shape, dtypeOfValue(value))],
    }),
  );
}

/** `value` broadcast to `shape` by the rules of numpy: aligned at the last dimension, extents of 1 repeat. */
export function broadcastTo(emitter: Emitter, value: Value, shape: Shape): Value {
  const from = shapeOf(value);
  const offset = shape.length - from.length;
  const fits = offset >= 0 && from.every((extent, d) => extent === 1 || extent === shape[d + offset]);
  if (!fits) {
    if (emitter.isPlaceholder(value)) return value;
    return emitter.problem(`expected a shape that broadcasts to ${shapeList(shape)}, found ${shapeList(from)}`);
  }
  return broadcastInto(
    emitter,
    value,
    shape,
    from.map((_, d) => d + offset),
  );
}

/** A vector laid along dimension `d` of `shape`. */
export function broadcastAlong(emitter: Emitter, vector: Value, shape: Shape, d: number): Value {
  const extent = shape[d];
  const [length] = shapeOf(vector);
  if (rankOf(vector) !== 1 || (length !== extent && length !== 1)) {
    if (emitter.isPlaceholder(vector)) return vector;
    return emitter.problem(
      `expected shape [${extent ?? "?"}] to go along dimension ${d} of ${shapeList(shape)}, found ${shapeList(shapeOf(vector))}`,
    );
  }
  return broadcastInto(emitter, vector, shape, [d]);
}

export function reshape(emitter: Emitter, value: Value, shape: Shape): Value {
  if (emitter.isPlaceholder(value) || equalShapes(shapeOf(value), shape)) return value;
  if (elementCount(shape) !== elementCount(shapeOf(value))) {
    return emitter.problem(
      `cannot reshape ${shapeList(shapeOf(value))} to ${shapeList(shape)}: the numbers of elements differ`,
    );
  }
  return emitter.emit([value], () =>
    reshapeOp.build({ operand: value, resultTypes: [typeOf(shape, dtypeOfValue(value))] }),
  );
}

/** Puts extents of 1 in at `axes` of the result. */
export function insertAxes(emitter: Emitter, value: Value, axes: readonly number[]): Value {
  const inserted = new Set(axes);
  const rest = [...shapeOf(value)];
  const rank = rest.length + inserted.size;
  return reshape(
    emitter,
    value,
    Array.from({ length: rank }, (_, d) => (inserted.has(d) ? 1 : (rest.shift() ?? 1))),
  );
}

/** Dimension `d` of the result is dimension `permutation[d]` of `value`. */
export function transpose(emitter: Emitter, value: Value, permutation: readonly number[]): Value {
  if (emitter.isPlaceholder(value) || permutation.every((from, to) => from === to)) return value;
  return emitter.emit([value], () =>
    transposeOp.build({
      operand: value,
      permutation,
      resultTypes: [typeOf(permute(shapeOf(value), permutation), dtypeOfValue(value))],
    }),
  );
}

/** Elements from `starts` up to `limits`, every `strides`-th (positive). The bounds must lie inside the value. */
export function slice(
  emitter: Emitter,
  value: Value,
  starts: readonly number[],
  limits: readonly number[],
  strides: readonly number[] = starts.map(() => 1),
): Value {
  const shape = starts.map((start, d) => Math.max(0, Math.ceil(((limits[d] ?? 0) - start) / (strides[d] ?? 1))));
  if (emitter.isPlaceholder(value) || equalShapes(shape, shapeOf(value))) return value;
  return emitter.emit([value], () =>
    sliceOp.build({
      operand: value,
      start_indices: starts,
      limit_indices: limits.map((limit, d) => Math.max(limit, starts[d] ?? 0)),
      strides,
      resultTypes: [typeOf(shape, dtypeOfValue(value))],
    }),
  );
}

/** Positions `start` up to `limit` of one axis. */
export function sliceAxis(
  emitter: Emitter,
  value: Value,
  axis: number,
  start: number,
  limit: number,
  stride = 1,
): Value {
  const shape = shapeOf(value);
  const along = <T>(at: T, others: (extent: number) => T): T[] =>
    shape.map((extent, d) => (d === axis ? at : others(extent)));
  return slice(
    emitter,
    value,
    along(start, () => 0),
    along(limit, (extent) => extent),
    along(stride, () => 1),
  );
}

export function reverse(emitter: Emitter, value: Value, axes: readonly number[]): Value {
  if (axes.length === 0) return value;
  return emitter.emit([value], () => reverseOp.build({ operand: value, dimensions: axes, resultTypes: [value.type] }));
}

export function concat(emitter: Emitter, values: readonly Value[], axis: number): Value {
  const [first, ...rest] = values;
  if (first === undefined) return emitter.problem("expected at least one input to concatenate");
  if (values.some((value) => emitter.isPlaceholder(value))) return emitter.placeholder();
  if (rest.length === 0) return first;
  const shape = shapeOf(first);
  const misfit = rest.find(
    (value) =>
      value.type !== first.type &&
      (rankOf(value) !== shape.length ||
        dtypeOfValue(value) !== dtypeOfValue(first) ||
        shapeOf(value).some((extent, d) => d !== axis && extent !== shape[d])),
  );
  if (misfit !== undefined) {
    return emitter.problem(
      `cannot concatenate ${shapeList(shape)} of ${dtypeOfValue(first)} and ${shapeList(shapeOf(misfit))} of ${dtypeOfValue(misfit)} along axis ${axis}`,
    );
  }
  const total = values.reduce((sum, value) => sum + extentOf(value, axis), 0);
  return emitter.emit(values, () =>
    concatenate.build({
      inputs: values,
      dimension: axis,
      resultTypes: [
        typeOf(
          shape.map((extent, d) => (d === axis ? total : extent)),
          dtypeOfValue(first),
        ),
      ],
    }),
  );
}

/**
 * `fill` (a scalar) before and after each dimension; negative amounts cut off. `interior` puts that many between
 * neighbours.
 */
export function pad(
  emitter: Emitter,
  value: Value,
  fill: Value,
  low: readonly number[],
  high: readonly number[],
  interior: readonly number[] = low.map(() => 0),
): Value {
  const shape = shapeOf(value).map(
    (extent, d) => extent + Math.max(0, extent - 1) * (interior[d] ?? 0) + (low[d] ?? 0) + (high[d] ?? 0),
  );
  if ([...low, ...high, ...interior].every((amount) => amount === 0)) return value;
  const negative = shape.findIndex((extent) => extent < 0);
  if (negative !== -1)
    return emitter.problem(
      `padding cuts more off dimension ${negative} than the ${extentOf(value, negative)} that it has`,
    );
  return emitter.emit([value, fill], () =>
    padOp.build({
      operand: value,
      padding_value: fill,
      edge_padding_low: low,
      edge_padding_high: high,
      interior_padding: interior,
      resultTypes: [typeOf(shape, dtypeOfValue(value))],
    }),
  );
}

/** The positions along dimension `d`, repeated along the others. */
export function iota(emitter: Emitter, dtype: DType, shape: Shape, d: number): Value {
  return emitter.emit([], () => iotaOp.build({ iota_dimension: d, resultTypes: [typeOf(shape, dtype)] }));
}

/**
 * `indices` (integers from 0) chosen along one axis: the result has their shape in the place of the axis, as numpy's
 * take. Indices outside are clamped, as stablehlo.gather does.
 */
export function take(emitter: Emitter, value: Value, indices: Value, axis: number): Value {
  if (emitter.isPlaceholder(value) || emitter.isPlaceholder(indices)) return emitter.placeholder();
  const shape = shapeOf(value);
  const chosen = shapeOf(indices);
  const result = [...shape.slice(0, axis), ...chosen, ...shape.slice(axis + 1)];
  const offsets = result.map((_, d) => d).filter((d) => d < axis || d >= axis + chosen.length);
  return emitter.emit([value, indices], () =>
    gather.build({
      operand: value,
      start_indices: indices,
      dimension_numbers: {
        offsetDims: offsets,
        collapsedSliceDims: [axis],
        operandBatchingDims: [],
        startIndicesBatchingDims: [],
        startIndexMap: [axis],
        indexVectorDim: chosen.length,
      },
      slice_sizes: shape.map((extent, d) => (d === axis ? 1 : extent)),
      resultTypes: [typeOf(result, dtypeOfValue(value))],
    }),
  );
}

/**
 * `take` at positions that are known: a strided slice where they are evenly spaced, nothing where they are all in
 * order.
 */
export function takeKnown(emitter: Emitter, value: Value, positions: readonly number[], axis: number): Value {
  if (emitter.isPlaceholder(value)) return value;
  const [first, second] = positions;
  if (first === undefined) return sliceAxis(emitter, value, axis, 0, 0);
  const step = second === undefined ? 1 : second - first;
  if (step > 0 && positions.every((position, at) => position === first + at * step)) {
    return sliceAxis(emitter, value, axis, first, (positions.at(-1) ?? first) + 1, step);
  }
  const run = repeatedRun(positions);
  if (run > 1)
    return repeat(
      emitter,
      takeKnown(
        emitter,
        value,
        positions.filter((_, at) => at % run === 0),
        axis,
      ),
      run,
      axis,
    );
  return take(emitter, value, emitter.constant(tensorOf("i32", [positions.length], positions)), axis);
}

/** The largest n such that the positions are runs of n equal ones: 1 where they are not. */
function repeatedRun(positions: readonly number[]): number {
  let run = 1;
  while (run < positions.length && positions[run] === positions[0]) run++;
  return positions.length % run === 0 && positions.every((position, at) => position === positions[at - (at % run)])
    ? run
    : 1;
}

/** Each position of an axis `times` times: a broadcast between two reshapes, which costs no index arithmetic. */
export function repeat(emitter: Emitter, value: Value, times: number, axis: number): Value {
  if (times === 1 || emitter.isPlaceholder(value)) return value;
  const shape = shapeOf(value);
  const wide = [...shape.slice(0, axis + 1), times, ...shape.slice(axis + 1)];
  const broadcast = broadcastInto(
    emitter,
    value,
    wide,
    shape.map((_, d) => (d <= axis ? d : d + 1)),
  );
  return reshape(
    emitter,
    broadcast,
    shape.map((extent, d) => (d === axis ? extent * times : extent)),
  );
}
