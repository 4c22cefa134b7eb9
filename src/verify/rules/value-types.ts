/** The types of operands and results satisfy the constraints of the definition. */

import type { NamedSlot, OpSchema } from "../../definition/schema.ts";
import { operandRange, resultRange } from "../../definition/view.ts";
import type { Type } from "../../ir/attribute.ts";
import type { ValueId } from "../../ir/ids.ts";
import { typeText } from "../../ir/type-text.ts";
import type { Check, Rule, Site } from "../rule.ts";

/** Every operand is a result of a living operation or an argument of a living block: the rules below ask for its type. */
export function operandsAreLive(site: Site): boolean {
  const { view, record } = site;
  for (let at = 0; at < record.operands.length; at++) {
    const value = record.operands[at];
    if (value === undefined) continue;
    const definer = view.definingOperation(value);
    const block = definer === undefined ? view.ownerBlock(value) : undefined;
    const live =
      definer === undefined
        ? block !== undefined && view.isLiveBlock(block) && view.block(block).arguments.includes(value)
        : view.isLive(definer);
    if (!live) return site.fail("verify.dead-operand", `operand #${at} is a value that no longer exists`);
  }
  return true;
}

const ARITY_WORDS = { one: "", optional: "variadic of ", variadic: "variadic of " } as const;

function reject(site: Site, what: string, at: number, slot: NamedSlot, type: Type): false {
  return site.fail(
    `verify.${what}-type`,
    `${what} #${at} must be ${ARITY_WORDS[slot.arity]}${slot.type.summary}, but got '${typeText(type)}'`,
  );
}

const acceptsAll = (slots: readonly NamedSlot[]): boolean => slots.every((slot) => slot.type.summary === "any type");

/** Asks the constraint only when the type differs from the last accepted one: types come in long runs. */
function remembering(slot: NamedSlot): (type: Type) => boolean {
  let last: Type | undefined;
  const { accepts } = slot.type;
  return (type) => {
    if (type === last) return true;
    if (!accepts(type)) return false;
    last = type;
    return true;
  };
}

export const operandTypes: Rule = (definition) => {
  const { operands } = definition;
  if (acceptsAll(operands)) return undefined;
  const accepts = operands.map(remembering);
  if (operands.every((slot) => slot.arity === "one"))
    return (site) => {
      const values = site.record.operands;
      for (let at = 0; at < accepts.length; at++) {
        const value = values[at];
        const slot = operands[at];
        if (value === undefined || slot === undefined) continue;
        const type = site.view.typeOf(value);
        if (accepts[at]?.(type) !== true) return reject(site, "operand", at, slot, type);
      }
      return true;
    };
  return ranged(definition, operands, accepts, "operand");
};

export const resultTypes: Rule = (definition) => {
  const { results } = definition;
  if (acceptsAll(results)) return undefined;
  const accepts = results.map(remembering);
  if (results.every((slot) => slot.arity === "one"))
    return (site) => {
      const types = site.record.resultTypes;
      for (let at = 0; at < accepts.length; at++) {
        const type = types[at];
        const slot = results[at];
        if (type !== undefined && slot !== undefined && accepts[at]?.(type) !== true)
          return reject(site, "result", at, slot, type);
      }
      return true;
    };
  return ranged(definition, results, accepts, "result");
};

function ranged(
  definition: OpSchema,
  slots: readonly NamedSlot[],
  accepts: readonly ((type: Type) => boolean)[],
  what: "operand" | "result",
): Check {
  const range = what === "operand" ? operandRange : resultRange;
  const typeAt = (site: Site, at: number): Type | undefined => {
    if (what === "result") return site.record.resultTypes[at];
    const value: ValueId | undefined = site.record.operands[at];
    return value === undefined ? undefined : site.view.typeOf(value);
  };
  return (site) => {
    for (let index = 0; index < slots.length; index++) {
      const slot = slots[index];
      if (slot === undefined) continue;
      const [start, end] = range(definition, site.handle, index);
      for (let at = start; at < end; at++) {
        const type = typeAt(site, at);
        if (type !== undefined && accepts[index]?.(type) !== true) return reject(site, what, at, slot, type);
      }
    }
    return true;
  };
}
