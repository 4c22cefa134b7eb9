/** Operators that change the shape of a tensor or ask for it. Source: ONNX operator specifications. */
import type { Value } from "../../../ir/handle.ts";
import { elementCount, type Shape } from "../../../tensor/shape.ts";
import { tensorOf } from "../../../tensor/tensor.ts";
import { broadcastTo, concat, insertAxes, reshape, shapeList, sliceAxis, transpose } from "../emit/layout.ts";
import { type Emitter, extentOf, rankOf, shapeOf } from "../emitter.ts";
import type { NodeImport } from "../node-import.ts";
import { anyValue, defineOnnxOperator, type OnnxOperator, oneOf } from "../operator.ts";

/** A list of sizes as a vector of i64. */
function sizes(emitter: Emitter, list: readonly number[]): Value {
  return emitter.constant(tensorOf("i64", [list.length], list));
}

/** 0 keeps the input's extent (unless `allowzero`), one -1 takes what is left. */
function resolvedShape(
  node: NodeImport,
  from: Shape,
  wanted: readonly number[],
  allowZero: boolean,
): Shape | undefined {
  const shape = wanted.map((extent, d) => (extent === 0 && !allowZero ? (from[d] ?? 0) : extent));
  const open = shape.indexOf(-1);
  if (open !== -1) {
    const rest = shape.reduce((product, extent, d) => (d === open ? product : product * extent), 1);
    const total = elementCount(from) ?? 0;
    shape[open] = rest === 0 ? 0 : total / rest;
  }
  const valid =
    shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0) && elementCount(shape) === elementCount(from);
  if (valid) return shape;
  node.emitter.problem(`cannot reshape ${shapeList(from)} to ${shapeList(wanted)}`);
  return undefined;
}

function reshapeNode(node: NodeImport): Value {
  const x = node.input(0);
  const wanted = node.opset < 5 ? node.attributes.ints("shape") : node.numbers(1, "the shape");
  if (wanted === undefined) return node.emitter.placeholder();
  const shape = resolvedShape(node, shapeOf(x), wanted, node.attributes.int("allowzero", 0) === 1);
  return shape === undefined ? node.emitter.placeholder() : reshape(node.emitter, x, shape);
}

/** A matrix: what stands before `axis`, and the rest. The axis may be the rank itself. */
function flatten(node: NodeImport): Value {
  const x = node.input(0);
  const shape = shapeOf(x);
  const given = node.attributes.int("axis", 1);
  const axis = given < 0 ? given + shape.length : given;
  if (axis < 0 || axis > shape.length)
    return node.emitter.problem(`expected an axis from ${-shape.length} to ${shape.length}, found ${given}`);
  const product = (extents: Shape): number => extents.reduce((count, extent) => count * extent, 1);
  return reshape(node.emitter, x, [product(shape.slice(0, axis)), product(shape.slice(axis))]);
}

function squeeze(node: NodeImport): Value {
  const { emitter } = node;
  const x = node.input(0);
  const shape = shapeOf(x);
  const given = node.numbersOrInts(1, "axes");
  const axes =
    given === undefined ? shape.flatMap((extent, d) => (extent === 1 ? [d] : [])) : node.axes(given, shape.length);
  const wrong = axes.find((d) => shape[d] !== 1);
  if (wrong !== undefined && !emitter.isPlaceholder(x)) {
    return emitter.problem(
      `expected extent 1 along axis ${wrong}, found ${shape[wrong] ?? "none"} in ${shapeList(shape)}`,
    );
  }
  return reshape(
    emitter,
    x,
    shape.filter((_, d) => !axes.includes(d)),
  );
}

function unsqueeze(node: NodeImport): Value {
  const x = node.input(0);
  const given = node.numbersOrInts(1, "axes");
  if (given === undefined)
    return node.opset < 13 ? node.emitter.problem('attribute "axes" is missing') : node.emitter.placeholder();
  return insertAxes(node.emitter, x, node.axes(given, rankOf(x) + given.length));
}

function transposeNode(node: NodeImport): Value {
  const x = node.input(0);
  const rank = rankOf(x);
  const permutation = node.attributes.ints("perm") ?? shapeOf(x).map((_, d) => rank - 1 - d);
  if (node.emitter.isPlaceholder(x)) return x;
  if (permutation.length !== rank)
    return node.emitter.problem(`expected a permutation of ${rank} dimensions, found ${shapeList(permutation)}`);
  return transpose(node.emitter, x, node.axes(permutation, rank));
}

