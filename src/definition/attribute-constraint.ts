/**
 * Constraints on attributes: what is accepted, and the plain value that a view shows and a builder takes.
 * Named and worded as upstream's ODS: the summary completes "attribute 'x' failed to satisfy constraint: ...".
 */

import type { AffineMap } from "../ir/affine.ts";
import * as a from "../ir/attribute.ts";
import { invariant } from "../support/invariant.ts";

/** `T` is the value people work with; `encode(decode(x)) === x` for every accepted `x`. */
export interface AttributeConstraint<T> {
  readonly summary: string;
  readonly accepts: (attribute: a.Attribute) => boolean;
  readonly decode: (attribute: a.Attribute) => T;
  readonly encode: (value: T) => a.Attribute;
  /** The type that assembly formats leave out (`42 : i64` prints as `42`). */
  readonly valueType?: a.Type;
  /** The cases of an enum, which assembly formats print as keywords. */
  readonly cases?: readonly string[];
  /** A dialect attribute with syntax of its own: formats print what follows its mnemonic (`<fast>`), by its definition in the Context. */
  readonly dialectAttribute?: { readonly dialect: string; readonly mnemonic: string };
  /** The element type of a dense array, which assembly formats print as `[1, 2]`. */
  readonly elementType?: a.IntegerType | a.FloatType;
  /** Set on symbol names and references, which formats print as `@name`. */
  readonly symbol?: "name" | "reference";
}

function ofKind<K extends a.Attribute["kind"], T>(
  summary: string,
  kind: K,
  decode: (attribute: Extract<a.Attribute, { kind: K }>) => T,
  encode: (value: T) => a.Attribute,
  accepts: (attribute: Extract<a.Attribute, { kind: K }>) => boolean = () => true,
): AttributeConstraint<T> {
  const matches = (attribute: a.Attribute): attribute is Extract<a.Attribute, { kind: K }> => attribute.kind === kind;
  return {
    summary,
    accepts: (attribute) => matches(attribute) && accepts(attribute),
    decode: (attribute) => {
      if (matches(attribute)) return decode(attribute);
      return decodeMismatch(summary, attribute);
    },
    encode,
  };
}

/** A view of an operation that was never verified may meet a wrong attribute: that is a use of the view before verification, a bug. */
function decodeMismatch(summary: string, attribute: a.Attribute): never {
  invariant(false, `expected ${summary}, found an attribute of kind ${attribute.kind}`);
}

export const AnyAttr: AttributeConstraint<a.Attribute> = {
  summary: "any attribute",
  accepts: () => true,
  decode: (attribute) => attribute,
  encode: (attribute) => attribute,
};

