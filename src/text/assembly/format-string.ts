/**
 * Declarative assembly formats: the string of a definition as a tree. What the directives mean is in assembly-format.ts.
 * A string that does not parse is a mistake in a definition, so it is an `invariant` and not a diagnostic.
 * Source: MLIR, "Operation Definition Specification", section "Declarative Assembly Format".
 */
import { invariant } from "../../support/invariant.ts";

/** What a directive is applied to: `$name`, or `operands`, `results`, `regions`, `successors`. */
export interface FormatVariable {
  readonly kind: "variable";
  readonly name: string;
  /** `operands` and its like, without the dollar sign. */
  readonly all: boolean;
}

export type FormatElement =
  | { readonly kind: "literal"; readonly text: string }
  /** "`` ` ` ``", "`\n`" and the empty literal, which takes a space away. */
  | { readonly kind: "space"; readonly text: string }
  | FormatVariable
  | { readonly kind: "type"; readonly of: FormatVariable }
  | { readonly kind: "ref"; readonly of: FormatElement }
  | { readonly kind: "qualified"; readonly of: FormatElement }
  | { readonly kind: "functional-type"; readonly inputs: FormatVariable; readonly results: FormatVariable }
  | { readonly kind: "attr-dict"; readonly keyword: boolean }
  | { readonly kind: "prop-dict" }
  | { readonly kind: "custom"; readonly name: string; readonly args: readonly FormatElement[] }
  | {
      readonly kind: "optional";
      readonly present: readonly FormatElement[];
      readonly otherwise: readonly FormatElement[];
      readonly anchor: FormatElement;
    }
  | { readonly kind: "oilist"; readonly clauses: readonly OilistClause[] };

export interface OilistClause {
  readonly word: string;
  readonly elements: readonly FormatElement[];
}

/** Parses a format; `where` names the operation in messages. */
export function parseFormat(text: string, where: string): readonly FormatElement[] {
  const parser = new FormatParser(text, where);
  const { elements } = parser.elements();
  parser.expectEnd();
  return elements;
}

const TOKEN = /\s*(?:(`[^`]*`)|(\$[A-Za-z_]\w*)|([A-Za-z_][\w-]*)|("[^"]*")|([()?^:<>,|]))/y;

class FormatParser {
  readonly #where: string;
  readonly #tokens: string[] = [];
  #at = 0;

  constructor(text: string, where: string) {
    this.#where = where;
    const pattern = new RegExp(TOKEN);
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      this.#tokens.push(match[1] ?? match[2] ?? match[3] ?? match[4] ?? match[5] ?? "");
      if (/^\s*$/.test(text.slice(pattern.lastIndex))) return;
    }
    this.#check(/^\s*$/.test(text), `unreadable text in the format`);
  }

  #check(condition: boolean, message: string): asserts condition {
    invariant(condition, () => `${this.#where}: assembly format: ${message}`);
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }
  #take(): string {
    const token = this.#tokens[this.#at++];
    this.#check(token !== undefined, "ends too early");
    return token;
  }
  #accept(token: string): boolean {
    if (this.#peek() !== token) return false;
    this.#at++;
    return true;
  }
  #expect(token: string): void {
    const found = this.#take();
    this.#check(found === token, `expected '${token}', found '${found}'`);
  }

  expectEnd(): void {
    this.#check(this.#peek() === undefined, `unexpected '${this.#peek() ?? ""}'`);
  }

  /** Elements up to a closing bracket or `|`, and the one that is marked as the anchor. */
  elements(): { readonly elements: readonly FormatElement[]; readonly anchor: FormatElement | undefined } {
    const elements: FormatElement[] = [];
    let anchor: FormatElement | undefined;
    for (let token = this.#peek(); token !== undefined && token !== ")" && token !== "|"; token = this.#peek()) {
      const element = this.#element();
      elements.push(element);
      if (!this.#accept("^")) continue;
      this.#check(anchor === undefined, "an optional group has one anchor");
      anchor = element;
    }
    return { elements, anchor };
  }

  #element(): FormatElement {
    const token = this.#take();
    if (token.startsWith("`")) return literal(token.slice(1, -1));
    if (token.startsWith("$")) return { kind: "variable", name: token.slice(1), all: false };
    if (token === "(") return this.#group();
    return this.#directive(token);
  }

  #group(): FormatElement {
    const present = this.elements();
    this.#expect(")");
    let otherwise: ReturnType<FormatParser["elements"]> = { elements: [], anchor: undefined };
    if (this.#accept(":")) {
      this.#expect("(");
      otherwise = this.elements();
      this.#expect(")");
    }
    this.#expect("?");
    const anchor = present.anchor ?? otherwise.anchor;
    this.#check(anchor !== undefined, "an optional group needs an anchor");
    return { kind: "optional", present: present.elements, otherwise: otherwise.elements, anchor };
  }

  #directive(name: string): FormatElement {
    switch (name) {
      case "attr-dict":
        return { kind: "attr-dict", keyword: false };
      case "attr-dict-with-keyword":
        return { kind: "attr-dict", keyword: true };
      case "prop-dict":
        return { kind: "prop-dict" };
      case "operands":
      case "results":
      case "regions":
      case "successors":
        return { kind: "variable", name, all: true };
      case "type":
        return { kind: "type", of: this.#variableArgument() };
      case "ref":
        return { kind: "ref", of: this.#argument() };
      case "qualified":
        return { kind: "qualified", of: this.#argument() };
      case "functional-type":
        return this.#functionalType();
      case "custom":
        return this.#custom();
      case "oilist":
        return this.#oilist();
      default:
        this.#check(false, `unknown directive '${name}'`);
    }
  }

  #argument(): FormatElement {
    this.#expect("(");
    const element = this.#element();
    this.#expect(")");
    return element;
  }

  #asVariable(element: FormatElement): FormatVariable {
    const inner = element.kind === "qualified" || element.kind === "ref" ? element.of : element;
    this.#check(inner.kind === "variable", "expected a variable");
    return inner;
  }
  #variableArgument(): FormatVariable {
    return this.#asVariable(this.#argument());
  }

  #functionalType(): FormatElement {
    this.#expect("(");
    const inputs = this.#asVariable(this.#element());
    this.#expect(",");
    const results = this.#asVariable(this.#element());
    this.#expect(")");
    return { kind: "functional-type", inputs, results };
  }

  #custom(): FormatElement {
    this.#expect("<");
    const name = this.#take();
    this.#expect(">");
    this.#expect("(");
    const args: FormatElement[] = [];
    while (!this.#accept(")")) {
      if (args.length > 0) this.#expect(",");
      const token = this.#peek() ?? "";
      if (token.startsWith('"')) args.push(literal(this.#take().slice(1, -1)));
      else args.push(this.#element());
    }
    return { kind: "custom", name, args };
  }

  #oilist(): FormatElement {
    this.#expect("(");
    const clauses: OilistClause[] = [];
    do {
      const { elements } = this.elements();
      const [first, ...rest] = elements;
      this.#check(first?.kind === "literal", "a clause of oilist begins with a literal");
      clauses.push({ word: first.text, elements: rest });
    } while (this.#accept("|"));
    this.#expect(")");
    return { kind: "oilist", clauses };
  }
}

function literal(text: string): FormatElement {
  if (text === "" || text === " " || text === "\\n" || text === "\n")
    return { kind: "space", text: text === "\\n" ? "\n" : text };
  return { kind: "literal", text };
}
