/** Casts. Floats out of an integer's range are poison in arith; here they saturate, so that nothing traps. */
import type { Type } from "../../../src/ir/attribute.ts";
import { elementTypeOrSelf } from "../../../src/ir/attribute.ts";
import type { OperationHandle, Value } from "../../../src/ir/handle.ts";
import type { OperationName } from "../../../src/ir/name.ts";
import { type ConversionPattern, defineAnyConversion } from "../../../src/rewrite/conversion-pattern.ts";
import { type NoMatch, noMatch } from "../../../src/rewrite/pattern.ts";
import { invariant } from "../../../src/support/invariant.ts";
import { WasmBuilder } from "../../wasm/lowering/builder.ts";
import {
  integerWidth,
  LANES,
  type LaneKind,
  laneKindOf,
  unsupportedType,
  wasmTypes,
} from "../../wasm/lowering/types.ts";
import * as arith from "../ops.ts";
import { demoteToOdd, type NarrowFloat, narrowFloat, widenFloat } from "./narrow-floats.ts";
import { IntegerBuilder } from "./numbers.ts";

/** A cast of scalars, from one type to another. */
type ScalarCast = (wasm: WasmBuilder, value: Value, from: Type, to: Type) => Value | NoMatch;
/** A cast of vectors, by what their lanes hold. */
type LaneCast = (wasm: WasmBuilder, value: Value, from: LaneKind, to: LaneKind) => Value | NoMatch;

/** An integer of `from` bits, extended to `to` bits by its sign or by zeros, or cut to them. */
function resize(wasm: WasmBuilder, value: Value, from: number, to: number, isSigned: boolean): Value {
  const source = new IntegerBuilder(wasm, from);
  if (to === 64) {
    if (from === 64) return value;
    if (isSigned) return wasm.op("i64.extend_i32_s", [source.signed(value)]);
    return wasm.op("i64.extend_i32_u", [source.unsigned(value)]);
  }
  const target = new IntegerBuilder(wasm, to);
  if (from === 64) return target.wrap(wasm.op("i32.wrap_i64", [value]));
  if (to < from) return target.wrap(value);
  return isSigned ? source.signed(value) : source.unsigned(value);
}

const integerCast =
  (isSigned: boolean): ScalarCast =>
  (wasm, value, from, to) => {
    const [source, target] = [integerWidth(from), integerWidth(to)];
    if (source === undefined || target === undefined) return noMatch(unsupportedType(source === undefined ? from : to));
    return resize(wasm, value, source, target, isSigned);
  };

function floatName(type: Type): "f32" | "f64" | undefined {
  if (type.kind !== "float-type") return undefined;
  return type.name === "f32" || type.name === "f64" ? type.name : undefined;
}

const toFloat =
  (isSigned: boolean): ScalarCast =>
  (wasm, value, from, to) => {
    const [width, float] = [integerWidth(from), floatName(to)];
    if (width === undefined || float === undefined) return noMatch(unsupportedType(width === undefined ? from : to));
    const integers = new IntegerBuilder(wasm, width);
    const type = width === 64 ? "i64" : "i32";
    if (isSigned) return wasm.op(`${float}.convert_${type}_s`, [integers.signed(value)]);
    return wasm.op(`${float}.convert_${type}_u`, [integers.unsigned(value)]);
  };

const fromFloat =
  (isSigned: boolean): ScalarCast =>
  (wasm, value, from, to) => {
    const [width, float] = [integerWidth(to), floatName(from)];
    if (width === undefined || float === undefined) return noMatch(unsupportedType(float === undefined ? from : to));
    const type = width === 64 ? "i64" : "i32";
    const whole = wasm.op(`${type}.trunc_sat_${float}_${isSigned ? "s" : "u"}`, [value]);
    return new IntegerBuilder(wasm, width).wrap(whole);
  };

function narrowName(type: Type): NarrowFloat | undefined {
  if (type.kind !== "float-type") return undefined;
  return type.name === "f16" || type.name === "bf16" ? type.name : undefined;
}

const extendFloat: ScalarCast = (wasm, value, from, to) => {
  if (from === to) return value;
  const narrow = narrowName(from);
  const single = narrow === undefined ? value : widenFloat(wasm, narrow, value);
  if (narrow === undefined && floatName(from) !== "f32") return noMatch(unsupportedType(from));
  if (floatName(to) === "f32") return single;
  return floatName(to) === "f64" ? wasm.op("f64.promote_f32", [single]) : noMatch(unsupportedType(to));
};

const truncateFloat: ScalarCast = (wasm, value, from, to) => {
  if (from === to) return value;
  const [source, narrow] = [floatName(from), narrowName(to)];
  if (source === undefined) return noMatch(unsupportedType(from));
  if (narrow !== undefined) return narrowFloat(wasm, narrow, source === "f64" ? demoteToOdd(wasm, value) : value);
  return floatName(to) === "f32" ? wasm.op("f32.demote_f64", [value]) : noMatch(unsupportedType(to));
};

