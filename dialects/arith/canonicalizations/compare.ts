/** Comparisons and selects. Cases as in upstream's ArithCanonicalization.td and ArithOps.cpp. */
import {
  dtypeOf,
  elementTypeOrSelf,
  type FloatType,
  i1,
  integerAttribute,
  trueAttribute,
} from "../../../src/ir/attribute.ts";
import type { Value } from "../../../src/ir/handle.ts";
import { splatFloat } from "../../../src/ir/splat.ts";
import { definePattern, noMatch, type RewritePattern } from "../../../src/rewrite/pattern.ts";
import { dtypeFacts } from "../../../src/tensor/dtype.ts";
import type { IntegerPredicate } from "../attributes.ts";
import { cmpf, cmpi, divf, extsi, extui, mulf, negf, select, sitofp, uitofp, xori } from "../ops.ts";
import { insertConstant, integerOf, isAllOnes } from "./match.ts";

/** The predicate that holds when the other does not. */
const INVERSE: Readonly<Record<IntegerPredicate, IntegerPredicate>> = {
  eq: "ne", ne: "eq", slt: "sge", sge: "slt", sle: "sgt", sgt: "sle", ult: "uge", uge: "ult", ule: "ugt", ugt: "ule",
}; // biome-ignore format: pairs

/** The predicate for exchanged operands. */
const EXCHANGED: Readonly<Record<IntegerPredicate, IntegerPredicate>> = {
  eq: "eq", ne: "ne", slt: "sgt", sgt: "slt", sle: "sge", sge: "sle", ult: "ugt", ugt: "ult", ule: "uge", uge: "ule",
}; // biome-ignore format: pairs

/** cmpi p, c, x becomes cmpi p', x, c */
const constantToTheRight = definePattern({
  name: "compare-constant-on-the-right",
  root: cmpi,
  rewrite: (op, rewriter, scope) => {
    if (scope.constantOf(op.lhs) === undefined || scope.constantOf(op.rhs) !== undefined)
      return noMatch("the constant is not on the left alone");
    return rewriter.replaceWith(
      op,
      cmpi.build({ predicate: EXCHANGED[op.predicate], lhs: op.rhs, rhs: op.lhs, resultTypes: [op.result.type] }),
    );
  },
});

/** Equality of values widened alike is equality of the values */
function compareExtended(name: string, extension: typeof extui): RewritePattern {
  return definePattern({
    name,
    root: cmpi,
    rewrite: (op, rewriter) => {
      if (op.predicate !== "eq" && op.predicate !== "ne") return noMatch("not a test for equality");
      const left = extension.cast(op.lhs.definition);
      const right = extension.cast(op.rhs.definition);
      if (left === undefined || right === undefined || left.in.type !== right.in.type)
        return noMatch("the operands are not widened alike");
      const spec = { predicate: op.predicate, lhs: left.in, rhs: right.in, resultTypes: [op.result.type] };
      return rewriter.replaceWith(op, cmpi.build(spec));
    },
  });
}

/** xori(cmpi p, a, b; true) becomes cmpi not-p, a, b */
const invertComparison = definePattern({
  name: "invert-comparison",
  root: xori,
  rewrite: (op, rewriter, scope) => {
    const compared = cmpi.cast(op.lhs.definition);
    if (compared === undefined || !isAllOnes(op.rhs, scope)) return noMatch("not the negation of a comparison");
    const { lhs, rhs, predicate } = compared;
    const spec = { predicate: INVERSE[predicate], lhs, rhs, resultTypes: [op.result.type] };
    return rewriter.replaceWith(op, cmpi.build(spec));
  },
});

// ---- Select -------------------------------------------------------------------------------------------------------------

/** select(not c, a, b) becomes select(c, b, a) */
const selectByNegation = definePattern({
  name: "select-by-negation",
  root: select,
  rewrite: (op, rewriter, scope) => {
    const negation = xori.cast(op.condition.definition);
    if (negation === undefined || !isAllOnes(negation.rhs, scope)) return noMatch("the condition is not negated");
    const spec = { condition: negation.lhs, true_value: op.false_value, false_value: op.true_value };
    return rewriter.replaceWith(op, select.build({ ...spec, resultTypes: [op.result.type] }));
  },
});

