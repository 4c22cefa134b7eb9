/**
 * Special functions in double precision, by expansions that converge to a few units in the last place: error function, gamma and its
 * logarithmic derivative, a Bessel function. They are references, made to be right and not to be fast.
 * Source of the expansions: Abramowitz and Stegun, "Handbook of Mathematical Functions", sections 6, 7 and 9.
 */

const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);
const ROOT_PI = Math.sqrt(Math.PI);

/** e to the -x^2 without the rounding error of x^2: the square of the leading 24 bits is exact. */
function gauss(x: number): number {
  const head = Math.fround(x);
  return Math.exp(-head * head) * Math.exp(-(x - head) * (x + head));
}

/** 7.1.6 for |x| up to 1: all terms have one sign; by Horner's rule from a term below 2^-60, so that rounding errors shrink on the way. */
function erfSeries(x: number): number {
  let sum = 1;
  for (let n = 22; n >= 1; n--) sum = 1 + ((2 * x * x) / (2 * n + 1)) * sum;
  return TWO_OVER_ROOT_PI * gauss(x) * x * sum;
}

/** 7.1.14, the continued fraction, from the far end inwards; for x from 0.8. */
function erfcFraction(x: number): number {
  // The fraction converges like e^(-2x sqrt(2n)): this many levels leave less than 2^-60.
  const levels = Math.ceil(40 + 260 / (x * x));
  let value = x;
  for (let n = levels; n >= 1; n--) value = x + n / 2 / value;
  return gauss(x) / (ROOT_PI * value);
}

export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  if (size < 1) return size === 0 ? x : erfSeries(x);
  return Math.sign(x) * (size > 6 ? 1 : 1 - erfcFraction(size));
}

export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < 0.8) return 1 - erf(x);
  return x > 28 ? 0 : erfcFraction(x);
}

/** By Halley's method from Winitzki's approximation ("A handy approximation for the error function and its inverse", 2008). */
export function erfInverse(y: number): number {
  if (Number.isNaN(y) || Math.abs(y) > 1) return Number.NaN;
  if (Math.abs(y) === 1) return y * Number.POSITIVE_INFINITY;
  if (y === 0) return y;
  const size = Math.abs(y);
  const w = -Math.log1p(-size * size);
  const a = 2 / (Math.PI * 0.147) - w / 2;
  let x = Math.sqrt(Math.sqrt(a * a + w / 0.147) - a);
  for (let step = 0; step < 4; step++) {
    // Against the complement where the function is flat, so that no digits cancel.
    const error = size > 0.5 ? 1 - size - erfc(x) : erf(x) - size;
    const correction = error / (TWO_OVER_ROOT_PI * gauss(x));
    x -= correction / (1 + x * correction);
  }
  return y < 0 ? -x : x;
}

// 6.1.40: B(2k) / (2k (2k - 1)), the coefficients of Stirling's series.
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400] as const;
/** Stirling's series is used from here on: its eight terms then leave less than 2^-56. */
const STIRLING_FROM = 12;

/** log |gamma(x)|. */
export function logGamma(x: number): number {
  if (Number.isNaN(x)) return x;
  if (!Number.isFinite(x)) return Number.POSITIVE_INFINITY;
  if (x <= 0) {
    if (Number.isInteger(x)) return Number.POSITIVE_INFINITY;
    // 6.1.17, with the sine of the fraction alone: x may be large.
    const fraction = x - Math.floor(x);
    return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * fraction))) - logGamma(1 - x);
  }
  // Around its zeros at 1 and 2 the function is small, and no sum of larger parts gives its digits: 6.1.33 does.
  if (Math.abs(x - 1) < 0.3) return logGammaNearOne(x - 1);
  if (Math.abs(x - 2) < 0.3) return Math.log1p(x - 2) + logGammaNearOne(x - 2);
  let product = 1;
  let shifted = x;
  for (; shifted < STIRLING_FROM; shifted++) product *= shifted;
  let series = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) series = series / (shifted * shifted) + (STIRLING[k] ?? 0);
  const stirling = (shifted - 0.5) * Math.log(shifted) - shifted + 0.5 * Math.log(2 * Math.PI) + series / shifted;
  return stirling - Math.log(product);
}

const EULER = 0.5772156649015329;
/** zeta(2), zeta(3), ... minus 1. */
const ZETA_MINUS_ONE = Array.from({ length: 40 }, (_, at) => {
  const s = at + 2;
  let sum = 0;
  // Euler-Maclaurin from 20 on: what is left out is below 2^-60.
  for (let n = 19; n >= 2; n--) sum += n ** -s;
  const n = 20;
  return (
    sum +
    n ** (1 - s) / (s - 1) +
    n ** -s / 2 +
    (s * n ** (-s - 1)) / 12 -
    (s * (s + 1) * (s + 2) * n ** (-s - 3)) / 720 +
    (s * (s + 1) * (s + 2) * (s + 3) * (s + 4) * n ** (-s - 5)) / 30240
  );
});

