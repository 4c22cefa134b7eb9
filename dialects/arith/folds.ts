/**
 * What arith operations fold to without being computed: an operand, or a constant that does not depend on the other operand. Folding of
 * constant operands is the interpreter's (interpret.ts) and not repeated here. Names and cases follow upstream's ArithOps.cpp.
 */
import type { FoldResult } from "../../src/definition/operation.ts";
import { type Attribute, elementTypeOrSelf, integerAttribute, type Type } from "../../src/ir/attribute.ts";
import { floatAttribute, floatAttributeOfBits } from "../../src/ir/float.ts";
import type { OperationHandle, Value } from "../../src/ir/handle.ts";
import { integerSplat, splatElement, splatFloat, splatInteger, splatOf, zeroOf } from "../../src/ir/splat.ts";
import { booleanOf } from "./constraints.ts";
import { integerWidth } from "./integer-meaning.ts";

export interface BinaryOperation extends OperationHandle {
  readonly lhs: Value;
  readonly rhs: Value;
}
type Constants = readonly (Attribute | undefined)[];

const isZero = (constant: Attribute | undefined): boolean => splatInteger(constant) === 0n;
/** Also i1's true: its value is kept as 1. */
const isOne = (constant: Attribute | undefined): boolean => splatInteger(constant) === 1n;
const isAllOnes = (constant: Attribute | undefined): boolean => {
  const element = splatElement(constant);
  if (element?.kind !== "integer") return false;
  return (
    element.value === -1n || (element.type.kind === "integer-type" && element.type.width === 1 && element.value === 1n)
  );
};

/** The operands of `value`'s definition when it is a `name`. */
function operandsOf(value: Value, name: string): readonly [Value, Value] | undefined {
  const { definition } = value;
  if (definition === undefined || definition.opName !== name) return undefined;
  return [definition.opOperand(0), definition.opOperand(1)];
}

const constantOf = (value: Value): Attribute | undefined => {
  const { definition } = value;
  return definition?.opName === "arith.constant" ? definition.findAttribute("value") : undefined;
};

export function addi({ lhs, rhs }: BinaryOperation, constants: Constants): FoldResult {
  if (isZero(constants[1])) return lhs;
  const left = operandsOf(lhs, "arith.subi");
  if (left?.[1].is(rhs)) return left[0];
  const right = operandsOf(rhs, "arith.subi");
  return right?.[1].is(lhs) ? right[0] : undefined;
}

export function subi({ lhs, rhs }: BinaryOperation, constants: Constants): FoldResult {
  if (lhs.is(rhs)) return zeroOf(lhs.type);
  if (isZero(constants[1])) return lhs;
  const sum = operandsOf(lhs, "arith.addi");
  if (sum?.[1].is(rhs)) return sum[0];
  return sum?.[0].is(rhs) ? sum[1] : undefined;
}

export function muli({ lhs }: BinaryOperation, constants: Constants): FoldResult {
  if (isZero(constants[1])) return constants[1];
  return isOne(constants[1]) ? lhs : undefined;
}

/** A shift by the width or more is poison: upstream leaves it, and so do we, by folding it to itself. */
export function shift(operation: BinaryOperation, constants: Constants): FoldResult {
  if (isZero(constants[1])) return operation.lhs;
  const amount = splatElement(constants[1]);
  if (constants[0] === undefined || amount?.kind !== "integer") return undefined;
  const width = amount.type.kind === "integer-type" ? amount.type.width : 64;
  return BigInt.asUintN(width, amount.value) < BigInt(width) ? undefined : operation.opResult(0);
}

export function divideByOne({ lhs }: BinaryOperation, constants: Constants): FoldResult {
  return isOne(constants[1]) ? lhs : undefined;
}

/** Also (a * b) / b where the product is promised not to wrap, in the sense of the division. */
function divide(operation: BinaryOperation, constants: Constants, promise: string): FoldResult {
  const { lhs, rhs } = operation;
  if (isOne(constants[1])) return lhs;
  const factors = operandsOf(lhs, "arith.muli");
  if (factors === undefined) return undefined;
  const flags = lhs.definition?.findAttribute("overflowFlags");
  const promised =
    flags?.kind === "dialect-attribute" &&
    flags.parameters.some((flag) => flag.kind === "string" && flag.value === promise);
  if (!promised) return undefined;
  if (factors[0].is(rhs)) return factors[1];
  return factors[1].is(rhs) ? factors[0] : undefined;
}
export const divsi = (operation: BinaryOperation, constants: Constants): FoldResult =>
  divide(operation, constants, "nsw");
