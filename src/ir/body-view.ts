/**
 * Reading a body, committed or in a draft: the tables, and three indices that are never part of the value and are built on demand:
 * who defines a value, the order of operations in blocks (block-order.ts), and the uses of values (use-lists.ts). The Rewriter
 * (rewriter.ts) keeps them current while a draft is open and is the only caller of the methods under "Only for the Rewriter".
 * One class serves both modes so that handles read through one hidden class. Hot: bench/rewrite.ts.
 */
import { IntTable } from "../support/int-table.ts";
import { invariant } from "../support/invariant.ts";
import type { PersistentVector, TransientVector } from "../support/persistent-vector.ts";
import type { Type } from "./attribute.ts";
import { BlockOrder } from "./block-order.ts";
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
import { type Use, UseLists } from "./use-lists.ts";

export type { Use };

/** Fields of a value in the table of definers: an operation id, or minus a block id for a block argument; the result or argument number. */
const OWNER = 0;
const POSITION = 1;

/** The tables of a committed body (body.ts). */
export interface BodyTables {
  readonly root: Operation;
  readonly operations: PersistentVector<Operation | undefined>;
  readonly blocks: PersistentVector<Block | undefined>;
  readonly regions: PersistentVector<Region | undefined>;
  /** One more than the largest value id. */
  readonly valueCount: number;
}

export class BodyView {
  #root: Operation;
  /** The records in a plain array: reading is one load. Writes reach the persistent table of the body when the draft is frozen. */
  readonly #records: (Operation | undefined)[];
  readonly #operations: TransientVector<Operation | undefined>;
  #blocks: TransientVector<Block | undefined>;
  #regions: TransientVector<Region | undefined>;
  #valueCount: number;
  #definers: IntTable | undefined;
  #order: BlockOrder | undefined;
  #uses: UseLists | undefined;
  /** Blocks whose linked order is newer than their record. */
  readonly #reordered = new Set<BlockId>();

  constructor(body: BodyTables) {
    this.#root = body.root;
    this.#operations = body.operations.edit();
    this.#records = body.operations.toArray();
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
    return this.#records.length;
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
    const record = id === ROOT ? this.#root : this.#records[id];
    invariant(record !== undefined, "operation has been erased");
    return record;
  }

