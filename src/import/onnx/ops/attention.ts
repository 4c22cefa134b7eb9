/**
 * Scaled dot-product attention and rotary position embedding, written out. Sources: ONNX operator specifications,
 * Attention-24 and RotaryEmbedding-23; Su et al., "RoFormer", 2021.
 */
import { add, divide, multiply, subtract } from "../../../../dialects/stablehlo/ops/binary.ts";
import { tanh } from "../../../../dialects/stablehlo/ops/unary.ts";
import type { Value } from "../../../ir/handle.ts";
import type { DType } from "../../../tensor/dtype.ts";
import { findDataType } from "../data-type.ts";
import { matmul, transposeMatrix } from "../emit/contraction.ts";
import {
  binary,
  compare,
  compareNumber,
  convert,
  numberLike,
  scale,
  select,
  unary,
  withNumber,
} from "../emit/elementwise.ts";
import { softmax } from "../emit/functions.ts";
import {
  concat,
  insertAxes,
  iota,
  pad,
  repeat,
  reshape,
  shapeList,
  sliceAxis,
  take,
  transpose,
} from "../emit/layout.ts";
import { reduceKeeping } from "../emit/reduction.ts";
import { dtypeOfValue, type Emitter, extentOf, rankOf, shapeOf } from "../emitter.ts";
import type { NodeImport } from "../node-import.ts";
import { anyValue, defineOnnxOperator, type OnnxOperator, oneOf } from "../operator.ts";

/**
 * [batch, sequence, heads * size] as [batch, heads, sequence, size]; what has four dimensions is so already. Undefined
 * where it does not divide.
 */
function withHeads(node: NodeImport, x: Value, attribute: string): Value | undefined {
  const { emitter, attributes } = node;
  if (rankOf(x) === 4) return x;
  const [batch = 0, sequence = 0, width = 0] = shapeOf(x);
  const heads = attributes.int(attribute, 0);
  if (rankOf(x) !== 3 || heads < 1 || width % heads !== 0) {
    emitter.problem(`cannot see ${heads} heads in ${shapeList(shapeOf(x))}`);
    return undefined;
  }
  return transpose(emitter, reshape(emitter, x, [batch, sequence, heads, width / heads]), [0, 2, 1, 3]);
}

/** [batch, heads, sequence, size] as [batch, sequence, heads * size]. */
function withoutHeads(emitter: Emitter, x: Value): Value {
  if (emitter.isPlaceholder(x)) return x;
  const [batch = 0, heads = 0, sequence = 0, size = 0] = shapeOf(x);
  return reshape(emitter, transpose(emitter, x, [0, 2, 1, 3]), [batch, sequence, heads * size]);
}

/** 0 where `allowed`, minus infinity elsewhere. */
function biasOf(emitter: Emitter, allowed: Value, dtype: DType): Value {
  return select(emitter, allowed, emitter.scalar(dtype, 0), emitter.scalar(dtype, Number.NEGATIVE_INFINITY));
}

/** The mask as something to add, as long as the keys: a shorter one allows nothing beyond its end. */
function givenBias(node: NodeImport, mask: Value, keys: number, dtype: DType): Value {
  const { emitter } = node;
  const bias = dtypeOfValue(mask) === "i1" ? biasOf(emitter, mask, dtype) : convert(emitter, mask, dtype);
  const missing = Math.max(0, keys - extentOf(mask, rankOf(mask) - 1));
  const high = shapeOf(mask).map((_, d) => (d === rankOf(mask) - 1 ? missing : 0));
  return pad(
    emitter,
    bias,
    emitter.scalar(dtype, Number.NEGATIVE_INFINITY),
    high.map(() => 0),
    high,
  );
}

/**
 * What is added to the products of queries and keys: the mask; causality, where query i sees keys up to i plus the
 * number of keys before it; and the end of each batch's own keys. Undefined where nothing is.
 */
