/**
 * The running of planned regions: registers, control flow, calls, and the account of work and memory. One Machine is one interpretation;
 * an Activation is one call of a function (or one run of an isolated operation's body), with a register for each value of its body.
 * Hot: bench/interpret.ts, "scalar loop".
 */
import type { Context } from "../definition/context.ts";
import type { SymbolRefAttribute } from "../ir/attribute.ts";
import type { BodyView } from "../ir/body-view.ts";
import type { OperationHandle } from "../ir/handle.ts";
import type { Location } from "../ir/location.ts";
import { invariant } from "../support/invariant.ts";
import { byteWidth, type DType } from "../tensor/dtype.ts";
import { elementCount, type Shape, shapeText } from "../tensor/shape.ts";
import { type BlockPlan, evaluatorOf, PlannedRegion, Step } from "./plan.ts";
import {
  type Evaluator,
  Fault,
  type Frame,
  fault,
  Jump,
  Leave,
  type Outcome,
  type RegionPlan,
  type StateKey,
} from "./semantics.ts";
import type { FunctionValue, RuntimeValue } from "./value.ts";

/** Where functions and other symbols are found; single operations are evaluated without one. */
export interface Program {
  /** The operation that `reference` names, looked up from `from` outwards. */
  findSymbol(reference: SymbolRefAttribute, from: OperationHandle): OperationHandle | undefined;
  /** The view of an isolated operation's own body. */
  viewOf(operation: OperationHandle): BodyView | undefined;
  /** The first region of a function, planned once. */
  entryOf(operation: OperationHandle): PlannedRegion | undefined;
}

export interface Limits {
  /** Scalar operations, as evaluators charge them; every executed operation counts 1 more. */
  readonly work: number;
  /** Bytes that live values may take at one time. */
  readonly bytes: number;
  /** Calls and regions that may be open at one time: each takes stack of the host. */
  readonly depth: number;
}

/** One line of what led to a fault: the failing operation, then each call around it. */
export interface TraceEntry {
  readonly operation: OperationHandle;
  readonly location: Location;
}

export type Reporter = (step: OperationHandle, work: number) => "go on" | "stop";

/** Smaller values than this are not counted as live memory: keeping the account would cost more than they do. */
const COUNTED_BYTES = 4096;
/** Work between two reports of progress: some milliseconds. */
const REPORT_WORK = 1 << 20;

export class Machine {
  readonly context: Context;
  readonly program: Program | undefined;
  readonly limits: Limits;
  readonly trace: TraceEntry[] = [];
  readonly #reporter: Reporter | undefined;
  /** Live buffers with the number of registers that hold them. */
  readonly #held = new Map<ArrayBufferLike, number>();
  #live = 0;
  peakBytes = 0;
  work = 0;
  /** The next amount of work at which something must be looked at: a report is due, or the budget is spent. */
  attention: number;
  depth = 0;

  constructor(context: Context, program: Program | undefined, limits: Limits, reporter: Reporter | undefined) {
    this.context = context;
    this.program = program;
    this.limits = limits;
    this.#reporter = reporter;
    this.attention = this.#nextAttention();
  }

  /** Runs a planned region in a new activation. */
  enter(region: PlannedRegion, values: readonly RuntimeValue[]): readonly RuntimeValue[] | Fault {
    if (this.depth >= this.limits.depth) return tooDeep(this);
    const activation = new Activation(this, region.view, region.view.valueCount);
    const outcome = activation.run(region, values);
    activation.dispose();
    return outcome;
  }

  /** Runs one operation outside of any program. */
  evaluate(
    operation: OperationHandle,
    evaluator: Evaluator,
    operands: readonly RuntimeValue[],
  ): readonly RuntimeValue[] | Fault {
    const step = new Step(operation);
    const refused = this.reserve(step.resultBytes, () => "its results");
    if (refused !== undefined) return refused;
    // A fold of an operation without regions must not pay for the registers of a large body.
    const registers = operation.record.regions.length === 0 ? 0 : operation.view.valueCount;
    return new Activation(this, operation.view, registers).evaluate(step, evaluator, operands);
  }