export const divui = (operation: BinaryOperation, constants: Constants): FoldResult =>
  divide(operation, constants, "nuw");

export function remainderByOne({ lhs }: BinaryOperation, constants: Constants): FoldResult {
  return isOne(constants[1]) ? zeroOf(lhs.type) : undefined;
}

/** Whether `a` is `b` exclusive-or all ones. */
function isNotOf(a: Value, b: Value): boolean {
  const parts = operandsOf(a, "arith.xori");
  return parts?.[0].is(b) === true && isAllOnes(constantOf(parts[1]));
}

export function andi({ lhs, rhs }: BinaryOperation, constants: Constants): FoldResult {
  if (isZero(constants[1])) return constants[1];
  if (isAllOnes(constants[1])) return lhs;
  return isNotOf(rhs, lhs) || isNotOf(lhs, rhs) ? zeroOf(lhs.type) : undefined;
}

export function ori({ lhs, rhs }: BinaryOperation, constants: Constants): FoldResult {
  if (isZero(constants[1])) return lhs;
  if (isAllOnes(constants[1])) return constants[1];
  return isNotOf(rhs, lhs) || isNotOf(lhs, rhs) ? integerSplat(lhs.type, -1n) : undefined;
}

export function xori({ lhs, rhs }: BinaryOperation, constants: Constants): FoldResult {
  if (isZero(constants[1])) return lhs;
  if (lhs.is(rhs)) return zeroOf(lhs.type);
  const left = operandsOf(lhs, "arith.xori");
  if (left?.[1].is(rhs)) return left[0];
  if (left?.[0].is(rhs)) return left[1];
  const right = operandsOf(rhs, "arith.xori");
  if (right?.[1].is(lhs)) return right[0];
  return right?.[0].is(lhs) ? right[1] : undefined;
}

/** The least and the largest integer of a type, read as signed or unsigned; undefined for index, whose width is the target's. */
function range(type: Type, signed: boolean): readonly [bigint, bigint] | undefined {
  const element = elementTypeOrSelf(type);
  if (element.kind !== "integer-type") return undefined;
  const width = BigInt(element.width);
  return signed ? [-(1n << (width - 1n)), (1n << (width - 1n)) - 1n] : [0n, (1n << width) - 1n];
}

/** A minimum or maximum: of equal operands it is that operand; `absorbs` is the end of the range that wins, `keeps` the one that loses. */
function extremum(
  { lhs, rhs }: BinaryOperation,
  constants: Constants,
  { signed, greatest }: { readonly signed: boolean; readonly greatest: boolean },
): FoldResult {
  if (lhs.is(rhs)) return rhs;
  const ends = range(lhs.type, signed);
  const element = splatElement(constants[1]);
  if (ends === undefined || element?.kind !== "integer" || element.type.kind !== "integer-type") return undefined;
  const { width } = element.type;
  const value = signed ? BigInt.asIntN(width, element.value) : BigInt.asUintN(width, element.value);
  const [least, largest] = ends;
  if (value === (greatest ? largest : least)) return rhs;
  return value === (greatest ? least : largest) ? lhs : undefined;
}
export const maxsi = (operation: BinaryOperation, constants: Constants): FoldResult =>
  extremum(operation, constants, { signed: true, greatest: true });
export const maxui = (operation: BinaryOperation, constants: Constants): FoldResult =>
  extremum(operation, constants, { signed: false, greatest: true });
export const minsi = (operation: BinaryOperation, constants: Constants): FoldResult =>
  extremum(operation, constants, { signed: true, greatest: false });
export const minui = (operation: BinaryOperation, constants: Constants): FoldResult =>
  extremum(operation, constants, { signed: false, greatest: false });

export function adduiExtended({ lhs }: BinaryOperation, constants: Constants): FoldResult {
  if (!isZero(constants[1])) return undefined;
  const none = integerSplat(booleanOf(lhs.type), 0n);
  return none === undefined ? undefined : [lhs, none];
}

export function mulsiExtended(_: BinaryOperation, constants: Constants): FoldResult {
  return constants[1] !== undefined && isZero(constants[1]) ? [constants[1], constants[1]] : undefined;
}

export function muluiExtended({ lhs }: BinaryOperation, constants: Constants): FoldResult {
  const [, right] = constants;
  if (right !== undefined && isZero(right)) return [right, right];
  const zero = zeroOf(lhs.type);
  return isOne(right) && zero !== undefined ? [lhs, zero] : undefined;
}

