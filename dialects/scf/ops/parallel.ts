/** Parallel loops: scf.parallel with reductions, scf.forall with shared results. Source: MLIR, "'scf' dialect". */
import { ArrayAttr, DenseI64ArrayAttr } from "../../../src/definition/attribute-constraint.ts";
import { inlinable, loopLike, regionBranch } from "../../../src/definition/control-flow.ts";
import { defineOp, optionalAttr, SizedRegion1, VariadicRegion, variadic } from "../../../src/definition/operation.ts";
import { HasParent, SingleBlockImplicitTerminator } from "../../../src/definition/trait.ts";
import { AnyRankedTensor, AnyType, Index } from "../../../src/definition/type-constraint.ts";
import { indexType } from "../../../src/ir/attribute.ts";
import type { OperationHandle } from "../../../src/ir/handle.ts";
import { typeText } from "../../../src/ir/type-text.ts";
import { forallAssembly, inParallelAssembly } from "../assembly/forall.ts";
import { parallelAssembly, reduceAssembly } from "../assembly/loops.ts";

export const parallelOp = defineOp({
  name: "scf.parallel",
  summary: "iterations in any order, with reductions",
  operands: {
    lowerBound: variadic(Index),
    upperBound: variadic(Index),
    step: variadic(Index),
    initVals: variadic(AnyType),
  },
  results: { results: variadic(AnyType) },
  regions: { region: SizedRegion1 },
  traits: [
    "AutomaticAllocationScope",
    "AttrSizedOperandSegments",
    "RecursiveMemoryEffects",
    SingleBlockImplicitTerminator("scf.reduce"),
  ],
  assembly: parallelAssembly,
  verify: (operation, report) => {
    const rank = operation.step.length;
    if (rank === 0) {
      report("needs at least one tuple element for lowerBound, upperBound and step");
      return;
    }
    const inductions = operation.region.entry?.argumentTypes ?? [];
    if (inductions.length !== rank) {
      report(`expects the same number of induction variables: ${inductions.length} as bound and step values: ${rank}`);
      return;
    }
    if (!inductions.every((type) => type === indexType)) {
      report("expects arguments for the induction variable to be of index type");
      return;
    }
    const reduce = operation.region.entry?.last;
    const reductions = reduce?.opName === "scf.reduce" ? reduce.operandCount : 0;
    const { resultCount, initVals } = operation;
    if (resultCount !== reductions) {
      report(`expects number of results: ${resultCount} to be the same as number of reductions: ${reductions}`);
      return;
    }
    if (resultCount !== initVals.length)
      report(
        `expects number of results: ${resultCount} to be the same as number of initial values: ${initVals.length}`,
      );
  },
  supplies: [
    regionBranch.of({
      successors: (operation) => {
        const [body] = operation.opRegions;
        // The body's arguments are the induction variables, and the results come from the reductions: no value flows along these edges.
        return body === undefined
          ? []
          : [
              { kind: "region", region: body, inputs: [] },
              { kind: "parent", inputs: [] },
            ];
      },
      entryOperands: () => [],
    }),
    loopLike.of({ bodies: (operation) => operation.opRegions, initialValues: () => [], carriedArguments: () => [] }),
    inlinable.of(() => true),
  ],
  example: "scf.parallel (%i) = (%lower) to (%upper) step (%step) {\n  scf.reduce\n}",
});

export const reduceOp = defineOp({
  name: "scf.reduce",
  summary: "ends scf.parallel: how the values of two iterations become one",
  operands: { operands: variadic(AnyType) },
  regions: { reductions: VariadicRegion },
  traits: ["Terminator", "RecursiveMemoryEffects", HasParent("scf.parallel")],
  assembly: reduceAssembly,
  verify: (operation, report) => {
    const results = operation.parent?.record.resultTypes ?? [];
    operation.operands.forEach((value, at) => {
      const result = results[at];
      if (result !== undefined && result !== value.type)
        report(
          `expects type of ${at}-th reduction operand: '${typeText(value.type)}' to be the same as the ${at}-th result type: '${typeText(result)}'`,
        );
    });
  },
  verifyRegions: (operation, report) => {
    const { operands, reductions } = operation;
    if (reductions.length !== operands.length) {
      report(`expected ${operands.length} reductions, but found ${reductions.length}`);
      return;
    }
    reductions.forEach((region, at) => {
      const type = operands[at]?.type;
      const args = region.entry?.argumentTypes;
      if (args === undefined) {
        report(`${at}-th reduction has an empty reduction region`);
        return;
      }
      if (type !== undefined && (args.length !== 2 || args.some((argument) => argument !== type)))
        report(`expected two block arguments with type '${typeText(type)}' in the ${at}-th reduction region`);
      if (region.entry?.last?.opName !== "scf.reduce.return")
        report("reduction bodies must be terminated with an 'scf.reduce.return' op");
    });
  },
  supplies: [inlinable.of(() => true)],
  example: "scf.reduce(%0 : f32) {\n^bb0(%a: f32, %b: f32):\n  scf.reduce.return %a : f32\n}",
});

