/** Activation functions and softmax. Source: ONNX operator specifications. */
import { add, divide, maximum, minimum, multiply, subtract } from "../../../../dialects/stablehlo/ops/binary.ts";
import { abs, exponentialMinusOne, tanh } from "../../../../dialects/stablehlo/ops/unary.ts";
import type { Value } from "../../../ir/handle.ts";
import { isFloat } from "../../../tensor/dtype.ts";
import {
  binary,
  clamp,
  compare,
  compareNumber,
  convert,
  numberLike,
  scale,
  select,
  unary,
  withNumber,
} from "../emit/elementwise.ts";
import { erf, hardSigmoid, logSoftmax, sigmoid, softmax, softplus, square } from "../emit/functions.ts";
import { insertAxes, iota, reshape } from "../emit/layout.ts";
import { neutral, reduceKeeping } from "../emit/reduction.ts";
import { dtypeOfValue, type Emitter, rankOf, shapeOf } from "../emitter.ts";
import type { NodeImport } from "../node-import.ts";
import { type AttributeRule, anyValue, defineOnnxOperator, type OnnxOperator, oneOf } from "../operator.ts";

/** An operator of one input and float attributes, given here with their defaults. */
function activation<const A extends Readonly<Record<string, number>>>(
  name: string,
  defaults: A,
  build: (emitter: Emitter, value: Value, attributes: { readonly [K in keyof A]: number }) => Value,
): OnnxOperator {
  const attributes: Record<string, AttributeRule> = { consumed_inputs: anyValue };
  for (const key of Object.keys(defaults)) attributes[key] = anyValue;
  return defineOnnxOperator({
    name,
    inputs: [1, 1],
    attributes,
    import: (node) => {
      const values: { [K in keyof A]: number } = { ...defaults };
      for (const key in defaults) values[key] = node.attributes.float(key, defaults[key] ?? 0);
      return build(node.emitter, node.input(0), values);
    },
  });
}

const relu = (emitter: Emitter, x: Value): Value => withNumber(emitter, maximum, x, 0);

/** `negative` where x is below 0. */
function belowZero(emitter: Emitter, x: Value, negative: Value): Value {
  return select(emitter, compareNumber(emitter, "LT", x, 0), negative, x);
}

const expm1 = (emitter: Emitter, x: Value): Value => unary(emitter, exponentialMinusOne, x);

const simple: readonly OnnxOperator[] = [
  activation("Relu", {}, relu),
  activation("LeakyRelu", { alpha: 0.01 }, (e, x, { alpha }) => belowZero(e, x, scale(e, x, alpha))),
  activation("ThresholdedRelu", { alpha: 1 }, (e, x, { alpha }) =>
    select(e, compareNumber(e, "GT", x, alpha), x, numberLike(e, x, 0)),
  ),
  activation("Elu", { alpha: 1 }, (e, x, { alpha }) => belowZero(e, x, scale(e, expm1(e, x), alpha))),
  activation("Celu", { alpha: 1 }, (e, x, { alpha }) =>
    belowZero(e, x, scale(e, expm1(e, scale(e, x, 1 / alpha)), alpha)),
  ),
  activation("Selu", { alpha: 1.6732631921768188, gamma: 1.0507010221481323 }, (e, x, { alpha, gamma }) =>
    scale(e, belowZero(e, x, scale(e, expm1(e, x), alpha)), gamma),
  ),
  activation("HardSigmoid", { alpha: 0.2, beta: 0.5 }, (e, x, { alpha, beta }) => hardSigmoid(e, x, alpha, beta)),
  activation("HardSwish", {}, (e, x) => binary(e, multiply, x, hardSigmoid(e, x, 1 / 6, 0.5))),
  activation("Softplus", {}, softplus),
  activation("Softsign", {}, (e, x) => binary(e, divide, x, withNumber(e, add, unary(e, abs, x), 1))),
  activation("Mish", {}, (e, x) => binary(e, multiply, x, unary(e, tanh, softplus(e, x)))),
  activation("Swish", { alpha: 1 }, (e, x, { alpha }) => binary(e, multiply, x, sigmoid(e, scale(e, x, alpha)))),
  activation("Shrink", { bias: 0, lambd: 0.5 }, (e, x, { bias, lambd }) => {
    const inner = select(e, compareNumber(e, "GT", x, lambd), withNumber(e, subtract, x, bias), numberLike(e, x, 0));
    return select(e, compareNumber(e, "LT", x, -lambd), withNumber(e, add, x, bias), inner);
  }),
];

const gelu = defineOnnxOperator({
  name: "Gelu",
  since: 20,
  inputs: [1, 1],
  attributes: { approximate: oneOf("none", "tanh") },
  import: (node) => {
    const { emitter } = node;
    const x = node.input(0);
    const inner =
      node.attributes.string("approximate", "none") === "none"
        ? erf(emitter, scale(emitter, x, Math.SQRT1_2))
        : unary(
            emitter,
            tanh,
            scale(
              emitter,
              binary(emitter, add, x, scale(emitter, binary(emitter, multiply, square(emitter, x), x), 0.044715)),
              Math.sqrt(2 / Math.PI),
            ),
          );
    return binary(emitter, multiply, scale(emitter, x, 0.5), withNumber(emitter, add, inner, 1));
  },
});

