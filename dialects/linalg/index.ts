/** The linalg dialect: everything in it. */
import { defineDialect } from "../../src/definition/dialect.ts";
import { attributes } from "./attributes.ts";
import { contractionOps } from "./ops/contraction.ts";
import { convolutionOps } from "./ops/convolution.ts";
import { elementwiseOps } from "./ops/elementwise.ts";
import * as general from "./ops/generic.ts";

export const linalg = defineDialect({
  name: "linalg",
  summary: "structured ops: loop nests whose operands are addressed by affine maps",
  operations: [
    general.generic,
    general.map,
    general.reduce,
    general.transpose,
    general.broadcast,
    general.index,
    general.yieldOp,
    ...elementwiseOps,
    ...contractionOps,
    ...convolutionOps,
  ],
  attributes,
  dependencies: ["arith", "math", "tensor"],
});
