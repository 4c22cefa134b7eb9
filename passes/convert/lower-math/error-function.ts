/**
 * The error function of f32: a polynomial in x^2 up to 1, from there 1 - exp(-x^2) / x * P(1 / x^2).
 * Source: S. Moshier, Cephes Math Library 2.2 (1992), ndtrf.c (erff, erfcf).
 */
import type { Value } from "../../../src/ir/handle.ts";
import { expandExp } from "./exponentials.ts";
import type { FloatCode } from "./float-code.ts";

/** erf(x) = x * P(x^2) for |x| <= 1. */
const ERF_POLYNOMIAL = [
  7.853861353153693e-5, -8.010193625184903e-4, 5.188327685732524e-3, -2.685381193529856e-2, 1.128358514861418e-1,
  -3.761262582423300e-1, 1.128379165726710,
]; // biome-ignore format: one polynomial
/** erfc(x) = exp(-x^2) / x * P(1 / x^2) for x from 1 to 2. */
const ERFC_NEAR = [
  2.326819970068386e-2, -1.387039388740657e-1, 3.687424674597105e-1, -5.824733027278666e-1, 6.210004621745983e-1,
  -4.944515323274145e-1, 3.404879937665872e-1, -2.741127028184656e-1, 5.638259427386472e-1,
]; // biome-ignore format: one polynomial
/** The same from 2 on. */
const ERFC_FAR = [
  -1.047766399936249e1, 1.297719955372516e1, -7.495518717768503, 2.921019019210786, -1.015265279202700,
  4.218463358204948e-1, -2.820767439740514e-1, 5.641895067754075e-1,
]; // biome-ignore format: one polynomial

/** erfc(|x|) for |x| >= 1. */
function complement(code: FloatCode, magnitude: Value): Value {
  const inverse = code.div(code.number(1), magnitude);
  const square = code.mul(inverse, inverse);
  const near = code.polynomial(square, ERFC_NEAR);
  const far = code.polynomial(square, ERFC_FAR);
  const chosen = code.select(code.test("olt", magnitude, code.number(2)), near, far);
  return code.mul(code.mul(expSquare(code, magnitude), inverse), chosen);
}

/**
 * exp(-x^2). The square is taken in two parts, x = a + b with a of few bits, for its rounding error would be multiplied by x^2.
 */
function expSquare(code: FloatCode, x: Value): Value {
  const high = code.floatOf(code.andBits(code.bitsOf(x), code.bits(-4096)));
  const low = code.sub(x, high);
  const first = expandExp(code, code.negate(code.mul(high, high)));
  const second = code.mul(code.add(x, high), low);
  // exp(-second) for a second of at most 2^-11 * x^2: small where the result is not 0.
  return code.mul(first, expandExp(code, code.negate(second)));
}

export function expandErf(code: FloatCode, x: Value): Value {
  // From 3.92 on, 1 is the nearest f32; clamping keeps the polynomial in its range.
  const magnitude = code.min(code.abs(x), code.number(4));
  const square = code.mul(magnitude, magnitude);
  const near = code.mul(magnitude, code.polynomial(square, ERF_POLYNOMIAL));
  // Below 1 the second form is not used, but must not become NaN.
  const far = code.max(magnitude, code.number(1));
  const inverse = code.div(code.number(1), far);
  const tail = code.polynomial(code.mul(inverse, inverse), ERFC_NEAR);
  const exponential = expandExp(code, code.negate(code.mul(far, far)));
  const rest = code.sub(code.number(1), code.mul(code.mul(exponential, inverse), tail));
  return code.copySign(code.select(code.test("ogt", magnitude, code.number(1)), rest, near), x);
}

export function expandErfc(code: FloatCode, x: Value): Value {
  const magnitude = code.min(code.abs(x), code.number(12));
  const square = code.mul(magnitude, magnitude);
  const near = code.sub(code.number(1), code.mul(x, code.polynomial(square, ERF_POLYNOMIAL)));
  const tail = complement(code, code.max(magnitude, code.number(1)));
  const far = code.select(code.test("olt", x, code.number(0)), code.sub(code.number(2), tail), tail);
  return code.select(code.test("ogt", magnitude, code.number(1)), far, near);
}

/** erf(x) = x * P(x^2) for |x| <= 1, to 1e-17. Fitted in 40 digits at Chebyshev's points. */
const WIDE_NEAR = [
  -7.795898827002142e-10, 1.3720064546777686e-08, -1.6208483801871705e-07, 1.6447424703317362e-06,
  -1.492473690741966e-05, 0.00012055294904839707, -0.0008548325975389692, 0.0052239776071164225,
  -0.02686617064323777, 0.11283791670945006, -0.3761263890318354, 1.1283791670955126,
]; // biome-ignore format: one polynomial
/** erfc(x) = exp(-x^2) * P((x - 3) / (x + 3)) for x from 1 to 6, to 1e-19. Fitted likewise. */
const WIDE_FAR = [
  -2.5925894581233316e-08, -2.389387463474792e-07, -2.7269500546476834e-07, 1.2598817267482604e-06,
  2.1169509641489688e-06, -7.979817704348727e-06, -1.2860318447907675e-05, 6.405673342206844e-05,
  4.5255298034073955e-05, -0.0005970619586158305, 0.0007077464385177353, 0.004269136333148302, -0.024392499318655416,
  0.07166583719797347, -0.15011593650077742, 0.2456038017123309, -0.3262335600430372, 0.17900115118138996,
]; // biome-ignore format: one polynomial

/** The error function of f64. From 6 on, 1 is the nearest double. */
export function expandWideErf(code: FloatCode, x: Value): Value {
  const magnitude = code.min(code.abs(x), code.number(6));
  const square = code.mul(magnitude, magnitude);
  const near = code.mul(magnitude, code.polynomial(square, WIDE_NEAR));
  const ratio = code.div(code.sub(magnitude, code.number(3)), code.add(magnitude, code.number(3)));
  const tail = code.mul(code.exponential(code.negate(square)), code.polynomial(ratio, WIDE_FAR));
  const far = code.sub(code.number(1), tail);
  return code.copySign(code.select(code.test("ogt", magnitude, code.number(1)), far, near), x);
}
