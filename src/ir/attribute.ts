/**
 * Types and attributes: frozen values, interned in one table per realm, so that equality is `===`. A type is a kind of attribute.
 * They contain one another and so share this file, which is why it is long. The builtin kinds are spelled out; a dialect's own are a
 * name and parameters; what nobody registered is kept verbatim as text.
 */

import type { Source } from "../source/source.ts";
import type { Blob } from "../tensor/blob.ts";
import type { DType } from "../tensor/dtype.ts";
import type { AffineMap, IntegerSet } from "./affine.ts";
import { affineMap } from "./affine.ts";

export type Signedness = "signless" | "signed" | "unsigned";
export type FloatName =
  | "f64" | "f32" | "f16" | "bf16" | "tf32" | "f80" | "f128"
  | "f8E5M2" | "f8E4M3" | "f8E4M3FN" | "f8E5M2FNUZ" | "f8E4M3FNUZ" | "f8E4M3B11FNUZ" | "f8E3M4" | "f8E8M0FNU"
  | "f6E2M3FN" | "f6E3M2FN" | "f4E2M1FN"; // biome-ignore format: grouped by size

/** Every attribute has an id, unique in the realm; keys of other attributes are built from it. */
interface Identified {
  readonly id: number;
}

export interface IntegerType extends Identified {
  readonly kind: "integer-type";
  readonly width: number;
  readonly signedness: Signedness;
}
export interface IndexType extends Identified {
  readonly kind: "index-type";
}
export interface FloatType extends Identified {
  readonly kind: "float-type";
  readonly name: FloatName;
}
export interface ComplexType extends Identified {
  readonly kind: "complex-type";
  readonly elementType: Type;
}
export interface NoneType extends Identified {
  readonly kind: "none-type";
}
export interface FunctionType extends Identified {
  readonly kind: "function-type";
  readonly inputs: readonly Type[];
  readonly results: readonly Type[];
}
export interface TupleType extends Identified {
  readonly kind: "tuple-type";
  readonly elements: readonly Type[];
}
/** The extent of a dimension that is not known. */
export const DYNAMIC = -1;
export interface TensorType extends Identified {
  readonly kind: "tensor-type";
  /** Extents, `DYNAMIC` where unknown. */
  readonly shape: readonly number[];
  readonly elementType: Type;
  readonly encoding: Attribute | undefined;
}
export interface UnrankedTensorType extends Identified {
  readonly kind: "unranked-tensor-type";
  readonly elementType: Type;
}
export interface VectorType extends Identified {
  readonly kind: "vector-type";
  readonly shape: readonly number[];
  /** One flag a dimension: `[4]` is scalable. */
  readonly scalable: readonly boolean[];
  readonly elementType: Type;
}
export interface MemRefType extends Identified {
  readonly kind: "memref-type";
  readonly shape: readonly number[];
  readonly elementType: Type;
  /** An affine map or a strided layout; undefined is row-major. */
  readonly layout: Attribute | undefined;
  readonly memorySpace: Attribute | undefined;
}
export interface UnrankedMemRefType extends Identified {
  readonly kind: "unranked-memref-type";
  readonly elementType: Type;
  readonly memorySpace: Attribute | undefined;
}
/** A type of a registered dialect: `!dialect.mnemonic<parameters>`. */
export interface DialectType extends Identified {
  readonly kind: "dialect-type";
  readonly dialect: string;
  readonly mnemonic: string;
  readonly parameters: readonly Attribute[];
}
/** A type that nobody registered, verbatim after the `!dialect.` or `!dialect<...>`. */
export interface OpaqueType extends Identified {
  readonly kind: "opaque-type";
  readonly dialect: string;
  readonly text: string;
  /** Written `!dialect<"...">`-style in brackets, not `!dialect.text`. */
  readonly bracketed: boolean;
}

export type Type =
  | IntegerType | IndexType | FloatType | ComplexType | NoneType | FunctionType | TupleType
  | TensorType | UnrankedTensorType | VectorType | MemRefType | UnrankedMemRefType | DialectType | OpaqueType; // biome-ignore format: a list

