/** Affine quantization: real = (code - zero point) * scale. Source: ONNX operator specifications. */
import { add, divide, maximum, minimum, multiply, subtract } from "../../../../dialects/stablehlo/ops/binary.ts";
import { roundNearestEven } from "../../../../dialects/stablehlo/ops/unary.ts";
import type { Value } from "../../../ir/handle.ts";
import { type DType, dtypeFacts } from "../../../tensor/dtype.ts";
import { matmul } from "../emit/contraction.ts";
import { binary, convert, unary, withNumber } from "../emit/elementwise.ts";
import { broadcastAlong, reshape } from "../emit/layout.ts";
import { reduce } from "../emit/reduction.ts";
import { dtypeOfValue, type Emitter, rankOf, shapeOf } from "../emitter.ts";
import type { NodeImport } from "../node-import.ts";
import { anyValue, defineOnnxOperator, type OnnxOperator, oneOf } from "../operator.ts";
import { convolve, withoutZeroPoint } from "./convolution.ts";
import { windowAttributes } from "./window.ts";

/** Smallest and largest code of an integer type. */
function codeRange(dtype: DType): readonly [number, number] {
  const { bits, kind } = dtypeFacts(dtype);
  return kind === "unsigned" ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
}

/** A scale or zero point, one for all or one a position of `axis`, in the shape of `x`. */
function spread(node: NodeImport, parameter: Value, x: Value): Value {
  if (rankOf(parameter) !== 1 || shapeOf(parameter)[0] === 1) return reshape(node.emitter, parameter, []);
  return broadcastAlong(node.emitter, parameter, shapeOf(x), node.axisOf(x, 1));
}

/** round(x / scale) + zero point, kept within the codes. */
function quantize(emitter: Emitter, x: Value, scale: Value, zero: Value | undefined, dtype: DType): Value {
  const rounded = unary(
    emitter,
    roundNearestEven,
    binary(emitter, divide, x, convert(emitter, scale, dtypeOfValue(x))),
  );
  const moved = zero === undefined ? rounded : binary(emitter, add, rounded, convert(emitter, zero, dtypeOfValue(x)));
  const [low, high] = codeRange(dtype);
  return convert(emitter, withNumber(emitter, minimum, withNumber(emitter, maximum, moved, low), high), dtype);
}

function quantizeLinear(node: NodeImport): Value {
  const { emitter } = node;
  const x = node.input(0);
  const zero = node.optional(2);
  const dtype = zero === undefined ? "ui8" : dtypeOfValue(zero);
  if (emitter.isPlaceholder(x)) return x;
  const { kind } = dtypeFacts(dtype);
  if (kind !== "signed" && kind !== "unsigned") return emitter.problem(`quantization to ${dtype} is not supported`);
  const floats = convert(emitter, x, dtypeOfValue(x) === "i32" ? "f32" : dtypeOfValue(x));
  return quantize(
    emitter,
    floats,
    spread(node, node.input(1), x),
    zero === undefined ? undefined : spread(node, zero, x),
    dtype,
  );
}

function dequantizeLinear(node: NodeImport): Value {
  const { emitter } = node;
  const [x, scale, zero] = [node.input(0), node.input(1), node.optional(2)];
  if (emitter.isPlaceholder(x) || emitter.isPlaceholder(scale)) return emitter.placeholder();
  const codes = convert(emitter, x, dtypeOfValue(scale));
  const moved =
    zero === undefined
      ? codes
      : binary(emitter, subtract, codes, convert(emitter, spread(node, zero, x), dtypeOfValue(scale)));
  return binary(emitter, multiply, moved, spread(node, scale, x));
}

/** Codes from 0 to 255 over the range of the input and 0; gives the scale and the zero point too. */
function dynamicQuantizeLinear(node: NodeImport): readonly Value[] {
  const { emitter } = node;
  const x = node.input(0);
  const all = shapeOf(x).map((_, d) => d);
  const low = withNumber(emitter, minimum, reduce(emitter, "minimum", x, all), 0);
  const high = withNumber(emitter, maximum, reduce(emitter, "maximum", x, all), 0);
  const scale = withNumber(emitter, divide, binary(emitter, subtract, high, low), 255);
  const fromZero = binary(emitter, divide, binary(emitter, multiply, low, emitter.scalar("f32", -1)), scale);
  const clamped = withNumber(
    emitter,
    minimum,
    withNumber(emitter, maximum, unary(emitter, roundNearestEven, fromZero), 0),
    255,
  );
  const zero = convert(emitter, clamped, "ui8");
  return [quantize(emitter, x, scale, zero, "ui8"), scale, zero];
}

