/** Slices by offsets, sizes and strides, as memref.subview and the slices of tensors have them. */
import { DYNAMIC_INDEX } from "../../src/definition/mixed-index.ts";
import type { Report } from "../../src/definition/operation.ts";
import { DYNAMIC } from "../../src/ir/attribute.ts";
import type { Value } from "../../src/ir/handle.ts";

/** The offsets, sizes and strides of one slice. */
export interface SliceLists {
  readonly offsets: readonly Value[];
  readonly sizes: readonly Value[];
  readonly strides: readonly Value[];
  readonly static_offsets: readonly number[];
  readonly static_sizes: readonly number[];
  readonly static_strides: readonly number[];
}

/** Checks that the lists have `rank` entries each, as many values as dynamic places, and stay inside `shape` where that is known. */
export function verifySliceLists(lists: SliceLists, shape: readonly number[], report: Report): boolean {
  const { static_offsets, static_sizes, static_strides } = lists;
  const mismatch = (what: string, other: string, a: number, b: number): void =>
    report(
      `expected mixed ${what} rank to match mixed ${other} rank (${a} vs ${b}) so the rank of the result type is well-formed.`,
    );
  if (static_offsets.length !== static_sizes.length)
    mismatch("offsets", "sizes", static_offsets.length, static_sizes.length);
  else if (static_offsets.length !== static_strides.length)
    mismatch("offsets", "strides", static_offsets.length, static_strides.length);
  else if (static_offsets.length !== shape.length)
    report(`expected ${shape.length} offset values, got ${static_offsets.length}`);
  else if (countsAgree(lists, report)) return verifyInBounds(lists, shape, report);
  return false;
}

function countsAgree(lists: SliceLists, report: Report): boolean {
  for (const name of ["offsets", "sizes", "strides"] as const) {
    const wanted = lists[`static_${name}`].filter((index) => index === DYNAMIC_INDEX).length;
    if (lists[name].length === wanted) continue;
    report(`expected ${wanted} dynamic ${name} values, got ${lists[name].length}`);
    return false;
  }
  for (const size of lists.static_sizes)
    if (size < 0 && size !== DYNAMIC_INDEX) {
      report(`expected sizes to be non-negative, but got ${size}`);
      return false;
    }
  return true;
}

/** Dimensions of unknown extent, and those of size 0, are not looked at. */
function verifyInBounds(lists: SliceLists, shape: readonly number[], report: Report): boolean {
  for (let d = 0; d < shape.length; d++) {
    const extent = shape[d] ?? 0;
    const offset = lists.static_offsets[d] ?? 0;
    const size = lists.static_sizes[d] ?? 0;
    const stride = lists.static_strides[d] ?? 1;
    if (extent === DYNAMIC || offset === DYNAMIC_INDEX || size === 0) continue;
    if (offset < 0 || offset >= extent) {
      report(`offset ${d} is out-of-bounds: ${offset} >= ${extent}`);
      return false;
    }
    if (size === DYNAMIC_INDEX || stride === DYNAMIC_INDEX) continue;
    const last = offset + (size - 1) * stride;
    if (last < 0 || last >= extent) {
      report(`slice along dimension ${d} runs out-of-bounds: ${last} >= ${extent}`);
      return false;
    }
  }
  return true;
}

/**
 * Which dimensions of `full` are left out in `reduced`, all of extent 1; undefined when `reduced` is no rank-reduced version of `full`.
 * Where several choices are possible the first dimensions are kept, as upstream does.
 */
export function droppedDimensions(
  full: readonly number[],
  reduced: readonly number[],
): ReadonlySet<number> | undefined {
  const dropped = new Set<number>();
  let next = 0;
  for (let d = 0; d < full.length; d++) {
    if (next < reduced.length && full[d] === reduced[next]) next++;
    else if (full[d] === 1) dropped.add(d);
    else return undefined;
  }
  return next === reduced.length ? dropped : undefined;
}
