/**
 * Common subexpression elimination: an operation that computes what a dominating one has computed becomes that one. Operations without
 * effects are always candidates; those that only read memory are when nothing in between, in the same block, may write it.
 * The table is scoped by the dominator tree: a chained hash table in columns, whose chains are cut again when a scope ends.
 * Hot: bench/canonicalize.ts.
 */
import type { Context } from "../../src/definition/context.ts";
import { effectsOf } from "../../src/definition/effects.ts";
import type { BodyView } from "../../src/ir/body-view.ts";
import { areEquivalent, type EquivalenceOptions, hashOperation } from "../../src/ir/equivalence.ts";
import { OperationHandle } from "../../src/ir/handle.ts";
import { type BlockId, NO_BODY, type OperationId, operationId, type RegionId } from "../../src/ir/ids.ts";
import { unknownLocation } from "../../src/ir/location.ts";
import type { Rewriter } from "../../src/ir/rewriter.ts";
import { definePass } from "../../src/pass/pass.ts";
import { OpFactTable } from "../../src/rewrite/op-facts.ts";
import { immediateDominators } from "../../src/support/dominators.ts";

export const cse = definePass({
  name: "cse",
  summary: "eliminate common sub-expressions",
  on: "any",
  statistics: { numCsed: "operations replaced by an equal one", numDced: "dead operations erased" },
  run: ({ bodies, context, count }) => {
    for (const rewriter of bodies()) {
      const eliminator = new Eliminator(rewriter, context);
      eliminator.run();
      count("numCsed", eliminator.replaced);
      count("numDced", eliminator.erased);
    }
  },
});

class Eliminator {
  replaced = 0;
  erased = 0;
  readonly #rewriter: Rewriter;
  readonly #view: BodyView;
  readonly #facts: OpFactTable;
  readonly #equivalence: EquivalenceOptions;
  /** `#heads[hash & mask]` is the newest operation of a chain, `#next[id]` the one before it, `#hashes[id]` its hash; 0 ends a chain. */
  readonly #heads: Int32Array;
  readonly #next: Int32Array;
  readonly #hashes: Int32Array;
  readonly #mask: number;
  /** What the open scopes have entered, in order: leaving a scope takes its own back. */
  readonly #entered: OperationId[] = [];

  constructor(rewriter: Rewriter, context: Context) {
    const facts = new OpFactTable(context);
    const size = rewriter.view.operationCount;
    this.#rewriter = rewriter;
    this.#view = rewriter.view;
    this.#facts = facts;
    this.#equivalence = { isCommutative: (name) => facts.of(name).commutative };
    let buckets = 16;
    while (buckets < size) buckets *= 2;
    this.#heads = new Int32Array(buckets);
    this.#next = new Int32Array(size);
    this.#hashes = new Int32Array(size);
    this.#mask = buckets - 1;
  }

  run(): void {
    for (const region of this.#view.root.regions)
      this.#region(region, this.#facts.context.hasTrait(this.#view.root.name, "GraphRegion"));
  }

  // ---- Regions by dominance ---------------------------------------------------------------------------------------------

  #region(region: RegionId, isGraph: boolean): void {
    const { blocks } = this.#view.region(region);
    const [only] = blocks;
    if (only !== undefined && blocks.length === 1) {
      this.#inScope(() => this.#block(only, isGraph));
      return;
    }
    const numbers = new Map(blocks.map((block, at) => [block, at]));
    const successors = blocks.map((block) => {
      const last = this.#view.lastOf(block);
      return last === undefined ? [] : this.#view.operation(last).successors.map((to) => numbers.get(to) ?? 0);
    });
    const dominators = immediateDominators(successors);
    const children: number[][] = blocks.map(() => []);
    for (let at = 1; at < blocks.length; at++) children[dominators[at] ?? -1]?.push(at);
    this.#dominated(0, blocks, children);
  }

  /** A block, then those that it dominates, which see what it computed. The tree may be deep: no recursion. */
  #dominated(root: number, blocks: readonly BlockId[], children: readonly (readonly number[])[]): void {
    const path: { readonly mark: number; readonly children: readonly number[]; next: number }[] = [];
    const enter = (at: number): void => {
      path.push({ mark: this.#entered.length, children: children[at] ?? [], next: 0 });
      const block = blocks[at];
      if (block !== undefined) this.#block(block, false);
    };
    enter(root);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const child = top.children[top.next++];
      if (child !== undefined) enter(child);
      else {
        this.#leave(top.mark);
        path.pop();
      }
    }
  }

