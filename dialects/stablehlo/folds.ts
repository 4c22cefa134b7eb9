/**
 * What operations fold to without being computed: an operand, or a constant that does not depend on what is unknown. Exact in every bit:
 * a float plus 0 is not folded, because -0 plus 0 is 0. Folding of constant operands is the interpreter's and not repeated here.
 */
import type { FoldResult } from "../../src/definition/operation.ts";
import {
  type Attribute,
  denseElementsAttribute,
  hasStaticShape,
  i1,
  i32,
  integerAttribute,
  type Type,
} from "../../src/ir/attribute.ts";
import { denseFromBytes, integerElement } from "../../src/ir/dense.ts";
import type { OperationHandle, Value } from "../../src/ir/handle.ts";
import { splatElement, splatOf, zeroOf } from "../../src/ir/splat.ts";
import { asTensor } from "./rules.ts";

type Constants = readonly (Attribute | undefined)[];
export type Fold = (operation: OperationHandle, constants: Constants) => FoldResult;

/** `value` in place of the only result, where the types agree to the letter. */
function instead(operation: OperationHandle, value: Value | undefined): FoldResult {
  return value !== undefined && operation.record.resultTypes[0] === value.type ? value : undefined;
}

const isElement = (constant: Attribute | undefined, integer: bigint | undefined, float?: number): boolean => {
  const element = splatElement(constant);
  if (element?.kind === "integer") return element.value === integer;
  return element?.kind === "float" && float !== undefined && Object.is(element.value, float);
};
const isZero = (constant: Attribute | undefined): boolean => isElement(constant, 0n);
/** i1's true is held as 1. */
const isAllOnes = (constant: Attribute | undefined): boolean => {
  const element = splatElement(constant);
  if (element?.kind !== "integer") return false;
  if (element.value === -1n) return true;
  const { type } = element;
  if (type.kind !== "integer-type") return false;
  return (type.width === 1 || type.signedness === "unsigned") && element.value === (1n << BigInt(type.width)) - 1n;
};
const isInteger = (type: Type): boolean => asTensor(type).elementType.kind === "integer-type";

/** The operand of an operation of this name that defines `value`. */
function operandOf(value: Value, name: string, index = 0): Value | undefined {
  const { definition } = value;
  return definition?.opName === `stablehlo.${name}` ? definition.opOperand(index) : undefined;
}

/** x where the other operand changes nothing. `right`: what it is on the right; commutative ops have constants there. */
function neutral(right: (constant: Attribute | undefined) => boolean): Fold {
  return (op, constants) => (right(constants[1]) ? instead(op, op.opOperand(0)) : undefined);
}
/** f(x, x) = x. */
const same: Fold = (op) => (op.opOperand(0).is(op.opOperand(1)) ? instead(op, op.opOperand(0)) : undefined);
/** f(x, 0) = 0, for integers and booleans. */
const absorbing =
  (isIt: (constant: Attribute | undefined) => boolean): Fold =>
  (op, constants) => {
    const [, right] = constants;
    return isIt(right) && right !== undefined && "type" in right && right.type === op.record.resultTypes[0]
      ? right
      : undefined;
  };
