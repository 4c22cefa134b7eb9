import { expect, test } from "vitest";
import { getSlot, type Tensor, tensorOf } from "../../../tensor/tensor.ts";
import { type NodeCase, runNode } from "../run-test-model.ts";

function numbers(tensor: Tensor | undefined): number[] {
  if (tensor === undefined) return [];
  return Array.from({ length: tensor.data.length }, (_, at) => Number(getSlot(tensor, at)));
}
const run = (node: NodeCase): number[] => numbers(runNode(node)[0]);

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, at) => {
    expect(value).toBeCloseTo(expected[at] ?? Number.NaN, 4);
  });
}

const values = Array.from({ length: 16 }, (_, at) => Math.sin(at * 1.7) * 3 + at / 8);
const x = tensorOf("f32", [2, 4, 2], values);
const vector = (...list: number[]): Tensor => tensorOf("f32", [list.length], list);

/** Mean and standard deviation (of the population, with epsilon) of some values. */
function statistics(list: readonly number[], epsilon: number): { readonly mean: number; readonly deviation: number } {
  const mean = list.reduce((sum, v) => sum + v, 0) / list.length;
  const variance = list.reduce((sum, v) => sum + (v - mean) ** 2, 0) / list.length;
  return { mean, deviation: Math.sqrt(variance + epsilon) };
}

/** Normalizes each group of consecutive values. */
function normalized(list: readonly number[], group: number, epsilon: number): number[] {
  return list.map((v, at) => {
    const { mean, deviation } = statistics(list.slice(at - (at % group), at - (at % group) + group), epsilon);
    return (v - mean) / deviation;
  });
}

test("BatchNormalization uses the statistics that it is given", () => {
  const [gamma, beta, mean, variance] = [
    [1, 2, -1, 0.5],
    [0, 1, 2, 3],
    [0.5, -1, 2, 0],
    [1, 4, 0.25, 9],
  ];
  const expected = values.map((v, at) => {
    const c = Math.floor(at / 2) % 4;
    return ((v - (mean[c] ?? 0)) / Math.sqrt((variance[c] ?? 0) + 1e-3)) * (gamma[c] ?? 0) + (beta[c] ?? 0);
  });
  const constants = [vector(...gamma), vector(...beta), vector(...mean), vector(...variance)];
  expectClose(
    run({ op: "BatchNormalization", opset: 15, inputs: [x], constants, attributes: { epsilon: 1e-3 } }),
    expected,
  );
  expectClose(
    run({ op: "BatchNormalization", opset: 15, inputs: [x, ...constants], attributes: { epsilon: 1e-3 } }),
    expected,
  );
});

test("InstanceNormalization and GroupNormalization", () => {
  const channel = (at: number): number => Math.floor(at / 2) % 4;
  const instance = normalized(values, 2, 1e-5).map((v, at) => v * (channel(at) + 1) - 1);
  expectClose(run({ op: "InstanceNormalization", inputs: [x, vector(1, 2, 3, 4), vector(-1, -1, -1, -1)] }), instance);
  const group = normalized(values, 4, 1e-5);
  const perChannel = group.map((v, at) => v * (channel(at) + 1));
  const attributes = { num_groups: 2n };
  const zeros = vector(0, 0, 0, 0);
  expectClose(
    run({ op: "GroupNormalization", opset: 21, inputs: [x, vector(1, 2, 3, 4), zeros], attributes }),
    perChannel,
  );
  const perGroup = group.map((v, at) => v * (channel(at) < 2 ? 10 : 20));
  expectClose(
    run({ op: "GroupNormalization", opset: 18, inputs: [x, vector(10, 20), vector(0, 0)], attributes }),
    perGroup,
  );
});

test("LayerNormalization over the last axes, with its statistics", () => {
  const scale = tensorOf(
    "f32",
    [4, 2],
    Array.from({ length: 8 }, (_, at) => at + 1),
  );
  const [y, mean, inverse] = runNode({
    op: "LayerNormalization",
    inputs: [x, scale],
    attributes: { axis: 1n },
    outputs: 3,
  });
  expectClose(
    numbers(y),
    normalized(values, 8, 1e-5).map((v, at) => v * ((at % 8) + 1)),
  );
  expect([mean?.shape, inverse?.shape]).toEqual([
    [2, 1, 1],
    [2, 1, 1],
  ]);
  expectClose(numbers(mean), [statistics(values.slice(0, 8), 0).mean, statistics(values.slice(8), 0).mean]);
  expectClose(numbers(inverse), [
    1 / statistics(values.slice(0, 8), 1e-5).deviation,
    1 / statistics(values.slice(8), 1e-5).deviation,
  ]);
});

test("RMSNormalization, LpNormalization and LRN", () => {
  const row = tensorOf("f32", [1, 3], [3, -4, 12]);
  const rms = Math.sqrt(169 / 3);
  expectClose(run({ op: "RMSNormalization", opset: 23, inputs: [row, vector(1, 1, 2)], attributes: { epsilon: 0 } }), [
    3 / rms,
    -4 / rms,
    24 / rms,
  ]);
  expectClose(run({ op: "LpNormalization", inputs: [row] }), [3 / 13, -4 / 13, 12 / 13]);
  expectClose(run({ op: "LpNormalization", inputs: [row], attributes: { p: 1n } }), [3 / 19, -4 / 19, 12 / 19]);
  const channels = tensorOf("f32", [1, 4, 1], [1, 2, 3, 4]);
  const sums = [1 + 4, 1 + 4 + 9, 4 + 9 + 16, 9 + 16];
  const lrn = [1, 2, 3, 4].map((v, at) => v / (2 + (0.5 / 3) * (sums[at] ?? 0)) ** 0.75);
  expectClose(run({ op: "LRN", inputs: [channels], attributes: { size: 3n, alpha: 0.5, beta: 0.75, bias: 2 } }), lrn);
});
