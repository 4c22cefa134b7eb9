/**
 * Locals for values, in one sweep over the code: a local is free again after the last use of what it holds. V8's baseline compiler keeps
 * every local in a stack slot, so fewer locals are smaller frames; the optimizing compiler does not care.
 */
import type { ValueId } from "../../../src/ir/ids.ts";
import { invariant } from "../../../src/support/invariant.ts";
import type { FunctionBuilder } from "../../../src/wasm/function-builder.ts";
import type { NumberType } from "../../../src/wasm/types.ts";

interface Local {
  readonly index: number;
  readonly type: NumberType;
  /** The last use of the value that it holds at the moment. */
  busyUntil: number;
  /** Until then it is not given to others: for a loop's carried value, to the end of the loop. */
  reservedUntil: number;
}

export class LocalAllocator {
  readonly #builder: FunctionBuilder;
  readonly #byValue = new Map<ValueId, Local>();
  /** Locals that are taken, and the free ones by type. */
  #taken: Local[] = [];
  readonly #free = new Map<NumberType, Local[]>();

  constructor(builder: FunctionBuilder) {
    this.#builder = builder;
  }

  /** Parameter number `index` holds `value`. */
  bindParameter(value: ValueId, index: number, type: NumberType, lastUse: number): void {
    const local = { index, type, busyUntil: lastUse, reservedUntil: lastUse };
    this.#byValue.set(value, local);
    this.#taken.push(local);
  }

  /** Gives back the locals that nobody needs after `time`. */
  release(time: number): void {
    const still: Local[] = [];
    for (const local of this.#taken) {
      if (local.reservedUntil > time) still.push(local);
      else this.#freeOf(local.type).push(local);
    }
    this.#taken = still;
  }

  /** A local of its own for `value`, which is read up to `lastUse`. */
  allocate(value: ValueId, type: NumberType, lastUse: number): number {
    const local = this.#takeFree(type) ?? {
      index: this.#builder.local(type),
      type,
      busyUntil: 0,
      reservedUntil: 0,
    };
    local.busyUntil = lastUse;
    local.reservedUntil = lastUse;
    this.#byValue.set(value, local);
    this.#taken.push(local);
    return local.index;
  }

  /** Puts `value` into the local of `other`, if what that holds is not read after `time`. */
  share(value: ValueId, other: ValueId, time: number, lastUse: number): boolean {
    const local = this.#byValue.get(other);
    if (local === undefined || local.busyUntil > time || local.reservedUntil < time) return false;
    local.busyUntil = lastUse;
    if (local.reservedUntil < lastUse) local.reservedUntil = lastUse;
    this.#byValue.set(value, local);
    return true;
  }

  /** Keeps the local of `value` from being given to others up to `time`. */
  reserve(value: ValueId, time: number): void {
    const local = this.#byValue.get(value);
    invariant(local !== undefined, "a value without a local is reserved");
    if (local.reservedUntil < time) local.reservedUntil = time;
  }

  indexOf(value: ValueId): number {
    const local = this.#byValue.get(value);
    invariant(local !== undefined, "a value is read that has no local");
    return local.index;
  }

  find(value: ValueId): number | undefined {
    return this.#byValue.get(value)?.index;
  }

  /**
   * The free local with the lowest number: carried values get ascending ones, in the order in which they are updated, and V8's scheduler
   * goes by the order of locals.
   */
  #takeFree(type: NumberType): Local | undefined {
    const free = this.#freeOf(type);
    let lowest = 0;
    for (let at = 1; at < free.length; at++) if ((free[at]?.index ?? 0) < (free[lowest]?.index ?? 0)) lowest = at;
    return free.splice(lowest, 1)[0];
  }

  #freeOf(type: NumberType): Local[] {
    let list = this.#free.get(type);
    if (list === undefined) {
      list = [];
      this.#free.set(type, list);
    }
    return list;
  }
}
