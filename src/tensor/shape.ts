/**
 * Shapes and the arithmetic of row-major indices. A shape is an array of extents; the empty shape is a scalar. What a hostile program can make
 * absurdly large is answered with `undefined`, never with an exception or a number that has lost its low bits.
 */
import { invariant } from "../support/invariant.ts";

/** Extents, outermost first; each a non-negative safe integer. */
export type Shape = readonly number[];

/** Number of elements, or `undefined` where it (or an extent) is not a safe integer. An extent of 0 makes it 0 whatever the others are. */
export function elementCount(shape: Shape): number | undefined {
  let count = 1;
  let overflow = false;
  for (const extent of shape) {
    if (!Number.isSafeInteger(extent) || extent < 0) return undefined;
    if (extent === 0) return allExtentsValid(shape) ? 0 : undefined;
    count *= extent;
    overflow ||= count > Number.MAX_SAFE_INTEGER;
  }
  return overflow ? undefined : count;
}

function allExtentsValid(shape: Shape): boolean {
  return shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0);
}

/** `elementCount` of a shape that is known to be of something in memory: anything else is a bug. */
export function knownElementCount(shape: Shape): number {
  const count = elementCount(shape);
  invariant(count !== undefined, `shape ${shapeText(shape)} has no element count`);
  return count;
}

/** Row-major strides in elements: the last is 1. Strides over an extent of 0 are what the extents after it give. */
export function rowMajorStrides(shape: Shape): readonly number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    strides[d] = stride;
    stride *= shape[d] ?? 1;
  }
  return strides;
}

/** Row-major position of `index`, which has one entry per dimension. */
export function linearIndex(index: readonly number[], shape: Shape): number {
  invariant(index.length === shape.length, `index of ${index.length} entries into rank ${shape.length}`);
  let linear = 0;
  for (let d = 0; d < shape.length; d++) linear = linear * (shape[d] ?? 0) + (index[d] ?? 0);
  return linear;
}

/** Inverse of `linearIndex`. */
export function multiIndex(linear: number, shape: Shape): number[] {
  const index = new Array<number>(shape.length);
  let rest = linear;
  for (let d = shape.length - 1; d >= 0; d--) {
    const extent = shape[d] ?? 1;
    index[d] = rest % extent;
    rest = Math.floor(rest / extent);
  }
  return index;
}

/**
 * Steps `index` to the next one in row-major order, in place.
 * @returns false after the last one, with `index` back at the first
 */
export function nextIndex(index: number[], shape: Shape): boolean {
  for (let d = shape.length - 1; d >= 0; d--) {
    const next = (index[d] ?? 0) + 1;
    if (next < (shape[d] ?? 0)) {
      index[d] = next;
      return true;
    }
    index[d] = 0;
  }
  return false;
}

/** Whether `index` lies inside `shape`. */
export function inBounds(index: readonly number[], shape: Shape): boolean {
  return index.length === shape.length && index.every((i, d) => i >= 0 && i < (shape[d] ?? 0));
}

export function equalShapes(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((extent, d) => extent === b[d]);
}

/** The shape that `a` and `b` broadcast to, aligned at the innermost dimension (numpy, ONNX); `undefined` where extents differ and neither is 1. */
export function broadcastShapes(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const result = new Array<number>(rank);
  for (let d = 0; d < rank; d++) {
    const left = a[d - rank + a.length] ?? 1;
    const right = b[d - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) return undefined;
    result[d] = left === 1 ? right : left;
  }
  return result;
}

/** Row-major strides by which `from` is read when it is broadcast to `to`: 0 along every dimension that repeats. */
export function broadcastStrides(from: Shape, to: Shape): readonly number[] {
  const strides = rowMajorStrides(from);
  return to.map((extent, d) => {
    const source = d - to.length + from.length;
    const sourceExtent = from[source] ?? 1;
    invariant(
      sourceExtent === extent || sourceExtent === 1,
      `${shapeText(from)} does not broadcast to ${shapeText(to)}`,
    );
    return sourceExtent === 1 ? 0 : (strides[source] ?? 0);
  });
}

/** Reorders per-dimension `items`: entry `d` of the result is entry `permutation[d]` of `items`. */
export function permute<T>(items: readonly T[], permutation: readonly number[]): T[] {
  return permutation.flatMap((d) => items.slice(d, d + 1));
}

/** `[2, 3]` as "2x3"; a scalar as "". */
export function shapeText(shape: Shape): string {
  return shape.join("x");
}
