/**
 * canonicalize and cse of a program of 100 000 arith operations, against `mlir-opt -canonicalize -cse` on the same text (the times of its
 * own -mlir-timing, threads off), and how many operations each leaves.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { passes } from "../passes/index.ts";
import { createContext } from "../src/definition/context.ts";
import { defaultDialects } from "../src/driver/dialects.ts";
import { countOperations } from "../src/pass/operation-count.ts";
import { runPipeline } from "../src/pass/pass-manager.ts";
import { parsePipeline } from "../src/pass/pipeline.ts";
import { Source } from "../src/source/source.ts";
import { invariant } from "../src/support/invariant.ts";
import { createRandom } from "../src/support/random.ts";
import { parseModule } from "../src/text/parse.ts";
import { type Benchmark, type BenchmarkRow, costRow, median } from "./row.ts";

const OPERATIONS = 100_000;
const SEED = 20;
const ROUNDS = 7;
const MLIR_OPT = "mlir-opt-22";

const BINARY = ["addi", "subi", "muli", "andi", "ori", "xori", "maxsi", "minui", "shli", "addi", "muli"] as const;

/**
 * One function on i32: two thirds binary operations on earlier values, one sixth constants (small, so that identities and duplicates
 * occur), the rest comparisons with selects. Every value is used: what is left over is summed up and returned.
 */
export function arithProgram(operations: number, seed: number): string {
  const random = createRandom(seed);
  const lines: string[] = [];
  const values = ["%a", "%b", "%c"];
  const unused: string[] = [];
  // An operand is a value that nobody has used yet, half of the time, and else one of the last 200.
  const operand = (): string => {
    const fresh = random.integer(2) === 0 ? unused.splice(random.integer(Math.max(1, unused.length)), 1)[0] : undefined;
    return fresh ?? values[values.length - 1 - random.integer(Math.min(values.length, 200))] ?? "%a";
  };
  for (let number = 0; lines.length < operations; number++) {
    const name = `%v${number}`;
    const kind = random.integer(6);
    if (kind === 0) lines.push(`  ${name} = arith.constant ${random.integer(64) - 8} : i32`);
    else if (kind === 1) {
      lines.push(`  ${name}c = arith.cmpi ${random.integer(2) === 0 ? "slt" : "eq"}, ${operand()}, ${operand()} : i32`);
      lines.push(`  ${name} = arith.select ${name}c, ${operand()}, ${operand()} : i32`);
    } else lines.push(`  ${name} = arith.${BINARY[random.integer(BINARY.length)]} ${operand()}, ${operand()} : i32`);
    values.push(name);
    unused.push(name);
  }
  let total = "%a";
  unused.forEach((name, at) => {
    lines.push(`  %s${at} = arith.addi ${total}, ${name} : i32`);
    total = `%s${at}`;
  });
  return `func.func @main(%a: i32, %b: i32, %c: i32) -> i32 {\n${lines.join("\n")}\n  return ${total} : i32\n}\n`;
}

interface Measured {
  readonly milliseconds: number;
  readonly operations: number;
}

async function measureLathe(text: string): Promise<Measured> {
  const context = createContext(defaultDialects);
  const pipeline = parsePipeline("canonicalize,cse", passes);
  const parsed = parseModule(new Source("program", text), context);
  invariant(parsed.ok && pipeline.ok, "the program and the pipeline are right");
  const start = performance.now();
  const result = await runPipeline(parsed.value, pipeline.value, { context, verifyEach: false });
  return { milliseconds: performance.now() - start, operations: countOperations(result.module) };
}

/** Undefined where mlir-opt is not installed. */
function measureUpstream(path: string): Measured | undefined {
  try {
    // One shell to join both streams: the report is on standard error, the program on standard output.
    const shell = `${MLIR_OPT} ${path} -canonicalize -cse -mlir-timing -mlir-disable-threading -verify-each=false 2>&1`;
    const text = execFileSync("sh", ["-c", shell], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const seconds = [...text.matchAll(/^\s*(\d+\.\d+)\s*\(.*?\)\s+(?:Canonicalizer|CSE)\s*$/gm)].map(([, time]) =>
      Number(time),
    );
    const operations = text
      .split("\n")
      .filter((line) => /^\s*(?:%\S+ = )?[a-z]+\.?[a-z_]+\b.*:|^\s*return|^\s*func|^module/.test(line)).length;
    if (seconds.length !== 2) return undefined;
    return { milliseconds: 1000 * seconds.reduce((sum, time) => sum + time, 0), operations };
  } catch {
    return undefined;
  }
}

export const canonicalize: Benchmark = async () => {
  const text = arithProgram(OPERATIONS, SEED);
  const folder = mkdtempSync(join(tmpdir(), "lathe-bench-"));
  const path = join(folder, "program.mlir");
  writeFileSync(path, text);
  const lathe: Measured[] = [];
  const upstream: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const ours = await measureLathe(text);
    const theirs = measureUpstream(path);
    // The first round compiles.
    if (round > 0) lathe.push(ours);
    if (theirs !== undefined) upstream.push(theirs);
  }
  rmSync(folder, { recursive: true });
  const time = (all: readonly Measured[]): number => median(all.map(({ milliseconds }) => milliseconds));
  const peer = upstream.length === 0 ? null : time(upstream);
  const rows: BenchmarkRow[] = [
    costRow("canonicalize + cse, 100k arith operations", time(lathe), peer, MLIR_OPT, "ms"),
  ];
  rows.push(
    costRow(
      "operations left of them",
      lathe[0]?.operations ?? 0,
      upstream[0]?.operations ?? null,
      MLIR_OPT,
      "operations",
    ),
  );
  return rows;
};
