/**
 * Narrow floating-point formats as data, and one exact rounding for all of them. A format is a triple of exponent bits, mantissa bits and bias with a rule for
 * what the largest codes mean; rounding goes through the integer `magnitude` (exponent and mantissa read as one number), in which a carry out of
 * the mantissa is just the next exponent, so that subnormals, carries and overflow need no cases of their own.
 * Sources: IEEE 754-2019; Micikevicius et al., "FP8 Formats for Deep Learning", 2022 (E4M3FN, E5M2); Noune et al., "8-bit Numerical Formats for Deep
 * Neural Networks", 2022 (FNUZ); OCP Microscaling Formats 1.0 (f4, f6, E8M0).
 */

/**
 * What the codes past the finite numbers mean:
 * `ieee` the all-ones exponent is infinity or NaN; `nan-ones` only the all-ones code is NaN and there is no infinity (FN);
 * `nan-negative-zero` the code of -0 is NaN, no infinity (FNUZ); `finite` every code is a number; `exponent-only` is E8M0FNU.
 */
export type SpecialCodes = "ieee" | "nan-ones" | "nan-negative-zero" | "finite" | "exponent-only";

/** A binary floating-point format of at most 19 bits: sign (except `exponent-only`), exponent, mantissa from the high bit down. */
export interface FloatFormat {
  readonly exponentBits: number;
  readonly mantissaBits: number;
  readonly bias: number;
  readonly special: SpecialCodes;
}

export const F16: FloatFormat = { exponentBits: 5, mantissaBits: 10, bias: 15, special: "ieee" };
export const BF16: FloatFormat = { exponentBits: 8, mantissaBits: 7, bias: 127, special: "ieee" };
export const TF32: FloatFormat = { exponentBits: 8, mantissaBits: 10, bias: 127, special: "ieee" };
export const F8E5M2: FloatFormat = { exponentBits: 5, mantissaBits: 2, bias: 15, special: "ieee" };
export const F8E4M3: FloatFormat = { exponentBits: 4, mantissaBits: 3, bias: 7, special: "ieee" };
export const F8E3M4: FloatFormat = { exponentBits: 3, mantissaBits: 4, bias: 3, special: "ieee" };
export const F8E4M3FN: FloatFormat = { exponentBits: 4, mantissaBits: 3, bias: 7, special: "nan-ones" };
export const F8E4M3FNUZ: FloatFormat = { exponentBits: 4, mantissaBits: 3, bias: 8, special: "nan-negative-zero" };
export const F8E5M2FNUZ: FloatFormat = { exponentBits: 5, mantissaBits: 2, bias: 16, special: "nan-negative-zero" };
export const F8E4M3B11FNUZ: FloatFormat = { exponentBits: 4, mantissaBits: 3, bias: 11, special: "nan-negative-zero" };
export const F8E8M0FNU: FloatFormat = { exponentBits: 8, mantissaBits: 0, bias: 127, special: "exponent-only" };
export const F6E2M3FN: FloatFormat = { exponentBits: 2, mantissaBits: 3, bias: 1, special: "finite" };
export const F6E3M2FN: FloatFormat = { exponentBits: 3, mantissaBits: 2, bias: 3, special: "finite" };
export const F4E2M1FN: FloatFormat = { exponentBits: 2, mantissaBits: 1, bias: 1, special: "finite" };

/** Width in bits, sign included. */
export function formatBits(format: FloatFormat): number {
  return format.exponentBits + format.mantissaBits + (format.special === "exponent-only" ? 0 : 1);
}

/** The magnitude (code without its sign bit) of the largest finite number. */
export function largestMagnitude(format: FloatFormat): number {
  const allOnes = 2 ** (format.exponentBits + format.mantissaBits) - 1;
  switch (format.special) {
    case "ieee":
      return allOnes - 2 ** format.mantissaBits;
    case "nan-ones":
    case "exponent-only":
      return allOnes - 1;
    case "nan-negative-zero":
    case "finite":
      return allOnes;
  }
}

/**
 * The code of NaN. Formats without one give the code of -0, as ml_dtypes does.
 */
export function nanBits(format: FloatFormat): number {
  const magnitudeBits = format.exponentBits + format.mantissaBits;
  switch (format.special) {
    case "ieee":
      return 2 ** magnitudeBits - 2 ** (format.mantissaBits - 1); // the quiet bit
    case "nan-ones":
    case "exponent-only":
      return 2 ** magnitudeBits - 1;
    case "nan-negative-zero":
    case "finite":
      return 2 ** magnitudeBits;
  }
}

const float64 = new Float64Array(1);
const float64Words = new Uint32Array(float64.buffer);
const float32 = new Float32Array(1);
const float32Word = new Uint32Array(float32.buffer);

/** `floor(log2(x))` for finite `x > 0`, exact. Subnormal doubles give -1023, which is below every format's range and rounds to the same code. */
function binaryExponent(x: number): number {
  float64[0] = x;
  return ((float64Words[1] ?? 0) >>> 20) - 1023;
}

