/** The elements of `dense<...>` and `array<...>` as attributes: literals meet their type, and hexadecimal strings become bytes. */
import * as a from "../../ir/attribute.ts";
import { denseFromBytes, denseSplat, elementBytes, writeWideInteger } from "../../ir/dense.ts";
import { floatAttribute, floatBitsFromNumber, floatNumberFromBits, floatWidth } from "../../ir/float.ts";
import { dtypeFacts, encodeFloat, storageOver } from "../../tensor/dtype.ts";
import { BOOLEANS, type ElementBuffer, FLOATS, INTEGERS, NEGATIVES, STRINGS } from "./element-buffer.ts";

/** Tells what is wrong; the caller knows where. */
export type Complain = (message: string) => undefined;

export type ElementsType = a.TensorType | a.VectorType;

/** The type of a constant, or a complaint: it must be a tensor or vector whose extents are known. */
export function elementsType(type: a.Type, complain: Complain): ElementsType | undefined {
  if (type.kind !== "tensor-type" && type.kind !== "vector-type")
    return complain("elements literal must be a shaped type");
  if (!a.hasStaticShape(type)) return complain("elements literal type must have static shape");
  return type;
}

/** `dense<body> : type`. */
export function denseFromBuffer(
  buffer: ElementBuffer,
  type: ElementsType,
  typeText: () => string,
  complain: Complain,
): a.Attribute | undefined {
  const element = type.elementType;
  const count = a.elementCountOf(type);
  if (buffer.kinds === 0 && !buffer.isList) {
    if (count !== 0) return complain(`parsed zero elements, but type (${typeText()}) expected at least 1`);
    return denseFromBytes(type, new Uint8Array(0));
  }
  if (buffer.kinds === STRINGS && elementBytes(element) !== undefined && !buffer.isList)
    return denseFromHex(buffer.strings[0] ?? "", type, typeText, complain);
  if (buffer.isList && !sameShape(buffer.shape, type.shape))
    return complain(
      `inferred shape of elements literal ([${buffer.shape.join(", ")}]) does not match type ([${type.shape.join(", ")}])`,
    );
  if ((buffer.kinds & STRINGS) !== 0) {
    if (buffer.kinds !== STRINGS || elementBytes(element) !== undefined)
      return complain("expected numbers, found strings");
    return a.denseStringsAttribute(type, buffer.strings);
  }
  const bytes = elementsToBytes(buffer, element, complain);
  if (bytes === undefined) return undefined;
  return buffer.isList ? denseFromBytes(type, bytes) : denseSplat(type, bytes);
}

function sameShape(given: readonly number[], wanted: readonly number[]): boolean {
  // An empty list stands for all dimensions behind it: `dense<[]> : tensor<0x3xf32>`.
  const cut = given.indexOf(0);
  if (cut !== -1) return wanted[cut] === 0 && given.every((extent, at) => extent === wanted[at]);
  return given.length === wanted.length && given.every((extent, at) => extent === wanted[at]);
}

/** The literals in the storage of the element type. */
function elementsToBytes(buffer: ElementBuffer, type: a.Type, complain: Complain): Uint8Array | undefined {
  if (type.kind === "complex-type") {
    if (!buffer.complex) return complain("expected '(' before complex number");
    return numbersToBytes(buffer, type.elementType, complain);
  }
  if (buffer.complex) return complain("expected element type to be complex");
  return numbersToBytes(buffer, type, complain);
}

function numbersToBytes(buffer: ElementBuffer, type: a.Type, complain: Complain): Uint8Array | undefined {
  if (type.kind === "float-type") return floatsToBytes(buffer, type, complain);
  if (type.kind === "integer-type" || type.kind === "index-type") return integersToBytes(buffer, type, complain);
  return complain("expected element type to be integer, index, floating-point or complex");
}

