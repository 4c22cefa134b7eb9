/** Reductions along axes. Source: ONNX operator specifications. */
import { add, subtract } from "../../../../dialects/stablehlo/ops/binary.ts";
import { abs, exponential, log, sqrt } from "../../../../dialects/stablehlo/ops/unary.ts";
import type { Value } from "../../../ir/handle.ts";
import { type DType, isFloat } from "../../../tensor/dtype.ts";
import { binary, convert, unary } from "../emit/elementwise.ts";
import { mean, square } from "../emit/functions.ts";
import { reshape } from "../emit/layout.ts";
import { type Combiner, reduceKeeping } from "../emit/reduction.ts";
import { dtypeOfValue, type Emitter, rankOf, shapeOf } from "../emitter.ts";
import type { NodeImport } from "../node-import.ts";
import { anyValue, defineOnnxOperator, type OnnxOperator } from "../operator.ts";

/** Reduces `axes` to extents of 1. */
type Reduction = (emitter: Emitter, x: Value, axes: readonly number[]) => Value;

const combining =
  (combiner: Combiner): Reduction =>
  (emitter, x, axes) =>
    reduceKeeping(emitter, combiner, x, axes);

const sum = combining("add");

/** The largest of booleans is their disjunction. */
function extreme(combiner: "maximum" | "minimum"): Reduction {
  return (emitter, x, axes) => {
    const logical = dtypeOfValue(x) === "i1" ? (combiner === "maximum" ? "or" : "and") : combiner;
    return reduceKeeping(emitter, logical, x, axes);
  };
}

/** Integers pass through f64: their square roots and logarithms are rounded toward zero at the end. */
function inFloats(build: Reduction): Reduction {
  return (emitter, x, axes) => {
    const dtype: DType = dtypeOfValue(x);
    if (isFloat(dtype)) return build(emitter, x, axes);
    return convert(emitter, build(emitter, convert(emitter, x, "f64"), axes), dtype);
  };
}

/** max + log sum exp(x - max), where the largest is not infinite. */
const logSumExp: Reduction = (emitter, x, axes) => {
  const largest = reduceKeeping(emitter, "maximum", x, axes);
  const rest = sum(emitter, unary(emitter, exponential, binary(emitter, subtract, x, largest)), axes);
  return binary(emitter, add, largest, unary(emitter, log, rest));
};

const reductions: Readonly<Record<string, Reduction>> = {
  ReduceSum: sum,
  ReduceMean: mean,
  ReduceMax: extreme("maximum"),
  ReduceMin: extreme("minimum"),
  ReduceProd: combining("multiply"),
  ReduceL1: (emitter, x, axes) => sum(emitter, unary(emitter, abs, x), axes),
  ReduceL2: inFloats((emitter, x, axes) => unary(emitter, sqrt, sum(emitter, square(emitter, x), axes))),
  ReduceSumSquare: (emitter, x, axes) => sum(emitter, square(emitter, x), axes),
  ReduceLogSum: inFloats((emitter, x, axes) => unary(emitter, log, sum(emitter, x, axes))),
  ReduceLogSumExp: inFloats(logSumExp),
};

/** No axes, or an empty list, mean all of them, unless `noop_with_empty_axes`. */
function importReduction(node: NodeImport, build: Reduction): Value {
  const { emitter, attributes } = node;
  const x = node.input(0);
  if (emitter.isPlaceholder(x)) return x;
  const given = node.numbersOrInts(1, "axes") ?? [];
  if (given.length === 0 && node.optional(1) !== undefined && node.constant(1, "axes") === undefined)
    return emitter.placeholder();
  const all = given.length === 0 && attributes.int("noop_with_empty_axes", 0) === 0;
  const axes = all ? shapeOf(x).map((_, d) => d) : node.axes(given, rankOf(x));
  const kept = build(emitter, x, axes);
  return attributes.int("keepdims", 1) === 1
    ? kept
    : reshape(
        emitter,
        kept,
        shapeOf(x).filter((_, d) => !axes.includes(d)),
      );
}

export const reductionOperators: readonly OnnxOperator[] = Object.entries(reductions).flatMap(([name, build]) => [
  defineOnnxOperator({
    name,
    inputs: [1, 1],
    attributes: { axes: anyValue, keepdims: anyValue },
    import: (node) => importReduction(node, build),
  }),
  defineOnnxOperator({
    name,
    since: name === "ReduceSum" ? 13 : 18,
    inputs: [1, 2],
    attributes: { keepdims: anyValue, noop_with_empty_axes: anyValue },
    import: (node) => importReduction(node, build),
  }),
]);
