/**
 * Constraints on types, named and worded as upstream's ODS: the summary completes "operand #0 must be ..., but got ...".
 * Source: mlir/include/mlir/IR/CommonTypeConstraints.td.
 */
import type { FloatName, FloatType, IntegerType, MemRefType, TensorType, Type, VectorType } from "../ir/attribute.ts";
import { elementTypeOrSelf, floatType, indexType, integerType } from "../ir/attribute.ts";

/** `T` is what a view's `.type` can be narrowed to; it has no run-time meaning. */
export interface TypeConstraint {
  readonly summary: string;
  readonly accepts: (type: Type) => boolean;
  /** The only type that it accepts, which assembly formats then need not spell. */
  readonly buildable?: Type;
}

export function typeConstraint(summary: string, accepts: (type: Type) => boolean, buildable?: Type): TypeConstraint {
  return buildable === undefined ? { summary, accepts } : { summary, accepts, buildable };
}

/** Exactly this type. */
export function exactly(type: Type, summary: string): TypeConstraint {
  return typeConstraint(summary, (other) => other === type, type);
}

export function anyTypeOf(constraints: readonly TypeConstraint[], summary?: string): TypeConstraint {
  return typeConstraint(summary ?? constraints.map((constraint) => constraint.summary).join(" or "), (type) =>
    constraints.some((constraint) => constraint.accepts(type)),
  );
}

export function allOf(constraints: readonly TypeConstraint[], summary: string): TypeConstraint {
  return typeConstraint(summary, (type) => constraints.every((constraint) => constraint.accepts(type)));
}

export const isInteger = (type: Type): type is IntegerType => type.kind === "integer-type";
export const isSignless = (type: Type): boolean => type.kind === "integer-type" && type.signedness === "signless";
export const isFloat = (type: Type): type is FloatType => type.kind === "float-type";
export const isTensor = (type: Type): type is TensorType => type.kind === "tensor-type";
export const isVector = (type: Type): type is VectorType => type.kind === "vector-type";
export const isMemRef = (type: Type): type is MemRefType => type.kind === "memref-type";

export const AnyType: TypeConstraint = typeConstraint("any type", () => true);
export const NoneLike: TypeConstraint = typeConstraint("none type", (type) => type.kind === "none-type");
export const AnyInteger: TypeConstraint = typeConstraint("integer", isInteger);
export const AnySignlessInteger: TypeConstraint = typeConstraint("signless integer", isSignless);
export const AnyFloat: TypeConstraint = typeConstraint("floating-point", isFloat);
export const Index: TypeConstraint = exactly(indexType, "index");
export const AnySignlessIntegerOrIndex: TypeConstraint = typeConstraint(
  "signless integer or index",
  (type) => isSignless(type) || type.kind === "index-type",
);
export const AnyComplex: TypeConstraint = typeConstraint("complex-type", (type) => type.kind === "complex-type");
export const AnyFunction: TypeConstraint = typeConstraint("function type", (type) => type.kind === "function-type");

/** `integerOfWidth(1)` is I1: "1-bit signless integer". */
export function integerOfWidth(width: number): TypeConstraint {
  return exactly(integerType(width), `${width}-bit signless integer`);
}
export function floatNamed(name: FloatName): TypeConstraint {
  const bits = /^f(\d+)$/.exec(name)?.[1];
  const summary = bits !== undefined ? `${bits}-bit float` : name === "bf16" ? "bfloat16 type" : `${name} type`;
  return exactly(floatType(name), summary);
}
export const I1: TypeConstraint = integerOfWidth(1);
export const I32: TypeConstraint = integerOfWidth(32);
export const I64: TypeConstraint = integerOfWidth(64);
export const F32: TypeConstraint = floatNamed("f32");
export const F64: TypeConstraint = floatNamed("f64");

export const AnyRankedTensor: TypeConstraint = typeConstraint("ranked tensor of any type values", isTensor);
export const AnyTensor: TypeConstraint = typeConstraint(
  "tensor of any type values",
  (type) => isTensor(type) || type.kind === "unranked-tensor-type",
);
export const AnyMemRef: TypeConstraint = typeConstraint("memref of any type values", isMemRef);
export const AnyRankedOrUnrankedMemRef: TypeConstraint = typeConstraint(
  "ranked or unranked memref of any type values",
  (type) => isMemRef(type) || type.kind === "unranked-memref-type",
);
export const AnyVector: TypeConstraint = typeConstraint("vector of any type values", isVector);
export const AnyShaped: TypeConstraint = typeConstraint(
  "shaped of any type values",
  (type) => elementTypeOrSelf(type) !== type,
);

/** A tensor (ranked or not) of elements: "tensor of f32 values". */
export function tensorOf(element: TypeConstraint): TypeConstraint {
  return typeConstraint(
    `tensor of ${element.summary} values`,
    (type) =>
      (type.kind === "tensor-type" || type.kind === "unranked-tensor-type") && element.accepts(type.elementType),
  );
}
export function rankedTensorOf(element: TypeConstraint): TypeConstraint {
  return typeConstraint(
    `ranked tensor of ${element.summary} values`,
    (type) => type.kind === "tensor-type" && element.accepts(type.elementType),
  );
}
export function vectorOf(element: TypeConstraint): TypeConstraint {
  return typeConstraint(
    `vector of ${element.summary} values`,
    (type) => type.kind === "vector-type" && element.accepts(type.elementType),
  );
}
export function memRefOf(element: TypeConstraint): TypeConstraint {
  return typeConstraint(
    `memref of ${element.summary} values`,
    (type) => type.kind === "memref-type" && element.accepts(type.elementType),
  );
}
/** The element itself, or a vector or tensor of it: what element-wise ops take ("signless-integer-like"). */
export function likeOf(element: TypeConstraint, summary: string): TypeConstraint {
  return typeConstraint(summary, (type) => {
    if (type.kind === "vector-type" || type.kind === "tensor-type" || type.kind === "unranked-tensor-type")
      return element.accepts(type.elementType);
    return element.accepts(type);
  });
}
export const SignlessIntegerLike: TypeConstraint = likeOf(AnySignlessIntegerOrIndex, "signless-integer-like");
export const SignlessIntegerOrIndexLike: TypeConstraint = likeOf(AnySignlessIntegerOrIndex, "signless-integer-like");
export const FloatLike: TypeConstraint = likeOf(AnyFloat, "floating-point-like");
export const BoolLike: TypeConstraint = likeOf(I1, "bool-like");
