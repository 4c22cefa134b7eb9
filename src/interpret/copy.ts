/**
 * The one loop that moves elements: from a strided place to a strided place. Broadcasting, transposing, slicing, reversing, padding and
 * concatenating are this loop with different strides (0 repeats, negative runs backwards). Hot: bench/interpret.ts, "transpose".
 */
import { rowMajorStrides, type Shape } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { blankTensor, type Words, wordsOf } from "./numbers.ts";

/** A place in a tensor's memory and how to walk from it, in elements. */
export interface Walk {
  readonly offset: number;
  readonly strides: readonly number[];
}

/** Copies `shape` many elements, walking `from` and `to` by their strides. */
export function copyElements(shape: Shape, from: Words, source: Walk, to: Words, target: Walk): void {
  if (shape.includes(0)) return;
  const { lanes } = from;
  if (shape.length === 0) {
    for (let lane = 0; lane < lanes; lane++)
      to.words[target.offset * lanes + lane] = from.words[source.offset * lanes + lane] ?? 0;
    return;
  }
  const outer = shape.length - 1;
  const extent = shape[outer] ?? 1;
  const step = source.strides[outer] ?? 0;
  const stride = target.strides[outer] ?? 0;
  const index = new Array<number>(outer).fill(0);
  let read = source.offset;
  let write = target.offset;
  for (;;) {
    if (lanes === 1) copyRow(from.words, read, step, to.words, write, stride, extent);
    else copyWideRow(from.words, read, step, to.words, write, stride, extent, lanes);
    let d = outer - 1;
    for (; d >= 0; d--) {
      const next = (index[d] ?? 0) + 1;
      read += source.strides[d] ?? 0;
      write += target.strides[d] ?? 0;
      if (next < (shape[d] ?? 0)) {
        index[d] = next;
        break;
      }
      read -= next * (source.strides[d] ?? 0);
      write -= next * (target.strides[d] ?? 0);
      index[d] = 0;
    }
    if (d < 0) return;
  }
}

type WordArray = Words["words"];

function copyRow(
  from: WordArray,
  read: number,
  step: number,
  to: WordArray,
  write: number,
  stride: number,
  count: number,
): void {
  if (step === 1 && stride === 1 && count > 16) {
    to.set(from.subarray(read, read + count), write);
    return;
  }
  for (let at = 0; at < count; at++) to[write + at * stride] = from[read + at * step] ?? 0;
}

function copyWideRow(
  from: WordArray,
  read: number,
  step: number,
  to: WordArray,
  write: number,
  stride: number,
  count: number,
  lanes: number,
): void {
  for (let at = 0; at < count; at++)
    for (let lane = 0; lane < lanes; lane++)
      to[(write + at * stride) * lanes + lane] = from[(read + at * step) * lanes + lane] ?? 0;
}

/** The tensor of `shape` whose elements are read from `tensor` by a walk. */
export function readStrided(tensor: Tensor, shape: Shape, source: Walk): Tensor {
  const result = blankTensor(tensor.dtype, shape);
  copyElements(shape, wordsOf(tensor), source, wordsOf(result), { offset: 0, strides: rowMajorStrides(shape) });
  return result;
}

/** Writes all of `part` into `tensor` by a walk; `tensor` is under construction. */
export function writeStrided(tensor: Tensor, part: Tensor, target: Walk): void {
  const source = { offset: 0, strides: rowMajorStrides(part.shape) };
  copyElements(part.shape, wordsOf(part), source, wordsOf(tensor), target);
}

/** A tensor of copies of the one element of `scalar`. */
export function filled(shape: Shape, scalar: Tensor): Tensor {
  return readStrided(scalar, shape, { offset: 0, strides: shape.map(() => 0) });
}

