import { expect, test } from "vitest";
import { getSlot, type Tensor, tensorOf } from "../../../tensor/tensor.ts";
import { importTestModel, messagesOf, type NodeCase, nodeModel, runNode } from "../run-test-model.ts";

function run(node: NodeCase): { readonly shape: readonly number[]; readonly values: readonly number[] } {
  const [tensor] = runNode(node);
  if (tensor === undefined) expect.unreachable("the node has a result");
  return {
    shape: tensor.shape,
    values: Array.from({ length: tensor.data.length }, (_, at) => Number(getSlot(tensor, at))),
  };
}

function pattern(shape: readonly number[], seed: number): Tensor {
  const count = shape.reduce((product, extent) => product * extent, 1);
  return tensorOf(
    "f32",
    shape,
    Array.from({ length: count }, (_, at) => ((at * 5 + seed) % 9) - 4),
  );
}

const count = (...shape: number[]): Tensor =>
  tensorOf(
    "f32",
    shape,
    Array.from({ length: shape.reduce((product, extent) => product * extent, 1) }, (_, at) => at + 1),
  );

function einsum(equation: string, ...inputs: readonly Tensor[]) {
  return run({ op: "Einsum", inputs, attributes: { equation } });
}

/** The definition, for operands of rank 2 with letters i and j, j and k. */
function product(a: Tensor, b: Tensor): number[][] {
  const [m = 0, k = 0] = a.shape;
  const [, n = 0] = b.shape;
  const at = (tensor: Tensor, row: number, column: number): number =>
    Number(tensor.data[row * (tensor.shape[1] ?? 0) + column]);
  return Array.from({ length: m }, (_, i) =>
    Array.from({ length: n }, (_n, j) =>
      Array.from({ length: k }, (_k, p) => at(a, i, p) * at(b, p, j)).reduce((sum, v) => sum + v, 0),
    ),
  );
}

test("products, with the result in any order", () => {
  const [a, b] = [pattern([2, 3], 1), pattern([3, 4], 2)];
  expect(einsum("ij,jk->ik", a, b)).toEqual({ shape: [2, 4], values: product(a, b).flat() });
  expect(einsum("ij,jk", a, b).values).toEqual(product(a, b).flat());
  const turned = einsum("ij, jk -> ki", a, b);
  expect(turned).toEqual({
    shape: [4, 2],
    values: [0, 1, 2, 3].flatMap((k) => product(a, b).map((row) => row[k] ?? 0)),
  });
});

test("batches, by a letter or by an ellipsis that broadcasts", () => {
  const [a, b] = [pattern([2, 2, 3], 1), pattern([2, 3, 1], 2)];
  const byLetter = einsum("bij,bjk->bik", a, b);
  expect(einsum("...ij,...jk->...ik", a, b)).toEqual(byLetter);
  const single = einsum("...ij,...jk->...ik", a, pattern([1, 3, 1], 2));
  expect(single.shape).toEqual([2, 2, 1]);
  expect(single.values.slice(0, 2)).toEqual(
    einsum("bij,bjk->bik", pattern([1, 2, 3], 1), pattern([1, 3, 1], 2)).values,
  );
});

test("one operand: sums, transposition, diagonals", () => {
  expect(einsum("ij->i", count(2, 3))).toEqual({ shape: [2], values: [6, 15] });
  expect(einsum("ij->ji", count(2, 3)).values).toEqual([1, 4, 2, 5, 3, 6]);
  expect(einsum("ii->i", count(3, 3)).values).toEqual([1, 5, 9]);
  expect(einsum("ii", count(3, 3))).toEqual({ shape: [], values: [15] });
  expect(einsum("b...->...", count(2, 2)).values).toEqual([4, 6]);
});

test("three operands, outer products, letters in one operand alone", () => {
  const [u, v, w] = [count(2), count(3), count(2)];
  expect(einsum("i,j->ij", u, v).values).toEqual([1, 2, 3, 2, 4, 6]);
  expect(einsum("i,j,i->j", u, v, w).values).toEqual([5, 10, 15]);
  expect(einsum("ij,k->k", count(2, 2), v).values).toEqual([10, 20, 30]);
});

test("equations that do not fit are refused", () => {
  const refuse = (equation: string, ...inputs: readonly Tensor[]) =>
    messagesOf(importTestModel(nodeModel({ op: "Einsum", inputs, attributes: { equation } })));
  expect(refuse("ijk->i", count(2, 3))).toEqual([
    'onnx.node: Einsum: attribute "equation": "ijk->i" does not fit the inputs',
  ]);
  expect(refuse("ij->k", count(2, 3))).toEqual([
    'onnx.node: Einsum: attribute "equation": "ij->k" does not fit the inputs',
  ]);
  expect(refuse("ij,jk->ik", count(2, 3), count(2, 3))).toEqual([
    "onnx.node: Einsum: cannot multiply [2, 3] by [2, 3]: dimensions 1 and 0 differ",
  ]);
});
