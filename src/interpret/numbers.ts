/**
 * Tensors as arrays of plain numbers, and back. Floats that are kept as codes (f16, bf16, the 8-bit ones) are decoded to doubles, which
 * hold all of them exactly; everything else of up to 32 bits, f32 and f64 is used where it lies. 64-bit integers stay bigints.
 */
import { invariant } from "../support/invariant.ts";
import {
  allocateStorage,
  bitWidth,
  type DType,
  decodeFloat,
  dtypeFacts,
  encodeFloat,
  isFloat,
  type Storage,
} from "../tensor/dtype.ts";
import { knownElementCount, type Shape } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";

export type NumberArray =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Float32Array
  | Float64Array;
export type BigArray = BigInt64Array | BigUint64Array;

export function isBigArray(data: Storage): data is BigArray {
  return data instanceof BigInt64Array || data instanceof BigUint64Array;
}

/** Whether storage holds codes, not values. */
export function isCoded(dtype: DType): boolean {
  const { format, storage } = dtypeFacts(dtype);
  return format !== undefined && storage !== "f32";
}

const MAX_TABLE_BITS = 16;
const tables = new Map<DType, Float64Array>();

/** The value of every code of a narrow float, made at the first question. */
function decodeTable(dtype: DType): Float64Array {
  const known = tables.get(dtype);
  if (known !== undefined) return known;
  invariant(bitWidth(dtype) <= MAX_TABLE_BITS, "codes of up to 16 bits");
  const table = new Float64Array(2 ** (8 * dtypeFacts(dtype).bytes));
  for (let code = 0; code < table.length; code++) table[code] = decodeFloat(dtype, code);
  tables.set(dtype, table);
  return table;
}

/** The values of all slots; not for 64-bit integers. The array is the tensor's own where no decoding is needed: do not write to it. */
export function numbersOf(tensor: Tensor): NumberArray {
  const { data, dtype } = tensor;
  invariant(!isBigArray(data), "64-bit integers are bigints");
  if (!isCoded(dtype)) return data;
  const table = decodeTable(dtype);
  const values = new Float64Array(data.length);
  for (let at = 0; at < values.length; at++) values[at] = table[data[at] ?? 0] ?? Number.NaN;
  return values;
}

/** The values of a tensor of 64-bit integers. */
export function bigsOf(tensor: Tensor): BigArray {
  const { data } = tensor;
  invariant(isBigArray(data), "a tensor of 64-bit integers");
  return data;
}

/** An array to compute values of `dtype` in: stored values round and wrap as those of the type do, except for codes and sub-byte types. */
export function workArray(dtype: DType, length: number): NumberArray {
  if (isCoded(dtype)) return new Float64Array(length);
  const data = allocateStorage(dtype, dtypeFacts(dtype).kind === "complex" ? length / 2 : length);
  invariant(!isBigArray(data), "64-bit integers are bigints");
  return data;
}

/** Makes the tensor of values that were computed in a `workArray`: rounds to codes, wraps sub-byte integers, or takes the array as it is. */
export function tensorFromWork(dtype: DType, shape: Shape, values: NumberArray): Tensor {
  const { bits, kind, storage, format } = dtypeFacts(dtype);
  if (isCoded(dtype)) {
    const data = allocateStorage(dtype, values.length);
    invariant(!isBigArray(data), "codes are numbers");
    for (let at = 0; at < values.length; at++) data[at] = encodeFloat(dtype, values[at] ?? 0);
    return { dtype, shape, data };
  }
  if (format !== undefined && storage === "f32")
    for (let at = 0; at < values.length; at++) values[at] = encodeFloat(dtype, values[at] ?? 0);
  if ((kind === "signed" || kind === "unsigned") && bits < 8) wrapInPlace(values, bits, kind === "signed");
  return { dtype, shape, data: values };
}

function wrapInPlace(values: NumberArray, bits: number, signed: boolean): void {
  const shift = 32 - bits;
  for (let at = 0; at < values.length; at++) {
    const high = (values[at] ?? 0) << shift;
    values[at] = signed ? high >> shift : high >>> shift;
  }
}

/** How a result of `dtype` is rounded where it is computed in a `workArray` that does not do it by itself; undefined where it does. */
export function rounding(dtype: DType): ((value: number) => number) | undefined {
  if (!isFloat(dtype) || !isCoded(dtype)) return undefined;
  return (value) => decodeFloat(dtype, encodeFloat(dtype, value));
}

/** One word array over a tensor's memory with `lanes` words an element: copying words copies elements of any type, NaN payloads included. */
export interface Words {
  readonly words: Uint8Array | Uint16Array | Uint32Array;
  readonly lanes: number;
}

export function wordsOf(tensor: Tensor): Words {
  const { buffer, byteOffset, byteLength } = tensor.data;
  const { bytes } = dtypeFacts(tensor.dtype);
  if (bytes === 1) return { words: new Uint8Array(buffer, byteOffset, byteLength), lanes: 1 };
  if (bytes === 2) return { words: new Uint16Array(buffer, byteOffset, byteLength / 2), lanes: 1 };
  return { words: new Uint32Array(buffer, byteOffset, byteLength / 4), lanes: bytes / 4 };
}

/** Memory for a tensor under construction. */
export function blankTensor(dtype: DType, shape: Shape): Tensor {
  return { dtype, shape, data: allocateStorage(dtype, knownElementCount(shape)) };
}

/** The bits of floats as signed integers that are in IEEE 754's total order: -NaN, -infinity, ..., -0, 0, ..., infinity, NaN. */
export function totalOrderKeys(tensor: Tensor): BigInt64Array {
  const { words, lanes } = wordsOf(tensor);
  const bits = bitWidth(tensor.dtype);
  const keys = new BigInt64Array(words.length / lanes);
  for (let at = 0; at < keys.length; at++) {
    let code = 0n;
    for (let lane = lanes - 1; lane >= 0; lane--) code = (code << 32n) | BigInt(words[at * lanes + lane] ?? 0);
    const signed = BigInt.asIntN(bits, code);
    keys[at] = signed < 0n ? signed ^ ((1n << BigInt(bits - 1)) - 1n) : signed;
  }
  return keys;
}
