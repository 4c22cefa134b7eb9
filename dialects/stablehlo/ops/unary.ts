/** Element-wise operations of one operand, and those that change an element's type. */
import { defaultAttr, defineOp } from "../../../src/definition/operation.ts";
import type { BuiltinTrait } from "../../../src/definition/trait.ts";
import type { TypeConstraint } from "../../../src/definition/type-constraint.ts";
import { elementTypeOrSelf, i1, type Type } from "../../../src/ir/attribute.ts";
import { typeText } from "../../../src/ir/type-text.ts";
import { exponentMantissa, sameOperandsAndResultType } from "../assembly.ts";
import { defaultResultAccuracy, NonNegativeI32, PositiveI32, ResultAccuracyAttr } from "../attributes.ts";
import * as c from "../constraints.ts";
import { bitWidthOf } from "../element.ts";
import { foldAbs, foldImag, foldReal, foldSameType, unaryFolds } from "../folds.ts";
import {
  asTensor,
  check,
  compatibleShapes,
  type Problem,
  problem,
  rule,
  speculatableIfStatic,
  withElement,
} from "../rules.ts";

const TRAITS = [
  "Elementwise",
  "SameOperandsAndResultShape",
  "NoMemoryEffect",
] as const satisfies readonly BuiltinTrait[];
const FORMAT = "$operand attr-dict `:` custom<SameOperandsAndResultType>(type($operand), type($result))";
const DIRECTIVES = { SameOperandsAndResultType: sameOperandsAndResultType("operand", "result") };
const sameAsOperand = rule(({ operandTypes: [operand] }) => ({ types: operand === undefined ? [] : [operand] }));

/** What differs between the element-wise ops of one operand. */
interface UnarySpec {
  readonly summary: string;
  readonly description?: string;
  readonly type: TypeConstraint;
  readonly result?: TypeConstraint;
  readonly example?: string;
}

function unary(mnemonic: string, spec: UnarySpec) {
  return defineOp({
    name: `stablehlo.${mnemonic}`,
    summary: spec.summary,
    description: spec.description ?? "",
    operands: { operand: spec.type },
    results: { result: spec.result ?? spec.type },
    traits: [...TRAITS],
    assembly: FORMAT,
    directives: DIRECTIVES,
    ...sameAsOperand,
    fold: (operation, constants) => unaryFolds[mnemonic]?.(operation, constants),
    supplies: [speculatableIfStatic],
    example: spec.example ?? `%1 = stablehlo.${mnemonic} %0 : tensor<2x3xf32>`,
  });
}

/** A function that cannot be exact: `result_accuracy` says how far off it may be. */
function transcendental(mnemonic: string, summary: string) {
  return defineOp({
    name: `stablehlo.${mnemonic}`,
    summary,
    operands: { operand: c.FpComplexOrQuantizedTensor },
    results: { result: c.FpComplexOrQuantizedTensor },
    attributes: { result_accuracy: defaultAttr(ResultAccuracyAttr, defaultResultAccuracy) },
    traits: [...TRAITS],
    assembly: FORMAT,
    directives: DIRECTIVES,
    ...sameAsOperand,
    supplies: [speculatableIfStatic],
    example: `%1 = stablehlo.${mnemonic} %0 : tensor<2x3xf32>`,
  });
}

/** The real part type of complex elements, the type itself otherwise. */
const partOf = (type: Type): Type => {
  const element = elementTypeOrSelf(type);
  return element.kind === "complex-type" ? element.elementType : element;
};
const realParts = rule(({ operandTypes: [operand] }) => ({
  types: operand === undefined ? [] : [withElement(operand, partOf(operand))],
}));

