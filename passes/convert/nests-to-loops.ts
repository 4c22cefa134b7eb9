/** Lowers every kernel on memrefs to scf, arith, vector and memref by its schedule (dialects/kernel/lower-to-loops). */
import { defaultSchedule } from "../../dialects/kernel/candidates.ts";
import { loopNestOf } from "../../dialects/kernel/loop-nest.ts";
import { generateLoops } from "../../dialects/kernel/lower-to-loops/generate.ts";
import { scheduleFromAttribute } from "../../dialects/kernel/schedule.ts";
import type { OperationHandle } from "../../src/ir/handle.ts";
import { placeOf } from "../../src/ir/location.ts";
import type { Rewriter } from "../../src/ir/rewriter.ts";
import { boolean } from "../../src/pass/options.ts";
import { definePass } from "../../src/pass/pass.ts";
import { error } from "../../src/source/diagnostic.ts";

export const nestsToLoops = definePass({
  name: "nests-to-loops",
  summary: "lower kernel.nest and linalg.generic on memrefs to loops by their schedules",
  on: "builtin.module",
  options: { outline: boolean(true, "put blocks with a reduction loop into functions of their own") },
  statistics: { kernels: "kernels lowered", functions: "functions made for their blocks" },
  dependentDialects: ["arith", "func", "memref", "scf", "vector"],
  run: (scope) => {
    const { context, options, count, report } = scope;
    const block = scope.rewriter.root.opRegions[0]?.entry;
    if (block === undefined) return;
    const taken = new Set(block.operations.map((operation) => symbolNameOf(operation)));
    let made = 0;
    const freshName = (): string => {
      count("functions");
      for (;;) {
        const name = `block_${made++}`;
        if (!taken.has(name)) return name;
      }
    };
    const host = options.outline ? { module: scope.rewriter, block, freshName } : undefined;
    for (const rewriter of scope.bodies()) {
      if (rewriter.root.opName !== "func.func") continue;
      for (const operation of nestsIn(rewriter)) {
        const described = loopNestOf(operation);
        const tensors = operation.opOperands.some((value) => value.type.kind !== "memref-type");
        if ("problem" in described || tensors) {
          const problem = "problem" in described ? described.problem : "its operands are tensors: bufferize first";
          report(
            error(
              "nests-to-loops.unsupported",
              `'${operation.opName}' op cannot be lowered to loops: ${problem}`,
              placeOf(operation.location),
            ),
          );
          return;
        }
        const attribute = operation.findAttribute("schedule");
        const schedule =
          attribute?.kind === "dialect-attribute"
            ? scheduleFromAttribute(attribute)
            : defaultSchedule(described.nest, context);
        rewriter.location = operation.location;
        generateLoops(described.nest, schedule, rewriter, context, host);
        count("kernels");
      }
    }
  },
});

/** In all blocks, nested ones included: a kernel may stand in the body of a loop. */
function nestsIn(rewriter: Rewriter): readonly OperationHandle[] {
  const found: OperationHandle[] = [];
  const visit = (operation: OperationHandle): void => {
    for (const inner of operation.opRegions.flatMap((region) => region.blocks.flatMap((block) => block.operations))) {
      if (inner.opName === "kernel.nest" || inner.opName === "linalg.generic") found.push(inner);
      else visit(inner);
    }
  };
  visit(rewriter.root);
  return found;
}

function symbolNameOf(operation: OperationHandle): string | undefined {
  const name = operation.findAttribute("sym_name");
  return name?.kind === "string" ? name.value : undefined;
}
