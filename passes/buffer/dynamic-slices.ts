/**
 * Slices at offsets that are known only when the program runs. A buffer's view has a place known at compile time, so these slices are no
 * views: kernels whose bodies compute where to read.
 */
import * as arith from "../../dialects/arith/ops.ts";
import { buildNest } from "../../dialects/kernel/build.ts";
import { index } from "../../dialects/kernel/ops.ts";
import * as memref from "../../dialects/memref/ops.ts";
import { DYNAMIC_INDEX } from "../../src/definition/mixed-index.ts";
import { identityMap } from "../../src/ir/affine.ts";
import { indexType, integerAttribute, type MemRefType } from "../../src/ir/attribute.ts";
import type { Value } from "../../src/ir/handle.ts";
import type { Rewriter } from "../../src/ir/rewriter.ts";
import { invariant } from "../../src/support/invariant.ts";

/** Where a slice lies in the whole: one entry a dimension of the whole. */
export interface DynamicSlice {
  /** With DYNAMIC_INDEX in the places of `offsets`. */
  readonly staticOffsets: readonly number[];
  readonly offsets: readonly Value[];
  readonly sizes: readonly number[];
  readonly strides: readonly number[];
}

export function isDynamic(staticOffsets: readonly number[]): boolean {
  return staticOffsets.includes(DYNAMIC_INDEX);
}

/** `target` = the slice of `source`; both have all dimensions. */
export function readSlice(rewriter: Rewriter, source: Value, slice: DynamicSlice, target: Value): void {
  const starts = offsetValues(rewriter, slice);
  const { shape, elementType } = memRefTypeOf(target);
  buildNest(rewriter, {
    inputs: [],
    extras: [],
    outs: [{ value: target, map: identityMap(shape.length) }],
    parallel: shape.map(() => true),
    init: undefined,
    combine: (body) => {
      const indices = starts.map((start, dim) => {
        const place = insert(body, index.build({ dim, resultTypes: [indexType] }));
        const stride = slice.strides[dim] ?? 1;
        const step = stride === 1 ? place : insert(body, binary(arith.muli, place, constantIndex(body, stride)));
        return insert(body, binary(arith.addi, start, step));
      });
      return [insert(body, memref.load.build({ memref: source, indices }))];
    },
    accumulators: [elementType],
    finish: undefined,
    location: rewriter.location,
  });
}

/**
 * `target` = `whole` with `source` at the slice, whose strides are 1. One kernel over all of `target` asks of each element whether it lies
 * in the slice: outputs of kernels are written at places that follow from the loops alone.
 */
export function writeSlice(rewriter: Rewriter, whole: Value, source: Value, slice: DynamicSlice, target: Value): void {
  const starts = offsetValues(rewriter, slice);
  const { shape, elementType } = memRefTypeOf(target);
  const map = identityMap(shape.length);
  buildNest(rewriter, {
    inputs: [{ value: whole, map }],
    extras: [],
    outs: [{ value: target, map }],
    parallel: shape.map(() => true),
    init: undefined,
    combine: (body, [kept]) => {
      invariant(kept !== undefined, "a kernel of one input has an element of it");
      const zero = constantIndex(body, 0);
      let inside: Value | undefined;
      const indices = starts.map((start, dim) => {
        const place = insert(body, index.build({ dim, resultTypes: [indexType] }));
        const from = insert(body, binary(arith.subi, place, start));
        // Before the slice the difference is negative: as an unsigned number larger than any size.
        const size = constantIndex(body, slice.sizes[dim] ?? 1);
        const within = insert(body, arith.cmpi.build({ predicate: "ult", lhs: from, rhs: size }));
        inside = inside === undefined ? within : insert(body, binary(arith.andi, inside, within));
        return insert(body, arith.select.build({ condition: within, true_value: from, false_value: zero }));
      });
      const put = insert(body, memref.load.build({ memref: source, indices }));
      if (inside === undefined) return [put];
      return [insert(body, arith.select.build({ condition: inside, true_value: put, false_value: kept }))];
    },
    accumulators: [elementType],
    finish: undefined,
    location: rewriter.location,
  });
}

function offsetValues(rewriter: Rewriter, { staticOffsets, offsets }: DynamicSlice): readonly Value[] {
  let next = 0;
  return staticOffsets.map((offset) => {
    if (offset !== DYNAMIC_INDEX) return constantIndex(rewriter, offset);
    const value = offsets[next++];
    invariant(value !== undefined, "a slice has a value for each dynamic offset");
    return value;
  });
}

function constantIndex(rewriter: Rewriter, value: number): Value {
  return insert(
    rewriter,
    arith.constant.build({ value: integerAttribute(value, indexType), resultTypes: [indexType] }),
  );
}

function binary(
  definition: typeof arith.addi | typeof arith.subi | typeof arith.muli | typeof arith.andi,
  lhs: Value,
  rhs: Value,
) {
  return definition.build({ lhs, rhs });
}

function insert(rewriter: Rewriter, spec: Parameters<Rewriter["insert"]>[0]): Value {
  return rewriter.insert(spec).opResult(0);
}

function memRefTypeOf(value: Value): MemRefType {
  invariant(value.type.kind === "memref-type", "slices are copied between memrefs");
  return value.type;
}
