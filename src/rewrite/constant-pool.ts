/**
 * The constants of a body while a driver sweeps it: one operation for each (value, type), hoisted to the start of the entry block. The
 * policy is that of upstream's OperationFolder, so that the order of constants in printed text is the same. Hot: bench/canonicalize.ts.
 */
import type { Context } from "../definition/context.ts";
import type { Attribute, Type } from "../ir/attribute.ts";
import { BlockHandle, OperationHandle } from "../ir/handle.ts";
import { type BlockId, type OperationId, ROOT } from "../ir/ids.ts";
import type { Location } from "../ir/location.ts";
import { unknownLocation } from "../ir/location.ts";
import type { OperationName } from "../ir/name.ts";
import type { OperationSpec, Rewriter } from "../ir/rewriter.ts";
import type { OpFactTable } from "./op-facts.ts";

export class ConstantPool {
  readonly #rewriter: Rewriter;
  readonly #facts: OpFactTable;
  /** The pool's own operations by the value that they make; a value has several where types or entry blocks differ. */
  readonly #operations = new Map<Attribute, OperationId[]>();

  constructor(rewriter: Rewriter, facts: OpFactTable) {
    this.#rewriter = rewriter;
    this.#facts = facts;
  }

  /** Takes in a constant of the program: hoists it, or replaces it by its twin. False when it was replaced and erased. */
  adopt(operation: OperationHandle, value: Attribute): boolean {
    const type = operation.opResult(0).type;
    const block = entryBlockOf(operation);
    if (block === undefined) return true;
    const twin = this.#find(value, type, block.id);
    if (twin !== undefined) {
      if (twin.is(operation)) return true;
      this.#loseLocation(twin, operation.location);
      this.#rewriter.replace(operation, [twin.opResult(0)]);
      return false;
    }
    const before = this.#rewriter.view.previousOf(operation.id);
    const inFront = block.first?.is(operation) === true || (before !== undefined && this.#owns(before, block));
    if (!inFront || operation.parentBlock?.is(block) !== true) {
      const front = block.first;
      if (front !== undefined) this.#rewriter.moveBefore(operation, front);
    }
    this.#remember(value, operation.id);
    return true;
  }

  /** A constant that stands for several of the program has no place of its own. */
  #loseLocation(operation: OperationHandle, location: Location): void {
    if (operation.location !== location && operation.location !== unknownLocation)
      this.#rewriter.change(operation, { location: unknownLocation });
  }

  #find(value: Attribute, type: Type, block: BlockId): OperationHandle | undefined {
    const { view } = this.#rewriter;
    for (const id of this.#operations.get(value) ?? []) {
      // An operation may have been erased or changed since, and its id given to another: what it makes now is what counts.
      if (!view.isLive(id) || view.operation(id).resultTypes[0] !== type || view.parentBlock(id) !== block) continue;
      const operation = new OperationHandle(view, id);
      if (this.#facts.constantOfOperation(operation) === value) return operation;
    }
    return undefined;
  }

  #owns(id: OperationId, block: BlockHandle): boolean {
    const operation = new OperationHandle(this.#rewriter.view, id);
    const value = this.#facts.constantOfOperation(operation);
    return (
      value !== undefined &&
      operation.parentBlock?.is(block) === true &&
      this.#operations.get(value)?.includes(id) === true
    );
  }

  #remember(value: Attribute, id: OperationId): void {
    const known = this.#operations.get(value);
    if (known === undefined) this.#operations.set(value, [id]);
    else known.push(id);
  }
}

/** The entry block of the body's region that holds the operation: constants made there dominate every use. */
function entryBlockOf(operation: OperationHandle): BlockHandle | undefined {
  const { view } = operation;
  let block = view.parentBlock(operation.id);
  for (let parent = view.parentOperation(block); parent !== ROOT; parent = view.parentOperation(block))
    block = view.parentBlock(parent);
  const entry = view.region(view.block(block).region).blocks[0];
  return entry === undefined ? undefined : new BlockHandle(view, entry);
}

/** Asks the operation's own dialect for a constant operation, then those that it says it may create. */
export function materialize(
  context: Context,
  name: OperationName,
  value: Attribute,
  type: Type,
  location: Location,
): OperationSpec | undefined {
  const dialect = context.dialects.get(name.dialect);
  for (const candidate of [name.dialect, ...(dialect?.dependencies ?? [])]) {
    const spec = context.dialects.get(candidate)?.materializeConstant?.(value, type, location);
    if (spec !== undefined) return spec;
  }
  return undefined;
}
