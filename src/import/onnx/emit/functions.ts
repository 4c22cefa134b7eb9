/**
 * Functions that StableHLO has no operation for, in terms of those that it has. Accurate to a few units in the last
 * place of f32, except where said.
 */
import { add, atan2, divide, maximum, minimum, multiply, subtract } from "../../../../dialects/stablehlo/ops/binary.ts";
import {
  abs,
  exponential,
  exponentialMinusOne,
  log,
  logistic,
  logPlusOne,
  negate,
  sign,
  sqrt,
} from "../../../../dialects/stablehlo/ops/unary.ts";
import type { Value } from "../../../ir/handle.ts";
import type { Emitter } from "../emitter.ts";
import { shapeOf } from "../emitter.ts";
import { binary, compareNumber, numberLike, scale, select, unary, withNumber } from "./elementwise.ts";
import { broadcastTo } from "./layout.ts";
import { type Combiner, reduceKeeping } from "./reduction.ts";

export type UnaryFunction = (emitter: Emitter, value: Value) => Value;

export const square: UnaryFunction = (emitter, x) => binary(emitter, multiply, x, x);

export const reciprocal: UnaryFunction = (emitter, x) => binary(emitter, divide, numberLike(emitter, x, 1), x);

/** `number - x`. */
export function numberMinus(emitter: Emitter, number: number, x: Value): Value {
  return binary(emitter, subtract, numberLike(emitter, x, number), x);
}

/** asin x = 2 atan(x / (1 + sqrt(1 - x^2))): no cancellation near the ends. */
export const asin: UnaryFunction = (emitter, x) => {
  const rest = unary(emitter, sqrt, numberMinus(emitter, 1, square(emitter, x)));
  return scale(emitter, binary(emitter, atan2, x, withNumber(emitter, add, rest, 1)), 2);
};

/** acos x = 2 atan2(sqrt(1 - x^2), 1 + x). */
export const acos: UnaryFunction = (emitter, x) => {
  const rest = unary(emitter, sqrt, numberMinus(emitter, 1, square(emitter, x)));
  return scale(emitter, binary(emitter, atan2, rest, withNumber(emitter, add, x, 1)), 2);
};

export const atan: UnaryFunction = (emitter, x) => binary(emitter, atan2, x, numberLike(emitter, x, 1));

/** sign(x) (e + e / (e + 1)) / 2 with e = exp(|x|) - 1, which keeps small numbers' digits. */
export const sinh: UnaryFunction = (emitter, x) => {
  const e = unary(emitter, exponentialMinusOne, unary(emitter, abs, x));
  const twice = binary(emitter, add, e, binary(emitter, divide, e, withNumber(emitter, add, e, 1)));
  return binary(emitter, multiply, unary(emitter, sign, x), scale(emitter, twice, 0.5));
};

export const cosh: UnaryFunction = (emitter, x) => {
  const e = unary(emitter, exponential, x);
  return scale(emitter, binary(emitter, add, e, reciprocal(emitter, e)), 0.5);
};

/** sign(x) log1p(|x| + x^2 / (1 + sqrt(x^2 + 1))). */
export const asinh: UnaryFunction = (emitter, x) => {
  const x2 = square(emitter, x);
  const root = unary(emitter, sqrt, withNumber(emitter, add, x2, 1));
  const fraction = binary(emitter, divide, x2, withNumber(emitter, add, root, 1));
  const magnitude = unary(emitter, logPlusOne, binary(emitter, add, unary(emitter, abs, x), fraction));
  return binary(emitter, multiply, unary(emitter, sign, x), magnitude);
};

/** With t = x - 1: log1p(t + sqrt(2 t + t^2)). */
export const acosh: UnaryFunction = (emitter, x) => {
  const t = withNumber(emitter, subtract, x, 1);
  const root = unary(emitter, sqrt, binary(emitter, add, scale(emitter, t, 2), square(emitter, t)));
  return unary(emitter, logPlusOne, binary(emitter, add, t, root));
};

/** (log1p(x) - log1p(-x)) / 2. */
export const atanh: UnaryFunction = (emitter, x) => {
  const difference = binary(
    emitter,
    subtract,
    unary(emitter, logPlusOne, x),
    unary(emitter, logPlusOne, unary(emitter, negate, x)),
  );
  return scale(emitter, difference, 0.5);
};

