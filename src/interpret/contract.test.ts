import fc from "fast-check";
import { expect, test } from "vitest";
import { type DType, roundFloat, wrapInteger } from "../tensor/dtype.ts";
import { knownElementCount, multiIndex } from "../tensor/shape.ts";
import { getElement, type Tensor, tensorOf } from "../tensor/tensor.ts";
import { type ConvolutionSizes, convolve, matrixProduct } from "./contract.ts";

const values = fc.array(fc.integer({ min: -300, max: 300 }), { minLength: 200, maxLength: 200 });
const dtypes = fc.constantFrom<DType>("f32", "f64", "f16", "bf16", "i8", "i32", "i64", "ui8", "i1");

function tensorFrom(dtype: DType, shape: readonly number[], numbers: readonly number[], scale: number): Tensor {
  const count = knownElementCount(shape);
  const isWhole = dtype.startsWith("i") || dtype.startsWith("u");
  return tensorOf(
    dtype,
    shape,
    Array.from({ length: count }, (_, at) => {
      const value = (numbers[at % numbers.length] ?? 0) * (isWhole ? 1 : scale);
      return dtype === "i64" ? BigInt(Math.trunc(value)) : dtype === "i1" ? Math.abs(value) % 2 : value;
    }),
  );
}

/** The rule, one product after the other: rounded to the type, added, rounded. */
function sumOfProducts(dtype: DType, pairs: readonly (readonly [number | bigint, number | bigint])[]): number | bigint {
  if (dtype === "i1") return pairs.some(([a, b]) => a === 1 && b === 1) ? 1 : 0;
  if (dtype === "i64") return pairs.reduce((sum, [a, b]) => BigInt.asIntN(64, sum + BigInt(a) * BigInt(b)), 0n);
  if (dtype.startsWith("i") || dtype.startsWith("u"))
    return wrapInteger(
      dtype,
      pairs.reduce((sum, [a, b]) => sum + BigInt(a) * BigInt(b), 0n),
    );
  return pairs.reduce((sum, [a, b]) => roundFloat(dtype, sum + roundFloat(dtype, Number(a) * Number(b))), 0);
}

test("matrixProduct rounds each product and each sum, in order, in every type", () => {
  const size = fc.integer({ min: 1, max: 6 });
  fc.assert(
    fc.property(
      dtypes,
      fc.tuple(fc.integer({ min: 1, max: 2 }), size, size, size),
      values,
      (dtype, [batch, m, k, n], numbers) => {
        const a = tensorFrom(dtype, [batch, m, k], numbers, 0.37);
        const b = tensorFrom(dtype, [batch, k, n], numbers.toReversed(), 0.11);
        const product = matrixProduct(a, b, { batch, m, k, n }, dtype, [batch, m, n]);
        for (let at = 0; at < batch * m * n; at++) {
          const [image = 0, row = 0, column = 0] = multiIndex(at, [batch, m, n]);
          const pairs = Array.from(
            { length: k },
            (_, c) => [getElement(a, (image * m + row) * k + c), getElement(b, (image * k + c) * n + column)] as const,
          );
          expect(getElement(product, at)).toEqual(sumOfProducts(dtype, pairs));
        }
      },
    ),
  );
});

test("convolve sums over the window's places, then the input features, in every type and with groups", () => {
  const small = fc.integer({ min: 1, max: 3 });
  const setting = fc.record({
    batch: fc.integer({ min: 1, max: 2 }),
    window: fc.tuple(small, small),
    extra: fc.tuple(fc.nat(2), fc.nat(2)),
    strides: fc.tuple(small, small),
    dilations: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
    perGroup: small,
    outPerGroup: fc.integer({ min: 1, max: 5 }),
    groups: fc.integer({ min: 1, max: 3 }),
    byBatch: fc.boolean(),
  });
  fc.assert(
    fc.property(dtypes, setting, values, (dtype, given, numbers) => {
      const { window, strides, dilations, groups } = given;
      const [featureGroups, batchGroups] = given.byBatch ? [1, groups] : [groups, 1];
      const input = window.map((w, d) => (w - 1) * (dilations[d] ?? 1) + 1 + (given.extra[d] ?? 0));
      const output = input.map(
        (extent, d) => Math.floor((extent - ((window[d] ?? 1) - 1) * (dilations[d] ?? 1) - 1) / (strides[d] ?? 1)) + 1,
      );
      const sizes: ConvolutionSizes = {
        batch: given.batch * batchGroups,
        input,
        output,
        window,
        strides,
        dilations,
        inputFeatures: given.perGroup * featureGroups,
        outputFeatures: given.outPerGroup * groups,
        featureGroups,
        batchGroups,
      };
      const shape = [given.batch, ...output, sizes.outputFeatures];
      const x = tensorFrom(dtype, [sizes.batch, ...input, sizes.inputFeatures], numbers, 0.37);
      const w = tensorFrom(dtype, [...window, given.perGroup, sizes.outputFeatures], numbers.toReversed(), 0.11);
      const result = convolve(x, w, sizes, dtype, shape);
      for (let at = 0; at < knownElementCount(shape); at++) {
        const [b = 0, row = 0, column = 0, feature = 0] = multiIndex(at, shape);
        const group = Math.floor(feature / given.outPerGroup);
        const image = given.byBatch ? b + group * given.batch : b;
        const pairs: [number | bigint, number | bigint][] = [];
        for (let i = 0; i < window[0]; i++)
          for (let j = 0; j < window[1]; j++)
            for (let c = 0; c < given.perGroup; c++) {
              const y = row * strides[0] + i * dilations[0];
              const z = column * strides[1] + j * dilations[1];
              const channel = given.byBatch ? c : group * given.perGroup + c;
              pairs.push([
                getElement(x, ((image * (input[0] ?? 0) + y) * (input[1] ?? 0) + z) * sizes.inputFeatures + channel),
                getElement(w, ((i * window[1] + j) * given.perGroup + c) * sizes.outputFeatures + feature),
              ]);
            }
        expect(getElement(result, at)).toEqual(sumOfProducts(dtype, pairs));
      }
    }),
    { numRuns: 60 },
  );
});