const sameBits: ScalarCast = (wasm, value, from, to) => {
  if (from === to) return value;
  const isInteger = integerWidth(from) !== undefined;
  // The bits of narrow floats are kept without a sign, those of integers with one.
  if (narrowName(from) !== undefined) return new IntegerBuilder(wasm, 16).wrap(value);
  if (narrowName(to) !== undefined) return new IntegerBuilder(wasm, 16).unsigned(value);
  switch (floatName(isInteger ? to : from)) {
    case "f32":
      return wasm.op(isInteger ? "f32.reinterpret_i32" : "i32.reinterpret_f32", [value]);
    case "f64":
      return wasm.op(isInteger ? "f64.reinterpret_i64" : "i64.reinterpret_f64", [value]);
    default:
      return noMatch(unsupportedType(isInteger ? to : from));
  }
};

// ---- Vectors ------------------------------------------------------------------------------------------------------------

const refuse: LaneCast = () => noMatch("the cast has no vector instructions for these element types");

/** One in each lane, as the target's numbers: a mask keeps it or not. */
function onesOf(wasm: WasmBuilder, to: LaneKind, value: number): Value {
  return to === "f32" ? wasm.f32x4(value) : wasm.lanes(new Array(LANES).fill(value));
}

const extendLanes =
  (isSigned: boolean): LaneCast =>
  (wasm, value, from, to) => {
    if (from === to || (from === "mask" && isSigned)) return value;
    return from === "mask" ? wasm.op("v128.and", [value, onesOf(wasm, to, 1)]) : refuse(wasm, value, from, to);
  };

/** The lowest bit of each lane, as a mask. */
const truncateLanes: LaneCast = (wasm, value, from, to) => {
  if (from === to) return value;
  if (from !== "i32" || to !== "mask") return refuse(wasm, value, from, to);
  const shift = wasm.i32(31);
  return wasm.op("i32x4.shr_s", [wasm.op("i32x4.shl", [value, shift]), shift]);
};

const lanesToFloat =
  (isSigned: boolean): LaneCast =>
  (wasm, value, from, to) => {
    if (to !== "f32") return refuse(wasm, value, from, to);
    if (from === "mask") return wasm.op("v128.and", [value, onesOf(wasm, to, isSigned ? -1 : 1)]);
    return wasm.op(isSigned ? "f32x4.convert_i32x4_s" : "f32x4.convert_i32x4_u", [value]);
  };

const lanesFromFloat =
  (isSigned: boolean): LaneCast =>
  (wasm, value, _from, to) => {
    const whole = wasm.op(isSigned ? "i32x4.trunc_sat_f32x4_s" : "i32x4.trunc_sat_f32x4_u", [value]);
    return to === "mask" ? truncateLanes(wasm, whole, "i32", "mask") : whole;
  };

const sameLanes: LaneCast = (wasm, value, from, to) =>
  (from === "mask") === (to === "mask") ? value : refuse(wasm, value, from, to);

interface CastRule {
  readonly root: { readonly name: OperationName };
  readonly scalar: ScalarCast;
  readonly lanes: LaneCast;
}

const rules: readonly CastRule[] = [
  { root: arith.extsi, scalar: integerCast(true), lanes: extendLanes(true) },
  { root: arith.extui, scalar: integerCast(false), lanes: extendLanes(false) },
  { root: arith.trunci, scalar: integerCast(true), lanes: truncateLanes },
  { root: arith.indexCast, scalar: integerCast(true), lanes: extendLanes(true) },
  { root: arith.indexCastui, scalar: integerCast(false), lanes: extendLanes(false) },
  { root: arith.sitofp, scalar: toFloat(true), lanes: lanesToFloat(true) },
  { root: arith.uitofp, scalar: toFloat(false), lanes: lanesToFloat(false) },
  { root: arith.fptosi, scalar: fromFloat(true), lanes: lanesFromFloat(true) },
  { root: arith.fptoui, scalar: fromFloat(false), lanes: lanesFromFloat(false) },
  { root: arith.extf, scalar: extendFloat, lanes: refuse },
  { root: arith.truncf, scalar: truncateFloat, lanes: refuse },
  { root: arith.bitcast, scalar: sameBits, lanes: sameLanes },
];

function lowerCast(
  { scalar, lanes }: CastRule,
  operation: OperationHandle,
  wasm: WasmBuilder,
  value: Value,
): Value | NoMatch {
  const from = operation.opOperand(0).type;
  const [to] = operation.record.resultTypes;
  invariant(to !== undefined, "a cast has a result");
  const mode = operation.findAttribute("roundingmode");
  if (mode !== undefined) return noMatch("only rounding to the nearest value can be compiled");
  if (wasmTypes.convertOne(to) === undefined) return noMatch(unsupportedType(elementTypeOrSelf(to)));
  const [source, target] = [laneKindOf(from), laneKindOf(to)];
  if (source !== undefined && target !== undefined) return lanes(wasm, value, source, target);
  return scalar(wasm, value, from, to);
}

export const castPatterns: readonly ConversionPattern[] = rules.map((rule) => ({
  ...defineAnyConversion({
    name: `${rule.root.name.text.replace(".", "-")}-to-wasm`,
    converter: wasmTypes,
    rewrite: (operation, rewriter, { operands }) => {
      const value = operands[0]?.[0];
      invariant(value !== undefined, "a cast has an operand");
      const made = lowerCast(rule, operation, new WasmBuilder(rewriter), value);
      if ("reason" in made) return made;
      return rewriter.replace(operation, [made]);
    },
  }),
  root: rule.root.name,
}));
