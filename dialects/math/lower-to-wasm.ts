/**
 * Functions that WebAssembly has instructions for. The others are expanded by `lower-math`; what that leaves, the engine's own functions
 * compute in f64, imported from "env" by their names there.
 */
import type { Value } from "../../src/ir/handle.ts";
import type { ConversionPattern } from "../../src/rewrite/conversion-pattern.ts";
import { invariant } from "../../src/support/invariant.ts";
import {
  type ElementwiseRule,
  elementwise,
  type IntegerBuilder,
  type Lowering,
} from "../arith/lower-to-wasm/numbers.ts";
import { importedFunction } from "../wasm/lowering/imports.ts";
import * as math from "./ops.ts";

function only({ operands: [value] }: Lowering): Value {
  invariant(value !== undefined, "the operation has an operand");
  return value;
}

function native(
  root: ElementwiseRule["root"],
  suffix: "sqrt" | "floor" | "ceil" | "trunc" | "nearest" | "abs",
): ElementwiseRule {
  return {
    root,
    float: (type, lowering) => lowering.wasm.op(`${type}.${suffix}`, [only(lowering)]),
    lanes: { f32: (lowering) => lowering.wasm.op(`f32x4.${suffix}`, [only(lowering)]) },
  };
}

/** The engine's function of that name in f64. */
function imported(root: ElementwiseRule["root"], name: string): ElementwiseRule {
  return {
    root,
    float: (type, { wasm, operands }) => {
      if (type === "f64") return importedFunction(wasm, name, operands);
      const wide = operands.map((value) => wasm.op("f64.promote_f32", [value]));
      return wasm.op("f32.demote_f64", [importedFunction(wasm, name, wide)]);
    },
  };
}

const SIGN_BIT = -(2 ** 31);

const rules: readonly ElementwiseRule[] = [
  native(math.sqrt, "sqrt"),
  native(math.floor, "floor"),
  native(math.ceil, "ceil"),
  native(math.trunc, "trunc"),
  native(math.roundeven, "nearest"),
  native(math.absf, "abs"),
  {
    root: math.copysign,
    float: (type, { wasm, operands }) => wasm.op(`${type}.copysign`, operands),
    lanes: {
      f32: ({ wasm, operands: [magnitude, sign] }) => {
        invariant(magnitude !== undefined && sign !== undefined, "copysign has two operands");
        return wasm.op("v128.bitselect", [sign, magnitude, wasm.lanes([SIGN_BIT, SIGN_BIT, SIGN_BIT, SIGN_BIT])]);
      },
    },
  },
  {
    root: math.absi,
    integer: (integers, lowering) => {
      const value = only(lowering);
      const negative = integers.op("lt_s", integers.signed(value), integers.constant(0));
      return lowering.wasm.select(negative, integers.wrap(integers.op("sub", integers.constant(0), value)), value);
    },
    lanes: { i32: (lowering) => lowering.wasm.op("i32x4.abs", [only(lowering)]) },
  },
  {
    root: math.ctpop,
    integer: (integers, lowering) => integers.wrap(integers.op("popcnt", integers.unsigned(only(lowering)))),
  },
  {
    root: math.ctlz,
    integer: (integers, lowering) => {
      const zeros = integers.op("clz", integers.unsigned(only(lowering)));
      return integers.wrap(integers.op("sub", zeros, integers.constant(surplus(integers))));
    },
  },
  {
    root: math.cttz,
    integer: (integers, lowering) => {
      // A bit behind the last one stops the count at the width.
      const value = only(lowering);
      const stopped =
        surplus(integers) === 0 ? value : integers.op("or", value, integers.constant(2 ** integers.width));
      return integers.wrap(integers.op("ctz", stopped));
    },
  },
  imported(math.acos, "acos"),
  imported(math.acosh, "acosh"),
  imported(math.asin, "asin"),
  imported(math.asinh, "asinh"),
  imported(math.atan, "atan"),
  imported(math.atan2, "atan2"),
  imported(math.atanh, "atanh"),
  imported(math.cbrt, "cbrt"),
  imported(math.cos, "cos"),
  imported(math.cosh, "cosh"),
  imported(math.exp, "exp"),
  imported(math.expm1, "expm1"),
  imported(math.log, "log"),
  imported(math.log10, "log10"),
  imported(math.log1p, "log1p"),
  imported(math.log2, "log2"),
  imported(math.powf, "pow"),
  imported(math.sin, "sin"),
  imported(math.sinh, "sinh"),
  imported(math.tan, "tan"),
  imported(math.tanh, "tanh"),
];

/** Bits of the register that the integer does not use. */
function surplus({ width }: IntegerBuilder): number {
  return width <= 32 ? 32 - width : 0;
}

export const mathToWasm: readonly ConversionPattern[] = elementwise(rules);
