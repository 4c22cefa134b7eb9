/** Elements of one array copied to another, both addressed by a stride a dimension: slices, transposes, concatenations, paddings. */
import type { Storage } from "./dtype.ts";
import { rowMajorStrides, type Shape } from "./shape.ts";

/** How elements of `data` are addressed: element (i, j, ...) is slot `(offset + i * strides[0] + j * strides[1] + ...) * slots`. */
export interface Strided {
  readonly data: Storage;
  /** In elements. */
  readonly offset: number;
  readonly strides: readonly number[];
}

/** The whole of a row-major array. */
export function rowMajor(data: Storage, shape: Shape): Strided {
  return { data, offset: 0, strides: rowMajorStrides(shape) };
}

/**
 * Copies the elements of a box of `shape` from one array to the other, which have the same kind of storage.
 * @param slots storage slots an element: 2 for complex types
 */
export function copyStrided(from: Strided, to: Strided, shape: Shape, slots = 1): void {
  if (shape.includes(0)) return;
  const rank = shape.length;
  const inner = rank === 0 ? 1 : (shape[rank - 1] ?? 1);
  const fromStep = rank === 0 ? 0 : (from.strides[rank - 1] ?? 0);
  const toStep = rank === 0 ? 0 : (to.strides[rank - 1] ?? 0);
  const index = new Array<number>(Math.max(0, rank - 1)).fill(0);
  let source = from.offset;
  let target = to.offset;
  for (;;) {
    copyRow(from.data, to.data, source * slots, target * slots, inner, fromStep, toStep, slots);
    let d = rank - 2;
    for (; d >= 0; d--) {
      const next = (index[d] ?? 0) + 1;
      source += from.strides[d] ?? 0;
      target += to.strides[d] ?? 0;
      if (next < (shape[d] ?? 0)) {
        index[d] = next;
        break;
      }
      source -= next * (from.strides[d] ?? 0);
      target -= next * (to.strides[d] ?? 0);
      index[d] = 0;
    }
    if (d < 0) return;
  }
}

function copyRow(
  from: Storage,
  to: Storage,
  source: number,
  target: number,
  count: number,
  fromStep: number,
  toStep: number,
  slots: number,
): void {
  if (slots === 1) {
    for (let i = 0; i < count; i++) to[target + i * toStep] = from[source + i * fromStep] ?? 0;
    return;
  }
  for (let i = 0; i < count; i++)
    for (let slot = 0; slot < slots; slot++)
      to[target + i * toStep * slots + slot] = from[source + i * fromStep * slots + slot] ?? 0;
}
