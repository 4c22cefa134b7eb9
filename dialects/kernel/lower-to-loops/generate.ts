/**
 * Code generation for loop nests: one generator for element-wise loops, reductions, matrix products and convolutions, driven by the
 * schedule alone. Parallel dimensions become loops over register blocks; the points of a block have their accumulators in loop-carried
 * values, so that an m x n block of a product reads m + n elements for m * n multiply-adds. Extents are static, so a remainder is a second
 * copy of the code with a smaller block, never a test in a loop. Addresses are flat element numbers, built up level by level from the
 * outermost loop inwards; what is constant within a block becomes an offset that the access folds.
 * Terms: a *binding* fixes a dimension to a start (an induction variable or a constant) plus positions within the block; a *point* is one
 * choice of positions of the parallel dimensions. Over 400 lines: the recursion over parallel and reduction dimensions shares its state.
 */

import type { Context } from "../../../src/definition/context.ts";
import { type AffineExpr, usesDim } from "../../../src/ir/affine.ts";
import {
  type Attribute,
  indexType,
  integerAttribute,
  memRefType,
  type Type,
  vectorType,
} from "../../../src/ir/attribute.ts";
import type { OperationHandle, Value } from "../../../src/ir/handle.ts";
import type { Rewriter } from "../../../src/ir/rewriter.ts";
import { invariant } from "../../../src/support/invariant.ts";
import * as arith from "../../arith/ops.ts";
import * as memref from "../../memref/ops.ts";
import * as scf from "../../scf/ops.ts";
import * as vector from "../../vector/ops.ts";
import type { LoopNest } from "../loop-nest.ts";
import type { Schedule } from "../schedule.ts";
import { type Combiner, combinersOf } from "./combiner.ts";
import { fitsLanes, isVectorizableBody, type Lane, LaneCloner } from "./lanes.ts";
import { accessesOf, coefficientOf, dependsOn, flatExtent, type LinearAccess } from "./linear-access.ts";

/** A dimension within generated code: iterations `start`, `start + 1`, ... of which `positions` are computed here. */
interface Binding {
  readonly start: Value | number;
  /** Positions from the start; with `vector`, each is the first of `lanes`. */
  readonly positions: readonly number[];
  readonly vector: boolean;
  /** Width of the block around the positions: for a panel, its width. */
  readonly width: number;
}

/** The element number of an access as far as it is bound: a value (none is 0) plus a constant. */
interface Base {
  readonly value: Value | undefined;
  readonly constant: number;
}

interface State {
  readonly bindings: ReadonlyMap<number, Binding>;
  /** By access. */
  readonly bases: ReadonlyMap<LinearAccess, Base>;
  /** Extents that are left of tiled dimensions, and where the tile starts. */
  readonly tiles: ReadonlyMap<number, { readonly extent: number; readonly start: Value | number }>;
}

type Point = ReadonlyMap<number, number>;

/** Replaces the nest by loops at the place where it stands. The nest must be on memrefs with static layouts. */
export function generateLoops(nest: LoopNest, schedule: Schedule, rewriter: Rewriter, context: Context): void {
  new Generator(nest, legalize(nest, schedule, context), rewriter).run();
}

/** The schedule without what this nest cannot have: vectors where types or accesses rule them out. */
export function legalize(nest: LoopNest, schedule: Schedule, context: Context): Schedule {
  if (schedule.vector < 0 || canVectorize(nest, schedule.vector, context)) return schedule;
  return { ...schedule, vector: -1, lanes: 1 };
}

/** Whether the nest's bodies and operands can be run on vectors along dimension `dim`. */
export function canVectorize(nest: LoopNest, dim: number, context: Context): boolean {
  const { inputs, extras, outs } = accessesOf(nest);
  const isReduction = nest.parallel[dim] !== true;
  if (isReduction && combinersOf(nest) === undefined) return false;
  for (const access of [...inputs, ...extras, ...outs])
    if (dependsOn(access, dim) && !isFourBytes(access.elementType)) return false;
  // Outputs are stored from vectors, or joined from them: either way their elements fill lanes.
  if (outs.some((access) => !isFourBytes(access.elementType))) return false;
  const bodies = [nest.combine, ...(nest.finish === undefined ? [] : [nest.finish])];
  if (!bodies.every((body) => isVectorizableBody(body, context))) return false;
  return bodies.every((body) => body.operations.every((operation) => indexDim(operation) !== dim));
}