/** The slope broadcasts to the input only; before opset 7 a vector of slopes went along the channels. */
function prelu(node: NodeImport): Value {
  const { emitter, opset } = node;
  const [x, slope] = [node.input(0), node.input(1)];
  const alongChannels = opset < 7 && rankOf(slope) === 1 && rankOf(x) > 1;
  const aligned = alongChannels
    ? insertAxes(
        emitter,
        slope,
        shapeOf(x)
          .slice(2)
          .map((_, at) => at + 1),
      )
    : slope;
  return belowZero(emitter, x, binary(emitter, multiply, x, aligned));
}

/** Bounds as attributes (before opset 11). */
function clipByAttributes(node: NodeImport): Value {
  const { emitter, attributes } = node;
  const x = node.input(0);
  const dtype = dtypeOfValue(x);
  const [low, high] = [attributes.optionalFloat("min"), attributes.optionalFloat("max")];
  return clipped(
    emitter,
    x,
    low === undefined ? undefined : emitter.scalar(dtype, low),
    high === undefined ? undefined : emitter.scalar(dtype, high),
  );
}

/** Bounds as inputs, each of which may be left out. */
function clipByInputs(node: NodeImport): Value {
  return clipped(node.emitter, node.input(0), scalarInput(node, 1), scalarInput(node, 2));
}

/** Some exporters write a bound as a vector of one element. */
function scalarInput(node: NodeImport, index: number): Value | undefined {
  const value = node.optional(index);
  return value === undefined ? undefined : reshape(node.emitter, value, []);
}

function clipped(emitter: Emitter, x: Value, low: Value | undefined, high: Value | undefined): Value {
  if (low !== undefined && high !== undefined) return clamp(emitter, low, x, high);
  if (low !== undefined) return binary(emitter, maximum, x, low);
  return high === undefined ? x : binary(emitter, minimum, x, high);
}

/**
 * Softmax and its logarithm. Before opset 13 the input counts as a matrix, cut before `axis`, and a row is everything
 * from there on; since then it is one axis.
 */
function softmaxOperator(
  name: string,
  build: (emitter: Emitter, x: Value, axes: readonly number[]) => Value,
): readonly OnnxOperator[] {
  const coerced = defineOnnxOperator({
    name,
    inputs: [1, 1],
    attributes: { axis: anyValue },
    import: (node) => {
      const x = node.input(0);
      const first = node.axisOf(x, 1);
      return build(
        node.emitter,
        x,
        shapeOf(x).flatMap((_, d) => (d < first ? [] : [d])),
      );
    },
  });
  const alongAxis = defineOnnxOperator({
    name,
    since: 13,
    inputs: [1, 1],
    attributes: { axis: anyValue },
    import: (node) => build(node.emitter, node.input(0), [node.axisOf(node.input(0), -1)]),
  });
  return [coerced, alongAxis];
}

/** 1 at the first of the largest elements along the axes, 0 elsewhere. */
function hardmax(emitter: Emitter, x: Value, axes: readonly number[]): Value {
  const shape = shapeOf(x);
  const ordinals = axes.reduce(
    (sum, d, at) => {
      const below = axes.slice(at + 1).reduce((product, other) => product * (shape[other] ?? 1), 1);
      return binary(emitter, add, sum, scale(emitter, iota(emitter, "i32", shape, d), below));
    },
    emitter.splat("i32", shape, 0),
  );
  const isLargest = compare(emitter, "EQ", x, reduceKeeping(emitter, "maximum", x, axes));
  const never = emitter.splat("i32", shape, neutral("minimum", "i32"));
  const first = reduceKeeping(emitter, "minimum", select(emitter, isLargest, ordinals, never), axes);
  return convert(emitter, compare(emitter, "EQ", ordinals, first), dtypeOfValue(x));
}

const dropoutAttributes = {
  is_test: anyValue,
  ratio: anyValue,
  seed: anyValue,
  consumed_inputs: anyValue,
  training_mode: oneOf(0),
};

/** Inference: the input itself, and a mask of trues. */
function dropout(node: NodeImport): readonly Value[] {
  const { emitter } = node;
  const x = node.input(0);
  const training = node.optional(2);
  const known = training === undefined ? undefined : emitter.known(training);
  if (training !== undefined && known?.data[0] !== 0) emitter.problem("training mode is not supported");
  const mask = node.wants(1)
    ? [emitter.splat(node.opset < 10 && isFloat(dtypeOfValue(x)) ? dtypeOfValue(x) : "i1", shapeOf(x), 1)]
    : [];
  return [x, ...mask];
}

export const activationOperators: readonly OnnxOperator[] = [
  ...simple,
  gelu,
  defineOnnxOperator({ name: "PRelu", inputs: [2, 2], attributes: { consumed_inputs: anyValue }, import: prelu }),
  defineOnnxOperator({
    name: "Clip",
    inputs: [1, 1],
    attributes: { min: anyValue, max: anyValue, consumed_inputs: anyValue },
    import: clipByAttributes,
  }),
  defineOnnxOperator({ name: "Clip", since: 11, inputs: [1, 3], import: clipByInputs }),
  ...softmaxOperator("Softmax", softmax),
  ...softmaxOperator("LogSoftmax", logSoftmax),
  ...softmaxOperator("Hardmax", hardmax),
  defineOnnxOperator({ name: "Dropout", inputs: [1, 3], outputs: 2, attributes: dropoutAttributes, import: dropout }),
];
