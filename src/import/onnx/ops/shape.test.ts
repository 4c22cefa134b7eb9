import { expect, test } from "vitest";
import { getSlot, scalar, type Tensor, tensorOf } from "../../../tensor/tensor.ts";
import { importTestModel, messagesOf, type NodeCase, nodeModel, runNode } from "../run-test-model.ts";

function run(node: NodeCase): { readonly shape: readonly number[]; readonly values: readonly number[] } {
  return plain(runNode(node)[0]);
}

function plain(tensor: Tensor | undefined): { readonly shape: readonly number[]; readonly values: readonly number[] } {
  if (tensor === undefined) expect.unreachable("the node has a result");
  return {
    shape: tensor.shape,
    values: Array.from({ length: tensor.data.length }, (_, at) => Number(getSlot(tensor, at))),
  };
}

const count = (...shape: number[]): Tensor =>
  tensorOf(
    "f32",
    shape,
    Array.from({ length: shape.reduce((product, extent) => product * extent, 1) }, (_, at) => at),
  );
const list = (...values: number[]): Tensor => tensorOf("i64", [values.length], values);

test("Reshape: 0 keeps an extent, -1 takes the rest, allowzero means 0", () => {
  const x = count(2, 3, 4);
  const shapeOf = (...wanted: number[]) => run({ op: "Reshape", inputs: [x], constants: [list(...wanted)] }).shape;
  expect(shapeOf(0, -1)).toEqual([2, 12]);
  expect(shapeOf(4, 0, 2)).toEqual([4, 3, 2]);
  expect(run({ op: "Reshape", opset: 1, inputs: [x], attributes: { shape: [-1n] } }).shape).toEqual([24]);
  const empty = { op: "Reshape", inputs: [count(0, 3)], constants: [list(3, 0)] };
  expect(run({ ...empty, attributes: { allowzero: 1n } }).shape).toEqual([3, 0]);
  expect(messagesOf(importTestModel(nodeModel({ op: "Reshape", inputs: [x], constants: [list(5, -1)] })))).toEqual([
    "onnx.node: Reshape: cannot reshape [2, 3, 4] to [5, -1]",
  ]);
});

test("Flatten, Squeeze and Unsqueeze", () => {
  const x = count(2, 1, 3, 1);
  expect(run({ op: "Flatten", inputs: [x], attributes: { axis: 2n } }).shape).toEqual([2, 3]);
  expect(run({ op: "Flatten", inputs: [x], attributes: { axis: 0n } }).shape).toEqual([1, 6]);
  expect(run({ op: "Flatten", inputs: [x], attributes: { axis: -1n } }).shape).toEqual([6, 1]);
  expect(run({ op: "Squeeze", opset: 11, inputs: [x], attributes: { axes: [1n] } }).shape).toEqual([2, 3, 1]);
  expect(run({ op: "Squeeze", inputs: [x], constants: [list(-1)] }).shape).toEqual([2, 1, 3]);
  expect(run({ op: "Squeeze", inputs: [x] }).shape).toEqual([2, 3]);
  expect(run({ op: "Unsqueeze", opset: 11, inputs: [count(3)], attributes: { axes: [0n, 2n] } }).shape).toEqual([
    1, 3, 1,
  ]);
  expect(run({ op: "Unsqueeze", inputs: [count(3)], constants: [list(-1, 0)] }).shape).toEqual([1, 3, 1]);
  expect(messagesOf(importTestModel(nodeModel({ op: "Squeeze", inputs: [x], constants: [list(0)] })))).toEqual([
    "onnx.node: Squeeze: expected extent 1 along axis 0, found 2 in [2, 1, 3, 1]",
  ]);
});

test("Transpose reverses the dimensions unless it is told better", () => {
  expect(run({ op: "Transpose", inputs: [count(2, 3)] })).toEqual({ shape: [3, 2], values: [0, 3, 1, 4, 2, 5] });
  const moved = run({ op: "Transpose", inputs: [count(2, 1, 3)], attributes: { perm: [1n, 0n, 2n] } });
  expect(moved).toEqual({ shape: [1, 2, 3], values: [0, 1, 2, 3, 4, 5] });
  expect(
    messagesOf(importTestModel(nodeModel({ op: "Transpose", inputs: [count(2, 3)], attributes: { perm: [0n, 0n] } }))),
  ).toEqual(["onnx.node: Transpose: the axes 0, 0 repeat one"]);
});

test("Concat and Split", () => {
  const joined = run({ op: "Concat", inputs: [count(2, 1), count(2, 2)], attributes: { axis: -1n } });
  expect(joined).toEqual({ shape: [2, 3], values: [0, 0, 1, 1, 2, 3] });
  const parts = (node: Partial<NodeCase>) =>
    runNode({ op: "Split", inputs: [count(5)], outputs: 2, ...node }).map((part) => plain(part).values);
  expect(parts({ opset: 11, attributes: { split: [1n, 4n] } })).toEqual([[0], [1, 2, 3, 4]]);
  expect(parts({ opset: 13, constants: [list(3, 2)] })).toEqual([
    [0, 1, 2],
    [3, 4],
  ]);
  expect(parts({ opset: 18, attributes: { num_outputs: 2n } })).toEqual([
    [0, 1, 2],
    [3, 4],
  ]);
  expect(
    messagesOf(importTestModel(nodeModel({ op: "Split", inputs: [count(5)], outputs: 2, constants: [list(3, 3)] }))),
  ).toEqual(["onnx.node: Split: expected sizes that add up to 5 along axis 0, found [3, 3]"]);
});

