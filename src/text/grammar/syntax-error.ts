/**
 * What to say where the text does not match the grammar. ohm is the author: it matches the failing operation alone and tells what was
 * expected. Where the operation is too long or too deep for it, the generated parser's own note of the furthest token serves.
 */
import * as ohm from "ohm-js";
import { atRange, type Diagnostic, error } from "../../source/diagnostic.ts";
import type { Source } from "../../source/source.ts";
import { grammarText } from "../generated/grammar-text.ts";
import { nextOperation } from "../reader/recovery.ts";

/** What the parser knows of its failure. */
export interface FailureNote {
  readonly pos: number;
  readonly furthest: number;
  readonly expected: readonly string[];
}

const MAX_LENGTH = 4000; // ohm matches about 200 characters a millisecond
const MAX_DEPTH = 40; // ohm's own recursion takes some ten frames a bracket

let grammar: ohm.Grammar | undefined;

/** The core grammar as ohm reads it, made when first asked for: most runs never do. */
export function coreGrammar(): ohm.Grammar {
  grammar ??= ohm.grammar(grammarText);
  return grammar;
}

export function syntaxError(source: Source, start: number, note: FailureNote): Diagnostic {
  const text = source.text;
  const furthest = Math.max(note.furthest, note.pos, start);
  const byOhm = expectedByOhm(text, start, furthest, coreGrammar(), "TopLevelItem");
  const at = byOhm?.at ?? furthest;
  const expected = byOhm?.expected ?? joined(note.expected);
  const { found, length } = foundAt(text, at);
  const place = atRange({ source, start: at, end: at + length });
  const whole = `expected ${expected === "" ? "an operation" : expected}, found ${found}`;
  const upstream = upstreamWording(text, start, at, expected);
  if (upstream === undefined) return error("parse.syntax", whole, place);
  return error("parse.syntax", upstream, place, [{ message: whole, place: undefined }]);
}

/** What mlir-opt says on its first line, where it has a sentence for the place. */
function upstreamWording(text: string, start: number, at: number, expected: string): string | undefined {
  if (/^"[^"\n]*$/m.test(lineFrom(text, at))) return "expected '\"' in string literal";
  const isGeneric = /^(?:%[^=\n]*=\s*)?"/.test(lineFrom(text, start));
  if (!isGeneric) return undefined;
  if (expected.includes("':'") && expected.includes("'{'")) return "expected ':' followed by operation type";
  if (expected === "'('" && /"\s*$/.test(text.slice(start, at))) return "expected '(' to start operand list";
  return expected === "'->'" ? "expected '->' in function type" : undefined;
}

function lineFrom(text: string, at: number): string {
  const end = text.indexOf("\n", at);
  return text.slice(at, Math.min(end === -1 ? text.length : end, at + 400));
}

/**
 * What ohm expected, and where, in the operation that begins at `start`: matched alone, from `rule` of `grammar`. Undefined where it is too
 * much for ohm, where it matches, and where another part of the parser got further.
 */
export function expectedByOhm(
  text: string,
  start: number,
  furthest: number,
  grammar: ohm.Grammar,
  rule: string,
): { readonly at: number; readonly expected: string } | undefined {
  const end = Math.min(nextOperation(text, start, furthest), start + MAX_LENGTH);
  if (furthest > end || furthest - start > MAX_LENGTH || deepest(text, start, end) > MAX_DEPTH) return undefined;
  const match = grammar.match(text.slice(start, end), rule);
  // What follows a core form that matches was the context's fault; the operation's own syntax is not in the grammar.
  if (match.succeeded()) return undefined;
  const { shortMessage = "" } = match;
  // ohm tells line and column; the column counts from 1 in the last line that it has read.
  const [, line = "1", column = "1", expected] = /^Line (\d+), col (\d+): expected (.*)$/s.exec(shortMessage) ?? [];
  const at = start + offsetOf(text.slice(start, end), Number(line), Number(column));
  return expected === undefined || at < furthest
    ? undefined
    : { at, expected: expected.replace(/"((?:[^"\\]|\\.)*)"/g, "'$1'") };
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let at = 1; at < line; at++) start = text.indexOf("\n", start) + 1;
  return start + column - 1;
}

function deepest(text: string, start: number, end: number): number {
  let depth = 0;
  let most = 0;
  for (let at = start; at < end; at++) {
    const character = text[at];
    if (character === "(" || character === "[" || character === "{" || character === "<")
      most = Math.max(most, ++depth);
    else if (character === ")" || character === "]" || character === "}" || character === ">") depth--;
  }
  return most;
}

function joined(expected: readonly string[]): string {
  if (expected.length <= 1) return expected[0] ?? "";
  return `${expected.slice(0, -1).join(", ")} or ${expected.at(-1)}`;
}

/** The token at an offset, for messages. */
export function foundAt(text: string, at: number): { readonly found: string; readonly length: number } {
  if (at >= text.length) return { found: "end of input", length: 1 };
  const token = /^(?:[%^#!@]?[\w$.]+|"[^"\n]*"?|\s*\n|->|.)/su.exec(text.slice(at, at + 60))?.[0] ?? "";
  return token.trim() === "" ? { found: "end of line", length: 1 } : { found: `'${token}'`, length: token.length };
}
