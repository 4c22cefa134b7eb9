/**
 * Cloning operations, within a body and between bodies: the only place where ids change. Whatever is inside the cloned operations is
 * mapped to its clone; what is outside must be in the mapping, or in the same body, where it stands for itself.
 */
import { invariant } from "../support/invariant.ts";
import type { BodyView } from "./body-view.ts";
import { OperationHandle, type RegionHandle, Value } from "./handle.ts";
import { type BlockId, type BodyId, NO_BODY, ROOT, type ValueId, valueId } from "./ids.ts";
import type { Location } from "./location.ts";
import type { OperationSpec, RegionSpec, Rewriter } from "./rewriter.ts";

/** What stands for the values and blocks of a source body in the target. */
export class IrMapping {
  readonly values = new Map<ValueId, Value>();
  readonly blocks = new Map<BlockId, BlockId>();

  map(from: Value, to: Value): void {
    this.values.set(from.id, to);
  }
}

export interface CloneOptions {
  /** The bodies of isolated operations inside what is cloned. */
  readonly bodies: (id: BodyId) => BodyView;
  /** Changes the location of each clone: `inline` makes call sites of them. */
  readonly location?: (location: Location) => Location;
}

/** Clones one operation, with its regions, to the insertion point of `rewriter`; its results are added to `mapping`. */
export function cloneOperation(
  operation: OperationHandle,
  rewriter: Rewriter,
  mapping: IrMapping,
  options: CloneOptions,
): OperationHandle {
  const cloner = new Cloner(operation.view, mapping, options);
  const clone = cloner.clone(operation, rewriter);
  cloner.finish();
  return clone;
}

/**
 * Clones the blocks of `source` into `target` before `before` (or at its end), their arguments included; values and blocks are added to
 * `mapping`. Arguments that are already mapped are left out of the cloned blocks.
 */
export function cloneRegion(
  source: RegionHandle,
  rewriter: Rewriter,
  target: RegionHandle,
  before: Parameters<Rewriter["createBlock"]>[3],
  mapping: IrMapping,
  options: CloneOptions,
): void {
  const locate = options.location ?? ((location: Location) => location);
  const made = source.blocks.map((block) => {
    const kept = block.arguments.filter((argument) => !mapping.values.has(argument.id));
    const clone = rewriter.createBlock(
      target,
      kept.map((argument) => argument.type),
      kept.map((argument) => locate(argument.location)),
      before,
    );
    kept.forEach((argument, at) => {
      mapping.map(argument, clone.argument(at));
    });
    mapping.blocks.set(block.id, clone.id);
    return { block, clone };
  });
  const cloner = new Cloner(source.view, mapping, options);
  cloner.enter(source);
  for (const { block, clone } of made)
    rewriter.at({ block: clone.id, before: undefined }, () => {
      for (const operation of block.operations) cloner.clone(operation, rewriter);
    });
  cloner.finish();
}

class Cloner {
  readonly #source: BodyView;
  readonly #mapping: IrMapping;
  readonly #options: CloneOptions;
  /** Values that are being cloned: unmapped, they are not there yet. Other values of the same body stand for themselves. */
  readonly #inside = new Set<ValueId>();
  /** Clones that use what comes later (graph regions, blocks out of order): their operands are set at the end. */
  readonly #unfinished: {
    readonly rewriter: Rewriter;
    readonly clone: OperationHandle;
    readonly from: readonly ValueId[];
  }[] = [];

  constructor(source: BodyView, mapping: IrMapping, options: CloneOptions) {
    this.#source = source;
    this.#mapping = mapping;
    this.#options = options;
  }

  clone(operation: OperationHandle, rewriter: Rewriter): OperationHandle {
    const record = operation.record;
    const operands = this.#operands(record.operands, rewriter);
    const isolated = record.body !== NO_BODY;
    const spec: OperationSpec = {
      name: record.name,
      operands: operands ?? [],
      resultTypes: record.resultTypes,
      properties: record.properties,
      attributes: record.attributes,
      successors: record.successors.map((block) => this.#mapping.blocks.get(block) ?? block),
      regions: isolated
        ? this.#isolatedRegions(record.body)
        : operation.opRegions.map((region) => this.#region(region)),
      isolated,
      location: this.#options.location?.(record.location) ?? record.location,
    };
    const clone = rewriter.insert(spec);
    record.resultTypes.forEach((_, at) => {
      this.#mapping.values.set(valueId(record.firstResult + at), clone.opResult(at));
    });
    if (operands === undefined) this.#unfinished.push({ rewriter, clone, from: record.operands });
    return clone;
  }

  finish(): void {
    for (const { rewriter, clone, from } of this.#unfinished) {
      const operands = this.#operands(from, rewriter);
      invariant(operands !== undefined, "a cloned operation uses a value that was not cloned and is not mapped");
      rewriter.setOperands(clone, operands);
    }
  }

  /** Undefined while one of them is not there yet. */
  #operands(ids: readonly ValueId[], rewriter: Rewriter): readonly Value[] | undefined {
    const operands: Value[] = [];
    for (const id of ids) {
      const mapped = this.#mapping.values.get(id);
      if (mapped !== undefined) operands.push(mapped);
      else if (rewriter.view === this.#source && !this.#inside.has(id)) operands.push(new Value(this.#source, id));
      else return undefined;
    }
    return operands;
  }

  /** Notes what a region defines, before it is cloned. */
  enter(region: RegionHandle): void {
    for (const block of region.blocks)
      for (const operation of block.operations) for (const result of operation.opResults) this.#inside.add(result.id);
  }

  #region(region: RegionHandle): RegionSpec {
    const { blocks } = region;
    this.enter(region);
    const locate = this.#options.location ?? ((location: Location) => location);
    return blocks.map((block, index) => ({
      arguments: block.argumentTypes,
      argumentLocations: block.arguments.map((argument) => locate(argument.location)),
      build: (rewriter, args) => {
        if (index === 0) this.#mapBlocks(region, rewriter);
        block.arguments.forEach((argument, at) => {
          const value = args[at];
          if (value !== undefined) this.#mapping.map(argument, value);
        });
        for (const operation of block.operations) this.clone(operation, rewriter);
      },
    }));
  }

  /** The rewriter has made all blocks of a region before it fills the first. */
  #mapBlocks(region: RegionHandle, rewriter: Rewriter): void {
    const point = rewriter.insertionPoint;
    invariant(point !== undefined, "a block is being built");
    const made = rewriter.view.region(rewriter.view.block(point.block).region).blocks;
    region.blocks.forEach((block, at) => {
      const clone = made[at];
      if (clone !== undefined) this.#mapping.blocks.set(block.id, clone);
    });
  }

  /** The regions of an isolated operation: another source body, so another mapping. */
  #isolatedRegions(body: BodyId): readonly RegionSpec[] {
    const view = this.#options.bodies(body);
    const inner = new Cloner(view, new IrMapping(), this.#options);
    const root = new OperationHandle(view, ROOT);
    const regions = root.opRegions.map((region) => inner.#region(region));
    return regions.map((blocks, at) => (at === regions.length - 1 ? finishing(blocks, inner) : blocks));
  }
}

/** After the last block of the last region is filled, what was left open is closed. */
function finishing(blocks: RegionSpec, cloner: Cloner): RegionSpec {
  return blocks.map((block, at) =>
    at < blocks.length - 1
      ? block
      : {
          ...block,
          build: (rewriter, args) => {
            block.build?.(rewriter, args);
            cloner.finish();
          },
        },
  );
}
