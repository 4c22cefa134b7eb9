/** Simplifications keep the meaning of programs: the interpreter is the judge, on random programs and arguments. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { passes } from "../../passes/index.ts";
import { interpretValues } from "../../src/interpret/interpreter.ts";
import type { RuntimeValue } from "../../src/interpret/value.ts";
import { runPipeline } from "../../src/pass/pass-manager.ts";
import { parsePipeline } from "../../src/pass/pipeline.ts";
import { renderDiagnostics } from "../../src/source/render.ts";
import { Source } from "../../src/source/source.ts";
import { parseModule } from "../../src/text/parse.ts";
import { printModule } from "../../src/text/print.ts";
import { verifyModule } from "../../src/verify/verify.ts";
import { fullContext, moduleOf } from "../support/programs.ts";
import { MAIN_ARGUMENTS, randomProgram } from "../support/random-programs.ts";

const context = fullContext();
const PROGRAMS = 120;

const edges = <T>(random: fc.Arbitrary<T>, ...special: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof(random, fc.constantFrom(...special));
const ofType: Readonly<Record<string, fc.Arbitrary<RuntimeValue>>> = {
  i1: fc.constantFrom(0, 1),
  i8: edges(fc.integer({ min: -128, max: 127 }), 0, 1, -1, -128),
  i32: edges(fc.integer(), 0, 1, -1, -(2 ** 31)),
  i64: edges(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), 0n, 1n, -1n),
  f32: edges(fc.float(), 0, -0, Number.NaN, Number.POSITIVE_INFINITY),
};
const argumentLists = fc.tuple(...MAIN_ARGUMENTS.map((type) => ofType[type] ?? fc.constant(0)));

test.each([
  "canonicalize",
  "canonicalize{top-down=false}",
  "cse",
  "inline,symbol-dce",
  "canonicalize,cse,inline,symbol-dce,canonicalize,cse",
])("%s keeps results", async (text) => {
  const pipeline = parsePipeline(text, passes);
  if (!pipeline.ok) expect.unreachable(renderDiagnostics(pipeline.diagnostics));
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 40 }), argumentLists, async (seed, size, args) => {
      const module = moduleOf(randomProgram(seed, size), context);
      const result = await runPipeline(module, pipeline.value, { context });
      expect(renderDiagnostics(result.diagnostics)).toBe("");
      const before = interpretValues(module, context, "main", args);
      // Division by zero and the like are undefined in MLIR: a simplification may do anything with them.
      if (!before.ok) return;
      const after = interpretValues(result.module, context, "main", args);
      if (!after.ok) expect.unreachable(renderDiagnostics(after.diagnostics));
      expect(after.value).toEqual(before.value);
      compared++;
      // One oracle does everything: the result reads back, and a second run finds nothing to do.
      const printed = printModule(result.module, context);
      const again = parseModule(new Source("again", printed), context);
      if (!again.ok) expect.unreachable(renderDiagnostics(again.diagnostics));
      expect(verifyModule(again.value, context)).toEqual([]);
      expect(printModule(again.value, context)).toBe(printed);
    }),
    { numRuns: PROGRAMS },
  );
  expect(compared).toBeGreaterThan(PROGRAMS / 10);
});
