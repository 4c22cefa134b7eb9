/**
 * Which index parameters of private functions are never negative, because no call passes anything else. Addresses that are sums of such
 * numbers may leave their constant part to the instruction's offset, which the engine adds without wrapping.
 */
import * as arith from "../../../dialects/arith/ops.ts";
import * as func from "../../../dialects/func/ops.ts";
import * as scf from "../../../dialects/scf/ops.ts";
import { NON_NEGATIVE } from "../../../dialects/wasm/lowering/attributes.ts";
import { denseArrayAttribute, i64, indexType } from "../../../src/ir/attribute.ts";
import type { OperationHandle, Value } from "../../../src/ir/handle.ts";
import { ROOT, type ValueId } from "../../../src/ir/ids.ts";
import type { OperationName } from "../../../src/ir/name.ts";
import type { Rewriter } from "../../../src/ir/rewriter.ts";

/** Argument numbers by function name. */
export type ArgumentRanges = ReadonlyMap<string, ReadonlySet<number>>;

const NOTHING_KNOWN: ReadonlySet<number> = new Set();

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
        if (operand === undefined || !isNonNegative(operand, NOTHING_KNOWN)) candidates?.delete(at);
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

/** Whether a value is never negative; `parameters` are those of its function that are not. */
export function isNonNegative(value: Value, parameters: ReadonlySet<number>): boolean {
  return holds(value, { parameters, assumed: new Set() }, 0);
}

interface Assumptions {
  readonly parameters: ReadonlySet<number>;
  /** Carried values of loops that are being looked at: that they are not negative is the induction hypothesis. */
  readonly assumed: Set<ValueId>;
}

function holds(value: Value, assumptions: Assumptions, depth: number): boolean {
  if (depth > MAX_CHAIN) return false;
  const { definition } = value;
  if (definition === undefined) return argumentHolds(value, assumptions, depth);
  const constant = arith.constant.cast(definition)?.value;
  if (constant !== undefined) return constant.kind === "integer" && constant.value >= 0n;
  const select = arith.select.cast(definition);
  if (select !== undefined)
    return holds(select.true_value, assumptions, depth + 1) && holds(select.false_value, assumptions, depth + 1);
  return (
    preserving.has(definition.record.name) &&
    definition.opOperands.every((operand) => holds(operand, assumptions, depth + 1))
  );
}

/** Parameters, induction variables (steps are positive), and carried values that start and go on without getting negative. */
function argumentHolds(value: Value, assumptions: Assumptions, depth: number): boolean {
  const owner = value.ownerBlock?.parent;
  if (owner === undefined) return false;
  if (owner.id === ROOT) return assumptions.parameters.has(value.index);
  const loop = scf.forOp.cast(owner);
  if (loop === undefined) return false;
  if (value.index === 0) return holds(loop.lowerBound, assumptions, depth + 1);
  if (assumptions.assumed.has(value.id)) return true;
  const initial = loop.initArgs[value.index - 1];
  const next = value.ownerBlock?.last?.opOperands[value.index - 1];
  if (initial === undefined || next === undefined) return false;
  assumptions.assumed.add(value.id);
  const inductive = holds(initial, assumptions, depth + 1) && holds(next, assumptions, depth + 1);
  assumptions.assumed.delete(value.id);
  return inductive;
}

/** Tells loops which of their carried values (by argument number) are never negative, by an attribute that lowering keeps. */
export function tellCarriedRanges(rewriter: Rewriter, parameters: ReadonlySet<number>): void {
  const visit = (operation: OperationHandle): void => {
    for (const region of operation.opRegions)
      for (const block of region.blocks) {
        const loop = scf.forOp.cast(operation);
        const known = loop === undefined ? [] : block.arguments.filter((value) => isCarriedIndex(value, parameters));
        if (known.length > 0)
          rewriter.setAttribute(
            operation,
            NON_NEGATIVE,
            denseArrayAttribute(
              i64,
              known.map(({ index }) => BigInt(index)),
            ),
          );
        block.operations.forEach(visit);
      }
  };
  visit(rewriter.root);
}

function isCarriedIndex(value: Value, parameters: ReadonlySet<number>): boolean {
  return value.index > 0 && value.type === indexType && isNonNegative(value, parameters);
}
