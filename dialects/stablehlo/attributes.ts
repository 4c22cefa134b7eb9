/** Attributes of StableHLO: enumerations, dimension numbers and the like, with their syntax, constraints and plain
 * values. Over 400 lines: a table of enumerations, and one reader and printer for all structs. */
import type { AssemblyParser, AssemblyPrinter } from "../../src/definition/assembly.ts";
import {
  ArrayAttrOf,
  type AttributeConstraint,
  confined,
  DialectEnumAttr,
  I32Attr,
  I64Attr,
} from "../../src/definition/attribute-constraint.ts";
import type { AttributeDefinition } from "../../src/definition/dialect.ts";
import {
  type Attribute,
  type DenseElementsAttribute,
  type DialectAttribute,
  denseArrayAttribute,
  dialectAttribute,
  f64,
  i1,
  i64,
  integerAttribute,
  stringAttribute,
  tensorType,
} from "../../src/ir/attribute.ts";
import { denseFromBytes, integerElement } from "../../src/ir/dense.ts";
import { floatAttribute } from "../../src/ir/float.ts";
import { typeText } from "../../src/ir/type-text.ts";
import { invariant } from "../../src/support/invariant.ts";

// ---- Enumerations ---------------------------------------------------------------------------------------------------

const PRECISIONS = ["DEFAULT", "HIGH", "HIGHEST"] as const;
const FFT_TYPES = ["FFT", "IFFT", "RFFT", "IRFFT"] as const;
export const DIRECTIONS = ["EQ", "NE", "GE", "GT", "LE", "LT"] as const;
export const COMPARISON_TYPES = ["NOTYPE", "FLOAT", "TOTALORDER", "SIGNED", "UNSIGNED"] as const;
const TRANSPOSES = ["TRANSPOSE_INVALID", "NO_TRANSPOSE", "TRANSPOSE", "ADJOINT"] as const;
const DISTRIBUTIONS = ["UNIFORM", "NORMAL"] as const;
const ALGORITHMS = ["DEFAULT", "THREE_FRY", "PHILOX"] as const;
const ACCURACY_MODES = ["DEFAULT", "HIGHEST", "TOLERANCE"] as const;

export type ComparisonDirection = (typeof DIRECTIONS)[number];
export type ComparisonType = (typeof COMPARISON_TYPES)[number];
export type Precision = (typeof PRECISIONS)[number];

const enumOf = <const C extends string>(mnemonic: string, cases: readonly C[]): AttributeConstraint<C> =>
  DialectEnumAttr("stablehlo", mnemonic, cases, enumSummary(mnemonic));

/** As upstream words the constraint of an enum attribute without a summary of its own. */
function enumSummary(mnemonic: string): string {
  const words: Readonly<Record<string, string>> = {
    precision: "XLA precision for an operand. Has backend specific meaning.",
    fft_type: "XLA fast fourier transform type.",
    comparison_direction: "Which comparison operation to perform.",
    comparison_type: "Which comparison type to use.",
    transpose: "Transpose options",
    rng_distribution: "XLA PRNG distribution to be used.",
    rng_algorithm: "XLA PRNG algorithm to be used.",
    result_accuracy_mode: "XLA result accuracy mode.",
  };
  return words[mnemonic] ?? mnemonic;
}

export const PrecisionAttr: AttributeConstraint<Precision> = enumOf("precision", PRECISIONS);
export const PrecisionConfigAttr: AttributeConstraint<readonly Precision[]> = ArrayAttrOf(
  PrecisionAttr,
  "Precision Config attribute",
);
export const FftTypeAttr: AttributeConstraint<(typeof FFT_TYPES)[number]> = enumOf("fft_type", FFT_TYPES);
export const ComparisonDirectionAttr: AttributeConstraint<ComparisonDirection> = enumOf(
  "comparison_direction",
  DIRECTIONS,
);
export const ComparisonTypeAttr: AttributeConstraint<ComparisonType> = enumOf("comparison_type", COMPARISON_TYPES);
export const TransposeAttr: AttributeConstraint<(typeof TRANSPOSES)[number]> = enumOf("transpose", TRANSPOSES);
export const RngDistributionAttr: AttributeConstraint<(typeof DISTRIBUTIONS)[number]> = enumOf(
  "rng_distribution",
  DISTRIBUTIONS,
);
export const RngAlgorithmAttr: AttributeConstraint<(typeof ALGORITHMS)[number]> = enumOf("rng_algorithm", ALGORITHMS);

