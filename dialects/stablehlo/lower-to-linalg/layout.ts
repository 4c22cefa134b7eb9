/** Operations that move elements about: broadcasts, reshapes, transposes, slices, pads, concatenations, counting. */

import { DYNAMIC_INDEX } from "../../../src/definition/mixed-index.ts";
import { add, constant as affineConstant, affineMap, dim, mul } from "../../../src/ir/affine.ts";
import { dictionaryOf, i64, indexType, integerAttribute, tensorType } from "../../../src/ir/attribute.ts";
import type { Value } from "../../../src/ir/handle.ts";
import type { Rewriter } from "../../../src/ir/rewriter.ts";
import type { ConversionPattern } from "../../../src/rewrite/conversion-pattern.ts";
import type { PatternScope } from "../../../src/rewrite/pattern.ts";
import { indexCast } from "../../arith/ops/cast.ts";
import { maxsi, minsi } from "../../arith/ops/integer.ts";
import {
  insertFilled,
  insertIndex,
  insertMapped,
  insertPad,
  insertReshape,
  insertSliceOf,
  insertTranspose,
  tensorTypeOf,
} from "../../linalg/build.ts";
import { concat, extractSlice, insertSlice } from "../../tensor/ops.ts";
import { iota } from "../ops/constant.ts";
import * as hlo from "../ops/layout.ts";
import { lowering, scalarOf } from "./pattern.ts";

const lowerBroadcastInDim = lowering(
  "lower-broadcast-in-dim",
  hlo.broadcastInDim,
  ({ adaptor, operation, rewriter }) => {
    const type = tensorTypeOf(operation.result);
    const source = tensorTypeOf(adaptor.operand);
    const results = operation.broadcast_dimensions.map((d, at) =>
      // A dimension of extent 1 that grows is read at its only place.
      source.shape[at] === 1 && type.shape[d] !== 1 ? affineConstant(0) : dim(d),
    );
    return insertMapped(rewriter, type, [adaptor.operand], [affineMap(type.shape.length, 0, results)], (_, [x]) =>
      x ? [x] : [],
    );
  },
);

const lowerBroadcast = lowering("lower-broadcast", hlo.broadcast, ({ adaptor, operation, rewriter }) => {
  const type = tensorTypeOf(operation.result);
  const added = operation.broadcast_sizes.length;
  const map = affineMap(
    type.shape.length,
    0,
    tensorTypeOf(adaptor.operand).shape.map((_, d) => dim(d + added)),
  );
  return insertMapped(rewriter, type, [adaptor.operand], [map], (_, [x]) => (x ? [x] : []));
});

const lowerReshape = lowering("lower-reshape", hlo.reshape, ({ adaptor, operation, rewriter }) =>
  insertReshape(rewriter, adaptor.operand, tensorTypeOf(operation.result).shape),
);

const lowerTranspose = lowering("lower-transpose", hlo.transpose, ({ adaptor, operation, rewriter }) =>
  insertTranspose(rewriter, adaptor.operand, operation.permutation),
);

const lowerSlice = lowering("lower-slice", hlo.slice, ({ adaptor, operation, rewriter }) =>
  insertSliceOf(
    rewriter,
    adaptor.operand,
    operation.start_indices,
    tensorTypeOf(operation.result).shape,
    operation.strides,
  ),
);

/** What a padding does in order: elements in between, then cutting negative edges, then adding positive ones. */
export interface PaddingAmounts {
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly interior: readonly number[];
}

export function insertGeneralPad(
  rewriter: Rewriter,
  source: Value,
  { low, high, interior }: PaddingAmounts,
  scalar: Value,
): Value {
  const spread = insertInterior(rewriter, source, interior, scalar);
  const { shape } = tensorTypeOf(spread);
  const cut = (amount: number): number => Math.max(0, -amount);
  const sizes = shape.map((extent, d) => Math.max(0, extent - cut(low[d] ?? 0) - cut(high[d] ?? 0)));
  const inner = insertSliceOf(rewriter, spread, low.map(cut), sizes);
  const grow = (amount: number): number => Math.max(0, amount);
  return insertPad(rewriter, inner, low.map(grow), high.map(grow), scalar);
}

/** The source with `interior` elements of `scalar` between neighbours. */
function insertInterior(rewriter: Rewriter, source: Value, interior: readonly number[], scalar: Value): Value {
  if (interior.every((amount) => amount === 0)) return source;
  const type = tensorTypeOf(source);
  const shape = type.shape.map((extent, d) => extent + Math.max(0, extent - 1) * (interior[d] ?? 0));
  const base = insertFilled(rewriter, scalar, tensorType(shape, type.elementType));
  const spec = insertSlice.build({
    source,
    dest: base,
    offsets: [],
    sizes: [],
    strides: [],
    static_offsets: shape.map(() => 0),
    static_sizes: type.shape,
    static_strides: interior.map((amount) => amount + 1),
    resultTypes: [base.type],
  });
  return rewriter.insert(spec).opResult(0);
}

