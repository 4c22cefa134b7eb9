/**
 * Sums, differences and products with constants, each headed by its before and after. The cases are those of upstream's
 * ArithCanonicalization.td, so that both arrive at the same programs. Constants stand on the right of commutative operations.
 */
import type { Value } from "../../../src/ir/handle.ts";
import type { Rewriter } from "../../../src/ir/rewriter.ts";
import { zeroOf } from "../../../src/ir/splat.ts";
import { definePattern, noMatch, type PatternScope, type RewritePattern } from "../../../src/rewrite/pattern.ts";
import type { OverflowFlag } from "../attributes.ts";
import { addi, adduiExtended, cmpi, extsi, muli, mulsiExtended, muluiExtended, subi } from "../ops.ts";
import {
  common,
  constantLeft,
  constantRight,
  insertConstant,
  insertInteger,
  integerOf,
  isAllOnes,
  type WithConstant,
} from "./match.ts";

const NO_CONSTANT = noMatch("no constant to combine");
const OTHER_PRODUCER = noMatch("no sum, difference or product with a constant");

/** What an inner operation promises. */
function flagsOf(value: Value): readonly OverflowFlag[] {
  const { definition } = value;
  const view = addi.cast(definition) ?? subi.cast(definition) ?? muli.cast(definition);
  return view === undefined ? [] : view.overflowFlags;
}

/** A sum or difference that replaces `root`: its constant operand is made first. */
interface Combined {
  readonly build: "addi" | "subi";
  readonly constant: bigint;
  readonly value: Value;
  /** The constant is the left operand (of a difference). */
  readonly constantFirst?: boolean;
  readonly flags: readonly OverflowFlag[];
}

function rebuild(root: Parameters<Rewriter["replaceWith"]>[0], rewriter: Rewriter, combined: Combined) {
  const constant = insertInteger(rewriter, combined.value.type, combined.constant);
  if (constant === undefined) return NO_CONSTANT;
  const [lhs, rhs] = combined.constantFirst === true ? [constant, combined.value] : [combined.value, constant];
  const definition = combined.build === "addi" ? addi : subi;
  return rewriter.replaceWith(root, definition.build({ lhs, rhs, overflowFlags: combined.flags }));
}

/**
 *   (x + c0) + c1   becomes   x + (c0 + c1)
 *   (x - c0) + c1   becomes   x + (c1 - c0)
 *   (c0 - x) + c1   becomes   (c0 + c1) - x
 */
const addToConstant = definePattern({
  name: "add-constant-to-constant",
  root: addi,
  rewrite: (op, rewriter, scope) => {
    const c1 = integerOf(op.rhs, scope);
    if (c1 === undefined) return NO_CONSTANT;
    const inner = op.lhs.definition;
    const flags = common(op.overflowFlags, flagsOf(op.lhs));
    const sum = constantRight(inner, "arith.addi", scope);
    if (sum !== undefined)
      return rebuild(op, rewriter, { build: "addi", constant: sum.constant + c1, value: sum.value, flags });
    const less = constantRight(inner, "arith.subi", scope);
    if (less !== undefined)
      return rebuild(op, rewriter, { build: "addi", constant: c1 - less.constant, value: less.value, flags });
    const from = constantLeft(inner, "arith.subi", scope);
    if (from === undefined) return OTHER_PRODUCER;
    const constant = from.constant + c1;
    return rebuild(op, rewriter, { build: "subi", constant, value: from.value, constantFirst: true, flags });
  },
});

/** `y` of y * -1. */
function negated(value: Value, scope: PatternScope): Value | undefined {
  const product = muli.cast(value.definition);
  return product !== undefined && isAllOnes(product.rhs, scope) ? product.lhs : undefined;
}

/**
 *   x + y * -1   becomes   x - y
 *   x * -1 + y   becomes   y - x
 */
const addNegated = definePattern({
  name: "add-negated",
  root: addi,
  rewrite: (op, rewriter, scope) => {
    const right = negated(op.rhs, scope);
    if (right !== undefined) return rewriter.replaceWith(op, subi.build({ lhs: op.lhs, rhs: right }));
    const left = negated(op.lhs, scope);
    if (left === undefined) return noMatch("neither operand is a product with -1");
    return rewriter.replaceWith(op, subi.build({ lhs: op.rhs, rhs: left }));
  },
});

/**
 *   (x + c0) - c1   becomes   x + (c0 - c1)
 *   (x - c0) - c1   becomes   x - (c0 + c1)
 *   (c0 - x) - c1   becomes   (c0 - c1) - x
 */
const subtractConstant = definePattern({
  name: "subtract-constant-from-constant",
  root: subi,
  rewrite: (op, rewriter, scope) => {
    const c1 = integerOf(op.rhs, scope);
    if (c1 === undefined) return NO_CONSTANT;
    const inner = op.lhs.definition;
    const flags = common(op.overflowFlags, flagsOf(op.lhs));
    const sum = constantRight(inner, "arith.addi", scope);
    if (sum !== undefined)
      return rebuild(op, rewriter, { build: "addi", constant: sum.constant - c1, value: sum.value, flags: [] });
    const less = constantRight(inner, "arith.subi", scope);
    if (less !== undefined)
      return rebuild(op, rewriter, { build: "subi", constant: less.constant + c1, value: less.value, flags });
    const from = constantLeft(inner, "arith.subi", scope);
    if (from === undefined) return OTHER_PRODUCER;
    const constant = from.constant - c1;
    return rebuild(op, rewriter, { build: "subi", constant, value: from.value, constantFirst: true, flags });
  },
});

