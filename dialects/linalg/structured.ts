/**
 * What every structured op knows about itself: which operands are read and which are destinations, the indexing map of each, the kind of
 * each loop. The body is the op's first region. Generalization, fusion, tiling, interpretation and lowering ask this key and no op's name.
 * Source: MLIR, "linalg dialect", LinalgStructuredInterface.
 */
import { AffineMapAttr, ArrayAttrOf, DialectEnumAttr } from "../../src/definition/attribute-constraint.ts";
import type { Context } from "../../src/definition/context.ts";
import type { Effect } from "../../src/definition/effects.ts";
import { defineInterface } from "../../src/definition/interface.ts";
import type { Report } from "../../src/definition/operation.ts";
import { type AffineExpr, type AffineMap, evaluate } from "../../src/ir/affine.ts";
import { DYNAMIC, elementTypeOrSelf, isShaped } from "../../src/ir/attribute.ts";
import type { OperationHandle, Value } from "../../src/ir/handle.ts";
import { typeText } from "../../src/ir/type-text.ts";

export const ITERATOR_TYPES = ["parallel", "reduction", "window"] as const;
export type IteratorType = (typeof ITERATOR_TYPES)[number];

export const IteratorTypeAttr = DialectEnumAttr("linalg", "iterator_type", ITERATOR_TYPES, "Iterator type");
export const IteratorTypeArrayAttr = ArrayAttrOf(IteratorTypeAttr, "Iterator type should be an enum.");
export const IndexingMapsAttr = ArrayAttrOf(AffineMapAttr, "AffineMap array attribute");

export interface Structured {
  /** How many operands at the end are destinations. */
  readonly outputCount: (operation: OperationHandle) => number;
  /** One an operand, inputs first; their dims are the loops. */
  readonly indexingMaps: (operation: OperationHandle) => readonly AffineMap[];
  /** One a loop. */
  readonly iteratorTypes: (operation: OperationHandle) => readonly IteratorType[];
}
export const structured = defineInterface<Structured>("LinalgStructuredInterface");

/** An op seen through its `Structured`. */
export interface StructuredOp {
  readonly operation: OperationHandle;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly maps: readonly AffineMap[];
  readonly iterators: readonly IteratorType[];
}

export function structuredOp(operation: OperationHandle, context: Context): StructuredOp | undefined {
  const facts = context.find(structured, operation.record.name);
  return facts && structuredBy(facts, operation);
}

export function structuredBy(facts: Structured, operation: OperationHandle): StructuredOp {
  const operands = operation.opOperands;
  const split = operands.length - facts.outputCount(operation);
  return {
    operation,
    inputs: operands.slice(0, split),
    outputs: operands.slice(split),
    maps: facts.indexingMaps(operation),
    iterators: facts.iteratorTypes(operation),
  };
}

/**
 * The extent of each loop, from the operands whose maps have it alone as a result; DYNAMIC where the operand's extent is, undefined where
 * no operand tells.
 */
export function loopExtents(
  op: Pick<StructuredOp, "inputs" | "outputs" | "maps" | "iterators">,
): readonly (number | undefined)[] {
  const extents: (number | undefined)[] = op.iterators.map(() => undefined);
  [...op.inputs, ...op.outputs].forEach(({ type }, operand) => {
    const shape = isShaped(type) ? type.shape : [];
    op.maps[operand]?.results.forEach((result, d) => {
      if (result.kind !== "dim") return;
      const known = extents[result.position];
      if (known === undefined || known === DYNAMIC) extents[result.position] = shape[d];
    });
  });
  return extents;
}

/** Effects on the memrefs among the operands; tensors have none. Destinations are read where the body uses their element. */
export function structuredEffects(facts: Structured): (operation: OperationHandle) => readonly Effect[] {
  return (operation) => {
    const { inputs, outputs } = structuredBy(facts, operation);
    const effects: Effect[] = [];
    const isMemory = (value: Value): boolean => value.type.kind === "memref-type";
    for (const value of inputs) if (isMemory(value)) effects.push({ kind: "read", value });
    outputs.forEach((value, at) => {
      if (!isMemory(value)) return;
      const argument = operation.opRegions[0]?.entry?.arguments[inputs.length + at];
      if (argument?.hasUses !== false) effects.push({ kind: "read", value });
      effects.push({ kind: "write", value });
    });
    return effects;
  };
}

/** The rules that all structured ops share, in upstream's words. */
export function verifyStructured(facts: Structured, operation: OperationHandle, report: Report): void {
  const op = structuredBy(facts, operation);
  const operands = [...op.inputs, ...op.outputs];
  const problem = problemOfMaps(op, operands) ?? problemOfResults(op) ?? problemOfShapes(op, operands);
  if (problem !== undefined) report(problem);
}

