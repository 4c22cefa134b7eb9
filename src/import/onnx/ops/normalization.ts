/**
 * Normalizations, as arithmetic with broadcasts: passes see one kind of thing, whatever a model calls it. Source: ONNX
 * operator specifications.
 */
import { add, divide, multiply, power, subtract } from "../../../../dialects/stablehlo/ops/binary.ts";
import { abs, sqrt } from "../../../../dialects/stablehlo/ops/unary.ts";
import type { Value } from "../../../ir/handle.ts";
import { binary, compareNumber, convert, numberLike, scale, select, unary, withNumber } from "../emit/elementwise.ts";
import { centered, mean, reciprocal, square } from "../emit/functions.ts";
import { broadcastAlong, reshape, shapeList } from "../emit/layout.ts";
import { reduceKeeping, reduceWindow } from "../emit/reduction.ts";
import { dtypeOfValue, type Emitter, extentOf, rankOf, shapeOf } from "../emitter.ts";
import type { NodeImport } from "../node-import.ts";
import { anyValue, defineOnnxOperator, type OnnxOperator, oneOf } from "../operator.ts";

/** sqrt(variance + epsilon). */
function deviation(emitter: Emitter, variance: Value, epsilon: number): Value {
  return unary(emitter, sqrt, withNumber(emitter, add, variance, epsilon));
}

/**
 * Inference: x * factor + offset, where factor = scale / sqrt(variance + epsilon) and offset = bias - mean * factor are
 * computed here, one a channel, when the statistics are constants, as they are in trained models.
 */
function batchNormalization(node: NodeImport): Value {
  const { emitter, attributes } = node;
  const x = node.input(0);
  const [gamma, beta, center, variance] = [node.input(1), node.input(2), node.input(3), node.input(4)];
  if (emitter.isPlaceholder(x)) return x;
  const dtype = dtypeOfValue(x);
  const factor = binary(
    emitter,
    divide,
    gamma,
    convert(emitter, deviation(emitter, variance, attributes.float("epsilon", 1e-5)), dtypeOfValue(gamma)),
  );
  const offset = binary(
    emitter,
    subtract,
    beta,
    binary(emitter, multiply, convert(emitter, center, dtypeOfValue(gamma)), factor),
  );
  const along = (vector: Value): Value =>
    broadcastAlong(emitter, convert(emitter, vector, dtype), shapeOf(x), Math.min(1, rankOf(x) - 1));
  return binary(emitter, add, binary(emitter, multiply, x, along(factor)), along(offset));
}

/** Each channel of each sample over its space. */
function instanceNormalization(node: NodeImport): Value {
  const { emitter, attributes } = node;
  const x = node.input(0);
  if (emitter.isPlaceholder(x)) return x;
  const space = shapeOf(x).flatMap((_, d) => (d < 2 ? [] : [d]));
  const { deviation: from, variance } = centered(emitter, x, space);
  const normal = binary(emitter, divide, from, deviation(emitter, variance, attributes.float("epsilon", 1e-5)));
  const along = (vector: Value): Value => broadcastAlong(emitter, vector, shapeOf(x), 1);
  return binary(emitter, add, binary(emitter, multiply, normal, along(node.input(1))), along(node.input(2)));
}

/** Groups of channels with their space; the scale is one a channel since opset 21, one a group before. */
function groupNormalization(node: NodeImport): Value {
  const { emitter, attributes } = node;
  const x = node.input(0);
  if (emitter.isPlaceholder(x)) return x;
  const [batch = 0, channels = 0, ...space] = shapeOf(x);
  const groups = attributes.int("num_groups", 1);
  if (groups < 1 || channels % groups !== 0)
    return emitter.problem(`cannot make ${groups} groups of ${channels} channels`);
  const cut = reshape(emitter, x, [
    batch,
    groups,
    (channels / groups) * space.reduce((product, extent) => product * extent, 1),
  ]);
  const { deviation: from, variance } = centered(emitter, cut, [2]);
  const normal = binary(emitter, divide, from, deviation(emitter, variance, attributes.float("epsilon", 1e-5)));
  const perChannel = (vector: Value): Value => {
    if (extentOf(vector, 0) === channels) return broadcastAlong(emitter, vector, shapeOf(x), 1);
    const spread = broadcastAlong(emitter, vector, [batch, groups, channels / groups, ...space], 1);
    return reshape(emitter, spread, shapeOf(x));
  };
  const whole = reshape(emitter, normal, shapeOf(x));
  return binary(emitter, add, binary(emitter, multiply, whole, perChannel(node.input(1))), perChannel(node.input(2)));
}

/** The axes from `axis` to the last. */
function trailingAxes(node: NodeImport, x: Value, fallback: number): readonly number[] {
  const first = node.axisOf(x, fallback);
  return shapeOf(x).flatMap((_, d) => (d < first ? [] : [d]));
}

