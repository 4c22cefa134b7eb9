/**
 * Functions that WebAssembly has instructions for. The others are expanded by `lower-math`; what that leaves, the engine's own functions
 * compute in f64, imported from "env" by their names there.
 */
import type { Value } from "../../src/ir/handle.ts";
import type { ConversionPattern } from "../../src/rewrite/conversion-pattern.ts";
import { noMatch } from "../../src/rewrite/pattern.ts";
import { invariant } from "../../src/support/invariant.ts";
import {
  type ElementwiseRule,
  elementwise,
  type IntegerBuilder,
  type Lowering,
} from "../arith/lower-to-wasm/numbers.ts";
import type { WasmBuilder } from "../wasm/lowering/builder.ts";
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

/**
 * a * b + c of f32 with one rounding: the product is exact in f64, and the sum is rounded to odd there, so that rounding it to f32 is as if
 * it were the first. Source: Boldo, Melquiond, "Emulation of FMA and correctly rounded sums: proved algorithms using rounding to odd", 2008.
 */
function fusedMultiplyAdd(wasm: WasmBuilder, [a, b, c]: readonly Value[]): Value {
  invariant(a !== undefined && b !== undefined && c !== undefined, "fma has three operands");
  const wide = (value: Value): Value => wasm.op("f64.promote_f32", [value]);
  const product = wasm.op("f64.mul", [wide(a), wide(b)]);
  const addend = wide(c);
  const sum = wasm.op("f64.add", [product, addend]);
  // The error of the sum, exactly: Knuth, "The Art of Computer Programming" 2, 4.2.2, theorem B.
  const part = wasm.op("f64.sub", [sum, product]);
  const lost = wasm.op("f64.sub", [product, wasm.op("f64.sub", [sum, part])]);
  const error = wasm.op("f64.add", [lost, wasm.op("f64.sub", [addend, part])]);
  const bits = wasm.op("i64.reinterpret_f64", [sum]);
  const zero = wasm.f64(0);
  const isInexact = wasm.op("i32.or", [wasm.op("f64.lt", [error, zero]), wasm.op("f64.gt", [error, zero])]);
  const isEven = wasm.op("i64.eqz", [wasm.op("i64.and", [bits, wasm.i64(1n)])]);
  // The odd neighbour lies on the side of the error.
  const outwards = wasm.op("i32.eq", [wasm.op("f64.gt", [error, zero]), wasm.op("f64.gt", [sum, zero])]);
  const step = wasm.select(outwards, wasm.i64(1n), wasm.i64(-1n));
  const odd = wasm.op("f64.reinterpret_i64", [wasm.op("i64.add", [bits, step])]);
  const rounded = wasm.select(wasm.op("i32.and", [isInexact, isEven]), odd, sum);
  return wasm.op("f32.demote_f64", [rounded]);
}

/** base ^ exponent by squaring, a step for every bit of the exponent; of a negative exponent only 1 and -1 have a power that is not 0. */
function integerPower(integers: IntegerBuilder, { operands: [base, exponent] }: Lowering): Value {
  invariant(base !== undefined && exponent !== undefined, "ipowi has two operands");
  const one = integers.constant(1);
  const zero = integers.constant(0);
  let result = one;
  let power = base;
  for (let bit = 0; bit < Math.max(1, integers.width - 1); bit++) {
    const isSet = integers.op("ne", integers.op("and", exponent, integers.constant(2 ** bit)), zero);
    result = integers.wasm.select(isSet, integers.op("mul", result, power), result);
    power = integers.op("mul", power, power);
  }
  const minusOne = integers.constant(-1);
  const isOdd = integers.op("ne", integers.op("and", exponent, one), zero);
  const ofMinusOne = integers.wasm.select(isOdd, minusOne, one);
  const inverse = integers.wasm.select(
    integers.op("eq", base, one),
    one,
    integers.wasm.select(integers.op("eq", base, minusOne), ofMinusOne, zero),
  );
  return integers.wasm.select(integers.op("lt_s", exponent, zero), inverse, integers.wrap(result));
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
  { root: math.ipowi, integer: integerPower },
  {
    root: math.fma,
    float: (type, { wasm, operands }) =>
      type === "f32" ? fusedMultiplyAdd(wasm, operands) : noMatch("a product of two f64s has no type that holds it"),
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
