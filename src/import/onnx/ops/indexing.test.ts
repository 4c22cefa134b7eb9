import fc from "fast-check";
import { expect, test } from "vitest";
import { getSlot, scalar, type Tensor, tensorOf } from "../../../tensor/tensor.ts";
import { importTestModel, messagesOf, type NodeCase, nodeModel, runNode } from "../run-test-model.ts";

function plain(tensor: Tensor | undefined): { readonly shape: readonly number[]; readonly values: readonly number[] } {
  if (tensor === undefined) expect.unreachable("the node has a result");
  return {
    shape: tensor.shape,
    values: Array.from({ length: tensor.data.length }, (_, at) => Number(getSlot(tensor, at))),
  };
}
const run = (node: NodeCase) => plain(runNode(node)[0]);

const count = (...shape: number[]): Tensor =>
  tensorOf(
    "f32",
    shape,
    Array.from({ length: shape.reduce((product, extent) => product * extent, 1) }, (_, at) => at),
  );
const list = (...values: number[]): Tensor => tensorOf("i64", [values.length], values);

/** Python's list[start:end:step]. */
function pythonSlice(extent: number, start: number, end: number, step: number): number[] {
  const all = Array.from({ length: extent }, (_, at) => at);
  const counted = (bound: number): number => (bound < 0 ? bound + extent : bound);
  if (step > 0)
    return all.filter(
      (at) => at >= Math.max(0, counted(start)) && at < counted(end) && (at - Math.max(0, counted(start))) % step === 0,
    );
  const first = Math.min(extent - 1, counted(start));
  const last = counted(end);
  return all.reverse().filter((at) => at <= first && at > last && (first - at) % -step === 0);
}

test("Slice is Python's, for every start, end and step", () => {
  const bound = fc.integer({ min: -8, max: 8 });
  fc.assert(
    fc.property(
      bound,
      bound,
      fc.integer({ min: -3, max: 3 }).filter((step) => step !== 0),
      (start, end, step) => {
        const sliced = run({
          op: "Slice",
          inputs: [count(5)],
          constants: [list(start), list(end), list(0), list(step)],
        });
        // A negative end below the start of a backward slice means "past the beginning" only when it is below -extent.
        expect(sliced.values).toEqual(pythonSlice(5, start, end, step));
      },
    ),
    { numRuns: 300 },
  );
});

test("Slice by attributes, along some axes, and to the end", () => {
  const rows = { opset: 9, inputs: [count(3, 4)], attributes: { axes: [1n], starts: [1n], ends: [2n ** 63n - 1n] } };
  expect(run({ op: "Slice", ...rows })).toEqual({ shape: [3, 3], values: [1, 2, 3, 5, 6, 7, 9, 10, 11] });
  const back = [list(-1), list(-100), list(1), list(-1)];
  expect(run({ op: "Slice", inputs: [count(2, 2)], constants: back }).values).toEqual([1, 0, 3, 2]);
});

test("Gather takes rows, known or not, counted from either end", () => {
  const x = count(3, 2);
  const expected = { shape: [2, 2, 2], values: [4, 5, 0, 1, 2, 3, 4, 5] };
  const indices = tensorOf("i64", [2, 2], [-1, 0, 1, 2]);
  expect(run({ op: "Gather", inputs: [x], constants: [indices] })).toEqual(expected);
  expect(run({ op: "Gather", inputs: [x, indices] })).toEqual(expected);
  const column = run({ op: "Gather", inputs: [x], constants: [scalar("i32", 1)], attributes: { axis: 1n } });
  expect(column).toEqual({ shape: [3], values: [1, 3, 5] });
  expect(messagesOf(importTestModel(nodeModel({ op: "Gather", inputs: [x], constants: [scalar("i64", 3)] })))).toEqual([
    "onnx.node: Gather: index 3 is outside axis 0 of [3, 2]",
  ]);
});

test("GatherElements and GatherND", () => {
  const x = tensorOf("f32", [2, 2], [1, 2, 3, 4]);
  const indices = tensorOf("i64", [2, 2], [0, 0, 1, -2]);
  expect(run({ op: "GatherElements", inputs: [x, indices], attributes: { axis: 1n } }).values).toEqual([1, 1, 4, 3]);
  expect(run({ op: "GatherElements", inputs: [x, indices] }).values).toEqual([1, 2, 3, 2]);
  expect(run({ op: "GatherND", inputs: [x, tensorOf("i64", [2, 2], [0, 0, -1, 1])] })).toEqual({
    shape: [2],
    values: [1, 4],
  });
  const stack = count(2, 2, 3);
  const batched = run({
    op: "GatherND",
    inputs: [stack, tensorOf("i64", [2, 1], [1, 0])],
    attributes: { batch_dims: 1n },
  });
  expect(batched).toEqual({ shape: [2, 3], values: [3, 4, 5, 6, 7, 8] });
});

