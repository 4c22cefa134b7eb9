/**
 * Runs pipelines. Every run of a pass on an operation is a transaction: it gets drafts of an immutable module, and they are committed
 * when it succeeds, so a failed pass leaves the module as it was, and instruments see whole modules only. A pass that crashes is a bug in
 * the pass, told as a diagnostic with what is needed to reproduce it.
 */
import { AnalysisCache } from "../analysis/analysis.ts";
import type { Context } from "../definition/context.ts";
import type { Supply } from "../definition/interface.ts";
import { findAttribute } from "../ir/attribute.ts";
import { OperationHandle } from "../ir/handle.ts";
import { type BodyId, ROOT } from "../ir/ids.ts";
import { placeOf } from "../ir/location.ts";
import { type Module, TOP } from "../ir/module.ts";
import { ModuleRewriter } from "../ir/module-rewriter.ts";
import type { Rewriter } from "../ir/rewriter.ts";
import { type Diagnostic, error, type Note, remark } from "../source/diagnostic.ts";
import { verifyModule } from "../verify/verify.ts";
import type { PassEvent, PassInstrument } from "./instrument.ts";
import type { PassInstance, PassScope } from "./pass.ts";
import { type Pipeline, passesOf } from "./pipeline.ts";

export interface PipelineOptions {
  readonly context: Context;
  /** Whether the module is verified, and preserved facts are recomputed, after every pass that changed something; true unless said otherwise. */
  readonly verifyEach?: boolean;
  /** What is wrong with a module: the verifier unless said otherwise. */
  readonly verify?: (module: Module, context: Context) => readonly Diagnostic[];
  readonly instruments?: readonly PassInstrument[];
  /** What passes may ask for: the cost service, a way to measure. */
  readonly services?: readonly Supply[];
  /** Told of every diagnostic and remark at once; they are in the result as well. */
  readonly onDiagnostic?: (diagnostic: Diagnostic) => void;
}

/** What one pass of the pipeline counted, over all operations that it ran on. */
export interface PassStatistics {
  readonly instance: PassInstance;
  readonly runs: number;
  readonly counts: ReadonlyMap<string, number>;
}

export interface PipelineResult {
  readonly ok: boolean;
  /** After the last pass that succeeded. */
  readonly module: Module;
  /** Errors and warnings, in order. */
  readonly diagnostics: readonly Diagnostic[];
  readonly remarks: readonly Diagnostic[];
  readonly statistics: readonly PassStatistics[];
  /** When a pass failed: the module before it, and a pipeline of that pass alone. */
  readonly reproducer: Reproducer | undefined;
}

export interface Reproducer {
  readonly module: Module;
  readonly pipeline: string;
}

export async function runPipeline(
  module: Module,
  pipeline: Pipeline,
  options: PipelineOptions,
): Promise<PipelineResult> {
  return new PipelineRun(module, options).run(pipeline);
}

class PipelineRun {
  #module: Module;
  readonly #options: PipelineOptions;
  readonly #instruments: readonly PassInstrument[];
  readonly #facts: AnalysisCache;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #remarks: Diagnostic[] = [];
  readonly #statistics = new Map<PassInstance, { runs: number; counts: Map<string, number> }>();
  #reproducer: Reproducer | undefined;

  constructor(module: Module, options: PipelineOptions) {
    this.#module = module;
    this.#options = options;
    this.#instruments = options.instruments ?? [];
    this.#facts = new AnalysisCache(options.context);
  }

