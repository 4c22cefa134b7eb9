/** Builders of what lowerings to linalg make again and again: generic ops, destinations, reshapes. Shapes are static. */

import { type AffineMap, identityMap } from "../../src/ir/affine.ts";
import {
  type Attribute,
  elementTypeOrSelf,
  indexType,
  type TensorType,
  type Type,
  tensorType,
} from "../../src/ir/attribute.ts";
import type { Value } from "../../src/ir/handle.ts";
import type { OperationSpec, Rewriter } from "../../src/ir/rewriter.ts";
import { invariant } from "../../src/support/invariant.ts";
import { constant as arithConstant } from "../arith/ops/compare.ts";
import { findReassociation, type Reassociation } from "../memref/reassociation.ts";
import { collapseShape, empty, expandShape, extractSlice, pad, yieldOp as tensorYield } from "../tensor/ops.ts";
import { type ElementBody, elementBlock, numberAttribute } from "./element-builder.ts";
import { implied, resultTypesOf } from "./named-op.ts";
import { fill } from "./ops/elementwise.ts";
import { generic, transpose as transposeOp } from "./ops/generic.ts";
import type { IteratorType } from "./structured.ts";

export interface GenericParts {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** One an operand, inputs first. */
  readonly maps: readonly AffineMap[];
  readonly iterators: readonly IteratorType[];
  readonly body: ElementBody;
}

export function genericSpec({ inputs, outputs, maps, iterators, body }: GenericParts): OperationSpec {
  const elements = [...inputs, ...outputs].map(({ type }) => elementTypeOrSelf(type));
  return generic.build({
    inputs,
    outputs,
    indexing_maps: maps,
    iterator_types: iterators,
    region: [elementBlock(elements, body)],
    resultTypes: resultTypesOf(outputs),
  });
}

export const parallelLoops = (count: number): readonly IteratorType[] =>
  new Array<IteratorType>(count).fill("parallel");

/** A generic that computes each element of `type` from the elements that the maps select. */
export function insertMapped(
  rewriter: Rewriter,
  type: TensorType,
  inputs: readonly Value[],
  maps: readonly AffineMap[],
  body: ElementBody,
): Value {
  const rank = type.shape.length;
  const output = insertEmpty(rewriter, type);
  const spec = genericSpec({
    inputs,
    outputs: [output],
    maps: [...maps, identityMap(rank)],
    iterators: parallelLoops(rank),
    body,
  });
  return rewriter.insert(spec).opResult(0);
}

export function tensorTypeOf(value: Value): TensorType {
  const { type } = value;
  invariant(type.kind === "tensor-type", "the value is a ranked tensor");
  return type;
}

export function insertEmpty(rewriter: Rewriter, type: TensorType): Value {
  return rewriter.insert(empty.build({ dynamicSizes: [], resultTypes: [type] })).opResult(0);
}

/** A constant of a scalar type, from a number or an attribute of that type. */
export function insertConstant(rewriter: Rewriter, value: number | Attribute, type: Type): Value {
  const attribute = typeof value === "number" ? numberAttribute(value, type) : value;
  return rewriter.insert(arithConstant.build({ value: attribute, resultTypes: [type] })).opResult(0);
}

export function insertIndex(rewriter: Rewriter, value: number): Value {
  return insertConstant(rewriter, value, indexType);
}

/** A new tensor all of whose elements are `scalar`. */
export function insertFilled(rewriter: Rewriter, scalar: Value, type: TensorType): Value {
  const output = insertEmpty(rewriter, type);
  return rewriter
    .insert(fill.build({ inputs: [scalar], outputs: [output], ...implied(fill, [scalar], [output]) }))
    .opResult(0);
}

export function insertZeros(rewriter: Rewriter, type: TensorType): Value {
  return insertFilled(rewriter, insertConstant(rewriter, 0, type.elementType), type);
}