function attentionBias(node: NodeImport, queries: number, keys: number, past: number, dtype: DType): Value | undefined {
  const { emitter, attributes } = node;
  const parts: Value[] = [];
  const mask = node.optional(3);
  if (mask !== undefined && rankOf(mask) >= 2) parts.push(givenBias(node, mask, keys, dtype));
  const lengths = node.optional(6);
  const perBatch = lengths && reshape(emitter, lengths, [extentOf(lengths, 0), 1, 1, 1]);
  const positions = iota(emitter, "i64", [queries, keys], 1);
  if (attributes.int("is_causal", 0) === 1) {
    const rows = iota(emitter, "i64", [queries, keys], 0);
    const before =
      perBatch === undefined ? numberLike(emitter, rows, past) : withNumber(emitter, subtract, perBatch, queries);
    parts.push(biasOf(emitter, compare(emitter, "LE", positions, binary(emitter, add, rows, before)), dtype));
  }
  if (perBatch !== undefined) parts.push(biasOf(emitter, compare(emitter, "LT", positions, perBatch), dtype));
  const [first, ...rest] = parts;
  return first === undefined ? undefined : rest.reduce((sum, part) => binary(emitter, add, sum, part), first);
}

/** Softmax over the keys; a query that may see no key gives zeros, not the NaN of 0 / 0. */
function attentionWeights(node: NodeImport, scores: Value, bias: Value | undefined): Value {
  const { emitter, attributes } = node;
  const dtype = dtypeOfValue(scores);
  const precision = findDataType(attributes.int("softmax_precision", 0))?.dtype ?? dtype;
  const weights = convert(emitter, softmax(emitter, convert(emitter, scores, precision), [3]), dtype);
  if (bias === undefined || emitter.isPlaceholder(weights)) return weights;
  const best = reduceKeeping(emitter, "maximum", bias, [rankOf(bias) - 1]);
  const isBlind = compareNumber(emitter, "EQ", best, Number.NEGATIVE_INFINITY);
  return select(emitter, isBlind, numberLike(emitter, weights, 0), weights);
}

/** Earlier keys or values before the new ones, along the sequence. */
function afterPast(emitter: Emitter, past: Value | undefined, now: Value): Value {
  return past === undefined ? now : concat(emitter, [past, now], 2);
}

function attention(node: NodeImport): readonly Value[] {
  const { emitter, attributes } = node;
  const failed = (): readonly Value[] => node.node.outputs.map(() => emitter.placeholder());
  const q = withHeads(node, node.input(0), "q_num_heads");
  const newKeys = withHeads(node, node.input(1), "kv_num_heads");
  const newValues = withHeads(node, node.input(2), "kv_num_heads");
  if (q === undefined || newKeys === undefined || newValues === undefined) return failed();
  const keys = afterPast(emitter, node.optional(4), newKeys);
  const values = afterPast(emitter, node.optional(5), newValues);
  if (emitter.isPlaceholder(keys) || emitter.isPlaceholder(values)) return failed();
  const [, heads = 0, queries = 0, size = 1] = shapeOf(q);
  const [, keyHeads = 1, keyCount = 0] = shapeOf(keys);
  if (keyHeads === 0 || heads % keyHeads !== 0) {
    emitter.problem(`${heads} heads of queries cannot share ${keyHeads} heads of keys`);
    return failed();
  }
  const dtype = dtypeOfValue(q);
  // Half of the scale goes to either side, which keeps the products of narrow floats in range.
  const half = Math.sqrt(attributes.float("scale", 1 / Math.sqrt(size)));
  const scaledKeys = scale(emitter, repeat(emitter, keys, heads / keyHeads, 1), half);
  const products = matmul(emitter, scale(emitter, q, half), transposeMatrix(emitter, scaledKeys));
  const cap = attributes.float("softcap", 0);
  const capped =
    cap === 0 ? products : scale(emitter, unary(emitter, tanh, withNumber(emitter, divide, products, cap)), cap);
  const bias = attentionBias(node, queries, keyCount, keyCount - extentOf(newKeys, 2), dtype);
  const biased = bias === undefined ? capped : binary(emitter, add, capped, bias);
  const weights = attentionWeights(node, biased, bias);
  const result = matmul(emitter, weights, repeat(emitter, values, heads / keyHeads, 1));
  const shown = [products, capped, biased, weights][attributes.int("qk_matmul_output_mode", 0)] ?? products;
  return [rankOf(node.input(0)) === 3 ? withoutHeads(emitter, result) : result, keys, values, shown];
}

