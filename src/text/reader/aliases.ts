/** The aliases of a file: `#map = ...` and `!type = ...`. */
import type { Attribute, Type } from "../../ir/attribute.ts";
import type { Problems } from "./problems.ts";

export class Aliases {
  readonly #problems: Problems;
  readonly #attributes = new Map<string, Attribute>();
  readonly #types = new Map<string, Type>();
  /** Attributes that were read before their definition was reached. */
  readonly #early = new Set<string>();
  readonly #open = new Set<string>();
  /** Where each definition's value begins, found at the first question. */
  #definitions: ReadonlyMap<string, number> | undefined;

  constructor(problems: Problems) {
    this.#problems = problems;
  }

  hasAttribute(name: string): boolean {
    return this.#attributes.has(name);
  }

  attribute(name: string, start: number, end: number): Attribute | undefined {
    return (
      this.#attributes.get(name) ??
      this.#problems.report(start, end, "parse.alias", `undefined symbol alias id '${name}'`)
    );
  }
  type(name: string, start: number, end: number): Type | undefined {
    return (
      this.#types.get(name) ?? this.#problems.report(start, end, "parse.alias", `undefined symbol alias id '${name}'`)
    );
  }

  defineAttribute(name: string, value: Attribute, start: number, end: number): boolean {
    if (name.includes(".")) return this.#reserved("attribute", start, end);
    if (this.#attributes.has(name) && !this.#early.delete(name)) {
      this.#problems.report(start, end, "parse.alias", `redefinition of attribute alias id '${name}'`);
      return false;
    }
    this.#attributes.set(name, value);
    return true;
  }

  defineType(name: string, value: Type, start: number, end: number): boolean {
    if (name.includes(".")) return this.#reserved("type", start, end);
    if (this.#types.has(name)) {
      this.#problems.report(start, end, "parse.alias", `redefinition of type alias id '${name}'`);
      return false;
    }
    this.#types.set(name, value);
    return true;
  }

  #reserved(what: string, start: number, end: number): false {
    this.#problems.report(start, end, "parse.alias", `${what} names with a '.' are reserved for dialect-defined names`);
    return false;
  }

  /** Reads the definition of an attribute that stands further on in the text. */
  resolveForward(name: string, parse: (offset: number) => Attribute | undefined): void {
    this.#definitions ??= findDefinitions(this.#problems.source.text);
    const offset = this.#definitions.get(name);
    if (offset === undefined || this.#open.has(name)) return;
    this.#open.add(name);
    const value = parse(offset);
    this.#open.delete(name);
    if (value === undefined) return;
    this.#attributes.set(name, value);
    this.#early.add(name);
  }
}

/** Definitions begin a line: nothing else does so with `#name =`. */
function findDefinitions(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const match of text.matchAll(/^[ \t]*#([\w$-]+)[ \t]*=[ \t]*/gm)) {
    const name = match[1];
    if (name !== undefined && !found.has(name)) found.set(name, match.index + match[0].length);
  }
  return found;
}
