import { expect, test } from "vitest";
import { encodeTestModel } from "../../import/onnx/test-encoder.ts";
import { tensorOf } from "../../tensor/tensor.ts";
import { runInMemory } from "../memory-io.ts";

const program = `func.func @main(%x: tensor<8x16xf32>, %w: tensor<16x4xf32>) -> tensor<8x4xf32> {
  %0 = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (tensor<8x16xf32>, tensor<16x4xf32>) -> tensor<8x4xf32>
  %1 = stablehlo.tanh %0 : tensor<8x4xf32>
  return %1 : tensor<8x4xf32>
}
`;

const model = encodeTestModel({
  opset: 13,
  nodes: [
    { op: "MatMul", name: "dense", inputs: ["x", "w"], outputs: ["h"] },
    { op: "Relu", name: "act", inputs: ["h"], outputs: ["y"] },
  ],
  inputs: [{ name: "x", dims: ["batch", 4] }],
  outputs: [{ name: "y" }],
  initializers: {
    w: tensorOf(
      "f32",
      [4, 4],
      Array.from({ length: 16 }, (_, at) => at / 16 - 0.5),
    ),
  },
});

test("the report of a program has its sections, and the results agree", { timeout: 60_000 }, async () => {
  const { code, out, err } = await runInMemory(["demo", "a.mlir"], { "a.mlir": program });
  expect(code).toBe(0);
  const titles = out.split("\n").filter((line) => /^[A-Z0-9]/.test(line));
  const expected = [
    /^Imported in /,
    /^Compiled for wasm-simd in .*: \d+ passes$/,
    /^\d+ decisions by predicted cost \(analytic\)$/,
    /^Latency of a call/,
    /^Results, /,
    /^Done in /,
  ];
  expect(expected.filter((title) => !titles.some((line) => title.test(line)))).toEqual([]);
  expect(out).toMatch(/agrees +the interpreter/);
  expect(out).toMatch(/agrees +the unfused program/);
  // Every pass of the pipeline has its line, and progress goes to standard error.
  expect(out).toMatch(/\n {2}fuse +\S+ +\d+ +/);
  expect(err).toMatch(/^import +.*\ncompile: fused/);
});

test("--json is the same as data; a model has its peer in the same run", { timeout: 60_000 }, async () => {
  const { code, out, err } = await runInMemory(["demo", "m.onnx", "--dim", "batch=6", "--json"], { "m.onnx": model });
  expect([code, err]).toEqual([0, ""]);
  const report = JSON.parse(out);
  expect(report.model).toMatchObject({
    format: "onnx",
    operators: [
      { operator: "MatMul", count: 1 },
      { operator: "Relu", count: 1 },
    ],
    inputs: [{ name: "x", shape: [6, 4] }],
  });
  const kinds = report.latency.map(({ kind }: { kind: string }) => kind);
  expect(kinds.sort()).toEqual(["interpreter", "optimized", "peer", "plain"]);
  expect(report.checks.map(({ agrees }: { agrees: boolean }) => agrees)).toEqual([true, true, true]);
  expect(report.compile.steps.length).toBeGreaterThan(10);
  // The rectifier is the product's epilogue, and the record says what was predicted for both ways.
  const fusion = report.decisions.find(({ pass }: { pass: string }) => pass === "fuse");
  expect(fusion.alternatives.map(({ label }: { label: string }) => label)).toEqual(["fused", "separate"]);
  expect(fusion.chosen).toBe("fused");
});

test("a program that cannot be compiled is told, and nothing else is printed", async () => {
  const open = await runInMemory(["demo", "m.onnx"], { "m.onnx": model });
  expect([open.code, open.out]).toEqual([1, ""]);
  expect(open.err).toContain('input "x", dimension 0 (batch): the size is not known at import');
});
