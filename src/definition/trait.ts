/**
 * Traits, named as upstream's ODS. Those without parameters are strings, so that a definition reads as a list of words; the ones that
 * take parameters, and a stranger's own, are objects. What each string means to the verifier stands in src/verify/rules/traits.ts.
 */

import type { Type } from "../ir/attribute.ts";
import type { OperationHandle } from "../ir/handle.ts";
import type { Note } from "../source/diagnostic.ts";

/**
 * Tells one thing that is wrong with the operation at hand. The message completes "'dialect.op' op ..."; `label` names the violated
 * constraint as the specification of the dialect does (`dot_general_c10`) and becomes the code of the diagnostic.
 */
export type Report = (message: string, notes?: readonly Note[], label?: string) => void;

export type BuiltinTrait =
  /** No memory effects, and safe to execute when nobody asked: may be moved, merged and dropped. */
  | "Pure"
  | "NoMemoryEffect"
  | "RecursiveMemoryEffects"
  | "AlwaysSpeculatable"
  | "RecursivelySpeculatable"
  | "Commutative"
  | "Idempotent"
  | "Involution"
  | "ConstantLike"
  | "Terminator"
  | "ReturnLike"
  | "IsolatedFromAbove"
  | "SymbolTable"
  | "Symbol"
  | "SingleBlock"
  | "NoTerminator"
  | "NoRegionArguments"
  | "GraphRegion"
  | "AffineScope"
  | "AutomaticAllocationScope"
  | "Elementwise"
  | "Scalarizable"
  | "Vectorizable"
  | "Tensorizable"
  | "SameTypeOperands"
  | "SameOperandsShape"
  | "SameOperandsAndResultShape"
  | "SameOperandsElementType"
  | "SameOperandsAndResultElementType"
  | "SameOperandsAndResultType"
  | "SameOperandsAndResultRank"
  | "AttrSizedOperandSegments"
  | "AttrSizedResultSegments"
  | "SameVariadicOperandSize"
  | "SameVariadicResultSize";

export interface ParametricTrait {
  readonly name: string;
  readonly parameters: readonly string[];
  /** Reports what is wrong with an operation that has the trait. */
  readonly verify?: (operation: OperationHandle, report: Report) => void;
}

export type Trait = BuiltinTrait | ParametricTrait;

/** The operation must stand directly in one of these. */
export function HasParent(...names: readonly string[]): ParametricTrait {
  return {
    name: "HasParent",
    parameters: names,
    verify: (operation, report) => {
      const parent = operation.parent?.opName ?? operation.parentBlock?.parent.opName;
      if (parent !== undefined && !names.includes(parent))
        report(`expects parent op ${names.length === 1 ? `'${names[0]}'` : `to be one of '${names.join(", ")}'`}`);
    },
  };
}

/** One block a region, ended by `terminator`, which is added when the text leaves it out and not printed when it has nothing to say. */
export function SingleBlockImplicitTerminator(terminator: string): ParametricTrait {
  return { name: "SingleBlockImplicitTerminator", parameters: [terminator] };
}

/** The types of these operands, results or attributes are equal. Upstream: AllTypesMatch. */
export function AllTypesMatch(...names: readonly string[]): ParametricTrait {
  return { name: "AllTypesMatch", parameters: names };
}

/** `lhs`'s type follows from `rhs`'s, by `derive`; assembly formats use it to leave types out. Upstream: TypesMatchWith. */
export interface TypesMatchWith extends ParametricTrait {
  readonly derive: (type: Type) => Type | undefined;
}
export function TypesMatchWith(
  summary: string,
  from: string,
  to: string,
  derive: TypesMatchWith["derive"],
): TypesMatchWith {
  return { name: "TypesMatchWith", parameters: [from, to, summary], derive };
}
