/** Casts: element by element, shapes stay. Source: MLIR, "'arith' dialect". */
import {
  defaultAttr,
  defineOp,
  type FoldResult,
  optionalAttr,
  type Report,
} from "../../../src/definition/operation.ts";
import type { Trait } from "../../../src/definition/trait.ts";
import { FloatLike, type TypeConstraint } from "../../../src/definition/type-constraint.ts";
import { type Attribute, elementTypeOrSelf, type Type } from "../../../src/ir/attribute.ts";
import { floatWidth } from "../../../src/ir/float.ts";
import type { OperationHandle, Value } from "../../../src/ir/handle.ts";
import { typeText } from "../../../src/ir/type-text.ts";
import { FastMathAttr, OverflowFlagsAttr, RoundingModeAttr } from "../attributes.ts";
import {
  BitcastType,
  IndexCastType,
  SameInputOutputTensorDims,
  SignlessFixedWidthIntegerLike,
} from "../constraints.ts";
import * as folds from "../folds.ts";

const elementwise: readonly Trait[] = ["Pure", "Elementwise", "Scalarizable", "Vectorizable", "Tensorizable"];
const traits: readonly Trait[] = [...elementwise, "SameOperandsAndResultShape", SameInputOutputTensorDims];

/** Bits of the element type; undefined for index and types without a width. */
function widthOf(type: Type): number | undefined {
  const element = elementTypeOrSelf(type);
  if (element.kind === "integer-type") return element.width;
  return element.kind === "float-type" ? floatWidth(element) : undefined;
}

/** What a cast asks of the element types of its operand and result. */
type Compatible = (from: Type, to: Type) => boolean;

const widens: Compatible = (from, to) => (widthOf(from) ?? 0) < (widthOf(to) ?? 0);
const narrows: Compatible = (from, to) => (widthOf(from) ?? 0) > (widthOf(to) ?? 0);
/** Of floats as wide as each other, a cast is neither: upstream wants a difference in width. */
const isIndex = (type: Type): boolean => elementTypeOrSelf(type).kind === "index-type";
const betweenIndexAndInteger: Compatible = (from, to) => isIndex(from) !== isIndex(to);
const sameWidth: Compatible = (from, to) => widthOf(from) === widthOf(to);

interface InAndOut extends OperationHandle {
  readonly in: Value;
  readonly out: Value;
}

function verifyCast(compatible: Compatible): (operation: InAndOut, report: Report) => void {
  return (operation, report) => {
    const [from, to] = [operation.in.type, operation.out.type];
    if (!compatible(from, to))
      report(`operand type '${typeText(from)}' and result type '${typeText(to)}' are cast incompatible`);
  };
}

interface Declared {
  readonly summary: string;
  readonly description?: string;
  readonly from: TypeConstraint;
  readonly to: TypeConstraint;
  readonly compatible?: Compatible;
  readonly fold?: (operation: InAndOut, constants: readonly (Attribute | undefined)[]) => FoldResult;
  readonly example: string;
}

function cast(mnemonic: string, { summary, description = "", from, to, compatible, fold, example }: Declared) {
  return defineOp({
    name: `arith.${mnemonic}`,
    summary,
    description,
    operands: { in: from },
    results: { out: to },
    traits,
    assembly: "$in attr-dict `:` type($in) `to` type($out)",
    ...(compatible === undefined ? {} : { verify: verifyCast(compatible) }),
    ...(fold === undefined ? {} : { fold }),
    example: `%1 = arith.${mnemonic} %0 : ${example}`,
  });
}

const Integer = SignlessFixedWidthIntegerLike;

export const extui = cast("extui", {
  summary: "zero extension to a wider integer",
  from: Integer,
  to: Integer,
  compatible: widens,
  example: "i3 to i6",
});
export const extsi = cast("extsi", {
  summary: "sign extension to a wider integer",
  from: Integer,
  to: Integer,
  compatible: widens,
  example: "i3 to i6",
});
export const uitofp = cast("uitofp", {
  summary: "unsigned integer to the nearest float",
  from: Integer,
  to: FloatLike,
  example: "i32 to f32",
});
export const sitofp = cast("sitofp", {
  summary: "signed integer to the nearest float",
  from: Integer,
  to: FloatLike,
  example: "i32 to f32",
});
export const fptoui = cast("fptoui", {
  summary: "float to unsigned integer, towards zero",
  description: "A value outside of the integer's range gives poison.",
  from: FloatLike,
  to: Integer,
  fold: folds.fptoui,
  example: "f32 to i32",
});
export const fptosi = cast("fptosi", {
  summary: "float to signed integer, towards zero",
  description: "A value outside of the integer's range gives poison.",
  from: FloatLike,
  to: Integer,
  fold: folds.fptosi,
  example: "f32 to i32",
});
export const indexCast = cast("index_cast", {
  summary: "between index and integers, sign-extending",
  from: IndexCastType,
  to: IndexCastType,
  compatible: betweenIndexAndInteger,
  fold: folds.indexCast,
  example: "index to i32",
});
export const indexCastui = cast("index_castui", {
  summary: "between index and integers, zero-extending",
  from: IndexCastType,
  to: IndexCastType,
  compatible: betweenIndexAndInteger,
  fold: folds.indexCast,
  example: "index to i32",
});
export const bitcast = cast("bitcast", {
  summary: "the same bits as another type of equal width",
  from: BitcastType,
  to: BitcastType,
  compatible: sameWidth,
  fold: folds.bitcast,
  example: "f32 to i32",
});