export interface IntegerAttribute extends Identified {
  readonly kind: "integer";
  /** The value as upstream prints it: sign-extended, except for unsigned types and i1 (0 or 1). */
  readonly value: bigint;
  readonly type: IntegerType | IndexType;
}
export interface FloatAttribute extends Identified {
  readonly kind: "float";
  readonly value: number;
  /** The bits in the type's own width: they keep NaN payloads and what a double cannot hold. */
  readonly bits: bigint;
  readonly type: FloatType;
}
export interface StringAttribute extends Identified {
  readonly kind: "string";
  readonly value: string;
  /** A typed string `"x" : !t`. */
  readonly type: Type | undefined;
}
export interface ArrayAttribute extends Identified {
  readonly kind: "array";
  readonly elements: readonly Attribute[];
}
export interface DictionaryAttribute extends Identified {
  readonly kind: "dictionary";
  /** Sorted by name (code units). */
  readonly entries: readonly NamedAttribute[];
}
export interface NamedAttribute {
  readonly name: string;
  readonly value: Attribute;
}
export interface UnitAttribute extends Identified {
  readonly kind: "unit";
}
/** `@root::@nested`. */
export interface SymbolRefAttribute extends Identified {
  readonly kind: "symbol-ref";
  readonly root: string;
  readonly nested: readonly string[];
}
export interface AffineMapAttribute extends Identified {
  readonly kind: "affine-map";
  readonly map: AffineMap;
}
export interface IntegerSetAttribute extends Identified {
  readonly kind: "integer-set";
  readonly set: IntegerSet;
}
/** `dense<...>`: the elements row-major in the storage of their type (src/tensor/dtype.ts); a splat holds one element. */
export interface DenseElementsAttribute extends Identified {
  readonly kind: "dense-elements";
  readonly type: TensorType | VectorType;
  readonly splat: boolean;
  readonly blob: Blob;
}
/** `dense<["a", "b"]>` of a dialect's string type. */
export interface DenseStringsAttribute extends Identified {
  readonly kind: "dense-strings";
  readonly type: TensorType | VectorType;
  readonly values: readonly string[];
}
/** `dense_resource<key>`: the key is a hint for printing; a missing blob was declared elsewhere. */
export interface DenseResourceAttribute extends Identified {
  readonly kind: "dense-resource";
  readonly type: TensorType | VectorType;
  readonly key: string;
  readonly blob: Blob | undefined;
}
/** `array<i64: 1, 2>`: i1 and integers up to 32 bits and floats as numbers, wider integers as bigint. */
export interface DenseArrayAttribute extends Identified {
  readonly kind: "dense-array";
  readonly elementType: IntegerType | FloatType;
  readonly values: readonly (number | bigint)[];
}
/** `sparse<indices, values>`; `indices` is [count, rank] of i64. */
export interface SparseElementsAttribute extends Identified {
  readonly kind: "sparse-elements";
  readonly type: TensorType | VectorType;
  readonly indices: DenseElementsAttribute;
  readonly values: DenseElementsAttribute;
}
/** `strided<[s0, ?], offset: o>`, the layout of a memref; `DYNAMIC` where `?`. */
export interface StridedLayoutAttribute extends Identified {
  readonly kind: "strided-layout";
  readonly offset: number;
  readonly strides: readonly number[];
}
/** `distinct[n]<value>`. */
export interface DistinctAttribute extends Identified {
  readonly kind: "distinct";
  readonly number: number;
  readonly value: Attribute;
}
export interface LocationAttribute extends Identified {
  readonly kind: "location";
  readonly location: Location;
}
export interface DialectAttribute extends Identified {
  readonly kind: "dialect-attribute";
  readonly dialect: string;
  readonly mnemonic: string;
  readonly parameters: readonly Attribute[];
}
export interface OpaqueAttribute extends Identified {
  readonly kind: "opaque";
  readonly dialect: string;
  readonly text: string;
  readonly bracketed: boolean;
  readonly type: Type | undefined;
}

export type Attribute =
  | Type | IntegerAttribute | FloatAttribute | StringAttribute | ArrayAttribute | DictionaryAttribute | UnitAttribute
  | SymbolRefAttribute | AffineMapAttribute | IntegerSetAttribute | DenseElementsAttribute | DenseStringsAttribute
  | DenseResourceAttribute | DenseArrayAttribute | SparseElementsAttribute | StridedLayoutAttribute | DistinctAttribute
  | LocationAttribute | DialectAttribute | OpaqueAttribute; // biome-ignore format: a list

// ---- Locations (see location.ts for what can be done with them) -------------------------------------------------------

