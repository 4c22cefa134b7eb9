/** What the operations of vector mean. A vector is a tensor value of static shape. */
import { mixedIndices } from "../../src/definition/mixed-index.ts";
import { addressOf, insideBuffer, readElement, writeElement } from "../../src/interpret/memory.ts";
import { type Fault, fault, general, isFault, meaningOf, unary } from "../../src/interpret/semantics.ts";
import {
  elementDType,
  elementOf,
  isMemRef,
  isTensor,
  type MemRefValue,
  putElement,
  type RuntimeValue,
  type Scalar,
  scalarOf,
} from "../../src/interpret/value.ts";
import { isShaped, type Type } from "../../src/ir/attribute.ts";
import type { Value } from "../../src/ir/handle.ts";
import { invariant, unreachable } from "../../src/support/invariant.ts";
import { bitWidth, type DType, dtypeFacts, isFloat } from "../../src/tensor/dtype.ts";
import {
  broadcastStrides,
  knownElementCount,
  linearIndex,
  multiIndex,
  rowMajorStrides,
  type Shape,
} from "../../src/tensor/shape.ts";
import { reshaped, type Tensor, tensorBytes, tensorOverBytes, zeros } from "../../src/tensor/tensor.ts";
import type { CombiningKind } from "./attributes.ts";
import * as ops from "./ops.ts";

const shapeOf = (type: Type): Shape => (isShaped(type) ? type.shape : []);

function vectorOf(value: RuntimeValue | undefined): Tensor {
  invariant(value !== undefined && isTensor(value), "a verified operand is a vector");
  return value;
}
function memRefOf(value: RuntimeValue | undefined): MemRefValue {
  invariant(value !== undefined && isMemRef(value), "a verified operand is a memref");
  return value;
}
function numberOf(value: RuntimeValue | undefined): Scalar {
  invariant(typeof value === "number" || typeof value === "bigint", "an element is a number");
  return value;
}
const noElements = (): Fault => fault("element-type", "has no values of this element type");

/** Element number `at` of an access that begins at `start`: rows of a vector of higher rank lie in consecutive rows of memory. */
function elementAddress(memref: MemRefValue, start: number, shape: Shape, at: number): number {
  const index = multiIndex(at, shape);
  const outer = memref.strides.length - shape.length;
  return index.reduce((address, i, d) => address + i * (memref.strides[outer + d] ?? 1), start);
}

function loadVector(memref: MemRefValue, indices: readonly RuntimeValue[], type: Type): Tensor | Fault {
  const start = addressOf(memref, indices);
  if (isFault(start)) return start;
  const shape = shapeOf(type);
  const result = zeros(memref.buffer.dtype, shape);
  const count = knownElementCount(shape);
  for (let at = 0; at < count; at++) {
    const address = insideBuffer(memref, elementAddress(memref, start, shape, at), 1);
    if (isFault(address)) return address;
    putElement(result, at, readElement(memref.buffer, address));
  }
  return result;
}

function storeVector(vector: Tensor, memref: MemRefValue, indices: readonly RuntimeValue[]): Fault | undefined {
  const start = addressOf(memref, indices);
  if (isFault(start)) return start;
  const count = knownElementCount(vector.shape);
  for (let at = 0; at < count; at++) {
    const address = insideBuffer(memref, elementAddress(memref, start, vector.shape, at), 1);
    if (isFault(address)) return address;
    writeElement(memref.buffer, address, elementOf(vector, at));
  }
  return undefined;
}

/** A vector made element by element: element `at` of the result is element `from(at)` of the source. */
function gathered(source: Tensor, shape: Shape, from: (at: number) => number): Tensor {
  const result = zeros(source.dtype, shape);
  const count = knownElementCount(shape);
  for (let at = 0; at < count; at++) {
    const element = from(at);
    if (element >= 0) putElement(result, at, elementOf(source, element));
  }
  return result;
}

