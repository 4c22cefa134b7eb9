/**
 * `definePass`: a pass as data. It says what it runs on, its options, what it counts, which facts it needs and keeps; the pass manager
 * does everything around it (timing, printing, verification), so that `run` only rewrites.
 */
import type { Analysis } from "../analysis/analysis.ts";
import type { Context } from "../definition/context.ts";
import type { InterfaceKey } from "../definition/interface.ts";
import type { OperationHandle } from "../ir/handle.ts";
import type { BodyId } from "../ir/ids.ts";
import type { ModuleRewriter } from "../ir/module-rewriter.ts";
import type { OperationName } from "../ir/name.ts";
import type { Rewriter } from "../ir/rewriter.ts";
import type { Diagnostic, Note, Result } from "../source/diagnostic.ts";
import { success } from "../source/diagnostic.ts";
import { Source } from "../source/source.ts";
import { type OptionSpecs, type OptionValues, parseOptions, printOptions } from "./options.ts";

/** What a running pass is given. */
export interface PassScope {
  readonly context: Context;
  /** The isolated operation that the pass runs on. */
  readonly operation: OperationHandle;
  /** The draft of that operation's body. Isolated operations inside it have bodies of their own: `bodies()` or `modules.bodyOf`. */
  readonly rewriter: Rewriter;
  /** The drafts of the whole module. A pass stays inside `operation`, as upstream's do. */
  readonly modules: ModuleRewriter;
  readonly body: BodyId;
  /** The drafts of this body and of all bodies inside it, outer ones first. */
  bodies(): readonly Rewriter[];
  /** A fact about this body as it was when the pass began. */
  fact<T>(analysis: Analysis<T>): T;
  /** What the driver handed in under a key (the cost service, a way to measure); undefined where it did not. */
  service<T>(key: InterfaceKey<T>): T | undefined;
  /** Tells the user something that is neither error nor warning: a decision, with its reasons as notes. */
  remark(message: string, at?: OperationHandle, notes?: readonly Note[]): void;
  /** Errors make the pass fail: the pipeline stops, and the module is as it was before the pass. */
  report(diagnostic: Diagnostic): void;
}

type Statistics = Readonly<Record<string, string>>;

export interface PassDeclaration<O extends OptionSpecs, S extends Statistics> {
  /** Upstream's where upstream has the pass, kebab-case otherwise. */
  readonly name: string;
  /** One line. */
  readonly summary: string;
  readonly description?: string;
  /** The isolated operations that it runs on. */
  readonly on: "any" | string | { readonly name: OperationName };
  readonly options?: O;
  /** What it counts, with a line on each. */
  readonly statistics?: S;
  /** Facts that it asks for; they are computed before it runs. */
  readonly requires?: readonly Analysis<unknown>[];
  /** Facts that are the same after it: carried over, and compared with a recomputation under verify-each. */
  readonly preserves?: readonly Analysis<unknown>[];
  /** Dialects whose operations it may create; a context without them makes the pipeline fail before it starts. */
  readonly dependentDialects?: readonly string[];
  readonly run: (
    scope: PassScope & {
      readonly options: OptionValues<O>;
      readonly count: (statistic: keyof S & string, by?: number) => void;
    },
  ) => Promise<void> | void;
}

/** A pass as pipelines and registries see it. */
export interface Pass {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  /** An operation name, or "any". */
  readonly on: string;
  readonly options: OptionSpecs;
  readonly statistics: Statistics;
  readonly requires: readonly Analysis<unknown>[];
  readonly preserves: readonly Analysis<unknown>[];
  readonly dependentDialects: readonly string[];
  /** An instance with the options between two offsets of a text. */
  parse(source: Source, start: number, end: number): Result<PassInstance>;
}

/** A pass with its options: what a pipeline is made of. */
export interface PassInstance {
  readonly pass: Pass;
  /** As it stands in a pipeline: `fuse{max-operands=4}`. */
  readonly text: string;
  run(scope: PassScope, count: (statistic: string, by?: number) => void): Promise<void> | void;
}

export interface PassDefinition<O extends OptionSpecs, S extends Statistics> extends Pass {
  readonly statistics: S;
  /** An instance; options that are left out have their defaults. */
  with(options?: Partial<OptionValues<O>>): PassInstance;
}

type None = Readonly<Record<never, never>>;

export function definePass<const O extends OptionSpecs = None, const S extends Statistics = None>(
  declaration: PassDeclaration<O, S>,
): PassDefinition<O, S> {
  const { name, summary, on, run } = declaration;
  // Both defaults are the empty record that the type parameters default to.
  const options = declaration.options ?? ({} as O);
  const statistics = declaration.statistics ?? ({} as S);
  const instance = (values: OptionValues<O>): PassInstance => ({
    pass,
    text: `${name}${printOptions(options, values)}`,
    run: (scope, count) => run({ ...scope, options: values, count }),
  });
  const fallbacks = new Source(name, "");
  const pass: PassDefinition<O, S> = {
    name,
    summary,
    description: declaration.description ?? "",
    on: typeof on === "string" ? on : on.name.text,
    options,
    statistics,
    requires: declaration.requires ?? [],
    preserves: declaration.preserves ?? [],
    dependentDialects: declaration.dependentDialects ?? [],
    parse: (source, start, end) => {
      const values = parseOptions(options, name, source, start, end);
      return values.ok ? success(instance(values.value)) : values;
    },
    with: (given = {}) => {
      const values = parseOptions(options, name, fallbacks, 0, 0);
      // Empty text gives every option its fallback; that cannot fail.
      return instance(values.ok ? { ...values.value, ...given } : ({ ...given } as OptionValues<O>));
    },
  };
  return pass;
}
