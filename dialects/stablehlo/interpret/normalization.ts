/** What the batch normalizations mean: the formulas of the specification, each step rounded to the element type as its ops would. */

import { broadcastTo } from "../../../src/interpret/copy.ts";
import type { BinaryKernel } from "../../../src/interpret/elementwise.ts";
import { mapBinary, mapUnary } from "../../../src/interpret/elementwise.ts";
import { reduceTensor } from "../../../src/interpret/reduce.ts";
import { general, meaningOf, type Outcome } from "../../../src/interpret/semantics.ts";
import { invariant } from "../../../src/support/invariant.ts";
import type { Shape } from "../../../src/tensor/shape.ts";
import { scalar, type Tensor } from "../../../src/tensor/tensor.ts";
import * as n from "../ops/normalization.ts";
import { binaryKernels, unaryKernels } from "./kernels.ts";
import { chargeFor, tensorIn } from "./values.ts";

function apply(kernel: BinaryKernel, a: Tensor, b: Tensor): Tensor {
  const result = mapBinary(a, b, kernel);
  invariant(result !== undefined, "float arithmetic");
  return result;
}
const add = (a: Tensor, b: Tensor): Tensor => apply(binaryKernels.add, a, b);
const subtract = (a: Tensor, b: Tensor): Tensor => apply(binaryKernels.subtract, a, b);
const multiply = (a: Tensor, b: Tensor): Tensor => apply(binaryKernels.multiply, a, b);
const divide = (a: Tensor, b: Tensor): Tensor => apply(binaryKernels.divide, a, b);
function squareRoot(a: Tensor): Tensor {
  const result = mapUnary(a, unaryKernels.sqrt);
  invariant(result !== undefined, "float arithmetic");
  return result;
}

/** The feature-wise values along dimension `index` of `shape`. */
const spread = (features: Tensor, shape: Shape, index: number): Tensor => broadcastTo(features, shape, [index]);
const like = (value: number, tensor: Tensor): Tensor => broadcastTo(scalar(tensor.dtype, value), tensor.shape, []);

/** Sums over all dimensions but the feature's. */
function sumFeatures(tensor: Tensor, index: number): Tensor {
  const dimensions = tensor.shape.flatMap((_, at) => (at === index ? [] : [at]));
  const result = reduceTensor(tensor, scalar(tensor.dtype, 0), dimensions, binaryKernels.add);
  invariant(result !== undefined, "float arithmetic");
  return result;
}
const countFor = (shape: Shape, index: number): number =>
  shape.reduce((count, extent, at) => (at === index ? count : count * extent), 1);

interface Statistics {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

function statisticsOf(operand: Tensor, index: number): Statistics {
  const total = sumFeatures(operand, index);
  const count = like(countFor(operand.shape, index), total);
  const mean = divide(total, count);
  const centered = subtract(operand, spread(mean, operand.shape, index));
  return { mean, variance: divide(sumFeatures(multiply(centered, centered), index), count) };
}

function normalize(
  operand: Tensor,
  scale: Tensor,
  offset: Tensor,
  { mean, variance }: Statistics,
  epsilon: number,
  index: number,
): Tensor {
  const { shape } = operand;
  const deviation = squareRoot(add(spread(variance, shape, index), like(epsilon, operand)));
  const normal = divide(subtract(operand, spread(mean, shape, index)), deviation);
  return add(multiply(spread(scale, shape, index), normal), spread(offset, shape, index));
}

function gradients(
  operand: Tensor,
  scale: Tensor,
  { mean, variance }: Statistics,
  gradient: Tensor,
  epsilon: number,
  index: number,
): Outcome {
  const { shape } = operand;
  const wide = (features: Tensor): Tensor => spread(features, shape, index);
  const shifted = add(variance, like(epsilon, variance));
  const centered = subtract(operand, wide(mean));
  const deviation = squareRoot(wide(shifted));
  const count = like(countFor(shape, index), operand);
  const sum = sumFeatures(gradient, index);
  const product = sumFeatures(multiply(gradient, centered), index);
  const i1 = multiply(gradient, count);
  const i2 = wide(sum);
  const i3 = wide(product);
  const i4 = multiply(i3, centered);
  const i5 = divide(i4, wide(shifted));
  const i6 = subtract(subtract(i1, i2), i5);
  const gradOperand = multiply(divide(divide(wide(scale), deviation), count), i6);
  const gradScale = sumFeatures(multiply(gradient, divide(centered, deviation)), index);
  return [gradOperand, gradScale, sum];
}

export const normalizationMeanings = [
  meaningOf(n.batchNormInference, (op) => {
    const { epsilon, feature_index: index } = op;
    return general(([operand, scale, offset, mean, variance], frame) => {
      const tensor = tensorIn(operand);
      const statistics = { mean: tensorIn(mean), variance: tensorIn(variance) };
      return (
        chargeFor(frame, tensor.shape) ?? [
          normalize(tensor, tensorIn(scale), tensorIn(offset), statistics, epsilon, index),
        ]
      );
    });
  }),
  meaningOf(n.batchNormTraining, (op) => {
    const { epsilon, feature_index: index } = op;
    return general(([operand, scale, offset], frame) => {
      const tensor = tensorIn(operand);
      const stop = chargeFor(frame, tensor.shape);
      if (stop !== undefined) return stop;
      const statistics = statisticsOf(tensor, index);
      const output = normalize(tensor, tensorIn(scale), tensorIn(offset), statistics, epsilon, index);
      return [output, statistics.mean, statistics.variance];
    });
  }),
  meaningOf(n.batchNormGrad, (op) => {
    const { epsilon, feature_index: index } = op;
    return general(([operand, scale, mean, variance, gradient], frame) => {
      const tensor = tensorIn(operand);
      const statistics = { mean: tensorIn(mean), variance: tensorIn(variance) };
      return (
        chargeFor(frame, tensor.shape) ??
        gradients(tensor, tensorIn(scale), statistics, tensorIn(gradient), epsilon, index)
      );
    });
  }),
];
