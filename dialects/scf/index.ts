/** The scf dialect: structured control flow. */
import { typeOfAttribute } from "../../src/definition/attribute-constraint.ts";
import { type Dialect, defineDialect } from "../../src/definition/dialect.ts";
import { canonicalizationsOf } from "../../src/rewrite/canonicalizations.ts";
import { constant } from "../arith/ops.ts";
import { scfCanonicalizations } from "./canonicalizations.ts";
import { meanings } from "./interpret.ts";
import * as ops from "./ops.ts";

export const scf: Dialect = defineDialect({
  name: "scf",
  summary: "structured control flow: loops and branches as regions",
  extensions: [...meanings, ...canonicalizationsOf(scfCanonicalizations)],
  operations: [
    ops.forOp, ops.whileOp, ops.conditionOp, ops.yieldOp, ops.ifOp, ops.indexSwitchOp, ops.executeRegionOp,
    ops.parallelOp, ops.reduceOp, ops.reduceReturnOp, ops.forallOp, ops.inParallelOp,
  ], // biome-ignore format: a list
  materializeConstant: (value, type, location) =>
    typeOfAttribute(value) === type ? constant.build({ value, location }) : undefined,
  dependencies: ["arith"],
});
