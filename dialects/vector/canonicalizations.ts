/** Rearrangements of vectors that need not be, and elements of vectors whose making is known. Cases as in upstream's VectorOps.cpp. */
import { isShaped } from "../../src/ir/attribute.ts";
import { definePattern, noMatch, type RewritePattern } from "../../src/rewrite/pattern.ts";
import * as ops from "./ops.ts";

/** broadcast x to its own type becomes x */
const broadcastToItself = definePattern({
  name: "broadcast-to-itself",
  root: ops.broadcast,
  rewrite: (op, rewriter) =>
    op.source.type === op.vector.type ? rewriter.replace(op, [op.source]) : noMatch("another type"),
});

/** extract (broadcast x), (from_elements ...) or (insert x) at the same place becomes x */
const extractFromKnown = definePattern({
  name: "extract-from-known",
  root: ops.extract,
  rewrite: (op, rewriter) => {
    const source = op.source.definition;
    const broadcast = ops.broadcast.cast(source);
    if (broadcast !== undefined && broadcast.source.type === op.result.type)
      return rewriter.replace(op, [broadcast.source]);
    if (op.dynamic_position.length > 0 || op.static_position.some((index) => index < 0))
      return noMatch("the position is not known");
    const inserted = ops.insert.cast(source);
    if (
      inserted !== undefined &&
      inserted.valueToStore.type === op.result.type &&
      samePosition(inserted, op.static_position)
    )
      return rewriter.replace(op, [inserted.valueToStore]);
    const shape = isShaped(op.source.type) ? op.source.type.shape : [];
    const elements = ops.fromElements.cast(source)?.elements;
    if (elements === undefined || op.static_position.length !== shape.length)
      return noMatch("how it was made is not known");
    const element = elements[op.static_position.reduce((at, index, d) => at * (shape[d] ?? 1) + index, 0)];
    return element === undefined ? noMatch("no such element") : rewriter.replace(op, [element]);
  },
});

function samePosition(
  {
    static_position,
    dynamic_position,
  }: { readonly static_position: readonly number[]; readonly dynamic_position: readonly unknown[] },
  position: readonly number[],
): boolean {
  return (
    dynamic_position.length === 0 &&
    static_position.length === position.length &&
    static_position.every((index, d) => index === position[d])
  );
}

/** shape_cast (shape_cast x) becomes one, and to x's own type none */
const mergeShapeCasts = definePattern({
  name: "merge-shape-casts",
  root: ops.shapeCast,
  rewrite: (op, rewriter) => {
    if (op.source.type === op.result.type) return rewriter.replace(op, [op.source]);
    const inner = ops.shapeCast.cast(op.source.definition);
    if (inner === undefined) return noMatch("the source is no shape_cast");
    if (inner.source.type === op.result.type) return rewriter.replace(op, [inner.source]);
    return rewriter.replaceWith(op, ops.shapeCast.build({ source: inner.source, resultTypes: [op.result.type] }));
  },
});

/** bitcast (bitcast x) becomes one, and to x's own type none */
const mergeBitcasts = definePattern({
  name: "merge-bitcasts",
  root: ops.bitcast,
  rewrite: (op, rewriter) => {
    if (op.source.type === op.result.type) return rewriter.replace(op, [op.source]);
    const inner = ops.bitcast.cast(op.source.definition);
    if (inner === undefined) return noMatch("the source is no bitcast");
    if (inner.source.type === op.result.type) return rewriter.replace(op, [inner.source]);
    return rewriter.replaceWith(op, ops.bitcast.build({ source: inner.source, resultTypes: [op.result.type] }));
  },
});

/** transpose (transpose x) becomes one, and in x's own order none */
const mergeTransposes = definePattern({
  name: "merge-transposes",
  root: ops.transpose,
  rewrite: (op, rewriter) => {
    const isIdentity = (permutation: readonly number[]): boolean => permutation.every((from, d) => from === d);
    if (isIdentity(op.permutation)) return rewriter.replace(op, [op.vector]);
    const inner = ops.transpose.cast(op.vector.definition);
    if (inner === undefined) return noMatch("the source is no transpose");
    const permutation = op.permutation.map((d) => inner.permutation[d] ?? 0);
    if (isIdentity(permutation)) return rewriter.replace(op, [inner.vector]);
    return rewriter.replaceWith(
      op,
      ops.transpose.build({ vector: inner.vector, permutation, resultTypes: [op.result.type] }),
    );
  },
});

/** shuffle x, y that takes all of x, or all of y, in order becomes it */
const wholeShuffle = definePattern({
  name: "whole-shuffle",
  root: ops.shuffle,
  rewrite: (op, rewriter) => {
    const takesFrom = (start: number): boolean => op.mask.every((index, at) => index === start + at);
    const count = isShaped(op.v1.type) ? (op.v1.type.shape[0] ?? 1) : 1;
    if (op.v1.type === op.vector.type && takesFrom(0)) return rewriter.replace(op, [op.v1]);
    if (op.v2.type === op.vector.type && takesFrom(count)) return rewriter.replace(op, [op.v2]);
    return noMatch("it rearranges");
  },
});

export const vectorCanonicalizations: readonly RewritePattern[] = [
  broadcastToItself,
  extractFromKnown,
  mergeShapeCasts,
  mergeBitcasts,
  mergeTransposes,
  wholeShuffle,
];
