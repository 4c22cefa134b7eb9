/** Operators that pick, place and pad elements. Source: ONNX operator specifications. */
import { add } from "../../../../dialects/stablehlo/ops/binary.ts";
import { gather as gatherOp } from "../../../../dialects/stablehlo/ops/gather.ts";
import type { Value } from "../../../ir/handle.ts";
import { binary, compare, compareNumber, convert, numberLike, select } from "../emit/elementwise.ts";
import {
  broadcastTo,
  concat,
  insertAxes,
  iota,
  pad,
  reshape,
  reverse,
  shapeList,
  slice,
  sliceAxis,
  take,
  takeKnown,
} from "../emit/layout.ts";
import { neutral, reduce, reduceWindow } from "../emit/reduction.ts";
import { dtypeOfValue, type Emitter, extentOf, MAX_LISTED_EXTENT, rankOf, shapeOf, typeOf } from "../emitter.ts";
import { type NodeImport, numbersOf } from "../node-import.ts";
import { anyValue, defineOnnxOperator, type OnnxOperator, oneOf } from "../operator.ts";

/** Bounds of a slice along one dimension as ONNX means them: negative ones count from the end, and all are clamped. */
function sliceBounds(
  start: number,
  end: number,
  step: number,
  extent: number,
): { readonly from: number; readonly count: number } {
  const counted = (bound: number): number => (bound < 0 ? bound + extent : bound);
  const [low, high] = step > 0 ? [0, extent] : [-1, extent - 1];
  const clamp = (bound: number): number => Math.min(Math.max(counted(bound), low), high);
  const from = step > 0 ? clamp(start) : Math.max(Math.min(counted(start), high), -1);
  return { from, count: Math.max(0, Math.ceil((clamp(end) - from) / step)) };
}

function sliceNode(node: NodeImport): Value {
  const { emitter } = node;
  const x = node.input(0);
  const rank = rankOf(x);
  const before10 = node.opset < 10;
  const starts = before10 ? node.attributes.ints("starts") : node.numbers(1, "starts");
  const ends = before10 ? node.attributes.ints("ends") : node.numbers(2, "ends");
  if (starts === undefined || ends === undefined || emitter.isPlaceholder(x)) return emitter.placeholder();
  const axes = node.axes(
    (before10 ? node.attributes.ints("axes") : node.numbers(3, "axes")) ?? starts.map((_, d) => d),
    rank,
  );
  const steps = (before10 ? undefined : node.numbers(4, "steps")) ?? starts.map(() => 1);
  const shape = shapeOf(x);
  const [from, to, by] = [shape.map(() => 0), [...shape], shape.map(() => 1)];
  const backwards: number[] = [];
  axes.forEach((axis, at) => {
    const step = steps[at] ?? 1;
    const { from: first, count } = sliceBounds(starts[at] ?? 0, ends[at] ?? 0, step, shape[axis] ?? 0);
    // A backward slice is the reverse of a forward one from its last element.
    const last = first + Math.max(0, count - 1) * step;
    from[axis] = count === 0 ? 0 : Math.min(first, last);
    to[axis] = count === 0 ? 0 : Math.max(first, last) + 1;
    by[axis] = Math.max(1, Math.abs(step));
    if (step < 0) backwards.push(axis);
  });
  if (steps.includes(0)) return emitter.problem("a step of 0 is not possible");
  return reverse(emitter, slice(emitter, x, from, to, by), backwards);
}

/** Indices below 0 count from the end of `extent`. */
function countedIndices(emitter: Emitter, indices: Value, extent: number): Value {
  const fromEnd = binary(emitter, add, indices, numberLike(emitter, indices, extent));
  return select(emitter, compareNumber(emitter, "LT", indices, 0), fromEnd, indices);
}

function gather(node: NodeImport): Value {
  const { emitter } = node;
  const [x, indices] = [node.input(0), node.input(1)];
  if (emitter.isPlaceholder(x) || emitter.isPlaceholder(indices)) return emitter.placeholder();
  if (rankOf(x) === 0) return emitter.problem("cannot gather from a scalar");
  const axis = node.axisOf(x, 0);
  const extent = extentOf(x, axis);
  const known = emitter.known(indices);
  if (known === undefined) return take(emitter, x, countedIndices(emitter, indices, extent), axis);
  const positions = numbersOf(known).map((index) => (index < 0 ? index + extent : index));
  const outside = positions.find((position) => position < 0 || position >= extent);
  if (outside !== undefined)
    return emitter.problem(`index ${outside} is outside axis ${axis} of ${shapeList(shapeOf(x))}`);
  const taken = takeKnown(emitter, x, positions, axis);
  return reshape(emitter, taken, [...shapeOf(x).slice(0, axis), ...shapeOf(indices), ...shapeOf(x).slice(axis + 1)]);
}

