import { expect, test } from "vitest";
import { getSlot, type Tensor, tensorOf } from "../../../tensor/tensor.ts";
import { type NodeCase, runNode } from "../run-test-model.ts";

function numbers(tensor: Tensor | undefined): number[] {
  if (tensor === undefined) return [];
  return Array.from({ length: tensor.data.length }, (_, at) => Number(getSlot(tensor, at)));
}

function run(node: NodeCase): number[] {
  return numbers(runNode(node)[0]);
}

const vector = (...values: number[]): Tensor => tensorOf("f32", [values.length], values);
const integers = (...values: number[]): Tensor => tensorOf("i32", [values.length], values);

function expectClose(actual: readonly number[], expected: readonly number[], digits = 5): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, at) => {
    const wanted = expected[at] ?? Number.NaN;
    if (Number.isFinite(wanted))
      expect(Math.abs(value - wanted)).toBeLessThanOrEqual(10 ** -digits * Math.max(1, Math.abs(wanted)));
    else expect(value).toBe(wanted);
  });
}

const points = [-0.999, -0.75, -0.5, -1e-4, 0, 1e-4, 0.25, 0.5, 0.9, 0.9999];
const wide = [-30, -5, -2, -1, -0.3, -1e-3, 0, 1e-3, 0.7, 1, 3, 8, 30];

/** erf by its Taylor series in doubles, which is accurate up to 3 or so. */
function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 200; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

test.each<[string, readonly number[], (x: number) => number]>([
  ["Abs", wide, Math.abs],
  ["Neg", wide, (x) => -x],
  ["Exp", wide.slice(1), Math.exp],
  ["Log", [1e-3, 0.5, 1, 20], Math.log],
  ["Sqrt", [0, 0.25, 9], Math.sqrt],
  ["Reciprocal", [-4, 0.5], (x) => 1 / x],
  ["Floor", [-1.5, 2.5], Math.floor],
  ["Ceil", [-1.5, 2.5], Math.ceil],
  ["Round", [-2.5, -1.5, 0.5, 1.5, 2.3], (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x))],
  ["Sign", [-3, 0, 2], Math.sign],
  ["Sin", wide, Math.sin],
  ["Cos", wide, Math.cos],
  ["Tan", points, Math.tan],
  ["Tanh", wide, Math.tanh],
  ["Asin", points, Math.asin],
  ["Acos", points, Math.acos],
  ["Atan", wide, Math.atan],
  ["Sinh", wide, Math.sinh],
  ["Cosh", wide, Math.cosh],
  ["Asinh", wide, Math.asinh],
  ["Acosh", [1, 1.0001, 2, 50], Math.acosh],
  ["Atanh", points, Math.atanh],
  ["Sigmoid", wide, (x) => 1 / (1 + Math.exp(-x))],
  ["Erf", [-2.9, -1, -0.999, -0.1, -1e-4, 0, 1e-4, 0.5, 1, 1.001, 2.5], erfSeries],
])("%s", (op, inputs, reference) => {
  expectClose(
    run({ op, inputs: [vector(...inputs)] }),
    inputs.map((x) => reference(Math.fround(x))),
    5,
  );
});

test("small numbers keep their digits where the function is nearly linear", () => {
  for (const op of ["Sinh", "Asinh", "Atanh", "Erf"]) {
    const [value = 0] = run({ op, inputs: [vector(1e-6)] });
    expect(value / (op === "Erf" ? 1e-6 * (2 / Math.sqrt(Math.PI)) : 1e-6)).toBeCloseTo(1, 5);
  }
});

test("binary operators broadcast as numpy does", () => {
  const a = tensorOf("f32", [2, 1, 3], [1, 2, 3, 4, 5, 6]);
  const b = tensorOf("f32", [2, 1], [10, 20]);
  const [sum] = runNode({ op: "Add", inputs: [a, b] });
  expect(sum?.shape).toEqual([2, 2, 3]);
  expect(numbers(sum)).toEqual([11, 12, 13, 21, 22, 23, 14, 15, 16, 24, 25, 26]);
  expect(run({ op: "Sub", inputs: [vector(1, 2), vector(5, 3)] })).toEqual([-4, -1]);
  expect(run({ op: "Div", inputs: [integers(7, -7, 9), integers(2, 2, -4)] })).toEqual([3, -3, -2]);
});

