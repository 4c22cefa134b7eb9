/** Types and attributes of dialects satisfy their own definitions. Each is looked at once in a run, since they are interned. */
import type { Context } from "../../definition/context.ts";
import { type Attribute, isType, type Type } from "../../ir/attribute.ts";
import type { Site } from "../rule.ts";

export class AttributeVerifier {
  readonly #context: Context;
  /** 1 for an attribute that was found valid, by its id: ids are dense, and never used again. */
  #valid = new Uint8Array(1 << 12);

  constructor(context: Context) {
    this.#context = context;
  }

  /** Checks the types of an operation's results and its attributes. */
  check(site: Site): boolean {
    const { resultTypes, properties, attributes } = site.record;
    for (let at = 0; at < resultTypes.length; at++) {
      const type = resultTypes[at];
      if (type !== undefined && this.#valid[type.id] !== 1 && !this.#verify(type, site)) return false;
    }
    if (this.#valid[properties.id] !== 1 && !this.#verify(properties, site)) return false;
    return this.#valid[attributes.id] === 1 || this.#verify(attributes, site);
  }

  checkTypes(types: readonly Type[], site: Site): boolean {
    return types.every((type) => this.#verify(type, site));
  }

  #verify(attribute: Attribute, site: Site): boolean {
    const { id } = attribute;
    if (this.#valid[id] === 1) return true;
    if (!partsOf(attribute).every((part) => this.#verify(part, site)) || !this.#verifyOwn(attribute, site))
      return false;
    if (id >= this.#valid.length) {
      const grown = new Uint8Array(Math.max(id + 1, this.#valid.length * 2));
      grown.set(this.#valid);
      this.#valid = grown;
    }
    this.#valid[id] = 1;
    return true;
  }

  #verifyOwn(attribute: Attribute, site: Site): boolean {
    let valid = true;
    const report = (message: string): void => {
      valid = false;
      const code = isType(attribute) ? "verify.type" : "verify.attribute-value";
      site.findings.add(code, message, site.record.location);
    };
    if (attribute.kind === "dialect-type")
      this.#context.findType(attribute.dialect, attribute.mnemonic)?.verify?.(attribute, report);
    if (attribute.kind === "dialect-attribute")
      this.#context.findAttribute(attribute.dialect, attribute.mnemonic)?.verify?.(attribute, report);
    return valid;
  }
}

const NO_PARTS: readonly Attribute[] = [];

/** The attributes directly inside another. */
function partsOf(attribute: Attribute): readonly Attribute[] {
  switch (attribute.kind) {
    case "dictionary":
      return attribute.entries.map(({ value }) => value);
    case "array":
      return attribute.elements;
    case "dialect-type":
    case "dialect-attribute":
      return attribute.parameters;
    case "function-type":
      return [...attribute.inputs, ...attribute.results];
    case "tuple-type":
      return attribute.elements;
    case "tensor-type":
      return attribute.encoding === undefined ? [attribute.elementType] : [attribute.elementType, attribute.encoding];
    case "memref-type":
      return [attribute.elementType, attribute.layout, attribute.memorySpace].filter((part) => part !== undefined);
    case "vector-type":
    case "complex-type":
    case "unranked-tensor-type":
    case "unranked-memref-type":
      return [attribute.elementType];
    default:
      return NO_PARTS;
  }
}
