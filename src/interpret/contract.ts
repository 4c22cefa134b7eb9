/**
 * Sums of products. The rule that everything else is held against: products are rounded to the result's type, and added to a sum of that
 * type one after another, starting from zero, in row-major order of the contracted dimensions (for convolutions: of the window's spatial
 * dimensions, then the input features). Integers wrap, booleans are `and` and `or`. The loops are ordered so that neighbouring results
 * are computed together, which changes no result.
 * Hot: bench/interpret.ts, "dot" and "convolution".
 */
import type { DType } from "../tensor/dtype.ts";
import { dtypeFacts, isBigInt, isComplex } from "../tensor/dtype.ts";
import { knownElementCount, type Shape } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { convertTensor } from "./convert.ts";
import { type BigArray, bigsOf, type NumberArray, numbersOf, rounding, tensorFromWork, workArray } from "./numbers.ts";

/** Adds `x[xs] * w[ws + j]` to `out[o + j]` for `j` below `count`. */
export type Axpy<A> = (out: A, o: number, x: A, xs: number, w: A, ws: number, count: number) => void;
/** Adds `x[xs + j] * w[ws + j]` to `out[o + j]`. */
export type Multiply<A> = Axpy<A>;
/** Adds the `x[xs + k] * w[ws + k * stride]`, in order, to `out[o]`. */
export type Dot<A> = (out: A, o: number, x: A, xs: number, w: A, ws: number, stride: number, count: number) => void;

/** How one class of element types is multiplied and added. */
export interface Arithmetic<A> {
  readonly axpy: Axpy<A>;
  readonly multiply: Multiply<A>;
  readonly dot: Dot<A>;
}

const float32: Arithmetic<NumberArray> = {
  axpy: (out, o, x, xs, w, ws, count) => {
    if (!(out instanceof Float32Array && x instanceof Float32Array && w instanceof Float32Array)) return;
    const factor = x[xs] ?? 0;
    for (let j = 0; j < count; j++) out[o + j] = (out[o + j] ?? 0) + Math.fround(factor * (w[ws + j] ?? 0));
  },
  multiply: (out, o, x, xs, w, ws, count) => {
    if (!(out instanceof Float32Array && x instanceof Float32Array && w instanceof Float32Array)) return;
    for (let j = 0; j < count; j++) out[o + j] = (out[o + j] ?? 0) + Math.fround((x[xs + j] ?? 0) * (w[ws + j] ?? 0));
  },
  dot: (out, o, x, xs, w, ws, stride, count) => {
    if (!(out instanceof Float32Array && x instanceof Float32Array && w instanceof Float32Array)) return;
    let sum = out[o] ?? 0;
    for (let k = 0; k < count; k++) sum = Math.fround(sum + Math.fround((x[xs + k] ?? 0) * (w[ws + k * stride] ?? 0)));
    out[o] = sum;
  },
};

function floats(round: (value: number) => number): Arithmetic<NumberArray> {
  return {
    axpy: (out, o, x, xs, w, ws, count) => {
      const factor = x[xs] ?? 0;
      for (let j = 0; j < count; j++) out[o + j] = round((out[o + j] ?? 0) + round(factor * (w[ws + j] ?? 0)));
    },
    multiply: (out, o, x, xs, w, ws, count) => {
      for (let j = 0; j < count; j++)
        out[o + j] = round((out[o + j] ?? 0) + round((x[xs + j] ?? 0) * (w[ws + j] ?? 0)));
    },
    dot: (out, o, x, xs, w, ws, stride, count) => {
      let sum = out[o] ?? 0;
      for (let k = 0; k < count; k++) sum = round(sum + round((x[xs + k] ?? 0) * (w[ws + k * stride] ?? 0)));
      out[o] = sum;
    },
  };
}

const float64 = floats((value) => value);

/** Modulo 2^32, of which narrower types keep the low bits. */
const integers: Arithmetic<NumberArray> = {
  axpy: (out, o, x, xs, w, ws, count) => {
    const factor = x[xs] ?? 0;
    for (let j = 0; j < count; j++) out[o + j] = ((out[o + j] ?? 0) + Math.imul(factor, w[ws + j] ?? 0)) | 0;
  },
  multiply: (out, o, x, xs, w, ws, count) => {
    for (let j = 0; j < count; j++) out[o + j] = ((out[o + j] ?? 0) + Math.imul(x[xs + j] ?? 0, w[ws + j] ?? 0)) | 0;
  },
  dot: (out, o, x, xs, w, ws, stride, count) => {
    let sum = out[o] ?? 0;
    for (let k = 0; k < count; k++) sum = (sum + Math.imul(x[xs + k] ?? 0, w[ws + k * stride] ?? 0)) | 0;
    out[o] = sum;
  },
};