/** `angled`: the case stands in brackets of its own, `#stablehlo.mnemonic<CASE>`. */
export function enumDefinition(mnemonic: string, cases: readonly string[], angled = false): AttributeDefinition {
  return {
    mnemonic,
    summary: enumSummary(mnemonic),
    bracketed: !angled,
    parse: (parser) => {
      if (angled && !parser.parseToken("<")) return undefined;
      const word = parser.parseOneOf(cases);
      if (word === undefined || (angled && !parser.parseToken(">"))) return undefined;
      return [stringAttribute(word)];
    },
    print: (attribute, printer) => {
      const [word] = attribute.parameters;
      const text = word?.kind === "string" ? word.value : "";
      printer.print(angled ? `<${text}>` : ` ${text}`);
    },
  };
}

// ---- Structures -----------------------------------------------------------------------------------------------------

/** A field of a `<name = value, ...>` attribute: a list of dimensions, one number, a truth value or any attribute. */
interface Field {
  readonly name: string;
  readonly kind: "dims" | "number" | "flag" | "float" | "attribute";
}
const dims = (name: string): Field => ({ name, kind: "dims" });
const number = (name: string): Field => ({ name, kind: "number" });
const flag = (name: string): Field => ({ name, kind: "flag" });
const float = (name: string): Field => ({ name, kind: "float" });
const anything = (name: string): Field => ({ name, kind: "attribute" });

export function dimsAttribute(values: readonly number[]): Attribute {
  return denseArrayAttribute(i64, values.map(BigInt));
}
function defaultOf(field: Field): Attribute {
  if (field.kind === "dims") return dimsAttribute([]);
  if (field.kind === "float") return floatAttribute(0, f64);
  return integerAttribute(0, field.kind === "flag" ? i1 : i64);
}

/** `[0, 1]`, also `[]`; undefined after a report. */
export function parseDims(parser: AssemblyParser): readonly number[] | undefined {
  const values: number[] = [];
  const ok = parser.parseCommaSeparatedList("square", () => {
    const value = parser.parseInteger();
    if (value === undefined) return false;
    values.push(Number(value));
    return true;
  });
  return ok ? values : undefined;
}

function parseField(parser: AssemblyParser, field: Field): Attribute | undefined {
  switch (field.kind) {
    case "dims": {
      const values = parseDims(parser);
      return values && dimsAttribute(values);
    }
    case "number": {
      const value = parser.parseInteger();
      return value === undefined ? undefined : integerAttribute(value, i64);
    }
    case "flag": {
      const word = parser.parseOneOf(["true", "false"]);
      return word && integerAttribute(word === "true" ? 1 : 0, i1);
    }
    case "float":
      return parser.parseAttribute(f64);
    case "attribute":
      return parser.parseAttribute();
  }
}

function printField(printer: AssemblyPrinter, field: Field, value: Attribute): void {
  printer.print(`${field.name} = `);
  if (field.kind === "attribute") printer.printAttribute(value);
  else if (field.kind === "float") printer.printAttributeWithoutType(value);
  else if (value.kind === "dense-array") printer.print(`[${value.values.join(", ")}]`);
  else if (value.kind === "integer")
    printer.print(field.kind === "flag" ? String(value.value !== 0n) : `${value.value}`);
}

/** Fields in any order; those left out are empty or 0, and print only when they are not, unless `complete`. */
function structDefinition(
  mnemonic: string,
  summary: string,
  fields: readonly Field[],
  complete = false,
  judge: (parameters: readonly Attribute[]) => string | undefined = () => undefined,
): AttributeDefinition {
  return {
    mnemonic,
    summary,
    parse: (parser) => judged(parser, parseStruct(parser, fields), judge),
    print: (attribute, printer) => printStruct(attribute, printer, fields, complete),
  };
}

