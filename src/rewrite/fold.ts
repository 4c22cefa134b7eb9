/**
 * Folding one operation without changing the IR: what it is instead, as constants or existing values. An operation's own `fold` comes
 * first, then what its traits imply, then its meaning run on constant operands (fold-constants.ts), so that meaning is written once.
 * Constants move to the right of commutative operations, as upstream's trait fold does; that is the one change in place.
 */
import type { Attribute } from "../ir/attribute.ts";
import { type OperationHandle, Value } from "../ir/handle.ts";
import type { ValueId } from "../ir/ids.ts";
import { foldConstants } from "./fold-constants.ts";
import type { OpFacts, OpFactTable } from "./op-facts.ts";

/** One constant or value for each result; or new operands, when only their order changes. */
export type Folded =
  | { readonly kind: "results"; readonly results: readonly (Attribute | Value)[] }
  | { readonly kind: "operands"; readonly operands: readonly ValueId[] };

export function foldOperation(operation: OperationHandle, table: OpFactTable): Folded | undefined {
  const record = operation.record;
  const facts = table.of(record.name);
  const { definition } = facts;
  if (definition === undefined || facts.constantLike) return undefined;
  const constants = record.operands.map((_, index) => table.constantOf(operation.opOperand(index)));
  const own = definition.fold?.(operation, constants);
  if (own !== undefined) {
    const results = isList(own) ? own : [own];
    // An operation that folds to its own result says that it is in its final form: its constants wait for run time (a shift too far).
    if (results.some((result) => result instanceof Value && result.definition?.is(operation) === true))
      return undefined;
    return { kind: "results", results };
  }
  const byTraits = foldTraits(operation, facts, constants);
  if (byTraits !== undefined) return byTraits;
  if (facts.semantics === undefined || !facts.pure || constants.length === 0) return undefined;
  const known: Attribute[] = [];
  for (const constant of constants) {
    if (constant === undefined) return undefined;
    known.push(constant);
  }
  const results = foldConstants(operation, known, table.context);
  return results === undefined ? undefined : { kind: "results", results };
}

function isList(value: Attribute | Value | readonly (Attribute | Value)[]): value is readonly (Attribute | Value)[] {
  return Array.isArray(value);
}

function foldTraits(
  operation: OperationHandle,
  facts: OpFacts,
  constants: readonly (Attribute | undefined)[],
): Folded | undefined {
  if (facts.idempotent) {
    const same = foldIdempotent(operation);
    if (same !== undefined) return { kind: "results", results: [same] };
  }
  if (facts.involution && operation.operandCount === 1) {
    const inner = operation.opOperand(0).definition;
    if (inner !== undefined && inner.record.name === operation.record.name && inner.operandCount === 1)
      return { kind: "results", results: [inner.opOperand(0)] };
  }
  return facts.commutative ? constantsLast(operation, constants) : undefined;
}

/** f(f(x)) = f(x); f(x, x) = x; f(f(x, y), y) = f(x, y). */
function foldIdempotent(operation: OperationHandle): Value | undefined {
  const { name } = operation.record;
  if (operation.operandCount === 1) {
    const operand = operation.opOperand(0);
    return operand.definition?.record.name === name ? operand : undefined;
  }
  if (operation.operandCount !== 2) return undefined;
  const left = operation.opOperand(0);
  const right = operation.opOperand(1);
  if (left.is(right)) return left;
  const holds = (outer: Value, other: Value): boolean =>
    outer.definition?.record.name === name && outer.definition.record.operands.includes(other.id);
  if (holds(left, right)) return left;
  return holds(right, left) ? right : undefined;
}

function constantsLast(operation: OperationHandle, constants: readonly (Attribute | undefined)[]): Folded | undefined {
  const first = constants.findIndex((constant) => constant !== undefined);
  if (first === -1 || constants.slice(first).every((constant) => constant !== undefined)) return undefined;
  const { operands } = operation.record;
  return {
    kind: "operands",
    operands: [
      ...operands.filter((_, index) => constants[index] === undefined),
      ...operands.filter((_, index) => constants[index] !== undefined),
    ],
  };
}