function positionOf(
  statics: readonly number[],
  values: readonly Value[],
  given: readonly RuntimeValue[],
): readonly number[] {
  let next = 0;
  return mixedIndices(statics, values).map((index) =>
    typeof index === "number" ? index : Number(numberOf(given[next++])),
  );
}

/** The number of the first element at a position, or why there is none. */
function startOf(vector: Tensor, position: readonly number[]): number | Fault {
  const strides = rowMajorStrides(vector.shape);
  let start = 0;
  for (const [d, index] of position.entries()) {
    if (index < 0 || index >= (vector.shape[d] ?? 0))
      return fault("out-of-bounds", `position ${index} is outside of the vector`);
    start += index * (strides[d] ?? 0);
  }
  return start;
}

/** Two elements combined; floats are rounded to their type after each step. */
export function combine(kind: CombiningKind, dtype: DType, a: Scalar, b: Scalar): Scalar {
  const float = isFloat(dtype);
  const round = (value: Scalar): Scalar => scalarOf(dtype, value);
  switch (kind) {
    case "add":
      return round(typeof a === "bigint" ? a + BigInt(b) : a + Number(b));
    case "mul":
      return multiply(dtype, a, b);
    case "minimumf":
      return round(Math.min(Number(a), Number(b)));
    case "maximumf":
      return round(Math.max(Number(a), Number(b)));
    case "minnumf":
      return Number.isNaN(a) ? b : Number.isNaN(b) ? a : round(Math.min(Number(a), Number(b)));
    case "maxnumf":
      return Number.isNaN(a) ? b : Number.isNaN(b) ? a : round(Math.max(Number(a), Number(b)));
    case "minsi":
      return a < b ? a : b;
    case "maxsi":
      return a > b ? a : b;
    case "minui":
      return unsigned(dtype, a) < unsigned(dtype, b) ? a : b;
    case "maxui":
      return unsigned(dtype, a) > unsigned(dtype, b) ? a : b;
    case "and":
    case "or":
    case "xor":
      invariant(!float, "bits of floats are not combined");
      return bitwise(kind, dtype, a, b);
    default:
      return unreachable(kind);
  }
}

function multiply(dtype: DType, a: Scalar, b: Scalar): Scalar {
  if (isFloat(dtype)) return scalarOf(dtype, Number(a) * Number(b));
  return typeof a === "bigint" ? scalarOf(dtype, a * BigInt(b)) : narrow(dtype, BigInt(a) * BigInt(b));
}
function bitwise(kind: "and" | "or" | "xor", dtype: DType, a: Scalar, b: Scalar): Scalar {
  const [x, y] = [BigInt(a), BigInt(b)];
  const bits = kind === "and" ? x & y : kind === "or" ? x | y : x ^ y;
  return typeof a === "bigint" ? bits : narrow(dtype, bits);
}
/** A bigint as the number that a value of a narrow type (or index) is. */
function narrow(dtype: DType, value: bigint): Scalar {
  return scalarOf(
    dtype,
    dtype === "index" ? Number(value) : Number(BigInt.asIntN(bitWidth(dtype) === 1 ? 2 : bitWidth(dtype), value)),
  );
}
function unsigned(dtype: DType, value: Scalar): bigint {
  return BigInt.asUintN(bitWidth(dtype), BigInt(value));
}

/**
 * a * b + c rounded once. In f32 the product is exact in doubles and the sum of doubles is corrected to odd before the last rounding, so
 * that rounding twice gives what rounding once would. Source: Boldo, Melquiond, "Emulation of FMA and correctly rounded sums", 2008.
 */
export function fusedMultiplyAdd(dtype: DType, a: number, b: number, c: number): number {
  if (dtype === "f64") return fusedDouble(a, b, c);
  const product = a * b;
  return Number(scalarOf(dtype, addToOdd(product, c)));
}

const bits64 = new DataView(new ArrayBuffer(8));

