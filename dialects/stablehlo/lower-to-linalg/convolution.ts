/**
 * Convolutions. Padding and dilation of the image become explicit, the rest is a named op where the layout has one and a linalg.generic
 * over batch, groups, window and channels where it does not; no layout is transposed here (propagate-layouts does that, once for all).
 */
import { type AffineExpr, add, affineMap, constant, dim, mul, selectionMap } from "../../../src/ir/affine.ts";
import { tensorType } from "../../../src/ir/attribute.ts";
import type { Value } from "../../../src/ir/handle.ts";
import type { Rewriter } from "../../../src/ir/rewriter.ts";
import type { ConversionPattern } from "../../../src/rewrite/conversion-pattern.ts";
import { noMatch } from "../../../src/rewrite/pattern.ts";
import {
  genericSpec,
  insertCollapse,
  insertConstant,
  insertExpand,
  insertZeros,
  tensorTypeOf,
} from "../../linalg/build.ts";
import { implied } from "../../linalg/named-op.ts";
import { multiplyAdd } from "../../linalg/ops/contraction.ts";
import { conv1dNwcWcf, conv2dNchwFchw, conv2dNhwcHwcf, depthwiseConv2dNhwcHwc } from "../../linalg/ops/convolution.ts";
import type { IteratorType } from "../../linalg/structured.ts";
import type { ConvDimensionNumbers } from "../attributes.ts";
import { convolution } from "../ops/dot.ts";
import { insertGeneralPad, insertReverse } from "./layout.ts";
import { lowering } from "./pattern.ts";

/** A convolution whose image has been padded: what is left of the operation. */
interface Convolution {
  readonly image: Value;
  readonly kernel: Value;
  readonly numbers: ConvDimensionNumbers;
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly groups: number;
  readonly result: ReturnType<typeof tensorTypeOf>;
}

const equal = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((x, at) => x === b[at]);
const range = (start: number, count: number): readonly number[] => Array.from({ length: count }, (_, at) => start + at);

/** Batch first, features last, in image, kernel (as spatial, in, out) and result. */
function isChannelsLast({
  inputBatch,
  inputFeature,
  inputSpatial,
  kernelSpatial,
  kernelInputFeature,
  kernelOutputFeature,
  outputBatch,
  outputFeature,
  outputSpatial,
}: ConvDimensionNumbers): boolean {
  const count = inputSpatial.length;
  return (
    inputBatch === 0 && outputBatch === 0 && inputFeature === count + 1 && outputFeature === count + 1 &&
    equal(inputSpatial, range(1, count)) && equal(outputSpatial, range(1, count)) &&
    equal(kernelSpatial, range(0, count)) && kernelInputFeature === count && kernelOutputFeature === count + 1
  ); // biome-ignore format: a conjunction
}

/** Batch, features, then space; the kernel as out, in, space. */
function isChannelsFirst({
  inputBatch,
  inputFeature,
  inputSpatial,
  kernelSpatial,
  kernelInputFeature,
  kernelOutputFeature,
  outputBatch,
  outputFeature,
  outputSpatial,
}: ConvDimensionNumbers): boolean {
  const count = inputSpatial.length;
  return (
    inputBatch === 0 && outputBatch === 0 && inputFeature === 1 && outputFeature === 1 &&
    equal(inputSpatial, range(2, count)) && equal(outputSpatial, range(2, count)) &&
    equal(kernelSpatial, range(2, count)) && kernelOutputFeature === 0 && kernelInputFeature === 1
  ); // biome-ignore format: a conjunction
}

/** The named op for the layout, if there is one. */
function insertNamed(rewriter: Rewriter, conv: Convolution): Value | undefined {
  const { image, kernel, numbers, strides, dilations, groups, result } = conv;
  const spatialRank = strides.length;
  const attributes = { strides, dilations };
  if (groups === 1) {
    const definition =
      isChannelsLast(numbers) && spatialRank === 2
        ? conv2dNhwcHwcf
        : isChannelsLast(numbers) && spatialRank === 1
          ? conv1dNwcWcf
          : isChannelsFirst(numbers) && spatialRank === 2
            ? conv2dNchwFchw
            : undefined;
    if (definition === undefined) return undefined;
    const inputs = [image, kernel];
    const outputs = [insertZeros(rewriter, result)];
    return rewriter
      .insert(definition.build({ inputs, outputs, ...attributes, ...implied(definition, inputs, outputs) }))
      .opResult(0);
  }
  const channels = tensorTypeOf(image).shape[numbers.inputFeature];
  const isDepthwise = groups === channels && result.shape[numbers.outputFeature] === channels;
  if (!isDepthwise || !isChannelsLast(numbers) || spatialRank !== 2) return undefined;
  const kernelShape = tensorTypeOf(kernel).shape;
  const flat = insertCollapse(rewriter, kernel, [[0], [1], [2, 3]], [kernelShape[0] ?? 1, kernelShape[1] ?? 1, groups]);
  const inputs = [image, flat];
  const outputs = [insertZeros(rewriter, result)];
  const definition = depthwiseConv2dNhwcHwc;
  return rewriter
    .insert(definition.build({ inputs, outputs, ...attributes, ...implied(definition, inputs, outputs) }))
    .opResult(0);
}

/** Dimension `d` as two: groups, and what is in each. */
function splitDimension(rewriter: Rewriter, value: Value, d: number, groups: number): Value {
  const { shape } = tensorTypeOf(value);
  const reassociation = shape.map((_, at) => (at < d ? [at] : at === d ? [d, d + 1] : [at + 1]));
  const split = [...shape.slice(0, d), groups, (shape[d] ?? 1) / groups, ...shape.slice(d + 1)];
  return insertExpand(rewriter, value, reassociation, split);
}

