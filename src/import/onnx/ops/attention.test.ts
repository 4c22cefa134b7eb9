import { expect, test } from "vitest";
import { getSlot, type Tensor, tensorOf } from "../../../tensor/tensor.ts";
import { importTestModel, messagesOf, nodeModel, runNode } from "../run-test-model.ts";

function pattern(shape: readonly number[], seed: number): Tensor {
  const count = shape.reduce((product, extent) => product * extent, 1);
  return tensorOf(
    "f32",
    shape,
    Array.from({ length: count }, (_, at) => Math.sin(at * 0.7 + seed)),
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

const range = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

/** The definition for tensors [1, heads, sequence, size], by loops; `allowed` says which key a query may see. */
function reference(q: Tensor, k: Tensor, v: Tensor, allowed: (query: number, key: number) => boolean): number[] {
  const [, heads = 0, queries = 0, size = 0] = q.shape;
  const [, keyHeads = 1, keys = 0] = k.shape;
  const row = (tensor: Tensor, head: number, at: number): number[] => {
    const [, , length = 0, width = 0] = tensor.shape;
    return range(width).map((d) => Number(tensor.data[(head * length + at) * width + d]));
  };
  return range(heads).flatMap((head) =>
    range(queries).flatMap((query) => {
      const shared = Math.floor(head / (heads / keyHeads));
      const scores = range(keys).map((key) => {
        if (!allowed(query, key)) return Number.NEGATIVE_INFINITY;
        const other = row(k, shared, key);
        return row(q, head, query).reduce((sum, value, d) => sum + value * (other[d] ?? 0), 0) / Math.sqrt(size);
      });
      const weights = scores.map((score) => Math.exp(score));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return range(v.shape[3] ?? 0).map((d) =>
        total === 0
          ? 0
          : weights.reduce((sum, weight, key) => sum + (weight / total) * (row(v, shared, key)[d] ?? 0), 0),
      );
    }),
  );
}

const q = pattern([1, 4, 3, 6], 1);
const k = pattern([1, 2, 5, 6], 2);
const v = pattern([1, 2, 5, 4], 3);
const opset = 24;

test("heads of queries share heads of keys", () => {
  expectClose(
    numbers(runNode({ op: "Attention", opset, inputs: [q, k, v] })[0]),
    reference(q, k, v, () => true),
  );
});

test("causality, a mask, and queries that may see nothing", () => {
  const causal = runNode({ op: "Attention", opset, inputs: [q, k, v], attributes: { is_causal: 1n } });
  expectClose(
    numbers(causal[0]),
    reference(q, k, v, (query, key) => key <= query),
  );
  const mask = tensorOf("i1", [3, 5], [1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
  const masked = runNode({ op: "Attention", opset, inputs: [q, k, v, mask] });
  expectClose(
    numbers(masked[0]),
    reference(q, k, v, (query, key) => mask.data[query * 5 + key] === 1),
  );
});

test("what came before is put before, and counts for causality", () => {
  const part = (tensor: Tensor, from: number, to: number): Tensor => {
    const [, heads = 0, length = 0, size = 0] = tensor.shape;
    const rows = range(heads).flatMap((head) =>
      range((to - from) * size).map((at) => Number(tensor.data[(head * length + from) * size + at])),
    );
    return tensorOf("f32", [1, heads, to - from, size], rows);
  };
  const inputs = [q, part(k, 2, 5), part(v, 2, 5), undefined, part(k, 0, 2), part(v, 0, 2)];
  const [y, keys] = runNode({ op: "Attention", opset, inputs, attributes: { is_causal: 1n }, outputs: 3 });
  expectClose(
    numbers(y),
    reference(q, k, v, (query, key) => key <= query + 2),
  );
  expectClose(numbers(keys), numbers(k));
});

test("heads may lie beside each other in the last dimension", () => {
  // One head of queries [1, 3, 6] is the same in either layout.
  const flat = (tensor: Tensor): Tensor => ({ ...tensor, shape: [1, tensor.shape[2] ?? 0, tensor.shape[3] ?? 0] });
  const [one, key, value] = [pattern([1, 1, 3, 6], 4), pattern([1, 1, 5, 6], 5), pattern([1, 1, 5, 4], 6)];
  const attributes = { q_num_heads: 1n, kv_num_heads: 1n };
  const [y] = runNode({ op: "Attention", opset, inputs: [flat(one), flat(key), flat(value)], attributes });
  expect(y?.shape).toEqual([1, 3, 4]);
  expectClose(
    numbers(y),
    reference(one, key, value, () => true),
  );
  const uneven = nodeModel({
    op: "Attention",
    opset,
    inputs: [flat(one), flat(key), flat(value)],
    attributes: { q_num_heads: 4n, kv_num_heads: 1n },
  });
  expect(messagesOf(importTestModel(uneven))).toEqual(["onnx.node: Attention: cannot see 4 heads in [1, 3, 6]"]);
});

test("RotaryEmbedding turns halves, or neighbours, by the angle of the position", () => {
  const x = tensorOf("f32", [1, 1, 2, 4], [1, 2, 3, 4, 5, 6, 7, 8]);
  const table = (f: (angle: number) => number) =>
    tensorOf(
      "f32",
      [3, 2],
      range(6).map((at) => f(at * 0.3)),
    );
  const positions = tensorOf("i64", [1, 2], [2, 0]);
  const turn = (a: number, b: number, angle: number) => [
    a * Math.cos(angle) - b * Math.sin(angle),
    a * Math.sin(angle) + b * Math.cos(angle),
  ];
  const run = (interleaved: bigint) =>
    numbers(
      runNode({
        op: "RotaryEmbedding",
        opset: 23,
        inputs: [x, table(Math.cos), table(Math.sin), positions],
        attributes: { interleaved },
      })[0],
    );
  // Position 2 has the angles 1.2 and 1.5, position 0 has 0 and 0.3.
  const [[a = 0, c = 0], [b = 0, d = 0]] = [turn(1, 3, 1.2), turn(2, 4, 1.5)];
  const [[e = 0, g = 0], [f = 0, h = 0]] = [turn(5, 7, 0), turn(6, 8, 0.3)];
  expectClose(run(0n), [a, b, c, d, e, f, g, h]);
  expectClose(run(1n), [...turn(1, 2, 1.2), ...turn(3, 4, 1.5), ...turn(5, 6, 0), ...turn(7, 8, 0.3)]);
});
