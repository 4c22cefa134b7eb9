/** What dot, dot_general and convolution mean: operands are brought into a plain layout, and the result of the loops is brought back. */
import { type ConvolutionSizes, convolve, matrixProduct } from "../../../src/interpret/contract.ts";
import { convertTensor } from "../../../src/interpret/convert.ts";
import { padded, reversed, transposed } from "../../../src/interpret/copy.ts";
import { blankTensor } from "../../../src/interpret/numbers.ts";
import { type Evaluator, type Fault, fault, general, isFault, meaningOf } from "../../../src/interpret/semantics.ts";
import type { DType } from "../../../src/tensor/dtype.ts";
import { knownElementCount, type Shape } from "../../../src/tensor/shape.ts";
import type { Tensor } from "../../../src/tensor/tensor.ts";
import type { ConvDimensionNumbers, DotDimensionNumbers } from "../attributes.ts";
import * as d from "../ops/dot.ts";
import { inferWindow, type WindowAttributes, type WindowDimension, windowedExtent } from "../rules.ts";
import { dtypeIn, integersIn, tensorIn } from "./values.ts";

const product = (extents: readonly number[]): number => extents.reduce((count, extent) => count * extent, 1);
const pick = (shape: Shape, dimensions: readonly number[]): readonly number[] => dimensions.map((at) => shape[at] ?? 1);
function others(shape: Shape, ...taken: readonly (readonly number[])[]): readonly number[] {
  const gone = new Set(taken.flat());
  return shape.flatMap((_, at) => (gone.has(at) ? [] : [at]));
}
function isIdentity(permutation: readonly number[]): boolean {
  return permutation.every((dimension, at) => dimension === at);
}
function arranged(tensor: Tensor, permutation: readonly number[]): Tensor {
  return isIdentity(permutation) ? tensor : transposed(tensor, permutation);
}

function ofDot(dtype: DType, numbersFor: (lhs: Tensor, rhs: Tensor) => DotDimensionNumbers): Evaluator {
  return general(([left, right], frame) => {
    const [lhs, rhs] = [tensorIn(left), tensorIn(right)];
    const numbers = numbersFor(lhs, rhs);
    const { lhsBatching, rhsBatching, lhsContracting, rhsContracting } = numbers;
    const rows = others(lhs.shape, lhsBatching, lhsContracting);
    const columns = others(rhs.shape, rhsBatching, rhsContracting);
    const shape = [...pick(lhs.shape, lhsBatching), ...pick(lhs.shape, rows), ...pick(rhs.shape, columns)];
    const sizes = {
      batch: product(pick(lhs.shape, lhsBatching)),
      m: product(pick(lhs.shape, rows)),
      k: product(pick(lhs.shape, lhsContracting)),
      n: product(pick(rhs.shape, columns)),
    };
    const stop = frame.charge(sizes.batch * sizes.m * sizes.n * sizes.k) ?? frame.reserve(dtype, shape);
    if (stop !== undefined) return stop;
    const a = arranged(lhs, [...lhsBatching, ...rows, ...lhsContracting]);
    const b = arranged(rhs, [...rhsBatching, ...rhsContracting, ...columns]);
    return [matrixProduct(a, b, sizes, dtype, shape)];
  });
}

/** What a convolution's attributes come to. */
interface ConvolutionSpec {
  readonly numbers: ConvDimensionNumbers;
  readonly window: WindowAttributes;
  readonly featureGroups: number;
  readonly batchGroups: number;
  readonly dtype: DType;
}

const LABELS = { sizes: ["", "", "", "", ""], values: ["", "", "", ""] } as const;

function convolution(lhs: Tensor, rhs: Tensor, spec: ConvolutionSpec): Tensor | Fault {
  const { numbers, dtype } = spec;
  const taps = pick(rhs.shape, numbers.kernelSpatial);
  const window = inferWindow(taps, spec.window, LABELS);
  if ("problem" in window) return fault("window", window.problem);
  // Products with padding are products with zero, and not left out: zero times infinity is NaN.
  const plain = arranged(lhs, [numbers.inputBatch, ...numbers.inputSpatial, numbers.inputFeature]);
  const input = padInput(convertTensor(plain, dtype), window);
  const turned = window.flatMap(({ reversed: isReversed }, at) => (isReversed ? [at] : []));
  const straight = arranged(rhs, [...numbers.kernelSpatial, numbers.kernelInputFeature, numbers.kernelOutputFeature]);
  const kernel = turned.length === 0 ? straight : reversed(straight, turned);
  const output = window.map((along, at) => windowedExtent(lhs.shape[numbers.inputSpatial[at] ?? 0] ?? 0, along));
  const outputFeatures = rhs.shape[numbers.kernelOutputFeature] ?? 0;
  const batch = lhs.shape[numbers.inputBatch] ?? 0;
  const sizes: ConvolutionSizes = {
    batch,
    input: input.shape.slice(1, -1),
    output,
    window: taps,
    strides: window.map(({ stride }) => stride),
    dilations: window.map(({ windowDilation }) => windowDilation),
    inputFeatures: lhs.shape[numbers.inputFeature] ?? 0,
    outputFeatures,
    featureGroups: spec.featureGroups,
    batchGroups: spec.batchGroups,
  };
  const made = convolve(input, kernel, sizes, dtype, [batch / spec.batchGroups, ...output, outputFeatures]);
  const places = [numbers.outputBatch, ...numbers.outputSpatial, numbers.outputFeature];
  return arranged(
    made,
    places.map((_, at) => places.indexOf(at)),
  );
}

