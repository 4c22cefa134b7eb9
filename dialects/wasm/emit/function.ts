/**
 * The code of one function: a walk over its operations that emits trees, puts what is read more than once into locals and closes loops
 * with parallel moves of their carried values.
 */
import { findAttribute } from "../../../src/ir/attribute.ts";
import type { BodyView } from "../../../src/ir/body-view.ts";
import { type BlockId, type OperationId, type ValueId, valueId } from "../../../src/ir/ids.ts";
import type { Operation } from "../../../src/ir/operation.ts";
import { invariant } from "../../../src/support/invariant.ts";
import type { FunctionBuilder, Label } from "../../../src/wasm/function-builder.ts";
import type { BlockType, NumberType } from "../../../src/wasm/types.ts";
import { callOp, continueOp, ifOp, loop, returnOp, select, yieldOp } from "../ops/control.ts";
import { findInstructionOp } from "../ops/instructions.ts";
import { valueTypeOf } from "../types.ts";
import { emitInstruction } from "./instruction.ts";
import { LocalAllocator } from "./locals.ts";
import { PlacementPlan } from "./placement.ts";

/** Emits the body of a `wasm.func` whose entry block is `entry`; `functionIndex` finds callees. */
export function emitFunction(
  view: BodyView,
  entry: BlockId,
  builder: FunctionBuilder,
  functionIndex: (name: string) => number,
): void {
  new FunctionEmitter(view, builder, new PlacementPlan(view, entry), functionIndex).run(entry);
}

class FunctionEmitter {
  readonly #view: BodyView;
  readonly #builder: FunctionBuilder;
  readonly #plan: PlacementPlan;
  readonly #locals: LocalAllocator;
  readonly #functionIndex: (name: string) => number;
  /** A local that is to be set next: becomes `local.tee` when the next thing emitted reads it. */
  #pendingSet: number | undefined;
  /** Loops that are open, innermost last. */
  readonly #loops: { readonly label: Label; readonly args: readonly ValueId[] }[] = [];

  constructor(view: BodyView, builder: FunctionBuilder, plan: PlacementPlan, functionIndex: (name: string) => number) {
    this.#view = view;
    this.#builder = builder;
    this.#plan = plan;
    this.#functionIndex = functionIndex;
    this.#locals = new LocalAllocator(builder);
  }

