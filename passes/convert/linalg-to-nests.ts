/**
 * Every linalg.generic of static shapes becomes a kernel.nest: a filled output becomes an initial value, an output that nothing reads
 * becomes an empty tensor, so that later passes see one kind of kernel. Named linalg operations are generalized before.
 */

import { buildNest, cloning, isCloneable, type MappedOperand } from "../../dialects/kernel/build.ts";
import { type LoopNest, loopNestOf } from "../../dialects/kernel/loop-nest.ts";
import { empty } from "../../dialects/tensor/ops.ts";
import {
  type Attribute,
  arrayAttribute,
  denseArrayAttribute,
  findAttribute,
  i32,
  withAttribute,
} from "../../src/ir/attribute.ts";
import type { OperationHandle, Value } from "../../src/ir/handle.ts";
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
        const generic = withoutScalars(operation, rewriter);
        const described = loopNestOf(generic);
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
              placeOf(generic.location),
            ),
          );
        else if ("nest" in described) {
          convert(described.nest, rewriter);
          count("nests");
        }
      }
    eraseDead(rewriter, new Set(["linalg.fill", "tensor.empty", "kernel.nest"]));
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

/** The same operation with its scalar inputs used directly in the body. */
function withoutScalars(operation: OperationHandle, rewriter: Rewriter): OperationHandle {
  const { properties, attributes } = operation.record;
  const maps = findAttribute(properties, "indexing_maps");
  const segments = findAttribute(properties, "operandSegmentSizes");
  const isScalar = (value: Value): boolean => value.type.kind !== "tensor-type" && value.type.kind !== "memref-type";
  if (maps?.kind !== "array" || segments?.kind !== "dense-array" || !operation.opOperands.some(isScalar))
    return operation;
  const kept = operation.opOperands.map((value) => !isScalar(value));
  const pick = <T>(list: readonly T[]): readonly T[] => list.filter((_, at) => kept[at] === true);
  const inputs = Number(segments.values[0]) - kept.filter((keep) => !keep).length;
  const sizes = denseArrayAttribute(i32, [inputs, ...segments.values.slice(1)]);
  const changed = withAttribute(
    withAttribute(properties, "indexing_maps", arrayAttribute(pick(maps.elements))),
    "operandSegmentSizes",
    sizes,
  );
  rewriter.setInsertionPointBefore(operation);
  const created = rewriter.insert({
    name: operation.record.name,
    operands: pick(operation.opOperands),
    resultTypes: operation.record.resultTypes,
    properties: changed,
    attributes,
    regions: [[]],
    location: operation.location,
  });
  const [from, to] = [operation.opRegions[0], created.opRegions[0]];
  if (from !== undefined && to !== undefined) rewriter.moveBlocks(from, to);
  const block = to?.entry;
  for (let at = kept.length - 1; at >= 0 && block !== undefined; at--) {
    if (kept[at] === true) continue;
    rewriter.replaceAllUsesWith(block.argument(at), operation.opOperand(at));
    rewriter.eraseBlockArgument(block, at);
  }
  rewriter.replace(operation, created.opResults);
  return created;
}

/** The scalar constant that stands everywhere in a tensor: put there by linalg.fill, or by a kernel that yields nothing else. */
function filledWith(value: Value): Attribute | undefined {
  const fill = value.definition;
  const scalar =
    fill?.opName === "linalg.fill" ? fill.opOperand(0) : fill?.opName === "kernel.nest" ? yieldedBy(fill) : undefined;
  const constant = scalar?.definition;
  const attribute = constant === undefined ? undefined : findAttribute(constant.record.properties, "value");
  return attribute?.kind === "integer" || attribute?.kind === "float" ? attribute : undefined;
}

function yieldedBy(nest: OperationHandle): Value | undefined {
  const body = nest.opRegions[0]?.entry;
  const last = body?.last;
  return body !== undefined && body.first?.next === undefined && last?.operandCount === 1
    ? last.opOperand(0)
    : undefined;
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
