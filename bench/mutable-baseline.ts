/**
 * The peer of bench/rewrite.ts: a plain mutable IR, as one would write it without immutability, journals or rollback. Operations are
 * objects in a doubly linked list with order numbers, values know their uses in doubly linked lists, as in MLIR's C++ classes.
 */

export class MutableValue {
  readonly definition: MutableOperation;
  firstUse: MutableUse | undefined = undefined;
  constructor(definition: MutableOperation) {
    this.definition = definition;
  }
}

export class MutableUse {
  readonly user: MutableOperation;
  value: MutableValue;
  next: MutableUse | undefined;
  previous: MutableUse | undefined = undefined;
  constructor(user: MutableOperation, value: MutableValue) {
    this.user = user;
    this.value = value;
    this.next = value.firstUse;
    if (value.firstUse !== undefined) value.firstUse.previous = this;
    value.firstUse = this;
  }

  set(value: MutableValue): void {
    this.drop();
    this.value = value;
    this.previous = undefined;
    this.next = value.firstUse;
    if (value.firstUse !== undefined) value.firstUse.previous = this;
    value.firstUse = this;
  }

  drop(): void {
    if (this.previous === undefined) this.value.firstUse = this.next;
    else this.previous.next = this.next;
    if (this.next !== undefined) this.next.previous = this.previous;
  }
}

export class MutableOperation {
  readonly name: string;
  readonly operands: MutableUse[];
  readonly result: MutableValue;
  readonly attributes: Record<string, unknown>;
  next: MutableOperation | undefined = undefined;
  previous: MutableOperation | undefined = undefined;
  order = 0;
  constructor(name: string, operands: readonly MutableValue[], attributes: Record<string, unknown>) {
    this.name = name;
    this.attributes = attributes;
    this.operands = [];
    for (const operand of operands) this.operands.push(new MutableUse(this, operand));
    this.result = new MutableValue(this);
  }
}

const STRIDE = 256;

export class MutableBlock {
  first: MutableOperation | undefined = undefined;
  last: MutableOperation | undefined = undefined;

  append(operation: MutableOperation): void {
    operation.previous = this.last;
    if (this.last === undefined) this.first = operation;
    else this.last.next = operation;
    operation.order = (this.last?.order ?? 0) + STRIDE;
    this.last = operation;
  }

  insertBefore(operation: MutableOperation, next: MutableOperation): void {
    operation.next = next;
    operation.previous = next.previous;
    if (next.previous === undefined) this.first = operation;
    else next.previous.next = operation;
    next.previous = operation;
    const low = operation.previous?.order ?? 0;
    operation.order = (low + next.order) >> 1;
    if (operation.order <= low) this.#renumber();
  }

  erase(operation: MutableOperation): void {
    for (const use of operation.operands) use.drop();
    if (operation.previous === undefined) this.first = operation.next;
    else operation.previous.next = operation.next;
    if (operation.next === undefined) this.last = operation.previous;
    else operation.next.previous = operation.previous;
  }

  replaceAllUses(value: MutableValue, replacement: MutableValue): void {
    for (let use = value.firstUse; use !== undefined; use = value.firstUse) use.set(replacement);
  }

  #renumber(): void {
    let order = 0;
    for (let at = this.first; at !== undefined; at = at.next) {
      order += STRIDE;
      at.order = order;
    }
  }
}
