/**
 * How fast text becomes a committed module, and a module text: generic form of 1 and 10 MB, custom form of 4 MB, in turns with mlir-opt's
 * own parser and printer on the same file (its `-mlir-timing` report, threads off). Ours is the warm median; the first, cold time and the
 * memory stand in rows of their own.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Context, createContext } from "../src/definition/context.ts";
import { defaultDialects } from "../src/driver/dialects.ts";
import type { Module } from "../src/ir/module.ts";
import { Source } from "../src/source/source.ts";
import { parseModule } from "../src/text/parse.ts";
import { printModule } from "../src/text/print.ts";
import { generateGenericText } from "./programs.ts";
import { type Benchmark, type BenchmarkRow, costRow, median } from "./row.ts";

const PEERS: readonly string[] = ["mlir-opt-22", "mlir-opt"];
const ROUNDS = 9;

interface TextCase {
  readonly name: string;
  readonly text: string;
  readonly generic: boolean;
}

function cases(context: Context): readonly TextCase[] {
  const customs = parse(generateGenericText(8e6, 1), context);
  return [
    { name: "generic 1 MB", text: generateGenericText(1e6, 1), generic: true },
    { name: "generic 10 MB", text: generateGenericText(1e7, 1), generic: true },
    { name: "custom 4 MB", text: printModule(customs, context), generic: false },
  ];
}

function parse(text: string, context: Context): Module {
  const result = parseModule(new Source("bench.mlir", text), context);
  if (!result.ok) throw new Error(result.diagnostics[0]?.message ?? "the program does not parse");
  return result.value;
}

/** Milliseconds of mlir-opt's phases on a file; undefined where no mlir-opt is installed. */
function peerPhases(file: string, generic: boolean): { readonly parser: number; readonly output: number } | undefined {
  const flags = [
    "--mlir-disable-threading",
    "--mlir-timing",
    "--mlir-timing-display=list",
    "--allow-unregistered-dialect",
  ];
  const form = generic ? ["--mlir-print-op-generic"] : [];
  for (const peer of PEERS) {
    const report = reportOf(peer, [...flags, ...form, file, "-o", "/dev/null"]);
    const phase = (name: string): number =>
      Number(new RegExp(`^\\s*([\\d.]+) .*${name}\\s*$`, "m").exec(report ?? "")?.[1]) * 1000;
    if (report !== undefined) return { parser: phase("Parser"), output: phase("Output") };
  }
  return undefined;
}

/** The timing report goes to standard error. */
function reportOf(command: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync("sh", ["-c", '"$0" "$@" 2>&1', command, ...args], { encoding: "utf8" });
  } catch {
    return undefined;
  }
}

async function compare(what: "parse" | "print"): Promise<readonly BenchmarkRow[]> {
  const context = createContext(defaultDialects, { allowUnregistered: true });
  const folder = mkdtempSync(join(tmpdir(), "lathe-bench-"));
  const rows: BenchmarkRow[] = [];
  try {
    for (const { name, text, generic } of cases(context)) {
      const file = join(folder, "bench.mlir");
      writeFileSync(file, text);
      const ours: number[] = [];
      const peers: number[] = [];
      const module = what === "print" ? parse(text, context) : undefined;
      for (let round = 0; round < ROUNDS; round++) {
        const start = performance.now();
        if (module === undefined) parse(text, context);
        else printModule(module, context, { generic });
        ours.push(performance.now() - start);
        const phases = peerPhases(file, generic);
        if (phases !== undefined) peers.push(what === "parse" ? phases.parser : phases.output);
      }
      const peer = peers.length === 0 ? null : median(peers);
      const title = `${what} ${name} (${(text.length / 1e6).toFixed(1)} MB)`;
      rows.push(costRow(title, median(ours.slice(1)), peer, "mlir-opt", "ms"));
      rows.push(costRow(`${title}, cold`, ours[0] ?? 0, peers[0] ?? null, "mlir-opt", "ms"));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  rows.push({
    name: `${what}, memory of the process`,
    lathe: Math.round(process.memoryUsage().rss / 1e6),
    peer: null,
    peerName: "-",
    unit: "MB",
    ratio: null,
  });
  return rows;
}

export const parseText: Benchmark = () => compare("parse");
export const printText: Benchmark = () => compare("print");