  #inScope(work: () => void): void {
    const mark = this.#entered.length;
    work();
    this.#leave(mark);
  }

  #leave(mark: number): void {
    while (this.#entered.length > mark) {
      const id = this.#entered.pop() ?? 0;
      this.#heads[(this.#hashes[id] ?? 0) & this.#mask] = this.#next[id] ?? 0;
    }
  }

  // ---- Operations -------------------------------------------------------------------------------------------------------

  #block(block: BlockId, isGraph: boolean): void {
    const view = this.#view;
    for (let at = view.firstOf(block); at !== undefined; ) {
      const next = view.nextOf(at);
      this.#operation(at, isGraph);
      at = next;
    }
  }

  #operation(id: OperationId, isGraph: boolean): void {
    const record = this.#view.operation(id);
    // In a graph region a use may come before its definition: nothing there dominates anything.
    if (!isGraph && this.#simplify(id)) return;
    if (record.body !== NO_BODY) return;
    for (const region of record.regions) this.#region(region, this.#facts.context.hasTrait(record.name, "GraphRegion"));
  }

  /** True when the operation is gone. */
  #simplify(id: OperationId): boolean {
    const record = this.#view.operation(id);
    const facts = this.#facts.of(record.name);
    if (facts.terminator) return false;
    const operation = new OperationHandle(this.#view, id);
    if (this.#facts.isTriviallyDead(operation)) {
      this.#rewriter.erase(operation);
      this.erased++;
      return true;
    }
    if (record.body !== NO_BODY || !this.#hasComparableRegions(id)) return false;
    const access = facts.pure ? "none" : this.#accessOf(operation);
    if (access === "other") return false;
    const hash = hashOperation(record, this.#equivalence);
    const known = this.#find(id, hash);
    if (known !== undefined && (access === "none" || this.#nothingWritten(known, id))) {
      this.#replace(operation, known);
      return true;
    }
    // A read after a write makes the earlier read stale: the newer one hides it, being nearer in the chain.
    const bucket = hash & this.#mask;
    this.#next[id] = this.#heads[bucket] ?? 0;
    this.#hashes[id] = hash;
    this.#heads[bucket] = id;
    this.#entered.push(id);
    return false;
  }

  #hasComparableRegions(id: OperationId): boolean {
    const { regions } = this.#view.operation(id);
    const [only] = regions;
    return only === undefined || (regions.length === 1 && this.#view.region(only).blocks.length === 1);
  }

  #accessOf(operation: OperationHandle): "none" | "read" | "other" {
    const effects = effectsOf(operation, this.#facts.context);
    if (effects === undefined) return "other";
    if (effects.length === 0) return "none";
    return effects.every(({ kind }) => kind === "read") ? "read" : "other";
  }

  #find(id: OperationId, hash: number): OperationId | undefined {
    for (let at = this.#heads[hash & this.#mask] ?? 0; at !== 0; at = this.#next[at] ?? 0)
      if (this.#hashes[at] === hash && areEquivalent(this.#view, operationId(at), id, this.#equivalence))
        return operationId(at);
    return undefined;
  }

  /** Whether no operation from one read to the next of the same block may write. */
  #nothingWritten(from: OperationId, to: OperationId): boolean {
    if (this.#view.parentBlock(from) !== this.#view.parentBlock(to)) return false;
    for (let at = this.#view.nextOf(from); at !== undefined && at !== to; at = this.#view.nextOf(at)) {
      const facts = this.#facts.of(this.#view.operation(at).name);
      if (facts.pure) continue;
      const effects = effectsOf(new OperationHandle(this.#view, at), this.#facts.context);
      if (effects === undefined || effects.some(({ kind }) => kind !== "read" && kind !== "allocate")) return false;
    }
    return true;
  }

  #replace(operation: OperationHandle, known: OperationId): void {
    const kept = new OperationHandle(this.#view, known);
    if (kept.location === unknownLocation && operation.location !== unknownLocation)
      this.#rewriter.change(kept, { location: operation.location });
    this.#rewriter.replace(operation, kept.opResults);
    this.replaced++;
  }
}
