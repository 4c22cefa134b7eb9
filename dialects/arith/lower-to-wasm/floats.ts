/** Arithmetic on f32, f64 and vectors of f32. WebAssembly's min and max are arith's minimumf and maximumf: NaN wins, and -0 is less than 0. */
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
  binary(arith.minimumf, "min"),
  binary(arith.maximumf, "max"),
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
