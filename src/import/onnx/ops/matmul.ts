/** Matrix products. Source: ONNX operator specifications. */
import { add } from "../../../../dialects/stablehlo/ops/binary.ts";
import type { Value } from "../../../ir/handle.ts";
import { dot, matmul } from "../emit/contraction.ts";
import { binary, scale } from "../emit/elementwise.ts";
import { shapeList } from "../emit/layout.ts";
import { rankOf, shapeOf } from "../emitter.ts";
import type { NodeImport } from "../node-import.ts";
import { anyValue, defineOnnxOperator, type OnnxOperator } from "../operator.ts";
import { withoutZeroPoint } from "./convolution.ts";

/** alpha * A' * B' + beta * C; a transposed operand is contracted along its other dimension, not moved. */
function gemm(node: NodeImport): Value {
  const { emitter, attributes } = node;
  const [a, b, c] = [node.input(0), node.input(1), node.optional(2)];
  if (emitter.isPlaceholder(a) || emitter.isPlaceholder(b)) return emitter.placeholder();
  if (rankOf(a) !== 2 || rankOf(b) !== 2)
    return emitter.problem(`expected matrices, found ${shapeList(shapeOf(a))} and ${shapeList(shapeOf(b))}`);
  const contract = [[attributes.int("transA", 0) === 0 ? 1 : 0], [attributes.int("transB", 0) === 0 ? 0 : 1]] as const;
  const product = scale(emitter, dot(emitter, a, b, { batch: [[], []], contract }), attributes.float("alpha", 1));
  if (c === undefined) return product;
  return binary(emitter, add, product, scale(emitter, c, attributes.float("beta", 1)));
}

/** Zero points may be one for each row of the left matrix, and one for each column of the right. */
function matmulInteger(node: NodeImport): Value {
  const { emitter } = node;
  const [a, b] = [node.input(0), node.input(1)];
  if (emitter.isPlaceholder(a) || emitter.isPlaceholder(b)) return emitter.placeholder();
  const left = withoutZeroPoint(emitter, a, node.optional(2), Math.max(0, rankOf(a) - 2));
  const right = withoutZeroPoint(emitter, b, node.optional(3), Math.max(0, rankOf(b) - 1));
  return matmul(emitter, left, right);
}

export const matmulOperators: readonly OnnxOperator[] = [
  defineOnnxOperator({
    name: "Gemm",
    inputs: [2, 3],
    attributes: { alpha: anyValue, beta: anyValue, transA: anyValue, transB: anyValue, broadcast: anyValue },
    import: gemm,
  }),
  defineOnnxOperator({
    name: "MatMul",
    inputs: [2, 2],
    import: (node) => matmul(node.emitter, node.input(0), node.input(1)),
  }),
  defineOnnxOperator({ name: "MatMulInteger", since: 10, inputs: [2, 4], import: matmulInteger }),
];
