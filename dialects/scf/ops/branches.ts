/** Choices and single runs: scf.if, scf.index_switch, scf.execute_region. Source: MLIR, "'scf' dialect". */
import { DenseI64ArrayAttr, UnitAttr } from "../../../src/definition/attribute-constraint.ts";
import { inlinable, type RegionSuccessor, regionBranch } from "../../../src/definition/control-flow.ts";
import {
  AnyRegion,
  defineOp,
  MaxSizedRegion1,
  type Report,
  SizedRegion1,
  VariadicRegion,
  variadic,
} from "../../../src/definition/operation.ts";
import { SingleBlockImplicitTerminator } from "../../../src/definition/trait.ts";
import { AnyType, I1, Index } from "../../../src/definition/type-constraint.ts";
import type { OperationHandle, RegionHandle } from "../../../src/ir/handle.ts";
import { placeOf } from "../../../src/ir/location.ts";
import { typeText } from "../../../src/ir/type-text.ts";
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

/** A case's region must yield what the switch defines. */
function verifyCase(operation: OperationHandle, region: RegionHandle, name: string, report: Report): void {
  const last = region.entry?.last;
  if (last === undefined) {
    report("expected region to end with scf.yield, but it is empty");
    return;
  }
  if (last.opName !== "scf.yield") {
    report(`expected region to end with scf.yield, but got ${last.opName}`);
    return;
  }
  const note = { message: "see yield operation here", place: placeOf(last.location) };
  const results = operation.record.resultTypes;
  if (last.operandCount !== results.length) {
    report(`expected each region to return ${results.length} values, but ${name} returns ${last.operandCount}`, [note]);
    return;
  }
  last.opOperands.forEach((value, at) => {
    const wanted = results[at];
    if (wanted !== undefined && value.type !== wanted)
      report(`expected result #${at} of each region to be '${typeText(wanted)}'`, [note]);
  });
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
    verifyCase(operation, operation.defaultRegion, "default region", report);
    caseRegions.forEach((region, at) => {
      verifyCase(operation, region, `case region #${at}`, report);
    });
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
