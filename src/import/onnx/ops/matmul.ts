/** Matrix products. Source: ONNX operator specifications. */
import { add } from "../../../../dialects/stablehlo/ops/binary.ts";
import type { Value } from "../../../ir/handle.ts";
import { dot, matmul } from "../emit/contraction.ts";
import { binary, scale } from "../emit/elementwise.ts";
import { shapeList, transpose } from "../emit/layout.ts";
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

/** One operand of an Einstein sum: a letter for each dimension. */
interface Term {
  readonly letters: readonly string[];
  readonly value: Value;
}

/**
 * Einstein sums of one or two operands without ellipses or repeated letters within an operand: letters that both have and the result keeps are batch dimensions,
 * letters that it drops are contracted.
 */
function einsum(node: NodeImport): Value {
  const { emitter, attributes, inputs } = node;
  const equation = attributes.string("equation", "").replace(/\s/g, "");
  const [lists = "", result] = equation.split("->");
  const terms: Term[] = lists.split(",").flatMap((letters, at) => {
    const value = inputs[at];
    return value === undefined ? [] : [{ letters: [...letters], value }];
  });
  const [left, right] = terms;
  const plain = terms.every(
    ({ letters, value }) => new Set(letters).size === letters.length && letters.length === rankOf(value),
  );
  if (
    left === undefined ||
    right === undefined ||
    terms.length !== 2 ||
    result === undefined ||
    !plain ||
    !/^[A-Za-z,>-]*$/.test(equation)
  ) {
    return emitter.problem(
      `attribute "equation": only sums of two operands without ellipses are supported, found "${equation}"`,
    );
  }
  const kept = [...result];
  const shared = left.letters.filter((letter) => right.letters.includes(letter));
  const alone = [...left.letters, ...right.letters].find(
    (letter) => !shared.includes(letter) && !kept.includes(letter),
  );
  if (alone !== undefined)
    return emitter.problem(`attribute "equation": "${alone}" is summed in one operand alone, which is not supported`);
  const at = (letters: readonly string[]): readonly [number[], number[]] => [
    letters.map((letter) => left.letters.indexOf(letter)),
    letters.map((letter) => right.letters.indexOf(letter)),
  ];
  const batch = shared.filter((letter) => kept.includes(letter));
  const contract = shared.filter((letter) => !kept.includes(letter));
  const product = dot(emitter, left.value, right.value, { batch: at(batch), contract: at(contract) });
  const order = [
    ...batch,
    ...left.letters.filter((letter) => !shared.includes(letter)),
    ...right.letters.filter((letter) => !shared.includes(letter)),
  ];
  return transpose(
    emitter,
    product,
    kept.map((letter) => order.indexOf(letter)),
  );
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
  defineOnnxOperator({ name: "Einsum", since: 12, inputs: [1, 2], attributes: { equation: anyValue }, import: einsum }),
];
