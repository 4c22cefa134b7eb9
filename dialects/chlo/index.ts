/** The CHLO dialect: functions that StableHLO leaves to compositions of its operations. */
import { defineDialect } from "../../src/definition/dialect.ts";
import { meanings } from "./interpret.ts";
import * as ops from "./ops.ts";

export const chlo = defineDialect({
  name: "chlo",
  summary: "functions above StableHLO, as importers write them",
  operations: [
    ops.acos, ops.acosh, ops.asin, ops.asinh, ops.atan, ops.atanh, ops.besselI1e, ops.conj, ops.cosh, ops.sinh, ops.tan, ops.square,
    ops.digamma, ops.erf, ops.erfInv, ops.erfc, ops.lgamma, ops.isInf, ops.isNegInf, ops.isPosInf, ops.nextAfter, ops.mulhi, ops.topK,
    ops.constant, ops.constantLike,
  ], // biome-ignore format: a list
  extensions: meanings,
  dependencies: ["stablehlo"],
});