/** The parameters, unless something is wrong with them together. */
function judged(
  parser: AssemblyParser,
  parameters: readonly Attribute[] | undefined,
  judge: (parameters: readonly Attribute[]) => string | undefined,
): readonly Attribute[] | undefined {
  const found = parameters && judge(parameters);
  return found === undefined ? parameters : parser.report(found);
}

function parseStruct(parser: AssemblyParser, fields: readonly Field[]): readonly Attribute[] | undefined {
  const values = new Map<string, Attribute>();
  const ok = parser.parseCommaSeparatedList("less-greater", () => {
    // A comma may stand behind the last entry.
    const name = parser.parseOptionalAnyKeyword();
    if (name === undefined && values.size > 0) return true;
    const field = fields.find((candidate) => candidate.name === name);
    if (field === undefined)
      return parser.report(`expected one of: ${fields.map((one) => `\`${one.name}\``).join(", ")}`) ?? false;
    if (values.has(field.name)) return parser.report(`duplicated \`${field.name}\` entry`) ?? false;
    const value = parser.parseToken("=") ? parseField(parser, field) : undefined;
    if (value === undefined) return false;
    values.set(field.name, value);
    return true;
  });
  return ok ? fields.map((field) => values.get(field.name) ?? defaultOf(field)) : undefined;
}

function printStruct(
  attribute: DialectAttribute,
  printer: AssemblyPrinter,
  fields: readonly Field[],
  complete: boolean,
): void {
  printer.print("<");
  let first = true;
  for (const [at, field] of fields.entries()) {
    const value = attribute.parameters[at];
    if (value === undefined || (!complete && value === defaultOf(field))) continue;
    if (!first) printer.print(", ");
    first = false;
    printField(printer, field, value);
  }
  printer.print(">");
}

const listAt = (attribute: DialectAttribute, at: number): readonly number[] => {
  const value = attribute.parameters[at];
  return value?.kind === "dense-array" ? value.values.map(Number) : [];
};
const numberAt = (attribute: DialectAttribute, at: number): number => {
  const value = attribute.parameters[at];
  return value?.kind === "integer" ? Number(value.value) : 0;
};

function structAttr<T>(
  mnemonic: string,
  summary: string,
  decode: (attribute: DialectAttribute) => T,
  encode: (value: T) => readonly Attribute[],
): AttributeConstraint<T> {
  const matches = (attribute: Attribute): attribute is DialectAttribute =>
    attribute.kind === "dialect-attribute" && attribute.dialect === "stablehlo" && attribute.mnemonic === mnemonic;
  return {
    summary,
    accepts: matches,
    decode: (attribute) => {
      invariant(
        matches(attribute),
        () => `expected #stablehlo.${mnemonic}, found an attribute of kind ${attribute.kind}`,
      );
      return decode(attribute);
    },
    encode: (value) => dialectAttribute("stablehlo", mnemonic, encode(value)),
  };
}

/** Which dimensions of the operands of dot_general go together. */
export interface DotDimensionNumbers {
  readonly lhsBatching: readonly number[];
  readonly rhsBatching: readonly number[];
  readonly lhsContracting: readonly number[];
  readonly rhsContracting: readonly number[];
}
export const DotDimensionNumbersAttr: AttributeConstraint<DotDimensionNumbers> = structAttr(
  "dot",
  "Attribute that models the dimension information for dot.",
  (attribute) => ({
    lhsBatching: listAt(attribute, 0),
    rhsBatching: listAt(attribute, 1),
    lhsContracting: listAt(attribute, 2),
    rhsContracting: listAt(attribute, 3),
  }),
  (value) => [value.lhsBatching, value.rhsBatching, value.lhsContracting, value.rhsContracting].map(dimsAttribute),
);

