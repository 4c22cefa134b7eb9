/**
 * Convolutions, as ONNX lays them out: inputs [batch, channel, ...space], kernels [out, in / group, ...space]. Source:
 * ONNX operator specifications.
 */
import { add, subtract } from "../../../../dialects/stablehlo/ops/binary.ts";
import type { Value } from "../../../ir/handle.ts";
import { convolution } from "../emit/contraction.ts";
import { binary, convert } from "../emit/elementwise.ts";
import { broadcastAlong, reshape, reverse, shapeList, transpose } from "../emit/layout.ts";
import { type Emitter, rankOf, shapeOf } from "../emitter.ts";
import type { NodeImport } from "../node-import.ts";
import { anyValue, defineOnnxOperator, type OnnxOperator } from "../operator.ts";
import { reach, readWindow, type SpatialWindow, windowAttributes } from "./window.ts";

/** Adds one number a channel, if there are any. */
function withBias(emitter: Emitter, value: Value, bias: Value | undefined): Value {
  if (bias === undefined || emitter.isPlaceholder(value)) return value;
  return binary(emitter, add, value, broadcastAlong(emitter, bias, shapeOf(value), 1));
}

/**
 * The window of a convolution whose kernel is `w`; reported and undefined where input, kernel and groups do not fit.
 */
function convolutionWindow(
  node: NodeImport,
  x: Value,
  w: Value,
  channels: number,
): (SpatialWindow & { readonly groups: number }) | undefined {
  const { emitter, attributes } = node;
  if (emitter.isPlaceholder(x) || emitter.isPlaceholder(w)) return undefined;
  const groups = attributes.int("group", 1);
  const [, inputChannels = 0] = shapeOf(x);
  const fits = rankOf(x) >= 3 && rankOf(w) === rankOf(x) && groups >= 1 && channels === inputChannels;
  const kernel = attributes.ints("kernel_shape") ?? shapeOf(w).slice(2);
  if (!fits || kernel.some((extent, d) => extent !== shapeOf(w)[d + 2])) {
    emitter.problem(
      `cannot convolve ${shapeList(shapeOf(x))} by a kernel of ${shapeList(shapeOf(w))} in ${groups} groups`,
    );
    return undefined;
  }
  const window = readWindow(node, shapeOf(x).slice(2), kernel);
  return window === undefined ? undefined : { ...window, groups };
}

/** The convolution of a node without its bias: the window comes from the node, the operands from the caller. */
export function convolve(node: NodeImport, x: Value, w: Value): Value {
  const groups = node.attributes.int("group", 1);
  const [out = 0, perGroup = 0] = shapeOf(w);
  const window = convolutionWindow(node, x, w, perGroup * groups);
  if (window === undefined) return node.emitter.placeholder();
  if (out % groups !== 0) return node.emitter.problem(`expected a multiple of ${groups} output channels, found ${out}`);
  const inputDilations = window.kernel.map(() => 1);
  return convolution(node.emitter, x, w, { ...window, inputDilations, kernelDilations: window.dilations });
}

/**
 * Kernel [in, out / groups, ...space] of a transposed convolution as that of a plain one, [out, in / groups, ...space],
 * turned around.
 */
function turnedKernel(emitter: Emitter, w: Value, groups: number): Value {
  const [input = 0, outPerGroup = 0, ...space] = shapeOf(w);
  const grouped = reshape(emitter, w, [groups, input / groups, outPerGroup, ...space]);
  const spatial = space.map((_, d) => d + 3);
  const swapped = transpose(emitter, grouped, [0, 2, 1, ...spatial]);
  const kernel = reshape(emitter, swapped, [groups * outPerGroup, input / groups, ...space]);
  const turning = space.flatMap((extent, d) => (extent === 1 ? [] : [d + 2]));
  return reverse(emitter, kernel, turning);
}

