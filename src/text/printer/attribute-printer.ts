/**
 * Types, attributes and locations as text, in the form that upstream prints with local scope: nothing is behind an alias.
 * One file and one object because types, attributes, locations and affine expressions contain one another.
 */
import type { AffineExpr, AffineMap, IntegerSet } from "../../ir/affine.ts";
import type * as a from "../../ir/attribute.ts";
import { DYNAMIC, dtypeOf, elementCountOf, i1, i64 } from "../../ir/attribute.ts";
import { elementBytes, floatAt, integerAt } from "../../ir/dense.ts";
import { floatBitsFromNumber } from "../../ir/float.ts";
import type { Location } from "../../ir/location.ts";
import { unreachable } from "../../support/invariant.ts";
import type { Blob } from "../../tensor/blob.ts";
import { hexBytes } from "../literals/dense-text.ts";
import { floatText, isHexadecimal } from "../literals/float-text.ts";
import { quote } from "../literals/string-text.ts";
import type { RecordingSink } from "./sink.ts";

export interface AttributePrintOptions {
  /** Dense constants of more elements are printed as `dense_resource<__elided__>`, which does not read back; upstream's --mlir-elide-elementsattrs-if-larger. */
  readonly elideElementsLargerThan?: number;
  /** Dense constants of more elements that are no splats are printed as hexadecimal strings. Upstream's default is 100. */
  readonly hexElementsLargerThan?: number;
}

/** Prints what a registered type or attribute writes behind its mnemonic; false where its definition does not say. */
export type PrintParameters = (value: a.DialectType | a.DialectAttribute) => boolean;

const HEX_LIMIT = 100;
const BARE = /^[A-Za-z_][\w$.]*$/;
const HEX_CHUNK = 1 << 15; // bytes of a blob that are made text at a time

export class AttributePrinter {
  readonly #sink: RecordingSink;
  readonly #elide: number;
  readonly #hex: number;
  readonly #printParameters: PrintParameters;
  /** Gives a location's alias where locations are printed through aliases. */
  aliasOf: (location: Location) => string | undefined = () => undefined;
  /** Gives the key under which a resource is printed. */
  keyOf: (attribute: a.DenseResourceAttribute) => string = (attribute) => attribute.key;

  /** Whether an attribute is printed as `#dialect<mnemonic ...>`. */
  isBracketed: (attribute: a.DialectAttribute) => boolean = () => false;

  constructor(sink: RecordingSink, options: AttributePrintOptions, printParameters: PrintParameters) {
    this.#sink = sink;
    this.#elide = options.elideElementsLargerThan ?? Number.POSITIVE_INFINITY;
    this.#hex = options.hexElementsLargerThan ?? HEX_LIMIT;
    this.#printParameters = printParameters;
  }

