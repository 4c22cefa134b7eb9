/**
 * Small programs that the back end once refused or got wrong, and their like: compiled for wasm-simd, run, and held against the interpreter.
 * Each file of small/ is one program; `// INPUT: 2, 1` gives the values of an argument, which are random otherwise.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createContext } from "../../src/definition/context.ts";
import { compileModule } from "../../src/driver/compile.ts";
import { defaultDialects } from "../../src/driver/dialects.ts";
import { expectValue } from "../../src/import/onnx/run-test-model.ts";
import { interpret } from "../../src/interpret/interpreter.ts";
import { Source } from "../../src/source/source.ts";
import { createRandom } from "../../src/support/random.ts";
import type { TensorDescription } from "../../src/target/target.ts";
import { compareTensors } from "../../src/tensor/compare.ts";
import { type Tensor, tensorOf } from "../../src/tensor/tensor.ts";
import { parseModule } from "../../src/text/parse.ts";
import { verifyModule } from "../../src/verify/verify.ts";

const folder = fileURLToPath(new URL("small/", import.meta.url));
const context = createContext(defaultDialects);

/** Numbers that every element type has, small enough for exact sums. */
function inputFor(slot: TensorDescription, given: readonly number[] | undefined, seed: number): Tensor {
  const random = createRandom(seed);
  const count = slot.shape.reduce((product, extent) => product * extent, 1);
  const limit = slot.dtype === "i1" ? 2 : 100;
  return tensorOf(slot.dtype, slot.shape, given ?? Array.from({ length: count }, () => random.integer(limit)));
}

test.each(readdirSync(folder).sort())("%s: compiled and interpreted agree", { timeout: 60_000 }, async (file) => {
  const text = readFileSync(join(folder, file), "utf8");
  const module = expectValue(parseModule(new Source(file, text), context));
  expect(verifyModule(module, context)).toEqual([]);
  const { emission } = expectValue(await compileModule(module, context, { verifyEach: true }));
  const program = expectValue(await emission.load());
  const given = [...text.matchAll(/^\/\/ INPUT: (.*)$/gm)].map(([, list]) => list?.split(",").map(Number));
  const inputs = program.entries[0]?.inputs.map((slot, at) => inputFor(slot, given[at], at)) ?? [];
  const expected = expectValue(interpret(module, context, "main", inputs));
  const actual = expectValue(await program.run(inputs, "main"));
  expect(actual.length).toBe(expected.length);
  expected.forEach((tensor, at) => {
    const other = actual[at];
    if (other === undefined) expect.unreachable(`result ${at}`);
    // The order of sums may differ: a few units in the last place.
    expect(compareTensors(other, tensor, { relative: 1e-5, floor: 1e-5 })).toMatchObject({ close: true });
  });
});