/** Dimension `d` of the result is dimension `permutation[d]` of the operand. */
export function transposed(tensor: Tensor, permutation: readonly number[]): Tensor {
  const strides = rowMajorStrides(tensor.shape);
  return readStrided(
    tensor,
    permutation.map((d) => tensor.shape[d] ?? 1),
    { offset: 0, strides: permutation.map((d) => strides[d] ?? 0) },
  );
}

/** Dimension `d` of the operand is dimension `dimensions[d]` of the result; extents of 1 and new dimensions repeat. */
export function broadcastTo(tensor: Tensor, shape: Shape, dimensions: readonly number[]): Tensor {
  const own = rowMajorStrides(tensor.shape);
  const strides = shape.map(() => 0);
  for (const [d, dimension] of dimensions.entries()) if (tensor.shape[d] !== 1) strides[dimension] = own[d] ?? 0;
  return readStrided(tensor, shape, { offset: 0, strides });
}

/** Elements `start`, `start + stride`, ... below `limit`, along each dimension. */
export function sliced(
  tensor: Tensor,
  starts: readonly number[],
  limits: readonly number[],
  strides: readonly number[],
): Tensor {
  const own = rowMajorStrides(tensor.shape);
  const shape = tensor.shape.map((_, d) =>
    Math.max(0, Math.ceil(((limits[d] ?? 0) - (starts[d] ?? 0)) / (strides[d] ?? 1))),
  );
  return readStrided(tensor, shape, {
    offset: own.reduce((offset, stride, d) => offset + stride * (starts[d] ?? 0), 0),
    strides: own.map((stride, d) => stride * (strides[d] ?? 1)),
  });
}

export function reversed(tensor: Tensor, dimensions: readonly number[]): Tensor {
  const own = rowMajorStrides(tensor.shape);
  let offset = 0;
  const strides = own.map((stride, d) => {
    if (!dimensions.includes(d)) return stride;
    offset += stride * ((tensor.shape[d] ?? 1) - 1);
    return -stride;
  });
  return readStrided(tensor, tensor.shape, { offset, strides });
}

/** `tensors` one after another along a dimension. */
export function concatenated(tensors: readonly Tensor[], shape: Shape, dimension: number): Tensor {
  const [first] = tensors;
  const result = blankTensor(first?.dtype ?? "f32", shape);
  const strides = rowMajorStrides(shape);
  let at = 0;
  for (const tensor of tensors) {
    writeStrided(result, tensor, { offset: at * (strides[dimension] ?? 0), strides });
    at += tensor.shape[dimension] ?? 0;
  }
  return result;
}

/** `value` around and between the elements; negative padding cuts. `interior[d]` values stand between neighbours. */
export function padded(
  tensor: Tensor,
  value: Tensor,
  low: readonly number[],
  high: readonly number[],
  interior: readonly number[],
): Tensor {
  const shape = tensor.shape.map((extent, d) => {
    const spread = extent === 0 ? 0 : (extent - 1) * ((interior[d] ?? 0) + 1) + 1;
    return Math.max(0, spread + (low[d] ?? 0) + (high[d] ?? 0));
  });
  const result = filled(shape, value);
  const [own, target] = [rowMajorStrides(tensor.shape), rowMajorStrides(shape)];
  // The part of the operand that lands inside: operand index i goes to low + i * (interior + 1).
  const count: number[] = [];
  let read = 0;
  let write = 0;
  const strides = shape.map((extent, d) => {
    const spacing = (interior[d] ?? 0) + 1;
    const before = low[d] ?? 0;
    const first = before >= 0 ? 0 : Math.ceil(-before / spacing);
    const last = Math.min((tensor.shape[d] ?? 0) - 1, Math.floor((extent - 1 - before) / spacing));
    count.push(Math.max(0, last - first + 1));
    read += first * (own[d] ?? 0);
    write += (before + first * spacing) * (target[d] ?? 0);
    return (target[d] ?? 0) * spacing;
  });
  copyElements(count, wordsOf(tensor), { offset: read, strides: own }, wordsOf(result), { offset: write, strides });
  return result;
}
