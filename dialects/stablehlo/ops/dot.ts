/** Contractions: matrix products and convolutions. Over 400 lines: the specification's constraints are written out one by one. */
import { DenseBoolArrayAttr, DenseI64ArrayAttr, StrAttr } from "../../../src/definition/attribute-constraint.ts";
import { defineOp, optionalAttr } from "../../../src/definition/operation.ts";
import { DYNAMIC, type TensorType, type Type, tensorType } from "../../../src/ir/attribute.ts";
import type { OperationHandle } from "../../../src/ir/handle.ts";
import { typeText } from "../../../src/ir/type-text.ts";
import {
  convolutionDimensions,
  dotDimensionNumbers,
  precisionConfig,
  precisionConfigAndAlgorithm,
  windowAttributes,
} from "../assembly.ts";
import {
  type ConvDimensionNumbers,
  ConvDimensionNumbersAttr,
  DotAlgorithmAttr,
  type DotDimensionNumbers,
  DotDimensionNumbersAttr,
  PaddingAttr,
  PositiveI64,
  type Precision,
  PrecisionConfigAttr,
} from "../attributes.ts";
import * as c from "../constraints.ts";
import { isQuantized } from "../constraints.ts";
import {
  asTensor,
  compatibleExtents,
  compatibleShapes,
  extentText,
  findDuplicate,
  hasDuplicates,
  inferWindow,
  inRange,
  type Problem,
  problem,
  speculatableIfStatic,
  type WindowAttributes,
  type WindowDimension,
  type WindowLabels,
  windowedExtent,
} from "../rules.ts";

const shapeOf = (shape: readonly number[]): string => shape.map(extentText).join(", ");

/** What an op with an inferred shape and a result type of its own reports; upstream infers shapes here, not element types. */
function checkShape(label: string, shape: readonly number[], result: Type): Problem | undefined {
  if (compatibleShapes(shape, asTensor(result).shape)) return undefined;
  return problem(
    label,
    `inferred shape '[${shapeOf(shape)}]' is incompatible with return type of operation '${typeText(result)}'`,
  );
}

/** Superseded by dot_general, kept for old programs. */
export const dot = defineOp({
  name: "stablehlo.dot",
  summary: "product of vectors and matrices",
  operands: { lhs: c.AnyHloTensor, rhs: c.TensorOrPerAxis },
  results: { result: c.TensorOrPerAxis },
  attributes: { precision_config: optionalAttr(PrecisionConfigAttr) },
  traits: ["Pure"],
  assembly:
    "$lhs `,` $rhs `` custom<PrecisionConfig>($precision_config) attr-dict `:` functional-type(operands, results)",
  directives: { PrecisionConfig: precisionConfig },
  verify: (op, report) => {
    const [lhs, rhs] = [asTensor(op.lhs.type), asTensor(op.rhs.type)];
    const [m, n] = [lhs.shape.length, rhs.shape.length];
    if (m < 1 || m > 2 || n < 1 || n > 2) return report("expected both lhs/rhs ranks to be either 1 or 2");
    if (!compatibleExtents(lhs.shape[m - 1], rhs.shape[0]))
      return report("contracting dimension sizes must match for lhs/rhs");
    const found = checkShape("dot", [...lhs.shape.slice(0, -1), ...rhs.shape.slice(1)], op.result.type);
    if (found !== undefined) report(found.problem);
  },
  example: "%2 = stablehlo.dot %0, %1 : (tensor<1x2xi32>, tensor<2x1xi32>) -> tensor<1x1xi32>",
});

/**
 * Sums of products along contracting dimensions, one for each combination of the others. The result's dimensions are the batching ones,
 * then the rest of lhs, then the rest of rhs. Source: StableHLO spec, "dot_general".
 */
