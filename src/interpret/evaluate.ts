/** One operation by itself on known operands, by the same semantics as whole programs: for constant folding and for importers. */
import type { Context } from "../definition/context.ts";
import type { OperationHandle } from "../ir/handle.ts";
import { type Limits, Machine } from "./machine.ts";
import { evaluatorOf, regionsReadOutside } from "./plan.ts";
import { Fault, fault } from "./semantics.ts";
import type { RuntimeValue } from "./value.ts";

/** What takes longer or more than this is better left to run time. */
const FOLD_LIMITS: Limits = { work: 1e6, bytes: 1 << 24, depth: 64 };

/**
 * Evaluates one operation, of a draft or of a committed body, on known operand values: its results, or why there are none. Operations that
 * call functions, look up symbols or use values from around their regions fault: there is no program around them.
 */
export function evaluateOperation(
  operation: OperationHandle,
  operands: readonly RuntimeValue[],
  context: Context,
  limits: Partial<Limits> = {},
): readonly RuntimeValue[] | Fault {
  if (regionsReadOutside(operation)) return fault("captured-values", "uses values from outside of its regions");
  const made = evaluatorOf(operation, context, () => undefined);
  if (made instanceof Fault) return made;
  return new Machine(context, undefined, { ...FOLD_LIMITS, ...limits }, undefined).evaluate(operation, made, operands);
}