/** The sum of two doubles rounded to odd: where it is inexact the result has an odd significand. */
function addToOdd(x: number, y: number): number {
  const sum = x + y;
  if (!Number.isFinite(sum)) return sum;
  const yPart = sum - x;
  const error = x - (sum - yPart) + (y - yPart);
  if (error === 0) return sum;
  bits64.setFloat64(0, sum);
  const bits = bits64.getBigInt64(0);
  if ((bits & 1n) === 1n) return sum;
  // The neighbour on the error's side has an odd significand.
  bits64.setBigInt64(0, error > 0 === sum > 0 ? bits + 1n : bits - 1n);
  return bits64.getFloat64(0);
}

/** For doubles by exact products (Dekker) and the same correction; overflow of the splitting falls back to two roundings. */
function fusedDouble(a: number, b: number, c: number): number {
  const product = a * b;
  const split = (x: number): readonly [number, number] => {
    const scaled = 134217729 * x;
    const high = scaled - (scaled - x);
    return [high, x - high];
  };
  const [ah, al] = split(a);
  const [bh, bl] = split(b);
  const low = al * bl - (product - ah * bh - al * bh - ah * bl);
  if (!Number.isFinite(low)) return product + c;
  const sum = product + c;
  const cPart = sum - product;
  const error = product - (sum - cPart) + (c - cPart);
  return sum + addToOdd(error, low);
}