export const dotGeneral = defineOp({
  name: "stablehlo.dot_general",
  summary: "sums of products along contracting dimensions",
  operands: { lhs: c.AnyHloTensor, rhs: c.TensorOrPerAxis },
  results: { result: c.TensorOrPerAxis },
  attributes: {
    dot_dimension_numbers: DotDimensionNumbersAttr,
    precision_config: optionalAttr(PrecisionConfigAttr),
    algorithm: optionalAttr(DotAlgorithmAttr),
  },
  traits: ["NoMemoryEffect"],
  assembly:
    "$lhs `,` $rhs `,` custom<DotDimensionNumbers>($dot_dimension_numbers) `` custom<PrecisionConfigAndAlgorithm>($precision_config, $algorithm) attr-dict `:` functional-type(operands, results)",
  directives: {
    DotDimensionNumbers: dotDimensionNumbers,
    PrecisionConfigAndAlgorithm: precisionConfigAndAlgorithm,
  },
  verify: (op, report) => {
    const [lhs, rhs] = [asTensor(op.lhs.type), asTensor(op.rhs.type)];
    const found =
      checkPrecision(op.precision_config, "dot_general_c11") ??
      checkDot(lhs, rhs, op.dot_dimension_numbers) ??
      checkShape("dot_general_c12", dotShape(lhs, rhs, op.dot_dimension_numbers), op.result.type) ??
      (op.algorithm !== undefined && op.precision_config?.some((precision) => precision !== "DEFAULT")
        ? problem("dot_general_c21", "must specify DEFAULT precision config when algorithm is set.")
        : undefined) ??
      checkQuantization("dot_general", ["c14", "c17"], lhs, rhs, asTensor(op.result.type));
    if (found !== undefined) report(found.problem, [], found.label);
  },
  supplies: [speculatableIfStatic],
  example:
    "%2 = stablehlo.dot_general %0, %1, batching_dims = [0] x [0], contracting_dims = [2] x [1] : (tensor<2x2x2xi64>, tensor<2x2x2xi64>) -> tensor<2x2x2xi64>",
});

function checkPrecision(config: readonly Precision[] | undefined, label: string): Problem | undefined {
  if (config === undefined || config.length <= 2) return undefined;
  return problem(label, `expects precision config to be empty or have <= 2 elements, got ${config.length}`);
}

function checkDot(lhs: TensorType, rhs: TensorType, numbers: DotDimensionNumbers): Problem | undefined {
  const { lhsBatching, rhsBatching, lhsContracting, rhsContracting } = numbers;
  if (lhsBatching.length !== rhsBatching.length)
    return problem("dot_general_c1", "lhs and rhs should have the same number of batching dimensions");
  if (lhsContracting.length !== rhsContracting.length)
    return problem("dot_general_c2", "lhs and rhs should have the same number of contracting dimensions");
  const sides = [
    ["lhs", lhs, lhsBatching, lhsContracting, "c3", "c5", "c6"],
    ["rhs", rhs, rhsBatching, rhsContracting, "c4", "c7", "c8"],
  ] as const;
  for (const [side, , batching, contracting, label] of sides) {
    const twice = findDuplicate(batching, contracting);
    if (twice !== undefined)
      return problem(
        `dot_general_${label}`,
        `has duplicated dimension from ${side}_batching_dimensions and ${side}_contracting_dimensions: ${twice}`,
      );
  }
  for (const [side, type, batching, contracting, , batchLabel, contractLabel] of sides)
    for (const [name, dimensions, label] of [
      ["batching", batching, batchLabel],
      ["contracting", contracting, contractLabel],
    ] as const) {
      const stray = dimensions.find((dimension) => !inRange(dimension, type.shape.length));
      if (stray !== undefined)
        return problem(
          `dot_general_${label}`,
          `${side}_${name}_dimensions value: ${stray} is out of range: [0, ${type.shape.length})`,
        );
    }
  const differ = (a: readonly number[], b: readonly number[]): boolean =>
    a.some((dimension, at) => !compatibleExtents(lhs.shape[dimension], rhs.shape[b[at] ?? 0]));
  if (differ(lhsBatching, rhsBatching))
    return problem("dot_general_c9", "batching dimension sizes must match for lhs/rhs");
  if (differ(lhsContracting, rhsContracting))
    return problem("dot_general_c10", "contracting dimension sizes must match for lhs/rhs");
  return undefined;
}

