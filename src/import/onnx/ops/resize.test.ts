import { expect, test } from "vitest";
import { getSlot, type Tensor, tensorOf } from "../../../tensor/tensor.ts";
import { type NodeCase, runNode } from "../run-test-model.ts";

function run(node: NodeCase): { readonly shape: readonly number[]; readonly values: readonly number[] } {
  const [tensor] = runNode(node);
  if (tensor === undefined) expect.unreachable("the node has a result");
  return {
    shape: tensor.shape,
    values: Array.from({ length: tensor.data.length }, (_, at) => Number(getSlot(tensor, at))),
  };
}

const row = (...values: number[]): Tensor => tensorOf("f32", [1, 1, 1, values.length], values);
const scales = (...values: number[]): Tensor => tensorOf("f32", [values.length], values);
const sizes = (...values: number[]): Tensor => tensorOf("i64", [values.length], values);

function resized(x: Tensor, width: number, attributes: NonNullable<NodeCase["attributes"]>): readonly number[] {
  return run({
    op: "Resize",
    opset: 19,
    inputs: [x],
    constants: [undefined, undefined, sizes(1, 1, 1, width)],
    attributes,
  }).values;
}

test("nearest, in each rounding", () => {
  const nearest = (mode: string, coordinates: string) =>
    resized(row(1, 2, 3, 4), 6, { nearest_mode: mode, coordinate_transformation_mode: coordinates });
  // Coordinates 0, 2/3, 4/3, 2, 8/3, 10/3.
  expect(nearest("floor", "asymmetric")).toEqual([1, 1, 2, 3, 3, 4]);
  expect(nearest("ceil", "asymmetric")).toEqual([1, 2, 3, 3, 4, 4]);
  expect(nearest("round_prefer_floor", "asymmetric")).toEqual([1, 2, 2, 3, 4, 4]);
  // Coordinates -1/6, 1/2, 7/6, 11/6, 5/2, 19/6: halves show the preference.
  expect(nearest("round_prefer_floor", "half_pixel")).toEqual([1, 1, 2, 3, 3, 4]);
  expect(nearest("round_prefer_ceil", "half_pixel")).toEqual([1, 2, 2, 3, 4, 4]);
});

test("whole scales repeat, without index arithmetic", () => {
  const x = tensorOf("f32", [1, 1, 2, 2], [1, 2, 3, 4]);
  const attributes = { mode: "nearest", coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" };
  const doubled = run({ op: "Resize", opset: 11, inputs: [x], constants: [undefined, scales(1, 1, 2, 2)], attributes });
  expect(doubled).toEqual({ shape: [1, 1, 4, 4], values: [1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4] });
  const old = run({ op: "Upsample", opset: 8, inputs: [x], attributes: { scales: [1, 1, 2, 1] } });
  expect(old).toEqual({ shape: [1, 1, 4, 2], values: [1, 2, 1, 2, 3, 4, 3, 4] });
});

test("linear, by its coordinates", () => {
  const linear = (coordinates: string, width = 4) =>
    resized(row(0, 4), width, { mode: "linear", coordinate_transformation_mode: coordinates });
  expect(linear("half_pixel")).toEqual([0, 1, 3, 4]);
  expect(linear("asymmetric")).toEqual([0, 2, 4, 4]);
  expect(linear("align_corners", 5)).toEqual([0, 1, 2, 3, 4]);
  expect(linear("pytorch_half_pixel", 1)).toEqual([0]);
  const x = tensorOf("f32", [1, 1, 2, 2], [0, 4, 8, 12]);
  const both = run({
    op: "Resize",
    opset: 11,
    inputs: [x],
    constants: [scales(), scales(1, 1, 1.5, 1)],
    attributes: { mode: "linear", coordinate_transformation_mode: "align_corners" },
  });
  expect(both).toEqual({ shape: [1, 1, 3, 2], values: [0, 4, 4, 8, 8, 12] });
});

/**
 * The reference's formula for Keys' kernel with a = -0.75 at the middle between two pixels: -3/32, 19/32, 19/32, -3/32.
 */
test("cubic, with edges repeated or left out", () => {
  const middle = (values: readonly number[]): number =>
    (-3 * (values[0] ?? 0) + 19 * (values[1] ?? 0) + 19 * (values[2] ?? 0) - 3 * (values[3] ?? 0)) / 32;
  const cubic = (extra: NonNullable<NodeCase["attributes"]>) =>
    resized(row(1, 2, 4, 8), 2, { mode: "cubic", coordinate_transformation_mode: "half_pixel", ...extra });
  const [first = 0, second = 0] = cubic({});
  expect(first).toBeCloseTo(middle([1, 1, 2, 4]), 5);
  expect(second).toBeCloseTo(middle([2, 4, 8, 8]), 5);
  const [outside = 0] = cubic({ exclude_outside: 1n });
  expect(outside).toBeCloseTo((19 * 1 + 19 * 2 - 3 * 4) / 35, 5);
});

test("against aliasing a linear kernel covers all that it replaces", () => {
  const [first = 0, second = 0] = resized(row(1, 2, 3, 4), 2, { mode: "linear", antialias: 1n });
  // Weights at distances 0.5 and 1.5 in units of 2: 3/4 and 1/4; outside pixels repeat the edge.
  expect(first).toBeCloseTo((1 * 0.25 + 1 * 0.75 + 2 * 0.75 + 3 * 0.25) / 2, 5);
  expect(second).toBeCloseTo((2 * 0.25 + 3 * 0.75 + 4 * 0.75 + 4 * 0.25) / 2, 5);
});

test("sizes as bounds keep the proportions", () => {
  const x = tensorOf("f32", [1, 1, 2, 4], [1, 2, 3, 4, 5, 6, 7, 8]);
  const shapeFor = (policy: string) =>
    run({
      op: "Resize",
      opset: 18,
      inputs: [x],
      constants: [undefined, undefined, sizes(8, 8)],
      attributes: { axes: [2n, 3n], keep_aspect_ratio_policy: policy },
    }).shape;
  expect(shapeFor("stretch")).toEqual([1, 1, 8, 8]);
  expect(shapeFor("not_larger")).toEqual([1, 1, 4, 8]);
  expect(shapeFor("not_smaller")).toEqual([1, 1, 8, 16]);
});