/** StableHLO spec, "gather". */
export interface GatherDimensionNumbers {
  readonly offsetDims: readonly number[];
  readonly collapsedSliceDims: readonly number[];
  readonly operandBatchingDims: readonly number[];
  readonly startIndicesBatchingDims: readonly number[];
  readonly startIndexMap: readonly number[];
  readonly indexVectorDim: number;
}
export const GatherDimensionNumbersAttr: AttributeConstraint<GatherDimensionNumbers> = structAttr(
  "gather",
  "Attribute that models the dimension information for gather",
  (attribute) => ({
    offsetDims: listAt(attribute, 0),
    collapsedSliceDims: listAt(attribute, 1),
    operandBatchingDims: listAt(attribute, 2),
    startIndicesBatchingDims: listAt(attribute, 3),
    startIndexMap: listAt(attribute, 4),
    indexVectorDim: numberAt(attribute, 5),
  }),
  (value) => [
    dimsAttribute(value.offsetDims),
    dimsAttribute(value.collapsedSliceDims),
    dimsAttribute(value.operandBatchingDims),
    dimsAttribute(value.startIndicesBatchingDims),
    dimsAttribute(value.startIndexMap),
    integerAttribute(value.indexVectorDim, i64),
  ],
);

/** StableHLO spec, "scatter". */
export interface ScatterDimensionNumbers {
  readonly updateWindowDims: readonly number[];
  readonly insertedWindowDims: readonly number[];
  readonly inputBatchingDims: readonly number[];
  readonly scatterIndicesBatchingDims: readonly number[];
  readonly scatterDimsToOperandDims: readonly number[];
  readonly indexVectorDim: number;
}
export const ScatterDimensionNumbersAttr: AttributeConstraint<ScatterDimensionNumbers> = structAttr(
  "scatter",
  "Attribute that models the dimension information for scatter",
  (attribute) => ({
    updateWindowDims: listAt(attribute, 0),
    insertedWindowDims: listAt(attribute, 1),
    inputBatchingDims: listAt(attribute, 2),
    scatterIndicesBatchingDims: listAt(attribute, 3),
    scatterDimsToOperandDims: listAt(attribute, 4),
    indexVectorDim: numberAt(attribute, 5),
  }),
  (value) => [
    dimsAttribute(value.updateWindowDims),
    dimsAttribute(value.insertedWindowDims),
    dimsAttribute(value.inputBatchingDims),
    dimsAttribute(value.scatterIndicesBatchingDims),
    dimsAttribute(value.scatterDimsToOperandDims),
    integerAttribute(value.indexVectorDim, i64),
  ],
);

/** Where batch, feature and spatial dimensions stand in input, kernel and output of a convolution. */
export interface ConvDimensionNumbers {
  readonly inputBatch: number;
  readonly inputFeature: number;
  readonly inputSpatial: readonly number[];
  readonly kernelInputFeature: number;
  readonly kernelOutputFeature: number;
  readonly kernelSpatial: readonly number[];
  readonly outputBatch: number;
  readonly outputFeature: number;
  readonly outputSpatial: readonly number[];
}
export const ConvDimensionNumbersAttr: AttributeConstraint<ConvDimensionNumbers> = structAttr(
  "conv",
  "Structure of dimension information for conv op",
  (attribute) => ({
    inputBatch: numberAt(attribute, 0),
    inputFeature: numberAt(attribute, 1),
    inputSpatial: listAt(attribute, 2),
    kernelInputFeature: numberAt(attribute, 3),
    kernelOutputFeature: numberAt(attribute, 4),
    kernelSpatial: listAt(attribute, 5),
    outputBatch: numberAt(attribute, 6),
    outputFeature: numberAt(attribute, 7),
    outputSpatial: listAt(attribute, 8),
  }),
  (value) => [
    integerAttribute(value.inputBatch, i64),
    integerAttribute(value.inputFeature, i64),
    dimsAttribute(value.inputSpatial),
    integerAttribute(value.kernelInputFeature, i64),
    integerAttribute(value.kernelOutputFeature, i64),
    dimsAttribute(value.kernelSpatial),
    integerAttribute(value.outputBatch, i64),
    integerAttribute(value.outputFeature, i64),
    dimsAttribute(value.outputSpatial),
  ],
);

