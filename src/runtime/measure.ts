/**
 * How long something takes. Engines compile WebAssembly twice: a quick compiler first, then, for what turns out to be hot, an optimizing one on another thread; so
 * measuring runs until warm, pauses for the second compiler to finish, and only then counts. Alternatives are measured in turns, so that a change of the
 * machine's clock, or a neighbour, meets all of them alike.
 */
import { invariant } from "../support/invariant.ts";

export interface MeasureOptions {
  /** Calls before counting. */
  readonly warmup?: number;
  /** Milliseconds that the calls before counting take at least, for each function: a short one must run often before an engine finds it hot. */
  readonly warmupTime?: number;
  /** Milliseconds to wait after the warm-up, for compilers on other threads. */
  readonly settle?: number;
  /** Rounds to count at least. */
  readonly rounds?: number;
  /** Milliseconds after which counting stops at the end of a round, whatever `rounds` says; never before one round. */
  readonly limit?: number;
  /** Milliseconds from some fixed point, never going back; `performance.now` unless a test passes its own. */
  readonly clock?: () => number;
}

/** Times in nanoseconds. */
export interface Measurement {
  /** Every counted call, ascending. */
  readonly sorted: Float64Array;
  readonly min: number;
  readonly median: number;
  readonly mean: number;
}

const DEFAULTS = { warmup: 10, warmupTime: 0, settle: 50, rounds: 30, limit: 2000 };

/** Measures one function; asynchronous ones are awaited within the time that counts. */
export async function measure(run: () => unknown, options: MeasureOptions = {}): Promise<Measurement> {
  const [only] = await measureInTurns([run], options);
  invariant(only !== undefined, "one alternative gives one measurement");
  return only;
}

/** Measures alternatives round by round, each once a round in the order given; one measurement each. */
export async function measureInTurns(
  runs: readonly (() => unknown)[],
  options: MeasureOptions = {},
): Promise<readonly Measurement[]> {
  const { warmup, warmupTime, settle, rounds, limit } = { ...DEFAULTS, ...options };
  const clock = options.clock ?? (() => performance.now());
  const enough = clock() + warmupTime * runs.length;
  for (let i = 0; i < warmup || clock() < enough; i++) for (const run of runs) await settled(run());
  if (settle > 0) await new Promise((resolve) => setTimeout(resolve, settle));
  const times: number[][] = runs.map(() => []);
  const start = clock();
  for (let round = 0; round < Math.max(1, rounds); round++) {
    for (let i = 0; i < runs.length; i++) times[i]?.push(await timed(runs[i], clock));
    if (clock() - start >= limit) break;
  }
  return times.map(summary);
}

/** Nanoseconds of one call. A promise is awaited; anything else is not, because awaiting alone takes a microsecond. */
async function timed(run: (() => unknown) | undefined, clock: () => number): Promise<number> {
  const start = clock();
  const result = run?.();
  if (result instanceof Promise) await result;
  return (clock() - start) * 1e6;
}

async function settled(result: unknown): Promise<void> {
  if (result instanceof Promise) await result;
}

function summary(times: readonly number[]): Measurement {
  const sorted = Float64Array.from(times).sort();
  const mean = sorted.reduce((sum, time) => sum + time, 0) / sorted.length;
  return { sorted, min: sorted[0] ?? 0, median: percentile(sorted, 50), mean };
}

/** The value below which `percent` per cent of ascending `sorted` lie, between neighbours by proportion. */
export function percentile(sorted: Float64Array, percent: number): number {
  const position = (percent / 100) * (sorted.length - 1);
  const low = sorted[Math.floor(position)] ?? 0;
  const high = sorted[Math.ceil(position)] ?? 0;
  return low + (high - low) * (position - Math.floor(position));
}
