/** Reshapes, slices and casts that need not be. Cases as in upstream's TensorOps.cpp. */
import { DYNAMIC_INDEX } from "../../src/definition/mixed-index.ts";
import type { ViewOf } from "../../src/definition/operation.ts";
import { DYNAMIC, hasStaticShape, isShaped, type TensorType, type Type } from "../../src/ir/attribute.ts";
import type { Value } from "../../src/ir/handle.ts";
import { definePattern, noMatch, type PatternScope, type RewritePattern } from "../../src/rewrite/pattern.ts";
import { findReassociation, type Reassociation } from "../memref/reassociation.ts";
import * as ops from "./ops.ts";

type Slice = Pick<
  ViewOf<typeof ops.extractSlice>,
  "static_offsets" | "static_sizes" | "static_strides" | "offsets" | "sizes" | "strides"
>;

const staticType = (type: Type): TensorType | undefined =>
  type.kind === "tensor-type" && hasStaticShape(type) ? type : undefined;

/** Whether a slice takes all of a tensor of this type. */
function isWhole({ static_offsets, static_sizes, static_strides }: Slice, type: Type): boolean {
  const shape = isShaped(type) ? type.shape : [];
  return (
    static_offsets.every((offset) => offset === 0) &&
    static_strides.every((stride) => stride === 1) &&
    static_sizes.every((size, d) => size === shape[d] && size !== DYNAMIC_INDEX)
  );
}

/** Whether two slices name the same elements: equal constants and the same values. */
function sameSlice(a: Slice, b: Slice): boolean {
  const equal = (x: readonly number[], y: readonly number[]): boolean =>
    x.length === y.length && x.every((n, at) => n === y[at]);
  const same = (x: readonly Value[], y: readonly Value[]): boolean =>
    x.length === y.length && x.every((value, at) => y[at]?.is(value) === true);
  return (
    equal(a.static_offsets, b.static_offsets) && equal(a.static_sizes, b.static_sizes) &&
    equal(a.static_strides, b.static_strides) && same(a.offsets, b.offsets) && same(a.sizes, b.sizes) &&
    same(a.strides, b.strides)
  ); // biome-ignore format: a conjunction
}

/** The groups of two reshapes in the same direction, `inner` over the dimensions that `outer` groups. */
function composed(outer: Reassociation, inner: Reassociation): Reassociation {
  return outer.map((group) => group.flatMap((d) => inner[d] ?? []));
}

/** collapse_shape (collapse_shape x) becomes one collapse_shape */
const mergeCollapses = definePattern({
  name: "merge-collapses",
  root: ops.collapseShape,
  rewrite: (op, rewriter) => {
    const inner = ops.collapseShape.cast(op.src.definition);
    if (inner === undefined) return noMatch("the source is no collapse_shape");
    const reassociation = composed(op.reassociation, inner.reassociation);
    return rewriter.replaceWith(
      op,
      ops.collapseShape.build({ src: inner.src, reassociation, resultTypes: [op.result.type] }),
    );
  },
});

/** expand_shape (expand_shape x) becomes one expand_shape */
const mergeExpansions = definePattern({
  name: "merge-expansions",
  root: ops.expandShape,
  rewrite: (op, rewriter) => {
    const inner = ops.expandShape.cast(op.src.definition);
    if (inner === undefined) return noMatch("the source is no expand_shape");
    const spec = ops.expandShape.build({
      src: inner.src,
      output_shape: op.output_shape,
      reassociation: composed(inner.reassociation, op.reassociation),
      static_output_shape: op.static_output_shape,
      resultTypes: [op.result.type],
    });
    return rewriter.replaceWith(op, spec);
  },
});

/** What a reshape to `to` of a reshape of `source` is: nothing, or one reshape. Static shapes only. */
function direct(source: Value, to: TensorType) {
  const from = staticType(source.type);
  if (from === undefined) return undefined;
  if (from === to) return source;
  const shrinks = to.shape.length < from.shape.length;
  const [larger, smaller] = shrinks ? [from.shape, to.shape] : [to.shape, from.shape];
  const reassociation = larger.length === smaller.length ? undefined : findReassociation(larger, smaller);
  if (reassociation === undefined) return undefined;
  const parts = { src: source, reassociation, resultTypes: [to] };
  return shrinks
    ? ops.collapseShape.build(parts)
    : ops.expandShape.build({ ...parts, output_shape: [], static_output_shape: to.shape });
}

const NOT_DIRECT = noMatch("no single reshape leads from the source to the result");

/** collapse_shape (expand_shape x) becomes x, or one reshape */
const collapseOfExpansion = definePattern({
  name: "collapse-of-expansion",
  root: ops.collapseShape,
  rewrite: (op, rewriter) => {
    const inner = ops.expandShape.cast(op.src.definition);
    const to = staticType(op.result.type);
    const made = inner && to && direct(inner.src, to);
    if (made === undefined) return NOT_DIRECT;
    return "view" in made ? rewriter.replace(op, [made]) : rewriter.replaceWith(op, made);
  },
});