/** cos or sin for each position, [batch, 1, sequence, half]: rows of a table by position, or given so. */
function rotation(node: NodeImport, input: number, half: number): Value {
  const { emitter } = node;
  const positions = node.optional(3);
  const table = positions === undefined ? node.input(input) : take(emitter, node.input(input), positions, 0);
  if (emitter.isPlaceholder(table)) return table;
  const cut =
    extentOf(table, rankOf(table) - 1) === half ? table : sliceAxis(emitter, table, rankOf(table) - 1, 0, half);
  return insertAxes(emitter, cut, [1]);
}

/** Turns pairs of the first `rotary_embedding_dim` elements of each head by the angles of their positions. */
function rotaryEmbedding(node: NodeImport): Value {
  const { emitter, attributes } = node;
  const x = withHeads(node, node.input(0), "num_heads");
  if (x === undefined) return emitter.placeholder();
  const [batch = 0, heads = 0, sequence = 0, size = 0] = shapeOf(x);
  const given = attributes.int("rotary_embedding_dim", 0);
  const turned = given === 0 ? size : given;
  if (turned > size || turned % 2 !== 0) return emitter.problem(`cannot turn ${turned} of ${size} elements in pairs`);
  const half = turned / 2;
  const head = sliceAxis(emitter, x, 3, 0, turned);
  // Pairs are neighbours, or one of each half: either way an axis of 2.
  const interleaved = attributes.int("interleaved", 0) === 1;
  const pairs = reshape(emitter, head, [batch, heads, sequence, ...(interleaved ? [half, 2] : [2, half])]);
  const axis = interleaved ? 4 : 3;
  const part = (at: number): Value =>
    reshape(emitter, sliceAxis(emitter, pairs, axis, at, at + 1), [batch, heads, sequence, half]);
  const [cos, sin] = [rotation(node, 1, half), rotation(node, 2, half)];
  const [a, b] = [part(0), part(1)];
  const first = binary(emitter, subtract, binary(emitter, multiply, a, cos), binary(emitter, multiply, b, sin));
  const second = binary(emitter, add, binary(emitter, multiply, a, sin), binary(emitter, multiply, b, cos));
  if (emitter.isPlaceholder(first) || emitter.isPlaceholder(second)) return emitter.placeholder();
  const joined = concat(emitter, [insertAxes(emitter, first, [axis]), insertAxes(emitter, second, [axis])], axis);
  const whole = concat(
    emitter,
    [reshape(emitter, joined, [batch, heads, sequence, turned]), sliceAxis(emitter, x, 3, turned, size)],
    3,
  );
  return rankOf(node.input(0)) === 3 ? withoutHeads(emitter, whole) : whole;
}

export const attentionOperators: readonly OnnxOperator[] = [
  defineOnnxOperator({
    name: "Attention",
    since: 23,
    inputs: [3, 7],
    outputs: 4,
    attributes: {
      is_causal: anyValue,
      kv_num_heads: anyValue,
      q_num_heads: anyValue,
      qk_matmul_output_mode: oneOf(0, 1, 2, 3),
      scale: anyValue,
      softcap: anyValue,
      softmax_precision: anyValue,
    },
    import: attention,
  }),
  defineOnnxOperator({
    name: "RotaryEmbedding",
    since: 23,
    inputs: [3, 4],
    attributes: { interleaved: anyValue, num_heads: anyValue, rotary_embedding_dim: anyValue },
    import: rotaryEmbedding,
  }),
];