/** Elements at index tuples: the last dimension of `tuples` holds positions in the leading dimensions of `x`. */
function gatherTuples(emitter: Emitter, x: Value, tuples: Value): Value {
  if (emitter.isPlaceholder(tuples)) return tuples;
  const depth = extentOf(tuples, rankOf(tuples) - 1);
  const lead = shapeOf(tuples).slice(0, -1);
  const rest = shapeOf(x).slice(depth);
  const dims = Array.from({ length: depth }, (_, d) => d);
  return emitter.emit([x, tuples], () =>
    gatherOp.build({
      operand: x,
      start_indices: tuples,
      dimension_numbers: {
        offsetDims: rest.map((_, d) => lead.length + d),
        collapsedSliceDims: dims,
        operandBatchingDims: [],
        startIndicesBatchingDims: [],
        startIndexMap: dims,
        indexVectorDim: lead.length,
      },
      slice_sizes: shapeOf(x).map((extent, d) => (d < depth ? 1 : extent)),
      resultTypes: [typeOf([...lead, ...rest], dtypeOfValue(x))],
    }),
  );
}

/**
 * The index tuples of a GatherND or ScatterND (the last dimension of `indices`), counted from 0 and with the positions
 * of `batch` leading dimensions put before; undefined where they do not fit, which has been reported.
 */
export function indexTuples(node: NodeImport, x: Value, indices: Value, batch: number): Value | undefined {
  const { emitter } = node;
  if (emitter.isPlaceholder(x) || emitter.isPlaceholder(indices)) return undefined;
  const last = rankOf(indices) - 1;
  const depth = last < 0 ? 0 : extentOf(indices, last);
  if (depth + batch > rankOf(x) || depth === 0) {
    emitter.problem(`index tuples of ${depth} do not fit ${shapeList(shapeOf(x))}`);
    return undefined;
  }
  const counted = Array.from({ length: depth }, (_, d) =>
    countedIndices(emitter, sliceAxis(emitter, indices, last, d, d + 1), extentOf(x, batch + d)),
  );
  const shape = [...shapeOf(indices).slice(0, -1), 1];
  const positions = Array.from({ length: batch }, (_, d) => iota(emitter, dtypeOfValue(indices), shape, d));
  return concat(emitter, [...positions, ...counted], last);
}

function gatherNd(node: NodeImport): Value {
  const x = node.input(0);
  const tuples = indexTuples(node, x, node.input(1), node.attributes.int("batch_dims", 0));
  return tuples === undefined ? node.emitter.placeholder() : gatherTuples(node.emitter, x, tuples);
}

/**
 * The index tuples of a GatherElements or ScatterElements: an element's own position, but for the axis, where the
 * indices say. Undefined where they do not fit, which has been reported.
 */
export function elementTuples(node: NodeImport, x: Value, indices: Value): Value | undefined {
  const { emitter } = node;
  if (emitter.isPlaceholder(x) || emitter.isPlaceholder(indices)) return undefined;
  const shape = shapeOf(indices);
  if (rankOf(x) !== shape.length || rankOf(x) === 0) {
    emitter.problem(`expected indices of rank ${rankOf(x)}, found ${shapeList(shape)}`);
    return undefined;
  }
  const axis = node.axisOf(x, 0);
  const columns = shape.map((_, d) => {
    const along =
      d === axis ? countedIndices(emitter, indices, extentOf(x, axis)) : iota(emitter, dtypeOfValue(indices), shape, d);
    return insertAxes(emitter, along, [shape.length]);
  });
  return concat(emitter, columns, shape.length);
}

function gatherElements(node: NodeImport): Value {
  const tuples = elementTuples(node, node.input(0), node.input(1));
  return tuples === undefined ? node.emitter.placeholder() : gatherTuples(node.emitter, node.input(0), tuples);
}

