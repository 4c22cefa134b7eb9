/**
 * The greedy driver: folds, erases what is dead and applies patterns until nothing applies any more. What is waiting to be looked at is
 * driven by the rewriter's journal, so patterns report nothing. The order (top down, last in first out) and the outer loop with region
 * simplification are upstream's, so that results agree with `mlir-opt` operation for operation.
 * Hot: bench/canonicalize.ts.
 */
import type { Context } from "../definition/context.ts";
import { defineInterface } from "../definition/interface.ts";
import type { Attribute, Type } from "../ir/attribute.ts";
import { OperationHandle, Value } from "../ir/handle.ts";
import { type OperationId, operationId, ROOT, type ValueId } from "../ir/ids.ts";
import type { JournalEntry } from "../ir/journal.ts";
import { placeOf } from "../ir/location.ts";
import type { Operation } from "../ir/operation.ts";
import type { Rewriter } from "../ir/rewriter.ts";
import { type Diagnostic, warning } from "../source/diagnostic.ts";
import { Worklist } from "../support/worklist.ts";
import { ConstantPool, materialize } from "./constant-pool.ts";
import { foldOperation } from "./fold.ts";
import { OpFactTable } from "./op-facts.ts";
import { NoMatch, type PatternScope, type PatternSet } from "./pattern.ts";
import { simplifyRegions } from "./simplify-regions.ts";

export interface GreedyOptions {
  /** Sweeps over the whole body; 10 unless said otherwise, as upstream. */
  readonly maxIterations?: number;
  /** Rewrites by patterns; past it a pair of patterns is taken to undo each other. 64 an operation and at least 100 000 unless said otherwise. */
  readonly maxRewrites?: number;
  /** Seed the worklist in program order (the default), or from the last operation up. */
  readonly topDown?: boolean;
  /** Whether blocks are simplified between sweeps; true unless said otherwise. */
  readonly simplifyRegions?: boolean;
  /** Whether operations are folded and constants hoisted; true unless said otherwise. */
  readonly fold?: boolean;
  /** Told of each pattern that refused, with its reason. */
  readonly onRefusal?: (refusal: Refusal) => void;
  /** Told of each pattern that was applied, before its changes can be seen. */
  readonly onApplied?: (pattern: string, root: string) => void;
}

/** A service (src/pass) that passes hand their refusals to: `lathe opt --explain-pattern` provides it. */
export const patternExplanations = defineInterface<(refusal: Refusal) => void>("PatternExplanations");

export interface Refusal {
  readonly pattern: string;
  /** Name and id of the operation. */
  readonly operation: string;
  readonly id: OperationId;
  readonly reason: string;
}

export interface GreedyResult {
  readonly changed: boolean;
  /** Why the driver stopped: nothing applies any more, or a limit. */
  readonly stop: "fixed-point" | "iterations" | "rewrites";
  readonly iterations: number;
  /** How many operations were folded, erased as dead, and rewritten by patterns. */
  readonly folded: number;
  readonly erased: number;
  readonly rewritten: number;
  /** A warning when a limit was hit, naming the patterns that were still applying. */
  readonly diagnostics: readonly Diagnostic[];
}

const DEFAULT_ITERATIONS = 10;
const REWRITES_PER_OPERATION = 64;
const MIN_REWRITES = 100_000;
/** How many of the last applied patterns a non-termination warning names. */
const REMEMBERED = 8;

export function rewriteGreedily(
  rewriter: Rewriter,
  patterns: PatternSet,
  context: Context,
  options: GreedyOptions = {},
): GreedyResult {
  return new GreedyDriver(rewriter, patterns, context, options).run();
}

class GreedyDriver {
  readonly #rewriter: Rewriter;
  readonly #patterns: PatternSet;
  readonly #facts: OpFactTable;
  readonly #options: GreedyOptions;
  readonly #worklist: Worklist;
  readonly #scope: PatternScope;
  readonly #maxRewrites: number;
  #pool: ConstantPool;
  #folded = 0;
  #erased = 0;
  #rewritten = 0;
  readonly #lastApplied: string[] = [];

  constructor(rewriter: Rewriter, patterns: PatternSet, context: Context, options: GreedyOptions) {
    const size = rewriter.view.operationCount;
    const facts = new OpFactTable(context);
    this.#rewriter = rewriter;
    this.#patterns = patterns;
    this.#facts = facts;
    this.#options = options;
    this.#worklist = new Worklist(size * 2);
    this.#scope = { context, constantOf: (value) => facts.constantOf(value) };
    this.#maxRewrites = options.maxRewrites ?? Math.max(MIN_REWRITES, size * REWRITES_PER_OPERATION);
    this.#pool = new ConstantPool(rewriter, facts);
  }