export type Location =
  | SourceLocation
  | FileLocation
  | NameLocation
  | FusedLocation
  | CallSiteLocation
  | UnknownLocation
  | OpaqueLocation;

export interface UnknownLocation {
  readonly kind: "unknown";
}

/** A place in a text that was parsed here. `names` are the user's SSA names of the results (numbers are not kept). */
export class SourceLocation {
  readonly kind = "source";
  readonly source: Source;
  readonly offset: number;
  readonly names: readonly string[] | undefined;

  constructor(source: Source, offset: number, names: readonly string[] | undefined) {
    this.source = source;
    this.offset = offset;
    this.names = names;
  }
}

/** `"file":line:column`, or with an end `"file":line:column to line:column`. */
export interface FileLocation {
  readonly kind: "file";
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly end: { readonly line: number; readonly column: number } | undefined;
}

/** `"name"(child)`. */
export interface NameLocation {
  readonly kind: "name";
  readonly name: string;
  readonly child: Location;
}

/** `fused<metadata>[a, b]`. */
export interface FusedLocation {
  readonly kind: "fused";
  readonly metadata: Attribute | undefined;
  readonly locations: readonly Location[];
}

/** `callsite(callee at caller)`. */
export interface CallSiteLocation {
  readonly kind: "callsite";
  readonly callee: Location;
  readonly caller: Location;
}

/** A location of an unregistered dialect, kept verbatim. */
export interface OpaqueLocation {
  readonly kind: "opaque";
  readonly text: string;
}

// ---- The table ------------------------------------------------------------------------------------------------------

const table = new Map<string, Attribute>();
let nextId = 1;

/**
 * Finds or makes the attribute with this structural key. The key begins with the kind, so a hit has the asked-for kind; the check
 * below is what lets the compiler know it.
 */
function intern<T extends Attribute>(kind: T["kind"], key: string, make: (id: number) => T): T {
  const full = `${kind} ${key}`;
  const known = table.get(full);
  if (known !== undefined && hasKind<T>(known, kind)) return known;
  const made = make(nextId++);
  Object.freeze(made);
  table.set(full, made);
  return made;
}

function hasKind<T extends Attribute>(attribute: Attribute, kind: T["kind"]): attribute is T {
  return attribute.kind === kind;
}

const ids = (attributes: readonly Attribute[]): string => {
  let key = "";
  for (let at = 0; at < attributes.length; at++) key += `${attributes[at]?.id ?? 0},`;
  return key;
};

// ---- Types ----------------------------------------------------------------------------------------------------------

const integerTypes: Record<Signedness, Map<number, IntegerType>> = {
  signless: new Map(),
  signed: new Map(),
  unsigned: new Map(),
};

/** Widths from 0 to 2^24-1, as upstream. */
export function integerType(width: number, signedness: Signedness = "signless"): IntegerType {
  const known = integerTypes[signedness].get(width);
  if (known !== undefined) return known;
  const made = intern<IntegerType>("integer-type", `${signedness}${width}`, (id) => ({
    kind: "integer-type",
    id,
    width,
    signedness,
  }));
  integerTypes[signedness].set(width, made);
  return made;
}

export const indexType: IndexType = intern<IndexType>("index-type", "", (id) => ({ kind: "index-type", id }));
export const noneType: NoneType = intern<NoneType>("none-type", "", (id) => ({ kind: "none-type", id }));

export function floatType(name: FloatName): FloatType {
  return intern<FloatType>("float-type", name, (id) => ({ kind: "float-type", id, name }));
}

export const f16: FloatType = floatType("f16");
export const bf16: FloatType = floatType("bf16");
export const f32: FloatType = floatType("f32");
export const f64: FloatType = floatType("f64");
export const i1: IntegerType = integerType(1);
export const i8: IntegerType = integerType(8);
export const i16: IntegerType = integerType(16);
export const i32: IntegerType = integerType(32);
export const i64: IntegerType = integerType(64);

export function complexType(elementType: Type): ComplexType {
  return intern<ComplexType>("complex-type", `${elementType.id}`, (id) => ({ kind: "complex-type", id, elementType }));
}

export function functionType(inputs: readonly Type[], results: readonly Type[]): FunctionType {
  return intern<FunctionType>("function-type", `${ids(inputs)}>${ids(results)}`, (id) => ({
    kind: "function-type",
    id,
    inputs: Object.freeze(inputs.slice()),
    results: Object.freeze(results.slice()),
  }));
}

