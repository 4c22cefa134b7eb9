/**
 * A region made ready to run: its blocks as flat lists of steps, with operands and results as register numbers (value ids), the
 * evaluator of each step (made when it is first reached, so that what is never run need not have a meaning), and the values that are
 * used for the last time by each step, so that large tensors go as soon as nobody can ask for them.
 */
import type { Context } from "../definition/context.ts";
import { dtypeOf, elementCountOf, type Type } from "../ir/attribute.ts";
import type { BodyView } from "../ir/body-view.ts";
import { OperationHandle, RegionHandle, type Value } from "../ir/handle.ts";
import { type BlockId, type OperationId, type RegionId, type ValueId, valueId } from "../ir/ids.ts";
import { invariant } from "../support/invariant.ts";
import { byteWidth } from "../tensor/dtype.ts";
import { type Evaluator, type Fault, fault, type RegionPlan, semantics } from "./semantics.ts";

/** Finds the view of an isolated operation's own body; a step inside of one body alone never needs it. */
export type FindView = (operation: OperationHandle) => BodyView | undefined;

/** One operation. Value ids are register numbers. */
export class Step {
  readonly operation: OperationHandle;
  readonly operands: readonly ValueId[];
  readonly firstResult: number;
  readonly resultCount: number;
  /** Registers that nobody reads after this step. */
  release: readonly number[] = [];
  /** Bytes of the results whose types are static tensors; Infinity for absurd shapes. */
  readonly resultBytes: number;
  readonly successors: readonly BlockId[];
  /** Undefined until the step is first reached. */
  evaluator: Evaluator | Fault | undefined = undefined;

  constructor(operation: OperationHandle) {
    const record = operation.record;
    this.operation = operation;
    this.operands = record.operands;
    this.firstResult = record.firstResult;
    this.resultCount = record.resultTypes.length;
    this.resultBytes = record.resultTypes.length === 0 ? 0 : bytesOfTypes(record.resultTypes);
    this.successors = record.successors;
  }
}

export class BlockPlan {
  readonly arguments: readonly ValueId[];
  readonly steps: readonly Step[];

  constructor(args: readonly ValueId[], steps: readonly Step[]) {
    this.arguments = args;
    this.steps = steps;
  }
}

/** A region of one body; blocks are decoded when control first comes to them. */
export class PlannedRegion implements RegionPlan {
  readonly view: BodyView;
  readonly id: RegionId;
  readonly blockIds: readonly BlockId[];
  readonly #blocks = new Map<BlockId, BlockPlan>();
  #entry: BlockPlan | undefined;
  /** Values that a block other than the one that defines them uses: they stay until the function is left. */
  #shared: ReadonlySet<ValueId> | undefined;

  constructor(view: BodyView, id: RegionId) {
    this.view = view;
    this.id = id;
    this.blockIds = view.region(id).blocks;
  }

  get isEmpty(): boolean {
    return this.blockIds.length === 0;
  }

  get argumentTypes(): readonly Type[] {
    const [entry] = this.blockIds;
    return entry === undefined ? [] : this.view.block(entry).argumentTypes;
  }

  get operations(): readonly OperationHandle[] | undefined {
    const [only] = this.blockIds;
    if (only === undefined || this.blockIds.length !== 1) return undefined;
    return this.view.operationsOf(only).map((id) => new OperationHandle(this.view, id));
  }

  get handle(): RegionHandle {
    return new RegionHandle(this.view, this.id);
  }

