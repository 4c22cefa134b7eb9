/**
 * The order of operations in blocks as linked lists in a table, with sparse keys, so that insertion and "which comes first" are O(1). An
 * index, never part of the value; the Rewriter keeps it current through BodyView. Hot: bench/rewrite.ts.
 */
import { IntTable } from "../support/int-table.ts";
import type { BlockId, OperationId } from "./ids.ts";

/** Fields of an operation: its block, its neighbours (0 is none), its key. */
const PARENT = 0;
const PREVIOUS = 1;
const NEXT = 2;
const ORDER = 3;
const LINK = 4;

/** Fields of a block. */
const FIRST = 0;
const LAST = 1;

/** The distance of keys when a block is numbered. */
const GAP = 1 << 8;
/** Keys stay within these, so that sums and differences of two fit 32 bits. */
const MIN_KEY = -(1 << 29);
const MAX_KEY = 1 << 29;
/** A stretch is numbered anew only where each of its operations gets at least this much room: so it lasts for a few insertions. */
const MIN_ROOM = 8;

export class BlockOrder {
  readonly #links: IntTable;
  readonly #ends: IntTable;

  constructor(operations: number, blocks: number) {
    this.#links = new IntTable(operations, LINK);
    this.#ends = new IntTable(blocks, 2);
  }

  /** The ids are 0 where there is none. */
  parent(operation: number): number {
    return this.#links.get(operation, PARENT);
  }
  next(operation: number): number {
    return this.#links.get(operation, NEXT);
  }
  previous(operation: number): number {
    return this.#links.get(operation, PREVIOUS);
  }
  first(block: number): number {
    return this.#ends.get(block, FIRST);
  }
  last(block: number): number {
    return this.#ends.get(block, LAST);
  }

  /** Whether `a` stands before `b` in the block that holds both. */
  isBefore(a: number, b: number): boolean {
    return this.#links.get(a, ORDER) < this.#links.get(b, ORDER);
  }

  /** Takes in the committed order of a block. */
  fill(block: BlockId, operations: readonly OperationId[]): void {
    const gap = gapOf(operations.length);
    for (let at = 0; at < operations.length; at++) {
      const id = operations[at] ?? 0;
      this.#links.ensure(id);
      const { data } = this.#links;
      data[id * LINK + PARENT] = block;
      data[id * LINK + PREVIOUS] = operations[at - 1] ?? 0;
      data[id * LINK + NEXT] = operations[at + 1] ?? 0;
      data[id * LINK + ORDER] = (at + 1) * gap;
    }
    this.#ends.set(block, FIRST, operations[0] ?? 0);
    this.#ends.set(block, LAST, operations.at(-1) ?? 0);
  }

  /** Puts an operation that is in no block before `next`, or at the end (0). */
  link(operation: OperationId, block: BlockId, next: number): void {
    this.#links.ensure(operation);
    const { data } = this.#links;
    const before = next === 0 ? this.last(block) : (data[next * LINK + PREVIOUS] ?? 0);
    const at = operation * LINK;
    data[at + PARENT] = block;
    data[at + PREVIOUS] = before;
    data[at + NEXT] = next;
    if (before === 0) this.#ends.set(block, FIRST, operation);
    else data[before * LINK + NEXT] = operation;
    if (next === 0) this.#ends.set(block, LAST, operation);
    else data[next * LINK + PREVIOUS] = operation;
    this.#giveKey(operation, before, next);
  }

  unlink(operation: OperationId): void {
    const { data } = this.#links;
    const at = operation * LINK;
    const block = data[at + PARENT] ?? 0;
    const before = data[at + PREVIOUS] ?? 0;
    const after = data[at + NEXT] ?? 0;
    if (before === 0) this.#ends.set(block, FIRST, after);
    else data[before * LINK + NEXT] = after;
    if (after === 0) this.#ends.set(block, LAST, before);
    else data[after * LINK + PREVIOUS] = before;
    data[at + PARENT] = 0;
    data[at + PREVIOUS] = 0;
    data[at + NEXT] = 0;
  }

  // ---- Keys -------------------------------------------------------------------------------------------------------------

  /** A key between the neighbours'; where there is no room, the smallest stretch around the operation that has some is numbered anew. */
  #giveKey(operation: number, before: number, after: number): void {
    const { data } = this.#links;
    const low = before === 0 ? this.#keyOr(after, GAP) - 2 * GAP : (data[before * LINK + ORDER] ?? 0);
    const high = after === 0 ? low + 2 * GAP : (data[after * LINK + ORDER] ?? 0);
    const middle = (low + high) >> 1;
    if (middle > low && middle < high && low > MIN_KEY && high < MAX_KEY) data[operation * LINK + ORDER] = middle;
    else this.#makeRoom(operation);
  }

  #keyOr(operation: number, otherwise: number): number {
    return operation === 0 ? otherwise : this.#links.get(operation, ORDER);
  }

  /** Doubles a stretch around `operation` until its neighbours' keys leave room, which is the whole block at worst. */
  #makeRoom(operation: number): void {
    let first = operation;
    let last = operation;
    let count = 1;
    for (let step = 1; ; step *= 2) {
      for (let at = 0; at < step; at++) {
        const before = this.previous(first);
        const after = this.next(last);
        if (before !== 0) first = before;
        if (after !== 0) last = after;
        count += (before === 0 ? 0 : 1) + (after === 0 ? 0 : 1);
      }
      const before = this.previous(first);
      const after = this.next(last);
      if (before === 0 && after === 0) break;
      const low = this.#keyOr(before, MIN_KEY);
      const high = this.#keyOr(after, MAX_KEY);
      const gap = Math.min(GAP, Math.floor((high - low) / (count + 1)));
      if (gap < MIN_ROOM) continue;
      // A stretch at the start of a block ends right before its successor, any other begins right behind its predecessor.
      this.#number(first, last, before === 0 ? high - (count + 1) * gap : low, gap);
      return;
    }
    this.#number(first, last, 0, gapOf(count));
  }

  #number(first: number, last: number, start: number, gap: number): void {
    let key = start;
    for (let at = first; ; at = this.next(at)) {
      key += gap;
      this.#links.set(at, ORDER, key);
      if (at === last) return;
    }
  }
}

/** The distance of keys in a block of `count` operations; less than GAP from two million on. */
function gapOf(count: number): number {
  return Math.max(1, Math.min(GAP, Math.floor(MAX_KEY / (count + 2))));
}