type PadMode = "constant" | "reflect" | "edge" | "wrap";

/** Where position `at`, counted from the value's start, reads from. */
function paddedSource(at: number, extent: number, mode: PadMode): number {
  if (mode === "edge") return Math.min(Math.max(at, 0), extent - 1);
  if (mode === "wrap") return ((at % extent) + extent) % extent;
  const period = Math.max(1, 2 * (extent - 1));
  const folded = ((at % period) + period) % period;
  return folded < extent ? folded : period - folded;
}

function padNode(node: NodeImport): Value {
  const { emitter, attributes, opset } = node;
  const x = node.input(0);
  const rank = rankOf(x);
  const given = opset < 11 ? (attributes.ints("pads") ?? attributes.ints("paddings")) : node.numbers(1, "pads");
  if (given === undefined || emitter.isPlaceholder(x)) return emitter.placeholder();
  const axes = opset < 18 ? undefined : node.numbers(3, "axes");
  const padded = axes === undefined ? shapeOf(x).map((_, d) => d) : node.axes(axes, rank);
  if (given.length !== 2 * padded.length)
    return emitter.problem(`expected ${2 * padded.length} pads, found ${given.length}`);
  const low = shapeOf(x).map((_, d) => given[padded.indexOf(d)] ?? 0);
  const high = shapeOf(x).map((_, d) => (padded.includes(d) ? (given[padded.indexOf(d) + padded.length] ?? 0) : 0));
  const mode = attributes.string("mode", "constant");
  if (mode === "constant") return pad(emitter, x, fillValue(node, x), low, high);
  return shapeOf(x).reduce((value, extent, d) => {
    const length = extent + (low[d] ?? 0) + (high[d] ?? 0);
    if ((low[d] ?? 0) === 0 && (high[d] ?? 0) === 0) return value;
    if (extent === 0 || length < 0 || length > MAX_LISTED_EXTENT)
      return emitter.problem(`cannot pad dimension ${d} of ${shapeList(shapeOf(x))} in mode ${mode}`);
    const source = mode === "edge" || mode === "wrap" ? mode : "reflect";
    return paddedAlong(
      emitter,
      value,
      Array.from({ length }, (_, at) => paddedSource(at - (low[d] ?? 0), extent, source)),
      d,
    );
  }, x);
}

/**
 * The positions of an axis that padding reads, as few slices put together: each run that goes forwards, backwards or
 * stays.
 */
function paddedAlong(emitter: Emitter, x: Value, positions: readonly number[], axis: number): Value {
  const parts: Value[] = [];
  for (let start = 0; start < positions.length; ) {
    const first = positions[start] ?? 0;
    const step = (positions[start + 1] ?? first + 1) - first;
    let end = start + 1;
    while (end < positions.length && positions[end] === first + (end - start) * step) end++;
    if (step !== 1 && step !== -1 && step !== 0) end = start + 1;
    const run = positions.slice(start, end);
    const ascending = takeKnown(emitter, x, step === -1 ? [...run].reverse() : run, axis);
    parts.push(step === -1 ? reverse(emitter, ascending, [axis]) : ascending);
    start = end;
  }
  return concat(emitter, parts, axis);
}

function fillValue(node: NodeImport, x: Value): Value {
  const fill = node.opset < 11 ? undefined : node.optional(2);
  const dtype = dtypeOfValue(x);
  if (fill === undefined) return node.emitter.scalar(dtype, node.attributes.float("value", 0));
  return convert(node.emitter, reshape(node.emitter, fill, []), dtype);
}

/** Positions of the largest or smallest element along an axis: the first of equals, or the last. */
function argExtreme(name: "ArgMax" | "ArgMin"): OnnxOperator {
  const combiner = name === "ArgMax" ? "maximum" : "minimum";
  return defineOnnxOperator({
    name,
    inputs: [1, 1],
    attributes: { axis: anyValue, keepdims: anyValue, select_last_index: anyValue },
    import: (node) => {
      const { emitter, attributes } = node;
      const x = node.input(0);
      if (emitter.isPlaceholder(x)) return x;
      const axis = node.axisOf(x, 0);
      const best = insertAxes(emitter, reduce(emitter, combiner, x, [axis]), [axis]);
      const isBest = compare(emitter, "EQ", x, best);
      const pick = attributes.int("select_last_index", 0) === 1 ? "maximum" : "minimum";
      const positions = iota(emitter, "i32", shapeOf(x), axis);
      const others = emitter.splat("i32", shapeOf(x), neutral(pick, "i32"));
      const found = convert(emitter, reduce(emitter, pick, select(emitter, isBest, positions, others), [axis]), "i64");
      return attributes.int("keepdims", 1) === 1 ? insertAxes(emitter, found, [axis]) : found;
    },
  });
}

