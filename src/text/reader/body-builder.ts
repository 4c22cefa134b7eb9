/** The tables of a body while its text is read, and the regions that are open in it. */
import type { InsertImplicit } from "../../definition/assembly.ts";
import { emptyDictionary, type Type } from "../../ir/attribute.ts";
import { Body } from "../../ir/body.ts";
import {
  type BlockId,
  type BodyId,
  blockId,
  NO_BLOCK,
  NO_BODY,
  type OperationId,
  operationId,
  type RegionId,
  ROOT,
  regionId,
  type ValueId,
  valueId,
} from "../../ir/ids.ts";
import type { Location } from "../../ir/location.ts";
import type { OperationName } from "../../ir/name.ts";
import { Block, changedOperation, Operation, Region } from "../../ir/operation.ts";
import { invariant } from "../../support/invariant.ts";
import { PersistentVector } from "../../support/persistent-vector.ts";
import type { ResultName } from "../grammar/core-actions.ts";
import type { ValueNames } from "./value-names.ts";

/** A block that has been named, perhaps before its label. */
export interface BlockSlot {
  readonly id: BlockId;
  readonly offset: number;
  defined: boolean;
}

export class BodyBuilder {
  #id: BodyId;
  readonly names: ValueNames;
  readonly #operations: (Operation | undefined)[] = [undefined];
  readonly #blocks: (Block | undefined)[] = [undefined];
  readonly #regions: (Region | undefined)[] = [undefined];
  /** The blocks of regions whose operation has no record yet. */
  readonly #blocksOf: (readonly BlockId[])[] = [[]];
  /** By value: its type, as far as it is known. */
  readonly #types: (Type | undefined)[] = [undefined];
  /** Values that stood for others before these were defined. */
  readonly #replaced = new Map<number, ValueId>();
  #root: Operation | undefined;
  /** Where the isolated operation stands. */
  parent: BodyId = NO_BODY;
  operation: OperationId = ROOT;

  constructor(id: BodyId, names: ValueNames) {
    this.#id = id;
    this.names = names;
  }

  get id(): BodyId {
    return this.#id;
  }
  get valueCount(): number {
    return this.#types.length;
  }
  addValue(type: Type | undefined): number {
    return this.#types.push(type) - 1;
  }
  typeOf(value: number): Type | undefined {
    return this.#types[value];
  }
  setType(value: number, type: Type | undefined): void {
    this.#types[value] = type;
  }
  replaceValue(value: number, by: number): void {
    this.#replaced.set(value, valueId(by));
  }

