/** The cf dialect: unstructured control flow between blocks. */
import { type Dialect, defineDialect } from "../../src/definition/dialect.ts";
import { canonicalizationsOf } from "../../src/rewrite/canonicalizations.ts";
import { cfCanonicalizations } from "./canonicalizations.ts";
import { meanings } from "./interpret.ts";
import { assertOp, br, condBr, switchOp } from "./ops.ts";

export const cf: Dialect = defineDialect({
  name: "cf",
  summary: "branches between blocks",
  extensions: [...meanings, ...canonicalizationsOf(cfCanonicalizations)],
  operations: [assertOp, br, condBr, switchOp],
});