/**
 * Rounds a double to `format`, nearest, ties to even, in one rounding (never through f32). Too large: infinity where there is one, otherwise NaN, otherwise (`finite`)
 * the largest number. NaN gives one quiet code. E8M0FNU has neither sign nor zero: negative numbers are NaN, 0 is 2^-127, ties go up, as in LLVM's APFloat.
 * @returns the code, an unsigned integer of `formatBits(format)` bits
 */
export function floatToBits(format: FloatFormat, value: number): number {
  if (Number.isNaN(value)) return nanBits(format);
  if (format.special === "exponent-only") return exponentOnlyBits(value);
  const { mantissaBits, special } = format;
  const signBit = 2 ** (format.exponentBits + mantissaBits);
  const sign = value < 0 || Object.is(value, -0) ? signBit : 0;
  const magnitude = roundMagnitude(format, Math.abs(value));
  if (magnitude > largestMagnitude(format)) {
    if (special === "ieee") return sign + signBit - 2 ** mantissaBits;
    return special === "finite"
      ? sign + largestMagnitude(format)
      : nanBits(format) + (special === "nan-ones" ? sign : 0);
  }
  if (magnitude === 0 && special === "nan-negative-zero") return 0;
  return sign + magnitude;
}

/** Exponent and mantissa of `absolute >= 0` as one integer, rounded, without regard to the largest number. */
function roundMagnitude(format: FloatFormat, absolute: number): number {
  if (absolute === Infinity) return Infinity;
  if (absolute === 0) return 0;
  const smallestExponent = 1 - format.bias;
  const exponent = Math.max(binaryExponent(absolute), smallestExponent);
  // Scaling by a power of two is exact here: the quotient is below 2^(mantissaBits + 1) and no smaller than a double can hold.
  const scaled = absolute / 2 ** (exponent - format.mantissaBits);
  const floor = Math.floor(scaled);
  const rest = scaled - floor;
  const rounded = rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
  return (exponent - smallestExponent) * 2 ** format.mantissaBits + rounded;
}

function exponentOnlyBits(value: number): number {
  if (value < 0 || value === Infinity) return 0xff;
  if (value === 0) return 0;
  const exponent = binaryExponent(value);
  if (exponent < -127) return 0;
  const rounded = value / 2 ** exponent >= 1.5 ? exponent + 1 : exponent;
  return Math.min(rounded + 127, 0xff);
}

/** The number that a code stands for; every format here is a subset of the doubles (and of the floats), so this is exact. */
export function bitsToFloat(format: FloatFormat, bits: number): number {
  const { exponentBits, mantissaBits, bias, special } = format;
  if (special === "exponent-only") return bits === 0xff ? NaN : 2 ** (bits - 127);
  const signBit = 2 ** (exponentBits + mantissaBits);
  const negative = bits >= signBit;
  const magnitude = negative ? bits - signBit : bits;
  if (special === "nan-negative-zero" && bits === signBit) return NaN;
  if (magnitude > largestMagnitude(format)) {
    if (special !== "ieee" || magnitude !== signBit - 2 ** mantissaBits) return NaN;
    return negative ? -Infinity : Infinity;
  }
  const implicitOne = 2 ** mantissaBits;
  const exponent = Math.floor(magnitude / implicitOne);
  const mantissa = magnitude % implicitOne;
  const absolute =
    exponent === 0
      ? mantissa * 2 ** (1 - bias - mantissaBits)
      : (implicitOne + mantissa) * 2 ** (exponent - bias - mantissaBits);
  return negative ? -absolute : absolute;
}

/**
 * f16 code of an f32, nearest even. The quick twin of `floatToBits(F16, ...)`, for whole tensors: exact when `value` is an f32 already
 * (a double would be rounded twice).
 */
export function f16BitsFromF32(value: number): number {
  float32[0] = value;
  const bits = float32Word[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x47800000) return sign | 0x7c00;
  if (magnitude < 0x38800000) {
    // Subnormal in f16: adding 0.5 puts the f16 quantum 2^-24 at the last place of an f32, so that the hardware rounds.
    float32[0] = Math.abs(value) + 0.5;
    return sign | ((float32Word[0] ?? 0) - 0x3f000000);
  }
  const odd = (magnitude >>> 13) & 1;
  return sign | ((magnitude - 0x38000000 + 0xfff + odd) >>> 13);
}

/** bf16 code of an f32, nearest even; exact when `value` is an f32 already. */
export function bf16BitsFromF32(value: number): number {
  float32[0] = value;
  const bits = float32Word[0] ?? 0;
  if ((bits & 0x7fffffff) > 0x7f800000) return ((bits >>> 16) & 0x8000) | 0x7fc0;
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}

/** f32 value of a bf16 code. */
export function f32FromBf16Bits(bits: number): number {
  float32Word[0] = bits << 16;
  return float32[0] ?? 0;
}

/** f32 value of an f16 code. */
export function f32FromF16Bits(bits: number): number {
  const exponent = bits & 0x7c00;
  const sign = (bits & 0x8000) << 16;
  if (exponent === 0) {
    const value = (bits & 0x3ff) * 2 ** -24;
    return sign === 0 ? value : -value;
  }
  float32Word[0] = sign | (((bits & 0x7fff) << 13) + (exponent === 0x7c00 ? 0x70000000 : 0x38000000));
  return float32[0] ?? 0;
}
