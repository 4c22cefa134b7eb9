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
import { DYNAMIC, elementTypeOrSelf, isShaped, type Type } from "../../src/ir/attribute.ts";
import type { OperationHandle, Value } from "../../src/ir/handle.ts";

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
  if (op.maps.length !== operands.length) {
    report(
      `expected the number of indexing_map (${op.maps.length}) to be equal to the number of input/output operands (${operands.length})`,
    );
    return;
  }
  const loops = op.iterators.length;
  for (const [at, map] of op.maps.entries()) {
    if (map.symbolCount !== 0) return report(`unexpected symbols in indexing_map #${at}`);
    if (map.dimCount !== loops)
      return report(`expected indexing_map #${at} to have ${loops} dim(s) to match the number of loops`);
    const type = operands[at]?.type;
    const rank = type !== undefined && isShaped(type) ? type.shape.length : 0;
    if (map.results.length !== rank)
      return report(
        `expected operand rank (${rank}) to match the result rank of indexing_map #${at} (${map.results.length})`,
      );
  }
  verifyResults(op, report);
  verifyShapes(op, operands, report);
}

function verifyResults(op: StructuredOp, report: Report): void {
  const tensors = op.outputs.filter(({ type }) => type.kind === "tensor-type");
  if (tensors.length !== op.operation.resultCount) {
    report(
      `expected the number of tensor results (${op.operation.resultCount}) to be equal to the number of output tensors (${tensors.length})`,
    );
    return;
  }
  op.operation.opResults.forEach((result, at) => {
    if (result.type !== tensors[at]?.type)
      report(`expected type of operand #${op.inputs.length + at} to match type of corresponding result`);
  });
}

function verifyShapes(op: StructuredOp, operands: readonly Value[], report: Report): void {
  const extents = loopExtents(op);
  const missing = extents.findIndex((extent) => extent === undefined);
  if (missing !== -1) {
    report("invalid indexing maps are non-invertible: the operands do not give the extent of every loop");
    return;
  }
  if (extents.includes(DYNAMIC)) return;
  const first = extents.map(() => 0);
  const last = extents.map((extent) => Math.max(0, (extent ?? 1) - 1));
  operands.forEach(({ type }, operand) => {
    if (!isShaped(type)) return;
    op.maps[operand]?.results.forEach((result, d) => {
      const extent = type.shape[d] ?? 0;
      if (extent === DYNAMIC || extents.includes(0)) return;
      verifyExtent(result, extent, operand, d, [first, last], report);
    });
  });
}

function verifyExtent(
  result: AffineExpr,
  extent: number,
  operand: number,
  d: number,
  [first, last]: readonly [readonly number[], readonly number[]],
  report: Report,
): void {
  const start = evaluate(result, first);
  const end = evaluate(result, last);
  const where = `inferred input/output operand #${operand} has shape's dimension #${d} to be`;
  if (Math.min(start, end) < 0) report(`unexpected result less than 0 at expression #${d} in indexing_map #${operand}`);
  else if (result.kind === "dim" && end + 1 !== extent) report(`${where} ${end + 1}, but found ${extent}`);
  else if (Math.max(start, end) + 1 > extent)
    report(`${where} greater than or equal to ${Math.max(start, end) + 1}, but found ${extent}`);
}

/** The block's arguments are elements of the operands, and what it yields are elements of the destinations. */
export function verifyBody(facts: Structured, operation: OperationHandle, report: Report): void {
  const op = structuredBy(facts, operation);
  const entry = operation.opRegions[0]?.entry;
  if (entry === undefined || operation.opRegions[0]?.blocks.length !== 1)
    return report("expects to have 1 region with 1 block");
  const operands = [...op.inputs, ...op.outputs];
  if (entry.arguments.length !== operands.length)
    return report("expected as many non-induction variable region arguments as the number of input/output operands");
  entry.argumentTypes.forEach((type, at) => {
    const operand = operands[at];
    if (operand !== undefined && type !== elementTypeOrSelf(operand.type))
      report(`expected type of bb argument #${at} to match element or self type of the corresponding operand`);
  });
  const last = entry.last;
  if (last?.opName !== "linalg.yield") return report("expected block to end with linalg.yield");
  if (last.operandCount !== op.outputs.length)
    return report(
      `expected number of yield values (${last.operandCount}) to match the number of inits / outs operands of the enclosing LinalgOp (${op.outputs.length})`,
    );
  last.opOperands.forEach((value, at) => {
    const wanted: Type | undefined = op.outputs[at] && elementTypeOrSelf(op.outputs[at].type);
    if (value.type !== wanted)
      report(`type of yield operand ${at + 1} doesn't match the element type of the enclosing ${operation.opName} op`);
  });
}
