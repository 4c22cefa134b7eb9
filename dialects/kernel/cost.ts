/**
 * The work of a loop nest under a schedule: exact counts of what generate.ts would emit and run, without emitting it. The counts follow
 * the generator's rules: elements that several points of a block share are loaded once for all of them; a remainder that does not fill a
 * vector is scalar; reduction loops are inside of all parallel ones.
 */
import { type Footprint, noInstructions, type Work, type WorkCounter } from "../../src/cost/work.ts";
import type { Context } from "../../src/definition/context.ts";
import type { AffineExpr } from "../../src/ir/affine.ts";
import { dtypeOf } from "../../src/ir/attribute.ts";
import type { BlockHandle } from "../../src/ir/handle.ts";
import { byteWidth } from "../../src/tensor/dtype.ts";
import { type LoopNest, loopNestOf } from "./loop-nest.ts";
import { legalize } from "./lower-to-loops/generate.ts";
import { accessesOf, coefficientOf, dependsOn, type LinearAccess } from "./lower-to-loops/linear-access.ts";
import { plainSchedule, type Schedule, scheduleFromAttribute } from "./schedule.ts";

/** Arithmetic instructions that one element-wise operation becomes; 1 where nothing is said. Polynomials as lower-math makes them. */
const EXPANSION: Readonly<Record<string, number>> = {
  "math.exp": 16,
  "math.exp2": 15,
  "math.expm1": 20,
  "math.log": 22,
  "math.log2": 22,
  "math.log1p": 26,
  "math.tanh": 22,
  "math.erf": 30,
  "math.sin": 24,
  "math.cos": 24,
  "math.powf": 42,
  "arith.constant": 0,
  "kernel.index": 0,
  "linalg.index": 0,
};
const DIVISIONS: ReadonlySet<string> = new Set([
  "arith.divf",
  "arith.divsi",
  "arith.divui",
  "arith.remsi",
  "arith.remui",
  "arith.remf",
  "math.sqrt",
  "math.rsqrt",
]);

/** Scalar instructions that one pass of an innermost loop costs beside its body, and that an address costs. */
const LOOP_SCALARS = 2;
const ADDRESS_SCALARS = 1;

interface BodyCount {
  readonly arithmetic: number;
  readonly division: number;
}

function countBody(block: BlockHandle | undefined): BodyCount {
  let arithmetic = 0;
  let division = 0;
  for (const operation of block?.operations ?? []) {
    if (operation.next === undefined) break;
    if (DIVISIONS.has(operation.opName)) division++;
    else arithmetic += EXPANSION[operation.opName] ?? 1;
  }
  return { arithmetic, division };
}

/** Units of one dimension: iterations, or, of the vector dimension, whole vectors and single elements. */
interface Units {
  readonly whole: number;
  readonly single: number;
  readonly blocks: number;
}

function unitsOf(nest: LoopNest, schedule: Schedule, dim: number): Units {
  const extent = nest.extents[dim] ?? 1;
  const block = nest.parallel[dim] === true ? Math.min(Math.max(1, schedule.block[dim] ?? 1), Math.max(1, extent)) : 1;
  const blocks = Math.ceil(extent / block);
  if (dim !== schedule.vector) return { whole: extent, single: 0, blocks };
  const { lanes } = schedule;
  if (nest.parallel[dim] !== true) return { whole: Math.floor(extent / lanes), single: extent % lanes, blocks };
  const rest = extent % block;
  const full = (extent - rest) / block;
  return {
    whole: full * Math.floor(block / lanes) + Math.floor(rest / lanes),
    single: full * (block % lanes) + (rest % lanes),
    blocks,
  };
}

