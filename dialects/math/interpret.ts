/** What the operations of math mean: computed in doubles, and rounded into the type. */
import { type Evaluator, type Fault, fault, isFault, meaningOf } from "../../src/interpret/semantics.ts";
import { dtypeOf, elementTypeOrSelf, type Type } from "../../src/ir/attribute.ts";
import type { Value } from "../../src/ir/handle.ts";
import { invariant } from "../../src/support/invariant.ts";
import { dtypeFacts } from "../../src/tensor/dtype.ts";
import { rounderOf } from "../arith/float-meaning.ts";
import { fromBig, integerWidth, toBig } from "../arith/integer-meaning.ts";
import { liftBinary, liftNary, liftSeveral, liftUnary } from "../arith/lift.ts";
import { copySign, erf, erfc, exp2, fusedMultiplyAdd, power, roundAway, roundEven } from "./functions.ts";
import * as ops from "./ops.ts";

const UNARY: Readonly<Record<string, (x: number) => number>> = {
  absf: Math.abs,
  acos: Math.acos,
  acosh: Math.acosh,
  asin: Math.asin,
  asinh: Math.asinh,
  atan: Math.atan,
  atanh: Math.atanh,
  cbrt: Math.cbrt,
  ceil: Math.ceil,
  cos: Math.cos,
  cosh: Math.cosh,
  erf,
  erfc,
  exp: Math.exp,
  exp2,
  expm1: Math.expm1,
  floor: Math.floor,
  log: Math.log,
  log10: Math.log10,
  log1p: Math.log1p,
  log2: Math.log2,
  round: roundAway,
  roundeven: roundEven,
  rsqrt: (x) => 1 / Math.sqrt(x),
  sin: Math.sin,
  sinh: Math.sinh,
  sqrt: Math.sqrt,
  tan: Math.tan,
  tanh: Math.tanh,
  trunc: Math.trunc,
};

const BINARY: Readonly<Record<string, (x: number, y: number) => number>> = {
  atan2: Math.atan2,
  copysign: copySign,
  powf: power,
};

const mnemonicOf = (name: string): string => name.slice("math.".length);

const unaries = ops.unaryOps.map((definition) => {
  const apply = UNARY[mnemonicOf(definition.name.text)];
  return meaningOf(definition, (op) => {
    invariant(apply !== undefined, "each unary function has a meaning");
    const round = rounderOf(op.result.type);
    return liftUnary(op.result.type, (value) => round(apply(Number(value))));
  });
});

const binaries = ops.binaryOps.map((definition) => {
  const apply = BINARY[mnemonicOf(definition.name.text)];
  return meaningOf(definition, (op) => {
    invariant(apply !== undefined, "each binary function has a meaning");
    const round = rounderOf(op.result.type);
    return liftBinary(op.result.type, (a, b) => round(apply(Number(a), Number(b))));
  });
});

// ---- Integers -----------------------------------------------------------------------------------------------------------

/** Ones in the binary form of an integer that is not negative. */
function onesIn(value: bigint): number {
  let count = 0;
  for (let rest = value; rest !== 0n; rest &= rest - 1n) count++;
  return count;
}

function countBits(
  count: (bits: bigint, width: number) => number,
): (op: { readonly result: Value }) => Evaluator | Fault {
  return (op) => {
    const type = elementTypeOrSelf(op.result.type);
    const width = integerWidth(type);
    return liftUnary(op.result.type, (value) => fromBig(BigInt(count(toBig(value, width, false), width)), type));
  };
}

const leadingZeros = (bits: bigint, width: number): number => (bits === 0n ? width : width - bits.toString(2).length);
const trailingZeros = (bits: bigint, width: number): number =>
  bits === 0n ? width : (bits & -bits).toString(2).length - 1;

/** Wraps like repeated multiplication. Negative exponents are fractions, rounded towards zero: only 1 and -1 have others than 0. */
function integerPower(base: bigint, exponent: bigint, width: number): bigint | Fault {
  if (exponent >= 0n) {
    let [result, square] = [1n, base];
    for (let rest = exponent; rest > 0n; rest >>= 1n) {
      if ((rest & 1n) === 1n) result = BigInt.asIntN(width, result * square);
      square = BigInt.asIntN(width, square * square);
    }
    return result;
  }
  if (base === 0n) return fault("division-by-zero", "raises 0 to a negative power");
  if (base === 1n) return 1n;
  if (base === -1n) return exponent % 2n === 0n ? 1n : -1n;
  return 0n;
}

