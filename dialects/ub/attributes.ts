/** `#ub.poison`: the poison that has no more to say. Other dialects may have poison attributes of their own. */
import type { AttributeConstraint } from "../../src/definition/attribute-constraint.ts";
import type { AttributeDefinition } from "../../src/definition/dialect.ts";
import { type Attribute, dialectAttribute } from "../../src/ir/attribute.ts";

export const plainPoison: Attribute = dialectAttribute("ub", "poison");

export const PoisonAttr: AttributeConstraint<Attribute> = {
  summary: "PoisonAttrInterface instance",
  accepts: (attribute) => attribute.kind === "dialect-attribute" && attribute.mnemonic === "poison",
  decode: (attribute) => attribute,
  encode: (attribute) => attribute,
};

export const attributes: readonly AttributeDefinition[] = [
  { mnemonic: "poison", summary: "poison", parse: () => [], print: () => undefined },
];
