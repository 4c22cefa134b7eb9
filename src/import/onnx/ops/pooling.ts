/** Pools over windows and over all of space. Source: ONNX operator specifications. */
import { divide, multiply, power } from "../../../../dialects/stablehlo/ops/binary.ts";
import { abs } from "../../../../dialects/stablehlo/ops/unary.ts";
import type { Value } from "../../../ir/handle.ts";
import { tensorOf } from "../../../tensor/tensor.ts";
import { binary, unary, withNumber } from "../emit/elementwise.ts";
import { mean } from "../emit/functions.ts";
import { shapeList } from "../emit/layout.ts";
import { type Combiner, reduceKeeping, reduceWindow, type Window } from "../emit/reduction.ts";
import { dtypeOfValue, type Emitter, MAX_LISTED_EXTENT, rankOf, shapeOf } from "../emitter.ts";
import type { NodeImport } from "../node-import.ts";
import { anyValue, defineOnnxOperator, type OnnxOperator, oneOf } from "../operator.ts";
import { reach, readWindow, type SpatialWindow, windowAttributes } from "./window.ts";

/**
 * A pool's window with padding added at the end, where `ceil_mode` lets a last window hang over; windows wholly in that
 * padding do not count.
 */
interface PoolWindow extends SpatialWindow {
  /** Padding at the end as the node gives it, without what hangs over. */
  readonly ownHigh: readonly number[];
}

function poolWindow(node: NodeImport, x: Value): PoolWindow | undefined {
  if (node.emitter.isPlaceholder(x)) return undefined;
  const kernel = node.attributes.ints("kernel_shape");
  if (kernel === undefined || rankOf(x) < 3) {
    node.emitter.problem(`expected a kernel_shape over the space of ${shapeList(shapeOf(x))}`);
    return undefined;
  }
  const space = shapeOf(x).slice(2);
  const window = readWindow(node, space, kernel);
  if (window === undefined) return undefined;
  if (node.attributes.int("ceil_mode", 0) === 0) return { ...window, ownHigh: window.high };
  const high = space.map((extent, d) => {
    const stride = window.strides[d] ?? 1;
    const [low, own] = [window.low[d] ?? 0, window.high[d] ?? 0];
    const room = extent + low + own - reach(window.kernel[d] ?? 1, window.dilations[d] ?? 1);
    const steps = Math.ceil(room / stride);
    const last = steps * stride >= extent + low ? steps - 1 : steps;
    return own + last * stride - room; // exactly as far as the last window reaches
  });
  return { ...window, high, ownHigh: window.high };
}

/** The window over batch and channels too. */
function fullWindow(window: SpatialWindow): Window {
  return {
    size: [1, 1, ...window.kernel],
    strides: [1, 1, ...window.strides],
    dilations: [1, 1, ...window.dilations],
    low: [0, 0, ...window.low],
    high: [0, 0, ...window.high],
  };
}

function pool(emitter: Emitter, combiner: Combiner, x: Value, window: SpatialWindow): Value {
  return reduceWindow(emitter, combiner, x, fullWindow(window));
}

function maxPool(node: NodeImport): Value {
  const x = node.input(0);
  const window = poolWindow(node, x);
  return window === undefined ? node.emitter.placeholder() : pool(node.emitter, "maximum", x, window);
}

/**
 * How many elements of `counted` positions each window of one dimension sees: positions from `first` up to `end`, the
 * value's own starting at 0.
 */
function countsAlong(extent: number, window: PoolWindow, d: number, withPadding: boolean): readonly number[] {
  const [stride, dilation, kernel, low] = [
    window.strides[d] ?? 1,
    window.dilations[d] ?? 1,
    window.kernel[d] ?? 1,
    window.low[d] ?? 0,
  ];
  const first = withPadding ? -low : 0;
  const end = withPadding ? extent + (window.ownHigh[d] ?? 0) : extent;
  const positions = Math.floor((extent + low + (window.high[d] ?? 0) - reach(kernel, dilation)) / stride) + 1;
  return Array.from({ length: Math.max(0, positions) }, (_, at) => {
    let count = 0;
    for (let k = 0; k < kernel; k++) {
      const position = at * stride - low + k * dilation;
      if (position >= first && position < end) count++;
    }
    return count;
  });
}