/**
 *   select(c, select(c, a, b), d)   becomes   select(c, a, d)
 *   select(c, a, select(c, b, d))   becomes   select(c, a, d)
 */
const selectTwice = definePattern({
  name: "select-twice-by-one-condition",
  root: select,
  rewrite: (op, rewriter) => {
    const yes = select.cast(op.true_value.definition);
    const no = select.cast(op.false_value.definition);
    const nestedYes = yes?.condition.is(op.condition) === true ? yes.true_value : undefined;
    const nestedNo = no?.condition.is(op.condition) === true ? no.false_value : undefined;
    if (nestedYes === undefined && nestedNo === undefined) return noMatch("no operand is chosen by the same condition");
    if (nestedYes !== undefined) rewriter.setOperand(op, 1, nestedYes);
    if (nestedNo !== undefined) rewriter.setOperand(op, 2, nestedNo);
    return undefined;
  },
});

/** select(c, false, true) becomes xori(c, true) */
const selectToNot = definePattern({
  name: "select-to-not",
  root: select,
  rewrite: (op, rewriter, scope) => {
    if (op.result.type !== i1) return noMatch("not a boolean");
    if (integerOf(op.true_value, scope) !== 0n || integerOf(op.false_value, scope) !== 1n)
      return noMatch("not false and true");
    const rhs = insertConstant(rewriter, trueAttribute);
    return rewriter.replaceWith(op, xori.build({ lhs: op.condition, rhs }));
  },
});

/**
 *   select(c, 1, 0)   becomes   extui(c)
 *   select(c, 0, 1)   becomes   extui(xori(c, true))
 */
const selectToExtension = definePattern({
  name: "select-to-extension",
  root: select,
  rewrite: (op, rewriter, scope) => {
    const { type } = op.result;
    if (type.kind !== "integer-type" || type.width === 1) return noMatch("not an integer wider than a boolean");
    const [yes, no] = [integerOf(op.true_value, scope), integerOf(op.false_value, scope)];
    const inverted = yes === 0n && no === 1n;
    if (!inverted && !(yes === 1n && no === 0n)) return noMatch("not 1 and 0");
    const boolean = (): Value => {
      const rhs = insertConstant(rewriter, trueAttribute);
      return rewriter.insert(xori.build({ lhs: op.condition, rhs })).opResult(0);
    };
    const from = inverted ? boolean() : op.condition;
    return rewriter.replaceWith(op, extui.build({ in: from, resultTypes: [type] }));
  },
});

// ---- Floats -------------------------------------------------------------------------------------------------------------

/** mulf(-x, -y) becomes mulf(x, y), and so for divf */
function dropNegations(name: string, root: typeof mulf): RewritePattern {
  return definePattern({
    name,
    root,
    rewrite: (op, rewriter) => {
      const left = negf.cast(op.lhs.definition);
      const right = negf.cast(op.rhs.definition);
      if (left === undefined || right === undefined) return noMatch("the operands are not both negated");
      const spec = { lhs: left.operand, rhs: right.operand, fastmath: op.fastmath };
      return rewriter.replaceWith(op, root.build(spec));
    },
  });
}

/** Bits of the significand with the leading one, and the exponent of the largest number. */
function formatOf(type: FloatType): { readonly significand: number; readonly maxExponent: number } | undefined {
  const dtype = dtypeOf(type);
  if (dtype === "f64") return { significand: 53, maxExponent: 1023 };
  if (dtype === "f32") return { significand: 24, maxExponent: 127 };
  const format = dtype === undefined ? undefined : dtypeFacts(dtype).format;
  if (format === undefined || format.special !== "ieee") return undefined;
  return { significand: format.mantissaBits + 1, maxExponent: format.bias };
}

