/**
 * Dead values that keep one another alive around a loop of blocks: block arguments that only feed each other, and the operations between
 * them. What has effects is live, a live operation's operands are live, and a live block argument makes live what is passed to it;
 * everything else goes. Upstream: runRegionDCE, for one region.
 */
import type { Context } from "../definition/context.ts";
import { branch } from "../definition/control-flow.ts";
import { wouldBeTriviallyDead } from "../definition/effects.ts";
import type { OperationHandle, RegionHandle, Value } from "../ir/handle.ts";
import type { OperationId, ValueId } from "../ir/ids.ts";
import type { Rewriter } from "../ir/rewriter.ts";
import { type Edge, edgesInto, eraseForwardedOperand, operandOf } from "./block-edges.ts";

/** Erases dead operations and arguments of a region with several blocks; tells whether there were any. */
export function eraseDeadValues(rewriter: Rewriter, region: RegionHandle, context: Context): boolean {
  return new RegionLiveness(rewriter, region, context).erase();
}

class RegionLiveness {
  readonly #rewriter: Rewriter;
  readonly #region: RegionHandle;
  readonly #context: Context;
  readonly #edges: ReturnType<typeof edgesInto>;
  /** Live operations among those that could go, and live arguments of blocks behind the entry. */
  readonly #operations = new Set<OperationId>();
  readonly #arguments = new Set<ValueId>();
  readonly #waiting: Value[] = [];

  constructor(rewriter: Rewriter, region: RegionHandle, context: Context) {
    this.#rewriter = rewriter;
    this.#region = region;
    this.#context = context;
    this.#edges = edgesInto(region);
  }

  erase(): boolean {
    this.#markRoots();
    for (let value = this.#waiting.pop(); value !== undefined; value = this.#waiting.pop()) this.#mark(value);
    const erasedArguments = this.#eraseOperations();
    return this.#eraseArguments() || erasedArguments;
  }

  #markRoots(): void {
    for (const block of this.#region.blocks) {
      for (const operation of block.operations)
        if (!this.#mayGo(operation)) this.#markOperands(operation, operation.record.successors.length > 0);
      const incoming = this.#edges.get(block.id) ?? [];
      block.arguments.forEach((argument, at) => {
        if (incoming.some((edge) => operandOf(edge, at, this.#context) === undefined)) this.#waiting.push(argument);
      });
    }
  }

  #mayGo(operation: OperationHandle): boolean {
    return wouldBeTriviallyDead(operation, this.#context);
  }

  /** Everything that an operation reads, in its regions too; of a branch, only what it keeps to itself. */
  #markOperands(operation: OperationHandle, isBranch: boolean): void {
    const forwarded = isBranch ? this.#forwarded(operation) : undefined;
    operation.opOperands.forEach((operand, at) => {
      if (forwarded?.has(at) !== true) this.#waiting.push(operand);
    });
    for (const region of operation.opRegions)
      for (const block of region.blocks) for (const inner of block.operations) this.#markOperands(inner, false);
  }

  /** The operand numbers that become block arguments. */
  #forwarded(terminator: OperationHandle): ReadonlySet<number> {
    const numbers = new Set<number>();
    const flow = this.#context.find(branch, terminator.record.name);
    if (flow === undefined) return numbers;
    terminator.record.successors.forEach((_, index) => {
      const { start, count } = flow.successorOperands(terminator, index);
      for (let at = start; at < start + count; at++) numbers.add(at);
    });
    return numbers;
  }

  #mark(value: Value): void {
    const definition = value.definition;
    if (definition !== undefined) {
      if (this.#operations.has(definition.id)) return;
      this.#operations.add(definition.id);
      if (this.#mayGo(definition)) this.#markOperands(definition, false);
      return;
    }
    const block = value.ownerBlock;
    if (block === undefined || block.region.id !== this.#region.id || this.#arguments.has(value.id)) return;
    this.#arguments.add(value.id);
    for (const edge of this.#edges.get(block.id) ?? []) {
      const operand = operandOf(edge, value.index, this.#context);
      if (operand !== undefined) this.#waiting.push(edge.terminator.opOperand(operand));
    }
  }

  #eraseOperations(): boolean {
    const dead = this.#region.blocks.flatMap((block) =>
      block.operations.filter((operation) => this.#mayGo(operation) && !this.#operations.has(operation.id)),
    );
    // They may use one another in a cycle, through arguments that go as well.
    for (const operation of dead) if (operation.operandCount > 0) this.#rewriter.setOperands(operation, []);
    for (const operation of dead) this.#rewriter.eraseUnchecked(operation.id);
    return dead.length > 0;
  }

  #eraseArguments(): boolean {
    const dead = this.#region.blocks
      .slice(1)
      .flatMap((block) => block.arguments.filter((argument) => !this.#arguments.has(argument.id)));
    // Dead arguments feed one another: first nothing passes them on any more, then they go.
    const sources = dead.flatMap((argument) => this.#sourcesOf(argument));
    for (const { terminator, operand } of sources.sort((a, b) => b.operand - a.operand))
      eraseForwardedOperand(this.#rewriter, terminator, operand, this.#context);
    for (const argument of dead.toReversed()) this.#rewriter.eraseBlockArgument(argument.parentBlock, argument.index);
    return dead.length > 0;
  }

  #sourcesOf(argument: Value): readonly { readonly terminator: OperationHandle; readonly operand: number }[] {
    const edges: readonly Edge[] = this.#edges.get(argument.parentBlock.id) ?? [];
    return edges.flatMap((edge) => {
      const operand = operandOf(edge, argument.index, this.#context);
      return operand === undefined ? [] : [{ terminator: edge.terminator, operand }];
    });
  }
}