/** log(1 + exp(x)) = max(x, 0) + log1p(exp(-|x|)), which does not overflow. */
export const softplus: UnaryFunction = (emitter, x) => {
  const tail = unary(emitter, logPlusOne, unary(emitter, exponential, unary(emitter, negate, unary(emitter, abs, x))));
  return binary(emitter, add, withNumber(emitter, maximum, x, 0), tail);
};

export const sigmoid: UnaryFunction = (emitter, x) => unary(emitter, logistic, x);

/** max(0, min(1, alpha x + beta)). */
export function hardSigmoid(emitter: Emitter, x: Value, alpha: number, beta: number): Value {
  const line = withNumber(emitter, add, scale(emitter, x, alpha), beta);
  return withNumber(emitter, maximum, withNumber(emitter, minimum, line, 1), 0);
}

/** Terms of erf's Taylor series that are used below 1; the next is below 2^-26. */
const SERIES_TERMS = 11;

/** Coefficients of formula 7.1.26 of Abramowitz and Stegun, "Handbook of Mathematical Functions", 1964. */
const TAIL_STEP = 0.3275911;
const TAIL = [0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429] as const;

/** Horner's rule: coefficients from the constant term up. */
function polynomial(emitter: Emitter, x: Value, coefficients: readonly number[]): Value {
  return coefficients
    .slice(0, -1)
    .reduceRight(
      (sum, coefficient) => withNumber(emitter, add, binary(emitter, multiply, sum, x), coefficient),
      numberLike(emitter, x, coefficients.at(-1) ?? 0),
    );
}

/**
 * The error function: its Taylor series below 1, where digits near 0 matter, and a rational times a Gaussian above (off
 * by at most 1.5e-7).
 */
export const erf: UnaryFunction = (emitter, x) => {
  const magnitude = unary(emitter, abs, x);
  const x2 = square(emitter, x);
  let factorial = 1;
  const series = Array.from({ length: SERIES_TERMS }, (_, n) => {
    factorial *= Math.max(1, n);
    return ((n % 2 === 0 ? 1 : -1) * 2) / Math.sqrt(Math.PI) / (factorial * (2 * n + 1));
  });
  const near = binary(emitter, multiply, x, polynomial(emitter, x2, series));
  const t = reciprocal(emitter, withNumber(emitter, add, scale(emitter, magnitude, TAIL_STEP), 1));
  const gaussian = unary(emitter, exponential, unary(emitter, negate, x2));
  const tail = binary(emitter, multiply, binary(emitter, multiply, t, polynomial(emitter, t, TAIL)), gaussian);
  const far = binary(emitter, multiply, unary(emitter, sign, x), numberMinus(emitter, 1, tail));
  return select(emitter, compareNumber(emitter, "LT", magnitude, 1), near, far);
};

/** Reduces `axes` and repeats the result along them again. */
export function reduceAndSpread(emitter: Emitter, combiner: Combiner, value: Value, axes: readonly number[]): Value {
  return broadcastTo(emitter, reduceKeeping(emitter, combiner, value, axes), shapeOf(value));
}

/** exp(x - max) / sum exp(x - max) over `axes`. */
export function softmax(emitter: Emitter, x: Value, axes: readonly number[]): Value {
  const shifted = binary(emitter, subtract, x, reduceKeeping(emitter, "maximum", x, axes));
  const e = unary(emitter, exponential, shifted);
  return binary(emitter, divide, e, reduceKeeping(emitter, "add", e, axes));
}

/** (x - max) - log sum exp(x - max) over `axes`. */
export function logSoftmax(emitter: Emitter, x: Value, axes: readonly number[]): Value {
  const shifted = binary(emitter, subtract, x, reduceKeeping(emitter, "maximum", x, axes));
  const sum = reduceKeeping(emitter, "add", unary(emitter, exponential, shifted), axes);
  return binary(emitter, subtract, shifted, unary(emitter, log, sum));
}

/** The mean over `axes`, with extents of 1 in their place. Integers are divided toward zero. */
export function mean(emitter: Emitter, x: Value, axes: readonly number[]): Value {
  const count = axes.reduce((product, d) => product * (shapeOf(x)[d] ?? 1), 1);
  return withNumber(emitter, divide, reduceKeeping(emitter, "add", x, axes), count);
}

/** x minus its mean over `axes`, and the variance there (of the population). */
export function centered(
  emitter: Emitter,
  x: Value,
  axes: readonly number[],
): { readonly mean: Value; readonly deviation: Value; readonly variance: Value } {
  const center = mean(emitter, x, axes);
  const deviation = binary(emitter, subtract, x, center);
  return { mean: center, deviation, variance: mean(emitter, square(emitter, deviation), axes) };
}
