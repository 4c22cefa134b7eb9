/** Arithmetic on f32, f64 and vectors of f32. WebAssembly's min and max are arith's minimumf and maximumf: NaN wins, and -0 is less than 0. */
import { floatAt } from "../../../src/ir/dense.ts";
import type { Value } from "../../../src/ir/handle.ts";
import type { ConversionPattern } from "../../../src/rewrite/conversion-pattern.ts";
import { invariant } from "../../../src/support/invariant.ts";
import type { WasmBuilder } from "../../wasm/lowering/builder.ts";
import { importedFunction } from "../../wasm/lowering/imports.ts";
import * as arith from "../ops.ts";
import { type ElementwiseRule, elementwise, type Lowering } from "./numbers.ts";

type FloatSuffix = "add" | "sub" | "mul" | "div" | "min" | "max";

function pair({ operands: [lhs, rhs] }: Lowering): readonly [Value, Value] {
  invariant(lhs !== undefined && rhs !== undefined, "a binary operation has two operands");
  return [lhs, rhs];
}

function binary(root: ElementwiseRule["root"], suffix: FloatSuffix): ElementwiseRule {
  return {
    root,
    float: (type, lowering) => lowering.wasm.op(`${type}.${suffix}`, pair(lowering)),
    lanes: { f32: (lowering) => lowering.wasm.op(`f32x4.${suffix}`, pair(lowering)) },
  };
}

/**
 * The number in every lane of a constant vector. Engines spend eight instructions on f32x4.max and f32x4.min, for NaN and the signs of zeros;
 * where one operand is a known number most of it can be spared.
 */
function knownNumber(value: Value): number | undefined {
  const { definition } = value;
  const source = definition?.opName === "wasm.f32x4.splat" ? definition.opOperand(0).definition : definition;
  const attribute = source?.findAttribute("value");
  if (source?.opName === "wasm.f32.const" && attribute?.kind === "float") return numberOrNothing(attribute.value);
  if (source?.opName !== "wasm.v128.const" || attribute?.kind !== "dense-elements" || !attribute.splat)
    return undefined;
  const { elementType } = attribute.type;
  return elementType.kind === "float-type" ? numberOrNothing(floatAt(attribute.blob, elementType, 0).value) : undefined;
}

function numberOrNothing(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

/** The operands with a known number second, where one is known: minimum and maximum do not care for the order. */
function withKnownLast(lhs: Value, rhs: Value): readonly [value: Value, known: Value, number: number] | undefined {
  const right = knownNumber(rhs);
  if (right !== undefined) return [lhs, rhs, right];
  const left = knownNumber(lhs);
  return left === undefined ? undefined : [rhs, lhs, left];
}

/** pmin(a, b) is b < a ? b : a, and pmax(a, b) is a < b ? b : a: a NaN that comes first stays, and so does a zero. */
function boundLanes(suffix: "min" | "max"): (lowering: Lowering) => Value {
  return (lowering) => {
    const { wasm } = lowering;
    const [lhs, rhs] = pair(lowering);
    const [value, bound, number] = withKnownLast(lhs, rhs) ?? [lhs, rhs, undefined];
    const isPositiveZero = Object.is(number, 0);
    if (number === undefined || (suffix === "min" && Object.is(number, -0)))
      return wasm.op(`f32x4.${suffix}`, [lhs, rhs]);
    const bounded = wasm.op(`f32x4.p${suffix}`, [value, bound]);
    // Of -0 and 0 the maximum is 0, and pmax kept the first: -0 + 0 is 0, and any other sum with 0 is the number itself.
    return suffix === "max" && isPositiveZero ? wasm.op("f32x4.add", [bounded, bound]) : bounded;
  };
}

/** Like min or max, but a number wins over NaN. */
function preferNumber(root: ElementwiseRule["root"], suffix: "min" | "max"): ElementwiseRule {
  return {
    root,
    float: (type, lowering) => {
      const { wasm } = lowering;
      const [lhs, rhs] = pair(lowering);
      const unordered = (value: Value): Value => wasm.op(`${type}.ne`, [value, value]);
      const both = wasm.op(`${type}.${suffix}`, [lhs, rhs]);
      return wasm.select(unordered(lhs), rhs, wasm.select(unordered(rhs), lhs, both));
    },
    lanes: { f32: (lowering) => preferNumberLanes(lowering.wasm, suffix, ...pair(lowering)) },
  };
}

function preferNumberLanes(wasm: WasmBuilder, suffix: "min" | "max", lhs: Value, rhs: Value): Value {
  const known = withKnownLast(lhs, rhs);
  // The known number first: a NaN is not less than it, nor is it less than a NaN.
  if (known !== undefined && known[2] !== 0) return wasm.op(`f32x4.p${suffix}`, [known[1], known[0]]);
  const unordered = (value: Value): Value => wasm.op("f32x4.ne", [value, value]);
  const both = wasm.op(`f32x4.${suffix}`, [lhs, rhs]);
  const unlessRight = wasm.op("v128.bitselect", [lhs, both, unordered(rhs)]);
  return wasm.op("v128.bitselect", [rhs, unlessRight, unordered(lhs)]);
}

const rules: readonly ElementwiseRule[] = [
  binary(arith.addf, "add"),
  binary(arith.subf, "sub"),
  binary(arith.mulf, "mul"),
  binary(arith.divf, "div"),
  { ...binary(arith.minimumf, "min"), lanes: { f32: boundLanes("min") } },
  { ...binary(arith.maximumf, "max"), lanes: { f32: boundLanes("max") } },
  preferNumber(arith.minnumf, "min"),
  preferNumber(arith.maxnumf, "max"),
  {
    root: arith.negf,
    float: (type, { wasm, operands }) => wasm.op(`${type}.neg`, operands),
    lanes: { f32: ({ wasm, operands }) => wasm.op("f32x4.neg", operands) },
  },
  {
    // The remainder of f32s is an f32: nothing is lost on the way through f64.
    root: arith.remf,
    float: (type, { wasm, operands }) => {
      if (type === "f64") return importedFunction(wasm, "fmod", operands);
      const wide = operands.map((value) => wasm.op("f64.promote_f32", [value]));
      return wasm.op("f32.demote_f64", [importedFunction(wasm, "fmod", wide)]);
    },
  },
];

export const floatPatterns: readonly ConversionPattern[] = elementwise(rules);
