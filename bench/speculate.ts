/**
 * Trying something on a committed function of 100 000 operations whose indices are warm: open a draft, checkpoint, one rewrite, a cost
 * query over 20 operations around it, rollback. The peer does the same by copying the program, which is what IRs without rollback do.
 */
import { i32 } from "../src/ir/attribute.ts";
import { OperationHandle } from "../src/ir/handle.ts";
import { operationId } from "../src/ir/ids.ts";
import { ModuleRewriter } from "../src/ir/module-rewriter.ts";
import { operationName } from "../src/ir/name.ts";
import type { Rewriter } from "../src/ir/rewriter.ts";
import { createRandom } from "../src/support/random.ts";
import { committedProgram, mutableProgram, OPERATIONS, rewriteMutable } from "./rewrite.ts";
import { type Benchmark, costRow, median } from "./row.ts";

const TRIALS = 2000;
const QUERIED = 20;
const LIMIT_MICROSECONDS = 100;
const replaced = operationName("bench.replaced");

/** What a cost query reads: name, operand definitions and uses of some operations in a row. */
function queryCost(around: OperationHandle): number {
  let cost = 0;
  let at: OperationHandle | undefined = around;
  for (let count = 0; count < QUERIED && at !== undefined; count++) {
    cost += at.record.name.id;
    for (const operand of at.opOperands)
      cost += operand.definition === undefined ? 1 : operand.view.useCount(operand.id);
    at = at.next;
  }
  return cost;
}

function attempt(top: Rewriter, index: number): number {
  const checkpoint = top.checkpoint();
  const old = new OperationHandle(top.view, operationId(index));
  const made = top.replaceWith(old, {
    name: replaced,
    operands: [old.opOperand(1), old.opOperand(0)],
    resultTypes: [i32],
  });
  const cost = queryCost(made);
  top.rollback(checkpoint);
  return cost;
}

export const speculate: Benchmark = async () => {
  const module = committedProgram();
  module.top.view().warm();
  const random = createRandom(3);
  const pick = (): number => 2 + random.integer(OPERATIONS - 100);
  const whole: number[] = [];
  let sum = 0;
  for (let trial = 0; trial < TRIALS; trial++) {
    const start = performance.now();
    const modules = new ModuleRewriter(module);
    sum += attempt(modules.top, pick());
    modules.discard();
    whole.push(1000 * (performance.now() - start));
  }
  const modules = new ModuleRewriter(module);
  const inside: number[] = [];
  for (let trial = 0; trial < TRIALS; trial++) {
    const start = performance.now();
    sum += attempt(modules.top, pick());
    inside.push(1000 * (performance.now() - start));
  }
  modules.discard();
  const copied: number[] = [];
  for (let trial = 0; trial < 5; trial++) {
    const start = performance.now();
    const program = mutableProgram();
    rewriteMutable(program, [pick()]);
    copied.push(1000 * (performance.now() - start));
  }
  if (sum === 0) return []; // the queries must not be optimized away
  const late = (times: readonly number[]): number =>
    times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.9)] ?? 0;
  const limit = `limit of ${LIMIT_MICROSECONDS} us`;
  return [
    costRow("open, checkpoint, rewrite, query 20, rollback", median(whole), LIMIT_MICROSECONDS, limit, "us"),
    costRow("the same, 9 of 10 are faster", late(whole), LIMIT_MICROSECONDS, limit, "us"),
    costRow("checkpoint, rewrite, query 20, rollback", median(inside), LIMIT_MICROSECONDS, limit, "us"),
    costRow("the same by building a copy", median(whole), median(copied), "plain mutable IR", "us"),
  ];
};
