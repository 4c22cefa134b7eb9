/**
 * What drivers ask of every operation they meet, by operation name, gathered once a run: an array read instead of several map look-ups.
 * Hot: bench/canonicalize.ts.
 */
import type { Context } from "../definition/context.ts";
import { wouldBeTriviallyDead } from "../definition/effects.ts";
import type { OpSchema } from "../definition/operation.ts";
import { type Semantics, semantics } from "../interpret/semantics.ts";
import type { Attribute } from "../ir/attribute.ts";
import { findAttribute } from "../ir/attribute.ts";
import { OperationHandle, Value } from "../ir/handle.ts";
import type { OperationName } from "../ir/name.ts";

export interface OpFacts {
  readonly definition: OpSchema | undefined;
  readonly constantLike: boolean;
  /** Without effects, whatever its operands and regions. */
  readonly pure: boolean;
  /** Never erased for being unused. */
  readonly pinned: boolean;
  readonly terminator: boolean;
  readonly commutative: boolean;
  readonly idempotent: boolean;
  readonly involution: boolean;
  readonly semantics: Semantics | undefined;
}

export class OpFactTable {
  readonly context: Context;
  readonly #facts: (OpFacts | undefined)[] = [];

  constructor(context: Context) {
    this.context = context;
  }

  of(name: OperationName): OpFacts {
    const known = this.#facts[name.id];
    if (known !== undefined) return known;
    const made = gather(this.context, name);
    this.#facts[name.id] = made;
    return made;
  }

  /** The constant that an operation makes; undefined for anything but a constant. */
  constantOfOperation(operation: OperationHandle): Attribute | undefined {
    const record = operation.record;
    const facts = this.of(record.name);
    if (!facts.constantLike) return undefined;
    const value = findAttribute(record.properties, "value");
    if (value !== undefined) return value;
    const folded = facts.definition?.fold?.(operation, []);
    return folded === undefined || folded instanceof Value || isList(folded) ? undefined : folded;
  }

  constantOf(value: Value): Attribute | undefined {
    const definer = value.view.definingOperation(value.id);
    if (definer === undefined) return undefined;
    // Most values are not constants: the name says so before a handle is made.
    if (!this.of(value.view.operation(definer).name).constantLike) return undefined;
    return this.constantOfOperation(new OperationHandle(value.view, definer));
  }

  /** Unused, and erasing it loses nothing. */
  isTriviallyDead(operation: OperationHandle): boolean {
    const facts = this.of(operation.record.name);
    if (facts.pinned || operation.hasUses) return false;
    return facts.pure || wouldBeTriviallyDead(operation, this.context);
  }
}

function isList(value: unknown): value is readonly (Attribute | Value)[] {
  return Array.isArray(value);
}

function gather(context: Context, name: OperationName): OpFacts {
  const definition = context.findDefinition(name);
  const has = (trait: Parameters<Context["hasTrait"]>[1]): boolean => definition?.traits.has(trait) === true;
  return {
    definition,
    constantLike: has("ConstantLike"),
    pure: has("Pure") || (has("NoMemoryEffect") && !has("RecursiveMemoryEffects")),
    pinned: definition === undefined || has("Terminator") || has("Symbol"),
    terminator: has("Terminator"),
    commutative: has("Commutative"),
    idempotent: has("Idempotent"),
    involution: has("Involution"),
    semantics: context.find(semantics, name),
  };
}