/** The result's shape of a dot_general with valid dimension numbers. */
export function dotShape(lhs: TensorType, rhs: TensorType, numbers: DotDimensionNumbers): readonly number[] {
  const rest = (type: TensorType, taken: readonly number[]): readonly number[] =>
    type.shape.filter((_, at) => !taken.includes(at));
  return [
    ...numbers.lhsBatching.map((dimension) => lhs.shape[dimension] ?? DYNAMIC),
    ...rest(lhs, [...numbers.lhsBatching, ...numbers.lhsContracting]),
    ...rest(rhs, [...numbers.rhsBatching, ...numbers.rhsContracting]),
  ];
}

function checkQuantization(
  op: string,
  [hybrid]: readonly [string, string],
  lhs: TensorType,
  rhs: TensorType,
  result: TensorType,
): Problem | undefined {
  const quantized = [lhs, rhs, result].map(({ elementType }) => isQuantized(elementType));
  if (!quantized.includes(true) || (quantized[1] === true && quantized[0] === quantized[2])) return undefined;
  return problem(
    `${op}_${hybrid}`,
    "rhs should be quantized for quantized operations and is_quantized(lhs)=is_quantized(result) should hold",
  );
}

// ---- Convolution --------------------------------------------------------------------------------------------------------

/** Source: StableHLO spec, "convolution". */
export const convolution = defineOp({
  name: "stablehlo.convolution",
  summary: "products of a kernel with the windows of an input, summed",
  operands: { lhs: c.AnyHloTensor, rhs: c.TensorOrPerAxis },
  results: { result: c.TensorOrPerAxis },
  attributes: {
    window_strides: optionalAttr(DenseI64ArrayAttr),
    padding: optionalAttr(PaddingAttr),
    lhs_dilation: optionalAttr(DenseI64ArrayAttr),
    rhs_dilation: optionalAttr(DenseI64ArrayAttr),
    window_reversal: optionalAttr(DenseBoolArrayAttr),
    dimension_numbers: ConvDimensionNumbersAttr,
    feature_group_count: PositiveI64,
    batch_group_count: PositiveI64,
    precision_config: optionalAttr(PrecisionConfigAttr),
  },
  traits: ["NoMemoryEffect"],
  assembly:
    "`(` operands `)` `dim_numbers` `=` custom<ConvolutionDimensions>($dimension_numbers) `,` `window` `=` `{` custom<WindowAttributes>($window_strides, $padding, $lhs_dilation, $rhs_dilation, $window_reversal) `}` attr-dict `:` functional-type(operands, results)",
  directives: { ConvolutionDimensions: convolutionDimensions, WindowAttributes: windowAttributes },
  verify: (op, report) => {
    const found =
      checkPaddingShape(op, "convolution_c4") ??
      checkConvolution("convolution", {
        lhs: asTensor(op.lhs.type),
        rhs: asTensor(op.rhs.type),
        result: asTensor(op.result.type),
        window: windowOf(op),
        numbers: op.dimension_numbers,
        featureGroups: op.feature_group_count,
        batchGroups: op.batch_group_count,
        precision: op.precision_config,
      });
    if (found !== undefined) report(found.problem, [], found.label);
  },
  supplies: [speculatableIfStatic],
  example:
    "%2 = stablehlo.convolution(%0, %1) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {stride = [4, 4], lhs_dilate = [2, 2]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x4x4x1xi64>, tensor<3x3x1x1xi64>) -> tensor<1x2x2x1xi64>",
});

