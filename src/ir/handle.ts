/**
 * Handles: (view, id) pairs through which people read the IR. They are cheap, made on the fly and never compared with `===`
 * (use `is`). A handle to something that was erased fails with an internal error at the first question.
 * The four kinds refer to one another, so they share this file.
 */

import { invariant } from "../support/invariant.ts";
import type { Attribute, Type } from "./attribute.ts";
import { findAttribute } from "./attribute.ts";
import type { BodyView } from "./body-view.ts";
import { type BlockId, NO_BLOCK, type OperationId, type RegionId, ROOT, type ValueId, valueId } from "./ids.ts";
import type { Location } from "./location.ts";
import type { Operation } from "./operation.ts";

/** A result or a block argument. */
export class Value {
  readonly view: BodyView;
  readonly id: ValueId;

  constructor(view: BodyView, id: ValueId) {
    this.view = view;
    this.id = id;
  }

  get type(): Type {
    return this.view.typeOf(this.id);
  }
  /** The operation whose result this is; undefined for a block argument. */
  get definition(): OperationHandle | undefined {
    const id = this.view.definingOperation(this.id);
    return id === undefined ? undefined : new OperationHandle(this.view, id);
  }
  /** The block whose argument this is; undefined for a result. */
  get ownerBlock(): BlockHandle | undefined {
    const id = this.view.ownerBlock(this.id);
    return id === undefined ? undefined : new BlockHandle(this.view, id);
  }
  /** The block in which the value is defined: as an argument, or by an operation of it. */
  get parentBlock(): BlockHandle {
    const owner = this.view.ownerBlock(this.id);
    if (owner !== undefined) return new BlockHandle(this.view, owner);
    const definition = this.view.definingOperation(this.id);
    invariant(definition !== undefined, "value has no definition");
    return new BlockHandle(this.view, this.view.parentBlock(definition));
  }
  /** The result or argument number. */
  get index(): number {
    return this.view.positionOf(this.id);
  }
  get location(): Location {
    return this.view.locationOf(this.id);
  }
  get hasUses(): boolean {
    return this.view.hasUses(this.id);
  }
  get hasOneUse(): boolean {
    return this.view.hasOneUse(this.id);
  }
  /** A copy, so that the uses may be edited under the loop. */
  get uses(): readonly { readonly user: OperationHandle; readonly index: number }[] {
    return this.view.usesOf(this.id).map(({ user, index }) => ({ user: new OperationHandle(this.view, user), index }));
  }
  /** The distinct users, in no particular order that a decision may depend on. */
  get users(): readonly OperationHandle[] {
    const ids = new Set(this.view.usesOf(this.id).map(({ user }) => user));
    return [...ids].map((id) => new OperationHandle(this.view, id));
  }
  is(other: Value): boolean {
    return this.id === other.id && this.view === other.view;
  }
}

/** An operation. Typed views (src/definition/view.ts) add an op's own names to these. */
export class OperationHandle {
  readonly view: BodyView;
  readonly id: OperationId;

  constructor(view: BodyView, id: OperationId) {
    this.view = view;
    this.id = id;
  }

