/** Strides and offsets of memref types, and the types that views of them have. Source: MLIR, builtin dialect, "MemRefType". */
import { DYNAMIC_INDEX } from "../../src/definition/mixed-index.ts";
import { type AffineMap, evaluateMap } from "../../src/ir/affine.ts";
import { DYNAMIC, type MemRefType, memRefType, stridedLayoutAttribute, type Type } from "../../src/ir/attribute.ts";
import type { SliceLists } from "./slice.ts";

/** In elements; DYNAMIC where unknown. */
export interface StridedLayout {
  readonly offset: number;
  readonly strides: readonly number[];
}

/** Row-major strides; DYNAMIC outward of a dynamic extent. */
export function identityStrides(shape: readonly number[]): readonly number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    strides[d] = stride;
    const extent = shape[d] ?? 1;
    stride = stride === DYNAMIC || extent === DYNAMIC ? DYNAMIC : stride * extent;
  }
  return strides;
}

/** The strided form of a type's layout; undefined for affine maps that are no sum of dims times constants. */
export function stridedLayoutOf(type: MemRefType): StridedLayout | undefined {
  const { layout, shape } = type;
  if (layout === undefined) return { offset: 0, strides: identityStrides(shape) };
  if (layout.kind === "strided-layout") return { offset: layout.offset, strides: layout.strides };
  if (layout.kind !== "affine-map" || layout.map.results.length !== 1 || layout.map.symbolCount > 0) return undefined;
  // A linear function is known by its values at the origin and the unit points; two more points tell whether it is linear at all.
  const { map } = layout;
  const at = (point: readonly number[]): number => evaluateMap(map, point)[0] ?? Number.NaN;
  const offset = at(shape.map(() => 0));
  const strides = shape.map((_, d) => at(shape.map((_extent, other) => (other === d ? 1 : 0))) - offset);
  const isLinear = [7, 64].every(
    (scale) =>
      at(shape.map((_, d) => scale + 3 * d)) ===
      strides.reduce((sum, stride, d) => sum + stride * (scale + 3 * d), offset),
  );
  return isLinear ? { offset, strides } : undefined;
}

const times = (a: number, b: number): number =>
  a === 0 || b === 0 ? 0 : a === DYNAMIC || b === DYNAMIC ? DYNAMIC : a * b;
const plus = (a: number, b: number): number => (a === DYNAMIC || b === DYNAMIC ? DYNAMIC : a + b);
const known = (index: number): number => (index === DYNAMIC_INDEX ? DYNAMIC : index);

/** The type of a subview before any rank reduction. */
export function subviewType(
  source: MemRefType,
  lists: Pick<SliceLists, "static_offsets" | "static_sizes" | "static_strides">,
): MemRefType | undefined {
  const layout = stridedLayoutOf(source);
  if (layout === undefined) return undefined;
  let offset = layout.offset;
  const strides = layout.strides.map((stride, d) => {
    offset = plus(offset, times(known(lists.static_offsets[d] ?? 0), stride));
    return times(known(lists.static_strides[d] ?? 1), stride);
  });
  return memRefType(
    lists.static_sizes.map(known),
    source.elementType,
    stridedLayoutAttribute(offset, strides),
    source.memorySpace,
  );
}

/** The type with dimensions left out, their extents being 1. */
export function withoutDimensions(type: MemRefType, dropped: ReadonlySet<number>): MemRefType {
  const layout = stridedLayoutOf(type);
  const keep = (_: unknown, d: number): boolean => !dropped.has(d);
  return memRefType(
    type.shape.filter(keep),
    type.elementType,
    layout && stridedLayoutAttribute(layout.offset, layout.strides.filter(keep)),
    type.memorySpace,
  );
}

/** The type of `memref.transpose`: dimension d of the result is dimension `permutation[d]` of the source. */
export function transposedType(source: MemRefType, permutation: readonly number[]): MemRefType | undefined {
  const layout = stridedLayoutOf(source);
  if (layout === undefined) return undefined;
  return memRefType(
    permutation.map((d) => source.shape[d] ?? 1),
    source.elementType,
    stridedLayoutAttribute(
      layout.offset,
      permutation.map((d) => layout.strides[d] ?? 1),
    ),
    source.memorySpace,
  );
}

/** Whether two types address the same elements in the same way, however their layouts are written. */
export function sameLayout(a: MemRefType, b: MemRefType): boolean {
  if (a.layout === b.layout) return true;
  const left = stridedLayoutOf(a);
  const right = stridedLayoutOf(b);
  return (
    left !== undefined &&
    right !== undefined &&
    left.offset === right.offset &&
    left.strides.every((stride, d) => stride === right.strides[d])
  );
}

/** Row-major without gaps from its offset on, where all is known: what collapse_shape and bulk copies need. */
export function isContiguous(type: MemRefType): boolean {
  const layout = stridedLayoutOf(type);
  const wanted = identityStrides(type.shape);
  return layout?.strides.every((stride, d) => stride === wanted[d] || type.shape[d] === 1) === true;
}

/** Whether a memref.cast from `from` to `to` may succeed: each extent, stride and the offset equal or unknown on one side. */
export function areCastCompatible(from: Type, to: Type): boolean {
  if (from.kind === "unranked-memref-type" || to.kind === "unranked-memref-type")
    return (
      from.kind !== to.kind &&
      (from.kind === "memref-type" || from.kind === "unranked-memref-type") &&
      (to.kind === "memref-type" || to.kind === "unranked-memref-type") &&
      from.elementType === to.elementType &&
      from.memorySpace === to.memorySpace
    );
  if (from.kind !== "memref-type" || to.kind !== "memref-type") return false;
  if (from.elementType !== to.elementType || from.memorySpace !== to.memorySpace) return false;
  if (from.shape.length !== to.shape.length) return false;
  const agree = (a: number, b: number): boolean => a === b || a === DYNAMIC || b === DYNAMIC;
  if (!from.shape.every((extent, d) => agree(extent, to.shape[d] ?? 0))) return false;
  if (from.layout === to.layout) return true;
  const left = stridedLayoutOf(from);
  const right = stridedLayoutOf(to);
  if (left === undefined || right === undefined) return false;
  return (
    agree(left.offset, right.offset) &&
    // The stride of a dimension of extent 1 is never used.
    left.strides.every((stride, d) => from.shape[d] === 1 || agree(stride, right.strides[d] ?? 0))
  );
}

/** The positions that a permutation map selects. */
export function permutationOf(map: AffineMap): readonly number[] {
  return map.results.map((result) => (result.kind === "dim" ? result.position : 0));
}
