/**
 * Memory of interpreted programs: allocation, addresses, and elements read and written as values. Every access is checked; what is out
 * of bounds or freed is a fault, never a wrong number.
 */
import type { DenseElementsAttribute } from "../ir/attribute.ts";
import { dtypeOf } from "../ir/attribute.ts";
import { invariant } from "../support/invariant.ts";
import { allocateStorage, type DType, dtypeFacts, isBigInt, type Storage, slotsPerElement } from "../tensor/dtype.ts";
import { knownElementCount, rowMajorStrides, type Shape, shapeText } from "../tensor/shape.ts";
import { type Complex, type Tensor, tensorOver } from "../tensor/tensor.ts";
import { type Fault, fault } from "./semantics.ts";
import { elementOf, type MemoryBuffer, type MemRefValue, putElement, type RuntimeValue, type Scalar } from "./value.ts";

/** Zeroed memory, as a row-major memref over all of it. */
export function allocateMemRef(dtype: DType, shape: Shape): MemRefValue {
  return memRefOver({ dtype, data: allocateStorage(dtype, knownElementCount(shape)), freed: false }, shape);
}

/** A row-major memref over the start of a buffer. */
export function memRefOver(buffer: MemoryBuffer, shape: Shape): MemRefValue {
  return { kind: "memref", buffer, offset: 0, shape, strides: rowMajorStrides(shape) };
}

/** The number of the element at `indices` in the buffer, or why there is none. */
export function addressOf(memref: MemRefValue, indices: readonly RuntimeValue[]): number | Fault {
  if (memref.buffer.freed) return fault("use-after-free", "accesses memory that has been deallocated");
  let address = memref.offset;
  for (let d = 0; d < memref.shape.length; d++) {
    const index = indices[d];
    invariant(typeof index === "number", "an index is a number");
    if (index < 0 || index >= (memref.shape[d] ?? 0))
      return fault(
        "out-of-bounds",
        `index ${index} of dimension ${d} is out of bounds of a memref of ${shapeText(memref.shape)}`,
      );
    address += index * (memref.strides[d] ?? 0);
  }
  return insideBuffer(memref, address, 1);
}

/** `address` when `count` elements from there lie in the buffer; views made by casts can promise more than there is. */
export function insideBuffer({ buffer }: MemRefValue, address: number, count: number): number | Fault {
  const size = buffer.data.length / slotsPerElement(buffer.dtype);
  if (address >= 0 && address + count <= size) return address;
  return fault("out-of-bounds", `element ${address} is outside of a buffer of ${size} elements`);
}

/** Whether values of this type are kept in storage as they are: then `data[i]` is the value. */
export function isPlain(dtype: DType): boolean {
  const { kind, format } = dtypeFacts(dtype);
  return kind !== "complex" && format === undefined && dtype !== "index" && !isBigInt(dtype);
}

/** All elements under a buffer as a tensor that shares them. */
export function flatTensor({ dtype, data }: MemoryBuffer): Tensor {
  return tensorOver(dtype, [data.length / slotsPerElement(dtype)], data);
}

export function readElement(buffer: MemoryBuffer, address: number): Scalar | Complex {
  if (isPlain(buffer.dtype)) return buffer.data[address] ?? 0;
  return elementOf(flatTensor(buffer), address);
}

export function writeElement(buffer: MemoryBuffer, address: number, value: RuntimeValue): void {
  const { data } = buffer;
  if (typeof value === "number" && isPlain(buffer.dtype) && !isBigIntArray(data)) data[address] = value;
  else {
    invariant(typeof value === "number" || typeof value === "bigint" || "re" in value, "an element is a number");
    putElement(flatTensor(buffer), address, value);
  }
}

function isBigIntArray(data: Storage): data is BigInt64Array | BigUint64Array {
  return data instanceof BigInt64Array || data instanceof BigUint64Array;
}

/** Calls `visit` with the address of each element, in row-major order of the memref's shape. */
export function forEachAddress(memref: MemRefValue, visit: (address: number, linear: number) => void): void {
  const { shape, strides } = memref;
  const count = knownElementCount(shape);
  const index = shape.map(() => 0);
  let address = memref.offset;
  for (let linear = 0; linear < count; linear++) {
    visit(address, linear);
    for (let d = shape.length - 1; d >= 0; d--) {
      const next = (index[d] ?? 0) + 1;
      address += strides[d] ?? 0;
      if (next < (shape[d] ?? 0)) {
        index[d] = next;
        break;
      }
      address -= next * (strides[d] ?? 0);
      index[d] = 0;
    }
  }
}

/** The elements of a memref as a tensor of its own. */
export function tensorOfMemRef(memref: MemRefValue): Tensor {
  const { buffer, shape } = memref;
  const data = allocateStorage(buffer.dtype, knownElementCount(shape));
  const slots = slotsPerElement(buffer.dtype);
  forEachAddress(memref, (address, linear) => {
    for (let slot = 0; slot < slots; slot++) data[linear * slots + slot] = buffer.data[address * slots + slot] ?? 0;
  });
  return tensorOver(buffer.dtype, shape, data);
}

/** The elements of a constant; undefined where no tensor can hold its type. The storage may be the constant's own: read only. */
export function tensorOfElements(attribute: DenseElementsAttribute): Tensor | undefined {
  const dtype = dtypeOf(attribute.type.elementType);
  if (dtype === undefined) return undefined;
  const stored = attribute.blob.as(dtype);
  if (!attribute.splat) return tensorOver(dtype, attribute.type.shape, stored);
  const count = knownElementCount(attribute.type.shape);
  const data = allocateStorage(dtype, count);
  if (slotsPerElement(dtype) === 1) fillStorage(data, stored[0] ?? 0);
  else for (let at = 0; at < data.length; at++) data[at] = stored[at % stored.length] ?? 0;
  return tensorOver(dtype, attribute.type.shape, data);
}

/** Sets every slot to a value that has the storage's kind. */
export function fillStorage(data: Storage, value: number | bigint): void {
  if (isBigIntArray(data)) data.fill(BigInt(value));
  else data.fill(Number(value));
}