  async run(pipeline: Pipeline): Promise<PipelineResult> {
    const problems = [...this.#missingDialects(pipeline), ...this.#wrongAnchor(pipeline)];
    for (const problem of problems) this.#tell(problem);
    let ok = problems.length === 0;
    if (ok) {
      for (const instrument of this.#instruments) instrument.beforePipeline?.(pipeline, this.#module);
      ok = await this.#runOn(pipeline, TOP, [pipeline.anchor]);
      for (const instrument of this.#instruments.toReversed()) instrument.afterPipeline?.(pipeline, this.#module);
    }
    return {
      ok,
      module: this.#module,
      diagnostics: this.#diagnostics,
      remarks: this.#remarks,
      statistics: [...this.#statistics].map(([instance, { runs, counts }]) => ({ instance, runs, counts })),
      reproducer: this.#reproducer,
    };
  }

  // ---- Checks before anything runs --------------------------------------------------------------------------------------

  #missingDialects(pipeline: Pipeline): readonly Diagnostic[] {
    const { dialects } = this.#options.context;
    return passesOf(pipeline).flatMap((pass) =>
      pass.dependentDialects
        .filter((dialect) => !dialects.has(dialect))
        .map((dialect) =>
          error("pass.dialect", `pass '${pass.name}' creates operations of dialect '${dialect}', which is not loaded`),
        ),
    );
  }

  #wrongAnchor(pipeline: Pipeline): readonly Diagnostic[] {
    const top = this.#module.top.root;
    if (pipeline.anchor === "any" || pipeline.anchor === top.name.text) return [];
    const message = `can't run '${pipeline.anchor}' pass manager on '${top.name.text}' op`;
    return [error("pass.anchor", message, placeOf(top.location))];
  }

  // ---- Running ----------------------------------------------------------------------------------------------------------

  /** Runs all items on one operation; false after a failure. */
  async #runOn(pipeline: Pipeline, body: BodyId, path: readonly string[]): Promise<boolean> {
    for (const item of pipeline.items) {
      if (item.kind === "pass") {
        if (!(await this.#runPass(item.instance, body, path))) return false;
        continue;
      }
      const { anchor } = item.pipeline;
      for (const child of this.#module.childrenOf(body)) {
        const name = this.#module.body(child).root.name.text;
        if (anchor !== "any" && anchor !== name) continue;
        if (!(await this.#runOn(item.pipeline, child, [...path, anchor]))) return false;
      }
    }
    return true;
  }

  async #runPass(instance: PassInstance, body: BodyId, path: readonly string[]): Promise<boolean> {
    const before = this.#module;
    const { root } = before.body(body);
    const symbol = findAttribute(root.properties, "sym_name") ?? findAttribute(root.attributes, "sym_name");
    const event: PassEvent = {
      instance,
      path,
      body,
      operation: root.name.text,
      symbol: symbol?.kind === "string" ? symbol.value : undefined,
      before,
    };
    for (const { beforePass } of this.#instruments) beforePass?.(event);
    const modules = new ModuleRewriter(before);
    const reported: Diagnostic[] = [];
    await this.#invoke(instance, modules, body, reported, event);
    if (reported.some(({ severity }) => severity === "error")) {
      modules.discard();
      return this.#fail(event, before, reported);
    }
    const after = modules.commit();
    this.#module = after;
    const done = { ...event, after, changed: after !== before };
    for (const { afterPass } of this.#instruments.toReversed()) afterPass?.(done);
    if (!done.changed || this.#options.verifyEach === false) {
      this.#carry(instance, before, after);
      return true;
    }
    for (const { beforeVerify } of this.#instruments) beforeVerify?.(done);
    const problems = this.#verify(instance, before, after);
    for (const { afterVerify } of this.#instruments.toReversed()) afterVerify?.(done);
    if (problems.length === 0) return true;
    for (const problem of problems) this.#tell(problem);
    this.#module = before;
    return this.#fail(event, after, problems);
  }

  /** Runs the pass; what it reports and what it throws ends in `reported`. */
  async #invoke(
    instance: PassInstance,
    modules: ModuleRewriter,
    body: BodyId,
    reported: Diagnostic[],
    event: PassEvent,
  ): Promise<void> {
    const statistics = this.#statistics.get(instance) ?? { runs: 0, counts: new Map<string, number>() };
    statistics.runs++;
    this.#statistics.set(instance, statistics);
    const scope = this.#scope(modules, body, event.before, (diagnostic) => {
      reported.push(diagnostic);
      this.#tell(diagnostic);
    });
    for (const analysis of instance.pass.requires) this.#facts.get(analysis, event.before.body(body));
    try {
      await instance.run(scope, (name, by = 1) => {
        statistics.counts.set(name, (statistics.counts.get(name) ?? 0) + by);
      });
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      const crash = error(
        "pass.crash",
        `pass '${instance.pass.name}' crashed: ${message}`,
        placeOf(scope.operation.location),
        [{ message: "this is a bug in the pass; the reproducer holds the module before it", place: undefined }],
      );
      reported.push(crash);
      this.#tell(crash);
    }
  }

  #scope(modules: ModuleRewriter, body: BodyId, before: Module, report: (diagnostic: Diagnostic) => void): PassScope {
    // Facts are about the committed body, whose view the draft is about to take.
    const committed = before.body(body);
    const rewriter = modules.body(body);
    const operation = new OperationHandle(rewriter.view, ROOT);
    return {
      context: this.#options.context,
      operation,
      rewriter,
      modules,
      body,
      bodies: () => nestedBodies(modules, before, body),
      fact: (analysis) => this.#facts.get(analysis, committed),
      service: (key) => {
        const supply = this.#options.services?.find((candidate) => candidate.key === key);
        return supply === undefined ? undefined : key.read(supply);
      },
      remark: (message: string, at?: OperationHandle, notes: readonly Note[] = []) =>
        this.#tell(remark("pass.remark", message, placeOf((at ?? operation).location), notes)),
      report,
    };
  }

  // ---- After a pass -----------------------------------------------------------------------------------------------------

  #carry(instance: PassInstance, before: Module, after: Module): void {
    if (before === after) return;
    for (const id of changedBodies(before, after)) {
      const old = before.entries.get(id)?.body;
      if (old !== undefined) this.#facts.carry(instance.pass.preserves, old, after.body(id));
    }
  }

  #verify(instance: PassInstance, before: Module, after: Module): readonly Diagnostic[] {
    const { context, verify = verifyModule } = this.#options;
    const problems = [...verify(after, context)];
    if (problems.length > 0) return problems;
    const { name, preserves } = instance.pass;
    for (const id of changedBodies(before, after)) {
      const old = before.entries.get(id)?.body;
      if (old === undefined) continue;
      for (const analysis of preserves) {
        const fresh = this.#facts.get(analysis, after.body(id));
        if (analysis.describe(this.#facts.get(analysis, old)) === analysis.describe(fresh)) continue;
        const place = placeOf(after.body(id).root.location);
        const message = `pass '${name}' says that it preserves ${analysis.name}, but it changed`;
        problems.push(error("pass.preserves", message, place));
      }
    }
    return problems;
  }

  #fail(event: PassEvent, after: Module, diagnostics: readonly Diagnostic[]): false {
    const around = event.path.slice(1).reduceRight((inner, anchor) => `${anchor}(${inner})`, event.instance.text);
    this.#reproducer = { module: event.before, pipeline: `${event.path[0] ?? "any"}(${around})` };
    for (const { passFailed } of this.#instruments.toReversed()) passFailed?.({ ...event, after, diagnostics });
    return false;
  }

  #tell(diagnostic: Diagnostic): void {
    (diagnostic.severity === "remark" ? this.#remarks : this.#diagnostics).push(diagnostic);
    this.#options.onDiagnostic?.(diagnostic);
  }
}

function nestedBodies(modules: ModuleRewriter, module: Module, body: BodyId): readonly Rewriter[] {
  const found: Rewriter[] = [modules.body(body)];
  for (const child of module.childrenOf(body)) found.push(...nestedBodies(modules, module, child));
  return found;
}

/** The bodies that differ between two modules, new ones included. */
function changedBodies(before: Module, after: Module): readonly BodyId[] {
  return after.bodyIds.filter((id) => before.entries.get(id)?.body !== after.body(id));
}
