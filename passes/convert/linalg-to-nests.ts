/**
 * Every linalg.generic of static shapes becomes a kernel.nest: a filled output becomes an initial value, an output that nothing reads
 * becomes an empty tensor, so that later passes see one kind of kernel. Named linalg operations are generalized before.
 */

import { buildNest, cloning, isCloneable, type MappedOperand } from "../../dialects/kernel/build.ts";
import { type LoopNest, loopNestOf } from "../../dialects/kernel/loop-nest.ts";
import { empty } from "../../dialects/tensor/ops.ts";
import type { Attribute } from "../../src/ir/attribute.ts";
import { findAttribute } from "../../src/ir/attribute.ts";
import type { Value } from "../../src/ir/handle.ts";
import { placeOf } from "../../src/ir/location.ts";
import type { Rewriter } from "../../src/ir/rewriter.ts";
import { definePass } from "../../src/pass/pass.ts";
import { error } from "../../src/source/diagnostic.ts";

export const linalgToNests = definePass({
  name: "linalg-to-nests",
  summary: "turn linalg.generic operations of static shapes into kernel.nest",
  on: "func.func",
  statistics: { nests: "operations converted" },
  dependentDialects: ["kernel", "tensor"],
  run: ({ rewriter, count, report }) => {
    for (const block of rewriter.root.opRegions.flatMap((region) => region.blocks))
      for (const operation of block.operations) {
        if (operation.opName !== "linalg.generic") continue;
        const described = loopNestOf(operation);
        const problem =
          "problem" in described
            ? described.problem
            : isCloneable(described.nest.combine)
              ? undefined
              : "its body has operations with regions";
        if (problem !== undefined)
          report(
            error(
              "linalg-to-nests.unsupported",
              `'linalg.generic' op cannot become a kernel: ${problem}`,
              placeOf(operation.location),
            ),
          );
        else if ("nest" in described) {
          convert(described.nest, rewriter);
          count("nests");
        }
      }
    eraseDead(rewriter, new Set(["linalg.fill", "tensor.empty"]));
  },
});

function convert(loops: LoopNest, rewriter: Rewriter): void {
  const { operation } = loops;
  rewriter.setInsertionPointBefore(operation);
  rewriter.location = operation.location;
  const reduces = loops.parallel.includes(false);
  const filled = loops.outs.map(({ value }) => filledWith(value));
  const init = reduces && filled.every((attribute) => attribute !== undefined) ? filled : undefined;
  const outArguments = loops.combine.arguments.slice(loops.inputs.length);
  const readsOuts = outArguments.some((argument) => argument.hasUses);
  const mapped = (operands: LoopNest["inputs"]): MappedOperand[] => operands.map(({ value, map }) => ({ value, map }));
  // Without reductions an output that the body reads is an input like any other.
  const inputs = !reduces && readsOuts ? mapped([...loops.inputs, ...loops.outs]) : mapped(loops.inputs);
  const keepsOuts = reduces && init === undefined;
  const outs = loops.outs.map(({ value, map }) => ({ value: keepsOuts ? value : freshOutput(rewriter, value), map }));
  const created = buildNest(rewriter, {
    inputs,
    extras: [],
    outs,
    parallel: loops.parallel,
    init: init?.filter((attribute) => attribute !== undefined),
    combine: cloning(loops.combine),
    accumulators: loops.combine.last?.opOperands.map((value) => value.type) ?? [],
    finish: undefined,
    location: operation.location,
  });
  rewriter.replace(operation, created.opResults);
}

/** The scalar constant that a linalg.fill (or a splat constant) put everywhere into a tensor. */
function filledWith(value: Value): Attribute | undefined {
  const fill = value.definition;
  if (fill?.opName !== "linalg.fill") return undefined;
  const constant = fill.opOperand(0).definition;
  const attribute = constant === undefined ? undefined : findAttribute(constant.record.properties, "value");
  return attribute?.kind === "integer" || attribute?.kind === "float" ? attribute : undefined;
}

function freshOutput(rewriter: Rewriter, value: Value): Value {
  if (value.definition?.opName === "tensor.empty") return value;
  return rewriter.insert(empty.build({ dynamicSizes: [], resultTypes: [value.type] })).opResult(0);
}

function eraseDead(rewriter: Rewriter, names: ReadonlySet<string>): void {
  for (const block of rewriter.root.opRegions.flatMap((region) => region.blocks))
    for (const operation of [...block.operations].reverse())
      if (names.has(operation.opName) && !operation.hasUses) rewriter.erase(operation);
}
