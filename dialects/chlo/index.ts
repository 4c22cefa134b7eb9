/** The CHLO dialect: functions that StableHLO leaves to compositions of its operations. */
import { defineDialect } from "../../src/definition/dialect.ts";
import { canonicalizationsOf } from "../../src/rewrite/canonicalizations.ts";
import { COMPARISON_TYPES, DIRECTIONS, enumDefinition } from "../stablehlo/attributes.ts";
import * as wide from "./broadcast.ts";
import { canonicalizations } from "./canonicalizations.ts";
import { meanings } from "./interpret.ts";
import * as ops from "./ops.ts";

export const chlo = defineDialect({
  name: "chlo",
  summary: "functions above StableHLO, as importers write them",
  operations: [
    ops.acos, ops.acosh, ops.asin, ops.asinh, ops.atan, ops.atanh, ops.besselI1e, ops.conj, ops.cosh, ops.sinh, ops.tan, ops.square,
    ops.digamma, ops.erf, ops.erfInv, ops.erfc, ops.lgamma, ops.isInf, ops.isNegInf, ops.isPosInf, ops.nextAfter, ops.mulhi, ops.topK,
    ops.constant, ops.constantLike, ops.polygamma, ops.zeta,
    wide.add, wide.and, wide.atan2, wide.compare, wide.complex, wide.divide, wide.maximum, wide.minimum, wide.multiply, wide.nextAfter,
    wide.or, wide.polygamma, wide.power, wide.remainder, wide.select, wide.shiftLeft, wide.shiftRightArithmetic, wide.shiftRightLogical,
    wide.subtract, wide.xor, wide.zeta,
  ], // biome-ignore format: a list
  attributes: [enumDefinition("comparison_direction", DIRECTIONS), enumDefinition("comparison_type", COMPARISON_TYPES)],
  extensions: [...meanings, ...canonicalizationsOf(canonicalizations)],
  dependencies: ["stablehlo"],
});
