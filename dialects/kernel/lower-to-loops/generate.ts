/**
 * Code generation for loop nests: one generator for element-wise loops, reductions, matrix products and convolutions, driven by the
 * schedule alone. Parallel dimensions become loops over register blocks; the points of a block have their accumulators in loop-carried
 * values, so that an m x n block of a product reads m + n elements for m * n multiply-adds. Extents are static, so a remainder is a second
 * copy of the code with a smaller block, never a test in a loop. Addresses are flat element numbers, built up level by level from the
 * outermost loop inwards; what is constant within a block becomes an offset that the access folds.
 * A block with a reduction loop becomes a function of its own whose trip count is a parameter: V8 unrolls inner loops of nests and moves
 * all loads of a body before its arithmetic, which spills; in a function with one guarded loop it does neither
 * (docs/decisions/0041-schedules.md: 45 instead of 27 GFLOP/s). For the same reason the reduction dimensions are joined into one loop.
 * Terms: a *binding* fixes a dimension to a start (an induction variable or a constant) plus positions within the block; a *point* is one
 * choice of positions of the parallel dimensions. Over 400 lines: the recursion over parallel and reduction dimensions shares its state.
 */

import type { Context } from "../../../src/definition/context.ts";
import { type AffineExpr, usesDim } from "../../../src/ir/affine.ts";
import { type Attribute, functionType, type Type } from "../../../src/ir/attribute.ts";
import type { BlockHandle, OperationHandle, Value } from "../../../src/ir/handle.ts";
import type { ValueId } from "../../../src/ir/ids.ts";
import type { Rewriter } from "../../../src/ir/rewriter.ts";
import { invariant } from "../../../src/support/invariant.ts";
import * as arith from "../../arith/ops.ts";
import * as func from "../../func/ops.ts";
import { insertStaticView, staticViewType } from "../../memref/view-of-base.ts";
import type { LoopNest } from "../loop-nest.ts";
import type { Schedule } from "../schedule.ts";
import { type Combiner, combinersOf } from "./combiner.ts";
import { Emission } from "./emission.ts";
import { capturedBy, fitsLanes, isVectorizableBody, type Lane, LaneCloner } from "./lanes.ts";
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

/** Elements that were loaded in the straight-line code at hand. */
type Loads = Map<string, Lane>;

/** A reduction loop: `dim` stands for all dimensions that were joined into it. */
interface Reduction {
  readonly dim: number;
  readonly extent: number;
}

/** Where functions of blocks are put. */
export interface FunctionHost {
  /** The draft of the module around. */
  readonly module: Rewriter;
  readonly block: BlockHandle;
  /** A symbol that is free in the module. */
  freshName(): string;
}

