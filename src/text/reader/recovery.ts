/**
 * Where parsing goes on after an error: at the next operation of the same region, found by brackets and line starts alone, since whatever
 * else the text promises has just been broken.
 */

/**
 * The offset at which the next operation, block label or closing bracket stands, for an operation that begins at `start` and failed at
 * `failed`. Brackets are followed from `start`, so that the rest of a nested region is skipped; where they do not match, the next line
 * behind `failed` that looks like an operation is taken.
 */
export function nextOperation(text: string, start: number, failed: number): number {
  const closers: number[] = [];
  const end = Math.min(text.length, failed + FARTHEST);
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    const closer = CLOSER_OF.get(code);
    if (closer !== undefined) closers.push(closer);
    else if (code === QUOTE) at = endOfString(text, at);
    else if (code === SLASH && text.charCodeAt(at + 1) === SLASH) at = endOfLine(text, at) - 1;
    else if (CLOSERS.has(code)) {
      if (closers.length === 0) return at;
      if (closers.pop() !== code) return nextLine(text, failed);
    } else if (code === NEWLINE && closers.length === 0 && at >= failed && OPERATION_START.test(lineAt(text, at + 1)))
      return at + 1;
  }
  return closers.length === 0 && end === text.length ? text.length : nextLine(text, failed);
}

/** Brackets are followed this far behind an error: one that is missing would be looked for to the end of the text, at every error again. */
const FARTHEST = 1 << 16;

const QUOTE = 0x22;
const SLASH = 0x2f;
const NEWLINE = 0x0a;
/** `(`, `[` and `{`. Angle brackets are left out: they are also in arrows and comparisons. */
const CLOSER_OF: ReadonlyMap<number, number> = new Map([
  [0x28, 0x29],
  [0x5b, 0x5d],
  [0x7b, 0x7d],
]);
const CLOSERS: ReadonlySet<number> = new Set(CLOSER_OF.values());

/** `%x =`, `"d.op"(`, `d.op`, a word and an operand or symbol, `return`, a label, a closing brace, an alias. */
const OPERATION_START =
  /^\s*(?:%|"[^"\n]*"\s*\(|[A-Za-z_][\w$]*\.[\w$.]+|[A-Za-z_][\w$]*\s+[%@]|(?:return|module)\b|\^|\}|[#!][\w$-]+\s*=|\{-#)/;
const LONGEST_LINE = 200;

function lineAt(text: string, at: number): string {
  let start = at;
  while (text.charCodeAt(start) <= 0x20) start++;
  return text.slice(start, start + LONGEST_LINE);
}

function nextLine(text: string, from: number): number {
  for (let at = text.indexOf("\n", from); at !== -1; at = text.indexOf("\n", at + 1))
    if (OPERATION_START.test(text.slice(at + 1, at + 1 + LONGEST_LINE))) return at + 1;
  return text.length;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

/** The closing quote, or the quote itself where the string does not end on its line. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at;
    if (code === 0x0a) return from;
    if (code === 0x5c) at++;
  }
  return from;
}
