/** How the elements of vectors are combined: `#vector.kind<add>`. Source: MLIR, "vector dialect", CombiningKind. */
import { type AttributeConstraint, DialectEnumAttr } from "../../src/definition/attribute-constraint.ts";
import type { AttributeDefinition } from "../../src/definition/dialect.ts";
import { stringAttribute } from "../../src/ir/attribute.ts";

export const combiningKinds = [
  "add", "mul", "minui", "minsi", "minnumf", "maxui", "maxsi", "maxnumf", "and", "or", "xor", "minimumf", "maximumf",
] as const; // biome-ignore format: a list
export type CombiningKind = (typeof combiningKinds)[number];
export const CombiningKindAttr: AttributeConstraint<CombiningKind> = {
  ...DialectEnumAttr("vector", "kind", combiningKinds, "Kind of combining function for contractions and reductions"),
  dialectAttribute: { dialect: "vector", mnemonic: "kind" },
};

/** `<add>`. */
export const kindAttribute: AttributeDefinition = {
  mnemonic: "kind",
  summary: "kind of combining function",
  parse: (parser) => {
    if (!parser.parseToken("<")) return undefined;
    const kind = parser.parseOneOf(combiningKinds);
    return kind !== undefined && parser.parseToken(">") ? [stringAttribute(kind)] : undefined;
  },
  print: ({ parameters: [kind] }, printer) => printer.print(`<${kind?.kind === "string" ? kind.value : ""}>`),
};
