/** Type constraints of StableHLO, worded as upstream's ODS (stablehlo/dialect/Base.td). */
import {
  allOf,
  anyTypeOf,
  exactly,
  Index,
  isTensor,
  rankedTensorOf,
  type TypeConstraint,
  tensorOf,
  typeConstraint,
} from "../../src/definition/type-constraint.ts";
import { dialectType, f32, f64, hasStaticShape, i1, i32, integerType, type Type } from "../../src/ir/attribute.ts";

const WIDTHS: ReadonlySet<number> = new Set([2, 4, 8, 16, 32, 64]);
const FLOATS: ReadonlySet<string> = new Set([
  "f4E2M1FN", "f6E2M3FN", "f6E3M2FN", "f8E3M4", "f8E4M3", "f8E4M3FN", "f8E4M3FNUZ", "f8E4M3B11FNUZ", "f8E5M2",
  "f8E5M2FNUZ", "f8E8M0FNU", "f16", "f32", "f64", "bf16",
]); // biome-ignore format: a list

/** `!stablehlo.token`: orders side effects, holds nothing. */
export const tokenType: Type = dialectType("stablehlo", "token");

export const Pred: TypeConstraint = typeConstraint("bool", (type) => type === i1);
export const SInt: TypeConstraint = typeConstraint(
  "2/4/8/16/32/64-bit signless integer",
  (type) => type.kind === "integer-type" && type.signedness === "signless" && WIDTHS.has(type.width),
);
export const Int: TypeConstraint = typeConstraint(
  "2/4/8/16/32/64-bit integer",
  (type) => type.kind === "integer-type" && type.signedness !== "signed" && WIDTHS.has(type.width),
);
export const Float: TypeConstraint = typeConstraint(
  "4/6/8/16/32/64-bit float",
  (type) => type.kind === "float-type" && FLOATS.has(type.name),
);
export const Float32Or64: TypeConstraint = typeConstraint("32/64-bit float", (type) => type === f32 || type === f64);
export const Complex: TypeConstraint = typeConstraint(
  "complex type with 32/64-bit float elements",
  (type) => type.kind === "complex-type" && (type.elementType === f32 || type.elementType === f64),
);

/** `!quant.uniform<...>`, whether or not the quant dialect is loaded. */
export function isQuantized(type: Type): boolean {
  if (type.kind === "dialect-type") return type.dialect === "quant" && type.mnemonic.startsWith("uniform");
  return type.kind === "opaque-type" && type.dialect === "quant" && type.text.startsWith("uniform");
}
/** One scale a slice along an axis: `!quant.uniform<i8:f32:0, {...}>`. */
export function isPerAxisQuantized(type: Type): boolean {
  return isQuantized(type) && type.kind === "opaque-type" && type.text.includes("{");
}
export const QuantizedInt: TypeConstraint = typeConstraint(
  "per-tensor integer quantized",
  (type) => isQuantized(type) && !isPerAxisQuantized(type),
);
export const PerAxisQuantizedInt: TypeConstraint = typeConstraint("per-axis integer quantized", isPerAxisQuantized);

const of = (...elements: readonly TypeConstraint[]): TypeConstraint => rankedTensorOf(anyTypeOf(elements));
function ofRank(rank: number, ...elements: readonly TypeConstraint[]): TypeConstraint {
  const element = anyTypeOf(elements);
  return typeConstraint(
    `${rank}D tensor of ${element.summary} values`,
    (type) => isTensor(type) && type.shape.length === rank && element.accepts(type.elementType),
  );
}
function staticOf(...elements: readonly TypeConstraint[]): TypeConstraint {
  const element = anyTypeOf(elements);
  return typeConstraint(
    `statically shaped tensor of ${element.summary} values`,
    (type) => isTensor(type) && hasStaticShape(type) && element.accepts(type.elementType),
  );
}

export const Token: TypeConstraint = exactly(tokenType, "token");
export const Future: TypeConstraint = typeConstraint(
  "future",
  (type) => type.kind === "dialect-type" && type.dialect === "stablehlo" && type.mnemonic === "future",
);
export const IntTensor: TypeConstraint = of(Int);
export const ScalarIntTensor: TypeConstraint = ofRank(0, Int);
export const FpTensor: TypeConstraint = of(Float);
export const Fp32Or64Tensor: TypeConstraint = of(Float32Or64);
export const PredTensor: TypeConstraint = of(Pred);
export const AnyHloTensor: TypeConstraint = of(Float, Pred, Int, Complex, QuantizedInt);
export const ScalarTensor: TypeConstraint = ofRank(0, Float, Pred, Int, Complex, QuantizedInt);
export const NonQuantizedTensor: TypeConstraint = of(Float, Pred, Int, Complex);
export const PerAxisTensor: TypeConstraint = of(PerAxisQuantizedInt);
/** HLO_TensorOrPerAxisQuantizedTensor. */
export const TensorOrPerAxis: TypeConstraint = of(Float, Pred, Int, Complex, QuantizedInt, PerAxisQuantizedInt);
export const QuantizedTensor: TypeConstraint = of(QuantizedInt, PerAxisQuantizedInt);
export const FloatOrQuantizedTensor: TypeConstraint = of(Float, QuantizedInt, PerAxisQuantizedInt);
export const ComplexTensor: TypeConstraint = of(Complex);
export const Vector1OfFloat: TypeConstraint = ofRank(1, Float, QuantizedInt);
export const ScalarPredIntOrFp: TypeConstraint = ofRank(0, Pred, Int, Float);
export const DimensionTensor: TypeConstraint = ofRank(1, anyTypeOf([Index, Int]));

