/** Arithmetic on f32, f64 and vectors of f32. WebAssembly's min and max are arith's minimumf and maximumf: NaN wins, and -0 is less than 0. */
import type { Value } from "../../../src/ir/handle.ts";
import type { ConversionPattern } from "../../../src/rewrite/conversion-pattern.ts";
import { noMatch } from "../../../src/rewrite/pattern.ts";
import { invariant } from "../../../src/support/invariant.ts";
import type { WasmBuilder } from "../../wasm/lowering/builder.ts";
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
      const isNaN = (value: Value): Value => wasm.op(`${type}.ne`, [value, value]);
      const both = wasm.op(`${type}.${suffix}`, [lhs, rhs]);
      return wasm.select(isNaN(lhs), rhs, wasm.select(isNaN(rhs), lhs, both));
    },
    lanes: { f32: (lowering) => preferNumberLanes(lowering.wasm, suffix, ...pair(lowering)) },
  };
}

function preferNumberLanes(wasm: WasmBuilder, suffix: "min" | "max", lhs: Value, rhs: Value): Value {
  const isNaN = (value: Value): Value => wasm.op("f32x4.ne", [value, value]);
  const both = wasm.op(`f32x4.${suffix}`, [lhs, rhs]);
  const unlessRight = wasm.op("v128.bitselect", [lhs, both, isNaN(rhs)]);
  return wasm.op("v128.bitselect", [rhs, unlessRight, isNaN(lhs)]);
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
  { root: arith.remf, float: () => noMatch("the remainder of floats is expanded by lower-math, which has not run") },
];

export const floatPatterns: readonly ConversionPattern[] = elementwise(rules);