/**
 * Sums of products of codes, as i32, to codes of the result: times left scale * right scale / result scale, one for all
 * or one along `axis`.
 */
function requantize(
  node: NodeImport,
  sums: Value,
  scales: readonly [Value, Value, Value],
  zero: Value,
  axis: number,
): Value {
  const { emitter } = node;
  if (emitter.isPlaceholder(sums)) return sums;
  const [left, right, result] = scales;
  const factor = binary(emitter, divide, binary(emitter, multiply, left, right), result);
  const single = rankOf(factor) !== 1 || shapeOf(factor)[0] === 1;
  const along = single ? reshape(emitter, factor, []) : broadcastAlong(emitter, factor, shapeOf(sums), axis);
  const scaled = unary(
    emitter,
    roundNearestEven,
    binary(emitter, multiply, convert(emitter, sums, "f32"), convert(emitter, along, "f32")),
  );
  const dtype = dtypeOfValue(zero);
  const [low, high] = codeRange(dtype);
  const moved = binary(emitter, add, scaled, convert(emitter, reshape(emitter, zero, []), "f32"));
  return convert(emitter, withNumber(emitter, minimum, withNumber(emitter, maximum, moved, low), high), dtype);
}

/**
 * Inputs: x, its scale and zero point, w, its scale and zero point, the result's scale and zero point, and a bias in
 * i32.
 */
function qLinearConv(node: NodeImport): Value {
  const { emitter } = node;
  const x = withoutZeroPoint(emitter, node.input(0), node.input(2), 1);
  const w = withoutZeroPoint(emitter, node.input(3), node.input(5), 0);
  const sums = convolve(node, x, w);
  const bias = node.optional(8);
  const whole =
    bias === undefined || emitter.isPlaceholder(sums)
      ? sums
      : binary(emitter, add, sums, broadcastAlong(emitter, bias, shapeOf(sums), 1));
  return requantize(node, whole, [node.input(1), node.input(4), node.input(6)], node.input(7), 1);
}

/** The same inputs without a bias; scales may be one a row of the left or one a column of the right matrix. */
function qLinearMatMul(node: NodeImport): Value {
  const { emitter } = node;
  const [a, b] = [node.input(0), node.input(3)];
  const left = withoutZeroPoint(emitter, a, node.input(2), Math.max(0, rankOf(a) - 2));
  const right = withoutZeroPoint(emitter, b, node.input(5), Math.max(0, rankOf(b) - 1));
  const sums = matmul(emitter, left, right);
  return requantize(
    node,
    sums,
    [node.input(1), node.input(4), node.input(6)],
    node.input(7),
    Math.max(0, rankOf(sums) - 1),
  );
}

const attributes = { axis: anyValue, saturate: oneOf(1), block_size: oneOf(0), precision: oneOf(0) } as const;

export const quantizationOperators: readonly OnnxOperator[] = [
  defineOnnxOperator({ name: "QuantizeLinear", since: 10, inputs: [2, 3], attributes, import: quantizeLinear }),
  defineOnnxOperator({ name: "DequantizeLinear", since: 10, inputs: [2, 3], attributes, import: dequantizeLinear }),
  defineOnnxOperator({
    name: "DynamicQuantizeLinear",
    since: 11,
    inputs: [1, 1],
    outputs: 3,
    import: dynamicQuantizeLinear,
  }),
  defineOnnxOperator({
    name: "QLinearConv",
    since: 10,
    inputs: [8, 9],
    attributes: { ...windowAttributes, group: anyValue },
    import: qLinearConv,
  }),
  defineOnnxOperator({ name: "QLinearMatMul", since: 10, inputs: [8, 8], import: qLinearMatMul }),
];
