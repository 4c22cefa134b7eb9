/**
 * Merges neighbouring parallel dimensions of kernels on memrefs where every operand steps through both as through one, and drops
 * dimensions of one iteration: an element-wise kernel becomes one loop, a 1x1 convolution a matrix product over all pixels, so that register
 * blocks and vectors do not end at the edge of a row.
 */
import { buildNest, partsOf, readsIndices } from "../../dialects/kernel/build.ts";
import { type LoopNest, loopNestOf, type NestOperand } from "../../dialects/kernel/loop-nest.ts";
import { layoutOf } from "../../dialects/kernel/lower-to-loops/linear-access.ts";
import { insertStaticView, staticViewType } from "../../dialects/memref/view-of-base.ts";
import { type AffineExpr, affineMap, constant, dim, substitute, usesDim } from "../../src/ir/affine.ts";
import type { Value } from "../../src/ir/handle.ts";
import type { Rewriter } from "../../src/ir/rewriter.ts";
import { definePass } from "../../src/pass/pass.ts";

export const collapseDims = definePass({
  name: "collapse-dims",
  summary: "merge dimensions of kernels that memory steps through as one",
  on: "func.func",
  statistics: { dropped: "dimensions of one iteration dropped", merged: "pairs of dimensions merged" },
  dependentDialects: ["kernel", "memref"],
  run: ({ rewriter, count }) => {
    for (const block of rewriter.root.opRegions.flatMap((region) => region.blocks))
      for (const operation of block.operations) {
        if (
          operation.opName !== "kernel.nest" ||
          operation.opOperands.some((value) => value.type.kind !== "memref-type")
        )
          continue;
        const described = loopNestOf(operation);
        if ("problem" in described || readsIndices(described.nest.combine) || readsIndices(described.nest.finish))
          continue;
        const { nest } = described;
        if (nest.packing !== undefined || operation.findAttribute("schedule") !== undefined) continue;
        const plan = planCollapse(nest);
        if (plan.dropped + plan.merged === 0) continue;
        apply(plan, nest, rewriter);
        count("dropped", plan.dropped);
        count("merged", plan.merged);
      }
  },
});

/** An operand in the new space: its view of memory, and the index expressions over the new dimensions. */
interface CollapsedOperand {
  readonly value: Value;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly results: readonly AffineExpr[];
}

export interface CollapsePlan {
  /** Of the new dimensions. */
  readonly parallel: readonly boolean[];
  readonly operands: readonly CollapsedOperand[];
  readonly dropped: number;
  readonly merged: number;
}

/** What the nest looks like with as few dimensions as possible. */
export function planCollapse(nest: LoopNest): CollapsePlan {
  let extents = nest.extents.slice();
  let parallel = nest.parallel.slice();
  let operands = [...nest.inputs, ...nest.extras, ...nest.outs].map(collapsible);
  let dropped = 0;
  let merged = 0;
  const remove = (gone: number): void => {
    const renumber = extents.map((_, at) => (at < gone ? dim(at) : at === gone ? constant(0) : dim(at - 1)));
    operands = operands.map((operand) =>
      withoutConstants({ ...operand, results: operand.results.map((result) => substitute(result, renumber)) }),
    );
    extents = extents.filter((_, at) => at !== gone);
    parallel = parallel.filter((_, at) => at !== gone);
  };
  // A last dimension stays, and a last reduction, so that the nest keeps its form.
  for (let at = extents.length - 1; at >= 0; at--)
    if (
      extents[at] === 1 &&
      extents.length > 1 &&
      (parallel[at] === true || parallel.filter((flag) => !flag).length > 1)
    ) {
      remove(at);
      dropped++;
    }
  for (let inner = extents.length - 1; inner > 0; inner--) {
    const outer = inner - 1;
    if (parallel[outer] !== true || parallel[inner] !== true) continue;
    const width = extents[inner] ?? 1;
    if (!operands.every((operand) => canMerge(operand, outer, inner, width))) continue;
    operands = operands.map((operand) => mergePair(operand, outer, width));
    extents[inner] = (extents[outer] ?? 1) * width;
    extents[outer] = 1;
    remove(outer);
    merged++;
  }
  return { parallel, operands, dropped, merged };
}

function collapsible(operand: NestOperand): CollapsedOperand {
  const { strides, offset } = layoutOf(operand);
  return { value: operand.value, offset, shape: operand.shape, strides, results: operand.map.results };
}

/** Memory dimensions that are always read at one index become part of the offset. */
function withoutConstants(operand: CollapsedOperand): CollapsedOperand {
  let { offset } = operand;
  const kept: number[] = [];
  operand.results.forEach((result, at) => {
    if (result.kind === "constant") offset += result.value * (operand.strides[at] ?? 0);
    else kept.push(at);
  });
  const pick = <T>(list: readonly T[]): T[] => kept.flatMap((at) => list.slice(at, at + 1));
  return {
    value: operand.value,
    offset,
    shape: pick(operand.shape),
    strides: pick(operand.strides),
    results: pick(operand.results),
  };
}

/** The operand does not know the two, or has them side by side, whole, the outer stepping over exactly all of the inner. */
function canMerge(operand: CollapsedOperand, outer: number, inner: number, width: number): boolean {
  const uses = operand.results.map((result) => usesDim(result, outer) || usesDim(result, inner));
  if (!uses.includes(true)) return true;
  const at = operand.results.findIndex((result) => result.kind === "dim" && result.position === outer);
  const next = operand.results[at + 1];
  if (at === -1 || next?.kind !== "dim" || next.position !== inner) return false;
  if (uses.filter((used) => used).length !== 2 || operand.shape[at + 1] !== width) return false;
  return operand.strides[at] === (operand.strides[at + 1] ?? 0) * width;
}

function mergePair(operand: CollapsedOperand, outer: number, width: number): CollapsedOperand {
  const at = operand.results.findIndex((result) => result.kind === "dim" && result.position === outer);
  if (at === -1) return operand;
  const drop = <T>(list: readonly T[]): T[] => list.filter((_, position) => position !== at);
  const shape = drop(operand.shape);
  shape[at] = (operand.shape[at] ?? 1) * width;
  return {
    value: operand.value,
    offset: operand.offset,
    shape,
    strides: drop(operand.strides),
    results: drop(operand.results),
  };
}

function apply(plan: CollapsePlan, nest: LoopNest, rewriter: Rewriter): void {
  const parts = partsOf(nest);
  rewriter.setInsertionPointBefore(nest.operation);
  rewriter.location = nest.operation.location;
  const mapped = plan.operands.map((operand) => ({
    value: viewOf(operand, rewriter),
    map: affineMap(plan.parallel.length, 0, operand.results),
  }));
  const extras = nest.inputs.length;
  const outs = extras + nest.extras.length;
  buildNest(rewriter, {
    ...parts,
    inputs: mapped.slice(0, extras),
    extras: mapped.slice(extras, outs),
    outs: mapped.slice(outs),
    parallel: plan.parallel,
  });
  rewriter.erase(nest.operation);
}

/** The operand's memory in its new shape, counted from the buffer under all views. */
function viewOf(operand: CollapsedOperand, rewriter: Rewriter): Value {
  const { value } = operand;
  if (value.type.kind !== "memref-type") return value;
  const wanted = staticViewType(value.type, operand);
  return wanted === value.type ? value : insertStaticView(rewriter, value, operand, wanted);
}
