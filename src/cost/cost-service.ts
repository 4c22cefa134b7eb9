/**
 * The cost service: the one question that passes ask. Alternatives are groups of operations (or work counted for operations that do not
 * exist yet); the answer says what each is predicted to cost, by whom, and whether the predictions decide between them. A model is handed
 * in as a `Predictor`; the analytic one always stands behind it.
 */
import type { Context } from "../definition/context.ts";
import { defineInterface } from "../definition/interface.ts";
import type { OperationHandle } from "../ir/handle.ts";
import { analyticPrediction } from "./analytic.ts";
import type { MachineDescription } from "./machine.ts";
import { exactly, type Metric, type Metrics, type Prediction, sum } from "./prediction.ts";
import { type Work, work } from "./work.ts";

/** A group of kernels that run one after the other. `label` is what remarks call it. */
export interface Alternative {
  readonly label: string;
  readonly kernels: readonly Work[];
}

export interface Comparison {
  /** As given. */
  readonly alternatives: readonly { readonly label: string; readonly prediction: Prediction }[];
  /** The number of the alternative with the smallest mean. */
  readonly best: number;
  /** Whether the interval of the difference to the next best leaves out zero. */
  readonly decided: boolean;
}

/** Predicts one kernel; undefined where it has no opinion, and the analytic model answers. */
export type Predictor = (kernel: Work, machine: MachineDescription) => Prediction | undefined;

export interface CostService {
  readonly machine: MachineDescription;
  /** The work of an operation as its dialect counts it; undefined when it cannot be told. */
  workOf(operation: OperationHandle): Work | undefined;
  predict(kernels: readonly Work[]): Prediction;
  compare(alternatives: readonly Alternative[], metric?: Metric): Comparison;
}

/**
 * Two predictions of one model err alike: they share its machine, so what counts is how far apart they are. The difference of two means is
 * taken to be known to this share of the larger one.
 */
const SHARED_ERROR = 0.1;

export function createCostService(machine: MachineDescription, context: Context, predictor?: Predictor): CostService {
  const predictOne = (kernel: Work): Prediction => predictor?.(kernel, machine) ?? analyticPrediction(kernel, machine);
  const service: CostService = {
    machine,
    workOf: (operation) => context.find(work, operation.record.name)?.(operation, context),
    predict: (kernels) => combine(kernels.map(predictOne)),
    compare: (alternatives, metric = "latency") => {
      const answers = alternatives.map(({ label, kernels }) => ({ label, prediction: service.predict(kernels) }));
      const means = answers.map(({ prediction }) => prediction.metrics[metric].mean);
      const order = means.map((_, at) => at).sort((a, b) => (means[a] ?? 0) - (means[b] ?? 0) || a - b);
      const [best = 0, second] = order;
      const gap = second === undefined ? 0 : (means[second] ?? 0) - (means[best] ?? 0);
      return {
        alternatives: answers,
        best,
        decided: second === undefined || gap > SHARED_ERROR * (means[second] ?? 0),
      };
    },
  };
  return service;
}

function combine(parts: readonly Prediction[]): Prediction {
  const of = (metric: Metric): Metrics[Metric] => sum(parts.map((part) => part.metrics[metric]));
  const largest = (metric: Metric): Metrics[Metric] =>
    parts.map((part) => part.metrics[metric]).reduce((a, b) => (b.mean > a.mean ? b : a), exactly(0));
  const time = parts.reduce((total, part) => total + part.metrics.latency.mean, 0);
  const utilization =
    parts.reduce((total, part) => total + part.metrics.utilization.mean * part.metrics.latency.mean, 0) / (time || 1);
  return {
    metrics: {
      latency: of("latency"),
      instructions: of("instructions"),
      spills: largest("spills"),
      "peak-memory": largest("peak-memory"),
      utilization: exactly(utilization),
    },
    answeredBy: [...new Set(parts.map((part) => part.answeredBy))].join("+") || "analytic",
  };
}

/** The key under which a driver hands the service to passes; a pass that finds none asks the default one of its own machine description. */
export const costService = defineInterface<CostService>("CostService");
