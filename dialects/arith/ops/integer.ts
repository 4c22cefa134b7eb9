/** Integer arithmetic: signless, of any width; wraps modulo 2^width. Source: MLIR, "'arith' dialect". */
import { UnitAttr } from "../../../src/definition/attribute-constraint.ts";
import { opAsm } from "../../../src/definition/control-flow.ts";
import { speculatable } from "../../../src/definition/effects.ts";
import { defaultAttr, defineOp, type FoldResult } from "../../../src/definition/operation.ts";
import { AllTypesMatch, type Trait } from "../../../src/definition/trait.ts";
import { BoolLike, SignlessIntegerOrIndexLike } from "../../../src/definition/type-constraint.ts";
import type { Attribute } from "../../../src/ir/attribute.ts";
import type { OperationHandle, Value } from "../../../src/ir/handle.ts";
import { OverflowFlagsAttr } from "../attributes.ts";
import { booleanOf } from "../constraints.ts";
import * as folds from "../folds.ts";

/** What folds see of a binary operation. */
export interface BinaryOperation extends OperationHandle {
  readonly lhs: Value;
  readonly rhs: Value;
}
type Fold = (operation: BinaryOperation, constants: readonly (Attribute | undefined)[]) => FoldResult;

const operands = { lhs: SignlessIntegerOrIndexLike, rhs: SignlessIntegerOrIndexLike } as const;
const results = { result: SignlessIntegerOrIndexLike } as const;
const elementwise = ["Elementwise", "Scalarizable", "Vectorizable", "Tensorizable"] as const;
const sameType = [...elementwise, "SameOperandsAndResultType"] as const;

interface Declared {
  readonly summary: string;
  readonly description: string;
  readonly traits: readonly Trait[];
  readonly fold: Fold;
}

function integerBinary(mnemonic: string, { summary, description, traits, fold }: Declared) {
  return defineOp({
    name: `arith.${mnemonic}`,
    summary,
    description,
    operands,
    results,
    traits: [...traits, ...sameType],
    assembly: "$lhs `,` $rhs attr-dict `:` type($result)",
    fold,
    example: `%2 = arith.${mnemonic} %0, %1 : i32`,
  });
}

/** With `overflow<nsw, nuw>`: the promise that the operation doesn't wrap, as a signed or an unsigned one. */
function overflowing(mnemonic: string, { summary, description, traits, fold }: Declared) {
  return defineOp({
    name: `arith.${mnemonic}`,
    summary,
    description,
    operands,
    results,
    attributes: { overflowFlags: defaultAttr(OverflowFlagsAttr, []) },
    traits: [...traits, ...sameType],
    assembly: "$lhs `,` $rhs (`overflow` `` $overflowFlags^)? attr-dict `:` type($result)",
    fold,
    example: `%2 = arith.${mnemonic} %0, %1 overflow<nsw> : i32`,
  });
}

/** With `exact`: the promise that nothing is lost (no remainder, no set bit shifted out). */
function exact(mnemonic: string, { summary, description, traits, fold }: Declared, divides: boolean) {
  return defineOp({
    name: `arith.${mnemonic}`,
    summary,
    description,
    operands,
    results,
    attributes: { isExact: UnitAttr },
    traits: [...traits, ...sameType],
    assembly: "$lhs `,` $rhs (`exact` $isExact^)? attr-dict `:` type($result)",
    fold,
    supplies: divides ? [speculatable.of(hasSafeDivisor)] : [],
    example: `%2 = arith.${mnemonic} %0, %1 exact : i32`,
  });
}

function dividing(mnemonic: string, declared: Declared) {
  return defineOp({
    name: `arith.${mnemonic}`,
    summary: declared.summary,
    description: declared.description,
    operands,
    results,
    traits: [...declared.traits, ...sameType],
    assembly: "$lhs `,` $rhs attr-dict `:` type($result)",
    fold: declared.fold,
    supplies: [speculatable.of(hasSafeDivisor)],
    example: `%2 = arith.${mnemonic} %0, %1 : i32`,
  });
}

/** A constant divisor other than 0, and for signed division other than -1 (whose quotient of the least number overflows). */
function hasSafeDivisor(operation: OperationHandle): boolean {
  const divisor = operation.opOperand(1).definition?.findAttribute("value");
  if (divisor?.kind !== "integer" || divisor.value === 0n) return false;
  return operation.opName.endsWith("ui") || divisor.value !== -1n;
}

const DIVISION_BY_ZERO = "Division by zero is undefined, for each element of a vector or tensor.";
const SIGNED_OVERFLOW = `${DIVISION_BY_ZERO} So is the least number divided by -1.`;

export const addi = overflowing("addi", {
  summary: "integer addition",
  description: "Modulo 2^width.",
  traits: ["Pure", "Commutative"],
  fold: folds.addi,
});
export const subi = overflowing("subi", {
  summary: "integer subtraction",
  description: "Modulo 2^width.",
  traits: ["Pure"],
  fold: folds.subi,
});
export const muli = overflowing("muli", {
  summary: "integer multiplication",
  description: "Modulo 2^width.",
  traits: ["Pure", "Commutative"],
  fold: folds.muli,
});
export const shli = overflowing("shli", {
  summary: "integer left shift",
  description: "Zeros enter. A shift by the width or more gives poison.",
  traits: ["Pure"],
  fold: folds.shift,
});

