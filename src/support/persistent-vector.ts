/**
 * A persistent vector: a 32-way radix tree whose versions share what they have in common, with a transient mode for
 * bursts of edits. A transient owns the nodes it has copied, so an edit after the first touch of a leaf is an array store.
 * Chosen over plain arrays (a version costs a full copy) and over immer on the array (milliseconds for the first edit).
 * Hot: bench/rewrite.bench.ts.
 */
const BITS = 5;
const WIDTH = 1 << BITS;
const MASK = WIDTH - 1;

/** A leaf has `values`, a branch has `children`; both fields are always there so that all nodes have one hidden class. */
class Node<T> {
  readonly owner: object | undefined;
  readonly children: Node<T>[];
  readonly values: T[];
  constructor(owner: object | undefined, children: Node<T>[], values: T[]) {
    this.owner = owner;
    this.children = children;
    this.values = values;
  }
}

/** An immutable sequence with O(log32 n) access; `edit()` starts a transient that shares every node until it is written. */
export class PersistentVector<T> {
  readonly length: number;
  readonly #root: Node<T>;
  readonly #shift: number;

  constructor(length: number, root: Node<T>, shift: number) {
    this.length = length;
    this.#root = root;
    this.#shift = shift;
  }

  static empty<T>(): PersistentVector<T> {
    return new PersistentVector<T>(0, new Node<T>(undefined, [], []), 0);
  }

  /** Builds level by level from slices: about as fast as copying the array. */
  static from<T>(items: readonly T[]): PersistentVector<T> {
    let level: Node<T>[] = [];
    for (let start = 0; start < items.length; start += WIDTH)
      level.push(new Node<T>(undefined, [], items.slice(start, start + WIDTH)));
    let shift = 0;
    while (level.length > 1) {
      const next: Node<T>[] = [];
      for (let start = 0; start < level.length; start += WIDTH)
        next.push(new Node<T>(undefined, level.slice(start, start + WIDTH), []));
      level = next;
      shift += BITS;
    }
    return new PersistentVector(items.length, level[0] ?? new Node<T>(undefined, [], []), shift);
  }

  /** The item at `index`, or undefined outside the vector. */
  get(index: number): T | undefined {
    return lookUp(this.#root, this.#shift, index, this.length);
  }

  edit(): TransientVector<T> {
    return new TransientVector(this.length, this.#root, this.#shift);
  }

  /** All items in a plain array. */
  toArray(): T[] {
    const items: T[] = [];
    const walk = (node: Node<T>): void => {
      for (const child of node.children) if (child !== undefined) walk(child);
      for (const item of node.values) items.push(item);
    };
    walk(this.#root);
    // A truncated transient may have left values behind the end.
    if (items.length > this.length) items.length = this.length;
    return items;
  }

  /** Calls `visit` for each item in order; faster than `get` in a loop, since leaves are walked as arrays. */
  forEach(visit: (item: T, index: number) => void): void {
    let index = 0;
    const walk = (node: Node<T>): void => {
      for (let child = 0; child < node.children.length; child++) {
        const next = node.children[child];
        if (next !== undefined) walk(next);
      }
      const values = node.values;
      for (let slot = 0; slot < values.length; slot++) {
        const item = values[slot];
        if (item !== undefined) visit(item, index);
        index++;
      }
    };
    walk(this.#root);
  }
}

function lookUp<T>(root: Node<T>, shift: number, index: number, length: number): T | undefined {
  if (index < 0 || index >= length) return undefined;
  let node: Node<T> | undefined = root;
  for (let level = shift; level > 0; level -= BITS) node = node?.children[(index >>> level) & MASK];
  return node?.values[index & MASK];
}

/** The mutable twin of a vector. After `freeze()` it goes on working, but owns nothing any more, so the frozen version is safe. */
export class TransientVector<T> {
  #length: number;
  #root: Node<T>;
  #shift: number;
  #owner: object = {};

  constructor(length: number, root: Node<T>, shift: number) {
    this.#length = length;
    this.#root = root;
    this.#shift = shift;
  }

  get length(): number {
    return this.#length;
  }

  get(index: number): T | undefined {
    return lookUp(this.#root, this.#shift, index, this.#length);
  }

  /** Replaces the item at `index`, which must exist. */
  set(index: number, item: T): void {
    this.#leaf(index).values[index & MASK] = item;
  }

  /** Appends and returns the new index. */
  push(item: T): number {
    const index = this.#length;
    if (index === WIDTH << this.#shift) {
      this.#root = new Node<T>(this.#owner, [this.#root], []);
      this.#shift += BITS;
    }
    this.#length = index + 1;
    this.#leaf(index).values[index & MASK] = item;
    return index;
  }

  /** Forgets the items from `length` on, which the caller has set to an empty value before: a rollback gives their ids back. */
  truncate(length: number): void {
    this.#length = Math.min(this.#length, length);
  }

  freeze(): PersistentVector<T> {
    this.#owner = {};
    return new PersistentVector(this.#length, this.#root, this.#shift);
  }

  /** The leaf that holds `index`, owned by this transient, with every node above it. */
  #leaf(index: number): Node<T> {
    let node = this.#own(this.#root);
    this.#root = node;
    for (let level = this.#shift; level > 0; level -= BITS) {
      const slot = (index >>> level) & MASK;
      const child = node.children[slot];
      const owned: Node<T> = child === undefined ? new Node<T>(this.#owner, [], []) : this.#own(child);
      if (owned !== child) node.children[slot] = owned;
      node = owned;
    }
    return node;
  }

  #own(node: Node<T>): Node<T> {
    return node.owner === this.#owner ? node : new Node<T>(this.#owner, node.children.slice(), node.values.slice());
  }
}
