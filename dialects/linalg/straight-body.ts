/**
 * Bodies of structured ops made ready to run once a point: steps over registers, where every operation has one result and no region and
 * every value comes from the block, from a constant around it, or from a loop's index. Other bodies run as regions.
 */
import type { Context } from "../../src/definition/context.ts";
import { evaluatorOf } from "../../src/interpret/plan.ts";
import { type Evaluator, type Fault, type Frame, isFault, type RegionPlan } from "../../src/interpret/semantics.ts";
import type { RuntimeValue } from "../../src/interpret/value.ts";
import type { Value } from "../../src/ir/handle.ts";
import { invariant } from "../../src/support/invariant.ts";
import { index, yieldOp } from "./ops/generic.ts";

/** One operation of the body: operands and result are registers. */
interface BodyStep {
  readonly evaluator: Evaluator;
  readonly operands: readonly number[];
  readonly result: number;
}

/** A body as steps; undefined when it must run as a region. Registers 0.. are the block's arguments. */
export interface StraightBody {
  readonly steps: readonly BodyStep[];
  /** Registers that hold constants, with their values, set once. */
  readonly constants: readonly { readonly register: number; readonly value: RuntimeValue }[];
  /** Registers of linalg.index results and their loops. */
  readonly indices: readonly { readonly register: number; readonly loop: number }[];
  readonly yielded: readonly number[];
  readonly registers: number;
}

/** Operations with one result and without regions, whose values come from the block, from constants around it, or from loop indices. */
export function straightBody(region: RegionPlan, context: Context): StraightBody | undefined {
  const operations = region.operations;
  const last = operations?.[operations.length - 1];
  if (operations === undefined || last === undefined || last.opName !== yieldOp.name.text) return undefined;
  const block = last.parentBlock;
  if (block === undefined) return undefined;
  const registers = new Map<number, number>(block.arguments.map(({ id }, at) => [id, at]));
  const constants: { register: number; value: RuntimeValue }[] = [];
  const indices: { register: number; loop: number }[] = [];
  const steps: BodyStep[] = [];
  const registerOf = (value: Value): number | undefined => {
    const known = registers.get(value.id);
    if (known !== undefined) return known;
    const constant = outerConstant(value, context);
    if (constant === undefined) return undefined;
    const register = registers.size;
    registers.set(value.id, register);
    constants.push({ register, value: constant });
    return register;
  };
  const registersOf = (values: readonly Value[]): readonly number[] | undefined => {
    const found = values.map(registerOf);
    return found.every((register) => register !== undefined) ? found : undefined;
  };
  for (const operation of operations.slice(0, -1)) {
    if (operation.resultCount !== 1 || operation.opRegions.length > 0) return undefined;
    const operands = registersOf(operation.opOperands);
    if (operands === undefined) return undefined;
    const result = registers.size;
    registers.set(operation.opResult(0).id, result);
    const loop = index.cast(operation);
    if (loop !== undefined) indices.push({ register: result, loop: loop.dim });
    else {
      const evaluator = evaluatorOf(operation, context, () => undefined);
      if (isFault(evaluator)) return undefined;
      if (evaluator.kind === "constant") constants.push({ register: result, value: evaluator.value });
      else steps.push({ evaluator, operands, result });
    }
  }
  const yielded = registersOf(last.opOperands);
  return yielded && { steps, constants, indices, yielded, registers: registers.size };
}

/** The value of a constant operation around the body. */
function outerConstant(value: Value, context: Context): RuntimeValue | undefined {
  const { definition } = value;
  if (definition === undefined || !context.hasTrait(definition.record.name, "ConstantLike")) return undefined;
  const evaluator = evaluatorOf(definition, context, () => undefined);
  return !isFault(evaluator) && evaluator.kind === "constant" ? evaluator.value : undefined;
}

export function runSteps(
  { steps, indices }: StraightBody,
  registers: RuntimeValue[],
  at: readonly number[],
  frame: Frame,
): Fault | undefined {
  for (const { register, loop } of indices) registers[register] = at[loop] ?? 0;
  for (const { evaluator, operands, result } of steps) {
    const value = runStep(evaluator, operands, registers, frame);
    if (isFault(value)) return value;
    registers[result] = value;
  }
  return undefined;
}

function runStep(
  evaluator: Evaluator,
  operands: readonly number[],
  registers: readonly RuntimeValue[],
  frame: Frame,
): RuntimeValue | Fault {
  const first = registers[operands[0] ?? 0] ?? 0;
  switch (evaluator.kind) {
    case "unary":
      return evaluator.apply(first, frame);
    case "binary":
      return evaluator.apply(first, registers[operands[1] ?? 0] ?? 0, frame);
    case "constant":
      return evaluator.value;
    case "general": {
      const outcome = evaluator.apply(
        operands.map((register) => registers[register] ?? 0),
        frame,
      );
      if (isFault(outcome)) return outcome;
      invariant("length" in outcome && outcome[0] !== undefined, "an operation of a body has a result");
      return outcome[0];
    }
  }
}
