/**
 * Rewrite patterns: one local rule each, rooted at a definition, which types what the rule sees. A pattern that doesn't apply says why;
 * the reason is kept only when somebody asks (`--explain-pattern`), so refusing costs nothing.
 */
import type { Context } from "../definition/context.ts";
import type { Attribute } from "../ir/attribute.ts";
import type { OperationHandle, Value } from "../ir/handle.ts";
import type { OperationName } from "../ir/name.ts";
import type { Rewriter } from "../ir/rewriter.ts";

/** Why a pattern left the operation alone. Nothing has been changed then. */
export class NoMatch {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

const refusals = new Map<string, NoMatch>();

/** Refuses, with a constant text where it can be: equal reasons share one object. */
export function noMatch(reason: string): NoMatch {
  const known = refusals.get(reason);
  if (known !== undefined) return known;
  const made = new NoMatch(reason);
  if (refusals.size < MAX_SHARED_REFUSALS) refusals.set(reason, made);
  return made;
}

/** Reasons with values in them are unbounded in number; past this many they are not shared. */
const MAX_SHARED_REFUSALS = 1024;

/** `noMatch(...)` when nothing was changed; anything else (an operation that was made, or nothing) when something was. */
export type RewriteOutcome = NoMatch | OperationHandle | undefined | void;

/** What a pattern may ask beyond the operation itself. */
export interface PatternScope {
  readonly context: Context;
  /** The constant that a value is known to be. */
  constantOf(value: Value): Attribute | undefined;
}

/** A pattern as drivers see it. */
export interface RewritePattern {
  /** Kebab-case; names the pattern in explanations, statistics and filters. */
  readonly name: string;
  /** The operations that it looks at; undefined for all. */
  readonly root: OperationName | undefined;
  /** Patterns of one root are tried from the largest benefit down, equal ones in the order of the list. */
  readonly benefit: number;
  readonly rewrite: (operation: OperationHandle, rewriter: Rewriter, scope: PatternScope) => RewriteOutcome;
}

/** The part of a definition that types a pattern. */
export interface PatternRoot<V extends OperationHandle> {
  readonly name: OperationName;
  cast(operation: OperationHandle | undefined): V | undefined;
}

export interface PatternDeclaration<V extends OperationHandle> {
  readonly name: string;
  /** The definition of the operations that it looks at. */
  readonly root: PatternRoot<V>;
  /** 1 unless said otherwise. */
  readonly benefit?: number;
  /** The insertion point is before `operation`. Changes go through `rewriter`; a refusal comes before the first change. */
  readonly rewrite: (operation: V, rewriter: Rewriter, scope: PatternScope) => RewriteOutcome;
}

const WRONG_ROOT = noMatch("another operation");

export function definePattern<V extends OperationHandle>(declaration: PatternDeclaration<V>): RewritePattern {
  const { name, root, benefit = 1, rewrite } = declaration;
  return {
    name,
    root: root.name,
    benefit,
    rewrite: (operation, rewriter, scope) => {
      const typed = root.cast(operation);
      return typed === undefined ? WRONG_ROOT : rewrite(typed, rewriter, scope);
    },
  };
}

/** A pattern that looks at operations of every name. */
export function defineAnyPattern(
  declaration: Omit<RewritePattern, "root" | "benefit"> & { readonly benefit?: number },
): RewritePattern {
  return { name: declaration.name, root: undefined, benefit: declaration.benefit ?? 1, rewrite: declaration.rewrite };
}

/** Patterns in the order in which they are tried, by the name of the root. */
export class PatternSet {
  readonly patterns: readonly RewritePattern[];
  readonly #any: readonly RewritePattern[];
  /** By the id of the operation name. */
  readonly #byRoot: (readonly RewritePattern[] | undefined)[] = [];

  constructor(patterns: readonly RewritePattern[]) {
    this.patterns = patterns;
    const sorted = patterns
      .map((pattern, index) => ({ pattern, index }))
      .sort((a, b) => b.pattern.benefit - a.pattern.benefit || a.index - b.index)
      .map(({ pattern }) => pattern);
    this.#any = sorted.filter((pattern) => pattern.root === undefined);
    for (const { root } of sorted)
      if (root !== undefined && this.#byRoot[root.id] === undefined)
        this.#byRoot[root.id] = sorted.filter((pattern) => pattern.root === undefined || pattern.root === root);
  }

  /** The patterns that may apply to operations of this name. */
  for(name: OperationName): readonly RewritePattern[] {
    return this.#byRoot[name.id] ?? this.#any;
  }
}
