/**
 * Typed pass options, with upstream's text: `{max-operands=8 only=a,b name="x y" verbose}`. Keys are camelCase in code and kebab-case in
 * text. Equal values print equally and defaults are left out, so that a pipeline's text is canonical.
 */
import { type Diagnostic, error, failure, type Result, success } from "../source/diagnostic.ts";
import type { Source } from "../source/source.ts";
import { findSuggestion } from "../support/suggest.ts";

/** How one option is written and what it is when it is not. */
export interface OptionSpec<T> {
  readonly summary: string;
  /** `integer`, `boolean`, `list of integer`, or the words of an enumeration, for help texts. */
  readonly shape: string;
  readonly fallback: T;
  /** The value of a text as it stands, quotes included, or what was expected instead. */
  readonly parse: (text: string) => { readonly value: T } | { readonly expected: string };
  readonly print: (value: T) => string;
}

// biome-ignore lint/suspicious/noExplicitAny: `unknown` would not accept specs, whose `print` takes their T
export type OptionSpecs = Readonly<Record<string, OptionSpec<any>>>;
export type OptionValues<O> = { readonly [K in keyof O]: O[K] extends OptionSpec<infer T> ? T : never };

/** A safe integer. */
export function integer(fallback: number, summary: string): OptionSpec<number> {
  return {
    summary,
    shape: "integer",
    fallback,
    parse: (raw) => {
      const text = unquote(raw);
      const value = Number(text);
      return /^-?\d+$/.test(text) && Number.isSafeInteger(value) ? { value } : { expected: "an integer" };
    },
    print: String,
  };
}

export function number(fallback: number, summary: string): OptionSpec<number> {
  return {
    summary,
    shape: "number",
    fallback,
    parse: (raw) => {
      const text = unquote(raw);
      const value = Number(text);
      return text.trim() !== "" && Number.isFinite(value) ? { value } : { expected: "a number" };
    },
    print: String,
  };
}

/** `name`, `name=true` or `name=false`. */
export function boolean(fallback: boolean, summary: string): OptionSpec<boolean> {
  return {
    summary,
    shape: "boolean",
    fallback,
    parse: (raw) => {
      const text = unquote(raw);
      if (text === "" || text === "true" || text === "1") return { value: true };
      return text === "false" || text === "0" ? { value: false } : { expected: "true or false" };
    },
    print: String,
  };
}

export function string(fallback: string, summary: string): OptionSpec<string> {
  return { summary, shape: "string", fallback, parse: (text) => ({ value: unquote(text) }), print: quoteWhereNeeded };
}

/** One of the words. */
export function choice<const W extends string>(words: readonly W[], fallback: W, summary: string): OptionSpec<W> {
  return {
    summary,
    shape: words.join(" | "),
    fallback,
    parse: (raw) => {
      const text = unquote(raw);
      const value = words.find((word) => word === text);
      if (value !== undefined) return { value };
      const near = findSuggestion(text, words);
      return { expected: `one of ${words.join(", ")}${near === undefined ? "" : ` (did you mean ${near}?)`}` };
    },
    print: (value) => value,
  };
}

/** Items separated by commas; empty text is the empty list. */
export function list<T>(item: OptionSpec<T>, fallback: readonly T[], summary: string): OptionSpec<readonly T[]> {
  return {
    summary,
    shape: `list of ${item.shape}`,
    fallback,
    parse: (text) => {
      const values: T[] = [];
      for (const part of text === "" ? [] : splitList(text)) {
        const parsed = item.parse(part);
        if ("expected" in parsed) return { expected: `a list of which each item is ${parsed.expected}` };
        values.push(parsed.value);
      }
      return { value: values };
    },
    print: (values) => values.map(item.print).join(","),
  };
}

/** Splits at commas outside of quotes. */
function splitList(text: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? "";
    if (quote !== "" && character === "\\") at++;
    else if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === ",") {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...parts, text.slice(from).trim()];
}

