/**
 * FileCheck in process: the directives CHECK, -NEXT, -SAME, -EMPTY, -NOT, -DAG, -LABEL and -COUNT-n of a file are held against a text.
 * Labels cut the text first, so that a mismatch in one function does not become one in the next.
 * Source: LLVM, "FileCheck - Flexible pattern matching file verifier".
 */
import { type Diagnostic, error, type Note } from "../../source/diagnostic.ts";
import { Source } from "../../source/source.ts";
import { type CheckPattern, matchPattern, type PatternMatch, parsePattern, type Variables } from "./check-pattern.ts";

export interface CheckOptions {
  /** `CHECK` unless said otherwise. */
  readonly prefixes?: readonly string[];
  /** Runs of blanks are otherwise one blank. */
  readonly strictWhitespace?: boolean;
  /** Every pattern must match a whole line. */
  readonly matchFullLines?: boolean;
  /** Variables without `$` end at the next label. */
  readonly enableVarScope?: boolean;
  /** `-DNAME=value`. */
  readonly defines?: ReadonlyMap<string, string>;
  /** Patterns that may match nowhere between other matches. */
  readonly implicitCheckNot?: readonly string[];
  /** Several prefixes, of which some have no directive. */
  readonly allowUnusedPrefixes?: boolean;
}

type Kind = "plain" | "next" | "same" | "empty" | "not" | "dag" | "label";

interface Directive {
  readonly kind: Kind;
  readonly prefix: string;
  readonly pattern: CheckPattern;
  /** Of the pattern in the check file. */
  readonly start: number;
  readonly end: number;
}

/** What is wrong; empty when the text passes. A check file without directives is wrong. */
export function checkText(checks: Source, text: string, options: CheckOptions = {}): readonly Diagnostic[] {
  const { directives, problems } = parseDirectives(checks, options);
  if (problems.length > 0) return problems;
  const input = new Source("<stdin>", options.strictWhitespace === true ? text : canonicalBlanks(text));
  return new Checker(checks, input, directives, options).run();
}

function canonicalBlanks(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(/[ \t]+/g, " ");
}

// ---- Directives -------------------------------------------------------------------------------------------------------

const SUFFIXES: Readonly<Record<string, Kind>> = {
  "": "plain",
  "-NEXT": "next",
  "-SAME": "same",
  "-EMPTY": "empty",
  "-NOT": "not",
  "-DAG": "dag",
  "-LABEL": "label",
};

function parseDirectives(
  checks: Source,
  options: CheckOptions,
): { readonly directives: readonly Directive[]; readonly problems: readonly Diagnostic[] } {
  const { prefixes = ["CHECK"] } = options;
  const directives: Directive[] = [];
  const problems: Diagnostic[] = [];
  const names = prefixes.toSorted((a, b) => b.length - a.length).map((prefix) => prefix.replaceAll(/[^\w-]/g, "\\$&"));
  const finder = new RegExp(
    `(?<![\\w-])(${names.join("|")})(-NEXT|-SAME|-EMPTY|-NOT|-DAG|-LABEL|-COUNT-(\\d+))?(\\{LITERAL\\})?:([^\\n]*)`,
    "g",
  );
  const report = (message: string, start: number, end: number): void => {
    problems.push(error("check.directive", message, { kind: "range", range: { source: checks, start, end } }));
  };
  for (const found of checks.text.matchAll(finder)) {
    const [whole, prefix = "", suffix = "", count, literal, rest = ""] = found;
    const lead = rest.length - rest.trimStart().length;
    const end = found.index + whole.length;
    const start = end - rest.length + lead;
    const body = rest.trim();
    const kind = count === undefined ? SUFFIXES[suffix] : "plain";
    if (kind === undefined) continue;
    if (body === "" && kind !== "empty") {
      report(`found empty check string with prefix '${prefix}${suffix}:'`, start - 1, start);
      continue;
    }
    if (body !== "" && kind === "empty") {
      report(`found non-empty check string for empty check with prefix '${prefix}:'`, start, end);
      continue;
    }
    const { line } = checks.lineColumn(found.index);
    const wanted = options.strictWhitespace === true ? body : body.replaceAll(/[ \t]+/g, " ");
    const pattern = literal === undefined ? parsePattern(wanted, line) : literalPattern(wanted, line);
    if (typeof pattern === "string") {
      report(pattern, start, end);
      continue;
    }
    const times = count === undefined ? 1 : Number(count);
    if (times === 0 || times > MAX_COUNT)
      report(`invalid count in -COUNT specification on prefix '${prefix}'`, found.index, end);
    for (let time = 0; time < Math.min(times, MAX_COUNT); time++)
      directives.push({ kind, prefix: `${prefix}${suffix}`, pattern, start, end });
  }
  for (const prefix of prefixes) {
    const used = directives.some((directive) => directive.prefix.startsWith(prefix));
    if (!used && problems.length === 0 && (options.allowUnusedPrefixes !== true || directives.length === 0))
      problems.push(error("check.none", `no check strings found with prefix '${prefix}:'`));
  }
  if (
    (directives[0]?.kind === "next" || directives[0]?.kind === "same" || directives[0]?.kind === "empty") &&
    problems.length === 0
  ) {
    const [first] = directives;
    report(`found '${first.prefix}' without previous '${prefixes[0]}: line`, first.start, first.end);
  }
  return { directives, problems };
}

