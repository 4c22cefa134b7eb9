/** What control flow, tuples and tokens mean. */
import {
  type Evaluator,
  Fault,
  type Frame,
  fault,
  general,
  isFault,
  leave,
  meaningOf,
  type RegionPlan,
  unary,
} from "../../../src/interpret/semantics.ts";
import { isTuple, type RuntimeValue } from "../../../src/interpret/value.ts";
import type { Tensor } from "../../../src/tensor/tensor.ts";
import { expectAlmostEqual, expectClose, expectEqual } from "../../check/compare.ts";
import { tokenType } from "../constraints.ts";
import * as c from "../ops/control.ts";
import { scalarIn, tensorIn } from "./values.ts";

const token: RuntimeValue = { kind: "foreign", type: tokenType, value: undefined };

function runBranch(frame: Frame, region: RegionPlan | undefined) {
  return region === undefined ? fault("no-branch", "has no such branch") : frame.run(region, []);
}

/** Limits of the checks that JAX's exported tests call by name: those of stablehlo-translate. */
const CHECK_TOLERANCE = 1e-3;
const CHECK_ULPS = 3;

function checkCall(compare: (actual: Tensor, expected: Tensor) => Fault | undefined): Evaluator {
  return general(([actual, expected]) => compare(tensorIn(actual), tensorIn(expected)) ?? []);
}
const CHECKS: ReadonlyMap<string, Evaluator> = new Map([
  ["check.expect_eq", checkCall(expectEqual)],
  ["check.expect_almost_eq", checkCall((a, b) => expectAlmostEqual(a, b, CHECK_TOLERANCE))],
  ["check.expect_close", checkCall((a, b) => expectClose(a, b, 0, CHECK_ULPS))],
]);

export const controlMeanings = [
  meaningOf(c.returnOp, () => general((values) => leave(values))),
  meaningOf(c.ifOp, (_, { regions: [yes, no] }) =>
    general(([pred], frame) => runBranch(frame, scalarIn(pred) !== 0 ? yes : no)),
  ),
  meaningOf(c.caseOp, (_, { regions }) =>
    general(([index], frame) => {
      const chosen = scalarIn(index);
      return runBranch(frame, regions[chosen >= 0 && chosen < regions.length ? chosen : regions.length - 1]);
    }),
  ),
  meaningOf(c.whileOp, (_, { regions: [cond, body] }) =>
    general((operands, frame) => {
      if (cond === undefined || body === undefined) return fault("no-branch", "has no condition or no body");
      let values: readonly RuntimeValue[] = operands;
      for (;;) {
        const [holds] = resultsOf(frame.run(cond, values));
        if (holds instanceof Fault) return holds;
        if (scalarIn(holds) === 0) return values;
        const next = frame.run(body, values);
        if (isFault(next)) return next;
        values = next;
      }
    }),
  ),
  meaningOf(c.optimizationBarrier, () => general((values) => values)),
  meaningOf(c.tuple, () => general((elements) => [{ kind: "tuple", elements }])),
  meaningOf(c.getTupleElement, (op) => {
    const { index } = op;
    return unary((value) => {
      const element = isTuple(value) ? value.elements[index] : undefined;
      return element ?? fault("tuple", `has no element ${index}`);
    });
  }),
  meaningOf(c.afterAll, () => general(() => [token])),
  meaningOf(c.createToken, () => general(() => [token])),
  meaningOf(c.composite, (op) => {
    const decomposition = op.findAttribute("decomposition");
    return general((values, frame) =>
      decomposition?.kind === "symbol-ref"
        ? frame.call(decomposition, values)
        : fault("composite", "has no decomposition"),
    );
  }),
  meaningOf(
    c.customCall,
    (op) =>
      CHECKS.get(op.call_target_name) ??
      general(() => fault("custom-call", `calls "${op.call_target_name}", which has no reference semantics here`)),
  ),
];

/** The first result, or the fault in its place. */
function resultsOf(outcome: readonly RuntimeValue[] | Fault): readonly (RuntimeValue | Fault)[] {
  return outcome instanceof Fault ? [outcome] : outcome;
}
