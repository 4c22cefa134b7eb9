/**
 * Dense elements and their bytes. Types that src/tensor has an array for are stored so; other integers take as many whole bytes as they
 * need, little-endian, and f80 and f128 sixteen. A constant whose elements are all equal is a splat and holds one.
 */
import { type Blob, blobFromBytes } from "../tensor/blob.ts";
import { byteWidth, decodeFloat, dtypeFacts } from "../tensor/dtype.ts";
import {
  type DenseElementsAttribute,
  denseElementsAttribute,
  dtypeOf,
  elementCountOf,
  type FloatType,
  type TensorType,
  type Type,
  type VectorType,
} from "./attribute.ts";
import { floatBitsFromNumber, floatNumberFromBits } from "./float.ts";

/** Bytes that one element takes; undefined for types whose elements are not numbers. */
export function elementBytes(type: Type): number | undefined {
  const dtype = dtypeOf(type);
  if (dtype !== undefined) return byteWidth(dtype);
  if (type.kind === "integer-type") return Math.max(1, Math.ceil(type.width / 8));
  if (type.kind === "float-type") return 16;
  if (type.kind !== "complex-type") return undefined;
  const part = elementBytes(type.elementType);
  return part === undefined ? undefined : 2 * part;
}

/** The attribute over the bytes of all elements (given away), as a splat where they are all equal. */
export function denseFromBytes(type: TensorType | VectorType, bytes: Uint8Array): DenseElementsAttribute {
  const width = elementBytes(type.elementType) ?? 1;
  if (bytes.length > 0 && isRepeated(bytes, width))
    return denseElementsAttribute(type, blobFromBytes(bytes.slice(0, width)), true);
  return denseElementsAttribute(type, blobFromBytes(bytes), false);
}

/** The attribute all of whose elements are the one in `bytes`. A type without elements has no splat. */
export function denseSplat(type: TensorType | VectorType, bytes: Uint8Array): DenseElementsAttribute {
  if (elementCountOf(type) === 0) return denseElementsAttribute(type, blobFromBytes(new Uint8Array(0)), false);
  return denseElementsAttribute(type, blobFromBytes(bytes), true);
}

function isRepeated(bytes: Uint8Array, width: number): boolean {
  // The first two elements differ in most constants that are not splats, so this mostly ends at once.
  for (let at = width; at < bytes.length; at++) if (bytes[at] !== bytes[at - width]) return false;
  return true;
}

/** Integers of any width, little-endian, `bytes` long. */
function readWideInteger(bytes: Uint8Array, offset: number, width: number): bigint {
  let value = 0n;
  for (let at = width - 1; at >= 0; at--) value = (value << 8n) | BigInt(bytes[offset + at] ?? 0);
  return value;
}
export function writeWideInteger(bytes: Uint8Array, offset: number, width: number, value: bigint): void {
  let rest = value;
  for (let at = 0; at < width; at++) {
    bytes[offset + at] = Number(rest & 0xffn);
    rest >>= 8n;
  }
}

/** Element `index` of an integer or index constant, as upstream prints it. */
export function integerElement(attribute: DenseElementsAttribute, index: number): bigint {
  return integerAt(attribute.blob, attribute.type.elementType, attribute.splat ? 0 : index);
}

export function integerAt(blob: Blob, type: Type, index: number): bigint {
  const dtype = dtypeOf(type);
  if (dtype !== undefined) return BigInt(blob.as(dtype)[index] ?? 0);
  const width = elementBytes(type) ?? 1;
  const value = readWideInteger(blob.bytes, index * width, width);
  return type.kind === "integer-type" && type.signedness !== "unsigned" ? BigInt.asIntN(type.width, value) : value;
}

/** Number `index` of a float constant: its value and its bits. Parts of complex numbers count one each. */
export function floatAt(blob: Blob, type: FloatType, index: number): { readonly value: number; readonly bits: bigint } {
  const dtype = dtypeOf(type);
  if (dtype === undefined) {
    const bits = readWideInteger(blob.bytes, index * 16, 16);
    return { value: floatNumberFromBits(bits, type), bits };
  }
  const width = byteWidth(dtype);
  if (dtypeFacts(dtype).format !== undefined && dtypeFacts(dtype).storage === "f32") {
    const value = decodeFloat(dtype, Number(blob.as(dtype)[index] ?? 0));
    return { value, bits: floatBitsFromNumber(value, type) };
  }
  const bits = readWideInteger(blob.bytes, index * width, width);
  return { value: floatNumberFromBits(bits, type), bits };
}
