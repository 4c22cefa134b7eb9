/**
 * Fuses kernels where the cost service says that it pays: element-wise producers into what reads them, element-wise consumers into the
 * epilogue of a reduction. Each pair is tried under a checkpoint, costed against leaving it as it is, and kept or rolled back; each choice
 * leaves a remark with both predictions.
 */

import { defaultSchedule } from "../../dialects/kernel/candidates.ts";
import { workOfNest } from "../../dialects/kernel/cost.ts";
import { type Fusion, planFusion } from "../../dialects/kernel/fusion.ts";
import { loopNestOf } from "../../dialects/kernel/loop-nest.ts";
import { type CostService, costService, createCostService } from "../../src/cost/cost-service.ts";
import { type Decision, decisionLog, decisionText } from "../../src/cost/decision.ts";
import { genericMachine } from "../../src/cost/generic-machine.ts";
import type { Work } from "../../src/cost/work.ts";
import type { Context } from "../../src/definition/context.ts";
import type { OperationHandle } from "../../src/ir/handle.ts";
import type { OperationId } from "../../src/ir/ids.ts";
import type { Rewriter } from "../../src/ir/rewriter.ts";
import { choice, integer } from "../../src/pass/options.ts";
import { definePass } from "../../src/pass/pass.ts";

/** A producer with more uses than this is never recomputed in each of them. */
const MAX_RECOMPUTED_USES = 4;

export const fuse = definePass({
  name: "fuse",
  summary: "fuse kernels into their consumers and epilogues where it pays",
  on: "func.func",
  options: {
    maxOperands: integer(10, "largest number of operands of a fused kernel"),
    only: choice(["both", "producers", "epilogues"], "both", "which form of fusion to try"),
    decide: choice(["cost", "always", "never"], "cost", "who decides: the cost service, or for tests always or never"),
  },
  statistics: {
    producers: "element-wise producers fused",
    epilogues: "epilogues fused",
    kept: "pairs that did not pay",
    undecided: "pairs whose predictions lie too close: fused, the default",
    impossible: "pairs that cannot be fused",
  },
  dependentDialects: ["kernel"],
  run: ({ rewriter, context, options, service, count, remark }) => {
    const cost = service(costService) ?? createCostService(genericMachine, context);
    const worklist: OperationId[] = nestsOf(rewriter).map((nest) => nest.id);
    // A fused pair takes its consumer's place on the worklist: it may fuse again, upwards and downwards.
    for (let at = 0; at < worklist.length; at++) {
      const id = worklist[at];
      if (id === undefined || !rewriter.view.isLive(id)) continue;
      const fused = tryProducersOf(rewriter.root.at(id));
      if (fused !== undefined) worklist.push(fused.id);
    }

    /** Fuses the first producer of `consumer` that pays. */
    function tryProducersOf(consumer: OperationHandle): OperationHandle | undefined {
      const producers = new Map<OperationId, OperationHandle>();
      for (const operand of consumer.opOperands) {
        const producer = operand.definition;
        if (producer?.opName === "kernel.nest" && operand.users.length <= MAX_RECOMPUTED_USES)
          producers.set(producer.id, producer);
      }
      for (const producer of producers.values()) {
        const planned = planFusion(producer, consumer);
        if ("refusal" in planned) {
          count("impossible");
          continue;
        }
        const fused = decide(planned.fusion);
        if (fused !== undefined) return fused;
      }
      return undefined;
    }

    function decide(fusion: Fusion): OperationHandle | undefined {
      if (options.decide === "never" || !isWanted(fusion.kind, options.only)) return undefined;
      const separate = [workOf(fusion.producer, context), workOf(fusion.consumer, context)];
      const shared = fusion.producer.opResult(0).users.length > 1;
      // An epilogue takes the reduction along; with other users the reduction would run twice.
      if (shared && fusion.kind === "epilogue") return undefined;
      const checkpoint = rewriter.checkpoint();
      const fused = fusion.build(rewriter);
      // Where the producer reads at computed places (reversed, strided), no operand may be left that tells how far a loop goes.
      const isNest = "nest" in loopNestOf(fused);
      if (!isNest || fused.operandCount > options.maxOperands) {
        rewriter.rollback(checkpoint);
        if (!isNest) count("impossible");
        return undefined;
      }
      const together = [workOf(fused, context), ...(shared ? [workOf(fusion.producer, context)] : [])];
      const decision = ask(cost, fusion, together, separate, options.decide === "always");
      remark(decisionText(decision), fusion.consumer);
      service(decisionLog)?.(decision);
      if (decision.chosen !== 0) {
        rewriter.rollback(checkpoint);
        count("kept");
        return undefined;
      }
      if (!decision.comparison.decided) count("undecided");
      count(fusion.kind === "epilogue" ? "epilogues" : "producers");
      rewriter.replace(fusion.consumer, fused.opResults);
      if (!fusion.producer.hasUses) eraseWithOutputs(rewriter, fusion.producer);
      return fused;
    }
  },
});

function isWanted(kind: Fusion["kind"], only: "both" | "producers" | "epilogues"): boolean {
  return only === "both" || only === (kind === "epilogue" ? "epilogues" : "producers");
}

function nestsOf(rewriter: Rewriter): readonly OperationHandle[] {
  return rewriter.root.opRegions.flatMap((region) =>
    region.blocks.flatMap((block) => block.operations.filter((operation) => operation.opName === "kernel.nest")),
  );
}

function workOf(operation: OperationHandle, context: Context): Work | undefined {
  const described = loopNestOf(operation);
  return "problem" in described
    ? undefined
    : workOfNest(described.nest, defaultSchedule(described.nest, context), context);
}

function ask(
  cost: CostService,
  fusion: Fusion,
  together: readonly (Work | undefined)[],
  separate: readonly (Work | undefined)[],
  force: boolean,
): Decision {
  const known = (works: readonly (Work | undefined)[]): Work[] => works.filter((work) => work !== undefined);
  const comparison = cost.compare([
    { label: "fused", kernels: known(together) },
    { label: "separate", kernels: known(separate) },
  ]);
  // Too close to call: fusing is the default, since it never needs more memory.
  const chosen = force || !comparison.decided ? 0 : comparison.best;
  const reason = force ? "forced" : comparison.decided ? "predicted" : "too close: the default";
  const question = fusion.kind === "epilogue" ? "epilogue of a reduction" : "element-wise producer";
  return { pass: "fuse", question, location: fusion.consumer.location, comparison, chosen, reason };
}

function eraseWithOutputs(rewriter: Rewriter, producer: OperationHandle): void {
  const outputs = producer.opOperands
    .map((value) => value.definition)
    .filter((definition) => definition?.opName === "tensor.empty");
  rewriter.erase(producer);
  for (const output of outputs) if (output?.isLive === true && !output.hasUses) rewriter.erase(output);
}