function floatsToBytes(buffer: ElementBuffer, type: a.FloatType, complain: Complain): Uint8Array | undefined {
  const decimalIntegers =
    (buffer.kinds & INTEGERS) !== 0 && (buffer.kinds & FLOATS) === 0 && buffer.hexadecimal.size < buffer.count;
  if (decimalIntegers || (buffer.kinds & BOOLEANS) !== 0)
    return complain("expected floating-point elements, but parsed integer");
  const values = buffer.values.subarray(0, buffer.count);
  for (const [index, bits] of buffer.hexadecimal) {
    if (bits < 0n || bits >= 1n << BigInt(floatWidth(type)))
      return complain("hexadecimal float constant out of range for type");
    values[index] = floatNumberFromBits(bits, type);
  }
  const dtype = a.dtypeOf(type);
  if (dtype === undefined) {
    const bytes = new Uint8Array(16 * buffer.count);
    for (let at = 0; at < buffer.count; at++)
      writeWideInteger(bytes, 16 * at, 16, buffer.hexadecimal.get(at) ?? floatBitsFromNumber(values[at] ?? 0, type));
    return bytes;
  }
  const { bytes: width, format } = dtypeFacts(dtype);
  const storage = storageOver(dtype, new ArrayBuffer(width * buffer.count), 0, buffer.count);
  if (storage instanceof BigInt64Array || storage instanceof BigUint64Array) return undefined;
  if (format === undefined) storage.set(values);
  else for (let at = 0; at < buffer.count; at++) storage[at] = encodeFloat(dtype, values[at] ?? 0);
  const bytes = new Uint8Array(storage.buffer);
  // A double does not carry every NaN payload into a narrower type: bits are written as they stand.
  if (dtype !== "tf32")
    for (const [index, bits] of buffer.hexadecimal) writeWideInteger(bytes, index * width, width, bits);
  return bytes;
}

function integersToBytes(
  buffer: ElementBuffer,
  type: a.IntegerType | a.IndexType,
  complain: Complain,
): Uint8Array | undefined {
  if ((buffer.kinds & FLOATS) !== 0) return complain("expected integer elements, but parsed floating-point");
  if ((buffer.kinds & BOOLEANS) !== 0 && type !== a.i1)
    return complain("expected i1 type for 'true' or 'false' values");
  if ((buffer.kinds & NEGATIVES) !== 0 && type.kind === "integer-type" && type.signedness === "unsigned")
    return complain("expected unsigned integer elements, but parsed negative value");
  const range = integerRange(type);
  const values = buffer.values;
  const low = Number(range.min);
  const high = Number(range.max);
  for (let at = 0; at < buffer.count; at++) {
    const value = values[at] ?? 0;
    if (value < low || value > high) return complain("integer constant out of range for type");
  }
  for (const value of buffer.wide.values())
    if (value < range.min || value > range.max) return complain("integer constant out of range for type");
  const dtype = a.dtypeOf(type);
  if (dtype === undefined) {
    const width = elementBytes(type) ?? 1;
    const bytes = new Uint8Array(width * buffer.count);
    for (let at = 0; at < buffer.count; at++) writeWideInteger(bytes, width * at, width, buffer.integerAt(at));
    return bytes;
  }
  const storage = storageOver(dtype, new ArrayBuffer(dtypeFacts(dtype).bytes * buffer.count), 0, buffer.count);
  if (storage instanceof BigInt64Array || storage instanceof BigUint64Array) {
    for (let at = 0; at < buffer.count; at++) storage[at] = buffer.integerAt(at);
  } else if (dtypeFacts(dtype).bits < 8) {
    const { bits, kind } = dtypeFacts(dtype);
    for (let at = 0; at < buffer.count; at++)
      storage[at] = kind === "signed" ? ((values[at] ?? 0) << (32 - bits)) >> (32 - bits) : (values[at] ?? 0);
  } else storage.set(values.subarray(0, buffer.count));
  return new Uint8Array(storage.buffer);
}

/** What a literal may say for a type: signless integers take both the signed and the unsigned range. */
export function integerRange(type: a.IntegerType | a.IndexType): { readonly min: bigint; readonly max: bigint } {
  const width = type.kind === "index-type" ? 64n : BigInt(type.width);
  if (width === 0n) return { min: 0n, max: 0n };
  const signed = type.kind === "index-type" || type.signedness === "signed";
  const unsigned = type.kind === "integer-type" && type.signedness === "unsigned";
  return { min: unsigned ? 0n : -(1n << (width - 1n)), max: signed ? (1n << (width - 1n)) - 1n : (1n << width) - 1n };
}

/** `dense<"0x...">`: little-endian bytes of all elements or of one; i1 has eight to a byte. */
function denseFromHex(
  text: string,
  type: ElementsType,
  typeText: () => string,
  complain: Complain,
): a.Attribute | undefined {
  const bytes = hexToBytes(text);
  if (bytes === undefined) return complain("expected string containing hex digits starting with `0x`");
  const count = a.elementCountOf(type) ?? 0;
  if (type.elementType === a.i1) return bitsToElements(bytes, count, type, typeText, complain);
  const width = hexBytes(type.elementType);
  if (bytes.length === width && count !== 1) return denseSplat(type, widened(bytes, type.elementType, 1));
  if (bytes.length !== width * count)
    return complain(`elements hex data size is invalid for provided type: ${typeText()}`);
  return denseFromBytes(type, widened(bytes, type.elementType, count));
}

