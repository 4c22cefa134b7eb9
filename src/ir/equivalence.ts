/**
 * Structural equality of operations within a body: same name, operands, attributes, result types, and regions that are equal up to the
 * names of what they define. Operands of commutative operations are compared as sets with repetition. Source: upstream's OperationEquivalence.
 */
import type { BodyView } from "./body-view.ts";
import { type BlockId, type OperationId, type RegionId, type ValueId, valueId } from "./ids.ts";
import type { OperationName } from "./name.ts";
import type { Operation } from "./operation.ts";

export interface EquivalenceOptions {
  readonly isCommutative: (name: OperationName) => boolean;
}

/** A hash that equal operations share. Regions are left out: they are compared when all else is equal. */
export function hashOperation(record: Operation, options: EquivalenceOptions): number {
  let hash = mix(record.name.id, record.properties.id);
  hash = mix(hash, record.attributes.id);
  const { operands, resultTypes } = record;
  if (operands.length > 1 && options.isCommutative(record.name)) {
    let sum = 0;
    for (let at = 0; at < operands.length; at++) sum = (sum + scatter(operands[at] ?? 0)) | 0;
    hash = mix(hash, sum);
  } else for (let at = 0; at < operands.length; at++) hash = mix(hash, operands[at] ?? 0);
  for (let at = 0; at < resultTypes.length; at++) hash = mix(hash, resultTypes[at]?.id ?? 0);
  return mix(hash, record.regions.length);
}

/** One step of a multiplicative hash (Knuth's constant); 32 bits. */
function mix(hash: number, value: number): number {
  return scatter((hash ^ value) + ((hash << 6) + (hash >>> 2)));
}
function scatter(value: number): number {
  const product = Math.imul(value, 0x9e3779b1);
  return product ^ (product >>> 15);
}

/** Whether two operations compute the same, if they have the same effects. Locations don't count. */
export function areEquivalent(view: BodyView, a: OperationId, b: OperationId, options: EquivalenceOptions): boolean {
  return sameOperation(view, a, b, options, NOTHING);
}

interface Correspondence {
  readonly values: Map<ValueId, ValueId>;
  readonly blocks: Map<BlockId, BlockId>;
}
const NOTHING: Correspondence = { values: new Map(), blocks: new Map() };

function sameOperation(
  view: BodyView,
  a: OperationId,
  b: OperationId,
  options: EquivalenceOptions,
  known: Correspondence,
): boolean {
  const left = view.operation(a);
  const right = view.operation(b);
  if (left.name !== right.name || left.properties !== right.properties || left.attributes !== right.attributes)
    return false;
  // Isolated operations have bodies of their own, which nobody compares for this.
  if (left.body !== right.body || left.regions.length !== right.regions.length) return false;
  if (!sameTypes(left, right) || !sameOperands(left, right, options, known)) return false;
  if (!left.successors.every((block, at) => (known.blocks.get(block) ?? block) === right.successors[at])) return false;
  if (left.successors.length !== right.successors.length) return false;
  if (left.regions.length === 0) return true;
  const inner: Correspondence = known === NOTHING ? { values: new Map(), blocks: new Map() } : known;
  return left.regions.every((region, at) => {
    const other = right.regions[at];
    return other !== undefined && sameRegion(view, region, other, options, inner);
  });
}

function sameTypes(left: Operation, right: Operation): boolean {
  const a = left.resultTypes;
  const b = right.resultTypes;
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

function sameOperands(left: Operation, right: Operation, options: EquivalenceOptions, known: Correspondence): boolean {
  const a = left.operands;
  const b = right.operands;
  if (a.length !== b.length) return false;
  let equal = true;
  for (let at = 0; at < a.length && equal; at++) equal = mapped(known, a[at]) === b[at];
  if (equal || a.length < 2 || !options.isCommutative(left.name)) return equal;
  if (a.length === 2) return mapped(known, a[0]) === b[1] && mapped(known, a[1]) === b[0];
  const byId = (x: number, y: number): number => x - y;
  const sorted = a.map((id) => mapped(known, id) ?? id).sort(byId);
  const other = [...b].sort(byId);
  return sorted.every((id, at) => id === other[at]);
}

function mapped(known: Correspondence, id: ValueId | undefined): ValueId | undefined {
  return id === undefined ? undefined : (known.values.get(id) ?? id);
}

function sameRegion(
  view: BodyView,
  a: RegionId,
  b: RegionId,
  options: EquivalenceOptions,
  known: Correspondence,
): boolean {
  const left = view.region(a).blocks;
  const right = view.region(b).blocks;
  if (left.length !== right.length) return false;
  left.forEach((block, at) => {
    const other = right[at];
    if (other !== undefined) known.blocks.set(block, other);
  });
  return left.every((block, at) => {
    const other = right[at];
    return other !== undefined && sameBlock(view, block, other, options, known);
  });
}

function sameBlock(
  view: BodyView,
  a: BlockId,
  b: BlockId,
  options: EquivalenceOptions,
  known: Correspondence,
): boolean {
  const left = view.block(a);
  const right = view.block(b);
  if (left.arguments.length !== right.arguments.length) return false;
  if (!left.argumentTypes.every((type, at) => type === right.argumentTypes[at])) return false;
  left.arguments.forEach((argument, at) => {
    const other = right.arguments[at];
    if (other !== undefined) known.values.set(argument, other);
  });
  const operations = view.operationsOf(a);
  const others = view.operationsOf(b);
  if (operations.length !== others.length) return false;
  return operations.every((operation, at) => {
    const other = others[at];
    if (other === undefined || !sameOperation(view, operation, other, options, known)) return false;
    const { firstResult, resultTypes } = view.operation(operation);
    const target = view.operation(other).firstResult;
    for (let result = 0; result < resultTypes.length; result++)
      known.values.set(valueId(firstResult + result), valueId(target + result));
    return true;
  });
}