/** |x|; of a complex number its modulus. Source: StableHLO spec, "abs". */
export const abs = defineOp({
  name: "stablehlo.abs",
  summary: "absolute value; modulus of complex numbers",
  operands: { operand: c.AbsOperand },
  results: { result: c.AbsResult },
  traits: [...TRAITS],
  assembly: FORMAT,
  directives: DIRECTIVES,
  ...realParts,
  fold: foldAbs,
  supplies: [speculatableIfStatic],
  example: "%1 = stablehlo.abs %0 : tensor<3xi32>",
});
export const cbrt = transcendental("cbrt", "cubic root");
export const ceil = unary("ceil", { summary: "the next integer upwards", type: c.FpOrQuantizedTensor });
export const cosine = transcendental("cosine", "cosine");
export const countLeadingZeros = unary("count_leading_zeros", {
  summary: "number of leading zero bits",
  type: c.IntTensor,
  example: "%1 = stablehlo.count_leading_zeros %0 : tensor<2xi32>",
});
export const exponential = transcendental("exponential", "e to the x");
export const exponentialMinusOne = transcendental("exponential_minus_one", "e to the x, minus 1, exact near 0");
export const floor = unary("floor", { summary: "the next integer downwards", type: c.FpOrQuantizedTensor });
export const log = transcendental("log", "natural logarithm");
export const logPlusOne = transcendental("log_plus_one", "natural logarithm of 1 + x, exact near 0");
export const logistic = transcendental("logistic", "1 / (1 + e to the -x)");
export const negate = unary("negate", {
  summary: "-x; wraps for the smallest integer",
  type: c.IntFpComplexOrQuantizedTensor,
});
export const not = unary("not", {
  summary: "logical not of booleans, bitwise not of integers",
  type: c.PredOrIntTensor,
  example: "%1 = stablehlo.not %0 : tensor<2xi1>",
});
export const popcnt = unary("popcnt", {
  summary: "number of set bits",
  type: c.IntTensor,
  example: "%1 = stablehlo.popcnt %0 : tensor<4xi64>",
});
export const roundNearestAfz = unary("round_nearest_afz", {
  summary: "the nearest integer, halves away from zero",
  type: c.FpOrQuantizedTensor,
});
export const roundNearestEven = unary("round_nearest_even", {
  summary: "the nearest integer, halves to the even one",
  type: c.FpOrQuantizedTensor,
});
export const rsqrt = transcendental("rsqrt", "1 / square root");
export const sign = unary("sign", {
  summary: "-1, 0 or 1 by sign; signed zeros and NaN stay; z / |z| of complex numbers",
  type: c.AbsOperand,
});
export const sine = transcendental("sine", "sine");
export const sqrt = transcendental("sqrt", "square root");
export const tan = transcendental("tan", "tangent");
export const tanh = transcendental("tanh", "hyperbolic tangent");

/** The real part. Source: StableHLO spec, "real". */
export const real = defineOp({
  name: "stablehlo.real",
  summary: "real part; a real number itself",
  operands: { operand: c.FpOrComplexTensor },
  results: { result: c.FpTensor },
  traits: [...TRAITS],
  assembly: FORMAT,
  directives: DIRECTIVES,
  ...realParts,
  fold: foldReal,
  supplies: [speculatableIfStatic],
  example: "%1 = stablehlo.real %0 : (tensor<2xcomplex<f32>>) -> tensor<2xf32>",
});
/** The imaginary part. Source: StableHLO spec, "imag". */
export const imag = defineOp({
  name: "stablehlo.imag",
  summary: "imaginary part; 0 of a real number",
  operands: { operand: c.FpOrComplexTensor },
  results: { result: c.FpTensor },
  traits: [...TRAITS],
  assembly: FORMAT,
  directives: DIRECTIVES,
  ...realParts,
  fold: foldImag,
  supplies: [speculatableIfStatic],
  example: "%1 = stablehlo.imag %0 : (tensor<2xcomplex<f32>>) -> tensor<2xf32>",
});

/** Neither infinite nor NaN. Source: StableHLO spec, "is_finite". */
export const isFiniteOp = defineOp({
  name: "stablehlo.is_finite",
  summary: "whether a float is neither infinite nor NaN",
  operands: { x: c.FpOrQuantizedTensor },
  results: { y: c.PredTensor },
  traits: [...TRAITS],
  assembly: "operands attr-dict `:` functional-type(operands, results)",
  ...rule(({ operandTypes: [operand] }) => ({ types: [withElement(operand, i1)] })),
  supplies: [speculatableIfStatic],
  example: "%1 = stablehlo.is_finite %0 : (tensor<7xf64>) -> tensor<7xi1>",
});

/**
 * Another element type with the nearest value. Floats to integers: towards zero; where the value does not fit, the nearest that does, NaN
 * to 0 (the specification leaves it open). Integers wrap. Source: StableHLO spec, "convert".
 */
export const convert = defineOp({
  name: "stablehlo.convert",
  summary: "converts elements to another type",
  operands: { operand: c.NonQuantizedTensor },
  results: { result: c.NonQuantizedTensor },
  traits: [...TRAITS],
  assembly: FORMAT,
  directives: DIRECTIVES,
  fold: foldSameType,
  supplies: [speculatableIfStatic],
  example: "%1 = stablehlo.convert %0 : (tensor<3xi64>) -> tensor<3xf32>",
});

