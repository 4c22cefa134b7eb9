/**
 * The Rewriter: the one way to change a body. It holds the draft (a view taken from the committed body) and its journal; every edit
 * goes through `#apply`, which keeps the indices current, so that `rollback` is the same code run on inverted entries.
 * Longer than 400 lines because it is the whole vocabulary of change; each method is a few lines over the primitives at the end.
 * Hot: bench/rewrite.bench.ts.
 */
import { invariant } from "../support/invariant.ts";
import type { Attribute, DictionaryAttribute, Type } from "./attribute.ts";
import { emptyDictionary, findAttribute, withAttribute } from "./attribute.ts";
import { Body } from "./body.ts";
import type { BodyView } from "./body-view.ts";
import { BlockHandle, OperationHandle, RegionHandle, Value } from "./handle.ts";
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
} from "./ids.ts";
import { invert, Journal, type JournalEntry, type Placement } from "./journal.ts";
import { type Location, unknownLocation } from "./location.ts";
import type { OperationName } from "./name.ts";
import { Block, changedOperation, Operation, type OperationChange, Region, withOperands } from "./operation.ts";

/** What to create: plain data, made by the typed `build` of a definition or by hand for unregistered operations. */
export interface OperationSpec {
  readonly name: OperationName;
  readonly operands: readonly (Value | ValueId)[];
  readonly resultTypes: readonly Type[];
  readonly properties?: DictionaryAttribute;
  readonly attributes?: DictionaryAttribute;
  readonly successors?: readonly (BlockHandle | BlockId)[];
  readonly regions?: readonly RegionSpec[];
  /** Whether the operation is isolated from above, and so gets a body of its own. */
  readonly isolated?: boolean;
  /** Without one, the rewriter's `location`. */
  readonly location?: Location | undefined;
}

/** The blocks of a new region, in order. */
export type RegionSpec = readonly BlockSpec[];

/** A new block; `build` fills it: the rewriter's insertion point is its end, and is restored afterwards. */
export interface BlockSpec {
  readonly arguments?: readonly Type[];
  readonly argumentLocations?: readonly Location[];
  readonly build?: (rewriter: Rewriter, args: readonly Value[]) => void;
}

/** Before `before` in `block`, or at the end of it. */
export interface InsertionPoint {
  readonly block: BlockId;
  readonly before: OperationId | undefined;
}

/** A place in the journal to roll back to, with the table sizes of that moment so that ids are given back. */
export interface Checkpoint {
  readonly entries: number;
  readonly operations: number;
  readonly blocks: number;
  readonly regions: number;
  readonly values: number;
}

/** What the module around a body does for its rewriter: it owns the bodies of isolated operations. */
export interface BodyHost {
  createBody(parent: Rewriter, operation: OperationId, root: Operation, regions: readonly RegionSpec[]): BodyId;
  /** The record of an isolated operation changed: seen from the body around it (`id`), or from inside its own body (ROOT). */
  rootChanged(rewriter: Rewriter, id: OperationId, record: Operation): void;
}

/** Told of each applied entry, undone ones included. */
export type JournalListener = (entry: JournalEntry) => void;

export class Rewriter {
  readonly view: BodyView;
  /** Given to operations whose spec names none; the greedy driver sets it to that of the root of a match. */
  location: Location = unknownLocation;
  readonly #base: Body;
  readonly #host: BodyHost | undefined;
  readonly #journal = new Journal();
  readonly #start: Checkpoint;
  #listeners: readonly JournalListener[] = [];
  #point: InsertionPoint | undefined;
  #open = true;

  constructor(body: Body, host?: BodyHost) {
    this.#base = body;
    this.#host = host;
    this.view = body.takeView();
    this.view.warm();
    this.#start = this.checkpoint();
  }

  // ---- Session --------------------------------------------------------------------------------------------------------

  get journal(): Pick<Journal, "length" | "at"> {
    return this.#journal;
  }
  get hasChanges(): boolean {
    return this.#journal.length > 0;
  }
  get root(): OperationHandle {
    return new OperationHandle(this.view, ROOT);
  }

