/**
 * Damaged model files give diagnostics, or a module; never an exception. The files are ONNX's operator tests where they
 * are at hand, and one of our own.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeOnnxModel } from "../../src/import/onnx/decode.ts";
import { importOnnx } from "../../src/import/onnx/import.ts";
import { testContext } from "../../src/import/onnx/run-test-model.ts";
import { encodeTestModel } from "../../src/import/onnx/test-encoder.ts";
import { scalar, tensorOf } from "../../src/tensor/tensor.ts";
import { verifyModule } from "../../src/verify/verify.ts";
import { listCases } from "../suites/onnx-node.ts";

const suite = join(fileURLToPath(new URL(".", import.meta.url)), "../../../shared/suites/public/onnx-node");

const own = encodeTestModel({
  opset: 18,
  inputs: [{ name: "x", dims: [1, 4, 6, 6] }],
  outputs: [{ name: "y" }],
  initializers: {
    w: tensorOf("f32", [4, 2, 3, 3], new Array(72).fill(0.5)),
    axes: tensorOf("i64", [1], [1]),
    shape: tensorOf("i64", [2], [2, -1]),
    at: scalar("i64", 0),
  },
  nodes: [
    {
      op: "Conv",
      inputs: ["x", "w"],
      outputs: ["a"],
      attributes: { group: 2n, pads: [1n, 1n, 1n, 1n], strides: [2n, 1n] },
    },
    { op: "MaxPool", inputs: ["a"], outputs: ["b"], attributes: { kernel_shape: [2n, 2n], ceil_mode: 1n } },
    { op: "Slice", inputs: ["b", "axes", "shape", "axes"], outputs: ["c"] },
    { op: "ReduceMean", inputs: ["b", "axes"], outputs: ["d"], attributes: { keepdims: 1n } },
    { op: "Softmax", inputs: ["d"], outputs: ["e"], attributes: { axis: -1n } },
    { op: "Reshape", inputs: ["e", "shape"], outputs: ["f"] },
    { op: "Gather", inputs: ["f", "at"], outputs: ["g"] },
    { op: "Unsqueeze", inputs: ["g", "axes"], outputs: ["h"] },
    { op: "Transpose", inputs: ["h"], outputs: ["y"] },
  ],
});

/** Whether the bytes were answered properly: by a valid module, or by at least one diagnostic. */
function isAnswered(bytes: Uint8Array): boolean {
  const model = decodeOnnxModel(bytes);
  if (!model.ok) return model.diagnostics.length > 0;
  const module = importOnnx(model.value, testContext);
  return module.ok ? verifyModule(module.value, testContext).length === 0 : module.diagnostics.length > 0;
}

/** The file with a few bytes replaced. */
function damage(bytes: Uint8Array, edits: readonly (readonly [number, number])[]): Uint8Array {
  const damaged = bytes.slice();
  for (const [at, byte] of edits) damaged[at % damaged.length] = byte;
  return damaged;
}

const edits = fc.array(fc.tuple(fc.nat(1 << 20), fc.nat(255)), { minLength: 1, maxLength: 4 });

test("a damaged model is answered", { timeout: 120_000 }, () => {
  expect(isAnswered(own)).toBe(true);
  fc.assert(
    fc.property(edits, (list) => isAnswered(damage(own, list))),
    { numRuns: 3000 },
  );
});

test.skipIf(!existsSync(suite))(
  "damaged operator tests are answered (needs ../shared/suites)",
  { timeout: 240_000 },
  () => {
    const files = listCases(suite).map((name) => join(suite, name, "model.onnx"));
    fc.assert(
      fc.property(fc.constantFrom(...files), edits, (file, list) =>
        isAnswered(damage(Uint8Array.from(readFileSync(file)), list)),
      ),
      { numRuns: 3000 },
    );
  },
);
