/** Chains of casts, and bitwise operations on widened values. Cases as in upstream's ArithCanonicalization.td and folds. */
import { elementTypeOrSelf, type Type } from "../../../src/ir/attribute.ts";
import { floatWidth } from "../../../src/ir/float.ts";
import { definePattern, noMatch, type RewritePattern } from "../../../src/rewrite/pattern.ts";
import { integerWidth } from "../integer-meaning.ts";
import * as ops from "../ops.ts";
import { integerOf } from "./match.ts";

const NO_CHAIN = noMatch("the operand is not such a cast");

type Cast = typeof ops.extui;

/** `outer(inner(x))` becomes `made(x)`. */
function shorten(name: string, outer: Cast, inner: Cast, made: Cast): RewritePattern {
  return definePattern({
    name,
    root: outer,
    rewrite: (op, rewriter) => {
      const first = inner.cast(op.in.definition);
      if (first === undefined) return NO_CHAIN;
      return rewriter.replaceWith(op, made.build({ in: first.in, resultTypes: [op.out.type] }));
    },
  });
}

/** Widened and then narrowed: what remains of the widening, or of the narrowing. */
const truncateExtended = definePattern({
  name: "truncate-extended",
  root: ops.trunci,
  rewrite: (op, rewriter) => {
    const widened = ops.extsi.cast(op.in.definition) ?? ops.extui.cast(op.in.definition);
    if (widened === undefined) return NO_CHAIN;
    const [from, to] = [integerWidth(widened.in.type), integerWidth(op.out.type)];
    if (from > to) {
      rewriter.setOperand(op, 0, widened.in);
      return undefined;
    }
    if (from === to) return noMatch("the fold of trunci removes both");
    const definition = widened.opName === "arith.extsi" ? ops.extsi : ops.extui;
    return rewriter.replaceWith(op, definition.build({ in: widened.in, resultTypes: [op.out.type] }));
  },
});

/** trunci(trunci(x)) becomes trunci(x) */
const truncateTruncated = definePattern({
  name: "truncate-truncated",
  root: ops.trunci,
  rewrite: (op, rewriter) => {
    const inner = ops.trunci.cast(op.in.definition);
    if (inner === undefined) return NO_CHAIN;
    rewriter.setOperand(op, 0, inner.in);
    return undefined;
  },
});

/** trunci(shrsi(x, c)) becomes trunci(shrui(x, c)) where just the bits that the shift brought in are cut off */
const truncateShifted = definePattern({
  name: "truncate-shifted",
  root: ops.trunci,
  rewrite: (op, rewriter, scope) => {
    const shift = ops.shrsi.cast(op.in.definition);
    if (shift === undefined) return NO_CHAIN;
    const cut = integerWidth(shift.lhs.type) - integerWidth(op.out.type);
    if (integerOf(shift.rhs, scope) !== BigInt(cut)) return noMatch("the shift is not by the bits that are cut off");
    const logical = rewriter.insert(ops.shrui.build({ lhs: shift.lhs, rhs: shift.rhs })).opResult(0);
    const spec = { in: logical, overflowFlags: op.overflowFlags, resultTypes: [op.out.type] };
    return rewriter.replaceWith(op, ops.trunci.build(spec));
  },
});

function widthOf(type: Type): number {
  const element = elementTypeOrSelf(type);
  return element.kind === "float-type" ? floatWidth(element) : 0;
}

/** truncf(extf(x)) becomes truncf(x), for a target narrower than x */
const truncateWidenedFloat = definePattern({
  name: "truncate-widened-float",
  root: ops.truncf,
  rewrite: (op, rewriter) => {
    const widened = ops.extf.cast(op.in.definition);
    if (widened === undefined || widthOf(widened.in.type) <= widthOf(op.out.type)) return NO_CHAIN;
    rewriter.setOperand(op, 0, widened.in);
    return undefined;
  },
});

/** truncf(sitofp(x)) becomes sitofp(x), and so for unsigned integers, in the default rounding mode */
function truncateConverted(name: string, conversion: Cast): RewritePattern {
  return definePattern({
    name,
    root: ops.truncf,
    rewrite: (op, rewriter) => {
      const inner = conversion.cast(op.in.definition);
      if (inner === undefined || op.roundingmode !== undefined) return NO_CHAIN;
      return rewriter.replaceWith(op, conversion.build({ in: inner.in, resultTypes: [op.out.type] }));
    },
  });
}

/** op(ext(x), ext(y)) becomes ext(op(x, y)), for x and y of one type */
function narrowBitwise(name: string, root: typeof ops.andi, extension: Cast): RewritePattern {
  return definePattern({
    name,
    root,
    rewrite: (op, rewriter) => {
      const left = extension.cast(op.lhs.definition);
      const right = extension.cast(op.rhs.definition);
      if (left === undefined || right === undefined) return noMatch("the operands are not widened alike");
      if (left.in.type !== right.in.type) return noMatch("the operands are widened from different types");
      const narrow = rewriter.insert(root.build({ lhs: left.in, rhs: right.in })).opResult(0);
      return rewriter.replaceWith(op, extension.build({ in: narrow, resultTypes: [op.result.type] }));
    },
  });
}

export const castCanonicalizations: readonly RewritePattern[] = [
  shorten("extend-extended-unsigned", ops.extui, ops.extui, ops.extui),
  shorten("extend-extended-signed", ops.extsi, ops.extsi, ops.extsi),
  // A zero-extended value is not negative.
  shorten("extend-unsigned-as-signed", ops.extsi, ops.extui, ops.extui),
  shorten("index-of-extended", ops.indexCast, ops.extsi, ops.indexCast),
  shorten("unsigned-index-of-extended", ops.indexCastui, ops.extui, ops.indexCastui),
  shorten("bitcast-of-bitcast", ops.bitcast, ops.bitcast, ops.bitcast),
  shorten("float-of-extended-signed", ops.sitofp, ops.extsi, ops.sitofp),
  shorten("float-of-extended-unsigned-as-signed", ops.sitofp, ops.extui, ops.uitofp),
  shorten("float-of-extended-unsigned", ops.uitofp, ops.extui, ops.uitofp),
  truncateExtended,
  truncateTruncated,
  truncateShifted,
  truncateWidenedFloat,
  truncateConverted("truncate-converted-signed", ops.sitofp),
  truncateConverted("truncate-converted-unsigned", ops.uitofp),
  narrowBitwise("and-of-zero-extended", ops.andi, ops.extui),
  narrowBitwise("and-of-sign-extended", ops.andi, ops.extsi),
  narrowBitwise("or-of-zero-extended", ops.ori, ops.extui),
  narrowBitwise("or-of-sign-extended", ops.ori, ops.extsi),
  narrowBitwise("xor-of-zero-extended", ops.xori, ops.extui),
  narrowBitwise("xor-of-sign-extended", ops.xori, ops.extsi),
];