function concatNode(node: NodeImport): Value {
  const { emitter, inputs } = node;
  const [first] = inputs;
  if (first === undefined) return emitter.problem("expected at least one input");
  // An empty vector stands for "nothing" in many exported models, whatever the rank of the others.
  const parts = inputs.filter(
    (value) => emitter.isPlaceholder(value) || !(rankOf(value) === 1 && extentOf(value, 0) === 0),
  );
  const [some = first] = parts;
  return concat(emitter, parts.length === 0 ? [first] : parts, node.axisOf(some, 1));
}

/** Sizes of the parts: given, or as equal as can be. */
function splitSizes(node: NodeImport, extent: number): readonly number[] {
  const given = node.numbersOrInts(1, "split");
  if (given !== undefined) return given;
  // More parts than outputs cannot be meant, and the number is the file's.
  const parts = Math.min(
    node.attributes.optionalInt("num_outputs") ?? Number.POSITIVE_INFINITY,
    node.node.outputs.length,
  );
  const each = Math.ceil(extent / Math.max(1, parts));
  return Array.from({ length: parts }, (_, at) => Math.max(0, Math.min(each, extent - at * each)));
}

function split(node: NodeImport): readonly Value[] {
  const { emitter } = node;
  const x = node.input(0);
  const axis = node.axisOf(x, 0);
  if (emitter.isPlaceholder(x)) return node.node.outputs.map(() => x);
  const extent = extentOf(x, axis);
  const parts = splitSizes(node, extent);
  if (parts.reduce((sum, size) => sum + size, 0) !== extent || parts.some((size) => size < 0)) {
    emitter.problem(`expected sizes that add up to ${extent} along axis ${axis}, found ${shapeList(parts)}`);
    return parts.map(() => x);
  }
  let start = 0;
  return parts.map((size) => {
    start += size;
    return sliceAxis(emitter, x, axis, start - size, start);
  });
}

function expand(node: NodeImport): Value {
  const { emitter } = node;
  const x = node.input(0);
  const wanted = node.numbers(1, "the shape");
  if (wanted === undefined) return emitter.placeholder();
  // Extents of 1 in the wanted shape leave the input's.
  const rank = Math.max(wanted.length, rankOf(x));
  const at = (list: readonly number[], d: number): number => list[d - rank + list.length] ?? 1;
  const shape = Array.from({ length: rank }, (_, d) => (at(wanted, d) === 1 ? at(shapeOf(x), d) : at(wanted, d)));
  return broadcastTo(emitter, x, shape);
}

/** Each dimension as often as `repeats` says: a broadcast along new dimensions that are then merged. */
export function tile(emitter: Emitter, x: Value, repeats: readonly number[]): Value {
  const shape = shapeOf(x);
  const wide = shape.flatMap((extent, d) => [repeats[d] ?? 1, extent]);
  const spread = broadcastTo(
    emitter,
    reshape(
      emitter,
      x,
      shape.flatMap((extent) => [1, extent]),
    ),
    wide,
  );
  return reshape(
    emitter,
    spread,
    shape.map((extent, d) => extent * (repeats[d] ?? 1)),
  );
}

function tileNode(node: NodeImport): Value {
  const x = node.input(0);
  const repeats = node.numbers(1, "repeats");
  if (repeats === undefined) return node.emitter.placeholder();
  if (repeats.length !== rankOf(x) || repeats.some((times) => times < 0)) {
    return node.emitter.problem(`expected ${rankOf(x)} repeats from 0, found ${shapeList(repeats)}`);
  }
  return tile(node.emitter, x, repeats);
}

/** The shape from `start` to `end` as a vector: always known here. */
function shapeNode(node: NodeImport): Value {
  const { emitter, attributes } = node;
  const x = node.input(0);
  if (emitter.isPlaceholder(x)) return x;
  return sizes(emitter, shapeOf(x).slice(attributes.int("start", 0), attributes.optionalInt("end")));
}

function sizeNode(node: NodeImport): Value {
  const x = node.input(0);
  if (node.emitter.isPlaceholder(x)) return x;
  return node.emitter.scalar("i64", elementCount(shapeOf(x)) ?? 0);
}