/** f(x, x) = 0, for integers and booleans. */
const cancelling: Fold = (op) => {
  const [type] = op.record.resultTypes;
  if (type === undefined || !isInteger(type) || !op.opOperand(0).is(op.opOperand(1))) return undefined;
  return zeroOf(type);
};
function firstOf(...folds: readonly Fold[]): Fold {
  return (op, constants) => {
    for (const fold of folds) {
      const found = fold(op, constants);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

/** Booleans are added by `or` and multiplied by `and`: 0 and 1 are neutral to both as they are to integers. */
export const binaryFolds: Readonly<Record<string, Fold>> = {
  add: neutral((constant) => isElement(constant, 0n, -0)),
  subtract: firstOf(
    neutral((constant) => isElement(constant, 0n, 0)),
    cancelling,
  ),
  multiply: firstOf(
    neutral((constant) => isElement(constant, 1n, 1)),
    absorbing(isZero),
  ),
  divide: neutral((constant) => isElement(constant, 1n, 1)),
  maximum: same,
  minimum: same,
  and: firstOf(same, neutral(isAllOnes), absorbing(isZero)),
  or: firstOf(same, neutral(isZero), absorbing(isAllOnes)),
  xor: firstOf(neutral(isZero), cancelling),
  shift_left: neutral(isZero),
  shift_right_arithmetic: neutral(isZero),
  shift_right_logical: neutral(isZero),
};

/** -(-x) = x and the like. */
const involution =
  (name: string): Fold =>
  (op) =>
    instead(op, operandOf(op.opOperand(0), name));
/** f(f(x)) = f(x). */
const idempotent =
  (name: string): Fold =>
  (op) =>
    operandOf(op.opOperand(0), name) === undefined ? undefined : instead(op, op.opOperand(0));

export const unaryFolds: Readonly<Record<string, Fold>> = {
  negate: involution("negate"),
  not: involution("not"),
  ceil: idempotent("ceil"),
  floor: idempotent("floor"),
  round_nearest_afz: idempotent("round_nearest_afz"),
  round_nearest_even: idempotent("round_nearest_even"),
};

/** Of real numbers only: the modulus of a complex number is none. */
export const foldAbs: Fold = idempotent("abs");
export const foldReal: Fold = (op) => instead(op, operandOf(op.opOperand(0), "complex", 0) ?? realItself(op));
export const foldImag: Fold = (op) => instead(op, operandOf(op.opOperand(0), "complex", 1));
function realItself(op: OperationHandle): Value | undefined {
  const value = op.opOperand(0);
  return asTensor(value.type).elementType.kind === "float-type" ? value : undefined;
}

/** The operand, when nothing about its type changes: convert, bitcast_convert, reshape. */
export const foldSameType: Fold = (op) => instead(op, op.opOperand(0));

/** The same elements under another type: the memory is shared, so that the size does not matter. */
export const foldReshape: Fold = (op, [constant]) => {
  const [type] = op.record.resultTypes;
  if (constant?.kind === "dense-elements" && type?.kind === "tensor-type" && hasStaticShape(type))
    return denseElementsAttribute(type, constant.blob, constant.splat);
  return foldSameType(op, [constant]);
};

/** A splat stays one wherever its elements go. */
function splatOfResult(op: OperationHandle, constant: Attribute | undefined): Attribute | undefined {
  const [type] = op.record.resultTypes;
  if (constant?.kind !== "dense-elements" || !constant.splat) return undefined;
  if (type?.kind !== "tensor-type" || !hasStaticShape(type)) return undefined;
  if (type.shape.includes(0)) return denseFromBytes(type, new Uint8Array(0));
  return denseElementsAttribute(type, constant.blob, true);
}

const isCountingUp = (values: readonly number[]): boolean => values.every((value, at) => value === at);
const dims = (op: OperationHandle, name: string): readonly number[] => {
  const attribute = op.findAttribute(name);
  return attribute?.kind === "dense-array" ? attribute.values.map(Number) : [];
};

export const foldTranspose: Fold = (op, [constant]) =>
  isCountingUp(dims(op, "permutation")) ? instead(op, op.opOperand(0)) : splatOfResult(op, constant);
export const foldBroadcastInDim: Fold = (op, [constant]) =>
  isCountingUp(dims(op, "broadcast_dimensions"))
    ? (instead(op, op.opOperand(0)) ?? splatOfResult(op, constant))
    : splatOfResult(op, constant);
/** With equal types the start must be 0 and the stride 1, unless there is but one element. */
export const foldSlice: Fold = (op, [constant]) => {
  const whole =
    dims(op, "start_indices").every((start) => start === 0) && dims(op, "strides").every((stride) => stride === 1);
  const same = whole && hasStaticShape(asTensor(op.opOperand(0).type));
  return (same ? instead(op, op.opOperand(0)) : undefined) ?? splatOfResult(op, constant);
};
export const foldReverse: Fold = (op, [constant]) => {
  const { shape } = asTensor(op.opOperand(0).type);
  const still = dims(op, "dimensions").every((dimension) => shape[dimension] === 1);
  return still ? instead(op, op.opOperand(0)) : splatOfResult(op, constant);
};
export const foldPad: Fold = (op, [operand, value]) => {
  const none = ["edge_padding_low", "edge_padding_high", "interior_padding"].every((name) =>
    dims(op, name).every((amount) => amount === 0),
  );
  if (none) return instead(op, op.opOperand(0));
  const [inner, outer] = [splatElement(operand), splatElement(value)];
  return inner !== undefined && inner === outer ? splatOfResult(op, operand) : undefined;
};
export const foldConcatenate: Fold = (op, constants) => {
  if (op.operandCount === 1) return instead(op, op.opOperand(0));
  const [first] = constants;
  const element = splatElement(first);
  const alike = element !== undefined && constants.every((constant) => splatElement(constant) === element);
  return alike ? splatOfResult(op, first) : undefined;
};
export const foldDynamicSlice: Fold = (op, [constant]) => instead(op, op.opOperand(0)) ?? splatOfResult(op, constant);
export const foldDynamicUpdateSlice: Fold = (op) => {
  const update = op.opOperand(1);
  return update.type === op.opOperand(0).type && hasStaticShape(asTensor(update.type))
    ? instead(op, update)
    : undefined;
};

export const foldSelect: Fold = (op, [pred]) => {
  const [, onTrue, onFalse] = op.opOperands;
  if (onTrue === undefined || onFalse === undefined) return undefined;
  if (onTrue.is(onFalse)) return instead(op, onTrue);
  const element = splatElement(pred);
  if (element?.kind !== "integer") return undefined;
  return instead(op, element.value !== 0n ? onTrue : onFalse);
};

/** x == x and the like, where there is no NaN. */
export const foldCompare: Fold = (op) => {
  const [lhs, rhs] = op.opOperands;
  const [type] = op.record.resultTypes;
  if (lhs === undefined || rhs === undefined || type === undefined || !lhs.is(rhs) || !isInteger(lhs.type))
    return undefined;
  const direction = op.findAttribute("comparison_direction");
  const [word] = direction?.kind === "dialect-attribute" ? direction.parameters : [];
  const holds = word?.kind === "string" && ["EQ", "GE", "LE"].includes(word.value);
  return splatOf(type, integerAttribute(holds ? 1 : 0, i1));
};

export const foldGetDimensionSize: Fold = (op) => {
  const dimension = op.findAttribute("dimension");
  const [type] = op.record.resultTypes;
  const extent =
    dimension?.kind === "integer" ? asTensor(op.opOperand(0).type).shape[Number(dimension.value)] : undefined;
  if (extent === undefined || extent < 0 || type === undefined) return undefined;
  return splatOf(type, integerAttribute(extent, i32));
};

export const foldGetTupleElement: Fold = (op) => {
  const { definition } = op.opOperand(0);
  const index = op.findAttribute("index");
  if (definition?.opName !== "stablehlo.tuple" || index?.kind !== "integer") return undefined;
  return instead(op, definition.opOperand(Number(index.value)));
};

/** The integers of a small constant: a shape, start indices. */
export function integersOf(constant: Attribute | undefined): readonly number[] | undefined {
  if (constant?.kind !== "dense-elements") return undefined;
  const { type } = constant;
  const { elementType } = type;
  if (elementType.kind !== "integer-type" && elementType.kind !== "index-type") return undefined;
  const count = type.shape.reduce((product, extent) => product * extent, 1);
  return Array.from({ length: count }, (_, at) => Number(integerElement(constant, at)));
}
