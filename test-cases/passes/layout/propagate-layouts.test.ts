import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { propagateLayouts } from "../../../passes/layout/propagate-layouts.ts";
import type { Module } from "../../../src/ir/module.ts";
import { TOP } from "../../../src/ir/module.ts";
import { verifyModule } from "../../../src/verify/verify.ts";
import { fullContext, moduleOf, runPasses } from "../../support/programs.ts";
import { expectSameResults, functionsOf } from "../../support/same-results.ts";

const context = fullContext();
const text = readFileSync(new URL("inputs/channels-first.mlir", import.meta.url), "utf8");
const program = moduleOf(text, context);
// Sums run over the window and the channels in another order, of at most 36 terms.
const options = { tolerance: { relative: 2e-5, floor: 1 }, rounds: 3, special: false };

/** Transposes in each function. */
function transposes(module: Module): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const id of module.childrenOf(TOP)) {
    const { properties } = module.body(id).root;
    const name = properties.entries.find((entry) => entry.name === "sym_name")?.value;
    let count = 0;
    module.body(id).operations.forEach((operation) => {
      if (operation?.name.text === "stablehlo.transpose") count++;
    });
    if (name?.kind === "string") counts[name.value] = count;
  }
  return counts;
}

test("programs mean the same in the propagated layout, and verify", async () => {
  const { module } = await runPasses(program, [propagateLayouts.with()], context);
  expect(verifyModule(module, context)).toEqual([]);
  for (const { name } of functionsOf(program)) expectSameResults(program, module, name, context, options);
});

test("what is left are transposes of arguments, of results, and of what mixes dimensions", async () => {
  const { module } = await runPasses(program, [propagateLayouts.with()], context);
  // Kernels are arguments here, a transpose each; in models they are constants, turned at compile time.
  expect(transposes(module)).toEqual({
    residual: 3, // image, kernel, result
    separable: 4, // image, two kernels, result
    squeeze_excite: 5, // image, three kernels, result: none in the branch
    neck: 4, // image, kernel, the other branch, result: the upsampling needs none
    head: 2, // image, kernel: the exporter's own is gone
    sequence: 2, // image, kernel: time comes out where the product wants it
    heads: 4, // one an operand of the products, and the result: there is no better place for them
    pixel_shuffle: 3, // image, kernel, and the one of the program
    captured: 3, // image, kernel, what the branches see
    two_results: 2, // image, kernel: positions are counted along the other dimension
  });
});