  addOperation(record: Operation): OperationId {
    return operationId(this.#operations.push(record) - 1);
  }
  operationAt(id: OperationId): Operation | undefined {
    return this.#operations[id];
  }

  /** Opens a region; `own` is this body when the region belongs to its isolated operation. */
  openFrame(
    outer: RegionFrame | undefined,
    offset: number,
    name: OperationName,
    own: BodyBuilder | undefined,
    defaultDialect: string,
  ): RegionFrame {
    return new RegionFrame(this, outer, this.#newRegion(), offset, name, own, defaultDialect);
  }

  #newRegion(): RegionId {
    this.#blocksOf.push([]);
    return regionId(this.#regions.push(undefined) - 1);
  }
  /** A region without blocks. */
  emptyRegion(): RegionId {
    return this.#newRegion();
  }
  /** A region of one block without text; `build` gives its operations in order. */
  buildRegion(
    argumentTypes: readonly Type[],
    location: Location,
    build: (insert: InsertImplicit, args: readonly ValueId[]) => void,
  ): RegionId {
    const region = this.#newRegion();
    const block = this.newBlock();
    const args = argumentTypes.map((type) => valueId(this.addValue(type)));
    const operations: OperationId[] = [];
    build((name, operands, resultTypes, properties = emptyDictionary) => {
      const first = valueId(this.valueCount);
      const results = resultTypes.map((type) => valueId(this.addValue(type)));
      operations.push(
        this.addOperation(
          new Operation(name, operands, first, resultTypes, properties, emptyDictionary, [], [], NO_BODY, location),
        ),
      );
      return results;
    }, args);
    this.setBlock(
      block,
      new Block(
        region,
        args,
        argumentTypes,
        argumentTypes.map(() => location),
        operations,
      ),
    );
    this.#blocksOf[region] = [block];
    return region;
  }
  newBlock(): BlockId {
    return blockId(this.#blocks.push(undefined) - 1);
  }
  setBlock(id: BlockId, block: Block): void {
    this.#blocks[id] = block;
  }
  finishRegion(frame: RegionFrame): void {
    this.#blocksOf[frame.id] = frame.blocks;
  }
  blocksOf(region: RegionId): readonly BlockId[] {
    return this.#blocksOf[region] ?? [];
  }

  /** The regions of an operation get their records once it has an id. */
  closeRegions(regions: readonly RegionId[], operation: OperationId): void {
    for (let at = 0; at < regions.length; at++) {
      const id = regions[at];
      if (id !== undefined) this.#regions[id] = new Region(operation, this.blocksOf(id));
    }
  }

  /** The isolated operation has its record. */
  close(root: Operation, parent: BodyId, operation: OperationId): void {
    this.#root = root;
    this.parent = parent;
    this.operation = operation;
    this.closeRegions(root.regions, ROOT);
  }

  terminatorsOf(region: RegionId): readonly (OperationName | undefined)[] {
    return this.blocksOf(region).map((id) => {
      const last = this.#blocks[id]?.operations.at(-1);
      return last === undefined ? undefined : this.#operations[last]?.name;
    });
  }

  /** Gives a region without blocks its one, empty block. */
  ensureBlock(region: RegionId): void {
    if (this.blocksOf(region).length > 0) return;
    const id = this.newBlock();
    this.#blocksOf[region] = [id];
    this.setBlock(id, new Block(region, [], [], [], []));
  }

  appendToRegion(region: RegionId, operation: OperationId): void {
    const last = this.blocksOf(region).at(-1);
    if (last === undefined) {
      const id = this.newBlock();
      this.#blocksOf[region] = [id];
      this.setBlock(id, new Block(region, [], [], [], [operation]));
      return;
    }
    const block = this.#blocks[last];
    invariant(block !== undefined, "a finished region has finished blocks");
    this.setBlock(
      last,
      new Block(region, block.arguments, block.argumentTypes, block.argumentLocations, [
        ...block.operations,
        operation,
      ]),
    );
  }

  /** Puts the definitions in place of the values that stood for them; tells of isolated operations whose record changed. */
  resolve(rootChanged: (body: BodyId, root: Operation) => void): void {
    if (this.#replaced.size === 0) return;
    this.#operations.forEach((record, id) => {
      if (record === undefined || !record.operands.some((operand) => this.#replaced.has(operand))) return;
      const changed = changedOperation(record, {
        operands: record.operands.map((operand) => this.#replaced.get(operand) ?? operand),
      });
      this.#operations[id] = changed;
      if (changed.body !== NO_BODY) rootChanged(changed.body, changed);
    });
  }
  setRoot(root: Operation): void {
    this.#root = root;
  }
  /** Numbers the bodies of the operations in this one anew. */
  renumber(idOf: (body: BodyId) => BodyId, rootChanged: (body: BodyId, root: Operation) => void): void {
    this.#operations.forEach((record, id) => {
      if (record === undefined || record.body === NO_BODY) return;
      const changed = changedOperation(record, { body: idOf(record.body) });
      this.#operations[id] = changed;
      rootChanged(record.body, changed);
    });
  }

  /** Gives this body, and what it says of the body around it, new numbers. */
  moveTo(idOf: (body: BodyId) => BodyId): void {
    this.#id = idOf(this.#id);
    this.parent = idOf(this.parent);
  }

  operationsOf(block: BlockId): readonly OperationId[] {
    return this.#blocks[block]?.operations ?? [];
  }

  toBody(): Body {
    invariant(this.#root !== undefined, "a body is finished with its operation");
    return new Body(
      this.#root,
      PersistentVector.from(this.#operations),
      PersistentVector.from(this.#blocks),
      PersistentVector.from(this.#regions),
      this.#types.length,
    );
  }
}

/** A region that is being read: the block that is open, and what to go back to behind it. */
export class RegionFrame {
  readonly builder: BodyBuilder;
  readonly outer: RegionFrame | undefined;
  readonly id: RegionId;
  /** Where its text begins. */
  readonly offset: number;
  /** The operation that it belongs to. */
  readonly name: OperationName;
  /** That operation's own body, if it is isolated. */
  readonly own: BodyBuilder | undefined;
  readonly defaultDialect: string;
  readonly depth: number;
  readonly nameMark: number;
  readonly blocks: BlockId[] = [];
  readonly named = new Map<string, BlockSlot>();
  /** The names on the left of the operation, kept for its own syntax behind the region. */
  resultNames: readonly ResultName[] | undefined;

  #current: BlockId = NO_BLOCK;
  #arguments: ValueId[] = [];
  #types: Type[] = [];
  #locations: Location[] = [];
  #operations: OperationId[] = [];

  constructor(
    builder: BodyBuilder,
    outer: RegionFrame | undefined,
    id: RegionId,
    offset: number,
    name: OperationName,
    own: BodyBuilder | undefined,
    defaultDialect: string,
  ) {
    this.builder = builder;
    this.outer = outer;
    this.id = id;
    this.offset = offset;
    this.name = name;
    this.own = own;
    this.defaultDialect = defaultDialect;
    this.depth = outer === undefined ? 0 : outer.depth + 1;
    this.nameMark = builder.names.enter();
  }

  /** The block of a name, `^` included. */
  block(name: string, offset: number): BlockSlot {
    const known = this.named.get(name);
    if (known !== undefined) return known;
    const made = { id: this.builder.newBlock(), offset, defined: false };
    this.named.set(name, made);
    return made;
  }

  openBlock(block: BlockSlot): void {
    block.defined = true;
    this.#open(block.id);
  }
  /** The block without a label that a region may begin with. */
  openEntry(): void {
    this.#open(this.builder.newBlock());
  }
  #open(id: BlockId): void {
    this.closeBlock();
    this.#current = id;
    this.blocks.push(id);
    this.#arguments = [];
    this.#types = [];
    this.#locations = [];
    this.#operations = [];
  }

  addArgument(value: ValueId, type: Type, location: Location): void {
    this.#arguments.push(value);
    this.#types.push(type);
    this.#locations.push(location);
  }

  /** The operations of the open block, for appending. */
  operations(): OperationId[] {
    if (this.#current === NO_BLOCK) this.openEntry();
    return this.#operations;
  }

  closeBlock(): void {
    if (this.#current === NO_BLOCK) return;
    this.builder.setBlock(
      this.#current,
      new Block(this.id, exact(this.#arguments), exact(this.#types), exact(this.#locations), exact(this.#operations)),
    );
    this.#current = NO_BLOCK;
  }
}

/** The list without the room that it grew with: a table holds it as long as the program lives. */
function exact<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? EMPTY : list.slice();
}
const EMPTY: readonly never[] = Object.freeze([]);
