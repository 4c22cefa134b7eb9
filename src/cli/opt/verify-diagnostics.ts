/**
 * `--verify-diagnostics`: what a case expects to be told stands in its comments, `// expected-error @below {{message}}`, as upstream
 * writes it: severity, optionally `-re`, a line (`@+1`, `@-1`, `@above`, `@below`, `@unknown`), and a part of the message.
 */
import type { Diagnostic, Place } from "../../source/diagnostic.ts";
import type { Source } from "../../source/source.ts";

type Severity = "error" | "warning" | "remark" | "note";

interface Expectation {
  readonly severity: Severity;
  /** From 1; undefined for diagnostics without a place. */
  readonly line: number | undefined;
  readonly written: number;
  readonly text: string;
  readonly matches: (message: string) => boolean;
}

interface Told {
  readonly severity: Severity;
  readonly line: number | undefined;
  readonly message: string;
}

/** Differences between what was told and what was expected, one line each; empty when they agree. */
export function diagnosticDifferences(source: Source, diagnostics: readonly Diagnostic[]): readonly string[] {
  const expected = expectationsOf(source);
  const waiting = new Set(expected);
  const differences: string[] = [];
  for (const told of flatten(source, diagnostics)) {
    const found = [...waiting].find(
      ({ severity, line, matches }) => severity === told.severity && line === told.line && matches(told.message),
    );
    if (found !== undefined) waiting.delete(found);
    // Notes may be expected; those that are not are no mistake, as upstream has it.
    else if (told.severity !== "note")
      differences.push(`${source.name}:${told.line ?? "?"}: unexpected ${told.severity}: ${told.message}`);
  }
  for (const { severity, text, written } of waiting)
    differences.push(`${source.name}:${written}: expected ${severity} "${text}" was not produced`);
  return differences;
}

function flatten(source: Source, diagnostics: readonly Diagnostic[]): readonly Told[] {
  return diagnostics.flatMap(({ severity, message, place, notes }): readonly Told[] => [
    { severity, message, line: lineOf(source, place) },
    ...notes.map(
      (note): Told => ({ severity: "note", message: note.message, line: lineOf(source, note.place ?? place) }),
    ),
  ]);
}

function lineOf(source: Source, place: Place | undefined): number | undefined {
  if (place?.kind !== "range" || place.range.source !== source) return undefined;
  return source.lineColumn(place.range.start).line;
}

function expectationsOf(source: Source): readonly Expectation[] {
  const pattern =
    /expected-(error|warning|remark|note)(-re)?\s*(?:@([+-]\d+|above|below|unknown))?\s*(?:(\d+)\s*)?\{\{((?:[^}]|\}(?!\}))*)\}\}/;
  const lines = source.text.split("\n");
  const isComment = (line: number): boolean => /^\s*\/\/.*expected-/.test(lines[line - 1] ?? "");
  const expectations: Expectation[] = [];
  lines.forEach((text, index) => {
    for (const found of text.matchAll(new RegExp(pattern, "g"))) {
      const [, severity, regex, where, count, message = ""] = found;
      if (severity !== "error" && severity !== "warning" && severity !== "remark" && severity !== "note") continue;
      const line = placeOf(index + 1, where, isComment);
      const matches = regex === undefined ? (told: string) => told.includes(message) : regexOf(message);
      for (let time = 0; time < Number(count ?? "1"); time++)
        expectations.push({ severity, line, written: index + 1, text: message, matches });
    }
  });
  return expectations;
}

/** `@above` and `@below` skip other lines of expectations. */
function placeOf(line: number, where: string | undefined, isComment: (line: number) => boolean): number | undefined {
  if (where === undefined) return line;
  if (where === "unknown") return undefined;
  if (where !== "above" && where !== "below") return line + Number(where);
  const step = where === "above" ? -1 : 1;
  let at = line + step;
  while (isComment(at)) at += step;
  return at;
}

/** `-re`: the parts in `{{}}`-free double braces of FileCheck stand for regular expressions; the rest is literal. */
function regexOf(message: string): (told: string) => boolean {
  const source = message
    .split(/(\{\{.*?\}\}|\{\{.*?$)/)
    .map((part) =>
      part.startsWith("{{") ? part.slice(2).replace(/\}\}$/, "") : part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"),
    )
    .join("");
  const regex = new RegExp(source);
  return (told) => regex.test(told);
}