export const divui = exact(
  "divui",
  {
    summary: "unsigned integer division",
    description: `Rounds towards zero. ${DIVISION_BY_ZERO}`,
    traits: ["NoMemoryEffect"],
    fold: folds.divui,
  },
  true,
);
export const divsi = exact(
  "divsi",
  {
    summary: "signed integer division",
    description: `Rounds towards zero. ${SIGNED_OVERFLOW}`,
    traits: ["NoMemoryEffect"],
    fold: folds.divsi,
  },
  true,
);
export const shrui = exact(
  "shrui",
  {
    summary: "unsigned integer right shift",
    description: "Zeros enter. A shift by the width or more gives poison.",
    traits: ["Pure"],
    fold: folds.shift,
  },
  false,
);
export const shrsi = exact(
  "shrsi",
  {
    summary: "signed integer right shift",
    description: "Copies of the sign enter. A shift by the width or more gives poison.",
    traits: ["Pure"],
    fold: folds.shift,
  },
  false,
);

export const ceildivui = dividing("ceildivui", {
  summary: "unsigned integer division, rounding up",
  description: DIVISION_BY_ZERO,
  traits: ["NoMemoryEffect"],
  fold: folds.divideByOne,
});
export const ceildivsi = dividing("ceildivsi", {
  summary: "signed integer division, rounding up",
  description: SIGNED_OVERFLOW,
  traits: ["NoMemoryEffect"],
  fold: folds.divideByOne,
});
export const floordivsi = integerBinary("floordivsi", {
  summary: "signed integer division, rounding down",
  description: SIGNED_OVERFLOW,
  traits: ["Pure"],
  fold: folds.divideByOne,
});
export const remui = integerBinary("remui", {
  summary: "remainder of unsigned integer division",
  description: DIVISION_BY_ZERO,
  traits: ["Pure"],
  fold: folds.remainderByOne,
});
export const remsi = integerBinary("remsi", {
  summary: "remainder of signed integer division",
  description: `Has the sign of the dividend. ${DIVISION_BY_ZERO}`,
  traits: ["Pure"],
  fold: folds.remainderByOne,
});

export const andi = integerBinary("andi", {
  summary: "bitwise and",
  description: "On i1: logical and.",
  traits: ["Pure", "Commutative", "Idempotent"],
  fold: folds.andi,
});
export const ori = integerBinary("ori", {
  summary: "bitwise or",
  description: "On i1: logical or.",
  traits: ["Pure", "Commutative", "Idempotent"],
  fold: folds.ori,
});
export const xori = integerBinary("xori", {
  summary: "bitwise exclusive or",
  description: "With all ones: bitwise not.",
  traits: ["Pure", "Commutative"],
  fold: folds.xori,
});

export const maxsi = integerBinary("maxsi", {
  summary: "signed integer maximum",
  description: "",
  traits: ["Pure", "Commutative"],
  fold: folds.maxsi,
});
export const maxui = integerBinary("maxui", {
  summary: "unsigned integer maximum",
  description: "",
  traits: ["Pure", "Commutative"],
  fold: folds.maxui,
});
export const minsi = integerBinary("minsi", {
  summary: "signed integer minimum",
  description: "",
  traits: ["Pure", "Commutative"],
  fold: folds.minsi,
});
export const minui = integerBinary("minui", {
  summary: "unsigned integer minimum",
  description: "",
  traits: ["Pure", "Commutative"],
  fold: folds.minui,
});

export const adduiExtended = defineOp({
  name: "arith.addui_extended",
  summary: "unsigned addition with its carry",
  description: "The sum modulo 2^width, and 1 where it wrapped.",
  operands,
  results: { sum: SignlessIntegerOrIndexLike, overflow: BoolLike },
  traits: ["Pure", "Commutative", ...elementwise, AllTypesMatch("lhs", "rhs", "sum")],
  assembly: "$lhs `,` $rhs attr-dict `:` type($sum) `,` type($overflow)",
  inferTypes: ({ operandTypes: [lhs] }) =>
    lhs === undefined ? { problem: "it has no operands" } : { types: [lhs, booleanOf(lhs)] },
  fold: folds.adduiExtended,
  supplies: [opAsm.of({ resultNames: ["sum", "overflow"] })],
  example: "%sum, %overflow = arith.addui_extended %0, %1 : i32, i1",
});

function extendedProduct(mnemonic: string, summary: string, fold: Fold) {
  return defineOp({
    name: `arith.${mnemonic}`,
    summary,
    description: "The low and the high half of the product of twice the width.",
    operands,
    results: { low: SignlessIntegerOrIndexLike, high: SignlessIntegerOrIndexLike },
    traits: ["Pure", "Commutative", ...elementwise, AllTypesMatch("lhs", "rhs", "low", "high")],
    assembly: "$lhs `,` $rhs attr-dict `:` type($lhs)",
    fold,
    supplies: [opAsm.of({ resultNames: ["low", "high"] })],
    example: `%low, %high = arith.${mnemonic} %0, %1 : i32`,
  });
}
export const mulsiExtended = extendedProduct(
  "mulsi_extended",
  "signed multiplication to twice the width",
  folds.mulsiExtended,
);
export const muluiExtended = extendedProduct(
  "mului_extended",
  "unsigned multiplication to twice the width",
  folds.muluiExtended,
);

export const integerOps = [
  addi, subi, muli, shli, divui, divsi, shrui, shrsi, ceildivui, ceildivsi, floordivsi, remui, remsi, andi, ori, xori,
  maxsi, maxui, minsi, minui, adduiExtended, mulsiExtended, muluiExtended,
] as const; // biome-ignore format: a list
