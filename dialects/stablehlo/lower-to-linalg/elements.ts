/**
 * What each element-wise operation does to elements, as arith and math: one table for whole tensors and for the bodies of reductions.
 * Integers are signless, as linalg wants them; an unsigned type is refused by the patterns before they come here.
 */

import {
  dictionaryOf,
  type FloatType,
  f32,
  i1,
  integerAttribute,
  integerType,
  type Type,
} from "../../../src/ir/attribute.ts";
import { floatWidth } from "../../../src/ir/float.ts";
import type { OperationHandle } from "../../../src/ir/handle.ts";
import {
  CmpFPredicateAttr,
  CmpIPredicateAttr,
  type FloatPredicate,
  type IntegerPredicate,
} from "../../arith/attributes.ts";
import type { ElementBuilder, ElementValue } from "../../linalg/element-builder.ts";
import type { ComparisonDirection } from "../attributes.ts";
import { compare } from "../ops/binary.ts";

/** The result of one element-wise operation; undefined where the operation, or its element type, has no lowering here. */
export type ElementRule = (
  builder: ElementBuilder,
  args: readonly ElementValue[],
  operation: OperationHandle,
  result: Type,
) => ElementValue | undefined;

const isFloat = (type: Type): type is FloatType => type.kind === "float-type";
const isBoolean = (type: Type): boolean => type.kind === "integer-type" && type.width === 1;
const isInteger = (type: Type): boolean => type.kind === "integer-type";

type One = (builder: ElementBuilder, x: ElementValue) => ElementValue | undefined;
type Two = (builder: ElementBuilder, a: ElementValue, b: ElementValue) => ElementValue | undefined;

const one =
  (compute: One): ElementRule =>
  (builder, [x]) =>
    x === undefined ? undefined : compute(builder, x);
const two =
  (compute: Two): ElementRule =>
  (builder, [a, b]) =>
    a && b ? compute(builder, a, b) : undefined;
/** A function of floats. */
const float = (name: string): ElementRule => one((builder, x) => (isFloat(x.type) ? builder.op(name, [x]) : undefined));
/** A function of integers. */
const integer = (name: string): ElementRule =>
  one((builder, x) => (isInteger(x.type) ? builder.op(name, [x]) : undefined));
/** One operation for floats, one for integers, one for booleans where it differs. */
const byType = (floats: string | undefined, integers: string | undefined, booleans = integers): ElementRule =>
  two((builder, a, b) => {
    const name = isFloat(a.type) ? floats : isBoolean(a.type) ? booleans : isInteger(a.type) ? integers : undefined;
    return name === undefined ? undefined : builder.op(name, [a, b]);
  });

export function compareIntegers(
  builder: ElementBuilder,
  predicate: IntegerPredicate,
  a: ElementValue,
  b: ElementValue,
): ElementValue {
  return builder.op("arith.cmpi", [a, b], i1, dictionaryOf({ predicate: CmpIPredicateAttr.encode(predicate) }));
}
export function compareFloats(
  builder: ElementBuilder,
  predicate: FloatPredicate,
  a: ElementValue,
  b: ElementValue,
): ElementValue {
  return builder.op("arith.cmpf", [a, b], i1, dictionaryOf({ predicate: CmpFPredicateAttr.encode(predicate) }));
}
export function select(
  builder: ElementBuilder,
  condition: ElementValue,
  a: ElementValue,
  b: ElementValue,
): ElementValue {
  return builder.op("arith.select", [condition, a, b], a.type);
}
const allOnes = (builder: ElementBuilder, type: Type): ElementValue => builder.constant(isBoolean(type) ? 1 : -1, type);

/** The smallest integer of a type. */
function smallest(builder: ElementBuilder, type: Type): ElementValue {
  const width = type.kind === "integer-type" ? type.width : 64;
  const value = type.kind === "integer-type" ? integerAttribute(-(1n << BigInt(width - 1)), type) : undefined;
  return value === undefined ? builder.constant(0, type) : builder.constantOf(value, type);
}

/** 1 where `b` would make the division trap or overflow, else `b`; and the two conditions. */
function safeDivisor(builder: ElementBuilder, a: ElementValue, b: ElementValue) {
  const isZero = compareIntegers(builder, "eq", b, builder.constant(0, b.type));
  const isMinusOne = compareIntegers(builder, "eq", b, builder.constant(-1, b.type));
  const isSmallest = compareIntegers(builder, "eq", a, smallest(builder, a.type));
  const overflows = builder.op("arith.andi", [isMinusOne, isSmallest]);
  const unsafe = builder.op("arith.ori", [isZero, overflows]);
  return { isZero, overflows, divisor: select(builder, unsafe, builder.constant(1, b.type), b) };
}

const divide: Two = (builder, a, b) => {
  if (isFloat(a.type)) return builder.op("arith.divf", [a, b]);
  if (!isInteger(a.type)) return undefined;
  // The smallest integer divided by 1 is itself, which is what its quotient by -1 wraps to.
  const { isZero, divisor } = safeDivisor(builder, a, b);
  return select(builder, isZero, allOnes(builder, a.type), builder.op("arith.divsi", [a, divisor]));
};