const lowerPad = lowering("lower-pad", hlo.pad, ({ adaptor, operation, rewriter, scope }) =>
  insertGeneralPad(
    rewriter,
    adaptor.operand,
    { low: operation.edge_padding_low, high: operation.edge_padding_high, interior: operation.interior_padding },
    scalarOf(adaptor.padding_value, rewriter, scope),
  ),
);

const lowerConcatenate = lowering("lower-concatenate", hlo.concatenate, ({ adaptor, operation, rewriter }) => {
  const [only, ...others] = adaptor.inputs;
  if (only !== undefined && others.length === 0) return only;
  const spec = concat.build({ inputs: adaptor.inputs, dim: operation.dimension, resultTypes: [operation.result.type] });
  return rewriter.insert(spec).opResult(0);
});

const lowerReverse = lowering("lower-reverse", hlo.reverse, ({ adaptor, operation, rewriter }) =>
  insertReverse(rewriter, adaptor.operand, operation.dimensions),
);

/** The source read backwards along some dimensions. */
export function insertReverse(rewriter: Rewriter, source: Value, dimensions: readonly number[]): Value {
  const type = tensorTypeOf(source);
  const results = type.shape.map((extent, d) =>
    dimensions.includes(d) ? add(mul(dim(d), affineConstant(-1)), affineConstant(extent - 1)) : dim(d),
  );
  return insertMapped(rewriter, type, [source], [affineMap(type.shape.length, 0, results)], (_, [x]) => (x ? [x] : []));
}

const lowerIota = lowering("lower-iota", iota, ({ operation, rewriter }) => {
  const type = tensorTypeOf(operation.output);
  return insertMapped(rewriter, type, [], [], (builder) => {
    const loop = integerAttribute(operation.iota_dimension, i64);
    const index = builder.op("linalg.index", [], indexType, dictionaryOf({ dim: loop }));
    // An index converts to integers; floats go by way of one that is wide enough.
    const integer = type.elementType.kind === "float-type" ? builder.cast(index, i64) : index;
    return [builder.cast(integer, type.elementType)];
  });
});

/** Start indices of a dynamic slice as index values inside their bounds. */
function clampedStarts(
  starts: readonly Value[],
  shape: readonly number[],
  sizes: readonly number[],
  rewriter: Rewriter,
  scope: PatternScope,
): readonly Value[] {
  const zero = insertIndex(rewriter, 0);
  return starts.map((start, d) => {
    const scalar = scalarOf(start, rewriter, scope);
    const index = rewriter.insert(indexCast.build({ in: scalar, resultTypes: [indexType] })).opResult(0);
    const last = insertIndex(rewriter, (shape[d] ?? 0) - (sizes[d] ?? 0));
    const below = rewriter.insert(minsi.build({ lhs: index, rhs: last })).opResult(0);
    return rewriter.insert(maxsi.build({ lhs: below, rhs: zero })).opResult(0);
  });
}

const DYNAMIC_OFFSETS = (rank: number): readonly number[] => new Array<number>(rank).fill(DYNAMIC_INDEX);

const lowerDynamicSlice = lowering(
  "lower-dynamic-slice",
  hlo.dynamicSlice,
  ({ adaptor, operation, rewriter, scope }) => {
    const { shape } = tensorTypeOf(adaptor.operand);
    const sizes = operation.slice_sizes;
    const spec = extractSlice.build({
      source: adaptor.operand,
      offsets: clampedStarts(adaptor.start_indices, shape, sizes, rewriter, scope),
      sizes: [],
      strides: [],
      static_offsets: DYNAMIC_OFFSETS(shape.length),
      static_sizes: sizes,
      static_strides: shape.map(() => 1),
      resultTypes: [operation.result.type],
    });
    return rewriter.insert(spec).opResult(0);
  },
);

const lowerDynamicUpdateSlice = lowering(
  "lower-dynamic-update-slice",
  hlo.dynamicUpdateSlice,
  ({ adaptor, operation, rewriter, scope }) => {
    const { shape } = tensorTypeOf(adaptor.operand);
    const sizes = tensorTypeOf(adaptor.update).shape;
    const spec = insertSlice.build({
      source: adaptor.update,
      dest: adaptor.operand,
      offsets: clampedStarts(adaptor.start_indices, shape, sizes, rewriter, scope),
      sizes: [],
      strides: [],
      static_offsets: DYNAMIC_OFFSETS(shape.length),
      static_sizes: sizes,
      static_strides: shape.map(() => 1),
      resultTypes: [operation.result.type],
    });
    return rewriter.insert(spec).opResult(0);
  },
);

export const layoutPatterns: readonly ConversionPattern[] = [
  lowerBroadcastInDim,
  lowerBroadcast,
  lowerReshape,
  lowerTranspose,
  lowerSlice,
  lowerPad,
  lowerConcatenate,
  lowerReverse,
  lowerIota,
  lowerDynamicSlice,
  lowerDynamicUpdateSlice,
];
