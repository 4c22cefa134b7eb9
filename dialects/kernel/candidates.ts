/**
 * The schedules worth asking about for a nest: which dimension gets the lanes, which one is blocked with it in registers, how large the
 * blocks are, which of the two loops is outside, whether the outer one is tiled. The shapes of blocks are those that keep their accumulators
 * in 16 vector registers; docs/decisions/0041-schedules.md has the measurements.
 */
import type { Context } from "../../src/definition/context.ts";
import type { LoopNest } from "./loop-nest.ts";
import { canVectorize } from "./lower-to-loops/generate.ts";
import { accessesOf, coefficientOf, dependsOn, type LinearAccess } from "./lower-to-loops/linear-access.ts";
import { plainSchedule, type Schedule } from "./schedule.ts";

/** Register blocks: iterations of the blocked dimension by vectors of the vector dimension. */
const PRODUCT_BLOCKS: readonly (readonly [number, number])[] = [
  [4, 2],
  [5, 2],
  [3, 3],
  [6, 2],
  [3, 2],
  [2, 4],
  [2, 2],
  [1, 4],
  [1, 2],
  [8, 1],
  [4, 1],
  [2, 1],
  [1, 1],
];
/** Vectors of an element-wise block: more than one hides latency, many only make code. */
const ELEMENTWISE_VECTORS: readonly number[] = [4, 2, 1];
/** Reductions of at most this many iterations in all are written out: filters of convolutions and windows of pools. */
const MAX_WRITTEN_OUT = 25;
/** Rows of a tile that keeps the streamed operand of a product in the second cache. */
const ROW_TILE = 96;

/** What of a nest the choice of a schedule needs. */
interface Shape {
  readonly nest: LoopNest;
  readonly parallel: readonly number[];
  readonly reductions: readonly number[];
  readonly inputs: readonly LinearAccess[];
  readonly out: LinearAccess | undefined;
}

function shapeOf(nest: LoopNest): Shape {
  const dims = nest.extents.map((_, dim) => dim);
  const { inputs, outs } = accessesOf(nest);
  return {
    nest,
    parallel: dims.filter((dim) => nest.parallel[dim] === true),
    reductions: dims.filter((dim) => nest.parallel[dim] !== true),
    inputs,
    out: outs[0],
  };
}

/** The dimensions that can have lanes, best first: consecutive in the output, then consecutive in an input that is reduced over it. */
function vectorDims(shape: Shape, lanes: number, context: Context): readonly number[] {
  const { nest, out } = shape;
  const consecutive = (access: LinearAccess | undefined, dim: number): boolean =>
    access !== undefined && coefficientOf(access, dim, access.panel?.width ?? lanes).inner === 1;
  const found: number[] = [];
  for (const dim of [...shape.parallel].reverse())
    if (consecutive(out, dim) && (nest.extents[dim] ?? 0) >= lanes && canVectorize(nest, dim, context)) found.push(dim);
  for (const dim of [...shape.reductions].reverse())
    if (
      shape.inputs.some((access) => consecutive(access, dim)) &&
      (nest.extents[dim] ?? 0) >= lanes &&
      canVectorize(nest, dim, context)
    )
      found.push(dim);
  return found;
}

/** Parallel dimensions along which a block saves loads: some input does not move along them. The widest first. */
function blockedDims(shape: Shape, vector: number): readonly number[] {
  const useful = shape.parallel.filter(
    (dim) =>
      dim !== vector && (shape.nest.extents[dim] ?? 1) > 1 && shape.inputs.some((access) => !dependsOn(access, dim)),
  );
  return useful.sort((a, b) => (shape.nest.extents[b] ?? 0) - (shape.nest.extents[a] ?? 0) || b - a);
}

function unrollOf(shape: Shape): readonly number[] {
  const { nest, reductions } = shape;
  const unroll = nest.extents.map(() => 1);
  let written = 1;
  for (const dim of [...reductions].reverse()) {
    const extent = nest.extents[dim] ?? 1;
    if (written * extent > MAX_WRITTEN_OUT) break;
    written *= extent;
    unroll[dim] = Math.max(1, extent);
  }
  return unroll;
}

