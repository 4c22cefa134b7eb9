/**
 * What floating-point arithmetic means: exact results rounded once into the type. Sums, products, quotients and square roots of types no
 * wider than f32 may be computed in doubles and rounded again, since 53 >= 2 * 24 + 2 bits (Figueroa, "When is double rounding
 * innocuous?", SIGNUM Newsletter 30(3), 1995).
 */
import type { Scalar } from "../../src/interpret/value.ts";
import { dtypeOf, elementTypeOrSelf, type FloatType, type Type } from "../../src/ir/attribute.ts";
import { floatBitsFromNumber, floatNumberFromBits, floatWidth } from "../../src/ir/float.ts";
import { roundFloat } from "../../src/tensor/dtype.ts";
import type { FloatPredicate } from "./attributes.ts";

/** Rounds a double into the element type; the identity where the type has no representation here. */
export function rounderOf(type: Type): (value: number) => number {
  const dtype = dtypeOf(elementTypeOrSelf(type));
  if (dtype === "f64" || dtype === undefined) return (value) => value;
  if (dtype === "f32") return Math.fround;
  return (value) => roundFloat(dtype, value);
}

/** Of two numbers the larger; NaN if one is NaN; -0 is less than 0. */
export const maximum = (a: number, b: number): number => Math.max(a, b);
export const minimum = (a: number, b: number): number => Math.min(a, b);
/** The other one if one is NaN. */
export const maxNumber = (a: number, b: number): number => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.max(a, b));
export const minNumber = (a: number, b: number): number => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.min(a, b));

export const floatOperations: Readonly<Record<string, (a: number, b: number) => number>> = {
  addf: (a, b) => a + b,
  subf: (a, b) => a - b,
  mulf: (a, b) => a * b,
  divf: (a, b) => a / b,
  // The remainder of two doubles is exact, and so is that of two narrower floats.
  remf: (a, b) => a % b,
  maximumf: maximum,
  minimumf: minimum,
  maxnumf: maxNumber,
  minnumf: minNumber,
};

const ORDERED: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  eq: (a, b) => a === b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  ne: (a, b) => a !== b,
  rd: () => true,
  no: () => false,
};

/** The comparison that a predicate names: 1 or 0. */
export function floatComparison(predicate: FloatPredicate): (a: number, b: number) => 0 | 1 {
  if (predicate === "true") return () => 1;
  if (predicate === "false") return () => 0;
  const unordered = predicate.startsWith("u");
  const holds = ORDERED[predicate.slice(1)] ?? (() => false);
  return (a, b) => ((Number.isNaN(a) || Number.isNaN(b) ? unordered : holds(a, b)) ? 1 : 0);
}

export type RoundingMode = "to_nearest_even" | "downward" | "upward" | "toward_zero" | "to_nearest_away";

/** Rounds into a float type by a mode other than the default one. */
export function roundTowards(value: number, type: FloatType, mode: RoundingMode): number {
  const nearest = floatNumberFromBits(floatBitsFromNumber(value, type), type);
  if (nearest === value || Number.isNaN(value) || mode === "to_nearest_even") return nearest;
  const below = nearest < value ? nearest : neighbour(nearest, type, -1);
  const above = nearest > value ? nearest : neighbour(nearest, type, 1);
  switch (mode) {
    case "downward":
      return below;
    case "upward":
      return above;
    case "toward_zero":
      return value > 0 ? below : above;
    case "to_nearest_away":
      if (value - below !== above - value) return nearest;
      return value > 0 ? above : below;
  }
}

/** The next number of the type up or down. Codes of one sign are in the order of their magnitudes. */
function neighbour(value: number, type: FloatType, direction: 1 | -1): number {
  const width = BigInt(floatWidth(type));
  const sign = 1n << (width - 1n);
  const bits = floatBitsFromNumber(value, type);
  const magnitude = bits & (sign - 1n);
  const negative = (bits & sign) !== 0n;
  // Past zero the other sign begins.
  if (magnitude === 0n) return floatNumberFromBits(direction === 1 ? 1n : sign | 1n, type);
  const away = negative === (direction === -1);
  const next = magnitude + (away ? 1n : -1n);
  return floatNumberFromBits(negative ? sign | next : next, type);
}

/** The float nearest to an integer of any size, ties to even: rounded once. */
export function floatFromInteger(value: Scalar, type: Type): number {
  const round = rounderOf(type);
  if (typeof value === "number") return round(value);
  const magnitude = value < 0n ? -value : value;
  const bits = magnitude.toString(2).length;
  if (bits <= 53) return round(Number(value));
  if (dtypeOf(elementTypeOrSelf(type)) === "f64") return Number(value);
  // Rounded to odd at 53 bits, so that the rounding into the type sees no tie that is not one.
  const shift = BigInt(bits - 53);
  const kept = magnitude >> shift;
  const odd = kept << shift === magnitude ? kept : kept | 1n;
  const result = round(Number(odd) * 2 ** Number(shift));
  return value < 0n ? -result : result;
}