function quoteWhereNeeded(text: string): string {
  return /^[^\s"'{}=,]+$/.test(text) ? text : `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}

function unquote(text: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/s.exec(text) ?? /^'((?:[^'\\]|\\.)*)'$/s.exec(text);
  return quoted?.[1] === undefined ? text : quoted[1].replaceAll(/\\(.)/gs, "$1");
}

/** `maxOperands` as `max-operands`. */
export function kebab(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `name=value` as it stands in a text; a flag has no value. Offsets are into `source`. */
interface Assignment {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** Reads options between `start` and `end` of a source (what is inside the braces). */
export function parseOptions<O extends OptionSpecs>(
  specs: O,
  pass: string,
  source: Source,
  start: number,
  end: number,
): Result<OptionValues<O>> {
  const values: Record<string, unknown> = {};
  for (const [key, spec] of Object.entries(specs)) values[key] = spec.fallback;
  const problems: Diagnostic[] = [];
  for (const assignment of splitAssignments(source.text, start, end)) {
    const problem = assign(specs, pass, assignment, values);
    const range = { source, start: assignment.start, end: assignment.end };
    if (problem !== undefined) problems.push(error("pass.option", problem, { kind: "range", range }));
  }
  // The record has exactly the keys of `specs`, each set to its fallback or to what its own spec parsed.
  return problems.length > 0 ? failure(...problems) : success(values as OptionValues<O>);
}

function assign(
  specs: OptionSpecs,
  pass: string,
  { name, value }: Assignment,
  values: Record<string, unknown>,
): string | undefined {
  const key = Object.keys(specs).find((known) => kebab(known) === name);
  const spec = key === undefined ? undefined : specs[key];
  if (key === undefined || spec === undefined) {
    const names = Object.keys(specs).map(kebab);
    const near = findSuggestion(name, names);
    const known = names.length === 0 ? "it has none" : `it has ${names.join(", ")}`;
    return `pass '${pass}' has no option '${name}'; ${near === undefined ? known : `did you mean '${near}'?`}`;
  }
  const parsed = spec.parse(value);
  if ("expected" in parsed)
    return `expected ${parsed.expected} for option '${name}' of pass '${pass}', found '${value}'`;
  values[key] = parsed.value;
  return undefined;
}

/** Splits at white space outside of quotes and braces, as upstream's parser of pass options does. */
function splitAssignments(text: string, start: number, end: number): readonly Assignment[] {
  const found: Assignment[] = [];
  let at = start;
  while (at < end) {
    if (/\s/.test(text[at] ?? " ")) {
      at++;
      continue;
    }
    const from = at;
    at = skipWord(text, at, end);
    const word = text.slice(from, at);
    const equals = word.indexOf("=");
    const name = equals === -1 ? word : word.slice(0, equals);
    let value = equals === -1 ? "" : word.slice(equals + 1);
    if (value.startsWith("{") && value.endsWith("}")) value = value.slice(1, -1);
    found.push({ name, value, start: from, end: at });
  }
  return found;
}

function skipWord(text: string, start: number, end: number): number {
  let depth = 0;
  let quote = "";
  let at = start;
  for (; at < end; at++) {
    const character = text[at] ?? "";
    if (quote !== "") {
      if (character === "\\") at++;
      else if (character === quote) quote = "";
    } else if (character === '"' || character === "'") quote = character;
    else if (character === "{") depth++;
    else if (character === "}") depth--;
    else if (depth === 0 && /\s/.test(character)) break;
  }
  return Math.min(at, end);
}

/** The options that differ from their fallbacks, with their braces; empty when none does. */
export function printOptions<O extends OptionSpecs>(specs: O, values: OptionValues<O>): string {
  const parts: string[] = [];
  for (const [key, spec] of Object.entries(specs)) {
    const value = values[key];
    const text = spec.print(value);
    if (text !== spec.print(spec.fallback)) parts.push(`${kebab(key)}=${text}`);
  }
  return parts.length === 0 ? "" : `{${parts.join(" ")}}`;
}
