/** Sequential loops: scf.for and scf.while. Source: MLIR, "'scf' dialect". */
import { UnitAttr } from "../../../src/definition/attribute-constraint.ts";
import {
  inlinable,
  loopLike,
  type RegionSuccessor,
  regionBranch,
  regionBranchTerminator,
} from "../../../src/definition/control-flow.ts";
import { speculatable } from "../../../src/definition/effects.ts";
import { defineOp, type Report, SizedRegion1, variadic } from "../../../src/definition/operation.ts";
import { AllTypesMatch, HasParent, SingleBlockImplicitTerminator } from "../../../src/definition/trait.ts";
import { AnySignlessIntegerOrIndex, AnyType, I1 } from "../../../src/definition/type-constraint.ts";
import type { OperationHandle, RegionHandle } from "../../../src/ir/handle.ts";
import { forAssembly, whileAssembly } from "../assembly/loops.ts";

/** Into the region, or on behind the operation. */
export function intoOrPast(operation: OperationHandle, region: RegionHandle, skipArguments: number): RegionSuccessor[] {
  const inputs = region.entry?.arguments.slice(skipArguments) ?? [];
  return [
    { kind: "region", region, inputs },
    { kind: "parent", inputs: operation.opResults },
  ];
}

export const forOp = defineOp({
  name: "scf.for",
  summary: "a counted loop",
  description:
    "Runs from the lower bound, in steps that must be positive, while the induction variable is less than the upper bound (signed, or " +
    "unsigned with `unsigned`). Values given to iter_args are carried from one iteration to the next.",
  operands: {
    lowerBound: AnySignlessIntegerOrIndex,
    upperBound: AnySignlessIntegerOrIndex,
    step: AnySignlessIntegerOrIndex,
    initArgs: variadic(AnyType),
  },
  results: { results: variadic(AnyType) },
  attributes: { unsignedCmp: UnitAttr },
  regions: { region: SizedRegion1 },
  traits: [
    "AffineScope",
    "AutomaticAllocationScope",
    AllTypesMatch("lowerBound", "upperBound", "step"),
    SingleBlockImplicitTerminator("scf.yield"),
    "RecursiveMemoryEffects",
  ],
  assembly: forAssembly,
  verify: (operation, report) => {
    if (operation.initArgs.length !== operation.resultCount)
      report("mismatch in number of loop-carried values and defined values");
  },
  verifyRegions: (operation, report) => {
    const induction = operation.region.entry?.arguments[0];
    if (induction === undefined) report("expected body to have at least an argument for the induction variable");
    else if (induction.type !== operation.lowerBound.type)
      report("expected induction variable to be same type as bounds and step");
  },
  supplies: [
    regionBranch.of({
      successors: (operation) => {
        const [body] = operation.opRegions;
        return body === undefined ? [] : intoOrPast(operation, body, 1);
      },
      entryOperands: (operation) => operation.opOperands.slice(3),
    }),
    loopLike.of({
      bodies: (operation) => operation.opRegions,
      initialValues: (operation) => operation.opOperands.slice(3),
      carriedArguments: (operation) => operation.opRegions[0]?.entry?.arguments.slice(1) ?? [],
    }),
    // A step that is not positive would loop forever.
    speculatable.of((operation) => {
      const step = operation.opOperand(2).definition?.findAttribute("value");
      return step?.kind === "integer" && step.value === 1n;
    }),
    inlinable.of(() => true),
  ],
  example: "%r = scf.for %i = %lower to %upper step %step iter_args(%a = %x) -> (f32) {\n  scf.yield %a : f32\n}",
});

function verifyTerminator(region: RegionHandle, which: string, wanted: string, report: Report): void {
  const last = region.entry?.last;
  if (last?.opName === wanted) return;
  report(`expects the '${which}' region to terminate with '${wanted}'`);
}

export const whileOp = defineOp({
  name: "scf.while",
  summary: "a general loop",
  description:
    "The 'before' region computes the condition and values; while it holds, the 'after' region takes the values and yields those with " +
    "which 'before' runs again. The values of the last condition are the results.",
  operands: { inits: variadic(AnyType) },
  results: { results: variadic(AnyType) },
  regions: { before: SizedRegion1, after: SizedRegion1 },
  traits: ["RecursiveMemoryEffects", "SingleBlock"],
  assembly: whileAssembly,
  verify: (operation, report) => {
    verifyTerminator(operation.before, "before", "scf.condition", report);
    verifyTerminator(operation.after, "after", "scf.yield", report);
  },
  supplies: [
    regionBranch.of({
      successors: (operation, from) => {
        const [before, after] = operation.opRegions;
        if (before === undefined || after === undefined) return [];
        if (from === undefined || from.id === after.id)
          return [{ kind: "region", region: before, inputs: before.entry?.arguments ?? [] }];
        return [
          { kind: "parent", inputs: operation.opResults },
          { kind: "region", region: after, inputs: after.entry?.arguments ?? [] },
        ];
      },
      entryOperands: (operation) => operation.opOperands,
    }),
    loopLike.of({
      bodies: (operation) => operation.opRegions,
      initialValues: (operation) => operation.opOperands,
      carriedArguments: (operation) => operation.opRegions[0]?.entry?.arguments ?? [],
    }),
    inlinable.of(() => true),
  ],
  example:
    "%r = scf.while (%a = %x) : (f32) -> f32 {\n  scf.condition(%c) %a : f32\n} do {\n^bb0(%b: f32):\n  scf.yield %b : f32\n}",
});

export const conditionOp = defineOp({
  name: "scf.condition",
  summary: "ends the 'before' region of scf.while: whether to go on, and with which values",
  operands: { condition: I1, args: variadic(AnyType) },
  traits: ["Pure", "Terminator", HasParent("scf.while")],
  assembly: "`(` $condition `)` attr-dict ($args^ `:` type($args))?",
  supplies: [
    // The condition decides; the others go on.
    regionBranchTerminator.of({ forwarded: (operation) => ({ start: 1, count: operation.operandCount - 1 }) }),
    inlinable.of(() => true),
  ],
  example: "scf.condition(%c) %0 : f32",
});

export const yieldOp = defineOp({
  name: "scf.yield",
  summary: "ends a region with the values that it gives",
  operands: { operands: variadic(AnyType) },
  traits: [
    "Pure",
    "ReturnLike",
    "Terminator",
    HasParent("scf.execute_region", "scf.for", "scf.if", "scf.index_switch", "scf.while"),
  ],
  assembly: "attr-dict ($operands^ `:` type($operands))?",
  supplies: [inlinable.of(() => true)],
  example: "scf.yield %0 : f32",
});