export const meanings = [
  meaningOf(ops.load, (op) =>
    general(([base, ...indices]) => {
      const loaded = loadVector(memRefOf(base), indices, op.result.type);
      return isFault(loaded) ? loaded : [loaded];
    }),
  ),
  meaningOf(ops.store, () =>
    general(([vector, base, ...indices]) => storeVector(vectorOf(vector), memRefOf(base), indices) ?? []),
  ),
  meaningOf(ops.broadcast, (op) => {
    const shape = shapeOf(op.vector.type);
    const dtype = elementDType(op.vector.type);
    if (dtype === undefined) return noElements();
    return unary((source) => {
      if (!isTensor(source)) {
        invariant(typeof source !== "object" || "re" in source, "an element is a number");
        const result = zeros(dtype, shape);
        const count = knownElementCount(shape);
        for (let at = 0; at < count; at++) putElement(result, at, source);
        return result;
      }
      const strides = broadcastStrides(source.shape, shape);
      return gathered(source, shape, (at) =>
        multiIndex(at, shape).reduce((sum, i, d) => sum + i * (strides[d] ?? 0), 0),
      );
    });
  }),
  meaningOf(ops.fma, (op) => {
    const dtype = elementDType(op.result.type);
    if (dtype === undefined) return noElements();
    return general(([a, b, c]) => {
      const [x, y, z] = [vectorOf(a), vectorOf(b), vectorOf(c)];
      const result = zeros(dtype, x.shape);
      const count = knownElementCount(x.shape);
      for (let at = 0; at < count; at++) {
        const [u, v, w] = [elementOf(x, at), elementOf(y, at), elementOf(z, at)];
        putElement(result, at, fusedMultiplyAdd(dtype, Number(u), Number(v), Number(w)));
      }
      return [result];
    });
  }),
  meaningOf(ops.extract, (op) => {
    const shape = shapeOf(op.result.type);
    return general(([source, ...given]) => {
      const vector = vectorOf(source);
      const start = startOf(vector, positionOf(op.static_position, op.dynamic_position, given));
      if (isFault(start)) return start;
      return [isShaped(op.result.type) ? gathered(vector, shape, (at) => start + at) : elementOf(vector, start)];
    });
  }),
  meaningOf(ops.insert, (op) =>
    general(([value, dest, ...given]) => {
      const vector = vectorOf(dest);
      const start = startOf(vector, positionOf(op.static_position, op.dynamic_position, given));
      if (isFault(start)) return start;
      const result: Tensor = { dtype: vector.dtype, shape: vector.shape, data: vector.data.slice() };
      if (value !== undefined && isTensor(value))
        for (let at = 0; at < knownElementCount(value.shape); at++)
          putElement(result, start + at, elementOf(value, at));
      else if (value !== undefined && (typeof value !== "object" || "re" in value)) putElement(result, start, value);
      return [result];
    }),
  ),
  meaningOf(ops.reduction, (op) => {
    const dtype = elementDType(op.dest.type);
    if (dtype === undefined || dtypeFacts(dtype).kind === "complex") return noElements();
    return general(([source, acc]) => {
      const vector = vectorOf(source);
      const count = knownElementCount(vector.shape);
      let total = acc === undefined ? undefined : numberOf(acc);
      for (let at = 0; at < count; at++) {
        const element = numberOf(elementOf(vector, at));
        total = total === undefined ? element : combine(op.kind, dtype, total, element);
      }
      return [total ?? 0];
    });
  }),
  meaningOf(ops.shuffle, (op) => {
    const shape = shapeOf(op.vector.type);
    const inner = knownElementCount(shape.slice(1));
    return general(([first, second]) => {
      const [a, b] = [vectorOf(first), vectorOf(second)];
      const rows = a.shape[0] ?? 1;
      const result = zeros(a.dtype, shape);
      op.mask.forEach((row, at) => {
        if (row < 0) return;
        const [source, from] = row < rows ? [a, row] : [b, row - rows];
        for (let i = 0; i < inner; i++) putElement(result, at * inner + i, elementOf(source, from * inner + i));
      });
      return [result];
    });
  }),
  meaningOf(ops.step, (op) => {
    const result = zeros("index", shapeOf(op.result.type));
    for (let at = 0; at < result.data.length; at++) putElement(result, at, at);
    return general(() => [result]);
  }),
  meaningOf(ops.fromElements, (op) => {
    const dtype = elementDType(op.dest.type);
    if (dtype === undefined) return noElements();
    return general((elements) => {
      const result = zeros(dtype, shapeOf(op.dest.type));
      elements.forEach((element, at) => {
        putElement(result, at, numberOf(element));
      });
      return [result];
    });
  }),
  meaningOf(ops.toElements, () =>
    general(([source]) => {
      const vector = vectorOf(source);
      return Array.from({ length: knownElementCount(vector.shape) }, (_, at) => elementOf(vector, at));
    }),
  ),
  meaningOf(ops.shapeCast, (op) => unary((source) => reshaped(vectorOf(source), shapeOf(op.result.type)))),
  meaningOf(ops.bitcast, (op) => {
    const dtype = elementDType(op.result.type);
    if (dtype === undefined) return noElements();
    return unary((source) => {
      const bytes = tensorBytes(vectorOf(source)).slice();
      return tensorOverBytes(dtype, shapeOf(op.result.type), bytes.buffer, 0);
    });
  }),
  meaningOf(ops.transpose, (op) => {
    const shape = shapeOf(op.result.type);
    return unary((source) => {
      const vector = vectorOf(source);
      const strides = rowMajorStrides(vector.shape);
      return gathered(vector, shape, (at) =>
        multiIndex(at, shape).reduce((sum, i, d) => sum + i * (strides[op.permutation[d] ?? 0] ?? 0), 0),
      );
    });
  }),
  meaningOf(ops.extractStridedSlice, (op) => {
    const shape = shapeOf(op.result.type);
    return unary((source) => {
      const vector = vectorOf(source);
      return gathered(vector, shape, (at) =>
        linearIndex(
          multiIndex(at, shape).map((i, d) => i + (op.offsets[d] ?? 0)),
          vector.shape,
        ),
      );
    });
  }),
  meaningOf(ops.insertStridedSlice, (op) =>
    general(([value, dest]) => {
      const [slice, vector] = [vectorOf(value), vectorOf(dest)];
      const result: Tensor = { dtype: vector.dtype, shape: vector.shape, data: vector.data.slice() };
      const outer = vector.shape.length - slice.shape.length;
      const count = knownElementCount(slice.shape);
      for (let at = 0; at < count; at++) {
        const inner = multiIndex(at, slice.shape);
        const index = op.offsets.map((offset, d) => offset + (d < outer ? 0 : (inner[d - outer] ?? 0)));
        putElement(result, linearIndex(index, vector.shape), elementOf(slice, at));
      }
      return [result];
    }),
  ),
];
