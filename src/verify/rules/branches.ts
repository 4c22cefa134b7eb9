/** Values that flow along control: from branches to blocks, and between an operation and its regions. */
import type { Context } from "../../definition/context.ts";
import {
  branch,
  loopLike,
  type RegionBranch,
  type RegionSuccessor,
  regionBranch,
  regionBranchTerminator,
} from "../../definition/control-flow.ts";
import type { OperationHandle, RegionHandle, Value } from "../../ir/handle.ts";
import { typeText } from "../../ir/type-text.ts";
import { noteAt, type Rule, type Site } from "../rule.ts";

/** Operands forwarded to a successor match the arguments of the block. Upstream: BranchOpInterface. */
export const branchOperands: Rule = (definition, context) => {
  const flow = context.find(branch, definition.name);
  if (flow === undefined) return undefined;
  return (site) => {
    const { view, record } = site;
    for (let index = 0; index < record.successors.length; index++) {
      const block = record.successors[index];
      if (block === undefined) continue;
      const { argumentTypes } = view.block(block);
      const { start, count } = flow.successorOperands(site.handle, index);
      if (count !== argumentTypes.length)
        return report(
          site,
          `branch has ${count} operands for successor #${index}, but target block has ${argumentTypes.length}`,
        );
      for (let at = 0; at < count; at++) {
        const value = record.operands[start + at];
        if (value !== undefined && view.typeOf(value) !== argumentTypes[at])
          return report(site, `type mismatch for bb argument #${at} of successor #${index}`);
      }
    }
    return true;
  };
};

/** Upstream words these without naming the operation. */
function report(site: Site, message: string): false {
  site.findings.add("verify.branch", message, site.record.location);
  return false;
}

/** Where control comes from: the operation itself, or the end of a region. */
interface Edge {
  readonly from: string;
  readonly point: OperationHandle;
  readonly values: readonly Value[];
  readonly to: RegionSuccessor;
}

/** The values that a terminator hands on; undefined for one that hands on none (or of which nobody knows). */
function forwardedBy(terminator: OperationHandle, context: Context): readonly Value[] | undefined {
  const { name, successors, operands } = terminator.record;
  if (successors.length > 0) return undefined;
  const supplied = context.find(regionBranchTerminator, name)?.forwarded(terminator);
  const all = context.hasTrait(name, "ReturnLike") ? { start: 0, count: operands.length } : undefined;
  const range = supplied ?? all;
  return range && terminator.opOperands.slice(range.start, range.start + range.count);
}

function edgesOf(operation: OperationHandle, flow: RegionBranch, context: Context): readonly Edge[] {
  const edges: Edge[] = flow
    .successors(operation, undefined)
    .map((to) => ({ from: "parent", point: operation, values: flow.entryOperands(operation, to), to }));
  for (const region of operation.opRegions)
    for (const { last: point } of region.blocks) {
      const values = point === undefined ? undefined : forwardedBy(point, context);
      if (point === undefined || values === undefined) continue;
      for (const to of flow.successors(operation, region))
        edges.push({ from: `Operation ${point.opName}`, point, values, to });
    }
  return edges;
}

/** Upstream: RegionBranchOpInterface. */
export const regionBranches: Rule = (definition, context) => {
  const flow = context.find(regionBranch, definition.name);
  if (flow === undefined) return undefined;
  return (site) => {
    for (const { from, point, values, to } of edgesOf(site.handle, flow, context)) {
      const inputs = to.inputs;
      const target = to.kind === "parent" ? "parent" : `Region #${regionNumber(site, to.region)}`;
      const along = `along control flow edge from ${from} to ${target}:`;
      const notes = [noteAt("region branch point", point.location)];
      if (values.length !== inputs.length)
        return site.fail(
          "verify.region-branch",
          `${along} region branch point has ${values.length} operands, but region successor needs ${inputs.length} inputs`,
          notes,
        );
      for (let at = 0; at < values.length; at++) {
        const [given, wanted] = [values[at]?.type, inputs[at]?.type];
        if (given !== undefined && wanted !== undefined && given !== wanted)
          return site.fail(
            "verify.region-branch",
            `${along} successor operand type #${at} '${typeText(given)}' should match successor input type #${at} '${typeText(wanted)}'`,
            notes,
          );
      }
    }
    return true;
  };
};

function regionNumber(site: Site, region: RegionHandle): number {
  return site.record.regions.indexOf(region.id);
}

/** Values that a loop carries have one type at the start, within, and from one iteration to the next. Upstream: LoopLikeOpInterface. */
export const carriedValues: Rule = (definition, context) => {
  const loop = context.find(loopLike, definition.name);
  // A loop whose regions differ (scf.while) says what flows where by its region branches.
  if (loop === undefined || definition.regions.length !== 1) return undefined;
  return (site) => {
    const code = "verify.loop";
    const initial = loop.initialValues(site.handle);
    const carried = loop.carriedArguments(site.handle);
    if (initial.length !== carried.length)
      return site.fail(code, `different number of inits and region iter_args: ${initial.length} != ${carried.length}`);
    for (let at = 0; at < initial.length; at++) {
      const [given, wanted] = [initial[at]?.type, carried[at]?.type];
      if (given !== undefined && wanted !== undefined && given !== wanted)
        return site.fail(
          code,
          `${at}-th init and ${at}-th region iter_arg have different type: '${typeText(given)}' != '${typeText(wanted)}'`,
        );
    }
    const yielded = loop.bodies(site.handle)[0]?.entry?.last?.opOperands ?? [];
    if (yielded.length !== carried.length) return true;
    for (let at = 0; at < yielded.length; at++) {
      const [given, wanted] = [yielded[at]?.type, carried[at]?.type];
      if (given !== undefined && wanted !== undefined && given !== wanted)
        return site.fail(
          code,
          `${at}-th region iter_arg and ${at}-th yielded value have different type: '${typeText(wanted)}' != '${typeText(given)}'`,
        );
    }
    return true;
  };
};
