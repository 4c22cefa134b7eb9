/** A module to a program of a target: runs the target's pipeline, checks that only legal operations are left, emits. */
import { passes as defaultPasses } from "../../passes/index.ts";
import { type CostService, costService, createCostService, type Predictor } from "../cost/cost-service.ts";
import type { Context } from "../definition/context.ts";
import type { Supply } from "../definition/interface.ts";
import { OperationHandle } from "../ir/handle.ts";
import { NO_BODY, ROOT } from "../ir/ids.ts";
import { placeOf } from "../ir/location.ts";
import type { Module } from "../ir/module.ts";
import type { PassInstrument } from "../pass/instrument.ts";
import type { Pass } from "../pass/pass.ts";
import { type PassStatistics, runPipeline } from "../pass/pass-manager.ts";
import { type Pipeline, parsePipeline } from "../pass/pipeline.ts";
import { Timing, type TimingNode } from "../pass/timing.ts";
import { type Diagnostic, error, failure, MAX_DIAGNOSTICS, type Result, success } from "../source/diagnostic.ts";
import { findSuggestion } from "../support/suggest.ts";
import type { Emission, PipelineChoices, Target } from "../target/target.ts";
import { DEFAULT_TARGET, defaultTargets } from "./targets.ts";

export interface CompileOptions {
  /** A target, or the name of one that ships; the default is `wasm-simd`. */
  readonly target?: Target | string;
  /** Instead of the target's own pipeline. */
  readonly pipeline?: string;
  readonly effort?: PipelineChoices["effort"];
  /** Passes that the pipeline may name: those that ship unless said otherwise. */
  readonly passes?: readonly Pass[];
  /** Answers cost questions before the analytic model does. */
  readonly predictor?: Predictor;
  /** Instead of a service made of the target's machine. */
  readonly cost?: CostService;
  /** Whether the module is verified after every pass; false unless said otherwise, for it doubles the time. */
  readonly verifyEach?: boolean;
  readonly instruments?: readonly PassInstrument[];
  /** What passes may ask for beside the cost service. */
  readonly services?: readonly Supply[];
  /** Milliseconds since some moment; without it nothing is timed. */
  readonly clock?: () => number;
}

/** A compiled program, and how it came about. */
export interface Compilation {
  readonly target: Target;
  readonly emission: Emission;
  /** The module that was emitted. */
  readonly lowered: Module;
  readonly pipeline: Pipeline;
  readonly statistics: readonly PassStatistics[];
  /** What passes decided, with their reasons. */
  readonly remarks: readonly Diagnostic[];
  readonly warnings: readonly Diagnostic[];
  /** Wall time by pass; undefined without a clock. */
  readonly timing: TimingNode | undefined;
}

/** Compiles a verified module. */
export async function compileModule(
  module: Module,
  context: Context,
  options: CompileOptions = {},
): Promise<Result<Compilation>> {
  const target = findTarget(options.target ?? DEFAULT_TARGET);
  if (!target.ok) return target;
  const text = options.pipeline ?? target.value.pipeline({ effort: options.effort ?? 1 });
  const pipeline = parsePipeline(text, options.passes ?? defaultPasses);
  if (!pipeline.ok) return pipeline;
  const timing = options.clock === undefined ? undefined : new Timing(options.clock);
  const cost = options.cost ?? createCostService(target.value.machine, context, options.predictor);
  const run = await runPipeline(module, pipeline.value, {
    context,
    verifyEach: options.verifyEach ?? false,
    instruments: [...(timing === undefined ? [] : [timing.instrument]), ...(options.instruments ?? [])],
    services: [costService.of(cost), ...(options.services ?? [])],
  });
  if (!run.ok) return failure(...run.diagnostics);
  const illegal = illegalOperations(run.module, target.value);
  if (illegal.length > 0) return failure(...illegal);
  const emit = () => target.value.compile(run.module, context);
  const emission = timing === undefined ? emit() : await timing.measure("Emit", emit);
  if (!emission.ok) return emission;
  return success({
    target: target.value,
    emission: emission.value,
    lowered: run.module,
    pipeline: pipeline.value,
    statistics: run.statistics,
    remarks: run.remarks,
    warnings: run.diagnostics,
    timing: timing?.tree(),
  });
}

/** The target of that name among those that ship. */
export function findTarget(target: Target | string): Result<Target> {
  if (typeof target !== "string") return success(target);
  const found = defaultTargets.find(({ name }) => name === target);
  if (found !== undefined) return success(found);
  const names = defaultTargets.map(({ name }) => name);
  const near = findSuggestion(target, names);
  const hint = near === undefined ? `expected one of ${names.join(", ")}` : `did you mean "${near}"?`;
  return failure(error("compile.unknown-target", `there is no target "${target}": ${hint}`));
}

/** What the pipeline left that the target cannot emit. */
function illegalOperations(module: Module, target: Target): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  const visit = (operation: OperationHandle): void => {
    if (problems.length >= MAX_DIAGNOSTICS) return;
    if (target.legality.legalityOf(operation) === "illegal")
      problems.push(
        error(
          "compile.illegal",
          `'${operation.opName}' op is left after the pipeline, and target "${target.name}" cannot emit it`,
          placeOf(operation.location),
        ),
      );
    const { body } = operation.record;
    const inside =
      body === NO_BODY || operation.id === ROOT ? operation : new OperationHandle(module.body(body).view(), ROOT);
    for (const region of inside.opRegions) for (const block of region.blocks) block.operations.forEach(visit);
  };
  visit(new OperationHandle(module.top.view(), ROOT));
  return problems;
}
