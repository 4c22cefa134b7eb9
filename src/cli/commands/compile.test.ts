import { expect, test } from "vitest";
import { abiFromJson } from "../../runtime/abi.ts";
import { runInMemory } from "../memory-io.ts";

const program = `func.func @main(%x: tensor<8xf32>) -> tensor<8xf32> {
  %w = stablehlo.constant dense<[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]> : tensor<8xf32>
  %0 = stablehlo.multiply %x, %w : tensor<8xf32>
  %1 = stablehlo.tanh %0 : tensor<8xf32>
  return %1 : tensor<8xf32>
}`;
const files = { "models/net.mlir": program };

test("the files of a program: code, constants, a module with its types, a description", async () => {
  const compiled = await runInMemory(["compile", "models/net.mlir", "-o", "out"], files);
  expect(compiled.code, compiled.err).toBe(0);
  expect([...compiled.files.keys()].sort()).toEqual([
    "models/net.mlir",
    "out/net.abi.json",
    "out/net.constants.bin",
    "out/net.d.ts",
    "out/net.js",
    "out/net.wasm",
  ]);
  const wasm = compiled.files.get("out/net.wasm");
  expect(wasm instanceof Uint8Array && WebAssembly.validate(new Uint8Array(wasm))).toBe(true);
  const abi = abiFromJson(JSON.parse(String(compiled.files.get("out/net.abi.json"))));
  expect(abi.ok && abi.value.entries.map(({ name, inputs, outputs }) => [name, inputs.length, outputs.length])).toEqual(
    [["main", 1, 1]],
  );
});

test("the program as text, in the dialect and in the target's own format", async () => {
  const mlir = await runInMemory(["compile", "models/net.mlir", "--emit", "mlir"], files);
  expect(mlir.out).toContain('wasm.func @main() export "main"');
  expect(mlir.out).not.toContain("math.tanh");
  const wat = await runInMemory(["compile", "models/net.mlir", "--emit", "wat"], files);
  expect(wat.out).toMatch(/^\(module/);
  expect(wat.out).toContain("f32x4.mul");
  const other = await runInMemory(["compile", "models/net.mlir", "--emit", "ptx"], files);
  expect([other.code, other.err]).toEqual([2, 'error: the target has no text "ptx"\n']);
});

test("a pipeline that leaves something to do is a diagnostic at the operation", async () => {
  const unfinished = await runInMemory(
    ["compile", "models/net.mlir", "--pass-pipeline", "builtin.module(canonicalize)"],
    files,
  );
  expect(unfinished.code).toBe(1);
  expect(unfinished.err).toContain(
    "'stablehlo.multiply' op is left after the pipeline, and target \"wasm-simd\" cannot emit it",
  );
  expect(unfinished.err).toContain("models/net.mlir:3");
});