const RAW_CONV_FIELDS: readonly Field[] = [
  number("input_batch_dimension"),
  number("input_feature_dimension"),
  dims("input_spatial_dimensions"),
  number("kernel_input_feature_dimension"),
  number("kernel_output_feature_dimension"),
  dims("kernel_spatial_dimensions"),
  number("output_batch_dimension"),
  number("output_feature_dimension"),
  dims("output_spatial_dimensions"),
];

/** One bracket of `[b, 0, 1, f]`: the places of the two letters, and of spatial dimension 0, 1, ... */
interface ConvLayout {
  readonly letters: readonly [number, number];
  readonly spatial: readonly number[];
}

function parseConvLayout(parser: AssemblyParser, letters: readonly [string, string]): ConvLayout | undefined {
  const places = new Map<string, number>();
  let at = 0;
  const ok = parser.parseCommaSeparatedList("square", () => {
    // A dimension of more rank than there are spatial dimensions is written `?`.
    const number = parser.parseOptionalToken("?") ? `?${at}` : parser.parseOptionalInteger()?.toString();
    if (number?.startsWith("-") === true) return parser.report(`Unexpected dimension ${number}`) ?? false;
    const entry = number ?? parser.parseAnyKeyword();
    if (entry === undefined) return false;
    if (number === undefined) {
      const left = letters.filter((letter) => !places.has(letter));
      if (!left.includes(entry))
        return parser.report(`Unexpected dimension ${entry}, expecting ${left.join(", ")}`) ?? false;
    } else if (places.has(entry)) return parser.report(`Duplicate entries for spatial dimension ${entry}`) ?? false;
    places.set(entry, at++);
    return true;
  });
  if (!ok) return undefined;
  const missing = letters.filter((letter) => !places.has(letter));
  if (missing.length > 0) return parser.report(`Expected dimensions ${missing.join(", ")} not specified`);
  const count = [...places.keys()].filter((key) => /^\d/.test(key)).length;
  const absent = Array.from({ length: count }, (_, dimension) => dimension).filter(
    (dimension) => !places.has(`${dimension}`),
  );
  if (absent.length > 0) return parser.report(`Expected spatial dimensions ${absent.join(", ")} not specified`);
  const spatial = Array.from({ length: count }, (_, dimension) => places.get(`${dimension}`) ?? 0);
  return { letters: [places.get(letters[0]) ?? 0, places.get(letters[1]) ?? 0], spatial };
}

/** `[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]`. */
export function parseConvDimensions(parser: AssemblyParser): Attribute | undefined {
  const input = parseConvLayout(parser, ["b", "f"]);
  if (input === undefined || !parser.parseKeyword("x")) return undefined;
  const kernel = parseConvLayout(parser, ["i", "o"]);
  if (kernel === undefined || !parser.parseToken("->")) return undefined;
  const output = parseConvLayout(parser, ["b", "f"]);
  if (output === undefined) return undefined;
  return ConvDimensionNumbersAttr.encode({
    inputBatch: input.letters[0],
    inputFeature: input.letters[1],
    inputSpatial: input.spatial,
    kernelInputFeature: kernel.letters[0],
    kernelOutputFeature: kernel.letters[1],
    kernelSpatial: kernel.spatial,
    outputBatch: output.letters[0],
    outputFeature: output.letters[1],
    outputSpatial: output.spatial,
  });
}

function layoutText(letters: readonly (readonly [string, number])[], spatial: readonly number[]): string {
  const entries = new Map<number, string>(letters.map(([letter, place]) => [place, letter]));
  for (const [at, place] of spatial.entries()) entries.set(place, String(at));
  const rank = Math.max(...entries.keys()) + 1;
  return `[${Array.from({ length: rank }, (_, place) => entries.get(place) ?? "?").join(", ")}]`;
}

export function convDimensionsText(numbers: ConvDimensionNumbers): string {
  const n = numbers;
  const input = layoutText([["b", n.inputBatch], ["f", n.inputFeature]], n.inputSpatial); // biome-ignore format: one line each
  const kernel = layoutText([["i", n.kernelInputFeature], ["o", n.kernelOutputFeature]], n.kernelSpatial); // biome-ignore format: one line each
  const output = layoutText([["b", n.outputBatch], ["f", n.outputFeature]], n.outputSpatial); // biome-ignore format: one line each
  return `${input}x${kernel}->${output}`;
}