  isLive(id: OperationId): boolean {
    return id === ROOT || this.#records[id] !== undefined;
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
    const order = this.#order;
    if (order === undefined || !this.#reordered.has(id)) return this.block(id).operations;
    const list: OperationId[] = [];
    for (let at = order.first(id); at !== 0; at = order.next(at)) list.push(operationId(at));
    return list;
  }

  // ---- Values ---------------------------------------------------------------------------------------------------------

  typeOf(value: ValueId): Type {
    const definers = this.#definers ?? this.#buildDefiners();
    const owner = definers.get(value, OWNER);
    const position = definers.get(value, POSITION);
    const type =
      owner > 0
        ? this.operation(operationId(owner)).resultTypes[position]
        : this.block(blockId(-owner)).argumentTypes[position];
    invariant(type !== undefined, "value has no definition");
    return type;
  }

  /** The operation whose result `value` is; undefined for a block argument. */
  definingOperation(value: ValueId): OperationId | undefined {
    const owner = (this.#definers ?? this.#buildDefiners()).get(value, OWNER);
    return owner > 0 ? operationId(owner) : undefined;
  }

  /** The block whose argument `value` is; undefined for a result. */
  ownerBlock(value: ValueId): BlockId | undefined {
    const owner = (this.#definers ?? this.#buildDefiners()).get(value, OWNER);
    return owner < 0 ? blockId(-owner) : undefined;
  }

  /** The number of `value` among the results or block arguments of its owner. */
  positionOf(value: ValueId): number {
    return (this.#definers ?? this.#buildDefiners()).get(value, POSITION);
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
    return blockId((this.#order ?? this.#buildOrder()).parent(operation));
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
    return some((this.#order ?? this.#buildOrder()).first(block));
  }
  lastOf(block: BlockId): OperationId | undefined {
    return some((this.#order ?? this.#buildOrder()).last(block));
  }
  nextOf(operation: OperationId): OperationId | undefined {
    return some((this.#order ?? this.#buildOrder()).next(operation));
  }
  previousOf(operation: OperationId): OperationId | undefined {
    return some((this.#order ?? this.#buildOrder()).previous(operation));
  }

  /** Whether `a` stands before `b` in the block that holds both. O(1). */
  isBeforeInBlock(a: OperationId, b: OperationId): boolean {
    return (this.#order ?? this.#buildOrder()).isBefore(a, b);
  }

  // ---- Uses -----------------------------------------------------------------------------------------------------------

  hasUses(value: ValueId): boolean {
    return (this.#uses ?? this.#buildUses()).isUsed(value);
  }
  hasOneUse(value: ValueId): boolean {
    return (this.#uses ?? this.#buildUses()).hasOne(value);
  }
  useCount(value: ValueId): number {
    return (this.#uses ?? this.#buildUses()).count(value);
  }
  /** The uses of a value, the newest first; a copy, so that it may be edited under the loop. */
  usesOf(value: ValueId): readonly Use[] {
    return (this.#uses ?? this.#buildUses()).list(value);
  }
  /** The user of the newest use; undefined without uses. */
  firstUser(value: ValueId): OperationId | undefined {
    return some((this.#uses ?? this.#buildUses()).firstUser(value));
  }

  /** Builds every index that is still missing: a draft and a benchmark want them all. */
  warm(): void {
    if (this.#definers === undefined) this.#buildDefiners();
    if (this.#order === undefined) this.#buildOrder();
    if (this.#uses === undefined) this.#buildUses();
  }

  // ---- Building the indices -------------------------------------------------------------------------------------------

  #buildDefiners(): IntTable {
    const definers = new IntTable(this.#valueCount, 2);
    this.#definers = definers;
    for (let id = 1; id < this.#records.length; id++) {
      const record = this.#records[id];
      if (record !== undefined) this.#defineResults(definers, id, record);
    }
    for (let id = 1; id < this.#blocks.length; id++) {
      const record = this.#blocks.get(id);
      if (record !== undefined) this.#defineArguments(definers, id, record);
    }
    return definers;
  }

  #defineResults(definers: IntTable, id: number, record: Operation): void {
    const count = record.resultTypes.length;
    for (let result = 0; result < count; result++) {
      definers.set(record.firstResult + result, OWNER, id);
      definers.set(record.firstResult + result, POSITION, result);
    }
  }

  #defineArguments(definers: IntTable, id: number, record: Block): void {
    record.arguments.forEach((value, position) => {
      definers.set(value, OWNER, -id);
      definers.set(value, POSITION, position);
    });
  }

  #buildOrder(): BlockOrder {
    const order = new BlockOrder(this.#records.length, this.#blocks.length);
    this.#order = order;
    for (let id = 1; id < this.#blocks.length; id++) {
      const record = this.#blocks.get(id);
      if (record !== undefined) order.fill(blockId(id), record.operations);
    }
    return order;
  }

  #buildUses(): UseLists {
    const uses = new UseLists(this.#valueCount, this.#records.length);
    this.#uses = uses;
    // Backwards, so that each list comes out in the order of the users.
    for (let id = this.#records.length - 1; id > 0; id--) {
      const record = this.#records[id];
      if (record !== undefined) uses.add(operationId(id), record.operands);
    }
    return uses;
  }

  // ---- Only for the Rewriter ------------------------------------------------------------------------------------------

  newOperationId(): OperationId {
    return operationId(this.#records.push(undefined) - 1);
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
    if (counts.operations < this.#records.length) this.#records.length = counts.operations;
    this.#blocks.truncate(counts.blocks);
    this.#regions.truncate(counts.regions);
    this.#valueCount = counts.values;
  }

  setRoot(record: Operation): void {
    this.#root = record;
  }

  /** Replaces, makes (old undefined) or erases (new undefined) a record, and keeps definers and uses current. */
  setOperation(id: OperationId, old: Operation | undefined, record: Operation | undefined): void {
    this.#records[id] = record;
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
    if (record === undefined) uses.remove(id, old?.operands.length ?? 0);
    else if (old === undefined) uses.add(id, record.operands);
    else uses.update(id, old.operands, record.operands);
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
    this.#reordered.add(block);
    (this.#order ?? this.#buildOrder()).link(operation, block, next ?? 0);
  }

  unlink(operation: OperationId): void {
    const order = this.#order ?? this.#buildOrder();
    this.#reordered.add(blockId(order.parent(operation)));
    order.unlink(operation);
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

  /** Writes the records of `changed`, each once, into the persistent tables and freezes them. */
  freezeTables(changed: readonly OperationId[]): Pick<BodyTables, "operations" | "blocks" | "regions"> {
    const table = this.#operations;
    for (const id of changed) if (id < table.length) table.set(id, this.#records[id]);
    while (table.length < this.#records.length) table.push(this.#records[table.length]);
    return { operations: table.freeze(), blocks: this.#blocks.freeze(), regions: this.#regions.freeze() };
  }
}

function some(id: number): OperationId | undefined {
  return id === 0 ? undefined : operationId(id);
}
