/** Edges between the blocks of a region, and what terminators pass along them. */
import type { Context } from "../definition/context.ts";
import { branch } from "../definition/control-flow.ts";
import { denseArrayAttribute, findAttribute } from "../ir/attribute.ts";
import { type OperationHandle, type RegionHandle, Value } from "../ir/handle.ts";
import type { BlockId } from "../ir/ids.ts";
import type { Rewriter } from "../ir/rewriter.ts";

/** Successor `index` of the terminator is the block in question. */
export interface Edge {
  readonly terminator: OperationHandle;
  readonly index: number;
}

/** The edges into each block of a region; blocks without one are left out. */
export function edgesInto(region: RegionHandle): ReadonlyMap<BlockId, readonly Edge[]> {
  const edges = new Map<BlockId, Edge[]>();
  for (const block of region.blocks) {
    const terminator = block.last;
    if (terminator === undefined) continue;
    terminator.record.successors.forEach((successor, index) => {
      const known = edges.get(successor);
      if (known === undefined) edges.set(successor, [{ terminator, index }]);
      else known.push({ terminator, index });
    });
  }
  return edges;
}

/** The operand number that feeds argument `argument` of the edge's block; undefined where the terminator makes it itself. */
export function operandOf(edge: Edge, argument: number, context: Context): number | undefined {
  const forwarded = context.find(branch, edge.terminator.record.name)?.successorOperands(edge.terminator, edge.index);
  return forwarded !== undefined && argument < forwarded.count ? forwarded.start + argument : undefined;
}

/** Removes one forwarded operand of a terminator, and keeps the sizes of its operand groups right. */
export function eraseForwardedOperand(
  rewriter: Rewriter,
  terminator: OperationHandle,
  operand: number,
  context: Context,
): void {
  const { operands } = terminator.record;
  const kept = operands.filter((_, index) => index !== operand);
  rewriter.setOperands(
    terminator,
    kept.map((id) => new Value(terminator.view, id)),
  );
  const group = shrinkSegment(rewriter, terminator, "operandSegmentSizes", operand);
  if (group === undefined) return;
  const pieces = context.find(branch, terminator.record.name)?.pieces;
  if (pieces?.group === group.index) shrinkSegment(rewriter, terminator, pieces.attribute, operand - group.start);
}

/** Takes one from the segment that `position` falls into, and says which it is. */
function shrinkSegment(
  rewriter: Rewriter,
  terminator: OperationHandle,
  attribute: string,
  position: number,
): { readonly index: number; readonly start: number } | undefined {
  const sizes = findAttribute(terminator.record.properties, attribute);
  if (sizes?.kind !== "dense-array") return undefined;
  let start = 0;
  for (let index = 0; index < sizes.values.length; index++) {
    const size = Number(sizes.values[index] ?? 0);
    if (position < start + size) {
      const shrunk = sizes.values.map((value, at) => (at === index ? size - 1 : value));
      rewriter.setProperty(terminator, attribute, denseArrayAttribute(sizes.elementType, shrunk));
      return { index, start };
    }
    start += size;
  }
  return undefined;
}
