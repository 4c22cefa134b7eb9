/** The check dialect: assertions inside of programs. */
import { defineDialect } from "../../src/definition/dialect.ts";
import { meanings } from "./interpret.ts";
import * as ops from "./ops.ts";

export const check = defineDialect({
  name: "check",
  summary: "assertions inside of programs, for tests of the interpreter",
  operations: [ops.expectEq, ops.expectEqConst, ops.expectAlmostEq, ops.expectAlmostEqConst, ops.expectClose],
  extensions: meanings,
});
