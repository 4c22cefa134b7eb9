/** How many operands, results, regions and successors an operation has. Upstream: the traits NOperands, OneResult, ZeroRegions ... */

import type { NamedSlot } from "../../definition/schema.ts";
import { findAttribute } from "../../ir/attribute.ts";
import type { Rule, Site } from "../rule.ts";

interface Bounds {
  readonly least: number;
  readonly exact: boolean;
}

function boundsOf(slots: readonly NamedSlot[]): Bounds {
  const least = slots.filter((slot) => slot.arity === "one").length;
  return { least, exact: least === slots.length };
}

const wrong = ({ least, exact }: Bounds, count: number): boolean => (exact ? count !== least : count < least);

export const operandCount: Rule = ({ operands }) => {
  const bounds = boundsOf(operands);
  const { least, exact } = bounds;
  if (!exact && least === 0) return undefined;
  return (site) => {
    const count = site.record.operands.length;
    if (!wrong(bounds, count)) return true;
    if (exact && least === 0) return site.fail("verify.operand-count", "requires zero operands");
    if (exact && least === 1) return site.fail("verify.operand-count", "requires a single operand");
    const wanted = exact ? String(least) : `${least} or more`;
    return site.fail("verify.operand-count", `expected ${wanted} operands, but found ${count}`);
  };
};

export const resultCount: Rule = ({ results }) => {
  const bounds = boundsOf(results);
  const { least, exact } = bounds;
  if (!exact && least === 0) return undefined;
  return (site) => {
    if (!wrong(bounds, site.record.resultTypes.length)) return true;
    if (exact && least === 0) return site.fail("verify.result-count", "requires zero results");
    if (exact && least === 1) return site.fail("verify.result-count", "requires one result");
    return site.fail("verify.result-count", `expected ${exact ? least : `${least} or more`} results`);
  };
};

export const regionCount: Rule = ({ regions }) => {
  const exact = regions.every(({ constraint }) => constraint.variadic !== true);
  const least = regions.filter(({ constraint }) => constraint.variadic !== true).length;
  if (!exact && least === 0) return undefined;
  return (site) => {
    const count = site.record.regions.length;
    if (exact ? count === least : count >= least) return true;
    if (exact && least === 0) return site.fail("verify.region-count", "requires zero regions");
    if (exact && least === 1) return site.fail("verify.region-count", "requires one region");
    return site.fail("verify.region-count", `expected ${exact ? least : `${least} or more`} regions`);
  };
};

export const successorCount: Rule = ({ successors }) => {
  const exact = successors.every(({ arity }) => arity === "one");
  const least = successors.filter(({ arity }) => arity === "one").length;
  if (!exact && least === 0) return undefined;
  return (site) => {
    const count = site.record.successors.length;
    if (exact ? count === least : count >= least) return true;
    const wanted = `${exact ? "" : "at least "}${least} successor${least === 1 ? "" : "s"}`;
    return site.fail("verify.successor-count", `requires ${wanted} but found ${count}`);
  };
};

/** The sizes of operand or result groups add up. */
function segments(
  name: string,
  groups: readonly NamedSlot[],
  what: "operand" | "result",
  countOf: (site: Site) => number,
): (site: Site) => boolean {
  return (site) => {
    const code = `verify.${what}-segments`;
    const sizes = findAttribute(site.record.properties, name) ?? findAttribute(site.record.attributes, name);
    if (sizes === undefined) return site.fail(code, `requires attribute '${name}'`);
    if (sizes.kind !== "dense-array")
      return site.fail(code, `attribute '${name}' failed to satisfy constraint: i32 dense array attribute`);
    const values = sizes.values.map(Number);
    if (values.length !== groups.length)
      return site.fail(
        code,
        `'${name}' attribute for specifying ${what} segments must have ${groups.length} elements, but got ${values.length}`,
      );
    if (values.some((size) => size < 0)) return site.fail(code, `'${name}' attribute cannot have negative elements`);
    const total = values.reduce((sum, size) => sum + size, 0);
    const count = countOf(site);
    if (total !== count)
      return site.fail(
        code,
        `${what} count (${count}) does not match with the total size (${total}) specified in attribute '${name}'`,
      );
    return groupArities(site, values, groups, what);
  };
}

function groupArities(site: Site, sizes: readonly number[], groups: readonly NamedSlot[], what: string): boolean {
  let start = 0;
  for (let at = 0; at < groups.length; at++) {
    const { arity } = groups[at] ?? { arity: "variadic" };
    const size = sizes[at] ?? 0;
    if (arity === "one" && size !== 1)
      return site.fail(
        `verify.${what}-segments`,
        `${what} group starting at #${start} requires 1 element, but found ${size}`,
      );
    if (arity === "optional" && size > 1)
      return site.fail(
        `verify.${what}-segments`,
        `${what} group starting at #${start} requires 0 or 1 element, but found ${size}`,
      );
    start += size;
  }
  return true;
}

export const operandSegments: Rule = ({ traits, operands }) =>
  traits.has("AttrSizedOperandSegments")
    ? segments("operandSegmentSizes", operands, "operand", (site) => site.record.operands.length)
    : undefined;

export const resultSegments: Rule = ({ traits, results }) =>
  traits.has("AttrSizedResultSegments")
    ? segments("resultSegmentSizes", results, "result", (site) => site.record.resultTypes.length)
    : undefined;

/** Without stated sizes, an optional group takes at most one, and several variadic groups share evenly. */
export const evenGroups: Rule = ({ traits, operands, results }) => {
  const check = (groups: readonly NamedSlot[], what: "operand" | "result", stated: boolean) => {
    const open = groups.filter((slot) => slot.arity !== "one");
    if (open.length === 0 || stated) return undefined;
    const fixed = groups.length - open.length;
    const optionalAlone = open.every((slot) => slot.arity === "optional");
    const start = groups.findIndex((slot) => slot.arity !== "one");
    return (site: Site): boolean => {
      const count = (what === "operand" ? site.record.operands : site.record.resultTypes).length - fixed;
      if (count % open.length !== 0)
        return site.fail(`verify.${what}-count`, `has ${count} ${what}s for ${open.length} groups of equal size`);
      const each = count / open.length;
      if (optionalAlone && each > 1)
        return site.fail(
          `verify.${what}-count`,
          `${what} group starting at #${start} requires 0 or 1 element, but found ${each}`,
        );
      return true;
    };
  };
  const ofOperands = check(operands, "operand", traits.has("AttrSizedOperandSegments"));
  const ofResults = check(results, "result", traits.has("AttrSizedResultSegments"));
  if (ofOperands === undefined) return ofResults;
  if (ofResults === undefined) return ofOperands;
  return (site) => ofOperands(site) && ofResults(site);
};
