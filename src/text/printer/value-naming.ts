/**
 * The names under which the values and blocks of a body are printed: the user's own, those that an operation suggests, `%arg0` for
 * arguments of entry blocks, numbers for the rest. As upstream numbers them: a region's own values first, then those of the regions inside,
 * each of which goes on from there. A name that is taken gets a number behind it.
 */
import type { Context } from "../../definition/context.ts";
import { opAsm } from "../../definition/control-flow.ts";
import type { BodyView } from "../../ir/body-view.ts";
import { OperationHandle, RegionHandle } from "../../ir/handle.ts";
import { type BlockId, NO_BODY, type RegionId, ROOT, type ValueId } from "../../ir/ids.ts";
import type { Location } from "../../ir/location.ts";
import type { Operation } from "../../ir/operation.ts";

export interface NamingOptions {
  /** Operations suggest names for what they define. */
  readonly suggestedNames: boolean;
  /** Names that were written in the text are kept. */
  readonly userNames: boolean;
  /** Name locations give names too, as upstream's --mlir-use-nameloc-as-prefix. */
  readonly nameLocations: boolean;
}

export class ValueNaming {
  readonly #view: BodyView;
  readonly #context: Context | undefined;
  readonly #options: NamingOptions;
  /** By value, `%` included; results of a pack as `%name#number`. */
  readonly #values: string[] = [];
  /** By first result: the left side of the operation, `%a, %b:2 = `. */
  readonly #lefts: string[] = [];
  readonly #blocks: string[] = [];
  readonly #used = new Set<string>();
  #next = 0;
  #nextArgument = 0;
  #nextConflict = 0;

  constructor(view: BodyView, context: Context | undefined, options: NamingOptions) {
    this.#view = view;
    this.#context = context;
    this.#options = options;
    this.#numberRegions(view.root.regions, new OperationHandle(view, ROOT));
  }

  valueName(value: ValueId): string {
    return this.#values[value] ?? "<<UNKNOWN SSA VALUE>>";
  }
  /** What stands in front of the operation, with `= ` at its end; empty without results. */
  leftSide(operation: Operation): string {
    return operation.resultTypes.length === 0 ? "" : (this.#lefts[operation.firstResult] ?? "");
  }
  blockName(block: BlockId): string {
    return this.#blocks[block] ?? "^<<UNKNOWN BLOCK>>";
  }

  /** The regions of one operation all begin with the same state, and leave no name behind. */
  #numberRegions(regions: readonly RegionId[], operation: OperationHandle): void {
    const { firstNumber, firstArgument, firstConflict } = {
      firstNumber: this.#next,
      firstArgument: this.#nextArgument,
      firstConflict: this.#nextConflict,
    };
    for (const region of regions) {
      this.#next = firstNumber;
      this.#nextArgument = firstArgument;
      this.#nextConflict = firstConflict;
      this.#numberRegion(region, operation);
    }
  }

  #numberRegion(region: RegionId, operation: OperationHandle): void {
    const view = this.#view;
    const scope: string[] = [];
    const outer = this.#scope;
    this.#scope = scope;
    const { blocks } = view.region(region);
    blocks.forEach((block, at) => {
      this.#blocks[block] = `^bb${at}`;
      this.#nameArguments(block, at === 0, region, operation);
      for (const id of view.operationsOf(block))
        this.#nameResults(view.operation(id), () => new OperationHandle(view, id));
    });
    const { next, nextArgument, nextConflict } = {
      next: this.#next,
      nextArgument: this.#nextArgument,
      nextConflict: this.#nextConflict,
    };
    for (const block of blocks)
      for (const id of view.operationsOf(block)) {
        const record = view.operation(id);
        if (record.regions.length === 0 || record.body !== NO_BODY) continue;
        this.#next = next;
        this.#nextArgument = nextArgument;
        this.#nextConflict = nextConflict;
        this.#numberRegions(record.regions, new OperationHandle(view, id));
      }
    for (const name of scope) this.#used.delete(name);
    this.#scope = outer;
  }
  #scope: string[] = [];

  #nameArguments(block: BlockId, isEntry: boolean, region: RegionId, operation: OperationHandle): void {
    const record = this.#view.block(block);
    if (record.arguments.length === 0) return;
    const suggested = isEntry
      ? this.#context?.find(opAsm, operation.record.name)?.argumentNames?.(new RegionHandle(this.#view, region))
      : undefined;
    record.arguments.forEach((value, at) => {
      const location = record.argumentLocations[at];
      const wanted = (location === undefined ? undefined : this.#nameIn(location, 0)) ?? suggested?.[at];
      const name = wanted ?? (isEntry ? `arg${this.#nextArgument++}` : undefined);
      this.#values[value] = `%${name === undefined ? this.#next++ : this.#unique(name)}`;
    });
  }

  #nameResults(record: Operation, handle: () => OperationHandle): void {
    const count = record.resultTypes.length;
    if (count === 0) return;
    const first = record.firstResult;
    if (count === 1) {
      const wanted = this.#nameIn(record.location, 0) ?? this.#suggested(record, handle);
      const name = `%${wanted === undefined ? this.#next++ : this.#unique(wanted)}`;
      this.#values[first] = name;
      this.#lefts[first] = `${name} = `;
      return;
    }
    const parts: string[] = [];
    for (let start = 0; start < count; ) {
      let end = start + 1;
      while (end < count && this.#resultName(record, end, handle) === undefined) end++;
      const wanted = this.#resultName(record, start, handle);
      const name = `%${wanted === undefined ? this.#next++ : this.#unique(wanted)}`;
      parts.push(end - start === 1 ? name : `${name}:${end - start}`);
      for (let at = start; at < end; at++)
        this.#values[first + at] = end - start === 1 ? name : `${name}#${at - start}`;
      start = end;
    }
    this.#lefts[first] = `${parts.join(", ")} = `;
  }

  /** The name at which a group of results begins: the user's, or the one that the operation gives this result. */
  #resultName(record: Operation, index: number, handle: () => OperationHandle): string | undefined {
    const own = this.#nameIn(record.location, index);
    if (own !== undefined) return own;
    const names = this.#context?.find(opAsm, record.name)?.resultNames;
    if (names !== undefined) return names[index];
    return index === 0 ? this.#suggested(record, handle) : undefined;
  }

  #suggested(record: Operation, handle: () => OperationHandle): string | undefined {
    const suggest = this.#options.suggestedNames ? this.#context?.find(opAsm, record.name)?.resultName : undefined;
    const name = suggest?.(handle());
    return name === undefined ? undefined : sanitized(name);
  }

  #nameIn(location: Location, index: number): string | undefined {
    if (location.kind === "source") return this.#options.userNames ? location.names?.[index] || undefined : undefined;
    if (!this.#options.nameLocations || index > 0 || location.kind !== "name" || location.name === "") return undefined;
    return sanitized(location.name);
  }

  #unique(name: string): string {
    let free = name;
    while (this.#used.has(free)) free = `${name}_${this.#nextConflict++}`;
    this.#used.add(free);
    this.#scope.push(free);
    return free;
  }
}

/** What is no identifier becomes one: a leading digit gets an underscore, other characters their code. */
function sanitized(name: string): string {
  const legal = name.replace(/[^\w$.-]/g, (character) =>
    character === " " ? "_" : (character.codePointAt(0) ?? 0).toString(16).toUpperCase(),
  );
  return /^\d/.test(legal) ? `_${legal}` : legal;
}
