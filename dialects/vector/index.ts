/** The vector dialect: everything in it. */
import { defineDialect } from "../../src/definition/dialect.ts";
import { canonicalizationsOf } from "../../src/rewrite/canonicalizations.ts";
import { kindAttribute } from "./attributes.ts";
import { vectorCanonicalizations } from "./canonicalizations.ts";
import { meanings } from "./interpret.ts";
import * as ops from "./ops.ts";

export const vector = defineDialect({
  name: "vector",
  summary: "operations on vectors that map to SIMD instructions",
  operations: [
    ops.load,
    ops.store,
    ops.broadcast,
    ops.fma,
    ops.extract,
    ops.insert,
    ops.reduction,
    ops.shuffle,
    ops.step,
    ops.fromElements,
    ops.toElements,
    ops.shapeCast,
    ops.bitcast,
    ops.transpose,
    ops.extractStridedSlice,
    ops.insertStridedSlice,
  ],
  attributes: [kindAttribute],
  extensions: [...meanings, ...canonicalizationsOf(vectorCanonicalizations)],
  dependencies: ["arith"],
});
