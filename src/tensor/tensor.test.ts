import fc from "fast-check";
import { expect, test } from "vitest";
import { allClose, compareTensors, identicalTensors, maxUlpDistance, ulpDistance } from "./compare.ts";
import { dtypes, isBigInt, isComplex, roundFloat } from "./dtype.ts";
import { floatText, printTensor } from "./print-tensor.ts";
import {
  copyTensor,
  getAt,
  getComplex,
  getElement,
  reshaped,
  scalar,
  setComplex,
  setElement,
  tensorOf,
  tensorOver,
  zeros,
} from "./tensor.ts";

test("an element written is the element read, for every type", () => {
  for (const dtype of dtypes.filter((candidate) => !isComplex(candidate))) {
    const tensor = zeros(dtype, [2, 2]);
    setElement(tensor, 3, 1);
    expect(getAt(tensor, [1, 1])).toBe(isBigInt(dtype) ? 1n : 1);
    expect(getElement(tensor, 2)).not.toBe(getElement(tensor, 3));
  }
});

test("complex elements are pairs", () => {
  const tensor = zeros("complex<f32>", [2]);
  setComplex(tensor, 1, { re: 0.1, im: -2 });
  expect(getComplex(tensor, 1)).toEqual({ re: Math.fround(0.1), im: -2 });
  expect(() => getElement(tensor, 0)).toThrow("getComplex");
});

test("wrong storage is a bug", () => {
  expect(() => tensorOver("f32", [2], new Float64Array(2))).toThrow("Float64Array does not hold f32");
  expect(() => tensorOver("f32", [2], new Float32Array(3))).toThrow("expected 2 slots for tensor<2xf32>, found 3");
});

test("copies are apart, reshapes are not", () => {
  const tensor = tensorOf("i32", [2, 2], [1, 2, 3, 4]);
  const copy = copyTensor(tensor);
  setElement(copy, 0, 9);
  expect(getElement(tensor, 0)).toBe(1);
  setElement(reshaped(tensor, [4]), 1, 7);
  expect(getAt(tensor, [0, 1])).toBe(7);
});

test("printing", () => {
  expect(printTensor(tensorOf("f32", [2, 2], [1, 0.1, -0, 1e20]))).toBe(
    "tensor<2x2xf32> { [[1.0, 0.1], [-0.0, 100000000000000000000.0]] }",
  );
  expect(printTensor(scalar("i64", -5n))).toBe("tensor<i64> { -5 }");
  expect(printTensor(tensorOf("i1", [2], [1, 0]))).toBe("tensor<2xi1> { [true, false] }");
  expect(printTensor(tensorOf("complex<f64>", [1], [1, 2.5]))).toBe("tensor<1xcomplex<f64>> { [(1.0, 2.5)] }");
  expect(printTensor(tensorOf("f16", [3], [NaN, Infinity, -Infinity]))).toBe("tensor<3xf16> { [nan, inf, -inf] }");
  expect(printTensor(zeros("i8", [0, 3]))).toBe("tensor<0x3xi8> { [] }");
  expect(printTensor(zeros("i8", [3, 2]), { maxElements: 3 })).toBe("tensor<3x2xi8> { [[0, 0], [0, ...], ...] }");
  expect(floatText("f32", 1e-30)).toBe("1.0e-30");
});

test("printed floats read back the same", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("f32", "f64", "f16", "bf16", "f8E5M2" as const),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      (dtype, value) => {
        const rounded = roundFloat(dtype, value);
        fc.pre(Number.isFinite(rounded));
        const text = floatText(dtype, rounded);
        expect(Object.is(roundFloat(dtype, Number(text)), rounded)).toBe(true);
        expect(text).toMatch(/\./);
      },
    ),
  );
});

test("distances in units of the last place", () => {
  expect(ulpDistance("f32", 1, 1 + 2 ** -23)).toBe(1);
  expect(ulpDistance("f64", 1, 1 + 2 ** -52)).toBe(1);
  expect(ulpDistance("f16", 1, 1 + 2 ** -10)).toBe(1);
  expect(ulpDistance("f32", 2 ** -149, -(2 ** -149))).toBe(2);
  expect(ulpDistance("f64", 5e-324, -5e-324)).toBe(2);
  expect(ulpDistance("bf16", 0, -0)).toBe(0);
  expect(ulpDistance("f32", NaN, NaN)).toBe(0);
  expect(ulpDistance("f32", NaN, 1)).toBe(Infinity);
  expect(maxUlpDistance(tensorOf("f32", [2], [1, 2]), tensorOf("f32", [2], [1, 2 + 2 ** -21]))).toBe(2);
});

test("tolerances are relative to the value, with a floor relative to the largest value", () => {
  const expected = tensorOf("f64", [2], [100, 0.001]);
  const tolerance = { relative: 1e-4, floor: 1e-2 };
  expect(allClose(tensorOf("f64", [2], [100.0099, 0.00109]), expected, tolerance)).toBe(true);
  expect(allClose(tensorOf("f64", [2], [100.0101, 0.001]), expected, tolerance)).toBe(false);
  // The floor is 1e-2 * 100 = 1, so 0.001 may be off by 1e-4.
  expect(allClose(tensorOf("f64", [2], [100, 0.00111]), expected, tolerance)).toBe(false);
  const compared = compareTensors(tensorOf("f64", [2], [100, 1]), expected, tolerance);
  expect(compared).toEqual({
    close: false,
    message: "1 of 2 values differ; worst at position 1: expected 0.001, found 1",
  });
});

test("special values must meet their like", () => {
  const tolerance = { relative: 1, floor: 1 };
  const special = tensorOf("f32", [3], [NaN, Infinity, -Infinity]);
  expect(allClose(copyTensor(special), special, tolerance)).toBe(true);
  expect(allClose(tensorOf("f32", [3], [NaN, Infinity, Infinity]), special, tolerance)).toBe(false);
  expect(allClose(tensorOf("f32", [3], [0, Infinity, -Infinity]), special, tolerance)).toBe(false);
  expect(allClose(tensorOf("i32", [1], [1]), tensorOf("i32", [1], [2]), tolerance)).toBe(false);
  expect(compareTensors(scalar("i32", 1), scalar("i64", 1), tolerance)).toEqual({
    close: false,
    message: "expected tensor<i64>, found tensor<i32>",
  });
});

test("identical means bit for bit", () => {
  expect(identicalTensors(scalar("f32", 0), scalar("f32", -0))).toBe(false);
  expect(identicalTensors(scalar("f32", NaN), scalar("f32", NaN))).toBe(true);
  expect(identicalTensors(zeros("f32", [2]), zeros("f32", [1, 2]))).toBe(false);
});
