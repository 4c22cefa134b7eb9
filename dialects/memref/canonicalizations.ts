/** Views, copies and allocations that need not be. Cases as in upstream's MemRefOps.cpp. */
import { DYNAMIC } from "../../src/ir/attribute.ts";
import type { Value } from "../../src/ir/handle.ts";
import { definePattern, noMatch, type PatternScope, type RewritePattern } from "../../src/rewrite/pattern.ts";
import * as ops from "./ops.ts";

/** expand_shape (collapse_shape x) of x's type becomes x */
const expansionOfCollapse = definePattern({
  name: "expansion-of-collapse",
  root: ops.expandShape,
  rewrite: (op, rewriter) => {
    const inner = ops.collapseShape.cast(op.src.definition);
    if (inner === undefined || inner.src.type !== op.result.type || op.output_shape.length > 0)
      return noMatch("not the inverse of the source");
    return rewriter.replace(op, [inner.src]);
  },
});

/** collapse_shape (expand_shape x) of x's type becomes x */
const collapseOfExpansion = definePattern({
  name: "collapse-of-expansion",
  root: ops.collapseShape,
  rewrite: (op, rewriter) => {
    const inner = ops.expandShape.cast(op.src.definition);
    if (inner === undefined || inner.src.type !== op.result.type || inner.output_shape.length > 0)
      return noMatch("not the inverse of the source");
    return rewriter.replace(op, [inner.src]);
  },
});

/** subview of all of x becomes x, or a cast where the type is written otherwise */
const wholeSubview = definePattern({
  name: "whole-subview",
  root: ops.subview,
  rewrite: (op, rewriter) => {
    const { type } = op.source;
    const shape = type.kind === "memref-type" ? type.shape : [];
    const isWhole =
      op.static_offsets.every((offset) => offset === 0) &&
      op.static_strides.every((stride) => stride === 1) &&
      op.static_sizes.every((size, d) => size === shape[d]) &&
      op.result.type.kind === "memref-type" &&
      op.result.type.shape.length === shape.length;
    if (!isWhole) return noMatch("a part of the source");
    if (type === op.result.type) return rewriter.replace(op, [op.source]);
    return rewriter.replaceWith(op, ops.cast.build({ source: op.source, resultTypes: [op.result.type] }));
  },
});

/** cast x to its own type becomes x */
const castToItself = definePattern({
  name: "cast-to-itself",
  root: ops.cast,
  rewrite: (op, rewriter) =>
    op.source.type === op.dest.type ? rewriter.replace(op, [op.source]) : noMatch("another type"),
});

/** copy x to x is nothing */
const copyToItself = definePattern({
  name: "copy-to-itself",
  root: ops.copy,
  rewrite: (op, rewriter) => (op.source.is(op.target) ? rewriter.erase(op) : noMatch("two memrefs")),
});

/** alloc that is only deallocated is nothing */
const deadAllocation = definePattern({
  name: "dead-allocation",
  root: ops.alloc,
  rewrite: (op, rewriter) => {
    const { users } = op.memref;
    if (users.some((user) => ops.dealloc.cast(user) === undefined)) return noMatch("it is used");
    for (const user of users) rewriter.erase(user);
    return rewriter.erase(op);
  },
});

/** dim (alloc n) becomes n */
const extentOfAllocation = definePattern({
  name: "extent-of-allocation",
  root: ops.dim,
  rewrite: (op, rewriter, scope) => {
    const made = ops.alloc.cast(op.source.definition) ?? ops.alloca.cast(op.source.definition);
    const d = indexOf(op.index, scope);
    const shape = op.source.type.kind === "memref-type" ? op.source.type.shape : [];
    if (made === undefined || d === undefined || shape[d] !== DYNAMIC)
      return noMatch("no dynamic extent of an allocation");
    const extent = made.dynamicSizes[shape.slice(0, d).filter((other) => other === DYNAMIC).length];
    return extent === undefined ? noMatch("no such extent") : rewriter.replace(op, [extent]);
  },
});

function indexOf(value: Value, scope: PatternScope): number | undefined {
  const constant = scope.constantOf(value);
  return constant?.kind === "integer" ? Number(constant.value) : undefined;
}

export const memrefCanonicalizations: readonly RewritePattern[] = [
  expansionOfCollapse,
  collapseOfExpansion,
  wholeSubview,
  castToItself,
  copyToItself,
  deadAllocation,
  extentOfAllocation,
];
