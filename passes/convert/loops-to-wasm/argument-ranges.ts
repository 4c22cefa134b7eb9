/**
 * Which index parameters of private functions are never negative, because no call passes anything else. Addresses that are sums of such
 * numbers may leave their constant part to the instruction's offset, which the engine adds without wrapping.
 */
import * as arith from "../../../dialects/arith/ops.ts";
import * as func from "../../../dialects/func/ops.ts";
import * as scf from "../../../dialects/scf/ops.ts";
import { indexType } from "../../../src/ir/attribute.ts";
import type { OperationHandle, Value } from "../../../src/ir/handle.ts";
import type { OperationName } from "../../../src/ir/name.ts";
import type { Rewriter } from "../../../src/ir/rewriter.ts";

/** Argument numbers by function name. */
export type ArgumentRanges = ReadonlyMap<string, ReadonlySet<number>>;

export function nonNegativeArguments(functions: readonly Rewriter[]): ArgumentRanges {
  const ranges = new Map<string, Set<number>>();
  for (const { root } of functions) {
    const view = func.func.cast(root);
    if (view === undefined || view.sym_visibility !== "private") continue;
    const indices = view.function_type.inputs.flatMap((type, at) => (type === indexType ? [at] : []));
    ranges.set(view.sym_name, new Set(indices));
  }
  for (const { root } of functions)
    forEachCall(root, (call) => {
      const candidates = ranges.get(call.callee);
      for (const at of candidates ?? []) {
        const operand = call.operands[at];
        if (operand === undefined || !isNonNegative(operand, 0)) candidates?.delete(at);
      }
    });
  return ranges;
}

function forEachCall(
  root: OperationHandle,
  visit: (call: { readonly callee: string; readonly operands: readonly Value[] }) => void,
): void {
  for (const region of root.opRegions)
    for (const block of region.blocks)
      for (const operation of block.operations) {
        const call = func.call.cast(operation);
        if (call !== undefined) visit(call);
        forEachCall(operation, visit);
      }
}

/** Operations that give nothing negative of operands that are not. */
const preserving: ReadonlySet<OperationName> = new Set(
  [arith.addi, arith.muli, arith.divui, arith.remui, arith.divsi, arith.remsi, arith.minui, arith.minsi].map(
    ({ name }) => name,
  ),
);

const MAX_CHAIN = 16; // sums of more terms do not occur in generated addresses

function isNonNegative(value: Value, depth: number): boolean {
  const { definition } = value;
  if (definition === undefined) return isCounter(value, depth);
  const constant = arith.constant.cast(definition)?.value;
  if (constant !== undefined) return constant.kind === "integer" && constant.value >= 0n;
  return (
    depth < MAX_CHAIN &&
    preserving.has(definition.record.name) &&
    definition.opOperands.every((operand) => isNonNegative(operand, depth + 1))
  );
}

/** The induction variable of a loop that starts at no negative number: steps are positive. */
function isCounter(value: Value, depth: number): boolean {
  const loop = value.index === 0 ? scf.forOp.cast(value.ownerBlock?.parent) : undefined;
  return loop !== undefined && depth < MAX_CHAIN && isNonNegative(loop.lowerBound, depth + 1);
}