  #write(text: string): void {
    this.#sink.write(text);
  }

  #list<T>(items: readonly T[], print: (item: T) => void): void {
    for (let at = 0; at < items.length; at++) {
      if (at > 0) this.#write(", ");
      const item = items[at];
      if (item !== undefined) print(item);
    }
  }

  // ---- Types ----------------------------------------------------------------------------------------------------------

  /** The text of a type is made once: types are few and interned. */
  type(type: a.Type): void {
    let text = this.#typeTexts.get(type);
    if (text === undefined) {
      text = this.#sink.record(() => this.#typeNow(type));
      this.#typeTexts.set(type, text);
    }
    this.#sink.write(text);
  }
  readonly #typeTexts = new Map<a.Type, string>();

  #typeNow(type: a.Type): void {
    switch (type.kind) {
      case "integer-type":
        this.#write(
          `${type.signedness === "signless" ? "i" : type.signedness === "signed" ? "si" : "ui"}${type.width}`,
        );
        return;
      case "index-type":
        this.#write("index");
        return;
      case "float-type":
        this.#write(type.name);
        return;
      case "none-type":
        this.#write("none");
        return;
      case "complex-type":
        this.#wrapped("complex<", () => this.type(type.elementType));
        return;
      case "tuple-type":
        this.#wrapped("tuple<", () => this.types(type.elements));
        return;
      case "function-type":
        this.functionType(type.inputs, type.results);
        return;
      case "tensor-type":
        this.#wrapped("tensor<", () => this.#shaped(type.shape, type.elementType, [type.encoding]));
        return;
      case "vector-type":
        this.#wrapped("vector<", () => this.#vector(type));
        return;
      case "memref-type":
        this.#wrapped("memref<", () => this.#shaped(type.shape, type.elementType, [type.layout, type.memorySpace]));
        return;
      case "unranked-tensor-type":
        this.#wrapped("tensor<*x", () => this.type(type.elementType));
        return;
      case "unranked-memref-type":
        this.#wrapped("memref<*x", () => this.#shaped([], type.elementType, [type.memorySpace]));
        return;
      case "dialect-type":
        this.#symbol("!", type);
        return;
      case "opaque-type":
        this.#write(type.bracketed ? `!${type.dialect}<${type.text}>` : `!${type.dialect}.${type.text}`);
        return;
      default:
        unreachable(type);
        return;
    }
  }

  types(types: readonly a.Type[]): void {
    this.#list(types, (type) => this.type(type));
  }

  /** `(inputs) -> results`. */
  functionType(inputs: readonly a.Type[], results: readonly a.Type[]): void {
    this.#write("(");
    this.types(inputs);
    this.#write(") -> ");
    this.resultTypes(results);
  }

  /** One type that is no function bare, otherwise a list in parentheses. */
  resultTypes(results: readonly a.Type[]): void {
    const [only] = results;
    if (only !== undefined && results.length === 1 && only.kind !== "function-type") {
      this.type(only);
      return;
    }
    this.#write("(");
    this.types(results);
    this.#write(")");
  }

  #wrapped(open: string, print: () => void): void {
    this.#write(open);
    print();
    this.#write(">");
  }

  #shaped(shape: readonly number[], element: a.Type, parameters: readonly (a.Attribute | undefined)[]): void {
    for (const extent of shape) this.#write(`${extentText(extent)}x`);
    this.type(element);
    for (const parameter of parameters) {
      if (parameter === undefined) continue;
      this.#write(", ");
      this.attribute(parameter, "may-elide");
    }
  }

  #vector(type: a.VectorType): void {
    type.shape.forEach((extent, at) => {
      this.#write(type.scalable[at] === true ? `[${extent}]x` : `${extent}x`);
    });
    this.type(type.elementType);
  }

  #symbol(sigil: string, value: a.DialectType | a.DialectAttribute): void {
    const bracketed = value.kind === "dialect-attribute" && this.isBracketed(value);
    this.#write(`${sigil}${value.dialect}${bracketed ? "<" : "."}${value.mnemonic}`);
    if (!this.#printParameters(value) && value.parameters.length > 0)
      this.#wrapped("<", () => this.#list(value.parameters, (parameter) => this.attribute(parameter, "never")));
    if (bracketed) this.#write(">");
  }

  // ---- Attributes -----------------------------------------------------------------------------------------------------

  /** `elision` says whether `: type` is left out: never, where it is the default (i64, f64), or always. */
  attribute(attribute: a.Attribute, elision: "never" | "may-elide" | "always" = "never"): void {
    switch (attribute.kind) {
      case "integer":
        this.#integer(attribute, elision);
        return;
      case "float":
        this.#float(attribute, elision);
        return;
      case "string":
        this.#write(quote(attribute.value));
        this.#suffix(attribute.type, elision);
        return;
      case "array":
        this.#write("[");
        this.#list(attribute.elements, (element) => this.attribute(element, "may-elide"));
        this.#write("]");
        return;
      case "dictionary":
        this.#write("{");
        this.entries(attribute.entries);
        this.#write("}");
        return;
      case "unit":
        this.#write("unit");
        return;
      case "symbol-ref":
        this.#write([attribute.root, ...attribute.nested].map(symbolText).join("::"));
        return;
      case "affine-map":
        this.#wrapped("affine_map<", () => this.affineMap(attribute.map));
        return;
      case "integer-set":
        this.#wrapped("affine_set<", () => this.#integerSet(attribute.set));
        return;
      case "dense-elements":
        this.#denseElements(attribute);
        this.#suffix(attribute.type, elision);
        return;
      case "dense-strings":
        this.#wrapped("dense<", () =>
          this.#nested(attribute.type.shape, (at) => this.#write(quote(attribute.values[at] ?? ""))),
        );
        this.#suffix(attribute.type, elision);
        return;
      case "dense-resource":
        this.#resource(this.keyOf(attribute));
        this.#suffix(attribute.type, elision);
        return;
      case "dense-array":
        this.#denseArray(attribute);
        return;
      case "sparse-elements":
        this.#sparse(attribute, elision);
        return;
      case "strided-layout":
        this.#strided(attribute);
        return;
      case "distinct":
        this.#write(`distinct[${attribute.number}]<`);
        if (attribute.value.kind !== "unit") this.attribute(attribute.value);
        this.#write(">");
        return;
      case "location":
        this.location(attribute.location);
        return;
      case "dialect-attribute":
        this.#symbol("#", attribute);
        return;
      case "opaque":
        this.#write(
          attribute.bracketed ? `#${attribute.dialect}<${attribute.text}>` : `#${attribute.dialect}.${attribute.text}`,
        );
        this.#suffix(attribute.type, elision);
        return;
      default:
        this.type(attribute);
        return;
    }
  }

  #suffix(type: a.Type | undefined, elision: string): void {
    if (type === undefined || elision === "always") return;
    this.#write(" : ");
    this.type(type);
  }

  #integer({ value, type }: a.IntegerAttribute, elision: string): void {
    if (type === i1) {
      this.#write(value === 0n ? "false" : "true");
      return;
    }
    this.#write(value.toString());
    if (elision !== "may-elide" || type !== i64) this.#suffix(type, elision);
  }

  #float({ value, bits, type }: a.FloatAttribute, elision: string): void {
    const text = floatText(value, bits, type);
    this.#write(text);
    if (elision !== "may-elide" || type.name !== "f64" || isHexadecimal(text)) this.#suffix(type, elision);
  }

  /** A dictionary with its braces: the short ones recur, so their texts are kept. */
  dictionary(dictionary: a.DictionaryAttribute): void {
    let text = this.#dictionaryTexts.get(dictionary);
    if (text === undefined) {
      if (!dictionary.entries.every(({ value }) => recurs(value))) {
        this.attribute(dictionary);
        return;
      }
      text = this.#sink.record(() => this.attribute(dictionary));
      this.#dictionaryTexts.set(dictionary, text);
    }
    this.#sink.write(text);
  }
  readonly #dictionaryTexts = new Map<a.DictionaryAttribute, string>();

  /** `name = value, ...` without braces. */
  entries(entries: readonly a.NamedAttribute[]): void {
    this.#list(entries, ({ name, value }) => {
      this.#write(BARE.test(name) ? name : quote(name));
      if (value.kind === "unit") return;
      this.#write(" = ");
      this.attribute(value);
    });
  }

  #denseElements(attribute: a.DenseElementsAttribute): void {
    const count = elementCountOf(attribute.type) ?? 0;
    if (!attribute.splat && count > this.#elide) {
      this.#write("dense_resource<__elided__>");
      return;
    }
    this.#write("dense<");
    const { type, blob } = attribute;
    if (count === 0 && type.shape.length > 0) this.#write("");
    else if (attribute.splat) this.#element(blob, type.elementType, 0);
    else if (count > this.#hex) this.#hexadecimal(blob, type.elementType, count);
    else this.#nested(type.shape, (at) => this.#element(blob, type.elementType, at));
    this.#write(">");
  }

  #resource(key: string): void {
    this.#write(`dense_resource<${BARE.test(key) ? key : quote(key)}>`);
  }

  /** The bytes of a resource behind its alignment, as a hexadecimal string. */
  hexadecimalBlob({ blob }: a.DenseResourceAttribute, alignment: number): void {
    this.#write('"0x');
    this.#bytes(Uint8Array.of(alignment, 0, 0, 0));
    if (blob !== undefined) this.#bytes(blob.bytes);
    this.#write('"');
  }

  #nested(shape: readonly number[], print: (index: number) => void): void {
    let index = 0;
    const walk = (depth: number): void => {
      if (depth === shape.length) {
        print(index++);
        return;
      }
      this.#write("[");
      for (let at = 0; at < (shape[depth] ?? 0); at++) {
        if (at > 0) this.#write(", ");
        walk(depth + 1);
      }
      this.#write("]");
    };
    walk(0);
  }

  #element(blob: Blob, type: a.Type, index: number): void {
    if (type.kind === "complex-type") {
      this.#write("(");
      this.#element(blob, type.elementType, 2 * index);
      this.#write(",");
      this.#element(blob, type.elementType, 2 * index + 1);
      this.#write(")");
      return;
    }
    if (type.kind === "float-type") {
      const { value, bits } = floatAt(blob, type, index);
      this.#write(floatText(value, bits, type));
      return;
    }
    const value = integerAt(blob, type, index);
    this.#write(type === i1 ? (value === 0n ? "false" : "true") : value.toString());
  }

  /** `"0x..."`: the bytes as upstream packs them. */
  #hexadecimal(blob: Blob, type: a.Type, count: number): void {
    this.#write('"0x');
    this.#bytes(packed(blob, type, count));
    this.#write('"');
  }

  #bytes(bytes: Uint8Array): void {
    for (let start = 0; start < bytes.length; start += HEX_CHUNK)
      this.#write(hexText(bytes.subarray(start, start + HEX_CHUNK)));
  }

  #denseArray(attribute: a.DenseArrayAttribute): void {
    this.#write("array<");
    this.type(attribute.elementType);
    this.arrayElements(attribute, attribute.values.length > 0 ? ": " : "", ">");
  }

  arrayElements({ elementType, values }: a.DenseArrayAttribute, open: string, close: string): void {
    this.#write(open);
    this.#list(values, (value) => {
      if (elementType === i1) this.#write(value === 0 || value === 0n ? "false" : "true");
      else if (elementType.kind === "float-type")
        this.#write(floatText(Number(value), floatBitsFromNumber(Number(value), elementType), elementType));
      else this.#write(String(value));
    });
    this.#write(close);
  }

  #sparse({ type, indices, values }: a.SparseElementsAttribute, elision: string): void {
    this.#write("sparse<");
    if ((indices.type.shape[0] ?? 0) > 0) {
      this.#nested(indices.type.shape, (at) => this.#element(indices.blob, i64, indices.splat ? 0 : at));
      this.#write(", ");
      this.#nested(values.type.shape, (at) => this.#element(values.blob, type.elementType, values.splat ? 0 : at));
    }
    this.#write(">");
    this.#suffix(type, elision);
  }

  #strided({ offset, strides }: a.StridedLayoutAttribute): void {
    this.#write(`strided<[${strides.map(extentText).join(", ")}]`);
    if (offset !== 0) this.#write(`, offset: ${extentText(offset)}`);
    this.#write(">");
  }

  // ---- Locations --------------------------------------------------------------------------------------------------------

  /** `loc(...)`, or through an alias. */
  location(location: Location): void {
    this.#write("loc(");
    this.#insideLocation(location);
    this.#write(")");
  }

  #insideLocation(location: Location): void {
    const alias = this.aliasOf(location);
    if (alias === undefined) this.locationBody(location);
    else this.#write(alias);
  }

  /** What stands between the parentheses. */
  locationBody(location: Location): void {
    switch (location.kind) {
      case "unknown":
        this.#write("unknown");
        return;
      case "source": {
        const { line, column } = location.source.lineColumn(location.offset);
        this.#write(`${quote(location.source.name)}:${line}:${column}`);
        return;
      }
      case "file": {
        const { file, line, column, end } = location;
        this.#write(`${quote(file)}:${line}:${column}`);
        if (end !== undefined) this.#write(end.line === line ? ` to :${end.column}` : ` to ${end.line}:${end.column}`);
        return;
      }
      case "name":
        this.#write(quote(location.name));
        if (location.child.kind === "unknown") return;
        this.#write("(");
        this.#insideLocation(location.child);
        this.#write(")");
        return;
      case "callsite":
        this.#write("callsite(");
        this.#insideLocation(location.callee);
        this.#write(" at ");
        this.#insideLocation(location.caller);
        this.#write(")");
        return;
      case "fused":
        this.#write("fused");
        if (location.metadata !== undefined)
          this.#wrapped("<", () => location.metadata !== undefined && this.attribute(location.metadata));
        this.#write("[");
        this.#list(location.locations, (part) => this.#insideLocation(part));
        this.#write("]");
        return;
      case "opaque":
        this.#write(location.text);
        return;
      default:
        unreachable(location);
        return;
    }
  }

  // ---- Affine maps and sets -----------------------------------------------------------------------------------------------

  affineMap({ dimCount, symbolCount, results }: AffineMap): void {
    this.#write(
      `${spaceText(dimCount, symbolCount)} -> (${results.map((result) => affineText(result, false)).join(", ")})`,
    );
  }

  #integerSet({ dimCount, symbolCount, constraints, equalities }: IntegerSet): void {
    const texts = constraints.map(
      (constraint, at) => `${affineText(constraint, false)} ${equalities[at] === true ? "==" : ">="} 0`,
    );
    this.#write(`${spaceText(dimCount, symbolCount)} : (${texts.join(", ")})`);
  }
}