const convDefinition: AttributeDefinition = {
  mnemonic: "conv",
  summary: "Structure of dimension information for conv op",
  parse: (parser) => {
    if (!parser.parseToken("<")) return undefined;
    if (parser.parseOptionalKeyword("raw")) return parseRawConv(parser);
    const parsed = parseConvDimensions(parser);
    if (parsed?.kind !== "dialect-attribute" || !parser.parseToken(">")) return undefined;
    return parsed.parameters;
  },
  print: (attribute, printer) => {
    printer.print(`<${convDimensionsText(ConvDimensionNumbersAttr.decode(attribute))}>`);
  },
};

function parseRawConv(parser: AssemblyParser): readonly Attribute[] | undefined {
  const values: Attribute[] = [];
  for (const [at, field] of RAW_CONV_FIELDS.entries()) {
    if (at > 0 && !parser.parseToken(",")) return undefined;
    const value = parser.parseKeyword(field.name) && parser.parseToken("=") ? parseField(parser, field) : undefined;
    if (value === undefined) return undefined;
    values.push(value);
  }
  return parser.parseToken(">") ? values : undefined;
}

/** Which floats a dot_general multiplies and adds in. */
export const DotAlgorithmAttr: AttributeConstraint<DialectAttribute> = structAttr<DialectAttribute>(
  "dot_algorithm",
  "Attribute that models the algorithm constraints to use for computing dot.",
  (attribute) => attribute,
  (attribute) => attribute.parameters,
);
const DOT_ALGORITHM_FIELDS: readonly Field[] = [
  anything("lhs_precision_type"),
  anything("rhs_precision_type"),
  anything("accumulation_type"),
  number("lhs_component_count"),
  number("rhs_component_count"),
  number("num_primitive_operations"),
  flag("allow_imprecise_accumulation"),
];
/** Types of both sides and of the sum, and numbers of products, that some hardware has. Source: upstream's getKnownDotAlgorithm. */
const DOT_ALGORITHMS: ReadonlySet<string> = new Set([
  "f16,f16,f16,1", "f16,f16,f32,1", "bf16,bf16,bf16,1", "bf16,bf16,f32,1", "bf16,bf16,f32,3", "bf16,bf16,f32,6", "bf16,bf16,f32,9",
  "tf32,tf32,f32,1", "tf32,tf32,f32,3", "f32,f32,f32,1", "f64,f64,f64,1",
]); // biome-ignore format: a list
const isF8 = (name: string): boolean => name.startsWith("f8") && name !== "f8E8M0FNU";

function judgeDotAlgorithm(parameters: readonly Attribute[]): string | undefined {
  const numbers = parameters.map((parameter) => (parameter.kind === "integer" ? Number(parameter.value) : 0));
  const [, , , lhsCount = 0, rhsCount = 0, primitives = 0, imprecise = 0] = numbers;
  if (lhsCount < 1) return "lhs component count must be positive";
  if (rhsCount < 1) return "rhs component count must be positive";
  if (primitives < 1) return "num primitive operations must be positive";
  const [lhs = "", rhs = "", sum = ""] = parameters.map((parameter) =>
    parameter.kind === "float-type" ? typeText(parameter) : parameter.kind,
  );
  const ofBytes = isF8(lhs) && isF8(rhs) && sum === "f32" && primitives === 1;
  const exact = imprecise === 0 && DOT_ALGORITHMS.has([lhs, rhs, sum, primitives].join(","));
  if (lhsCount === 1 && rhsCount === 1 && (ofBytes || exact)) return undefined;
  const text = `lhs:${lhs}, rhs:${rhs}, accum:${sum}, lhs_components:${lhsCount}, rhs_components:${rhsCount}, primitive_ops:${primitives}, imprecise:${imprecise === 0 ? 0 : 1}`;
  return `dot algorithm not known to be supported on any hardware: {${text}}`;
}

