/** Batch normalization. */

import type { AttributeConstraint } from "../../../src/definition/attribute-constraint.ts";
import { defineOp } from "../../../src/definition/operation.ts";
import {
  type Attribute,
  DYNAMIC,
  type FloatAttribute,
  f32,
  type TensorType,
  tensorType,
} from "../../../src/ir/attribute.ts";
import { floatAttribute } from "../../../src/ir/float.ts";
import { invariant } from "../../../src/support/invariant.ts";
import { NonNegativeI64 } from "../attributes.ts";
import * as c from "../constraints.ts";
import {
  asTensor,
  compatibleExtents,
  compatibleShapes,
  extentText,
  numberOf,
  type Problem,
  problem,
  rule,
  speculatableIfStatic,
} from "../rules.ts";

const isF32 = (attribute: Attribute): attribute is FloatAttribute =>
  attribute.kind === "float" && attribute.type === f32;
const F32Attr: AttributeConstraint<number> = {
  summary: "32-bit float attribute",
  accepts: isF32,
  decode: (attribute) => {
    invariant(isF32(attribute), "expected a 32-bit float attribute");
    return attribute.value;
  },
  encode: (value) => floatAttribute(value, f32),
  valueType: f32,
};

/** Operands of the full shape, and those with one element a feature. */
function checkBatchNorm(
  op: string,
  full: readonly TensorType[],
  features: readonly TensorType[],
  index: number,
): Problem | undefined {
  const [operand] = full;
  const [feature] = features;
  if (operand === undefined || feature === undefined) return undefined;
  if (!full.every(({ shape }) => compatibleShapes(shape, operand.shape)))
    return problem(`${op}_c3`, "expects multi-dimensional operands to have compatible shapes.");
  if (!features.every(({ shape }) => compatibleShapes(shape, feature.shape)))
    return problem(`${op}_c4`, "expects single-dimensional operands to have compatible shapes.");
  if (index >= operand.shape.length)
    return problem(
      `${op}_c1`,
      `expects featureIndex to be smaller than the rank of multi-dimensional operands; got featureIndex ${index}, and rank ${operand.shape.length}.`,
    );
  const [count, size] = [operand.shape[index] ?? DYNAMIC, feature.shape[0] ?? DYNAMIC];
  if (compatibleExtents(count, size)) return undefined;
  return problem(
    `${op}_c5`,
    `expects the size of single-dimensional operands to be compatible with feature count, but the size of single-dimensional operands is ${extentText(size)} and the feature count is ${extentText(count)}.`,
  );
}

/** (operand - mean) / sqrt(variance + epsilon) * scale + offset, by feature. Source: StableHLO spec, "batch_norm_inference". */
export const batchNormInference = defineOp({
  name: "stablehlo.batch_norm_inference",
  summary: "normalizes with known mean and variance",
  operands: {
    operand: c.FpOrQuantizedTensor,
    scale: c.Vector1OfFloat,
    offset: c.Vector1OfFloat,
    mean: c.Vector1OfFloat,
    variance: c.Vector1OfFloat,
  },
  results: { result: c.FpOrQuantizedTensor },
  attributes: { epsilon: F32Attr, feature_index: NonNegativeI64 },
  traits: ["NoMemoryEffect"],
  ...rule(({ operandTypes, properties }) => {
    const [operand, ...features] = operandTypes.map(asTensor);
    const index = numberOf(properties, "feature_index");
    if (operand === undefined) return { types: [] };
    return checkBatchNorm("batch_norm_inference", [operand], features, index) ?? { types: [operand] };
  }),
  supplies: [speculatableIfStatic],
  example:
    '%5 = "stablehlo.batch_norm_inference"(%0, %1, %2, %3, %4) <{epsilon = 0.000000e+00 : f32, feature_index = 2 : i64}> : (tensor<2x2x2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>) -> tensor<2x2x2xf64>',
});

/** Source: StableHLO spec, "batch_norm_training". */
export const batchNormTraining = defineOp({
  name: "stablehlo.batch_norm_training",
  summary: "normalizes with the batch's own mean and variance, and gives these",
  operands: { operand: c.FpOrQuantizedTensor, scale: c.Vector1OfFloat, offset: c.Vector1OfFloat },
  results: { output: c.FpOrQuantizedTensor, batch_mean: c.Vector1OfFloat, batch_var: c.Vector1OfFloat },
  attributes: { epsilon: F32Attr, feature_index: NonNegativeI64 },
  traits: ["NoMemoryEffect"],
  ...rule(({ operandTypes, properties }) => {
    const [operand, ...features] = operandTypes.map(asTensor);
    const index = numberOf(properties, "feature_index");
    if (operand === undefined) return { types: [] };
    const feature = tensorType([operand.shape[index] ?? DYNAMIC], operand.elementType);
    return checkBatchNorm("batch_norm_training", [operand], features, index) ?? { types: [operand, feature, feature] };
  }),
  supplies: [speculatableIfStatic],
  example:
    '%3:3 = "stablehlo.batch_norm_training"(%0, %1, %2) <{epsilon = 0.000000e+00 : f32, feature_index = 2 : i64}> : (tensor<2x2x2xf64>, tensor<2xf64>, tensor<2xf64>) -> (tensor<2x2x2xf64>, tensor<2xf64>, tensor<2xf64>)',
});

/** Source: StableHLO spec, "batch_norm_grad". */
export const batchNormGrad = defineOp({
  name: "stablehlo.batch_norm_grad",
  summary: "gradients of batch_norm_training",
  operands: {
    operand: c.FpOrQuantizedTensor,
    scale: c.Vector1OfFloat,
    mean: c.Vector1OfFloat,
    variance: c.Vector1OfFloat,
    grad_output: c.FpOrQuantizedTensor,
  },
  results: { grad_operand: c.FpOrQuantizedTensor, grad_scale: c.Vector1OfFloat, grad_offset: c.Vector1OfFloat },
  attributes: { epsilon: F32Attr, feature_index: NonNegativeI64 },
  traits: ["NoMemoryEffect"],
  ...rule(({ operandTypes, properties }) => {
    const [operand, scale, mean, variance, gradient] = operandTypes.map(asTensor);
    const index = numberOf(properties, "feature_index");
    if (operand === undefined || scale === undefined || mean === undefined) return { types: [] };
    if (variance === undefined || gradient === undefined) return { types: [] };
    const feature = tensorType([operand.shape[index] ?? DYNAMIC], operand.elementType);
    return (
      checkBatchNorm("batch_norm_grad", [operand, gradient], [scale, mean, variance], index) ?? {
        types: [operand, feature, feature],
      }
    );
  }),
  supplies: [speculatableIfStatic],
  example:
    '%5:3 = "stablehlo.batch_norm_grad"(%0, %1, %2, %3, %4) <{epsilon = 0.000000e+00 : f32, feature_index = 2 : i64}> : (tensor<2x2x2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2x2x2xf64>) -> (tensor<2x2x2xf64>, tensor<2xf64>, tensor<2xf64>)',
});
