/** The memref dialect: everything in it. */
import { defineDialect } from "../../src/definition/dialect.ts";
import { canonicalizationsOf } from "../../src/rewrite/canonicalizations.ts";
import { memrefCanonicalizations } from "./canonicalizations.ts";
import { meanings } from "./interpret.ts";
import * as ops from "./ops.ts";

export const memref = defineDialect({
  name: "memref",
  summary: "memory with shapes: allocation, access, views",
  operations: [
    ops.alloc,
    ops.alloca,
    ops.dealloc,
    ops.load,
    ops.store,
    ops.subview,
    ops.viewOp,
    ops.reinterpretCast,
    ops.cast,
    ops.collapseShape,
    ops.expandShape,
    ops.copy,
    ops.dim,
    ops.rank,
    ops.globalOp,
    ops.getGlobal,
    ops.transpose,
  ],
  extensions: [...meanings, ...canonicalizationsOf(memrefCanonicalizations)],
  dependencies: ["arith"],
});