  get record(): Operation {
    return this.view.operation(this.id);
  }
  get opName(): string {
    return this.record.name.text;
  }
  get operandCount(): number {
    return this.record.operands.length;
  }
  get resultCount(): number {
    return this.record.resultTypes.length;
  }
  get opOperands(): readonly Value[] {
    return this.record.operands.map((id) => new Value(this.view, id));
  }
  get opResults(): readonly Value[] {
    const { firstResult, resultTypes } = this.record;
    return resultTypes.map((_, at) => new Value(this.view, valueId(firstResult + at)));
  }
  opOperand(index: number): Value {
    const id = this.record.operands[index];
    invariant(id !== undefined, "no such operand");
    return new Value(this.view, id);
  }
  opResult(index: number): Value {
    const record = this.record;
    invariant(index >= 0 && index < record.resultTypes.length, "no such result");
    return new Value(this.view, valueId(record.firstResult + index));
  }
  /** Inherent attributes first, then discardable ones, as upstream's getAttr. */
  findAttribute(name: string): Attribute | undefined {
    const record = this.record;
    return findAttribute(record.properties, name) ?? findAttribute(record.attributes, name);
  }
  get opRegions(): readonly RegionHandle[] {
    const record = this.record;
    if (record.body !== 0 && this.id !== ROOT) return []; // its regions live in its own body: ask the module
    return record.regions.map((id) => new RegionHandle(this.view, id));
  }
  get opSuccessors(): readonly BlockHandle[] {
    return this.record.successors.map((id) => new BlockHandle(this.view, id));
  }
  get location(): Location {
    return this.record.location;
  }
  /** Undefined for the body's own operation. */
  get parentBlock(): BlockHandle | undefined {
    const id = this.view.parentBlock(this.id);
    return id === NO_BLOCK ? undefined : new BlockHandle(this.view, id);
  }
  /** The operation around this one within the body; undefined for the body's own operation. */
  get parent(): OperationHandle | undefined {
    const id = this.view.enclosing(this.id);
    return id === undefined ? undefined : new OperationHandle(this.view, id);
  }
  get next(): OperationHandle | undefined {
    const id = this.view.nextOf(this.id);
    return id === undefined ? undefined : new OperationHandle(this.view, id);
  }
  get previous(): OperationHandle | undefined {
    const id = this.view.previousOf(this.id);
    return id === undefined ? undefined : new OperationHandle(this.view, id);
  }
  get isLive(): boolean {
    return this.view.isLive(this.id);
  }
  get hasUses(): boolean {
    const { firstResult, resultTypes } = this.record;
    for (let at = 0; at < resultTypes.length; at++) if (this.view.hasUses(valueId(firstResult + at))) return true;
    return false;
  }
  /** Another operation of the same body. */
  at(id: OperationId): OperationHandle {
    return new OperationHandle(this.view, id);
  }
  isBeforeInBlock(other: OperationHandle): boolean {
    return this.view.isBeforeInBlock(this.id, other.id);
  }
  /** Whether `other` is this operation or stands in one of its regions. */
  encloses(other: OperationHandle): boolean {
    for (let at: OperationId | undefined = other.id; at !== undefined; at = this.view.enclosing(at))
      if (at === this.id) return true;
    return false;
  }
  is(other: OperationHandle): boolean {
    return this.id === other.id && this.view === other.view;
  }
}

export class BlockHandle {
  readonly view: BodyView;
  readonly id: BlockId;

  constructor(view: BodyView, id: BlockId) {
    this.view = view;
    this.id = id;
  }

  get arguments(): readonly Value[] {
    return this.view.block(this.id).arguments.map((id) => new Value(this.view, id));
  }
  argument(index: number): Value {
    const id = this.view.block(this.id).arguments[index];
    invariant(id !== undefined, "no such block argument");
    return new Value(this.view, id);
  }
  get argumentTypes(): readonly Type[] {
    return this.view.block(this.id).argumentTypes;
  }
  /** A copy, so that the block may be edited under the loop. */
  get operations(): readonly OperationHandle[] {
    return this.view.operationsOf(this.id).map((id) => new OperationHandle(this.view, id));
  }
  get first(): OperationHandle | undefined {
    const id = this.view.firstOf(this.id);
    return id === undefined ? undefined : new OperationHandle(this.view, id);
  }
  /** The last operation: the terminator, where the region wants one. */
  get last(): OperationHandle | undefined {
    const id = this.view.lastOf(this.id);
    return id === undefined ? undefined : new OperationHandle(this.view, id);
  }
  get region(): RegionHandle {
    return new RegionHandle(this.view, this.view.block(this.id).region);
  }
  get parent(): OperationHandle {
    return new OperationHandle(this.view, this.view.parentOperation(this.id));
  }
  is(other: BlockHandle): boolean {
    return this.id === other.id && this.view === other.view;
  }
}

export class RegionHandle {
  readonly view: BodyView;
  readonly id: RegionId;

  constructor(view: BodyView, id: RegionId) {
    this.view = view;
    this.id = id;
  }

  get blocks(): readonly BlockHandle[] {
    return this.view.region(this.id).blocks.map((id) => new BlockHandle(this.view, id));
  }
  get entry(): BlockHandle | undefined {
    const id = this.view.region(this.id).blocks[0];
    return id === undefined ? undefined : new BlockHandle(this.view, id);
  }
  get isEmpty(): boolean {
    return this.view.region(this.id).blocks.length === 0;
  }
  get parent(): OperationHandle {
    return new OperationHandle(this.view, this.view.region(this.id).parent);
  }
}
