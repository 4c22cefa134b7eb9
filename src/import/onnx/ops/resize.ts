/**
 * Resizing, one axis after the other: a result position reads a few input positions with fixed weights, both computed
 * here, since all sizes are known. Source: ONNX operator specifications, Resize-19 and Upsample-9; Keys, "Cubic
 * convolution interpolation for digital image processing", 1981.
 */
import { add, multiply } from "../../../../dialects/stablehlo/ops/binary.ts";
import type { Value } from "../../../ir/handle.ts";
import { elementCount } from "../../../tensor/shape.ts";
import { tensorOf } from "../../../tensor/tensor.ts";
import { binary } from "../emit/elementwise.ts";
import { broadcastAlong, shapeList, takeKnown } from "../emit/layout.ts";
import { dtypeOfValue, type Emitter, MAX_LISTED_EXTENT, rankOf, shapeOf } from "../emitter.ts";
import type { NodeImport } from "../node-import.ts";
import { anyValue, defineOnnxOperator, type OnnxOperator, oneOf } from "../operator.ts";

const coordinateModes = [
  "half_pixel",
  "half_pixel_symmetric",
  "pytorch_half_pixel",
  "align_corners",
  "asymmetric",
] as const;
type CoordinateMode = (typeof coordinateModes)[number];

/** How one axis is resized. */
export interface AxisResize {
  /** Extents before and after. */
  readonly from: number;
  readonly to: number;
  /** Result per input extent, as given: `to / from` before rounding. */
  readonly scale: number;
}

export interface ResizeMode {
  readonly interpolation: "nearest" | "linear" | "cubic";
  readonly coordinates: CoordinateMode;
  readonly nearest: string;
  readonly cubicA: number;
  readonly antialias: boolean;
  readonly excludeOutside: boolean;
}

/** Where among the input positions result position `at` lies. */
function inputCoordinate(at: number, { from, to, scale }: AxisResize, mode: CoordinateMode): number {
  switch (mode) {
    case "asymmetric":
      return at / scale;
    case "align_corners":
      // The length before rounding down, as the specification's tests have it: it differs from `to` only for scales
      // that give no whole length.
      return to === 1 ? 0 : (at * (from - 1)) / (scale * from - 1);
    case "pytorch_half_pixel":
      return to === 1 ? 0 : (at + 0.5) / scale - 0.5;
    case "half_pixel":
      return (at + 0.5) / scale - 0.5;
    case "half_pixel_symmetric":
      return (from / 2) * (1 - to / (scale * from)) + (at + 0.5) / scale - 0.5;
  }
}

function nearestPosition(x: number, mode: string): number {
  switch (mode) {
    case "floor":
      return Math.floor(x);
    case "ceil":
      return Math.ceil(x);
    case "round_prefer_ceil":
      return Math.floor(x + 0.5);
    default:
      return Math.ceil(x - 0.5);
  }
}

/** Weight of an input position at distance `x`. */
function kernelWeight(x: number, mode: ResizeMode): number {
  const d = Math.abs(x);
  if (mode.interpolation === "linear") return Math.max(0, 1 - d);
  const a = mode.cubicA;
  if (d <= 1) return (a + 2) * d ** 3 - (a + 3) * d ** 2 + 1;
  return d < 2 ? a * d ** 3 - 5 * a * d ** 2 + 8 * a * d - 4 * a : 0;
}

/** One term of an interpolation: for each result position, the input position that it reads and the weight. */
interface Tap {
  readonly positions: readonly number[];
  readonly weights: readonly number[];
}

