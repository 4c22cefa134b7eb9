/** Operators that write at indices, and those that order. Source: ONNX operator specifications. */
import { compare } from "../../../../dialects/stablehlo/ops/binary.ts";
import { returnOp } from "../../../../dialects/stablehlo/ops/control.ts";
import { scatter as scatterOp } from "../../../../dialects/stablehlo/ops/gather.ts";
import { sort as sortOp } from "../../../../dialects/stablehlo/ops/reduction.ts";
import type { Value } from "../../../ir/handle.ts";
import type { BlockSpec } from "../../../ir/rewriter.ts";
import type { DType } from "../../../tensor/dtype.ts";
import { convert } from "../emit/elementwise.ts";
import { iota, shapeList, sliceAxis } from "../emit/layout.ts";
import { type Combiner, combinerBlock } from "../emit/reduction.ts";
import { dtypeOfValue, type Emitter, extentOf, rankOf, shapeOf, typeOf } from "../emitter.ts";
import type { NodeImport } from "../node-import.ts";
import { anyValue, defineOnnxOperator, type OnnxOperator, oneOf } from "../operator.ts";
import { elementTuples, indexTuples } from "./indexing.ts";

const reductions: Readonly<Record<string, Combiner>> = { add: "add", mul: "multiply", max: "maximum", min: "minimum" };

/** The later update wins. */
function overwriteBlock(dtype: DType): BlockSpec {
  const type = typeOf([], dtype);
  return {
    arguments: [type, type],
    build: (rewriter, [, update]) => {
      if (update !== undefined) rewriter.insert(returnOp.build({ results: [update] }));
    },
  };
}

/**
 * `updates` written into `x` at index tuples (the last dimension of `tuples`), combined with what is there as
 * `reduction` says.
 */
function scatter(node: NodeImport, x: Value, tuples: Value, updates: Value): Value {
  const { emitter, attributes } = node;
  if ([x, tuples, updates].some((value) => emitter.isPlaceholder(value))) return emitter.placeholder();
  const depth = extentOf(tuples, rankOf(tuples) - 1);
  const lead = shapeOf(tuples).slice(0, -1);
  const expected = [...lead, ...shapeOf(x).slice(depth)];
  if (shapeList(expected) !== shapeList(shapeOf(updates)) || dtypeOfValue(x) !== dtypeOfValue(updates)) {
    return emitter.problem(
      `expected updates of shape ${shapeList(expected)} and ${dtypeOfValue(x)}, found ${shapeList(shapeOf(updates))} and ${dtypeOfValue(updates)}`,
    );
  }
  const dtype = dtypeOfValue(x);
  const combiner = reductions[attributes.string("reduction", "none")];
  const dims = Array.from({ length: depth }, (_, d) => d);
  return emitter.emit([x, tuples, updates], () =>
    scatterOp.build({
      inputs: [x],
      scatter_indices: tuples,
      updates: [updates],
      scatter_dimension_numbers: {
        updateWindowDims: shapeOf(x)
          .slice(depth)
          .map((_, d) => lead.length + d),
        insertedWindowDims: dims,
        inputBatchingDims: [],
        scatterIndicesBatchingDims: [],
        scatterDimsToOperandDims: dims,
        indexVectorDim: lead.length,
      },
      update_computation: [combiner === undefined ? overwriteBlock(dtype) : combinerBlock(combiner, dtype)],
      resultTypes: [x.type],
    }),
  );
}

function scatterNd(node: NodeImport): Value {
  const [x, indices] = [node.input(0), node.input(1)];
  const tuples = indexTuples(node, x, indices, 0);
  return tuples === undefined ? node.emitter.placeholder() : scatter(node, x, tuples, node.input(2));
}

function scatterElements(node: NodeImport): Value {
  const tuples = elementTuples(node, node.input(0), node.input(1));
  return tuples === undefined ? node.emitter.placeholder() : scatter(node, node.input(0), tuples, node.input(2));
}

/** Whether the first of two keys goes before the second; what travels along is not looked at. */
function comparatorBlock(dtypes: readonly DType[], direction: "LT" | "GT"): BlockSpec {
  return {
    arguments: dtypes.flatMap((dtype) => [typeOf([], dtype), typeOf([], dtype)]),
    build: (rewriter, [lhs, rhs]) => {
      if (lhs === undefined || rhs === undefined) return;
      const before = rewriter
        .insert(compare.build({ lhs, rhs, comparison_direction: direction, resultTypes: [typeOf([], "i1")] }))
        .opResult(0);
      rewriter.insert(returnOp.build({ results: [before] }));
    },
  };
}

/** Values sorted along an axis with the positions that they come from; equal ones keep their order. */
function sortWithPositions(emitter: Emitter, x: Value, axis: number, direction: "LT" | "GT"): readonly [Value, Value] {
  const positions = iota(emitter, "i32", shapeOf(x), axis);
  const [values, from] = emitter.emitAll([x, positions], 2, () =>
    sortOp.build({
      inputs: [x, positions],
      dimension: axis,
      is_stable: true,
      comparator: [comparatorBlock([dtypeOfValue(x), "i32"], direction)],
      resultTypes: [x.type, positions.type],
    }),
  );
  return [values ?? emitter.placeholder(), from ?? emitter.placeholder()];
}

/** The k largest or smallest along an axis, in order, with their positions. */
function topK(node: NodeImport): readonly Value[] {
  const { emitter, attributes } = node;
  const x = node.input(0);
  const axis = node.axisOf(x, -1);
  const k = attributes.optionalInt("k") ?? node.numbers(1, "k")?.[0];
  if (k === undefined || emitter.isPlaceholder(x)) return [emitter.placeholder(), emitter.placeholder()];
  if (k > extentOf(x, axis))
    return [emitter.problem(`cannot take ${k} of the ${extentOf(x, axis)} elements along axis ${axis}`), x];
  const [values, positions] = sortWithPositions(emitter, x, axis, attributes.int("largest", 1) === 1 ? "GT" : "LT");
  const first = (value: Value): Value => (emitter.isPlaceholder(value) ? value : sliceAxis(emitter, value, axis, 0, k));
  return [first(values), convert(emitter, first(positions), "i64")];
}

const reductionRule = oneOf("none", "add", "mul", "max", "min");
const topKAttributes = { axis: anyValue, k: anyValue, largest: anyValue, sorted: anyValue } as const;

export const scatterOperators: readonly OnnxOperator[] = [
  defineOnnxOperator({
    name: "ScatterND",
    since: 11,
    inputs: [3, 3],
    attributes: { reduction: reductionRule },
    import: scatterNd,
  }),
  defineOnnxOperator({
    name: "ScatterElements",
    since: 11,
    inputs: [3, 3],
    attributes: { axis: anyValue, reduction: reductionRule },
    import: scatterElements,
  }),
  defineOnnxOperator({
    name: "Scatter",
    since: 9,
    until: 11,
    inputs: [3, 3],
    attributes: { axis: anyValue },
    import: scatterElements,
  }),
  defineOnnxOperator({ name: "TopK", inputs: [1, 2], outputs: 2, attributes: topKAttributes, import: topK }),
];
