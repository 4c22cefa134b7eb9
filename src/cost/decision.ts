/** A decision as data: what was asked, the alternatives with their predictions, the choice, and why. Passes leave one for each choice. */

import { defineInterface } from "../definition/interface.ts";
import type { Location } from "../ir/location.ts";
import { namesOf, placeOf } from "../ir/location.ts";
import { type Diagnostic, remark } from "../source/diagnostic.ts";
import type { Comparison } from "./cost-service.ts";
import type { Metric } from "./prediction.ts";

export interface Decision {
  /** The pass that asked. */
  readonly pass: string;
  /** What about: "fuse add into conv". */
  readonly question: string;
  readonly location: Location;
  readonly comparison: Comparison;
  readonly chosen: number;
  /** "predicted", "undecided: kept the default", "forced", "the only one". */
  readonly reason: string;
}

/** The key under which a driver hands in what keeps decisions as data, beside the remarks that tell them. */
export const decisionLog = defineInterface<(decision: Decision) => void>("DecisionLog");

/** `fuse: epilogue into contraction "conv1": fused 12.3 us (8.2..18.5), separate 15.0 us -> fused (analytic, decided)`. */
export function decisionText(decision: Decision, metric: Metric = "latency"): string {
  const { alternatives } = decision.comparison;
  const shown = alternatives
    .map(({ label, prediction }) => `${label} ${durationText(prediction.metrics[metric].mean)}`)
    .join(", ");
  const chosen = alternatives[decision.chosen];
  const by = chosen?.prediction.answeredBy ?? "nobody";
  const names = namesOf(decision.location);
  const about = names[0] === undefined ? "" : ` [${names[0]}]`;
  return `${decision.question}${about}: ${shown} -> ${chosen?.label ?? "none"} (${by}, ${decision.reason})`;
}

export function decisionRemark(decision: Decision): Diagnostic {
  return remark(`${decision.pass}.decision`, decisionText(decision), placeOf(decision.location));
}

/** Nanoseconds with a fitting unit and three digits. */
export function durationText(nanoseconds: number): string {
  if (nanoseconds < 1000) return `${nanoseconds.toPrecision(3)} ns`;
  if (nanoseconds < 1e6) return `${(nanoseconds / 1e3).toPrecision(3)} us`;
  if (nanoseconds < 1e9) return `${(nanoseconds / 1e6).toPrecision(3)} ms`;
  return `${(nanoseconds / 1e9).toPrecision(3)} s`;
}