  run(entry: BlockId): void {
    this.#view.block(entry).arguments.forEach((argument, at) => {
      this.#locals.bindParameter(argument, at, this.#typeOf(argument), this.#plan.lastUseOf(argument));
    });
    this.#block(entry);
    this.#flush();
  }

  #typeOf(value: ValueId): NumberType {
    const type = valueTypeOf(this.#view.typeOf(value));
    invariant(type !== undefined, "values of the wasm dialect have WebAssembly's types");
    return type;
  }

  // ---- Operations in their place --------------------------------------------------------------------------------------

  #block(block: BlockId): void {
    for (const id of this.#view.operationsOf(block)) if (this.#plan.of(id) === "here") this.#operation(id);
  }

  #operation(id: OperationId): void {
    const record = this.#view.operation(id);
    switch (record.name) {
      case loop.name:
        this.#loop(id, record);
        break;
      case ifOp.name:
        this.#if(id, record);
        break;
      case continueOp.name:
        this.#continue(record);
        break;
      case yieldOp.name:
      case returnOp.name:
        for (const operand of record.operands) this.#push(operand);
        this.#flush();
        break;
      case callOp.name:
        this.#call(record);
        this.#setResults(id, record);
        break;
      default:
        this.#tree(record);
        this.#setResults(id, record);
    }
  }

  #call(record: Operation): void {
    for (const operand of record.operands) this.#push(operand);
    const callee = findAttribute(record.properties, "callee");
    invariant(callee?.kind === "symbol-ref", "wasm.call has a callee");
    this.#flush();
    this.#builder.emit("call", this.#functionIndex(callee.root));
  }

  /** Takes the results of an operation from the stack into locals. */
  #setResults(id: OperationId, record: Operation): void {
    const time = this.#plan.endOf(id);
    const targets = record.resultTypes.map((_, at): ValueId => valueId(record.firstResult + at));
    this.#locals.release(time);
    for (const value of [...targets].reverse()) {
      const lastUse = this.#plan.lastUseOf(value);
      if (lastUse === 0) {
        this.#flush();
        this.#builder.emit("drop");
      } else this.#set(this.#home(value, time, lastUse));
    }
  }

  /** The local for a value that is defined now: that of the carried value whose next value it is, where that is read no more. */
  #home(value: ValueId, time: number, lastUse: number): number {
    for (const { user, index } of this.#view.usesOf(value)) {
      if (index === 0 || this.#view.operation(user).name !== continueOp.name) continue;
      const current = this.#loops.at(-1);
      if (current === undefined || this.#view.parentBlock(user) !== this.#view.ownerBlock(current.args[0] ?? value))
        continue;
      const argument = current.args[index - 1];
      if (argument !== undefined && this.#locals.share(value, argument, time, lastUse))
        return this.#locals.indexOf(value);
    }
    return this.#locals.allocate(value, this.#typeOf(value), lastUse);
  }

  // ---- Control --------------------------------------------------------------------------------------------------------

  #loop(id: OperationId, record: Operation): void {
    const [region] = record.regions;
    const [body] = region === undefined ? [] : this.#view.region(region).blocks;
    invariant(body !== undefined, "a loop has a body");
    const args = this.#view.block(body).arguments;
    this.#enterLoop(id, record, args);
    this.#flush();
    this.#builder.loop(undefined, (label) => {
      this.#loops.push({ label, args });
      this.#block(body);
      this.#flush();
      this.#loops.pop();
    });
    args.forEach((argument, at) => {
      const result = valueId(record.firstResult + at);
      const shared = this.#locals.share(result, argument, this.#plan.endOf(id), this.#plan.lastUseOf(result));
      invariant(shared, "a loop's result is in the local of its carried value");
    });
  }

  /** Puts the initial values into the locals of the arguments: in place where the initial value is read no more. */
  #enterLoop(id: OperationId, record: Operation, args: readonly ValueId[]): void {
    const start = this.#plan.startOf(id);
    const end = this.#plan.endOf(id);
    this.#locals.release(start - 1);
    const moves: { readonly value: ValueId; readonly local: number }[] = [];
    args.forEach((argument, at) => {
      const initial = record.operands[at];
      invariant(initial !== undefined, "a loop has an initial value for each argument");
      const result = valueId(record.firstResult + at);
      // Taken at least up to the first operation of the body, lest two arguments share the local of one initial value.
      const lastUse = Math.max(this.#plan.lastUseOf(argument), start + 1);
      if (!this.#locals.share(argument, initial, start, lastUse))
        moves.push({ value: initial, local: this.#locals.allocate(argument, this.#typeOf(argument), lastUse) });
      this.#locals.reserve(argument, Math.max(end, this.#plan.lastUseOf(result)));
    });
    for (const { value, local } of moves) {
      this.#push(value);
      this.#set(local);
    }
    this.#locals.release(start);
  }

  /** The condition is taken first, then the next values are moved, each as soon as no other still reads the local that it goes to. */
  #continue(record: Operation): void {
    const current = this.#loops.at(-1);
    const [again, ...next] = record.operands;
    invariant(current !== undefined && again !== undefined, "wasm.continue stands in a loop");
    let moves = next.flatMap((value, at) => {
      const argument = current.args[at];
      invariant(argument !== undefined, "a loop has an argument for each next value");
      const local = this.#locals.indexOf(argument);
      return this.#localOf(value) === local ? [] : [{ value, local, reads: this.#localsReadBy(value) }];
    });
    this.#push(again);
    while (moves.length > 0) {
      const ready = moves.filter((move) => moves.every((other) => other === move || !other.reads.has(move.local)));
      if (ready.length === 0) break;
      // One at a time: moving one may make others ready, and order among ready ones is that of the arguments.
      const [first] = ready;
      if (first === undefined) break;
      this.#push(first.value);
      this.#set(first.local);
      moves = moves.filter((move) => move !== first);
    }
    // What is left goes in circles: everything is read before anything is written.
    for (const { value } of moves) this.#push(value);
    for (const { local } of [...moves].reverse()) this.#set(local);
    this.#flush();
    this.#builder.brIf(current.label);
  }

  #if(id: OperationId, record: Operation): void {
    const [condition] = record.operands;
    invariant(condition !== undefined, "wasm.if has a condition");
    this.#push(condition);
    this.#flush();
    const [then, otherwise] = record.regions.map((region) => this.#view.region(region).blocks[0]);
    const results = record.resultTypes.map((_, at) => this.#typeOf(valueId(record.firstResult + at)));
    const branch = (block: BlockId | undefined) => (): void => {
      if (block !== undefined) this.#block(block);
      this.#flush();
    };
    this.#builder.if(blockTypeOf(results), branch(then), otherwise === undefined ? undefined : branch(otherwise));
    this.#setResults(id, record);
  }

  // ---- Trees ----------------------------------------------------------------------------------------------------------

  /** Leaves a value on the stack. */
  #push(value: ValueId): void {
    const tree = this.#treeOf(value);
    if (tree !== undefined) this.#tree(tree);
    else this.#get(this.#locals.indexOf(value));
  }

  /** The operation that is emitted where the value is read; undefined for values in locals. */
  #treeOf(value: ValueId): Operation | undefined {
    const definer = this.#view.definingOperation(value);
    if (definer === undefined) return undefined;
    const placement = this.#plan.of(definer);
    return placement === "at-use" || placement === "at-every-use" ? this.#view.operation(definer) : undefined;
  }

  #localOf(value: ValueId): number | undefined {
    return this.#treeOf(value) === undefined ? this.#locals.find(value) : undefined;
  }

  #localsReadBy(value: ValueId, into: Set<number> = new Set()): ReadonlySet<number> {
    const tree = this.#treeOf(value);
    if (tree !== undefined) for (const operand of tree.operands) this.#localsReadBy(operand, into);
    else into.add(this.#locals.indexOf(value));
    return into;
  }

  #tree(record: Operation): void {
    if (record.name === select.name) {
      const [condition, onTrue, onFalse] = record.operands;
      invariant(condition !== undefined && onTrue !== undefined && onFalse !== undefined, "wasm.select has 3 operands");
      this.#push(onTrue);
      this.#push(onFalse);
      this.#push(condition);
      this.#flush();
      this.#builder.emit("select");
      return;
    }
    const op = findInstructionOp(record.name);
    invariant(op !== undefined, () => `${record.name.text} is not an operation of the wasm dialect`);
    for (const operand of record.operands) this.#push(operand);
    this.#flush();
    emitInstruction(this.#builder, op, record);
  }

  // ---- Locals ---------------------------------------------------------------------------------------------------------

  #set(local: number): void {
    this.#flush();
    this.#pendingSet = local;
  }

  #get(local: number): void {
    if (this.#pendingSet === local) {
      this.#pendingSet = undefined;
      this.#builder.emit("local.tee", local);
      return;
    }
    this.#flush();
    this.#builder.emit("local.get", local);
  }

  #flush(): void {
    if (this.#pendingSet === undefined) return;
    this.#builder.emit("local.set", this.#pendingSet);
    this.#pendingSet = undefined;
  }
}

function blockTypeOf(results: readonly NumberType[]): BlockType {
  if (results.length === 0) return undefined;
  const [only] = results;
  return results.length === 1 && only !== undefined ? only : { params: [], results };
}