// ---- Predicates ---------------------------------------------------------------------------------------------------------

/** The least number of a float type with a full significand. */
function leastNormal(type: Type): number {
  const dtype = dtypeOf(elementTypeOrSelf(type));
  if (dtype === undefined || dtype === "f64") return 2 ** -1022;
  const { format } = dtypeFacts(dtype);
  return format === undefined ? 2 ** -126 : 2 ** (1 - format.bias);
}

const PREDICATES: Readonly<Record<string, (x: number, type: Type) => boolean>> = {
  isfinite: (x) => Number.isFinite(x),
  isinf: (x) => Math.abs(x) === Number.POSITIVE_INFINITY,
  isnan: (x) => Number.isNaN(x),
  isnormal: (x, type) => Number.isFinite(x) && Math.abs(x) >= leastNormal(type),
};

const predicates = ops.predicateOps.map((definition) => {
  const holds = PREDICATES[mnemonicOf(definition.name.text)];
  return meaningOf(definition, (op) => {
    invariant(holds !== undefined, "each predicate has a meaning");
    return liftUnary(op.result.type, (value) => (holds(Number(value), op.operand.type) ? 1 : 0));
  });
});

/** Of types no wider than f32 the product is exact in a double, and the sum is rounded to odd before it is rounded into the type. */
function fusedInto(type: Type): (a: number, b: number, c: number) => number {
  const dtype = dtypeOf(elementTypeOrSelf(type));
  const round = rounderOf(type);
  if (dtype === "f64" || dtype === undefined) return fusedMultiplyAdd;
  return (a, b, c) => round(sumToOdd(a * b, c));
}

const scratch = new DataView(new ArrayBuffer(8));

/** x + y in a double whose last bit is set where the sum is not exact: then a second rounding to half the bits is as if there were one. */
function sumToOdd(x: number, y: number): number {
  const sum = x + y;
  if (!Number.isFinite(sum)) return sum;
  // The error of a sum is a double: Knuth, The Art of Computer Programming 2, 4.2.2, theorem B.
  const part = sum - x;
  const error = x - (sum - part) + (y - part);
  if (error === 0) return sum;
  scratch.setFloat64(0, sum);
  const bits = scratch.getBigInt64(0);
  if ((bits & 1n) === 1n) return sum;
  // The odd neighbour lies on the side of the error.
  const outwards = error > 0 === sum > 0;
  scratch.setBigInt64(0, outwards ? bits + 1n : bits - 1n);
  return scratch.getFloat64(0);
}

export const meanings = [
  ...unaries,
  ...binaries,
  ...predicates,
  meaningOf(ops.fma, (op) => {
    const fused = fusedInto(op.result.type);
    return liftNary(op.result.type, ([a, b, c]) => fused(Number(a), Number(b), Number(c)));
  }),
  meaningOf(ops.clampf, (op) =>
    liftNary(op.result.type, ([value, min, max]) => Math.max(Math.min(Number(value), Number(max)), Number(min))),
  ),
  meaningOf(ops.sincos, (op) => {
    const round = rounderOf(op.sin.type);
    return liftSeveral([op.sin.type, op.cos.type], ([x]) => [round(Math.sin(Number(x))), round(Math.cos(Number(x)))]);
  }),
  meaningOf(ops.fpowi, (op) => {
    const round = rounderOf(op.result.type);
    const width = integerWidth(op.rhs.type);
    return liftBinary(op.result.type, (base, exponent) => round(Number(base) ** Number(toBig(exponent, width, true))));
  }),
  meaningOf(ops.absi, (op) => {
    const type = elementTypeOrSelf(op.result.type);
    const width = integerWidth(type);
    return liftUnary(op.result.type, (value) => {
      const signed = toBig(value, width, true);
      return fromBig(signed < 0n ? -signed : signed, type);
    });
  }),
  meaningOf(ops.ctlz, countBits(leadingZeros)),
  meaningOf(ops.cttz, countBits(trailingZeros)),
  meaningOf(ops.ctpop, countBits(onesIn)),
  meaningOf(ops.ipowi, (op) => {
    const type = elementTypeOrSelf(op.result.type);
    const width = integerWidth(type);
    return liftBinary(op.result.type, (base, exponent) => {
      const result = integerPower(toBig(base, width, true), toBig(exponent, width, true), width);
      return isFault(result) ? result : fromBig(result, type);
    });
  }),
] as const;
