/**
 * A loop nest as plain data, from a `kernel.nest` or a `linalg.generic`: what scheduling, cost and code generation work on, so that none of
 * them looks at operations again.
 */
import type { AffineExpr, AffineMap } from "../../src/ir/affine.ts";
import { type Attribute, DYNAMIC, type MemRefType, type Type } from "../../src/ir/attribute.ts";
import type { BlockHandle, OperationHandle, Value } from "../../src/ir/handle.ts";
import { stridedLayoutOf } from "../memref/layout.ts";

/** One operand and how the iteration space selects its elements. */
export interface NestOperand {
  readonly value: Value;
  readonly map: AffineMap;
  readonly shape: readonly number[];
  readonly elementType: Type;
}

export interface Packing {
  /** Number of the packed input. */
  readonly operand: number;
  /** The dimension cut into panels of `width` iterations. */
  readonly dim: number;
  readonly width: number;
  /** The operand's shape before it was packed: what its map selects from. */
  readonly shape: readonly number[];
}

export interface LoopNest {
  readonly operation: OperationHandle;
  /** Iterations of each dimension. */
  readonly extents: readonly number[];
  /** Whether each dimension is parallel; the others are reductions. */
  readonly parallel: readonly boolean[];
  readonly inputs: readonly NestOperand[];
  readonly extras: readonly NestOperand[];
  readonly outs: readonly NestOperand[];
  /** Where accumulators start; undefined: with what the outputs hold. Only with reduction dimensions. */
  readonly init: readonly Attribute[] | undefined;
  readonly packing: Packing | undefined;
  readonly combine: BlockHandle;
  readonly finish: BlockHandle | undefined;
  /** Whether `combine` takes the outputs' elements last although nothing is reduced (linalg.generic does). */
  readonly combineReadsOuts: boolean;
}

export type LoopNestResult = { readonly nest: LoopNest } | { readonly problem: string };

/** The nest of a `kernel.nest` or `linalg.generic` of static shapes, or why there is none. */
export function loopNestOf(operation: OperationHandle): LoopNestResult {
  const maps = findMaps(operation);
  const iterators = findIterators(operation);
  const combine = operation.opRegions[0]?.entry;
  if (maps === undefined || iterators === undefined || combine === undefined) return { problem: "is not a loop nest" };
  const [inputCount, extraCount] = segmentCounts(operation);
  const packing = findPacking(operation);
  const operands: NestOperand[] = [];
  for (const [at, value] of operation.opOperands.entries()) {
    const map = maps[at];
    const { type } = value;
    if (map === undefined || (type.kind !== "tensor-type" && type.kind !== "memref-type"))
      return { problem: `operand #${at} of a loop nest must be a tensor or memref` };
    if (map.dimCount !== iterators.length || map.symbolCount !== 0)
      return { problem: `indexing map of operand #${at} must have ${iterators.length} dims and no symbols` };
    if (type.kind === "memref-type" && !hasStaticLayout(type))
      return { problem: `operand #${at} has a layout that is not strided and static` };
    if (type.shape.includes(DYNAMIC)) return { problem: `operand #${at} has a dynamic shape` };
    if (packing?.operand !== at && map.results.length !== type.shape.length)
      return {
        problem: `indexing map of operand #${at} must have ${type.shape.length} results, found ${map.results.length}`,
      };
    operands.push({ value, map, shape: type.shape, elementType: type.elementType });
  }
  const extents = findExtents(operands, iterators.length, packing);
  if (extents === undefined) return { problem: "the extents of a dimension do not follow from any operand" };
  if (packing !== undefined) {
    const last = extents.length - 1;
    if (packing.operand >= inputCount || packing.dim > last || packing.width < 1)
      return { problem: "packed must name an input, a dimension and a width" };
  }
  const init = operation.findAttribute("init");
  const isKernel = operation.opName === "kernel.nest";
  const nest: LoopNest = {
    operation,
    extents,
    parallel: iterators,
    inputs: operands.slice(0, inputCount),
    extras: operands.slice(inputCount, inputCount + extraCount),
    outs: operands.slice(inputCount + extraCount),
    init: init?.kind === "array" ? init.elements : undefined,
    packing,
    combine,
    finish: operation.opRegions[1]?.entry,
    combineReadsOuts: !isKernel && iterators.every((parallel) => parallel),
  };
  return checkBounds(nest) ?? { nest };
}

function hasStaticLayout(type: MemRefType): boolean {
  if (type.layout === undefined) return true;
  const layout = stridedLayoutOf(type);
  return layout !== undefined && layout.offset !== DYNAMIC && !layout.strides.includes(DYNAMIC);
}

