import { expect, test } from "vitest";
import { add } from "../../../dialects/stablehlo/ops/binary.ts";
import { interpret } from "../../interpret/interpreter.ts";
import { OperationHandle } from "../../ir/handle.ts";
import { bodyId } from "../../ir/ids.ts";
import { namesOf } from "../../ir/location.ts";
import type { Module } from "../../ir/module.ts";
import { getElement, scalar, tensorOf } from "../../tensor/tensor.ts";
import { decodeOnnxModel } from "./decode.ts";
import { binary } from "./emit/elementwise.ts";
import { importOnnx, NAME_ATTRIBUTE } from "./import.ts";
import { defineOnnxOperator } from "./operator.ts";
import { onnxOperators } from "./operators.ts";
import { expectValue, importTestModel, messagesOf, testContext } from "./run-test-model.ts";
import { encodeTestModel, type TestModel } from "./test-encoder.ts";

/** The operations of the imported function. */
function operationsOf(module: Module): readonly OperationHandle[] {
  const view = module.body(bodyId(2)).view();
  const blocks = view.root.regions.flatMap((region) => view.region(region).blocks);
  return blocks.flatMap((block) => view.operationsOf(block).map((id) => new OperationHandle(view, id)));
}

function opNames(module: Module): readonly string[] {
  return operationsOf(module).map(({ opName }) => opName);
}

const x = { name: "x", dims: [2, 3, 4] };
const y = { name: "y" };

test("chains that compute a shape dissolve into the operation that uses it", () => {
  const model: TestModel = {
    inputs: [{ name: "x", dims: ["n", 3, 4] }],
    outputs: [y],
    initializers: { zero: scalar("i64", 0), axis: tensorOf("i64", [1], [0]), rest: tensorOf("i64", [1], [-1]) },
    nodes: [
      { op: "Shape", inputs: ["x"], outputs: ["s"] },
      { op: "Gather", inputs: ["s", "zero"], outputs: ["n"] },
      { op: "Unsqueeze", inputs: ["n", "axis"], outputs: ["nv"] },
      { op: "Concat", inputs: ["nv", "rest"], outputs: ["shape"], attributes: { axis: 0n } },
      { op: "Reshape", name: "flat", inputs: ["x", "shape"], outputs: ["y"] },
    ],
  };
  const module = expectValue(importTestModel(model, { shapes: { x: [5, 3, 4] } }));
  expect(opNames(module)).toEqual(["stablehlo.reshape", "func.return"]);
  const [result] = expectValue(
    interpret(module, testContext, "main", [
      tensorOf(
        "f32",
        [5, 3, 4],
        Array.from({ length: 60 }, (_, at) => at),
      ),
    ]),
  );
  expect(result?.shape).toEqual([5, 12]);
});

test("operations keep the names of node and tensors, arguments and results those of the graph", () => {
  const module = expectValue(
    importTestModel({
      inputs: [x],
      outputs: [y],
      nodes: [{ op: "Relu", name: "relu1", inputs: ["x"], outputs: ["y"] }],
    }),
  );
  const maximum = operationsOf(module).find(({ opName }) => opName === "stablehlo.maximum");
  expect(maximum && namesOf(maximum.location)).toEqual(["relu1", "y"]);
  const { root } = module.body(bodyId(2));
  const names = (list: string) => {
    const attribute = root.properties.entries.find(({ name }) => name === list)?.value;
    return attribute?.kind === "array"
      ? attribute.elements.map((element) =>
          element.kind === "dictionary"
            ? element.entries.map(({ name, value }) => [name, value.kind === "string" ? value.value : ""])
            : [],
        )
      : undefined;
  };
  expect(names("arg_attrs")).toEqual([[[NAME_ATTRIBUTE, "x"]]]);
  expect(names("res_attrs")).toEqual([[[NAME_ATTRIBUTE, "y"]]]);
});

test("dead nodes and unused constants leave nothing behind", () => {
  const module = expectValue(
    importTestModel({
      inputs: [x],
      outputs: [y],
      initializers: { w: scalar("f32", 1) },
      nodes: [
        { op: "Exp", inputs: ["x"], outputs: ["unused"] },
        { op: "NotAnOperator", inputs: ["unused"], outputs: ["also"] },
        { op: "Identity", inputs: ["x"], outputs: ["y"] },
      ],
    }),
  );
  expect(opNames(module)).toEqual(["func.return"]);
});

