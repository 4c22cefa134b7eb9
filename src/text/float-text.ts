/**
 * Floats as upstream prints them: six digits behind the point with an exponent where that reads back the same, else as many digits as the
 * type needs, else (infinities, NaNs, numbers that come out without a point) their bits in hexadecimal.
 * Source: mlir/lib/IR/AsmPrinter.cpp, printFloatValue; llvm/lib/Support/APFloat.cpp, APFloat::toString.
 */
import type { FloatName, FloatType } from "../ir/attribute.ts";
import { floatBitsFromNumber } from "../ir/float.ts";

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
  if (value === 0) return floatBitsFromNumber(value, type) === bits ? (Object.is(value, -0) ? "-0.000000e+00" : "0.000000e+00") : hexadecimal(bits);
  const short = value.toExponential(SHORT_DIGITS - 1);
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

/** `1.5e+0` as `1.500000e+00`. */
function padded(text: string): string {
  const at = text.indexOf("e");
  const exponent = text.slice(at + 2);
  return `${text.slice(0, at)}0e${text[at + 1]}${exponent.length < 2 ? `0${exponent}` : exponent}`;
}

/** APFloat::toString with its default padding: digits without trailing zeros, with an exponent only far from the point. */
function plain(value: number, precision: number): string {
  const [mantissa = "", power = "0"] = Math.abs(value).toExponential(precision - 1).split("e");
  const digits = mantissa.replace(".", "").replace(/0+$/, "");
  const exponent = Number(power) - digits.length + 1;
  const sign = value < 0 ? "-" : "";
  if (exponent >= 0) {
    if (exponent > MAX_PADDING || digits.length + exponent > precision) return sign + scientific(digits, Number(power));
    return sign + digits + "0".repeat(exponent);
  }
  const leading = Number(power);
  if (leading < 0 && -leading > MAX_PADDING) return sign + scientific(digits, leading);
  if (leading >= 0) return `${sign}${digits.slice(0, leading + 1)}.${digits.slice(leading + 1)}`;
  return `${sign}0.${"0".repeat(-leading - 1)}${digits}`;
}

function scientific(digits: string, exponent: number): string {
  return `${digits[0]}.${digits.length === 1 ? "0" : digits.slice(1)}E${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
}
