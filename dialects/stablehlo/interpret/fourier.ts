/** What fft means: the discrete Fourier transform by its definition, in doubles, along each of the last dimensions. */
import { numbersOf, tensorFromWork, workArray } from "../../../src/interpret/numbers.ts";
import { general, isFault, meaningOf } from "../../../src/interpret/semantics.ts";
import type { DType } from "../../../src/tensor/dtype.ts";
import { isComplex } from "../../../src/tensor/dtype.ts";
import { knownElementCount, type Shape } from "../../../src/tensor/shape.ts";
import type { Tensor } from "../../../src/tensor/tensor.ts";
import { fft } from "../ops/other.ts";
import { dtypeIn, tensorIn } from "./values.ts";

/** Pairs in doubles under a shape. */
interface Signal {
  readonly shape: Shape;
  readonly pairs: Float64Array;
}

function signalOf(tensor: Tensor): Signal {
  const values = numbersOf(tensor);
  if (isComplex(tensor.dtype)) return { shape: tensor.shape, pairs: Float64Array.from(values) };
  const pairs = new Float64Array(2 * values.length);
  for (let at = 0; at < values.length; at++) pairs[2 * at] = values[at] ?? 0;
  return { shape: tensor.shape, pairs };
}

/** Transforms along dimension `along`; `sign` is -1 forwards and 1 backwards, where the result is divided by the length. */
function transform({ shape, pairs }: Signal, along: number, sign: 1 | -1): Signal {
  const length = shape[along] ?? 1;
  const stride = shape.slice(along + 1).reduce((count, extent) => count * extent, 1);
  const cosines = Float64Array.from({ length }, (_, at) => Math.cos((2 * Math.PI * at) / length));
  const sines = Float64Array.from({ length }, (_, at) => sign * Math.sin((2 * Math.PI * at) / length));
  const out = new Float64Array(pairs.length);
  const scale = sign === 1 ? 1 / length : 1;
  for (let first = 0; first < pairs.length / 2; first++) {
    if (Math.floor(first / stride) % length !== 0) continue;
    for (let k = 0; k < length; k++) {
      let re = 0;
      let im = 0;
      for (let j = 0; j < length; j++) {
        const at = 2 * (first + j * stride);
        const turn = (j * k) % length;
        const [x, y, c, s] = [pairs[at] ?? 0, pairs[at + 1] ?? 0, cosines[turn] ?? 0, sines[turn] ?? 0];
        re += x * c - y * s;
        im += x * s + y * c;
      }
      out[2 * (first + k * stride)] = re * scale;
      out[2 * (first + k * stride) + 1] = im * scale;
    }
  }
  return { shape, pairs: out };
}

/** The innermost dimension cut or completed to `extent`; what is missing is the mirror image, conjugated, of a real signal's spectrum. */
function resized({ shape, pairs }: Signal, extent: number): Signal {
  const own = shape[shape.length - 1] ?? 1;
  const rows = pairs.length / 2 / Math.max(1, own);
  const out = new Float64Array(2 * rows * extent);
  for (let row = 0; row < rows; row++)
    for (let at = 0; at < extent; at++) {
      const mirrored = at >= own;
      const from = 2 * (row * own + (mirrored ? extent - at : at));
      out[2 * (row * extent + at)] = pairs[from] ?? 0;
      out[2 * (row * extent + at) + 1] = mirrored ? -(pairs[from + 1] ?? 0) : (pairs[from + 1] ?? 0);
    }
  return { shape: [...shape.slice(0, -1), extent], pairs: out };
}

function tensorOfSignal({ shape, pairs }: Signal, dtype: DType): Tensor {
  const out = workArray(dtype, isComplex(dtype) ? pairs.length : pairs.length / 2);
  const step = isComplex(dtype) ? 1 : 2;
  for (let at = 0; at < out.length; at++) out[at] = pairs[at * step] ?? 0;
  return tensorFromWork(dtype, shape, out);
}

function fourier(tensor: Tensor, type: string, lengths: readonly number[], dtype: DType): Tensor {
  let signal = signalOf(tensor);
  const rank = tensor.shape.length;
  const first = rank - lengths.length;
  const backwards = type === "IFFT" || type === "IRFFT";
  const last = lengths[lengths.length - 1] ?? 1;
  // The outer dimensions first when going back: only then is the spectrum of each row that of a real signal.
  for (let along = first; along < rank - (type === "IRFFT" ? 1 : 0); along++)
    signal = transform(signal, along, backwards ? 1 : -1);
  if (type === "IRFFT") signal = transform(resized(signal, last), rank - 1, 1);
  if (type === "RFFT") signal = cut(signal, Math.floor(last / 2) + 1);
  return tensorOfSignal(signal, dtype);
}

function cut({ shape, pairs }: Signal, extent: number): Signal {
  const own = shape[shape.length - 1] ?? 1;
  const rows = pairs.length / 2 / Math.max(1, own);
  const out = new Float64Array(2 * rows * extent);
  for (let row = 0; row < rows; row++)
    out.set(pairs.subarray(2 * row * own, 2 * (row * own + extent)), 2 * row * extent);
  return { shape: [...shape.slice(0, -1), extent], pairs: out };
}

export const fourierMeanings = [
  meaningOf(fft, (op) => {
    const dtype = dtypeIn(op.result.type);
    if (isFault(dtype)) return dtype;
    const { fft_type: type, fft_length: lengths } = op;
    return general(([operand], frame) => {
      const tensor = tensorIn(operand);
      const longest = Math.max(1, ...lengths);
      const stop = frame.charge(knownElementCount(tensor.shape) * longest * lengths.length * 8);
      return stop ?? [fourier(tensor, type, lengths, dtype)];
    });
  }),
];
