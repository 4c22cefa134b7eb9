/**
 * Format strings as ohm rules, so that errors in an operation's own syntax can say everything that might have stood there, and tests can
 * hold the closures that parse a format to a second reading of it.
 */
import * as ohm from "ohm-js";
import type { NamedAttributeSlot, OpSchema } from "../../definition/schema.ts";
import type { Note } from "../../source/diagnostic.ts";
import type { Source } from "../../source/source.ts";
import { type FormatElement, type FormatVariable, parseFormat } from "../assembly/format-string.ts";
import { coreGrammar, expectedByOhm, foundAt } from "./syntax-error.ts";

/** The rule of one operation with its results and location: start there. */
export const FORMAT_START = "Checked";

const compiled = new WeakMap<OpSchema, ohm.Grammar>();

/** The core grammar with the operation's format; undefined where its syntax is no format string. */
export function grammarOfFormat(definition: OpSchema): ohm.Grammar | undefined {
  if (typeof definition.assembly !== "string") return undefined;
  const known = compiled.get(definition);
  if (known !== undefined) return known;
  const writer = new RuleWriter(definition);
  const body = writer.sequence(parseFormat(definition.assembly, definition.name.text));
  const { text } = definition.name;
  const short = text.slice(text.indexOf(".") + 1);
  const made = ohm.grammar(
    `Format <: Mlir {
      Checked = OperationResults? formatName ${body} Location?
      formatName = (${quoted(text)} | ${quoted(short)}) ~identifierPart
      ${writer.rules.join("\n      ")}
    }`,
    { Mlir: coreGrammar() },
  );
  compiled.set(definition, made);
  return made;
}

/** Everything that the format lets stand where its parser gave up, as a note; undefined where that is no more than one thing. */
export function noteByFormat(source: Source, start: number, failed: number, definition: OpSchema): Note | undefined {
  const grammar = grammarOfFormat(definition);
  const found = grammar && expectedByOhm(source.text, start, failed, grammar, FORMAT_START);
  if (found === undefined || found.at !== failed || !found.expected.includes(" or ")) return undefined;
  return {
    message: `expected ${found.expected}, found ${foundAt(source.text, failed).found}`,
    place: undefined,
  };
}

const quoted = (text: string): string => JSON.stringify(text);
const MAY_BE_EMPTY = /^(?:Operands|TypeList|ListOf<\w+, ",">|\w+[?*])$/;
/** What a directive in a definition reads is only known to be balanced; it ends what can be said of the format. */
const UNKNOWN = "customBody";

class RuleWriter {
  readonly rules: string[] = [];
  readonly #schema: OpSchema;

  constructor(schema: OpSchema) {
    this.#schema = schema;
  }

  sequence(elements: readonly FormatElement[]): string {
    const parts: string[] = [];
    for (const element of elements) {
      const part = this.#element(element);
      if (part !== "") parts.push(part);
      if (part === UNKNOWN) break;
    }
    return parts.join(" ");
  }

  /** A rule of its own, since alternatives in one rule must be alike in ohm. */
  #rule(body: string): string {
    const name = `Part${this.rules.length + 1}`;
    this.rules.push(`${name} = ${body}`);
    return name;
  }

  #element(element: FormatElement): string {
    switch (element.kind) {
      case "literal":
        return /^[A-Za-z_]/.test(element.text) ? `keyword<${quoted(element.text)}>` : quoted(element.text);
      case "space":
      case "ref":
        return "";
      case "variable":
        return this.#variable(element);
      case "type":
        return this.#isSingle(element.of) ? "Type" : "TypeList";
      case "qualified":
        return element.of.kind === "variable" ? "Attribute" : this.#element(element.of);
      case "functional-type":
        return "Type";
      case "attr-dict":
        return element.keyword ? `${this.#rule('keyword<"attributes"> AttributeDictionary')}?` : "AttributeDictionary?";
      case "prop-dict":
        return "Properties?";
      case "custom":
        return UNKNOWN;
      case "optional":
        return this.#optional(element);
      case "oilist": {
        const clauses = element.clauses.map(({ word, elements }) =>
          this.#rule(this.sequence([{ kind: "literal", text: word }, ...elements])),
        );
        return `${this.#rule(clauses.join(" | "))}*`;
      }
    }
  }

  #optional({ present, otherwise }: Extract<FormatElement, { kind: "optional" }>): string {
    const then = this.sequence(present.filter((element) => !this.#isUnit(element)));
    const other = this.sequence(otherwise.filter((element) => !this.#isUnit(element)));
    if (then === "") return "";
    const first = this.#rule(then);
    if (other !== "") return this.#rule(`${first} | ${this.#rule(other)}`);
    // A list alone may be empty, and ohm has nothing optional that may be.
    return MAY_BE_EMPTY.test(then) ? first : `${first}?`;
  }

  #isUnit(element: FormatElement): boolean {
    return (
      element.kind === "variable" &&
      this.#schema.attributes.some(
        ({ name, constraint }) => name === element.name && constraint.summary === "unit attribute",
      )
    );
  }

  #isSingle({ name, all }: FormatVariable): boolean {
    const slot = [...this.#schema.operands, ...this.#schema.results].find((candidate) => candidate.name === name);
    return !all && slot?.arity === "one";
  }

  #variable(variable: FormatVariable): string {
    const { name, all } = variable;
    const schema = this.#schema;
    const operand = schema.operands.find((slot) => slot.name === name);
    if (operand !== undefined)
      return operand.arity === "one" ? "valueUse" : operand.arity === "optional" ? "valueUse?" : "Operands";
    if (all && name === "operands") return "Operands";
    const attribute = schema.attributes.find((slot) => slot.name === name);
    if (attribute !== undefined) return this.#isUnit(variable) ? "" : this.#attribute(attribute);
    const region = schema.regions.find((slot) => slot.name === name);
    if (region !== undefined || name === "regions")
      return region?.constraint.variadic === false || region?.constraint.variadic === undefined
        ? "Region"
        : 'ListOf<Region, ",">';
    return schema.successors.find((slot) => slot.name === name)?.arity === "one"
      ? "successor"
      : 'ListOf<successor, ",">';
  }

  #attribute({ constraint }: NamedAttributeSlot): string {
    const { cases, dialectAttribute, elementType, symbol, valueType } = constraint;
    if (dialectAttribute !== undefined) return "symbolBody";
    if (cases !== undefined)
      return this.#rule(
        cases.map((word) => (/^[A-Za-z_]/.test(word) ? `keyword<${quoted(word)}>` : quoted(quoted(word)))).join(" | "),
      );
    if (symbol === "name") return "symbolName";
    if (symbol === "reference") return "SymbolReference";
    if (elementType !== undefined) return this.#rule('"[" ListOf<denseLiteral, ","> "]"');
    return valueType === undefined ? "Attribute" : this.#rule("number | boolean | string");
  }
}
