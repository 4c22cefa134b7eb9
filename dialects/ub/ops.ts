/** Poison: a value that must not matter. Source: MLIR, "'ub' dialect". */
import { defaultAttr, defineOp } from "../../src/definition/operation.ts";
import { AnyType } from "../../src/definition/type-constraint.ts";
import { PoisonAttr, plainPoison } from "./attributes.ts";

export const poison = defineOp({
  name: "ub.poison",
  summary: "a value whose use is undefined",
  results: { result: AnyType },
  attributes: { value: defaultAttr(PoisonAttr, plainPoison) },
  traits: ["ConstantLike", "Pure"],
  assembly: "attr-dict (`<` $value^ `>`)? `:` type($result)",
  fold: (operation) => operation.value,
  example: "%0 = ub.poison : i32",
});

export const unreachable = defineOp({
  name: "ub.unreachable",
  summary: "a place that control never reaches",
  traits: ["Terminator"],
  assembly: "attr-dict",
  example: "ub.unreachable",
});
