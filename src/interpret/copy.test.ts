import fc from "fast-check";
import { expect, test } from "vitest";
import { knownElementCount, linearIndex, multiIndex, type Shape } from "../tensor/shape.ts";
import { getElement, type Tensor, tensorOf } from "../tensor/tensor.ts";
import { broadcastTo, concatenated, padded, reversed, sliced, transposed } from "./copy.ts";

// At most 3^4 elements: every position is a value of i8.
const shapes = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 });

/** A tensor whose elements are their own positions, in a type whose elements are 1, 2, 4, 8 or 16 bytes. */
const tensors = fc.tuple(shapes, fc.constantFrom("i8", "i16", "f32", "f64", "i64")).map(([shape, dtype]): Tensor => {
  const count = knownElementCount(shape);
  return tensorOf(
    dtype as "f32",
    shape,
    Array.from({ length: count }, (_, at) => (dtype === "i64" ? BigInt(at) : at)),
  );
});

/** The result is what `source` says for each index: a position in the operand, or undefined for the padding value. */
function expectElements(result: Tensor, source: (index: readonly number[]) => number | undefined, padding = -1): void {
  for (let at = 0; at < knownElementCount(result.shape); at++)
    expect(Number(getElement(result, at))).toBe(source(multiIndex(at, result.shape)) ?? padding);
}

const position = (index: readonly number[], shape: Shape): number => linearIndex(index, shape);

test("transposed: dimension d of the result is dimension permutation[d] of the operand", () => {
  fc.assert(
    fc.property(tensors, fc.nat(), (tensor, seed) => {
      const rank = tensor.shape.length;
      const permutation = Array.from({ length: rank }, (_, d) => d).sort(
        (a, b) => ((a * 7 + seed) % 5) - ((b * 7 + seed) % 5),
      );
      const result = transposed(tensor, permutation);
      expectElements(result, (index) => {
        const from = new Array<number>(rank).fill(0);
        permutation.forEach((dimension, d) => {
          from[dimension] = index[d] ?? 0;
        });
        return position(from, tensor.shape);
      });
    }),
  );
});

test("broadcast: extents of 1 repeat and new dimensions repeat", () => {
  fc.assert(
    fc.property(tensors, fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }), (tensor, added) => {
      const grown = tensor.shape.map((extent) => (extent === 1 ? 3 : extent));
      const shape = [...added, ...grown];
      const result = broadcastTo(
        tensor,
        shape,
        grown.map((_, d) => added.length + d),
      );
      expectElements(result, (index) =>
        position(
          index.slice(added.length).map((i, d) => (tensor.shape[d] === 1 ? 0 : i)),
          tensor.shape,
        ),
      );
    }),
  );
});

test("sliced and reversed read what they say", () => {
  fc.assert(
    fc.property(
      tensors,
      fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.integer({ min: 1, max: 3 })), { minLength: 4, maxLength: 4 }),
      (tensor, cuts) => {
        const starts = tensor.shape.map((extent, d) => Math.min(cuts[d]?.[0] ?? 0, extent));
        const limits = tensor.shape.map((extent, d) => Math.max(starts[d] ?? 0, extent - (cuts[d]?.[1] ?? 0)));
        const strides = tensor.shape.map((_, d) => cuts[d]?.[2] ?? 1);
        expectElements(sliced(tensor, starts, limits, strides), (index) =>
          position(
            index.map((i, d) => (starts[d] ?? 0) + i * (strides[d] ?? 1)),
            tensor.shape,
          ),
        );
        const dimensions = tensor.shape.flatMap((_, d) => ((cuts[d]?.[0] ?? 0) % 2 === 0 ? [d] : []));
        expectElements(reversed(tensor, dimensions), (index) =>
          position(
            index.map((i, d) => (dimensions.includes(d) ? (tensor.shape[d] ?? 1) - 1 - i : i)),
            tensor.shape,
          ),
        );
      },
    ),
  );
});

test("padded: low, high and interior padding, also negative", () => {
  const amount = fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }), fc.nat(2));
  fc.assert(
    fc.property(tensors, fc.array(amount, { minLength: 4, maxLength: 4 }), (tensor, amounts) => {
      const column = (which: 0 | 1 | 2): number[] => tensor.shape.map((_, d) => amounts[d]?.[which] ?? 0);
      const [low, high, interior] = [column(0), column(1), column(2)];
      const value = tensorOf(tensor.dtype, [], [tensor.dtype === "i64" ? -1n : -1]);
      const result = padded(tensor, value, low, high, interior);
      expect(result.shape).toEqual(
        tensor.shape.map((extent, d) =>
          Math.max(0, (extent - 1) * ((interior[d] ?? 0) + 1) + 1 + (low[d] ?? 0) + (high[d] ?? 0)),
        ),
      );
      expectElements(result, (index) => {
        const from = index.map((i, d) => (i - (low[d] ?? 0)) / ((interior[d] ?? 0) + 1));
        const inside = from.every((i, d) => Number.isInteger(i) && i >= 0 && i < (tensor.shape[d] ?? 0));
        return inside ? position(from, tensor.shape) : undefined;
      });
    }),
  );
});

test("concatenated: slices of the result are the operands", () => {
  fc.assert(
    fc.property(tensors, fc.nat(), (tensor, pick) => {
      const dimension = pick % tensor.shape.length;
      const twice = concatenated(
        [tensor, tensor],
        tensor.shape.map((extent, d) => (d === dimension ? 2 * extent : extent)),
        dimension,
      );
      const ones = tensor.shape.map(() => 1);
      const first = tensor.shape.map(() => 0);
      const second = tensor.shape.map((extent, d) => (d === dimension ? extent : 0));
      expect(sliced(twice, first, tensor.shape, ones)).toEqual(tensor);
      expect(sliced(twice, second, twice.shape, ones)).toEqual(tensor);
    }),
  );
});