/** The terms of which each result position is the sum. */
export function interpolationTaps(axis: AxisResize, mode: ResizeMode): readonly Tap[] {
  const clamp = (position: number): number => Math.min(Math.max(position, 0), axis.from - 1);
  const coordinates = Array.from({ length: axis.to }, (_, at) => inputCoordinate(at, axis, mode.coordinates));
  if (mode.interpolation === "nearest") {
    return [
      { positions: coordinates.map((x) => clamp(nearestPosition(x, mode.nearest))), weights: coordinates.map(() => 1) },
    ];
  }
  const radius = mode.interpolation === "linear" ? 1 : 2;
  // Against aliasing the kernel is stretched until it covers what one result position stands for.
  const stretch = mode.antialias ? Math.min(axis.scale, 1) : 1;
  const first = Math.floor(-radius / stretch) + 1;
  const offsets = Array.from({ length: 2 - 2 * first }, (_, at) => first + at);
  const rows = coordinates.map((x) => {
    const left = Math.ceil(x) - 1;
    const weights = offsets.map((offset) => {
      const outside = left + offset < 0 || left + offset >= axis.from;
      return mode.excludeOutside && outside ? 0 : kernelWeight((left + offset - x) * stretch, mode);
    });
    const total = mode.antialias || mode.excludeOutside ? weights.reduce((sum, weight) => sum + weight, 0) : 1;
    return { left, weights: weights.map((weight) => weight / total) };
  });
  return offsets
    .map((offset, tap) => ({
      positions: rows.map(({ left }) => clamp(left + offset)),
      weights: rows.map(({ weights }) => weights[tap] ?? 0),
    }))
    .filter(({ weights }) => weights.some((weight) => weight !== 0));
}

function resizeAxis(emitter: Emitter, x: Value, axis: number, resize: AxisResize, mode: ResizeMode): Value {
  if (emitter.isPlaceholder(x)) return x;
  const shape = shapeOf(x).map((extent, d) => (d === axis ? resize.to : extent));
  const terms = interpolationTaps(resize, mode).map(({ positions, weights }) => {
    const taken = takeKnown(emitter, x, positions, axis);
    if (weights.every((weight) => weight === 1)) return taken;
    const factors = emitter.constant(tensorOf(dtypeOfValue(x), [weights.length], weights));
    return binary(emitter, multiply, taken, broadcastAlong(emitter, factors, shape, axis));
  });
  return terms.reduce((sum, term) => binary(emitter, add, sum, term));
}

/** Resizes every axis whose extent or scale asks for it. */
export function resize(node: NodeImport, x: Value, axes: readonly AxisResize[], mode: ResizeMode): Value {
  const { emitter } = node;
  const shape = axes.map(({ to }) => to);
  const listable = axes.every(({ from, to }) => (from > 0 || to === 0) && Math.max(from, to) <= MAX_LISTED_EXTENT);
  if (elementCount(shape) === undefined || !listable) {
    return emitter.problem(`cannot resize ${shapeList(shapeOf(x))} to ${shapeList(shape)}`);
  }
  return axes.reduce(
    (value, axis, d) => (axis.from === axis.to && axis.scale === 1 ? value : resizeAxis(emitter, value, d, axis, mode)),
    x,
  );
}

function byScales(node: NodeImport, x: Value, scales: readonly number[]): readonly AxisResize[] | undefined {
  const shape = shapeOf(x);
  if (scales.length === shape.length && scales.every((scale) => scale > 0)) {
    return shape.map((from, d) => ({ from, to: Math.floor(from * (scales[d] ?? 1)), scale: scales[d] ?? 1 }));
  }
  node.emitter.problem(`expected ${shape.length} scales above 0, found ${shapeList(scales)}`);
  return undefined;
}

/** Sizes of the given axes; with a policy other than "stretch" they are bounds, and the axes keep their proportions. */
function bySizes(
  node: NodeImport,
  x: Value,
  sizes: readonly number[],
  axes: readonly number[],
): readonly AxisResize[] | undefined {
  const shape = shapeOf(x);
  if (sizes.length !== axes.length || sizes.some((size) => !Number.isSafeInteger(size) || size < 0)) {
    node.emitter.problem(`expected ${axes.length} sizes, found ${shapeList(sizes)}`);
    return undefined;
  }
  const ratios = axes.map((d, at) => (sizes[at] ?? 0) / (shape[d] ?? 1));
  const policy = node.attributes.string("keep_aspect_ratio_policy", "stretch");
  const common = policy === "not_larger" ? Math.min(...ratios) : Math.max(...ratios);
  return shape.map((from, d) => {
    const at = axes.indexOf(d);
    if (at === -1) return { from, to: from, scale: 1 };
    if (policy === "stretch") return { from, to: sizes[at] ?? 0, scale: ratios[at] ?? 1 };
    const to = Math.floor(from * common + 0.5);
    return { from, to, scale: common };
  });
}