/** The window attributes as an op's view names them. */
interface WindowView {
  readonly window_strides: readonly number[] | undefined;
  readonly padding?: readonly (readonly [number, number])[] | undefined;
  readonly lhs_dilation: readonly number[] | undefined;
  readonly rhs_dilation: readonly number[] | undefined;
  readonly window_reversal: readonly boolean[] | undefined;
}
function windowOf(view: WindowView): WindowAttributes {
  return {
    strides: view.window_strides,
    padding: Array.isArray(view.padding) ? view.padding : undefined,
    baseDilations: view.lhs_dilation,
    windowDilations: view.rhs_dilation,
    reversal: view.window_reversal,
  };
}

export function checkPaddingShape(operation: OperationHandle, label: string): Problem | undefined {
  const padding = operation.findAttribute("padding");
  if (padding?.kind !== "dense-elements") return undefined;
  const { shape } = padding.type;
  if (shape.length === 2 && shape[1] === 2) return undefined;
  return problem(label, `expects the shape of padding-attribute to be {N, 2}, but got {${shape.join(", ")}}.`);
}

function convolutionWindowLabels(op: string): WindowLabels {
  return {
    sizes: [`${op}_c2`, `${op}_c4`, `${op}_c5`, `${op}_c7`, `${op}_c9`],
    values: [`${op}_c2`, `${op}_c3`, `${op}_c6`, `${op}_c8`],
  };
}

/** What a convolution is made of. */
export interface ConvolutionFacts {
  readonly lhs: TensorType;
  readonly rhs: TensorType;
  readonly result: TensorType;
  readonly window: WindowAttributes;
  readonly numbers: ConvDimensionNumbers;
  readonly featureGroups: number;
  readonly batchGroups: number;
  readonly precision: readonly Precision[] | undefined;
}

function checkConvolution(op: string, facts: ConvolutionFacts): Problem | undefined {
  const { lhs, rhs, numbers } = facts;
  const rank = lhs.shape.length;
  if (rank < 2)
    return problem(
      `${op}_c13`,
      `expects convolution arguments to have >= 2 dimensions. Got: '${typeText(lhs)}' and '${typeText(rhs)}'.`,
    );
  if (rank !== rhs.shape.length)
    return problem(
      `${op}_c1`,
      `expects convolution arguments to have same number of dimensions. Got: '${typeText(lhs)}' and '${typeText(rhs)}'.`,
    );
  if (lhs.elementType !== rhs.elementType && !isQuantized(rhs.elementType))
    return problem(
      `${op}_c27`,
      `expects lhs and rhs to have compatible element type. Got: '${typeText(lhs.elementType)}' and '${typeText(rhs.elementType)}'`,
    );
  const found = checkConvDimensions(op, numbers, rank) ?? checkGroups(op, facts);
  if (found !== undefined) return found;
  const spatial = numbers.inputSpatial.length;
  if (rank !== spatial + 2)
    return problem(`${op}_c12`, `expects convolution arguments to have ${spatial + 2} dimensions. Got: ${rank}`);
  const window = inferWindow(
    numbers.kernelSpatial.map((dimension) => rhs.shape[dimension] ?? DYNAMIC),
    facts.window,
    convolutionWindowLabels(op),
  );
  if ("problem" in window) return window;
  return (
    checkPrecision(facts.precision, `${op}_c24`) ??
    checkShape(`${op}_c25`, convolutionShape(facts, window), facts.result) ??
    checkQuantization(op, ["c28", "c31"], lhs, rhs, facts.result)
  );
}