/** The same elements, row-major, in another static shape: one collapse or expansion, or a collapse and an expansion. */
export function insertReshape(rewriter: Rewriter, source: Value, shape: readonly number[]): Value {
  const type = tensorTypeOf(source);
  if (type.shape.length === shape.length && type.shape.every((extent, d) => extent === shape[d])) return source;
  const collapsing = shape.length < type.shape.length ? findReassociation(type.shape, shape) : undefined;
  if (collapsing !== undefined) return insertCollapse(rewriter, source, collapsing, shape);
  const expanding = shape.length > type.shape.length ? findReassociation(shape, type.shape) : undefined;
  if (expanding !== undefined) return insertExpand(rewriter, source, expanding, shape);
  const middle = coarsestCommon(type.shape, shape);
  const outer = findReassociation(type.shape, middle);
  const inner = findReassociation(shape, middle);
  invariant(outer !== undefined && inner !== undefined, "two shapes of one size both collapse to their common shape");
  return insertExpand(rewriter, insertCollapse(rewriter, source, outer, middle), inner, shape);
}

/** The finest shape that both collapse to: dimensions are merged until the products meet. */
function coarsestCommon(a: readonly number[], b: readonly number[]): readonly number[] {
  if (a.includes(0) || b.includes(0)) return [0];
  const common: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    let left = a[i++] ?? 1;
    let right = b[j++] ?? 1;
    while (left !== right) {
      if (left < right) left *= a[i++] ?? 1;
      else right *= b[j++] ?? 1;
    }
    common.push(left);
  }
  return common;
}

export function insertCollapse(
  rewriter: Rewriter,
  source: Value,
  reassociation: Reassociation,
  shape: readonly number[],
): Value {
  const resultTypes = [tensorType(shape, tensorTypeOf(source).elementType)];
  if (shape.length === tensorTypeOf(source).shape.length) return source;
  return rewriter.insert(collapseShape.build({ src: source, reassociation, resultTypes })).opResult(0);
}

export function insertExpand(
  rewriter: Rewriter,
  source: Value,
  reassociation: Reassociation,
  shape: readonly number[],
): Value {
  if (shape.length === tensorTypeOf(source).shape.length) return source;
  const spec = expandShape.build({
    src: source,
    output_shape: [],
    reassociation,
    static_output_shape: shape,
    resultTypes: [tensorType(shape, tensorTypeOf(source).elementType)],
  });
  return rewriter.insert(spec).opResult(0);
}

/** Dimension d of the result is dimension `permutation[d]` of the source. */
export function insertTranspose(rewriter: Rewriter, source: Value, permutation: readonly number[]): Value {
  if (permutation.every((from, d) => from === d)) return source;
  const type = tensorTypeOf(source);
  const output = insertEmpty(
    rewriter,
    tensorType(
      permutation.map((d) => type.shape[d] ?? 1),
      type.elementType,
    ),
  );
  const spec = transposeOp.build({
    input: source,
    init: output,
    permutation,
    ...implied(transposeOp, [source], [output]),
  });
  return rewriter.insert(spec).opResult(0);
}

/** `low` and `high` elements of `scalar` around the source, a dimension each; amounts are not negative. */
export function insertPad(
  rewriter: Rewriter,
  source: Value,
  low: readonly number[],
  high: readonly number[],
  scalar: Value,
): Value {
  if (low.every((amount) => amount === 0) && high.every((amount) => amount === 0)) return source;
  const type = tensorTypeOf(source);
  const shape = type.shape.map((extent, d) => extent + (low[d] ?? 0) + (high[d] ?? 0));
  const spec = pad.build({
    source,
    low: [],
    high: [],
    static_low: low,
    static_high: high,
    region: [
      {
        arguments: shape.map(() => indexType),
        build: (inner) => {
          inner.insert(tensorYield.build({ value: scalar }));
        },
      },
    ],
    resultTypes: [tensorType(shape, type.elementType)],
  });
  return rewriter.insert(spec).opResult(0);
}

/** The elements at static offsets, sizes and strides. */
export function insertSliceOf(
  rewriter: Rewriter,
  source: Value,
  offsets: readonly number[],
  sizes: readonly number[],
  strides: readonly number[] = sizes.map(() => 1),
): Value {
  const type = tensorTypeOf(source);
  if (sizes.every((size, d) => size === type.shape[d] && offsets[d] === 0 && strides[d] === 1)) return source;
  const spec = extractSlice.build({
    source,
    offsets: [],
    sizes: [],
    strides: [],
    static_offsets: offsets,
    static_sizes: sizes,
    static_strides: strides,
    resultTypes: [tensorType(sizes, type.elementType)],
  });
  return rewriter.insert(spec).opResult(0);
}