const booleans: Arithmetic<NumberArray> = {
  axpy: (out, o, x, xs, w, ws, count) => {
    const factor = x[xs] ?? 0;
    for (let j = 0; j < count; j++) out[o + j] = (out[o + j] ?? 0) | (factor & (w[ws + j] ?? 0));
  },
  multiply: (out, o, x, xs, w, ws, count) => {
    for (let j = 0; j < count; j++) out[o + j] = (out[o + j] ?? 0) | ((x[xs + j] ?? 0) & (w[ws + j] ?? 0));
  },
  dot: (out, o, x, xs, w, ws, stride, count) => {
    let any = out[o] ?? 0;
    for (let k = 0; k < count; k++) any |= (x[xs + k] ?? 0) & (w[ws + k * stride] ?? 0);
    out[o] = any;
  },
};

/** Typed arrays of 64-bit integers wrap what is stored in them. */
const bigs: Arithmetic<BigArray> = {
  axpy: (out, o, x, xs, w, ws, count) => {
    const factor = x[xs] ?? 0n;
    for (let j = 0; j < count; j++) out[o + j] = (out[o + j] ?? 0n) + factor * (w[ws + j] ?? 0n);
  },
  multiply: (out, o, x, xs, w, ws, count) => {
    for (let j = 0; j < count; j++) out[o + j] = (out[o + j] ?? 0n) + (x[xs + j] ?? 0n) * (w[ws + j] ?? 0n);
  },
  dot: (out, o, x, xs, w, ws, stride, count) => {
    for (let k = 0; k < count; k++) out[o] = (out[o] ?? 0n) + (x[xs + k] ?? 0n) * (w[ws + k * stride] ?? 0n);
  },
};

/** Complex numbers: indices count numbers, each a pair in the array. */
const complexes: Arithmetic<NumberArray> = {
  axpy: (out, o, x, xs, w, ws, count) => {
    for (let j = 0; j < count; j++) addComplexProduct(out, o + j, x, xs, w, ws + j);
  },
  multiply: (out, o, x, xs, w, ws, count) => {
    for (let j = 0; j < count; j++) addComplexProduct(out, o + j, x, xs + j, w, ws + j);
  },
  dot: (out, o, x, xs, w, ws, stride, count) => {
    for (let k = 0; k < count; k++) addComplexProduct(out, o, x, xs + k, w, ws + k * stride);
  },
};

function addComplexProduct(out: NumberArray, o: number, x: NumberArray, xs: number, w: NumberArray, ws: number): void {
  const round = out instanceof Float32Array ? Math.fround : identity;
  const [a, b] = [x[2 * xs] ?? 0, x[2 * xs + 1] ?? 0];
  const [c, d] = [w[2 * ws] ?? 0, w[2 * ws + 1] ?? 0];
  out[2 * o] = (out[2 * o] ?? 0) + round(round(a * c) - round(b * d));
  out[2 * o + 1] = (out[2 * o + 1] ?? 0) + round(round(a * d) + round(b * c));
}
function identity(value: number): number {
  return value;
}

function arithmeticOf(dtype: DType): Arithmetic<NumberArray> {
  if (isComplex(dtype)) return complexes;
  switch (dtypeFacts(dtype).kind) {
    case "boolean":
      return booleans;
    case "float": {
      if (dtype === "f32") return float32;
      const round = rounding(dtype);
      return round === undefined ? float64 : floats(round);
    }
    default:
      return integers;
  }
}

/** Runs a contraction on the arrays of two tensors, which become of the result's type first. */
function contract(
  left: Tensor,
  right: Tensor,
  dtype: DType,
  shape: Shape,
  run: <A>(arithmetic: Arithmetic<A>, x: A, w: A, out: A) => void,
): Tensor {
  const [x, w] = [convertTensor(left, dtype), convertTensor(right, dtype)];
  const count = knownElementCount(shape);
  if (isBigInt(dtype)) {
    const out = dtype === "ui64" ? new BigUint64Array(count) : new BigInt64Array(count);
    run(bigs, bigsOf(x), bigsOf(w), out);
    return { dtype, shape, data: out };
  }
  // Narrow integers are summed modulo 2^32 and cut at the end; complex numbers take two slots.
  const { kind, bits } = dtypeFacts(dtype);
  const narrow = (kind === "signed" || kind === "unsigned") && bits < 32;
  const out = narrow ? new Int32Array(count) : workArray(dtype, isComplex(dtype) ? 2 * count : count);
  run(arithmeticOf(dtype), numbersOf(x), numbersOf(w), out);
  if (!narrow) return tensorFromWork(dtype, shape, out);
  const cut = workArray(dtype, count);
  for (let at = 0; at < count; at++) cut[at] = out[at] ?? 0;
  return tensorFromWork(dtype, shape, cut);
}

