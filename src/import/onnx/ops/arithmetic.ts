/** Element-wise arithmetic, comparison, logic and bits. Source: ONNX operator specifications. */
import {
  add,
  and,
  divide,
  maximum,
  minimum,
  multiply,
  or,
  power,
  remainder,
  shiftLeft,
  shiftRightLogical,
  subtract,
  xor,
} from "../../../../dialects/stablehlo/ops/binary.ts";
import {
  abs,
  ceil,
  cosine,
  exponential,
  floor,
  log,
  negate,
  not,
  roundNearestEven,
  sign,
  sine,
  sqrt,
  tan,
  tanh,
} from "../../../../dialects/stablehlo/ops/unary.ts";
import type { Value } from "../../../ir/handle.ts";
import { dtypeFacts } from "../../../tensor/dtype.ts";
import {
  type BinaryDefinition,
  binary,
  compare,
  compareNumber,
  convert,
  type Direction,
  hasFloats,
  select,
  type UnaryDefinition,
  unary,
  withNumber,
} from "../emit/elementwise.ts";
import {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atanh,
  cosh,
  erf,
  reciprocal,
  sigmoid,
  sinh,
  square,
  type UnaryFunction,
} from "../emit/functions.ts";
import { insertAxes } from "../emit/layout.ts";
import { dtypeOfValue, type Emitter, rankOf, shapeOf } from "../emitter.ts";
import { type NodeImport, numbersOf } from "../node-import.ts";
import { anyValue, defineOnnxOperator, type OnnxOperator, oneOf } from "../operator.ts";

/** A hint about memory that element-wise operators had in opset 1. */
const legacy = { consumed_inputs: anyValue } as const;

function unaryOperator(name: string, build: UnaryFunction): OnnxOperator {
  return defineOnnxOperator({
    name,
    inputs: [1, 1],
    attributes: legacy,
    import: (node) => build(node.emitter, node.input(0)),
  });
}

/** An operator that is one StableHLO operation. */
function direct(name: string, definition: UnaryDefinition): OnnxOperator {
  return unaryOperator(name, (emitter, value) => unary(emitter, definition, value));
}

/** StableHLO has no absolute value and no sign of what cannot be negative. */
function isUnsigned(value: Value): boolean {
  return dtypeFacts(dtypeOfValue(value)).kind === "unsigned";
}

const unaryOperators: readonly OnnxOperator[] = [
  unaryOperator("Abs", (emitter, value) => (isUnsigned(value) ? value : unary(emitter, abs, value))),
  direct("Ceil", ceil),
  direct("Cos", cosine),
  direct("Exp", exponential),
  direct("Floor", floor),
  direct("Log", log),
  direct("Neg", negate),
  direct("Not", not),
  direct("BitwiseNot", not),
  direct("Round", roundNearestEven),
  unaryOperator("Sign", (emitter, value) =>
    isUnsigned(value) ? withNumber(emitter, minimum, value, 1) : unary(emitter, sign, value),
  ),
  direct("Sin", sine),
  direct("Sqrt", sqrt),
  direct("Tan", tan),
  direct("Tanh", tanh),
  unaryOperator("Acos", acos),
  unaryOperator("Acosh", acosh),
  unaryOperator("Asin", asin),
  unaryOperator("Asinh", asinh),
  unaryOperator("Atan", atan),
  unaryOperator("Atanh", atanh),
  unaryOperator("Cosh", cosh),
  unaryOperator("Erf", erf),
  unaryOperator("Reciprocal", reciprocal),
  unaryOperator("Sigmoid", sigmoid),
  unaryOperator("Sinh", sinh),
  unaryOperator("IsNaN", (emitter, value) => compare(emitter, "NE", value, value)),
];

/**
 * Two inputs with numpy's broadcasting. Before opset 7 only the second was broadcast, where `broadcast` asked for it,
 * and from dimension `axis` on.
 */
function binaryOperator(
  name: string,
  build: (emitter: Emitter, left: Value, right: Value) => Value,
  inputs?: "any",
): readonly OnnxOperator[] {
  const now = defineOnnxOperator({
    name,
    since: 7,
    inputs: [2, 2],
    import: (node) => build(node.emitter, node.input(0), node.input(1)),
  });
  if (inputs === "any") return [{ ...now, since: 1 }];
  const before = defineOnnxOperator({
    name,
    inputs: [2, 2],
    attributes: { ...legacy, axis: anyValue, broadcast: anyValue },
    import: (node) => build(node.emitter, node.input(0), alignedAt(node)),
  });
  return [before, now];
}

/** The second input with extents of 1 behind it, so that it begins at dimension `axis` of the first. */
function alignedAt(node: NodeImport): Value {
  const [left, right] = [node.input(0), node.input(1)];
  const axis = node.attributes.optionalInt("axis");
  if (axis === undefined) return right;
  const behind = rankOf(left) - node.axis(axis, rankOf(left)) - rankOf(right);
  return insertAxes(
    node.emitter,
    right,
    Array.from({ length: Math.max(0, behind) }, (_, at) => rankOf(right) + at),
  );
}

function arithmetic(name: string, definition: BinaryDefinition): readonly OnnxOperator[] {
  return binaryOperator(name, (emitter, left, right) => binary(emitter, definition, left, right));
}

