/** What an operation's regions look like: how many blocks, which arguments, what ends them. */
import type { OpSchema } from "../../definition/schema.ts";
import { BlockHandle } from "../../ir/handle.ts";
import type { Block, Region } from "../../ir/operation.ts";
import { noteAt, type Rule, type Site } from "../rule.ts";

function regionsOf(site: Site): readonly Region[] {
  return site.record.regions.map((id) => site.view.region(id));
}

function entryOf(site: Site, region: Region): Block | undefined {
  const [entry] = region.blocks;
  return entry === undefined ? undefined : site.view.block(entry);
}

/** The region constraints of the definition (SizedRegion and the like). */
export const regionConstraints: Rule = ({ regions }) => {
  if (regions.every(({ constraint }) => constraint.blocks === "any")) return undefined;
  return (site) => {
    const found = regionsOf(site);
    for (let index = 0; index < found.length; index++) {
      const { name, constraint } = regions[Math.min(index, regions.length - 1)] ?? { name: "", constraint: undefined };
      const count = found[index]?.blocks.length ?? 0;
      const holds =
        constraint === undefined ||
        constraint.blocks === "any" ||
        count === 1 ||
        (constraint.blocks === "at-most-one" && count === 0);
      if (!holds)
        return site.fail(
          "verify.region",
          `region #${index}${name === "" ? "" : ` ('${name}')`} failed to verify constraint: ${constraint.summary}`,
        );
    }
    return true;
  };
};

const implicitTerminator = (definition: OpSchema): string | undefined =>
  definition.parametricTraits.find((trait) => trait.name === "SingleBlockImplicitTerminator")?.parameters[0];

export const singleBlock: Rule = (definition) => {
  const { traits } = definition;
  if (!traits.has("SingleBlock") && implicitTerminator(definition) === undefined) return undefined;
  const terminated = !traits.has("NoTerminator");
  return (site) => {
    const regions = regionsOf(site);
    for (let index = 0; index < regions.length; index++) {
      const region = regions[index];
      const [block] = region?.blocks ?? [];
      if (region === undefined || block === undefined) continue;
      if (region.blocks.length > 1)
        return site.fail("verify.single-block", `expects region #${index} to have 0 or 1 blocks`);
      if (terminated && site.view.firstOf(block) === undefined)
        return site.fail("verify.single-block", "expects a non-empty block");
    }
    return true;
  };
};

/** The terminator that the text may leave out is the only one that the regions may end with. */
export const impliedTerminator: Rule = (definition) => {
  const wanted = implicitTerminator(definition);
  if (wanted === undefined) return undefined;
  return (site) => {
    for (const region of regionsOf(site))
      for (const block of region.blocks) {
        const last = site.view.lastOf(block);
        const ending: string = last === undefined ? wanted : site.view.operation(last).name.text;
        if (ending === wanted) continue;
        return site.fail("verify.terminator", `expects regions to end with '${wanted}', found '${ending}'`, [
          noteAt(`in custom textual format, the absence of terminator implies '${wanted}'`, site.record.location),
        ]);
      }
    return true;
  };
};

export const noRegionArguments: Rule = ({ traits }) => {
  if (!traits.has("NoRegionArguments")) return undefined;
  return (site) => {
    const regions = regionsOf(site);
    const index = regions.findIndex((region) => (entryOf(site, region)?.arguments.length ?? 0) > 0);
    if (index === -1) return true;
    const which = regions.length > 1 ? `region #${index}` : "region";
    return site.fail("verify.region-arguments", `${which} should have no arguments`);
  };
};

export const graphRegion: Rule = ({ traits }) => {
  if (!traits.has("GraphRegion")) return undefined;
  return (site) => {
    const index = regionsOf(site).findIndex((region) => region.blocks.length > 1);
    if (index === -1) return true;
    return site.fail("verify.graph-region", `expects graph region #${index} to have 0 or 1 blocks`);
  };
};

/** A symbol table is one region of one block. */
export const symbolTableShape: Rule = ({ traits }) => {
  if (!traits.has("SymbolTable")) return undefined;
  return (site) => {
    const code = "verify.symbol-table";
    const [region, ...others] = regionsOf(site);
    if (region === undefined || others.length > 0)
      return site.fail(code, "Operations with a 'SymbolTable' must have exactly one region");
    return region.blocks.length === 1 || site.fail(code, "Operations with a 'SymbolTable' must have exactly one block");
  };
};

/** Reached from inside by a branch, the entry block would run without its arguments. */
export function entryHasNoPredecessors(site: Site): boolean {
  const { view } = site;
  for (const region of regionsOf(site)) {
    const [entry] = region.blocks;
    if (entry === undefined) continue;
    for (const block of region.blocks) {
      const last = new BlockHandle(view, block).last;
      if (last?.record.successors.includes(entry) === true) {
        site.findings.add(
          "verify.entry-predecessors",
          "entry block of region may not have predecessors",
          site.record.location,
        );
        return false;
      }
    }
  }
  return true;
}
