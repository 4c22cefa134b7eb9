/** A stack of small positive integers without repetition: push, pop and remove in O(1). Hot: bench/canonicalize.ts. */
import { IntColumn } from "./int-column.ts";

export class Worklist {
  /** Items from the bottom up; 0 where one was removed. */
  #items: number[] = [];
  /** One more than the place of an item in `#items`; 0 for those that are not in it. */
  readonly #places: IntColumn;
  #count = 0;

  constructor(capacity: number) {
    this.#places = new IntColumn(capacity);
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  has(item: number): boolean {
    return this.#places.get(item) !== 0;
  }

  /** An item that is already waiting keeps its place. */
  push(item: number): void {
    if (this.#places.get(item) !== 0) return;
    this.#items.push(item);
    this.#places.set(item, this.#items.length);
    this.#count++;
  }

  /** The item pushed last; 0 when there is none. */
  pop(): number {
    while (this.#items.length > 0) {
      const item = this.#items.pop() ?? 0;
      if (item === 0) continue;
      this.#places.set(item, 0);
      this.#count--;
      return item;
    }
    return 0;
  }

  remove(item: number): void {
    const place = this.#places.get(item);
    if (place === 0) return;
    this.#items[place - 1] = 0;
    this.#places.set(item, 0);
    this.#count--;
  }
}