function modeOf(node: NodeImport): ResizeMode {
  const { attributes } = node;
  const mode = attributes.string("mode", "nearest");
  const coordinates = attributes.string("coordinate_transformation_mode", "half_pixel");
  return {
    interpolation: mode === "linear" || mode === "cubic" ? mode : "nearest",
    coordinates: coordinateModes.find((known) => known === coordinates) ?? "half_pixel",
    nearest: attributes.string("nearest_mode", "round_prefer_floor"),
    cubicA: attributes.float("cubic_coeff_a", -0.75),
    antialias: attributes.int("antialias", 0) === 1,
    excludeOutside: attributes.int("exclude_outside", 0) === 1,
  };
}

function resizeNode(node: NodeImport): Value {
  const { emitter } = node;
  const x = node.input(0);
  if (emitter.isPlaceholder(x)) return x;
  const given = node.attributes.ints("axes");
  const axes = given === undefined ? shapeOf(x).map((_, d) => d) : node.axes(given, rankOf(x));
  const scales = node.numbers(2, "the scales");
  // An empty list of scales stands for one that is left out.
  if (scales !== undefined && scales.length > 0) {
    const each = shapeOf(x).map((_, d) => (axes.includes(d) ? (scales[axes.indexOf(d)] ?? 0) : 1));
    const resized = byScales(node, x, scales.length === axes.length ? each : scales);
    return resized === undefined ? emitter.placeholder() : resize(node, x, resized, modeOf(node));
  }
  const sizes = node.numbers(3, "the sizes");
  if (sizes === undefined)
    return node.optional(3) === undefined ? emitter.problem("expected scales or sizes") : emitter.placeholder();
  const resized = bySizes(node, x, sizes, axes);
  return resized === undefined ? emitter.placeholder() : resize(node, x, resized, modeOf(node));
}

/** Upsample, and Resize of opset 10: scales only, counted from the corner. */
function upsample(node: NodeImport): Value {
  const { emitter } = node;
  const x = node.input(0);
  const scales = node.attributes.floats("scales") ?? node.numbers(1, "the scales");
  if (scales === undefined || emitter.isPlaceholder(x)) return emitter.placeholder();
  const axes = byScales(node, x, scales);
  if (axes === undefined) return emitter.placeholder();
  const mode = modeOf(node);
  return resize(node, x, axes, { ...mode, coordinates: "asymmetric", nearest: "floor" });
}

const oldModes = oneOf("nearest", "linear");

export const resizeOperators: readonly OnnxOperator[] = [
  defineOnnxOperator({
    name: "Upsample",
    since: 7,
    until: 9,
    inputs: [1, 1],
    attributes: { mode: oldModes, scales: anyValue },
    import: upsample,
  }),
  defineOnnxOperator({
    name: "Upsample",
    since: 9,
    until: 10,
    inputs: [2, 2],
    attributes: { mode: oldModes },
    import: upsample,
  }),
  defineOnnxOperator({
    name: "Resize",
    since: 10,
    until: 11,
    inputs: [2, 2],
    attributes: { mode: oldModes },
    import: upsample,
  }),
  defineOnnxOperator({
    name: "Resize",
    since: 11,
    inputs: [1, 4],
    attributes: {
      antialias: anyValue,
      axes: anyValue,
      coordinate_transformation_mode: oneOf(...coordinateModes),
      cubic_coeff_a: anyValue,
      exclude_outside: anyValue,
      extrapolation_value: anyValue,
      keep_aspect_ratio_policy: oneOf("stretch", "not_larger", "not_smaller"),
      mode: oneOf("nearest", "linear", "cubic"),
      nearest_mode: oneOf("round_prefer_floor", "round_prefer_ceil", "floor", "ceil"),
    },
    import: resizeNode,
  }),
];
