/** Functions of numbers, element by element on vectors and tensors. Source: MLIR, "'math' dialect". */
import { opAsm } from "../../src/definition/control-flow.ts";
import { defaultAttr, defineOp, type FoldResult } from "../../src/definition/operation.ts";
import { AllTypesMatch, type Trait, TypesMatchWith } from "../../src/definition/trait.ts";
import { BoolLike, FloatLike, SignlessIntegerOrIndexLike } from "../../src/definition/type-constraint.ts";
import { i1, withElementType } from "../../src/ir/attribute.ts";
import type { OperationHandle, Value } from "../../src/ir/handle.ts";
import { FastMathAttr } from "../arith/attributes.ts";

const elementwise: readonly Trait[] = ["Pure", "Elementwise", "Scalarizable", "Vectorizable", "Tensorizable"];
const sameType: readonly Trait[] = [...elementwise, "SameOperandsAndResultType"];
const fast = { fastmath: defaultAttr(FastMathAttr, []) };
const FAST = "(`fastmath` `` $fastmath^)?";

/** Rounding what is rounded already, or the magnitude of a magnitude, changes nothing. */
function foldRepeated(operation: OperationHandle & { readonly operand: Value }): FoldResult {
  const { operand } = operation;
  return operand.definition?.record.name === operation.record.name ? operand : undefined;
}

function unary(mnemonic: string, summary: string, idempotent: boolean) {
  return defineOp({
    name: `math.${mnemonic}`,
    summary,
    operands: { operand: FloatLike },
    results: { result: FloatLike },
    attributes: fast,
    traits: sameType,
    assembly: `$operand ${FAST} attr-dict \`:\` type($result)`,
    ...(idempotent ? { fold: foldRepeated } : {}),
    example: `%1 = math.${mnemonic} %0 : f32`,
  });
}

function binary(mnemonic: string, summary: string) {
  return defineOp({
    name: `math.${mnemonic}`,
    summary,
    operands: { lhs: FloatLike, rhs: FloatLike },
    results: { result: FloatLike },
    attributes: fast,
    traits: sameType,
    assembly: `$lhs \`,\` $rhs ${FAST} attr-dict \`:\` type($result)`,
    example: `%2 = math.${mnemonic} %0, %1 : f32`,
  });
}

function integerUnary(mnemonic: string, summary: string) {
  return defineOp({
    name: `math.${mnemonic}`,
    summary,
    operands: { operand: SignlessIntegerOrIndexLike },
    results: { result: SignlessIntegerOrIndexLike },
    traits: sameType,
    assembly: "$operand attr-dict `:` type($result)",
    example: `%1 = math.${mnemonic} %0 : i32`,
  });
}

function integerBinary(mnemonic: string, summary: string) {
  return defineOp({
    name: `math.${mnemonic}`,
    summary,
    operands: { lhs: SignlessIntegerOrIndexLike, rhs: SignlessIntegerOrIndexLike },
    results: { result: SignlessIntegerOrIndexLike },
    traits: sameType,
    assembly: "$lhs `,` $rhs attr-dict `:` type($result)",
    example: `%2 = math.${mnemonic} %0, %1 : i32`,
  });
}

function classify(mnemonic: string, summary: string) {
  return defineOp({
    name: `math.${mnemonic}`,
    summary,
    operands: { operand: FloatLike },
    results: { result: BoolLike },
    attributes: fast,
    traits: [
      ...elementwise,
      TypesMatchWith("result type has i1 element type and same shape as operands", "operand", "result", (type) =>
        withElementType(type, i1),
      ),
    ],
    // The flags have no short form here, as upstream.
    assembly: "$operand attr-dict `:` type($operand)",
    example: `%1 = math.${mnemonic} %0 : f32`,
  });
}

