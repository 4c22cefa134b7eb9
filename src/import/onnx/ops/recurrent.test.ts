import { expect, test } from "vitest";
import { getSlot, type Tensor, tensorOf } from "../../../tensor/tensor.ts";
import { runNode } from "../run-test-model.ts";

const STEPS = 3;
const INPUT = 2;
const HIDDEN = 2;

function pattern(shape: readonly number[], seed: number): Tensor {
  const count = shape.reduce((product, extent) => product * extent, 1);
  return tensorOf(
    "f32",
    shape,
    Array.from({ length: count }, (_, at) => Math.sin(at * 1.3 + seed)),
  );
}

function numbers(tensor: Tensor | undefined): number[] {
  return tensor === undefined ? [] : Array.from({ length: tensor.data.length }, (_, at) => Number(getSlot(tensor, at)));
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, at) => {
    expect(value).toBeCloseTo(expected[at] ?? Number.NaN, 5);
  });
}

const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v));
const range = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

/** Row `row` of gate weights times a vector. */
function product(matrix: Tensor, direction: number, rows: number, row: number, vector: readonly number[]): number {
  return vector.reduce((sum, v, at) => sum + Number(matrix.data[(direction * rows + row) * vector.length + at]) * v, 0);
}

interface Weights {
  readonly w: Tensor;
  readonly r: Tensor;
  readonly b: Tensor;
}

function weights(gates: number, directions: number): Weights {
  return {
    w: pattern([directions, gates * HIDDEN, INPUT], 1),
    r: pattern([directions, gates * HIDDEN, HIDDEN], 2),
    b: pattern([directions, 2 * gates * HIDDEN], 3),
  };
}

/** Input part and recurrent part of a gate's sum, with their biases. */
function sums(
  { w, r, b }: Weights,
  gates: number,
  direction: number,
  row: number,
  x: readonly number[],
  h: readonly number[],
): readonly [number, number] {
  const rows = gates * HIDDEN;
  const bias = (half: number): number => Number(b.data[direction * 2 * rows + half * rows + row]);
  return [product(w, direction, rows, row, x) + bias(0), product(r, direction, rows, row, h) + bias(1)];
}

const x = pattern([STEPS, 1, INPUT], 4);
const at = (step: number): number[] => range(INPUT).map((i) => Number(x.data[step * INPUT + i]));

test("RNN, backwards", () => {
  const set = weights(1, 1);
  let h = range(HIDDEN).map(() => 0);
  const states: number[][] = [];
  for (const step of [2, 1, 0]) {
    const before = h;
    h = range(HIDDEN).map((i) => {
      const [own, recurrent] = sums(set, 1, 0, i, at(step), before);
      return Math.tanh(own + recurrent);
    });
    states[step] = h;
  }
  const [y, last] = runNode({
    op: "RNN",
    inputs: [x, set.w, set.r, set.b],
    attributes: { hidden_size: 2n, direction: "reverse" },
    outputs: 2,
  });
  expect([y?.shape, last?.shape]).toEqual([
    [STEPS, 1, 1, HIDDEN],
    [1, 1, HIDDEN],
  ]);
  expectClose(numbers(y), states.flat());
  expectClose(numbers(last), h);
});

test.each([0, 1])("GRU, linear_before_reset = %s", (linear) => {
  const set = weights(3, 1);
  let h = [0.5, -0.25];
  const initial = tensorOf("f32", [1, 1, HIDDEN], h);
  for (const step of range(STEPS)) {
    const before = h;
    const gate = (index: number, i: number, state: readonly number[]) =>
      sums(set, 3, 0, index * HIDDEN + i, at(step), state);
    const total = ([own, recurrent]: readonly [number, number]): number => own + recurrent;
    const reset = range(HIDDEN).map((i) => sigmoid(total(gate(1, i, before))));
    h = range(HIDDEN).map((i) => {
      const z = sigmoid(total(gate(0, i, before)));
      const [own, recurrent] =
        linear === 1
          ? gate(2, i, before)
          : gate(
              2,
              i,
              before.map((v, k) => v * (reset[k] ?? 0)),
            );
      const candidate = Math.tanh(own + (linear === 1 ? (reset[i] ?? 0) * recurrent : recurrent));
      return (1 - z) * candidate + z * (before[i] ?? 0);
    });
  }
  const attributes = { hidden_size: 2n, linear_before_reset: BigInt(linear) };
  const [, last] = runNode({ op: "GRU", inputs: [x, set.w, set.r, set.b, undefined, initial], attributes, outputs: 2 });
  expectClose(numbers(last), h);
});

test("LSTM in both directions, with peepholes", () => {
  const set = weights(4, 2);
  const peepholes = pattern([2, 3 * HIDDEN], 5);
  const last: number[][] = [];
  const cells: number[][] = [];
  const all: number[][][] = range(STEPS).map(() => []);
  for (const direction of [0, 1]) {
    let h = [0, 0];
    let c = [0, 0];
    const p = (gate: number, i: number): number => Number(peepholes.data[direction * 3 * HIDDEN + gate * HIDDEN + i]);
    for (const step of direction === 0 ? [0, 1, 2] : [2, 1, 0]) {
      const [hBefore, cBefore] = [h, c];
      const sum = (gate: number, i: number): number => {
        const [own, recurrent] = sums(set, 4, direction, gate * HIDDEN + i, at(step), hBefore);
        return own + recurrent;
      };
      c = range(HIDDEN).map((i) => {
        const old = cBefore[i] ?? 0;
        return sigmoid(sum(2, i) + p(2, i) * old) * old + sigmoid(sum(0, i) + p(0, i) * old) * Math.tanh(sum(3, i));
      });
      h = range(HIDDEN).map((i) => sigmoid(sum(1, i) + p(1, i) * (c[i] ?? 0)) * Math.tanh(c[i] ?? 0));
      all[step]?.push(h);
    }
    last.push(h);
    cells.push(c);
  }
  const inputs = [x, set.w, set.r, set.b, undefined, undefined, undefined, peepholes];
  const [y, h, c] = runNode({
    op: "LSTM",
    inputs,
    attributes: { hidden_size: 2n, direction: "bidirectional" },
    outputs: 3,
  });
  expect(y?.shape).toEqual([STEPS, 2, 1, HIDDEN]);
  expectClose(numbers(y), all.flat(2));
  expectClose(numbers(h), last.flat());
  expectClose(numbers(c), cells.flat());
});
