/** Choices and single runs: scf.if, scf.index_switch, scf.execute_region. Source: MLIR, "'scf' dialect". */
import { DenseI64ArrayAttr, UnitAttr } from "../../../src/definition/attribute-constraint.ts";
import { inlinable, type RegionSuccessor, regionBranch } from "../../../src/definition/control-flow.ts";
import {
  AnyRegion,
  defineOp,
  MaxSizedRegion1,
  SizedRegion1,
  VariadicRegion,
  variadic,
} from "../../../src/definition/operation.ts";
import { SingleBlockImplicitTerminator } from "../../../src/definition/trait.ts";
import { AnyType, I1, Index } from "../../../src/definition/type-constraint.ts";
import type { OperationHandle, RegionHandle } from "../../../src/ir/handle.ts";
import { placeOf } from "../../../src/ir/location.ts";
import { typeText } from "../../../src/ir/type-text.ts";
import type { Note } from "../../../src/source/diagnostic.ts";
import { executeRegionAssembly, ifAssembly, indexSwitchAssembly } from "../assembly/branches.ts";

const past = (operation: OperationHandle): RegionSuccessor => ({ kind: "parent", inputs: operation.opResults });
const into = (region: RegionHandle): RegionSuccessor => ({ kind: "region", region, inputs: [] });

export const ifOp = defineOp({
  name: "scf.if",
  summary: "one of two regions, by a condition",
  operands: { condition: I1 },
  results: { results: variadic(AnyType) },
  regions: { thenRegion: SizedRegion1, elseRegion: MaxSizedRegion1 },
  traits: [
    "RecursiveMemoryEffects",
    "RecursivelySpeculatable",
    "NoRegionArguments",
    SingleBlockImplicitTerminator("scf.yield"),
  ],
  assembly: ifAssembly,
  verify: (operation, report) => {
    if (operation.resultCount > 0 && operation.elseRegion.isEmpty) report("must have an else block if defining values");
  },
  supplies: [
    regionBranch.of({
      successors: (operation, from) => {
        if (from !== undefined) return [past(operation)];
        const [then, otherwise] = operation.opRegions;
        if (then === undefined) return [];
        const second = otherwise === undefined || otherwise.isEmpty ? past(operation) : into(otherwise);
        return [into(then), second];
      },
      entryOperands: () => [],
    }),
    inlinable.of(() => true),
  ],
  example: "%r = scf.if %c -> (f32) {\n  scf.yield %x : f32\n} else {\n  scf.yield %y : f32\n}",
});

/** What is wrong with the region of a case; undefined when it yields what the switch defines. */
function problemOfCase(operation: OperationHandle, region: RegionHandle, name: string): Problem | undefined {
  const last = region.entry?.last;
  if (last === undefined) return { message: "expected region to end with scf.yield, but it is empty", notes: [] };
  if (last.opName !== "scf.yield")
    return { message: `expected region to end with scf.yield, but got ${last.opName}`, notes: [] };
  const notes = [{ message: "see yield operation here", place: placeOf(last.location) }];
  const results = operation.record.resultTypes;
  if (last.operandCount !== results.length) {
    const counts = `expected each region to return ${results.length} values, but ${name} returns ${last.operandCount}`;
    return { message: counts, notes };
  }
  const at = last.opOperands.findIndex((value, index) => value.type !== results[index]);
  const wanted = results[at];
  return wanted && { message: `expected result #${at} of each region to be '${typeText(wanted)}'`, notes };
}

interface Problem {
  readonly message: string;
  readonly notes: readonly Note[];
}

export const indexSwitchOp = defineOp({
  name: "scf.index_switch",
  summary: "one of several regions, by an index",
  operands: { arg: Index },
  results: { results: variadic(AnyType) },
  attributes: { cases: DenseI64ArrayAttr },
  regions: { defaultRegion: SizedRegion1, caseRegions: VariadicRegion },
  traits: ["RecursiveMemoryEffects", "RecursivelySpeculatable", SingleBlockImplicitTerminator("scf.yield")],
  assembly: indexSwitchAssembly,
  verify: (operation, report) => {
    const { cases, caseRegions } = operation;
    if (cases.length !== caseRegions.length) {
      report(`has ${caseRegions.length} case regions but ${cases.length} case values`);
      return;
    }
    const repeated = cases.find((value, at) => cases.indexOf(value) !== at);
    if (repeated !== undefined) {
      report(`has duplicate case value: ${repeated}`);
      return;
    }
    const problem = [operation.defaultRegion, ...caseRegions]
      .map((region, at) => problemOfCase(operation, region, at === 0 ? "default region" : `case region #${at - 1}`))
      .find((found) => found !== undefined);
    if (problem !== undefined) report(problem.message, problem.notes);
  },
  supplies: [
    regionBranch.of({
      successors: (operation, from) => (from === undefined ? operation.opRegions.map(into) : [past(operation)]),
      entryOperands: () => [],
    }),
    inlinable.of(() => true),
  ],
  example: "scf.index_switch %0\ncase 2 {\n  scf.yield\n}\ndefault {\n}",
});

export const executeRegionOp = defineOp({
  name: "scf.execute_region",
  summary: "runs a region of any number of blocks once",
  results: { results: variadic(AnyType) },
  attributes: { no_inline: UnitAttr },
  regions: { region: AnyRegion },
  traits: ["RecursiveMemoryEffects"],
  assembly: executeRegionAssembly,
  verify: (operation, report) => {
    if (operation.region.isEmpty) report("region needs to have at least one block");
    else if ((operation.region.entry?.argumentTypes.length ?? 0) > 0) report("region cannot have any arguments");
  },
  supplies: [
    regionBranch.of({
      successors: (operation, from) => (from === undefined ? operation.opRegions.map(into) : [past(operation)]),
      entryOperands: () => [],
    }),
    inlinable.of(() => true),
  ],
  example: "%r = scf.execute_region -> f32 {\n  scf.yield %x : f32\n}",
});