function comparison(name: string, direction: Direction): readonly OnnxOperator[] {
  return binaryOperator(name, (emitter, left, right) => compare(emitter, direction, left, right));
}

/**
 * The exponent may be of another type. Squares are multiplications, as ONNX Runtime computes them: exact, and a hundred
 * times faster than a power.
 */
function powerOf(emitter: Emitter, base: Value, exponent: Value): Value {
  const known = emitter.known(exponent);
  const [only] = known !== undefined && known.data.length === 1 ? numbersOf(known) : [];
  if (only === 2 && rankOf(exponent) <= rankOf(base)) return square(emitter, base);
  if (only === 0.5 && hasFloats(base) && rankOf(exponent) <= rankOf(base)) return unary(emitter, sqrt, base);
  const floats = hasFloats(exponent) && !hasFloats(base);
  if (!floats) return binary(emitter, power, base, convert(emitter, exponent, dtypeOfValue(base)));
  return convert(
    emitter,
    binary(emitter, power, convert(emitter, base, dtypeOfValue(exponent)), exponent),
    dtypeOfValue(base),
  );
}

/** The remainder with the divisor's sign, as Python's %. StableHLO's has the dividend's. */
function moduloOf(emitter: Emitter, left: Value, right: Value): Value {
  const rest = binary(emitter, remainder, left, right);
  const signsDiffer = compare(
    emitter,
    "NE",
    compareNumber(emitter, "LT", rest, 0),
    compareNumber(emitter, "LT", right, 0),
  );
  const wrong = binary(emitter, and, signsDiffer, compareNumber(emitter, "NE", rest, 0));
  return select(emitter, wrong, binary(emitter, add, rest, right), rest);
}

/** Any number of inputs, combined from the left. */
function variadicOperator(
  name: string,
  definition: BinaryDefinition,
  finish: (emitter: Emitter, value: Value, count: number) => Value,
): OnnxOperator {
  return defineOnnxOperator({
    name,
    inputs: [1, Number.POSITIVE_INFINITY],
    attributes: legacy,
    import: ({ emitter, inputs }) => {
      const [first, ...rest] = inputs;
      if (first === undefined) return emitter.problem("expected at least one input");
      const all = rest.reduce((sum, next) => binary(emitter, definition, sum, next), first);
      return finish(emitter, all, inputs.length);
    },
  });
}

const asItIs = (_: Emitter, value: Value): Value => value;

/** The smaller unsigned type's shift by its width or more is 0 in StableHLO and in ONNX alike. */
const bitShift = defineOnnxOperator({
  name: "BitShift",
  inputs: [2, 2],
  attributes: { direction: oneOf("LEFT", "RIGHT") },
  import: (node) => {
    const definition = node.attributes.string("direction", "LEFT") === "LEFT" ? shiftLeft : shiftRightLogical;
    return binary(node.emitter, definition, node.input(0), node.input(1));
  },
});

const modulo = defineOnnxOperator({
  name: "Mod",
  inputs: [2, 2],
  attributes: { fmod: anyValue },
  import: (node) => {
    const [left, right] = [node.input(0), node.input(1)];
    const likeC = node.attributes.int("fmod", 0) === 1;
    return likeC ? binary(node.emitter, remainder, left, right) : moduloOf(node.emitter, left, right);
  },
});

const isInfinite = defineOnnxOperator({
  name: "IsInf",
  inputs: [1, 1],
  attributes: { detect_negative: anyValue, detect_positive: anyValue },
  import: (node) => {
    const { emitter, attributes } = node;
    const value = node.input(0);
    const found = [
      ...(attributes.int("detect_positive", 1) === 1 ? [Number.POSITIVE_INFINITY] : []),
      ...(attributes.int("detect_negative", 1) === 1 ? [Number.NEGATIVE_INFINITY] : []),
    ].map((infinity) => compareNumber(emitter, "EQ", value, infinity));
    const none = emitter.splat("i1", shapeOf(value), 0);
    return found.reduce((either, each) => binary(emitter, or, either, each), none);
  },
});

const where = defineOnnxOperator({
  name: "Where",
  inputs: [3, 3],
  import: (node) => select(node.emitter, node.input(0), node.input(1), node.input(2)),
});

export const arithmeticOperators: readonly OnnxOperator[] = [
  ...unaryOperators,
  ...arithmetic("Add", add),
  ...arithmetic("Sub", subtract),
  ...arithmetic("Mul", multiply),
  ...arithmetic("Div", divide),
  ...arithmetic("And", and),
  ...arithmetic("Or", or),
  ...arithmetic("Xor", xor),
  ...arithmetic("BitwiseAnd", and),
  ...arithmetic("BitwiseOr", or),
  ...arithmetic("BitwiseXor", xor),
  ...comparison("Equal", "EQ"),
  ...comparison("Less", "LT"),
  ...comparison("Greater", "GT"),
  ...comparison("LessOrEqual", "LE"),
  ...comparison("GreaterOrEqual", "GE"),
  ...binaryOperator("Pow", powerOf),
  variadicOperator("Max", maximum, asItIs),
  variadicOperator("Min", minimum, asItIs),
  variadicOperator("Sum", add, asItIs),
  variadicOperator("Mean", add, (emitter, sum, count) => withNumber(emitter, divide, sum, count)),
  bitShift,
  modulo,
  isInfinite,
  where,
];
