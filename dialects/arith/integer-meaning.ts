/**
 * What integer arithmetic means, for every width: numbers up to 32 bits, bigints above, and `index` as 64 bits whose values must be safe
 * numbers. Kept apart from interpret.ts because it knows scalars only. Source: MLIR, "'arith' dialect"; LLVM, APInt.
 */
import { type Fault, fault, isFault } from "../../src/interpret/semantics.ts";
import type { Scalar } from "../../src/interpret/value.ts";
import { elementTypeOrSelf, type Type } from "../../src/ir/attribute.ts";
import type { IntegerPredicate } from "./attributes.ts";
import type { Binary } from "./lift.ts";

/** Bits of an integer element type; index has 64. */
export function integerWidth(type: Type): number {
  const element = elementTypeOrSelf(type);
  return element.kind === "integer-type" ? element.width : 64;
}

const isIndex = (type: Type): boolean => elementTypeOrSelf(type).kind === "index-type";

/** Integers of up to this many bits are numbers. */
const NUMBER_BITS = 32;

/** The scalar as a mathematical integer, read as signed or unsigned. */
export function toBig(value: Scalar, width: number, signed: boolean): bigint {
  return signed ? BigInt.asIntN(width, BigInt(value)) : BigInt.asUintN(width, BigInt(value));
}

/** The scalar of a type for a mathematical integer, wrapped; a fault for an index that no number holds. */
export function fromBig(value: bigint, type: Type): Scalar | Fault {
  const width = integerWidth(type);
  const wrapped = width === 1 ? BigInt.asUintN(1, value) : BigInt.asIntN(width, value);
  if (isIndex(type)) {
    const index = Number(wrapped);
    return Number.isSafeInteger(index) ? index : fault("index-range", "gives an index beyond 2^53");
  }
  return width <= NUMBER_BITS ? Number(wrapped) : wrapped;
}

/** The number as a value of a type of up to 32 bits. */
function wrapNumber(value: number, width: number): number {
  const shift = NUMBER_BITS - width;
  return width === 1 ? value & 1 : (value << shift) >> shift;
}

/** An operation on mathematical integers (signed or unsigned readings of the operands), whose result is wrapped. */
function overBigs(type: Type, signed: boolean, apply: (a: bigint, b: bigint) => bigint | Fault): Binary {
  const width = integerWidth(type);
  return (left, right) => {
    const result = apply(toBig(left, width, signed), toBig(right, width, signed));
    return isFault(result) ? result : fromBig(result, type);
  };
}

/** With a shorter way for numbers: `fast` works on 32-bit integers, as the operators of the language do. */
function withFast(type: Type, fast: (a: number, b: number) => number, slow: Binary): Binary {
  const width = integerWidth(type);
  if (width > NUMBER_BITS) return slow;
  return (left, right) => wrapNumber(fast(Number(left), Number(right)), width);
}

/** Sums and differences of indices are exact in doubles as long as they are safe. */
function withIndex(type: Type, exact: (a: number, b: number) => number, slow: Binary): Binary {
  if (!isIndex(type)) return slow;
  return (left, right) => {
    const result = exact(Number(left), Number(right));
    return Number.isSafeInteger(result) ? result : slow(left, right);
  };
}

const divisionByZero = (): Fault => fault("division-by-zero", "divides by zero");

/** A quotient of signed integers, which faults where it is undefined. */
function signedQuotient(type: Type, divide: (a: bigint, b: bigint) => bigint): Binary {
  const least = -(1n << BigInt(integerWidth(type) - 1));
  return overBigs(type, true, (a, b) => {
    if (b === 0n) return divisionByZero();
    if (a === least && b === -1n) return fault("division-overflow", "divides the least integer by -1");
    return divide(a, b);
  });
}

function unsignedQuotient(type: Type, divide: (a: bigint, b: bigint) => bigint): Binary {
  return overBigs(type, false, (a, b) => (b === 0n ? divisionByZero() : divide(a, b)));
}

/** Poison where the shift is too far: any value may come out, and it is 0 (or the sign, for shrsi) here. */
function shift(type: Type, signed: boolean, apply: (value: bigint, amount: bigint) => bigint): Binary {
  const width = integerWidth(type);
  return (left, right) => {
    const amount = toBig(right, width, false);
    const value = toBig(left, width, signed);
    return fromBig(apply(value, amount < BigInt(width) ? amount : BigInt(width)), type);
  };
}

type Operation = (type: Type) => Binary;