test("initializers that are inputs too are constants, and inputs can be fixed", () => {
  const model: TestModel = {
    inputs: [
      { name: "a", dims: [] },
      { name: "w", dims: [] },
    ],
    outputs: [y],
    initializers: { w: scalar("f32", 2) },
    nodes: [{ op: "Mul", inputs: ["a", "w"], outputs: ["y"] }],
  };
  const open = expectValue(importTestModel(model));
  const [six] = expectValue(interpret(open, testContext, "main", [scalar("f32", 3)]));
  expect(six && getElement(six, 0)).toBe(6);
  const fixed = expectValue(importTestModel(model, { constants: { a: scalar("f32", 4) } }));
  expect(opNames(fixed)).toEqual(["stablehlo.constant", "func.return"]);
});

test("an If whose condition is known is the branch that it takes, with the names around it", () => {
  const branch = (op: string) => ({ outputs: [{ name: "t" }], nodes: [{ op, inputs: ["x"], outputs: ["t"] }] });
  const model = (condition: number): TestModel => ({
    inputs: [x],
    outputs: [y],
    initializers: { c: scalar("i1", condition) },
    nodes: [
      {
        op: "If",
        inputs: ["c"],
        outputs: ["y"],
        attributes: { then_branch: branch("Exp"), else_branch: branch("Abs") },
      },
    ],
  });
  expect(opNames(expectValue(importTestModel(model(1))))).toEqual(["stablehlo.exponential", "func.return"]);
  expect(opNames(expectValue(importTestModel(model(0))))).toEqual(["stablehlo.abs", "func.return"]);
});

test("what is wrong with a node is told once, with its name", () => {
  const result = importTestModel({
    inputs: [x, { name: "z", dims: [5] }],
    outputs: [y],
    nodes: [
      { op: "Add", name: "sum", inputs: ["x", "z"], outputs: ["s"] },
      { op: "Relu", name: "after", inputs: ["s"], outputs: ["r"] },
      { op: "Softmax", name: "soft", inputs: ["r"], outputs: ["y"], attributes: { axis: 7n } },
    ],
  });
  expect(messagesOf(result)).toEqual(["onnx.node: Add: shapes [2, 3, 4] and [5] do not broadcast together"]);
  expect(result.ok ? undefined : result.diagnostics[0]?.place).toEqual({ kind: "described", text: 'node "sum"' });
});

test("element types that an operation does not take are told by the node", () => {
  const result = importTestModel({
    inputs: [{ name: "x", type: "uint8", dims: [2] }],
    outputs: [y],
    nodes: [{ op: "Exp", name: "exp", inputs: ["x"], outputs: ["y"] }],
  });
  expect(messagesOf(result)[0]).toMatch(
    /^onnx.node: Exp: 'stablehlo.exponential' op operand #0 must be .*, but got 'tensor<2xui8>'$/,
  );
});

test("names that nothing defines, and shapes that only the run could tell, are diagnostics", () => {
  const missing = importTestModel({
    inputs: [x],
    outputs: [y],
    nodes: [{ op: "Add", name: "n", inputs: ["x", "w"], outputs: ["y"] }],
  });
  expect(messagesOf(missing)).toEqual(['onnx.node: Add: uses "w", which nothing before it defines']);
  const open = importTestModel({
    inputs: [x, { name: "s", type: "int64", dims: [2] }],
    outputs: [y],
    nodes: [{ op: "Reshape", name: "n", inputs: ["x", "s"], outputs: ["y"] }],
  });
  expect(messagesOf(open)).toEqual([
    'onnx.node: Reshape: the shape (input 1, "s") must be known at import, and is computed from the model\'s inputs',
  ]);
  const noOutput = importTestModel({ inputs: [x], outputs: [{ name: "nowhere" }], nodes: [] });
  expect(messagesOf(noOutput)).toEqual(['onnx.node: output "nowhere" is not computed by any node']);
});

test("a stranger's operator is one entry in a list", () => {
  const twice = defineOnnxOperator({
    name: "Twice",
    domain: "com.example",
    inputs: [1, 1],
    import: (node) => binary(node.emitter, add, node.input(0), node.input(0)),
  });
  const bytes = encodeTestModel({
    opsets: { "com.example": 1 },
    inputs: [{ name: "x", dims: [] }],
    outputs: [y],
    nodes: [{ op: "Twice", domain: "com.example", inputs: ["x"], outputs: ["y"] }],
  });
  const model = expectValue(decodeOnnxModel(bytes));
  expect(importOnnx(model, testContext).ok).toBe(false);
  const module = expectValue(importOnnx(model, testContext, { operators: [...onnxOperators, twice] }));
  const [result] = expectValue(interpret(module, testContext, "main", [scalar("f32", 21)]));
  expect(result && getElement(result, 0)).toBe(42);
});
