/** Integer arithmetic. Division by zero and signed overflow of a division trap, as they are undefined in arith. */
import type { Value } from "../../../src/ir/handle.ts";
import type { ConversionPattern } from "../../../src/rewrite/conversion-pattern.ts";
import { defineConversion } from "../../../src/rewrite/conversion-pattern.ts";
import { noMatch } from "../../../src/rewrite/pattern.ts";
import { invariant } from "../../../src/support/invariant.ts";
import type { OpcodeName } from "../../../src/wasm/opcodes.ts";
import { WasmBuilder } from "../../wasm/lowering/builder.ts";
import { integerWidth, unsupportedType, wasmTypes } from "../../wasm/lowering/types.ts";
import * as arith from "../ops.ts";
import { type ElementwiseRule, elementwise, IntegerBuilder, type Lowering } from "./numbers.ts";

type Binary = (integers: IntegerBuilder, lhs: Value, rhs: Value) => Value;

function pair({ operands: [lhs, rhs] }: Lowering): readonly [Value, Value] {
  invariant(lhs !== undefined && rhs !== undefined, "a binary operation has two operands");
  return [lhs, rhs];
}

const binary =
  (apply: Binary): NonNullable<ElementwiseRule["integer"]> =>
  (integers, lowering) =>
    apply(integers, ...pair(lowering));

/** A vector instruction on both operands. */
const both =
  (name: OpcodeName) =>
  (lowering: Lowering): Value =>
    lowering.wasm.op(name, pair(lowering));

/** The shift amount that all lanes share, as WebAssembly wants it: a constant splat, or none. */
function sharedShift(value: Value): number | undefined {
  const attribute =
    value.definition?.opName === "wasm.v128.const" ? value.definition.findAttribute("value") : undefined;
  if (attribute?.kind !== "dense-elements" || !attribute.splat) return undefined;
  return new DataView(attribute.blob.bytes.buffer, attribute.blob.bytes.byteOffset).getInt32(0, true);
}

function shiftLanes(
  name: "i32x4.shl" | "i32x4.shr_s" | "i32x4.shr_u",
  lowering: Lowering,
): Value | ReturnType<typeof noMatch> {
  const [lhs, rhs] = pair(lowering);
  const amount = sharedShift(rhs);
  const splatted = rhs.definition?.opName === "wasm.i32x4.splat" ? rhs.definition.opOperand(0) : undefined;
  const scalar = splatted ?? (amount === undefined ? undefined : lowering.wasm.i32(amount));
  if (scalar !== undefined) return lowering.wasm.op(name, [lhs, scalar]);
  return noMatch("lanes are shifted by different amounts");
}

/** q - 1 where the rounded-towards-zero quotient lies above the exact one. */
const floorDivide: Binary = (integers, lhs, rhs) => {
  const quotient = integers.op("div_s", lhs, rhs);
  const rest = integers.op("rem_s", lhs, rhs);
  const zero = integers.constant(0);
  const signsDiffer = integers.op("lt_s", integers.op("xor", rest, rhs), zero);
  const inexact = integers.op("ne", rest, zero);
  return integers.op("sub", quotient, widen(integers, integers.wasm.op("i32.and", [inexact, signsDiffer])));
};

const ceilDivide: Binary = (integers, lhs, rhs) => {
  const quotient = integers.op("div_s", lhs, rhs);
  const rest = integers.op("rem_s", lhs, rhs);
  const zero = integers.constant(0);
  const sameSigns = integers.op("ge_s", integers.op("xor", rest, rhs), zero);
  const inexact = integers.op("ne", rest, zero);
  return integers.op("add", quotient, widen(integers, integers.wasm.op("i32.and", [inexact, sameSigns])));
};

/** A comparison's i32 as a number of the operands' type. */
function widen(integers: IntegerBuilder, flag: Value): Value {
  return integers.width <= 32 ? flag : integers.wasm.op("i64.extend_i32_u", [flag]);
}

const onSigned =
  (apply: Binary): Binary =>
  (integers, lhs, rhs) =>
    integers.wrap(apply(integers, integers.signed(lhs), integers.signed(rhs)));
const onUnsigned =
  (apply: Binary): Binary =>
  (integers, lhs, rhs) =>
    integers.wrap(apply(integers, integers.unsigned(lhs), integers.unsigned(rhs)));
const choose =
  (test: "gt_s" | "lt_s" | "gt_u" | "lt_u"): Binary =>
  (integers, lhs, rhs) => {
    const isSigned = test.endsWith("_s");
    const [left, right] = isSigned ? [integers.signed(lhs), integers.signed(rhs)] : [lhs, rhs];
    return integers.wasm.select(integers.op(test, left, right), lhs, rhs);
  };

