import fc from "fast-check";
import { expect, test } from "vitest";
import { broadcastShapes } from "../../../tensor/shape.ts";
import { getSlot, type Tensor, tensorOf } from "../../../tensor/tensor.ts";
import { type NodeCase, runNode } from "../run-test-model.ts";

function run(node: NodeCase): { readonly shape: readonly number[]; readonly values: readonly number[] } {
  const [tensor] = runNode(node);
  if (tensor === undefined) expect.unreachable("the node has a result");
  return {
    shape: tensor.shape,
    values: Array.from({ length: tensor.data.length }, (_, at) => Number(getSlot(tensor, at))),
  };
}

function pattern(shape: readonly number[], seed: number): Tensor {
  const count = shape.reduce((product, extent) => product * extent, 1);
  return tensorOf(
    "f32",
    shape,
    Array.from({ length: count }, (_, at) => ((at * 5 + seed) % 9) - 4),
  );
}

/** numpy's matmul for at least two dimensions on either side, by loops. */
function reference(a: Tensor, b: Tensor): { shape: number[]; values: number[] } {
  const [m = 0, k = 0] = a.shape.slice(-2);
  const n = b.shape.at(-1) ?? 0;
  const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2)) ?? [];
  const values: number[] = [];
  const count = batch.reduce((product, extent) => product * extent, 1);
  const offset = (tensor: Tensor, linear: number): number => {
    let rest = linear;
    let at = 0;
    let stride = 1;
    for (let d = batch.length - 1; d >= 0; d--) {
      const index = rest % (batch[d] ?? 1);
      rest = Math.floor(rest / (batch[d] ?? 1));
      const extent = tensor.shape[d - batch.length + tensor.shape.length - 2] ?? 1;
      at += (extent === 1 ? 0 : index) * stride;
      stride *= extent;
    }
    return at;
  };
  for (let l = 0; l < count; l++)
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let p = 0; p < k; p++)
          sum += Number(a.data[offset(a, l) * m * k + i * k + p]) * Number(b.data[offset(b, l) * k * n + p * n + j]);
        values.push(sum);
      }
  return { shape: [...batch, m, n], values };
}

test("MatMul broadcasts batches as numpy does", () => {
  const extents = fc.constantFrom([], [1], [3], [2, 1], [2, 3], [1, 3]);
  fc.assert(
    fc.property(extents, extents, (left, right) => {
      const [a, b] = [pattern([...left, 2, 4], 1), pattern([...right, 4, 3], 2)];
      expect(run({ op: "MatMul", inputs: [a, b] })).toEqual(reference(a, b));
    }),
    { numRuns: 36 },
  );
});

test("MatMul of vectors", () => {
  const [v, w] = [tensorOf("f32", [2], [1, 2]), tensorOf("f32", [2], [3, -1])];
  const matrix = tensorOf("f32", [2, 2], [1, 2, 3, 4]);
  const stack = tensorOf("f32", [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
  expect(run({ op: "MatMul", inputs: [v, w] })).toEqual({ shape: [], values: [1] });
  expect(run({ op: "MatMul", inputs: [v, matrix] })).toEqual({ shape: [2], values: [7, 10] });
  expect(run({ op: "MatMul", inputs: [matrix, v] })).toEqual({ shape: [2], values: [5, 11] });
  expect(run({ op: "MatMul", inputs: [v, stack] })).toEqual({ shape: [2, 2], values: [7, 10, 19, 22] });
});

test("Gemm transposes, scales and adds", () => {
  const [a, b] = [tensorOf("f32", [2, 3], [1, 2, 3, 4, 5, 6]), tensorOf("f32", [2, 2], [1, -1, 2, 0])];
  const c = tensorOf("f32", [1, 2], [10, 20]);
  const attributes = { transA: 1n, alpha: 2, beta: 0.5 };
  // a' b = [[9, -1], [12, -2], [15, -3]]
  expect(run({ op: "Gemm", inputs: [a, b, c], attributes })).toEqual({ shape: [3, 2], values: [23, 8, 29, 6, 35, 4] });
  expect(run({ op: "Gemm", inputs: [b, a], attributes: { transB: 0n } }).values).toEqual([-3, -3, -3, 2, 4, 6]);
  expect(run({ op: "Gemm", inputs: [b, b], attributes: { transB: 1n } }).values).toEqual([2, 2, 2, 4]);
});

test("MatMulInteger subtracts zero points, per row and per column", () => {
  const a = tensorOf("ui8", [2, 2], [200, 10, 0, 255]);
  const b = tensorOf("i8", [2, 2], [-128, 1, 127, 2]);
  const zeros = [tensorOf("ui8", [2], [100, 5]), tensorOf("i8", [2], [2, 1])];
  expect(run({ op: "MatMulInteger", inputs: [a, b], constants: zeros }).values).toEqual([
    100 * -130 + -90 * 125,
    100 * 0 + -90 * 1,
    -5 * -130 + 250 * 125,
    -5 * 0 + 250 * 1,
  ]);
});