// ---- Floats -----------------------------------------------------------------------------------------------------------

const isFloat = (constant: Attribute | undefined, wanted: number): boolean => Object.is(splatFloat(constant), wanted);

/** x + -0 is x; x + 0 is not: it turns -0 into 0. */
export function addf({ lhs }: BinaryOperation, constants: Constants): FoldResult {
  return isFloat(constants[1], -0) ? lhs : undefined;
}

export function subf({ lhs }: BinaryOperation, constants: Constants): FoldResult {
  return isFloat(constants[1], 0) ? lhs : undefined;
}

export function mulf(
  operation: BinaryOperation & { readonly fastmath: readonly string[] },
  constants: Constants,
): FoldResult {
  if (isFloat(constants[1], 1)) return operation.lhs;
  const harmless = operation.fastmath.includes("nnan") && operation.fastmath.includes("nsz");
  return harmless && splatFloat(constants[1]) === 0 ? constants[1] : undefined;
}

export function divf({ lhs }: BinaryOperation, constants: Constants): FoldResult {
  return isFloat(constants[1], 1) ? lhs : undefined;
}

/** `neutral` is the constant that never wins: infinity of the other sign for maximumf and minimumf, NaN for maxnumf and minnumf. */
function floatExtremum({ lhs, rhs }: BinaryOperation, constants: Constants, neutral: number): FoldResult {
  if (lhs.is(rhs)) return rhs;
  return isFloat(constants[1], neutral) ? lhs : undefined;
}
export const maximumf = (operation: BinaryOperation, constants: Constants): FoldResult =>
  floatExtremum(operation, constants, Number.NEGATIVE_INFINITY);
export const minimumf = (operation: BinaryOperation, constants: Constants): FoldResult =>
  floatExtremum(operation, constants, Number.POSITIVE_INFINITY);
export const numericExtremum = (operation: BinaryOperation, constants: Constants): FoldResult =>
  floatExtremum(operation, constants, Number.NaN);

export function negf({ operand }: OperationHandle & { readonly operand: Value }): FoldResult {
  const { definition } = operand;
  return definition?.opName === "arith.negf" ? definition.opOperand(0) : undefined;
}

/** A comparison with NaN is false when ordered, true when unordered. */
export function cmpf(
  { lhs, predicate }: BinaryOperation & { readonly predicate: string },
  constants: Constants,
): FoldResult {
  if (predicate === "false" || predicate === "true")
    return integerSplat(booleanOf(lhs.type), predicate === "true" ? 1n : 0n);
  if (!constants.some((constant) => Number.isNaN(splatFloat(constant)))) return undefined;
  return integerSplat(booleanOf(lhs.type), predicate.startsWith("u") ? 1n : 0n);
}

/** Predicates that hold for equal operands. */
const REFLEXIVE: ReadonlySet<string> = new Set(["eq", "sle", "sge", "ule", "uge"]);

export function cmpi(
  { lhs, rhs, predicate }: BinaryOperation & { readonly predicate: string },
  constants: Constants,
): FoldResult {
  if (lhs.is(rhs)) return integerSplat(booleanOf(lhs.type), REFLEXIVE.has(predicate) ? 1n : 0n);
  const ofBooleans = integerWidth(lhs.type) === 1;
  if (ofBooleans && predicate === "eq" && isOne(constants[1])) return lhs;
  if (!isZero(constants[1])) return undefined;
  if (ofBooleans && predicate === "ne") return lhs;
  // A boolean widened and compared with 0 is itself (or its negation, which needs an operation).
  const inner = lhs.definition;
  const widened = inner?.opName === "arith.extsi" || inner?.opName === "arith.extui";
  if (predicate !== "ne" || inner === undefined || !widened) return undefined;
  const boolean = inner.opOperand(0);
  const element = elementTypeOrSelf(boolean.type);
  return element.kind === "integer-type" && element.width === 1 ? boolean : undefined;
}

// ---- Casts and select ---------------------------------------------------------------------------------------------------

export interface CastOperation extends OperationHandle {
  readonly in: Value;
  readonly out: Value;
}

/** `trunci(ext(x))` of x's own type is x. */
export function trunci(operation: CastOperation): FoldResult {
  const inner = operation.in.definition;
  if (inner?.opName !== "arith.extsi" && inner?.opName !== "arith.extui") return undefined;
  const source = inner.opOperand(0);
  return source.type === operation.out.type ? source : undefined;
}

/**
 * `truncf(extf(x))` of x's own type is x: widening loses nothing. A constant that would be rounded waits for run time, as upstream's does, by
 * folding to itself.
 */
