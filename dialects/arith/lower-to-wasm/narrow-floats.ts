/** f16 and bf16, which are kept as their 16 bits, to and from f32: a dozen integer instructions, exact in both directions. */
import type { Value } from "../../../src/ir/handle.ts";
import type { WasmBuilder } from "../../wasm/lowering/builder.ts";

/** A float type that has no arithmetic here. */
export type NarrowFloat = "f16" | "bf16";

/** An f32 with the exponents of f16 moved to those of f32: 2^(127 - 15). */
const F16_SCALE = 2 ** 112;
const INFINITE_EXPONENT = 0x7f800000;

/** The f32 of the same value. */
export function widenFloat(wasm: WasmBuilder, from: NarrowFloat, bits: Value): Value {
  if (from === "bf16") return wasm.op("f32.reinterpret_i32", [wasm.op("i32.shl", [bits, wasm.i32(16)])]);
  const magnitude = wasm.op("i32.and", [bits, wasm.i32(0x7fff)]);
  const shifted = wasm.op("i32.shl", [magnitude, wasm.i32(13)]);
  // The product moves the exponent, and makes subnormals normal; it cannot make infinities.
  const scaled = wasm.op("f32.mul", [wasm.op("f32.reinterpret_i32", [shifted]), wasm.f32(F16_SCALE)]);
  const finite = wasm.op("i32.lt_u", [magnitude, wasm.i32(0x7c00)]);
  const special = wasm.op("i32.or", [shifted, wasm.i32(INFINITE_EXPONENT)]);
  const value = wasm.select(finite, wasm.op("i32.reinterpret_f32", [scaled]), special);
  const sign = wasm.op("i32.shl", [wasm.op("i32.and", [bits, wasm.i32(0x8000)]), wasm.i32(16)]);
  return wasm.op("f32.reinterpret_i32", [wasm.op("i32.or", [value, sign])]);
}

/** The nearest value of the narrow type, halves to even. */
export function narrowFloat(wasm: WasmBuilder, to: NarrowFloat, value: Value): Value {
  const bits = wasm.op("i32.reinterpret_f32", [value]);
  return to === "bf16" ? narrowToBf16(wasm, value, bits) : narrowToF16(wasm, bits);
}

/** Adding half a unit, less one unless the last digit is odd, carries exactly when rounding goes up. */
function narrowToBf16(wasm: WasmBuilder, value: Value, bits: Value): Value {
  const upper = wasm.op("i32.shr_u", [bits, wasm.i32(16)]);
  const odd = wasm.op("i32.and", [upper, wasm.i32(1)]);
  const sum = wasm.op("i32.add", [wasm.op("i32.add", [bits, wasm.i32(0x7fff)]), odd]);
  const quiet = wasm.op("i32.or", [upper, wasm.i32(0x40)]);
  const unordered = wasm.op("f32.ne", [value, value]);
  return wasm.select(unordered, quiet, wasm.op("i32.shr_u", [sum, wasm.i32(16)]));
}

function narrowToF16(wasm: WasmBuilder, bits: Value): Value {
  const magnitude = wasm.op("i32.and", [bits, wasm.i32(0x7fffffff)]);
  const sign = wasm.op("i32.and", [wasm.op("i32.shr_u", [bits, wasm.i32(16)]), wasm.i32(0x8000)]);
  // Normal: the exponent moves by 127 - 15, and rounding carries as above.
  const odd = wasm.op("i32.and", [wasm.op("i32.shr_u", [magnitude, wasm.i32(13)]), wasm.i32(1)]);
  const moved = wasm.op("i32.add", [magnitude, wasm.i32(((15 - 127) << 23) + 0xfff)]);
  const normal = wasm.op("i32.shr_u", [wasm.op("i32.add", [moved, odd]), wasm.i32(13)]);
  // Subnormal: added to a half, the last digit of the sum is the last digit of f16.
  const half = wasm.op("f32.add", [wasm.op("f32.reinterpret_i32", [magnitude]), wasm.f32(0.5)]);
  const subnormal = wasm.op("i32.sub", [wasm.op("i32.reinterpret_f32", [half]), wasm.i32(0x3f000000)]);
  const isSubnormal = wasm.op("i32.lt_u", [magnitude, wasm.i32((127 - 14) << 23)]);
  const finite = wasm.select(isSubnormal, subnormal, normal);
  // From 2^16 on infinite, or NaN.
  const unordered = wasm.op("i32.gt_u", [magnitude, wasm.i32(INFINITE_EXPONENT)]);
  const special = wasm.select(unordered, wasm.i32(0x7e00), wasm.i32(0x7c00));
  const isSpecial = wasm.op("i32.ge_u", [magnitude, wasm.i32((127 + 16) << 23)]);
  return wasm.op("i32.or", [wasm.select(isSpecial, special, finite), sign]);
}

/**
 * An f64 as an f32 rounded to odd: towards zero, with the last bit set where anything was lost. Rounded on to 16 bits it gives what one
 * rounding would have given. Source: Boldo, Melquiond, "When double rounding is odd", 2005.
 */
export function demoteToOdd(wasm: WasmBuilder, value: Value): Value {
  const nearest = wasm.op("f32.demote_f64", [value]);
  const back = wasm.op("f64.promote_f32", [nearest]);
  const bits = wasm.op("i32.reinterpret_f32", [nearest]);
  const isAbove = wasm.op("f64.gt", [wasm.op("f64.abs", [back]), wasm.op("f64.abs", [value])]);
  const truncated = wasm.op("i32.sub", [bits, isAbove]);
  return wasm.op("f32.reinterpret_i32", [wasm.op("i32.or", [truncated, wasm.op("f64.ne", [back, value])])]);
}