function findMaps(operation: OperationHandle): readonly AffineMap[] | undefined {
  const attribute = operation.findAttribute("indexing_maps");
  if (attribute?.kind !== "array") return undefined;
  const maps: AffineMap[] = [];
  for (const element of attribute.elements) {
    if (element.kind !== "affine-map") return undefined;
    maps.push(element.map);
  }
  return maps;
}

/** kernel writes strings, linalg `#linalg.iterator_type<parallel>`. */
function findIterators(operation: OperationHandle): readonly boolean[] | undefined {
  const attribute = operation.findAttribute("iterator_types");
  if (attribute?.kind !== "array") return undefined;
  return attribute.elements.map((element) => {
    if (element.kind === "string") return element.value === "parallel";
    if (element.kind === "dialect-attribute")
      return element.parameters[0]?.kind === "string" && element.parameters[0].value === "parallel";
    return element.kind === "opaque" && element.text.includes("parallel");
  });
}

function segmentCounts(operation: OperationHandle): readonly [number, number] {
  const segments = operation.findAttribute("operandSegmentSizes");
  if (segments?.kind !== "dense-array") return [operation.operandCount, 0];
  return segments.values.length === 3
    ? [Number(segments.values[0]), Number(segments.values[1])]
    : [Number(segments.values[0]), 0];
}

/** `packed = [operand, dim, width, shape...]`. */
function findPacking(operation: OperationHandle): Packing | undefined {
  const attribute = operation.findAttribute("packed");
  if (attribute?.kind !== "dense-array") return undefined;
  const [operand, dim, width, ...shape] = attribute.values.map(Number);
  return operand === undefined || dim === undefined || width === undefined ? undefined : { operand, dim, width, shape };
}

/** A dimension's extent is that of a shape where it stands alone in a map. */
function findExtents(
  operands: readonly NestOperand[],
  rank: number,
  packing: Packing | undefined,
): readonly number[] | undefined {
  const extents: number[] = new Array(rank).fill(-1);
  for (const [at, operand] of operands.entries()) {
    const { map } = operand;
    const shape = packing?.operand === at ? packing.shape : operand.shape;
    map.results.forEach((result, position) => {
      const extent = shape[position];
      if (result.kind === "dim" && extent !== undefined) extents[result.position] = extent;
    });
  }
  return extents.includes(-1) ? undefined : extents;
}

/** Every access of every point must lie inside its operand. */
function checkBounds(nest: LoopNest): LoopNestResult | undefined {
  if (nest.extents.includes(0)) return undefined;
  for (const [at, { map, shape }] of [...nest.inputs, ...nest.extras, ...nest.outs].entries()) {
    if (nest.packing?.operand === at) continue;
    for (const [position, result] of map.results.entries()) {
      const range = rangeOf(result, nest.extents);
      const extent = shape[position] ?? 0;
      if (range.low < 0 || range.high >= extent)
        return {
          problem: `inferred input/output operand #${at} has shape's dimension #${position} to be greater than or equal to ${range.high + 1}, but found ${extent}`,
        };
    }
  }
  return undefined;
}

/** The smallest and largest value over the iteration space; exact for what index expressions are made of. */
export function rangeOf(expr: AffineExpr, extents: readonly number[]): { readonly low: number; readonly high: number } {
  switch (expr.kind) {
    case "dim":
      return { low: 0, high: (extents[expr.position] ?? 1) - 1 };
    case "symbol":
      return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
    case "constant":
      return { low: expr.value, high: expr.value };
    case "add": {
      const [left, right] = [rangeOf(expr.left, extents), rangeOf(expr.right, extents)];
      return { low: left.low + right.low, high: left.high + right.high };
    }
    case "mul": {
      const [left, right] = [rangeOf(expr.left, extents), rangeOf(expr.right, extents)];
      const corners = [left.low * right.low, left.low * right.high, left.high * right.low, left.high * right.high];
      return { low: Math.min(...corners), high: Math.max(...corners) };
    }
    case "floordiv":
    case "ceildiv": {
      const [left, right] = [rangeOf(expr.left, extents), rangeOf(expr.right, extents)];
      const round = expr.kind === "floordiv" ? Math.floor : Math.ceil;
      return { low: round(left.low / right.high), high: round(left.high / Math.max(1, right.low)) };
    }
    case "mod": {
      const left = rangeOf(expr.left, extents);
      const divisor = rangeOf(expr.right, extents).high;
      return left.low >= 0 && left.high < divisor ? left : { low: 0, high: divisor - 1 };
    }
  }
}
