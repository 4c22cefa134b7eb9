/** Element-wise named ops, fill and copy: all operands have the shape of the destination. */

import { optionalAttr } from "../../../src/definition/operation.ts";
import { affineMap, identityMap } from "../../../src/ir/affine.ts";
import { isShaped, type Type } from "../../../src/ir/attribute.ts";
import type { OperationHandle } from "../../../src/ir/handle.ts";
import { TypeFnAttr } from "../attributes.ts";
import type { ElementBody, ElementBuilder, ElementValue } from "../element-builder.ts";
import { defineNamedOp } from "../named-op.ts";
import type { IteratorType } from "../structured.ts";

/** The rank of the destination, which is the last operand. */
function rankOf(operation: OperationHandle): number {
  const { type } = operation.opOperand(operation.operandCount - 1);
  return isShaped(type) ? type.shape.length : 0;
}
const identities = (operation: OperationHandle) => operation.opOperands.map(() => identityMap(rankOf(operation)));
const parallel = (operation: OperationHandle): readonly IteratorType[] =>
  new Array<IteratorType>(rankOf(operation)).fill("parallel");

const isBoolean = (type: Type | undefined): boolean => type?.kind === "integer-type" && type.width === 1;
const isFloat = (type: Type | undefined): boolean => type?.kind === "float-type";

export const fill = defineNamedOp({
  mnemonic: "fill",
  summary: "sets all elements of the destination to one value",
  inputs: 1,
  maps: (operation) => [affineMap(rankOf(operation), 0, []), identityMap(rankOf(operation))],
  iterators: parallel,
  body: (builder, [value, output]) => (value && output ? [builder.cast(value, output.type)] : []),
  attributes: {},
  example: "%1 = linalg.fill ins(%zero : f32) outs(%0 : tensor<4x8xf32>) -> tensor<4x8xf32>",
});

export const copy = defineNamedOp({
  mnemonic: "copy",
  summary: "copies the elements, converted to the type of the destination",
  inputs: 1,
  maps: identities,
  iterators: parallel,
  body: (builder, [value, output]) => (value && output ? [builder.cast(value, output.type)] : []),
  attributes: { cast: optionalAttr(TypeFnAttr) },
  example: "%2 = linalg.copy ins(%0 : tensor<4x8xf32>) outs(%1 : tensor<4x8xf32>) -> tensor<4x8xf32>",
});

function unary(
  mnemonic: string,
  summary: string,
  compute: (builder: ElementBuilder, value: ElementValue) => ElementValue,
) {
  const body: ElementBody = (builder, [value]) => (value === undefined ? [] : [compute(builder, value)]);
  return defineNamedOp({
    mnemonic,
    summary,
    inputs: 1,
    maps: identities,
    iterators: parallel,
    body,
    refuses: ([element]) => (isFloat(element) ? undefined : "unsupported non numeric type"),
    attributes: {},
    example: `%1 = linalg.${mnemonic} ins(%0 : tensor<4xf32>) outs(%init : tensor<4xf32>) -> tensor<4xf32>`,
  });
}
const call = (name: string) => (builder: ElementBuilder, value: ElementValue) => builder.op(name, [value]);

export const exp = unary("exp", "e to the power of each element", call("math.exp"));
export const log = unary("log", "natural logarithm of each element", call("math.log"));
export const abs = unary("abs", "absolute value of each element", call("math.absf"));
export const ceil = unary("ceil", "each element rounded up", call("math.ceil"));
export const floor = unary("floor", "each element rounded down", call("math.floor"));
export const negf = unary("negf", "each element with its sign changed", call("arith.negf"));
export const round = unary(
  "round",
  "each element rounded to the nearest integer, ties away from zero",
  call("math.round"),
);
export const sqrt = unary("sqrt", "square root of each element", call("math.sqrt"));
export const rsqrt = unary("rsqrt", "reciprocal square root of each element", call("math.rsqrt"));
export const square = unary("square", "each element times itself", (builder, value) => builder.mul(value, value));
export const tanh = unary("tanh", "hyperbolic tangent of each element", call("math.tanh"));
export const erf = unary("erf", "error function of each element", call("math.erf"));
export const reciprocal = unary("reciprocal", "1 divided by each element", (builder, value) =>
  builder.op("arith.divf", [builder.constant(1, value.type), value]),
);

type BinaryCompute = (builder: ElementBuilder, a: ElementValue, b: ElementValue) => ElementValue;

function binary(
  mnemonic: string,
  summary: string,
  compute: BinaryCompute,
  refuses: (element: Type | undefined) => string | undefined = () => undefined,
) {
  const body: ElementBody = (builder, [a, b]) => (a && b ? [compute(builder, a, b)] : []);
  return defineNamedOp({
    mnemonic,
    summary,
    inputs: 2,
    maps: identities,
    iterators: parallel,
    body,
    refuses: ([element]) => refuses(element),
    attributes: {},
    example: `%2 = linalg.${mnemonic} ins(%0, %1 : tensor<4xf32>, tensor<4xf32>) outs(%init : tensor<4xf32>) -> tensor<4xf32>`,
  });
}
const noBooleans = (name: string) => (element: Type | undefined) =>
  isBoolean(element) ? `unsupported operation: ${name} with bools` : undefined;

export const add = binary("add", "sum of the elements", (builder, a, b) => builder.add(a, b));
export const sub = binary("sub", "difference of the elements", (builder, a, b) => builder.sub(a, b), noBooleans("sub"));
export const mul = binary("mul", "product of the elements", (builder, a, b) => builder.mul(a, b));
export const div = binary(
  "div",
  "quotient of the elements, towards zero for integers",
  (builder, a, b) => builder.op(isFloat(a.type) ? "arith.divf" : "arith.divsi", [a, b]),
  noBooleans("div"),
);
export const divUnsigned = binary(
  "div_unsigned",
  "quotient of the elements as unsigned integers",
  (builder, a, b) => builder.op("arith.divui", [a, b]),
  (element) => (isFloat(element) || isBoolean(element) ? "unsupported operation: unsigned div not on uint" : undefined),
);
export const max = binary("max", "larger of the elements, signed", (builder, a, b) => builder.max(a, b));
export const min = binary("min", "smaller of the elements, signed", (builder, a, b) => builder.min(a, b));
export const powf = binary(
  "powf",
  "the first element to the power of the second",
  (builder, a, b) => builder.op("math.powf", [a, b]),
  (element) => (isFloat(element) ? undefined : "unsupported non numeric type"),
);

export const select = defineNamedOp({
  mnemonic: "select",
  summary: "the second element where the first is true, the third elsewhere",
  inputs: 3,
  maps: identities,
  iterators: parallel,
  body: (builder, [condition, a, b]) =>
    condition && a && b ? [builder.op("arith.select", [condition, a, b], a.type)] : [],
  refuses: ([condition]) => (isBoolean(condition) ? undefined : "unsupported non boolean condition"),
  attributes: {},
  example:
    "%3 = linalg.select ins(%0, %1, %2 : tensor<4xi1>, tensor<4xf32>, tensor<4xf32>) outs(%init : tensor<4xf32>) -> tensor<4xf32>",
});

export const elementwiseOps = [
  fill, copy, exp, log, abs, ceil, floor, negf, round, sqrt, rsqrt, square, tanh, erf, reciprocal,
  add, sub, mul, div, divUnsigned, max, min, powf, select,
]; // biome-ignore format: a list
