/** Constants all of whose elements are equal, scalars included: what folds and patterns match on, and how they make new ones. */
import { allocateStorage, byteWidth, dtypeFacts, encodeFloat } from "../tensor/dtype.ts";
import {
  type Attribute,
  dtypeOf,
  elementTypeOrSelf,
  type FloatAttribute,
  hasStaticShape,
  type IntegerAttribute,
  integerAttribute,
  type Type,
} from "./attribute.ts";
import { denseSplat, elementBytes, floatAt, integerElement, writeWideInteger } from "./dense.ts";
import { floatAttribute, floatAttributeOfBits } from "./float.ts";

/** The one element of a splat, or the scalar itself; undefined for other constants and none. */
export function splatElement(constant: Attribute | undefined): IntegerAttribute | FloatAttribute | undefined {
  if (constant === undefined) return undefined;
  if (constant.kind === "integer" || constant.kind === "float") return constant;
  if (constant.kind !== "dense-elements" || !constant.splat) return undefined;
  const element = constant.type.elementType;
  if (element.kind === "float-type") return floatAttributeOfBits(floatAt(constant.blob, element, 0).bits, element);
  if (element.kind !== "integer-type" && element.kind !== "index-type") return undefined;
  return integerAttribute(integerElement(constant, 0), element);
}

export function splatInteger(constant: Attribute | undefined): bigint | undefined {
  const element = splatElement(constant);
  return element?.kind === "integer" ? element.value : undefined;
}

export function splatFloat(constant: Attribute | undefined): number | undefined {
  const element = splatElement(constant);
  return element?.kind === "float" ? element.value : undefined;
}

/** `element` as a constant of `type`: itself, or a splat. Undefined where the shape is not known, or the type has no constants. */
export function splatOf(type: Type, element: IntegerAttribute | FloatAttribute): Attribute | undefined {
  if (type === element.type) return element;
  if ((type.kind !== "tensor-type" && type.kind !== "vector-type") || !hasStaticShape(type)) return undefined;
  if (type.elementType !== element.type) return undefined;
  const bytes = bytesOf(element);
  return bytes === undefined ? undefined : denseSplat(type, bytes);
}

/** The integer `value` (wrapped to the width) as a constant of `type`. */
export function integerSplat(type: Type, value: bigint): Attribute | undefined {
  const element = elementTypeOrSelf(type);
  if (element.kind !== "integer-type" && element.kind !== "index-type") return undefined;
  return splatOf(type, integerAttribute(value, element));
}

/** The number `value` (rounded into the type) as a constant of `type`. */
export function floatSplat(type: Type, value: number): Attribute | undefined {
  const element = elementTypeOrSelf(type);
  return element.kind === "float-type" ? splatOf(type, floatAttribute(value, element)) : undefined;
}

/** 0 of an integer or float type. */
export function zeroOf(type: Type): Attribute | undefined {
  return integerSplat(type, 0n) ?? floatSplat(type, 0);
}

function bytesOf(element: IntegerAttribute | FloatAttribute): Uint8Array | undefined {
  const width = elementBytes(element.type);
  if (width === undefined) return undefined;
  const bytes = new Uint8Array(width);
  const dtype = dtypeOf(element.type);
  if (element.kind === "integer") writeWideInteger(bytes, 0, width, element.value);
  else if (dtype !== undefined && dtypeFacts(dtype).format !== undefined && dtypeFacts(dtype).storage === "f32") {
    const storage = allocateStorage(dtype, 1);
    storage[0] = encodeFloat(dtype, element.value);
    bytes.set(new Uint8Array(storage.buffer, 0, byteWidth(dtype)));
  } else writeWideInteger(bytes, 0, width, element.bits);
  return bytes;
}
