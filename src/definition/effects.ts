/** Memory effects: what an operation may do besides computing its results. Source: MLIR, "Side Effects & Speculation". */
import type { OperationHandle, Value } from "../ir/handle.ts";
import type { Context } from "./context.ts";
import { defineInterface } from "./interface.ts";

export type EffectKind = "read" | "write" | "allocate" | "free";

/** `value` is the memory that is touched; without one, any memory. */
export interface Effect {
  readonly kind: EffectKind;
  readonly value: Value | undefined;
}

/** Supplied by operations that touch memory; the trait Pure means none. */
export const memoryEffects = defineInterface<(operation: OperationHandle) => readonly Effect[]>("MemoryEffects");

/** The effects of an operation and, where it says so, of the operations in its regions; undefined when they are not known. */
export function effectsOf(operation: OperationHandle, context: Context): readonly Effect[] | undefined {
  const { name } = operation.record;
  const own = ownEffects(operation, context);
  if (!context.hasTrait(name, "RecursiveMemoryEffects")) return own;
  const effects: Effect[] = [...(own ?? [])];
  for (const region of operation.opRegions)
    for (const block of region.blocks)
      for (const inner of block.operations) {
        const nested = effectsOf(inner, context);
        if (nested === undefined) return undefined;
        effects.push(...nested);
      }
  return effects;
}

function ownEffects(operation: OperationHandle, context: Context): readonly Effect[] | undefined {
  const { name } = operation.record;
  if (context.hasTrait(name, "Pure") || context.hasTrait(name, "NoMemoryEffect")) return [];
  const supplied = context.find(memoryEffects, name);
  if (supplied !== undefined) return supplied(operation);
  return context.hasTrait(name, "RecursiveMemoryEffects") ? [] : undefined;
}

export function isMemoryEffectFree(operation: OperationHandle, context: Context): boolean {
  return effectsOf(operation, context)?.length === 0;
}

/** For operations that may run unasked only in some cases (a division whose divisor is a constant other than 0). */
export const speculatable = defineInterface<(operation: OperationHandle) => boolean>("ConditionallySpeculatable");

/** Pure: no effects, and may run where the program would not have run it. */
export function isSpeculatable(operation: OperationHandle, context: Context): boolean {
  const { name } = operation.record;
  if (context.hasTrait(name, "Pure") || context.hasTrait(name, "AlwaysSpeculatable")) return true;
  const conditional = context.find(speculatable, name);
  if (conditional !== undefined) return conditional(operation);
  if (!context.hasTrait(name, "RecursivelySpeculatable")) return false;
  return operation.opRegions.every((region) =>
    region.blocks.every((block) => block.operations.every((inner) => isSpeculatable(inner, context))),
  );
}

/** Erasing it loses nothing once its results are unused: no terminator, no symbol, and at most reads or fresh allocations of its own. */
export function wouldBeTriviallyDead(operation: OperationHandle, context: Context): boolean {
  const { name } = operation.record;
  const definition = context.findDefinition(name);
  if (definition === undefined || definition.traits.has("Terminator") || definition.traits.has("Symbol")) return false;
  const effects = effectsOf(operation, context);
  return (
    effects?.every(
      (effect) =>
        effect.kind === "read" || (effect.kind === "allocate" && effect.value?.definition?.is(operation) === true),
    ) === true
  );
}
