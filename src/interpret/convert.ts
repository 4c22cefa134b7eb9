/**
 * Conversion between element types. Floats to integers go towards zero, what does not fit becomes the nearest value that does, NaN
 * becomes 0; integers wrap; anything to i1 asks whether it differs from zero; real numbers become complex with imaginary part 0, and
 * complex ones drop it. (The StableHLO specification leaves out-of-range floats open; this is what saturating hardware and WebAssembly's
 * trunc_sat do.)
 */
import { type DType, dtypeFacts, integerRange, isBigInt, isComplex, isFloat } from "../tensor/dtype.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { bigsOf, blankTensor, isBigArray, type NumberArray, numbersOf, tensorFromWork, workArray } from "./numbers.ts";

export function convertTensor(tensor: Tensor, dtype: DType): Tensor {
  if (tensor.dtype === dtype) return tensor;
  if (isComplex(tensor.dtype) && isComplex(dtype)) return convertNumbers(tensor, numbersOf(tensor), dtype);
  if (isComplex(dtype)) return toComplex(tensor, dtype);
  if (isComplex(tensor.dtype)) return convertTensor(realPart(tensor), dtype);
  if (isBigInt(tensor.dtype)) return fromBigs(tensor, dtype);
  return isBigInt(dtype) ? toBigs(tensor, dtype) : convertNumbers(tensor, numbersOf(tensor), dtype);
}

function realPart(tensor: Tensor): Tensor {
  const dtype: DType = tensor.dtype === "complex<f32>" ? "f32" : "f64";
  const pairs = numbersOf(tensor);
  const parts = workArray(dtype, pairs.length / 2);
  for (let at = 0; at < parts.length; at++) parts[at] = pairs[2 * at] ?? 0;
  return tensorFromWork(dtype, tensor.shape, parts);
}

function toComplex(tensor: Tensor, dtype: DType): Tensor {
  const parts = numbersOf(convertTensor(tensor, dtype === "complex<f32>" ? "f32" : "f64"));
  const pairs = workArray(dtype, 2 * parts.length);
  for (let at = 0; at < parts.length; at++) pairs[2 * at] = parts[at] ?? 0;
  return tensorFromWork(dtype, tensor.shape, pairs);
}

function convertNumbers(tensor: Tensor, values: NumberArray, dtype: DType): Tensor {
  const out = workArray(dtype, values.length);
  const { kind } = dtypeFacts(dtype);
  const fromFloat = isFloat(tensor.dtype);
  if (kind === "boolean") for (let at = 0; at < values.length; at++) out[at] = values[at] === 0 ? 0 : 1;
  else if (fromFloat && (kind === "signed" || kind === "unsigned")) {
    const range = integerRange(dtype);
    const [min, max] = [Number(range.min), Number(range.max)];
    for (let at = 0; at < values.length; at++) {
      const value = Math.trunc(values[at] ?? 0);
      out[at] = value > max ? max : value < min ? min : value;
    }
  } else for (let at = 0; at < values.length; at++) out[at] = values[at] ?? 0;
  return tensorFromWork(dtype, tensor.shape, out);
}

function toBigs(tensor: Tensor, dtype: DType): Tensor {
  const values = numbersOf(tensor);
  const result = blankTensor(dtype, tensor.shape);
  const { data } = result;
  if (!isBigArray(data)) return result;
  const { min, max } = integerRange(dtype);
  const fromFloat = isFloat(tensor.dtype);
  for (let at = 0; at < values.length; at++) {
    const value = Math.trunc(values[at] ?? 0);
    if (Number.isNaN(value)) data[at] = 0n;
    else if (!Number.isFinite(value)) data[at] = value > 0 ? max : min;
    else {
      const wide = BigInt(value);
      data[at] = !fromFloat ? wide : wide > max ? max : wide < min ? min : wide;
    }
  }
  return result;
}

function fromBigs(tensor: Tensor, dtype: DType): Tensor {
  const values = bigsOf(tensor);
  if (isBigInt(dtype)) {
    const result = blankTensor(dtype, tensor.shape);
    if (isBigArray(result.data)) result.data.set(values);
    return result;
  }
  const { kind, bits } = dtypeFacts(dtype);
  const out = workArray(dtype, values.length);
  if (kind === "boolean") for (let at = 0; at < values.length; at++) out[at] = values[at] === 0n ? 0 : 1;
  else if (kind === "float")
    for (let at = 0; at < values.length; at++)
      out[at] = bits < 64 ? roundedOnce(values[at] ?? 0n) : Number(values[at] ?? 0n);
  else for (let at = 0; at < values.length; at++) out[at] = Number(BigInt.asIntN(32, values[at] ?? 0n));
  return tensorFromWork(dtype, tensor.shape, out);
}

const EXACT = 2n ** 53n;

/**
 * The double that rounds to a narrower float as the integer itself would: a large integer is rounded to odd at 53 bits first, so that the
 * second rounding never sees a tie that is not one.
 */
function roundedOnce(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  if (magnitude <= EXACT) return Number(value);
  const shift = BigInt(magnitude.toString(2).length - 53);
  const kept = magnitude >> shift;
  const odd = kept << shift === magnitude ? kept : kept | 1n;
  const result = Number(odd) * 2 ** Number(shift);
  return value < 0n ? -result : result;
}
