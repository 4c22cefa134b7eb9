/** The cf dialect: unstructured control flow between blocks. */
import { type Dialect, defineDialect } from "../../src/definition/dialect.ts";
import { assertOp, br, condBr, switchOp } from "./ops.ts";

export const cf: Dialect = defineDialect({
  name: "cf",
  summary: "branches between blocks",
  operations: [assertOp, br, condBr, switchOp],
});
