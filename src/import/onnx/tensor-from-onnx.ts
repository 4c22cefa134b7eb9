/**
 * Constants of an ONNX file as tensors. Whole-byte elements are looked at in place where the file happens to align
 * them, and copied once otherwise.
 */
import { byteWidth, isFloat, storageOver } from "../../tensor/dtype.ts";
import { elementCount } from "../../tensor/shape.ts";
import { type Tensor, tensorOf, tensorOver } from "../../tensor/tensor.ts";
import { dataTypeFacts } from "./data-type.ts";
import type { OnnxTensor } from "./model.ts";

/** The tensor value of an ONNX constant; undefined for strings and for element types that Lathe does not have. */
export function tensorFromOnnx(tensor: OnnxTensor): Tensor | undefined {
  const { dtype, bits } = dataTypeFacts(tensor.dataType);
  const count = elementCount(tensor.dims);
  if (dtype === undefined || count === undefined) return undefined;
  if (bits < 8) {
    const codes = unpacked(tensor.bytes, bits, count);
    // A float's storage holds its code; an integer's holds its value, which the sign makes different.
    return isFloat(dtype)
      ? tensorOver(dtype, tensor.dims, Uint8Array.from(codes))
      : tensorOf(dtype, tensor.dims, codes);
  }
  // Not `slice`: on a Buffer, which is what Node reads files into, that copies nothing.
  const aligned = tensor.bytes.byteOffset % byteWidth(dtype) === 0 ? tensor.bytes : new Uint8Array(tensor.bytes);
  return { dtype, shape: tensor.dims, data: storageOver(dtype, aligned.buffer, aligned.byteOffset, count) };
}

/** Codes of elements below a byte, the first in the low bits. */
function unpacked(bytes: Uint8Array, bits: number, count: number): number[] {
  const perByte = 8 / bits;
  return Array.from(
    { length: count },
    (_, i) => ((bytes[Math.floor(i / perByte)] ?? 0) >>> ((i % perByte) * bits)) & (2 ** bits - 1),
  );
}