/** Replaces the nest by loops at the place where it stands. The nest must be on memrefs with static layouts. */
export function generateLoops(
  nest: LoopNest,
  schedule: Schedule,
  rewriter: Rewriter,
  context: Context,
  host: FunctionHost | undefined,
): void {
  new Generator(nest, legalize(nest, schedule, context), rewriter, host).run();
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
  readonly #host: FunctionHost | undefined;
  readonly #inputs: readonly LinearAccess[];
  readonly #extras: readonly LinearAccess[];
  readonly #outs: readonly LinearAccess[];
  readonly #accesses: readonly LinearAccess[];
  readonly #parallel: readonly number[];
  readonly #reductions: readonly Reduction[];
  readonly #combiners: readonly Combiner[] | undefined;
  /** Where code goes now, and the flat one-dimensional memref of each access there: both change inside of a block's function. */
  #emission: Emission;
  #flat = new Map<LinearAccess, Value>();
  #captured: ReadonlyMap<ValueId, Value> = new Map();

  constructor(nest: LoopNest, schedule: Schedule, rewriter: Rewriter, host: FunctionHost | undefined) {
    this.#nest = nest;
    this.#schedule = schedule;
    this.#host = host;
    const { inputs, extras, outs } = accessesOf(nest);
    this.#inputs = inputs;
    this.#extras = extras;
    this.#outs = outs;
    this.#accesses = [...inputs, ...extras, ...outs];
    this.#parallel = schedule.order.filter((dim) => nest.parallel[dim] === true);
    this.#reductions = this.#joined(schedule.order.filter((dim) => nest.parallel[dim] !== true));
    this.#combiners = this.#reductions.length > 0 ? combinersOf(nest) : undefined;
    rewriter.setInsertionPointBefore(nest.operation);
    this.#emission = new Emission(rewriter, schedule.lanes, nest.operation);
  }

  run(): void {
    const { rewriter } = this.#emission;
    for (const access of this.#accesses) this.#flat.set(access, this.#flatten(access));
    const bases = new Map(this.#accesses.map((access) => [access, { value: undefined, constant: access.constant }]));
    if (this.#parallel.every((dim) => this.#nest.extents[dim] !== 0))
      this.#tileLoops(0, { bindings: new Map(), bases, tiles: new Map() });
    rewriter.erase(this.#nest.operation);
  }

  /** The operand's memory as one dimension, from its very start: the layout's offset is part of the access. */
  #flatten(access: LinearAccess): Value {
    const { value } = access.operand;
    const type = value.type;
    invariant(type.kind === "memref-type", "loops are generated for nests on memrefs");
    if (type.shape.length === 1 && type.layout === undefined) return value;
    const view = { offset: 0, shape: [flatExtent(access.operand)], strides: [1] };
    return insertStaticView(this.#emission.rewriter, value, view, staticViewType(type, view));
  }

  /** Neighbouring reduction loops that step through memory as one are one: (kw, channel) of a convolution's window, say. */
  #joined(dims: readonly number[]): readonly Reduction[] {
    const joined: Reduction[] = [];
    for (const dim of [...dims].reverse()) {
      const extent = this.#nest.extents[dim] ?? 1;
      const inner = joined[0];
      if (extent === 1 && inner !== undefined && !this.#isNamed(dim)) continue;
      if (inner !== undefined && this.#canJoin(dim, inner))
        joined[0] = { dim: inner.dim, extent: inner.extent * extent };
      else joined.unshift({ dim, extent });
    }
    return joined;
  }

  #canJoin(outer: number, inner: Reduction): boolean {
    const { unroll, vector } = this.#schedule;
    if (unroll[outer] !== 1 || unroll[inner.dim] !== 1 || outer === vector || inner.dim === vector) return false;
    if (this.#isNamed(outer) || this.#isNamed(inner.dim)) return false;
    return this.#inputs.every(
      (access) => coefficientOf(access, outer, 1).inner === coefficientOf(access, inner.dim, 1).inner * inner.extent,
    );
  }

  /** Whether a body or an index expression asks for this very dimension. */
  #isNamed(dim: number): boolean {
    const bodies = [this.#nest.combine, ...(this.#nest.finish === undefined ? [] : [this.#nest.finish])];
    return (
      this.#accesses.some((access) => access.terms.some((term) => usesDim(term.expr, dim))) ||
      bodies.some((body) => body.operations.some((operation) => indexDim(operation) === dim))
    );
  }

  // ---- Parallel dimensions --------------------------------------------------------------------------------------------

  #extent(dim: number, state: State): number {
    return state.tiles.get(dim)?.extent ?? this.#nest.extents[dim] ?? 1;
  }

  #loop(first: number, last: number, step: number, body: (start: Value) => void): void {
    const { index, loop } = { index: (value: number) => this.#emission.index(value), loop: this.#emission };
    loop.loop(index(first), index(last), index(step), [], (start) => {
      body(start);
      return [];
    });
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
    this.#loop(0, whole, size, (start) => {
      this.#tileLoops(level + 1, this.#startTile(state, dim, start, size));
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

  /** The loops over register blocks, with a second copy of what is inside for blocks of another size. */
  #blockLoops(level: number, state: State): void {
    const dim = this.#parallel[level];
    if (dim === undefined) {
      this.#block(state);
      return;
    }
    const inside = (start: Value | number, width: number): void => {
      for (const binding of this.#cut(dim, start, width)) this.#blockLoops(level + 1, this.#bind(state, dim, binding));
    };
    for (const { from, to, size } of this.#blocks(dim, this.#extent(dim, state))) {
      if (to - from === size) inside(from, size);
      else
        this.#loop(from, to, size, (start) => {
          inside(start, size);
        });
    }
  }

  /**
   * Runs of equal blocks. Along vectors or panels: whole blocks and one remainder. Otherwise balanced: 11 in blocks of 5 is 4 + 4 + 3, since
   * a block of one row would be bound by latency.
   */
  #blocks(
    dim: number,
    extent: number,
  ): readonly { readonly from: number; readonly to: number; readonly size: number }[] {
    const size = Math.min(this.#schedule.block[dim] ?? 1, extent);
    const runs = (larger: number, count: number, smaller: number): { from: number; to: number; size: number }[] => [
      { from: 0, to: larger * count, size: larger },
      { from: larger * count, to: extent, size: smaller },
    ];
    const exact = extent % size === 0;
    const isPanel = dim === this.#schedule.vector || this.#accesses.some((access) => access.panel?.dim === dim);
    const count = Math.ceil(extent / size);
    const smaller = Math.floor(extent / count);
    const list =
      exact || isPanel
        ? runs(size, Math.floor(extent / size), extent % size)
        : runs(smaller + 1, extent - smaller * count, smaller);
    return list.filter(({ from, to }) => to > from);
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
    for (const [access, base] of state.bases)
      bases.set(
        access,
        this.#addTo(base, start, coefficientOf(access, dim, this.#panelWidth(access, state)).start, scaled),
      );
    return bases;
  }

  #addTo(base: Base, start: Value | number, factor: number, scaled: Map<number, Value>): Base {
    if (factor === 0) return base;
    if (typeof start === "number") return { value: base.value, constant: base.constant + start * factor };
    const product = scaled.get(factor) ?? this.#emission.multiplyAdd(undefined, start, factor);
    scaled.set(factor, product);
    return {
      value: base.value === undefined ? product : this.#emission.binary(arith.addi, base.value, product),
      constant: base.constant,
    };
  }

  #panelWidth(access: LinearAccess, state: State): number {
    return access.panel === undefined ? 1 : (state.bindings.get(access.panel.dim)?.width ?? access.panel.width);
  }

  // ---- One block ------------------------------------------------------------------------------------------------------

  #block(state: State): void {
    if (this.#isOutlined(state)) this.#outline(state);
    else this.#blockBody(state, undefined);
  }

  /** Blocks of vectors with a loop over a reduction; those that are written out, or need the loops around, stay where they are. */
  #isOutlined(state: State): boolean {
    if (this.#host === undefined || !this.#isVector(state) || this.#reductions.length === 0) return false;
    const named =
      [...state.bindings.keys()].some((dim) => this.#isNamed(dim)) ||
      this.#reductions.some(({ dim }) => this.#isNamed(dim));
    return !named && this.#reductions.every(({ dim }) => this.#schedule.unroll[dim] === 1) && this.#trips() > 1;
  }

  #trips(): number {
    return this.#reductions.reduce((trips, { extent }) => trips * extent, 1);
  }

  /** Puts the block into a function: memory and bases are parameters, and so is the trip count of its loop. */
  #outline(state: State): void {
    const host = this.#host;
    invariant(host !== undefined, "blocks are outlined into a module");
    const outer = this.#emission;
    const outerFlat = this.#flat;
    const outerCaptured = this.#captured;
    const operands: Value[] = [];
    const parameter = (value: Value): number => operands.push(value) - 1;
    const memories = this.#accesses.map((access) => parameter(this.#flatOf(access)));
    const bases = this.#accesses.map((access) => {
      const value = state.bases.get(access)?.value;
      return value === undefined ? undefined : parameter(value);
    });
    const [constants, others] = [
      this.#captures().filter(isConstant),
      this.#captures().filter((value) => !isConstant(value)),
    ];
    const captures = others.map((value) => [value.id, parameter(value)] as const);
    const trips = parameter(outer.index(this.#trips()));
    const name = host.freshName();
    const inputs = operands.map((value) => value.type);
    const { location } = this.#nest.operation;
    host.module.location = location;
    host.module.at({ block: host.block.id, before: undefined }, () =>
      host.module.insert(
        func.func.build({
          sym_name: name,
          sym_visibility: "private",
          function_type: functionType(inputs, []),
          no_inline: true,
          location,
          body: [
            {
              arguments: inputs,
              build: (inner, args) => {
                const given = (at: number | undefined): Value | undefined => (at === undefined ? undefined : args[at]);
                inner.location = location;
                this.#emission = new Emission(inner, this.#schedule.lanes, undefined);
                this.#flat = new Map(this.#accesses.flatMap((access, at) => pair(access, given(memories[at]))));
                this.#captured = new Map([
                  ...captures.flatMap(([id, at]) => pair(id, given(at))),
                  ...constants.map((value) => [value.id, cloneConstant(value, inner)] as const),
                ]);
                const innerBases = new Map(
                  this.#accesses.map((access, at) => [
                    access,
                    { value: given(bases[at]), constant: state.bases.get(access)?.constant ?? 0 },
                  ]),
                );
                this.#blockBody({ ...state, bases: innerBases }, given(trips));
                inner.insert(func.returnOp.build({ operands: [] }));
              },
            },
          ],
        }),
      ),
    );
    this.#emission = outer;
    this.#flat = outerFlat;
    this.#captured = outerCaptured;
    outer.rewriter.insert(func.call.build({ callee: name, operands, resultTypes: [] }));
  }

  /** What the bodies use from outside of the nest, once each. */
  #captures(): readonly Value[] {
    const { combine, finish } = this.#nest;
    const values = [combine, ...(finish === undefined ? [] : [finish])].flatMap(capturedBy);
    return values.filter((value, at) => values.findIndex((other) => other.is(value)) === at);
  }

  /** `trips`: the trip count of the one reduction loop, as a value that no optimizer knows. */
  #blockBody(state: State, trips: Value | undefined): void {
    const points = this.#points(state);
    const cloner = this.#cloner();
    const loads: Loads = new Map();
    if (this.#reductions.length === 0) {
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
    const accumulators = this.#reduce(state, points, trips);
    points.forEach((point, at) => {
      const values = accumulators.slice(at * this.#outs.length, (at + 1) * this.#outs.length);
      this.#finish(values, state, point, cloner, loads);
    });
  }

  #cloner(): LaneCloner {
    return new LaneCloner(this.#emission.rewriter, this.#schedule.lanes, this.#captured);
  }

  /** Every combination of positions of the parallel dimensions, row by row: the vector dimension is the fastest. */
  #points(state: State): readonly Point[] {
    let points: Map<number, number>[] = [new Map()];
    const { vector: vectorDim } = this.#schedule;
    const dims = [
      ...this.#parallel.filter((dim) => dim !== vectorDim),
      ...this.#parallel.filter((dim) => dim === vectorDim),
    ];
    for (const dim of dims) {
      const positions = state.bindings.get(dim)?.positions ?? [0];
      points = points.flatMap((point) => positions.map((position) => new Map(point).set(dim, position)));
    }
    return points;
  }

  #isVector(state: State): boolean {
    return state.bindings.get(this.#schedule.vector)?.vector === true;
  }

  #finish(values: readonly Lane[], state: State, point: Point, cloner: LaneCloner, loads: Loads): void {
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
    let constant = point.get(dim) ?? binding?.positions[0] ?? 0;
    let sum: Value | undefined;
    for (const part of [state.tiles.get(dim)?.start ?? 0, binding?.start ?? 0]) {
      if (typeof part === "number") constant += part;
      else sum = sum === undefined ? part : this.#emission.binary(arith.addi, sum, part);
    }
    return this.#emission.sum(sum, constant);
  }

  // ---- Reductions -----------------------------------------------------------------------------------------------------

  /** The finished accumulators: of each point, one an output. */
  #reduce(state: State, points: readonly Point[], trips: Value | undefined): readonly Lane[] {
    const { vector: vectorDim, lanes } = this.#schedule;
    const overLanes = vectorDim >= 0 && this.#nest.parallel[vectorDim] !== true;
    if (!overLanes) {
      const start = this.#startAccumulators(state, points, this.#isVector(state));
      return trips === undefined
        ? this.#reductionLoops(0, state, points, start, "all", new Map())
        : this.#oneLoop(state, points, start, trips);
    }
    const extent = this.#nest.extents[vectorDim] ?? 0;
    const whole = extent - (extent % lanes);
    let accumulators = this.#startAccumulators(state, points, false);
    if (whole > 0) {
      const neutral = points.flatMap(() => this.#outs.map((_, at) => this.#neutral(at)));
      const partial = this.#reductionLoops(0, state, points, neutral, "vectors", new Map());
      accumulators = accumulators.map((accumulator, at) =>
        this.#join(accumulator, partial[at], at % this.#outs.length),
      );
    }
    return whole < extent ? this.#reductionLoops(0, state, points, accumulators, "rest", new Map()) : accumulators;
  }

  #startAccumulators(state: State, points: readonly Point[], wide: boolean): readonly Lane[] {
    const { init } = this.#nest;
    const loads: Loads = new Map();
    const constants = init?.map((attribute) => this.#constantLane(attribute, wide));
    return points.flatMap((point) =>
      this.#outs.map((access, at) => {
        const constant = constants?.[at];
        if (constant !== undefined) return constant;
        const loaded = this.#load(access, state, point, loads);
        return wide ? { value: this.#cloner().widen(loaded), vector: true } : loaded;
      }),
    );
  }

  #constantLane(attribute: Attribute, wide: boolean): Lane {
    const scalar = this.#emission.rewriter
      .insert(arith.constant.build({ value: attribute, resultTypes: [typeOfScalar(attribute)] }))
      .opResult(0);
    const lane = { value: scalar, vector: false };
    return wide ? { value: this.#cloner().widen(lane), vector: true } : lane;
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
    let lanes = Array.from({ length: this.#schedule.lanes }, (_, lane) => this.#emission.extract(partial.value, lane));
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
    return this.#emission.rewriter
      .insert({ name, operands: [left, right], resultTypes: [left.type], properties, attributes })
      .opResult(0);
  }

  /**
   * All reductions as one loop of `trips` iterations. The innermost dimension steps the bases of the accesses; where an outer one ends a
   * row, the bases skip to the next row. An access that goes on evenly needs no skip: its base follows from the induction variable.
   */
  #oneLoop(state: State, points: readonly Point[], start: readonly Lane[], trips: Value): readonly Lane[] {
    const emission = this.#emission;
    const inner = this.#reductions.at(-1);
    const outer = this.#reductions.at(-2);
    invariant(inner !== undefined, "a reduction has a dimension");
    if (this.#reductions.length > 2) return this.#reductionLoops(0, state, points, start, "all", new Map());
    const step = (access: LinearAccess, reduction: Reduction): number =>
      coefficientOf(access, reduction.dim, this.#panelWidth(access, state)).inner;
    const skips = (access: LinearAccess): number =>
      outer === undefined ? 0 : step(access, outer) - step(access, inner) * inner.extent;
    const skipping = this.#inputs.filter((access) => skips(access) !== 0);
    const zero = emission.index(0);
    const one = emission.index(1);
    const carriedBases = skipping.map((access) => state.bases.get(access)?.value ?? zero);
    const initial = [...start.map((lane) => lane.value), ...carriedBases, ...(skipping.length > 0 ? [zero] : [])];
    const results = emission.loop(zero, trips, one, initial, (at, carried) => {
      const accumulators = carried
        .slice(0, start.length)
        .map((value, position) => ({ value, vector: start[position]?.vector === true }));
      const moved = carried.slice(start.length);
      const bases = new Map(state.bases);
      for (const access of this.#inputs) {
        const base = state.bases.get(access);
        const skipped = skipping.indexOf(access);
        const value =
          skipped === -1
            ? step(access, inner) === 0
              ? base?.value
              : emission.multiplyAdd(base?.value, at, step(access, inner))
            : moved[skipped];
        bases.set(access, { value, constant: base?.constant ?? 0 });
      }
      const next = this.#step({ ...state, bases }, points, accumulators, new Map()).map((lane) => lane.value);
      const column = moved.at(-1);
      if (skipping.length === 0 || column === undefined) return next;
      const after = emission.binary(arith.addi, column, one);
      const ended = emission.equal(after, emission.index(inner.extent));
      const stepped = skipping.map((access, position) => {
        const from = moved[position] ?? zero;
        const by = emission.select(
          ended,
          emission.index(step(access, inner) + skips(access)),
          emission.index(step(access, inner)),
        );
        return emission.binary(arith.addi, from, by);
      });
      return [...next, ...stepped, emission.select(ended, zero, after)];
    });
    return start.map((lane, at) => ({ value: results[at] ?? lane.value, vector: lane.vector }));
  }

  /** `part`: all iterations, or of the vector dimension only whole vectors, or only the elements behind them. */
  #reductionLoops(
    level: number,
    state: State,
    points: readonly Point[],
    accumulators: readonly Lane[],
    part: "all" | "vectors" | "rest",
    loads: Loads,
  ): readonly Lane[] {
    const reduction = this.#reductions[level];
    if (reduction === undefined) return this.#step(state, points, accumulators, loads);
    const { dim, extent } = reduction;
    const { lanes, vector: vectorDim } = this.#schedule;
    const isVectorDim = dim === vectorDim;
    const whole = extent - (extent % lanes);
    const first = isVectorDim && part === "rest" ? whole : 0;
    const last = isVectorDim && part === "vectors" ? whole : extent;
    const stride = isVectorDim && part === "vectors" ? lanes : 1;
    const steps = Math.min(this.#schedule.unroll[dim] ?? 1, (last - first) / stride);
    const block = steps * stride;
    if (block === 0) return accumulators;
    const inside = (start: Value | number, count: number, values: readonly Lane[], known: Loads): readonly Lane[] => {
      let next = values;
      const bases = this.#advance(state, dim, start);
      for (let step = 0; step < count; step++) {
        const binding = { start, positions: [step * stride], vector: stride > 1, width: 1 };
        const bound = { ...state, bases, bindings: new Map(state.bindings).set(dim, binding) };
        next = this.#reductionLoops(level + 1, bound, points, next, part, known);
      }
      return next;
    };
    const end = first + Math.floor((last - first) / block) * block;
    let values = accumulators;
    if (end - first === block) values = inside(first, steps, values, loads);
    else {
      const vectors = values.map((lane) => lane.vector);
      const emission = this.#emission;
      const results = emission.loop(
        emission.index(first),
        emission.index(end),
        emission.index(block),
        values.map((lane) => lane.value),
        (start, carried) =>
          inside(
            start,
            steps,
            carried.map((value, at) => ({ value, vector: vectors[at] === true })),
            new Map(),
          ).map((lane) => lane.value),
      );
      values = results.map((value, at) => ({ value, vector: vectors[at] === true }));
    }
    return end < last ? inside(end, (last - end) / stride, values, loads) : values;
  }

  /** `combine` once for every point. */
  #step(state: State, points: readonly Point[], accumulators: readonly Lane[], loads: Loads): readonly Lane[] {
    const cloner = this.#cloner();
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

  /** Elements of an access at a point; loaded once for everything in the straight-line code that shares them. */
  #load(access: LinearAccess, state: State, point: Point, loads: Loads): Lane {
    const place = this.#place(access, state, point);
    const key = `${this.#accesses.indexOf(access)}:${place.key}:${place.step}`;
    const known = loads.get(key);
    if (known !== undefined) return known;
    const loaded = this.#loadAt(access, place);
    loads.set(key, loaded);
    return loaded;
  }

  #loadAt(access: LinearAccess, place: Place): Lane {
    const base = this.#flatOf(access);
    if (place.step === 0) return { value: this.#emission.load(base, place.at(0)), vector: false };
    if (place.step === 1)
      return { value: this.#emission.loadVector(base, place.at(0), access.elementType), vector: true };
    const elements = Array.from({ length: this.#schedule.lanes }, (_, lane) =>
      this.#emission.load(base, place.at(lane)),
    );
    return { value: this.#emission.vectorOf(elements, access.elementType), vector: true };
  }

  #store(access: LinearAccess, lane: Lane, state: State, point: Point, cloner: LaneCloner): void {
    const place = this.#place(access, state, point);
    const base = this.#flatOf(access);
    if (place.step === 0) this.#emission.store(lane.value, base, place.at(0));
    else if (place.step === 1) this.#emission.storeVector(cloner.widen(lane), base, place.at(0));
    else
      for (let at = 0; at < this.#schedule.lanes; at++) {
        const value = lane.vector ? this.#emission.extract(lane.value, at) : lane.value;
        this.#emission.store(value, base, place.at(at));
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
    const at = (lane: number): Value =>
      this.#emission.sum(
        this.#terms(access, state, scattered ? lanePoint(lane) : point, base.value),
        constant + lane * step,
      );
    const positions = access.terms.length === 0 ? "" : this.#termPositions(access, state, point);
    return { key: `${base.value?.id ?? 0}:${constant}:${positions}`, step: scattered ? SCATTERED : step, at };
  }

  #termPositions(access: LinearAccess, state: State, point: Point): string {
    const used = [...state.bindings].filter(([dim]) => access.terms.some((term) => usesDim(term.expr, dim)));
    return used
      .map(
        ([dim, { start, positions }]) =>
          `${dim}=${typeof start === "number" ? start : `v${start.id}`}+${point.get(dim) ?? positions[0] ?? 0}`,
      )
      .join(",");
  }

  #terms(access: LinearAccess, state: State, point: Point, base: Value | undefined): Value | undefined {
    let sum = base;
    for (const { factor, expr } of access.terms)
      sum = this.#emission.multiplyAdd(sum, this.#evaluate(expr, state, point), factor);
    return sum;
  }

  /** An affine expression over the dimensions, as index arithmetic. Operands are never negative, so division is unsigned. */
  #evaluate(expr: AffineExpr, state: State, point: Point): Value {
    const emission = this.#emission;
    invariant(expr.kind !== "symbol", "maps of nests have no symbols");
    switch (expr.kind) {
      case "dim":
        return this.#dimValue(expr.position, state, point);
      case "constant":
        return emission.index(expr.value);
      case "add":
        return emission.binary(
          arith.addi,
          this.#evaluate(expr.left, state, point),
          this.#evaluate(expr.right, state, point),
        );
      case "mul":
        return emission.binary(
          arith.muli,
          this.#evaluate(expr.left, state, point),
          this.#evaluate(expr.right, state, point),
        );
      case "floordiv":
        return emission.binary(
          arith.divui,
          this.#evaluate(expr.left, state, point),
          this.#evaluate(expr.right, state, point),
        );
      case "mod":
        return emission.binary(
          arith.remui,
          this.#evaluate(expr.left, state, point),
          this.#evaluate(expr.right, state, point),
        );
      case "ceildiv": {
        const right = this.#evaluate(expr.right, state, point);
        const raised = emission.binary(
          arith.addi,
          this.#evaluate(expr.left, state, point),
          emission.binary(arith.subi, right, emission.index(1)),
        );
        return emission.binary(arith.divui, raised, right);
      }
    }
  }

  #flatOf(access: LinearAccess): Value {
    const flat = this.#flat.get(access);
    invariant(flat !== undefined, "every access has a flat memref");
    return flat;
  }
}

/** A `step` that says: ask for each lane. */
const SCATTERED = -1;

/** Where the elements of one point of an access are. */
interface Place {
  /** Equal for equal places of one access in one function. */
  readonly key: string;
  readonly step: number;
  /** The flat element number of a lane. */
  readonly at: (lane: number) => Value;
}

function isConstant(value: Value): boolean {
  return value.definition?.opName === "arith.constant";
}

function cloneConstant(value: Value, rewriter: Rewriter): Value {
  const definition = value.definition;
  invariant(definition !== undefined, "a constant is the result of an operation");
  const { name, resultTypes, properties, attributes } = definition.record;
  return rewriter.insert({ name, operands: [], resultTypes, properties, attributes }).opResult(0);
}

function pair<K, V>(key: K, value: V | undefined): readonly (readonly [K, V])[] {
  return value === undefined ? [] : [[key, value]];
}

function typeOfScalar(attribute: Attribute): Type {
  invariant(attribute.kind === "integer" || attribute.kind === "float", "an accumulator starts as a number");
  return attribute.type;
}
