/**
 * One FileCheck pattern: literal text with `{{regular expressions}}`, `[[NAME:regex]]` and `[[NAME]]` variables, and the numeric forms
 * `[[#NAME:]]`, `[[#NAME+1]]` and `[[@LINE+1]]`. It becomes a JavaScript regular expression when it is matched, since the values of
 * variables are known only then. Source: LLVM, "FileCheck - Flexible pattern matching file verifier".
 */

export type PatternPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "regex"; readonly source: string }
  | { readonly kind: "define"; readonly name: string; readonly source: string }
  | { readonly kind: "use"; readonly name: string }
  /** A number: defines `define`, or must equal `operand` + `offset`, or both. */
  | {
      readonly kind: "number";
      readonly define: string | undefined;
      readonly operand: string | undefined;
      readonly offset: number;
      readonly hexadecimal: boolean;
    };

export interface CheckPattern {
  readonly parts: readonly PatternPart[];
  /** Line of the check file, from 1: what `@LINE` stands for. */
  readonly line: number;
}

/** What patterns have bound so far. Numeric variables keep their number and print in decimal. */
export type Variables = Map<string, string>;

export interface PatternMatch {
  readonly start: number;
  readonly end: number;
  readonly bound: ReadonlyMap<string, string>;
}

/** Parses a pattern; a text instead is what is wrong with it. */
export function parsePattern(text: string, line: number): CheckPattern | string {
  const parts: PatternPart[] = [];
  let at = 0;
  while (at < text.length) {
    const open = nextOpening(text, at);
    if (open > at) parts.push({ kind: "text", text: text.slice(at, open) });
    if (open === text.length) break;
    if (text.startsWith("{{", open)) {
      const close = closingBraces(text, open + 2);
      if (close === -1) return "found start of regex string with no end '}}'";
      const source = translate(text.slice(open + 2, close));
      if (!isRegex(source)) return `invalid regular expression '${text.slice(open + 2, close)}'`;
      parts.push({ kind: "regex", source });
      at = close + 2;
    } else {
      const close = closingBrackets(text, open + 2);
      if (close === -1) return "invalid substitution block, no ]] found";
      const part = parseSubstitution(text.slice(open + 2, close));
      if (typeof part === "string") return part;
      parts.push(part);
      at = close + 2;
    }
  }
  return { parts, line };
}

function nextOpening(text: string, from: number): number {
  const found = [text.indexOf("{{", from), text.indexOf("[[", from)].filter((at) => at !== -1);
  return Math.min(text.length, ...found);
}

/** `}}` where a brace that belongs to the expression may come first: `{{a{3}}}`. */
function closingBraces(text: string, from: number): number {
  let at = text.indexOf("}}", from);
  while (at !== -1 && text[at + 2] === "}") at++;
  return at;
}

/** `]]` outside of bracket expressions. */
function closingBrackets(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (depth === 0 && text.startsWith("]]", at)) return at;
    if (text[at] === "\\") at++;
    else if (text[at] === "[") depth++;
    else if (text[at] === "]" && depth > 0) depth--;
  }
  return -1;
}

function parseSubstitution(text: string): PatternPart | string {
  const line = /^#?\s*@LINE\s*(?:([+-])\s*(\d+))?$/.exec(text);
  if (line !== null) return numeric(undefined, "@LINE", line[1], line[2], false);
  if (text.startsWith("#")) return parseNumeric(text.slice(1).trim());
  const define = /^(\$?[A-Za-z_]\w*):(.*)$/s.exec(text);
  if (define?.[1] !== undefined) {
    const source = translate(define[2] ?? "");
    return isRegex(source) ? { kind: "define", name: define[1], source } : `invalid regular expression '${define[2]}'`;
  }
  return /^\$?[A-Za-z_]\w*$/.test(text) ? { kind: "use", name: text } : `invalid variable name '${text}'`;
}

function parseNumeric(text: string): PatternPart | string {
  const parsed =
    /^(?:%(?:\.\d+)?([duxX])\s*,?\s*)?(?:(\$?\w+)\s*:\s*)?(?:==\s*)?(?:(\$?[A-Za-z_]\w*|\d+)\s*(?:([+-])\s*(\d+))?)?$/.exec(
      text,
    );
  if (parsed === null) return `invalid numeric expression '${text}'`;
  const [, format, define, operand, sign, offset] = parsed;
  return numeric(define, operand, sign, offset, format === "x" || format === "X");
}

function numeric(
  define: string | undefined,
  operand: string | undefined,
  sign: string | undefined,
  offset: string | undefined,
  hexadecimal: boolean,
): PatternPart {
  const distance = Number(offset ?? "0") * (sign === "-" ? -1 : 1);
  return { kind: "number", define, operand, offset: distance, hexadecimal };
}