function spaceText(dims: number, symbols: number): string {
  const names = (letter: string, count: number): string =>
    Array.from({ length: count }, (_, at) => `${letter}${at}`).join(", ");
  return symbols === 0 ? `(${names("d", dims)})` : `(${names("d", dims)})[${names("s", symbols)}]`;
}

const OPERATOR_TEXT = { mul: "*", mod: "mod", floordiv: "floordiv", ceildiv: "ceildiv" } as const;

/** As upstream prints it: products of -1 as subtractions. `tight` puts parentheses around everything with an operator. */
function affineText(expr: AffineExpr, tight: boolean): string {
  switch (expr.kind) {
    case "dim":
      return `d${expr.position}`;
    case "symbol":
      return `s${expr.position}`;
    case "constant":
      return String(expr.value);
    case "add": {
      const text = sumText(expr.left, expr.right);
      return tight ? `(${text})` : text;
    }
    default: {
      if (expr.kind === "mul" && expr.right.kind === "constant" && expr.right.value === -1) {
        const negated = `-${affineText(expr.left, true)}`;
        return tight ? `(${negated})` : negated;
      }
      const text = `${affineText(expr.left, true)} ${OPERATOR_TEXT[expr.kind]} ${affineText(expr.right, true)}`;
      return tight ? `(${text})` : text;
    }
  }
}

