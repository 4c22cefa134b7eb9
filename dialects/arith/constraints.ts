/** Type constraints that only arith (and math) uses, in upstream's words. Source: ArithOps.td. */

import type { ParametricTrait } from "../../src/definition/trait.ts";
import {
  AnyFloat,
  AnySignlessInteger,
  anyTypeOf,
  Index,
  likeOf,
  memRefOf,
  SignlessIntegerOrIndexLike,
  type TypeConstraint,
} from "../../src/definition/type-constraint.ts";
import { i1, type Type, withElementType } from "../../src/ir/attribute.ts";
import type { OperationHandle } from "../../src/ir/handle.ts";

export const SignlessFixedWidthIntegerLike: TypeConstraint = likeOf(
  AnySignlessInteger,
  "signless-fixed-width-integer-like",
);

export const IndexCastType: TypeConstraint = anyTypeOf(
  [SignlessIntegerOrIndexLike, memRefOf(anyTypeOf([AnySignlessInteger, Index]))],
  "signless-integer-like or memref of signless-integer",
);

const SignlessIntegerOrFloat = anyTypeOf([AnySignlessInteger, AnyFloat]);
export const BitcastType: TypeConstraint = anyTypeOf(
  [likeOf(SignlessIntegerOrFloat, "signless-integer-or-float-like"), memRefOf(SignlessIntegerOrFloat)],
  "signless-integer-or-float-like or memref of signless-integer or float",
);

/** The type of comparing two values of `type`: i1 with the same shape. */
export function booleanOf(type: Type): Type {
  return withElementType(type, i1);
}

const extents = (type: Type): readonly number[] | undefined =>
  type.kind === "tensor-type" ? type.shape : type.kind === "unranked-tensor-type" ? undefined : [];

/** Stricter than SameOperandsAndResultShape: of two tensors also the dynamic extents are the same. */
export const SameInputOutputTensorDims: ParametricTrait = {
  name: "SameInputOutputTensorDims",
  parameters: [],
  verify: (operation: OperationHandle, report) => {
    const from = operation.opOperand(0).type;
    const to = operation.record.resultTypes[0];
    if (to === undefined) return;
    const [a, b] = [extents(from), extents(to)];
    if (a?.length !== b?.length || a?.some((extent, at) => extent !== b?.[at]) === true)
      report("failed to verify that input and output have the same tensor dimensions");
  },
};
