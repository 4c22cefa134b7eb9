/**
 * What patterns cannot see, because it concerns blocks: unreachable blocks go, a block with one predecessor that only goes there joins it,
 * and block arguments that nothing depends on (region-dce.ts), or that are always the same value, go with the operands that fed them.
 * Upstream: simplifyRegions at "normal" aggressiveness, without its merging of identical blocks.
 */
import type { Context } from "../definition/context.ts";
import { branch } from "../definition/control-flow.ts";
import { type BlockHandle, type OperationHandle, RegionHandle, type Value } from "../ir/handle.ts";
import { type BlockId, blockId, type RegionId } from "../ir/ids.ts";
import type { Rewriter } from "../ir/rewriter.ts";
import { type Edge, edgesInto, eraseForwardedOperand, operandOf } from "./block-edges.ts";
import { eraseDeadValues } from "./region-dce.ts";

/** Simplifies all regions of a body (those of nested isolated operations are other bodies). Tells whether anything changed. */
export function simplifyRegions(rewriter: Rewriter, context: Context): boolean {
  let changed = false;
  for (const region of multiBlockRegions(rewriter)) {
    if (!rewriter.view.isLiveRegion(region)) continue;
    const handle = new RegionHandle(rewriter.view, region);
    if (eraseUnreachableBlocks(rewriter, handle)) changed = true;
    if (eraseDeadValues(rewriter, handle, context)) changed = true;
    if (simplifyArguments(rewriter, handle, context)) changed = true;
    if (mergeIntoPredecessors(rewriter, handle, context)) changed = true;
  }
  return changed;
}

/** Regions of one block have nothing to simplify, and most programs have no others. Outer regions come first. */
function multiBlockRegions(rewriter: Rewriter): readonly RegionId[] {
  const { view } = rewriter;
  const found = new Set<RegionId>();
  for (let id = 1; id < view.blockCount; id++) {
    if (!view.isLiveBlock(blockId(id))) continue;
    const { region } = view.block(blockId(id));
    if (view.region(region).blocks.length > 1) found.add(region);
  }
  return [...found];
}

// ---- Unreachable blocks -----------------------------------------------------------------------------------------------

function eraseUnreachableBlocks(rewriter: Rewriter, region: RegionHandle): boolean {
  const reached = reachableFrom(region);
  const dead = region.blocks.filter((block) => !reached.has(block.id));
  if (dead.length === 0) return false;
  // Dead blocks may use each other's values in any order: cut all uses first.
  for (const block of dead)
    for (const operation of block.operations) {
      rewriter.setOperands(operation, []);
      if (operation.record.successors.length > 0) rewriter.change(operation, { successors: [] });
    }
  for (const block of dead) rewriter.eraseBlock(block);
  return true;
}

function reachableFrom(region: RegionHandle): ReadonlySet<BlockId> {
  const reached = new Set<BlockId>();
  const waiting: BlockHandle[] = [];
  const { entry } = region;
  if (entry !== undefined) waiting.push(entry);
  for (let block = waiting.pop(); block !== undefined; block = waiting.pop()) {
    if (reached.has(block.id)) continue;
    reached.add(block.id);
    waiting.push(...(block.last?.opSuccessors ?? []));
  }
  return reached;
}

// ---- Block arguments --------------------------------------------------------------------------------------------------

/** Removes arguments that are the same value on every edge; from the last to the first, so that numbers stay right. */
function simplifyArguments(rewriter: Rewriter, region: RegionHandle, context: Context): boolean {
  const edges = edgesInto(region);
  let changed = false;
  for (const block of region.blocks.slice(1)) {
    const incoming = edges.get(block.id) ?? [];
    for (let argument = block.arguments.length - 1; argument >= 0; argument--)
      if (simplifyArgument(rewriter, block, argument, incoming, context)) changed = true;
  }
  return changed;
}

function simplifyArgument(
  rewriter: Rewriter,
  block: BlockHandle,
  argument: number,
  incoming: readonly Edge[],
  context: Context,
): boolean {
  const value = block.argument(argument);
  const sources: Source[] = [];
  for (const edge of incoming) {
    const operand = operandOf(edge, argument, context);
    if (operand === undefined) return false;
    sources.push({ terminator: edge.terminator, operand });
  }
  const same = onlySource(value, sources);
  if (same === undefined || !dominatesBlock(same, block)) return false;
  rewriter.replaceAllUsesWith(value, same);
  // One terminator may reach the block over several edges: its operands go from the last to the first.
  for (const { terminator, operand } of sources.sort((a, b) => b.operand - a.operand))
    eraseForwardedOperand(rewriter, terminator, operand, context);
  rewriter.eraseBlockArgument(block, argument);
  return true;
}

/** The operand of a terminator that becomes a block argument. */
interface Source {
  readonly terminator: OperationHandle;
  readonly operand: number;
}

/** The one value that every edge passes, the argument itself aside. */
function onlySource(argument: Value, sources: readonly Source[]): Value | undefined {
  let found: Value | undefined;
  for (const { terminator, operand } of sources) {
    const value = terminator.opOperand(operand);
    if (value.is(argument)) continue;
    if (found !== undefined && !found.is(value)) return undefined;
    found = value;
  }
  return found;
}

/**
 * Whether `value` certainly dominates `block`: it comes from the entry block, or from outside of the region. Values of other blocks could
 * dominate too, but that takes a dominator tree, and they are rare.
 */
function dominatesBlock(value: Value, block: BlockHandle): boolean {
  const from = value.parentBlock;
  return from.region.id !== block.region.id || from.region.entry?.is(from) === true;
}

// ---- Joining blocks ---------------------------------------------------------------------------------------------------

/** A block whose only way in is the unconditional branch at the end of another joins that one. */
function mergeIntoPredecessors(rewriter: Rewriter, region: RegionHandle, context: Context): boolean {
  let changed = false;
  // Terminators keep their ids when their block joins another, so the edges stay right all along.
  const edges = edgesInto(region);
  for (const block of region.blocks.slice(1)) {
    const incoming = edges.get(block.id) ?? [];
    const [edge] = incoming;
    if (edge === undefined || incoming.length !== 1 || edge.terminator.record.successors.length !== 1) continue;
    const predecessor = edge.terminator.parentBlock;
    const forwarded = context.find(branch, edge.terminator.record.name)?.successorOperands(edge.terminator, 0);
    if (predecessor === undefined || predecessor.is(block) || forwarded === undefined) continue;
    if (forwarded.count !== block.arguments.length || edge.terminator.resultCount > 0) continue;
    const values = block.arguments.map((_, at) => edge.terminator.opOperand(forwarded.start + at));
    rewriter.erase(edge.terminator);
    rewriter.inlineBlock(block, { block: predecessor.id, before: undefined }, values);
    changed = true;
  }
  return changed;
}