/** 6.1.33: log gamma(1 + z) for small z. */
function logGammaNearOne(z: number): number {
  let sum = 0;
  for (let k = ZETA_MINUS_ONE.length - 1; k >= 0; k--) {
    const n = k + 2;
    sum = ((n % 2 === 0 ? 1 : -1) * (ZETA_MINUS_ONE[k] ?? 0)) / n + sum * z;
  }
  return -Math.log1p(z) + z * (1 - EULER) + z * z * sum;
}

/** The logarithmic derivative of gamma: 6.3.5 upwards, then 6.3.18. */
export function digamma(x: number): number {
  if (Number.isNaN(x) || x === Number.NEGATIVE_INFINITY) return Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  if (x <= 0) {
    if (Number.isInteger(x)) return Number.NaN;
    const fraction = x - Math.floor(x);
    return digamma(1 - x) - Math.PI / Math.tan(Math.PI * fraction);
  }
  let result = 0;
  let shifted = x;
  for (; shifted < STIRLING_FROM; shifted++) result -= 1 / shifted;
  const inverse = 1 / (shifted * shifted);
  let series = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) series = (series + (STIRLING[k] ?? 0) * (2 * k + 1)) * inverse;
  return result + Math.log(shifted) - 0.5 / shifted - series;
}

/** B(2k) / (2k)!, of the Euler-Maclaurin formula 23.1.30. */
const EULER_MACLAURIN = [
  1 / 12, -1 / 720, 1 / 30240, -1 / 1209600, 1 / 47900160, -691 / 1307674368000, 1 / 74724249600,
  -3617 / 10670622842880000, 43867 / 5109094217170944000,
] as const; // biome-ignore format: a list
const EULER_MACLAURIN_FROM = 16;

/** Hurwitz's zeta function, the sum of (q + k)^-s over k from 0; NaN where s is below 1, or q below 0 would give complex terms. */
export function hurwitzZeta(s: number, q: number): number {
  if (Number.isNaN(s) || Number.isNaN(q) || s < 1) return Number.NaN;
  if (s === 1 || (q <= 0 && Number.isInteger(q))) return Number.POSITIVE_INFINITY;
  if (q === Number.POSITIVE_INFINITY || s === Number.POSITIVE_INFINITY)
    return q === 1 ? 1 : q > 1 ? 0 : Number.POSITIVE_INFINITY;
  if (q > 0) return hurwitzSum(s, q);
  if (!Number.isInteger(s) || q === Number.NEGATIVE_INFINITY) return Number.NaN;
  // The terms below 0 are those above it, mirrored.
  const fraction = q - Math.floor(q);
  const mirrored = hurwitzSum(s, 1 - fraction) - hurwitzSum(s, 1 - q);
  return hurwitzSum(s, fraction) + (s % 2 === 0 ? mirrored : -mirrored);
}
function hurwitzSum(s: number, q: number): number {
  let sum = 0;
  let from = q;
  for (let k = 0; k < EULER_MACLAURIN_FROM; k++, from++) sum += from ** -s;
  sum += from ** (1 - s) / (s - 1) + from ** -s / 2;
  let factor = s * from ** (-s - 1);
  for (const [k, coefficient] of EULER_MACLAURIN.entries()) {
    sum += coefficient * factor;
    factor *= ((s + 2 * k + 1) / from) * ((s + 2 * k + 2) / from);
  }
  return sum;
}

/** The n-th derivative of digamma: 6.4.10. */
export function polygamma(n: number, x: number): number {
  if (!Number.isInteger(n) || n < 0) return Number.NaN;
  if (n === 0) return digamma(x);
  const size = Math.exp(logGamma(n + 1));
  return (n % 2 === 0 ? -1 : 1) * (n < 20 ? Math.round(size) : size) * hurwitzZeta(n + 1, x);
}

/** e to the -|x| times the modified Bessel function I1(x): 9.6.10, and 9.7.1 for large x. */
export function besselI1Scaled(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  if (size === Number.POSITIVE_INFINITY) return 0;
  if (size <= 30) {
    let term = size / 2;
    let sum = term;
    for (let k = 1; term > sum * 1e-18; k++) {
      term *= (size / 2) ** 2 / (k * (k + 1));
      sum += term;
    }
    return Math.sign(x) * sum * Math.exp(-size);
  }
  let term = 1;
  let sum = 1;
  for (let k = 1; k <= 20; k++) {
    term *= -(4 - (2 * k - 1) ** 2) / (k * 8 * size);
    sum += term;
  }
  return (Math.sign(x) * sum) / Math.sqrt(2 * Math.PI * size);
}