function sumText(left: AffineExpr, right: AffineExpr): string {
  const before = affineText(left, false);
  if (right.kind === "constant" && right.value < 0) return `${before} - ${-right.value}`;
  if (right.kind === "mul" && right.right.kind === "constant" && right.right.value < 0) {
    const tight = right.left.kind === "add" || right.right.value !== -1;
    const factor = right.right.value === -1 ? "" : ` * ${-right.right.value}`;
    return `${before} - ${affineText(right.left, tight || right.left.kind !== "dim")}${factor}`;
  }
  return `${before} + ${affineText(right, false)}`;
}

const MAX_EXTENT_TEXT = "9223372036854775807";

/** `?` for unknown extents. The largest 64-bit extent is not a double: it is held as 2^63 and printed as itself. */
function extentText(extent: number): string {
  if (extent === DYNAMIC) return "?";
  if (Number.isSafeInteger(extent)) return String(extent);
  return extent >= 2 ** 63 ? MAX_EXTENT_TEXT : BigInt(extent).toString();
}

/** `@name`, quoted where it is no identifier. */
export function symbolText(name: string): string {
  return BARE.test(name) ? `@${name}` : `@${quote(name)}`;
}

const HEX_DIGITS = new TextEncoder().encode("0123456789ABCDEF");
const ascii = new TextDecoder("latin1");

