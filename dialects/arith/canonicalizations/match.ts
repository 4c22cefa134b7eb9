/** What arith's canonicalizations look for and make: constants (splats count as their element), definitions, merged promises. */
import type { Attribute, Type } from "../../../src/ir/attribute.ts";
import type { OperationHandle, Value } from "../../../src/ir/handle.ts";
import type { Rewriter } from "../../../src/ir/rewriter.ts";
import { integerSplat, splatInteger } from "../../../src/ir/splat.ts";
import type { PatternScope } from "../../../src/rewrite/pattern.ts";
import { integerWidth } from "../integer-meaning.ts";
import { constant } from "../ops.ts";

/** The integer that a value is known to be, everywhere. */
export function integerOf(value: Value, scope: PatternScope): bigint | undefined {
  return splatInteger(scope.constantOf(value));
}

/** Whether a value is known to have all bits set: -1, and i1's true. */
export function isAllOnes(value: Value, scope: PatternScope): boolean {
  const known = integerOf(value, scope);
  return known === -1n || (known === 1n && integerWidth(value.type) === 1);
}

/** A binary operation with a constant on one side. */
export interface WithConstant {
  readonly value: Value;
  readonly constant: bigint;
}

/** `value (op) constant`. */
export function constantRight(
  operation: OperationHandle | undefined,
  name: string,
  scope: PatternScope,
): WithConstant | undefined {
  if (operation?.opName !== name) return undefined;
  const known = integerOf(operation.opOperand(1), scope);
  return known === undefined ? undefined : { value: operation.opOperand(0), constant: known };
}

/** `constant (op) value`. */
export function constantLeft(
  operation: OperationHandle | undefined,
  name: string,
  scope: PatternScope,
): WithConstant | undefined {
  if (operation?.opName !== name) return undefined;
  const known = integerOf(operation.opOperand(0), scope);
  return known === undefined ? undefined : { value: operation.opOperand(1), constant: known };
}

/** Makes an integer constant. Its type had a constant before, so it has one again. */
export function insertInteger(rewriter: Rewriter, type: Type, value: bigint): Value | undefined {
  const attribute = integerSplat(type, value);
  return attribute === undefined ? undefined : insertConstant(rewriter, attribute);
}

export function insertConstant(rewriter: Rewriter, value: Attribute): Value {
  return rewriter.insert(constant.build({ value })).opResult(0);
}

/** What both of two operations promise. */
export function common<F>(a: readonly F[], b: readonly F[]): readonly F[] {
  return a.filter((flag) => b.includes(flag));
}