/** What a dimension of image, kernel or result is. */
type Role = "batch" | "group" | "feature" | "channel" | { readonly window: number };

/** The roles of a tensor's dimensions, in order; a dimension that is split into groups has two. */
function rolesOf(rank: number, roles: ReadonlyMap<number, readonly Role[]>): readonly Role[] {
  return range(0, rank).flatMap((d) => roles.get(d) ?? []);
}

function insertGeneric(rewriter: Rewriter, conv: Convolution): Value {
  const { numbers, strides, dilations, groups, result } = conv;
  const grouped = groups > 1;
  const image = grouped ? splitDimension(rewriter, conv.image, numbers.inputFeature, groups) : conv.image;
  const kernel = grouped ? splitDimension(rewriter, conv.kernel, numbers.kernelOutputFeature, groups) : conv.kernel;
  const withGroup = (role: Role): readonly Role[] => (grouped ? ["group", role] : [role]);
  const spatial = (dims: readonly number[]): readonly [number, readonly Role[]][] =>
    dims.map((d, window) => [d, [{ window }]]);
  const rank = result.shape.length;
  const imageRoles = rolesOf(rank, new Map([[numbers.inputBatch, ["batch"]], [numbers.inputFeature, withGroup("channel")], ...spatial(numbers.inputSpatial)])); // biome-ignore format: a table
  const kernelRoles = rolesOf(rank, new Map([[numbers.kernelInputFeature, ["channel"]], [numbers.kernelOutputFeature, withGroup("feature")], ...spatial(numbers.kernelSpatial)])); // biome-ignore format: a table
  const resultRoles = rolesOf(rank, new Map([[numbers.outputBatch, ["batch"]], [numbers.outputFeature, withGroup("feature")], ...spatial(numbers.outputSpatial)])); // biome-ignore format: a table
  // Loops: the result's dimensions in order, the window's, the channels.
  const parallel = resultRoles.length;
  const count = parallel + strides.length + 1;
  const loopOf = (role: Role): number =>
    role === "channel"
      ? count - 1
      : resultRoles.findIndex((other) =>
          typeof role === "string" ? other === role : typeof other !== "string" && other.window === role.window,
        );
  const imagePlace = (role: Role): AffineExpr => {
    if (typeof role === "string") return dim(loopOf(role));
    const step = mul(dim(loopOf(role)), constant(strides[role.window] ?? 1));
    return add(step, mul(dim(parallel + role.window), constant(dilations[role.window] ?? 1)));
  };
  const kernelPlace = (role: Role): number => (typeof role === "string" ? loopOf(role) : parallel + role.window);
  const output = insertZeros(
    rewriter,
    grouped ? tensorType(splitShape(result.shape, numbers.outputFeature, groups), result.elementType) : result,
  );
  const spec = genericSpec({
    inputs: [image, kernel],
    outputs: [output],
    maps: [
      affineMap(count, 0, imageRoles.map(imagePlace)),
      selectionMap(count, kernelRoles.map(kernelPlace)),
      selectionMap(count, range(0, parallel)),
    ],
    iterators: range(0, count).map((loop): IteratorType => (loop < parallel ? "parallel" : "reduction")),
    body: multiplyAdd,
  });
  const made = rewriter.insert(spec).opResult(0);
  if (!grouped) return made;
  const d = numbers.outputFeature;
  const reassociation = result.shape.map((_, at) => (at < d ? [at] : at === d ? [d, d + 1] : [at + 1]));
  return insertCollapse(rewriter, made, reassociation, result.shape);
}

function splitShape(shape: readonly number[], d: number, groups: number): readonly number[] {
  return [...shape.slice(0, d), groups, (shape[d] ?? 1) / groups, ...shape.slice(d + 1)];
}

const lowerConvolution = lowering("lower-convolution", convolution, ({ adaptor, operation, rewriter }) => {
  if (operation.batch_group_count !== 1) return noMatch("batch groups have no lowering");
  const numbers = operation.dimension_numbers;
  const count = numbers.inputSpatial.length;
  const ones = new Array<number>(count).fill(1);
  const strides = operation.window_strides ?? ones;
  const dilations = operation.rhs_dilation ?? ones;
  const result = tensorTypeOf(operation.result);
  const imageType = tensorTypeOf(adaptor.lhs);
  const along = (amounts: (window: number) => number): readonly number[] =>
    imageType.shape.map((_, d) => (numbers.inputSpatial.includes(d) ? amounts(numbers.inputSpatial.indexOf(d)) : 0));
  const amounts = {
    low: along((window) => operation.padding?.[window]?.[0] ?? 0),
    high: along((window) => operation.padding?.[window]?.[1] ?? 0),
    interior: along((window) => (operation.lhs_dilation?.[window] ?? 1) - 1),
  };
  const needsPadding = [...amounts.low, ...amounts.high, ...amounts.interior].some((amount) => amount !== 0);
  const image = needsPadding
    ? insertGeneralPad(rewriter, adaptor.lhs, amounts, insertConstant(rewriter, 0, imageType.elementType))
    : adaptor.lhs;
  const reversed = numbers.kernelSpatial.filter((_, window) => operation.window_reversal?.[window] === true);
  const kernel = reversed.length === 0 ? adaptor.rhs : insertReverse(rewriter, adaptor.rhs, reversed);
  const conv: Convolution = {
    image,
    kernel,
    numbers,
    strides,
    dilations,
    groups: operation.feature_group_count,
    result,
  };
  // A 1x1 window is no special case: reshapes around a matrix product would stand between it and what can be fused into it.
  return insertNamed(rewriter, conv) ?? insertGeneric(rewriter, conv);
});

export const convolutionPatterns: readonly ConversionPattern[] = [lowerConvolution];
