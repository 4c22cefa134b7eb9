import { expect, test } from "vitest";
import { interpret } from "../../../interpret/interpreter.ts";
import { getSlot, scalar, type Tensor, tensorOf } from "../../../tensor/tensor.ts";
import { expectValue, importTestModel, messagesOf, testContext } from "../run-test-model.ts";
import type { TestGraph, TestModel } from "../test-encoder.ts";

function run(model: TestModel, ...inputs: readonly Tensor[]): readonly (readonly number[])[] {
  const module = expectValue(importTestModel(model));
  const results = expectValue(interpret(module, testContext, "main", inputs));
  return results.map((tensor) => Array.from({ length: tensor.data.length }, (_, at) => Number(getSlot(tensor, at))));
}

/** Adds the round's number and collects the sums. */
const body: TestGraph = {
  inputs: [
    { name: "i", type: "int64", dims: [] },
    { name: "go", type: "bool", dims: [] },
    { name: "s", dims: [] },
  ],
  outputs: [{ name: "go" }, { name: "t" }, { name: "t2" }],
  nodes: [
    { op: "Cast", inputs: ["i"], outputs: ["f"], attributes: { to: 1n } },
    { op: "Add", inputs: ["s", "f"], outputs: ["t"] },
    { op: "Mul", inputs: ["t", "outside"], outputs: ["t2"] },
  ],
};

const loop: TestModel = {
  inputs: [{ name: "x", dims: [] }],
  outputs: [{ name: "y" }, { name: "all" }],
  initializers: { rounds: scalar("i64", 4), yes: scalar("i1", 1), outside: scalar("f32", 10) },
  nodes: [{ op: "Loop", inputs: ["rounds", "yes", "x"], outputs: ["y", "all"], attributes: { body } }],
};

test("a Loop whose rounds are known is its body, as often", () => {
  expect(run(loop, scalar("f32", 1))).toEqual([[7], [10, 20, 40, 70]]);
});

test("a Loop ends when its condition does", () => {
  const until: TestGraph = {
    ...body,
    outputs: [{ name: "more" }, { name: "t" }, { name: "t2" }],
    nodes: [...body.nodes, { op: "Less", inputs: ["i", "two"], outputs: ["more"] }],
  };
  const model: TestModel = {
    ...loop,
    initializers: { ...loop.initializers, two: scalar("i64", 2), rounds: scalar("i64", 100) },
    nodes: [{ op: "Loop", inputs: ["rounds", "yes", "x"], outputs: ["y", "all"], attributes: { body: until } }],
  };
  expect(run(model, scalar("f32", 1))).toEqual([[4], [10, 20, 40]]);
});

test("conditions that only the run could tell are refused", () => {
  const model: TestModel = {
    ...loop,
    inputs: [
      { name: "x", dims: [] },
      { name: "go0", type: "bool", dims: [] },
    ],
    nodes: [{ op: "Loop", name: "loop", inputs: ["rounds", "go0", "x"], outputs: ["y", "all"], attributes: { body } }],
  };
  expect(messagesOf(importTestModel(model))).toEqual([
    "onnx.node: Loop: the condition of the loop must be known at import",
  ]);
});

test("Scan walks along an axis, also backwards", () => {
  const step: TestGraph = {
    inputs: [
      { name: "sum", dims: [2] },
      { name: "column", dims: [2] },
    ],
    outputs: [{ name: "next" }, { name: "next2" }],
    nodes: [
      { op: "Add", inputs: ["sum", "column"], outputs: ["next"] },
      { op: "Identity", inputs: ["next"], outputs: ["next2"] },
    ],
  };
  const model = (direction: bigint): TestModel => ({
    inputs: [{ name: "m", dims: [2, 3] }],
    outputs: [{ name: "total" }, { name: "sums" }],
    initializers: { zero: tensorOf("f32", [2], [0, 0]) },
    nodes: [
      {
        op: "Scan",
        inputs: ["zero", "m"],
        outputs: ["total", "sums"],
        attributes: {
          body: step,
          num_scan_inputs: 1n,
          scan_input_axes: [1n],
          scan_input_directions: [direction],
          scan_output_axes: [1n],
        },
      },
    ],
  });
  const m = tensorOf("f32", [2, 3], [1, 2, 3, 4, 5, 6]);
  expect(run(model(0n), m)).toEqual([
    [6, 15],
    [1, 3, 6, 4, 9, 15],
  ]);
  expect(run(model(1n), m)).toEqual([
    [6, 15],
    [3, 5, 6, 6, 11, 15],
  ]);
});
