/** CHLO: functions above StableHLO, as importers of JAX and TensorFlow write them. Source: stablehlo/dialect/ChloOps.td. */
import { BoolAttr, ElementsAttr, I64Attr, TypedAttr } from "../../src/definition/attribute-constraint.ts";
import { defaultAttr, defineOp } from "../../src/definition/operation.ts";
import type { BuiltinTrait } from "../../src/definition/trait.ts";
import { anyTypeOf, rankedTensorOf, type TypeConstraint, tensorOf } from "../../src/definition/type-constraint.ts";
import { elementTypeOrSelf, i1, i32, type TensorType, type Type, tensorType } from "../../src/ir/attribute.ts";
import { Complex, Float, Int, Pred } from "../stablehlo/constraints.ts";
import { rule } from "../stablehlo/rules.ts";

const FpTensor = tensorOf(Float);
const FpOrComplexTensor = tensorOf(anyTypeOf([Float, Complex]));
const IntTensor = rankedTensorOf(Int);
const PredTensor = tensorOf(Pred);
const AnyChloTensor = tensorOf(anyTypeOf([Float, Pred, Int, Complex]));
const TRAITS = ["Pure", "Elementwise", "SameOperandsAndResultShape"] as const satisfies readonly BuiltinTrait[];
const FORMAT = "$operand attr-dict `:` type($operand) `->` type($result)";

function withElement(type: Type | undefined, element: Type): readonly Type[] {
  return type?.kind === "tensor-type" ? [tensorType(type.shape, element, type.encoding)] : [];
}

function unary(mnemonic: string, summary: string, type: TypeConstraint) {
  return defineOp({
    name: `chlo.${mnemonic}`,
    summary,
    operands: { operand: type },
    results: { result: type },
    traits: [...TRAITS],
    assembly: FORMAT,
    ...rule(({ operandTypes: [operand] }) => ({ types: operand === undefined ? [] : [operand] })),
    example: `%1 = chlo.${mnemonic} %0 : tensor<4xf32> -> tensor<4xf32>`,
  });
}

function predicate(mnemonic: string, summary: string) {
  return defineOp({
    name: `chlo.${mnemonic}`,
    summary,
    operands: { operand: FpTensor },
    results: { result: PredTensor },
    traits: [...TRAITS],
    assembly: FORMAT,
    ...rule(({ operandTypes: [operand] }) => ({ types: withElement(operand, i1) })),
    example: `%1 = chlo.${mnemonic} %0 : tensor<4xf32> -> tensor<4xi1>`,
  });
}

export const acos = unary("acos", "arccosine", FpOrComplexTensor);
export const acosh = unary("acosh", "inverse hyperbolic cosine", FpOrComplexTensor);
export const asin = unary("asin", "arcsine", FpOrComplexTensor);
export const asinh = unary("asinh", "inverse hyperbolic sine", FpOrComplexTensor);
export const atan = unary("atan", "arctangent", FpOrComplexTensor);
export const atanh = unary("atanh", "inverse hyperbolic tangent", FpOrComplexTensor);
export const besselI1e = unary("bessel_i1e", "e to the -|x| times the modified Bessel function I1", FpOrComplexTensor);
export const conj = unary("conj", "complex conjugate", FpOrComplexTensor);
export const cosh = unary("cosh", "hyperbolic cosine", FpOrComplexTensor);
export const sinh = unary("sinh", "hyperbolic sine", FpOrComplexTensor);
export const tan = unary("tan", "tangent", FpOrComplexTensor);
export const square = unary("square", "the square", FpOrComplexTensor);
export const digamma = unary("digamma", "logarithmic derivative of the gamma function", FpTensor);
export const erf = unary("erf", "error function", FpTensor);
export const erfInv = unary("erf_inv", "inverse of the error function", FpTensor);
export const erfc = unary("erfc", "1 minus the error function", FpTensor);
export const lgamma = unary("lgamma", "logarithm of the absolute value of the gamma function", FpTensor);
export const isInf = predicate("is_inf", "whether a float is infinite");
export const isNegInf = predicate("is_neg_inf", "whether a float is minus infinity");
export const isPosInf = predicate("is_pos_inf", "whether a float is plus infinity");

/** The next representable number after x in the direction of y. */
export const nextAfter = defineOp({
  name: "chlo.next_after",
  summary: "the next float after x towards y",
  operands: { x: FpTensor, y: FpTensor },
  results: { result: FpTensor },
  traits: ["Pure"],
  assembly: "$x `,` $y attr-dict `:` type($x) `,` type($y) `->` type(results)",
  ...rule(({ operandTypes: [x] }) => ({ types: x === undefined ? [] : [x] })),
  example: "%2 = chlo.next_after %0, %1 : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>",
});

