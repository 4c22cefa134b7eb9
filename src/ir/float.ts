/**
 * Float attributes from numbers and from bits. A double is rounded once into the type; bits are taken as they are, so that NaN payloads
 * and what a double cannot hold survive. f80 and f128 are wider than a double: their bits are made from it exactly, and their value is
 * the nearest double.
 */
import {
  BF16,
  bitsToFloat,
  F4E2M1FN,
  F6E2M3FN,
  F6E3M2FN,
  F8E3M4,
  F8E4M3,
  F8E4M3B11FNUZ,
  F8E4M3FN,
  F8E4M3FNUZ,
  F8E5M2,
  F8E5M2FNUZ,
  F8E8M0FNU,
  F16,
  type FloatFormat,
  floatToBits,
  formatBits,
  TF32,
} from "../tensor/float-format.ts";
import { type FloatAttribute, type FloatName, type FloatType, floatAttributeFromBits } from "./attribute.ts";

/** The formats that src/tensor computes with; the other four are IEEE's and x87's wide ones. */
const formats: Partial<Record<FloatName, FloatFormat>> = {
  f16: F16, bf16: BF16, tf32: TF32, f8E3M4: F8E3M4, f8E4M3: F8E4M3, f8E4M3B11FNUZ: F8E4M3B11FNUZ, f8E4M3FN: F8E4M3FN, f8E4M3FNUZ: F8E4M3FNUZ,
  f8E5M2: F8E5M2, f8E5M2FNUZ: F8E5M2FNUZ, f8E8M0FNU: F8E8M0FNU, f4E2M1FN: F4E2M1FN, f6E2M3FN: F6E2M3FN, f6E3M2FN: F6E3M2FN,
}; // biome-ignore format: a table

const WIDTHS: Partial<Record<FloatName, number>> = { f32: 32, f64: 64, f80: 80, f128: 128 };

/** Bits of the type: 19 for tf32. */
export function floatWidth(type: FloatType): number {
  const format = formats[type.name];
  return format === undefined ? (WIDTHS[type.name] ?? 0) : formatBits(format);
}

const scratch = new DataView(new ArrayBuffer(8));

/** The attribute for `value` rounded into `type`, nearest, ties to even. */
export function floatAttribute(value: number, type: FloatType): FloatAttribute {
  const bits = floatBitsFromNumber(value, type);
  return floatAttributeFromBits(floatNumberFromBits(bits, type), bits, type);
}

/** The attribute with these bits, which must fit the type. */
export function floatAttributeOfBits(bits: bigint, type: FloatType): FloatAttribute {
  return floatAttributeFromBits(floatNumberFromBits(bits, type), bits, type);
}

/** The bits of `value` rounded into `type`. */
export function floatBitsFromNumber(value: number, type: FloatType): bigint {
  const format = formats[type.name];
  if (format !== undefined) return BigInt(floatToBits(format, value));
  if (type.name === "f32") {
    // What payload a NaN of the language has is up to the engine.
    if (Number.isNaN(value)) return 0x7fc00000n;
    scratch.setFloat32(0, value);
    return BigInt(scratch.getUint32(0));
  }
  if (Number.isNaN(value)) scratch.setBigUint64(0, 0x7ff8000000000000n);
  else scratch.setFloat64(0, value);
  const bits = scratch.getBigUint64(0);
  return type.name === "f64" ? bits : widen(bits, type.name === "f80");
}

/** The number that the bits stand for; for f80 and f128 the nearest double towards zero. */
export function floatNumberFromBits(bits: bigint, type: FloatType): number {
  const format = formats[type.name];
  if (format !== undefined) return bitsToFloat(format, Number(bits));
  if (type.name === "f32") {
    scratch.setUint32(0, Number(bits));
    return scratch.getFloat32(0);
  }
  scratch.setBigUint64(0, type.name === "f64" ? bits : narrow(bits, type.name === "f80"));
  return scratch.getFloat64(0);
}

const EXPONENT_BIAS_DIFFERENCE = 16383n - 1023n;

/** A double's bits as those of x87's 80-bit format (explicit leading one) or of binary128. Exact. */
function widen(bits: bigint, extended: boolean): bigint {
  const sign = bits >> 63n;
  let exponent = (bits >> 52n) & 0x7ffn;
  let fraction = bits & 0xfffffffffffffn;
  const special = exponent === 0x7ffn;
  if (exponent === 0n && fraction !== 0n) {
    // A subnormal double is normal here: shift its leading one into place.
    exponent = 1n;
    while (fraction >> 52n === 0n) {
      fraction <<= 1n;
      exponent -= 1n;
    }
    fraction &= 0xfffffffffffffn;
    exponent += EXPONENT_BIAS_DIFFERENCE;
  } else if (special) exponent = 0x7fffn;
  else if (exponent !== 0n) exponent += EXPONENT_BIAS_DIFFERENCE;
  if (!extended) return (sign << 127n) | (exponent << 112n) | (fraction << 60n);
  const one = exponent === 0n ? 0n : 1n << 63n;
  return (sign << 79n) | (exponent << 64n) | one | (fraction << 11n);
}

/** The reverse, dropping what a double cannot hold. */
function narrow(bits: bigint, extended: boolean): bigint {
  const sign = extended ? bits >> 79n : bits >> 127n;
  const exponent = extended ? (bits >> 64n) & 0x7fffn : (bits >> 112n) & 0x7fffn;
  const fraction = extended ? (bits >> 11n) & 0xfffffffffffffn : (bits >> 60n) & 0xfffffffffffffn;
  if (exponent === 0x7fffn) return (sign << 63n) | (0x7ffn << 52n) | fraction;
  const small = exponent - EXPONENT_BIAS_DIFFERENCE;
  if (exponent === 0n || small < -51n) return sign << 63n;
  if (small >= 0x7ffn) return (sign << 63n) | (0x7ffn << 52n);
  if (small <= 0n) return (sign << 63n) | (((1n << 52n) | fraction) >> (1n - small));
  return (sign << 63n) | (small << 52n) | fraction;
}
