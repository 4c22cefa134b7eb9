/**
 * Dialect conversion: operations that the target calls illegal are rewritten until all are legal. Every attempt runs under a checkpoint;
 * what an attempt creates is legalized before the attempt counts, so a pattern that leads nowhere costs its edits and nothing else.
 * When an operation stays illegal, the whole chain of attempts is told. Source: MLIR, "Dialect Conversion".
 */
import type { Context } from "../definition/context.ts";
import { OperationHandle, Value } from "../ir/handle.ts";
import { type BodyId, NO_BODY, type OperationId, ROOT } from "../ir/ids.ts";
import { type Location, placeOf } from "../ir/location.ts";
import type { ModuleCheckpoint, ModuleRewriter } from "../ir/module-rewriter.ts";
import type { OperationName } from "../ir/name.ts";
import type { OperationSpec, Rewriter } from "../ir/rewriter.ts";
import { type Diagnostic, error, MAX_DIAGNOSTICS, type Note } from "../source/diagnostic.ts";
import { materialize } from "./constant-pool.ts";
import type { ConversionPattern } from "./conversion-pattern.ts";
import { CastTable, ConversionRewriter, type Materialized, unrealizedCast } from "./conversion-rewriter.ts";
import type { ConversionTarget } from "./conversion-target.ts";
import { foldOperation } from "./fold.ts";
import { OpFactTable } from "./op-facts.ts";
import { NoMatch } from "./pattern.ts";
import { reconcileCasts } from "./reconcile-casts.ts";

export interface ConversionOptions {
  readonly context: Context;
  readonly target: ConversionTarget;
  readonly patterns: readonly ConversionPattern[];
  /**
   * `partial` leaves operations alone whose legality is unknown and keeps casts that remain; `full` wants everything legal and no casts;
   * `analysis` changes nothing and tells what could be legalized.
   */
  readonly mode: "partial" | "full" | "analysis";
  /** Whether an illegal operation is first folded; true unless said otherwise. */
  readonly fold?: boolean;
}

export interface ConversionResult {
  readonly ok: boolean;
  /** Errors when not ok; then the program is as it was. */
  readonly diagnostics: readonly Diagnostic[];
  /** How often each pattern was part of the result. */
  readonly applied: ReadonlyMap<string, number>;
  /** Operations (body, id) that were illegal or unknown and could be legalized: the answer of analysis mode. */
  readonly legalized: readonly { readonly body: BodyId; readonly operation: OperationId }[];
  /** Casts that remain in the program. */
  readonly casts: number;
}

/** One try to make an operation legal, and why it did not. */
interface Attempt {
  readonly pattern: string;
  readonly reason: string;
  readonly inner: Failure | undefined;
}
interface Failure {
  readonly operation: string;
  readonly location: Location;
  readonly attempts: readonly Attempt[];
}

/** Converts everything in a body and the bodies inside it; the body's own operation stays as it is. */
export function convertDialects(modules: ModuleRewriter, body: BodyId, options: ConversionOptions): ConversionResult {
  return new Conversion(modules, options).run(body);
}

interface Pending {
  readonly body: BodyId;
  readonly operation: OperationId;
}

class Conversion {
  readonly #modules: ModuleRewriter;
  readonly #options: ConversionOptions;
  readonly #facts: OpFactTable;
  readonly #byRoot = new Map<OperationName, readonly ConversionPattern[]>();
  readonly #casts = new Map<Rewriter, CastTable>();
  /** Patterns at work, the outermost first: a pattern is not tried on what it needs itself. */
  readonly #stack: ConversionPattern[] = [];
  /** Applications in order; an attempt that is rolled back takes its own back. */
  readonly #applied: string[] = [];

  constructor(modules: ModuleRewriter, options: ConversionOptions) {
    this.#modules = modules;
    this.#options = options;
    this.#facts = new OpFactTable(options.context);
  }

