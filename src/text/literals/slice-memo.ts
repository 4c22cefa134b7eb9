/**
 * Values by slices of one text, without making a string of the slice: the key is a range of the text, and a look-up hashes and compares
 * the characters in place. For what recurs in a program: types, signatures, operation names, SSA names.
 * Open addressing in parallel arrays. Hot: bench/parse.
 */

const INITIAL_CAPACITY = 64; // a power of two
const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;

export class SliceMemo<T> {
  readonly #text: string;
  /** Index into `#values` plus 1 for each bucket; 0 is empty. */
  #buckets = new Int32Array(INITIAL_CAPACITY);
  #hashes: number[] = [];
  #starts: number[] = [];
  #ends: number[] = [];
  readonly #values: T[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  /** The value of an equal slice whose characters hash to `hash`. */
  find(start: number, end: number, hash: number): T | undefined {
    const index = this.indexOf(start, end, hash);
    return index < 0 ? undefined : this.#values[index];
  }

  /** The number of the entry with an equal slice, in the order of insertion; -1 without one. */
  indexOf(start: number, end: number, hash: number): number {
    const mask = this.#buckets.length - 1;
    for (let bucket = hash & mask; ; bucket = (bucket + 1) & mask) {
      const entry = this.#buckets[bucket] ?? 0;
      if (entry === 0) return -1;
      if (this.#hashes[entry - 1] === hash && this.#isEqual(entry - 1, start, end)) return entry - 1;
    }
  }

  /** Adds an entry that `find` does not know, and gives its number. */
  add(start: number, end: number, hash: number, value: T): number {
    if (this.#values.length * 2 >= this.#buckets.length) this.#grow();
    const index = this.#values.length;
    this.#values.push(value);
    this.#hashes.push(hash);
    this.#starts.push(start);
    this.#ends.push(end);
    this.#place(index, hash);
    return index;
  }

  /** The text of entry `index`. */
  textOf(index: number): string {
    return this.#text.slice(this.#starts[index], this.#ends[index]);
  }

  #isEqual(index: number, start: number, end: number): boolean {
    const text = this.#text;
    let other = this.#starts[index] ?? 0;
    if ((this.#ends[index] ?? 0) - other !== end - start) return false;
    for (let at = start; at < end; at++) if (text.charCodeAt(at) !== text.charCodeAt(other++)) return false;
    return true;
  }

  #place(index: number, hash: number): void {
    const mask = this.#buckets.length - 1;
    let bucket = hash & mask;
    while (this.#buckets[bucket] !== 0) bucket = (bucket + 1) & mask;
    this.#buckets[bucket] = index + 1;
  }

  #grow(): void {
    this.#buckets = new Int32Array(this.#buckets.length * 2);
    for (let index = 0; index < this.#hashes.length; index++) this.#place(index, this.#hashes[index] ?? 0);
  }
}

/** FNV-1a over the characters of a range, with the high bits folded down, as buckets are chosen by the low ones. */
export function hashSlice(text: string, start: number, end: number): number {
  let hash = FNV_OFFSET;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
  return hash ^ (hash >>> 15);
}

const OPEN_ANGLE = 0x3c;
const CLOSE_ANGLE = 0x3e;
const MINUS = 0x2d;

/** Longer texts are not worth a look-up; and without a limit, nested types would be scanned once a level. */
const MAX_EXTENT = 400;

/**
 * Where the type that begins at `start` ends, judged by its brackets alone; -1 where only the parser can tell. Words, then anything in
 * angle brackets: that covers every builtin type but functions, and the pretty forms of dialects.
 */
export function typeExtent(text: string, start: number): number {
  let depth = 0;
  const limit = start + MAX_EXTENT;
  for (let at = start; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === OPEN_ANGLE) depth++;
    else if (code === CLOSE_ANGLE) {
      if (depth === 0) return at;
      if (--depth === 0) return at + 1;
    } else if (depth === 0) {
      if (!isWordCode(code)) return code === MINUS || at === start ? -1 : at;
    } else if (code === MINUS && text.charCodeAt(at + 1) === CLOSE_ANGLE) at++;
    else if (code === 0x22 || code !== code) return -1; // a string may hold brackets; the text may end
  }
  return -1;
}

/** Letters, digits, `_`, `.`, `$` and the `!` of a dialect's type. */
function isWordCode(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x41 && code <= 0x5a) ||
    code === 0x5f ||
    code === 0x2e ||
    code === 0x21 ||
    code === 0x24
  );
}

/** Where `(types) -> types` that begins at `start` ends, judged by its brackets alone; -1 where only the parser can tell. */
export function signatureExtent(text: string, start: number): number {
  let at = parenthesesExtent(text, start);
  if (at < 0) return -1;
  while (text.charCodeAt(at) === 0x20) at++;
  if (text.charCodeAt(at) !== MINUS || text.charCodeAt(at + 1) !== CLOSE_ANGLE) return -1;
  at += 2;
  while (text.charCodeAt(at) === 0x20) at++;
  return text.charCodeAt(at) === 0x28 ? parenthesesExtent(text, at) : typeExtent(text, at);
}

/** Where the dictionary that begins at `start` ends; -1 for long ones and those with strings or comments. */
export function dictionaryExtent(text: string, start: number): number {
  let depth = 0;
  const limit = start + MAX_DICTIONARY;
  for (let at = start; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x7b) depth++;
    else if (code === 0x7d) {
      if (--depth === 0) return at + 1;
    } else if (code === 0x22 || code === 0x2f || code !== code) return -1;
  }
  return -1;
}
const MAX_DICTIONARY = 160; // what is longer is mostly a constant, which does not recur

/** Where `dense<...> : type` that begins at `start` ends, for short constants. */
export function denseExtent(text: string, start: number): number {
  let at = typeExtent(text, start);
  if (at < 0 || at - start > MAX_DICTIONARY) return -1;
  while (text.charCodeAt(at) === 0x20) at++;
  if (text.charCodeAt(at) !== 0x3a) return -1;
  at++;
  while (text.charCodeAt(at) === 0x20) at++;
  return typeExtent(text, at);
}

function parenthesesExtent(text: string, start: number): number {
  let depth = 0;
  const limit = start + MAX_EXTENT;
  for (let at = start; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x28) depth++;
    else if (code === 0x29) {
      if (--depth === 0) return at + 1;
    } else if (code === 0x22 || code === 0x0a || code === 0x2f || code !== code) return -1; // strings, comments and signatures of several lines
  }
  return -1;
}
