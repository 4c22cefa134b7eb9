import fc from "fast-check";
import { expect, test } from "vitest";
import {
  broadcastShapes,
  broadcastStrides,
  elementCount,
  inBounds,
  linearIndex,
  multiIndex,
  nextIndex,
  permute,
  rowMajorStrides,
} from "./shape.ts";

const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 });

test("element counts, and shapes that have none", () => {
  expect(elementCount([])).toBe(1);
  expect(elementCount([2, 3, 4])).toBe(24);
  expect(elementCount([2 ** 40, 2 ** 40])).toBeUndefined();
  expect(elementCount([2 ** 40, 2 ** 40, 0])).toBe(0);
  expect(elementCount([2 ** 40, 0, -1])).toBeUndefined();
  expect(elementCount([2 ** 63 - 1])).toBeUndefined();
  expect(elementCount([2 ** 30, 2 ** 23])).toBeUndefined();
  expect(elementCount([2 ** 30, 2 ** 22])).toBe(2 ** 52);
  expect(elementCount([1.5])).toBeUndefined();
});

test("stepping through a shape visits each row-major position once", () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const strides = rowMajorStrides(shape);
      const index = shape.map(() => 0);
      let linear = 0;
      do {
        expect(linearIndex(index, shape)).toBe(linear);
        expect(multiIndex(linear, shape)).toEqual(index);
        expect(index.reduce((sum, i, d) => sum + i * (strides[d] ?? 0), 0)).toBe(linear);
        expect(inBounds(index, shape)).toBe(true);
        linear++;
      } while (nextIndex(index, shape));
      expect(linear).toBe(elementCount(shape));
      expect(index).toEqual(shape.map(() => 0));
    }),
  );
});

test("broadcasting", () => {
  expect(broadcastShapes([2, 1, 4], [3, 1])).toEqual([2, 3, 4]);
  expect(broadcastShapes([], [3])).toEqual([3]);
  expect(broadcastShapes([2], [3])).toBeUndefined();
  expect(broadcastShapes([0], [1])).toEqual([0]);
  expect(broadcastStrides([3, 1], [2, 3, 4])).toEqual([0, 1, 0]);
});

test("permuting strides reads the permuted shape", () => {
  expect(permute([5, 6, 7], [2, 0, 1])).toEqual([7, 5, 6]);
});