const remainder: Two = (builder, a, b) => {
  if (isFloat(a.type)) return builder.op("arith.remf", [a, b]);
  if (!isInteger(a.type)) return undefined;
  const { isZero, divisor } = safeDivisor(builder, a, b);
  return select(builder, isZero, a, builder.op("arith.remsi", [a, divisor]));
};

/** Shifts by the width or more give 0, or the sign everywhere. */
const shift = (name: string): ElementRule =>
  two((builder, a, b) => {
    if (a.type.kind !== "integer-type") return undefined;
    const width = builder.constant(a.type.width, a.type);
    const inside = compareIntegers(builder, "ult", b, width);
    const last = builder.constant(a.type.width - 1, a.type);
    const shifted = builder.op(name, [a, select(builder, inside, b, last)]);
    return name === "arith.shrsi" ? shifted : select(builder, inside, shifted, builder.constant(0, a.type));
  });

const negate: One = (builder, x) => {
  if (isFloat(x.type)) return builder.op("arith.negf", [x]);
  return isInteger(x.type) ? builder.op("arith.subi", [builder.constant(0, x.type), x]) : undefined;
};

const sign: One = (builder, x) => {
  const zero = builder.constant(0, x.type);
  if (isFloat(x.type)) {
    // Zeros keep their sign and NaN stays: both are x itself.
    const unit = builder.op("math.copysign", [builder.constant(1, x.type), x]);
    return select(builder, compareFloats(builder, "one", x, zero), unit, x);
  }
  if (!isInteger(x.type)) return undefined;
  const negative = select(builder, compareIntegers(builder, "slt", x, zero), allOnes(builder, x.type), zero);
  return select(builder, compareIntegers(builder, "sgt", x, zero), builder.constant(1, x.type), negative);
};

const logistic: One = (builder, x) => {
  if (!isFloat(x.type)) return undefined;
  const unit = builder.constant(1, x.type);
  const power = builder.op("math.exp", [builder.op("arith.negf", [x])]);
  return builder.op("arith.divf", [unit, builder.op("arith.addf", [power, unit])]);
};

const isFiniteRule: ElementRule = one((builder, x) =>
  isFloat(x.type)
    ? compareFloats(builder, "olt", builder.op("math.absf", [x]), builder.constant(Number.POSITIVE_INFINITY, x.type))
    : undefined,
);

/** To booleans: whether it is not zero. From booleans: 0 or 1. */
const convert: ElementRule = (builder, [x], _, result) => {
  if (x === undefined || (!isFloat(x.type) && !isInteger(x.type)) || (!isFloat(result) && !isInteger(result)))
    return undefined;
  if (isBoolean(result) && !isBoolean(x.type)) {
    const zero = builder.constant(0, x.type);
    return isFloat(x.type) ? compareFloats(builder, "une", x, zero) : compareIntegers(builder, "ne", x, zero);
  }
  if (isFloat(x.type) && isFloat(result) && floatWidth(x.type) === floatWidth(result) && x.type !== result)
    // bf16 and f16: there is no direct conversion, f32 holds both exactly.
    return builder.op("arith.truncf", [builder.op("arith.extf", [x], wideFloat(x.type))], result);
  return builder.cast(x, result, isBoolean(x.type));
};

function wideFloat(type: FloatType): Type {
  return floatWidth(type) >= 32 ? type : f32;
}

const FLOAT_PREDICATES: Readonly<Record<ComparisonDirection, FloatPredicate>> = { EQ: "oeq", NE: "une", GE: "oge", GT: "ogt", LE: "ole", LT: "olt" }; // biome-ignore format: a table
const SIGNED: Readonly<Record<ComparisonDirection, IntegerPredicate>> = { EQ: "eq", NE: "ne", GE: "sge", GT: "sgt", LE: "sle", LT: "slt" }; // biome-ignore format: a table
const UNSIGNED: Readonly<Record<ComparisonDirection, IntegerPredicate>> = { EQ: "eq", NE: "ne", GE: "uge", GT: "ugt", LE: "ule", LT: "ult" }; // biome-ignore format: a table

const compareRule: ElementRule = (builder, [a, b], operation) => {
  const view = compare.cast(operation);
  if (view === undefined || a === undefined || b === undefined) return undefined;
  const direction = view.comparison_direction;
  if (!isFloat(a.type)) {
    if (!isInteger(a.type)) return undefined;
    // Booleans compare as 0 and 1.
    return compareIntegers(builder, (isBoolean(a.type) ? UNSIGNED : SIGNED)[direction], a, b);
  }
  if (view.compare_type !== "TOTALORDER") return compareFloats(builder, FLOAT_PREDICATES[direction], a, b);
  return compareIntegers(builder, SIGNED[direction], totalOrderKey(builder, a), totalOrderKey(builder, b));
};

