/**
 * Constant folding by meaning: an operation whose operands are constants is run by the interpreter, and its results become attributes.
 * Faults (division by zero, an index out of bounds) stay for run time, and so do results that would make the program much larger.
 */
import type { Context } from "../definition/context.ts";
import { evaluateOperation } from "../interpret/evaluate.ts";
import { isFault } from "../interpret/semantics.ts";
import { isScalar, isTensor, type RuntimeValue } from "../interpret/value.ts";
import {
  type Attribute,
  dtypeOf,
  elementCountOf,
  integerAttribute,
  type TensorType,
  type Type,
  type VectorType,
} from "../ir/attribute.ts";
import { denseFromBytes } from "../ir/dense.ts";
import { floatAttribute } from "../ir/float.ts";
import type { OperationHandle } from "../ir/handle.ts";
import { byteWidth, slotsPerElement } from "../tensor/dtype.ts";
import { type Tensor, tensorBytes, zeros } from "../tensor/tensor.ts";

/** Bytes of a constant that folding may read or make: enough for shapes, indices and small tables; weights are packed by passes that mean to. */
const MAX_FOLDED_BYTES = 1 << 16;

/** A constant that folding makes may be larger than what it is made of up to this size. */
const MAX_GROWN_BYTES = 1024;

function storedBytes(attributes: readonly Attribute[]): number {
  return attributes.reduce(
    (sum, attribute) => sum + (attribute.kind === "dense-elements" ? attribute.blob.size : 8),
    0,
  );
}

/** The results as attributes; undefined when they cannot be known, or should not be. */
export function foldConstants(
  operation: OperationHandle,
  constants: readonly Attribute[],
  context: Context,
): readonly Attribute[] | undefined {
  const { resultTypes, regions } = operation.record;
  if (resultTypes.length === 0 || regions.length > 0 || !resultTypes.every(isSmall)) return undefined;
  const operands: RuntimeValue[] = [];
  for (const constant of constants) {
    const value = valueOfConstant(constant);
    if (value === undefined) return undefined;
    operands.push(value);
  }
  const results = evaluateOperation(operation, operands, context);
  if (isFault(results)) return undefined;
  const attributes: Attribute[] = [];
  for (let at = 0; at < resultTypes.length; at++) {
    const result = results[at];
    const type = resultTypes[at];
    const attribute = result === undefined || type === undefined ? undefined : constantOfValue(result, type);
    if (attribute === undefined) return undefined;
    attributes.push(attribute);
  }
  // A broadcast or an iota is cheaper to compute where it is used than to keep and read.
  return storedBytes(attributes) <= Math.max(MAX_GROWN_BYTES, 2 * storedBytes(constants)) ? attributes : undefined;
}

function isSmall(type: Type): boolean {
  if (type.kind === "integer-type") return type.width <= 64;
  if (type.kind === "index-type" || type.kind === "float-type") return dtypeOf(type) !== undefined;
  if (type.kind !== "tensor-type" && type.kind !== "vector-type") return false;
  const dtype = dtypeOf(type.elementType);
  const count = elementCountOf(type);
  return dtype !== undefined && count !== undefined && count * byteWidth(dtype) <= MAX_FOLDED_BYTES;
}

/** The value of a constant while a program is interpreted; undefined for what has none here, or is large. */
export function valueOfConstant(attribute: Attribute): RuntimeValue | undefined {
  switch (attribute.kind) {
    case "integer": {
      const { type, value } = attribute;
      if (type.kind === "index-type") return Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
      return type.width <= 32 ? Number(value) : type.width <= 64 ? value : undefined;
    }
    case "float":
      return dtypeOf(attribute.type) === undefined ? undefined : attribute.value;
    case "dense-elements":
      return isSmall(attribute.type)
        ? tensorOfElements(attribute.type, attribute.blob.bytes, attribute.splat)
        : undefined;
    default:
      return undefined;
  }
}

function tensorOfElements(type: TensorType | VectorType, bytes: Uint8Array, splat: boolean): Tensor | undefined {
  const dtype = dtypeOf(type.elementType);
  if (dtype === undefined) return undefined;
  const tensor = zeros(dtype, type.shape);
  const target = tensorBytes(tensor);
  if (!splat) target.set(bytes.subarray(0, target.length));
  else for (let at = 0; at < target.length; at += bytes.length) target.set(bytes, at);
  return tensor;
}

/** The constant attribute for a value of a type; undefined where there is none. */
export function constantOfValue(value: RuntimeValue, type: Type): Attribute | undefined {
  if (isScalar(value)) {
    if (type.kind === "integer-type" || type.kind === "index-type") return integerAttribute(value, type);
    return type.kind === "float-type" ? floatAttribute(Number(value), type) : undefined;
  }
  if (!isTensor(value) || (type.kind !== "tensor-type" && type.kind !== "vector-type")) return undefined;
  if (dtypeOf(type.elementType) !== value.dtype || slotsPerElement(value.dtype) !== 1) return undefined;
  if (elementCountOf(type) !== value.data.length) return undefined;
  return denseFromBytes(type, tensorBytes(value).slice());
}
