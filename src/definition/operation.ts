/**
 * `defineOp`: the one place that says what an op is. From the definition are derived the types of views and builders, parsing and
 * printing, verification, bytecode, reference pages, completion.
 */
import type { Attribute } from "../ir/attribute.ts";
import type { BlockHandle, OperationHandle, RegionHandle, Value } from "../ir/handle.ts";
import type { BlockId, ValueId } from "../ir/ids.ts";
import { operationName } from "../ir/name.ts";
import type { OperationSpec, RegionSpec } from "../ir/rewriter.ts";
import { invariant } from "../support/invariant.ts";
import type { CustomAssembly, CustomDirective } from "./assembly.ts";
import type { AttributeConstraint } from "./attribute-constraint.ts";
import type { Supply } from "./interface.ts";
import type {
  Arity,
  BuildExtras,
  FoldResult,
  InferenceInput,
  Inferred,
  NamedAttributeSlot,
  NamedSlot,
  OpSchema,
  RegionConstraint,
  SuccessorSpec,
} from "./schema.ts";
import type { BuiltinTrait, ParametricTrait, Report, Trait } from "./trait.ts";
import type { TypeConstraint } from "./type-constraint.ts";
import { buildSpec, makeViewPrototype, viewOf } from "./view.ts";

export type {
  Arity,
  BuildExtras,
  FoldResult,
  InferenceInput,
  Inferred,
  NamedAttributeSlot,
  NamedRegion,
  NamedSlot,
  NamedSuccessor,
  OpSchema,
  RegionConstraint,
  SuccessorSpec,
} from "./schema.ts";
export type { Report } from "./trait.ts";

// ---- What a definition may say ----------------------------------------------------------------------------------------

export interface Slot<K extends Arity = Arity> {
  readonly arity: K;
  readonly type: TypeConstraint;
}
/** A type constraint alone means exactly one value of it. */
export type SlotSpec = TypeConstraint | Slot;

export function variadic(type: TypeConstraint): Slot<"variadic"> {
  return { arity: "variadic", type };
}
export function optional(type: TypeConstraint): Slot<"optional"> {
  return { arity: "optional", type };
}

/** An attribute that may be absent, or has a default when it is. */
export interface AttributeSlot<T, P extends "optional" | "default" | "discardable"> {
  readonly presence: P;
  readonly constraint: AttributeConstraint<T>;
  readonly fallback: T | undefined;
  /** The generic form does not show a default that is left out. */
  readonly tacit?: boolean;
}
// biome-ignore lint/suspicious/noExplicitAny: `unknown` would not accept constraints, whose `encode` takes their T
export type AttributeSpec = AttributeConstraint<any> | AttributeSlot<any, "optional" | "default" | "discardable">;

export function optionalAttr<T>(constraint: AttributeConstraint<T>): AttributeSlot<T, "optional"> {
  return { presence: "optional", constraint, fallback: undefined };
}
/** Absent means `fallback`; builders leave it out when it has that value, as upstream's printer does. */
export function defaultAttr<T>(constraint: AttributeConstraint<T>, fallback: T): AttributeSlot<T, "default"> {
  return { presence: "default", constraint, fallback };
}
/** The same, but the generic form does not show the default. Upstream: DefaultValuedOptionalAttr. */
export function tacitDefaultAttr<T>(constraint: AttributeConstraint<T>, fallback: T): AttributeSlot<T, "default"> {
  return { presence: "default", constraint, fallback, tacit: true };
}

export const AnyRegion: RegionConstraint = { summary: "any region", blocks: "any" };
export const SizedRegion1: RegionConstraint = { summary: "region with 1 blocks", blocks: "one" };
export const MaxSizedRegion1: RegionConstraint = { summary: "region with at most 1 blocks", blocks: "at-most-one" };
export const VariadicRegion: RegionConstraint & { readonly variadic: true } = {
  summary: "any region",
  blocks: "any",
  variadic: true,
};

type Slots = Readonly<Record<string, SlotSpec>>;
type AttributeSpecs = Readonly<Record<string, AttributeSpec>>;
type RegionSpecs = Readonly<Record<string, RegionConstraint>>;
type SuccessorSpecs = Readonly<Record<string, SuccessorSpec>>;