export const absf = unary("absf", "magnitude", true);
export const acos = unary("acos", "arc cosine", false);
export const acosh = unary("acosh", "inverse hyperbolic cosine", false);
export const asin = unary("asin", "arc sine", false);
export const asinh = unary("asinh", "inverse hyperbolic sine", false);
export const atan = unary("atan", "arc tangent", false);
export const atanh = unary("atanh", "inverse hyperbolic tangent", false);
export const cbrt = unary("cbrt", "cube root", false);
export const ceil = unary("ceil", "least integer not below", true);
export const cos = unary("cos", "cosine", false);
export const cosh = unary("cosh", "hyperbolic cosine", false);
export const erf = unary("erf", "error function", false);
export const erfc = unary("erfc", "complementary error function", false);
export const exp = unary("exp", "e to a power", false);
export const exp2 = unary("exp2", "2 to a power", false);
export const expm1 = unary("expm1", "e to a power, less 1", false);
export const floor = unary("floor", "greatest integer not above", true);
export const log = unary("log", "natural logarithm", false);
export const log10 = unary("log10", "decimal logarithm", false);
export const log1p = unary("log1p", "natural logarithm of 1 more", false);
export const log2 = unary("log2", "binary logarithm", false);
export const round = unary("round", "nearest integer, halves away from 0", true);
export const roundeven = unary("roundeven", "nearest integer, halves to even", true);
export const rsqrt = unary("rsqrt", "reciprocal of the square root", false);
export const sin = unary("sin", "sine", false);
export const sinh = unary("sinh", "hyperbolic sine", false);
export const sqrt = unary("sqrt", "square root", false);
export const tan = unary("tan", "tangent", false);
export const tanh = unary("tanh", "hyperbolic tangent", false);
export const trunc = unary("trunc", "nearest integer towards 0", true);

export const atan2 = binary("atan2", "angle of the point (rhs, lhs), between -pi and pi");
export const copysign = binary("copysign", "magnitude of one number with the sign of another");
export const powf = binary("powf", "power");

export const fma = defineOp({
  name: "math.fma",
  summary: "a * b + c, rounded once",
  operands: { a: FloatLike, b: FloatLike, c: FloatLike },
  results: { result: FloatLike },
  attributes: fast,
  traits: sameType,
  assembly: `$a \`,\` $b \`,\` $c ${FAST} attr-dict \`:\` type($result)`,
  example: "%3 = math.fma %0, %1, %2 : f32",
});

export const clampf = defineOp({
  name: "math.clampf",
  summary: "a value held between two bounds",
  operands: { value: FloatLike, min: FloatLike, max: FloatLike },
  results: { result: FloatLike },
  attributes: fast,
  traits: sameType,
  assembly: `$value \`to\` \` \` \`[\` $min \`,\` $max \`]\` ${FAST} attr-dict \`:\` type($result)`,
  example: "%3 = math.clampf %0 to [%1, %2] : f32",
});

export const fpowi = defineOp({
  name: "math.fpowi",
  summary: "float to an integer power",
  operands: { lhs: FloatLike, rhs: SignlessIntegerOrIndexLike },
  results: { result: FloatLike },
  attributes: fast,
  traits: [...elementwise, AllTypesMatch("lhs", "result"), "SameOperandsAndResultShape"],
  assembly: `$lhs \`,\` $rhs ${FAST} attr-dict \`:\` type($lhs) \`,\` type($rhs)`,
  example: "%2 = math.fpowi %0, %1 : f32, i32",
});

export const sincos = defineOp({
  name: "math.sincos",
  summary: "sine and cosine",
  operands: { operand: FloatLike },
  results: { sin: FloatLike, cos: FloatLike },
  attributes: fast,
  traits: [...elementwise, AllTypesMatch("operand", "sin", "cos")],
  assembly: `$operand ${FAST} attr-dict \`:\` type($operand)`,
  supplies: [opAsm.of({ resultNames: ["sin", "cos"] })],
  example: "%sin, %cos = math.sincos %0 : f32",
});

export const absi = integerUnary("absi", "magnitude; of the least integer, itself");
export const ctlz = integerUnary("ctlz", "number of leading zero bits");
export const cttz = integerUnary("cttz", "number of trailing zero bits");
export const ctpop = integerUnary("ctpop", "number of set bits");
export const ipowi = integerBinary("ipowi", "signed integer power");

export const isfinite = classify("isfinite", "whether it is neither infinite nor NaN");
export const isinf = classify("isinf", "whether it is infinite");
export const isnan = classify("isnan", "whether it is NaN");
export const isnormal = classify("isnormal", "whether it is neither 0, subnormal, infinite nor NaN");

export const unaryOps = [
  absf, acos, acosh, asin, asinh, atan, atanh, cbrt, ceil, cos, cosh, erf, erfc, exp, exp2, expm1, floor, log, log10, log1p,
  log2, round, roundeven, rsqrt, sin, sinh, sqrt, tan, tanh, trunc,
] as const; // biome-ignore format: a list
export const binaryOps = [atan2, copysign, powf] as const;
export const predicateOps = [isfinite, isinf, isnan, isnormal] as const;

export const mathOps = [
  ...unaryOps, ...binaryOps, fma, clampf, fpowi, sincos, absi, ctlz, cttz, ctpop, ipowi, ...predicateOps,
] as const; // biome-ignore format: a list