  get entry(): BlockPlan {
    if (this.#entry !== undefined) return this.#entry;
    const [entry] = this.blockIds;
    invariant(entry !== undefined, "an empty region cannot be run");
    this.#entry = this.block(entry);
    return this.#entry;
  }

  block(id: BlockId): BlockPlan {
    const known = this.#blocks.get(id);
    if (known !== undefined) return known;
    this.#shared ??= this.blockIds.length === 1 ? new Set() : this.#findShared();
    const args = this.view.block(id).arguments;
    const steps = this.view.operationsOf(id).map((operation) => new Step(new OperationHandle(this.view, operation)));
    markLastUses(this.view, args, steps, this.#shared);
    const made = new BlockPlan(args, steps);
    this.#blocks.set(id, made);
    return made;
  }

  #findShared(): ReadonlySet<ValueId> {
    const shared = new Set<ValueId>();
    const usedIn = new Map<ValueId, BlockId>();
    for (const block of this.blockIds)
      for (const operation of this.view.operationsOf(block))
        forEachOperand(this.view, operation, (value) => {
          const other = usedIn.get(value);
          if (other === undefined) usedIn.set(value, block);
          if ((other !== undefined && other !== block) || !this.#isDefinedIn(value, block)) shared.add(value);
        });
    return shared;
  }

  #isDefinedIn(value: ValueId, block: BlockId): boolean {
    const definition = this.view.definingOperation(value);
    return definition === undefined
      ? this.view.ownerBlock(value) === block
      : this.view.parentBlock(definition) === block;
  }
}

/** The operands of an operation and of everything in its regions. */
function forEachOperand(view: BodyView, id: OperationId, visit: (value: ValueId) => void): void {
  const { operands, regions, body } = view.operation(id);
  for (let at = 0; at < operands.length; at++) {
    const value = operands[at];
    if (value !== undefined) visit(value);
  }
  if (regions.length === 0 || body !== 0) return;
  for (const region of regions)
    for (const block of view.region(region).blocks)
      for (const inner of view.operationsOf(block)) forEachOperand(view, inner, visit);
}

/** Whether anything in the operation's regions uses a value that is defined around it. */
export function regionsReadOutside(operation: OperationHandle): boolean {
  const isOutside = (value: Value): boolean => !operation.encloses(value.parentBlock.parent);
  const readsOutside = (inner: OperationHandle): boolean =>
    inner.opOperands.some(isOutside) || innerOperations(inner).some(readsOutside);
  return innerOperations(operation).some(readsOutside);
}

function innerOperations(operation: OperationHandle): readonly OperationHandle[] {
  return operation.opRegions.flatMap((region) => region.blocks.flatMap((block) => block.operations));
}

/** Walks backwards: the first use met of a value that this block defines is its last one. Unused results go at once. */
function markLastUses(
  view: BodyView,
  args: readonly ValueId[],
  steps: readonly Step[],
  shared: ReadonlySet<ValueId>,
): void {
  const own = new Set<ValueId>(args);
  for (const step of steps)
    for (let result = 0; result < step.resultCount; result++) own.add(valueId(step.firstResult + result));
  for (let at = steps.length - 1; at >= 0; at--) {
    const step = steps[at];
    if (step === undefined) continue;
    const release: number[] = [];
    const visit = (value: ValueId): void => {
      if (own.delete(value) && !shared.has(value)) release.push(value);
    };
    for (let result = 0; result < step.resultCount; result++) visit(valueId(step.firstResult + result));
    forEachOperand(view, step.operation.id, visit);
    step.release = release;
  }
}

/** What results of these types take at least: dynamic shapes count 0 here and are counted where they are made. */
function bytesOfTypes(types: readonly Type[]): number {
  let bytes = 0;
  for (let at = 0; at < types.length; at++) {
    const type = types[at];
    if (type === undefined || (type.kind !== "tensor-type" && type.kind !== "vector-type")) continue;
    if (type.shape.some((extent) => extent < 0)) continue;
    const dtype = dtypeOf(type.elementType);
    bytes += (elementCountOf(type) ?? Number.POSITIVE_INFINITY) * (dtype === undefined ? 1 : byteWidth(dtype));
  }
  return bytes;
}

/** Makes the evaluator of an operation, with its regions planned. */
export function evaluatorOf(operation: OperationHandle, context: Context, findView: FindView): Evaluator | Fault {
  const { name, regions, body } = operation.record;
  const meaning = context.find(semantics, name);
  if (meaning === undefined)
    return fault("no-semantics", "cannot be interpreted: no loaded dialect supplies its semantics");
  const view = body === 0 ? operation.view : findView(operation);
  invariant(view !== undefined || regions.length === 0, "the body of an isolated operation is at hand");
  const plans = view === undefined ? [] : regions.map((region) => new PlannedRegion(view, region));
  return meaning(operation, { context, regions: plans });
}