function checkConvDimensions(op: string, numbers: ConvDimensionNumbers, rank: number): Problem | undefined {
  const { inputSpatial, kernelSpatial, outputSpatial } = numbers;
  if (inputSpatial.length !== kernelSpatial.length || inputSpatial.length !== outputSpatial.length)
    return problem(
      `${op}_c17`,
      `expects the same size for input, kernel and output spatial-dimensions, but got ${inputSpatial.length}, ${kernelSpatial.length}, and ${outputSpatial.length} resp.`,
    );
  const input = [numbers.inputBatch, numbers.inputFeature, ...inputSpatial];
  const kernel = [numbers.kernelInputFeature, numbers.kernelOutputFeature, ...kernelSpatial];
  const output = [numbers.outputBatch, numbers.outputFeature, ...outputSpatial];
  if (![...input, ...kernel, ...output].every((dimension) => inRange(dimension, rank)))
    return problem(`${op}_c13`, `expects input, kernel, and output dimension-numbers to be in-range [0, ${rank}).`);
  for (const [
    name,
    list,
    label,
  ] of [["input", input, "c13"], ["kernel", kernel, "c18"], ["output", output, "c20"]] as const) // biome-ignore format: a table
    if (hasDuplicates(list))
      return problem(`${op}_${label}`, `expects ${name} dimension-numbers to be unique, got {${list.join(", ")}}.`);
  return undefined;
}

function checkGroups(
  op: string,
  { lhs, rhs, numbers, featureGroups, batchGroups }: ConvolutionFacts,
): Problem | undefined {
  if (featureGroups > 1 && batchGroups > 1)
    return problem(
      `${op}_c23`,
      `expects batch_group_count and feature_group_count not to be both greater than 1. Got ${batchGroups} and ${featureGroups} resp.`,
    );
  const at = (type: TensorType, dimension: number): number => type.shape[dimension] ?? DYNAMIC;
  const batch = at(lhs, numbers.inputBatch);
  const features = at(lhs, numbers.inputFeature);
  const kernelIn = at(rhs, numbers.kernelInputFeature);
  const kernelOut = at(rhs, numbers.kernelOutputFeature);
  if (batch !== DYNAMIC && batch % batchGroups !== 0)
    return problem(
      `${op}_c10`,
      `expects input batch dimension (${batch}) to be divisible by batch_group_count. Got batch_group_count = ${batchGroups}.`,
    );
  if (features !== DYNAMIC && features % featureGroups !== 0)
    return problem(
      `${op}_c11`,
      `expects input feature dimension (${features}) to be a multiple of feature_group_count. Got feature_group_count = ${featureGroups}.`,
    );
  if (features !== DYNAMIC && kernelIn !== DYNAMIC && features / featureGroups !== kernelIn)
    return problem(
      `${op}_c14`,
      `expects input feature dimension (${features}) / feature_group_count = kernel input feature dimension (${kernelIn}). Got feature_group_count = ${featureGroups}.`,
    );
  if (kernelOut !== DYNAMIC && kernelOut % batchGroups !== 0)
    return problem(
      `${op}_c15`,
      `expects output feature dimension size (${kernelOut}) to be a multiple of batch_group_count. Got batch_group_count = ${batchGroups}.`,
    );
  if (kernelOut !== DYNAMIC && kernelOut % featureGroups !== 0)
    return problem(
      `${op}_c16`,
      `expects kernel output feature dimension (${kernelOut}) to be divisible by feature_group_count. For feature_group_count = ${featureGroups}.`,
    );
  return undefined;
}

function convolutionShape(
  { lhs, rhs, numbers, batchGroups }: Pick<ConvolutionFacts, "lhs" | "rhs" | "numbers" | "batchGroups">,
  window: readonly WindowDimension[],
): readonly number[] {
  const shape = lhs.shape.map(() => DYNAMIC);
  const batch = lhs.shape[numbers.inputBatch] ?? DYNAMIC;
  shape[numbers.outputBatch] = batch === DYNAMIC ? DYNAMIC : batch / batchGroups;
  shape[numbers.outputFeature] = rhs.shape[numbers.kernelOutputFeature] ?? DYNAMIC;
  for (const [at, dimension] of numbers.outputSpatial.entries()) {
    const base = lhs.shape[numbers.inputSpatial[at] ?? 0] ?? DYNAMIC;
    const along = window[at];
    if (along !== undefined) shape[dimension] = windowedExtent(base, along);
  }
  return shape;
}