function bitsToElements(
  bytes: Uint8Array,
  count: number,
  type: ElementsType,
  typeText: () => string,
  complain: Complain,
): a.Attribute | undefined {
  if (bytes.length === 1 && (count > 8 || bytes[0] === 0xff))
    return denseSplat(type, Uint8Array.of((bytes[0] ?? 0) & 1));
  // LLVM after 22 writes a byte for each.
  if (bytes.length === count && count > 1 && bytes.every((byte) => byte <= 1)) return denseFromBytes(type, bytes);
  if (bytes.length !== Math.ceil(count / 8))
    return complain(`elements hex data size is invalid for provided type: ${typeText()}`);
  return denseFromBytes(
    type,
    Uint8Array.from({ length: count }, (_, at) => ((bytes[at >> 3] ?? 0) >> (at & 7)) & 1),
  );
}

/** Bytes of an element in a hexadecimal string: whole bytes, with f80 in ten. */
export function hexBytes(type: a.Type): number {
  if (type.kind === "complex-type") return 2 * hexBytes(type.elementType);
  if (type.kind === "float-type" && type.name === "f80") return 10;
  if (type.kind === "float-type" && type.name === "tf32") return 3;
  return elementBytes(type) ?? 1;
}

/** Bytes as upstream packs them, in the storage of src/ir/dense.ts. */
function widened(bytes: Uint8Array, type: a.Type, count: number): Uint8Array {
  const from = hexBytes(type);
  const to = elementBytes(type) ?? 1;
  if (type.kind === "float-type" && type.name === "tf32") {
    const values = new Float32Array(count);
    for (let at = 0; at < count; at++)
      values[at] = floatNumberFromBits(
        BigInt((bytes[3 * at] ?? 0) | ((bytes[3 * at + 1] ?? 0) << 8) | ((bytes[3 * at + 2] ?? 0) << 16)),
        type,
      );
    return new Uint8Array(values.buffer);
  }
  const extended = type.kind === "integer-type" && type.width < 8 && type.signedness !== "unsigned";
  if (extended)
    for (let at = 0; at < bytes.length; at++) bytes[at] = ((bytes[at] ?? 0) << (32 - type.width)) >> (32 - type.width);
  if (from === to) return bytes;
  const wide = new Uint8Array(to * count);
  for (let at = 0; at < count; at++) wide.set(bytes.subarray(at * from, (at + 1) * from), at * to);
  return wide;
}

/** The bytes of `0x` and pairs of hexadecimal digits; undefined for anything else. */
export function hexToBytes(text: string): Uint8Array | undefined {
  if (!text.startsWith("0x") || text.length % 2 !== 0) return undefined;
  const bytes = new Uint8Array(text.length / 2 - 1);
  for (let at = 0; at < bytes.length; at++) {
    const high = hexDigit(text.charCodeAt(2 * at + 2));
    const low = hexDigit(text.charCodeAt(2 * at + 3));
    if (high < 0 || low < 0) return undefined;
    bytes[at] = (high << 4) | low;
  }
  return bytes;
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** `array<type: elements>`. */
export function denseArrayFromBuffer(
  buffer: ElementBuffer | undefined,
  element: a.Type,
  complain: Complain,
): a.Attribute | undefined {
  if (element.kind !== "integer-type" && element.kind !== "float-type")
    return complain("expected integer or float type");
  if (element.kind === "integer-type" && element.width !== 1 && element.width % 8 !== 0)
    return complain("element type bitwidth must be a multiple of 8");
  if (buffer === undefined || buffer.count === 0) return a.denseArrayAttribute(element, []);
  const type = a.tensorType([buffer.count], element);
  if (numbersToBytes(buffer, element, complain) === undefined) return undefined;
  const values = Array.from({ length: type.shape[0] ?? 0 }, (_, at) => arrayValue(buffer, element, at));
  return a.denseArrayAttribute(element, values);
}

function arrayValue(buffer: ElementBuffer, element: a.IntegerType | a.FloatType, index: number): number | bigint {
  if (element.kind === "float-type") return floatAttribute(buffer.values[index] ?? 0, element).value;
  const { value } = a.integerAttribute(buffer.integerAt(index), element);
  return element.width > 32 ? value : Number(value);
}