const roundsUp = (a: bigint, b: bigint): boolean => a % b !== 0n && a < 0n === b < 0n;
const roundsDown = (a: bigint, b: bigint): boolean => a % b !== 0n && a < 0n !== b < 0n;

const pick = (type: Type, signed: boolean, first: (a: bigint, b: bigint) => boolean): Binary =>
  overBigs(type, signed, (a, b) => (first(a, b) ? a : b));

/** The meaning of each binary operation, by its mnemonic. */
export const integerOperations = {
  addi: (type) =>
    withFast(
      type,
      (a, b) => a + b,
      withIndex(
        type,
        (a, b) => a + b,
        overBigs(type, true, (a, b) => a + b),
      ),
    ),
  subi: (type) =>
    withFast(
      type,
      (a, b) => a - b,
      withIndex(
        type,
        (a, b) => a - b,
        overBigs(type, true, (a, b) => a - b),
      ),
    ),
  muli: (type) =>
    withFast(
      type,
      Math.imul,
      withIndex(
        type,
        (a, b) => a * b,
        overBigs(type, true, (a, b) => a * b),
      ),
    ),
  andi: (type) =>
    withFast(
      type,
      (a, b) => a & b,
      overBigs(type, true, (a, b) => a & b),
    ),
  ori: (type) =>
    withFast(
      type,
      (a, b) => a | b,
      overBigs(type, true, (a, b) => a | b),
    ),
  xori: (type) =>
    withFast(
      type,
      (a, b) => a ^ b,
      overBigs(type, true, (a, b) => a ^ b),
    ),
  divsi: (type) => signedQuotient(type, (a, b) => a / b),
  divui: (type) => unsignedQuotient(type, (a, b) => a / b),
  ceildivsi: (type) => signedQuotient(type, (a, b) => a / b + (roundsUp(a, b) ? 1n : 0n)),
  ceildivui: (type) => unsignedQuotient(type, (a, b) => a / b + (a % b === 0n ? 0n : 1n)),
  floordivsi: (type) => signedQuotient(type, (a, b) => a / b - (roundsDown(a, b) ? 1n : 0n)),
  remsi: (type) => overBigs(type, true, (a, b) => (b === 0n ? divisionByZero() : a % b)),
  remui: (type) => unsignedQuotient(type, (a, b) => a % b),
  shli: (type) => shift(type, false, (value, amount) => value << amount),
  shrui: (type) => shift(type, false, (value, amount) => value >> amount),
  shrsi: (type) => shift(type, true, (value, amount) => value >> amount),
  maxsi: (type) => pick(type, true, (a, b) => a > b),
  minsi: (type) => pick(type, true, (a, b) => a < b),
  maxui: (type) => pick(type, false, (a, b) => a > b),
  minui: (type) => pick(type, false, (a, b) => a < b),
} as const satisfies Readonly<Record<string, Operation>>;

const COMPARISONS: Readonly<Record<string, (a: number | bigint, b: number | bigint) => boolean>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
};

/** The comparison that a predicate names, of two integers of a type: 1 or 0. */
export function comparison(predicate: IntegerPredicate, type: Type): Binary {
  const width = integerWidth(type);
  const holds = COMPARISONS[predicate.length === 3 ? predicate.slice(1) : predicate] ?? (() => false);
  // Values are kept sign-extended (but i1, whose 1 is -1), so signed comparison and equality need no conversion.
  if (predicate.length === 2 || (predicate.startsWith("s") && width > 1)) return (a, b) => (holds(a, b) ? 1 : 0);
  const signed = predicate.startsWith("s");
  return (a, b) => (holds(toBig(a, width, signed), toBig(b, width, signed)) ? 1 : 0);
}

/** The halves of the product at twice the width. */
export function extendedProduct(
  type: Type,
  signed: boolean,
): (a: Scalar, b: Scalar) => readonly [Scalar, Scalar] | Fault {
  const width = integerWidth(type);
  return (a, b) => {
    const product = toBig(a, width, signed) * toBig(b, width, signed);
    const low = fromBig(product, type);
    const high = fromBig(product >> BigInt(width), type);
    if (isFault(low)) return low;
    return isFault(high) ? high : [low, high];
  };
}

/** The sum modulo 2^width, and whether it wrapped. */
export function extendedSum(type: Type): (a: Scalar, b: Scalar) => readonly [Scalar, Scalar] | Fault {
  const width = integerWidth(type);
  return (a, b) => {
    const exact = toBig(a, width, false) + toBig(b, width, false);
    const sum = fromBig(exact, type);
    return isFault(sum) ? sum : [sum, exact >> BigInt(width) === 0n ? 0 : 1];
  };
}
