/** What a cost question is answered with: distributions, and who answered. */

/** `low` to `high` is meant to hold the true value nine times of ten. */
export interface Distribution {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export type Metric = "latency" | "instructions" | "spills" | "peak-memory" | "utilization";

/** Units: nanoseconds; instructions executed; values spilled in the innermost loop; bytes; share of the machine's peak (0 to 1). */
export type Metrics = Readonly<Record<Metric, Distribution>>;

export interface Prediction {
  readonly metrics: Metrics;
  /** "analytic", a learned model's name and hash, or "measured". */
  readonly answeredBy: string;
}

export function exactly(value: number): Distribution {
  return { mean: value, low: value, high: value };
}

/** A relative error: what a model that is off by a factor of `1 + error` either way says. */
export function within(mean: number, error: number): Distribution {
  return { mean, low: mean / (1 + error), high: mean * (1 + error) };
}

/** The sum of independent values: means add, half-widths add as squares. */
export function sum(parts: readonly Distribution[]): Distribution {
  let mean = 0;
  let below = 0;
  let above = 0;
  for (const part of parts) {
    mean += part.mean;
    below += (part.mean - part.low) ** 2;
    above += (part.high - part.mean) ** 2;
  }
  return { mean, low: mean - Math.sqrt(below), high: mean + Math.sqrt(above) };
}