export interface OpDeclaration<
  O extends Slots,
  R extends Slots,
  A extends AttributeSpecs,
  G extends RegionSpecs,
  S extends SuccessorSpecs,
> {
  /** With the dialect: "arith.addi". */
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** More lines: semantics, source. */
  readonly description?: string;
  readonly operands?: O;
  readonly results?: R;
  readonly attributes?: A;
  readonly regions?: G;
  readonly successors?: S;
  readonly traits?: readonly Trait[];
  /** A declarative format, or functions for what it cannot say; without one only the generic form is used. */
  readonly assembly?: string | CustomAssembly;
  readonly directives?: Readonly<Record<string, CustomDirective>>;
  /** Result types from the operands; then formats and builders leave them out. Formats with all types inferable by traits need none. */
  readonly inferTypes?: (input: InferenceInput) => Inferred;
  readonly verify?: (operation: NoInfer<View<O, R, A, G, S>>, report: Report) => void;
  /** After the regions have been verified. */
  readonly verifyRegions?: (operation: NoInfer<View<O, R, A, G, S>>, report: Report) => void;
  /** `constants[i]` is the constant value of operand i where it is known. Must not change the IR. */
  readonly fold?: (
    operation: NoInfer<View<O, R, A, G, S>>,
    constants: readonly (Attribute | undefined)[],
  ) => FoldResult;
  /** Values under interface keys. */
  readonly supplies?: readonly Supply[];
  /** A complete example, used in reference pages and tests. */
  readonly example?: string;
}

// ---- Types of views and builders ----------------------------------------------------------------------------------------

type SlotValue<S> = S extends { readonly arity: "variadic" }
  ? readonly Value[]
  : S extends { readonly arity: "optional" }
    ? Value | undefined
    : Value;
type AttributeValue<S> =
  S extends AttributeSlot<infer T, infer P>
    ? P extends "optional"
      ? T | undefined
      : T
    : S extends AttributeConstraint<infer T>
      ? T
      : never;
type RegionValue<S> = S extends { readonly variadic: true } ? readonly RegionHandle[] : RegionHandle;
type SuccessorValue<S> = S extends "variadic" ? readonly BlockHandle[] : BlockHandle;

/** A typed handle: the operation, and everything that its definition names. */
export type View<O, R, A, G, S> = OperationHandle & { readonly [K in keyof O]: SlotValue<O[K]> } & {
  readonly [K in keyof R]: SlotValue<R[K]>;
} & { readonly [K in keyof A]: AttributeValue<A[K]> } & { readonly [K in keyof G]: RegionValue<G[K]> } & {
  readonly [K in keyof S]: SuccessorValue<S[K]>;
};

type Given = Value | ValueId;
type SlotArgument<S> = S extends { readonly arity: "variadic" } ? readonly Given[] : Given;
type OptionalKeys<T, Marker> = { [K in keyof T]: T[K] extends Marker ? K : never }[keyof T];
type IsOptionalSlot = { readonly arity: "optional" };
type IsOptionalAttribute = { readonly presence: "optional" | "default" | "discardable" };
type IsUnit = AttributeConstraint<boolean>;

type Arguments<O, A, G, S> = {
  readonly [K in Exclude<keyof O, OptionalKeys<O, IsOptionalSlot>>]: SlotArgument<O[K]>;
} & {
  readonly [K in OptionalKeys<O, IsOptionalSlot>]?: SlotArgument<O[K]> | undefined;
} & {
  readonly [K in Exclude<keyof A, OptionalKeys<A, IsOptionalAttribute> | OptionalKeys<A, IsUnit>>]: AttributeValue<
    A[K]
  >;
} & {
  readonly [K in OptionalKeys<A, IsOptionalAttribute> | OptionalKeys<A, IsUnit>]?: AttributeValue<A[K]> | undefined;
} & { readonly [K in keyof G]?: G[K] extends { readonly variadic: true } ? readonly RegionSpec[] : RegionSpec } & {
  readonly [K in keyof S]: S[K] extends "variadic" ? readonly (BlockHandle | BlockId)[] : BlockHandle | BlockId;
};

