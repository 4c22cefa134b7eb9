import { expect, test } from "vitest";
import { getSlot, scalar, type Tensor, tensorOf } from "../../../tensor/tensor.ts";
import { type NodeCase, runNode } from "../run-test-model.ts";

function numbers(tensor: Tensor | undefined): number[] {
  return tensor === undefined ? [] : Array.from({ length: tensor.data.length }, (_, at) => Number(getSlot(tensor, at)));
}
const run = (node: NodeCase): number[] => numbers(runNode(node)[0]);

test("QuantizeLinear rounds halves to even and saturates", () => {
  const x = tensorOf("f32", [6], [-1000, -1, 0.5, 1, 1.5, 1000]);
  expect(run({ op: "QuantizeLinear", inputs: [x], constants: [scalar("f32", 1), scalar("ui8", 128)] })).toEqual([
    0, 127, 128, 129, 130, 255,
  ]);
  expect(run({ op: "QuantizeLinear", inputs: [x], constants: [scalar("f32", 1), scalar("i8", 0)] })).toEqual([
    -128, -1, 0, 1, 2, 127,
  ]);
  expect(run({ op: "QuantizeLinear", inputs: [x], constants: [scalar("f32", 2)] })).toEqual([0, 0, 0, 0, 1, 255]);
});

test("scales and zero points along an axis", () => {
  const x = tensorOf("f32", [2, 2], [1, 2, 3, 4]);
  const parameters = [tensorOf("f32", [2], [0.5, 1]), tensorOf("ui8", [2], [10, 20])];
  expect(run({ op: "QuantizeLinear", inputs: [x], constants: parameters, attributes: { axis: 0n } })).toEqual([
    12, 14, 23, 24,
  ]);
  expect(run({ op: "QuantizeLinear", inputs: [x], constants: parameters, attributes: { axis: 1n } })).toEqual([
    12, 22, 16, 24,
  ]);
  const codes = tensorOf("ui8", [2, 2], [12, 14, 23, 24]);
  expect(run({ op: "DequantizeLinear", inputs: [codes], constants: parameters, attributes: { axis: 0n } })).toEqual([
    1, 2, 3, 4,
  ]);
});

test("DynamicQuantizeLinear covers the range of its input and 0", () => {
  const [codes, scale, zero] = runNode({
    op: "DynamicQuantizeLinear",
    inputs: [tensorOf("f32", [3], [-1, 0, 4.1])],
    outputs: 3,
  });
  expect(numbers(scale)[0]).toBeCloseTo(5.1 / 255, 6);
  expect(numbers(zero)).toEqual([50]);
  expect(numbers(codes)).toEqual([0, 50, 255]);
});