/**
 * Sums over windows divided by how many elements each sums: a number where all are full, else a constant over space.
 */
function averagePool(node: NodeImport): Value {
  const { emitter, attributes } = node;
  const x = node.input(0);
  const window = poolWindow(node, x);
  if (window === undefined) return emitter.placeholder();
  const sum = pool(emitter, "add", x, window);
  const withPadding = attributes.int("count_include_pad", 0) === 1;
  if (shapeOf(sum).some((extent, d) => d > 1 && extent * (window.kernel[d - 2] ?? 1) > MAX_LISTED_EXTENT))
    return emitter.problem(`the space of ${shapeList(shapeOf(x))} is too large`);
  const counts = shapeOf(x)
    .slice(2)
    .map((extent, d) => countsAlong(extent, window, d, withPadding));
  const full = window.kernel.reduce((product, extent) => product * extent, 1);
  const isFull = counts.every((along, d) => along.every((count) => count === window.kernel[d]));
  if (isFull || emitter.isPlaceholder(sum)) return withNumber(emitter, divide, sum, full);
  const products = counts.reduce<readonly number[]>(
    (all, along) => all.flatMap((product) => along.map((count) => product * count)),
    [1],
  );
  const divisor = tensorOf(dtypeOfValue(x), [1, 1, ...counts.map((along) => along.length)], products);
  return binary(emitter, divide, sum, emitter.constant(divisor));
}

/** The p-th root of the sum of p-th powers. */
function root(emitter: Emitter, sum: Value, p: number): Value {
  return withNumber(emitter, power, sum, 1 / p);
}

function powered(emitter: Emitter, x: Value, p: number): Value {
  const magnitude = unary(emitter, abs, x);
  if (p === 1) return magnitude;
  return p === 2 ? binary(emitter, multiply, x, x) : withNumber(emitter, power, magnitude, p);
}

function lpPool(node: NodeImport): Value {
  const { emitter, attributes } = node;
  const x = node.input(0);
  const window = poolWindow(node, x);
  const p = attributes.int("p", 2);
  return window === undefined
    ? emitter.placeholder()
    : root(emitter, pool(emitter, "add", powered(emitter, x, p), window), p);
}

/** All of space, whose dimensions stay with extent 1. */
function globalPool(
  name: string,
  build: (emitter: Emitter, x: Value, space: readonly number[], node: NodeImport) => Value,
): OnnxOperator {
  return defineOnnxOperator({
    name,
    inputs: [1, 1],
    attributes: name === "GlobalLpPool" ? { p: anyValue } : {},
    import: (node) => {
      const x = node.input(0);
      return build(
        node.emitter,
        x,
        shapeOf(x).flatMap((_, d) => (d < 2 ? [] : [d])),
        node,
      );
    },
  });
}

const pooling = { ...windowAttributes, ceil_mode: anyValue } as const;

export const poolingOperators: readonly OnnxOperator[] = [
  defineOnnxOperator({
    name: "MaxPool",
    inputs: [1, 1],
    attributes: { ...pooling, storage_order: oneOf(0) },
    import: maxPool,
  }),
  defineOnnxOperator({
    name: "AveragePool",
    inputs: [1, 1],
    attributes: { ...pooling, count_include_pad: anyValue },
    import: averagePool,
  }),
  defineOnnxOperator({
    name: "LpPool",
    since: 2,
    inputs: [1, 1],
    attributes: { ...pooling, p: anyValue },
    import: lpPool,
  }),
  globalPool("GlobalAveragePool", (emitter, x, space) => mean(emitter, x, space)),
  globalPool("GlobalMaxPool", (emitter, x, space) => reduceKeeping(emitter, "maximum", x, space)),
  globalPool("GlobalLpPool", (emitter, x, space, node) => {
    const p = node.attributes.int("p", 2);
    return root(emitter, reduceKeeping(emitter, "add", powered(emitter, x, p), space), p);
  }),
];
