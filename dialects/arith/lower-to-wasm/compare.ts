/** Constants, comparisons and select. */
import { type Attribute, i1, i32, isShaped, vectorType } from "../../../src/ir/attribute.ts";
import { denseFromBytes, integerElement } from "../../../src/ir/dense.ts";
import type { Value } from "../../../src/ir/handle.ts";
import { type ConversionPattern, defineConversion } from "../../../src/rewrite/conversion-pattern.ts";
import { type NoMatch, noMatch } from "../../../src/rewrite/pattern.ts";
import { invariant, unreachable } from "../../../src/support/invariant.ts";
import { WasmBuilder } from "../../wasm/lowering/builder.ts";
import { isNarrowFloat, LANES, laneKindOf, unsupportedType, wasmTypes } from "../../wasm/lowering/types.ts";
import type { CmpFPredicateAttr, CmpIPredicateAttr } from "../attributes.ts";
import * as arith from "../ops.ts";
import { type ElementwiseRule, elementwise, type IntegerBuilder, type Lowering } from "./numbers.ts";

type CmpIPredicate = ReturnType<typeof CmpIPredicateAttr.decode>;
type CmpFPredicate = ReturnType<typeof CmpFPredicateAttr.decode>;

const constant = defineConversion({
  name: "arith-constant-to-wasm",
  root: arith.constant,
  converter: wasmTypes,
  rewrite: (op, _adaptor, rewriter) => {
    const made = constantValue(new WasmBuilder(rewriter), op.value);
    if ("reason" in made) return made;
    return rewriter.replace(op, [made]);
  },
});

function constantValue(wasm: WasmBuilder, value: Attribute): Value | NoMatch {
  if (value.kind === "float") {
    if (value.type.name === "f32") return wasm.op("f32.const", [], { value });
    if (value.type.name === "f64") return wasm.op("f64.const", [], { value });
    return isNarrowFloat(value.type) ? wasm.i32(Number(value.bits)) : noMatch(unsupportedType(value.type));
  }
  if (value.kind === "integer") {
    const width = value.type.kind === "index-type" ? 32 : value.type.width;
    if (width === 64) return wasm.op("i64.const", [], { value });
    if (width > 32) return noMatch(unsupportedType(value.type));
    if (value.value < -(2n ** 31n) || value.value >= 2n ** 31n) return noMatch("the index does not fit 32 bits");
    return wasm.i32(Number(value.value));
  }
  if (value.kind !== "dense-elements") return noMatch("the constant is neither a number nor a vector");
  const kind = laneKindOf(value.type);
  if (kind === undefined) return noMatch(unsupportedType(value.type));
  if (value.type.elementType === i32 || kind === "f32") return wasm.vector(value);
  const lanes = Array.from({ length: LANES }, (_, lane) => Number(integerElement(value, lane)));
  const bits = kind === "mask" ? lanes.map((lane) => (lane === 0 ? 0 : -1)) : lanes;
  return wasm.vector(denseFromBytes(vectorType([LANES], i32), new Uint8Array(Int32Array.from(bits).buffer)));
}

// ---- Integers -----------------------------------------------------------------------------------------------------------

const integerTest = {
  eq: "eq", ne: "ne", slt: "lt_s", sle: "le_s", sgt: "gt_s", sge: "ge_s", ult: "lt_u", ule: "le_u", ugt: "gt_u", uge: "ge_u",
} as const satisfies Record<CmpIPredicate, string>; // biome-ignore format: one table

function pair({ operands: [lhs, rhs] }: Lowering): readonly [Value, Value] {
  invariant(lhs !== undefined && rhs !== undefined, "a comparison has two operands");
  return [lhs, rhs];
}

function compareIntegers(integers: IntegerBuilder, lowering: Lowering): Value {
  const predicate = integerPredicate(lowering);
  const [lhs, rhs] = pair(lowering);
  const test = integerTest[predicate];
  if (test.endsWith("_s")) return integers.op(test, integers.signed(lhs), integers.signed(rhs));
  return integers.op(test, lhs, rhs);
}

function integerPredicate({ operation }: Lowering): CmpIPredicate {
  const view = arith.cmpi.cast(operation);
  invariant(view !== undefined, "the rule is for arith.cmpi");
  return view.predicate;
}

/** On masks a set lane is -1 when signed and the largest number when unsigned. */
function compareMasks(lowering: Lowering): Value {
  const { wasm } = lowering;
  const [lhs, rhs] = pair(lowering);
  const less = (small: Value, large: Value): Value => wasm.op("v128.andnot", [large, small]);
  const notLess = (value: Value): Value => wasm.op("v128.not", [value]);
  switch (integerPredicate(lowering)) {
    case "eq":
      return notLess(wasm.op("v128.xor", [lhs, rhs]));
    case "ne":
      return wasm.op("v128.xor", [lhs, rhs]);
    case "ult":
    case "sgt":
      return less(lhs, rhs);
    case "ugt":
    case "slt":
      return less(rhs, lhs);
    case "uge":
    case "sle":
      return notLess(less(lhs, rhs));
    case "ule":
    case "sge":
      return notLess(less(rhs, lhs));
  }
}