/** The work of the nest run by `schedule`, which is first made legal for it. */
export function workOfNest(nest: LoopNest, given: Schedule, context: Context): Work {
  const schedule = legalize(nest, given, context);
  const rank = nest.extents.length;
  const dims = Array.from({ length: rank }, (_, dim) => dim);
  const units = dims.map((dim) => unitsOf(nest, schedule, dim));
  const { inputs, extras, outs } = accessesOf(nest);
  const counts = noInstructions();
  const product = (of: (dim: number) => number, which: (dim: number) => boolean): number =>
    dims.reduce((total, dim) => (which(dim) ? total * of(dim) : total), 1);
  const isParallel = (dim: number): boolean => nest.parallel[dim] === true;
  const plainUnits = (dim: number): number => (dim === schedule.vector ? 1 : (units[dim]?.whole ?? 1));
  const vectorUnits = schedule.vector >= 0 ? units[schedule.vector] : undefined;
  const [wholeVectors, singles] = vectorUnits === undefined ? [0, 1] : [vectorUnits.whole, vectorUnits.single];

  // Bodies.
  const combine = countBody(nest.combine);
  const finish = countBody(nest.finish);
  const steps = product(plainUnits, () => true);
  const parallelPoints = product(plainUnits, isParallel);
  const vectorIsParallel = schedule.vector >= 0 && isParallel(schedule.vector);
  counts["vector-arithmetic"] +=
    steps * wholeVectors * combine.arithmetic +
    (vectorIsParallel ? parallelPoints * wholeVectors * finish.arithmetic : 0);
  counts["vector-division"] +=
    steps * wholeVectors * combine.division + (vectorIsParallel ? parallelPoints * wholeVectors * finish.division : 0);
  const scalarFinishes = vectorIsParallel ? parallelPoints * singles : parallelPoints;
  counts["scalar-arithmetic"] += steps * singles * combine.arithmetic + scalarFinishes * finish.arithmetic;
  counts["scalar-division"] += steps * singles * combine.division + scalarFinishes * finish.division;
  if (schedule.vector >= 0 && !vectorIsParallel)
    counts["vector-shuffle"] += parallelPoints * nest.outs.length * schedule.lanes;

  // Accesses: an operand is loaded once for the points of a block along dimensions that it does not depend on.
  const accessCount = (access: LinearAccess, which: (dim: number) => boolean, vectors: number): number =>
    product(
      (dim) =>
        dim === schedule.vector
          ? 1
          : dependsOn(access, dim) || !isParallel(dim)
            ? (units[dim]?.whole ?? 1)
            : (units[dim]?.blocks ?? 1),
      which,
    ) * vectors;
  const countAccess = (access: LinearAccess, which: (dim: number) => boolean, store: boolean): void => {
    const along = schedule.vector >= 0 && which(schedule.vector);
    const depends = along && dependsOn(access, schedule.vector);
    const step = along ? coefficientOf(access, schedule.vector, access.panel?.width ?? 1).inner : 0;
    const kind = store ? ("store" as const) : ("load" as const);
    if (!along) counts[`scalar-${kind}`] += accessCount(access, which, 1);
    else if (!depends)
      counts[`vector-${kind}`] += accessCount(
        access,
        which,
        isParallel(schedule.vector) ? (vectorUnits?.blocks ?? 1) : wholeVectors + singles,
      );
    else {
      counts[`scalar-${kind}`] += accessCount(access, which, singles);
      if (step === 1) counts[`vector-${kind}`] += accessCount(access, which, wholeVectors);
      else {
        counts[`scalar-${kind}`] += accessCount(access, which, wholeVectors) * schedule.lanes;
        counts["vector-shuffle"] += accessCount(access, which, wholeVectors) * schedule.lanes;
      }
    }
  };
  for (const access of inputs) countAccess(access, () => true, false);
  for (const access of extras) countAccess(access, isParallel, false);
  for (const access of outs) countAccess(access, isParallel, true);

  // Loops.
  const blocks = product((dim) => units[dim]?.blocks ?? 1, isParallel);
  const reductionTrips = product(
    (dim) => (units[dim]?.whole ?? 0) + (dim === schedule.vector ? (units[dim]?.single ?? 0) : 0),
    (dim) => !isParallel(dim),
  );
  const unroll = product(
    (dim) => Math.max(1, schedule.unroll[dim] ?? 1),
    (dim) => !isParallel(dim),
  );
  const innermost = blocks * Math.max(1, reductionTrips);
  const passes = innermost / unroll;
  counts.branch += passes;
  counts["scalar-arithmetic"] += passes * (LOOP_SCALARS + inputs.length * ADDRESS_SCALARS);

  const flops =
    product(
      (dim) => nest.extents[dim] ?? 1,
      () => true,
    ) *
      (combine.arithmetic + combine.division) +
    product((dim) => nest.extents[dim] ?? 1, isParallel) * (finish.arithmetic + finish.division);
  return {
    flops,
    instructions: counts,
    footprints: footprints([...inputs, ...extras], outs, nest, schedule),
    liveVectors: liveVectors(nest, schedule, inputs),
    innermost,
  };
}

/** Accumulators, a product, the loaded elements of the operand that is kept, and of the one that streams by. */
function liveVectors(nest: LoopNest, schedule: Schedule, inputs: readonly LinearAccess[]): number {
  if (schedule.vector < 0) return 0;
  const inBlock = (dim: number): number => {
    const block = Math.min(schedule.block[dim] ?? 1, nest.extents[dim] ?? 1);
    return dim === schedule.vector ? Math.ceil(block / schedule.lanes) : block;
  };
  const parallel = nest.extents.map((_, dim) => dim).filter((dim) => nest.parallel[dim] === true);
  const points = parallel.reduce((count, dim) => count * inBlock(dim), 1) * nest.outs.length;
  if (!nest.parallel.includes(false)) return Math.min(points, 4) + 2; // points of an element-wise block are computed one after the other
  const loads = inputs.map((access) =>
    parallel.reduce((count, dim) => (dependsOn(access, dim) ? count * inBlock(dim) : count), 1),
  );
  if (loads.length < 2) return points + 1;
  // Before an epilogue V8 moves all loads of the loop's body in front of its arithmetic; without one it keeps them apart.
  return (
    points + 1 + (nest.finish === undefined ? Math.min(...loads) + 1 : loads.reduce((sum, count) => sum + count, 0))
  );
}

