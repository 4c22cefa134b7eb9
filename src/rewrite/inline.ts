/**
 * Inlining the region of one operation in place of another, across bodies: the callee's blocks are cloned to where the call stands. A
 * region of one block is spliced in; of several blocks, the call's block is split around them and returns become branches.
 */
import type { BodyView } from "../ir/body-view.ts";
import { cloneOperation, cloneRegion, IrMapping } from "../ir/clone.ts";
import { BlockHandle, type OperationHandle, type RegionHandle, type Value } from "../ir/handle.ts";
import type { BodyId } from "../ir/ids.ts";
import type { Location } from "../ir/location.ts";
import type { OperationSpec, Rewriter } from "../ir/rewriter.ts";
import { invariant } from "../support/invariant.ts";

export interface InlineOptions {
  /** The bodies of isolated operations inside the callee. */
  readonly bodies: (id: BodyId) => BodyView;
  /** Names of the terminators that leave the callee with its results. */
  readonly returns: readonly string[];
  /** The branch that takes a return's place, where the callee has several blocks. */
  readonly branchTo: (block: BlockHandle, values: readonly Value[]) => OperationSpec;
}

/** Whether `inlineRegion` can do it: a callee of one block must return from it, and entry blocks are not branched to. */
export function canInlineRegion(callee: RegionHandle, returns: readonly string[]): boolean {
  const { blocks, entry } = callee;
  if (entry === undefined) return false;
  if (blocks.length === 1) return entry.last !== undefined && returns.includes(entry.last.opName);
  return blocks.every((block) => block.last?.opSuccessors.every((successor) => !successor.is(entry)) !== false);
}

/** Replaces `call` by the contents of `callee`, whose entry arguments become `args`. The call's results become the returned values. */
export function inlineRegion(
  rewriter: Rewriter,
  call: OperationHandle,
  callee: RegionHandle,
  args: readonly Value[],
  options: InlineOptions,
): void {
  const { entry } = callee;
  invariant(entry !== undefined && entry.arguments.length === args.length, "a call has an operand for each argument");
  const mapping = new IrMapping();
  entry.arguments.forEach((argument, at) => {
    const value = args[at];
    if (value !== undefined) mapping.map(argument, value);
  });
  const caller = call.location;
  const clone = {
    bodies: options.bodies,
    location: (location: Location): Location => Object.freeze({ kind: "callsite", callee: location, caller }),
  };
  if (callee.blocks.length === 1) inlineBlock(rewriter, call, entry, mapping, clone, options);
  else inlineBlocks(rewriter, call, callee, mapping, clone, options);
}

type CloneOptions = Parameters<typeof cloneOperation>[3];

function inlineBlock(
  rewriter: Rewriter,
  call: OperationHandle,
  entry: BlockHandle,
  mapping: IrMapping,
  clone: CloneOptions,
  { returns }: InlineOptions,
): void {
  rewriter.setInsertionPointBefore(call);
  for (const operation of entry.operations) {
    if (!returns.includes(operation.opName)) {
      cloneOperation(operation, rewriter, mapping, clone);
      continue;
    }
    const results = operation.opOperands.map((operand) => mapping.values.get(operand.id));
    const known = results.filter((value) => value !== undefined);
    invariant(known.length === call.resultCount, "a return has a value for each result of the call");
    rewriter.replace(call, known);
    return;
  }
  invariant(false, "the only block of a callee returns: canInlineRegion looks for it");
}

function inlineBlocks(
  rewriter: Rewriter,
  call: OperationHandle,
  callee: RegionHandle,
  mapping: IrMapping,
  clone: CloneOptions,
  { returns, branchTo }: InlineOptions,
): void {
  const block = call.parentBlock;
  invariant(block !== undefined, "a call stands in a block");
  const rest = rewriter.splitBlock(block, call);
  const results = call.opResults.map((result) => rewriter.addBlockArgument(rest, result.type, call.location));
  cloneRegion(callee, rewriter, block.region, rest, mapping, clone);
  rewriter.replace(call, results);
  for (const source of callee.blocks) {
    const id = mapping.blocks.get(source.id);
    invariant(id !== undefined, "every block of the callee was cloned");
    const terminator = new BlockHandle(rewriter.view, id).last;
    if (terminator !== undefined && returns.includes(terminator.opName))
      rewriter.replaceWith(terminator, branchTo(rest, terminator.opOperands));
  }
  // Its arguments were mapped, so the cloned entry has none: it joins the block of the call.
  const entry = callee.entry && mapping.blocks.get(callee.entry.id);
  invariant(entry !== undefined, "the callee has an entry");
  rewriter.inlineBlock(new BlockHandle(rewriter.view, entry), { block: block.id, before: undefined }, []);
}