  run(): GreedyResult {
    const { maxIterations = DEFAULT_ITERATIONS } = this.#options;
    const before = this.#rewriter.journal.length;
    const savedPoint = this.#rewriter.insertionPoint;
    const savedLocation = this.#rewriter.location;
    let iterations = 0;
    let stop: GreedyResult["stop"] = "iterations";
    while (iterations < maxIterations) {
      iterations++;
      if (!this.#sweep()) {
        stop = "fixed-point";
        break;
      }
      if (this.#rewritten >= this.#maxRewrites) {
        stop = "rewrites";
        break;
      }
    }
    this.#rewriter.setInsertionPoint(savedPoint);
    this.#rewriter.location = savedLocation;
    return {
      changed: this.#rewriter.journal.length > before,
      stop,
      iterations,
      folded: this.#folded,
      erased: this.#erased,
      rewritten: this.#rewritten,
      diagnostics: stop === "fixed-point" ? [] : [this.#warning(stop, iterations)],
    };
  }

  /** One pass over the body; false when nothing changed. */
  #sweep(): boolean {
    const before = this.#rewriter.journal.length;
    this.#pool = new ConstantPool(this.#rewriter, this.#facts);
    this.#seed();
    const stopListening = this.#rewriter.listen((entry) => this.#notice(entry));
    this.#drain();
    stopListening();
    if (this.#options.simplifyRegions !== false) simplifyRegions(this.#rewriter, this.#facts.context);
    return this.#rewriter.journal.length > before;
  }

  // ---- The worklist ---------------------------------------------------------------------------------------------------

  /** Every operation of the body, the first to be popped first; constants go to the pool instead. */
  #seed(): void {
    const order: OperationId[] = [];
    const { view } = this.#rewriter;
    const fold = this.#options.fold !== false;
    const walk = (operation: OperationId): void => {
      const record = view.operation(operation);
      if (operation !== ROOT) {
        if (fold && this.#facts.of(record.name).constantLike) {
          const handle = new OperationHandle(view, operation);
          const value = this.#facts.constantOfOperation(handle);
          if (value !== undefined && !this.#pool.adopt(handle, value)) return;
        }
        order.push(operation);
        if (record.body !== 0) return;
      }
      for (const region of record.regions)
        for (const block of view.region(region).blocks)
          for (let at = view.firstOf(block); at !== undefined; ) {
            const next = view.nextOf(at); // a constant that is hoisted takes its link along
            walk(at);
            at = next;
          }
    };
    walk(ROOT);
    if (this.#options.topDown === false) for (let at = 0; at < order.length; at++) this.#worklist.push(order[at] ?? 0);
    else for (let at = order.length - 1; at >= 0; at--) this.#worklist.push(order[at] ?? 0);
  }

  #notice(entry: JournalEntry): void {
    switch (entry.kind) {
      case "operation":
        if (entry.id === ROOT) return;
        if (entry.new === undefined) {
          this.#worklist.remove(entry.id);
          if (entry.old !== undefined) this.#pushProducers(entry.old.operands);
          return;
        }
        if (entry.old !== undefined && entry.old.operands !== entry.new.operands)
          this.#pushProducers(entry.old.operands);
        this.#push(entry.id);
        return;
      case "place":
        if (entry.new !== undefined) this.#push(entry.id);
        return;
      case "block":
        if (entry.new !== undefined) this.#pushOwner(entry.new.region);
        return;
      case "region":
        if (entry.new !== undefined && entry.new.parent !== ROOT) this.#push(entry.new.parent);
        return;
    }
  }

  #pushOwner(region: Parameters<Rewriter["view"]["region"]>[0]): void {
    if (!this.#rewriter.view.isLiveRegion(region)) return;
    const { parent } = this.#rewriter.view.region(region);
    if (parent !== ROOT) this.#push(parent);
  }

  /** The operation and those around it: a pattern on a loop may look at what is inside. */
  #push(operation: OperationId): void {
    const { view } = this.#rewriter;
    for (let at: OperationId = operation; at !== ROOT; ) {
      this.#worklist.push(at);
      const block = view.parentBlock(at);
      if (block === 0) return;
      at = view.parentOperation(block);
    }
  }

