/**
 * Reassociations of reshapes: `[[0, 1], [2]]` says which consecutive dimensions of the larger shape make each dimension of the smaller
 * one. Shared by memref and tensor. Source: MLIR, `tensor.expand_shape` and `tensor.collapse_shape`.
 */
import { ArrayAttrOf, type AttributeConstraint, I64Attr } from "../../src/definition/attribute-constraint.ts";
import type { Report } from "../../src/definition/operation.ts";
import { DYNAMIC } from "../../src/ir/attribute.ts";

export type Reassociation = readonly (readonly number[])[];

export const ReassociationAttr: AttributeConstraint<Reassociation> = ArrayAttrOf(
  ArrayAttrOf(I64Attr, "64-bit integer array attribute"),
  "Array of 64-bit integer array attributes",
);

/** The smaller shape: the product of each group, DYNAMIC where a factor is. */
export function collapsedShape(shape: readonly number[], reassociation: Reassociation): readonly number[] {
  return reassociation.map((group) => {
    const extents = group.map((d) => shape[d] ?? 1);
    return extents.includes(DYNAMIC) ? DYNAMIC : extents.reduce((product, extent) => product * extent, 1);
  });
}

/**
 * A reassociation that collapses `larger` to `smaller`; undefined where there is none. Both shapes are static. Dimensions of extent 1 at a
 * border go to the group before it, at the front to the first group.
 */
export function findReassociation(larger: readonly number[], smaller: readonly number[]): Reassociation | undefined {
  if (smaller.length === 0) return larger.every((extent) => extent === 1) ? [] : undefined;
  const groups: number[][] = [];
  let d = 0;
  for (let at = 0; at < smaller.length; at++) {
    const target = smaller[at] ?? 1;
    const group: number[] = [];
    let product = 1;
    // At least one dimension a group; an extent of 0 makes products useless, so such shapes must match one by one.
    while (d < larger.length && (group.length === 0 || product !== target)) {
      product *= larger[d] ?? 1;
      group.push(d++);
      if (target === 0 || product === 0) break;
    }
    if (group.length === 0 || product !== target) return undefined;
    const groupsAfter = smaller.length - at - 1;
    while (d < larger.length && larger[d] === 1 && larger.length - d > groupsAfter && smaller[at + 1] !== 1)
      group.push(d++);
    groups.push(group);
  }
  const last = groups[groups.length - 1];
  while (d < larger.length && larger[d] === 1) last?.push(d++);
  return d === larger.length ? groups : undefined;
}

/** Checks that the groups are consecutive, cover the larger shape, and that static extents agree. */
export function verifyReassociation(
  larger: readonly number[],
  smaller: readonly number[],
  reassociation: Reassociation,
  expanding: boolean,
  report: Report,
): boolean {
  if (reassociation.length !== smaller.length) {
    report(`invalid number of reassociation groups: found ${reassociation.length}, expected ${smaller.length}`);
    return false;
  }
  let next = 0;
  for (const [at, group] of reassociation.entries()) {
    for (const d of group)
      if (d !== next++) {
        report(`expected reassociation map #${at} to be valid and contiguous`);
        return false;
      }
    if (!verifyGroup(larger, smaller[at] ?? 0, group, at, expanding, report)) return false;
  }
  if (next === larger.length || smaller.length === 0) return true;
  report(`expected the reassociation to cover all ${larger.length} dimensions, found ${next}`);
  return false;
}

function verifyGroup(
  larger: readonly number[],
  extent: number,
  group: readonly number[],
  at: number,
  expanding: boolean,
  report: Report,
): boolean {
  const [product] = collapsedShape(larger, [group]);
  if (product === DYNAMIC || extent === DYNAMIC) {
    if (expanding || (product === DYNAMIC) === (extent === DYNAMIC)) return true;
    report(`collapsed dim (${at}) must be dynamic if and only if reassociation group is dynamic`);
    return false;
  }
  if (product === extent) return true;
  if (expanding) report(`expected dimension ${at} of collapsed type to be static value of ${product}`);
  else report(`collapsed dim size (${extent}) must equal reassociation group size (${product})`);
  return false;
}