function integerAttr(type: a.IntegerType | a.IndexType, summary: string): AttributeConstraint<number> {
  return {
    ...ofKind(
      summary,
      "integer",
      (attribute) => Number(attribute.value),
      (value) => a.integerAttribute(value, type),
      (attribute) => attribute.type === type,
    ),
    valueType: type,
  };
}
/** Values past 2^53 lose digits in `number`: an op that needs them declares AnyAttr or TypedAttr and reads the bigint. */
export const I32Attr: AttributeConstraint<number> = integerAttr(a.i32, "32-bit signless integer attribute");
export const I64Attr: AttributeConstraint<number> = integerAttr(a.i64, "64-bit signless integer attribute");
export const IndexAttr: AttributeConstraint<number> = integerAttr(a.indexType, "index attribute");
export const I8Attr: AttributeConstraint<number> = integerAttr(a.i8, "8-bit signless integer attribute");
export const BoolAttr: AttributeConstraint<boolean> = {
  ...ofKind(
    "bool attribute",
    "integer",
    (attribute) => attribute.value !== 0n,
    a.boolAttribute,
    (attribute) => attribute.type === a.i1,
  ),
  valueType: a.i1,
};
/** Present or absent: views show true or false. */
export const UnitAttr: AttributeConstraint<boolean> = ofKind(
  "unit attribute",
  "unit",
  () => true,
  () => a.unitAttribute,
);
export const StrAttr: AttributeConstraint<string> = {
  ...ofKind(
    "string attribute",
    "string",
    (attribute) => attribute.value,
    (value) => a.stringAttribute(value),
  ),
  // As upstream: a string of type none is a plain one, and formats look for no type behind it.
  valueType: a.noneType,
};
export const SymbolNameAttr: AttributeConstraint<string> = { ...StrAttr, symbol: "name" };
export const FlatSymbolRefAttr: AttributeConstraint<string> = {
  ...ofKind(
    "flat symbol reference attribute",
    "symbol-ref",
    (attribute) => attribute.root,
    (value) => a.symbolRefAttribute(value),
    (attribute) => attribute.nested.length === 0,
  ),
  symbol: "reference",
};
export const SymbolRefAttr: AttributeConstraint<a.SymbolRefAttribute> = {
  ...ofKind(
    "symbol reference attribute",
    "symbol-ref",
    (attribute) => attribute,
    (value: a.SymbolRefAttribute) => value,
  ),
  symbol: "reference",
};
export const TypeAttr: AttributeConstraint<a.Type> = {
  summary: "any type attribute",
  accepts: a.isType,
  decode: (attribute) => (a.isType(attribute) ? attribute : decodeMismatch("a type", attribute)),
  encode: (type) => type,
};
export const FunctionTypeAttr: AttributeConstraint<a.FunctionType> = ofKind(
  "type attribute of function type",
  "function-type",
  (attribute) => attribute,
  (type: a.FunctionType) => type,
);
export const ArrayAttr: AttributeConstraint<readonly a.Attribute[]> = ofKind(
  "array attribute",
  "array",
  (attribute) => attribute.elements,
  a.arrayAttribute,
);
export const DictionaryAttr: AttributeConstraint<a.DictionaryAttribute> = ofKind(
  "dictionary of named attribute values",
  "dictionary",
  (attribute) => attribute,
  (value: a.DictionaryAttribute) => value,
);
export const AffineMapAttr: AttributeConstraint<AffineMap> = ofKind(
  "AffineMap attribute",
  "affine-map",
  (attribute) => attribute.map,
  a.affineMapAttribute,
);

/** An array whose elements satisfy a constraint of their own. */
export function ArrayAttrOf<T>(element: AttributeConstraint<T>, summary?: string): AttributeConstraint<readonly T[]> {
  return ofKind(
    summary ?? `array attribute of ${element.summary}`,
    "array",
    (attribute): readonly T[] => attribute.elements.map(element.decode),
    (values: readonly T[]) => a.arrayAttribute(values.map(element.encode)),
    (attribute) => attribute.elements.every(element.accepts),
  );
}
export const AffineMapArrayAttr: AttributeConstraint<readonly AffineMap[]> = ArrayAttrOf(
  AffineMapAttr,
  "AffineMap array attribute",
);

function denseArrayAttr(type: a.IntegerType | a.FloatType, summary: string): AttributeConstraint<readonly number[]> {
  const wide = type.kind === "integer-type" && type.width > 32;
  return {
    ...ofKind(
      summary,
      "dense-array",
      (attribute): readonly number[] => attribute.values.map(Number),
      (values: readonly number[]) => a.denseArrayAttribute(type, wide ? values.map(BigInt) : values),
      (attribute) => attribute.elementType === type,
    ),
    elementType: type,
  };
}
export const DenseI64ArrayAttr: AttributeConstraint<readonly number[]> = denseArrayAttr(
  a.i64,
  "i64 dense array attribute",
);
export const DenseI32ArrayAttr: AttributeConstraint<readonly number[]> = denseArrayAttr(
  a.i32,
  "i32 dense array attribute",
);
export const DenseF32ArrayAttr: AttributeConstraint<readonly number[]> = denseArrayAttr(
  a.f32,
  "f32 dense array attribute",
);
export const DenseBoolArrayAttr: AttributeConstraint<readonly boolean[]> = {
  ...ofKind(
    "i1 dense array attribute",
    "dense-array",
    (attribute): readonly boolean[] => attribute.values.map((value) => value !== 0 && value !== 0n),
    (values: readonly boolean[]) => a.denseArrayAttribute(a.i1, values.map(Number)),
    (attribute) => attribute.elementType === a.i1,
  ),
  elementType: a.i1,
};

/** Any attribute that knows its type: numbers, elements, typed strings, and `unit` of type none upstream. */
export const TypedAttr: AttributeConstraint<a.Attribute> = {
  summary: "TypedAttr instance",
  accepts: (attribute) => typeOfAttribute(attribute) !== undefined,
  decode: (attribute) => attribute,
  encode: (attribute) => attribute,
};