/** Values [off, on]; the new axis holds `depth` positions, and indices below 0 count from its end. */
function oneHot(node: NodeImport): Value {
  const { emitter } = node;
  const [indices, values] = [node.input(0), node.input(2)];
  const [depth] = node.numbers(1, "the depth") ?? [];
  if (depth === undefined || emitter.isPlaceholder(indices)) return emitter.placeholder();
  const rank = rankOf(indices) + 1;
  const axis = node.axis(node.attributes.int("axis", -1), rank);
  const counted = insertAxes(emitter, countedIndices(emitter, indices, depth), [axis]);
  const shape = shapeOf(counted).map((extent, d) => (d === axis ? depth : extent));
  const hit = compare(
    emitter,
    "EQ",
    broadcastTo(emitter, counted, shape),
    iota(emitter, dtypeOfValue(indices), shape, axis),
  );
  const at = (position: number): Value => reshape(emitter, slice(emitter, values, [position], [position + 1]), []);
  return select(emitter, hit, at(1), at(0));
}

/**
 * The sum of what stands before each position (and of the position itself, unless `exclusive`): a window that reaches
 * back to the start.
 */
function cumulativeSum(node: NodeImport): Value {
  const { emitter, attributes } = node;
  const x = node.input(0);
  const [given] = node.numbers(1, "the axis") ?? [];
  if (given === undefined || emitter.isPlaceholder(x)) return emitter.placeholder();
  const axis = node.axis(given, rankOf(x));
  const extent = extentOf(x, axis);
  const exclusive = attributes.int("exclusive", 0);
  const along = (value: number, others: number): number[] => shapeOf(x).map((_, d) => (d === axis ? value : others));
  const ones = along(1, 1);
  const back = attributes.int("reverse", 0) === 1;
  const behind = extent - 1 + exclusive;
  const window = {
    size: along(Math.max(1, extent), 1),
    strides: ones,
    dilations: ones,
    low: along(back ? -exclusive : behind, 0),
    high: along(back ? behind : -exclusive, 0),
  };
  return extent === 0 ? x : reduceWindow(emitter, "add", x, window);
}

const sliceAttributes = { starts: anyValue, ends: anyValue, axes: anyValue } as const;
const padModes = oneOf("constant", "reflect", "edge", "wrap");

export const indexingOperators: readonly OnnxOperator[] = [
  defineOnnxOperator({ name: "Slice", inputs: [1, 1], attributes: sliceAttributes, import: sliceNode }),
  defineOnnxOperator({ name: "Slice", since: 10, inputs: [3, 5], import: sliceNode }),
  defineOnnxOperator({ name: "Gather", inputs: [2, 2], attributes: { axis: anyValue }, import: gather }),
  defineOnnxOperator({
    name: "GatherND",
    since: 11,
    inputs: [2, 2],
    attributes: { batch_dims: anyValue },
    import: gatherNd,
  }),
  defineOnnxOperator({
    name: "GatherElements",
    since: 11,
    inputs: [2, 2],
    attributes: { axis: anyValue },
    import: gatherElements,
  }),
  defineOnnxOperator({
    name: "Pad",
    inputs: [1, 1],
    attributes: { mode: padModes, pads: anyValue, paddings: anyValue, value: anyValue },
    import: padNode,
  }),
  defineOnnxOperator({ name: "Pad", since: 11, inputs: [2, 4], attributes: { mode: padModes }, import: padNode }),
  argExtreme("ArgMax"),
  argExtreme("ArgMin"),
  defineOnnxOperator({ name: "OneHot", since: 9, inputs: [3, 3], attributes: { axis: anyValue }, import: oneHot }),
  defineOnnxOperator({
    name: "CumSum",
    since: 11,
    inputs: [2, 2],
    attributes: { exclusive: anyValue, reverse: anyValue },
    import: cumulativeSum,
  }),
];
