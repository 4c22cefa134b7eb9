/** Simplifications beside upstream's own, on random programs: `mlir-opt` runs the same passes, and its text is read and printed here. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { passes } from "../../passes/index.ts";
import type { Module } from "../../src/ir/module.ts";
import { countOperations } from "../../src/pass/operation-count.ts";
import { runPipeline } from "../../src/pass/pass-manager.ts";
import { parsePipeline } from "../../src/pass/pipeline.ts";
import { printModule } from "../../src/text/print.ts";
import { fullContext, moduleOf } from "../support/programs.ts";
import { randomProgram } from "../support/random-programs.ts";
import { testWithTool } from "../support/tools.ts";

const PROGRAMS = 30;
const context = fullContext();

interface Compared {
  /** How many programs have the same text after names were dropped. */
  readonly equal: number;
  readonly lathe: number;
  readonly upstream: number;
}

async function compare(mlirOpt: string, pass: string): Promise<Compared> {
  const pipeline = parsePipeline(pass, passes);
  if (!pipeline.ok) expect.unreachable(pass);
  const folder = mkdtempSync(join(tmpdir(), "lathe-upstream-"));
  const text = (module: Module): string => printModule(module, context, { dropNames: true });
  let equal = 0;
  let lathe = 0;
  let upstream = 0;
  for (let seed = 0; seed < PROGRAMS; seed++) {
    const program = randomProgram(seed, 25);
    const path = join(folder, `${seed}.mlir`);
    writeFileSync(path, program);
    const result = await runPipeline(moduleOf(program, context), pipeline.value, { context });
    const theirs = moduleOf(execFileSync(mlirOpt, [path, `-${pass}`], { encoding: "utf8" }), context);
    if (text(result.module) === text(theirs)) equal++;
    lathe += countOperations(result.module);
    upstream += countOperations(theirs);
  }
  rmSync(folder, { recursive: true });
  return { equal, lathe, upstream };
}

testWithTool("cse gives upstream's text", "mlir-opt", async (mlirOpt) => {
  const { equal } = await compare(mlirOpt, "cse");
  expect(equal).toBe(PROGRAMS);
});

// Where texts differ, a constant stands elsewhere, or one side folds what the other leaves: ceildivsi by the smallest integer.
testWithTool(
  "canonicalize gives upstream's text but for a few programs, and as many operations",
  "mlir-opt",
  async (mlirOpt) => {
    const { equal, lathe, upstream } = await compare(mlirOpt, "canonicalize");
    expect(equal).toBeGreaterThanOrEqual(0.9 * PROGRAMS);
    expect(Math.abs(lathe - upstream)).toBeLessThanOrEqual(0.01 * upstream);
  },
);
