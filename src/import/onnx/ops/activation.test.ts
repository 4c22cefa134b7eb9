import { expect, test } from "vitest";
import { getSlot, type Tensor, tensorOf } from "../../../tensor/tensor.ts";
import { type NodeCase, runNode } from "../run-test-model.ts";

function run(node: NodeCase): number[] {
  const [tensor] = runNode(node);
  return tensor === undefined ? [] : Array.from({ length: tensor.data.length }, (_, at) => Number(getSlot(tensor, at)));
}

const points = [-8, -3, -1, -0.5, -1e-3, 0, 1e-3, 0.4, 1, 3, 8];
const x = tensorOf("f32", [points.length], points);

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, at) => {
    expect(value).toBeCloseTo(expected[at] ?? Number.NaN, 5);
  });
}

const clampTo = (low: number, high: number) => (v: number) => Math.min(Math.max(v, low), high);
const softplus = (v: number): number => Math.log1p(Math.exp(v));
const gaussian = (v: number): number => {
  // The cumulative normal distribution by Simpson's rule from -12.
  const steps = 20000;
  const h = (v + 12) / steps;
  let sum = 0;
  for (let k = 0; k <= steps; k++)
    sum += (k === 0 || k === steps ? 1 : k % 2 === 1 ? 4 : 2) * Math.exp(-((-12 + k * h) ** 2) / 2);
  return (sum * h) / 3 / Math.sqrt(2 * Math.PI);
};

test.each<[string, Record<string, number | string>, (v: number) => number]>([
  ["Relu", {}, (v) => Math.max(v, 0)],
  ["LeakyRelu", { alpha: 0.25 }, (v) => (v < 0 ? 0.25 * v : v)],
  ["LeakyRelu", {}, (v) => (v < 0 ? 0.01 * v : v)],
  ["ThresholdedRelu", { alpha: 0.5 }, (v) => (v > 0.5 ? v : 0)],
  ["Elu", { alpha: 2 }, (v) => (v < 0 ? 2 * Math.expm1(v) : v)],
  ["Celu", { alpha: 0.5 }, (v) => Math.max(0, v) + Math.min(0, 0.5 * Math.expm1(v / 0.5))],
  ["Selu", {}, (v) => 1.0507009873554805 * (v < 0 ? 1.6732632423543772 * Math.expm1(v) : v)],
  ["HardSigmoid", {}, (v) => clampTo(0, 1)(0.2 * v + 0.5)],
  ["HardSigmoid", { alpha: 1 / 6, beta: 0.5 }, (v) => clampTo(0, 1)(v / 6 + 0.5)],
  ["HardSwish", {}, (v) => v * clampTo(0, 1)(v / 6 + 0.5)],
  ["Softplus", {}, softplus],
  ["Softsign", {}, (v) => v / (1 + Math.abs(v))],
  ["Mish", {}, (v) => v * Math.tanh(softplus(v))],
  ["Swish", { alpha: 2 }, (v) => v / (1 + Math.exp(-2 * v))],
  ["Shrink", { bias: 0.25, lambd: 0.75 }, (v) => (v < -0.75 ? v + 0.25 : v > 0.75 ? v - 0.25 : 0)],
  ["Gelu", {}, (v) => v * gaussian(v)],
  ["Gelu", { approximate: "tanh" }, (v) => 0.5 * v * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v ** 3)))],
])("%s %o", (op, attributes, reference) => {
  expectClose(
    run({ op, opset: 24, inputs: [x], attributes }),
    points.map((v) => reference(Math.fround(v))),
  );
});

test("softplus does not overflow", () => {
  expect(run({ op: "Softplus", inputs: [tensorOf("f32", [2], [200, -200])] })).toEqual([200, 0]);
});

test("PRelu: slopes broadcast, and before opset 7 went along the channels", () => {
  const input = tensorOf("f32", [1, 2, 2], [-1, 2, -3, -4]);
  expect(run({ op: "PRelu", inputs: [input, tensorOf("f32", [2, 1], [0.5, 2])] })).toEqual([-0.5, 2, -6, -8]);
  expect(run({ op: "PRelu", opset: 6, inputs: [input, tensorOf("f32", [2], [0.5, 2])] })).toEqual([-0.5, 2, -6, -8]);
});

test("Clip with bounds as attributes, and as inputs that may be left out", () => {
  const clip = (node: Partial<NodeCase>) => run({ op: "Clip", inputs: [tensorOf("f32", [3], [-2, 0.5, 9])], ...node });
  expect(clip({ opset: 9, attributes: { min: 0, max: 6 } })).toEqual([0, 0.5, 6]);
  expect(clip({ opset: 9 })).toEqual([-2, 0.5, 9]);
  expect(clip({ constants: [tensorOf("f32", [], [0]), tensorOf("f32", [1], [6])] })).toEqual([0, 0.5, 6]);
  expect(clip({ constants: [undefined, tensorOf("f32", [], [6])] })).toEqual([-2, 0.5, 6]);
  expect(clip({ constants: [tensorOf("f32", [], [0])] })).toEqual([0, 0.5, 9]);
});

/** Softmax over runs of `length` consecutive elements. */
function softmaxRuns(values: readonly number[], length: number): number[] {
  return values.map((value, at) => {
    const run = values.slice(at - (at % length), at - (at % length) + length);
    const sum = run.reduce((total, other) => total + Math.exp(other - Math.max(...run)), 0);
    return Math.exp(value - Math.max(...run)) / sum;
  });
}

test("Softmax changed its meaning with opset 13", () => {
  const values = Array.from({ length: 12 }, (_, at) => Math.sin(at) * 3 + (at === 5 ? 100 : 0));
  const input: Tensor = tensorOf("f32", [2, 2, 3], values);
  expectClose(run({ op: "Softmax", opset: 11, inputs: [input] }), softmaxRuns(values, 6));
  expectClose(run({ op: "Softmax", opset: 11, inputs: [input], attributes: { axis: 2n } }), softmaxRuns(values, 3));
  expectClose(run({ op: "Softmax", opset: 13, inputs: [input] }), softmaxRuns(values, 3));
  expectClose(run({ op: "LogSoftmax", opset: 13, inputs: [input] }).map(Math.exp), softmaxRuns(values, 3));
  const columns = (list: readonly number[]) => [0, 3, 1, 4, 2, 5].map((at) => list[at] ?? 0);
  const matrix = tensorOf("f32", [2, 3], values.slice(0, 6));
  expectClose(
    columns(run({ op: "Softmax", opset: 13, inputs: [matrix], attributes: { axis: 0n } })),
    softmaxRuns(columns(values), 2),
  );
});

test("Hardmax marks the first of the largest", () => {
  const input = tensorOf("f32", [2, 3], [1, 3, 3, 2, 0, 1]);
  expect(run({ op: "Hardmax", opset: 13, inputs: [input] })).toEqual([0, 1, 0, 1, 0, 0]);
  expect(run({ op: "Hardmax", opset: 11, inputs: [input], attributes: { axis: 0n } })).toEqual([0, 1, 0, 0, 0, 0]);
});

test("Dropout at inference is the identity with a mask of trues", () => {
  const [output, mask] = runNode({ op: "Dropout", opset: 13, inputs: [tensorOf("f32", [2], [3, 4])], outputs: 2 });
  expect([...(output?.data ?? [])]).toEqual([3, 4]);
  expect(mask).toMatchObject({ dtype: "i1", shape: [2] });
  expect([...(mask?.data ?? [])]).toEqual([1, 1]);
});
