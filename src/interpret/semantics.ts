/**
 * The key under which a dialect says what its operations mean. Meaning is staged: a `Semantics` looks at one operation once (attributes,
 * types, regions) and gives an `Evaluator`, which then runs as often as the program gets there. The interpreter keeps the evaluators of
 * a body with the body; constant folding makes and runs one for a single operation.
 *
 *   meaningOf(addi, (op) => binary((a, b) => wrap(op.result.type, a, b)))
 *   meaningOf(ifOp, (op, { regions: [then, otherwise] }) =>
 *     general(([condition], frame) => frame.run(condition === 1 ? then : otherwise, [])))
 *
 * What can go wrong for a user (division by zero, an index out of bounds) is a `Fault`, returned and not thrown; the interpreter turns it
 * into a diagnostic with the operation's location and the calls that led there.
 */
import type { Context } from "../definition/context.ts";
import { defineInterface, type Supply } from "../definition/interface.ts";
import type { OpDefinition, View } from "../definition/operation.ts";
import type { SymbolRefAttribute, Type } from "../ir/attribute.ts";
import type { OperationHandle } from "../ir/handle.ts";
import { invariant } from "../support/invariant.ts";
import type { DType } from "../tensor/dtype.ts";
import type { Shape } from "../tensor/shape.ts";
import type { FunctionValue, RuntimeValue } from "./value.ts";

/** Why an operation has no results. `code` is kebab-case ("division-by-zero"); it becomes `interpret.<code>` in the diagnostic. */
export class Fault {
  readonly code: string;
  readonly message: string;

  constructor(code: string, message: string) {
    this.code = code;
    this.message = message;
  }
}

/** A terminator's outcome: the region is left with these values, which go to the operation that ran it (return, yield). */
export class Leave {
  readonly values: readonly RuntimeValue[];

  constructor(values: readonly RuntimeValue[]) {
    this.values = values;
  }
}

/** A terminator's outcome: on to successor number `successor`, whose block arguments are `values` (br, cond_br). */
export class Jump {
  readonly successor: number;
  readonly values: readonly RuntimeValue[];

  constructor(successor: number, values: readonly RuntimeValue[]) {
    this.successor = successor;
    this.values = values;
  }
}

/** What running an operation gives: its results in order; where control goes, for terminators alone; or why it could not. */
export type Outcome = readonly RuntimeValue[] | Leave | Jump | Fault;

/** A region of the operation at hand, ready to run. */
export interface RegionPlan {
  /** Types of the entry block's arguments; empty for an empty region. */
  readonly argumentTypes: readonly Type[];
  readonly isEmpty: boolean;
  /** The operations of a region of one block, terminator included; undefined otherwise. For recognizing simple bodies. */
  readonly operations: readonly OperationHandle[] | undefined;
}

/** What a dialect keeps for the length of one interpretation: a random state, the memory of globals. */
export class StateKey<T> {
  readonly #initial: () => T;
  readonly #values = new WeakMap<object, { readonly value: T }>();

  constructor(initial: () => T) {
    this.#initial = initial;
  }

  /** The value that belongs to one interpretation, made at the first question. */
  of(run: object): T {
    let held = this.#values.get(run);
    if (held === undefined) {
      held = { value: this.#initial() };
      this.#values.set(run, held);
    }
    return held.value;
  }
}

/** What an evaluator may ask of the interpretation around it. */
export interface Frame {
  /** Runs a region with these arguments; gives the values of the terminator that left it. */
  run(region: RegionPlan, values: readonly RuntimeValue[]): readonly RuntimeValue[] | Fault;
  /** Calls a function of the module. */
  call(callee: SymbolRefAttribute | FunctionValue, values: readonly RuntimeValue[]): readonly RuntimeValue[] | Fault;
  /** The operation that a symbol names, looked up from the operation at hand outwards. */
  findSymbol(reference: SymbolRefAttribute): OperationHandle | undefined;
  /**
   * To be asked before memory is taken whose size no static result type told: a fault when it is over the limit.
   * (Results of static types are checked before the evaluator runs.)
   */
  reserve(dtype: DType, shape: Shape): Fault | undefined;
  /** Counts `work` scalar operations against the budget: a fault when it is spent. Every operation counts 1 by itself. */
  charge(work: number): Fault | undefined;
  state<T>(key: StateKey<T>): T;
}

/** One result from one operand: the fast forms, which need no arrays. */
export interface UnaryEvaluator {
  readonly kind: "unary";
  readonly apply: (value: RuntimeValue, frame: Frame) => RuntimeValue | Fault;
}
/** One result from two operands. */
export interface BinaryEvaluator {
  readonly kind: "binary";
  readonly apply: (left: RuntimeValue, right: RuntimeValue, frame: Frame) => RuntimeValue | Fault;
}
/** One result that is always the same. */
export interface ConstantEvaluator {
  readonly kind: "constant";
  readonly value: RuntimeValue;
}
export interface GeneralEvaluator {
  readonly kind: "general";
  readonly apply: (operands: readonly RuntimeValue[], frame: Frame) => Outcome;
}
export type Evaluator = UnaryEvaluator | BinaryEvaluator | ConstantEvaluator | GeneralEvaluator;

export function unary(apply: UnaryEvaluator["apply"]): UnaryEvaluator {
  return { kind: "unary", apply };
}
export function binary(apply: BinaryEvaluator["apply"]): BinaryEvaluator {
  return { kind: "binary", apply };
}
export function constant(value: RuntimeValue): ConstantEvaluator {
  return { kind: "constant", value };
}
export function general(apply: GeneralEvaluator["apply"]): GeneralEvaluator {
  return { kind: "general", apply };
}

export function leave(values: readonly RuntimeValue[]): Leave {
  return new Leave(values);
}
export function jump(successor: number, values: readonly RuntimeValue[]): Jump {
  return new Jump(successor, values);
}
export function fault(code: string, message: string): Fault {
  return new Fault(code, message);
}
export function isFault(value: unknown): value is Fault {
  return value instanceof Fault;
}

/** What an operation's semantics sees besides the operation. */
export interface Setup {
  readonly context: Context;
  /** One a region of the operation, in order. */
  readonly regions: readonly RegionPlan[];
}

/** Gives the evaluator of one operation, or a fault when it has no meaning that can be run. The operation has been verified. */
export type Semantics = (operation: OperationHandle, setup: Setup) => Evaluator | Fault;

export const semantics = defineInterface<Semantics>("Semantics");

/**
 * The meaning of an operation, through its typed view. It stands outside of the definition (which could not refer to its own view): list
 * it in the `extensions` of a dialect.
 */
export function meaningOf<O, R, A, G, S>(
  definition: OpDefinition<O, R, A, G, S>,
  meaning: (operation: View<O, R, A, G, S>, setup: Setup) => Evaluator | Fault,
): { readonly operation: string; readonly supplies: readonly Supply[] } {
  const supply = semantics.of((operation, setup) => {
    const view = definition.cast(operation);
    invariant(view !== undefined, () => `semantics of ${definition.name.text} asked for ${operation.opName}`);
    return meaning(view, setup);
  });
  return { operation: definition.name.text, supplies: [supply] };
}
