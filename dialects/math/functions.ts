/**
 * Functions of real numbers that the language lacks, or has with other edge cases than C. Errors are of a few units in the last place of a
 * double unless said otherwise, so results in f32 and narrower types are the nearest in nearly all cases.
 */

/** Terms or steps after which series and fractions below have long converged for every argument that they are used for. */
const MAX_TERMS = 200;

/**
 * The error function. Source: Abramowitz and Stegun, 7.1.6: erf x = 2/sqrt(pi) exp(-x^2) sum of 2^n x^(2n+1) / (1 * 3 * ... * (2n+1)),
 * whose terms all have one sign, so that nothing cancels.
 */
export function erf(x: number): number {
  if (Number.isNaN(x) || x === 0) return x;
  const magnitude = Math.abs(x);
  if (magnitude >= 6) return Math.sign(x); // 1 - erf 6 is 2e-17
  if (magnitude >= 2.5) return Math.sign(x) * (1 - erfcTail(magnitude));
  let term = x;
  let sum = x;
  for (let n = 1; n < MAX_TERMS; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
    if (Math.abs(term) < Math.abs(sum) * Number.EPSILON * 0.25) break;
  }
  return (2 / Math.sqrt(Math.PI)) * expOfSquare(x) * sum;
}

/** 1 - erf x, without the cancellation. */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  return x >= 2.5 ? erfcTail(x) : 1 - erf(x);
}

/**
 * erfc for x of 2.5 and more, by the continued fraction 7.1.14 of the same source, from the last of a fixed number of terms:
 * sqrt(pi) exp(x^2) erfc x = 1 / (x + (1/2) / (x + 1 / (x + (3/2) / (x + 2 / ...)))).
 */
function erfcTail(x: number): number {
  if (x > 28) return 0; // underflows
  let fraction = 0;
  for (let n = 80; n >= 1; n--) fraction = n / 2 / (x + fraction);
  return expOfSquare(x) / (Math.sqrt(Math.PI) * (x + fraction));
}

/** exp(-x^2). The square is split into a part that is exact and a small rest: its rounding would be multiplied by x^2. */
function expOfSquare(x: number): number {
  const high = Math.fround(x);
  return Math.exp(-high * high) * Math.exp(-(x - high) * (x + high));
}

/** 2^x, with the whole part apart: the language's power is off by a unit where that matters. */
export function exp2(x: number): number {
  const whole = Math.floor(x);
  return Number.isFinite(x) && Math.abs(x) < 1000 ? 2 ** whole * 2 ** (x - whole) : 2 ** x;
}

/** C's pow: 1 to any power and anything to the power 0 are 1, NaN included; -1 to an infinite power is 1. */
export function power(base: number, exponent: number): number {
  if (base === 1) return 1;
  if (base === -1 && !Number.isFinite(exponent) && !Number.isNaN(exponent)) return 1;
  return base ** exponent;
}

/** To the nearest integer, halves away from zero; the sign of zero stays. */
export function roundAway(x: number): number {
  const truncated = Math.trunc(x);
  return Math.abs(x - truncated) >= 0.5 ? truncated + Math.sign(x) : truncated;
}

/** To the nearest integer, halves to the even one; the sign of zero stays. */
export function roundEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest < 0.5) return rest === 0 ? x : floor === 0 && x < 0 ? -0 : floor;
  const rounded = rest > 0.5 || floor % 2 !== 0 ? floor + 1 : floor;
  return rounded === 0 && x < 0 ? -0 : rounded;
}

export function copySign(magnitude: number, sign: number): number {
  const negative = sign < 0 || Object.is(sign, -0);
  return negative ? -Math.abs(magnitude) : Math.abs(magnitude);
}

/**
 * a * b + c rounded once to f64, by exact integers: a finite double is an integer times a power of two. Slow, and right for every argument.
 */
export function fusedMultiplyAdd(a: number, b: number, c: number): number {
  if (!Number.isFinite(a) || !Number.isFinite(b)) return a * b + c;
  // The product is finite, even where it overflows.
  if (!Number.isFinite(c)) return c;
  const [x, y, z] = [split(a), split(b), split(c)];
  const product = { integer: x.integer * y.integer, exponent: x.exponent + y.exponent };
  if (product.integer === 0n || z.integer === 0n) return product.integer === 0n ? a * b + c : joined(product);
  const exponent = Math.min(product.exponent, z.exponent);
  const sum = (product.integer << BigInt(product.exponent - exponent)) + (z.integer << BigInt(z.exponent - exponent));
  // An exact zero from opposite signs is positive.
  return sum === 0n ? 0 : joined({ integer: sum, exponent });
}

interface Scaled {
  readonly integer: bigint;
  readonly exponent: number;
}

const view = new DataView(new ArrayBuffer(8));

function split(x: number): Scaled {
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const integer = exponent === 0 ? fraction : fraction | (1n << 52n);
  return { integer: bits >> 63n === 0n ? integer : -integer, exponent: Math.max(exponent, 1) - 1075 };
}

/** The double nearest to integer * 2^exponent, ties to even; 0 and infinity where it under- or overflows. */
function joined({ integer, exponent }: Scaled): number {
  const magnitude = integer < 0n ? -integer : integer;
  const bits = magnitude.toString(2).length;
  // What does not fit 53 bits, or lies below the least subnormal, is cut; a sticky bit keeps the rounding honest.
  const drop = Math.max(bits - 53, -1074 - exponent);
  let kept = magnitude;
  let scale = exponent;
  if (drop > 0) {
    const cut = BigInt(drop);
    const rest = magnitude & ((1n << cut) - 1n);
    const half = 1n << (cut - 1n);
    kept = magnitude >> cut;
    if (rest > half || (rest === half && (kept & 1n) === 1n)) kept += 1n;
    scale = exponent + drop;
  }
  // 2^scale alone may be out of range where the product is not: it is applied in two steps, both exact.
  const first = Math.trunc(scale / 2);
  const result = Number(kept) * 2 ** first * 2 ** (scale - first);
  return integer < 0n ? -result : result;
}
