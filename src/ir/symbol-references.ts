/** The symbol references in an attribute, however deep. Attributes never change, so an answer is kept with its attribute. */
import type { Attribute, SymbolRefAttribute } from "./attribute.ts";

const known = new WeakMap<Attribute, readonly SymbolRefAttribute[]>();

export function symbolReferencesIn(attribute: Attribute): readonly SymbolRefAttribute[] {
  const kept = known.get(attribute);
  if (kept !== undefined) return kept;
  const found = search(attribute);
  known.set(attribute, found);
  return found;
}

function search(attribute: Attribute): readonly SymbolRefAttribute[] {
  switch (attribute.kind) {
    case "symbol-ref":
      return [attribute];
    case "array":
      return attribute.elements.flatMap(symbolReferencesIn);
    case "dictionary":
      return attribute.entries.flatMap(({ value }) => symbolReferencesIn(value));
    case "dialect-attribute":
    case "dialect-type":
      return attribute.parameters.flatMap(symbolReferencesIn);
    default:
      return [];
  }
}