/** `<lhs_precision_type = tf32, ...>`, as it stands in dot_general. */
export function parseDotAlgorithm(parser: AssemblyParser): Attribute | undefined {
  const parameters = judged(parser, parseStruct(parser, DOT_ALGORITHM_FIELDS), judgeDotAlgorithm);
  return parameters && dialectAttribute("stablehlo", "dot_algorithm", parameters);
}
export function printDotAlgorithm(attribute: DialectAttribute, printer: AssemblyPrinter): void {
  printStruct(attribute, printer, DOT_ALGORITHM_FIELDS, true);
}

export interface Alias {
  readonly outputIndices: readonly number[];
  readonly operand: number;
  readonly operandIndices: readonly number[];
}
/** The plain values of `#stablehlo.output_operand_alias`. */
export function aliasOf(attribute: Attribute): Alias {
  return attribute.kind === "dialect-attribute" && attribute.parameters.length === 3
    ? { outputIndices: listAt(attribute, 0), operand: numberAt(attribute, 1), operandIndices: listAt(attribute, 2) }
    : { outputIndices: [], operand: -1, operandIndices: [] };
}

export interface ChannelHandle {
  readonly handle: number;
  readonly type: number;
}
export const ChannelHandleAttr: AttributeConstraint<ChannelHandle> = structAttr(
  "channel_handle",
  "two 64-bit integers 'handle' and 'type'",
  (attribute) => ({ handle: numberAt(attribute, 0), type: numberAt(attribute, 1) }),
  ({ handle, type }) => [integerAttribute(handle, i64), integerAttribute(type, i64)],
);

/** How exact a transcendental function must be; the reference semantics are as exact as they can be in any case. */
export const ResultAccuracyAttr: AttributeConstraint<DialectAttribute> = structAttr<DialectAttribute>(
  "result_accuracy",
  "The requested accuracy of unary ops.",
  (attribute) => attribute,
  (attribute) => attribute.parameters,
);
/** Modes other than TOLERANCE have none. */
function judgeResultAccuracy([absolute, relative, ulps, mode]: readonly Attribute[]): string | undefined {
  const [word] = mode?.kind === "dialect-attribute" ? mode.parameters : [];
  if (word?.kind !== "string" || word.value === "TOLERANCE") return undefined;
  const isNothing = (part: Attribute | undefined): boolean =>
    part === undefined || ((part.kind === "float" || part.kind === "integer") && Number(part.value) === 0);
  return [absolute, relative, ulps].every(isNothing)
    ? undefined
    : `Invalid tolerances for ResultAccuracyAttr with mode ${word.value}, must be all zero.`;
}
export const defaultResultAccuracy: DialectAttribute = dialectAttribute("stablehlo", "result_accuracy", [
  floatAttribute(0, f64),
  floatAttribute(0, f64),
  integerAttribute(0, i64),
  dialectAttribute("stablehlo", "result_accuracy_mode", [stringAttribute("DEFAULT")]),
]);

/** `<3, ?>`: upper bounds of dynamic extents, the encoding of a tensor type. */
const boundsDefinition: AttributeDefinition = {
  mnemonic: "bounds",
  summary: "upper bounds of dynamic dimensions",
  parse: (parser) => {
    const values: number[] = [];
    const ok = parser.parseCommaSeparatedList("less-greater", () => {
      const value = parser.parseOptionalToken("?") ? -1n : parser.parseInteger();
      if (value === undefined) return false;
      values.push(Number(value));
      return true;
    });
    return ok ? [dimsAttribute(values)] : undefined;
  },
  print: (attribute, printer) => {
    printer.print(
      `<${listAt(attribute, 0)
        .map((bound) => (bound < 0 ? "?" : bound))
        .join(", ")}>`,
    );
  },
};

