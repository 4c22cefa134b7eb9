/** bitcast_convert: the same bits under another element type. Sub-byte elements have a byte each in memory, so that they are packed by hand. */
import { blankTensor } from "../../../src/interpret/numbers.ts";
import { bitWidth, type DType, dtypeFacts } from "../../../src/tensor/dtype.ts";
import type { Tensor } from "../../../src/tensor/tensor.ts";
import { tensorBytes } from "../../../src/tensor/tensor.ts";

/** An element that becomes several adds a dimension at the end, the lowest bits first; several that become one take it away. */
export function repacked(tensor: Tensor, dtype: DType): Tensor {
  const [from, to] = [bitWidth(tensor.dtype), bitWidth(dtype)];
  const shape = from > to ? [...tensor.shape, from / to] : from < to ? tensor.shape.slice(0, -1) : tensor.shape;
  const result = blankTensor(dtype, shape);
  const [source, target] = [tensorBytes(tensor), tensorBytes(result)];
  if (from % 8 === 0 && to % 8 === 0) {
    target.set(source);
    return result;
  }
  const [sourceWidth, targetWidth] = [dtypeFacts(tensor.dtype).bytes, dtypeFacts(dtype).bytes];
  const bits = (source.length / sourceWidth) * from;
  for (let bit = 0; bit < bits; bit++) {
    const [at, offset] = [Math.floor(bit / from), bit % from];
    if ((((source[at * sourceWidth + (offset >> 3)] ?? 0) >> (offset & 7)) & 1) === 0) continue;
    const [place, within] = [Math.floor(bit / to), bit % to];
    const byte = place * targetWidth + (within >> 3);
    target[byte] = (target[byte] ?? 0) | (1 << (within & 7));
  }
  if (dtypeFacts(dtype).kind === "signed" && to < 8) signExtend(target, to);
  return result;
}

/** Sub-byte signed integers are held sign-extended. */
function signExtend(bytes: Uint8Array, bits: number): void {
  for (let at = 0; at < bytes.length; at++) bytes[at] = ((bytes[at] ?? 0) << (32 - bits)) >> (32 - bits);
}
