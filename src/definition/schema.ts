/**
 * What a definition amounts to without the types of its names: the form that the parser, printer, verifier and drivers read. `defineOp`
 * (operation.ts) makes it; the typed side of views and builders stands there.
 */
import type { Attribute, DictionaryAttribute, Type } from "../ir/attribute.ts";
import type { OperationHandle, RegionHandle, Value } from "../ir/handle.ts";
import type { Location } from "../ir/location.ts";
import type { OperationName } from "../ir/name.ts";
import type { CustomAssembly, CustomDirective } from "./assembly.ts";
import type { AttributeConstraint } from "./attribute-constraint.ts";
import type { Supply } from "./interface.ts";
import type { BuiltinTrait, ParametricTrait, Report } from "./trait.ts";
import type { TypeConstraint } from "./type-constraint.ts";

/** How many values a name stands for. */
export type Arity = "one" | "optional" | "variadic";

export interface RegionConstraint {
  readonly summary: string;
  /** At most this many blocks; undefined for any number. */
  readonly blocks: "any" | "one" | "at-most-one";
  readonly variadic?: boolean;
}
export type SuccessorSpec = "one" | "variadic";

/** What a fold gives: undefined (nothing), or for each result a constant or an existing value. */
export type FoldResult = undefined | Attribute | Value | readonly (Attribute | Value)[];

/** What type inference sees of an operation that is about to be made. */
export interface InferenceInput {
  readonly operandTypes: readonly Type[];
  readonly properties: DictionaryAttribute;
  readonly regions: readonly RegionHandle[];
}

/** Inferred result types, or what prevents them. */
export type Inferred = { readonly types: readonly Type[] } | { readonly problem: string };

/** What `build` takes beyond what the definition names. */
export interface BuildExtras {
  /** Needed where the types can't be inferred: all result types in order. */
  readonly resultTypes?: readonly Type[];
  /** Discardable attributes. */
  readonly attributes?: DictionaryAttribute;
  readonly location?: Location;
}

export interface NamedSlot {
  readonly name: string;
  readonly arity: Arity;
  readonly type: TypeConstraint;
}
export interface NamedAttributeSlot {
  readonly name: string;
  readonly presence: "required" | "optional" | "default" | "discardable";
  readonly constraint: AttributeConstraint<unknown>;
  readonly fallback: unknown;
  /** A default that the generic form does not show. */
  readonly tacit: boolean;
}
export interface NamedRegion {
  readonly name: string;
  readonly constraint: RegionConstraint;
}
export interface NamedSuccessor {
  readonly name: string;
  readonly arity: SuccessorSpec;
}

/** A definition without the types of its names: what the parser, printer, verifier and drivers read. */
export interface OpSchema {
  readonly name: OperationName;
  readonly summary: string;
  readonly description: string;
  readonly operands: readonly NamedSlot[];
  readonly results: readonly NamedSlot[];
  readonly attributes: readonly NamedAttributeSlot[];
  readonly regions: readonly NamedRegion[];
  readonly successors: readonly NamedSuccessor[];
  readonly traits: ReadonlySet<BuiltinTrait>;
  readonly parametricTraits: readonly ParametricTrait[];
  readonly assembly: string | CustomAssembly | undefined;
  readonly directives: Readonly<Record<string, CustomDirective>>;
  readonly inferTypes: ((input: InferenceInput) => Inferred) | undefined;
  readonly verify: ((operation: OperationHandle, report: Report) => void) | undefined;
  readonly verifyRegions: ((operation: OperationHandle, report: Report) => void) | undefined;
  readonly fold:
    | ((operation: OperationHandle, constants: readonly (Attribute | undefined)[]) => FoldResult)
    | undefined;
  readonly supplies: readonly Supply[];
  readonly example: string | undefined;
}
