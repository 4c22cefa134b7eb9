/**
 * Analyses are pure functions of a body. A body never changes, so a result is kept with the body and cannot be stale; what a pass says
 * that it preserves is carried over to the body that it made.
 */
import type { Context } from "../definition/context.ts";
import type { Body } from "../ir/body.ts";

export interface Analysis<T> {
  readonly name: string;
  readonly compute: (body: Body, context: Context) => T;
  /** A result in a form that can be compared, for `--verify-each`: equal facts have equal text. */
  describe(fact: T): string;
}

export function defineAnalysis<T>(analysis: Analysis<T>): Analysis<T> {
  return analysis;
}

/** The results that are known, by body. Bodies that nobody holds any more take their results with them. */
export class AnalysisCache {
  readonly #context: Context;
  readonly #facts = new WeakMap<Body, Map<Analysis<unknown>, unknown>>();

  constructor(context: Context) {
    this.#context = context;
  }

  get<T>(analysis: Analysis<T>, body: Body): T {
    const table = this.#table(body);
    // The table holds under each analysis what that analysis computed.
    if (table.has(analysis)) return table.get(analysis) as T;
    const fact = analysis.compute(body, this.#context);
    table.set(analysis, fact);
    return fact;
  }

  /** The results that are known about `from` hold for `to` as well. */
  carry(analyses: readonly Analysis<unknown>[], from: Body, to: Body): void {
    if (from === to) return;
    const known = this.#facts.get(from);
    if (known === undefined) return;
    const table = this.#table(to);
    for (const analysis of analyses) if (known.has(analysis)) table.set(analysis, known.get(analysis));
  }

  #table(body: Body): Map<Analysis<unknown>, unknown> {
    let table = this.#facts.get(body);
    if (table === undefined) {
      table = new Map();
      this.#facts.set(body, table);
    }
    return table;
  }
}
