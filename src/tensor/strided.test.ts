import fc from "fast-check";
import { expect, test } from "vitest";
import { permute, rowMajorStrides } from "./shape.ts";
import { copyStrided, rowMajor } from "./strided.ts";

test("a copy through permuted strides, and back, is the same array", () => {
  const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });
  fc.assert(
    fc.property(shapes, fc.infiniteStream(fc.nat()), (shape, keys) => {
      const order = shape
        .map((_, d) => ({ d, key: keys.next().value }))
        .sort((a, b) => a.key - b.key)
        .map(({ d }) => d);
      const count = shape.reduce((product, extent) => product * extent, 1);
      const source = Float32Array.from({ length: count }, (_, at) => at);
      const turned = new Float32Array(count);
      const back = new Float32Array(count);
      const turnedShape = permute(shape, order);
      const seen = { data: source, offset: 0, strides: permute(rowMajorStrides(shape), order) };
      copyStrided(seen, rowMajor(turned, turnedShape), turnedShape);
      copyStrided(rowMajor(turned, turnedShape), { ...seen, data: back }, turnedShape);
      expect(back).toEqual(source);
    }),
  );
});

test("slots of complex elements stay together", () => {
  const to = new Float64Array(4);
  copyStrided({ data: Float64Array.of(1, 2, 3, 4, 5, 6), offset: 0, strides: [2] }, rowMajor(to, [2]), [2], 2);
  expect(to).toEqual(Float64Array.of(1, 2, 5, 6));
});
