/** Traits about how the types of operands and results relate. */

import { typeOfAttribute } from "../../definition/attribute-constraint.ts";
import type { OpSchema } from "../../definition/schema.ts";
import type { BuiltinTrait, ParametricTrait, TypesMatchWith } from "../../definition/trait.ts";
import { operandRange, resultRange } from "../../definition/view.ts";
import { DYNAMIC, elementTypeOrSelf, isShaped, type Type } from "../../ir/attribute.ts";
import type { Check, Rule, Site } from "../rule.ts";

const operandType = (site: Site, at: number): Type | undefined => {
  const value = site.record.operands[at];
  return value === undefined ? undefined : site.view.typeOf(value);
};

/** Extents that could be those of one value at run time. Scalars have no extents; what has no rank fits all. */
export function compatibleShapes(a: Type, b: Type): boolean {
  const unranked = (type: Type): boolean =>
    type.kind === "unranked-tensor-type" || type.kind === "unranked-memref-type";
  const shaped = (type: Type): boolean => isShaped(type) || unranked(type);
  if (shaped(a) !== shaped(b)) return false;
  if (!isShaped(a) || !isShaped(b)) return true;
  if (a.shape.length !== b.shape.length) return false;
  return a.shape.every((extent, at) => extent === b.shape[at] || extent === DYNAMIC || b.shape[at] === DYNAMIC);
}

type Relation = (a: Type, b: Type) => boolean;
const same: Relation = (a, b) => a === b;
const sameElement: Relation = (a, b) => elementTypeOrSelf(a) === elementTypeOrSelf(b);
const sameRank: Relation = (a, b) => {
  const rank = (type: Type): number | undefined => (isShaped(type) ? type.shape.length : undefined);
  const [left, right] = [rank(a), rank(b)];
  return left === undefined || right === undefined || left === right;
};

/** Types of one element type and with compatible shapes count as the same: `tensor<?xf32>` and `tensor<4xf32>`. */
const sameUpToShape: Relation = (a, b) => a === b || (sameElement(a, b) && compatibleShapes(a, b));

/** All operands, and where asked all results, stand in a relation to the first of them. */
function allRelated(relation: Relation, results: boolean, message: string): Check {
  return (site) => {
    const { operands, resultTypes } = site.record;
    const first = operandType(site, 0) ?? resultTypes[0];
    if (first === undefined) return true;
    for (let at = 1; at < operands.length; at++) {
      const type = operandType(site, at);
      if (type !== undefined && type !== first && !relation(type, first))
        return site.fail("verify.type-trait", message);
    }
    if (results)
      for (let at = 0; at < resultTypes.length; at++) {
        const type = resultTypes[at];
        if (type !== undefined && type !== first && !relation(type, first))
          return site.fail("verify.type-trait", message);
      }
    return true;
  };
}

const RELATIONS: readonly (readonly [BuiltinTrait, Check])[] = [
  ["SameTypeOperands", allRelated(same, false, "requires all operands to have the same type")],
  ["SameOperandsShape", allRelated(compatibleShapes, false, "requires the same shape for all operands")],
  [
    "SameOperandsAndResultShape",
    allRelated(compatibleShapes, true, "requires the same shape for all operands and results"),
  ],
  ["SameOperandsElementType", allRelated(sameElement, false, "requires the same element type for all operands")],
  [
    "SameOperandsAndResultElementType",
    allRelated(sameElement, true, "requires the same element type for all operands and results"),
  ],
  ["SameOperandsAndResultType", allRelated(sameUpToShape, true, "requires the same type for all operands and results")],
  ["SameOperandsAndResultRank", allRelated(sameRank, true, "operands don't have matching ranks")],
];

export const relatedTypes: Rule = ({ traits }) => {
  const checks = RELATIONS.filter(([trait]) => traits.has(trait)).map(([, check]) => check);
  const [only] = checks;
  if (checks.length <= 1) return only;
  return (site) => checks.every((check) => check(site));
};

/** All operands and results have one type, as most element-wise operations have it. */
function allAlike(site: Site): boolean {
  const { operands, resultTypes } = site.record;
  const [type] = resultTypes;
  for (let at = 1; at < resultTypes.length; at++) if (resultTypes[at] !== type) return false;
  for (let at = 0; at < operands.length; at++) if (operandType(site, at) !== type) return false;
  return true;
}