/** The same bits as another type; an element may fall into several or several make up one. Source: StableHLO spec, "bitcast_convert". */
export const bitcastConvert = defineOp({
  name: "stablehlo.bitcast_convert",
  summary: "reads the bits of elements as another type",
  operands: { operand: c.TensorOrPerAxis },
  results: { result: c.TensorOrPerAxis },
  traits: ["NoMemoryEffect"],
  assembly: "operands attr-dict `:` functional-type(operands, results)",
  verify: check((operation) => checkBitcast(operation.opOperand(0).type, operation.opResult(0).type)),
  fold: foldSameType,
  supplies: [speculatableIfStatic],
  example: "%1 = stablehlo.bitcast_convert %0 : (tensor<f64>) -> tensor<4xf16>",
});

function checkBitcast(from: Type, to: Type): Problem | undefined {
  const [source, target] = [asTensor(from), asTensor(to)];
  const isComplex = (type: Type): boolean => type.kind === "complex-type";
  if (isComplex(source.elementType) !== isComplex(target.elementType))
    return problem(
      "bitcast_convert_c2",
      `cannot convert between real and complex types, but got: '${typeText(from)}' and '${typeText(to)}'`,
    );
  const [sourceBits, targetBits] = [bitWidthOf(source.elementType), bitWidthOf(target.elementType)];
  if (sourceBits === undefined || targetBits === undefined) return undefined;
  const narrow = sourceBits < targetBits ? source : target;
  const wide = sourceBits < targetBits ? target : source;
  const [narrowBits, wideBits] = [Math.min(sourceBits, targetBits), Math.max(sourceBits, targetBits)];
  let prefix: readonly number[] = narrow.shape;
  if (narrowBits !== wideBits) {
    if (narrow.shape.length !== wide.shape.length + 1)
      return problem(
        "bitcast_convert_c1",
        `rank of smaller element type (${narrow.shape.length}) should be 1 more than rank of larger element type (${wide.shape.length}), but ${narrow.shape.length} != ${wide.shape.length} + 1.`,
      );
    const last = narrow.shape[narrow.shape.length - 1] ?? 1;
    if (last >= 0 && last * narrowBits !== wideBits)
      return problem(
        "bitcast_convert_c1",
        `requires compatible bit widths. Got: '${typeText(from)}' and '${typeText(to)}', but ${narrowBits} * ${last} != ${wideBits}.`,
      );
    prefix = narrow.shape.slice(0, -1);
  }
  if (compatibleShapes(prefix, wide.shape)) return undefined;
  return problem(
    "bitcast_convert_c1",
    `operand and result shapes must match except for the innermost dimension of the shape with the smaller element type. Got: '${typeText(from)}' and '${typeText(to)}'.`,
  );
}

/** Rounds floats to fewer bits of exponent and mantissa, in the same type. Source: StableHLO spec, "reduce_precision". */
export const reducePrecision = defineOp({
  name: "stablehlo.reduce_precision",
  summary: "rounds to fewer bits of exponent and mantissa",
  operands: { operand: c.FpOrQuantizedTensor },
  results: { output: c.FpOrQuantizedTensor },
  attributes: { exponent_bits: PositiveI32, mantissa_bits: NonNegativeI32 },
  traits: ["Elementwise", "NoMemoryEffect"],
  assembly:
    "$operand `,` `format` `=` custom<ExponentMantissa>($exponent_bits, $mantissa_bits) attr-dict `:` custom<SameOperandsAndResultType>(type($operand), type($output))",
  directives: {
    ExponentMantissa: exponentMantissa,
    SameOperandsAndResultType: sameOperandsAndResultType("operand", "output"),
  },
  ...sameAsOperand,
  supplies: [speculatableIfStatic],
  example: "%1 = stablehlo.reduce_precision %0, format = e5m10 : tensor<6xf64>",
});

/** Source: StableHLO spec, "uniform_quantize". */
export const uniformQuantize = defineOp({
  name: "stablehlo.uniform_quantize",
  summary: "floats to quantized integers",
  operands: { operand: c.FloatOrQuantizedTensor },
  results: { result: c.QuantizedTensor },
  traits: [...TRAITS],
  assembly: FORMAT,
  directives: DIRECTIVES,
  supplies: [speculatableIfStatic],
  example: "%1 = stablehlo.uniform_quantize %0 : (tensor<2xf32>) -> tensor<2x!quant.uniform<i8:f32, 5.000000e-01:-20>>",
});

/** Source: StableHLO spec, "uniform_dequantize". */
export const uniformDequantize = defineOp({
  name: "stablehlo.uniform_dequantize",
  summary: "quantized integers to floats",
  operands: { operand: c.QuantizedTensor },
  results: { result: c.FpTensor },
  traits: [...TRAITS],
  assembly: FORMAT,
  directives: DIRECTIVES,
  supplies: [speculatableIfStatic],
  example:
    "%1 = stablehlo.uniform_dequantize %0 : (tensor<2x!quant.uniform<i8:f32, 5.000000e-01:-20>>) -> tensor<2xf32>",
});
