/** The test dialect: operations that stand for "some producer or consumer". */
import { type Dialect, defineDialect } from "../../src/definition/dialect.ts";
import * as ops from "./ops.ts";

export const test: Dialect = defineDialect({
  name: "test",
  summary: "operations for tests",
  operations: [
    ops.op, ops.pureOp, ops.commutativeOp, ops.readOp, ops.writeOp, ops.terminatorOp, ops.regionOp, ops.isolatedOp, ops.graphOp,
    ops.blockOp, ops.endOp, ops.tableOp, ops.symbolOp, ops.useSymbolOp,
  ], // biome-ignore format: a list
});