/** expand_shape (collapse_shape x) becomes x, or one reshape */
const expansionOfCollapse = definePattern({
  name: "expansion-of-collapse",
  root: ops.expandShape,
  rewrite: (op, rewriter) => {
    const inner = ops.collapseShape.cast(op.src.definition);
    const to = staticType(op.result.type);
    const made = inner && to && direct(inner.src, to);
    if (made === undefined) return NOT_DIRECT;
    return "view" in made ? rewriter.replace(op, [made]) : rewriter.replaceWith(op, made);
  },
});

/** extract_slice of all of x becomes x; of what insert_slice put there, the inserted */
const extractSliceOfKnown = definePattern({
  name: "extract-slice-of-known",
  root: ops.extractSlice,
  rewrite: (op, rewriter) => {
    const { type } = op.result;
    if (op.source.type === type && isWhole(op, type)) return rewriter.replace(op, [op.source]);
    const inserted = ops.insertSlice.cast(op.source.definition);
    if (inserted === undefined || inserted.source.type !== type || !sameSlice(op, inserted))
      return noMatch("neither all of the source nor what was inserted");
    return rewriter.replace(op, [inserted.source]);
  },
});

/** insert_slice of x over all of the destination becomes x */
const insertWholeSlice = definePattern({
  name: "insert-whole-slice",
  root: ops.insertSlice,
  rewrite: (op, rewriter) => {
    if (op.source.type !== op.result.type || !isWhole(op, op.result.type))
      return noMatch("a part of the destination stays");
    return rewriter.replace(op, [op.source]);
  },
});

/** pad x by nothing becomes x */
const padByNothing = definePattern({
  name: "pad-by-nothing",
  root: ops.pad,
  rewrite: (op, rewriter) => {
    if (op.nofold || op.source.type !== op.result.type || staticType(op.result.type) === undefined)
      return noMatch("it pads, or must not be folded");
    return rewriter.replace(op, [op.source]);
  },
});

/** concat x becomes x */
const concatOfOne = definePattern({
  name: "concat-of-one",
  root: ops.concat,
  rewrite: (op, rewriter) => {
    const [only, ...others] = op.inputs;
    if (only === undefined || others.length > 0 || only.type !== op.result.type) return noMatch("several inputs");
    return rewriter.replace(op, [only]);
  },
});

/** cast (cast x) becomes one cast where the type between knows nothing that the others don't */
const mergeCasts = definePattern({
  name: "merge-casts",
  root: ops.cast,
  rewrite: (op, rewriter) => {
    const inner = ops.cast.cast(op.source.definition);
    if (inner === undefined) return noMatch("the source is no cast");
    const [from, between, to] = [inner.source.type, op.source.type, op.dest.type];
    const isSafe =
      from.kind === "tensor-type" &&
      to.kind === "tensor-type" &&
      ops.areCastCompatible(from, to) &&
      (between.kind !== "tensor-type" ||
        between.shape.every((extent, d) => extent === DYNAMIC || from.shape[d] === extent || to.shape[d] === extent));
    if (!isSafe) return noMatch("the type between tells more than the two others");
    if (from === to) return rewriter.replace(op, [inner.source]);
    return rewriter.replaceWith(op, ops.cast.build({ source: inner.source, resultTypes: [to] }));
  },
});

const indexOf = (value: Value, scope: PatternScope): number | undefined => {
  const constant = scope.constantOf(value);
  return constant?.kind === "integer" ? Number(constant.value) : undefined;
};

/** dim (empty n) becomes n */
const extentOfEmpty = definePattern({
  name: "extent-of-empty",
  root: ops.dim,
  rewrite: (op, rewriter, scope) => {
    const empty = ops.empty.cast(op.source.definition);
    const d = indexOf(op.index, scope);
    const shape = op.source.type.kind === "tensor-type" ? op.source.type.shape : [];
    if (empty === undefined || d === undefined || shape[d] !== DYNAMIC)
      return noMatch("no dynamic extent of tensor.empty");
    const extent = empty.dynamicSizes[shape.slice(0, d).filter((other) => other === DYNAMIC).length];
    return extent === undefined ? noMatch("no such extent") : rewriter.replace(op, [extent]);
  },
});

/** extract (from_elements ...) becomes the element */
const extractFromElements = definePattern({
  name: "extract-from-elements",
  root: ops.extract,
  rewrite: (op, rewriter, scope) => {
    const made = ops.fromElements.cast(op.tensor.definition);
    const type = staticType(op.tensor.type);
    if (made === undefined || type === undefined) return noMatch("the tensor is not made of elements");
    let at = 0;
    for (const [d, index] of op.indices.entries()) {
      const known = indexOf(index, scope);
      const extent = type.shape[d] ?? 0;
      if (known === undefined || known < 0 || known >= extent) return noMatch("an index is not known");
      at = at * extent + known;
    }
    const element = made.elements[at];
    return element === undefined ? noMatch("no such element") : rewriter.replace(op, [element]);
  },
});

export const tensorCanonicalizations: readonly RewritePattern[] = [
  mergeCollapses,
  mergeExpansions,
  collapseOfExpansion,
  expansionOfCollapse,
  extractSliceOfKnown,
  insertWholeSlice,
  padByNothing,
  concatOfOne,
  mergeCasts,
  extentOfEmpty,
  extractFromElements,
];
