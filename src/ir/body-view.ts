/**
 * Reading a body, committed or in a draft: the tables, and three indices that are never part of the value and are built on demand:
 * who defines a value; the linked order of operations in blocks, with sparse keys so that insertion and isBeforeInBlock are O(1);
 * and the uses of values as doubly linked lists in columns. The Rewriter (rewriter.ts) keeps them current while a draft is open and is
 * the only caller of the methods under "Only for the Rewriter".
 * One class serves both modes so that handles read through one hidden class. Longer than 400 lines because the indices share columns.
 * Hot: bench/rewrite.bench.ts.
 */
import { IntColumn } from "../support/int-column.ts";
import { invariant } from "../support/invariant.ts";
import type { PersistentVector, TransientVector } from "../support/persistent-vector.ts";
import type { Type } from "./attribute.ts";
import {
  type BlockId,
  blockId,
  NO_BLOCK,
  type OperationId,
  operationId,
  type RegionId,
  ROOT,
  regionId,
  type ValueId,
  valueId,
} from "./ids.ts";
import type { Location } from "./location.ts";
import { Block, type Operation, type Region } from "./operation.ts";

/** The distance of order keys when a block is numbered. */
const ORDER_GAP = 1 << 8;

/** Definers of values: `owner[v]` is an operation id, or minus a block id for a block argument; `position[v]` the result or argument number. */
interface Definers {
  readonly owner: IntColumn;
  readonly position: IntColumn;
}

interface Links {
  readonly parent: IntColumn;
  readonly previous: IntColumn;
  readonly next: IntColumn;
  readonly order: IntColumn;
  readonly first: IntColumn;
  readonly last: IntColumn;
}

/** Uses are numbered slots: operation `o` has `slots[o]` .. one an operand; slot 0 is none. */
interface Uses {
  readonly head: IntColumn;
  readonly base: IntColumn;
  readonly room: IntColumn;
  readonly value: IntColumn;
  readonly user: IntColumn;
  readonly next: IntColumn;
  readonly previous: IntColumn;
  slotCount: number;
}

/** The tables of a committed body (body.ts). */
export interface BodyTables {
  readonly root: Operation;
  readonly operations: PersistentVector<Operation | undefined>;
  readonly blocks: PersistentVector<Block | undefined>;
  readonly regions: PersistentVector<Region | undefined>;
  /** One more than the largest value id. */
  readonly valueCount: number;
}

/** A use of a value: operand `index` of operation `user`. */
export interface Use {
  readonly user: OperationId;
  readonly index: number;
}

export class BodyView {
  #root: Operation;
  #operations: TransientVector<Operation | undefined>;
  #blocks: TransientVector<Block | undefined>;
  #regions: TransientVector<Region | undefined>;
  #valueCount: number;
  #definers: Definers | undefined;
  #links: Links | undefined;
  #uses: Uses | undefined;
  /** Blocks whose linked order is newer than their record. */
  readonly #reordered = new Set<BlockId>();

  constructor(body: BodyTables) {
    this.#root = body.root;
    this.#operations = body.operations.edit();
    this.#blocks = body.blocks.edit();
    this.#regions = body.regions.edit();
    this.#valueCount = body.valueCount;
  }

  // ---- Tables ---------------------------------------------------------------------------------------------------------

  get root(): Operation {
    return this.#root;
  }

  /** One more than the largest id of each table. */
  get operationCount(): number {
    return this.#operations.length;
  }
  get blockCount(): number {
    return this.#blocks.length;
  }
  get regionCount(): number {
    return this.#regions.length;
  }
  get valueCount(): number {
    return this.#valueCount;
  }

  /** The record; ROOT gives the body's own operation. A dead id is a bug. */
  operation(id: OperationId): Operation {
    const record = id === ROOT ? this.#root : this.#operations.get(id);
    invariant(record !== undefined, "operation has been erased");
    return record;
  }

  isLive(id: OperationId): boolean {
    return id === ROOT || this.#operations.get(id) !== undefined;
  }

  block(id: BlockId): Block {
    const record = this.#blocks.get(id);
    invariant(record !== undefined, "block has been erased");
    return record;
  }

  isLiveBlock(id: BlockId): boolean {
    return this.#blocks.get(id) !== undefined;
  }