/** One schedule without any question asked: what fusion compares with, and what a nest gets when nobody decides. */
export function defaultSchedule(nest: LoopNest, context: Context, lanes = 4): Schedule {
  const [first] = candidateSchedules(nest, context, lanes);
  return first ?? plainSchedule(nest.extents.length);
}

/** Every schedule worth costing, the default first. Each is legal for the nest. */
export function candidateSchedules(nest: LoopNest, context: Context, lanes = 4): readonly Schedule[] {
  const shape = shapeOf(nest);
  const rank = nest.extents.length;
  const plain = { ...plainSchedule(rank), unroll: unrollOf(shape) };
  // A product keeps its loop: written out, its blocks would have the loads of many steps in flight and spill.
  const looped = plainSchedule(rank);
  const list: Schedule[] = [];
  for (const vector of vectorDims(shape, lanes, context).slice(0, 2)) {
    const overReduction = nest.parallel[vector] !== true;
    if (shape.reductions.length === 0) list.push(...elementwise(shape, plain, vector, lanes));
    else if (overReduction) list.push(...rowReductions(shape, plain, vector, lanes));
    else
      list.push(
        ...products(shape, shape.inputs.every((access) => dependsOn(access, vector)) ? plain : looped, vector, lanes),
      );
  }
  list.push(plain);
  return list;
}

function elementwise(shape: Shape, plain: Schedule, vector: number, lanes: number): readonly Schedule[] {
  const extent = shape.nest.extents[vector] ?? 1;
  const order = [...plain.order.filter((dim) => dim !== vector), vector];
  return ELEMENTWISE_VECTORS.filter((vectors) => vectors === 1 || vectors * lanes <= extent).map((vectors) => ({
    ...plain,
    order,
    vector,
    lanes,
    block: replaced(plain.block, vector, vectors * lanes),
  }));
}

/** Lanes along a reduction: several rows at once hide the latency of the accumulators. */
function rowReductions(shape: Shape, plain: Schedule, vector: number, lanes: number): readonly Schedule[] {
  const unroll = replaced(plain.unroll, vector, 1);
  const order = [...plain.order.filter((dim) => dim !== vector), vector];
  const base = { ...plain, order, vector, lanes, unroll };
  const rows = [...shape.parallel].reverse().find((dim) => (shape.nest.extents[dim] ?? 1) > 1);
  if (rows === undefined) return [base];
  return [4, 2, 1, 8]
    .filter((count) => count <= (shape.nest.extents[rows] ?? 1))
    .map((count) => ({ ...base, block: replaced(base.block, rows, count) }));
}

function products(shape: Shape, plain: Schedule, vector: number, lanes: number): readonly Schedule[] {
  const { nest } = shape;
  const list: Schedule[] = [];
  const rowDims = blockedDims(shape, vector).slice(0, 2);
  const reachable = (dim: number | undefined, count: number): boolean =>
    count === 1 || (dim !== undefined && count <= (nest.extents[dim] ?? 1));
  for (const rows of rowDims.length === 0 ? [undefined] : rowDims) {
    const others = plain.order.filter((dim) => dim !== vector && dim !== rows);
    const pair = rows === undefined ? [vector] : [rows, vector];
    const orders = [
      [...others, ...pair],
      ...(rows === undefined
        ? []
        : [
            [...others, vector, rows],
            [vector, ...others, rows],
          ]),
    ];
    for (const [count, vectors] of PRODUCT_BLOCKS) {
      if (!reachable(rows, count) || (vectors > 1 && vectors * lanes > (nest.extents[vector] ?? 1))) continue;
      let block = replaced(plain.block, vector, vectors * lanes);
      if (rows !== undefined) block = replaced(block, rows, count);
      for (const order of orders) {
        const schedule = { ...plain, order, block, vector, lanes };
        list.push(schedule);
        const tile = Math.floor(ROW_TILE / count) * count;
        if (rows !== undefined && (nest.extents[rows] ?? 1) > 2 * tile)
          list.push({ ...schedule, tile: replaced(plain.tile, rows, tile), order: [...others, vector, rows] });
      }
    }
  }
  return list;
}

function replaced(values: readonly number[], at: number, value: number): readonly number[] {
  return values.map((old, index) => (index === at ? value : old));
}
