/**
 * Moves operations out of the loops in whose bodies they stand, when nothing that they use is computed there. They must be pure: a loop may
 * run no round at all. Works on every operation with the LoopLike interface, inner loops first, so that code climbs as far as it can in
 * one run. Source: MLIR, "loop-invariant-code-motion".
 */

import type { Context } from "../../src/definition/context.ts";
import { loopLike } from "../../src/definition/control-flow.ts";
import { isMemoryEffectFree, isSpeculatable } from "../../src/definition/effects.ts";
import type { BodyView } from "../../src/ir/body-view.ts";
import { OperationHandle, Value } from "../../src/ir/handle.ts";
import { type BlockId, NO_BODY, type OperationId } from "../../src/ir/ids.ts";
import type { OperationName } from "../../src/ir/name.ts";
import type { Rewriter } from "../../src/ir/rewriter.ts";
import { definePass } from "../../src/pass/pass.ts";

export const loopInvariantCodeMotion = definePass({
  name: "loop-invariant-code-motion",
  summary: "hoist loop invariant instructions outside of the loop",
  on: "any",
  statistics: { hoisted: "operations moved out of a loop" },
  run: ({ bodies, context, count }) => {
    for (const rewriter of bodies()) count("hoisted", new Hoister(rewriter, context).run());
  },
});

class Hoister {
  readonly #rewriter: Rewriter;
  readonly #view: BodyView;
  readonly #context: Context;
  /** Whether every operation of a name may move, whatever its regions: most names are met thousands of times. */
  readonly #movable = new Map<OperationName, boolean>();
  #hoisted = 0;

  constructor(rewriter: Rewriter, context: Context) {
    this.#rewriter = rewriter;
    this.#view = rewriter.view;
    this.#context = context;
  }

  run(): number {
    for (const region of this.#rewriter.root.opRegions)
      for (const block of region.blocks) this.#visit(this.#view.operationsOf(block.id));
    return this.#hoisted;
  }

  #visit(operations: readonly OperationId[]): void {
    for (const id of operations) {
      const { regions, name, body } = this.#view.operation(id);
      // The regions of an isolated operation are in a body of their own, which is visited by itself.
      if (regions.length === 0 || body !== NO_BODY) continue;
      for (const region of regions)
        for (const block of this.#view.region(region).blocks) this.#visit(this.#view.operationsOf(block));
      const loop = this.#context.find(loopLike, name);
      if (loop !== undefined) this.#hoistFrom(new OperationHandle(this.#view, id), loop.bodies);
    }
  }

  #hoistFrom(loop: OperationHandle, bodies: (operation: OperationHandle) => OperationHandle["opRegions"]): void {
    for (const region of bodies(loop)) {
      const blocks: ReadonlySet<BlockId> = new Set(region.blocks.map((block) => block.id));
      for (const block of blocks)
        for (const id of this.#view.operationsOf(block)) {
          if (!this.#mayMove(id) || !this.#usesOnlyOutside(id, loop)) continue;
          this.#rewriter.moveBefore(new OperationHandle(this.#view, id), loop);
          this.#hoisted++;
        }
    }
  }

  #mayMove(id: OperationId): boolean {
    const record = this.#view.operation(id);
    if (record.regions.length === 0) {
      const known = this.#movable.get(record.name);
      if (known !== undefined) return known;
    }
    const operation = new OperationHandle(this.#view, id);
    if (this.#context.hasTrait(record.name, "Terminator")) return false;
    const pure = this.#context.hasTrait(record.name, "Pure");
    const movable = pure || (isMemoryEffectFree(operation, this.#context) && isSpeculatable(operation, this.#context));
    // Only what holds for the name is kept: other operations are asked one by one.
    if (pure && record.regions.length === 0) this.#movable.set(record.name, true);
    return movable;
  }

  /** Operands of the operation, and of what is inside it, come from before the loop (or from inside the operation). */
  #usesOnlyOutside(id: OperationId, loop: OperationHandle): boolean {
    const operation = new OperationHandle(this.#view, id);
    const isOutside = (value: Value): boolean => {
      const block = value.parentBlock;
      return !this.#isInside(block.id, loop) || this.#isInside(block.id, operation);
    };
    const check = (inner: OperationHandle): boolean =>
      inner.record.operands.every((operand) => isOutside(new Value(this.#view, operand))) &&
      inner.opRegions.every((region) => region.blocks.every((block) => block.operations.every(check)));
    return check(operation);
  }

  #isInside(block: BlockId, operation: OperationHandle): boolean {
    let at: OperationId | undefined = this.#view.parentOperation(block);
    while (at !== undefined && at !== 0) {
      if (at === operation.id) return true;
      at = this.#view.enclosing(at);
    }
    return false;
  }
}