  isLiveRegion(id: RegionId): boolean {
    return this.#regions.get(id) !== undefined;
  }

  region(id: RegionId): Region {
    const record = this.#regions.get(id);
    invariant(record !== undefined, "region has been erased");
    return record;
  }

  /** The operations of a block in order. For a block that a draft has edited the list is made anew; do not keep it. */
  operationsOf(id: BlockId): readonly OperationId[] {
    const links = this.#links;
    if (links === undefined || !this.#reordered.has(id)) return this.block(id).operations;
    const list: OperationId[] = [];
    for (let at = links.first.get(id); at !== 0; at = links.next.get(at)) list.push(operationId(at));
    return list;
  }

  // ---- Values ---------------------------------------------------------------------------------------------------------

  typeOf(value: ValueId): Type {
    const definers = this.#definers ?? this.#buildDefiners();
    const owner = definers.owner.get(value);
    const position = definers.position.get(value);
    const type =
      owner > 0
        ? this.operation(operationId(owner)).resultTypes[position]
        : this.block(blockId(-owner)).argumentTypes[position];
    invariant(type !== undefined, "value has no definition");
    return type;
  }

  /** The operation whose result `value` is; undefined for a block argument. */
  definingOperation(value: ValueId): OperationId | undefined {
    const owner = (this.#definers ?? this.#buildDefiners()).owner.get(value);
    return owner > 0 ? operationId(owner) : undefined;
  }

  /** The block whose argument `value` is; undefined for a result. */
  ownerBlock(value: ValueId): BlockId | undefined {
    const owner = (this.#definers ?? this.#buildDefiners()).owner.get(value);
    return owner < 0 ? blockId(-owner) : undefined;
  }

  /** The number of `value` among the results or block arguments of its owner. */
  positionOf(value: ValueId): number {
    return (this.#definers ?? this.#buildDefiners()).position.get(value);
  }

  locationOf(value: ValueId): Location {
    const operation = this.definingOperation(value);
    if (operation !== undefined) return this.operation(operation).location;
    const block = this.ownerBlock(value);
    invariant(block !== undefined, "value has no definition");
    const location = this.block(block).argumentLocations[this.positionOf(value)];
    invariant(location !== undefined, "argument has no location");
    return location;
  }

  // ---- Order ----------------------------------------------------------------------------------------------------------

  /** The block that holds the operation; NO_BLOCK for the root. */
  parentBlock(operation: OperationId): BlockId {
    return blockId((this.#links ?? this.#buildLinks()).parent.get(operation));
  }

  /** The operation that holds the block's region. */
  parentOperation(block: BlockId): OperationId {
    return this.region(this.block(block).region).parent;
  }

  /** The operation around `operation`: ROOT at the top, undefined for ROOT itself. */
  enclosing(operation: OperationId): OperationId | undefined {
    const block = this.parentBlock(operation);
    return block === NO_BLOCK ? undefined : this.parentOperation(block);
  }

  firstOf(block: BlockId): OperationId | undefined {
    return some((this.#links ?? this.#buildLinks()).first.get(block));
  }
  lastOf(block: BlockId): OperationId | undefined {
    return some((this.#links ?? this.#buildLinks()).last.get(block));
  }
  nextOf(operation: OperationId): OperationId | undefined {
    return some((this.#links ?? this.#buildLinks()).next.get(operation));
  }
  previousOf(operation: OperationId): OperationId | undefined {
    return some((this.#links ?? this.#buildLinks()).previous.get(operation));
  }

  /** Whether `a` stands before `b` in the block that holds both. O(1). */
  isBeforeInBlock(a: OperationId, b: OperationId): boolean {
    const links = this.#links ?? this.#buildLinks();
    return links.order.get(a) < links.order.get(b);
  }

  // ---- Uses -----------------------------------------------------------------------------------------------------------

  hasUses(value: ValueId): boolean {
    return (this.#uses ?? this.#buildUses()).head.get(value) !== 0;
  }

  hasOneUse(value: ValueId): boolean {
    const uses = this.#uses ?? this.#buildUses();
    const head = uses.head.get(value);
    return head !== 0 && uses.next.get(head) === 0;
  }

  useCount(value: ValueId): number {
    const uses = this.#uses ?? this.#buildUses();
    let count = 0;
    for (let slot = uses.head.get(value); slot !== 0; slot = uses.next.get(slot)) count++;
    return count;
  }

  /** The uses of a value, the newest first; a copy, so that it may be edited under the loop. */
  usesOf(value: ValueId): readonly Use[] {
    const uses = this.#uses ?? this.#buildUses();
    const list: Use[] = [];
    for (let slot = uses.head.get(value); slot !== 0; slot = uses.next.get(slot)) {
      const user = uses.user.get(slot);
      list.push({ user: operationId(user), index: slot - uses.base.get(user) });
    }
    return list;
  }

  /** The user of the newest use; undefined without uses. */
  firstUser(value: ValueId): OperationId | undefined {
    const uses = this.#uses ?? this.#buildUses();
    return some(uses.user.get(uses.head.get(value)));
  }

  /** Builds every index that is still missing: a draft and a benchmark want them all. */
  warm(): void {
    if (this.#definers === undefined) this.#buildDefiners();
    if (this.#links === undefined) this.#buildLinks();
    if (this.#uses === undefined) this.#buildUses();
  }

  // ---- Building the indices -------------------------------------------------------------------------------------------

  #buildDefiners(): Definers {
    const definers = { owner: new IntColumn(this.#valueCount), position: new IntColumn(this.#valueCount) };
    this.#definers = definers;
    for (let id = 1; id < this.#operations.length; id++) {
      const record = this.#operations.get(id);
      if (record !== undefined) this.#defineResults(definers, id, record);
    }
    for (let id = 1; id < this.#blocks.length; id++) {
      const record = this.#blocks.get(id);
      if (record !== undefined) this.#defineArguments(definers, id, record);
    }
    return definers;
  }

  #defineResults(definers: Definers, id: number, record: Operation): void {
    for (let result = 0; result < record.resultTypes.length; result++) {
      definers.owner.set(record.firstResult + result, id);
      definers.position.set(record.firstResult + result, result);
    }
  }

  #defineArguments(definers: Definers, id: number, record: Block): void {
    record.arguments.forEach((value, position) => {
      definers.owner.set(value, -id);
      definers.position.set(value, position);
    });
  }

  #buildLinks(): Links {
    const operations = this.#operations.length;
    const blocks = this.#blocks.length;
    const links: Links = {
      parent: new IntColumn(operations),
      previous: new IntColumn(operations),
      next: new IntColumn(operations),
      order: new IntColumn(operations),
      first: new IntColumn(blocks),
      last: new IntColumn(blocks),
    };
    this.#links = links;
    for (let id = 1; id < blocks; id++) {
      const record = this.#blocks.get(id);
      if (record !== undefined) linkBlock(links, blockId(id), record.operations);
    }
    return links;
  }

  #buildUses(): Uses {
    const operations = this.#operations.length;
    const uses: Uses = {
      head: new IntColumn(this.#valueCount),
      base: new IntColumn(operations),
      room: new IntColumn(operations),
      value: new IntColumn(operations * 2),
      user: new IntColumn(operations * 2),
      next: new IntColumn(operations * 2),
      previous: new IntColumn(operations * 2),
      slotCount: 1,
    };
    this.#uses = uses;
    // Backwards, so that each list comes out in the order of the users.
    for (let id = operations - 1; id > 0; id--) {
      const record = this.#operations.get(id);
      if (record !== undefined && record.operands.length > 0) addUses(uses, id, record.operands);
    }
    return uses;
  }

  // ---- Only for the Rewriter ------------------------------------------------------------------------------------------

  newOperationId(): OperationId {
    return operationId(this.#operations.push(undefined));
  }
  newBlockId(): BlockId {
    return blockId(this.#blocks.push(undefined));
  }
  newRegionId(): RegionId {
    return regionId(this.#regions.push(undefined));
  }
  /** Reserves `count` consecutive values. */
  newValues(count: number): ValueId {
    const first = this.#valueCount;
    this.#valueCount += count;
    return valueId(first);
  }

  /** Gives back the ids from these counts on; everything in them has been erased. */
  truncate(counts: {
    readonly operations: number;
    readonly blocks: number;
    readonly regions: number;
    readonly values: number;
  }): void {
    this.#operations.truncate(counts.operations);
    this.#blocks.truncate(counts.blocks);
    this.#regions.truncate(counts.regions);
    this.#valueCount = counts.values;
  }

  setRoot(record: Operation): void {
    this.#root = record;
  }

  /** Replaces, makes (old undefined) or erases (new undefined) a record, and keeps definers and uses current. */
  setOperation(id: OperationId, old: Operation | undefined, record: Operation | undefined): void {
    this.#operations.set(id, record);
    const definers = this.#definers;
    if (
      definers !== undefined &&
      record !== undefined &&
      (old === undefined ||
        old.firstResult !== record.firstResult ||
        old.resultTypes.length !== record.resultTypes.length)
    )
      this.#defineResults(definers, id, record);
    const uses = this.#uses;
    if (uses === undefined || old?.operands === record?.operands) return;
    if (record === undefined) removeUses(uses, id, old?.operands.length ?? 0);
    else if (old === undefined) addUses(uses, id, record.operands);
    else updateUses(uses, id, old.operands, record.operands);
  }

  setBlock(id: BlockId, record: Block | undefined): void {
    this.#blocks.set(id, record);
    if (record !== undefined && this.#definers !== undefined) this.#defineArguments(this.#definers, id, record);
  }

  setRegion(id: RegionId, record: Region | undefined): void {
    this.#regions.set(id, record);
  }

  /** Puts an operation that is in no block before `next`, or at the end. */
  link(operation: OperationId, block: BlockId, next: OperationId | undefined): void {
    const links = this.#links ?? this.#buildLinks();
    this.#reordered.add(block);
    const after = next ?? 0;
    const before = after === 0 ? links.last.get(block) : links.previous.get(after);
    links.parent.set(operation, block);
    links.previous.set(operation, before);
    links.next.set(operation, after);
    if (before === 0) links.first.set(block, operation);
    else links.next.set(before, operation);
    if (after === 0) links.last.set(block, operation);
    else links.previous.set(after, operation);
    setOrder(links, operation, before, after, block);
  }

  unlink(operation: OperationId): void {
    const links = this.#links ?? this.#buildLinks();
    const block = links.parent.get(operation);
    this.#reordered.add(blockId(block));
    const before = links.previous.get(operation);
    const after = links.next.get(operation);
    if (before === 0) links.first.set(block, after);
    else links.next.set(before, after);
    if (after === 0) links.last.set(block, before);
    else links.previous.set(after, before);
    links.parent.set(operation, 0);
    links.previous.set(operation, 0);
    links.next.set(operation, 0);
  }

  /** Writes the linked order into the records of the reordered blocks, before a freeze. */
  settleOrder(): void {
    const blocks = [...this.#reordered];
    for (const id of blocks) {
      const record = this.#blocks.get(id);
      if (record === undefined) continue;
      const operations = this.operationsOf(id);
      this.#blocks.set(
        id,
        new Block(record.region, record.arguments, record.argumentTypes, record.argumentLocations, operations),
      );
    }
    this.#reordered.clear();
  }

  /** Ends the draft's say over which blocks are reordered, after a rollback to the committed state. */
  forgetReordering(): void {
    this.#reordered.clear();
  }

  freezeTables(): Pick<BodyTables, "operations" | "blocks" | "regions"> {
    return { operations: this.#operations.freeze(), blocks: this.#blocks.freeze(), regions: this.#regions.freeze() };
  }
}

function some(id: number): OperationId | undefined {
  return id === 0 ? undefined : operationId(id);
}

function linkBlock(links: Links, block: BlockId, operations: readonly OperationId[]): void {
  const { parent, previous, next, order } = links;
  const gap = gapOf(operations.length);
  let before = 0;
  for (let at = 0; at < operations.length; at++) {
    const id = operations[at] ?? 0;
    parent.set(id, block);
    previous.set(id, before);
    if (before !== 0) next.set(before, id);
    order.set(id, (at + 1) * gap);
    before = id;
  }
  links.first.set(block, operations[0] ?? 0);
  links.last.set(block, before);
}

/** Keys stay within these, so that sums and differences of two fit 32 bits. */
const MIN_ORDER = -(1 << 29);
const MAX_ORDER = 1 << 29;
/** A stretch is numbered anew only where each of its operations gets at least this much room: so it lasts for a few insertions. */
const MIN_ROOM = 8;

/** Gives `operation` a key between its neighbours; where there is no room, numbers the smallest stretch around it that has some. */
function setOrder(links: Links, operation: OperationId, before: number, after: number, block: BlockId): void {
  const low = before === 0 ? orderAt(links, after) - 2 * ORDER_GAP : links.order.get(before);
  const high = after === 0 ? low + 2 * ORDER_GAP : links.order.get(after);
  const middle = (low + high) >> 1;
  if (middle > low && middle < high && low > MIN_ORDER && high < MAX_ORDER) links.order.set(operation, middle);
  else makeRoom(links, operation, block);
}

function orderAt(links: Links, operation: number): number {
  return operation === 0 ? ORDER_GAP : links.order.get(operation);
}

/** Doubles a stretch around `operation` until its neighbours' keys leave room, which is the whole block at worst. */
function makeRoom(links: Links, operation: OperationId, block: BlockId): void {
  let first: number = operation;
  let last: number = operation;
  let count = 1;
  for (let step = 1; ; step *= 2) {
    for (let at = 0; at < step; at++) {
      const before = links.previous.get(first);
      const after = links.next.get(last);
      if (before !== 0) first = before;
      if (after !== 0) last = after;
      count += (before === 0 ? 0 : 1) + (after === 0 ? 0 : 1);
    }
    const before = links.previous.get(first);
    const after = links.next.get(last);
    if (before === 0 && after === 0) break;
    const low = before === 0 ? MIN_ORDER : links.order.get(before);
    const high = after === 0 ? MAX_ORDER : links.order.get(after);
    const gap = Math.min(ORDER_GAP, Math.floor((high - low) / (count + 1)));
    if (gap < MIN_ROOM) continue;
    // A stretch at the start of a block ends right before its successor, any other begins right behind its predecessor.
    numberStretch(links, first, last, before === 0 ? high - (count + 1) * gap : low, gap);
    return;
  }
  numberStretch(links, links.first.get(block), links.last.get(block), 0, gapOf(count));
}

function numberStretch(links: Links, first: number, last: number, start: number, gap: number): void {
  let key = start;
  for (let at = first; ; at = links.next.get(at)) {
    key += gap;
    links.order.set(at, key);
    if (at === last) return;
  }
}

/** The distance of keys in a block of `count` operations; less than ORDER_GAP from two million on. */
function gapOf(count: number): number {
  return Math.max(1, Math.min(ORDER_GAP, Math.floor(MAX_ORDER / (count + 2))));
}

function addUses(uses: Uses, user: number, operands: readonly ValueId[]): void {
  const count = operands.length;
  if (count === 0) return;
  if (uses.room.get(user) < count) {
    uses.base.set(user, uses.slotCount);
    uses.room.set(user, count);
    uses.slotCount += count;
  }
  const base = uses.base.get(user);
  for (let index = count - 1; index >= 0; index--) pushUse(uses, base + index, user, operands[index] ?? 0);
}

function pushUse(uses: Uses, slot: number, user: number, value: number): void {
  const head = uses.head.get(value);
  uses.value.set(slot, value);
  uses.user.set(slot, user);
  uses.next.set(slot, head);
  uses.previous.set(slot, 0);
  if (head !== 0) uses.previous.set(head, slot);
  uses.head.set(value, slot);
}

function dropUse(uses: Uses, slot: number): void {
  const next = uses.next.get(slot);
  const previous = uses.previous.get(slot);
  if (previous === 0) uses.head.set(uses.value.get(slot), next);
  else uses.next.set(previous, next);
  if (next !== 0) uses.previous.set(next, previous);
}

function removeUses(uses: Uses, user: number, count: number): void {
  const base = uses.base.get(user);
  for (let index = 0; index < count; index++) dropUse(uses, base + index);
}

function updateUses(uses: Uses, user: number, old: readonly ValueId[], operands: readonly ValueId[]): void {
  if (old.length !== operands.length) {
    removeUses(uses, user, old.length);
    addUses(uses, user, operands);
    return;
  }
  const base = uses.base.get(user);
  for (let index = 0; index < operands.length; index++) {
    const value = operands[index] ?? 0;
    if (old[index] === value) continue;
    dropUse(uses, base + index);
    pushUse(uses, base + index, user, value);
  }
}