test("Expand and Tile", () => {
  expect(run({ op: "Expand", inputs: [count(2, 1)], constants: [list(2, 1, 3)] })).toEqual({
    shape: [2, 2, 3],
    values: [0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1],
  });
  expect(run({ op: "Expand", inputs: [count(2, 2)], constants: [list(1)] }).values).toEqual([0, 1, 2, 3]);
  expect(run({ op: "Tile", inputs: [count(2, 2)], constants: [list(1, 2)] })).toEqual({
    shape: [2, 4],
    values: [0, 1, 0, 1, 2, 3, 2, 3],
  });
  expect(run({ op: "Tile", inputs: [count(2)], constants: [list(3)] }).values).toEqual([0, 1, 0, 1, 0, 1]);
});

test("Shape and Size", () => {
  expect(run({ op: "Shape", inputs: [count(2, 3, 4)] }).values).toEqual([2, 3, 4]);
  expect(run({ op: "Shape", inputs: [count(2, 3, 4)], attributes: { start: -2n } }).values).toEqual([3, 4]);
  expect(run({ op: "Shape", inputs: [count(2, 3, 4)], attributes: { start: 1n, end: 2n } }).values).toEqual([3]);
  expect(run({ op: "Size", inputs: [count(2, 3)] })).toEqual({ shape: [], values: [6] });
});

test("blocks move between depth and space", () => {
  const deep = count(1, 4, 1, 2);
  // Channel c of the block goes to row c / 2, column c % 2.
  expect(run({ op: "DepthToSpace", inputs: [deep], attributes: { blocksize: 2n } })).toEqual({
    shape: [1, 1, 2, 4],
    values: [0, 2, 1, 3, 4, 6, 5, 7],
  });
  const both = count(1, 8, 1, 1);
  expect(run({ op: "DepthToSpace", inputs: [both], attributes: { blocksize: 2n } }).values).toEqual([
    0, 2, 4, 6, 1, 3, 5, 7,
  ]);
  expect(run({ op: "DepthToSpace", inputs: [both], attributes: { blocksize: 2n, mode: "CRD" } }).values).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7,
  ]);
  const back = tensorOf("f32", [1, 1, 2, 4], [0, 2, 1, 3, 4, 6, 5, 7]);
  expect(run({ op: "SpaceToDepth", inputs: [back], attributes: { blocksize: 2n } })).toEqual({
    shape: [1, 4, 1, 2],
    values: [0, 1, 2, 3, 4, 5, 6, 7],
  });
});

test("values out of nothing", () => {
  expect(run({ op: "Constant", inputs: [], attributes: { value_ints: [3n, 4n] } })).toEqual({
    shape: [2],
    values: [3, 4],
  });
  expect(run({ op: "Constant", inputs: [], attributes: { value_float: 0.5 } })).toEqual({ shape: [], values: [0.5] });
  const filled = run({
    op: "ConstantOfShape",
    inputs: [],
    constants: [list(2, 2)],
    attributes: { value: tensorOf("i32", [1], [7]) },
  });
  expect(filled).toEqual({ shape: [2, 2], values: [7, 7, 7, 7] });
  expect(run({ op: "ConstantOfShape", inputs: [], constants: [list(100, 100)] }).values).toHaveLength(10000);
  const ends = [scalar("f32", 1), scalar("f32", 2.2), scalar("f32", 0.5)];
  expect(run({ op: "Range", inputs: [], constants: ends }).values).toEqual([1, 1.5, 2]);
  expect(
    run({ op: "Range", inputs: [], constants: [scalar("i64", 5), scalar("i64", 0), scalar("i64", -2)] }).values,
  ).toEqual([5, 3, 1]);
  expect(run({ op: "EyeLike", inputs: [count(2, 3)], attributes: { k: 1n, dtype: 6n } }).values).toEqual([
    0, 1, 0, 0, 0, 1,
  ]);
  expect(run({ op: "Trilu", inputs: [count(2, 3)] }).values).toEqual([0, 1, 2, 0, 4, 5]);
  expect(
    run({ op: "Trilu", inputs: [count(3, 2)], constants: [scalar("i64", -1)], attributes: { upper: 0n } }).values,
  ).toEqual([0, 0, 2, 0, 4, 5]);
});

test("Cast to 8-bit floats saturates unless told otherwise, and to small integers wraps", () => {
  const x = tensorOf("f32", [4], [1000, -1e9, Number.POSITIVE_INFINITY, 0.5]);
  expect(run({ op: "Cast", opset: 19, inputs: [x], attributes: { to: 17n } }).values).toEqual([448, -448, 448, 0.5]);
  expect(run({ op: "Cast", opset: 19, inputs: [x], attributes: { to: 17n, saturate: 0n } }).values).toEqual([
    Number.NaN,
    Number.NaN,
    Number.NaN,
    0.5,
  ]);
  expect(
    run({ op: "Cast", opset: 21, inputs: [tensorOf("f32", [3], [-9, 7.6, 8])], attributes: { to: 22n } }).values,
  ).toEqual([7, 7, -8]);
});

test("Cast", () => {
  const x = tensorOf("f32", [3], [-1.7, 0, 2.5]);
  expect(run({ op: "Cast", inputs: [x], attributes: { to: 6n } }).values).toEqual([-1, 0, 2]);
  expect(run({ op: "Cast", inputs: [x], attributes: { to: 9n } }).values).toEqual([1, 0, 1]);
  expect(messagesOf(importTestModel(nodeModel({ op: "Cast", inputs: [x], attributes: { to: 8n } })))).toEqual([
    'onnx.node: Cast: attribute "to": elements of string are not supported',
  ]);
});
