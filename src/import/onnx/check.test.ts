import { expect, test } from "vitest";
import { checkModel, requireSupported } from "./check.ts";
import { decodeOnnxModel } from "./decode.ts";
import type { OnnxModel } from "./model.ts";
import { onnxOperators } from "./operators.ts";
import { expectValue, messagesOf } from "./run-test-model.ts";
import { encodeTestModel, type TestModel } from "./test-encoder.ts";

function modelOf(model: TestModel): OnnxModel {
  return expectValue(decodeOnnxModel(encodeTestModel(model)));
}

const bad = modelOf({
  opset: 17,
  opsets: { "com.example": 3 },
  inputs: [{ name: "x", dims: [1] }],
  outputs: [{ name: "e" }, { name: "p" }, { name: "i" }],
  nodes: [
    { op: "NonMaxSuppression", name: "nms", inputs: ["x", "x"], outputs: ["a"] },
    { op: "Magic", domain: "com.example", name: "m1", inputs: ["a"], outputs: ["b"] },
    { op: "Magic", domain: "com.example", inputs: ["b"], outputs: ["c"] },
    { op: "Resize", name: "up", inputs: ["c", "", "s"], outputs: ["d"], attributes: { mode: "bicubic" } },
    { op: "Relu", name: "r", inputs: ["d"], outputs: ["e"], attributes: { slope: 2n } },
    { op: "MaxPool", name: "pool", inputs: ["x"], outputs: ["p", "i"], attributes: { kernel_shape: [1n] } },
    { op: "Forgotten", name: "dead", inputs: ["x"], outputs: ["z"] },
  ],
});

test("everything that is unsupported is found at once, dead nodes left out", () => {
  const check = checkModel(bad, onnxOperators);
  expect(check.unsupported).toEqual([
    {
      operator: "com.example::Magic",
      opset: 3,
      attribute: undefined,
      reason: "the operator is not supported",
      count: 2,
      nodes: ["m1", "c"],
    },
    {
      operator: "NonMaxSuppression",
      opset: 17,
      attribute: undefined,
      reason: "the operator is not supported",
      count: 1,
      nodes: ["nms"],
    },
    {
      operator: "Resize",
      opset: 17,
      attribute: "mode",
      reason: 'expected "nearest" or "linear" or "cubic", found "bicubic"',
      count: 1,
      nodes: ["up"],
    },
    {
      operator: "Relu",
      opset: 17,
      attribute: "slope",
      reason: "this attribute is not supported",
      count: 1,
      nodes: ["r"],
    },
    {
      operator: "MaxPool",
      opset: 17,
      attribute: undefined,
      reason: "output 1 is not supported",
      count: 1,
      nodes: ["pool"],
    },
  ]);
  expect(check.nodes).toBe(6);
  expect(check.operators.map(({ operator, count }) => `${operator} ${count}`)).toContain("com.example::Magic 2");
  expect(messagesOf(requireSupported(check))).toContain(
    'onnx.unsupported: Resize (opset 17, 1 node: up): attribute "mode": expected "nearest" or "linear" or "cubic", found "bicubic"',
  );
});

test("versions count: an operator's meaning is that of the opset", () => {
  const upsample = (opset: number) =>
    modelOf({
      opset,
      inputs: [{ name: "x", dims: [1, 1, 2, 2] }],
      outputs: [{ name: "y" }],
      nodes: [{ op: "Upsample", name: "up", inputs: ["x"], outputs: ["y"], attributes: { scales: [1, 1, 2, 2] } }],
    });
  expect(checkModel(upsample(8), onnxOperators).unsupported).toEqual([]);
  expect(checkModel(upsample(9), onnxOperators).unsupported[0]?.reason).toBe("this attribute is not supported");
  expect(checkModel(upsample(10), onnxOperators).unsupported[0]?.reason).toBe(
    "this version of the operator is not supported",
  );
});

test("wrong numbers of inputs, and what stands in subgraphs", () => {
  const model = modelOf({
    inputs: [{ name: "x", dims: [1] }],
    outputs: [{ name: "y" }],
    nodes: [
      {
        op: "If",
        name: "if",
        inputs: ["x"],
        outputs: ["y"],
        attributes: {
          then_branch: {
            outputs: [{ name: "t" }],
            nodes: [{ op: "Add", name: "inner", inputs: ["x"], outputs: ["t"] }],
          },
          else_branch: { outputs: [{ name: "u" }], nodes: [{ op: "Odd", name: "odd", inputs: ["x"], outputs: ["u"] }] },
        },
      },
    ],
  });
  expect(checkModel(model, onnxOperators).unsupported.map(({ nodes, reason }) => `${nodes.join()}: ${reason}`)).toEqual(
    ["inner: expected 2 inputs, found 1", "odd: the operator is not supported"],
  );
});