  /** The same object while nothing has changed. */
  checkpoint(): Checkpoint {
    const { operationCount, blockCount, regionCount, valueCount } = this.view;
    const entries = this.#journal.length;
    const last = this.#lastCheckpoint;
    // The largest ids only ever change with an entry, or with what a rollback takes back: then these differ.
    if (
      last?.entries === entries &&
      last.operations === operationCount &&
      last.blocks === blockCount &&
      last.regions === regionCount &&
      last.values === valueCount
    )
      return last;
    const made = {
      entries,
      operations: operationCount,
      blocks: blockCount,
      regions: regionCount,
      values: valueCount,
    };
    this.#lastCheckpoint = made;
    return made;
  }
  #lastCheckpoint: Checkpoint | undefined;

  /** Undoes everything since the checkpoint, in time proportional to it. */
  rollback(to: Checkpoint): void {
    while (this.#journal.length > to.entries) this.#perform(invert(this.#journal.pop()));
    this.view.truncate(to);
  }

  /** Ends the draft: the new body, or the old one when nothing changed. */
  commit(): Body {
    this.#close();
    if (this.#journal.length === 0) {
      this.#base.adoptView(this.view);
      return this.#base;
    }
    this.view.settleOrder();
    const { operations, blocks, regions } = this.view.freezeTables(
      this.#journal.changedOperations(this.view.operationCount),
    );
    const body = new Body(this.view.root, operations, blocks, regions, this.view.valueCount);
    body.adoptView(this.view);
    return body;
  }

  /** Ends the draft and forgets its edits. */
  discard(): void {
    this.rollback(this.#start);
    this.#close();
    this.view.forgetReordering();
    this.#base.adoptView(this.view);
  }

  /** Calls `listener` for every entry from now on; the returned function stops it. */
  listen(listener: JournalListener): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }

  // ---- Insertion point ------------------------------------------------------------------------------------------------

  get insertionPoint(): InsertionPoint | undefined {
    return this.#point;
  }
  setInsertionPoint(point: InsertionPoint | undefined): void {
    this.#point = point;
  }
  setInsertionPointBefore(operation: OperationHandle): void {
    this.#point = { block: this.view.parentBlock(operation.id), before: operation.id };
  }
  setInsertionPointAfter(operation: OperationHandle): void {
    this.#point = { block: this.view.parentBlock(operation.id), before: this.view.nextOf(operation.id) };
  }
  setInsertionPointToStart(block: BlockHandle): void {
    this.#point = { block: block.id, before: this.view.firstOf(block.id) };
  }
  setInsertionPointToEnd(block: BlockHandle): void {
    this.#point = { block: block.id, before: undefined };
  }
  /** Before the last operation: where code goes that the terminator shall use. */
  setInsertionPointToTerminator(block: BlockHandle): void {
    this.#point = { block: block.id, before: this.view.lastOf(block.id) };
  }

  /** Runs `work` with another insertion point, and restores the present one. */
  at<T>(point: InsertionPoint, work: () => T): T {
    const saved = this.#point;
    this.#point = point;
    const result = work();
    this.#point = saved;
    return result;
  }

  // ---- Creating -------------------------------------------------------------------------------------------------------

  /** Creates an operation at the insertion point, which stays behind it. */
  insert(spec: OperationSpec): OperationHandle {
    const point = this.#point;
    invariant(point !== undefined, "no insertion point is set");
    const operation = this.create(spec);
    this.#place(operation.id, undefined, { block: point.block, next: point.before });
    return operation;
  }

  /** Creates an operation that is in no block yet. */
  create(spec: OperationSpec): OperationHandle {
    const id = this.view.newOperationId();
    const firstResult = this.view.newValues(spec.resultTypes.length);
    const isolated = spec.isolated === true;
    const regions =
      isolated || spec.regions === undefined ? NO_REGIONS : spec.regions.map(() => this.view.newRegionId());
    const record = new Operation(
      spec.name,
      operandIds(spec.operands),
      firstResult,
      spec.resultTypes,
      spec.properties ?? emptyDictionary,
      spec.attributes ?? emptyDictionary,
      regions,
      spec.successors === undefined ? NO_SUCCESSORS : blockIds(spec.successors),
      NO_BODY,
      spec.location ?? this.location,
    );
    this.#setOperation(id, undefined, record);
    if (isolated) this.#createBody(id, record, spec.regions ?? []);
    else
      for (let at = 0; at < regions.length; at++) {
        const region = regions[at];
        if (region !== undefined) this.#fillRegion(region, id, spec.regions?.[at] ?? []);
      }
    return new OperationHandle(this.view, id);
  }

  #createBody(id: OperationId, record: Operation, regions: readonly RegionSpec[]): void {
    invariant(this.#host !== undefined, "an isolated operation can only be created through a ModuleRewriter");
    const body = this.#host.createBody(this, id, record, regions);
    this.#apply({
      kind: "operation",
      id,
      old: record,
      new: changedOperation(record, { body, regions: regions.map((_, at) => regionId(at + 1)) }),
    });
  }

  /** Fills the top-level regions of a new body: used by the host right after it made the body. */
  fillRootRegions(regions: readonly RegionSpec[]): void {
    const ids = regions.map(() => this.view.newRegionId());
    this.#apply({
      kind: "operation",
      id: ROOT,
      old: this.view.root,
      new: changedOperation(this.view.root, { regions: ids }),
    });
    ids.forEach((region, at) => {
      this.#fillRegion(region, ROOT, regions[at] ?? []);
    });
  }

  #fillRegion(region: RegionId, parent: OperationId, blocks: RegionSpec): void {
    this.#apply({ kind: "region", id: region, old: undefined, new: new Region(parent, []) });
    const handles = blocks.map((block) =>
      this.createBlock(new RegionHandle(this.view, region), block.arguments ?? [], block.argumentLocations),
    );
    blocks.forEach((block, at) => {
      const handle = handles[at];
      if (handle !== undefined && block.build !== undefined) this.#build(handle, block.build);
    });
  }

  #build(block: BlockHandle, build: NonNullable<BlockSpec["build"]>): void {
    this.at({ block: block.id, before: undefined }, () => build(this, block.arguments));
  }

  /** Appends a block to the region, or puts it before another. */
  createBlock(
    region: RegionHandle,
    argumentTypes: readonly Type[],
    locations?: readonly Location[],
    before?: BlockHandle,
  ): BlockHandle {
    const id = this.view.newBlockId();
    const first = this.view.newValues(argumentTypes.length);
    const args = argumentTypes.map((_, at) => valueId(first + at));
    const argumentLocations = argumentTypes.map((_, at) => locations?.[at] ?? this.location);
    this.#apply({
      kind: "block",
      id,
      old: undefined,
      new: new Block(region.id, args, argumentTypes, argumentLocations, []),
    });
    this.#insertBlock(id, region.id, before?.id);
    return new BlockHandle(this.view, id);
  }

  #insertBlock(id: BlockId, region: RegionId, before: BlockId | undefined): void {
    const record = this.view.region(region);
    const at = before === undefined ? record.blocks.length : record.blocks.indexOf(before);
    const blocks = [...record.blocks.slice(0, at), id, ...record.blocks.slice(at)];
    this.#apply({ kind: "region", id: region, old: record, new: new Region(record.parent, blocks) });
  }

  // ---- Changing operations --------------------------------------------------------------------------------------------

  /** Replaces fields of a record; the others stay. */
  change(operation: OperationHandle, change: OperationChange): void {
    const old = operation.record;
    this.#setOperation(operation.id, old, changedOperation(old, change));
  }

  setOperand(operation: OperationHandle, index: number, value: Value): void {
    const operands = operation.record.operands.slice();
    invariant(index < operands.length, "no such operand");
    if (operands[index] === value.id) return;
    operands[index] = value.id;
    const old = operation.record;
    this.#setOperation(operation.id, old, withOperands(old, operands));
  }

  setOperands(operation: OperationHandle, values: readonly Value[]): void {
    this.change(operation, { operands: values.map((value) => value.id) });
  }

  /** Sets or, with undefined, removes an attribute: where the name is (properties first), else among the discardable ones. */
  setAttribute(operation: OperationHandle, name: string, value: Attribute | undefined): void {
    const { properties, attributes } = operation.record;
    if (findAttribute(properties, name) !== undefined)
      this.change(operation, { properties: withAttribute(properties, name, value) });
    else this.change(operation, { attributes: withAttribute(attributes, name, value) });
  }

  setProperty(operation: OperationHandle, name: string, value: Attribute | undefined): void {
    this.change(operation, { properties: withAttribute(operation.record.properties, name, value) });
  }

  setResultType(value: Value, type: Type): void {
    const definition = value.definition;
    if (definition !== undefined) {
      const resultTypes = definition.record.resultTypes.slice();
      resultTypes[value.index] = type;
      this.change(definition, { resultTypes });
      return;
    }
    const block = value.parentBlock;
    const old = this.view.block(block.id);
    const types = old.argumentTypes.slice();
    types[value.index] = type;
    this.#apply({
      kind: "block",
      id: block.id,
      old,
      new: new Block(old.region, old.arguments, types, old.argumentLocations, old.operations),
    });
  }

  setSuccessor(operation: OperationHandle, index: number, block: BlockHandle): void {
    const successors = operation.record.successors.slice();
    successors[index] = block.id;
    this.change(operation, { successors });
  }

  /** Every use of `value` becomes a use of `replacement`. */
  replaceAllUsesWith(value: Value, replacement: Value): void {
    this.#replaceUses(value.id, replacement.id);
  }

  #replaceUses(value: ValueId, replacement: ValueId): void {
    if (value === replacement) return;
    const { view } = this;
    // A user is edited once for all its uses, which takes it off the list.
    for (let user = view.firstUser(value); user !== undefined; user = view.firstUser(value)) {
      const old = view.operation(user);
      const operands = old.operands.slice();
      for (let at = 0; at < operands.length; at++) if (operands[at] === value) operands[at] = replacement;
      this.#setOperation(user, old, withOperands(old, operands));
    }
  }

  replaceUsesIf(value: Value, replacement: Value, condition: (user: OperationHandle, index: number) => boolean): void {
    if (value.id === replacement.id) return;
    // The head of the use list changes under the loop; a user is edited once for all its uses.
    const users = new Set(this.view.usesOf(value.id).map(({ user }) => user));
    for (const user of users) {
      const handle = new OperationHandle(this.view, user);
      const old = handle.record.operands;
      const operands = old.map((id, index) => (id === value.id && condition(handle, index) ? replacement.id : id));
      if (operands.some((id, index) => id !== old[index])) this.change(handle, { operands });
    }
  }

  /** The results become `values`, one each, and the operation is erased. */
  replace(operation: OperationHandle, values: readonly Value[]): void {
    const { firstResult, resultTypes } = operation.record;
    invariant(values.length === resultTypes.length, "replace needs one value for each result");
    for (let at = 0; at < values.length; at++) {
      const value = values[at];
      if (value !== undefined) this.#replaceUses(valueId(firstResult + at), value.id);
    }
    this.erase(operation);
  }

  /** Creates the new operation where the old one stands, gives it the old uses and, without its own location, the old location. */
  replaceWith(operation: OperationHandle, spec: OperationSpec): OperationHandle {
    const old = operation.record;
    const { location } = this;
    const point = this.#point;
    this.location = old.location;
    this.#point = { block: this.view.parentBlock(operation.id), before: operation.id };
    const created = this.insert(spec);
    this.location = location;
    this.#point = point;
    const made = created.record;
    invariant(made.resultTypes.length === old.resultTypes.length, "a replacement has as many results");
    for (let at = 0; at < old.resultTypes.length; at++)
      this.#replaceUses(valueId(old.firstResult + at), valueId(made.firstResult + at));
    this.erase(operation);
    return created;
  }

  /** Erases an operation without uses, with everything in its regions. */
  erase(operation: OperationHandle): void {
    invariant(!operation.hasUses, () => `${operation.opName} is erased while it has uses`);
    this.eraseUnchecked(operation.id);
  }

  /** Erases even what is still used: for whole regions that go together. */
  eraseUnchecked(id: OperationId): void {
    const record = this.view.operation(id);
    if (record.body === NO_BODY) for (const region of record.regions) this.#eraseRegion(region);
    this.#unlink(id);
    this.#setOperation(id, record, undefined);
  }

  #eraseRegion(id: RegionId): void {
    const record = this.view.region(id);
    for (const block of record.blocks) this.#eraseBlockContents(block);
    this.#apply({ kind: "region", id, old: record, new: undefined });
  }

  #eraseBlockContents(id: BlockId): void {
    for (let at = this.view.lastOf(id); at !== undefined; at = this.view.lastOf(id)) this.eraseUnchecked(at);
    this.#apply({ kind: "block", id, old: this.view.block(id), new: undefined });
  }

  #unlink(id: OperationId): void {
    const block = this.view.parentBlock(id);
    if (block !== NO_BLOCK) this.#place(id, { block, next: this.view.nextOf(id) }, undefined);
  }

  // ---- Moving ---------------------------------------------------------------------------------------------------------

  moveBefore(operation: OperationHandle, other: OperationHandle): void {
    this.moveTo(operation, { block: this.view.parentBlock(other.id), before: other.id });
  }
  moveAfter(operation: OperationHandle, other: OperationHandle): void {
    const next = this.view.nextOf(other.id);
    if (next !== operation.id) this.moveTo(operation, { block: this.view.parentBlock(other.id), before: next });
  }
  moveToEnd(operation: OperationHandle, block: BlockHandle): void {
    this.moveTo(operation, { block: block.id, before: undefined });
  }
  moveTo(operation: OperationHandle, point: InsertionPoint): void {
    if (point.before === operation.id) return;
    const block = this.view.parentBlock(operation.id);
    const old: Placement | undefined = block === NO_BLOCK ? undefined : { block, next: this.view.nextOf(operation.id) };
    this.#place(operation.id, old, { block: point.block, next: point.before });
  }

  // ---- Blocks and regions ---------------------------------------------------------------------------------------------

  addBlockArgument(block: BlockHandle, type: Type, location: Location = this.location, index?: number): Value {
    const old = this.view.block(block.id);
    const id = this.view.newValues(1);
    const at = index ?? old.arguments.length;
    const insert = <T>(list: readonly T[], item: T): readonly T[] => [...list.slice(0, at), item, ...list.slice(at)];
    const record = new Block(
      old.region,
      insert(old.arguments, id),
      insert(old.argumentTypes, type),
      insert(old.argumentLocations, location),
      old.operations,
    );
    this.#apply({ kind: "block", id: block.id, old, new: record });
    return new Value(this.view, id);
  }

  /** Removes an argument without uses. */
  eraseBlockArgument(block: BlockHandle, index: number): void {
    const old = this.view.block(block.id);
    const id = old.arguments[index];
    invariant(id !== undefined && !this.view.hasUses(id), "a block argument is erased while it has uses");
    const drop = <T>(list: readonly T[]): readonly T[] => list.filter((_, at) => at !== index);
    this.#apply({
      kind: "block",
      id: block.id,
      old,
      new: new Block(
        old.region,
        drop(old.arguments),
        drop(old.argumentTypes),
        drop(old.argumentLocations),
        old.operations,
      ),
    });
  }

  /** Erases a block with its operations; uses of their results elsewhere must be gone or go too. */
  eraseBlock(block: BlockHandle): void {
    const region = this.view.block(block.id).region;
    const old = this.view.region(region);
    this.#apply({
      kind: "region",
      id: region,
      old,
      new: new Region(
        old.parent,
        old.blocks.filter((id) => id !== block.id),
      ),
    });
    this.#eraseBlockContents(block.id);
  }

  /** Moves `before` and everything after it into a new block behind this one. */
  splitBlock(block: BlockHandle, before: OperationHandle | undefined): BlockHandle {
    const region = block.region;
    const following = this.view.region(region.id).blocks;
    const successor = following[following.indexOf(block.id) + 1];
    const created = this.createBlock(
      region,
      [],
      [],
      successor === undefined ? undefined : new BlockHandle(this.view, successor),
    );
    for (let at = before; at !== undefined; ) {
      const next: OperationHandle | undefined = at.next;
      this.moveToEnd(at, created);
      at = next;
    }
    return created;
  }

  /** Moves the operations of `block` to `point`, its arguments replaced by `values`, and erases the block. */
  inlineBlock(block: BlockHandle, point: InsertionPoint, values: readonly Value[]): void {
    block.arguments.forEach((argument, at) => {
      const value = values[at];
      invariant(value !== undefined, "inlineBlock needs one value for each argument");
      this.replaceAllUsesWith(argument, value);
    });
    for (const operation of block.operations) this.moveTo(operation, point);
    this.eraseBlock(block);
  }

  /** Moves all blocks of `from` to the end of `to` (before `before`), within one body. */
  moveBlocks(from: RegionHandle, to: RegionHandle, before?: BlockHandle): void {
    const source = this.view.region(from.id);
    const target = this.view.region(to.id);
    const at = before === undefined ? target.blocks.length : target.blocks.indexOf(before.id);
    this.#apply({ kind: "region", id: from.id, old: source, new: new Region(source.parent, []) });
    for (const id of source.blocks) {
      const old = this.view.block(id);
      this.#apply({
        kind: "block",
        id,
        old,
        new: new Block(to.id, old.arguments, old.argumentTypes, old.argumentLocations, old.operations),
      });
    }
    const blocks = [...target.blocks.slice(0, at), ...source.blocks, ...target.blocks.slice(at)];
    this.#apply({ kind: "region", id: to.id, old: target, new: new Region(target.parent, blocks) });
  }

  /** Adds an empty region to an operation (not an isolated one). */
  addRegion(operation: OperationHandle): RegionHandle {
    const id = this.view.newRegionId();
    this.#apply({ kind: "region", id, old: undefined, new: new Region(operation.id, []) });
    this.change(operation, { regions: [...operation.record.regions, id] });
    return new RegionHandle(this.view, id);
  }

  // ---- Primitives -----------------------------------------------------------------------------------------------------

  // The two frequent kinds of edits do what `#apply` does without asking for the kind again.

  #setOperation(id: OperationId, old: Operation | undefined, record: Operation | undefined): void {
    if (id === ROOT || this.#listeners.length > 0 || (record !== undefined && record.body !== NO_BODY)) {
      this.#apply({ kind: "operation", id, old, new: record });
      return;
    }
    invariant(this.#open, "the draft has been committed or discarded");
    this.#journal.pushOperation(id, old, record);
    this.view.setOperation(id, old, record);
  }

  #place(id: OperationId, old: Placement | undefined, placement: Placement | undefined): void {
    if (this.#listeners.length > 0) {
      this.#apply({ kind: "place", id, old, new: placement });
      return;
    }
    invariant(this.#open, "the draft has been committed or discarded");
    this.#journal.pushPlace(id, old, placement);
    if (old !== undefined) this.view.unlink(id);
    if (placement !== undefined) this.view.link(id, placement.block, placement.next);
  }

  #apply(entry: JournalEntry): void {
    invariant(this.#open, "the draft has been committed or discarded");
    this.#journal.push(entry);
    this.#perform(entry);
  }

  #perform(entry: JournalEntry): void {
    switch (entry.kind) {
      case "operation":
        if (entry.id === ROOT) this.view.setRoot(entry.new ?? this.view.root);
        else this.view.setOperation(entry.id, entry.old, entry.new);
        if (entry.new !== undefined && (entry.id === ROOT || entry.new.body !== NO_BODY))
          this.#host?.rootChanged(this, entry.id, entry.new);
        break;
      case "place":
        if (entry.old !== undefined) this.view.unlink(entry.id);
        if (entry.new !== undefined) this.view.link(entry.id, entry.new.block, entry.new.next);
        break;
      case "block":
        this.view.setBlock(entry.id, entry.new);
        break;
      case "region":
        this.view.setRegion(entry.id, entry.new);
        break;
    }
    for (const listener of this.#listeners) listener(entry);
  }

  #close(): void {
    invariant(this.#open, "the draft has been committed or discarded");
    this.#open = false;
  }
}

const NO_REGIONS: readonly RegionId[] = [];
const NO_SUCCESSORS: readonly BlockId[] = [];

function operandIds(operands: readonly (Value | ValueId)[]): readonly ValueId[] {
  const ids: ValueId[] = [];
  for (let at = 0; at < operands.length; at++) {
    const operand = operands[at];
    if (operand !== undefined) ids.push(operand instanceof Value ? operand.id : operand);
  }
  return ids;
}

function blockIds(blocks: readonly (BlockHandle | BlockId)[]): readonly BlockId[] {
  return blocks.map((block) => (block instanceof BlockHandle ? block.id : block));
}

/** Handles by id, for code that keeps ids across a commit. */
export function operationAt(view: BodyView, id: number): OperationHandle {
  return new OperationHandle(view, operationId(id));
}
export function blockAt(view: BodyView, id: number): BlockHandle {
  return new BlockHandle(view, blockId(id));
}