  run(body: BodyId): ConversionResult {
    const start = this.#modules.checkpoint();
    const diagnostics: Diagnostic[] = [];
    const legalized: Pending[] = [];
    for (const pending of this.#collect(body)) {
      const rewriter = this.#modules.body(pending.body);
      if (!rewriter.view.isLive(pending.operation)) continue;
      const operation = new OperationHandle(rewriter.view, pending.operation);
      const legality = this.#legality(operation);
      if (legality === "legal") continue;
      const failed = this.#legalize(operation, rewriter);
      if (failed === undefined) legalized.push(pending);
      else if (this.#options.mode === "full" || (this.#options.mode === "partial" && legality === "illegal"))
        diagnostics.push(describe(failed, legality === "illegal"));
      if (diagnostics.length >= MAX_DIAGNOSTICS) break;
    }
    let casts = 0;
    if (diagnostics.length === 0 && this.#options.mode !== "analysis") {
      const unresolved = this.#reconcile();
      casts = unresolved.length;
      if (this.#options.mode === "full") diagnostics.push(...unresolved.map(castProblem));
    }
    if (diagnostics.length > 0 || this.#options.mode === "analysis") this.#modules.rollback(start);
    const applied = new Map<string, number>();
    for (const name of this.#applied) applied.set(name, (applied.get(name) ?? 0) + 1);
    return { ok: diagnostics.length === 0, diagnostics, applied, legalized, casts };
  }

  /** All operations, parents before what is inside them; recursively legal ones without their insides. */
  #collect(body: BodyId): readonly Pending[] {
    const found: Pending[] = [];
    const walk = (id: BodyId, operation: OperationId): void => {
      const { view } = this.#modules.body(id);
      const record = view.operation(operation);
      if (operation !== ROOT) {
        found.push({ body: id, operation });
        const handle = new OperationHandle(view, operation);
        const hasInside = record.regions.length > 0;
        if (hasInside && this.#options.target.legalityOf(handle) === "recursively-legal") return;
        if (record.body !== NO_BODY) {
          walk(record.body, ROOT);
          return;
        }
      }
      for (const region of record.regions)
        for (const block of view.region(region).blocks) for (const inner of view.operationsOf(block)) walk(id, inner);
    };
    walk(body, ROOT);
    return found;
  }

  #legality(operation: OperationHandle): "legal" | "illegal" | "unknown" {
    // The driver's own casts are settled at the end.
    if (operation.record.name === unrealizedCast && this.#castsOf(operation).has(operation.id)) return "legal";
    const legality = this.#options.target.legalityOf(operation);
    return legality === "recursively-legal" ? "legal" : legality;
  }

  #castsOf(operation: OperationHandle): ReadonlyMap<OperationId, Materialized> {
    for (const [rewriter, casts] of this.#casts) if (rewriter.view === operation.view) return casts.made;
    return NO_CASTS;
  }

  /** Makes one operation legal; undefined on success. */
  #legalize(operation: OperationHandle, rewriter: Rewriter): Failure | undefined {
    if (this.#options.fold !== false && this.#foldAway(operation, rewriter)) return undefined;
    const attempts: Attempt[] = [];
    const { name, location } = operation.record;
    for (const pattern of this.#patternsFor(name)) {
      if (!pattern.recursive && this.#stack.includes(pattern)) {
        attempts.push({ pattern: pattern.name, reason: "would be applied to its own result", inner: undefined });
        continue;
      }
      const attempt = this.#attempt(pattern, operation, rewriter);
      if (attempt === undefined) return undefined;
      attempts.push(attempt);
    }
    return { operation: name.text, location, attempts };
  }

  #attempt(pattern: ConversionPattern, operation: OperationHandle, rewriter: Rewriter): Attempt | undefined {
    const checkpoint = this.#modules.checkpoint();
    const appliedBefore = this.#applied.length;
    const giveUp = (reason: string, inner?: Failure): Attempt => {
      this.#modules.rollback(checkpoint);
      this.#applied.length = appliedBefore;
      return { pattern: pattern.name, reason, inner };
    };
    let casts = this.#casts.get(rewriter);
    if (casts === undefined) {
      casts = new CastTable();
      this.#casts.set(rewriter, casts);
    }
    const updated = new Set<OperationId>();
    const conversion = new ConversionRewriter(rewriter, this.#modules, pattern.converter, updated, casts);
    const operands: (readonly Value[])[] = [];
    for (const operand of operation.opOperands) {
      const types = pattern.converter?.convert(operand.type);
      if (pattern.converter !== undefined && types === undefined)
        return giveUp(`the type of operand ${operands.length} has no conversion`);
      operands.push(conversion.convertedValues(operand, types));
    }
    rewriter.setInsertionPointBefore(operation);
    rewriter.location = operation.location;
    const scope = {
      context: this.#options.context,
      constantOf: (value: Value) => this.#facts.constantOf(value),
      operands,
    };
    const outcome = pattern.rewrite(operation, conversion, scope);
    if (outcome instanceof NoMatch) return giveUp(outcome.reason);
    this.#applied.push(pattern.name);
    if (operation.isLive && !updated.has(operation.id)) updated.add(operation.id);
    this.#stack.push(pattern);
    const failure = this.#legalizeResults(checkpoint, rewriter, updated);
    this.#stack.pop();
    return failure === undefined ? undefined : giveUp(`it needs '${failure.operation}', which stays illegal`, failure);
  }

  /** What an attempt made or updated must be legal in turn. */
  #legalizeResults(
    checkpoint: ModuleCheckpoint,
    rewriter: Rewriter,
    updated: ReadonlySet<OperationId>,
  ): Failure | undefined {
    const results: { readonly rewriter: Rewriter; readonly operation: OperationId }[] = [];
    for (const id of updated) results.push({ rewriter, operation: id });
    for (const id of this.#modules.openBodyIds) {
      const other = this.#modules.body(id);
      const { journal } = other;
      for (let at = checkpoint.bodies.get(id)?.entries ?? 0; at < journal.length; at++) {
        const entry = journal.at(at);
        if (entry.kind === "operation" && entry.old === undefined && !(other === rewriter && updated.has(entry.id)))
          results.push({ rewriter: other, operation: entry.id });
      }
    }
    for (const result of results) {
      if (!result.rewriter.view.isLive(result.operation)) continue;
      const operation = new OperationHandle(result.rewriter.view, result.operation);
      if (this.#legality(operation) === "legal") continue;
      const failure = this.#legalize(operation, result.rewriter);
      if (failure !== undefined) return failure;
    }
    return undefined;
  }

  /** Replaces an operation by what it folds to, when that is legal. */
  #foldAway(operation: OperationHandle, rewriter: Rewriter): boolean {
    const folded = foldOperation(operation, this.#facts);
    if (folded?.kind !== "results") return false;
    const checkpoint = this.#modules.checkpoint();
    const point = { block: rewriter.view.parentBlock(operation.id), before: operation.id };
    const values: Value[] = [];
    for (const [at, result] of folded.results.entries()) {
      const type = operation.record.resultTypes[at];
      let spec: OperationSpec | undefined;
      if (type !== undefined && !(result instanceof Value))
        spec = materialize(this.#options.context, operation.record.name, result, type, operation.location);
      const value =
        result instanceof Value ? result : spec && rewriter.at(point, () => rewriter.insert(spec)).opResult(0);
      if (value === undefined || value.type !== type) {
        this.#modules.rollback(checkpoint);
        return false;
      }
      values.push(value);
    }
    rewriter.replace(operation, values);
    if (this.#legalizeResults(checkpoint, rewriter, new Set()) === undefined) return true;
    this.#modules.rollback(checkpoint);
    return false;
  }

  #patternsFor(name: OperationName): readonly ConversionPattern[] {
    const known = this.#byRoot.get(name);
    if (known !== undefined) return known;
    const found = this.#options.patterns
      .map((pattern, index) => ({ pattern, index }))
      .filter(({ pattern }) => pattern.root === undefined || pattern.root === name)
      .sort((a, b) => b.pattern.benefit - a.pattern.benefit || a.index - b.index)
      .map(({ pattern }) => pattern);
    this.#byRoot.set(name, found);
    return found;
  }

  // ---- Settling casts ---------------------------------------------------------------------------------------------------

  #reconcile(): readonly OperationHandle[] {
    const remaining: OperationHandle[] = [];
    for (const [rewriter, casts] of this.#casts) remaining.push(...reconcileCasts(rewriter, casts.made));
    return remaining;
  }
}

const NO_CASTS: ReadonlyMap<OperationId, Materialized> = new Map();

// ---- Telling what went wrong ----------------------------------------------------------------------------------------------

const MAX_NOTES = 32; // a chain of attempts branches; past this many nobody reads on

function describe(failed: Failure, explicit: boolean): Diagnostic {
  const notes: Note[] = [];
  tellAttempts(failed, "", notes);
  const marked = explicit ? " that was explicitly marked illegal" : "";
  const message = `failed to legalize operation '${failed.operation}'${marked}`;
  return error("conversion.illegal", message, placeOf(failed.location), notes);
}

function tellAttempts(failed: Failure, indent: string, notes: Note[]): void {
  if (failed.attempts.length === 0)
    notes.push({ message: `${indent}no pattern has '${failed.operation}' as its root`, place: undefined });
  for (const { pattern, reason, inner } of failed.attempts) {
    if (notes.length >= MAX_NOTES) return;
    notes.push({ message: `${indent}pattern '${pattern}' did not apply: ${reason}`, place: undefined });
    if (inner !== undefined) tellAttempts(inner, `${indent}  `, notes);
  }
}

function castProblem(cast: OperationHandle): Diagnostic {
  const user = cast.opResults.flatMap((result) => result.users)[0];
  const notes = user === undefined ? [] : [{ message: `used by '${user.opName}'`, place: placeOf(user.location) }];
  return error(
    "conversion.materialization",
    "failed to legalize unresolved materialization that remained live after conversion",
    placeOf(cast.location),
    notes,
  );
}
