/** How blocks end, and where operations with successors may stand and lead. */

import { OperationHandle } from "../../ir/handle.ts";
import type { BlockId, OperationId } from "../../ir/ids.ts";
import type { Rule, Site } from "../rule.ts";

/** A terminator stands last in its block. */
export const terminatorIsLast: Rule = ({ traits }) => {
  if (!traits.has("Terminator")) return undefined;
  return (site) => {
    const block = site.view.parentBlock(site.id);
    if (block !== 0 && site.view.lastOf(block) === site.id) return true;
    return site.fail("verify.terminator", "must be the last operation in the parent block");
  };
};

/** Only the last operation of a block may have successors, and they are blocks of its own region. */
export function successorsAreInRegion(site: Site): boolean {
  const { view, record } = site;
  if (record.successors.length === 0) return true;
  const block = view.parentBlock(site.id);
  if (block === 0 || view.lastOf(block) !== site.id)
    return site.fail("verify.successors", "with block successors must terminate its parent block");
  const { region } = view.block(block);
  for (const successor of record.successors)
    if (!view.isLiveBlock(successor) || view.block(successor).region !== region)
      return site.fail("verify.successors", "branching to block of a different region");
  return true;
}

/**
 * A block that ends with a terminator, or that may do without: the only block of a region whose operation has the trait NoTerminator or is
 * not known. `site` is the operation that holds the block.
 */
export function blockIsTerminated(site: Site, block: BlockId): boolean {
  const { view, context, record } = site;
  const region = view.region(view.block(block).region);
  const parent = context.findDefinition(record.name);
  const free = region.blocks.length === 1 && (parent === undefined || parent.traits.has("NoTerminator"));
  const last: OperationId | undefined = view.lastOf(block);
  if (last === undefined) {
    if (free) return true;
    site.findings.add("verify.terminator", "empty block: expect at least a terminator", record.location);
    return false;
  }
  if (free) return true;
  const ending = view.operation(last);
  const definition = context.findDefinition(ending.name);
  // Nobody knows whether an operation that is not registered ends a block.
  if (definition === undefined || definition.traits.has("Terminator")) return true;
  site.findings.add(
    "verify.terminator",
    `block with no terminator, has ${site.quote(new OperationHandle(view, last))}`,
    ending.location,
  );
  return false;
}