/** An element-wise operation has all its vectors and tensors of one shape and kind, or none at all. */
export const elementwise: Rule = ({ traits }) => {
  if (!traits.has("Elementwise")) return undefined;
  const mappable = (type: Type): boolean =>
    type.kind === "vector-type" || type.kind === "tensor-type" || type.kind === "unranked-tensor-type";
  return (site) => {
    const code = "verify.elementwise";
    const { operands, resultTypes } = site.record;
    if (allAlike(site)) return true;
    let shapedOperand: Type | undefined;
    for (let at = 0; at < operands.length && shapedOperand === undefined; at++) {
      const type = operandType(site, at);
      if (type !== undefined && mappable(type)) shapedOperand = type;
    }
    const shapedResult = resultTypes.find(mappable);
    if (shapedOperand === undefined && shapedResult === undefined) return true;
    if (shapedResult === undefined)
      return site.fail(code, "if an operand is non-scalar, then there must be at least one non-scalar result");
    if (!resultTypes.every(mappable))
      return site.fail(code, "if an operand is non-scalar, then all results must be non-scalar");
    if (shapedOperand === undefined)
      return site.fail(code, "if a result is non-scalar, then at least one operand must be non-scalar");
    const kind = (type: Type): string => (type.kind === "vector-type" ? "vector" : "tensor");
    const fits = (type: Type): boolean =>
      !mappable(type) || (kind(type) === kind(shapedResult) && compatibleShapes(type, shapedResult));
    for (let at = 0; at < operands.length; at++) {
      const type = operandType(site, at);
      if (type !== undefined && !fits(type))
        return site.fail(code, "all non-scalar operands/results must have the same shape and base type");
    }
    return (
      resultTypes.every(fits) ||
      site.fail(code, "all non-scalar operands/results must have the same shape and base type")
    );
  };
};

/** Reads the type (or types) of what a trait names: an operand, a result or a typed attribute. */
function typesNamed(definition: OpSchema, name: string): ((site: Site) => readonly (Type | undefined)[]) | undefined {
  const operand = definition.operands.findIndex((slot) => slot.name === name);
  if (operand !== -1)
    return (site) => {
      const [start, end] = operandRange(definition, site.handle, operand);
      return Array.from({ length: Math.max(0, end - start) }, (_, at) => operandType(site, start + at));
    };
  const result = definition.results.findIndex((slot) => slot.name === name);
  if (result !== -1)
    return (site) => {
      const [start, end] = resultRange(definition, site.handle, result);
      return site.record.resultTypes.slice(start, end);
    };
  if (definition.attributes.some((slot) => slot.name === name))
    return (site) => {
      const attribute = site.handle.findAttribute(name);
      return attribute === undefined ? [] : [typeOfAttribute(attribute)];
    };
  return undefined;
}

/** Upstream: AllTypesMatch. */
export const allTypesMatch: Rule = (definition) => {
  const checks = definition.parametricTraits
    .filter((trait) => trait.name === "AllTypesMatch")
    .map(({ parameters }): Check => {
      const readers = parameters.map((name) => typesNamed(definition, name));
      return (site) => {
        let first: Type | undefined;
        for (const reader of readers)
          for (const type of reader?.(site) ?? []) {
            first ??= type;
            if (type !== first)
              return site.fail(
                "verify.types-match",
                `failed to verify that all of {${parameters.join(", ")}} have same type`,
              );
          }
        return true;
      };
    });
  return checks.length === 0 ? undefined : (site) => checks.every((check) => check(site));
};

const isTypesMatchWith = (trait: ParametricTrait): trait is TypesMatchWith =>
  trait.name === "TypesMatchWith" && "derive" in trait;

/** Upstream: TypesMatchWith. */
export const typesMatchWith: Rule = (definition) => {
  const checks = definition.parametricTraits.filter(isTypesMatchWith).map(({ parameters, derive }): Check => {
    const [from = "", to = "", summary = ""] = parameters;
    const [source, target] = [typesNamed(definition, from), typesNamed(definition, to)];
    return (site) => {
      const given = source?.(site)[0];
      const found = target?.(site)[0];
      if (given === undefined || found === undefined || derive(given) === found) return true;
      return site.fail("verify.types-match", `failed to verify that ${summary}`);
    };
  });
  return checks.length === 0 ? undefined : (site) => checks.every((check) => check(site));
};

/** What a dialect's own traits ask. */
export const parametricTraits: Rule = ({ parametricTraits: traits }) => {
  const own = traits.filter((trait) => trait.verify !== undefined);
  if (own.length === 0) return undefined;
  return (site) => {
    for (const trait of own) {
      let holds = true;
      trait.verify?.(site.handle, (message, notes, label) => {
        holds = site.fail(label ?? "verify.trait", message, notes);
      });
      if (!holds) return false;
    }
    return true;
  };
};