const rules: readonly ElementwiseRule[] = [
  {
    root: arith.addi,
    integer: binary((integers, lhs, rhs) => integers.wrap(integers.op("add", lhs, rhs))),
    lanes: { i32: both("i32x4.add"), mask: both("v128.xor") },
  },
  {
    root: arith.subi,
    integer: binary((integers, lhs, rhs) => integers.wrap(integers.op("sub", lhs, rhs))),
    lanes: { i32: both("i32x4.sub"), mask: both("v128.xor") },
  },
  {
    root: arith.muli,
    integer: binary((integers, lhs, rhs) => integers.wrap(integers.op("mul", lhs, rhs))),
    lanes: { i32: both("i32x4.mul"), mask: both("v128.and") },
  },
  {
    root: arith.andi,
    integer: binary((integers, lhs, rhs) => integers.op("and", lhs, rhs)),
    lanes: { i32: both("v128.and"), mask: both("v128.and") },
  },
  {
    root: arith.ori,
    integer: binary((integers, lhs, rhs) => integers.op("or", lhs, rhs)),
    lanes: { i32: both("v128.or"), mask: both("v128.or") },
  },
  {
    root: arith.xori,
    integer: binary((integers, lhs, rhs) => integers.op("xor", lhs, rhs)),
    lanes: { i32: both("v128.xor"), mask: both("v128.xor") },
  },
  {
    root: arith.shli,
    integer: binary((integers, lhs, rhs) => integers.wrap(integers.op("shl", lhs, rhs))),
    lanes: { i32: (lowering) => shiftLanes("i32x4.shl", lowering) },
  },
  {
    root: arith.shrsi,
    integer: binary((integers, lhs, rhs) => integers.op("shr_s", lhs, rhs)),
    lanes: { i32: (lowering) => shiftLanes("i32x4.shr_s", lowering) },
  },
  {
    root: arith.shrui,
    integer: binary((integers, lhs, rhs) => integers.wrap(integers.op("shr_u", integers.unsigned(lhs), rhs))),
    lanes: { i32: (lowering) => shiftLanes("i32x4.shr_u", lowering) },
  },
  { root: arith.divsi, integer: binary(onSigned((integers, lhs, rhs) => integers.op("div_s", lhs, rhs))) },
  { root: arith.divui, integer: binary(onUnsigned((integers, lhs, rhs) => integers.op("div_u", lhs, rhs))) },
  { root: arith.remsi, integer: binary(onSigned((integers, lhs, rhs) => integers.op("rem_s", lhs, rhs))) },
  { root: arith.remui, integer: binary(onUnsigned((integers, lhs, rhs) => integers.op("rem_u", lhs, rhs))) },
  { root: arith.floordivsi, integer: binary(onSigned(floorDivide)) },
  { root: arith.ceildivsi, integer: binary(onSigned(ceilDivide)) },
  {
    root: arith.ceildivui,
    integer: binary(
      onUnsigned((integers, lhs, rhs) => {
        const inexact = integers.op("ne", integers.op("rem_u", lhs, rhs), integers.constant(0));
        return integers.op("add", integers.op("div_u", lhs, rhs), widen(integers, inexact));
      }),
    ),
  },
  { root: arith.maxsi, integer: binary(choose("gt_s")), lanes: { i32: both("i32x4.max_s"), mask: both("v128.and") } },
  { root: arith.minsi, integer: binary(choose("lt_s")), lanes: { i32: both("i32x4.min_s"), mask: both("v128.or") } },
  { root: arith.maxui, integer: binary(choose("gt_u")), lanes: { i32: both("i32x4.max_u"), mask: both("v128.or") } },
  { root: arith.minui, integer: binary(choose("lt_u")), lanes: { i32: both("i32x4.min_u"), mask: both("v128.and") } },
];

/** Sum and carry: the sum is less than either operand exactly when it overflowed. */
const addExtended = defineConversion({
  name: "arith-addui_extended-to-wasm",
  root: arith.adduiExtended,
  converter: wasmTypes,
  rewrite: (op, adaptor, rewriter) => {
    const width = integerWidth(op.lhs.type);
    if (width === undefined) return noMatch(unsupportedType(op.lhs.type));
    const integers = new IntegerBuilder(new WasmBuilder(rewriter), width);
    const sum = integers.wrap(integers.op("add", adaptor.lhs, adaptor.rhs));
    return rewriter.replace(op, [sum, integers.op("lt_u", integers.unsigned(sum), integers.unsigned(adaptor.lhs))]);
  },
});

/** Products of up to 32 bits fit in 64: their halves are cut out of one i64. */
function multiplyExtended(
  root: typeof arith.muluiExtended | typeof arith.mulsiExtended,
  isSigned: boolean,
): ConversionPattern {
  return defineConversion({
    name: `${root.name.text.replace(".", "-")}-to-wasm`,
    root,
    converter: wasmTypes,
    rewrite: (op, adaptor, rewriter) => {
      const width = integerWidth(op.lhs.type);
      if (width === undefined || width > 32) return noMatch("a product of 128 bits has no WebAssembly instructions");
      const wasm = new WasmBuilder(rewriter);
      const integers = new IntegerBuilder(wasm, width);
      const [lhs, rhs] = [adaptor.lhs, adaptor.rhs].map((value) =>
        isSigned
          ? wasm.op("i64.extend_i32_s", [integers.signed(value)])
          : wasm.op("i64.extend_i32_u", [integers.unsigned(value)]),
      );
      invariant(lhs !== undefined && rhs !== undefined, "a product has two factors");
      const product = wasm.op("i64.mul", [lhs, rhs]);
      const high = wasm.op("i64.shr_u", [product, wasm.i64(BigInt(width))]);
      const half = (value: Value): Value => integers.wrap(wasm.op("i32.wrap_i64", [value]));
      return rewriter.replace(op, [half(product), half(high)]);
    },
  });
}

export const integerPatterns: readonly ConversionPattern[] = [
  ...elementwise(rules),
  addExtended,
  multiplyExtended(arith.muluiExtended, false),
  multiplyExtended(arith.mulsiExtended, true),
];
