/**
 * The actions of the core grammar that make types, attributes, locations and affine maps. Values that depend on the text alone are kept by
 * their slice, so that a type which occurs ten thousand times is built once.
 * One file and one object, because the generated parser calls it as one; the parts with an idea of their own are in dense-text.ts and element-buffer.ts.
 * Hot: bench/parse.
 */
import type { AssemblyParser } from "../../definition/assembly.ts";
import type { Context } from "../../definition/context.ts";
import type { AffineExpr, AffineMap, AffineOperator, IntegerSet } from "../../ir/affine.ts";
import * as affine from "../../ir/affine.ts";
import * as a from "../../ir/attribute.ts";
import { floatAttribute, floatAttributeOfBits, floatWidth } from "../../ir/float.ts";
import { fileLocation, fusedLocation, type Location, nameLocation, unknownLocation } from "../../ir/location.ts";
import type { Blob } from "../../tensor/blob.ts";
import { scanDialectSymbol, scanNumber } from "../generated/core-parser.ts";
import type {
  AffineConstraint,
  AffineTail,
  AttributeActions,
  LocationDetail,
  LocationEnd,
  SparseBody,
} from "../grammar/core-actions.ts";
import {
  type Complain,
  denseArrayFromBuffer,
  denseFromBuffer,
  elementsType,
  integerRange,
} from "../literals/dense-text.ts";
import { BOOLEANS, ElementBuffer, FLOATS, INTEGERS, NEGATIVES } from "../literals/element-buffer.ts";
import { numberForm, readDecimal, readDigits, readInteger } from "../literals/number-text.ts";
import { denseExtent, dictionaryExtent, hashSlice, SliceMemo, typeExtent } from "../literals/slice-memo.ts";
import { readString } from "../literals/string-text.ts";
import { Aliases } from "./aliases.ts";
import type { Problems } from "./problems.ts";

/** How deep types and attributes may nest in one another. */
export const MAX_NESTING = 512;

/** A type or attribute of a dialect: what stands after the `!` or `#`. */
export interface SymbolText {
  readonly dialect: string;
  readonly mnemonic: string;
  /** Where what follows the mnemonic begins and ends. */
  readonly start: number;
  readonly end: number;
  /** `!dialect<mnemonic ...>`: the range is inside the brackets. */
  readonly bracketed: boolean;
}

/** What this reader needs of the parser around it. */
export interface AttributeHost {
  readonly position: number;
  moveTo(offset: number): void;
  /** Runs a parse of something that stands elsewhere in the text, and comes back. */
  parseAttributeAt(offset: number): a.Attribute | undefined;
  /** Hands the text of a registered type or attribute to its definition: the parameters, or undefined after a report. */
  parseParameters(
    symbol: SymbolText,
    parse: (parser: AssemblyParser) => readonly a.Attribute[] | undefined,
  ): readonly a.Attribute[] | undefined;
}

export class AttributeReader implements AttributeActions {
  readonly maxDepth = MAX_NESTING;
  readonly aliases: Aliases;
  /** Blobs of the metadata section, by key. */
  readonly resources = new Map<string, Blob>();
  readonly #text: string;
  readonly #context: Context;
  readonly #problems: Problems;
  readonly #host: AttributeHost;
  readonly #types: SliceMemo<a.Type>;
  readonly #numbers: SliceMemo<a.Attribute>;
  readonly #dictionaries: SliceMemo<a.DictionaryAttribute>;
  readonly #constants: SliceMemo<a.Attribute>;
  #buffer = new ElementBuffer();
  #dimensionNames: readonly string[] = [];
  #symbolNames: readonly string[] = [];

  constructor(context: Context, problems: Problems, host: AttributeHost) {
    this.#text = problems.source.text;
    this.#context = context;
    this.#problems = problems;
    this.#host = host;
    this.aliases = new Aliases(problems);
    this.#types = new SliceMemo(this.#text);
    this.#numbers = new SliceMemo(this.#text);
    this.#dictionaries = new SliceMemo(this.#text);
    this.#constants = new SliceMemo(this.#text);
  }

  tooDeep(): false {
    const at = this.#host.position;
    this.#problems.report(at, at + 1, "parse.nesting", `types and attributes nest deeper than ${MAX_NESTING} levels`);
    return false;
  }

