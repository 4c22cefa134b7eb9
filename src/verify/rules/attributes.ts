/** Attributes that a definition names: the required ones are there, and each satisfies its constraint. */
import { type Attribute, findAttribute } from "../../ir/attribute.ts";
import type { Rule } from "../rule.ts";

export const inherentAttributes: Rule = ({ attributes }) => {
  if (attributes.length === 0) return undefined;
  const accepted: (Attribute | undefined)[] = attributes.map(() => undefined);
  return (site) => {
    const { properties, attributes: discardable } = site.record;
    for (let at = 0; at < attributes.length; at++) {
      const slot = attributes[at];
      if (slot === undefined) continue;
      const value = findAttribute(properties, slot.name) ?? findAttribute(discardable, slot.name);
      if (value === undefined) {
        if (slot.presence === "required")
          return site.fail("verify.missing-attribute", `requires attribute '${slot.name}'`);
      } else if (value !== accepted[at]) {
        if (!slot.constraint.accepts(value))
          return site.fail(
            "verify.attribute",
            `attribute '${slot.name}' failed to satisfy constraint: ${slot.constraint.summary}`,
          );
        accepted[at] = value;
      }
    }
    return true;
  };
};
