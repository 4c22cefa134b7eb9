/** Operators that make values from nothing, and those that hand them on. Source: ONNX operator specifications. */
import { add, multiply } from "../../../../dialects/stablehlo/ops/binary.ts";
import type { Value } from "../../../ir/handle.ts";
import { type DType, dtypeFacts } from "../../../tensor/dtype.ts";
import { elementCount, type Shape } from "../../../tensor/shape.ts";
import { getElement, scalar, tensorOf } from "../../../tensor/tensor.ts";
import { findDataType } from "../data-type.ts";
import { binary, clamp, compare, convert, hasFloats, numberLike, select } from "../emit/elementwise.ts";
import { iota, shapeList } from "../emit/layout.ts";
import { dtypeOfValue, rankOf, shapeOf } from "../emitter.ts";
import type { OnnxTensor } from "../model.ts";
import type { NodeImport } from "../node-import.ts";
import { anyValue, defineOnnxOperator, type OnnxOperator, oneOf } from "../operator.ts";
import { tensorFromOnnx } from "../tensor-from-onnx.ts";

/** A constant of the file; reported where Lathe has no such elements (strings). */
export function constantOf(node: NodeImport, tensor: OnnxTensor): Value {
  const value = tensorFromOnnx(tensor);
  return value === undefined
    ? node.emitter.problem(`tensors of ${tensor.dataType} are not supported`)
    : node.emitter.constant(value);
}

function constantNode(node: NodeImport): Value {
  const { attributes, emitter } = node;
  const tensor = attributes.tensor("value");
  if (tensor !== undefined) return constantOf(node, tensor);
  const float = attributes.optionalFloat("value_float");
  if (float !== undefined) return emitter.scalar("f32", float);
  const int = attributes.optionalInt("value_int");
  if (int !== undefined) return emitter.scalar("i64", int);
  const floats = attributes.floats("value_floats");
  if (floats !== undefined) return emitter.constant(tensorOf("f32", [floats.length], floats));
  const ints = attributes.ints("value_ints");
  if (ints !== undefined) return emitter.constant(tensorOf("i64", [ints.length], ints));
  return emitter.problem("expected a constant of numbers");
}

/** The element type that an attribute names by ONNX's number. */
function namedDType(node: NodeImport, attribute: string): DType | undefined {
  const code = node.attributes.optionalInt(attribute);
  if (code === undefined) return undefined;
  const dtype = findDataType(code)?.dtype;
  if (dtype === undefined)
    node.emitter.problem(`attribute "${attribute}": elements of ${findDataType(code)?.name ?? code} are not supported`);
  return dtype;
}

function validShape(node: NodeImport, shape: readonly number[]): Shape | undefined {
  if (elementCount(shape) !== undefined) return shape;
  node.emitter.problem(`expected a shape, found ${shapeList(shape)}`);
  return undefined;
}

function constantOfShape(node: NodeImport): Value {
  const { emitter } = node;
  const given = node.numbers(0, "the shape");
  const shape = given === undefined ? undefined : validShape(node, given);
  if (shape === undefined) return emitter.placeholder();
  const fill = node.attributes.tensor("value");
  const value = fill === undefined ? scalar("f32", 0) : tensorFromOnnx(fill);
  if (value === undefined || value.data.length !== 1) return emitter.problem('attribute "value": expected one number');
  return emitter.splat(value.dtype, shape, getElement(value, 0));
}

/** The largest number of an 8-bit float type; undefined for other types. */
const largestFloat8: Partial<Readonly<Record<DType, number>>> = {
  f8E4M3FN: 448,
  f8E4M3FNUZ: 240,
  f8E5M2: 57344,
  f8E5M2FNUZ: 57344,
};

/** A conversion as ONNX means it: 8-bit floats saturate unless told otherwise, and integers below a byte wrap. */
function castTo(node: NodeImport, value: Value, dtype: DType): Value {
  const { emitter } = node;
  if (emitter.isPlaceholder(value)) return value;
  const { bits, kind } = dtypeFacts(dtype);
  if (hasFloats(value) && kind !== "float" && kind !== "boolean" && bits < 8)
    return convert(emitter, convert(emitter, value, "i32"), dtype);
  const largest = largestFloat8[dtype];
  if (largest === undefined || !hasFloats(value) || node.attributes.int("saturate", 1) === 0)
    return convert(emitter, value, dtype);
  const bound = (number: number): Value => emitter.scalar(dtypeOfValue(value), number);
  return convert(emitter, clamp(emitter, bound(-largest), value, bound(largest)), dtype);
}

