import { expect, test } from "vitest";
import { getSlot, tensorOf } from "../../../tensor/tensor.ts";
import { type NodeCase, runNode } from "../run-test-model.ts";

function run(node: NodeCase): { readonly shape: readonly number[]; readonly values: readonly number[] } {
  const [tensor] = runNode(node);
  if (tensor === undefined) expect.unreachable("the node has a result");
  return {
    shape: tensor.shape,
    values: Array.from({ length: tensor.data.length }, (_, at) => Number(getSlot(tensor, at))),
  };
}

const row = (...values: number[]) => tensorOf("f32", [1, 1, values.length], values);
const square = tensorOf("f32", [1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]);

test("MaxPool never sees its padding", () => {
  const result = run({ op: "MaxPool", inputs: [row(-3, -1, -2)], attributes: { kernel_shape: [2n], pads: [1n, 1n] } });
  expect(result).toEqual({ shape: [1, 1, 4], values: [-3, -1, -1, -2] });
  expect(
    run({ op: "MaxPool", inputs: [square], attributes: { kernel_shape: [2n, 2n], dilations: [2n, 1n] } }).values,
  ).toEqual([8, 9]);
});

test("AveragePool counts its padding only when it is told to", () => {
  const attributes = { kernel_shape: [3n], pads: [1n, 1n] };
  expect(run({ op: "AveragePool", inputs: [row(3, 6, 9)], attributes }).values).toEqual([4.5, 6, 7.5]);
  expect(
    run({ op: "AveragePool", inputs: [row(3, 6, 9)], attributes: { ...attributes, count_include_pad: 1n } }).values,
  ).toEqual([3, 6, 5]);
});

test("with ceil_mode a last window hangs over, but none starts in the padding behind", () => {
  const pooled = (op: string, extra: Record<string, bigint>) =>
    run({
      op,
      opset: 22,
      inputs: [row(1, 2, 3, 4)],
      attributes: { kernel_shape: [3n], strides: [2n], ceil_mode: 1n, ...extra },
    }).values;
  expect(pooled("MaxPool", {})).toEqual([3, 4]);
  // What hangs over is no padding: it is not counted.
  expect(pooled("AveragePool", {})).toEqual([2, 3.5]);
  const padded = { kernel_shape: [1n], strides: [2n], pads: [0n, 1n], ceil_mode: 1n };
  expect(run({ op: "MaxPool", opset: 22, inputs: [row(1, 2, 3, 4)], attributes: padded }).values).toEqual([1, 3]);
});

test("global pools leave extents of 1", () => {
  const x = tensorOf("f32", [1, 2, 2, 2], [1, 2, 3, 4, -5, -6, -7, -8]);
  expect(run({ op: "GlobalAveragePool", inputs: [x] })).toEqual({ shape: [1, 2, 1, 1], values: [2.5, -6.5] });
  expect(run({ op: "GlobalMaxPool", inputs: [x] }).values).toEqual([4, -5]);
  const [first = 0] = run({ op: "GlobalLpPool", inputs: [x], attributes: { p: 2n } }).values;
  expect(first).toBeCloseTo(Math.sqrt(30), 5);
});

test("LpPool", () => {
  const [first = 0] = run({ op: "LpPool", inputs: [row(3, -4)], attributes: { kernel_shape: [2n], p: 2n } }).values;
  expect(first).toBeCloseTo(5, 5);
  expect(run({ op: "LpPool", inputs: [row(3, -4)], attributes: { kernel_shape: [2n], p: 1n } }).values).toEqual([7]);
});