/** Source: StableHLO spec, "dynamic_conv". */
export const dynamicConv = defineOp({
  name: "stablehlo.dynamic_conv",
  summary: "convolution with padding that is computed",
  operands: { lhs: c.AnyHloTensor, rhs: c.AnyHloTensor, padding: c.Static2DIntTensor },
  results: { result: c.AnyHloTensor },
  attributes: {
    window_strides: optionalAttr(DenseI64ArrayAttr),
    lhs_dilation: optionalAttr(DenseI64ArrayAttr),
    rhs_dilation: optionalAttr(DenseI64ArrayAttr),
    window_reversal: optionalAttr(DenseBoolArrayAttr),
    dimension_numbers: ConvDimensionNumbersAttr,
    feature_group_count: PositiveI64,
    batch_group_count: PositiveI64,
    precision_config: optionalAttr(PrecisionConfigAttr),
  },
  traits: ["NoMemoryEffect"],
  verify: (op, report) => {
    const numbers = op.dimension_numbers;
    const result = asTensor(op.result.type);
    const spatial = numbers.inputSpatial.length;
    const [rows, columns] = asTensor(op.padding.type).shape;
    // The result's spatial extents depend on the padding, so that only the others can be held against it.
    const shape = result.shape.map((extent, at) => (numbers.outputSpatial.includes(at) ? DYNAMIC : extent));
    const found =
      checkConvolution("dynamic_conv", {
        lhs: asTensor(op.lhs.type),
        rhs: asTensor(op.rhs.type),
        result: tensorType(shape, result.elementType),
        window: windowOf({ ...pickWindow(op), padding: undefined }),
        numbers,
        featureGroups: op.feature_group_count,
        batchGroups: op.batch_group_count,
        precision: op.precision_config,
      }) ??
      (rows === spatial && columns === 2
        ? undefined
        : problem(
            "dynamic_conv_c4",
            `expects padding to be of shape [${spatial}, 2], but got [${rows ?? ""}, ${columns ?? ""}]`,
          ));
    if (found !== undefined) report(found.problem, [], found.label);
  },
  example:
    '%3 = "stablehlo.dynamic_conv"(%0, %1, %2) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>, feature_group_count = 1 : i64}> : (tensor<1x4x4x1xi64>, tensor<3x3x1x1xi64>, tensor<2x2xi64>) -> tensor<1x2x2x1xi64>',
});

function pickWindow(op: Omit<WindowView, "padding">): Omit<WindowView, "padding"> {
  return {
    window_strides: op.window_strides,
    lhs_dilation: op.lhs_dilation,
    rhs_dilation: op.rhs_dilation,
    window_reversal: op.window_reversal,
  };
}

/** Not in the specification; kept for old programs. */
export const einsum = defineOp({
  name: "stablehlo.einsum",
  summary: "sum of products by an Einstein summation",
  operands: { lhs: c.AnyHloTensor, rhs: c.AnyHloTensor },
  results: { result: c.AnyHloTensor },
  attributes: { einsum_config: StrAttr },
  traits: ["Pure"],
  assembly: "$lhs `,` $rhs `,` `config` `=` $einsum_config attr-dict `:` functional-type(operands, results)",
  example:
    '%2 = stablehlo.einsum %0, %1, config = "ab,bc->ac" : (tensor<4x16xf32>, tensor<16x4xf32>) -> tensor<4x4xf32>',
});
/** Not in the specification; kept for old programs. */
export const unaryEinsum = defineOp({
  name: "stablehlo.unary_einsum",
  summary: "an Einstein summation of one operand",
  operands: { operand: c.AnyHloTensor },
  results: { result: c.AnyHloTensor },
  attributes: { einsum_config: StrAttr },
  traits: ["Pure"],
  assembly: "$operand `,` `config` `=` $einsum_config attr-dict `:` functional-type(operands, results)",
  example: '%1 = stablehlo.unary_einsum %0, config = "ab->a" : (tensor<4x16xf32>) -> tensor<4xf32>',
});