function isRegex(source: string): boolean {
  try {
    new RegExp(source, "m");
    return true;
  } catch {
    return false;
  }
}

const POSIX_CLASSES: Readonly<Record<string, string>> = {
  alpha: "A-Za-z", digit: "0-9", alnum: "A-Za-z0-9", upper: "A-Z", lower: "a-z", space: "\\s", blank: " \\t",
  punct: "!-\\/:-@\\[-`{-~", xdigit: "0-9A-Fa-f",
}; // biome-ignore format: a table

/** POSIX bracket expressions as JavaScript's; negated ones do not cross lines, as FileCheck's do not. */
function translate(source: string): string {
  let out = "";
  for (let at = 0; at < source.length; at++) {
    const character = source[at] ?? "";
    if (character === "\\") {
      out += character + (source[++at] ?? "");
    } else if (character === "[") {
      const end = bracketEnd(source, at);
      out += bracket(source.slice(at + 1, end));
      at = end;
    } else out += character;
  }
  return out;
}

function bracketEnd(source: string, start: number): number {
  let at = start + 1;
  if (source[at] === "^") at++;
  if (source[at] === "]") at++;
  for (; at < source.length && source[at] !== "]"; at++) {
    if (source.startsWith("[:", at)) at = Math.max(at, source.indexOf(":]", at) + 1);
    else if (source[at] === "\\") at++;
  }
  return at;
}

function bracket(inside: string): string {
  const negated = inside.startsWith("^");
  let body = negated ? inside.slice(1) : inside;
  if (body.startsWith("]")) body = `\\${body}`;
  body = body.replaceAll(/\[:(\w+):\]/g, (whole, name: string) => POSIX_CLASSES[name] ?? whole);
  body = body.replaceAll(/(^|[^\\])\[/g, "$1\\[");
  return negated ? `[^\\n${body}]` : `[${body}]`;
}

// ---- Matching ---------------------------------------------------------------------------------------------------------

/** The first match at or after `from` and before `end`; undefined without one; a text when the pattern uses an unknown variable. */
export function matchPattern(
  pattern: CheckPattern,
  input: string,
  from: number,
  end: number,
  variables: Variables,
): PatternMatch | undefined | string {
  const groups: { readonly name: string; readonly numeric: boolean; readonly hexadecimal: boolean }[] = [];
  let source = "";
  for (const part of pattern.parts) {
    const piece = sourceOf(part, pattern.line, variables, groups);
    if (piece === undefined)
      return `undefined variable: ${"name" in part ? part.name : "operand" in part ? part.operand : ""}`;
    source += piece;
  }
  const regex = new RegExp(source, "gmd");
  regex.lastIndex = from;
  const found = regex.exec(end === input.length ? input : input.slice(0, end));
  if (found === null) return undefined;
  const bound = new Map<string, string>();
  groups.forEach(({ name, numeric: isNumber, hexadecimal }, index) => {
    const text = found.groups?.[`v${index}`] ?? "";
    bound.set(name, isNumber ? String(Number.parseInt(text, hexadecimal ? 16 : 10)) : text);
  });
  return { start: found.index, end: found.index + found[0].length, bound };
}

function sourceOf(
  part: PatternPart,
  line: number,
  variables: Variables,
  groups: { readonly name: string; readonly numeric: boolean; readonly hexadecimal: boolean }[],
): string | undefined {
  const group = (name: string, isNumber: boolean, hexadecimal: boolean, inside: string): string => {
    groups.push({ name, numeric: isNumber, hexadecimal });
    return `(?<v${groups.length - 1}>${inside})`;
  };
  switch (part.kind) {
    case "text":
      return escaped(part.text);
    case "regex":
      return `(?:${part.source})`;
    case "define":
      return group(part.name, false, false, part.source);
    case "use": {
      const here = groups.findIndex(({ name }) => name === part.name);
      if (here !== -1) return `\\k<v${here}>`;
      const value = variables.get(part.name);
      return value === undefined ? undefined : escaped(value);
    }
    case "number": {
      if (part.operand === undefined)
        return group(part.define ?? "", true, part.hexadecimal, part.hexadecimal ? "[0-9A-Fa-f]+" : "-?[0-9]+");
      const known =
        part.operand === "@LINE" ? String(line) : /^\d/.test(part.operand) ? part.operand : variables.get(part.operand);
      if (known === undefined) return undefined;
      const text = (Number(known) + part.offset).toString(part.hexadecimal ? 16 : 10);
      return part.define === undefined ? escaped(text) : group(part.define, true, part.hexadecimal, escaped(text));
    }
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