function isFourBytes(type: Type): boolean {
  return fitsLanes(type) && !(type.kind === "integer-type" && type.width === 1);
}

/** The dimension that an index operation asks for; undefined for other operations. */
function indexDim(operation: OperationHandle): number | undefined {
  if (operation.opName !== "kernel.index" && operation.opName !== "linalg.index") return undefined;
  const dim = operation.findAttribute("dim");
  return dim?.kind === "integer" ? Number(dim.value) : undefined;
}

class Generator {
  readonly #nest: LoopNest;
  readonly #schedule: Schedule;
  readonly #rewriter: Rewriter;
  readonly #inputs: readonly LinearAccess[];
  readonly #extras: readonly LinearAccess[];
  readonly #outs: readonly LinearAccess[];
  readonly #accesses: readonly LinearAccess[];
  /** Flat one-dimensional memrefs, one an access. */
  readonly #flat = new Map<LinearAccess, Value>();
  readonly #parallel: readonly number[];
  readonly #reductions: readonly number[];
  readonly #combiners: readonly Combiner[] | undefined;
  readonly #constants = new Map<number, Value>();
  #constantsPoint: OperationHandle | undefined;

  constructor(nest: LoopNest, schedule: Schedule, rewriter: Rewriter) {
    this.#nest = nest;
    this.#schedule = schedule;
    this.#rewriter = rewriter;
    const { inputs, extras, outs } = accessesOf(nest);
    this.#inputs = inputs;
    this.#extras = extras;
    this.#outs = outs;
    this.#accesses = [...inputs, ...extras, ...outs];
    this.#parallel = schedule.order.filter((dim) => nest.parallel[dim] === true);
    this.#reductions = schedule.order.filter((dim) => nest.parallel[dim] !== true);
    this.#combiners = this.#reductions.length > 0 ? combinersOf(nest) : undefined;
  }

