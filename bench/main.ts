/**
 * `npm run --silent bench -- NAME... [--json]`: runs the named benchmarks (all without a name) and prints their rows. Each stands beside
 * its peer in one interleaved run; a ratio above 1 means that Lathe is better.
 */
import type { Benchmark, BenchmarkRow } from "./row.ts";

/** Every benchmark by name, loaded when it is asked for. */
const benchmarks: Readonly<Record<string, () => Promise<Benchmark>>> = {
  parse: async () => (await import("./parse.ts")).parseText,
  print: async () => (await import("./parse.ts")).printText,
  rewrite: async () => (await import("./rewrite.ts")).rewrite,
  speculate: async () => (await import("./speculate.ts")).speculate,
  interpret: async () => (await import("./interpret.ts")).interpreter,
  canonicalize: async () => (await import("./canonicalize.ts")).canonicalize,
  matmul: async () => (await import("./matmul.ts")).matmul,
  models: async () => (await import("./models.ts")).models,
  "generated-models": async () => (await import("./models.ts")).generatedModels,
};

const names = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
const unknown = names.filter((name) => benchmarks[name] === undefined);
if (unknown.length > 0) {
  process.stderr.write(
    `there is no benchmark ${unknown.join(", ")}; there are ${Object.keys(benchmarks).join(", ")}\n`,
  );
  process.exitCode = 2;
} else {
  const rows: BenchmarkRow[] = [];
  for (const name of names.length === 0 ? Object.keys(benchmarks) : names) {
    const benchmark = await benchmarks[name]?.();
    rows.push(...((await benchmark?.()) ?? []));
  }
  const json = process.argv.includes("--json");
  process.stdout.write(json ? `${JSON.stringify({ rows }, undefined, 2)}\n` : table(rows));
}

function table(rows: readonly BenchmarkRow[]): string {
  const cells = rows.map(({ name, lathe, peer, peerName, unit, ratio }) => [
    name,
    `${lathe} ${unit}`,
    peer === null ? "-" : `${peer} ${unit}`,
    peerName,
    ratio === null ? "-" : `${ratio}x`,
  ]);
  const all = [["benchmark", "lathe", "peer", "", "ratio"], ...cells];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}
