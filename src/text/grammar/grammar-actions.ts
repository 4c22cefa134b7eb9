/**
 * How the values of the core grammar's rules are made: which rules call an action of `CoreActions`, and in what way. Rules that are not
 * named here pass on the value of their only valued part.
 */
import type { Actor, CompileOptions, RuleAction } from "./compile-grammar.ts";

type Manner = Omit<RuleAction, "actor">;
const value: Manner = {};
const effect: Manner = { effect: true };
const spanned: Manner = { span: true };

/** Rules whose actions build operations, regions and blocks (reader.ts). */
const operationRules: Readonly<Record<string, Manner>> = {
  // Top level
  AttributeAlias: { effect: true, span: true },
  TypeAlias: { effect: true, span: true },
  FileMetadata: effect,
  MetadataSection: value,
  MetadataGroup: value,
  MetadataEntry: value,
  metadataKey: value,
  metadataValue: value,

  // Operations
  Operation: { effect: true, span: true, enter: true, recover: true },
  OperationResults: value,
  ResultName: value,
  GenericOperation: { effect: true, span: true },
  operationName: value,
  valueUse: value,
  successor: value,
  Signature: { pass: true, memo: true },
  FunctionSignature: value,
  SignatureAlias: spanned,
  CustomOperation: { effect: true, external: true },

  // Regions and blocks
  Region: { enter: true },
  BlockLabel: { effect: true, span: true },
  BlockArgument: spanned,
  blockName: value,
  valueName: value,
};

/** Rules whose actions make types, attributes and locations (attribute-reader.ts). */
const attributeRules: Readonly<Record<string, Manner>> = {
  // Names and counts
  count: value,
  attributeName: value,
  typeName: value,
  symbolName: value,

  // Types
  Type: { pass: true, memo: true, nests: true },
  FunctionType: value,
  SingleResultType: value,
  integerType: value,
  simpleType: value,
  UnrankedTensor: value,
  RankedTensor: spanned,
  dimensionSize: value,
  VectorType: spanned,
  vectorSize: value,
  UnrankedMemRef: value,
  RankedMemRef: spanned,
  ComplexType: spanned,
  TupleType: value,
  dialectType: value,
  symbolBody: { external: true },

  // Attributes
  Attribute: { pass: true, nests: true },
  StringAttribute: value,
  string: value,
  NumberAttribute: spanned,
  number: value,
  boolean: value,
  unitAttribute: value,
  SymbolReference: value,
  ArrayAttribute: value,
  AttributeDictionary: { memo: true },
  NamedAttribute: spanned,
  attributeKey: value,
  DenseAttribute: { span: true, memo: true },
  DenseBody: { enter: true },
  DenseElement: { pass: true, nests: true },
  DenseList: { effect: true, enter: true },
  DenseComplex: { effect: true, enter: true },
  denseLiteral: effect,
  SparseAttribute: spanned,
  SparseBody: value,
  DenseResourceAttribute: value,
  resourceKey: value,
  DenseArrayAttribute: spanned,
  DenseArrayElements: { enter: true },
  StridedLayout: value,
  stride: value,
  DistinctAttribute: value,
  dialectSymbol: value,
  DialectAttribute: spanned,
  attributeUse: value,

  // Locations
  LocationAttribute: value,
  LocationBody: { pass: true, nests: true },
  CallSiteLocation: value,
  FusedLocation: value,
  unknownLocation: value,
  NamedLocation: value,
  LocationChild: value,
  LocationPosition: value,
  LocationRangeEnd: value,
  locationAlias: value,

  // Affine maps and sets
  AffineMapAttribute: value,
  AffineMap: value,
  AffineSetAttribute: value,
  AffineSet: value,
  AffineDimensions: effect,
  AffineSymbols: effect,
  affineName: value,
  AffineConstraint: value,
  affineRelation: value,
  AffineSum: { nests: true },
  AffineSumTail: value,
  affineSign: value,
  AffineProduct: value,
  AffineProductTail: value,
  affineOperator: value,
  AffineFactor: { pass: true, nests: true },
  AffineNegation: value,
  affineConstant: value,
  affineIdentifier: value,
};

function assigned(rules: Readonly<Record<string, Manner>>, actor: Actor): Record<string, RuleAction> {
  return Object.fromEntries(Object.entries(rules).map(([name, manner]) => [name, { ...manner, actor }]));
}

export const coreOptions: CompileOptions = {
  startRules: ["TopLevel", "Location"],
  actions: { ...assigned(operationRules, "operations"), ...assigned(attributeRules, "attributes") },
};
