/** Result types from operands and attributes: by the definition's own function, or by the traits that fix them. */
import type { Type } from "../ir/attribute.ts";
import type { InferenceInput, Inferred, OpSchema } from "./schema.ts";
import type { ParametricTrait, TypesMatchWith } from "./trait.ts";

type InferenceSchema = Pick<
  OpSchema,
  "results" | "operands" | "attributes" | "traits" | "parametricTraits" | "inferTypes" | "name"
>;

/** Whether `inferResultTypes` can succeed at all: then syntax and builders need no result types. */
export function canInferResultTypes(schema: InferenceSchema): boolean {
  if (schema.inferTypes !== undefined || schema.traits.has("SameOperandsAndResultType")) return true;
  return schema.results.every(
    (slot) => slot.arity === "one" && (slot.type.buildable !== undefined || sourceOf(schema, slot.name) !== undefined),
  );
}

export function inferResultTypes(schema: InferenceSchema, input: InferenceInput): Inferred {
  if (schema.inferTypes !== undefined) return schema.inferTypes(input);
  const [first] = input.operandTypes;
  if (schema.traits.has("SameOperandsAndResultType") && first !== undefined)
    return { types: schema.results.map(() => first) };
  const types: Type[] = [];
  for (const slot of schema.results) {
    const type = slot.type.buildable ?? fromTrait(schema, slot.name, input);
    if (type === undefined) return { problem: `the type of result "${slot.name}" cannot be inferred` };
    types.push(type);
  }
  return { types };
}

interface TypeSource {
  readonly operand: number;
  readonly derive: ((type: Type) => Type | undefined) | undefined;
}

function isTypesMatchWith(trait: ParametricTrait): trait is TypesMatchWith {
  return trait.name === "TypesMatchWith" && "derive" in trait;
}

/** The operand from which the result's type follows. Only fixed leading operands are looked at: their numbers are certain. */
function sourceOf(schema: InferenceSchema, result: string): TypeSource | undefined {
  const operandNumber = (name: string): number => {
    const index = schema.operands.findIndex((slot) => slot.name === name);
    return index !== -1 && schema.operands.slice(0, index + 1).every((slot) => slot.arity === "one") ? index : -1;
  };
  for (const trait of schema.parametricTraits) {
    if (trait.name === "AllTypesMatch" && trait.parameters.includes(result)) {
      const operand = trait.parameters.map(operandNumber).find((index) => index !== -1);
      if (operand !== undefined) return { operand, derive: undefined };
    }
    if (isTypesMatchWith(trait) && trait.parameters[1] === result) {
      const operand = operandNumber(trait.parameters[0] ?? "");
      if (operand !== -1) return { operand, derive: trait.derive };
    }
  }
  return undefined;
}

function fromTrait(schema: InferenceSchema, result: string, input: InferenceInput): Type | undefined {
  const source = sourceOf(schema, result);
  if (source === undefined) return undefined;
  const type = input.operandTypes[source.operand];
  if (type === undefined) return undefined;
  return source.derive === undefined ? type : source.derive(type);
}