function problemOfMaps({ maps, iterators }: StructuredOp, operands: readonly Value[]): string | undefined {
  if (maps.length !== operands.length)
    return `expected the number of indexing_map (${maps.length}) to be equal to the number of input/output operands (${operands.length})`;
  const loops = iterators.length;
  for (const [at, map] of maps.entries()) {
    if (map.symbolCount !== 0) return `unexpected symbols in indexing_map #${at}`;
    if (map.dimCount !== loops)
      return `expected indexing_map #${at} to have ${loops} dim(s) to match the number of loops`;
    const type = operands[at]?.type;
    const rank = type !== undefined && isShaped(type) ? type.shape.length : 0;
    if (map.results.length !== rank)
      return `expected operand #${at} rank (${rank}) to match the result rank of indexing_map (${map.results.length})`;
  }
  return undefined;
}

function problemOfResults({ operation, inputs, outputs }: StructuredOp): string | undefined {
  const tensors = outputs.filter(({ type }) => type.kind === "tensor-type");
  if (tensors.length !== operation.resultCount)
    return `expected the number of tensor results (${operation.resultCount}) to be equal to the number of output tensors (${tensors.length})`;
  for (const [at, { type }] of operation.opResults.entries()) {
    const wanted = tensors[at]?.type;
    if (wanted !== undefined && type !== wanted)
      return `expected type of operand #${inputs.length + at} ('${typeText(wanted)}') to match type of corresponding result ('${typeText(type)}')`;
  }
  return undefined;
}

function problemOfShapes(op: StructuredOp, operands: readonly Value[]): string | undefined {
  const extents = loopExtents(op);
  if (extents.includes(undefined))
    return "invalid indexing maps are non-invertible: the operands do not give the extent of every loop";
  if (extents.includes(DYNAMIC) || extents.includes(0)) return undefined;
  const first = extents.map(() => 0);
  const last = extents.map((extent) => (extent ?? 1) - 1);
  for (const [operand, { type }] of operands.entries()) {
    if (!isShaped(type)) continue;
    for (const [d, result] of (op.maps[operand]?.results ?? []).entries()) {
      const extent = type.shape[d] ?? 0;
      const reached = [evaluate(result, first), evaluate(result, last)];
      const problem = extent === DYNAMIC ? undefined : problemOfExtent(result, extent, reached);
      if (problem === "below") return `unexpected result less than 0 at expression #${d} in indexing_map #${operand}`;
      if (problem !== undefined)
        return `inferred input/output operand #${operand} has shape's dimension #${d} to be ${problem}, but found ${extent}`;
    }
  }
  return undefined;
}

/** Between the values at the first and the last point an index expression stays inside the extent; a loop alone covers it. */
function problemOfExtent(expr: AffineExpr, extent: number, reached: readonly number[]): string | undefined {
  const needed = Math.max(...reached) + 1;
  if (Math.min(...reached) < 0) return "below";
  if (expr.kind === "dim") return needed === extent ? undefined : `${needed}`;
  return needed > extent ? `greater than or equal to ${needed}` : undefined;
}

/** The block's arguments are elements of the operands, and what it yields are elements of the destinations. */
export function verifyBody(facts: Structured, operation: OperationHandle, report: Report): void {
  const problem = problemOfBody(structuredBy(facts, operation));
  if (problem !== undefined) report(problem);
}

function problemOfBody({ operation, inputs, outputs }: StructuredOp): string | undefined {
  const [region] = operation.opRegions;
  const entry = region?.entry;
  if (entry === undefined || region?.blocks.length !== 1) return "expects to have 1 region with 1 block";
  const operands = [...inputs, ...outputs];
  if (entry.arguments.length !== operands.length)
    return "expected as many non-induction variable region arguments as the number of input/output operands";
  for (const [at, type] of entry.argumentTypes.entries()) {
    const wanted = elementTypeOrSelf(operands[at]?.type ?? type);
    if (type !== wanted)
      return `expected type of bb argument #${at} ('${typeText(type)}') to match element or self type of the corresponding operand ('${typeText(wanted)}')`;
  }
  const { last } = entry;
  if (last?.opName !== "linalg.yield") return "expected block to end with linalg.yield";
  if (last.operandCount !== outputs.length)
    return `expected number of yield values (${last.operandCount}) to match the number of inits / outs operands of the enclosing LinalgOp (${outputs.length})`;
  return undefined;
}
