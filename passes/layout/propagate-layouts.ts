/**
 * Convolutions and poolings compute with the channels innermost, where vectors run over them. One sweep in program order: a convolution
 * takes its image as batch, space, channels and says so of its result; operations that don't mind the order follow their operands;
 * transposes only say how their operand is kept. What is left where an order is demanded (results of the function, reshapes that mix
 * dimensions) becomes a transpose. Constants are turned at compile time.
 */
import { transpose } from "../../dialects/stablehlo/index.ts";
import { wouldBeTriviallyDead } from "../../src/definition/effects.ts";
import type { BlockHandle, OperationHandle } from "../../src/ir/handle.ts";
import type { Rewriter } from "../../src/ir/rewriter.ts";
import { definePass } from "../../src/pass/pass.ts";
import { layoutRules } from "./layout-rules.ts";
import { LayoutState } from "./layout-state.ts";

export const propagateLayouts = definePass({
  name: "propagate-layouts",
  summary: "compute convolutions and poolings with the channels innermost, and cancel transposes",
  on: "func.func",
  statistics: {
    inserted: "transposes made",
    removed: "transposes that disappeared",
    followed: "operations that compute in another order of dimensions",
  },
  dependentDialects: ["stablehlo"],
  run: ({ context, rewriter, count, remark }) => {
    const blocks = rewriter.root.opRegions.flatMap((region) => region.blocks);
    for (const block of blocks) {
      const before = transposesIn(block);
      const state = new LayoutState(rewriter);
      for (const operation of block.operations) {
        rewriter.location = operation.location;
        const rule = layoutRules.get(operation.opName);
        if (rule?.(operation, state) === true) count("followed");
        else restoreOperands(operation, state, rewriter);
      }
      for (const operation of [...block.operations].reverse())
        if (!operation.hasUses && wouldBeTriviallyDead(operation, context)) rewriter.erase(operation);
      const after = transposesIn(block);
      count("inserted", state.inserted);
      count("removed", before + state.inserted - after);
      if (before !== after || state.inserted > 0) remark(`${before} transposes before, ${after} after`);
    }
  },
});

/** An operation without a rule sees the program's own values; so do operations in its regions. */
function restoreOperands(operation: OperationHandle, state: LayoutState, rewriter: Rewriter): void {
  const operands = operation.opOperands.map((operand) => state.asWritten(operand));
  rewriter.setOperands(operation, operands);
  for (const region of operation.opRegions)
    for (const block of region.blocks) for (const inner of block.operations) restoreOperands(inner, state, rewriter);
}

function transposesIn(block: BlockHandle): number {
  return block.operations.filter((operation) => transpose.cast(operation) !== undefined).length;
}
