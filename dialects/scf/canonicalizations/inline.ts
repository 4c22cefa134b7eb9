/** Taking the body of a region out of its operation. */
import type { OperationHandle, RegionHandle, Value } from "../../../src/ir/handle.ts";
import type { Rewriter } from "../../../src/ir/rewriter.ts";
import { invariant } from "../../../src/support/invariant.ts";

/** The values with which a region of one block ends. */
export function yieldedBy(region: RegionHandle): readonly Value[] {
  return region.blocks.at(-1)?.last?.opOperands ?? [];
}

/** Whether a region has one block with nothing in it but its terminator. */
export function isBare(region: RegionHandle): boolean {
  return region.blocks.length === 1 && region.entry?.first?.next === undefined;
}

/** Whether `value` is defined outside of all regions of an operation. */
export function isOutside(value: Value, operation: OperationHandle): boolean {
  const { parent } = value.parentBlock;
  return !operation.encloses(parent);
}

/** Moves the operations of a region's only block before `operation`, arguments replaced, and gives what the block yielded. */
export function inlineBefore(
  operation: OperationHandle,
  region: RegionHandle,
  args: readonly Value[],
  rewriter: Rewriter,
): readonly Value[] {
  const block = region.entry;
  const parent = operation.parentBlock;
  const last = block?.last;
  invariant(block !== undefined && last !== undefined && parent !== undefined, "a region with a block and an end");
  const yielded = last.opOperands.map((value) => {
    if (value.ownerBlock?.is(block) !== true) return value;
    const argument = args[value.view.positionOf(value.id)];
    invariant(argument !== undefined, "a value for each argument");
    return argument;
  });
  rewriter.erase(last);
  rewriter.inlineBlock(block, { block: parent.id, before: operation.id }, args);
  return yielded;
}

/** Replaces an operation by what its region yields, the region's block put in its place. */
export function replaceByRegion(
  operation: OperationHandle,
  region: RegionHandle,
  args: readonly Value[],
  rewriter: Rewriter,
): undefined {
  rewriter.replace(operation, inlineBefore(operation, region, args, rewriter));
  return undefined;
}

/** Keeps the operands of a region's terminator that `keep` says. */
export function filterYield(region: RegionHandle, keep: (index: number) => boolean, rewriter: Rewriter): void {
  const last = region.blocks.at(-1)?.last;
  if (last !== undefined)
    rewriter.setOperands(
      last,
      last.opOperands.filter((_, index) => keep(index)),
    );
}