export function tupleType(elements: readonly Type[]): TupleType {
  return intern<TupleType>("tuple-type", ids(elements), (id) => ({
    kind: "tuple-type",
    id,
    elements: Object.freeze(elements.slice()),
  }));
}

export function tensorType(shape: readonly number[], elementType: Type, encoding?: Attribute): TensorType {
  return intern<TensorType>("tensor-type", `${shape.join("x")}:${elementType.id}:${encoding?.id ?? 0}`, (id) => ({
    kind: "tensor-type",
    id,
    shape: Object.freeze(shape.slice()),
    elementType,
    encoding,
  }));
}

export function unrankedTensorType(elementType: Type): UnrankedTensorType {
  return intern<UnrankedTensorType>("unranked-tensor-type", `${elementType.id}`, (id) => ({
    kind: "unranked-tensor-type",
    id,
    elementType,
  }));
}

export function vectorType(shape: readonly number[], elementType: Type, scalable?: readonly boolean[]): VectorType {
  const flags = scalable ?? shape.map(() => false);
  const key = `${shape.map((extent, at) => (flags[at] ? `[${extent}]` : extent)).join("x")}:${elementType.id}`;
  return intern<VectorType>("vector-type", key, (id) => ({
    kind: "vector-type",
    id,
    shape: Object.freeze(shape.slice()),
    scalable: Object.freeze(flags.slice()),
    elementType,
  }));
}

export function memRefType(
  shape: readonly number[],
  elementType: Type,
  layout?: Attribute,
  memorySpace?: Attribute,
): MemRefType {
  return intern<MemRefType>(
    "memref-type",
    `${shape.join("x")}:${elementType.id}:${layout?.id ?? 0}:${memorySpace?.id ?? 0}`,
    (id) => ({
      kind: "memref-type",
      id,
      shape: Object.freeze(shape.slice()),
      elementType,
      layout,
      memorySpace,
    }),
  );
}

export function unrankedMemRefType(elementType: Type, memorySpace?: Attribute): UnrankedMemRefType {
  return intern<UnrankedMemRefType>("unranked-memref-type", `${elementType.id}:${memorySpace?.id ?? 0}`, (id) => ({
    kind: "unranked-memref-type",
    id,
    elementType,
    memorySpace,
  }));
}

export function dialectType(dialect: string, mnemonic: string, parameters: readonly Attribute[] = []): DialectType {
  return intern<DialectType>("dialect-type", `${dialect}.${mnemonic}:${ids(parameters)}`, (id) => ({
    kind: "dialect-type",
    id,
    dialect,
    mnemonic,
    parameters: Object.freeze(parameters.slice()),
  }));
}

export function opaqueType(dialect: string, text: string, bracketed: boolean): OpaqueType {
  return intern<OpaqueType>("opaque-type", `${dialect}${bracketed ? "<" : "."}${text}`, (id) => ({
    kind: "opaque-type",
    id,
    dialect,
    text,
    bracketed,
  }));
}

const TYPE_KINDS: ReadonlySet<Attribute["kind"]> = new Set([
  "integer-type", "index-type", "float-type", "complex-type", "none-type", "function-type", "tuple-type", "tensor-type",
  "unranked-tensor-type", "vector-type", "memref-type", "unranked-memref-type", "dialect-type", "opaque-type",
]); // biome-ignore format: a list

export function isType(attribute: Attribute): attribute is Type {
  return TYPE_KINDS.has(attribute.kind);
}

/** A tensor, vector or memref with a rank. */
export type ShapedType = TensorType | VectorType | MemRefType;

export function isShaped(type: Type): type is ShapedType {
  return type.kind === "tensor-type" || type.kind === "vector-type" || type.kind === "memref-type";
}

/** The element type of a shaped or unranked type; the type itself otherwise (upstream's getElementTypeOrSelf). */
export function elementTypeOrSelf(type: Type): Type {
  switch (type.kind) {
    case "tensor-type":
    case "unranked-tensor-type":
    case "vector-type":
    case "memref-type":
    case "unranked-memref-type":
      return type.elementType;
    default:
      return type;
  }
}

