/**
 * Each use of a value is dominated by its definition. Within a block that is the order of operations; between blocks of a region it is
 * dominance in its control-flow graph; a nested use counts as the operation around it that stands in the region of the definition. Graph
 * regions have no order. What is unreachable cannot be wrong. Source: MLIR, "Control Flow and SSACFG Regions".
 */
import type { Context } from "../../definition/context.ts";
import type { BodyView } from "../../ir/body-view.ts";
import { type BlockId, type OperationId, operationId, type RegionId, ROOT, type ValueId } from "../../ir/ids.ts";
import type { Note } from "../../source/diagnostic.ts";
import { type DominatorTree, dominatorTree } from "../../support/dominators.ts";
import { noteAt, type Site } from "../rule.ts";

/** The control-flow graph of a region of several blocks: blocks by their position in the region. */
interface RegionGraph {
  readonly position: ReadonlyMap<BlockId, number>;
  readonly dominators: DominatorTree;
}

/** Answers questions of dominance about one body while it does not change. */
export class BodyDominance {
  readonly #view: BodyView;
  readonly #context: Context;
  readonly #graphs = new Map<RegionId, RegionGraph>();
  /** Whether the region's operations have an order, by region id: 0 unknown, 1 yes, 2 no. */
  readonly #ordered: Uint8Array;

  constructor(view: BodyView, context: Context) {
    this.#view = view;
    this.#context = context;
    this.#ordered = new Uint8Array(view.regionCount);
  }

  isReachable(block: BlockId): boolean {
    const { region } = this.#view.block(block);
    if (this.#view.region(region).blocks.length === 1) return true;
    const graph = this.#graph(region);
    return graph.dominators.isReachable(graph.position.get(block) ?? 0);
  }

  /** Whether `value` may be used by an operation that stands in `block`. */
  dominates(value: ValueId, user: OperationId, block: BlockId): boolean {
    const view = this.#view;
    const definer = view.definingOperation(value);
    const home = definer === undefined ? view.ownerBlock(value) : view.parentBlock(definer);
    if (home === undefined) return false;
    if (home === block) return definer === undefined || this.#isBefore(definer, user, block);
    return this.#dominatesAcross(definer, home, block);
  }

  #isBefore(definer: OperationId, user: OperationId, block: BlockId): boolean {
    if (definer !== user && this.#view.isBeforeInBlock(definer, user)) return true;
    return !this.#isOrdered(this.#view.block(block).region);
  }

  #dominatesAcross(definer: OperationId | undefined, home: BlockId, from: BlockId): boolean {
    const view = this.#view;
    const { region } = view.block(home);
    let block = from;
    let user: OperationId | undefined;
    while (view.block(block).region !== region) {
      user = view.parentOperation(block);
      if (user === ROOT) return false;
      block = view.parentBlock(user);
    }
    if (block === home) return definer === undefined || user === undefined || this.#isBefore(definer, user, home);
    const graph = this.#graph(region);
    return graph.dominators.dominates(graph.position.get(home) ?? 0, graph.position.get(block) ?? 0);
  }

  /** Graph regions, and regions of operations that nobody registered, have no order. */
  #isOrdered(region: RegionId): boolean {
    const known = this.#ordered[region] ?? 0;
    if (known !== 0) return known === 1;
    const parent = this.#view.operation(this.#view.region(region).parent).name;
    const definition = this.#context.findDefinition(parent);
    const ordered = definition !== undefined && !definition.traits.has("GraphRegion");
    this.#ordered[region] = ordered ? 1 : 2;
    return ordered;
  }

  #graph(region: RegionId): RegionGraph {
    const known = this.#graphs.get(region);
    if (known !== undefined) return known;
    const view = this.#view;
    const { blocks } = view.region(region);
    const position = new Map(blocks.map((block, at) => [block, at]));
    const successors = blocks.map((block) => {
      const last = view.lastOf(block);
      if (last === undefined) return [];
      return view.operation(last).successors.map((next) => position.get(next) ?? 0);
    });
    const graph = { position, dominators: dominatorTree(successors) };
    this.#graphs.set(region, graph);
    return graph;
  }
}

/** Every operand of the operation at `site` dominates it. */
export function operandsDominate(site: Site, dominance: BodyDominance, block: BlockId): boolean {
  const { operands } = site.record;
  for (let at = 0; at < operands.length; at++) {
    const value = operands[at];
    if (value === undefined || dominance.dominates(value, site.id, block)) continue;
    site.findings.add("verify.dominance", `operand #${at} does not dominate this use`, site.record.location, [
      definedAt(site, value, block),
    ]);
    return false;
  }
  return true;
}

function definedAt(site: Site, value: ValueId, block: BlockId): Note {
  const { view } = site;
  const definer = view.definingOperation(value);
  if (definer === undefined) {
    const home = view.ownerBlock(value) ?? block;
    const number = view.region(view.block(home).region).blocks.indexOf(home);
    const where = describe(view, view.block(home).region, view.block(block).region, home === block);
    return noteAt(`operand defined as a block argument (block #${number} in ${where})`, view.locationOf(value));
  }
  const home = view.parentBlock(definer);
  const where = describe(view, view.block(home).region, view.block(block).region, home === block);
  const phrase = where === "neither" ? "op is neither in a parent nor in a child region" : `op in ${where}`;
  return noteAt(`operand defined here (${phrase})`, view.operation(definer).location);
}

function describe(view: BodyView, home: RegionId, use: RegionId, sameBlock: boolean): string {
  if (sameBlock) return "the same block";
  if (home === use) return "the same region";
  if (isInside(view, use, home)) return "a parent region";
  return isInside(view, home, use) ? "a child region" : "neither";
}

function isInside(view: BodyView, inner: RegionId, outer: RegionId): boolean {
  for (let region = inner; region !== outer; ) {
    const parent = view.region(region).parent;
    if (parent === ROOT) return false;
    region = view.block(view.parentBlock(operationId(parent))).region;
  }
  return true;
}
