/** The linalg dialect: everything in it. */
import { defineDialect } from "../../src/definition/dialect.ts";
import type { OpSchema } from "../../src/definition/operation.ts";
import { attributes } from "./attributes.ts";
import { meanings, structuredMeaning } from "./interpret.ts";
import { contractionOps } from "./ops/contraction.ts";
import { convolutionOps } from "./ops/convolution.ts";
import { elementwiseOps } from "./ops/elementwise.ts";
import * as general from "./ops/generic.ts";
import { structured } from "./structured.ts";

const structuredOps: readonly OpSchema[] = [
  general.generic,
  general.map,
  general.reduce,
  general.transpose,
  general.broadcast,
  ...elementwiseOps,
  ...contractionOps,
  ...convolutionOps,
];

/** The one meaning of structured ops, for each of them. */
const structuredMeanings = structuredOps.map((definition) => ({
  operation: definition.name.text,
  supplies: definition.supplies.flatMap((supply) => {
    const facts = structured.read(supply);
    return facts === undefined ? [] : [structuredMeaning(facts)];
  }),
}));

export const linalg = defineDialect({
  name: "linalg",
  summary: "structured ops: loop nests whose operands are addressed by affine maps",
  operations: [...structuredOps, general.index, general.yieldOp],
  attributes,
  extensions: [...structuredMeanings, ...meanings],
  dependencies: ["arith", "math", "tensor"],
});
