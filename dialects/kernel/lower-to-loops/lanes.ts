/**
 * Values of a body while code is generated: a scalar, a vector of one element a lane, or a scalar that is the same in all lanes and
 * becomes a vector only where a vector operation needs it. Cloning a body's operation on such values is what vectorizes it.
 */

import type { Context } from "../../../src/definition/context.ts";
import { type Type, vectorType } from "../../../src/ir/attribute.ts";
import type { BlockHandle, OperationHandle, Value } from "../../../src/ir/handle.ts";
import type { ValueId } from "../../../src/ir/ids.ts";
import type { Rewriter } from "../../../src/ir/rewriter.ts";
import { invariant } from "../../../src/support/invariant.ts";
import { broadcast } from "../../vector/ops.ts";

export interface Lane {
  readonly value: Value;
  readonly vector: boolean;
}

/** Element types that fill four lanes of a 128-bit vector, and the masks that compare them. */
export function fitsLanes(type: Type): boolean {
  return (
    (type.kind === "float-type" && type.name === "f32") ||
    (type.kind === "integer-type" && (type.width === 32 || type.width === 1))
  );
}

/** Whether every operation of the body can be run on vectors of 32-bit elements. */
export function isVectorizableBody(block: BlockHandle, context: Context): boolean {
  return block.operations.every((operation) => {
    const { name } = operation.record;
    if (context.hasTrait(name, "Terminator") || context.hasTrait(name, "ConstantLike")) return true;
    if (operation.opName === "kernel.index" || operation.opName === "linalg.index") return true; // uniform unless of the vector dimension, which the caller rules out
    return (
      context.hasTrait(name, "Vectorizable") &&
      [...operation.opOperands, ...operation.opResults].every((value) => fitsLanes(value.type))
    );
  });
}

/** The values from outside that a body uses. */
export function capturedBy(block: BlockHandle): readonly Value[] {
  const captured = new Map<ValueId, Value>();
  for (const operation of block.operations)
    for (const operand of operation.opOperands) if (!operand.parentBlock.is(block)) captured.set(operand.id, operand);
  return [...captured.values()];
}

/** Clones bodies operation by operation. One cloner lives as long as the values that it made dominate the insertion point. */
export class LaneCloner {
  readonly #rewriter: Rewriter;
  readonly #lanes: number;
  readonly #widened = new Map<ValueId, Value>();
  readonly #captured: ReadonlyMap<ValueId, Value>;

  /** `captured`: what stands for values from outside of the bodies, where they cannot be used themselves. */
  constructor(rewriter: Rewriter, lanes: number, captured: ReadonlyMap<ValueId, Value>) {
    this.#rewriter = rewriter;
    this.#lanes = lanes;
    this.#captured = captured;
  }

  /** The vector form of a value. */
  widen(lane: Lane): Value {
    if (lane.vector) return lane.value;
    const known = this.#widened.get(lane.value.id);
    if (known !== undefined) return known;
    const wide = this.#rewriter
      .insert(broadcast.build({ source: lane.value, resultTypes: [vectorType([this.#lanes], lane.value.type)] }))
      .opResult(0);
    this.#widened.set(lane.value.id, wide);
    return wide;
  }

  /**
   * Runs the body on `args`; gives what its terminator yields. `special` answers for operations that are not cloned (index operations);
   * values from outside of the body are uniform.
   */
  run(
    block: BlockHandle,
    args: readonly Lane[],
    special: (operation: OperationHandle) => Lane | undefined,
  ): readonly Lane[] {
    const values = new Map<ValueId, Lane>();
    block.arguments.forEach((argument, at) => {
      const lane = args[at];
      if (lane !== undefined) values.set(argument.id, lane);
    });
    const lookUp = (value: Value): Lane =>
      values.get(value.id) ?? { value: this.#captured.get(value.id) ?? value, vector: false };
    for (const operation of block.operations) {
      if (operation.next === undefined) return operation.opOperands.map(lookUp);
      const given = special(operation);
      const [result] = operation.opResults;
      if (given !== undefined && result !== undefined) {
        values.set(result.id, given);
        continue;
      }
      const lanes = operation.opOperands.map(lookUp);
      const vector = lanes.some((lane) => lane.vector);
      const cloned = this.#clone(operation, lanes, vector);
      operation.opResults.forEach((value, at) => {
        values.set(value.id, { value: cloned.opResult(at), vector });
      });
    }
    invariant(false, "the body of a nest ends in a yield");
  }

  #clone(operation: OperationHandle, lanes: readonly Lane[], vector: boolean): OperationHandle {
    const { name, resultTypes, properties, attributes } = operation.record;
    // A uniform condition selects whole vectors: arith.select takes an i1 for them.
    const isSelect = operation.opName === "arith.select";
    const operands = lanes.map((lane, at) => (vector && !(isSelect && at === 0) ? this.widen(lane) : lane.value));
    return this.#rewriter.insert({
      name,
      operands,
      resultTypes: vector ? resultTypes.map((type) => vectorType([this.#lanes], type)) : resultTypes,
      properties,
      attributes,
      regions: operation.opRegions.map(() => []),
      location: operation.location,
    });
  }
}