export type ElementsAttribute =
  | a.DenseElementsAttribute
  | a.DenseResourceAttribute
  | a.SparseElementsAttribute
  | a.DenseStringsAttribute;
export const ElementsAttr: AttributeConstraint<ElementsAttribute> = {
  summary: "constant vector/tensor attribute",
  accepts: isElements,
  decode: (attribute) => (isElements(attribute) ? attribute : decodeMismatch("elements", attribute)),
  encode: (attribute) => attribute,
};
export function isElements(attribute: a.Attribute): attribute is ElementsAttribute {
  return (
    attribute.kind === "dense-elements" ||
    attribute.kind === "dense-resource" ||
    attribute.kind === "sparse-elements" ||
    attribute.kind === "dense-strings"
  );
}

/** The type that an attribute value has, or undefined for attributes that have none. */
export function typeOfAttribute(attribute: a.Attribute): a.Type | undefined {
  switch (attribute.kind) {
    case "integer":
    case "float":
    case "dense-elements":
    case "dense-resource":
    case "dense-strings":
    case "sparse-elements":
      return attribute.type;
    case "string":
    case "opaque":
      return attribute.type;
    default:
      return undefined;
  }
}

/** An enum stored as its number in an integer attribute, as arith's predicates are. */
export function IntegerEnumAttr<const C extends string>(
  type: a.IntegerType,
  cases: readonly C[],
  summary: string,
): AttributeConstraint<C> {
  return {
    ...ofKind(
      summary,
      "integer",
      (attribute) => cases[Number(attribute.value)] ?? decodeMismatch(summary, attribute),
      (value: C) => a.integerAttribute(cases.indexOf(value), type),
      (attribute) => attribute.type === type && attribute.value >= 0n && attribute.value < BigInt(cases.length),
    ),
    cases,
  };
}

/** An enum that its dialect prints as `#dialect<mnemonic case>`: a dialect attribute whose one parameter is the case's name. */
export function DialectEnumAttr<const C extends string>(
  dialect: string,
  mnemonic: string,
  cases: readonly C[],
  summary: string,
): AttributeConstraint<C> {
  const find = (attribute: a.DialectAttribute): C | undefined => {
    const [parameter] = attribute.parameters;
    return parameter?.kind === "string" ? cases.find((name) => name === parameter.value) : undefined;
  };
  return {
    ...ofKind(
      summary,
      "dialect-attribute",
      (attribute) => find(attribute) ?? decodeMismatch(summary, attribute),
      (value: C) => a.dialectAttribute(dialect, mnemonic, [a.stringAttribute(value)]),
      (attribute) => attribute.dialect === dialect && attribute.mnemonic === mnemonic && find(attribute) !== undefined,
    ),
    cases,
  };
}

/**
 * A set of flags that its dialect prints as `#dialect<mnemonic<a,b>>`: a dialect attribute whose parameters are the names of the flags,
 * in the order of `cases` (so that equal sets are one attribute).
 */
export function FlagsAttr<const C extends string>(
  dialect: string,
  mnemonic: string,
  cases: readonly C[],
  summary: string,
): AttributeConstraint<readonly C[]> {
  const isSet = (attribute: a.DialectAttribute, name: C): boolean =>
    attribute.parameters.some((parameter) => parameter.kind === "string" && parameter.value === name);
  return {
    ...ofKind(
      summary,
      "dialect-attribute",
      (attribute): readonly C[] => cases.filter((name) => isSet(attribute, name)),
      (flags: readonly C[]) =>
        a.dialectAttribute(
          dialect,
          mnemonic,
          cases.filter((name) => flags.includes(name)).map((name) => a.stringAttribute(name)),
        ),
      (attribute) => attribute.dialect === dialect && attribute.mnemonic === mnemonic,
    ),
    dialectAttribute: { dialect, mnemonic },
  };
}

/** A constraint narrowed by a further test. */
export function confined<T>(
  constraint: AttributeConstraint<T>,
  summary: string,
  test: (value: T) => boolean,
): AttributeConstraint<T> {
  return {
    ...constraint,
    summary: `${constraint.summary} ${summary}`,
    accepts: (attribute) => constraint.accepts(attribute) && test(constraint.decode(attribute)),
  };
}
