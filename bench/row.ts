/** What every benchmark returns, and how times are taken: paired and interleaved runs, medians. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** One line of a table. `ratio` above 1 means that Lathe is better; null where the peer is not installed. */
export interface BenchmarkRow {
  readonly name: string;
  readonly lathe: number;
  readonly peer: number | null;
  readonly peerName: string;
  readonly unit: string;
  readonly ratio: number | null;
}

export type Benchmark = () => Promise<readonly BenchmarkRow[]>;

/** A row whose numbers are costs (times): the ratio is peer / lathe. */
export function costRow(
  name: string,
  lathe: number,
  peer: number | null,
  peerName: string,
  unit: string,
): BenchmarkRow {
  return {
    name,
    lathe: round(lathe),
    peer: peer === null ? null : round(peer),
    peerName,
    unit,
    ratio: peer === null ? null : round(peer / lathe),
  };
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

// What one contender leaves in the nursery must not be collected on another's time. (A full collection would also drop compiled code.)
setFlagsFromString("--expose-gc");
const collect: (options: { readonly type: "minor" }) => void = runInNewContext("gc");

/** Milliseconds of each contender, by rounds in which all take their turn; the first rounds warm up and don't count. `prepare` and `finish` are not timed. */
export function interleave<S>(
  contenders: readonly {
    readonly prepare: () => S;
    readonly run: (state: S) => void;
    readonly finish?: (state: S) => void;
  }[],
  rounds: number,
  warmup: number,
): readonly (readonly number[])[] {
  const times: number[][] = contenders.map(() => []);
  for (let round = 0; round < rounds + warmup; round++)
    contenders.forEach(({ prepare, run, finish }, index) => {
      const state = prepare();
      collect({ type: "minor" });
      const start = performance.now();
      run(state);
      const taken = performance.now() - start;
      finish?.(state);
      if (round >= warmup) times[index]?.push(taken);
    });
  return times;
}
