/**
 * What the generated parser calls: one method an action of grammar-actions.ts. `start` and `end` are offsets of the matched text. An
 * action that gives undefined or false has reported why, and the parser unwinds to the operation that it is in.
 */
import type { AffineExpr, AffineMap, AffineOperator, IntegerSet } from "../../ir/affine.ts";
import type { Attribute, DictionaryAttribute, FunctionType, NamedAttribute, Type } from "../../ir/attribute.ts";
import type { BlockId, RegionId, ValueId } from "../../ir/ids.ts";
import type { Location } from "../../ir/location.ts";
import type { OperationName } from "../../ir/name.ts";
import type { ElementBuffer } from "../literals/element-buffer.ts";

/** `(inputs) -> results` of a generic operation. Shared by all operations with the same text. */
export interface Signature {
  readonly inputs: readonly Type[];
  readonly results: readonly Type[];
}

/** A name on the left of `=`: the slot of the name (value-names.ts), and how many results it stands for. */
export interface ResultName {
  readonly slot: number;
  readonly count: number;
  readonly offset: number;
}

export interface BlockArgumentText {
  readonly slot: number;
  readonly type: Type;
  readonly location: Location | undefined;
  readonly offset: number;
}

/** A string or a boolean of the metadata section: the range of its text. */
export interface MetadataValue {
  readonly start: number;
  readonly end: number;
}
export interface MetadataEntry {
  readonly key: string;
  readonly value: MetadataValue;
}
export interface MetadataGroup {
  readonly key: string;
  readonly entries: readonly MetadataEntry[];
}
export interface MetadataSection {
  readonly key: string;
  readonly groups: readonly MetadataGroup[];
}

export interface OperationActions {
  attributeAlias(start: number, end: number, name: string, value: Attribute): boolean;
  typeAlias(start: number, end: number, name: string, value: Type): boolean;
  fileMetadata(sections: readonly MetadataSection[]): boolean;
  metadataSection(key: string, groups: readonly MetadataGroup[]): MetadataSection;
  metadataGroup(key: string, entries: readonly MetadataEntry[]): MetadataGroup;
  metadataEntry(key: string, value: MetadataValue): MetadataEntry;
  metadataKey(start: number, end: number): string | undefined;
  metadataValue(start: number, end: number): MetadataValue;

  enterOperation(): boolean;
  operation(
    start: number,
    end: number,
    results: readonly ResultName[] | undefined,
    location: Location | undefined,
  ): boolean;
  recoverOperation(start: number): boolean;
  operationResults(first: ResultName, more: readonly ResultName[]): readonly ResultName[];
  resultName(slot: number, count: number | undefined): ResultName | undefined;
  genericOperation(
    start: number,
    end: number,
    name: OperationName,
    operands: readonly ValueId[],
    successors: readonly BlockId[] | undefined,
    properties: DictionaryAttribute | undefined,
    regions: readonly RegionId[] | undefined,
    attributes: DictionaryAttribute | undefined,
    signature: Signature,
  ): boolean;
  operationName(start: number, end: number): OperationName | undefined;
  valueUse(start: number, end: number): ValueId | undefined;
  successor(start: number, end: number): BlockId;
  recallSignature(start: number): Signature | undefined;
  rememberSignature(start: number, signature: Signature): void;
  functionSignature(inputs: readonly Type[], results: readonly Type[]): Signature;
  signatureAlias(start: number, end: number, type: Type): Signature | undefined;
  customOperation(): boolean;

  enterRegion(): boolean;
  region(): RegionId | undefined;
  blockLabel(start: number, end: number, name: string, args: readonly BlockArgumentText[] | undefined): boolean;
  blockArgument(
    start: number,
    end: number,
    slot: number,
    type: Type,
    location: Location | undefined,
  ): BlockArgumentText;
  blockName(start: number, end: number): string;
  valueName(start: number, end: number): number;
}

/** A callee's or a file position's part of a location: what stands behind the string. */
export type LocationDetail =
  | { readonly kind: "child"; readonly child: Location }
  | {
      readonly kind: "position";
      readonly line: number;
      readonly column: number;
      readonly end: LocationEnd | undefined;
    };

/** Without a line, the end is in the line of the start. */
export interface LocationEnd {
  readonly line: number | undefined;
  readonly column: number;
}

export interface AffineConstraint {
  /** What is at least zero, or equal to it. */
  readonly expression: AffineExpr;
  readonly equality: boolean;
}

export interface AttributeActions {
  /** How deep types and attributes may nest. */
  readonly maxDepth: number;
  /** Reports that they nest deeper; always false. */
  tooDeep(): false;

  count(start: number, end: number): number | undefined;
  attributeName(start: number, end: number): string;
  typeName(start: number, end: number): string;
  symbolName(start: number, end: number): string | undefined;

