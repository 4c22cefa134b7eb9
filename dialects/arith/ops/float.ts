/** Floating-point arithmetic: IEEE-754, rounded to nearest even after each operation. Source: MLIR, "'arith' dialect". */
import { defaultAttr, defineOp, type FoldResult } from "../../../src/definition/operation.ts";
import type { Trait } from "../../../src/definition/trait.ts";
import { FloatLike } from "../../../src/definition/type-constraint.ts";
import type { Attribute } from "../../../src/ir/attribute.ts";
import { FastMathAttr } from "../attributes.ts";
import * as folds from "../folds.ts";

type Fold = (
  operation: folds.BinaryOperation & { readonly fastmath: readonly string[] },
  constants: readonly (Attribute | undefined)[],
) => FoldResult;

const attributes = { fastmath: defaultAttr(FastMathAttr, []) };
const traits: readonly Trait[] = [
  "Pure",
  "Elementwise",
  "Scalarizable",
  "Vectorizable",
  "Tensorizable",
  "SameOperandsAndResultType",
];

interface Declared {
  readonly summary: string;
  readonly description?: string;
  readonly commutative?: boolean;
  readonly fold?: Fold;
}

function floatBinary(mnemonic: string, { summary, description = "", commutative = false, fold }: Declared) {
  return defineOp({
    name: `arith.${mnemonic}`,
    summary,
    description,
    operands: { lhs: FloatLike, rhs: FloatLike },
    results: { result: FloatLike },
    attributes,
    traits: commutative ? [...traits, "Commutative"] : traits,
    assembly: "$lhs `,` $rhs (`fastmath` `` $fastmath^)? attr-dict `:` type($result)",
    ...(fold === undefined ? {} : { fold }),
    example: `%2 = arith.${mnemonic} %0, %1 fastmath<nnan> : f32`,
  });
}

export const addf = floatBinary("addf", { summary: "floating-point addition", commutative: true, fold: folds.addf });
export const subf = floatBinary("subf", { summary: "floating-point subtraction", fold: folds.subf });
export const mulf = floatBinary("mulf", {
  summary: "floating-point multiplication",
  commutative: true,
  fold: folds.mulf,
});
export const divf = floatBinary("divf", { summary: "floating-point division", fold: folds.divf });
export const remf = floatBinary("remf", {
  summary: "remainder of floating-point division",
  description: "Has the sign of the dividend.",
});
export const maximumf = floatBinary("maximumf", {
  summary: "floating-point maximum, NaN if an operand is NaN",
  description: "-0 is less than 0.",
  commutative: true,
  fold: folds.maximumf,
});
export const minimumf = floatBinary("minimumf", {
  summary: "floating-point minimum, NaN if an operand is NaN",
  description: "-0 is less than 0.",
  commutative: true,
  fold: folds.minimumf,
});
export const maxnumf = floatBinary("maxnumf", {
  summary: "floating-point maximum, the other operand if one is NaN",
  description: "Of -0 and 0, either.",
  commutative: true,
  fold: folds.numericExtremum,
});
export const minnumf = floatBinary("minnumf", {
  summary: "floating-point minimum, the other operand if one is NaN",
  description: "Of -0 and 0, either.",
  commutative: true,
  fold: folds.numericExtremum,
});

export const negf = defineOp({
  name: "arith.negf",
  summary: "floating-point negation",
  description: "Flips the sign, that of NaN too.",
  operands: { operand: FloatLike },
  results: { result: FloatLike },
  attributes,
  traits,
  assembly: "$operand (`fastmath` `` $fastmath^)? attr-dict `:` type($result)",
  fold: folds.negf,
  example: "%1 = arith.negf %0 : f32",
});

export const floatOps = [
  addf, subf, mulf, divf, remf, maximumf, minimumf, maxnumf, minnumf, negf,
] as const; // biome-ignore format: a list