function cast(node: NodeImport): Value {
  const dtype = namedDType(node, "to");
  return dtype === undefined ? node.emitter.placeholder() : castTo(node, node.input(0), dtype);
}

/** start, start + delta, ... below limit: the count must be known. */
function range(node: NodeImport): Value {
  const { emitter } = node;
  const [start] = node.numbers(0, "the start") ?? [];
  const [limit] = node.numbers(1, "the limit") ?? [];
  const [delta] = node.numbers(2, "the step") ?? [];
  if (start === undefined || limit === undefined || delta === undefined) return emitter.placeholder();
  const count = Math.max(0, Math.ceil((limit - start) / delta));
  if (elementCount([count]) === undefined)
    return emitter.problem(`a range from ${start} to ${limit} by ${delta} has no length`);
  const dtype = dtypeOfValue(node.input(0));
  const steps = binary(emitter, multiply, iota(emitter, dtype, [count], 0), node.input(2));
  return binary(emitter, add, steps, node.input(0));
}

function eyeLike(node: NodeImport): Value {
  const { emitter } = node;
  const x = node.input(0);
  const shape = shapeOf(x);
  if (shape.length !== 2)
    return emitter.isPlaceholder(x) ? x : emitter.problem(`expected a matrix, found ${shapeList(shape)}`);
  const diagonal = binary(
    emitter,
    add,
    iota(emitter, "i32", shape, 0),
    numberLike(emitter, iota(emitter, "i32", shape, 0), node.attributes.int("k", 0)),
  );
  return convert(
    emitter,
    compare(emitter, "EQ", diagonal, iota(emitter, "i32", shape, 1)),
    namedDType(node, "dtype") ?? dtypeOfValue(x),
  );
}

/** The upper or lower triangle of the last two dimensions, from the diagonal `k` on. */
function trilu(node: NodeImport): Value {
  const { emitter } = node;
  const x = node.input(0);
  const shape = shapeOf(x);
  const rank = rankOf(x);
  if (rank < 2) return emitter.isPlaceholder(x) ? x : emitter.problem(`expected matrices, found ${shapeList(shape)}`);
  const [k = 0] = node.numbers(1, "k") ?? [];
  const rows = iota(emitter, "i32", shape, rank - 2);
  const diagonal = binary(emitter, add, rows, numberLike(emitter, rows, Math.max(-(2 ** 30), Math.min(k, 2 ** 30))));
  const columns = iota(emitter, "i32", shape, rank - 1);
  const kept = compare(emitter, node.attributes.int("upper", 1) === 1 ? "GE" : "LE", columns, diagonal);
  return select(emitter, kept, x, numberLike(emitter, x, 0));
}

const castAttributes = { to: anyValue, saturate: anyValue, round_mode: oneOf("up") };

export const constantOperators: readonly OnnxOperator[] = [
  defineOnnxOperator({
    name: "Constant",
    inputs: [0, 0],
    attributes: {
      value: anyValue,
      value_float: anyValue,
      value_int: anyValue,
      value_floats: anyValue,
      value_ints: anyValue,
    },
    import: constantNode,
  }),
  defineOnnxOperator({
    name: "ConstantOfShape",
    since: 9,
    inputs: [1, 1],
    attributes: { value: anyValue },
    import: constantOfShape,
  }),
  defineOnnxOperator({ name: "Identity", inputs: [1, 1], import: (node) => node.input(0) }),
  defineOnnxOperator({ name: "Cast", since: 6, inputs: [1, 1], attributes: castAttributes, import: cast }),
  defineOnnxOperator({
    name: "CastLike",
    since: 15,
    inputs: [2, 2],
    attributes: { saturate: anyValue, round_mode: oneOf("up") },
    import: (node) => castTo(node, node.input(0), dtypeOfValue(node.input(1))),
  }),
  defineOnnxOperator({ name: "Range", since: 11, inputs: [3, 3], import: range }),
  defineOnnxOperator({
    name: "EyeLike",
    since: 9,
    inputs: [1, 1],
    attributes: { dtype: anyValue, k: anyValue },
    import: eyeLike,
  }),
  defineOnnxOperator({ name: "Trilu", since: 14, inputs: [1, 2], attributes: { upper: anyValue }, import: trilu }),
];
