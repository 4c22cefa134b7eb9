/** 10 000 rewrites (create, replace all uses, erase) spread over a block of 100 000 operations, against a plain mutable IR. */
import { i32 } from "../src/ir/attribute.ts";
import { OperationHandle, type Value } from "../src/ir/handle.ts";
import { operationId } from "../src/ir/ids.ts";
import { unknownLocation } from "../src/ir/location.ts";
import { emptyModule, type Module } from "../src/ir/module.ts";
import { ModuleRewriter } from "../src/ir/module-rewriter.ts";
import { operationName } from "../src/ir/name.ts";
import { createRandom } from "../src/support/random.ts";
import { MutableBlock, MutableOperation } from "./mutable-baseline.ts";
import { type Benchmark, costRow, interleave, median } from "./row.ts";

export const OPERATIONS = 100_000;
const REWRITES = 10_000;
const SEED = 1;

const add = operationName("bench.add");
const source = operationName("bench.source");
const replaced = operationName("bench.replaced");

/** Operation `i` (from 1) adds the results of two earlier ones that are near, so that every result has about two uses. */
function operandsOf(index: number, next: (bound: number) => number): readonly [number, number] {
  const reach = Math.min(index, 64);
  return [index - 1 - next(reach), index - 1 - next(reach)];
}

/** The program in Lathe, committed: operation ids count from 1 in order. */
export function committedProgram(): Module {
  const random = createRandom(SEED);
  const modules = new ModuleRewriter(emptyModule(operationName("builtin.module"), unknownLocation));
  const { top } = modules;
  const block = top.root.opRegions[0]?.entry;
  if (block !== undefined) top.setInsertionPointToEnd(block);
  const values: Value[] = [top.insert({ name: source, operands: [], resultTypes: [i32] }).opResult(0)];
  for (let index = 1; index < OPERATIONS; index++) {
    const [a, b] = operandsOf(index, random.integer);
    const operands = [values[a], values[b]].filter((value) => value !== undefined);
    values.push(top.insert({ name: add, operands, resultTypes: [i32] }).opResult(0));
  }
  return modules.commit();
}

export function mutableProgram(): { readonly block: MutableBlock; readonly operations: readonly MutableOperation[] } {
  const random = createRandom(SEED);
  const block = new MutableBlock();
  const operations = [new MutableOperation("bench.source", [], {})];
  for (let index = 1; index < OPERATIONS; index++) {
    const [a, b] = operandsOf(index, random.integer);
    const operands = [operations[a], operations[b]].flatMap((operation) => operation?.result ?? []);
    operations.push(new MutableOperation("bench.add", operands, {}));
  }
  for (const operation of operations) block.append(operation);
  return { block, operations };
}

/** Which operations are rewritten, in random order. */
export function targets(): readonly number[] {
  const random = createRandom(SEED + 1);
  const chosen = new Set<number>();
  while (chosen.size < REWRITES) chosen.add(1 + random.integer(OPERATIONS - 1));
  return [...chosen];
}

/** Rewrites in an open draft; the draft's opening and commit are told apart. */
export function rewriteLathe(modules: ModuleRewriter, chosen: readonly number[]): void {
  const { top } = modules;
  for (const index of chosen) {
    const old = new OperationHandle(top.view, operationId(index + 1));
    top.replaceWith(old, { name: replaced, operands: [old.opOperand(1), old.opOperand(0)], resultTypes: [i32] });
  }
}

export function rewriteMutable(
  { block, operations }: ReturnType<typeof mutableProgram>,
  chosen: readonly number[],
): void {
  for (const index of chosen) {
    const old = operations[index];
    const [left, right] = old?.operands ?? [];
    if (old === undefined || left === undefined || right === undefined) continue;
    const made = new MutableOperation("bench.replaced", [right.value, left.value], {});
    block.insertBefore(made, old);
    block.replaceAllUses(old.result, made.result);
    block.erase(old);
  }
}

export const rewrite: Benchmark = async () => {
  const chosen = targets();
  const module = committedProgram();
  module.top.view().warm();
  type State = { readonly modules?: ModuleRewriter; readonly mutable?: ReturnType<typeof mutableProgram> };
  const [lathe = [], whole = [], mutable = []] = interleave<State>(
    [
      {
        prepare: () => {
          const modules = new ModuleRewriter(module);
          modules.top.checkpoint();
          return { modules };
        },
        run: ({ modules }) => {
          if (modules === undefined) return;
          rewriteLathe(modules, chosen);
        },
        finish: ({ modules }) => modules?.discard(),
      },
      {
        prepare: () => {
          module.top.view().warm(); // the commit of the round before has taken the indices along
          return { modules: new ModuleRewriter(module) };
        },
        run: ({ modules }) => {
          if (modules === undefined) return;
          rewriteLathe(modules, chosen);
          modules.commit();
        },
      },
      {
        prepare: () => ({ mutable: mutableProgram() }),
        run: (state) => {
          if (state.mutable !== undefined) rewriteMutable(state.mutable, chosen);
        },
      },
    ],
    15,
    5,
  );
  return [
    costRow("10k rewrites in 100k operations, draft open", median(lathe), median(mutable), "plain mutable IR", "ms"),
    costRow(
      "10k rewrites in 100k operations, open to commit",
      median(whole),
      median(mutable),
      "plain mutable IR",
      "ms",
    ),
  ];
};
