/**
 * What a value is while a program is interpreted (docs/decisions/0030-interpreter-values.md):
 * - integers up to 32 bits, i1 and floats are numbers, already wrapped or rounded to their type: signless and signed integers as two's
 *   complement, i1 as 0 or 1, unsigned ones from 0. f32 is a number that Math.fround leaves alone.
 * - `index` is a number too, a safe integer: loops would be ten times slower on bigints. Arithmetic that leaves the safe range is a fault,
 *   never a wrong number.
 * - i64 and wider integers are bigints, wrapped to their width.
 * - complex numbers are `{ re, im }`; tensors and vectors are `Tensor`s, never written to after they were handed over.
 */
import type { MemRefType, SymbolRefAttribute, Type } from "../ir/attribute.ts";
import { dtypeOf } from "../ir/attribute.ts";
import { type DType, isBigInt, isComplex, isInteger, roundFloat, type Storage, wrapInteger } from "../tensor/dtype.ts";
import type { Shape } from "../tensor/shape.ts";
import { type Complex, getComplex, getElement, setComplex, setElement, type Tensor } from "../tensor/tensor.ts";

export type Scalar = number | bigint;

/** Memory that several memrefs may look at. Indices below are in slots of `data` (one an element; complex elements take two). */
export interface MemoryBuffer {
  readonly dtype: DType;
  readonly data: Storage;
  /** Set by deallocation: every later access is a fault. */
  freed: boolean;
}

/** A memref: element (i, j, ...) is at `offset + i * strides[0] + j * strides[1] + ...` of the buffer, in elements. */
export interface MemRefValue {
  readonly kind: "memref";
  readonly buffer: MemoryBuffer;
  readonly offset: number;
  readonly shape: Shape;
  readonly strides: readonly number[];
}

/** The value of func.constant; the symbol is looked up from the operation that calls it. */
export interface FunctionValue {
  readonly kind: "function";
  readonly symbol: SymbolRefAttribute;
}

export interface TupleValue {
  readonly kind: "tuple";
  readonly elements: readonly RuntimeValue[];
}

/** Values of a dialect's own types: a token, a handle. `type` says what `value` is to those who made it. */
export interface ForeignValue {
  readonly kind: "foreign";
  readonly type: Type;
  readonly value: unknown;
}

export type RuntimeValue = Scalar | Complex | Tensor | MemRefValue | FunctionValue | TupleValue | ForeignValue;

export function isScalar(value: RuntimeValue): value is Scalar {
  return typeof value === "number" || typeof value === "bigint";
}
export function isTensor(value: RuntimeValue): value is Tensor {
  return typeof value === "object" && "dtype" in value;
}
export function isMemRef(value: RuntimeValue): value is MemRefValue {
  return typeof value === "object" && "kind" in value && value.kind === "memref";
}
export function isTuple(value: RuntimeValue): value is TupleValue {
  return typeof value === "object" && "kind" in value && value.kind === "tuple";
}

/** The element at row-major position `linear`, as a value of its own: index elements become numbers. */
export function elementOf(tensor: Tensor, linear: number): Scalar | Complex {
  if (isComplex(tensor.dtype)) return getComplex(tensor, linear);
  const element = getElement(tensor, linear);
  return tensor.dtype === "index" ? Number(element) : element;
}

/** Writes a value into a tensor under construction. */
export function putElement(tensor: Tensor, linear: number, value: Scalar | Complex): void {
  if (typeof value === "object") setComplex(tensor, linear, value);
  else setElement(tensor, linear, value);
}

/** `value` wrapped or rounded into a scalar of `dtype`, in the form that values of that type have here. */
export function scalarOf(dtype: DType, value: Scalar): Scalar {
  if (dtype === "index") return Number(value);
  if (isBigInt(dtype) || typeof value === "bigint") return wrapInteger(dtype, value);
  return isInteger(dtype) ? wrapInteger(dtype, value) : roundFloat(dtype, value);
}

/** The element type of a shaped type's values; undefined where no tensor can hold them. */
export function elementDType(type: Type): DType | undefined {
  if (
    type.kind === "tensor-type" ||
    type.kind === "vector-type" ||
    type.kind === "memref-type" ||
    type.kind === "unranked-tensor-type" ||
    type.kind === "unranked-memref-type"
  )
    return dtypeOf(type.elementType);
  return dtypeOf(type);
}

/** Row-major strides of a memref type without a layout; with a strided layout, that one's. Undefined for other layouts and dynamic ones. */
export function memRefStrides(type: MemRefType, shape: Shape): readonly number[] | undefined {
  if (type.layout === undefined) {
    const strides = new Array<number>(shape.length);
    let stride = 1;
    for (let d = shape.length - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= shape[d] ?? 1;
    }
    return strides;
  }
  if (type.layout.kind !== "strided-layout" || type.layout.strides.some((stride) => stride < 0)) return undefined;
  return type.layout.strides;
}

/** A type as diagnostics name it: tensors and scalars as MLIR writes them, other types by their kind. */
export function typeText(type: Type): string {
  const dtype = dtypeOf(type);
  if (dtype !== undefined) return dtype;
  if (type.kind !== "tensor-type" && type.kind !== "vector-type") return `a value of ${type.kind.replace("-", " ")}`;
  const extents = type.shape.map((extent) => `${extent < 0 ? "?" : extent}x`).join("");
  return `${type.kind === "tensor-type" ? "tensor" : "vector"}<${extents}${typeText(type.elementType)}>`;
}