/** Two digits a byte. The digits are written as bytes and decoded at once: a string that grows by each would be slower by ten times. */
function hexText(bytes: Uint8Array): string {
  const digits = new Uint8Array(2 * bytes.length);
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    digits[2 * at] = HEX_DIGITS[byte >> 4] ?? 0;
    digits[2 * at + 1] = HEX_DIGITS[byte & 15] ?? 0;
  }
  return ascii.decode(digits);
}

function packed(blob: Blob, type: a.Type, count: number): Uint8Array {
  if (type === i1) {
    const bits = new Uint8Array(Math.ceil(count / 8));
    for (let at = 0; at < count; at++) if (blob.bytes[at] !== 0) bits[at >> 3] = (bits[at >> 3] ?? 0) | (1 << (at & 7));
    return bits;
  }
  const to = hexBytes(type);
  const from = elementBytes(type) ?? 1;
  const dtype = dtypeOf(type);
  if (dtype === "tf32" && type.kind === "float-type") {
    const bytes = new Uint8Array(3 * count);
    for (let at = 0; at < count; at++) {
      const bits = Number(floatAt(blob, type, at).bits);
      bytes.set([bits & 0xff, (bits >> 8) & 0xff, bits >> 16], 3 * at);
    }
    return bytes;
  }
  if (to === from)
    return type.kind === "integer-type" && type.width < 8
      ? blob.bytes.map((byte) => byte & ((1 << type.width) - 1))
      : blob.bytes;
  const bytes = new Uint8Array(to * count);
  for (let at = 0; at < count; at++) bytes.set(blob.bytes.subarray(at * from, at * from + to), at * to);
  return bytes;
}

/** Whether the text of an attribute is short and says nothing about the rest of the print. */
function recurs(attribute: a.Attribute): boolean {
  switch (attribute.kind) {
    case "integer":
    case "float":
    case "unit":
    case "symbol-ref":
    case "dialect-attribute":
    case "dense-array":
      return true;
    default:
      return false;
  }
}
