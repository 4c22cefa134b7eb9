/** The tensor dialect: everything in it. */
import { defineDialect } from "../../src/definition/dialect.ts";
import { canonicalizationsOf } from "../../src/rewrite/canonicalizations.ts";
import { tensorCanonicalizations } from "./canonicalizations.ts";
import { meanings } from "./interpret.ts";
import * as ops from "./ops.ts";

export const tensor = defineDialect({
  name: "tensor",
  summary: "tensor values: creation, slices, reshapes",
  operations: [
    ops.empty,
    ops.extract,
    ops.insert,
    ops.extractSlice,
    ops.insertSlice,
    ops.pad,
    ops.concat,
    ops.collapseShape,
    ops.expandShape,
    ops.reshape,
    ops.cast,
    ops.dim,
    ops.rank,
    ops.splat,
    ops.fromElements,
    ops.generate,
    ops.yieldOp,
  ],
  extensions: [...meanings, ...canonicalizationsOf(tensorCanonicalizations)],
  dependencies: ["arith"],
});