/** The type with `element` in place of its elements: shape, encoding and scalability stay. A type without elements becomes `element`. */
export function withElementType(type: Type, element: Type): Type {
  switch (type.kind) {
    case "tensor-type":
      return tensorType(type.shape, element, type.encoding);
    case "vector-type":
      return vectorType(type.shape, element, type.scalable);
    case "memref-type":
      return memRefType(type.shape, element, type.layout, type.memorySpace);
    case "unranked-tensor-type":
      return unrankedTensorType(element);
    case "unranked-memref-type":
      return unrankedMemRefType(element, type.memorySpace);
    default:
      return element;
  }
}

export function hasStaticShape(type: ShapedType): boolean {
  return type.shape.every((extent) => extent !== DYNAMIC);
}

/** The product of the extents; undefined when an extent is dynamic or the product is not a safe integer. */
export function elementCountOf(type: ShapedType): number | undefined {
  let count = 1;
  for (const extent of type.shape) {
    if (extent === DYNAMIC) return undefined;
    count *= extent;
  }
  return Number.isSafeInteger(count) ? count : undefined;
}

/** How elements of this type are stored (src/tensor), or undefined: widths that no typed array has, types of dialects. */
export function dtypeOf(type: Type): DType | undefined {
  switch (type.kind) {
    case "index-type":
      return "index";
    case "integer-type":
      return integerDTypes.get(type.signedness === "unsigned" ? `ui${type.width}` : `i${type.width}`);
    case "float-type":
      return type.name === "f80" || type.name === "f128" ? undefined : type.name;
    case "complex-type":
      if (type.elementType === f32) return "complex<f32>";
      return type.elementType === f64 ? "complex<f64>" : undefined;
    default:
      return undefined;
  }
}

const integerDTypes = new Map<string, DType>(
  (["i1", "i2", "i4", "i8", "i16", "i32", "i64", "ui2", "ui4", "ui8", "ui16", "ui32", "ui64"] as const).map((name) => [
    name,
    name,
  ]),
);

/** The type whose elements are stored as `dtype`: the inverse of `dtypeOf`. */
export function typeOfDType(dtype: DType): Type {
  if (dtype === "index") return indexType;
  if (dtype === "complex<f32>") return complexType(f32);
  if (dtype === "complex<f64>") return complexType(f64);
  const unsigned = /^ui(\d+)$/.exec(dtype);
  if (unsigned?.[1] !== undefined) return integerType(Number(unsigned[1]), "unsigned");
  const signless = /^i(\d+)$/.exec(dtype);
  if (signless?.[1] !== undefined) return integerType(Number(signless[1]));
  return floatType(floatNameOf(dtype));
}

function floatNameOf(dtype: DType): FloatName {
  const known = FLOAT_NAMES.find((name) => name === dtype);
  return known ?? "f32";
}

export const FLOAT_NAMES: readonly FloatName[] = [
  "f64", "f32", "f16", "bf16", "tf32", "f80", "f128", "f8E5M2", "f8E4M3", "f8E4M3FN", "f8E5M2FNUZ", "f8E4M3FNUZ",
  "f8E4M3B11FNUZ", "f8E3M4", "f8E8M0FNU", "f6E2M3FN", "f6E3M2FN", "f4E2M1FN",
]; // biome-ignore format: a list

// ---- Attributes -----------------------------------------------------------------------------------------------------

/** Wraps `value` to the width: unsigned types and i1 to [0, 2^w), others sign-extended; index is 64 bits. */
export function integerAttribute(value: bigint | number, type: IntegerType | IndexType): IntegerAttribute {
  const wrapped = wrapInteger(BigInt(value), type);
  return intern<IntegerAttribute>("integer", `${wrapped}:${type.id}`, (id) => ({
    kind: "integer",
    id,
    value: wrapped,
    type,
  }));
}

function wrapInteger(value: bigint, type: IntegerType | IndexType): bigint {
  if (type.kind === "index-type") return BigInt.asIntN(64, value);
  if (type.width === 1 && type.signedness !== "signed") return BigInt.asUintN(1, value);
  return type.signedness === "unsigned" ? BigInt.asUintN(type.width, value) : BigInt.asIntN(type.width, value);
}

export const trueAttribute: IntegerAttribute = integerAttribute(1n, i1);
export const falseAttribute: IntegerAttribute = integerAttribute(0n, i1);

export function boolAttribute(value: boolean): IntegerAttribute {
  return value ? trueAttribute : falseAttribute;
}

/** `value` must already be exact in `type`, with `bits` in the type's own width: see `floatFromNumber` in float.ts for rounding. */
export function floatAttributeFromBits(value: number, bits: bigint, type: FloatType): FloatAttribute {
  return intern<FloatAttribute>("float", `${bits}:${type.id}`, (id) => ({ kind: "float", id, value, bits, type }));
}

