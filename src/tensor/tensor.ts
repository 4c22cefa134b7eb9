/**
 * A tensor value: an element type, a shape and row-major storage. Storage is shared, not copied: whoever passes a typed array in gives it away. Element access
 * here is the generic slow path, for folding, printing and tests; hot code takes `data` with its concrete type.
 */
import { invariant } from "../support/invariant.ts";
import {
  allocateStorage,
  byteWidth,
  type DType,
  decodeFloat,
  dtypeFacts,
  encodeFloat,
  type Storage,
  slotsPerElement,
  storageKindOf,
  storageOver,
  wrapInteger,
} from "./dtype.ts";
import { knownElementCount, linearIndex, type Shape, shapeText } from "./shape.ts";

export interface Tensor {
  readonly dtype: DType;
  readonly shape: Shape;
  /** Row-major, `elementCount(shape) * slotsPerElement(dtype)` slots; narrow floats as codes, complex as real, imaginary pairs. */
  readonly data: Storage;
}

/** One part or both of a complex number, as doubles. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

/** A tensor over `data`, whose kind and length must be those that `dtype` and `shape` ask for. */
export function tensorOver(dtype: DType, shape: Shape, data: Storage): Tensor {
  const slots = knownElementCount(shape) * slotsPerElement(dtype);
  invariant(storageKindOf(data) === dtypeFacts(dtype).storage, `${data[Symbol.toStringTag]} does not hold ${dtype}`);
  invariant(
    data.length === slots,
    `expected ${slots} slots for ${tensorTypeText({ dtype, shape })}, found ${data.length}`,
  );
  return { dtype, shape, data };
}

/** A tensor of zeros (of codes 0: for f8E8M0FNU, which has no zero, 2^-127). */
export function zeros(dtype: DType, shape: Shape): Tensor {
  return { dtype, shape, data: allocateStorage(dtype, knownElementCount(shape)) };
}

/** A tensor of `values` in row-major order, wrapped or rounded into `dtype`; for complex types the parts alternate. */
export function tensorOf(dtype: DType, shape: Shape, values: ArrayLike<number | bigint>): Tensor {
  const tensor = zeros(dtype, shape);
  invariant(values.length === tensor.data.length, `expected ${tensor.data.length} values, found ${values.length}`);
  for (let slot = 0; slot < values.length; slot++) setSlot(tensor, slot, values[slot] ?? 0);
  return tensor;
}

/** A rank-0 tensor. */
export function scalar(dtype: DType, value: number | bigint): Tensor {
  return tensorOf(dtype, [], [value]);
}

/** A tensor over bytes at `byteOffset` of `buffer` (linear memory, a file); the offset is a multiple of the slot width. No copy. */
export function tensorOverBytes(dtype: DType, shape: Shape, buffer: ArrayBufferLike, byteOffset: number): Tensor {
  return { dtype, shape, data: storageOver(dtype, buffer, byteOffset, knownElementCount(shape)) };
}

/** The bytes that `tensor.data` covers. No copy. */
export function tensorBytes(tensor: Tensor): Uint8Array {
  return new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
}

/** A tensor with its own storage and the same contents. */
export function copyTensor(tensor: Tensor): Tensor {
  return { dtype: tensor.dtype, shape: tensor.shape, data: tensor.data.slice() };
}

/** The same storage under another shape with the same number of elements. */
export function reshaped(tensor: Tensor, shape: Shape): Tensor {
  return tensorOver(tensor.dtype, shape, tensor.data);
}

export function tensorElementCount(tensor: Tensor): number {
  return tensor.data.length / slotsPerElement(tensor.dtype);
}

/** Bytes that a tensor of this type takes. */
export function tensorByteSize(dtype: DType, shape: Shape): number {
  return knownElementCount(shape) * byteWidth(dtype);
}

/** The element at row-major position `linear`: bigint for 64-bit integers, otherwise number (floats decoded). Not for complex types. */
export function getElement(tensor: Tensor, linear: number): number | bigint {
  invariant(slotsPerElement(tensor.dtype) === 1, `${tensor.dtype} elements are read by getComplex`);
  return getSlot(tensor, linear);
}

/** `getElement` at a multi-dimensional index. */
export function getAt(tensor: Tensor, index: readonly number[]): number | bigint {
  return getElement(tensor, linearIndex(index, tensor.shape));
}

/** Writes an element, wrapped or rounded into the tensor's type; for values under construction only. */
export function setElement(tensor: Tensor, linear: number, value: number | bigint): void {
  invariant(slotsPerElement(tensor.dtype) === 1, `${tensor.dtype} elements are written by setComplex`);
  setSlot(tensor, linear, value);
}

export function getComplex(tensor: Tensor, linear: number): Complex {
  invariant(slotsPerElement(tensor.dtype) === 2, `${tensor.dtype} is not complex`);
  return { re: Number(getSlot(tensor, 2 * linear)), im: Number(getSlot(tensor, 2 * linear + 1)) };
}

export function setComplex(tensor: Tensor, linear: number, value: Complex): void {
  invariant(slotsPerElement(tensor.dtype) === 2, `${tensor.dtype} is not complex`);
  setSlot(tensor, 2 * linear, value.re);
  setSlot(tensor, 2 * linear + 1, value.im);
}

/** One slot, decoded: an element, or one part of a complex element. */
export function getSlot(tensor: Tensor, slot: number): number | bigint {
  const stored = tensor.data[slot];
  invariant(stored !== undefined, `slot ${slot} is outside ${tensorTypeText(tensor)}`);
  const { kind } = dtypeFacts(tensor.dtype);
  return typeof stored === "number" && kind === "float" ? decodeFloat(tensor.dtype, stored) : stored;
}

function setSlot(tensor: Tensor, slot: number, value: number | bigint): void {
  const { data, dtype } = tensor;
  invariant(slot >= 0 && slot < data.length, `slot ${slot} is outside ${tensorTypeText(tensor)}`);
  const { kind } = dtypeFacts(dtype);
  const stored = kind === "float" || kind === "complex" ? encodeFloat(dtype, Number(value)) : wrapInteger(dtype, value);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[slot] = BigInt(stored);
  else data[slot] = Number(stored);
}

/** `tensor<2x3xf32>`, as MLIR writes the type. */
export function tensorTypeText(type: { readonly dtype: DType; readonly shape: Shape }): string {
  return type.shape.length === 0 ? `tensor<${type.dtype}>` : `tensor<${shapeText(type.shape)}x${type.dtype}>`;
}
