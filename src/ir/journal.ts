/**
 * The journal of a draft: every edit as (kind, id, old, new), in order. It is the step log, checkpoint and rollback, the events that
 * drive incremental work, provenance and time travel; undoing entries backwards restores tables and indices alike.
 * The two frequent kinds are kept in columns, because an object an entry is most of what a rewrite would leave for the collector.
 * Hot: bench/rewrite.ts.
 */

import { invariant } from "../support/invariant.ts";
import { type BlockId, blockId, type OperationId, operationId, type RegionId, ROOT } from "./ids.ts";
import type { Block, Operation, Region } from "./operation.ts";

/** Where an operation is linked: before `next` in `block`, or at its end. */
export interface Placement {
  readonly block: BlockId;
  readonly next: OperationId | undefined;
}

export type JournalEntry =
  /** A record made (old undefined), replaced, or erased (new undefined). ROOT is the body's own operation. */
  | {
      readonly kind: "operation";
      readonly id: OperationId;
      readonly old: Operation | undefined;
      readonly new: Operation | undefined;
    }
  /** An operation linked into (old undefined), moved between, or unlinked from (new undefined) blocks. */
  | {
      readonly kind: "place";
      readonly id: OperationId;
      readonly old: Placement | undefined;
      readonly new: Placement | undefined;
    }
  | { readonly kind: "block"; readonly id: BlockId; readonly old: Block | undefined; readonly new: Block | undefined }
  | {
      readonly kind: "region";
      readonly id: RegionId;
      readonly old: Region | undefined;
      readonly new: Region | undefined;
    };

/** The entry that undoes `entry`. */
export function invert(entry: JournalEntry): JournalEntry {
  switch (entry.kind) {
    case "operation":
      return { kind: "operation", id: entry.id, old: entry.new, new: entry.old };
    case "place":
      return { kind: "place", id: entry.id, old: entry.new, new: entry.old };
    case "block":
      return { kind: "block", id: entry.id, old: entry.new, new: entry.old };
    case "region":
      return { kind: "region", id: entry.id, old: entry.new, new: entry.old };
  }
}

const OPERATION = 0;
const PLACE = 1;
const OTHER = 2;
/** Numbers an entry has in `#data`: kind, id, and four more as `push...` says. */
const STRIDE = 6;

export class Journal {
  #data = new Int32Array(STRIDE * 64);
  #length = 0;
  /** Old and new record of each entry of kind "operation"; the entry has the index of the old one. */
  readonly #operations: (Operation | undefined)[] = [];
  readonly #others: JournalEntry[] = [];

  get length(): number {
    return this.#length;
  }

  /** Entry `index` as data. */
  at(index: number): JournalEntry {
    const base = index * STRIDE;
    const data = this.#data;
    const first = data[base + 2] ?? 0;
    const id = operationId(data[base + 1] ?? 0);
    switch (data[base]) {
      case OPERATION:
        return { kind: "operation", id, old: this.#operations[first], new: this.#operations[first + 1] };
      case PLACE:
        return {
          kind: "place",
          id,
          old: placement(first, data[base + 3] ?? 0),
          new: placement(data[base + 4] ?? 0, data[base + 5] ?? 0),
        };
      default: {
        const entry = this.#others[first];
        invariant(entry !== undefined, "the journal has no such entry");
        return entry;
      }
    }
  }

  pushOperation(id: OperationId, old: Operation | undefined, record: Operation | undefined): void {
    const first = this.#operations.length;
    this.#operations.push(old, record);
    this.#push(OPERATION, id, first, 0, 0, 0);
  }

  pushPlace(id: OperationId, old: Placement | undefined, place: Placement | undefined): void {
    this.#push(PLACE, id, old?.block ?? 0, old?.next ?? 0, place?.block ?? 0, place?.next ?? 0);
  }

  push(entry: JournalEntry): void {
    if (entry.kind === "operation") this.pushOperation(entry.id, entry.old, entry.new);
    else if (entry.kind === "place") this.pushPlace(entry.id, entry.old, entry.new);
    else {
      this.#push(OTHER, entry.id, this.#others.length, 0, 0, 0);
      this.#others.push(entry);
    }
  }

  /** The operations whose records the entries change, each once; ids are less than `count`. */
  changedOperations(count: number): readonly OperationId[] {
    const seen = new Uint8Array(count);
    const ids: OperationId[] = [];
    for (let base = 0; base < this.#length * STRIDE; base += STRIDE) {
      const id = this.#data[base + 1] ?? 0;
      if (this.#data[base] !== OPERATION || id === ROOT || seen[id] === 1) continue;
      seen[id] = 1;
      ids.push(operationId(id));
    }
    return ids;
  }

  /** Takes the last entry off; there must be one. */
  pop(): JournalEntry {
    const entry = this.at(this.#length - 1);
    this.#length--;
    if (entry.kind === "operation") this.#operations.length -= 2;
    else if (entry.kind !== "place") this.#others.pop();
    return entry;
  }

  #push(kind: number, id: number, a: number, b: number, c: number, d: number): void {
    const base = this.#length * STRIDE;
    if (base === this.#data.length) {
      const grown = new Int32Array(base * 2);
      grown.set(this.#data);
      this.#data = grown;
    }
    const data = this.#data;
    data[base] = kind;
    data[base + 1] = id;
    data[base + 2] = a;
    data[base + 3] = b;
    data[base + 4] = c;
    data[base + 5] = d;
    this.#length++;
  }
}

function placement(block: number, next: number): Placement | undefined {
  return block === 0 ? undefined : { block: blockId(block), next: next === 0 ? undefined : operationId(next) };
}
