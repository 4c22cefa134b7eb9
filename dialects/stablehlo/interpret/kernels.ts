/** The scalar functions of StableHLO's element-wise operations, by class of element. The specification's section is the op's name. */
import * as z from "../../../src/interpret/complex.ts";
import type { BinaryKernel, IntegerFacts, UnaryKernel } from "../../../src/interpret/elementwise.ts";
import type { Complex } from "../../../src/tensor/tensor.ts";

// ---- Bits -----------------------------------------------------------------------------------------------------------------

/** The low `bits` bits as an unsigned and as a signed number. */
const unsignedBits = (value: number, { bits }: IntegerFacts): number => (value << (32 - bits)) >>> (32 - bits);
const signedBits = (value: number, { bits }: IntegerFacts): number => (value << (32 - bits)) >> (32 - bits);
const low32 = (value: bigint): number => Number(BigInt.asIntN(32, value));
const high32 = (value: bigint): number => Number(BigInt.asIntN(32, value >> 32n));

function popcount(value: number): number {
  let bits = value - ((value >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

// ---- Floats ---------------------------------------------------------------------------------------------------------------

/** Halves to the even neighbour; the sign of zero stays. */
export function roundEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  if (rest === 0) return value;
  const rounded = rest < 0.5 ? down : rest > 0.5 ? down + 1 : down % 2 === 0 ? down : down + 1;
  return rounded === 0 && value < 0 ? -0 : rounded;
}
function roundAway(value: number): number {
  const size = Math.abs(value);
  const down = Math.floor(size);
  const rounded = size - down >= 0.5 ? down + 1 : down;
  return value < 0 || Object.is(value, -0) ? -rounded : rounded;
}
/** IEEE 754's pow, which knows more than JavaScript's: 1 to any power is 1, and so is -1 to an infinite one. */
export function power(base: number, exponent: number): number {
  if (base === 1 || (base === -1 && (exponent === Number.POSITIVE_INFINITY || exponent === Number.NEGATIVE_INFINITY)))
    return 1;
  return base ** exponent;
}

// ---- Integers -------------------------------------------------------------------------------------------------------------

/** By squaring, modulo 2^32; a negative exponent gives 0 unless the base is 1 or -1. */
function integerPower(base: number, exponent: number): number {
  if (exponent < 0) return base === 1 ? 1 : base === -1 ? (exponent % 2 === 0 ? 1 : -1) : 0;
  let [result, square, rest] = [1, base, exponent];
  while (rest > 0) {
    if (rest % 2 === 1) result = Math.imul(result, square);
    square = Math.imul(square, square);
    rest = Math.floor(rest / 2);
  }
  return result;
}
function bigPower(base: bigint, exponent: bigint): bigint {
  if (exponent < 0n) return base === 1n ? 1n : base === -1n ? (exponent % 2n === 0n ? 1n : -1n) : 0n;
  let [result, square, rest] = [1n, base, exponent];
  while (rest > 0n) {
    if (rest & 1n) result = BigInt.asUintN(64, result * square);
    square = BigInt.asUintN(64, square * square);
    rest >>= 1n;
  }
  return result;
}

const compareComplex = (a: Complex, b: Complex): number => (a.re !== b.re ? a.re - b.re : a.im - b.im);

export const unaryKernels = {
  abs: { float: Math.abs, integer: Math.abs, big: (a) => (a < 0n ? -a : a) },
  cbrt: { float: Math.cbrt, complex: z.complexCbrt },
  ceil: { float: Math.ceil },
  cosine: { float: Math.cos, complex: z.complexCos },
  count_leading_zeros: {
    integer: (a, facts) => {
      const bits = a << (32 - facts.bits);
      return bits === 0 ? facts.bits : Math.clz32(bits);
    },
    big: (a) => {
      const high = high32(a);
      return BigInt(high === 0 ? 32 + Math.clz32(low32(a)) : Math.clz32(high));
    },
  },
  exponential: { float: Math.exp, complex: z.complexExp },
  exponential_minus_one: { float: Math.expm1, complex: z.complexExpm1 },
  floor: { float: Math.floor },
  log: { float: Math.log, complex: z.complexLog },
  log_plus_one: { float: Math.log1p, complex: z.complexLog1p },
  logistic: { float: (a) => 1 / (1 + Math.exp(-a)), complex: z.complexLogistic },
  negate: { float: (a) => -a, integer: (a) => -a | 0, big: (a) => -a, complex: z.complexNegate },
  not: { boolean: (a) => 1 - a, integer: (a) => ~a, big: (a) => ~a },
  popcnt: {
    integer: (a, facts) => popcount(unsignedBits(a, facts)),
    big: (a) => BigInt(popcount(low32(a)) + popcount(high32(a))),
  },
  round_nearest_afz: { float: roundAway },
  round_nearest_even: { float: roundEven },
  rsqrt: { float: (a) => 1 / Math.sqrt(a), complex: z.complexRsqrt },
  sign: {
    float: Math.sign,
    integer: Math.sign,
    big: (a) => (a > 0n ? 1n : a < 0n ? -1n : 0n),
    complex: z.complexSign,
  },
  sine: { float: Math.sin, complex: z.complexSin },
  sqrt: { float: Math.sqrt, complex: z.complexSqrt },
  tan: { float: Math.tan, complex: z.complexTan },
  tanh: { float: Math.tanh, complex: z.complexTanh },
} satisfies Readonly<Record<string, UnaryKernel>>;

export const binaryKernels = {
  add: {
    float: (a, b) => a + b,
    integer: (a, b) => (a + b) | 0,
    big: (a, b) => a + b,
    boolean: (a, b) => a | b,
    complex: z.complexAdd,
  },
  and: { integer: (a, b) => a & b, big: (a, b) => a & b, boolean: (a, b) => a & b },
  atan2: { float: Math.atan2, complex: z.complexAtan2 },
  divide: {
    float: (a, b) => a / b,
    integer: (a, b) => (b === 0 ? -1 : Math.trunc(a / b)),
    big: (a, b) => (b === 0n ? -1n : a / b),
    complex: z.complexDivide,
  },
  maximum: {
    float: (a, b) => Math.max(a, b),
    integer: (a, b) => Math.max(a, b),
    big: (a, b) => (a > b ? a : b),
    boolean: (a, b) => a | b,
    complex: (a, b) => (compareComplex(a, b) >= 0 ? a : b),
  },
  minimum: {
    float: (a, b) => Math.min(a, b),
    integer: (a, b) => Math.min(a, b),
    big: (a, b) => (a < b ? a : b),
    boolean: (a, b) => a & b,
    complex: (a, b) => (compareComplex(a, b) <= 0 ? a : b),
  },
  multiply: {
    float: (a, b) => a * b,
    integer: Math.imul,
    big: (a, b) => a * b,
    boolean: (a, b) => a & b,
    complex: z.complexMultiply,
  },
  or: { integer: (a, b) => a | b, big: (a, b) => a | b, boolean: (a, b) => a | b },
  power: { float: power, integer: integerPower, big: bigPower, complex: z.complexPower },
  remainder: {
    float: (a, b) => a % b,
    integer: (a, b) => (b === 0 ? a : a % b),
    big: (a, b) => (b === 0n ? a : a % b),
  },
  shift_left: {
    integer: (a, b, { bits }) => (b < 0 || b >= bits ? 0 : a << b),
    big: (a, b) => (b < 0n || b >= 64n ? 0n : a << b),
  },
  shift_right_arithmetic: {
    integer: (a, b, facts) => signedBits(a, facts) >> (b < 0 || b >= facts.bits ? facts.bits - 1 : b),
    big: (a, b) => BigInt.asIntN(64, a) >> (b < 0n || b >= 64n ? 63n : b),
  },
  shift_right_logical: {
    integer: (a, b, facts) => (b < 0 || b >= facts.bits ? 0 : unsignedBits(a, facts) >>> b),
    big: (a, b) => (b < 0n || b >= 64n ? 0n : BigInt.asUintN(64, a) >> b),
  },
  subtract: {
    float: (a, b) => a - b,
    integer: (a, b) => (a - b) | 0,
    big: (a, b) => a - b,
    complex: z.complexSubtract,
  },
  xor: { integer: (a, b) => a ^ b, big: (a, b) => a ^ b, boolean: (a, b) => a ^ b },
} satisfies Readonly<Record<string, BinaryKernel>>;

/** The kernel of the binary operation with this full name, for reductions whose body is that operation. */
export function findBinaryKernel(name: string): BinaryKernel | undefined {
  const table: Readonly<Record<string, BinaryKernel>> = binaryKernels;
  const mnemonic = name.startsWith("stablehlo.") ? name.slice("stablehlo.".length) : "";
  return Object.hasOwn(table, mnemonic) ? table[mnemonic] : undefined;
}
