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

const list = [1, -2, 3, 4, 5, -6];
const x = tensorOf("f32", [2, 3], list);
const rows = [list.slice(0, 3), list.slice(3)];
const total = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0);

test.each<[string, (row: readonly number[]) => number]>([
  ["ReduceSum", total],
  ["ReduceMean", (row) => total(row) / 3],
  ["ReduceMax", (row) => Math.max(...row)],
  ["ReduceMin", (row) => Math.min(...row)],
  ["ReduceProd", (row) => row.reduce((product, v) => product * v, 1)],
  ["ReduceL1", (row) => total(row.map(Math.abs))],
  ["ReduceL2", (row) => Math.hypot(...row)],
  ["ReduceSumSquare", (row) => total(row.map((v) => v * v))],
  ["ReduceLogSum", (row) => Math.log(total(row))],
  ["ReduceLogSumExp", (row) => Math.log(total(row.map(Math.exp)))],
])("%s by attribute and by input", (op, reference) => {
  const expected = rows.map(reference);
  const byAttribute = run({ op, opset: 11, inputs: [x], attributes: { axes: [-1n] } });
  const byInput = run({
    op,
    opset: 18,
    inputs: [x],
    constants: [tensorOf("i64", [1], [1])],
    attributes: { keepdims: 0n },
  });
  expect([byAttribute.shape, byInput.shape]).toEqual([[2, 1], [2]]);
  for (const { values } of [byAttribute, byInput])
    values.forEach((value, at) => {
      const wanted = expected[at] ?? 0;
      if (Number.isNaN(wanted)) expect(value).toBeNaN();
      else expect(value).toBeCloseTo(wanted, 4);
    });
});

test("no axes are all axes, or none when the node says so", () => {
  expect(run({ op: "ReduceSum", opset: 13, inputs: [x] })).toEqual({ shape: [1, 1], values: [5] });
  expect(run({ op: "ReduceSum", opset: 13, inputs: [x], attributes: { noop_with_empty_axes: 1n } })).toEqual({
    shape: [2, 3],
    values: list,
  });
  expect(run({ op: "ReduceMax", opset: 13, inputs: [x], attributes: { keepdims: 0n } })).toEqual({
    shape: [],
    values: [5],
  });
});

test("booleans and integers", () => {
  const truth = tensorOf("i1", [2, 2], [1, 0, 0, 0]);
  expect(run({ op: "ReduceMax", opset: 20, inputs: [truth], constants: [tensorOf("i64", [1], [1])] }).values).toEqual([
    1, 0,
  ]);
  expect(run({ op: "ReduceMin", opset: 20, inputs: [truth], constants: [tensorOf("i64", [1], [0])] }).values).toEqual([
    0, 0,
  ]);
  const integers = tensorOf("i32", [2], [3, 4]);
  expect(run({ op: "ReduceL2", opset: 18, inputs: [integers] }).values).toEqual([5]);
  expect(run({ op: "ReduceMin", opset: 18, inputs: [integers] }).values).toEqual([3]);
});