/** An integer whose signed order is the total order of the floats: the bits, with those below the sign flipped for negative numbers. */
function totalOrderKey(builder: ElementBuilder, x: ElementValue): ElementValue {
  const width = isFloat(x.type) ? floatWidth(x.type) : 32;
  const type = integerType(width);
  const bits = builder.op("arith.bitcast", [x], type);
  const signs = builder.op("arith.shrsi", [bits, builder.constant(width - 1, type)]);
  const mask = builder.op("arith.shrui", [signs, builder.constant(1, type)]);
  return builder.op("arith.xori", [bits, mask]);
}

const selectRule: ElementRule = (builder, [condition, a, b]) =>
  condition && a && b ? select(builder, condition, a, b) : undefined;

const clamp: ElementRule = (builder, [low, x, high]) => {
  if (low === undefined || x === undefined || high === undefined) return undefined;
  if (!isFloat(x.type) && !isInteger(x.type)) return undefined;
  return builder.min(builder.max(x, low), high);
};

const power: Two = (builder, a, b) => {
  if (isFloat(a.type)) return builder.op("math.powf", [a, b]);
  return isInteger(a.type) ? builder.op("math.ipowi", [a, b]) : undefined;
};

const bitcast: ElementRule = (builder, [x], _, result) => {
  if (x === undefined) return undefined;
  const bits = (type: Type): number =>
    type.kind === "integer-type" ? type.width : isFloat(type) ? floatWidth(type) : -1;
  if (bits(x.type) !== bits(result) || bits(result) < 0) return undefined;
  return x.type === result ? x : builder.op("arith.bitcast", [x], result);
};

/** x compared with an infinity. */
const equalsInfinity = (value: number, magnitude: boolean): ElementRule =>
  one((builder, x) => {
    if (!isFloat(x.type)) return undefined;
    const compared = magnitude ? builder.op("math.absf", [x]) : x;
    return compareFloats(builder, "oeq", compared, builder.constant(value, x.type));
  });

/** The functions of chlo that math has. */
const chloRules: Readonly<Record<string, ElementRule>> = {
  ...Object.fromEntries(
    ["acos", "acosh", "asin", "asinh", "atan", "atanh", "cosh", "sinh", "tan", "erf", "erfc"].map((name) => [
      name,
      float(`math.${name}`),
    ]),
  ),
  square: one((builder, x) => (isFloat(x.type) ? builder.mul(x, x) : undefined)),
  is_inf: equalsInfinity(Number.POSITIVE_INFINITY, true),
  is_pos_inf: equalsInfinity(Number.POSITIVE_INFINITY, false),
  is_neg_inf: equalsInfinity(Number.NEGATIVE_INFINITY, false),
};

/** By the operation's name. */
export const elementRules: ReadonlyMap<string, ElementRule> = new Map<string, ElementRule>([
  ...Object.entries(chloRules).map(([mnemonic, rule]): [string, ElementRule] => [`chlo.${mnemonic}`, rule]),
  ...Object.entries({
    abs: one((builder, x) => builder.op(isFloat(x.type) ? "math.absf" : "math.absi", [x])),
    cbrt: float("math.cbrt"),
    ceil: float("math.ceil"),
    cosine: float("math.cos"),
    count_leading_zeros: integer("math.ctlz"),
    exponential: float("math.exp"),
    exponential_minus_one: float("math.expm1"),
    floor: float("math.floor"),
    is_finite: isFiniteRule,
    log: float("math.log"),
    log_plus_one: float("math.log1p"),
    logistic: one(logistic),
    negate: one(negate),
    not: one((builder, x) => (isInteger(x.type) ? builder.op("arith.xori", [x, allOnes(builder, x.type)]) : undefined)),
    popcnt: integer("math.ctpop"),
    round_nearest_afz: float("math.round"),
    round_nearest_even: float("math.roundeven"),
    rsqrt: float("math.rsqrt"),
    sign: one(sign),
    sine: float("math.sin"),
    sqrt: float("math.sqrt"),
    tan: float("math.tan"),
    tanh: float("math.tanh"),
    convert,
    bitcast_convert: bitcast,
    add: byType("arith.addf", "arith.addi", "arith.ori"),
    and: byType(undefined, "arith.andi"),
    atan2: byType("math.atan2", undefined),
    divide: two(divide),
    maximum: byType("arith.maximumf", "arith.maxsi", "arith.ori"),
    minimum: byType("arith.minimumf", "arith.minsi", "arith.andi"),
    multiply: byType("arith.mulf", "arith.muli", "arith.andi"),
    or: byType(undefined, "arith.ori"),
    power: two(power),
    remainder: two(remainder),
    shift_left: shift("arith.shli"),
    shift_right_arithmetic: shift("arith.shrsi"),
    shift_right_logical: shift("arith.shrui"),
    subtract: byType("arith.subf", "arith.subi", undefined),
    xor: byType(undefined, "arith.xori"),
    compare: compareRule,
    select: selectRule,
    clamp,
  }).map(([mnemonic, rule]): [string, ElementRule] => [`stablehlo.${mnemonic}`, rule]),
]);
