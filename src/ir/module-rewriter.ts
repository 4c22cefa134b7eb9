/**
 * Change across bodies: opens a Rewriter on each body when it is first asked for, keeps the record of an isolated operation the same on
 * both sides of its border, makes and drops bodies, and commits all of it together.
 */
import { invariant } from "../support/invariant.ts";
import { PersistentVector, type TransientVector } from "../support/persistent-vector.ts";
import { Body } from "./body.ts";
import { OperationHandle } from "./handle.ts";
import { type BodyId, bodyId, NO_BODY, type OperationId, ROOT } from "./ids.ts";
import { type BodyEntry, Module, TOP } from "./module.ts";
import { type Block, changedOperation, type Operation, type Region } from "./operation.ts";
import { type BodyHost, type Checkpoint, type RegionSpec, Rewriter } from "./rewriter.ts";

/** A place to go back to across all bodies. */
export interface ModuleCheckpoint {
  /** Where the bodies that were open are to go back to. */
  readonly bodies: { get(id: BodyId): Checkpoint | undefined };
}

export class ModuleRewriter implements BodyHost {
  readonly #base: Module;
  readonly #entries: TransientVector<BodyEntry | undefined>;
  readonly #open = new Map<BodyId, Rewriter>();
  readonly #ids = new Map<Rewriter, BodyId>();
  /** Roots changed from outside while their own body is not open. */
  readonly #roots = new Map<BodyId, Operation>();

  constructor(module: Module) {
    this.#base = module;
    this.#entries = module.entries.edit();
  }

  /** The rewriter of a body; the same one until commit or discard. */
  body(id: BodyId): Rewriter {
    const known = this.#open.get(id);
    if (known !== undefined) return known;
    const entry = this.#entries.get(id);
    invariant(entry !== undefined, "no such body in the module");
    const root = this.#roots.get(id);
    const rewriter = new Rewriter(root === undefined ? entry.body : entry.body.withRoot(root), this);
    this.#open.set(id, rewriter);
    this.#ids.set(rewriter, id);
    return rewriter;
  }

  get top(): Rewriter {
    return this.body(TOP);
  }

  /** The bodies that exist now, made ones included. */
  get bodyIds(): readonly BodyId[] {
    const ids: BodyId[] = [];
    for (let id = 1; id < this.#entries.length; id++) if (this.#isReachable(bodyId(id))) ids.push(bodyId(id));
    return ids;
  }

  /** The bodies whose rewriters are open. */
  get openBodyIds(): readonly BodyId[] {
    return [...this.#open.keys()];
  }

  /** The rewriter of an isolated operation's own body. */
  bodyOf(operation: OperationHandle): Rewriter {
    const { body } = operation.record;
    invariant(body !== NO_BODY, "the operation is not isolated from above");
    return this.body(body);
  }

  idOf(rewriter: Rewriter): BodyId {
    const id = this.#ids.get(rewriter);
    invariant(id !== undefined, "the rewriter belongs to another module");
    return id;
  }

  /** The isolated operation that a body belongs to, seen from the body around it; undefined for the top-level one. */
  outerOperation(id: BodyId): OperationHandle | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.parent === NO_BODY) return undefined;
    return new OperationHandle(this.body(entry.parent).view, entry.operation);
  }

  /** The body around a body; undefined for the top-level one. */
  outerBody(id: BodyId): BodyId | undefined {
    const parent = this.#entries.get(id)?.parent;
    return parent === undefined || parent === NO_BODY ? undefined : parent;
  }

