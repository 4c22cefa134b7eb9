import { expect, test } from "vitest";
import { encodeTestModel } from "../../import/onnx/test-encoder.ts";
import { runInMemory } from "../memory-io.ts";

const program = `func.func @main(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = stablehlo.add %x, %x : tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}
`;

const model = encodeTestModel({
  opset: 13,
  nodes: [{ op: "Add", inputs: ["x", "x"], outputs: ["y"] }],
  inputs: [{ name: "x", dims: [4, 4] }],
  outputs: [{ name: "y", dims: [4, 4] }],
});

test("a program is measured and told in a table; MLIR text has no peer", async () => {
  const { code, out, err } = await runInMemory(["bench", "a.mlir", "--rounds", "3"], { "a.mlir": program });
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(/^a\.mlir, @main\([^)]*: 2x3xf32\), compiled in /);
  expect(out).toMatch(/lathe, wasm-simd +\S+ \S+ +\S+ \S+ +\S+ \S+ +3\n/);
  expect(out).toContain("(no peer: no ONNX model)\n");
});

test("a model has onnxruntime-web beside it in the same rounds; --json gives rows as bench/ does", async () => {
  const { code, out } = await runInMemory(["bench", "m.onnx", "--rounds", "4", "--json"], { "m.onnx": model });
  expect(code).toBe(0);
  const found = JSON.parse(out);
  expect(Object.keys(found.rows[0])).toEqual(["name", "lathe", "peer", "peerName", "unit", "ratio"]);
  expect(found.rows[0]).toMatchObject({ name: "m.onnx", unit: "ms" });
  expect(found.rows[0].peerName).toMatch(/^onnxruntime-web/);
  expect([found.lathe.calls, found.peer.calls]).toEqual([4, 4]);
  expect(found.rows[0].ratio).toBeCloseTo(found.peer.median / found.lathe.median, 10);
});

test("--no-peer leaves it out; wrong numbers are usage errors", async () => {
  const alone = await runInMemory(["bench", "-", "--no-peer", "--rounds", "1", "--json"], {}, model);
  expect(JSON.parse(alone.out).rows[0]).toMatchObject({ peer: null, ratio: null });
  const wrong = await runInMemory(["bench", "a.mlir", "--rounds", "many"], { "a.mlir": program });
  expect([wrong.code, wrong.err]).toEqual([2, "error: expected a number from 1 behind --rounds\n"]);
  const missing = await runInMemory(["bench", "a.mlir", "--function", "other"], { "a.mlir": program });
  expect([missing.code, missing.err]).toEqual([1, 'error: the program has no function "other"; it has main\n']);
});