export const trunci = defineOp({
  name: "arith.trunci",
  summary: "truncation to a narrower integer",
  operands: { in: Integer },
  results: { out: Integer },
  attributes: { overflowFlags: defaultAttr(OverflowFlagsAttr, []) },
  traits,
  assembly: "$in (`overflow` `` $overflowFlags^)? attr-dict `:` type($in) `to` type($out)",
  verify: verifyCast(narrows),
  fold: folds.trunci,
  example: "%1 = arith.trunci %0 overflow<nsw> : i32 to i16",
});

export const extf = defineOp({
  name: "arith.extf",
  summary: "float to a wider float",
  operands: { in: FloatLike },
  results: { out: FloatLike },
  attributes: { fastmath: optionalAttr(FastMathAttr) },
  traits,
  assembly: "$in (`fastmath` `` $fastmath^)? attr-dict `:` type($in) `to` type($out)",
  verify: verifyCast(widens),
  fold: folds.extf,
  example: "%1 = arith.extf %0 : f16 to f32",
});

export const truncf = defineOp({
  name: "arith.truncf",
  summary: "float to a narrower float",
  description: "Rounds to nearest even unless a rounding mode is given.",
  operands: { in: FloatLike },
  results: { out: FloatLike },
  attributes: { roundingmode: optionalAttr(RoundingModeAttr), fastmath: optionalAttr(FastMathAttr) },
  traits,
  assembly: "$in ($roundingmode^)? (`fastmath` `` $fastmath^)? attr-dict `:` type($in) `to` type($out)",
  verify: verifyCast(narrows),
  fold: folds.truncf,
  example: "%1 = arith.truncf %0 toward_zero : f32 to f16",
});

export const scalingExtf = defineOp({
  name: "arith.scaling_extf",
  summary: "narrow float times a power-of-two scale, as a wider float",
  description: "The scale is first cast to f8E8M0FNU. Source: OCP Microscaling Formats (MX) specification.",
  operands: { in: FloatLike, scale: FloatLike },
  results: { out: FloatLike },
  attributes: { fastmath: optionalAttr(FastMathAttr) },
  traits: [...elementwise, SameInputOutputTensorDims],
  assembly: "$in `,` $scale (`fastmath` `` $fastmath^)? attr-dict `:` type($in) `,` type($scale) `to` type($out)",
  verify: verifyCast(widens),
  example: "%2 = arith.scaling_extf %0, %1 : f4E2M1FN, f8E8M0FNU to f32",
});

export const scalingTruncf = defineOp({
  name: "arith.scaling_truncf",
  summary: "float divided by a power-of-two scale, as a narrower float",
  description: "The scale is first cast to f8E8M0FNU. Source: OCP Microscaling Formats (MX) specification.",
  operands: { in: FloatLike, scale: FloatLike },
  results: { out: FloatLike },
  attributes: { roundingmode: optionalAttr(RoundingModeAttr), fastmath: optionalAttr(FastMathAttr) },
  traits: [...elementwise, SameInputOutputTensorDims],
  assembly:
    "$in `,` $scale ($roundingmode^)? (`fastmath` `` $fastmath^)? attr-dict `:` type($in) `,` type($scale) `to` type($out)",
  verify: verifyCast(narrows),
  example: "%2 = arith.scaling_truncf %0, %1 : f32, f8E8M0FNU to f4E2M1FN",
});

export const castOps = [
  extui, extsi, uitofp, sitofp, fptoui, fptosi, indexCast, indexCastui, bitcast, trunci, extf, truncf, scalingExtf,
  scalingTruncf,
] as const; // biome-ignore format: a list