/** Whether comparing the float of an integer of `width` bits with `bound` may differ from comparing the integer, for rounding. */
function losesOrder(width: number, valueBits: number, bound: number, type: FloatType): boolean {
  const format = formatOf(type);
  if (format === undefined) return true;
  const { significand, maxExponent } = format;
  if (width <= significand) return false;
  if (!Number.isFinite(bound)) return maxExponent < valueBits;
  const exponent = bound === 0 ? Number.NEGATIVE_INFINITY : Math.floor(Math.log2(Math.abs(bound)));
  return significand <= exponent && exponent <= valueBits;
}

type Outcome = boolean | { readonly predicate: "eq" | "ne" | "lt" | "le" | "gt" | "ge"; readonly bound: bigint };

/** A comparison of an integer within [least, largest] with a number, as one with an integer, or as decided. */
function integerComparison(predicate: string, bound: number, least: bigint, largest: bigint): Outcome {
  if (bound > Number(largest)) return predicate === "ne" || predicate === "lt" || predicate === "le";
  if (bound < Number(least)) return predicate === "ne" || predicate === "gt" || predicate === "ge";
  const whole = Number.isInteger(bound);
  switch (predicate) {
    case "eq":
      return whole ? { predicate, bound: BigInt(bound) } : false;
    case "ne":
      return whole ? { predicate, bound: BigInt(bound) } : true;
    case "lt":
      return whole ? { predicate, bound: BigInt(bound) } : { predicate: "le", bound: BigInt(Math.floor(bound)) };
    case "ge":
      return whole ? { predicate, bound: BigInt(bound) } : { predicate: "gt", bound: BigInt(Math.floor(bound)) };
    case "le":
      return { predicate, bound: BigInt(Math.floor(bound)) };
    default:
      return { predicate: "gt", bound: BigInt(Math.floor(bound)) };
  }
}

/** cmpf p, sitofp(x), c becomes cmpi p', x, c' (or a constant), where the conversion keeps the order */
const compareAsIntegers = definePattern({
  name: "compare-as-integers",
  root: cmpf,
  rewrite: (op, rewriter, scope) => {
    const bound = splatFloat(scope.constantOf(op.rhs));
    const converted = sitofp.cast(op.lhs.definition) ?? uitofp.cast(op.lhs.definition);
    const type = op.rhs.type;
    if (bound === undefined || Number.isNaN(bound) || converted === undefined || type.kind !== "float-type")
      return noMatch("not an integer compared with a constant");
    const integer = elementTypeOrSelf(converted.in.type);
    if (integer.kind !== "integer-type" || op.predicate === "true" || op.predicate === "false")
      return noMatch("not a comparison of values");
    const signed = converted.opName === "arith.sitofp";
    const { width } = integer;
    if (losesOrder(width, signed ? width - 1 : width, bound, type)) return noMatch("the conversion may round");
    const decide = (value: boolean) =>
      rewriter.replace(op, [insertConstant(rewriter, integerAttribute(value ? 1n : 0n, i1))]);
    if (op.predicate === "ord" || op.predicate === "uno") return decide(op.predicate === "ord");
    const bits = BigInt(width);
    const [least, largest] = signed ? [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n] : [0n, (1n << bits) - 1n];
    const found = integerComparison(op.predicate.slice(1), bound, least, largest);
    if (typeof found === "boolean") return decide(found);
    const prefix = signed ? "s" : "u";
    const predicate: IntegerPredicate =
      found.predicate === "eq" || found.predicate === "ne" ? found.predicate : `${prefix}${found.predicate}`;
    const rhs = insertConstant(rewriter, integerAttribute(found.bound, integer));
    return rewriter.replaceWith(op, cmpi.build({ predicate, lhs: converted.in, rhs, resultTypes: [i1] }));
  },
});

export const compareCanonicalizations: readonly RewritePattern[] = [
  constantToTheRight,
  compareExtended("compare-sign-extended", extsi),
  compareExtended("compare-zero-extended", extui),
  invertComparison,
  selectTwice,
  selectByNegation,
  selectToNot,
  selectToExtension,
  dropNegations("multiply-negated", mulf),
  dropNegations("divide-negated", divf),
  compareAsIntegers,
];