  recallType(start: number): Type | undefined;
  rememberType(start: number, type: Type): void;
  functionType(inputs: readonly Type[], results: readonly Type[]): FunctionType;
  singleResultType(type: Type): readonly Type[];
  integerType(start: number, end: number): Type | undefined;
  simpleType(start: number, end: number): Type;
  unrankedTensor(element: Type): Type;
  rankedTensor(
    start: number,
    end: number,
    shape: readonly number[],
    element: Type,
    encoding: Attribute | undefined,
  ): Type | undefined;
  dimensionSize(start: number, end: number): number | undefined;
  /** Scalable sizes are given as `-1 - size`. */
  vectorType(start: number, end: number, sizes: readonly number[], element: Type): Type | undefined;
  vectorSize(start: number, end: number): number | undefined;
  unrankedMemRef(element: Type, parameters: readonly Attribute[]): Type | undefined;
  rankedMemRef(
    start: number,
    end: number,
    shape: readonly number[],
    element: Type,
    parameters: readonly Attribute[],
  ): Type | undefined;
  complexType(start: number, end: number, element: Type): Type | undefined;
  tupleType(elements: readonly Type[]): Type;
  dialectType(start: number, end: number): Type | undefined;

  stringAttribute(value: string, type: Type | undefined): Attribute;
  string(start: number, end: number): string | undefined;
  numberAttribute(start: number, end: number, number: number, type: Type | undefined): Attribute | undefined;
  /** The offset of the number: its value depends on the type behind it. */
  number(start: number, end: number): number;
  boolean(start: number, end: number): Attribute;
  unitAttribute(start: number, end: number): Attribute;
  symbolReference(root: string, nested: readonly string[]): Attribute;
  arrayAttribute(elements: readonly Attribute[]): Attribute;
  recallAttributeDictionary(start: number): DictionaryAttribute | undefined;
  rememberAttributeDictionary(start: number, dictionary: DictionaryAttribute): void;
  attributeDictionary(entries: readonly NamedAttribute[]): DictionaryAttribute | undefined;
  namedAttribute(start: number, end: number, name: string, value: Attribute | undefined): NamedAttribute;
  attributeKey(start: number, end: number): string | undefined;

  enterDenseBody(): boolean;
  denseBody(): ElementBuffer;
  enterDenseList(): boolean;
  denseList(): boolean;
  enterDenseComplex(): boolean;
  denseComplex(): boolean;
  denseLiteral(start: number, end: number): boolean;
  recallDenseAttribute(start: number): Attribute | undefined;
  rememberDenseAttribute(start: number, attribute: Attribute): void;
  denseAttribute(start: number, end: number, body: ElementBuffer, type: Type): Attribute | undefined;
  sparseAttribute(start: number, end: number, body: SparseBody | undefined, type: Type): Attribute | undefined;
  sparseBody(indices: ElementBuffer, values: ElementBuffer): SparseBody;
  denseResourceAttribute(key: string, type: Type): Attribute | undefined;
  resourceKey(start: number, end: number): string | undefined;
  enterDenseArrayElements(): boolean;
  denseArrayElements(): ElementBuffer;
  denseArrayAttribute(
    start: number,
    end: number,
    element: Type,
    elements: ElementBuffer | undefined,
  ): Attribute | undefined;
  stridedLayout(strides: readonly number[], offset: number | undefined): Attribute;
  stride(start: number, end: number): number | undefined;
  distinctAttribute(number: number, value: Attribute | undefined): Attribute;
  /** The offset of the symbol. */
  dialectSymbol(start: number, end: number): number;
  dialectAttribute(start: number, end: number, symbol: number, type: Type | undefined): Attribute | undefined;
  attributeUse(start: number, end: number): Attribute | undefined;

  locationAttribute(location: Location): Attribute;
  callSiteLocation(callee: Location, caller: Location): Location;
  fusedLocation(metadata: Attribute | undefined, locations: readonly Location[]): Location;
  unknownLocation(start: number, end: number): Location;
  namedLocation(name: string, detail: LocationDetail | undefined): Location;
  locationChild(child: Location): LocationDetail;
  locationPosition(line: number, column: number, end: LocationEnd | undefined): LocationDetail;
  locationRangeEnd(first: number | undefined, column: number): LocationEnd;
  locationAlias(start: number, end: number): Location | undefined;

  affineMapAttribute(map: AffineMap): Attribute;
  affineMap(results: readonly AffineExpr[]): AffineMap;
  affineSetAttribute(set: IntegerSet): Attribute;
  affineSet(constraints: readonly AffineConstraint[]): IntegerSet;
  affineDimensions(names: readonly string[]): boolean;
  affineSymbols(names: readonly string[]): boolean;
  affineName(start: number, end: number): string;
  affineConstraint(left: AffineExpr, relation: ">=" | "<=" | "==", right: AffineExpr): AffineConstraint;
  affineRelation(start: number, end: number): ">=" | "<=" | "==";
  affineSum(first: AffineExpr, more: readonly AffineExpr[]): AffineExpr;
  affineSumTail(sign: 1 | -1, term: AffineExpr): AffineExpr;
  affineSign(start: number, end: number): 1 | -1;
  affineProduct(first: AffineExpr, more: readonly AffineTail[]): AffineExpr | undefined;
  affineProductTail(operator: AffineOperator, factor: AffineExpr): AffineTail;
  affineOperator(start: number, end: number): AffineOperator;
  affineNegation(factor: AffineExpr): AffineExpr;
  affineConstant(start: number, end: number): AffineExpr | undefined;
  affineIdentifier(start: number, end: number): AffineExpr | undefined;
}

export interface SparseBody {
  readonly indices: ElementBuffer;
  readonly values: ElementBuffer;
}

export interface AffineTail {
  readonly operator: AffineOperator;
  readonly factor: AffineExpr;
}

/** All actions, for the types in the generated source. */
export type CoreActions = OperationActions & AttributeActions;