test("ScatterND and ScatterElements", () => {
  const x = count(4);
  const tuples = tensorOf("i64", [2, 1], [3, -4]);
  const updates = tensorOf("f32", [2], [10, 20]);
  expect(run({ op: "ScatterND", inputs: [x, tuples, updates] }).values).toEqual([20, 1, 2, 10]);
  expect(
    run({ op: "ScatterND", opset: 16, inputs: [x, tuples, updates], attributes: { reduction: "add" } }).values,
  ).toEqual([20, 1, 2, 13]);
  const matrix = tensorOf("f32", [2, 3], new Array(6).fill(0));
  const where = tensorOf("i64", [1, 2], [1, -3]);
  const written = run({
    op: "ScatterElements",
    inputs: [matrix, where, tensorOf("f32", [1, 2], [5, 6])],
    attributes: { axis: 1n },
  });
  expect(written.values).toEqual([6, 5, 0, 0, 0, 0]);
});

test("Pad in its modes, with negative amounts", () => {
  const x = tensorOf("f32", [4], [1, 2, 3, 4]);
  const padded = (mode: string, low: number, high: number) =>
    run({ op: "Pad", opset: 19, inputs: [x], constants: [list(low, high)], attributes: { mode } }).values;
  expect(padded("constant", 1, 2)).toEqual([0, 1, 2, 3, 4, 0, 0]);
  expect(padded("constant", -1, 1)).toEqual([2, 3, 4, 0]);
  expect(padded("reflect", 3, 2)).toEqual([4, 3, 2, 1, 2, 3, 4, 3, 2]);
  expect(padded("edge", 2, 1)).toEqual([1, 1, 1, 2, 3, 4, 4]);
  expect(padded("wrap", 2, 3)).toEqual([3, 4, 1, 2, 3, 4, 1, 2, 3]);
  expect(run({ op: "Pad", opset: 2, inputs: [x], attributes: { pads: [1n, 0n], value: 9 } }).values).toEqual([
    9, 1, 2, 3, 4,
  ]);
  const filled = run({
    op: "Pad",
    opset: 18,
    inputs: [count(1, 2)],
    constants: [list(1, 0), scalar("f32", 7), list(1)],
  });
  expect(filled).toEqual({ shape: [1, 3], values: [7, 0, 1] });
});

test("ArgMax and ArgMin: the first of equals, or the last", () => {
  const x = tensorOf("f32", [2, 3], [1, 5, 5, 2, 0, 0]);
  expect(run({ op: "ArgMax", inputs: [x], attributes: { axis: 1n } })).toEqual({ shape: [2, 1], values: [1, 0] });
  expect(run({ op: "ArgMax", inputs: [x], attributes: { axis: -1n, select_last_index: 1n, keepdims: 0n } })).toEqual({
    shape: [2],
    values: [2, 0],
  });
  expect(run({ op: "ArgMin", inputs: [x], attributes: { axis: 1n, keepdims: 0n } }).values).toEqual([0, 1]);
});

test("OneHot, CumSum and TopK", () => {
  const hot = run({
    op: "OneHot",
    inputs: [tensorOf("i64", [2], [1, -1])],
    constants: [scalar("i64", 3), tensorOf("f32", [2], [-1, 4])],
  });
  expect(hot).toEqual({ shape: [2, 3], values: [-1, 4, -1, -1, -1, 4] });
  const sums = (attributes: Record<string, bigint>) =>
    run({ op: "CumSum", inputs: [tensorOf("f32", [4], [1, 2, 3, 4])], constants: [scalar("i64", 0)], attributes })
      .values;
  expect(sums({})).toEqual([1, 3, 6, 10]);
  expect(sums({ exclusive: 1n })).toEqual([0, 1, 3, 6]);
  expect(sums({ reverse: 1n })).toEqual([10, 9, 7, 4]);
  expect(sums({ exclusive: 1n, reverse: 1n })).toEqual([9, 7, 4, 0]);
  const [values, positions] = runNode({
    op: "TopK",
    inputs: [tensorOf("f32", [5], [3, 9, 1, 9, 4])],
    constants: [list(3)],
    outputs: 2,
  });
  expect([plain(values).values, plain(positions).values]).toEqual([
    [9, 9, 4],
    [1, 3, 4],
  ]);
  const [smallest] = runNode({
    op: "TopK",
    inputs: [tensorOf("f32", [3], [3, 9, 1])],
    constants: [list(2)],
    attributes: { largest: 0n },
    outputs: 2,
  });
  expect(plain(smallest).values).toEqual([1, 3]);
});
