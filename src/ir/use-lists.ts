/**
 * The uses of values as doubly linked lists in a table: a use is a numbered slot, the operands of an operation have consecutive ones, slot
 * 0 is none. An index, never part of the value; the Rewriter keeps it current through BodyView. Hot: bench/rewrite.ts.
 */
import { IntColumn } from "../support/int-column.ts";
import { IntTable } from "../support/int-table.ts";
import { type OperationId, operationId, type ValueId } from "./ids.ts";

/** A use of a value: operand `index` of operation `user`. */
export interface Use {
  readonly user: OperationId;
  readonly index: number;
}

/** Fields of a slot. */
const VALUE = 0;
const USER = 1;
const NEXT = 2;
const PREVIOUS = 3;
const SLOT = 4;

/** Fields of an operation: its first slot, and how many it has room for. */
const BASE = 0;
const ROOM = 1;

export class UseLists {
  readonly #heads: IntColumn;
  readonly #slots: IntTable;
  readonly #users: IntTable;
  #slotCount = 1;

  constructor(values: number, operations: number) {
    this.#heads = new IntColumn(values);
    this.#slots = new IntTable(operations * 2, SLOT);
    this.#users = new IntTable(operations, 2);
  }

  isUsed(value: ValueId): boolean {
    return this.#heads.get(value) !== 0;
  }

  hasOne(value: ValueId): boolean {
    const head = this.#heads.get(value);
    return head !== 0 && this.#slots.get(head, NEXT) === 0;
  }

  count(value: ValueId): number {
    let count = 0;
    for (let slot = this.#heads.get(value); slot !== 0; slot = this.#slots.get(slot, NEXT)) count++;
    return count;
  }

  /** The newest first. */
  list(value: ValueId): Use[] {
    const uses: Use[] = [];
    for (let slot = this.#heads.get(value); slot !== 0; slot = this.#slots.get(slot, NEXT)) {
      const user = this.#slots.get(slot, USER);
      uses.push({ user: operationId(user), index: slot - this.#users.get(user, BASE) });
    }
    return uses;
  }

  /** The user of the newest use; 0 without uses. */
  firstUser(value: ValueId): OperationId {
    const head = this.#heads.get(value);
    return operationId(head === 0 ? 0 : this.#slots.get(head, USER));
  }

  add(user: OperationId, operands: readonly ValueId[]): void {
    const count = operands.length;
    if (count === 0) return;
    if (this.#users.get(user, ROOM) < count) {
      this.#users.set(user, BASE, this.#slotCount);
      this.#users.set(user, ROOM, count);
      this.#slotCount += count;
      this.#slots.ensure(this.#slotCount);
    }
    const base = this.#users.get(user, BASE);
    for (let index = count - 1; index >= 0; index--) this.#link(base + index, user, operands[index] ?? 0);
  }

  remove(user: OperationId, count: number): void {
    const base = this.#users.get(user, BASE);
    for (let index = 0; index < count; index++) this.#unlink(base + index);
  }

  update(user: OperationId, old: readonly ValueId[], operands: readonly ValueId[]): void {
    if (old.length !== operands.length) {
      this.remove(user, old.length);
      this.add(user, operands);
      return;
    }
    const base = this.#users.get(user, BASE);
    for (let index = 0; index < operands.length; index++) {
      const value = operands[index] ?? 0;
      if (old[index] === value) continue;
      this.#unlink(base + index);
      this.#link(base + index, user, value);
    }
  }

  #link(slot: number, user: number, value: number): void {
    const { data } = this.#slots;
    const head = this.#heads.get(value);
    const at = slot * SLOT;
    data[at + VALUE] = value;
    data[at + USER] = user;
    data[at + NEXT] = head;
    data[at + PREVIOUS] = 0;
    if (head !== 0) data[head * SLOT + PREVIOUS] = slot;
    this.#heads.set(value, slot);
  }

  #unlink(slot: number): void {
    const { data } = this.#slots;
    const at = slot * SLOT;
    const next = data[at + NEXT] ?? 0;
    const previous = data[at + PREVIOUS] ?? 0;
    if (previous === 0) this.#heads.set(data[at + VALUE] ?? 0, next);
    else data[previous * SLOT + NEXT] = next;
    if (next !== 0) data[next * SLOT + PREVIOUS] = previous;
  }
}
