/**
 * Exponentials of f32: reduction to |r| <= ln(2)/2 in two steps whose first product is exact, a polynomial, and scaling by a power of two
 * made of exponent bits. Source of reduction constants and polynomial: S. Moshier, Cephes Math Library 2.2 (1992), expf.c and exp2f.c.
 */
import type { Value } from "../../../src/ir/handle.ts";
import type { FloatCode } from "./float-code.ts";

const LOG2_E = Math.LOG2E;
/** ln(2) as a number of few bits, so that multiples up to 2^8 are exact, and the rest. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = -2.1219444e-4;
/** Adding it rounds to the nearest integer, which the low bits of the sum then are: 1.5 * 2^23. */
const ROUNDER = 12582912;
const ROUNDER_BITS = 0x4b400000;

/** exp(r) = 1 + r + r^2 * P(r) for |r| <= ln(2)/2. */
const EXP_POLYNOMIAL = [
  1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
]; // biome-ignore format: one polynomial
/** exp2(r) = 1 + r * P(r) for |r| <= 1/2. */
const EXP2_POLYNOMIAL = [
  1.535336188319500e-4, 1.339887440266574e-3, 9.618437357674640e-3, 5.550332471162809e-2, 2.402264791363012e-1,
  6.931472028550421e-1,
]; // biome-ignore format: one polynomial

/** A power of two apart from the rest: x = n * ln(2) + rest, or x = n + rest. */
interface Reduced {
  /** n, as bits of an integer. */
  readonly power: Value;
  readonly rest: Value;
}

function nearestInteger(code: FloatCode, scaled: Value): { readonly bits: Value; readonly value: Value } {
  const rounded = code.add(scaled, code.number(ROUNDER));
  return {
    bits: code.subBits(code.bitsOf(rounded), code.bits(ROUNDER_BITS)),
    value: code.sub(rounded, code.number(ROUNDER)),
  };
}

/** `x` lies between -150 and 150, or is NaN. */
function reduceBase(code: FloatCode, x: Value): Reduced {
  const { bits, value } = nearestInteger(code, code.mul(x, code.number(LOG2_E)));
  const once = code.sub(x, code.mul(value, code.number(LN2_HIGH)));
  return { power: bits, rest: code.sub(once, code.mul(value, code.number(LN2_LOW))) };
}

/** 2^n for n from -126 to 127. */
function powerOfTwo(code: FloatCode, power: Value): Value {
  return code.floatOf(code.shiftLeft(code.addBits(power, code.bits(127)), 23));
}

/** value * 2^n for n from -252 to 254: in two steps, so that results may be subnormal, or infinite. */
function scale(code: FloatCode, value: Value, power: Value): Value {
  const half = code.shiftRight(power, 1);
  const other = code.subBits(power, half);
  return code.mul(code.mul(value, powerOfTwo(code, half)), powerOfTwo(code, other));
}

/** Beyond these the result is 0 or infinite; NaN goes through. */
function clamp(code: FloatCode, x: Value, low: number, high: number): Value {
  return code.min(code.max(x, code.number(low)), code.number(high));
}

export function expandExp(code: FloatCode, operand: Value): Value {
  const x = clamp(code, operand, -104, 89);
  const { power, rest } = reduceBase(code, x);
  const square = code.mul(rest, rest);
  const tail = code.multiplyAdd(code.polynomial(rest, EXP_POLYNOMIAL), square, rest);
  return scale(code, code.add(tail, code.number(1)), power);
}

export function expandExp2(code: FloatCode, operand: Value): Value {
  const x = clamp(code, operand, -151, 129);
  const { bits, value } = nearestInteger(code, x);
  const rest = code.sub(x, value);
  const fraction = code.multiplyAdd(code.polynomial(rest, EXP2_POLYNOMIAL), rest, code.number(1));
  return scale(code, fraction, bits);
}

/**
 * exp(x) - 1 = 2^n * (exp(r) - 1) + (2^n - 1): the second term is exact, so nothing cancels. Everything is halved until the end, lest 2^128
 * be infinite where the result is not.
 */
export function expandExpm1(code: FloatCode, operand: Value): Value {
  const x = clamp(code, operand, -30, 89);
  const { power, rest } = reduceBase(code, x);
  const square = code.mul(rest, rest);
  const less1 = code.multiplyAdd(code.polynomial(rest, EXP_POLYNOMIAL), square, rest);
  const halfPower = powerOfTwo(code, code.subBits(power, code.bits(1)));
  const half = code.add(code.mul(halfPower, less1), code.sub(halfPower, code.number(0.5)));
  // Zero keeps its sign: for tiny x the result is x.
  const result = code.add(half, half);
  return code.select(code.test("oeq", operand, code.number(0)), operand, result);
}

/**
 * tanh(x) = t / (t + 2), t = exp(2|x|) - 1, with the sign of x; from |x| = 9.02 on it is 1.
 * Source: identity; Abramowitz, Stegun, "Handbook of Mathematical Functions", 4.5.
 */
export function expandTanh(code: FloatCode, operand: Value): Value {
  const magnitude = code.min(code.abs(operand), code.number(9.02));
  const twice = expandExpm1(code, code.add(magnitude, magnitude));
  return code.copySign(code.div(twice, code.add(twice, code.number(2))), operand);
}
