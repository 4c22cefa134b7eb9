/**
 * Where each operation of a function is emitted: at its own place, as the tree under its only use, or (cheap constants) at every use.
 * Moving a computation to its use saves a local; it must not change what is read: a load does not move over anything that may write.
 * Also numbers the places in emission order, for the allocation of locals.
 */
import type { BodyView } from "../../../src/ir/body-view.ts";
import type { BlockId, OperationId, ValueId } from "../../../src/ir/ids.ts";
import { ROOT } from "../../../src/ir/ids.ts";
import { invariant } from "../../../src/support/invariant.ts";
import { continueOp, loop, select } from "../ops/control.ts";
import { findInstructionOp } from "../ops/instructions.ts";

/** How an operation gets into the code. */
export type Placement = "here" | "at-use" | "at-every-use" | "dead";

/** Trees deeper than this are cut by a local, so that recursion over them is bounded. */
const MAX_TREE_DEPTH = 256;

export class PlacementPlan {
  readonly #view: BodyView;
  /** By operation id. */
  readonly #placement: Placement[] = [];
  /** The time at which an operation emitted in its place runs, and at which it is over (later only for loops and ifs). */
  readonly #start: number[] = [];
  readonly #end: number[] = [];
  /** The operation in whose place the operation is emitted: itself, or the root of the tree it stands in. */
  readonly #root: OperationId[] = [];
  readonly #depth: number[] = [];
  readonly #lastUse = new Map<ValueId, number>();
  readonly #writes = new Map<OperationId, boolean>();
  #time = 0;

  constructor(view: BodyView, entry: BlockId) {
    this.#view = view;
    this.#placeBlock(entry);
    this.#numberBlock(entry);
    this.#measureBlock(entry);
  }

  of(operation: OperationId): Placement {
    return this.#placement[operation] ?? "here";
  }
  startOf(operation: OperationId): number {
    return this.#start[operation] ?? 0;
  }
  endOf(operation: OperationId): number {
    return this.#end[operation] ?? 0;
  }
  /** The last time at which the value is read; 0 if it never is. In a loop around which the value is defined, every time up to its end counts. */
  lastUseOf(value: ValueId): number {
    return this.#lastUse.get(value) ?? 0;
  }

  // ---- Placement ------------------------------------------------------------------------------------------------------

