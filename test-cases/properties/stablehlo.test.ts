/** Simplifications of StableHLO are exact: random programs give the same bits before and after, on random inputs with edges among them. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { passes } from "../../passes/index.ts";
import { interpret } from "../../src/interpret/interpreter.ts";
import type { Module } from "../../src/ir/module.ts";
import { runPipeline } from "../../src/pass/pass-manager.ts";
import { parsePipeline } from "../../src/pass/pipeline.ts";
import { renderDiagnostics } from "../../src/source/render.ts";
import { Source } from "../../src/source/source.ts";
import { createRandom } from "../../src/support/random.ts";
import { getSlot, type Tensor } from "../../src/tensor/tensor.ts";
import { parseModule } from "../../src/text/parse.ts";
import { printModule } from "../../src/text/print.ts";
import { verifyModule } from "../../src/verify/verify.ts";
import { fullContext, moduleOf } from "../support/programs.ts";
import { functionsOf, randomTensor } from "../support/same-results.ts";
import { randomStablehloProgram } from "../support/stablehlo-programs.ts";

const context = fullContext();
const PROGRAMS = Number(process.env["PROGRAMS"] ?? 150);

/** Every element as it is: 0 is not -0, and NaN is NaN whatever its payload. */
function resultsOf(module: Module, inputs: readonly Tensor[]): readonly unknown[] {
  const run = interpret(module, context, "main", inputs);
  if (!run.ok) expect.unreachable(renderDiagnostics(run.diagnostics));
  return run.value.map((tensor) => [
    tensor.dtype,
    tensor.shape,
    Array.from({ length: tensor.data.length }, (_, slot) => getSlot(tensor, slot)),
  ]);
}

test.each(["canonicalize", "canonicalize,cse,canonicalize"])("%s keeps every bit", async (text) => {
  const pipeline = parsePipeline(text, passes);
  if (!pipeline.ok) expect.unreachable(renderDiagnostics(pipeline.diagnostics));
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 30 }), async (seed, size) => {
      const source = randomStablehloProgram(seed, size);
      const module = moduleOf(source, context);
      const result = await runPipeline(module, pipeline.value, { context });
      expect(renderDiagnostics(result.diagnostics)).toBe("");
      const random = createRandom(seed);
      const types = functionsOf(module)[0]?.type.inputs ?? [];
      const inputs = types.map((type) => randomTensor(type, random, { special: true }));
      expect(resultsOf(result.module, inputs)).toEqual(resultsOf(module, inputs));
      const printed = printModule(result.module, context);
      const again = parseModule(new Source("again", printed), context);
      if (!again.ok) expect.unreachable(renderDiagnostics(again.diagnostics));
      expect(verifyModule(again.value, context)).toEqual([]);
      expect(printModule(again.value, context)).toBe(printed);
    }),
    { numRuns: PROGRAMS },
  );
});
