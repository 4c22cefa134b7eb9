import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { linalgGeneralizeNamedOps } from "../../../passes/convert/linalg-generalize-named-ops.ts";
import { stablehloToLinalg } from "../../../passes/convert/stablehlo-to-linalg.ts";
import { printModule } from "../../../src/text/print.ts";
import { fullContext, moduleOf, runPasses } from "../../support/programs.ts";
import { expectSameResults, functionsOf } from "../../support/same-results.ts";
import { testWithTool } from "../../support/tools.ts";

const context = fullContext();
const text = readFileSync(new URL("inputs/stablehlo.mlir", import.meta.url), "utf8");
const program = moduleOf(text, context);
// Sums are rounded to f32 after each step here and at the end there: relative to the largest term that is the number of terms in ulps.
const tolerance = { relative: 2e-5, floor: 1 };
// Where nothing is summed the results are the same but for the last bits of the functions of math.
const SUMS = /conv|dot|matmul|attention|depthwise|grouped|dilated|pointwise|batch_norm/;

for (const { name } of functionsOf(program))
  test(`@${name} means the same in linalg, named and generalized`, async () => {
    const named = await runPasses(program, [stablehloToLinalg.with()], context);
    const generic = await runPasses(named.module, [linalgGeneralizeNamedOps.with()], context);
    expect(printModule(named.module, context)).not.toContain("stablehlo.");
    expect(printModule(generic.module, context)).not.toMatch(/linalg\.(?!generic|index|yield)/);
    const options = {
      tolerance: SUMS.test(name) ? tolerance : { relative: 2e-6, floor: 0 },
      rounds: 8,
      special: !SUMS.test(name),
    };
    expectSameResults(program, named.module, name, context, options);
    expectSameResults(program, generic.module, name, context, options);
  });

testWithTool("upstream accepts what the lowering prints", "mlir-opt", async (path) => {
  const named = await runPasses(program, [stablehloToLinalg.with()], context);
  const generic = await runPasses(named.module, [linalgGeneralizeNamedOps.with()], context);
  for (const { module } of [named, generic])
    expect(execFileSync(path, [], { input: printModule(module, context), encoding: "utf8" })).toContain(
      "func.func @loop",
    );
});
