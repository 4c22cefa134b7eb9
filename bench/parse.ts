/**
 * How fast text becomes a committed module: generic and custom form, against mlir-opt's own parser (its `-mlir-timing` report, threads
 * off) on the same file. Run: `node scripts/run.mjs bench/parse.ts [BYTES...]`.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createContext } from "../src/definition/context.ts";
import { defaultDialects } from "../src/driver/dialects.ts";
import { Source } from "../src/source/source.ts";
import { parseModule } from "../src/text/parse.ts";
import { printModule } from "../src/text/print.ts";
import { generateGenericText } from "./programs.ts";

export interface ParseMeasurement {
  readonly form: "generic" | "custom";
  readonly bytes: number;
  /** Milliseconds from text to committed module. */
  readonly cold: number;
  readonly median: number;
  readonly best: number;
  /** Milliseconds of mlir-opt's parser; undefined where it is not installed. */
  readonly peer: number | undefined;
}

const PEERS = ["mlir-opt-22", "mlir-opt"];

/** Parses `text` `rounds` times. */
export function measureParse(form: ParseMeasurement["form"], text: string, rounds: number): ParseMeasurement {
  const context = createContext(defaultDialects, { allowUnregistered: true });
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const result = parseModule(new Source("bench.mlir", text), context);
    times.push(performance.now() - start);
    if (!result.ok) throw new Error(result.diagnostics[0]?.message ?? "the program does not parse");
  }
  const sorted = [...times].sort((a, b) => a - b);
  return {
    form,
    bytes: text.length,
    cold: times[0] ?? 0,
    median: sorted[sorted.length >> 1] ?? 0,
    best: sorted[0] ?? 0,
    peer: measurePeer(text),
  };
}

/** The time that mlir-opt reports for its parser. */
export function measurePeer(text: string): number | undefined {
  const folder = mkdtempSync(join(tmpdir(), "lathe-bench-"));
  const file = join(folder, "bench.mlir");
  writeFileSync(file, text);
  const times: number[] = [];
  try {
    for (const peer of PEERS)
      for (let round = 0; round < 3; round++) {
        const report = reportOf(peer, file);
        const seconds = report === undefined ? undefined : /^\s*([\d.]+) .*Parser\s*$/m.exec(report)?.[1];
        if (seconds !== undefined) times.push(Number(seconds) * 1000);
      }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return times.length === 0 ? undefined : Math.min(...times);
}

function reportOf(peer: string, file: string): string | undefined {
  try {
    return execFileSync(
      "sh",
      [
        "-c",
        `${peer} --mlir-disable-threading --mlir-timing --mlir-timing-display=list --allow-unregistered-dialect ${file} -o /dev/null 2>&1`,
      ],
      { encoding: "utf8" },
    );
  } catch {
    return undefined;
  }
}

/** The same program in custom form. */
export function customText(bytes: number, seed: number): string {
  const context = createContext(defaultDialects, { allowUnregistered: true });
  const parsed = parseModule(new Source("bench.mlir", generateGenericText(bytes, seed)), context);
  return parsed.ok ? printModule(parsed.value, context) : "";
}

function main(sizes: readonly number[]): void {
  for (const bytes of sizes)
    for (const form of ["generic", "custom"] as const) {
      const text = form === "generic" ? generateGenericText(bytes, 1) : customText(bytes * 2, 1);
      const { cold, median, best, peer } = measureParse(form, text, bytes > 4e6 ? 7 : 25);
      const rate = (time: number): string => `${(text.length / 1000 / time).toFixed(1)} MB/s`;
      console.log(
        `${form.padEnd(8)} ${(text.length / 1e6).toFixed(1)} MB  cold ${cold.toFixed(0)} ms  median ${median.toFixed(1)} ms (${rate(median)})  best ${best.toFixed(1)} ms (${rate(best)})  mlir-opt ${peer === undefined ? "-" : `${peer.toFixed(1)} ms (${rate(peer)}), ratio ${(peer / median).toFixed(2)}`}`,
      );
      console.log(`         memory ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`);
    }
}

if (process.argv[1]?.includes("bench-parse"))
  main(process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1e6, 1e7]);
