/**
 * The SSA names of one isolated-from-above operation. A name is a slot: a small integer, `2n` for the number `%n`, odd for words, so that
 * a use costs an array look-up and no string. Regions open a scope: leaving it forgets what was defined in it.
 * A use before the definition makes a value of its own that the definition adopts.
 */

/** A use of a name that has no definition yet. */
export interface PendingUse {
  /** The value that stands for it. */
  readonly value: number;
  readonly offset: number;
}

export class ValueNames {
  /** By slot: the first value of the definition; 0 is none. */
  #values = new Int32Array(64);
  /** By slot: how many values the name stands for, where it is not one. */
  readonly #counts = new Map<number, number>();
  /** By slot: where it was defined. */
  #offsets = new Int32Array(64);
  readonly #log: number[] = [];
  /** Uses without a definition, by slot and number. */
  readonly pending = new Map<number, Map<number, PendingUse>>();

  /** The first value that a slot stands for; 0 where it is not defined. */
  valueOf(slot: number): number {
    return this.#values[slot] ?? 0;
  }
  countOf(slot: number): number {
    return this.#counts.get(slot) ?? 1;
  }
  offsetOf(slot: number): number {
    return this.#offsets[slot] ?? 0;
  }

  define(slot: number, value: number, count: number, offset: number): void {
    if (slot >= this.#values.length) this.#grow(slot);
    this.#values[slot] = value;
    this.#offsets[slot] = offset;
    if (count !== 1) this.#counts.set(slot, count);
    this.#log.push(slot);
  }

  /** The name of a value, for messages: looks through all of them. */
  nameOf(value: number): { readonly slot: number; readonly number: number; readonly offset: number } | undefined {
    for (const slot of this.#log) {
      const number = value - this.valueOf(slot);
      if (this.valueOf(slot) !== 0 && number >= 0 && number < this.countOf(slot))
        return { slot, number, offset: this.offsetOf(slot) };
    }
    for (const [slot, uses] of this.pending)
      for (const [number, use] of uses) if (use.value === value) return { slot, number, offset: use.offset };
    return undefined;
  }

  /** A mark to go back to with `leave`. */
  enter(): number {
    return this.#log.length;
  }

  /** Forgets every definition since the mark. */
  leave(mark: number): void {
    for (let at = this.#log.length; at > mark; at--) {
      const slot = this.#log.pop() ?? 0;
      this.#values[slot] = 0;
      if (this.#counts.size > 0) this.#counts.delete(slot);
    }
  }

  /** Empties the table for the next operation, keeping its arrays. */
  reset(): void {
    this.leave(0);
    this.pending.clear();
  }

  #grow(slot: number): void {
    const length = Math.max(slot + 1, this.#values.length * 2);
    const values = new Int32Array(length);
    values.set(this.#values);
    const offsets = new Int32Array(length);
    offsets.set(this.#offsets);
    this.#values = values;
    this.#offsets = offsets;
  }
}