export const AbsOperand: TypeConstraint = of(SInt, Float, Complex, QuantizedInt);
export const AbsResult: TypeConstraint = of(SInt, Float, QuantizedInt);
export const IntOrFpTensor: TypeConstraint = of(Int, Float);
export const PredOrIntTensor: TypeConstraint = of(Pred, Int);
export const FpOrComplexTensor: TypeConstraint = of(Float, Complex);
export const FpOrQuantizedTensor: TypeConstraint = of(Float, QuantizedInt);
export const FpComplexOrQuantizedTensor: TypeConstraint = of(Float, Complex, QuantizedInt);
export const IntFpComplexOrQuantizedTensor: TypeConstraint = of(Int, Float, Complex, QuantizedInt);
export const PredIntOrFpTensor: TypeConstraint = of(Pred, Int, Float);
export const AnyIntegerOrIndexTensor: TypeConstraint = of(
  typeConstraint("integer", (type) => type.kind === "integer-type"),
  Index,
);
export const I32Tensor: TypeConstraint = rankedTensorOf(
  typeConstraint("32-bit signless integer", (type) => type === i32),
);
const ui32 = integerType(32, "unsigned");
export const Ui32Tensor: TypeConstraint = rankedTensorOf(
  typeConstraint("32-bit unsigned integer", (type) => type === ui32),
);

export const StaticDimensionTensor: TypeConstraint = allOf(
  [DimensionTensor, staticOf(anyTypeOf([Index, Int]))],
  "statically shaped 1-dimensional tensor of index or 2/4/8/16/32/64-bit integer values",
);
export const Static1DIntTensor: TypeConstraint = allOf(
  [ofRank(1, Int), staticOf(Int)],
  "statically shaped 1-dimensional integer tensor of 2/4/8/16/32/64-bit integer values",
);
export const Static2DIntTensor: TypeConstraint = allOf(
  [ofRank(2, Int), staticOf(Int)],
  "statically shaped 2-dimensional integer tensor of 2/4/8/16/32/64-bit integer values",
);
const everything = anyTypeOf([Float, Pred, Int, Complex, QuantizedInt, PerAxisQuantizedInt]);
export const StaticTensorOrPerAxis: TypeConstraint = typeConstraint(
  `statically shaped tensor of ${everything.summary} values`,
  (type) => isTensor(type) && hasStaticShape(type) && everything.accepts(type.elementType),
);
/** At most one dynamic dimension, and that one bounded by the encoding. */
export const StaticOrSingleBoundedTensor: TypeConstraint = typeConstraint(
  `statically shaped or single bounded dimension tensor of ${everything.summary} values`,
  (type) =>
    isTensor(type) &&
    (hasStaticShape(type) || (type.encoding !== undefined && type.shape.filter((extent) => extent < 0).length === 1)) &&
    everything.accepts(type.elementType),
);
export const StaticIntFpComplexOrQuantized: TypeConstraint = staticOf(Int, Float, Complex, QuantizedInt);
export const StaticIntOrFp: TypeConstraint = staticOf(Int, Float);
export const StaticTensorOrToken: TypeConstraint = anyTypeOf([
  staticOf(Float, Pred, Int, Complex, QuantizedInt),
  StaticTensorOrPerAxis,
  Token,
]);

const bufferElement = anyTypeOf([Float, Pred, Int, Complex, QuantizedInt]);
const Buffer: TypeConstraint = typeConstraint(
  `memref of ${bufferElement.summary} values`,
  (type) => type.kind === "memref-type" && bufferElement.accepts(type.elementType),
);
const inTuple = (type: Type, accepts: (leaf: Type) => boolean): boolean =>
  type.kind === "tuple-type" && type.elements.every((element) => accepts(element) || inTuple(element, accepts));
function nestedTupleOf(...leaves: readonly TypeConstraint[]): TypeConstraint {
  const leaf = anyTypeOf(leaves);
  return typeConstraint(`nested tuple with any combination of ${leaf.summary} values`, (type) =>
    inTuple(type, leaf.accepts),
  );
}
export const Tuple: TypeConstraint = nestedTupleOf(AnyHloTensor, Buffer, PerAxisTensor, Token);
export const TensorOrToken: TypeConstraint = anyTypeOf([AnyHloTensor, Token]);
export const TensorPerAxisOrToken: TypeConstraint = anyTypeOf([AnyHloTensor, PerAxisTensor, Token]);
export const TensorPerAxisTokenOrBuffer: TypeConstraint = anyTypeOf([TensorPerAxisOrToken, Buffer]);
export const TensorPerAxisTokenOrTuple: TypeConstraint = anyTypeOf([AnyHloTensor, PerAxisTensor, Token, Tuple]);
export const AnyHloValue: TypeConstraint = anyTypeOf([TensorPerAxisTokenOrTuple, Buffer]);
const AnyRankTensor: TypeConstraint = tensorOf(everything);
export const CustomCallValue: TypeConstraint = anyTypeOf([
  AnyRankTensor,
  Buffer,
  Token,
  nestedTupleOf(AnyRankTensor, Buffer, Token),
  Future,
]);