const MAX_COUNT = 100_000; // a typing error must not fill the memory

function literalPattern(text: string, line: number): CheckPattern {
  return { parts: [{ kind: "text", text }], line };
}

// ---- Matching ---------------------------------------------------------------------------------------------------------

class Checker {
  readonly #checks: Source;
  readonly #input: Source;
  readonly #directives: readonly Directive[];
  readonly #options: CheckOptions;
  readonly #variables: Variables;
  readonly #implicit: readonly Directive[];
  readonly #problems: Diagnostic[] = [];

  constructor(checks: Source, input: Source, directives: readonly Directive[], options: CheckOptions) {
    this.#checks = checks;
    this.#input = input;
    this.#directives = directives;
    this.#options = options;
    this.#variables = new Map(options.defines);
    this.#implicit = (options.implicitCheckNot ?? []).flatMap((text) => {
      const pattern = parsePattern(text, 0);
      return typeof pattern === "string"
        ? []
        : [{ kind: "not" as const, prefix: "IMPLICIT-CHECK-NOT", pattern, start: 0, end: 0 }];
    });
  }

  run(): readonly Diagnostic[] {
    let from = 0;
    let section: Directive[] = [];
    let label: Directive | undefined;
    let labelMatch: PatternMatch | undefined;
    for (const directive of this.#directives) {
      if (directive.kind !== "label") {
        section.push(directive);
        continue;
      }
      const searchFrom = labelMatch?.end ?? 0;
      const next = this.#find(directive, searchFrom, this.#input.text.length);
      if (next === undefined) return this.#problems;
      this.#section(section, from, this.#lineStart(next.start), label !== undefined);
      this.#enterLabel(next);
      from = next.end;
      section = [];
      label = directive;
      labelMatch = next;
    }
    this.#section(section, from, this.#input.text.length, label !== undefined);
    return this.#problems;
  }

  /** A label ends the line-local scope of what came before; a directive before it may match up to its line. */
  #lineStart(offset: number): number {
    return this.#input.text.lastIndexOf("\n", offset - 1) + 1;
  }

  #enterLabel(match: PatternMatch): void {
    if (this.#options.enableVarScope === true)
      for (const name of [...this.#variables.keys()])
        if (!name.startsWith("$") && this.#options.defines?.has(name) !== true) this.#variables.delete(name);
    this.#bind(match);
  }

  /** The directives between two labels, in the text between their matches. */
  #section(directives: readonly Directive[], start: number, end: number, afterLabel: boolean): void {
    let position = start;
    let first = !afterLabel;
    let nots: Directive[] = [];
    for (let at = 0; at < directives.length; at++) {
      const directive = directives[at];
      if (directive === undefined) break;
      if (directive.kind === "not") {
        nots.push(directive);
        continue;
      }
      let range: { readonly start: number; readonly end: number } | undefined;
      if (directive.kind === "dag") {
        const group = directives.slice(at, at + countWhile(directives, at, "dag"));
        range = this.#dags(group, position, end);
        at += group.length - 1;
      } else range = this.#one(directive, position, end, first);
      if (range === undefined) return;
      if (!this.#absent([...nots, ...this.#implicit], position, range.start)) return;
      nots = [];
      position = range.end;
      first = false;
    }
    this.#absent([...nots, ...this.#implicit], position, end);
  }

  #one(directive: Directive, from: number, end: number, first: boolean): PatternMatch | undefined {
    if (directive.kind === "empty") return this.#emptyLine(directive, from, end);
    const match = this.#find(directive, from, end);
    if (match === undefined) return undefined;
    const breaks = countBreaks(this.#input.text, from, match.start);
    if (directive.kind === "next" && !first && breaks !== 1)
      return this.#fail(
        directive,
        breaks === 0 ? "is on the same line as previous match" : "is not on the line after the previous match",
        match.start,
        [{ message: "previous match ended here", place: this.#inputPlace(from) }],
      );
    if (directive.kind === "same" && breaks !== 0)
      return this.#fail(directive, "is not on the same line as the previous match", match.start, [
        { message: "previous match ended here", place: this.#inputPlace(from) },
      ]);
    this.#bind(match);
    return match;
  }

  /** The line after the one where the last match ended is empty. */
  #emptyLine(directive: Directive, from: number, end: number): PatternMatch | undefined {
    const next = this.#input.text.indexOf("\n", from) + 1;
    if (next === 0 || next > end || (next < this.#input.text.length && this.#input.text[next] !== "\n"))
      return this.#fail(directive, "is not on an empty line", from);
    return { start: next, end: next, bound: new Map() };
  }

  /** Matches in any order that do not overlap. The range covers all of them. */
  #dags(
    group: readonly Directive[],
    from: number,
    end: number,
  ): { readonly start: number; readonly end: number } | undefined {
    const taken: PatternMatch[] = [];
    for (const directive of group) {
      let match = this.#find(directive, from, end);
      for (;;) {
        const candidate = match;
        if (candidate === undefined) return undefined;
        const clash = taken.find((other) => candidate.start < other.end && other.start < candidate.end);
        if (clash === undefined) break;
        match = this.#find(directive, Math.max(clash.end, candidate.start + 1), end);
      }
      if (match === undefined) return undefined;
      this.#bind(match);
      taken.push(match);
    }
    return { start: Math.min(...taken.map(({ start }) => start)), end: Math.max(...taken.map((match) => match.end)) };
  }

  #absent(directives: readonly Directive[], from: number, to: number): boolean {
    for (const directive of directives) {
      const match = this.#match(directive, from, to);
      if (match === undefined) continue;
      if (typeof match === "string") this.#fail(directive, match, from);
      else this.#fail(directive, "excluded string found in input", match.start);
      return false;
    }
    return true;
  }

  #find(directive: Directive, from: number, end: number): PatternMatch | undefined {
    const match = this.#match(directive, from, end);
    if (typeof match === "string") return this.#fail(directive, match, from);
    if (match === undefined)
      return this.#fail(directive, "expected string not found in input", from, this.#nearMiss(directive, from, end));
    return match;
  }

  #match(directive: Directive, from: number, end: number): PatternMatch | undefined | string {
    const { pattern } = directive;
    const lines: CheckPattern =
      this.#options.matchFullLines === true && directive.kind !== "not"
        ? { ...pattern, parts: [{ kind: "regex", source: "^ *" }, ...pattern.parts, { kind: "regex", source: " *$" }] }
        : pattern;
    return matchPattern(lines, this.#input.text, from, end, this.#variables);
  }

  #bind(match: PatternMatch): void {
    for (const [name, value] of match.bound) if (name !== "") this.#variables.set(name, value);
  }

  // ---- Telling ----------------------------------------------------------------------------------------------------------

  #fail(directive: Directive, what: string, at: number, notes: readonly Note[] = []): undefined {
    const place = {
      kind: "range" as const,
      range: { source: this.#checks, start: directive.start, end: directive.end },
    };
    const here: Note = {
      message: what.startsWith("expected") ? "scanning from here" : "found here",
      place: this.#inputPlace(at),
    };
    const known: Note[] = [];
    for (const part of directive.pattern.parts) {
      const value = part.kind === "use" ? this.#variables.get(part.name) : undefined;
      if (part.kind === "use" && value !== undefined)
        known.push({ message: `with "${part.name}" equal to "${value}"`, place: undefined });
    }
    this.#problems.push(error("check.mismatch", `${directive.prefix}: ${what}`, place, [here, ...known, ...notes]));
    return undefined;
  }

  #inputPlace(offset: number): NonNullable<Note["place"]> {
    // A position at a line break is more readable as the start of the next line.
    const { text } = this.#input;
    const at = text[offset] === "\n" && offset + 1 < text.length ? offset + 1 : offset;
    return { kind: "range", range: { source: this.#input, start: at, end: at + 1 } };
  }

  /** The line that has most words of the pattern's literal text. */
  #nearMiss(directive: Directive, from: number, end: number): readonly Note[] {
    const words = directive.pattern.parts.flatMap((part) =>
      part.kind === "text" ? (part.text.match(/[\w.]+/g) ?? []) : [],
    );
    let best = 0;
    let bestAt = -1;
    let at = from;
    for (const line of this.#input.text.slice(from, Math.min(end, from + NEAR_MISS_WINDOW)).split("\n")) {
      const score = words.filter((word) => line.includes(word)).length;
      if (score > best) {
        best = score;
        bestAt = at + (line.length - line.trimStart().length);
      }
      at += line.length + 1;
    }
    if (bestAt === -1 || best * 2 < words.length) return [];
    return [{ message: "possible intended match here", place: this.#inputPlace(bestAt) }];
  }
}

const NEAR_MISS_WINDOW = 20_000; // characters: the near miss is close, and the text may be megabytes

function countWhile(directives: readonly Directive[], from: number, kind: Kind): number {
  let count = 0;
  while (directives[from + count]?.kind === kind) count++;
  return count;
}

function countBreaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at !== -1 && at < to; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