/** [batch, spatial..., feature] with the window's padding and dilation. */
function padInput(input: Tensor, window: readonly WindowDimension[]): Tensor {
  if (window.every(({ low, high, baseDilation }) => low === 0 && high === 0 && baseDilation === 1)) return input;
  return padded(
    input,
    blankTensor(input.dtype, []),
    [0, ...window.map(({ low }) => low), 0],
    [0, ...window.map(({ high }) => high), 0],
    [0, ...window.map(({ baseDilation }) => baseDilation - 1), 0],
  );
}

/** Multiplications that a convolution does, holes and padding included. */
function convolutionWork(lhs: Tensor, rhs: Tensor, { numbers, window, batchGroups }: ConvolutionSpec): number {
  const taps = pick(rhs.shape, numbers.kernelSpatial);
  const along = inferWindow(taps, window, LABELS);
  if ("problem" in along) return 0;
  const output = product(along.map((one, at) => windowedExtent(lhs.shape[numbers.inputSpatial[at] ?? 0] ?? 0, one)));
  return ((lhs.shape[numbers.inputBatch] ?? 0) / batchGroups) * output * knownElementCount(rhs.shape);
}

export const contractionMeanings = [
  meaningOf(d.dotGeneral, (op) => {
    const dtype = dtypeIn(op.result.type);
    const numbers = op.dot_dimension_numbers;
    return isFault(dtype) ? dtype : ofDot(dtype, () => numbers);
  }),
  meaningOf(d.dot, (op) => {
    const dtype = dtypeIn(op.result.type);
    if (isFault(dtype)) return dtype;
    return ofDot(dtype, (lhs) => ({
      lhsBatching: [],
      rhsBatching: [],
      lhsContracting: [lhs.shape.length - 1],
      rhsContracting: [0],
    }));
  }),
  meaningOf(d.convolution, (op) => {
    const dtype = dtypeIn(op.result.type);
    if (isFault(dtype)) return dtype;
    const spec: ConvolutionSpec = {
      numbers: op.dimension_numbers,
      window: {
        strides: op.window_strides,
        padding: op.padding,
        baseDilations: op.lhs_dilation,
        windowDilations: op.rhs_dilation,
        reversal: op.window_reversal,
      },
      featureGroups: op.feature_group_count,
      batchGroups: op.batch_group_count,
      dtype,
    };
    return general(([left, right], frame) => {
      const [lhs, rhs] = [tensorIn(left), tensorIn(right)];
      const stop = frame.charge(convolutionWork(lhs, rhs, spec));
      if (stop !== undefined) return stop;
      const result = convolution(lhs, rhs, spec);
      return isFault(result) ? result : [result];
    });
  }),
  meaningOf(d.dynamicConv, (op) => {
    const dtype = dtypeIn(op.result.type);
    if (isFault(dtype)) return dtype;
    return general(([left, right, amounts], frame) => {
      const [lhs, rhs] = [tensorIn(left), tensorIn(right)];
      const flat = integersIn(amounts);
      const spec: ConvolutionSpec = {
        numbers: op.dimension_numbers,
        window: {
          strides: op.window_strides,
          padding: op.dimension_numbers.inputSpatial.map((_, at) => [flat[2 * at] ?? 0, flat[2 * at + 1] ?? 0]),
          baseDilations: op.lhs_dilation,
          windowDilations: op.rhs_dilation,
          reversal: op.window_reversal,
        },
        featureGroups: op.feature_group_count,
        batchGroups: op.batch_group_count,
        dtype,
      };
      const stop = frame.charge(convolutionWork(lhs, rhs, spec));
      if (stop !== undefined) return stop;
      const result = convolution(lhs, rhs, spec);
      return isFault(result) ? result : [result];
    });
  }),
];
