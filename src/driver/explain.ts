/**
 * A compilation told as data: what each pass took and did, every decision with its alternatives and predictions, the memory plan. Renderers
 * (`lathe demo`, a page) read this record and nothing else.
 */
import { type LiveBuffer, type MemoryPlan, memoryPlanLog } from "../../passes/buffer/plan-memory.ts";
import { type Decision, decisionLog } from "../cost/decision.ts";
import type { Context } from "../definition/context.ts";
import { namesOf } from "../ir/location.ts";
import type { Module } from "../ir/module.ts";
import type { PassInstrument } from "../pass/instrument.ts";
import { countOperations } from "../pass/operation-count.ts";
import type { PassInstance } from "../pass/pass.ts";
import { type Result, success } from "../source/diagnostic.ts";
import { type Compilation, type CompileOptions, compileModule } from "./compile.ts";

/** One pass of the pipeline, over all operations that it ran on. */
export interface PassStep {
  /** As it stands in a pipeline, options included. */
  readonly pass: string;
  readonly milliseconds: number;
  /** Operations of the whole module. */
  readonly operationsBefore: number;
  readonly operationsAfter: number;
  readonly changed: boolean;
  /** What the pass counted, by the names of its statistics; zeros are left out. */
  readonly counts: Readonly<Record<string, number>>;
}

/** A decision without what only the compiler understands. Times are predictions in nanoseconds. */
export interface DecisionRow {
  readonly pass: string;
  readonly question: string;
  /** Names of the operations in question: for ONNX models, nodes and tensors. */
  readonly names: readonly string[];
  readonly alternatives: readonly {
    readonly label: string;
    readonly latency: number;
    readonly low: number;
    readonly high: number;
  }[];
  readonly chosen: string;
  readonly reason: string;
  readonly answeredBy: string;
  /** By how much the choice is predicted to be faster than the next best; negative where the default won against the prediction. */
  readonly gain: number;
}

/** A function's buffers in its arena. */
export interface MemoryReport {
  /** Sizes and places in bytes; live from operation `first` to `last`. */
  readonly buffers: readonly {
    readonly bytes: number;
    readonly byteOffset: number;
    readonly first: number;
    readonly last: number;
  }[];
  readonly arenaBytes: number;
  readonly naiveBytes: number;
  readonly liveBytes: number;
}

export interface Explanation {
  readonly compilation: Compilation;
  readonly milliseconds: number;
  /** In the order of the pipeline, each pass that ran. */
  readonly steps: readonly PassStep[];
  /** Milliseconds from the last pass to the program. */
  readonly emitMilliseconds: number;
  /** In the order in which they were made. */
  readonly decisions: readonly DecisionRow[];
  readonly memory: readonly MemoryReport[];
}

/** `compileModule`, watched. The clock is not optional: without times there is little to tell. */
export async function explainCompilation(
  module: Module,
  context: Context,
  options: CompileOptions & { readonly clock: () => number; readonly onPass?: (pass: string) => void },
): Promise<Result<Explanation>> {
  const { clock } = options;
  const watch = new Watch(clock, options.onPass);
  const decisions: DecisionRow[] = [];
  const memory: MemoryReport[] = [];
  const start = clock();
  const compiled = await compileModule(module, context, {
    ...options,
    instruments: [...(options.instruments ?? []), watch.instrument],
    services: [
      ...(options.services ?? []),
      decisionLog.of((decision) => void decisions.push(decisionRow(decision))),
      memoryPlanLog.of((buffers, plan) => void memory.push(memoryReport(buffers, plan))),
    ],
  });
  if (!compiled.ok) return compiled;
  const milliseconds = clock() - start;
  const counts = new Map(compiled.value.statistics.map((entry) => [entry.instance, entry.counts]));
  const steps = watch.steps(counts);
  const emit = compiled.value.timing?.children.find(({ name }) => name === "Emit");
  return success({
    compilation: compiled.value,
    milliseconds,
    steps,
    emitMilliseconds: emit?.milliseconds ?? 0,
    decisions,
    memory,
  });
}

/** How often each operation occurs in a module, most frequent first. */
export function countKinds(module: Module): readonly { readonly operation: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const id of module.bodyIds)
    module.body(id).operations.forEach((record) => {
      if (record !== undefined) counts.set(record.name.text, (counts.get(record.name.text) ?? 0) + 1);
    });
  return [...counts].map(([operation, count]) => ({ operation, count })).sort((a, b) => b.count - a.count);
}

interface OpenStep {
  readonly instance: PassInstance;
  milliseconds: number;
  operationsBefore: number;
  operationsAfter: number;
  changed: boolean;
}

/** Times and counts by pass instance: one instance runs on every function that its pipeline is nested on. */
class Watch {
  readonly #clock: () => number;
  readonly #onPass: ((pass: string) => void) | undefined;
  readonly #open = new Map<PassInstance, OpenStep>();
  #started = 0;

  constructor(clock: () => number, onPass: ((pass: string) => void) | undefined) {
    this.#clock = clock;
    this.#onPass = onPass;
  }

  readonly instrument: PassInstrument = {
    beforePass: ({ instance }) => {
      this.#onPass?.(instance.pass.name);
      this.#started = this.#clock();
    },
    afterPass: ({ instance, before, after, changed }) => {
      const milliseconds = this.#clock() - this.#started;
      const known = this.#open.get(instance);
      const operationsAfter = countOperations(after);
      if (known === undefined)
        this.#open.set(instance, {
          instance,
          milliseconds,
          operationsBefore: countOperations(before),
          operationsAfter,
          changed,
        });
      else {
        known.milliseconds += milliseconds;
        known.operationsAfter = operationsAfter;
        known.changed ||= changed;
      }
    },
  };

  steps(counts: ReadonlyMap<PassInstance, ReadonlyMap<string, number>>): readonly PassStep[] {
    return [...this.#open.values()].map(({ instance, ...step }) => ({
      pass: instance.text,
      ...step,
      counts: Object.fromEntries([...(counts.get(instance) ?? [])].filter(([, count]) => count !== 0)),
    }));
  }
}

function decisionRow({ pass, question, location, comparison, chosen, reason }: Decision): DecisionRow {
  const alternatives = comparison.alternatives.map(({ label, prediction }) => {
    const { mean, low, high } = prediction.metrics.latency;
    return { label, latency: mean, low, high };
  });
  const winner = alternatives[chosen];
  const others = alternatives.filter((_, at) => at !== chosen).map(({ latency }) => latency);
  return {
    pass,
    question,
    names: [...new Set(namesOf(location))],
    alternatives,
    chosen: winner?.label ?? "",
    reason,
    answeredBy: comparison.alternatives[chosen]?.prediction.answeredBy ?? "",
    gain: others.length === 0 || winner === undefined ? 0 : Math.min(...others) - winner.latency,
  };
}

function memoryReport(buffers: readonly LiveBuffer[], plan: MemoryPlan): MemoryReport {
  const { offsets, arenaBytes, naiveBytes, liveBytes } = plan;
  return {
    buffers: buffers.map((buffer, at) => ({ ...buffer, byteOffset: offsets[at] ?? 0 })),
    arenaBytes,
    naiveBytes,
    liveBytes,
  };
}