/** From this many columns on, a row of results is computed together. */
const MIN_ROW = 4;

/** [batch, m, k] times [batch, k, n], row-major, into elements of `dtype` under `shape` (batch * m * n elements). */
export function matrixProduct(
  left: Tensor,
  right: Tensor,
  sizes: { readonly batch: number; readonly m: number; readonly k: number; readonly n: number },
  dtype: DType,
  shape: Shape,
): Tensor {
  const { batch, m, k, n } = sizes;
  return contract(left, right, dtype, shape, ({ axpy, dot }, x, w, out) => {
    for (let b = 0; b < batch; b++)
      for (let i = 0; i < m; i++) {
        const row = (b * m + i) * k;
        const target = (b * m + i) * n;
        const columns = b * k * n;
        if (n >= MIN_ROW) for (let at = 0; at < k; at++) axpy(out, target, x, row + at, w, columns + at * n, n);
        else for (let j = 0; j < n; j++) dot(out, target + j, x, row, w, columns + j, n, k);
      }
  });
}

/** A convolution over an input that is already padded and dilated, with a kernel that is already reversed where it has to be. */
export interface ConvolutionSizes {
  readonly batch: number;
  /** Extents of the padded input and of the output, without batch and features. */
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly window: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Features of the whole input and output. */
  readonly inputFeatures: number;
  readonly outputFeatures: number;
  readonly featureGroups: number;
  readonly batchGroups: number;
}

/** Input [batch, spatial..., features], kernel [window..., input features / groups, output features]; gives [batch, spatial..., features]. */
export function convolve(input: Tensor, kernel: Tensor, sizes: ConvolutionSizes, dtype: DType, shape: Shape): Tensor {
  const { featureGroups, batchGroups } = sizes;
  const groups = featureGroups * batchGroups;
  const perGroup = sizes.inputFeatures / featureGroups;
  const outPerGroup = sizes.outputFeatures / groups;
  const batch = sizes.batch / batchGroups;
  const places = placesOf(sizes);
  const inputPlaces = sizes.input.reduce((count, extent) => count * extent, 1);
  const isDepthwise = perGroup === 1 && outPerGroup === 1 && batchGroups === 1;
  return contract(input, kernel, dtype, shape, ({ axpy, multiply, dot }, x, w, out) => {
    for (let b = 0; b < batch; b++)
      for (let place = 0; place < places.output.length; place++) {
        const target = (b * places.output.length + place) * sizes.outputFeatures;
        for (let tap = 0; tap < places.window.length; tap++) {
          const at = (places.output[place] ?? 0) + (places.window[tap] ?? 0);
          const weights = tap * perGroup * sizes.outputFeatures;
          if (isDepthwise) {
            multiply(out, target, x, (b * inputPlaces + at) * groups, w, weights, groups);
            continue;
          }
          for (let group = 0; group < groups; group++) {
            const image = batchGroups > 1 ? b + group * batch : b;
            const features =
              (image * inputPlaces + at) * sizes.inputFeatures + (batchGroups > 1 ? 0 : group * perGroup);
            const first = group * outPerGroup;
            if (outPerGroup >= MIN_ROW)
              for (let c = 0; c < perGroup; c++)
                axpy(out, target + first, x, features + c, w, weights + c * sizes.outputFeatures + first, outPerGroup);
            else
              for (let o = first; o < first + outPerGroup; o++)
                dot(out, target + o, x, features, w, weights + o, sizes.outputFeatures, perGroup);
          }
        }
      }
  });
}

/** Where each output place starts in the padded input, and how far each place of the window is from there; in places, row-major. */
function placesOf(sizes: ConvolutionSizes): { readonly output: Int32Array; readonly window: Int32Array } {
  const strides = sizes.input.map((_, d) => sizes.input.slice(d + 1).reduce((count, extent) => count * extent, 1));
  const walk = (extents: readonly number[], steps: readonly number[]): Int32Array => {
    const places = new Int32Array(extents.reduce((count, extent) => count * extent, 1));
    for (let at = 0; at < places.length; at++) {
      let rest = at;
      for (let d = extents.length - 1; d >= 0; d--) {
        const extent = extents[d] ?? 1;
        places[at] = (places[at] ?? 0) + (rest % extent) * (steps[d] ?? 1) * (strides[d] ?? 0);
        rest = Math.floor(rest / extent);
      }
    }
    return places;
  };
  return { output: walk(sizes.output, sizes.strides), window: walk(sizes.window, sizes.dilations) };
}
