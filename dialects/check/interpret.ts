/** What the checks mean: nothing, or a fault that says what differs. */

import type { ElementsAttribute } from "../../src/definition/attribute-constraint.ts";
import { broadcastTo } from "../../src/interpret/copy.ts";
import { type Evaluator, type Fault, fault, general, meaningOf } from "../../src/interpret/semantics.ts";
import { elementDType, isTensor, type RuntimeValue } from "../../src/interpret/value.ts";
import { invariant } from "../../src/support/invariant.ts";
import type { Tensor } from "../../src/tensor/tensor.ts";
import { expectAlmostEqual, expectClose, expectEqual } from "./compare.ts";
import * as ops from "./ops.ts";

function tensorIn(value: RuntimeValue | undefined): Tensor {
  invariant(value !== undefined && isTensor(value), "a tensor operand");
  return value;
}

function pair(compare: (actual: Tensor, expected: Tensor) => Fault | undefined): Evaluator {
  return general(([actual, expected]) => compare(tensorIn(actual), tensorIn(expected)) ?? []);
}

function constant(
  value: ElementsAttribute,
  compare: (actual: Tensor, expected: Tensor) => Fault | undefined,
): Evaluator | Fault {
  const dtype = elementDType(value.type);
  if (dtype === undefined || value.kind !== "dense-elements")
    return fault("check", "cannot compare with this constant");
  const { shape } = value.type;
  const stored: Tensor = { dtype, shape: value.splat ? [] : shape, data: value.blob.as(dtype) };
  return general(([actual]) => {
    const expected = value.splat ? broadcastTo(stored, shape, []) : stored;
    return compare(tensorIn(actual), expected) ?? [];
  });
}

export const meanings = [
  meaningOf(ops.expectEq, () => pair(expectEqual)),
  meaningOf(ops.expectEqConst, (op) => constant(op.value, expectEqual)),
  meaningOf(ops.expectAlmostEq, (op) => pair((actual, expected) => expectAlmostEqual(actual, expected, op.tolerance))),
  meaningOf(ops.expectAlmostEqConst, (op) => {
    const { tolerance } = op;
    return constant(op.value, (actual, expected) => expectAlmostEqual(actual, expected, tolerance));
  }),
  meaningOf(ops.expectClose, (op) => {
    const { min_ulp_difference: min, max_ulp_difference: max } = op;
    return pair((actual, expected) => expectClose(actual, expected, min, max));
  }),
];
