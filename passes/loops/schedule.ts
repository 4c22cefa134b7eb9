/**
 * Gives every kernel a schedule: the candidates of its shape are ranked by the cost service, and the best one becomes an attribute, which
 * prints and replays. A nest that has a schedule keeps it. Options override parts of all schedules, for experiments and tests.
 */
import { candidateSchedules, defaultSchedule } from "../../dialects/kernel/candidates.ts";
import { workOfNest } from "../../dialects/kernel/cost.ts";
import { type LoopNest, loopNestOf } from "../../dialects/kernel/loop-nest.ts";
import { type Schedule, scheduleAttribute, scheduleProblem, scheduleText } from "../../dialects/kernel/schedule.ts";
import { type CostService, costService, createCostService } from "../../src/cost/cost-service.ts";
import { type Decision, decisionLog, decisionText } from "../../src/cost/decision.ts";
import { genericMachine } from "../../src/cost/generic-machine.ts";
import type { Context } from "../../src/definition/context.ts";
import { placeOf } from "../../src/ir/location.ts";
import { boolean, choice, integer, list } from "../../src/pass/options.ts";
import { definePass } from "../../src/pass/pass.ts";
import { error } from "../../src/source/diagnostic.ts";

/** How many alternatives a remark shows beside the chosen one. */
const SHOWN = 4;

export const schedule = definePass({
  name: "schedule",
  summary: "choose loop order, tiles, register blocks and vectors for each kernel by predicted cost",
  on: "func.func",
  options: {
    decide: choice(
      ["cost", "default"],
      "cost",
      "who decides: the cost service, or the default schedule of the nest's shape",
    ),
    again: boolean(false, "schedule kernels anew that have a schedule"),
    block: list(integer(1, ""), [], "register block of each dimension, for all kernels of that rank"),
    tile: list(integer(0, ""), [], "cache tile of each dimension, for all kernels of that rank"),
    order: list(integer(0, ""), [], "loop order, for all kernels of that rank"),
    unroll: list(integer(1, ""), [], "unroll factor of each dimension, for all kernels of that rank"),
    vector: integer(-2, "dimension that gets the lanes, -1 for none; -2 leaves the choice"),
  },
  statistics: { scheduled: "kernels that got a schedule", candidates: "schedules that were costed" },
  dependentDialects: ["kernel"],
  run: ({ rewriter, context, options, service, count, remark, report }) => {
    const cost = service(costService) ?? createCostService(genericMachine, context);
    for (const block of rewriter.root.opRegions.flatMap((region) => region.blocks))
      for (const operation of block.operations) {
        if (operation.opName !== "kernel.nest" || (!options.again && operation.findAttribute("schedule") !== undefined))
          continue;
        const described = loopNestOf(operation);
        if ("problem" in described) continue; // the verifier has reported it
        const { nest } = described;
        const chosen =
          options.decide === "default"
            ? { best: defaultSchedule(nest, context), decision: undefined, costed: 1 }
            : choose(nest, cost, context);
        const final = overridden(chosen.best, options);
        const problem = scheduleProblem(final, nest.extents, nest.parallel);
        if (problem !== undefined) {
          report(error("schedule.invalid", problem, placeOf(operation.location)));
          return;
        }
        if (chosen.decision !== undefined) {
          remark(decisionText(chosen.decision), operation);
          service(decisionLog)?.(chosen.decision);
        }
        rewriter.setProperty(operation, "schedule", scheduleAttribute(final));
        count("scheduled");
        count("candidates", chosen.costed);
      }
  },
});

interface Choice {
  readonly best: Schedule;
  readonly decision: Decision | undefined;
  readonly costed: number;
}

function choose(nest: LoopNest, cost: CostService, context: Context): Choice {
  const candidates = candidateSchedules(nest, context, cost.machine.lanes);
  const comparison = cost.compare(
    candidates.map((candidate) => ({
      label: scheduleText(candidate),
      kernels: [workOfNest(nest, candidate, context)],
    })),
  );
  const best = candidates[comparison.best] ?? defaultSchedule(nest, context);
  const ranked = [...comparison.alternatives].sort(
    (a, b) => a.prediction.metrics.latency.mean - b.prediction.metrics.latency.mean,
  );
  const shown = { ...comparison, alternatives: ranked.slice(0, SHOWN + 1), best: 0 };
  const { location } = nest.operation;
  const decision = {
    pass: "schedule",
    question: `schedule of ${candidates.length} candidates`,
    location,
    comparison: shown,
    chosen: 0,
    reason: "predicted",
  };
  return { best, decision, costed: candidates.length };
}

interface Overrides {
  readonly block: readonly number[];
  readonly tile: readonly number[];
  readonly order: readonly number[];
  readonly unroll: readonly number[];
  readonly vector: number;
}

/** The schedule with what the user fixed; lists of another length are for nests of another rank. */
function overridden(schedule: Schedule, options: Overrides): Schedule {
  const rank = schedule.order.length;
  const pick = (given: readonly number[], own: readonly number[]): readonly number[] =>
    given.length === rank ? given : own;
  const vector = options.vector === -2 || options.vector >= rank ? schedule.vector : options.vector;
  return {
    order: pick(options.order, schedule.order),
    tile: pick(options.tile, schedule.tile),
    block: pick(options.block, schedule.block),
    unroll: pick(options.unroll, schedule.unroll),
    vector,
    lanes: vector < 0 ? 1 : Math.max(schedule.lanes, 4),
  };
}
