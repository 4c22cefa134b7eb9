/**
 * Reductions and windows with a body that is one known operation, as loops over typed arrays. The order is the reference's: starting from
 * the init value, elements are combined one after another in row-major order, each intermediate result rounded to the type.
 * Hot: bench/interpret.ts, "reduce" and "pooling".
 */
import { type DType, isBigInt } from "../tensor/dtype.ts";
import { knownElementCount, rowMajorStrides, type Shape } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type BinaryKernel, elementClass, integerFacts } from "./elementwise.ts";
import {
  bigsOf,
  blankTensor,
  isBigArray,
  type NumberArray,
  numbersOf,
  rounding,
  tensorFromWork,
  workArray,
} from "./numbers.ts";

/** What combines an accumulator with an element, on the storage of one type. */
export type Combine<T> = (accumulator: T, element: T) => T;

/** The function of a kernel for a type of up to 32 bits or a float, rounded where storing does not do it. */
export function numberCombiner(kernel: BinaryKernel, dtype: DType): Combine<number> | undefined {
  const facts = integerFacts(dtype);
  switch (elementClass(dtype)) {
    case "float": {
      const { float } = kernel;
      const round = rounding(dtype);
      return round === undefined || float === undefined ? float : (a, b) => round(float(a, b));
    }
    case "boolean":
      return kernel.boolean;
    case "integer": {
      const { integer } = kernel;
      return integer && ((a, b) => integer(a, b, facts));
    }
    default:
      return undefined;
  }
}

/** Walks over an input in row-major order with the place of each element in an output. */
function forEachRow(
  shape: Shape,
  targets: readonly number[],
  visit: (read: number, write: number, step: number, count: number) => void,
): void {
  const total = knownElementCount(shape);
  if (total === 0) return;
  const last = shape.length - 1;
  const count = shape[last] ?? 1;
  const step = targets[last] ?? 0;
  const index = new Array<number>(Math.max(0, last)).fill(0);
  let write = 0;
  for (let read = 0; read < total; read += count) {
    visit(read, write, step, count);
    for (let d = last - 1; d >= 0; d--) {
      const next = (index[d] ?? 0) + 1;
      write += targets[d] ?? 0;
      if (next < (shape[d] ?? 0)) {
        index[d] = next;
        break;
      }
      write -= next * (targets[d] ?? 0);
      index[d] = 0;
    }
  }
}

/** Reduces along `dimensions`. Undefined where the kernel has no function for the type: then the body must be run. */
export function reduceTensor(
  input: Tensor,
  init: Tensor,
  dimensions: readonly number[],
  kernel: BinaryKernel,
): Tensor | undefined {
  const { dtype, shape } = input;
  if (init.dtype !== dtype) return undefined;
  const kept = shape.filter((_, d) => !dimensions.includes(d));
  const strides = rowMajorStrides(kept);
  let next = 0;
  const targets = shape.map((_, d) => (dimensions.includes(d) ? 0 : (strides[next++] ?? 0)));
  if (isBigInt(dtype)) return reduceBigs(input, init, kept, targets, kernel);
  const combine = numberCombiner(kernel, dtype);
  if (combine === undefined) return undefined;
  const values = numbersOf(input);
  const out = workArray(dtype, knownElementCount(kept));
  out.fill(Number(numbersOf(init)[0]));
  forEachRow(shape, targets, (read, write, step, count) => {
    for (let at = 0; at < count; at++)
      out[write + at * step] = combine(out[write + at * step] ?? 0, values[read + at] ?? 0);
  });
  return tensorFromWork(dtype, kept, out);
}

function reduceBigs(
  input: Tensor,
  init: Tensor,
  kept: Shape,
  targets: readonly number[],
  kernel: BinaryKernel,
): Tensor | undefined {
  const { big } = kernel;
  if (big === undefined) return undefined;
  const facts = integerFacts(input.dtype);
  const values = bigsOf(input);
  const result = blankTensor(input.dtype, kept);
  const { data } = result;
  if (!isBigArray(data)) return undefined;
  data.fill(bigsOf(init)[0] ?? 0n);
  forEachRow(input.shape, targets, (read, write, step, count) => {
    for (let at = 0; at < count; at++)
      data[write + at * step] = big(data[write + at * step] ?? 0n, values[read + at] ?? 0n, facts);
  });
  return result;
}

