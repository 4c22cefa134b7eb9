/** What structured control flow means. Parallel iterations run one after the other, in order. */
import {
  type Fault,
  type Frame,
  fault,
  general,
  isFault,
  leave,
  meaningOf,
  type RegionPlan,
  StateKey,
} from "../../src/interpret/semantics.ts";
import type { RuntimeValue, Scalar } from "../../src/interpret/value.ts";
import { elementTypeOrSelf, type Type } from "../../src/ir/attribute.ts";
import { invariant } from "../../src/support/invariant.ts";
import { comparison, integerOperations } from "../arith/integer-meaning.ts";
import { scalarOperand } from "../arith/lift.ts";
import { FROM_OPERAND } from "./assembly/forall.ts";
import * as ops from "./ops.ts";

type Values = readonly RuntimeValue[];

/** Runs a loop body for each induction value, handing its results to the next run. */
function countedLoop(
  [lower, upper, step]: readonly [Scalar, Scalar, Scalar],
  type: Type,
  unsigned: boolean,
  body: (induction: Scalar, carried: Values) => Values | Fault,
  initial: Values,
): Values | Fault {
  const isLess = comparison(unsigned ? "ult" : "slt", type);
  const add = integerOperations.addi(type);
  if (isLess(0, step) !== 1 && isLess(typeof step === "bigint" ? 0n : 0, step) !== 1)
    return fault("loop-step", `has a step of ${step}, which is not positive`);
  let carried = initial;
  let induction = lower;
  while (isLess(induction, upper) === 1) {
    const next = body(induction, carried);
    if (isFault(next)) return next;
    carried = next;
    const following = add(induction, step);
    if (isFault(following)) return following;
    // A step past the largest integer wraps: the loop has ended, whatever the comparison would say.
    if (isLess(following, induction) === 1) break;
    induction = following;
  }
  return carried;
}

function region(plan: RegionPlan | undefined): RegionPlan {
  invariant(plan !== undefined, "a verified operation has its regions");
  return plan;
}

/** The values that scf.parallel's reductions have so far: the loops that are running, the innermost last. */
const reductions = new StateKey<Values[]>(() => []);

/** Runs `visit` for each point of a box, the last dimension fastest. */
function eachPoint(
  lower: readonly number[],
  upper: readonly number[],
  step: readonly number[],
  visit: (point: readonly number[]) => Fault | undefined,
): Fault | undefined {
  if (step.some((size) => size <= 0)) return fault("loop-step", "has a step that is not positive");
  const point = [...lower];
  if (point.some((at, dimension) => at >= (upper[dimension] ?? 0))) return undefined;
  for (;;) {
    const stopped = visit([...point]);
    if (stopped !== undefined) return stopped;
    let dimension = point.length - 1;
    for (; dimension >= 0; dimension--) {
      const next = (point[dimension] ?? 0) + (step[dimension] ?? 1);
      if (next < (upper[dimension] ?? 0)) {
        point[dimension] = next;
        break;
      }
      point[dimension] = lower[dimension] ?? 0;
    }
    if (dimension < 0) return undefined;
  }
}

const numbers = (values: Values): number[] => values.map((value) => Number(scalarOperand(value)));

/** A list of numbers in which operands stand for some. */
function mixed(statics: readonly number[], operands: Values): number[] {
  let next = 0;
  return statics.map((value) => (value === Number(FROM_OPERAND) ? Number(scalarOperand(operands[next++])) : value));
}

/** Runs a region for its effects. */
function runOnce(plan: RegionPlan, values: Values, frame: Frame): Fault | undefined {
  const outcome = frame.run(plan, values);
  return isFault(outcome) ? outcome : undefined;
}

export const meanings = [
  meaningOf(ops.yieldOp, () => general((operands) => leave(operands))),
  meaningOf(ops.conditionOp, () => general((operands) => leave(operands))),
  meaningOf(ops.reduceReturnOp, () => general((operands) => leave(operands))),
  meaningOf(ops.forOp, (op, { regions: [body] }) => {
    const type = elementTypeOrSelf(op.lowerBound.type);
    const unsigned = op.unsignedCmp;
    return general(([lower, upper, step, ...initial], frame) =>
      countedLoop(
        [scalarOperand(lower), scalarOperand(upper), scalarOperand(step)],
        type,
        unsigned,
        (induction, carried) => frame.run(region(body), [induction, ...carried]),
        initial,
      ),
    );
  }),
  meaningOf(ops.whileOp, (_, { regions: [before, after] }) =>
    general((operands, frame) => {
      let values: Values = operands;
      for (;;) {
        const outcome = frame.run(region(before), values);
        if (isFault(outcome)) return outcome;
        const [condition, ...forwarded] = outcome;
        if (condition === 0) return forwarded;
        const next = frame.run(region(after), forwarded);
        if (isFault(next)) return next;
        values = next;
      }
    }),
  ),
  meaningOf(ops.ifOp, (_, { regions: [then, otherwise] }) =>
    general(([condition], frame) => {
      const chosen = region(condition === 0 ? otherwise : then);
      return chosen.isEmpty ? [] : frame.run(chosen, []);
    }),
  ),
  meaningOf(ops.indexSwitchOp, (op, { regions: [fallback, ...cases] }) => {
    const values = op.cases;
    return general(([flag], frame) => {
      const at = values.indexOf(Number(scalarOperand(flag)));
      return frame.run(region(at === -1 ? fallback : cases[at]), []);
    });
  }),
  meaningOf(ops.executeRegionOp, (_, { regions: [body] }) =>
    general((_operands, frame) => frame.run(region(body), [])),
  ),
  meaningOf(ops.parallelOp, (op, { regions: [body] }) => {
    const rank = op.step.length;
    return general((operands, frame) => {
      const [lower, upper, step] = [0, 1, 2].map((at) => numbers(operands.slice(at * rank, (at + 1) * rank)));
      const running = frame.state(reductions);
      running.push(operands.slice(3 * rank));
      const stopped = eachPoint(lower ?? [], upper ?? [], step ?? [], (point) => runOnce(region(body), point, frame));
      const results = running.pop() ?? [];
      return stopped ?? results;
    });
  }),
  meaningOf(ops.reduceOp, (_, { regions }) =>
    general((operands, frame) => {
      const running = frame.state(reductions);
      const combined: RuntimeValue[] = [];
      for (const [at, operand] of operands.entries()) {
        const before = running.at(-1)?.[at];
        invariant(before !== undefined, "a reduction has a value from the start");
        const outcome = frame.run(region(regions[at]), [before, operand]);
        if (isFault(outcome)) return outcome;
        combined.push(...outcome);
      }
      running[running.length - 1] = combined;
      return leave([]);
    }),
  ),
  meaningOf(ops.forallOp, (op, { regions: [body] }) => {
    if (op.outputs.length > 0) return fault("shared-results", "has shared results, which are only run when lowered");
    const [lowers, uppers, steps] = [op.staticLowerBound, op.staticUpperBound, op.staticStep];
    const counts = [op.dynamicLowerBound.length, op.dynamicUpperBound.length];
    const [first = 0, second = 0] = counts;
    return general(
      (operands, frame) =>
        eachPoint(
          mixed(lowers, operands.slice(0, first)),
          mixed(uppers, operands.slice(first, first + second)),
          mixed(steps, operands.slice(first + second)),
          (point) => runOnce(region(body), point, frame),
        ) ?? [],
    );
  }),
  meaningOf(ops.inParallelOp, () => general(() => leave([]))),
];