function ofTwoFloats(mnemonic: string, summary: string) {
  return defineOp({
    name: `chlo.${mnemonic}`,
    summary,
    operands: { lhs: FpTensor, rhs: FpTensor },
    results: { result: FpTensor },
    traits: ["Pure"],
    assembly: "$lhs `,` $rhs attr-dict `:` type($lhs) `,` type($rhs) `->` type(results)",
    ...rule(({ operandTypes: [lhs] }) => ({ types: lhs === undefined ? [] : [lhs] })),
    example: `%2 = chlo.${mnemonic} %0, %1 : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>`,
  });
}
export const polygamma = ofTwoFloats("polygamma", "derivative of that order of the digamma function");
export const zeta = ofTwoFloats("zeta", "Hurwitz zeta function");

/** The upper half of the double-width product. */
export const mulhi = defineOp({
  name: "chlo.mulhi",
  summary: "the upper half of the product of two integers",
  operands: { lhs: IntTensor, rhs: IntTensor },
  results: { result: IntTensor },
  traits: ["Pure", "Commutative"],
  assembly: "$lhs `,` $rhs attr-dict `:` type($lhs) `,` type($rhs) `->` type($result)",
  ...rule(({ operandTypes: [lhs] }) => ({ types: lhs === undefined ? [] : [lhs] })),
  example: "%2 = chlo.mulhi %0, %1 : tensor<4xi32>, tensor<4xi32> -> tensor<4xi32>",
});

/** The k largest elements along the last dimension, the largest first, and where they stood. */
export const topK = defineOp({
  name: "chlo.top_k",
  summary: "the k largest elements along the last dimension, and their places",
  operands: { operand: AnyChloTensor },
  results: { values: AnyChloTensor, indices: AnyChloTensor },
  attributes: { k: I64Attr, is_stable: defaultAttr(BoolAttr, true) },
  traits: ["Pure"],
  assembly:
    "`(`$operand `,` `k` `=` $k (`,` `is_stable` `=` $is_stable^)? `)` attr-dict `:` type($operand) `->` `(`type($values)`,` type($indices)`)`",
  inferTypes: ({ operandTypes: [operand], properties }) => {
    const k = properties.entries.find(({ name }) => name === "k")?.value;
    const found =
      operand?.kind === "tensor-type" && k?.kind === "integer" ? topKTypes(operand, Number(k.value)) : undefined;
    return found ?? { problem: "operand's rank must be at least 1" };
  },
  verify: (op, report) => {
    const { type } = op.operand;
    const { k } = op;
    const last = type.kind === "tensor-type" ? type.shape[type.shape.length - 1] : undefined;
    if (last === undefined) report("operand's rank must be at least 1");
    else if (last >= 0 && last < k) report(`operand's last dimension must be at least ${k}`);
  },
  example: "%1:2 = chlo.top_k(%0, k = 2) : tensor<16x16xf32> -> (tensor<16x2xf32>, tensor<16x2xi32>)",
});

function topKTypes(operand: TensorType, k: number): { readonly types: readonly Type[] } | undefined {
  if (operand.shape.length === 0) return undefined;
  const shape = [...operand.shape.slice(0, -1), k];
  return { types: [tensorType(shape, operand.elementType), tensorType(shape, i32)] };
}

export const constant = defineOp({
  name: "chlo.constant",
  summary: "a constant tensor",
  results: { output: AnyChloTensor },
  attributes: { value: ElementsAttr },
  traits: ["Pure", "ConstantLike"],
  assembly: "attr-dict $value",
  inferTypes: ({ properties }) => {
    const value = properties.entries.find(({ name }) => name === "value")?.value;
    return value !== undefined && "type" in value && value.type !== undefined
      ? { types: [value.type] }
      : { problem: "expected a tensor value" };
  },
  fold: (op) => op.findAttribute("value"),
  example: "%0 = chlo.constant dense<[1, 2]> : tensor<2xi32>",
});

export const constantLike = defineOp({
  name: "chlo.constant_like",
  summary: "a splat of the operand's shape",
  operands: { operand: AnyChloTensor },
  results: { result: AnyChloTensor },
  attributes: { value: TypedAttr },
  traits: ["Pure", "SameOperandsAndResultShape"],
  verify: (op, report) => {
    const { value } = op;
    if ("type" in value && value.type !== elementTypeOrSelf(op.result.type))
      report("value's type doesn't match element return type");
  },
  example: '%1 = "chlo.constant_like"(%0) <{value = 3.200000e+00 : f32}> : (tensor<4xf32>) -> tensor<4xf32>',
});
