/** Poison may be any value, and is 0 here; what is unreachable must not be reached. */
import { constant, fault, general, meaningOf } from "../../src/interpret/semantics.ts";
import { elementDType } from "../../src/interpret/value.ts";
import { elementTypeOrSelf, hasStaticShape, isShaped } from "../../src/ir/attribute.ts";
import { isBigInt } from "../../src/tensor/dtype.ts";
import { zeros } from "../../src/tensor/tensor.ts";
import { poison, unreachable } from "./ops.ts";

export const meanings = [
  meaningOf(poison, (op) => {
    const { type } = op.result;
    const dtype = elementDType(type);
    if (elementTypeOrSelf(type) === type && type.kind === "integer-type") return constant(type.width > 32 ? 0n : 0);
    if (dtype === undefined) return fault("poison", "has no value of this type");
    if (isShaped(type))
      return type.kind !== "memref-type" && hasStaticShape(type)
        ? constant(zeros(dtype, type.shape))
        : fault("poison", "has no value of this type");
    return constant(isBigInt(dtype) && dtype !== "index" ? 0n : 0);
  }),
  meaningOf(unreachable, () => general(() => fault("unreachable", "is reached"))),
];
