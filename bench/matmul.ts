/** Matrix products with a constant right side, as dense layers have them, beside onnxruntime-web: one thread, in turns, median and least of a call. */

import { encodeTestModel } from "../src/import/onnx/test-encoder.ts";
import { createRandom } from "../src/support/random.ts";
import { tensorOf } from "../src/tensor/tensor.ts";
import { timeModel } from "./models.ts";
import type { BenchmarkRow } from "./row.ts";

const SIZES = [64, 128, 256, 512, 1024];

export async function matmul(): Promise<readonly BenchmarkRow[]> {
  const rows: BenchmarkRow[] = [];
  for (const n of SIZES) rows.push(...(await timeModel(`matmul ${n}`, matmulModel(n), {})));
  return rows;
}

/** `C = A * B` with n x n matrices, B constant and uniform from -0.5 to 0.5. */
function matmulModel(n: number): Uint8Array {
  const random = createRandom(n);
  const weights = Float32Array.from({ length: n * n }, () => random.next() - 0.5);
  return encodeTestModel({
    opset: 13,
    nodes: [{ op: "MatMul", inputs: ["A", "B"], outputs: ["C"] }],
    inputs: [{ name: "A", dims: [n, n] }],
    outputs: [{ name: "C", dims: [n, n] }],
    initializers: { B: tensorOf("f32", [n, n], weights) },
  });
}