  #placeBlock(block: BlockId): void {
    const operations = this.#view.operationsOf(block);
    const order = new Map<OperationId, number>();
    operations.forEach((id, at) => {
      order.set(id, at);
    });
    // writesBefore[i]: how many of the operations before number i may write memory.
    const writesBefore = [0];
    for (const id of operations) writesBefore.push((writesBefore.at(-1) ?? 0) + (this.#mayWrite(id) ? 1 : 0));
    for (let at = operations.length - 1; at >= 0; at--) {
      const id = operations[at];
      if (id === undefined) continue;
      const record = this.#view.operation(id);
      for (const region of record.regions)
        for (const inner of this.#view.region(region).blocks) this.#placeBlock(inner);
      this.#place(id, at, block, order, writesBefore);
    }
  }

  #place(
    id: OperationId,
    at: number,
    block: BlockId,
    order: ReadonlyMap<OperationId, number>,
    writesBefore: readonly number[],
  ): void {
    this.#root[id] = id;
    this.#depth[id] = 0;
    this.#placement[id] = "here";
    const record = this.#view.operation(id);
    const op = findInstructionOp(record.name);
    if (op === undefined && record.name !== select.name) return;
    if (op?.memory === "write" || record.resultTypes.length !== 1) return;
    const value = record.firstResult;
    if (!this.#view.hasUses(value)) {
      this.#placement[id] = "dead";
      return;
    }
    if (op?.instruction.name.endsWith(".const") === true && op.instruction.immediates !== "v128") {
      this.#placement[id] = "at-every-use";
      return;
    }
    if (!this.#view.hasOneUse(value)) return;
    const user = this.#view.firstUser(value);
    if (user === undefined || this.#view.parentBlock(user) !== block || this.#placement[user] === "dead") return;
    if (this.#view.operation(user).name === continueOp.name && this.#canUpdateInPlace(value, user, at, order)) return;
    const root = this.#root[user] ?? user;
    const depth = (this.#depth[user] ?? 0) + 1;
    if (depth > MAX_TREE_DEPTH) return;
    const writesBetween = (writesBefore[order.get(root) ?? at] ?? 0) - (writesBefore[at + 1] ?? 0);
    if (op?.memory === "read" && writesBetween > 0) return;
    this.#placement[id] = "at-use";
    this.#root[id] = root;
    this.#depth[id] = depth;
  }

  /**
   * Whether the next value of a carried value can be computed straight into its local: the argument is not read any more then. It is
   * better than moving it to the end of the body, where the next values would have to wait for one another.
   */
  #canUpdateInPlace(
    value: ValueId,
    continuing: OperationId,
    at: number,
    order: ReadonlyMap<OperationId, number>,
  ): boolean {
    const index = this.#view.operation(continuing).operands.indexOf(value) - 1;
    const block = this.#view.parentBlock(continuing);
    const argument = this.#view.block(block).arguments[index];
    if (argument === undefined) return false;
    return this.#view.usesOf(argument).every(({ user }) => {
      const within = this.#ancestorIn(user, block);
      const place = order.get(this.#root[within] ?? within);
      return place !== undefined && place <= at;
    });
  }

  #ancestorIn(operation: OperationId, block: BlockId): OperationId {
    let at = operation;
    while (this.#view.parentBlock(at) !== block) {
      const outer = this.#view.enclosing(at);
      invariant(outer !== undefined, "a use stands below the block that defines the value");
      at = outer;
    }
    return at;
  }

  #mayWrite(id: OperationId): boolean {
    const known = this.#writes.get(id);
    if (known !== undefined) return known;
    const record = this.#view.operation(id);
    const op = findInstructionOp(record.name);
    let writes = op === undefined ? record.name.text === "wasm.call" : op.memory === "write";
    for (const region of record.regions)
      for (const block of this.#view.region(region).blocks)
        for (const inner of this.#view.operationsOf(block)) writes = this.#mayWrite(inner) || writes;
    this.#writes.set(id, writes);
    return writes;
  }

  // ---- Times ----------------------------------------------------------------------------------------------------------

  #numberBlock(block: BlockId): void {
    for (const id of this.#view.operationsOf(block)) {
      if (this.of(id) !== "here") continue;
      this.#start[id] = ++this.#time;
      const { regions } = this.#view.operation(id);
      for (const region of regions) for (const inner of this.#view.region(region).blocks) this.#numberBlock(inner);
      this.#end[id] = regions.length > 0 ? ++this.#time : this.#time;
    }
  }

  #measureBlock(block: BlockId): void {
    for (const id of this.#view.operationsOf(block)) {
      if (this.of(id) === "dead") continue;
      const record = this.#view.operation(id);
      const root = this.#rootOf(id);
      if (root !== undefined) for (const operand of record.operands) this.#measureUse(operand, root);
      for (const region of record.regions)
        for (const inner of this.#view.region(region).blocks) this.#measureBlock(inner);
    }
  }

  /** The operation in whose place `id` is emitted; undefined for constants, which read nothing. */
  #rootOf(id: OperationId): OperationId | undefined {
    return this.of(id) === "at-every-use" ? undefined : (this.#root[id] ?? id);
  }

  #measureUse(value: ValueId, root: OperationId): void {
    const definedIn = this.#blockOf(value);
    let time = this.startOf(root);
    let at: OperationId = root;
    while (this.#view.parentBlock(at) !== definedIn) {
      const outer = this.#view.enclosing(at);
      if (outer === undefined || outer === ROOT) break;
      if (this.#view.operation(outer).name === loop.name) time = this.endOf(outer);
      at = outer;
    }
    if (time > this.lastUseOf(value)) this.#lastUse.set(value, time);
  }

  #blockOf(value: ValueId): BlockId {
    const owner = this.#view.ownerBlock(value);
    if (owner !== undefined) return owner;
    const definer = this.#view.definingOperation(value);
    invariant(definer !== undefined, "a value has a definition");
    return this.#view.parentBlock(definer);
  }
}