  #complainAt(start: number, end: number): Complain {
    return (message) => this.#problems.report(start, end, "parse.attribute", message);
  }

  // ---- Names and counts -------------------------------------------------------------------------------------------------

  count(start: number, end: number): number | undefined {
    const value = readDigits(this.#text, start, end);
    if (Number.isSafeInteger(value)) return value;
    return this.#problems.report(start, end, "parse.number", "integer constant out of range");
  }
  attributeName(start: number, end: number): string {
    return this.#text.slice(start + 1, end);
  }
  typeName(start: number, end: number): string {
    return this.#text.slice(start + 1, end);
  }
  symbolName(start: number, end: number): string {
    return this.#text.charCodeAt(start + 1) === 0x22
      ? readString(this.#text, start + 1, end)
      : this.#text.slice(start + 1, end);
  }

  // ---- Types ------------------------------------------------------------------------------------------------------------

  /** The type whose text begins at `start` when it has been read before; the position is then behind it. */
  recallType(start: number): a.Type | undefined {
    const end = typeExtent(this.#text, start);
    if (end < 0) return undefined;
    const type = this.#types.find(start, end, hashSlice(this.#text, start, end));
    if (type !== undefined) this.#host.moveTo(end);
    return type;
  }

  rememberType(start: number, type: a.Type): void {
    const end = typeExtent(this.#text, start);
    if (end !== this.#host.position) return;
    const hash = hashSlice(this.#text, start, end);
    if (this.#types.indexOf(start, end, hash) < 0) this.#types.add(start, end, hash, type);
  }

  functionType(inputs: readonly a.Type[], results: readonly a.Type[]): a.FunctionType {
    return a.functionType(inputs, results);
  }
  singleResultType(type: a.Type): readonly a.Type[] {
    return [type];
  }

  integerType(start: number, end: number): a.Type | undefined {
    const first = this.#text.charCodeAt(start);
    const digits = first === 0x69 ? start + 1 : start + 2;
    const width = readDigits(this.#text, digits, end);
    if (width >= 1 << 24)
      return this.#problems.report(start, end, "parse.type", "integer bitwidth is limited to 16777215 bits");
    return a.integerType(width, first === 0x69 ? "signless" : first === 0x73 ? "signed" : "unsigned");
  }

  simpleType(start: number, end: number): a.Type {
    const name = this.#text.slice(start, end);
    if (name === "index") return a.indexType;
    const float = a.FLOAT_NAMES.find((known) => known === name);
    return float === undefined ? a.noneType : a.floatType(float);
  }

  unrankedTensor(element: a.Type): a.Type {
    return a.unrankedTensorType(element);
  }

  rankedTensor(
    start: number,
    end: number,
    shape: readonly number[],
    element: a.Type,
    encoding: a.Attribute | undefined,
  ): a.Type | undefined {
    if (!isElementType(element)) return this.#problems.report(start, end, "parse.type", "invalid tensor element type");
    return a.tensorType(shape, element, encoding);
  }

  dimensionSize(start: number, end: number): number | undefined {
    if (this.#text.charCodeAt(start) === 0x3f) return a.DYNAMIC;
    const size = readDigits(this.#text, start, end);
    if (Number.isSafeInteger(size)) return size;
    // Extents are numbers here: what 64 bits hold but a double does not is refused, the largest of all excepted, which prints as itself.
    const exact = BigInt(this.#text.slice(start, end));
    if (exact === MAX_EXTENT || (exact < MAX_EXTENT && BigInt(Number(exact)) === exact)) return Number(exact);
    return this.#problems.report(
      start,
      end,
      "parse.type",
      "invalid dimension: extents past 2^53 that are not exact as a double are not supported",
    );
  }

  vectorType(start: number, end: number, sizes: readonly number[], element: a.Type): a.Type | undefined {
    const shape = sizes.map((size) => (size < 0 ? -1 - size : size));
    if (shape.includes(0))
      return this.#problems.report(start, end, "parse.type", "vector types must have positive constant sizes");
    if (!isVectorElement(element))
      return this.#problems.report(start, end, "parse.type", "vector elements must be int/index/float type");
    return a.vectorType(
      shape,
      element,
      sizes.map((size) => size < 0),
    );
  }

  vectorSize(start: number, end: number): number | undefined {
    const scalable = this.#text.charCodeAt(start) === 0x5b;
    if (!scalable) return this.count(start, end);
    const digits = this.#text.slice(start + 1, end - 1).trim();
    const size = Number(digits);
    if (!Number.isSafeInteger(size))
      return this.#problems.report(start, end, "parse.number", "integer constant out of range");
    return -1 - size;
  }

  unrankedMemRef(element: a.Type, parameters: readonly a.Attribute[]): a.Type | undefined {
    const at = this.#host.position;
    if (parameters.length > 1)
      return this.#problems.report(at, at + 1, "parse.type", "unranked memref takes one memory space");
    return a.unrankedMemRefType(element, memorySpaceOf(parameters[0]));
  }

  rankedMemRef(
    start: number,
    end: number,
    shape: readonly number[],
    element: a.Type,
    parameters: readonly a.Attribute[],
  ): a.Type | undefined {
    if (!isElementType(element) && element.kind !== "unranked-memref-type")
      return this.#problems.report(start, end, "parse.type", "invalid memref element type");
    let layout: a.Attribute | undefined;
    let space: a.Attribute | undefined;
    for (const parameter of parameters) {
      if (space !== undefined)
        return this.#problems.report(start, end, "parse.type", "multiple memory spaces specified in memref type");
      if (isLayout(parameter) && layout === undefined) layout = parameter;
      else space = parameter;
    }
    if (layout?.kind === "affine-map" && layout.map.dimCount !== shape.length)
      return this.#problems.report(
        start,
        end,
        "parse.type",
        `memref layout mismatch between rank and affine map: ${shape.length} != ${layout.map.dimCount}`,
      );
    if (layout?.kind === "affine-map" && affine.isIdentity(layout.map)) layout = undefined;
    return a.memRefType(shape, element, layout, memorySpaceOf(space));
  }

  complexType(start: number, end: number, element: a.Type): a.Type | undefined {
    if (element.kind === "integer-type" || element.kind === "float-type") return a.complexType(element);
    return this.#problems.report(start, end, "parse.type", "invalid element type for complex");
  }
  tupleType(elements: readonly a.Type[]): a.Type {
    return a.tupleType(elements);
  }

  dialectType(start: number, end: number): a.Type | undefined {
    const symbol = symbolText(this.#text, start, end);
    if (symbol === undefined) {
      if (this.#text.charCodeAt(end) === 0x3c) return this.#unbalanced(start, end);
      return this.aliases.type(this.#text.slice(start + 1, end), start, end);
    }
    const definition = this.#context.findType(symbol.dialect, symbol.mnemonic);
    if (definition === undefined) {
      const text = opaqueText(this.#text, start, end, symbol);
      return a.opaqueType(symbol.dialect, text, !isPretty(text));
    }
    const parameters = this.#host.parseParameters(symbol, definition.parse ?? (() => []));
    return parameters === undefined ? undefined : a.dialectType(symbol.dialect, symbol.mnemonic, parameters);
  }

  /** A bracket behind a symbol that the token did not take. */
  #unbalanced(start: number, end: number): undefined {
    return this.#problems.report(
      start,
      end,
      "parse.symbol",
      "unbalanced '<' character in pretty dialect name, or more than 512 levels of brackets",
    );
  }

  // ---- Plain attributes ---------------------------------------------------------------------------------------------------

  string(start: number, end: number): string {
    return readString(this.#text, start, end);
  }
  stringAttribute(value: string, type: a.Type | undefined): a.Attribute {
    return a.stringAttribute(value, typeUnlessNone(type));
  }
  number(start: number, _end: number): number {
    return start;
  }

  numberAttribute(start: number, end: number, number: number, type: a.Type | undefined): a.Attribute | undefined {
    const hash = hashSlice(this.#text, start, end);
    const known = this.#numbers.find(start, end, hash);
    if (known !== undefined) return known;
    const made = this.numberOfType(number, type);
    if (made !== undefined) this.#numbers.add(start, end, hash, made);
    return made;
  }

  /** The number that stands at `start` as an attribute of `type`; without one i64 or f64. */
  numberOfType(start: number, type: a.Type | undefined): a.Attribute | undefined {
    const end = scanNumber(this.#text, start);
    const complain = this.#complainAt(start, end);
    const form = numberForm(this.#text, start, end);
    if (form === "float") {
      const floatType = type ?? a.f64;
      if (floatType.kind !== "float-type") return complain("floating point value not valid for specified type");
      return floatAttribute(readDecimal(this.#text, start, end), floatType);
    }
    const integerType = type ?? a.i64;
    if (integerType.kind === "float-type")
      return form === "hexadecimal"
        ? this.#hexadecimalFloat(start, end, integerType)
        : complain("unexpected decimal integer literal for a floating point value");
    if (integerType.kind !== "integer-type" && integerType.kind !== "index-type")
      return complain("integer literal not valid for specified type");
    return this.#integerOfType(start, end, integerType, complain);
  }

  #integerOfType(
    start: number,
    end: number,
    type: a.IntegerType | a.IndexType,
    complain: Complain,
  ): a.Attribute | undefined {
    const value = readInteger(this.#text, start, end);
    if (value < 0n && type.kind === "integer-type" && type.signedness === "unsigned")
      return complain("negative integer literal not valid for unsigned integer type");
    const { min, max } = integerRange(type);
    if (value < min || value > max) return complain("integer constant out of range for attribute");
    return a.integerAttribute(value, type);
  }

  #hexadecimalFloat(start: number, end: number, type: a.FloatType): a.Attribute | undefined {
    const complain = this.#complainAt(start, end);
    if (this.#text.charCodeAt(start) === 0x2d)
      return complain("hexadecimal float literal should not have a leading minus");
    const bits = readInteger(this.#text, start, end);
    if (bits >= 1n << BigInt(floatWidth(type))) return complain("hexadecimal float constant out of range for type");
    return floatAttributeOfBits(bits, type);
  }

  boolean(start: number, _end: number): a.Attribute {
    return this.#text.charCodeAt(start) === 0x74 ? a.trueAttribute : a.falseAttribute;
  }
  unitAttribute(_start: number, _end: number): a.Attribute {
    return a.unitAttribute;
  }
  symbolReference(root: string, nested: readonly string[]): a.Attribute {
    return a.symbolRefAttribute(root, nested);
  }
  arrayAttribute(elements: readonly a.Attribute[]): a.Attribute {
    return a.arrayAttribute(elements);
  }

  recallAttributeDictionary(start: number): a.DictionaryAttribute | undefined {
    const end = dictionaryExtent(this.#text, start);
    const known = end < 0 ? undefined : this.#dictionaries.find(start, end, hashSlice(this.#text, start, end));
    if (known !== undefined) this.#host.moveTo(end);
    return known;
  }
  rememberAttributeDictionary(start: number, dictionary: a.DictionaryAttribute): void {
    const end = dictionaryExtent(this.#text, start);
    if (end === this.#host.position) this.#dictionaries.add(start, end, hashSlice(this.#text, start, end), dictionary);
  }
  attributeDictionary(entries: readonly a.NamedAttribute[]): a.DictionaryAttribute | undefined {
    if (entries.length > 1) {
      const names = new Set(entries.map(({ name }) => name));
      if (names.size < entries.length) return this.#duplicateKey(entries);
    }
    return a.dictionaryAttribute(entries);
  }

  #duplicateKey(entries: readonly a.NamedAttribute[]): undefined {
    const twice = entries.find(({ name }, at) => entries.findIndex((other) => other.name === name) < at);
    const at = this.#host.position;
    return this.#problems.report(
      at - 1,
      at,
      "parse.attribute",
      `duplicate key '${twice?.name ?? ""}' in dictionary attribute`,
    );
  }

  namedAttribute(_start: number, _end: number, name: string, value: a.Attribute | undefined): a.NamedAttribute {
    return { name, value: value ?? a.unitAttribute };
  }
  attributeKey(start: number, end: number): string | undefined {
    if (this.#text.charCodeAt(start) !== 0x22) return this.#text.slice(start, end);
    const name = readString(this.#text, start, end);
    return name === "" ? this.#problems.report(start, end, "parse.attribute", "expected valid attribute name") : name;
  }

  stridedLayout(strides: readonly number[], offset: number | undefined): a.Attribute {
    return a.stridedLayoutAttribute(offset ?? 0, strides);
  }
  stride(start: number, end: number): number | undefined {
    if (this.#text.charCodeAt(start) === 0x3f) return a.DYNAMIC;
    const value = Number(readInteger(this.#text, start, end));
    // -1 is how the records write `?`.
    return Number.isSafeInteger(value) && value !== a.DYNAMIC
      ? value
      : this.#problems.report(start, end, "parse.number", "integer constant out of range");
  }
  distinctAttribute(number: number, value: a.Attribute | undefined): a.Attribute {
    return a.distinctAttribute(number, value ?? a.unitAttribute);
  }

  dialectSymbol(start: number, _end: number): number {
    return start;
  }
  dialectAttribute(start: number, _end: number, _symbol: number, type: a.Type | undefined): a.Attribute | undefined {
    const end = scanDialectSymbol(this.#text, start);
    const symbol = symbolText(this.#text, start, end);
    if (symbol === undefined) return undefined;
    const definition = this.#context.findAttribute(symbol.dialect, symbol.mnemonic);
    if (definition === undefined) {
      const text = opaqueText(this.#text, start, end, symbol);
      return a.opaqueAttribute(symbol.dialect, text, !isPretty(text), typeUnlessNone(type));
    }
    const parameters = this.#host.parseParameters(symbol, definition.parse ?? (() => []));
    return parameters === undefined ? undefined : a.dialectAttribute(symbol.dialect, symbol.mnemonic, parameters);
  }
  attributeUse(start: number, end: number): a.Attribute | undefined {
    if (this.#text.charCodeAt(end) === 0x3c) return this.#unbalanced(start, end);
    return this.aliases.attribute(this.#text.slice(start + 1, end), start, end);
  }

  // ---- Elements -----------------------------------------------------------------------------------------------------------

  enterDenseBody(): boolean {
    this.#buffer = new ElementBuffer();
    this.#buffer.start = this.#host.position;
    return true;
  }
  denseBody(): ElementBuffer {
    return this.#buffer;
  }
  enterDenseArrayElements(): boolean {
    return this.enterDenseBody();
  }
  denseArrayElements(): ElementBuffer {
    return this.#buffer;
  }
  enterDenseList(): boolean {
    this.#buffer.enterList();
    return true;
  }
  denseList(): boolean {
    return this.#buffer.leaveList() || this.#ragged();
  }
  enterDenseComplex(): boolean {
    this.#buffer.enterComplex();
    return true;
  }
  denseComplex(): boolean {
    return this.#buffer.leaveComplex() || this.#ragged();
  }
  #ragged(): false {
    const at = this.#host.position;
    this.#problems.report(
      at - 1,
      at,
      "parse.attribute",
      "tensor literal is invalid; ranks are not consistent between elements",
    );
    return false;
  }

  denseLiteral(start: number, end: number): boolean {
    const text = this.#text;
    const buffer = this.#buffer;
    const code = text.charCodeAt(start);
    if (code === 0x22) buffer.pushString(readString(text, start, end));
    else if (code === 0x74 || code === 0x66) {
      buffer.kinds |= BOOLEANS;
      buffer.push(code === 0x74 ? 1 : 0);
    } else this.#denseNumber(buffer, start, end, code === 0x2d);
    return buffer.element() || this.#ragged();
  }

  #denseNumber(buffer: ElementBuffer, start: number, end: number, negative: boolean): void {
    const text = this.#text;
    const form = numberForm(text, start, end);
    if (form === "float") {
      buffer.kinds |= FLOATS;
      buffer.push(readDecimal(text, start, end));
      return;
    }
    buffer.kinds |= negative ? INTEGERS | NEGATIVES : INTEGERS;
    const digits = end - start;
    if (form === "integer" && digits <= MAX_EXACT_DIGITS) buffer.push(readDecimal(text, start, end));
    else buffer.pushWide(readInteger(text, start, end), form === "hexadecimal");
  }

  recallDenseAttribute(start: number): a.Attribute | undefined {
    const end = denseExtent(this.#text, start);
    const known = end < 0 ? undefined : this.#constants.find(start, end, hashSlice(this.#text, start, end));
    if (known !== undefined) this.#host.moveTo(end);
    return known;
  }
  rememberDenseAttribute(start: number, attribute: a.Attribute): void {
    const end = denseExtent(this.#text, start);
    if (end === this.#host.position) this.#constants.add(start, end, hashSlice(this.#text, start, end), attribute);
  }
  denseAttribute(start: number, end: number, body: ElementBuffer, type: a.Type): a.Attribute | undefined {
    const complain = this.#complainAt(start, end);
    const elements = elementsType(type, complain);
    return elements === undefined
      ? undefined
      : denseFromBuffer(body, elements, () => this.#textBehindColon(end), complain);
  }

  #textBehindColon(end: number): string {
    return `'${this.#text.slice(this.#text.lastIndexOf(":", end) + 1, end).trim()}'`;
  }

  sparseBody(indices: ElementBuffer, values: ElementBuffer): SparseBody {
    return { indices, values };
  }
  sparseAttribute(start: number, end: number, body: SparseBody | undefined, type: a.Type): a.Attribute | undefined {
    const complain = this.#complainAt(start, end);
    const elements = elementsType(type, complain);
    if (elements === undefined) return undefined;
    const rank = elements.shape.length;
    const indices = body?.indices ?? new ElementBuffer();
    const count =
      body === undefined
        ? 0
        : indices.isList
          ? indices.shape.length === 2
            ? (indices.shape[0] ?? 0)
            : rank === 1
              ? (indices.shape[0] ?? 0)
              : 1
          : 1;
    const indicesType = a.tensorType([count, rank], a.i64);
    const indexAttribute = denseFromBuffer(reshaped(indices, count, rank), indicesType, () => "indices", complain);
    const valuesType = a.tensorType([count], elements.elementType);
    const valueAttribute = denseFromBuffer(body?.values ?? new ElementBuffer(), valuesType, () => "values", complain);
    if (indexAttribute?.kind !== "dense-elements" || valueAttribute?.kind !== "dense-elements") return undefined;
    return a.sparseElementsAttribute(elements, indexAttribute, valueAttribute);
  }

  denseResourceAttribute(key: string, type: a.Type): a.Attribute | undefined {
    const at = this.#host.position;
    const elements =
      type.kind === "tensor-type" || type.kind === "vector-type"
        ? type
        : this.#problems.report(at - 1, at, "parse.attribute", "`dense_resource` expected a shaped type");
    return elements === undefined ? undefined : a.denseResourceAttribute(elements, key, this.resources.get(key));
  }
  resourceKey(start: number, end: number): string {
    return this.#text.charCodeAt(start) === 0x22 ? readString(this.#text, start, end) : this.#text.slice(start, end);
  }

  denseArrayAttribute(
    start: number,
    end: number,
    element: a.Type,
    elements: ElementBuffer | undefined,
  ): a.Attribute | undefined {
    return denseArrayFromBuffer(elements, element, this.#complainAt(start, end));
  }

  // ---- Locations ------------------------------------------------------------------------------------------------------------

  locationAttribute(location: Location): a.Attribute {
    return a.locationAttribute(location);
  }
  callSiteLocation(callee: Location, caller: Location): Location {
    return Object.freeze({ kind: "callsite", callee, caller });
  }
  fusedLocation(metadata: a.Attribute | undefined, locations: readonly Location[]): Location {
    return fusedLocation(locations, metadata);
  }
  unknownLocation(_start: number, _end: number): Location {
    return unknownLocation;
  }
  namedLocation(name: string, detail: LocationDetail | undefined): Location {
    if (detail?.kind !== "position") return nameLocation(name, detail?.child);
    const { end, line, column } = detail;
    return fileLocation(
      name,
      line,
      column,
      end === undefined ? undefined : { line: end.line ?? line, column: end.column },
    );
  }
  locationChild(child: Location): LocationDetail {
    return { kind: "child", child };
  }
  locationPosition(line: number, column: number, end: LocationEnd | undefined): LocationDetail {
    return { kind: "position", line, column, end };
  }
  locationRangeEnd(first: number | undefined, column: number): LocationEnd {
    return { line: first, column };
  }
  locationAlias(start: number, end: number): Location | undefined {
    if (scanDialectSymbol(this.#text, start) === end) return { kind: "opaque", text: this.#text.slice(start, end) };
    const name = this.#text.slice(start + 1, end);
    // Upstream prints the aliases of locations behind the operations that use them.
    if (!this.aliases.hasAttribute(name))
      this.aliases.resolveForward(name, (offset) => this.#host.parseAttributeAt(offset));
    const attribute = this.aliases.attribute(name, start, end);
    if (attribute === undefined) return undefined;
    if (attribute.kind === "location") return attribute.location;
    return this.#problems.report(start, end, "parse.location", "expected location instance, but got another attribute");
  }

  // ---- Affine maps and sets ---------------------------------------------------------------------------------------------------

  affineMapAttribute(map: AffineMap): a.Attribute {
    return a.affineMapAttribute(map);
  }
  affineMap(results: readonly AffineExpr[]): AffineMap {
    return affine.affineMap(this.#dimensionNames.length, this.#symbolNames.length, results);
  }
  affineSetAttribute(set: IntegerSet): a.Attribute {
    return a.integerSetAttribute(set);
  }
  affineSet(constraints: readonly AffineConstraint[]): IntegerSet {
    return affine.integerSet(
      this.#dimensionNames.length,
      this.#symbolNames.length,
      constraints.map(({ expression }) => expression),
      constraints.map(({ equality }) => equality),
    );
  }
  affineDimensions(names: readonly string[]): boolean {
    this.#dimensionNames = names;
    this.#symbolNames = [];
    return this.#noDuplicates(names);
  }
  affineSymbols(names: readonly string[]): boolean {
    this.#symbolNames = names;
    return this.#noDuplicates([...this.#dimensionNames, ...names]);
  }
  #noDuplicates(names: readonly string[]): boolean {
    if (new Set(names).size === names.length) return true;
    const at = this.#host.position;
    this.#problems.report(at - 1, at, "parse.affine", "redefinition of identifier");
    return false;
  }
  affineName(start: number, end: number): string {
    return this.#text.slice(start, end);
  }
  affineConstraint(left: AffineExpr, relation: ">=" | "<=" | "==", right: AffineExpr): AffineConstraint {
    const difference = (more: AffineExpr, less: AffineExpr): AffineExpr =>
      affine.add(more, affine.mul(less, affine.constant(-1)));
    if (relation === "<=") return { expression: difference(right, left), equality: false };
    return { expression: difference(left, right), equality: relation === "==" };
  }
  affineRelation(start: number, _end: number): ">=" | "<=" | "==" {
    const code = this.#text.charCodeAt(start);
    return code === 0x3e ? ">=" : code === 0x3c ? "<=" : "==";
  }
  affineSum(first: AffineExpr, more: readonly AffineExpr[]): AffineExpr {
    let sum = first;
    for (const term of more) sum = affine.add(sum, term);
    return sum;
  }
  affineSumTail(sign: 1 | -1, term: AffineExpr): AffineExpr {
    return sign === 1 ? term : affine.mul(term, affine.constant(-1));
  }
  affineSign(start: number, _end: number): 1 | -1 {
    return this.#text.charCodeAt(start) === 0x2d ? -1 : 1;
  }
  affineProduct(first: AffineExpr, more: readonly AffineTail[]): AffineExpr | undefined {
    let product = first;
    for (const { operator, factor } of more) {
      const legal =
        operator === "mul"
          ? affine.isSymbolicOrConstant(product) || affine.isSymbolicOrConstant(factor)
          : affine.isSymbolicOrConstant(factor);
      if (!legal) return this.#notAffine(operator);
      product = affine.makeBinary(operator, product, factor);
    }
    return product;
  }
  #notAffine(operator: AffineOperator): undefined {
    const at = this.#host.position;
    const message =
      operator === "mul"
        ? "non-affine expression: at least one of the multiply operands has to be either a constant or symbolic"
        : `non-affine expression: right operand of ${operator} has to be either a constant or symbolic`;
    return this.#problems.report(at - 1, at, "parse.affine", message);
  }
  affineProductTail(operator: AffineOperator, factor: AffineExpr): AffineTail {
    return { operator, factor };
  }
  affineOperator(start: number, _end: number): AffineOperator {
    switch (this.#text.charCodeAt(start)) {
      case 0x2a:
        return "mul";
      case 0x66:
        return "floordiv";
      case 0x63:
        return "ceildiv";
      default:
        return "mod";
    }
  }
  affineNegation(factor: AffineExpr): AffineExpr {
    return affine.mul(factor, affine.constant(-1));
  }
  affineConstant(start: number, end: number): AffineExpr | undefined {
    const value = this.count(start, end);
    return value === undefined ? undefined : affine.constant(value);
  }
  affineIdentifier(start: number, end: number): AffineExpr | undefined {
    const name = this.#text.slice(start, end);
    const dimension = this.#dimensionNames.indexOf(name);
    if (dimension !== -1) return affine.dim(dimension);
    const symbol = this.#symbolNames.indexOf(name);
    return symbol === -1
      ? this.#problems.report(start, end, "parse.affine", "use of undeclared identifier")
      : affine.symbol(symbol);
  }
}

const MAX_EXTENT = (1n << 63n) - 1n;
const MAX_EXACT_DIGITS = 15;

function isElementType(type: a.Type): boolean {
  switch (type.kind) {
    case "integer-type":
    case "index-type":
    case "float-type":
    case "complex-type":
    case "vector-type":
    case "memref-type":
    case "dialect-type":
    case "opaque-type":
      return true;
    default:
      return false;
  }
}

function isVectorElement(type: a.Type): boolean {
  return (
    type.kind === "integer-type" ||
    type.kind === "index-type" ||
    type.kind === "float-type" ||
    type.kind === "dialect-type" ||
    type.kind === "opaque-type"
  );
}

function isLayout(attribute: a.Attribute): boolean {
  return attribute.kind === "affine-map" || attribute.kind === "strided-layout";
}

/** Space 0 is the default one and is not written. */
function memorySpaceOf(attribute: a.Attribute | undefined): a.Attribute | undefined {
  return attribute?.kind === "integer" && attribute.value === 0n && attribute.type === a.i64 ? undefined : attribute;
}

/** The indices of a sparse constant as [count, rank], however they were written. */
function reshaped(indices: ElementBuffer, count: number, rank: number): ElementBuffer {
  if (indices.count === count * rank) indices.shape.splice(0, indices.shape.length, count, rank);
  else if (indices.count === 0) indices.shape.splice(0, indices.shape.length);
  return indices;
}

/** Takes `!d.name<...>`, `!d.name` or `!d<name ...>` apart; undefined for an alias. */
function symbolText(text: string, start: number, end: number): SymbolText | undefined {
  let at = start + 1;
  while (at < end && text.charCodeAt(at) !== 0x2e && text.charCodeAt(at) !== 0x3c) at++;
  if (at === end) return undefined;
  const dialect = text.slice(start + 1, at);
  const bracketed = text.charCodeAt(at) === 0x3c;
  const first = bracketed ? skipBlanks(text, at + 1) : at + 1;
  let behind = first;
  while (behind < end && isMnemonicCode(text.charCodeAt(behind))) behind++;
  return { dialect, mnemonic: text.slice(first, behind), start: behind, end: bracketed ? end - 1 : end, bracketed };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= 0x20) at++;
  return at;
}

function isMnemonicCode(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x2e ||
    code === 0x2d ||
    code === 0x24
  );
}

/** What an opaque type or attribute keeps: all behind the dot, or all between the brackets. */
function opaqueText(text: string, start: number, end: number, symbol: SymbolText): string {
  return symbol.bracketed
    ? text.slice(start + symbol.dialect.length + 2, end - 1)
    : text.slice(start + symbol.dialect.length + 2, end);
}

/** Whether the text may stand behind a dot; `!d<text>` and `!d.text` are one type, printed the short way where it can be. */
function isPretty(text: string): boolean {
  return /^[A-Za-z][\w.]*(?:<[\s\S]*>)?$/.test(text);
}

/** `none` is the type of what has none. */
function typeUnlessNone(type: a.Type | undefined): a.Type | undefined {
  return type?.kind === "none-type" ? undefined : type;
}
