import { expect, test } from "vitest";
import { encodeTestModel } from "../../import/onnx/test-encoder.ts";
import { runInMemory } from "../memory-io.ts";

const good = encodeTestModel({
  nodes: [{ op: "Relu", name: "act", inputs: ["x"], outputs: ["y"] }],
  inputs: [{ name: "x", dims: ["batch", 4, undefined] }],
  outputs: [{ name: "y" }],
});

const bad = encodeTestModel({
  nodes: [
    { op: "NonZero", name: "find", inputs: ["x"], outputs: ["a"] },
    { op: "Frobnicate", name: "first", inputs: ["x"], outputs: ["b"] },
    { op: "Frobnicate", inputs: ["b"], outputs: ["c"] },
    { op: "Relu", name: "act", inputs: ["c"], outputs: ["d"], attributes: { slope: 2 } },
    { op: "Add", name: "both", inputs: ["a", "d"], outputs: ["y"] },
  ],
  inputs: [{ name: "x", dims: [2, 3] }],
  outputs: [{ name: "y" }],
});

test("a model that is understood is told with its interface, exit code 0", async () => {
  const { code, out } = await runInMemory(["check", "m.onnx", "--operators"], { "m.onnx": good });
  expect(code).toBe(0);
  expect(out).toContain("m.onnx: 1 node of 1 operator, opset ai.onnx 17\n");
  expect(out).toContain("input   x  float [batch, 4, ?]\n");
  expect(out).toContain("Relu         17      1\n");
  expect(out).toContain("Everything is supported.\n");
});

test("everything that is not understood is listed at once, with the attribute that is the cause, exit code 1", async () => {
  const { code, out } = await runInMemory(["check", "-"], {}, bad);
  expect(code).toBe(1);
  expect(out).toContain("Not supported, 4 nodes:\n");
  const lines = out.split("\n").map((line) => line.replaceAll(/ {2,}/g, " | "));
  expect(lines).toContain("Frobnicate | 17 | 2 | the operator is not supported | first, c");
  expect(lines).toContain("NonZero | 17 | 1 | the operator is not supported | find");
  expect(lines.find((line) => line.startsWith("Relu"))).toMatch(/^Relu \| 17 \| 1 \| attribute slope: .* \| act$/);
});

test("--json holds the same as data", async () => {
  const { code, out } = await runInMemory(["check", "m.onnx", "--json"], { "m.onnx": bad });
  expect(code).toBe(1);
  const report = JSON.parse(out);
  expect(report).toMatchObject({
    file: "m.onnx",
    supported: false,
    opsets: { "ai.onnx": 17 },
    nodes: 5,
    inputs: [{ name: "x", type: "float", shape: [2, 3] }],
  });
  expect(report.unsupported[0]).toEqual({
    operator: "Frobnicate",
    opset: 17,
    reason: "the operator is not supported",
    count: 2,
    nodes: ["first", "c"],
  });
});

test("what is no model is a diagnostic, exit code 1", async () => {
  const { code, out, err } = await runInMemory(["check", "m.onnx"], { "m.onnx": "func.func @main()" });
  expect([code, out]).toEqual([1, ""]);
  expect(err).toMatch(/^error: expected an ONNX model/);
  expect((await runInMemory(["check", "gone.onnx"])).err).toBe("error: cannot read gone.onnx: there is no such file\n");
});

test("misspelt commands and options are usage errors with a suggestion", async () => {
  const command = await runInMemory(["chekc", "m.onnx"]);
  expect([command.code, command.err.includes("(Did you mean check?)")]).toEqual([2, true]);
  const option = await runInMemory(["check", "m.onnx", "--jsn"]);
  expect([option.code, option.err.includes("(Did you mean --json?)")]).toEqual([2, true]);
});
