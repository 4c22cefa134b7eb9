/** How far two tensors are apart: bit equality, units in the last place, and a tolerance relative to each value and to the largest one. */
import { invariant } from "../support/invariant.ts";
import { equalBytes } from "./blob.ts";
import { type DType, dtypeFacts } from "./dtype.ts";
import { floatToBits } from "./float-format.ts";
import { equalShapes } from "./shape.ts";
import { getSlot, type Tensor, tensorBytes, tensorTypeText } from "./tensor.ts";

/** Same type and the same bits: NaNs with equal payloads are equal, 0 and -0 are not. */
export function identicalTensors(a: Tensor, b: Tensor): boolean {
  return a.dtype === b.dtype && equalShapes(a.shape, b.shape) && equalBytes(tensorBytes(a), tensorBytes(b));
}

const scratch = new DataView(new ArrayBuffer(8));

/** The place of a float among all floats of its type, in ascending order; both zeros are at 0. */
function orderOf(dtype: DType, value: number): number | bigint {
  const { format, bits } = dtypeFacts(dtype);
  if (dtype === "f64") {
    scratch.setFloat64(0, Math.abs(value));
    const magnitude = scratch.getBigUint64(0);
    return value < 0 ? -magnitude : magnitude;
  }
  if (format === undefined) {
    scratch.setFloat32(0, Math.abs(value));
    const magnitude = scratch.getUint32(0);
    return value < 0 ? -magnitude : magnitude;
  }
  invariant(format.special !== "exponent-only" || value > 0, `${dtype} of ${bits} bits has no sign`);
  const magnitude = floatToBits(format, Math.abs(value));
  return value < 0 ? -magnitude : magnitude;
}

/**
 * How many floats of `dtype` lie between `a` and `b`, one end counted: 0 for equal values and for 0 and -0; NaN to NaN is 0, NaN to a number is Infinity.
 * Both are numbers of `dtype`.
 */
export function ulpDistance(dtype: DType, a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b) ? 0 : Infinity;
  const left = orderOf(dtype, a);
  const right = orderOf(dtype, b);
  if (typeof left === "bigint" && typeof right === "bigint") return Number(left > right ? left - right : right - left);
  return Math.abs(Number(left) - Number(right));
}

/** The largest `ulpDistance` between elements of two float tensors of one type. */
export function maxUlpDistance(a: Tensor, b: Tensor): number {
  invariant(a.dtype === b.dtype && equalShapes(a.shape, b.shape), "tensors of one type");
  const dtype = a.dtype === "complex<f32>" ? "f32" : a.dtype === "complex<f64>" ? "f64" : a.dtype;
  let worst = 0;
  for (let slot = 0; slot < a.data.length; slot++) {
    worst = Math.max(worst, ulpDistance(dtype, Number(getSlot(a, slot)), Number(getSlot(b, slot))));
  }
  return worst;
}

/** `|actual - expected| <= relative * max(|expected|, floor * max|expected|)`, element by element; the maximum is over the finite expected elements. */
export interface Tolerance {
  readonly relative: number;
  /** The share of the largest expected magnitude below which an element's own size stops counting. */
  readonly floor: number;
}

export type Comparison =
  | { readonly close: true /** The largest error in units of what is allowed, at most 1. */; readonly worst: number }
  | { readonly close: false /** What differs, in words, with both values. */; readonly message: string };

/**
 * Compares within a tolerance. Types and shapes must be equal; integers are compared exactly; infinities must have the same sign, NaN must meet NaN.
 */
export function compareTensors(actual: Tensor, expected: Tensor, tolerance: Tolerance): Comparison {
  if (actual.dtype !== expected.dtype || !equalShapes(actual.shape, expected.shape)) {
    return { close: false, message: `expected ${tensorTypeText(expected)}, found ${tensorTypeText(actual)}` };
  }
  const { kind } = dtypeFacts(expected.dtype);
  if (kind !== "float" && kind !== "complex") return compareIntegers(actual, expected);
  const floor = tolerance.floor * largestMagnitudeOf(expected);
  let worst = 0;
  let wrong = 0;
  let worstSlot = -1;
  for (let slot = 0; slot < expected.data.length; slot++) {
    const found = Number(getSlot(actual, slot));
    const wanted = Number(getSlot(expected, slot));
    const error = allowedError(found, wanted, tolerance.relative * Math.max(Math.abs(wanted), floor));
    if (error > 1) wrong++;
    if (error > worst) {
      worst = error;
      worstSlot = slot;
    }
  }
  if (worst <= 1) return { close: true, worst };
  const values = `expected ${getSlot(expected, worstSlot)}, found ${getSlot(actual, worstSlot)}`;
  return {
    close: false,
    message: `${wrong} of ${expected.data.length} values differ; worst at position ${worstSlot}: ${values}`,
  };
}

/** Whether `compareTensors` accepts. */
export function allClose(actual: Tensor, expected: Tensor, tolerance: Tolerance): boolean {
  return compareTensors(actual, expected, tolerance).close;
}

/** The difference in units of what is allowed. */
function allowedError(found: number, wanted: number, allowed: number): number {
  if (Object.is(found, wanted) || found === wanted) return 0;
  if (!Number.isFinite(found) || !Number.isFinite(wanted)) return Infinity;
  return allowed === 0 ? Infinity : Math.abs(found - wanted) / allowed;
}

function largestMagnitudeOf(tensor: Tensor): number {
  let largest = 0;
  for (let slot = 0; slot < tensor.data.length; slot++) {
    const magnitude = Math.abs(Number(getSlot(tensor, slot)));
    if (magnitude > largest && magnitude !== Infinity) largest = magnitude;
  }
  return largest;
}

function compareIntegers(actual: Tensor, expected: Tensor): Comparison {
  let wrong = 0;
  let first = -1;
  for (let slot = 0; slot < expected.data.length; slot++) {
    if (actual.data[slot] === expected.data[slot]) continue;
    if (wrong === 0) first = slot;
    wrong++;
  }
  if (wrong === 0) return { close: true, worst: 0 };
  const values = `expected ${expected.data[first]}, found ${actual.data[first]}`;
  return {
    close: false,
    message: `${wrong} of ${expected.data.length} values differ; first at position ${first}: ${values}`,
  };
}
