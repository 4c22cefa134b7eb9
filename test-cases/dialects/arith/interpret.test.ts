/** arith and math on vectors and tensors, and casts that keep bits. */
import { expect, test } from "vitest";
import { interpret } from "../../../src/interpret/interpreter.ts";
import type { DType } from "../../../src/tensor/dtype.ts";
import { getElement, tensorOf } from "../../../src/tensor/tensor.ts";
import { fullContext, moduleOf } from "../../support/programs.ts";

const context = fullContext();

/** The elements of what @f gives for one tensor of four. */
function run(
  dtype: DType,
  values: readonly number[],
  result: string,
  body: string,
): readonly (number | bigint)[] | string {
  const text = `func.func @f(%x: tensor<4x${dtype}>) -> tensor<4x${result}> {${body}\n  return %r : tensor<4x${result}>\n}`;
  const run = interpret(moduleOf(text, context), context, "f", [tensorOf(dtype, [4], values)]);
  if (!run.ok) return run.diagnostics[0]?.code ?? "";
  const [tensor] = run.value;
  return tensor === undefined ? [] : [0, 1, 2, 3].map((at) => getElement(tensor, at));
}

test("integers of each width wrap element by element", () => {
  const body = (type: string): string => `
  %r = arith.muli %x, %x : tensor<4x${type}>`;
  expect(run("i8", [3, 16, -100, 127], "i8", body("i8"))).toEqual([9, 0, 16, 1]);
  expect(run("i64", [3, 2 ** 40, -5, 0], "i64", body("i64"))).toEqual([9n, 0n, 25n, 0n]);
  expect(run("i4", [3, 7, -8, 5], "i4", body("i4"))).toEqual([-7, 1, 0, -7]);
});

test("narrow floats are rounded after each operation", () => {
  const body = `
  %s = arith.addf %x, %x : tensor<4xf16>
  %r = arith.subf %s, %x : tensor<4xf16>`;
  // 2049 is no f16: it is 2048 from the start; 40000 doubled is infinite.
  expect(run("f16", [1, 2049, 40000, -0], "f16", body)).toEqual([1, 2048, Number.POSITIVE_INFINITY, 0]);
});

test("a mask chooses element by element", () => {
  const body = `
  %c0 = arith.constant dense<0.0> : tensor<4xf32>
  %m = arith.cmpf ogt, %x, %c0 : tensor<4xf32>
  %r = arith.select %m, %x, %c0 : tensor<4xi1>, tensor<4xf32>`;
  expect(run("f32", [1, -1, Number.NaN, 0.5], "f32", body)).toEqual([1, 0, 0, 0.5]);
});

test("casts saturate nothing that fits, extend by sign or zero, and keep bits", () => {
  const cast = (op: string, from: string, to: string): string => `
  %r = arith.${op} %x : tensor<4x${from}> to tensor<4x${to}>`;
  expect(run("i8", [-1, 1, -128, 127], "i32", cast("extui", "i8", "i32"))).toEqual([255, 1, 128, 127]);
  expect(run("i8", [-1, 1, -128, 127], "i32", cast("extsi", "i8", "i32"))).toEqual([-1, 1, -128, 127]);
  expect(run("f32", [-1.9, 1.9, 300, Number.NaN], "i8", cast("fptosi", "f32", "i8"))).toEqual([-1, 1, 127, 0]);
  expect(run("i32", [-1, 1, 16777217, 0], "f32", cast("uitofp", "i32", "f32"))).toEqual([4294967296, 1, 16777216, 0]);
  expect(run("f32", [1, -0, 0.5, 2], "i32", cast("bitcast", "f32", "i32"))).toEqual([
    0x3f800000,
    -(2 ** 31),
    0x3f000000,
    0x40000000,
  ]);
});

test("math is element-wise too, and rounds into the type", () => {
  const body = `
  %r = math.sqrt %x : tensor<4xbf16>`;
  expect(run("bf16", [4, 2, 0, -1], "bf16", body)).toEqual([2, 1.4140625, 0, Number.NaN]);
});

test("a division by zero in any element is a fault", () => {
  const body = `
  %c = arith.constant dense<[1, 2, 0, 4]> : tensor<4xi32>
  %r = arith.divui %x, %c : tensor<4xi32>`;
  expect(run("i32", [1, 2, 3, 4], "i32", body)).toBe("interpret.division-by-zero");
});