/**
 *   c1 - (x + c0)   becomes   (c1 - c0) - x
 *   c1 - (x - c0)   becomes   (c0 + c1) - x
 *   c1 - (c0 - x)   becomes   x + (c1 - c0)
 */
const subtractFromConstant = definePattern({
  name: "subtract-from-constant",
  root: subi,
  rewrite: (op, rewriter, scope) => {
    const c1 = integerOf(op.lhs, scope);
    if (c1 === undefined) return NO_CONSTANT;
    const inner = op.rhs.definition;
    const flags = common(op.overflowFlags, flagsOf(op.rhs));
    const difference = (found: WithConstant, constant: bigint) =>
      rebuild(op, rewriter, { build: "subi", constant, value: found.value, constantFirst: true, flags });
    const sum = constantRight(inner, "arith.addi", scope);
    if (sum !== undefined) return difference(sum, c1 - sum.constant);
    const less = constantRight(inner, "arith.subi", scope);
    if (less !== undefined) return difference(less, c1 + less.constant);
    const from = constantLeft(inner, "arith.subi", scope);
    if (from === undefined) return OTHER_PRODUCER;
    return rebuild(op, rewriter, { build: "addi", constant: c1 - from.constant, value: from.value, flags });
  },
});

/** (a - b) - a becomes 0 - b */
const subtractMinuend = definePattern({
  name: "subtract-minuend",
  root: subi,
  rewrite: (op, rewriter) => {
    const inner = subi.cast(op.lhs.definition);
    if (inner === undefined || !inner.lhs.is(op.rhs)) return noMatch("not (a - b) - a");
    const zero = zeroOf(inner.rhs.type);
    if (zero === undefined) return noMatch("a tensor whose shape is not known has no constant");
    const lhs = insertConstant(rewriter, zero);
    const overflowFlags = common(op.overflowFlags, inner.overflowFlags);
    return rewriter.replaceWith(op, subi.build({ lhs, rhs: inner.rhs, overflowFlags }));
  },
});

/** (x * c0) * c1 becomes x * (c0 * c1) */
const multiplyConstants = definePattern({
  name: "multiply-constants",
  root: muli,
  rewrite: (op, rewriter, scope) => {
    const c1 = integerOf(op.rhs, scope);
    const inner = constantRight(op.lhs.definition, "arith.muli", scope);
    if (c1 === undefined || inner === undefined) return NO_CONSTANT;
    const rhs = insertInteger(rewriter, op.result.type, inner.constant * c1);
    if (rhs === undefined) return NO_CONSTANT;
    const overflowFlags = common(op.overflowFlags, flagsOf(op.lhs));
    return rewriter.replaceWith(op, muli.build({ lhs: inner.value, rhs, overflowFlags }));
  },
});

/** addui_extended whose carry nobody asks for becomes addi */
const dropCarry = definePattern({
  name: "drop-unused-carry",
  root: adduiExtended,
  rewrite: (op, rewriter) => {
    if (op.overflow.hasUses) return noMatch("the carry is used");
    // The operation is dead then.
    const sum = rewriter.insert(addi.build({ lhs: op.lhs, rhs: op.rhs })).opResult(0);
    rewriter.replaceAllUsesWith(op.sum, sum);
    return undefined;
  },
});

function dropHighHalf(name: string, root: typeof mulsiExtended): RewritePattern {
  return definePattern({
    name,
    root,
    rewrite: (op, rewriter) => {
      if (op.high.hasUses) return noMatch("the high half is used");
      const low = rewriter.insert(muli.build({ lhs: op.lhs, rhs: op.rhs })).opResult(0);
      rewriter.replaceAllUsesWith(op.low, low);
      return undefined;
    },
  });
}

/** mulsi_extended x, 1 becomes x, extsi(x < 0) */
const extendedProductWithOne = definePattern({
  name: "extended-product-with-one",
  root: mulsiExtended,
  rewrite: (op, rewriter, scope) => {
    if (integerOf(op.rhs, scope) !== 1n) return noMatch("not a product with 1");
    const zero = zeroOf(op.lhs.type);
    // In one bit, 1 is -1.
    if (zero === undefined || isAllOnes(op.rhs, scope)) return noMatch("no constant 0");
    const rhs = insertConstant(rewriter, zero);
    const isNegative = rewriter.insert(cmpi.build({ predicate: "slt", lhs: op.lhs, rhs })).opResult(0);
    const high = rewriter.insert(extsi.build({ in: isNegative, resultTypes: [op.high.type] })).opResult(0);
    rewriter.replace(op, [op.lhs, high]);
    return undefined;
  },
});

export const integerCanonicalizations: readonly RewritePattern[] = [
  addToConstant,
  addNegated,
  subtractConstant,
  subtractFromConstant,
  subtractMinuend,
  multiplyConstants,
  dropCarry,
  dropHighHalf("drop-unused-signed-high-half", mulsiExtended),
  dropHighHalf("drop-unused-unsigned-high-half", muluiExtended),
  extendedProductWithOne,
];