// ---- The definition ---------------------------------------------------------------------------------------------------

/** A definition with the types of its names. */
export interface OpDefinition<O, R, A, G, S> extends OpSchema {
  /** The typed view of an operation of this name; undefined for any other operation or for none. */
  cast(operation: OperationHandle | undefined): View<O, R, A, G, S> | undefined;
  /** What to hand to `Rewriter.insert` or `replaceWith`. */
  build(args: Arguments<O, A, G, S> & BuildExtras): OperationSpec;
}

/** The view type of a definition: `ViewOf<typeof add>`. */
export type ViewOf<D> =
  D extends OpDefinition<infer O, infer R, infer A, infer G, infer S> ? View<O, R, A, G, S> : never;

type None = Readonly<Record<never, never>>;

export function defineOp<
  const O extends Slots = None,
  const R extends Slots = None,
  const A extends AttributeSpecs = None,
  const G extends RegionSpecs = None,
  const S extends SuccessorSpecs = None,
>(declaration: OpDeclaration<O, R, A, G, S>): OpDefinition<O, R, A, G, S> {
  const name = operationName(declaration.name);
  const attributes = Object.entries(declaration.attributes ?? {}).map(([key, spec]) => namedAttribute(key, spec));
  const traits = new Set<BuiltinTrait>();
  const parametricTraits: ParametricTrait[] = [];
  for (const trait of declaration.traits ?? []) {
    if (typeof trait === "string") traits.add(trait);
    else parametricTraits.push(trait);
  }
  const operands = namedSlots(declaration.operands ?? {});
  const results = namedSlots(declaration.results ?? {});
  const segments = operands.filter((slot) => slot.arity !== "one").length;
  invariant(
    segments < 2 || traits.has("AttrSizedOperandSegments") || traits.has("SameVariadicOperandSize"),
    () => `${declaration.name}: several variadic operands need AttrSizedOperandSegments or SameVariadicOperandSize`,
  );
  const { verify, verifyRegions, fold } = declaration;
  const base = {
    name,
    summary: declaration.summary,
    description: declaration.description ?? "",
    operands,
    results,
    attributes,
    regions: Object.entries(declaration.regions ?? {}).map(([key, constraint]) => ({ name: key, constraint })),
    successors: Object.entries(declaration.successors ?? {}).map(([key, arity]) => ({ name: key, arity })),
    traits,
    parametricTraits,
    assembly: declaration.assembly,
    directives: declaration.directives ?? {},
    inferTypes: declaration.inferTypes,
    supplies: declaration.supplies ?? [],
    example: declaration.example,
  };
  const prototype = makeViewPrototype(base);
  const typed = (operation: OperationHandle): View<O, R, A, G, S> => viewOf<View<O, R, A, G, S>>(prototype, operation);
  return {
    ...base,
    verify: verify && ((operation, report) => verify(typed(operation), report)),
    verifyRegions: verifyRegions && ((operation, report) => verifyRegions(typed(operation), report)),
    fold: fold && ((operation, constants) => fold(typed(operation), constants)),
    cast: (operation) => (operation !== undefined && operation.record.name === name ? typed(operation) : undefined),
    build: (args) => buildSpec(base, args),
  };
}

function namedSlots(slots: Slots): readonly NamedSlot[] {
  return Object.entries(slots).map(([name, spec]) =>
    "arity" in spec ? { name, arity: spec.arity, type: spec.type } : { name, arity: "one", type: spec },
  );
}

function namedAttribute(name: string, spec: AttributeSpec): NamedAttributeSlot {
  if ("presence" in spec)
    return {
      name,
      presence: spec.presence,
      constraint: spec.constraint,
      fallback: spec.fallback,
      tacit: spec.tacit === true,
    };
  // A unit attribute is its own presence.
  const presence = spec.summary === "unit attribute" ? "optional" : "required";
  return { name, presence, constraint: spec, fallback: undefined, tacit: false };
}
