import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fullContext, moduleOf } from "../../test-cases/support/programs.ts";
import { testWithTool } from "../../test-cases/support/tools.ts";
import { expectOk } from "../../test-cases/support/wasm-programs.ts";
import { genericMachine } from "../cost/generic-machine.ts";
import { conversionTarget } from "../rewrite/conversion-target.ts";
import { defineTarget } from "../target/target.ts";
import { tensorOf } from "../tensor/tensor.ts";
import { printModule } from "../text/print.ts";
import { compileModule } from "./compile.ts";

const context = fullContext();
const program = `func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = stablehlo.add %x, %x : tensor<4xf32>
  %1 = stablehlo.exponential %0 : tensor<4xf32>
  return %1 : tensor<4xf32>
}`;

test("a program that is compiled runs, and says how it came about", async () => {
  let now = 0;
  const compiled = expectOk(
    await compileModule(moduleOf(program, context), context, { clock: () => now++, verifyEach: true }),
  );
  const running = expectOk(await compiled.emission.load());
  const [result] = expectOk(await running.run([tensorOf("f32", [4], [0, 0.5, -1, 2])]));
  expect([...(result?.data ?? [])].map((value) => Number(value).toFixed(3))).toEqual([
    "1.000",
    "2.718",
    "0.135",
    "54.598",
  ]);
  const passes = compiled.statistics.map(({ instance }) => instance.pass.name);
  expect(passes).toContain("loops-to-wasm");
  expect(compiled.timing?.children.map(({ name }) => name)).toContain("Emit");
  expect(compiled.emission.facts.get("code bytes")).toBeGreaterThan(100);
});

test("a target of a stranger: its pipeline, its legality, its files", async () => {
  const printer = defineTarget<string>({
    name: "printer",
    summary: "prints StableHLO",
    machine: genericMachine,
    memorySpaces: [],
    legality: conversionTarget({
      legalDialects: ["stablehlo", "func", "builtin"],
      illegalOps: ["stablehlo.exponential"],
    }),
    pipeline: ({ effort }) => (effort === 0 ? "builtin.module()" : "builtin.module(canonicalize)"),
    emit: (module, scope) => ({ ok: true, value: printModule(module, scope) }),
    describe: (text) => ({
      entries: [],
      facts: new Map(),
      files: (stem) => [{ name: `${stem}.txt`, contents: text }],
      text: () => text,
    }),
    runtime: undefined,
  });
  const refused = await compileModule(moduleOf(program, context), context, { target: printer });
  expect(refused.ok ? [] : refused.diagnostics.map(({ message }) => message)).toEqual([
    "'stablehlo.exponential' op is left after the pipeline, and target \"printer\" cannot emit it",
  ]);
  const sum = moduleOf(program.replace("stablehlo.exponential", "stablehlo.negate"), context);
  const { emission } = expectOk(await compileModule(sum, context, { target: printer }));
  expect(emission.files("p").map(({ name }) => name)).toEqual(["p.txt"]);
  const loaded = await emission.load();
  expect(loaded.ok ? [] : loaded.diagnostics.map(({ code }) => code)).toEqual(["target.not-runnable"]);
});

testWithTool("upstream's tool accepts what the target mlir makes", "mlir-opt", async (path) => {
  const text = readFileSync(new URL("../../test-cases/programs/dense-relu.mlir", import.meta.url), "utf8");
  const { emission } = expectOk(await compileModule(moduleOf(text, context), context, { target: "mlir" }));
  const input = emission.text("mlir") ?? "";
  expect(input).toContain("linalg.generic");
  const accepted = spawnSync(
    path,
    ["--one-shot-bufferize=bufferize-function-boundaries", "--convert-linalg-to-loops"],
    { input, encoding: "utf8" },
  );
  expect(accepted.stderr).toBe("");
  expect(accepted.stdout).toContain("scf.for");
});
