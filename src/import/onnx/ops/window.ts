/** Attributes that convolutions and pools share: where a window lies along each spatial dimension. */
import type { NodeImport } from "../node-import.ts";
import { anyValue, oneOf } from "../operator.ts";

/** One entry a spatial dimension. */
export interface SpatialWindow {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

export const windowAttributes = {
  auto_pad: oneOf("NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"),
  kernel_shape: anyValue,
  strides: anyValue,
  dilations: anyValue,
  pads: anyValue,
} as const;

/** Extent of a window with its gaps. */
export function reach(kernel: number, dilation: number): number {
  return (kernel - 1) * dilation + 1;
}

/**
 * Reads the window of a node over `space` (the spatial extents); reported and undefined where its numbers make none.
 */
export function readWindow(
  node: NodeImport,
  space: readonly number[],
  kernel: readonly number[],
): SpatialWindow | undefined {
  const rank = space.length;
  const { attributes } = node;
  const strides = attributes.ints("strides") ?? space.map(() => 1);
  const dilations = attributes.ints("dilations") ?? space.map(() => 1);
  const pads = attributes.ints("pads") ?? [...space, ...space].map(() => 0);
  const wrongLength =
    kernel.length !== rank || strides.length !== rank || dilations.length !== rank || pads.length !== 2 * rank;
  if (wrongLength || [...kernel, ...strides, ...dilations].some((value) => !Number.isSafeInteger(value) || value < 1)) {
    node.emitter.problem(
      `expected a window over ${rank} dimensions, found kernel [${kernel.join(", ")}], strides [${strides.join(", ")}], dilations [${dilations.join(", ")}], pads [${pads.join(", ")}]`,
    );
    return undefined;
  }
  const mode = attributes.string("auto_pad", "NOTSET");
  if (mode === "NOTSET") return { kernel, strides, dilations, low: pads.slice(0, rank), high: pads.slice(rank) };
  const total = space.map((extent, d) => {
    if (mode === "VALID") return 0;
    const stride = strides[d] ?? 1;
    return Math.max(0, (Math.ceil(extent / stride) - 1) * stride + reach(kernel[d] ?? 1, dilations[d] ?? 1) - extent);
  });
  const smaller = total.map((amount) => Math.floor(amount / 2));
  const larger = total.map((amount, d) => amount - (smaller[d] ?? 0));
  return mode === "SAME_LOWER"
    ? { kernel, strides, dilations, low: larger, high: smaller }
    : { kernel, strides, dilations, low: smaller, high: larger };
}
