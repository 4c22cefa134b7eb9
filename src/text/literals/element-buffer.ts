/**
 * The literals between `dense<` and `>`, while the type behind them is not known: numbers go straight into a typed array, and only what
 * a double cannot hold (wide integers, hexadecimal bits, strings) is kept aside. Lists are checked to be rectangular on the way.
 * Hot: bench/parse, large constants.
 */

const INITIAL_CAPACITY = 16;
const UNKNOWN = -1;

/** What kinds of literals were met, as bits of `ElementBuffer.kinds`. */
export const INTEGERS = 1;
export const FLOATS = 2;
export const BOOLEANS = 4;
export const STRINGS = 8;
export const NEGATIVES = 16;

export class ElementBuffer {
  /** The numbers in the order of the text; both parts of a complex number one after the other. */
  values: Float64Array = new Float64Array(INITIAL_CAPACITY);
  count = 0;
  /** Which of INTEGERS, FLOATS, ... occurred. */
  kinds = 0;
  /** Whether elements are `(real, imaginary)`. */
  complex = false;
  /** Integers that a double does not hold exactly. */
  readonly wide = new Map<number, bigint>();
  /** Hexadecimal literals, which are bits where the type is a float. */
  readonly hexadecimal = new Map<number, bigint>();
  readonly strings: string[] = [];
  /** Extents of the nested lists, outermost first; empty for a single element. */
  readonly shape: number[] = [];
  /** Where the first literal of the text stands, for messages. */
  start = 0;

  #depth = 0;
  #leafDepth = UNKNOWN;
  readonly #counts: number[] = [];
  #inComplex = false;

  get isList(): boolean {
    return this.shape.length > 0;
  }

  push(value: number): void {
    if (this.count === this.values.length) this.#grow();
    this.values[this.count++] = value;
  }

  pushWide(value: bigint, hexadecimal: boolean): void {
    if (hexadecimal) this.hexadecimal.set(this.count, value);
    if (BigInt(Number(value)) !== value) this.wide.set(this.count, value);
    this.push(Number(value));
  }

  pushString(value: string): void {
    this.strings.push(value);
    this.kinds |= STRINGS;
  }

  /** Counts one element at this depth; false where another one stood at another depth. */
  element(): boolean {
    if (this.#inComplex) return true;
    if (this.#leafDepth === UNKNOWN) this.#leafDepth = this.#depth;
    else if (this.#leafDepth !== this.#depth) return false;
    if (this.#depth > 0) this.#counts[this.#depth - 1] = (this.#counts[this.#depth - 1] ?? 0) + 1;
    return true;
  }

  enterList(): void {
    this.#counts[this.#depth] = 0;
    if (this.shape.length === this.#depth) this.shape.push(UNKNOWN);
    this.#depth++;
  }

  /** False where the list has another length than its siblings. */
  leaveList(): boolean {
    const depth = --this.#depth;
    const count = this.#counts[depth] ?? 0;
    if (this.shape[depth] === UNKNOWN) this.shape[depth] = count;
    else if (this.shape[depth] !== count) return false;
    if (depth > 0) this.#counts[depth - 1] = (this.#counts[depth - 1] ?? 0) + 1;
    return this.#leafDepth === UNKNOWN || this.#leafDepth > depth;
  }

  enterComplex(): void {
    this.#inComplex = true;
  }

  /** False where elements with and without parentheses are mixed, or at different depths. */
  leaveComplex(): boolean {
    this.#inComplex = false;
    if (!this.complex && this.count + this.strings.length > 2) return false;
    this.complex = true;
    return this.element();
  }

  /** The integer at `index`, exact. */
  integerAt(index: number): bigint {
    return this.wide.get(index) ?? BigInt(this.values[index] ?? 0);
  }

  #grow(): void {
    const grown = new Float64Array(this.values.length * 2);
    grown.set(this.values);
    this.values = grown;
  }
}