export function truncf(operation: CastOperation, constants: Constants): FoldResult {
  const inner = operation.in.definition;
  if (inner?.opName === "arith.extf") {
    const source = inner.opOperand(0);
    if (source.type === operation.out.type) return source;
  }
  const value = splatFloat(constants[0]);
  const element = elementTypeOrSelf(operation.out.type);
  if (value === undefined || element.kind !== "float-type" || Number.isNaN(value)) return undefined;
  return floatAttribute(value, element).value === value ? undefined : operation.opResult(0);
}

/** `extf(truncf(x))` is x where both are told to contract. */
export function extf(operation: CastOperation & { readonly fastmath: readonly string[] | undefined }): FoldResult {
  const inner = operation.in.definition;
  if (inner?.opName !== "arith.truncf") return undefined;
  const source = inner.opOperand(0);
  const flags = inner.findAttribute("fastmath");
  const contracts =
    flags?.kind === "dialect-attribute" &&
    flags.parameters.some((parameter) => parameter.kind === "string" && parameter.value === "contract");
  return source.type === operation.out.type && contracts && operation.fastmath?.includes("contract") === true
    ? source
    : undefined;
}

/** There and back between index and an integer, through a type that holds all values of the first. */
export function indexCast(operation: CastOperation): FoldResult {
  const inner = operation.in.definition;
  if (inner === undefined || inner.record.name !== operation.record.name) return undefined;
  const source = inner.opOperand(0);
  if (source.type !== operation.out.type) return undefined;
  return integerWidth(operation.in.type) >= integerWidth(source.type) ? source : undefined;
}

/** Constants keep their bits here, which as numbers they would not where they are NaN. */
export function bitcast(operation: CastOperation, constants: Constants): FoldResult {
  if (operation.in.type === operation.out.type) return operation.in;
  const from = splatElement(constants[0]);
  const to = elementTypeOrSelf(operation.out.type);
  if (from === undefined) return undefined;
  const bits = from.kind === "float" ? from.bits : BigInt.asUintN(integerWidth(from.type), from.value);
  if (to.kind === "float-type") return splatOf(operation.out.type, floatAttributeOfBits(bits, to));
  return to.kind === "integer-type" ? splatOf(operation.out.type, integerAttribute(bits, to)) : undefined;
}

export interface SelectOperation extends OperationHandle {
  readonly condition: Value;
  readonly true_value: Value;
  readonly false_value: Value;
}

const isPoison = (constant: Attribute | undefined): boolean =>
  constant?.kind === "dialect-attribute" && constant.dialect === "ub" && constant.mnemonic === "poison";

export function select(operation: SelectOperation, constants: Constants): FoldResult {
  const { condition, true_value: yes, false_value: no } = operation;
  if (yes.is(no)) return yes;
  const known = splatInteger(constants[0]);
  if (known !== undefined) return known === 0n ? no : yes;
  if (isPoison(constants[1])) return no;
  if (isPoison(constants[2])) return yes;
  // The constant condition may be a whole vector of booleans, chosen element by element: interpret.ts does that.
  if (yes.type === condition.type && isOne(constants[1]) && isZero(constants[2])) return condition;
  const test = condition.definition;
  if (test?.opName !== "arith.cmpi") return undefined;
  const predicate = splatInteger(test.findAttribute("predicate"));
  if (predicate !== 0n && predicate !== 1n) return undefined;
  const [left, right] = [test.opOperand(0), test.opOperand(1)];
  const compares = (left.is(yes) && right.is(no)) || (left.is(no) && right.is(yes));
  // Where the two are equal, either is right; where they differ, the comparison says which.
  if (!compares) return undefined;
  return predicate === 0n ? no : yes;
}

/** A number outside of the integer's range, or NaN, gives poison: upstream leaves it, and so do we, by folding it to itself. */
function toInteger(operation: CastOperation, constants: Constants, signed: boolean): FoldResult {
  const value = splatFloat(constants[0]);
  const ends = range(operation.out.type, signed);
  if (value === undefined || ends === undefined) return undefined;
  const whole = Math.trunc(value);
  const fits = Number.isFinite(whole) && BigInt(whole) >= ends[0] && BigInt(whole) <= ends[1];
  return fits ? undefined : operation.opResult(0);
}
export const fptosi = (operation: CastOperation, constants: Constants): FoldResult =>
  toInteger(operation, constants, true);
export const fptoui = (operation: CastOperation, constants: Constants): FoldResult =>
  toInteger(operation, constants, false);
