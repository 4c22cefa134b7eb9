/**
 * Logarithms of f32: x = 2^e * m with m between sqrt(1/2) and sqrt(2), a polynomial for log(m), and e times a constant in two parts.
 * Source: S. Moshier, Cephes Math Library 2.2 (1992), logf.c, log2f.c, log10f.c.
 */
import type { Value } from "../../../src/ir/handle.ts";
import type { FloatCode } from "./float-code.ts";

/** log(1 + x) = x - x^2 / 2 + x^3 * P(x) for 1 + x between sqrt(1/2) and sqrt(2). */
const LOG_POLYNOMIAL = [
  7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
]; // biome-ignore format: one polynomial

const LN2_HIGH = 0.693359375;
const LN2_LOW = -2.1219444e-4;
const LOG2_E_LESS_1 = Math.LOG2E - 1;
const LOG10_2_HIGH = 3.0078125e-1;
const LOG10_2_LOW = 2.487456639811952e-4;
const LOG10_E_HIGH = 4.3359375e-1;
const LOG10_E_LOW = 7.007319032518277e-4;

const SMALLEST_NORMAL = 2 ** -126;
const SQRT_HALF_BITS = 0x3f3504f3;
const ONE_BITS = 0x3f800000;
const MANTISSA_MASK = 0x007fffff;

/** log(x) = exponent * log(2) + m + tail, where m = mantissa - 1 carries the leading digits. */
interface Split {
  readonly exponent: Value;
  readonly m: Value;
  readonly tail: Value;
}

/** For positive finite x. */
function split(code: FloatCode, x: Value): Split {
  const isSubnormal = code.test("olt", x, code.number(SMALLEST_NORMAL));
  const normal = code.select(isSubnormal, code.mul(x, code.number(2 ** 23)), x);
  // Measured from sqrt(1/2), the exponent bits say which power of two brings the mantissa between sqrt(1/2) and sqrt(2).
  const shifted = code.addBits(code.bitsOf(normal), code.bits(ONE_BITS - SQRT_HALF_BITS));
  const power = code.subBits(code.shiftRight(shifted, 23), code.bits(127));
  const mantissa = code.floatOf(
    code.addBits(code.andBits(shifted, code.bits(MANTISSA_MASK)), code.bits(SQRT_HALF_BITS)),
  );
  const correction = code.select(isSubnormal, code.number(-23), code.number(0));
  const m = code.sub(mantissa, code.number(1));
  const square = code.mul(m, m);
  const cubic = code.mul(code.mul(code.polynomial(m, LOG_POLYNOMIAL), m), square);
  return {
    exponent: code.add(code.toFloat(power), correction),
    m,
    tail: code.sub(cubic, code.mul(code.number(0.5), square)),
  };
}

/** The logarithm at 0, infinity, NaN and below 0. */
function withSpecialValues(code: FloatCode, x: Value, result: Value): Value {
  const zero = code.number(0);
  const infinity = code.number(Number.POSITIVE_INFINITY);
  const finite = code.select(code.test("olt", x, infinity), result, x);
  const positive = code.select(code.test("oeq", x, zero), code.number(Number.NEGATIVE_INFINITY), finite);
  return code.select(code.test("olt", x, zero), code.number(Number.NaN), positive);
}

export function expandLog(code: FloatCode, x: Value): Value {
  const { exponent, m, tail } = split(code, x);
  const low = code.multiplyAdd(exponent, code.number(LN2_LOW), tail);
  return withSpecialValues(code, x, code.multiplyAdd(exponent, code.number(LN2_HIGH), code.add(m, low)));
}

export function expandLog2(code: FloatCode, x: Value): Value {
  const { exponent, m, tail } = split(code, x);
  const factor = code.number(LOG2_E_LESS_1);
  const fraction = code.add(code.add(code.add(code.mul(tail, factor), code.mul(m, factor)), tail), m);
  return withSpecialValues(code, x, code.add(fraction, exponent));
}

export function expandLog10(code: FloatCode, x: Value): Value {
  const { exponent, m, tail } = split(code, x);
  let sum = code.mul(code.add(m, tail), code.number(LOG10_E_LOW));
  sum = code.multiplyAdd(tail, code.number(LOG10_E_HIGH), sum);
  sum = code.multiplyAdd(m, code.number(LOG10_E_HIGH), sum);
  sum = code.multiplyAdd(exponent, code.number(LOG10_2_LOW), sum);
  return withSpecialValues(code, x, code.multiplyAdd(exponent, code.number(LOG10_2_HIGH), sum));
}

/**
 * log(1 + x) = log(u) + (x - (u - 1)) / u for u = 1 + x rounded: the second term puts back what rounding took.
 * Source: D. Goldberg, "What every computer scientist should know about floating-point arithmetic", theorem 4 (its idea).
 */
export function expandLog1p(code: FloatCode, x: Value): Value {
  const one = code.number(1);
  const u = code.add(x, one);
  const lost = code.div(code.sub(x, code.sub(u, one)), u);
  const isOrdinary = code.test("olt", code.abs(lost), code.number(Number.POSITIVE_INFINITY));
  const sum = code.add(expandLog(code, u), code.select(isOrdinary, lost, code.number(0)));
  // Where 1 + x is 1, x is the answer: also -0.
  return code.select(code.test("oeq", u, one), x, sum);
}