/** Padding of the equivalent plain convolution: what of the full result is kept. */
function transposedPadding(
  node: NodeImport,
  window: SpatialWindow,
  space: readonly number[],
): { readonly low: readonly number[]; readonly high: readonly number[] } {
  const { attributes } = node;
  const extra = attributes.ints("output_padding") ?? space.map(() => 0);
  const full = space.map(
    (extent, d) =>
      (window.strides[d] ?? 1) * (extent - 1) +
      reach(window.kernel[d] ?? 1, window.dilations[d] ?? 1) +
      (extra[d] ?? 0),
  );
  const mode = attributes.string("auto_pad", "NOTSET");
  const wanted =
    attributes.ints("output_shape")?.slice(-space.length) ??
    (mode.startsWith("SAME") ? space.map((extent, d) => extent * (window.strides[d] ?? 1)) : undefined);
  // What is cut off the full result at both ends.
  const cut = (d: number): readonly [number, number] => {
    if (wanted === undefined) return mode === "VALID" ? [0, 0] : [window.low[d] ?? 0, window.high[d] ?? 0];
    const total = Math.max(0, (full[d] ?? 0) - (wanted[d] ?? 0));
    const smaller = Math.floor(total / 2);
    return mode === "SAME_UPPER" ? [smaller, total - smaller] : [total - smaller, smaller];
  };
  const around = (d: number): number => reach(window.kernel[d] ?? 1, window.dilations[d] ?? 1) - 1;
  const missing = (d: number): number => (wanted === undefined ? 0 : Math.max(0, (wanted[d] ?? 0) - (full[d] ?? 0)));
  return {
    low: space.map((_, d) => around(d) - cut(d)[0]),
    high: space.map((_, d) => around(d) - cut(d)[1] + (extra[d] ?? 0) + missing(d)),
  };
}

function convTranspose(node: NodeImport): Value {
  const { emitter } = node;
  const [x, w] = [node.input(0), node.input(1)];
  const [input = 0] = shapeOf(w);
  const window = convolutionWindow(node, x, w, input);
  if (window === undefined) return emitter.placeholder();
  if (input % window.groups !== 0)
    return emitter.problem(`expected a multiple of ${window.groups} input channels, found ${input}`);
  const { low, high } = transposedPadding(node, window, shapeOf(x).slice(2));
  const result = convolution(emitter, x, turnedKernel(emitter, w, window.groups), {
    strides: window.strides.map(() => 1),
    low,
    high,
    inputDilations: window.strides,
    kernelDilations: window.dilations,
    groups: window.groups,
  });
  return withBias(emitter, result, node.optional(2));
}

/** Integers minus their zero point, as i32: how ONNX means its integer products. */
export function withoutZeroPoint(
  emitter: Emitter,
  value: Value,
  zeroPoint: Value | undefined,
  dimension: number,
): Value {
  const wide = convert(emitter, value, "i32");
  if (zeroPoint === undefined) return wide;
  const zero = convert(emitter, zeroPoint, "i32");
  const along = rankOf(zero) === 1 && rankOf(wide) > 0 ? broadcastAlong(emitter, zero, shapeOf(wide), dimension) : zero;
  return binary(emitter, subtract, wide, along);
}

const attributes = { ...windowAttributes, group: anyValue } as const;

export const convolutionOperators: readonly OnnxOperator[] = [
  defineOnnxOperator({
    name: "Conv",
    inputs: [2, 3],
    attributes,
    import: (node) => withBias(node.emitter, convolve(node, node.input(0), node.input(1)), node.optional(2)),
  }),
  defineOnnxOperator({
    name: "ConvInteger",
    since: 10,
    inputs: [2, 4],
    attributes,
    import: (node) =>
      convolve(
        node,
        withoutZeroPoint(node.emitter, node.input(0), node.optional(2), 1),
        withoutZeroPoint(node.emitter, node.input(1), node.optional(3), 0),
      ),
  }),
  defineOnnxOperator({
    name: "ConvTranspose",
    inputs: [2, 3],
    attributes: { ...attributes, output_padding: anyValue, output_shape: anyValue },
    import: convTranspose,
  }),
];