/** One dimension of a window over a base that may be dilated and padded. */
export interface WindowExtent {
  readonly size: number;
  readonly stride: number;
  readonly low: number;
  readonly baseDilation: number;
  readonly windowDilation: number;
}

/**
 * For each dimension, output place and window place: the base index that is read there, or -1 for padding and holes. Row-major over
 * (output place, window place).
 */
export function windowReads(shape: Shape, output: Shape, window: readonly WindowExtent[]): readonly Int32Array[] {
  return window.map(({ size, stride, low, baseDilation, windowDilation }, d) => {
    const reads = new Int32Array((output[d] ?? 0) * size);
    const extent = shape[d] ?? 0;
    for (let place = 0; place < (output[d] ?? 0); place++)
      for (let tap = 0; tap < size; tap++) {
        const at = place * stride + tap * windowDilation - low;
        const index = at / baseDilation;
        reads[place * size + tap] = Number.isInteger(index) && index >= 0 && index < extent ? index : -1;
      }
    return reads;
  });
}

/**
 * Combines the elements of each window place. Undefined where the kernel has no function for the type. Taps are the outer loop, so that
 * the inner one runs over neighbouring results; each result still meets its taps in row-major order.
 */
export function reduceWindows(
  input: Tensor,
  init: Tensor,
  output: Shape,
  window: readonly WindowExtent[],
  kernel: BinaryKernel,
): Tensor | undefined {
  const { dtype, shape } = input;
  const combine = init.dtype === dtype ? numberCombiner(kernel, dtype) : undefined;
  if (combine === undefined) return undefined;
  const values = numbersOf(input);
  const start = Number(numbersOf(init)[0]);
  const out = workArray(dtype, knownElementCount(output));
  out.fill(start);
  const reads = windowReads(shape, output, window);
  const strides = rowMajorStrides(shape);
  const taps = window.map(({ size }) => size);
  const tap = new Int32Array(shape.length);
  const tapCount = taps.reduce((count, size) => count * size, 1);
  for (let t = 0; t < tapCount; t++) {
    unravel(t, taps, tap);
    const offsets = output.map((extent, d) => {
      const stride = strides[d] ?? 0;
      return Int32Array.from({ length: extent }, (_, place) => {
        const index = reads[d]?.[place * (taps[d] ?? 1) + (tap[d] ?? 0)] ?? -1;
        return index < 0 ? -1 : index * stride;
      });
    });
    combineTap(out, values, start, output, offsets, combine);
  }
  return tensorFromWork(dtype, output, out);
}

/** Combines every result with what one tap reads; -1 in `offsets` is padding, which reads the init value. */
function combineTap(
  out: NumberArray,
  values: NumberArray,
  start: number,
  output: Shape,
  offsets: readonly Int32Array[],
  combine: Combine<number>,
): void {
  const row = offsets[offsets.length - 1] ?? Int32Array.of(0);
  const outer = output.slice(0, -1);
  const place = new Int32Array(outer.length);
  for (let at = 0, line = 0; at < out.length; at += row.length, line++) {
    unravel(line, outer, place);
    let base = 0;
    let outside = false;
    for (let d = 0; d < place.length; d++) {
      const offset = offsets[d]?.[place[d] ?? 0] ?? -1;
      if (offset < 0) outside = true;
      else base += offset;
    }
    for (let p = 0; p < row.length; p++) {
      const offset = row[p] ?? -1;
      const element = outside || offset < 0 ? start : (values[base + offset] ?? 0);
      out[at + p] = combine(out[at + p] ?? 0, element);
    }
  }
}

/** The multi-dimensional index of `linear`, into `index`. */
export function unravel(linear: number, shape: Shape, index: Int32Array): void {
  let rest = linear;
  for (let d = shape.length - 1; d >= 0; d--) {
    const extent = shape[d] ?? 1;
    index[d] = rest % extent;
    rest = (rest - (index[d] ?? 0)) / extent;
  }
}