  /** Conversions take one before every attempt, so that of many open bodies only those that changed since the last one cost anything. */
  checkpoint(): ModuleCheckpoint {
    let list = this.#lastCheckpoints;
    for (const [id, rewriter] of this.#open) {
      const now = rewriter.checkpoint();
      if (list[id] === now) continue;
      if (list === this.#lastCheckpoints) list = list.slice();
      list[id] = now;
    }
    this.#lastCheckpoints = list;
    return { bodies: { get: (id) => list[id] } };
  }
  /** By body, as they were at the last checkpoint; never changed once made. */
  #lastCheckpoints: (Checkpoint | undefined)[] = [];

  /** Undoes all edits since the checkpoint; bodies opened since go back to how they were found. */
  rollback(to: ModuleCheckpoint): void {
    // Inner bodies first: undoing an outer edit may take back the operation that an inner body belongs to.
    for (const [id, rewriter] of [...this.#open].reverse()) {
      const checkpoint = to.bodies.get(id);
      if (checkpoint !== undefined) rewriter.rollback(checkpoint);
      else rewriter.rollback({ ...rewriter.checkpoint(), entries: 0 });
    }
  }

  /** Ends all drafts: the new module, or the old one when nothing changed. */
  commit(): Module {
    let changed = false;
    for (const [id, rewriter] of this.#open) {
      const entry = this.#entries.get(id);
      invariant(entry !== undefined, "an open body is gone");
      const body = rewriter.commit();
      if (body === entry.body) continue;
      changed = true;
      this.#entries.set(id, { body, parent: entry.parent, operation: entry.operation });
    }
    for (const [id, root] of this.#roots) {
      const entry = this.#entries.get(id);
      if (entry === undefined || this.#open.has(id) || entry.body.root === root) continue;
      changed = true;
      this.#entries.set(id, { body: entry.body.withRoot(root), parent: entry.parent, operation: entry.operation });
    }
    if (!changed) return this.#base;
    this.#dropUnreachable();
    return new Module(this.#entries.freeze(), this.#base.metadata);
  }

  discard(): void {
    for (const rewriter of [...this.#open.values()].reverse()) rewriter.discard();
  }

  // ---- BodyHost -------------------------------------------------------------------------------------------------------

  createBody(parent: Rewriter, operation: OperationId, root: Operation, regions: readonly RegionSpec[]): BodyId {
    const id = bodyId(this.#entries.length);
    const body = new Body(
      changedOperation(root, { body: id }),
      emptyTable<Operation>(),
      emptyTable<Block>(),
      emptyTable<Region>(),
      1,
    );
    this.#entries.push({ body, parent: this.idOf(parent), operation });
    const rewriter = this.body(id);
    rewriter.location = parent.location;
    const outer = this.#creating;
    this.#creating = id;
    rewriter.fillRootRegions(regions);
    this.#creating = outer;
    return id;
  }
  /** While a body is filled its operation's record does not name it yet, so there is nothing outside to keep equal. */
  #creating: BodyId = NO_BODY;

  rootChanged(rewriter: Rewriter, id: OperationId, record: Operation): void {
    if (id === ROOT) this.#changedInside(this.idOf(rewriter), record);
    else this.#changedOutside(record);
  }

  #changedInside(id: BodyId, record: Operation): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.parent === NO_BODY || this.#creating === id) return;
    const outer = this.body(entry.parent);
    if (!outer.view.isLive(entry.operation) || outer.view.operation(entry.operation) === record) return;
    // `change` makes a twin of the record, which comes back through `#changedOutside`: both sides end with one object.
    outer.change(new OperationHandle(outer.view, entry.operation), record);
  }

  #changedOutside(record: Operation): void {
    const inner = this.#open.get(record.body);
    if (inner === undefined) this.#roots.set(record.body, record);
    else if (inner.view.root !== record) inner.view.setRoot(record);
  }

  #isReachable(id: BodyId): boolean {
    const entry = this.#entries.get(id);
    if (entry === undefined) return false;
    if (entry.parent === NO_BODY) return true;
    const parent = this.#open.get(entry.parent);
    const view = parent?.view ?? this.#entries.get(entry.parent)?.body.view();
    return (
      view?.isLive(entry.operation) === true &&
      view.operation(entry.operation).body === id &&
      this.#isReachable(entry.parent)
    );
  }

  #dropUnreachable(): void {
    for (let id = 1; id < this.#entries.length; id++)
      if (this.#entries.get(id) !== undefined && !this.#isReachable(bodyId(id))) this.#entries.set(id, undefined);
  }
}

function emptyTable<T>(): PersistentVector<T | undefined> {
  return PersistentVector.from<T | undefined>([undefined]);
}