  run(): void {
    const { operation } = this.#nest;
    this.#rewriter.setInsertionPointBefore(operation);
    this.#constantsPoint = operation;
    for (const access of this.#accesses) this.#flat.set(access, this.#flatten(access));
    const bases = new Map(this.#accesses.map((access) => [access, { value: undefined, constant: access.constant }]));
    if (this.#parallel.every((dim) => this.#nest.extents[dim] !== 0))
      this.#tileLoops(0, { bindings: new Map(), bases, tiles: new Map() });
    this.#rewriter.erase(operation);
  }

  /** The operand's memory as one dimension, from its very start: the layout's offset is part of the access. */
  #flatten(access: LinearAccess): Value {
    const { value } = access.operand;
    const type = value.type;
    invariant(type.kind === "memref-type", "loops are generated for nests on memrefs");
    if (type.shape.length === 1 && type.layout === undefined) return value;
    const size = flatExtent(access.operand);
    return this.#rewriter
      .insert(
        memref.reinterpretCast.build({
          source: value,
          offsets: [],
          sizes: [],
          strides: [],
          static_offsets: [0],
          static_sizes: [size],
          static_strides: [1],
          resultTypes: [memRefType([size], type.elementType, undefined, type.memorySpace)],
        }),
      )
      .opResult(0);
  }

  // ---- Parallel dimensions --------------------------------------------------------------------------------------------

  #extent(dim: number, state: State): number {
    return state.tiles.get(dim)?.extent ?? this.#nest.extents[dim] ?? 1;
  }

  /** The outer loops over cache tiles, in the schedule's order. */
  #tileLoops(level: number, state: State): void {
    const dim = this.#parallel[level];
    if (dim === undefined) {
      this.#blockLoops(0, state);
      return;
    }
    const extent = this.#nest.extents[dim] ?? 1;
    const size = this.#schedule.tile[dim] ?? 0;
    if (size === 0 || size >= extent) {
      this.#tileLoops(level + 1, state);
      return;
    }
    const whole = extent - (extent % size);
    this.#loop(0, whole, size, [], (start) => {
      this.#tileLoops(level + 1, this.#startTile(state, dim, start, size));
      return [];
    });
    if (whole < extent) this.#tileLoops(level + 1, this.#startTile(state, dim, whole, extent - whole));
  }

  #startTile(state: State, dim: number, start: Value | number, extent: number): State {
    return {
      ...state,
      bases: this.#advance(state, dim, start),
      tiles: new Map(state.tiles).set(dim, { extent, start }),
    };
  }

  /** The loops over register blocks, each with a copy of what is inside for the remainder. */
  #blockLoops(level: number, state: State): void {
    const dim = this.#parallel[level];
    if (dim === undefined) {
      this.#block(state);
      return;
    }
    const extent = this.#extent(dim, state);
    const size = Math.min(this.#schedule.block[dim] ?? 1, extent);
    const whole = extent - (extent % size);
    const inside = (start: Value | number, width: number): void => {
      for (const binding of this.#cut(dim, start, width)) this.#blockLoops(level + 1, this.#bind(state, dim, binding));
    };
    if (whole === size) inside(0, size);
    else
      this.#loop(0, whole, size, [], (start) => {
        inside(start, size);
        return [];
      });
    if (whole < extent) inside(whole, extent - whole);
  }

  /** A block of the vector dimension is cut into whole vectors and single elements; any other block is one piece. */
  #cut(dim: number, start: Value | number, width: number): readonly Binding[] {
    const range = (from: number, to: number, step: number): readonly number[] =>
      Array.from({ length: Math.ceil((to - from) / step) }, (_, at) => from + at * step);
    const { vector: vectorDim, lanes } = this.#schedule;
    if (dim !== vectorDim) return [{ start, positions: range(0, width, 1), vector: false, width }];
    const whole = width - (width % lanes);
    const pieces: Binding[] = [];
    if (whole > 0) pieces.push({ start, positions: range(0, whole, lanes), vector: true, width });
    if (whole < width) pieces.push({ start, positions: range(whole, width, 1), vector: false, width });
    return pieces;
  }

  #bind(state: State, dim: number, binding: Binding): State {
    return {
      ...state,
      bindings: new Map(state.bindings).set(dim, binding),
      bases: this.#advance(state, dim, binding.start),
    };
  }

  /** The bases after dimension `dim` has been set to `start`. */
  #advance(state: State, dim: number, start: Value | number): ReadonlyMap<LinearAccess, Base> {
    const bases = new Map<LinearAccess, Base>();
    const scaled = new Map<number, Value>();
    for (const [access, base] of state.bases) {
      const factor = coefficientOf(access, dim, this.#panelWidth(access, state)).start;
      bases.set(access, this.#addTo(base, start, factor, scaled));
    }
    return bases;
  }

  #addTo(base: Base, start: Value | number, factor: number, scaled: Map<number, Value>): Base {
    if (factor === 0) return base;
    if (typeof start === "number") return { value: base.value, constant: base.constant + start * factor };
    let product = scaled.get(factor);
    if (product === undefined) {
      product = factor === 1 ? start : this.#binary(arith.muli, start, this.#index(factor));
      scaled.set(factor, product);
    }
    return {
      value: base.value === undefined ? product : this.#binary(arith.addi, base.value, product),
      constant: base.constant,
    };
  }

  #panelWidth(access: LinearAccess, state: State): number {
    return access.panel === undefined ? 1 : (state.bindings.get(access.panel.dim)?.width ?? access.panel.width);
  }

  // ---- One block ------------------------------------------------------------------------------------------------------

  #block(state: State): void {
    const points = this.#points(state);
    const cloner = new LaneCloner(this.#rewriter, this.#schedule.lanes);
    if (this.#reductions.length === 0) {
      const loads = new Map<string, Lane>();
      for (const point of points) {
        const inputs = this.#inputs.map((access) => this.#load(access, state, point, loads));
        const outs = this.#nest.combineReadsOuts
          ? this.#outs.map((access) => this.#load(access, state, point, loads))
          : [];
        this.#finish(
          cloner.run(this.#nest.combine, [...inputs, ...outs], (operation) => this.#special(operation, state, point)),
          state,
          point,
          cloner,
          loads,
        );
      }
      return;
    }
    const accumulators = this.#reduce(state, points);
    const after = new LaneCloner(this.#rewriter, this.#schedule.lanes);
    const loads = new Map<string, Lane>();
    points.forEach((point, at) => {
      const values = accumulators.slice(at * this.#outs.length, (at + 1) * this.#outs.length);
      this.#finish(values, state, point, after, loads);
    });
  }

  /** Every combination of positions of the parallel dimensions, the last one in loop order fastest. */
  #points(state: State): readonly Point[] {
    let points: Map<number, number>[] = [new Map()];
    for (const dim of this.#parallel) {
      const positions = state.bindings.get(dim)?.positions ?? [0];
      points = points.flatMap((point) => positions.map((position) => new Map(point).set(dim, position)));
    }
    return points;
  }

  #isVector(state: State): boolean {
    return state.bindings.get(this.#schedule.vector)?.vector === true;
  }

  #finish(values: readonly Lane[], state: State, point: Point, cloner: LaneCloner, loads: Map<string, Lane>): void {
    const { finish } = this.#nest;
    let results = values;
    if (finish !== undefined) {
      const extras = this.#extras.map((access) => this.#load(access, state, point, loads));
      results = cloner.run(finish, [...values, ...extras], (operation) => this.#special(operation, state, point));
    }
    results.forEach((lane, at) => {
      const access = this.#outs[at];
      if (access !== undefined) this.#store(access, lane, state, point, cloner);
    });
  }

  /** Index operations are not cloned: their value is the dimension's start plus the position. */
  #special(operation: OperationHandle, state: State, point: Point): Lane | undefined {
    const dim = indexDim(operation);
    return dim === undefined ? undefined : { value: this.#dimValue(dim, state, point), vector: false };
  }

  #dimValue(dim: number, state: State, point: Point): Value {
    const binding = state.bindings.get(dim);
    const position = point.get(dim) ?? binding?.positions[0] ?? 0;
    const parts = [state.tiles.get(dim)?.start ?? 0, binding?.start ?? 0];
    let constant = position;
    let sum: Value | undefined;
    for (const part of parts) {
      if (typeof part === "number") constant += part;
      else sum = sum === undefined ? part : this.#binary(arith.addi, sum, part);
    }
    if (sum === undefined) return this.#index(constant);
    return constant === 0 ? sum : this.#binary(arith.addi, sum, this.#index(constant));
  }

  // ---- Reductions -----------------------------------------------------------------------------------------------------

  /** The finished accumulators: of each point, one an output. */
  #reduce(state: State, points: readonly Point[]): readonly Lane[] {
    const { vector: vectorDim, lanes } = this.#schedule;
    const overLanes = vectorDim >= 0 && this.#nest.parallel[vectorDim] !== true;
    if (!overLanes)
      return this.#reductionLoops(
        0,
        state,
        points,
        this.#startAccumulators(state, points, this.#isVector(state)),
        "all",
      );
    const extent = this.#nest.extents[vectorDim] ?? 0;
    const whole = extent - (extent % lanes);
    let accumulators = this.#startAccumulators(state, points, false);
    if (whole > 0) {
      const neutral = points.flatMap(() => this.#outs.map((_, at) => this.#neutral(at)));
      const partial = this.#reductionLoops(0, state, points, neutral, "vectors");
      accumulators = accumulators.map((accumulator, at) =>
        this.#join(accumulator, partial[at], at % this.#outs.length),
      );
    }
    return whole < extent ? this.#reductionLoops(0, state, points, accumulators, "rest") : accumulators;
  }

  #startAccumulators(state: State, points: readonly Point[], wide: boolean): readonly Lane[] {
    const { init } = this.#nest;
    const loads = new Map<string, Lane>();
    const constants = init?.map((attribute) => this.#constantLane(attribute, wide));
    return points.flatMap((point) =>
      this.#outs.map((access, at) => {
        const constant = constants?.[at];
        if (constant !== undefined) return constant;
        const loaded = this.#load(access, state, point, loads);
        return wide && !loaded.vector
          ? { value: new LaneCloner(this.#rewriter, this.#schedule.lanes).widen(loaded), vector: true }
          : loaded;
      }),
    );
  }

  #constantLane(attribute: Attribute, wide: boolean): Lane {
    const scalar = this.#rewriter
      .insert(arith.constant.build({ value: attribute, resultTypes: [typeOfScalar(attribute)] }))
      .opResult(0);
    const lane = { value: scalar, vector: false };
    return wide ? { value: new LaneCloner(this.#rewriter, this.#schedule.lanes).widen(lane), vector: true } : lane;
  }

  #neutral(out: number): Lane {
    const neutral = this.#combiners?.[out]?.neutral;
    invariant(neutral !== undefined, "a reduction over lanes has a neutral element");
    return this.#constantLane(neutral, true);
  }

  /** Joins the lanes of a partial accumulator, in a tree, and the accumulator itself. */
  #join(accumulator: Lane, partial: Lane | undefined, out: number): Lane {
    const combiner = this.#combiners?.[out];
    invariant(combiner !== undefined && partial !== undefined, "a reduction over lanes has a combiner");
    let lanes = Array.from({ length: this.#schedule.lanes }, (_, lane) => this.#extract(partial.value, lane));
    while (lanes.length > 1) {
      const next: Value[] = [];
      for (let at = 0; at + 1 < lanes.length; at += 2) {
        const [left, right] = [lanes[at], lanes[at + 1]];
        if (left !== undefined && right !== undefined) next.push(this.#combine(combiner, left, right));
      }
      if (lanes.length % 2 === 1) next.push(...lanes.slice(-1));
      lanes = next;
    }
    const [sum] = lanes;
    return {
      value: sum === undefined ? accumulator.value : this.#combine(combiner, accumulator.value, sum),
      vector: false,
    };
  }

  #combine(combiner: Combiner, left: Value, right: Value): Value {
    const { name, properties, attributes } = combiner.operation.record;
    return this.#rewriter
      .insert({ name, operands: [left, right], resultTypes: [left.type], properties, attributes })
      .opResult(0);
  }

  /** `part`: all iterations, or of the vector dimension only whole vectors, or only the elements behind them. */
  #reductionLoops(
    level: number,
    state: State,
    points: readonly Point[],
    accumulators: readonly Lane[],
    part: "all" | "vectors" | "rest",
  ): readonly Lane[] {
    const dim = this.#reductions[level];
    if (dim === undefined) return this.#step(state, points, accumulators);
    const { lanes, vector: vectorDim } = this.#schedule;
    const extent = this.#nest.extents[dim] ?? 0;
    const isVectorDim = dim === vectorDim;
    const whole = extent - (extent % lanes);
    const first = isVectorDim && part === "rest" ? whole : 0;
    const last = isVectorDim && part === "vectors" ? whole : extent;
    const stride = isVectorDim && part === "vectors" ? lanes : 1;
    const steps = Math.min(this.#schedule.unroll[dim] ?? 1, (last - first) / stride);
    const inside = (start: Value | number, count: number, values: readonly Lane[]): readonly Lane[] => {
      let next = values;
      for (let step = 0; step < count; step++) {
        const binding = { start, positions: [step * stride], vector: stride > 1, width: 1 };
        next = this.#reductionLoops(level + 1, this.#bind(state, dim, binding), points, next, part);
      }
      return next;
    };
    const block = steps * stride;
    if (block === 0) return accumulators;
    const end = first + Math.floor((last - first) / block) * block;
    let values = accumulators;
    if (end - first === block) values = inside(first, steps, values);
    else {
      const vectors = values.map((lane) => lane.vector);
      const results = this.#loop(
        first,
        end,
        block,
        values.map((lane) => lane.value),
        (start, carried) =>
          inside(
            start,
            steps,
            carried.map((value, at) => ({ value, vector: vectors[at] === true })),
          ).map((lane) => lane.value),
      );
      values = results.map((value, at) => ({ value, vector: vectors[at] === true }));
    }
    return end < last ? inside(end, (last - end) / stride, values) : values;
  }

  /** `combine` once for every point. */
  #step(state: State, points: readonly Point[], accumulators: readonly Lane[]): readonly Lane[] {
    const cloner = new LaneCloner(this.#rewriter, this.#schedule.lanes);
    const loads = new Map<string, Lane>();
    const count = this.#outs.length;
    return points.flatMap((point, at) => {
      const inputs = this.#inputs.map((access) => this.#load(access, state, point, loads));
      const before = accumulators.slice(at * count, (at + 1) * count);
      const after = cloner.run(this.#nest.combine, [...inputs, ...before], (operation) =>
        this.#special(operation, state, point),
      );
      // An accumulator that stands for vectors stays one, also where the body happened to give a uniform value.
      return after.map((lane, out) =>
        before[out]?.vector === true && !lane.vector ? { value: cloner.widen(lane), vector: true } : lane,
      );
    });
  }

  // ---- Memory ---------------------------------------------------------------------------------------------------------

  /** Elements of an access at a point; loaded once for all points of a step that share them. */
  #load(access: LinearAccess, state: State, point: Point, loads: Map<string, Lane>): Lane {
    const place = this.#place(access, state, point);
    const key = `${this.#accesses.indexOf(access)}:${place.key}:${place.step}`;
    const known = loads.get(key);
    if (known !== undefined) return known;
    const loaded = this.#loadAt(access, place);
    loads.set(key, loaded);
    return loaded;
  }

  #loadAt(access: LinearAccess, place: Place): Lane {
    const { lanes } = this.#schedule;
    const base = this.#flatOf(access);
    if (place.step === 0) return { value: this.#scalarLoad(base, place.at(0)), vector: false };
    const type = vectorType([lanes], access.elementType);
    if (place.step === 1) {
      const loaded = this.#rewriter.insert(vector.load.build({ base, indices: [place.at(0)], resultTypes: [type] }));
      return { value: loaded.opResult(0), vector: true };
    }
    const elements = Array.from({ length: lanes }, (_, lane) => this.#scalarLoad(base, place.at(lane)));
    return {
      value: this.#rewriter.insert(vector.fromElements.build({ elements, resultTypes: [type] })).opResult(0),
      vector: true,
    };
  }

  #store(access: LinearAccess, lane: Lane, state: State, point: Point, cloner: LaneCloner): void {
    const place = this.#place(access, state, point);
    const base = this.#flatOf(access);
    if (place.step === 0)
      this.#rewriter.insert(memref.store.build({ value: lane.value, memref: base, indices: [place.at(0)] }));
    else if (place.step === 1)
      this.#rewriter.insert(vector.store.build({ valueToStore: cloner.widen(lane), base, indices: [place.at(0)] }));
    else {
      for (let at = 0; at < this.#schedule.lanes; at++) {
        const value = lane.vector ? this.#extract(lane.value, at) : lane.value;
        this.#rewriter.insert(memref.store.build({ value, memref: base, indices: [place.at(at)] }));
      }
    }
  }

  /** Where the elements of a point are. `step`: 0 one element, 1 consecutive lanes, other: lanes apart. */
  #place(access: LinearAccess, state: State, point: Point): Place {
    const base = state.bases.get(access);
    invariant(base !== undefined, "every access has a base");
    let constant = base.constant;
    let step = 0;
    let scattered = false;
    for (const [dim, binding] of state.bindings) {
      const position = point.get(dim) ?? binding.positions[0] ?? 0;
      const { inner } = coefficientOf(access, dim, this.#panelWidth(access, state));
      constant += position * inner;
      if (!binding.vector) continue;
      step = inner;
      scattered = access.terms.some((term) => usesDim(term.expr, dim));
    }
    const vectorDim = this.#schedule.vector;
    const lanePoint = (lane: number): Point =>
      lane === 0
        ? point
        : new Map(point).set(
            vectorDim,
            (point.get(vectorDim) ?? state.bindings.get(vectorDim)?.positions[0] ?? 0) + lane,
          );
    const terms = (at: Point): Value | undefined => this.#terms(access, state, at, base.value);
    const place = (lane: number): Value =>
      this.#sum(scattered ? terms(lanePoint(lane)) : terms(point), constant + lane * step);
    const positions =
      access.terms.length === 0
        ? ""
        : [...point]
            .map(([dim, position]) =>
              access.terms.some((term) => usesDim(term.expr, dim)) ? `${dim}=${position}` : "",
            )
            .join(",");
    return { key: `${constant}:${positions}`, step: scattered ? (step === 0 ? 2 : step + 2) : step, at: place };
  }

  #terms(access: LinearAccess, state: State, point: Point, base: Value | undefined): Value | undefined {
    let sum = base;
    for (const { factor, expr } of access.terms) {
      const value = this.#evaluate(expr, state, point);
      const product = factor === 1 ? value : this.#binary(arith.muli, value, this.#index(factor));
      sum = sum === undefined ? product : this.#binary(arith.addi, sum, product);
    }
    return sum;
  }

  /** An affine expression over the dimensions, as index arithmetic. Operands are never negative, so division is unsigned. */
  #evaluate(expr: AffineExpr, state: State, point: Point): Value {
    switch (expr.kind) {
      case "dim":
        return this.#dimValue(expr.position, state, point);
      case "constant":
        return this.#index(expr.value);
      case "symbol":
        invariant(false, "maps of nests have no symbols");
    }
    const left = this.#evaluate(expr.left, state, point);
    const right = this.#evaluate(expr.right, state, point);
    switch (expr.kind) {
      case "add":
        return this.#binary(arith.addi, left, right);
      case "mul":
        return this.#binary(arith.muli, left, right);
      case "floordiv":
        return this.#binary(arith.divui, left, right);
      case "mod":
        return this.#binary(arith.remui, left, right);
      case "ceildiv":
        return this.#binary(
          arith.divui,
          this.#binary(arith.addi, left, this.#binary(arith.subi, right, this.#index(1))),
          right,
        );
    }
  }

  // ---- Small pieces ---------------------------------------------------------------------------------------------------

  #flatOf(access: LinearAccess): Value {
    const flat = this.#flat.get(access);
    invariant(flat !== undefined, "every access has a flat memref");
    return flat;
  }

  #scalarLoad(base: Value, at: Value): Value {
    return this.#rewriter.insert(memref.load.build({ memref: base, indices: [at] })).opResult(0);
  }

  #extract(value: Value, lane: number): Value {
    return this.#rewriter
      .insert(vector.extract.build({ source: value, dynamic_position: [], static_position: [lane] }))
      .opResult(0);
  }

  #sum(value: Value | undefined, constant: number): Value {
    if (value === undefined) return this.#index(constant);
    return constant === 0 ? value : this.#binary(arith.addi, value, this.#index(constant));
  }

  #binary(
    definition: typeof arith.addi | typeof arith.muli | typeof arith.subi | typeof arith.divui | typeof arith.remui,
    lhs: Value,
    rhs: Value,
  ): Value {
    return this.#rewriter.insert({ name: definition.name, operands: [lhs, rhs], resultTypes: [lhs.type] }).opResult(0);
  }

  /** Index constants stand before the whole nest, one of each value. */
  #index(value: number): Value {
    const known = this.#constants.get(value);
    if (known !== undefined) return known;
    const before = this.#constantsPoint;
    invariant(before !== undefined, "constants have a place");
    const block = before.parentBlock;
    invariant(block !== undefined, "a nest stands in a block");
    const made = this.#rewriter.at({ block: block.id, before: before.id }, () =>
      this.#rewriter
        .insert(arith.constant.build({ value: integerAttribute(value, indexType), resultTypes: [indexType] }))
        .opResult(0),
    );
    this.#constants.set(value, made);
    return made;
  }

  /** `scf.for` from `first` to `last`; `body` gives the values carried into the next iteration. */
  #loop(
    first: number,
    last: number,
    step: number,
    initial: readonly Value[],
    body: (start: Value, carried: readonly Value[]) => readonly Value[],
  ): readonly Value[] {
    const types: readonly Type[] = [indexType, ...initial.map((value) => value.type)];
    const loop = this.#rewriter.insert(
      scf.forOp.build({
        lowerBound: this.#index(first),
        upperBound: this.#index(last),
        step: this.#index(step),
        initArgs: initial,
        resultTypes: initial.map((value) => value.type),
        region: [
          {
            arguments: types,
            build: (rewriter, [start, ...carried]) => {
              invariant(start !== undefined, "a loop body has its induction variable");
              const results = body(start, carried);
              rewriter.insert(scf.yieldOp.build({ results }));
            },
          },
        ],
      }),
    );
    return loop.opResults;
  }
}

/** Where the elements of one point of an access are. */
interface Place {
  /** Equal for equal places of one access, within one step. */
  readonly key: string;
  readonly step: number;
  /** The flat element number of a lane. */
  readonly at: (lane: number) => Value;
}

function typeOfScalar(attribute: Attribute): Type {
  invariant(attribute.kind === "integer" || attribute.kind === "float", "an accumulator starts as a number");
  return attribute.type;
}
