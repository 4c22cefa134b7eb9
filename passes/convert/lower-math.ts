/**
 * Functions of floats, and of vectors of them, become arithmetic where that is faster than asking the engine: branch-free, so that vectors stay
 * vectors. What is left (trigonometry, powers, f64) the lowering of the math dialect imports from the engine.
 * Largest errors against f64 are measured by lower-math.test.ts.
 */
import * as math from "../../dialects/math/ops.ts";
import { type Attribute, elementTypeOrSelf, f32, f64 } from "../../src/ir/attribute.ts";
import { floatAt } from "../../src/ir/dense.ts";
import type { OperationHandle, Value } from "../../src/ir/handle.ts";
import type { OperationName } from "../../src/ir/name.ts";
import { definePass } from "../../src/pass/pass.ts";
import { expandErf, expandErfc, expandWideErf } from "./lower-math/error-function.ts";
import { expandExp, expandExp2, expandExpm1, expandTanh } from "./lower-math/exponentials.ts";
import { FloatCode } from "./lower-math/float-code.ts";
import { expandLog, expandLog1p, expandLog2, expandLog10 } from "./lower-math/logarithms.ts";

/** What stands for an operation; undefined where it stays. */
type Expansion = (code: FloatCode, operation: OperationHandle) => Value | undefined;

const unary =
  (expand: (code: FloatCode, operand: Value) => Value): Expansion =>
  (code, operation) =>
    expand(code, operation.opOperand(0));

/** Halves away from zero: the fraction is exact. */
function expandRound(code: FloatCode, x: Value): Value {
  const whole = code.truncate(x);
  const fraction = code.abs(code.sub(x, whole));
  const away = code.add(whole, code.copySign(code.number(1), x));
  // Infinities have no fraction; their difference is NaN, which is not at least a half.
  return code.copySign(code.select(code.test("oge", fraction, code.number(0.5)), away, whole), x);
}

/** Powers that are a few multiplications or a root. */
function expandPower(code: FloatCode, operation: OperationHandle): Value | undefined {
  const x = operation.opOperand(0);
  switch (constantOf(operation.opOperand(1))) {
    case 1:
      return x;
    case 2:
      return code.mul(x, x);
    case 3:
      return code.mul(code.mul(x, x), x);
    case 4: {
      const square = code.mul(x, x);
      return code.mul(square, square);
    }
    case -1:
      return code.div(code.number(1), x);
    case 0.5: {
      // The power is 0 at -0 and infinite at -infinity, where the root is -0 and NaN.
      const root = code.abs(code.sqrt(x));
      const isNegativeInfinity = code.test("oeq", x, code.number(Number.NEGATIVE_INFINITY));
      return code.select(isNegativeInfinity, code.number(Number.POSITIVE_INFINITY), root);
    }
    default:
      return undefined;
  }
}

/** The number that a value is known to be in every lane. */
function constantOf(value: Value): number | undefined {
  const attribute: Attribute | undefined =
    value.definition?.opName === "arith.constant" ? value.definition.findAttribute("value") : undefined;
  if (attribute?.kind === "float") return attribute.value;
  if (attribute?.kind !== "dense-elements" || !attribute.splat || attribute.type.elementType.kind !== "float-type")
    return undefined;
  return floatAt(attribute.blob, attribute.type.elementType, 0).value;
}

/** Of f32 and f64 alike. */
const expansions: ReadonlyMap<OperationName, Expansion> = new Map<OperationName, Expansion>([
  [math.rsqrt.name, unary((code, x) => code.div(code.number(1), code.sqrt(x)))],
  [math.round.name, unary(expandRound)],
  [math.powf.name, expandPower],
  [
    math.clampf.name,
    (code, operation) => code.max(code.min(operation.opOperand(0), operation.opOperand(2)), operation.opOperand(1)),
  ],
  [math.isnan.name, unary((code, x) => code.test("uno", x, x))],
  [math.isinf.name, unary((code, x) => code.test("oeq", code.abs(x), code.number(Number.POSITIVE_INFINITY)))],
  [math.isfinite.name, unary((code, x) => code.test("olt", code.abs(x), code.number(Number.POSITIVE_INFINITY)))],
]);

/** Of f64: what the engine has no function for. */
const wideExpansions: ReadonlyMap<OperationName, Expansion> = new Map<OperationName, Expansion>([
  [math.exp2.name, unary((code, x) => code.power(code.number(2), x))],
  [math.erf.name, unary(expandWideErf)],
]);

/** Of f32. */
const narrowExpansions: ReadonlyMap<OperationName, Expansion> = new Map<OperationName, Expansion>([
  [math.exp.name, unary(expandExp)],
  [math.exp2.name, unary(expandExp2)],
  [math.expm1.name, unary(expandExpm1)],
  [math.tanh.name, unary(expandTanh)],
  [math.log.name, unary(expandLog)],
  [math.log2.name, unary(expandLog2)],
  [math.log10.name, unary(expandLog10)],
  [math.log1p.name, unary(expandLog1p)],
  [math.erf.name, unary(expandErf)],
  [math.erfc.name, unary(expandErfc)],
]);

function findExpansion({ record, opOperands }: OperationHandle): Expansion | undefined {
  const [first] = opOperands;
  const element = first === undefined ? undefined : elementTypeOrSelf(first.type);
  if (element === f32) return expansions.get(record.name) ?? narrowExpansions.get(record.name);
  return element === f64 ? (expansions.get(record.name) ?? wideExpansions.get(record.name)) : undefined;
}

export const lowerMath = definePass({
  name: "lower-math",
  summary: "expand functions of floats into arithmetic",
  on: "any",
  statistics: { expanded: "operations expanded" },
  dependentDialects: ["arith", "math"],
  run: ({ bodies, count }) => {
    for (const rewriter of bodies()) {
      const visit = (operation: OperationHandle): void => {
        for (const region of operation.opRegions) for (const block of region.blocks) block.operations.forEach(visit);
        const expand = findExpansion(operation);
        if (expand === undefined) return;
        rewriter.setInsertionPointBefore(operation);
        rewriter.location = operation.location;
        const value = expand(new FloatCode(rewriter, operation.opOperand(0).type), operation);
        if (value === undefined) return;
        rewriter.replace(operation, [value]);
        count("expanded");
      };
      for (const region of rewriter.root.opRegions) for (const block of region.blocks) block.operations.forEach(visit);
    }
  },
});