export function stringAttribute(value: string, type?: Type): StringAttribute {
  return intern<StringAttribute>("string", `${type?.id ?? 0}:${value}`, (id) => ({ kind: "string", id, value, type }));
}

export function arrayAttribute(elements: readonly Attribute[]): ArrayAttribute {
  return intern<ArrayAttribute>("array", ids(elements), (id) => ({
    kind: "array",
    id,
    elements: Object.freeze(elements.slice()),
  }));
}

/** Sorts the entries by name; of two with one name the last wins (the reader reports the clash before). */
export function dictionaryAttribute(entries: readonly NamedAttribute[]): DictionaryAttribute {
  if (entries.length === 0) return emptyDictionary;
  let sorted: readonly NamedAttribute[] = entries;
  if (entries.length > 1 && !isSorted(entries)) {
    const byName = new Map<string, NamedAttribute>();
    for (const entry of entries) byName.set(entry.name, entry);
    sorted = [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }
  let key = "";
  for (let at = 0; at < sorted.length; at++) {
    const entry = sorted[at];
    if (entry !== undefined) key += `${entry.value.id}=${entry.name};`;
  }
  return intern<DictionaryAttribute>("dictionary", key, (id) => ({
    kind: "dictionary",
    id,
    entries: Object.freeze(sorted.map(({ name, value }) => Object.freeze({ name, value }))),
  }));
}

function isSorted(entries: readonly NamedAttribute[]): boolean {
  let previous: string | undefined;
  for (const { name } of entries) {
    if (previous !== undefined && previous >= name) return false;
    previous = name;
  }
  return true;
}

export const emptyDictionary: DictionaryAttribute = intern<DictionaryAttribute>("dictionary", "", (id) => ({
  kind: "dictionary",
  id,
  entries: Object.freeze([]),
}));
export const unitAttribute: UnitAttribute = intern<UnitAttribute>("unit", "", (id) => ({ kind: "unit", id }));

export function findAttribute(dictionary: DictionaryAttribute, name: string): Attribute | undefined {
  const entries = dictionary.entries;
  for (let at = 0; at < entries.length; at++) {
    const entry = entries[at];
    if (entry !== undefined && entry.name === name) return entry.value;
  }
  return undefined;
}

/** The dictionary with `name` set to `value`, or without it when `value` is undefined. */
export function withAttribute(
  dictionary: DictionaryAttribute,
  name: string,
  value: Attribute | undefined,
): DictionaryAttribute {
  const rest = dictionary.entries.filter((entry) => entry.name !== name);
  return dictionaryAttribute(value === undefined ? rest : [...rest, { name, value }]);
}

/** From a plain record; undefined values are left out. */
export function dictionaryOf(record: Readonly<Record<string, Attribute | undefined>>): DictionaryAttribute {
  const entries: NamedAttribute[] = [];
  for (const [name, value] of Object.entries(record)) if (value !== undefined) entries.push({ name, value });
  return dictionaryAttribute(entries);
}

export function symbolRefAttribute(root: string, nested: readonly string[] = []): SymbolRefAttribute {
  return intern<SymbolRefAttribute>("symbol-ref", JSON.stringify([root, ...nested]), (id) => ({
    kind: "symbol-ref",
    id,
    root,
    nested: Object.freeze(nested.slice()),
  }));
}

export function affineMapAttribute(map: AffineMap): AffineMapAttribute {
  return intern<AffineMapAttribute>("affine-map", `${map.id}`, (id) => ({ kind: "affine-map", id, map }));
}

export const emptyAffineMapAttribute: AffineMapAttribute = affineMapAttribute(affineMap(0, 0, []));

export function integerSetAttribute(set: IntegerSet): IntegerSetAttribute {
  return intern<IntegerSetAttribute>("integer-set", `${set.id}`, (id) => ({ kind: "integer-set", id, set }));
}

/** Values by `kind`: i1 and ints up to 32 bits and floats as numbers, wider as bigint (callers convert; see dense.ts). */
export function denseArrayAttribute(
  elementType: IntegerType | FloatType,
  values: readonly (number | bigint)[],
): DenseArrayAttribute {
  const key = `${elementType.id}:${values.map((value) => (Object.is(value, -0) ? "-0" : String(value))).join(",")}`;
  return intern<DenseArrayAttribute>("dense-array", key, (id) => ({
    kind: "dense-array",
    id,
    elementType,
    values: Object.freeze(values.slice()),
  }));
}

// Large constants are keyed by their blob, weakly: a constant that no program holds any more can be collected.
const denseByBlob = new WeakMap<Blob, Map<string, DenseElementsAttribute>>();
const resourcesByBlob = new WeakMap<Blob, Map<string, DenseResourceAttribute>>();

function internByBlob<T>(tables: WeakMap<Blob, Map<string, T>>, blob: Blob, key: string, make: (id: number) => T): T {
  let inner = tables.get(blob);
  if (inner === undefined) {
    inner = new Map();
    tables.set(blob, inner);
  }
  const known = inner.get(key);
  if (known !== undefined) return known;
  const made = Object.freeze(make(nextId++));
  inner.set(key, made);
  return made;
}

/** `blob` holds one element when `splat`, all of them row-major otherwise. Equal contents must be one Blob: `Blob.from` sees to it. */
export function denseElementsAttribute(
  type: TensorType | VectorType,
  blob: Blob,
  splat: boolean,
): DenseElementsAttribute {
  return internByBlob(denseByBlob, blob, `${type.id}:${splat}`, (id) => ({
    kind: "dense-elements",
    id,
    type,
    splat,
    blob,
  }));
}

export function denseStringsAttribute(type: TensorType | VectorType, values: readonly string[]): DenseStringsAttribute {
  return intern<DenseStringsAttribute>("dense-strings", `${type.id}:${JSON.stringify(values)}`, (id) => ({
    kind: "dense-strings",
    id,
    type,
    values: Object.freeze(values.slice()),
  }));
}

export function denseResourceAttribute(
  type: TensorType | VectorType,
  key: string,
  blob: Blob | undefined,
): DenseResourceAttribute {
  const make = (id: number): DenseResourceAttribute => ({ kind: "dense-resource", id, type, key, blob });
  if (blob === undefined) return intern<DenseResourceAttribute>("dense-resource", `${type.id}:${key}`, make);
  return internByBlob(resourcesByBlob, blob, `${type.id}:${key}`, make);
}

export function sparseElementsAttribute(
  type: TensorType | VectorType,
  indices: DenseElementsAttribute,
  values: DenseElementsAttribute,
): SparseElementsAttribute {
  return intern<SparseElementsAttribute>("sparse-elements", `${type.id}:${indices.id}:${values.id}`, (id) => ({
    kind: "sparse-elements",
    id,
    type,
    indices,
    values,
  }));
}

export function stridedLayoutAttribute(offset: number, strides: readonly number[]): StridedLayoutAttribute {
  return intern<StridedLayoutAttribute>("strided-layout", `${offset}:${strides.join(",")}`, (id) => ({
    kind: "strided-layout",
    id,
    offset,
    strides: Object.freeze(strides.slice()),
  }));
}

export function distinctAttribute(number: number, value: Attribute): DistinctAttribute {
  return intern<DistinctAttribute>("distinct", `${number}:${value.id}`, (id) => ({
    kind: "distinct",
    id,
    number,
    value,
  }));
}

const locationAttributes = new WeakMap<Location, LocationAttribute>();

export function locationAttribute(location: Location): LocationAttribute {
  const known = locationAttributes.get(location);
  if (known !== undefined) return known;
  const made: LocationAttribute = Object.freeze({ kind: "location", id: nextId++, location });
  locationAttributes.set(location, made);
  return made;
}

export function dialectAttribute(
  dialect: string,
  mnemonic: string,
  parameters: readonly Attribute[] = [],
): DialectAttribute {
  return intern<DialectAttribute>("dialect-attribute", `${dialect}.${mnemonic}:${ids(parameters)}`, (id) => ({
    kind: "dialect-attribute",
    id,
    dialect,
    mnemonic,
    parameters: Object.freeze(parameters.slice()),
  }));
}

export function opaqueAttribute(dialect: string, text: string, bracketed: boolean, type?: Type): OpaqueAttribute {
  return intern<OpaqueAttribute>("opaque", `${type?.id ?? 0}:${dialect}${bracketed ? "<" : "."}${text}`, (id) => ({
    kind: "opaque",
    id,
    dialect,
    text,
    bracketed,
    type,
  }));
}
