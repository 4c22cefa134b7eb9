/**
 * Tokens of the core grammar that are scanned by hand: the rule is in mlir.ohm, and a test holds the two together.
 */

const MAX_BRACKETS = 512; // levels in the body of a dialect's type or attribute; deeper is refused like any other nesting

const OPENING = new Map([
  [0x28, 0x29],
  [0x3c, 0x3e],
  [0x5b, 0x5d],
  [0x7b, 0x7d],
]); // ( < [ {

/**
 * The position behind a `symbolBody`, the bracketed body of a dialect's type or attribute that begins at `p`; -1 where there is none.
 * With a stack of its own, as the nesting is the text's and must not become ours.
 */
export function scanSymbolBody(t: string, p: number): number {
  if (t.charCodeAt(p) !== 0x3c) return -1;
  const closers: number[] = [];
  for (let at = p; at < t.length; at++) {
    const code = t.charCodeAt(at);
    const closer = OPENING.get(code);
    if (closer !== undefined) {
      if (closers.length === MAX_BRACKETS) return -1;
      closers.push(closer);
    } else if (code === 0x22) {
      at = stringEnd(t, at);
      if (at < 0) return -1;
    } else if (code === 0x2d && t.charCodeAt(at + 1) === 0x3e) at++;
    else if (code === 0x3e || code === 0x29 || code === 0x5d || code === 0x7d) {
      if (closers.pop() !== code) return -1;
      if (closers.length === 0) return at + 1;
    }
  }
  return -1;
}

/** The position of the closing quote of the string that begins at `p`, -1 where it does not end on its line. */
function stringEnd(t: string, p: number): number {
  for (let at = p + 1; at < t.length; at++) {
    const code = t.charCodeAt(at);
    if (code === 0x22) return at;
    if (code === 0x0a || code === 0x0d) return -1;
    if (code !== 0x5c) continue;
    const pattern = /["\\nt]|[0-9a-fA-F]{2}/y;
    pattern.lastIndex = at + 1;
    const found = pattern.exec(t);
    if (found === null) return -1;
    at += found[0].length;
  }
  return -1;
}