/** Gives also the mean and the reciprocal deviation, where the node asks for them. */
function layerNormalization(node: NodeImport): readonly Value[] {
  const { emitter, attributes } = node;
  const x = node.input(0);
  const axes = trailingAxes(node, x, -1);
  const statistics = centered(emitter, x, axes);
  const inverse = reciprocal(emitter, deviation(emitter, statistics.variance, attributes.float("epsilon", 1e-5)));
  const normal = binary(emitter, multiply, statistics.deviation, inverse);
  const scaled = binary(emitter, multiply, normal, node.input(1));
  const bias = node.optional(2);
  return [bias === undefined ? scaled : binary(emitter, add, scaled, bias), statistics.mean, inverse];
}

function rmsNormalization(node: NodeImport): Value {
  const { emitter, attributes } = node;
  const x = node.input(0);
  const size = deviation(
    emitter,
    mean(emitter, square(emitter, x), trailingAxes(node, x, -1)),
    attributes.float("epsilon", 1e-5),
  );
  return binary(emitter, multiply, binary(emitter, divide, x, size), node.input(1));
}

/** Divided by the norm along one axis; where that is 0 the result is 0 too. */
function lpNormalization(node: NodeImport): Value {
  const { emitter, attributes } = node;
  const x = node.input(0);
  const axes = [node.axisOf(x, -1)];
  const absolute = attributes.int("p", 2) === 1;
  const total = reduceKeeping(emitter, "add", absolute ? unary(emitter, abs, x) : square(emitter, x), axes);
  const norm = absolute ? total : unary(emitter, sqrt, total);
  const divisor = select(emitter, compareNumber(emitter, "EQ", norm, 0), numberLike(emitter, norm, 1), norm);
  return binary(emitter, divide, x, divisor);
}

/** Divided by (bias + alpha / size * sum of squares of the neighbouring channels) ^ beta. */
function localResponse(node: NodeImport): Value {
  const { emitter, attributes } = node;
  const x = node.input(0);
  const size = attributes.int("size", 1);
  if (emitter.isPlaceholder(x)) return x;
  if (rankOf(x) < 2 || size < 1)
    return emitter.problem(`cannot normalize ${shapeList(shapeOf(x))} over ${size} channels`);
  const along = (value: number, others: number): number[] => shapeOf(x).map((_, d) => (d === 1 ? value : others));
  const before = Math.floor((size - 1) / 2);
  const window = {
    size: along(size, 1),
    strides: along(1, 1),
    dilations: along(1, 1),
    low: along(before, 0),
    high: along(size - 1 - before, 0),
  };
  const squares = reduceWindow(emitter, "add", square(emitter, x), window);
  const base = withNumber(
    emitter,
    add,
    scale(emitter, squares, attributes.float("alpha", 1e-4) / size),
    attributes.float("bias", 1),
  );
  return binary(
    emitter,
    divide,
    x,
    binary(emitter, power, base, numberLike(emitter, base, attributes.float("beta", 0.75))),
  );
}

function meanVariance(node: NodeImport): Value {
  const { emitter, attributes } = node;
  const x = node.input(0);
  const { deviation: from, variance } = centered(
    emitter,
    x,
    node.axes(attributes.ints("axes") ?? [0, 2, 3], rankOf(x)),
  );
  return binary(emitter, divide, from, withNumber(emitter, add, unary(emitter, sqrt, variance), 1e-9));
}

const epsilon = { epsilon: anyValue } as const;

export const normalizationOperators: readonly OnnxOperator[] = [
  defineOnnxOperator({
    name: "BatchNormalization",
    inputs: [5, 5],
    attributes: {
      ...epsilon,
      momentum: anyValue,
      spatial: oneOf(1),
      is_test: anyValue,
      consumed_inputs: anyValue,
      training_mode: oneOf(0),
    },
    import: batchNormalization,
  }),
  defineOnnxOperator({
    name: "InstanceNormalization",
    inputs: [3, 3],
    attributes: { ...epsilon, consumed_inputs: anyValue },
    import: instanceNormalization,
  }),
  defineOnnxOperator({
    name: "GroupNormalization",
    since: 18,
    inputs: [3, 3],
    attributes: { ...epsilon, num_groups: anyValue, stash_type: oneOf(1) },
    import: groupNormalization,
  }),
  defineOnnxOperator({
    name: "LayerNormalization",
    since: 17,
    inputs: [2, 3],
    outputs: 3,
    attributes: { ...epsilon, axis: anyValue, stash_type: oneOf(1) },
    import: layerNormalization,
  }),
  defineOnnxOperator({
    name: "RMSNormalization",
    since: 23,
    inputs: [2, 2],
    attributes: { ...epsilon, axis: anyValue, stash_type: oneOf(1) },
    import: rmsNormalization,
  }),
  defineOnnxOperator({
    name: "LpNormalization",
    inputs: [1, 1],
    attributes: { axis: anyValue, p: oneOf(1, 2) },
    import: lpNormalization,
  }),
  defineOnnxOperator({
    name: "LRN",
    inputs: [1, 1],
    attributes: { alpha: anyValue, beta: anyValue, bias: anyValue, size: anyValue },
    import: localResponse,
  }),
  defineOnnxOperator({
    name: "MeanVarianceNormalization",
    since: 9,
    inputs: [1, 1],
    attributes: { axes: anyValue },
    import: meanVariance,
  }),
];