/** The reduction of which this is the end, and its number. */
function reducedType(operation: OperationHandle) {
  const reduce = operation.parent;
  const region = operation.parentBlock?.region;
  if (reduce === undefined || region === undefined) return undefined;
  const at = reduce.opRegions.findIndex((other) => other.id === region.id);
  return reduce.opOperands[at]?.type;
}

export const reduceReturnOp = defineOp({
  name: "scf.reduce.return",
  summary: "ends a reduction with its value",
  operands: { result: AnyType },
  traits: ["Pure", "Terminator", HasParent("scf.reduce")],
  assembly: "$result attr-dict `:` type($result)",
  verify: (operation, report) => {
    const type = reducedType(operation);
    if (type !== undefined && operation.result.type !== type)
      report(`must have type '${typeText(type)}' (the type of the reduction inputs)`);
  },
  supplies: [inlinable.of(() => true)],
  example: "scf.reduce.return %0 : f32",
});

export const forallOp = defineOp({
  name: "scf.forall",
  summary: "iterations in any order, which write to parts of shared results",
  description: "Bounds and steps are numbers, or operands where the number is -2^63.",
  operands: {
    dynamicLowerBound: variadic(Index),
    dynamicUpperBound: variadic(Index),
    dynamicStep: variadic(Index),
    outputs: variadic(AnyRankedTensor),
  },
  results: { results: variadic(AnyType) },
  attributes: {
    staticLowerBound: DenseI64ArrayAttr,
    staticUpperBound: DenseI64ArrayAttr,
    staticStep: DenseI64ArrayAttr,
    mapping: optionalAttr(ArrayAttr),
  },
  regions: { region: SizedRegion1 },
  traits: [
    "AttrSizedOperandSegments",
    "AutomaticAllocationScope",
    "RecursiveMemoryEffects",
    SingleBlockImplicitTerminator("scf.forall.in_parallel"),
  ],
  assembly: forallAssembly,
  verify: (operation, report) => {
    const rank = operation.staticUpperBound.length;
    const args = operation.region.entry?.argumentTypes ?? [];
    if (args.length !== rank + operation.outputs.length) {
      report(`region expects ${rank + operation.outputs.length} arguments`);
      return;
    }
    if (args.slice(0, rank).some((type) => type !== indexType)) {
      report("expects 0-th block argument to be an index");
      return;
    }
    if (operation.resultCount !== operation.outputs.length) {
      report(`produces ${operation.resultCount} results, but its region yields ${operation.outputs.length} values`);
      return;
    }
    operation.outputs.forEach((output, at) => {
      const type = operation.record.resultTypes[at];
      if (type !== undefined && type !== output.type)
        report(`type mismatch between ${at}-th output and corresponding block argument`);
    });
    if (operation.mapping !== undefined && operation.mapping.length !== rank)
      report("mapping attribute size must match op rank");
  },
  supplies: [
    regionBranch.of({
      successors: (operation, from) => {
        const [body] = operation.opRegions;
        if (body === undefined) return [];
        // The results come from the insertions of the terminator, not along an edge.
        if (from !== undefined) return [{ kind: "parent", inputs: [] }];
        return [{ kind: "region", region: body, inputs: [] }];
      },
      entryOperands: () => [],
    }),
    loopLike.of({ bodies: (operation) => operation.opRegions, initialValues: () => [], carriedArguments: () => [] }),
    inlinable.of(() => true),
  ],
  example: "scf.forall (%i) in (8) {\n}",
});

export const inParallelOp = defineOp({
  name: "scf.forall.in_parallel",
  summary: "ends scf.forall: the parts that each iteration writes",
  regions: { region: SizedRegion1 },
  traits: ["Pure", "Terminator", "NoTerminator", "SingleBlock", "GraphRegion", HasParent("scf.forall")],
  assembly: inParallelAssembly,
  supplies: [inlinable.of(() => true)],
  example: "scf.forall.in_parallel {\n}",
});