  /** Producers that just lost a use: dead now, or the only producer of their only user. */
  #pushProducers(operands: readonly ValueId[]): void {
    const { view } = this.#rewriter;
    for (let at = 0; at < operands.length; at++) {
      const operand = operands[at];
      if (operand === undefined || (view.hasUses(operand) && !view.hasOneUse(operand))) continue;
      const producer = view.definingOperation(operand);
      if (producer !== undefined && view.isLive(producer)) this.#push(producer);
    }
  }

  // ---- One operation --------------------------------------------------------------------------------------------------

  #drain(): void {
    const { view } = this.#rewriter;
    for (let next = this.#worklist.pop(); next !== 0; next = this.#worklist.pop()) {
      const id = operationId(next);
      if (!view.isLive(id) || view.parentBlock(id) === 0) continue;
      this.#visit(new OperationHandle(view, id));
      if (this.#rewritten >= this.#maxRewrites) return;
    }
  }

  #visit(operation: OperationHandle): void {
    if (this.#facts.isTriviallyDead(operation)) {
      this.#rewriter.erase(operation);
      this.#erased++;
      return;
    }
    if (this.#options.fold !== false && this.#fold(operation)) {
      this.#folded++;
      return;
    }
    this.#applyPatterns(operation);
  }

  #fold(operation: OperationHandle): boolean {
    const folded = foldOperation(operation, this.#facts);
    if (folded === undefined) return false;
    if (folded.kind === "operands") {
      this.#rewriter.change(operation, { operands: folded.operands });
      return true;
    }
    const values = this.#valuesOf(operation, folded.results);
    if (values === undefined) return false;
    this.#rewriter.replace(operation, values);
    return true;
  }

  #valuesOf(operation: OperationHandle, results: readonly (Attribute | Value)[]): readonly Value[] | undefined {
    const types = operation.record.resultTypes;
    const values: Value[] = [];
    for (let at = 0; at < types.length; at++) {
      const result = results[at];
      const type = types[at];
      if (result === undefined || type === undefined) return undefined;
      const value = result instanceof Value ? result : this.#constant(result, type, operation);
      // A value of another type (a cast folded away) would change the types of its users.
      if (value === undefined || value.type !== type) return undefined;
      values.push(value);
    }
    return values;
  }

  /**
   * A constant where the folded operation stands; the next sweep hoists and shares it. Doing both at once would save a sweep now and then,
   * but the order of constants would be that of folding, and not of the program as upstream's is.
   */
  #constant(value: Attribute, type: Type, user: OperationHandle): Value | undefined {
    const spec = materialize(this.#facts.context, user.record.name, value, type, user.location);
    if (spec === undefined) return undefined;
    this.#rewriter.setInsertionPointBefore(user);
    return this.#rewriter.insert(spec).opResult(0);
  }

  #applyPatterns(operation: OperationHandle): void {
    const record = operation.record;
    const patterns = this.#patterns.for(record.name);
    if (patterns.length === 0) return;
    const { id } = operation;
    this.#rewriter.location = record.location;
    for (const pattern of patterns) {
      this.#rewriter.setInsertionPointBefore(operation);
      const outcome = pattern.rewrite(operation, this.#rewriter, this.#scope);
      if (!(outcome instanceof NoMatch)) {
        this.#rewritten++;
        this.#noteApplied(pattern.name, record);
        return;
      }
      this.#options.onRefusal?.({ pattern: pattern.name, operation: record.name.text, id, reason: outcome.reason });
    }
  }

  #noteApplied(pattern: string, root: Operation): void {
    this.#options.onApplied?.(pattern, root.name.text);
    if (this.#lastApplied.length === REMEMBERED) this.#lastApplied.shift();
    this.#lastApplied.push(pattern);
  }

  #warning(stop: "iterations" | "rewrites", iterations: number): Diagnostic {
    const limit =
      stop === "iterations" ? `${iterations} iterations` : `${this.#rewritten} rewrites in ${iterations} iterations`;
    const last = [...new Set(this.#lastApplied)].join(", ");
    const names =
      last === "" ? "only folding and region simplification were left" : `the last patterns applied: ${last}`;
    const root = this.#rewriter.root;
    return warning(
      "rewrite.no-fixed-point",
      `'${root.opName}' did not reach a fixed point after ${limit}`,
      placeOf(root.location),
      [{ message: names, place: undefined }],
    );
  }
}