export const attributeDefinitions: readonly AttributeDefinition[] = [
  enumDefinition("precision", PRECISIONS),
  enumDefinition("fft_type", FFT_TYPES),
  enumDefinition("comparison_direction", DIRECTIONS),
  enumDefinition("comparison_type", COMPARISON_TYPES),
  enumDefinition("transpose", TRANSPOSES),
  enumDefinition("rng_distribution", DISTRIBUTIONS),
  enumDefinition("rng_algorithm", ALGORITHMS),
  enumDefinition("result_accuracy_mode", ACCURACY_MODES, true),
  structDefinition("dot", "Attribute that models the dimension information for dot.", [
    dims("lhs_batching_dimensions"),
    dims("rhs_batching_dimensions"),
    dims("lhs_contracting_dimensions"),
    dims("rhs_contracting_dimensions"),
  ]),
  structDefinition("gather", "Attribute that models the dimension information for gather", [
    dims("offset_dims"),
    dims("collapsed_slice_dims"),
    dims("operand_batching_dims"),
    dims("start_indices_batching_dims"),
    dims("start_index_map"),
    number("index_vector_dim"),
  ]),
  structDefinition("scatter", "Attribute that models the dimension information for scatter", [
    dims("update_window_dims"),
    dims("inserted_window_dims"),
    dims("input_batching_dims"),
    dims("scatter_indices_batching_dims"),
    dims("scatter_dims_to_operand_dims"),
    number("index_vector_dim"),
  ]),
  convDefinition,
  structDefinition("dot_algorithm", "the algorithm of a dot", DOT_ALGORITHM_FIELDS, true, judgeDotAlgorithm),
  structDefinition("channel_handle", "a channel", [number("handle"), number("type")], true),
  structDefinition("result_accuracy", "The requested accuracy of unary ops.", [
    float("atol"),
    float("rtol"),
    number("ulps"),
    anything("mode"),
  ], false, judgeResultAccuracy), // biome-ignore format: the fields are the point
  structDefinition("output_operand_alias", "an output that aliases an operand", [
    dims("output_tuple_indices"),
    number("operand_index"),
    dims("operand_tuple_indices"),
  ], true), // biome-ignore format: the fields are the point
  boundsDefinition,
];

// ---- Constraints on builtin attributes ------------------------------------------------------------------------------

export const NonNegativeI64: AttributeConstraint<number> = confined(
  I64Attr,
  "whose value is non-negative",
  (value) => value >= 0,
);
export const PositiveI64: AttributeConstraint<number> = confined(
  I64Attr,
  "whose value is positive",
  (value) => value > 0,
);
export const NonNegativeI32: AttributeConstraint<number> = confined(
  I32Attr,
  "whose value is non-negative",
  (value) => value >= 0,
);
export const PositiveI32: AttributeConstraint<number> = confined(
  I32Attr,
  "whose value is positive",
  (value) => value > 0,
);

const isI64Elements = (attribute: Attribute): attribute is DenseElementsAttribute =>
  attribute.kind === "dense-elements" && attribute.type.elementType === i64;

/** A dense tensor of i64; the attribute itself, because ops differ in how they read it. */
export const I64ElementsAttr: AttributeConstraint<DenseElementsAttribute> = {
  summary: "64-bit signless integer elements attribute",
  accepts: isI64Elements,
  decode: (attribute) => {
    invariant(isI64Elements(attribute), "expected dense i64 elements");
    return attribute;
  },
  encode: (attribute) => attribute,
};

export type Padding = readonly (readonly [low: number, high: number])[];

/** `dense<[[l0, h0], ...]> : tensor<Nx2xi64>` as pairs; an attribute of another shape reads as what pairs it has (the verifier says so). */
export const PaddingAttr: AttributeConstraint<Padding> = {
  summary: "64-bit signless integer elements attribute",
  accepts: isI64Elements,
  decode: (attribute) => {
    invariant(isI64Elements(attribute), "expected dense i64 elements");
    const pairs = Math.floor(attribute.type.shape.reduce((count, extent) => count * extent, 1) / 2);
    return Array.from({ length: pairs }, (_, at) => [
      Number(integerElement(attribute, 2 * at)),
      Number(integerElement(attribute, 2 * at + 1)),
    ]);
  },
  encode: (pairs) => {
    const values = BigInt64Array.from(pairs.flat(), BigInt);
    return denseFromBytes(tensorType([pairs.length, 2], i64), new Uint8Array(values.buffer));
  },
};