// ---- Floats -------------------------------------------------------------------------------------------------------------

/** The instructions that compare floats, and logic on what they give: i32 for scalars, masks for vectors. */
interface FloatTests {
  test(name: "eq" | "ne" | "lt" | "gt" | "le" | "ge", lhs: Value, rhs: Value): Value;
  and(lhs: Value, rhs: Value): Value;
  or(lhs: Value, rhs: Value): Value;
  not(value: Value): Value;
  constant(value: boolean): Value;
}

/** An unordered comparison is the negation of the opposite ordered one. */
function compareFloats(tests: FloatTests, predicate: CmpFPredicate, lhs: Value, rhs: Value): Value {
  switch (predicate) {
    case "false":
      return tests.constant(false);
    case "true":
      return tests.constant(true);
    case "oeq":
      return tests.test("eq", lhs, rhs);
    case "ogt":
      return tests.test("gt", lhs, rhs);
    case "oge":
      return tests.test("ge", lhs, rhs);
    case "olt":
      return tests.test("lt", lhs, rhs);
    case "ole":
      return tests.test("le", lhs, rhs);
    case "one":
      return tests.or(tests.test("lt", lhs, rhs), tests.test("gt", lhs, rhs));
    case "ord":
      return tests.and(tests.test("eq", lhs, lhs), tests.test("eq", rhs, rhs));
    case "ueq":
      return tests.not(compareFloats(tests, "one", lhs, rhs));
    case "ugt":
      return tests.not(tests.test("le", lhs, rhs));
    case "uge":
      return tests.not(tests.test("lt", lhs, rhs));
    case "ult":
      return tests.not(tests.test("ge", lhs, rhs));
    case "ule":
      return tests.not(tests.test("gt", lhs, rhs));
    case "une":
      return tests.test("ne", lhs, rhs);
    case "uno":
      return tests.not(compareFloats(tests, "ord", lhs, rhs));
    default:
      return unreachable(predicate);
  }
}

function scalarTests(wasm: WasmBuilder, type: "f32" | "f64"): FloatTests {
  return {
    test: (name, lhs, rhs) => wasm.op(`${type}.${name}`, [lhs, rhs]),
    and: (lhs, rhs) => wasm.op("i32.and", [lhs, rhs]),
    or: (lhs, rhs) => wasm.op("i32.or", [lhs, rhs]),
    not: (value) => wasm.op("i32.eqz", [value]),
    constant: (value) => wasm.i32(value ? 1 : 0),
  };
}

function laneTests(wasm: WasmBuilder): FloatTests {
  return {
    test: (name, lhs, rhs) => wasm.op(`f32x4.${name}`, [lhs, rhs]),
    and: (lhs, rhs) => wasm.op("v128.and", [lhs, rhs]),
    or: (lhs, rhs) => wasm.op("v128.or", [lhs, rhs]),
    not: (value) => wasm.op("v128.not", [value]),
    constant: (value) => wasm.lanes(new Array(LANES).fill(value ? -1 : 0)),
  };
}

function floatPredicate({ operation }: Lowering): CmpFPredicate {
  const view = arith.cmpf.cast(operation);
  invariant(view !== undefined, "the rule is for arith.cmpf");
  return view.predicate;
}

const compareRules: readonly ElementwiseRule[] = [
  {
    root: arith.cmpi,
    integer: compareIntegers,
    lanes: {
      i32: (lowering) => lowering.wasm.op(`i32x4.${integerTest[integerPredicate(lowering)]}`, pair(lowering)),
      mask: compareMasks,
    },
  },
  {
    root: arith.cmpf,
    float: (type, lowering) =>
      compareFloats(scalarTests(lowering.wasm, type), floatPredicate(lowering), ...pair(lowering)),
    lanes: {
      f32: (lowering) => compareFloats(laneTests(lowering.wasm), floatPredicate(lowering), ...pair(lowering)),
    },
  },
];

// ---- Select -------------------------------------------------------------------------------------------------------------

const select = defineConversion({
  name: "arith-select-to-wasm",
  root: arith.select,
  converter: wasmTypes,
  rewrite: (op, adaptor, rewriter) => {
    const wasm = new WasmBuilder(rewriter);
    const { condition, true_value: onTrue, false_value: onFalse } = adaptor;
    if (op.condition.type === i1) return rewriter.replace(op, [wasm.select(condition, onTrue, onFalse)]);
    if (isShaped(op.condition.type))
      return rewriter.replace(op, [wasm.op("v128.bitselect", [onTrue, onFalse, condition])]);
    return noMatch(unsupportedType(op.condition.type));
  },
});

export const comparePatterns: readonly ConversionPattern[] = [constant, ...elementwise(compareRules), select];