test("before opset 7 the second operand is aligned at an axis", () => {
  const a = tensorOf(
    "f32",
    [2, 3, 2],
    Array.from({ length: 12 }, (_, at) => at),
  );
  const attributes = { axis: 1n, broadcast: 1n };
  const bias = vector(100, 200, 300);
  expect(run({ op: "Add", opset: 6, inputs: [a, bias], attributes })).toEqual([
    100, 101, 202, 203, 304, 305, 106, 107, 208, 209, 310, 311,
  ]);
});

test("powers, with their special exponents and mixed types", () => {
  const base = vector(-3, -1, 0, 0.5, 4);
  expect(run({ op: "Pow", inputs: [base], constants: [tensorOf("f32", [], [2])] })).toEqual([9, 1, 0, 0.25, 16]);
  expect(run({ op: "Pow", inputs: [base], constants: [tensorOf("i64", [], [3])] })).toEqual([-27, -1, 0, 0.125, 64]);
  expectClose(run({ op: "Pow", inputs: [vector(4, 9)], constants: [tensorOf("f32", [], [0.5])] }), [2, 3]);
  expectClose(run({ op: "Pow", inputs: [vector(2, 2, 9), vector(-1, 10, 0.5)] }), [0.5, 1024, 3]);
  expect(run({ op: "Pow", inputs: [integers(2, 3), vector(3, 2)] })).toEqual([8, 9]);
});

test("Mod has the divisor's sign, fmod the dividend's", () => {
  const [a, b] = [integers(-7, 7, -7, 7, -6), integers(3, 3, -3, -3, 3)];
  expect(run({ op: "Mod", inputs: [a, b] })).toEqual([2, 1, -1, -2, 0]);
  expect(run({ op: "Mod", inputs: [a, b], attributes: { fmod: 1n } })).toEqual(
    [-1, 1, -1, 1, -0].map((value) => value + 0),
  );
});

test("comparisons, logic, selection and the classes of floats", () => {
  const [a, b] = [vector(1, 2, Number.NaN), vector(2, 2, 1)];
  expect(run({ op: "Less", inputs: [a, b] })).toEqual([1, 0, 0]);
  expect(run({ op: "GreaterOrEqual", inputs: [a, b] })).toEqual([0, 1, 0]);
  expect(run({ op: "Equal", inputs: [a, b] })).toEqual([0, 1, 0]);
  const truth = tensorOf("i1", [2], [1, 0]);
  expect(run({ op: "Not", inputs: [truth] })).toEqual([0, 1]);
  expect(run({ op: "Xor", inputs: [truth, tensorOf("i1", [], [1])] })).toEqual([0, 1]);
  expect(run({ op: "Where", inputs: [truth, tensorOf("f32", [2, 1], [1, 2]), vector(8, 9)] })).toEqual([1, 9, 2, 9]);
  const special = vector(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1);
  expect(run({ op: "IsNaN", inputs: [special] })).toEqual([1, 0, 0, 0]);
  expect(run({ op: "IsInf", inputs: [special] })).toEqual([0, 1, 1, 0]);
  expect(run({ op: "IsInf", inputs: [special], attributes: { detect_negative: 0n } })).toEqual([0, 1, 0, 0]);
});

test("variadic operators and shifts", () => {
  const inputs = [vector(1, 5), vector(4, 2), tensorOf("f32", [], [3])];
  expect(run({ op: "Max", inputs })).toEqual([4, 5]);
  expect(run({ op: "Min", inputs })).toEqual([1, 2]);
  expect(run({ op: "Sum", inputs })).toEqual([8, 10]);
  expectClose(run({ op: "Mean", inputs }), [8 / 3, 10 / 3]);
  const bytes = tensorOf("ui8", [3], [0x81, 0x7f, 1]);
  const amounts = tensorOf("ui8", [3], [1, 4, 0]);
  expect(run({ op: "BitShift", inputs: [bytes, amounts], attributes: { direction: "LEFT" } })).toEqual([2, 0xf0, 1]);
  expect(run({ op: "BitShift", inputs: [bytes, amounts], attributes: { direction: "RIGHT" } })).toEqual([0x40, 7, 1]);
});
