/**
 * Floats as upstream prints them: six digits behind the point with an exponent where that reads back the same, else as many digits as the
 * type needs, else (infinities, NaNs, numbers that come out without a point) their bits in hexadecimal.
 * Source: mlir/lib/IR/AsmPrinter.cpp, printFloatValue; llvm/lib/Support/APFloat.cpp, APFloat::toString.
 */
import type { FloatName, FloatType } from "../../ir/attribute.ts";
import { floatBitsFromNumber } from "../../ir/float.ts";

/** Bits of the significand, the leading one included. */
const PRECISION: Readonly<Record<FloatName, number>> = {
  f64: 53, f32: 24, f16: 11, bf16: 8, tf32: 11, f80: 64, f128: 113, f8E5M2: 3, f8E4M3: 4, f8E4M3FN: 4, f8E5M2FNUZ: 3, f8E4M3FNUZ: 4,
  f8E4M3B11FNUZ: 4, f8E3M4: 5, f8E8M0FNU: 1, f6E2M3FN: 4, f6E3M2FN: 3, f4E2M1FN: 2,
}; // biome-ignore format: a table

const SHORT_DIGITS = 6;
const MAX_PADDING = 3;

/** The text of a number of `type` with these bits. */
export function floatText(value: number, bits: bigint, type: FloatType): string {
  if (!Number.isFinite(value)) return hexadecimal(bits);
  if (value === 0)
    return floatBitsFromNumber(value, type) === bits
      ? Object.is(value, -0)
        ? "-0.000000e+00"
        : "0.000000e+00"
      : hexadecimal(bits);
  const short = shortText(value);
  if (floatBitsFromNumber(Number(short), type) === bits) return padded(short);
  const long = plain(value, 2 + Math.floor((PRECISION[type.name] * 59) / 196));
  return long.includes(".") && floatBitsFromNumber(Number(long), type) === bits ? long : hexadecimal(bits);
}

export function isHexadecimal(text: string): boolean {
  return text.startsWith("0x");
}

function hexadecimal(bits: bigint): string {
  return `0x${bits.toString(16).toUpperCase()}`;
}

/** `8.29100e-5`: six digits, zeros included. */
function shortText(value: number): string {
  const { digits, exponent } = decimal(value, SHORT_DIGITS);
  const power = exponent + digits.length - 1;
  const shown = digits.padEnd(SHORT_DIGITS, "0");
  return `${value < 0 ? "-" : ""}${shown[0]}.${shown.slice(1)}e${power < 0 ? "-" : "+"}${Math.abs(power)}`;
}

/** digits * 10^exponent, without trailing zeros. */
interface Decimal {
  readonly digits: string;
  readonly exponent: number;
}

const scratch = new DataView(new ArrayBuffer(8));

/**
 * The leading decimal digits of a number, as APFloat::toString finds them: it cuts the exact digits down to about the bits that `precision`
 * digits need (196/59 approximates the binary logarithm of 10) before it rounds half up, so the last digit is not always the nearest.
 */
function decimal(value: number, precision: number): Decimal {
  scratch.setFloat64(0, Math.abs(value));
  const bits = scratch.getBigUint64(0);
  const field = Number(bits >> 52n);
  let significand = field === 0 ? bits & FRACTION : (bits & FRACTION) | (1n << 52n);
  let exponent = Math.max(field, 1) - 1075;
  while ((significand & 1n) === 0n) {
    significand >>= 1n;
    exponent++;
  }
  if (exponent >= 0) {
    significand <<= BigInt(exponent);
    exponent = 0;
  } else significand *= 5n ** BigInt(-exponent);
  const surplus = significand.toString(2).length - Math.floor((precision * 196 + 58) / 59);
  const removable = surplus <= 0 ? 0 : Math.floor((surplus * 59) / 196);
  const text = (significand / 10n ** BigInt(removable)).toString();
  return roundedHalfUp(text, exponent + removable, precision);
}

const FRACTION = (1n << 52n) - 1n;

function roundedHalfUp(text: string, exponent: number, precision: number): Decimal {
  const trimmed = text.replace(/0+$/, "");
  const excess = trimmed.length - precision;
  const scale = exponent + text.length - trimmed.length;
  if (excess <= 0) return { digits: trimmed, exponent: scale };
  const kept =
    BigInt(trimmed.slice(0, precision)) + (trimmed[precision] !== undefined && trimmed[precision] >= "5" ? 1n : 0n);
  const digits = kept.toString().replace(/0+$/, "");
  return { digits, exponent: scale + excess + kept.toString().length - digits.length };
}

/** `1.5e+0` as `1.500000e+00`. */
function padded(text: string): string {
  const at = text.indexOf("e");
  const exponent = text.slice(at + 2);
  return `${text.slice(0, at)}0e${text[at + 1]}${exponent.length < 2 ? `0${exponent}` : exponent}`;
}

/** APFloat::toString with its default padding: digits without trailing zeros, with an exponent only far from the point. */
function plain(value: number, precision: number): string {
  const { digits, exponent } = decimal(value, precision);
  const power = exponent + digits.length - 1;
  const sign = value < 0 ? "-" : "";
  if (exponent >= 0) {
    if (exponent > MAX_PADDING || digits.length + exponent > precision) return sign + scientific(digits, power);
    return sign + digits + "0".repeat(exponent);
  }
  const leading = power;
  if (leading < 0 && -leading > MAX_PADDING) return sign + scientific(digits, leading);
  if (leading >= 0) return `${sign}${digits.slice(0, leading + 1)}.${digits.slice(leading + 1)}`;
  return `${sign}0.${"0".repeat(-leading - 1)}${digits}`;
}

function scientific(digits: string, exponent: number): string {
  return `${digits[0]}.${digits.length === 1 ? "0" : digits.slice(1)}E${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
}