/** The dimensions of [n, c, h, w] while blocks move between channels and space: h and w are cut by `block`. */
function depthToSpace(node: NodeImport): Value {
  const { emitter, attributes } = node;
  const x = node.input(0);
  const block = attributes.int("blocksize", 1);
  const [n = 0, c = 0, h = 0, w = 0] = shapeOf(x);
  if (rankOf(x) !== 4 || block < 1 || c % (block * block) !== 0) {
    return emitter.isPlaceholder(x)
      ? x
      : emitter.problem(`cannot move blocks of ${block} out of the channels of ${shapeList(shapeOf(x))}`);
  }
  const depth = c / (block * block);
  const depthFirst = attributes.string("mode", "DCR") === "DCR";
  const cut = reshape(emitter, x, depthFirst ? [n, block, block, depth, h, w] : [n, depth, block, block, h, w]);
  const moved = transpose(emitter, cut, depthFirst ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3]);
  return reshape(emitter, moved, [n, depth, h * block, w * block]);
}

function spaceToDepth(node: NodeImport): Value {
  const { emitter, attributes } = node;
  const x = node.input(0);
  const block = attributes.int("blocksize", 1);
  const [n = 0, c = 0, h = 0, w = 0] = shapeOf(x);
  if (rankOf(x) !== 4 || block < 1 || h % block !== 0 || w % block !== 0) {
    return emitter.isPlaceholder(x)
      ? x
      : emitter.problem(`cannot cut ${shapeList(shapeOf(x))} into blocks of ${block}`);
  }
  const cut = reshape(emitter, x, [n, c, h / block, block, w / block, block]);
  const moved = transpose(emitter, cut, [0, 3, 5, 1, 2, 4]);
  return reshape(emitter, moved, [n, c * block * block, h / block, w / block]);
}

const axesAttribute = { axes: anyValue } as const;

export const shapeOperators: readonly OnnxOperator[] = [
  defineOnnxOperator({
    name: "Reshape",
    inputs: [1, 1],
    until: 5,
    attributes: { shape: anyValue, consumed_inputs: anyValue },
    import: reshapeNode,
  }),
  defineOnnxOperator({
    name: "Reshape",
    since: 5,
    inputs: [2, 2],
    attributes: { allowzero: anyValue },
    import: reshapeNode,
  }),
  defineOnnxOperator({ name: "Flatten", inputs: [1, 1], attributes: { axis: anyValue }, import: flatten }),
  defineOnnxOperator({ name: "Squeeze", inputs: [1, 1], attributes: axesAttribute, import: squeeze }),
  defineOnnxOperator({ name: "Squeeze", since: 13, inputs: [1, 2], import: squeeze }),
  defineOnnxOperator({ name: "Unsqueeze", inputs: [1, 1], attributes: axesAttribute, import: unsqueeze }),
  defineOnnxOperator({ name: "Unsqueeze", since: 13, inputs: [2, 2], import: unsqueeze }),
  defineOnnxOperator({ name: "Transpose", inputs: [1, 1], attributes: { perm: anyValue }, import: transposeNode }),
  defineOnnxOperator({
    name: "Concat",
    inputs: [1, Number.POSITIVE_INFINITY],
    attributes: { axis: anyValue },
    import: concatNode,
  }),
  defineOnnxOperator({
    name: "Split",
    inputs: [1, 2],
    outputs: Number.POSITIVE_INFINITY,
    attributes: { axis: anyValue, split: anyValue, num_outputs: anyValue },
    import: split,
  }),
  defineOnnxOperator({ name: "Expand", inputs: [2, 2], import: expand }),
  defineOnnxOperator({ name: "Tile", since: 6, inputs: [2, 2], import: tileNode }),
  defineOnnxOperator({
    name: "Shape",
    inputs: [1, 1],
    attributes: { start: anyValue, end: anyValue },
    import: shapeNode,
  }),
  defineOnnxOperator({ name: "Size", inputs: [1, 1], import: sizeNode }),
  defineOnnxOperator({
    name: "DepthToSpace",
    inputs: [1, 1],
    attributes: { blocksize: anyValue, mode: oneOf("DCR", "CRD") },
    import: depthToSpace,
  }),
  defineOnnxOperator({
    name: "SpaceToDepth",
    inputs: [1, 1],
    attributes: { blocksize: anyValue },
    import: spaceToDepth,
  }),
];