interface Loop {
  readonly dim: number;
  readonly trips: number;
  /** Iterations of the dimension that one trip covers. */
  readonly span: number;
}

/** The loops that generate.ts makes, outermost first. */
function loopsOf(nest: LoopNest, schedule: Schedule): readonly Loop[] {
  const extentOf = (dim: number): number => nest.extents[dim] ?? 1;
  const parallel = schedule.order.filter((dim) => nest.parallel[dim] === true);
  const tiled = (dim: number): number => {
    const tile = schedule.tile[dim] ?? 0;
    return tile > 0 && tile < extentOf(dim) ? tile : 0;
  };
  return [
    ...parallel
      .filter((dim) => tiled(dim) > 0)
      .map((dim) => ({ dim, trips: Math.ceil(extentOf(dim) / tiled(dim)), span: tiled(dim) })),
    ...parallel.map((dim) => {
      const extent = tiled(dim) || extentOf(dim);
      const block = Math.min(schedule.block[dim] ?? 1, extent);
      return { dim, trips: Math.ceil(extent / block), span: block };
    }),
    ...schedule.order
      .filter((dim) => nest.parallel[dim] !== true)
      .map((dim) => ({ dim, trips: extentOf(dim), span: 1 })),
  ];
}

function footprints(
  reads: readonly LinearAccess[],
  writes: readonly LinearAccess[],
  nest: LoopNest,
  schedule: Schedule,
): readonly Footprint[] {
  const loops = loopsOf(nest, schedule);
  const all = [...reads, ...writes];
  /** Bytes of an access over everything inside loop number `level` (of one of its trips). */
  const bytesInside = (access: LinearAccess, level: number): number => {
    const spans = nest.extents.map((extent) => extent);
    for (let at = 0; at <= level; at++) {
      const loop = loops[at];
      if (loop !== undefined) spans[loop.dim] = loop.span;
    }
    return elementsTouched(access, spans) * elementBytes(access);
  };
  const describe = (access: LinearAccess, write: boolean): Footprint => {
    let sweeps = 1;
    let reuseBytes = 0;
    loops.forEach((loop, level) => {
      const deeper = loops.slice(level + 1).some((inner) => inner.trips > 1 && dependsOn(access, inner.dim));
      if (loop.trips <= 1 || dependsOn(access, loop.dim) || !deeper) return;
      sweeps *= loop.trips;
      reuseBytes = Math.max(reuseBytes, 0) || all.reduce((bytes, other) => bytes + bytesInside(other, level), 0);
    });
    return { bytes: elementsTouched(access, nest.extents) * elementBytes(access), write, sweeps, reuseBytes };
  };
  return [...reads.map((access) => describe(access, false)), ...writes.map((access) => describe(access, true))];
}

/** Distinct elements over a box of the iteration space: overlapping windows count once. */
function elementsTouched(access: LinearAccess, spans: readonly number[]): number {
  if (access.panel !== undefined) {
    const { panel } = access;
    return spans.reduce(
      (count, span, dim) => (dim === panel.dim || (panel.inner[dim] ?? 0) !== 0 ? count * span : count),
      1,
    );
  }
  const total = access.operand.shape.reduce((count, extent) => count * extent, 1);
  let elements = 1;
  for (const result of access.operand.map.results) {
    let reach = 1;
    spans.forEach((span, dim) => {
      reach += Math.max(0, span - 1) * stepIn(result, dim);
    });
    elements *= reach;
  }
  return Math.min(elements, total);
}

/** How far an index expression moves when a dimension moves by one. */
function stepIn(expr: AffineExpr, dim: number): number {
  switch (expr.kind) {
    case "dim":
      return expr.position === dim ? 1 : 0;
    case "constant":
    case "symbol":
      return 0;
    case "add":
      return stepIn(expr.left, dim) + stepIn(expr.right, dim);
    case "mul":
      return expr.right.kind === "constant"
        ? stepIn(expr.left, dim) * Math.abs(expr.right.value)
        : stepIn(expr.left, dim);
    case "floordiv":
    case "ceildiv":
      return expr.right.kind === "constant"
        ? stepIn(expr.left, dim) / Math.max(1, expr.right.value)
        : stepIn(expr.left, dim);
    case "mod":
      return stepIn(expr.left, dim);
  }
}

function elementBytes(access: LinearAccess): number {
  const dtype = dtypeOf(access.elementType);
  return dtype === undefined ? 4 : byteWidth(dtype);
}

/** The work of a `kernel.nest` under its own schedule, or the plain one. */
export const nestWork: WorkCounter = (operation, context) => {
  const described = loopNestOf(operation);
  if ("problem" in described) return undefined;
  const { nest } = described;
  const attribute = operation.findAttribute("schedule");
  const schedule =
    attribute?.kind === "dialect-attribute" ? scheduleFromAttribute(attribute) : plainSchedule(nest.extents.length);
  return workOfNest(nest, schedule, context);
};