  /** Counts work; a fault when the budget is spent or somebody asked to stop. */
  charge(work: number, step: Step | undefined): Fault | undefined {
    this.work += work;
    return this.work < this.attention ? undefined : this.attend(step);
  }

  attend(step: Step | undefined): Fault | undefined {
    if (this.work >= this.limits.work)
      return fault("work-limit", `exceeds the limit of ${this.limits.work} scalar operations for one run`);
    const answer = step === undefined ? "go on" : this.#reporter?.(step.operation, this.work);
    this.attention = this.#nextAttention();
    return answer === "stop" ? fault("stopped", "was stopped on request") : undefined;
  }

  #nextAttention(): number {
    return this.#reporter === undefined ? this.limits.work : Math.min(this.limits.work, this.work + REPORT_WORK);
  }

  reserve(bytes: number, what: () => string): Fault | undefined {
    if (this.#live + bytes <= this.limits.bytes) return undefined;
    return fault(
      "memory-limit",
      `needs ${Number.isFinite(bytes) ? `${bytes} bytes` : "more memory than can be counted"} for ${what()}, ` +
        `over the limit of ${this.limits.bytes} bytes${this.#live === 0 ? "" : ` with ${this.#live} in use`}`,
    );
  }

  retain(value: object): boolean {
    const buffer = bufferOf(value);
    if (buffer === undefined || buffer.byteLength < COUNTED_BYTES) return false;
    const count = this.#held.get(buffer);
    this.#held.set(buffer, (count ?? 0) + 1);
    if (count === undefined) {
      this.#live += buffer.byteLength;
      if (this.#live > this.peakBytes) this.peakBytes = this.#live;
    }
    return true;
  }

  release(value: object): boolean {
    const buffer = bufferOf(value);
    const count = buffer === undefined ? undefined : this.#held.get(buffer);
    if (buffer === undefined || count === undefined) return false;
    if (count > 1) this.#held.set(buffer, count - 1);
    else {
      this.#held.delete(buffer);
      this.#live -= buffer.byteLength;
    }
    return true;
  }
}

function bufferOf(value: object): ArrayBufferLike | undefined {
  if ("data" in value && ArrayBuffer.isView(value.data)) return value.data.buffer;
  if ("buffer" in value && typeof value.buffer === "object" && value.buffer !== null) return bufferOf(value.buffer);
  return undefined;
}

/** Registers of one call. The frame that evaluators see. */
export class Activation implements Frame {
  readonly machine: Machine;
  readonly view: BodyView;
  readonly registers: (RuntimeValue | undefined)[];
  /** How many registers are in the account of live memory. */
  #retained = 0;
  /** The step that is running: where charges, calls and faults happen. */
  #step: Step | undefined;

  constructor(machine: Machine, view: BodyView, registers: number) {
    this.machine = machine;
    this.view = view;
    this.registers = new Array<RuntimeValue | undefined>(registers).fill(undefined);
  }

  // ---- Frame ----------------------------------------------------------------------------------------------------------

  run(region: RegionPlan, values: readonly RuntimeValue[]): readonly RuntimeValue[] | Fault {
    invariant(region instanceof PlannedRegion, "a region plan comes from the Setup");
    if (region.view !== this.view) return this.machine.enter(region, values);
    const { machine } = this;
    if (machine.depth >= machine.limits.depth) return tooDeep(machine);
    machine.depth++;
    const step = this.#step;
    const outcome = this.#runBlocks(region, values);
    this.#step = step;
    machine.depth--;
    return outcome;
  }

  call(callee: SymbolRefAttribute | FunctionValue, values: readonly RuntimeValue[]): readonly RuntimeValue[] | Fault {
    const { machine } = this;
    const step = this.#step;
    invariant(step !== undefined, "a call is made by a running operation");
    const symbol = callee.kind === "function" ? callee.symbol : callee;
    const callable = this.findSymbol(symbol);
    if (callable === undefined) return fault("unknown-symbol", `calls ${symbolText(symbol)}, which is not defined`);
    const entry = machine.program?.entryOf(callable);
    if (entry === undefined || entry.isEmpty) return fault("no-body", `calls ${symbolText(symbol)}, which has no body`);
    const outcome = machine.enter(entry, values);
    if (outcome instanceof Fault) machine.trace.push({ operation: step.operation, location: step.operation.location });
    return outcome;
  }

  findSymbol(reference: SymbolRefAttribute): OperationHandle | undefined {
    invariant(this.#step !== undefined, "symbols are looked up by a running operation");
    return this.machine.program?.findSymbol(reference, this.#step.operation);
  }

  reserve(dtype: DType, shape: Shape): Fault | undefined {
    const count = elementCount(shape);
    return this.machine.reserve(
      count === undefined ? Number.POSITIVE_INFINITY : count * byteWidth(dtype),
      () => `${shapeText(shape)}x${dtype}`,
    );
  }

  charge(work: number): Fault | undefined {
    return this.machine.charge(work, this.#step);
  }

  state<T>(key: StateKey<T>): T {
    return key.of(this.machine);
  }

  // ---- Running --------------------------------------------------------------------------------------------------------

  #runBlocks(region: PlannedRegion, values: readonly RuntimeValue[]): readonly RuntimeValue[] | Fault {
    if (region.isEmpty) return fault("empty-region", "runs an empty region");
    let block = region.entry;
    let given = values;
    for (;;) {
      const args = block.arguments;
      invariant(args.length === given.length, "a block is entered with a value for each argument");
      for (let at = 0; at < args.length; at++) this.#set(args[at] ?? 0, given[at] ?? 0);
      const outcome = this.#runSteps(block);
      if (outcome instanceof Leave) return outcome.values;
      if (!(outcome instanceof Jump)) return outcome;
      const target = this.#step?.successors[outcome.successor];
      invariant(target !== undefined, "a jump goes to one of the terminator's successors");
      block = region.block(target);
      given = outcome.values;
    }
  }

  /** Runs a block to its end; a block without a terminator leaves with no values. */
  #runSteps(block: BlockPlan): Outcome {
    const { steps } = block;
    const { machine } = this;
    for (let at = 0; at < steps.length; at++) {
      const step = steps[at];
      if (step === undefined) continue;
      this.#step = step;
      if (++machine.work >= machine.attention) {
        const stop = machine.attend(step);
        if (stop !== undefined) return this.#failed(step, stop);
      }
      if (step.resultBytes > COUNTED_BYTES) {
        const refused = machine.reserve(step.resultBytes, () => "its results");
        if (refused !== undefined) return this.#failed(step, refused);
      }
      const outcome = this.#runStep(step, step.evaluator ?? this.#prepare(step));
      if (outcome !== undefined) return outcome;
    }
    return [];
  }

  /** Runs one step on given operands, without registers. Terminators have no results to give. */
  evaluate(step: Step, evaluator: Evaluator, operands: readonly RuntimeValue[]): readonly RuntimeValue[] | Fault {
    this.#step = step;
    const outcome = applyTo(evaluator, operands, this);
    if (outcome instanceof Leave || outcome instanceof Jump) return fault("terminator", "is a terminator");
    return outcome;
  }

  #prepare(step: Step): Evaluator | Fault {
    const { context, program } = this.machine;
    const made = evaluatorOf(step.operation, context, () => program?.viewOf(step.operation));
    step.evaluator = made;
    return made;
  }

  /** Undefined when control goes on to the next step. */
  #runStep(step: Step, evaluator: Evaluator | Fault): Outcome | undefined {
    if (evaluator instanceof Fault) return this.#failed(step, evaluator);
    const { operands } = step;
    let result: RuntimeValue | Fault;
    switch (evaluator.kind) {
      case "constant":
        this.#set(step.firstResult, evaluator.value);
        this.#releaseAll(step.release);
        return undefined;
      case "unary":
        result = evaluator.apply(this.#get(operands[0] ?? 0), this);
        break;
      case "binary":
        result = evaluator.apply(this.#get(operands[0] ?? 0), this.#get(operands[1] ?? 0), this);
        break;
      case "general":
        return this.#runGeneral(step, evaluator.apply);
    }
    if (result instanceof Fault) return this.#failed(step, result);
    this.#set(step.firstResult, result);
    this.#releaseAll(step.release);
    return undefined;
  }

  #runGeneral(step: Step, apply: (operands: readonly RuntimeValue[], frame: Frame) => Outcome): Outcome | undefined {
    const ids = step.operands;
    const operands = new Array<RuntimeValue>(ids.length);
    for (let at = 0; at < ids.length; at++) operands[at] = this.#get(ids[at] ?? 0);
    const outcome = apply(operands, this);
    if (outcome instanceof Fault) return this.#failed(step, outcome);
    if (outcome instanceof Leave || outcome instanceof Jump) {
      this.#releaseAll(step.release);
      return outcome;
    }
    invariant(
      outcome.length === step.resultCount,
      () => `${step.operation.opName} gave ${outcome.length} values for ${step.resultCount} results`,
    );
    for (let at = 0; at < outcome.length; at++) this.#set(step.firstResult + at, outcome[at] ?? 0);
    this.#releaseAll(step.release);
    return undefined;
  }

  #failed(step: Step, failure: Fault): Fault {
    const { trace } = this.machine;
    if (trace.length === 0) trace.push({ operation: step.operation, location: step.operation.location });
    return failure;
  }

  // ---- Registers ------------------------------------------------------------------------------------------------------

  #get(register: number): RuntimeValue {
    const value = this.registers[register];
    invariant(value !== undefined, "a value is read before it is defined");
    return value;
  }

  #set(register: number, value: RuntimeValue): void {
    // The new value first: in a loop it is often the old one, which must not leave the account in between.
    const retained = typeof value === "object" && this.machine.retain(value);
    const old = this.registers[register];
    if (typeof old === "object") this.#drop(old);
    if (retained) this.#retained++;
    this.registers[register] = value;
  }

  #releaseAll(registers: readonly number[]): void {
    for (let at = 0; at < registers.length; at++) {
      const register = registers[at] ?? 0;
      const value = this.registers[register];
      if (typeof value !== "object") continue; // scalars need no care
      this.#drop(value);
      this.registers[register] = undefined;
    }
  }

  #drop(value: object): void {
    if (this.#retained > 0 && this.machine.release(value)) this.#retained--;
  }

  /** Ends the call: what the registers still hold is no longer live. */
  dispose(): void {
    if (this.#retained === 0) return;
    for (const value of this.registers) if (typeof value === "object") this.#drop(value);
  }
}

function applyTo(evaluator: Evaluator, operands: readonly RuntimeValue[], frame: Frame): Outcome {
  let result: RuntimeValue | Fault;
  switch (evaluator.kind) {
    case "constant":
      return [evaluator.value];
    case "unary":
      result = evaluator.apply(operands[0] ?? 0, frame);
      break;
    case "binary":
      result = evaluator.apply(operands[0] ?? 0, operands[1] ?? 0, frame);
      break;
    case "general":
      return evaluator.apply(operands, frame);
  }
  return result instanceof Fault ? result : [result];
}

function tooDeep(machine: Machine): Fault {
  return fault("depth-limit", `exceeds the limit of ${machine.limits.depth} nested calls and regions`);
}

function symbolText(symbol: SymbolRefAttribute): string {
  return [symbol.root, ...symbol.nested].map((name) => `@${name}`).join("::");
}
