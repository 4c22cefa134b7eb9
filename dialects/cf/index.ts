/** The cf dialect: unstructured control flow between blocks. */
import { type Dialect, defineDialect } from "../../src/definition/dialect.ts";
import { meanings } from "./interpret.ts";
import { assertOp, br, condBr, switchOp } from "./ops.ts";

export const cf: Dialect = defineDialect({
  name: "cf",
  summary: "branches between blocks",
  extensions: meanings,
  operations: [assertOp, br, condBr, switchOp],
});
