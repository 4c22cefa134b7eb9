import { expect, test } from "vitest";
import { decodeOnnxModel } from "./decode.ts";
import { specializeInputs } from "./inputs.ts";
import type { OnnxGraph } from "./model.ts";
import { expectValue, messagesOf } from "./run-test-model.ts";
import { encodeTestModel, type TestValue } from "./test-encoder.ts";

function graphOf(...inputs: readonly TestValue[]): OnnxGraph {
  return expectValue(decodeOnnxModel(encodeTestModel({ inputs, outputs: [], nodes: [] }))).graph;
}

const image = graphOf({ name: "x", dims: ["batch", 3, undefined] }, { name: "mask", type: "bool", dims: ["batch"] });

test("shapes and named dimensions complete each other", () => {
  const inputs = expectValue(specializeInputs(image, { x: [2, 3, 5] }, {}));
  expect(inputs).toEqual([
    { name: "x", dtype: "f32", shape: [2, 3, 5] },
    { name: "mask", dtype: "i1", shape: [2] },
  ]);
  const named = graphOf({ name: "x", dims: ["n", "m"] });
  expect(expectValue(specializeInputs(named, {}, { n: 4, m: 0 }))).toEqual([
    { name: "x", dtype: "f32", shape: [4, 0] },
  ]);
});

test("an open dimension is named, with the option that closes it", () => {
  expect(messagesOf(specializeInputs(image, {}, {}))).toEqual([
    'onnx.shape: input "x", dimension 0 (batch): the size is not known at import; give it, for example --shape x=1x3xN with numbers for N',
    'onnx.shape: input "x", dimension 2: the size is not known at import; give it, for example --shape x=1x3xN with numbers for N',
    'onnx.shape: input "mask", dimension 0 (batch): the size is not known at import; give it, for example --shape mask=1',
  ]);
});

test("sizes that contradict the file or each other are refused", () => {
  expect(messagesOf(specializeInputs(image, { x: [1, 4, 5] }, {}))).toContain(
    'onnx.shape: input "x", dimension 1: expected 3, as the file says, found 4',
  );
  expect(messagesOf(specializeInputs(image, { x: [1, 3, 5], mask: [2] }, {}))).toEqual([
    'onnx.shape: input "mask", dimension 0 (batch): expected 1, as elsewhere, found 2',
  ]);
  expect(messagesOf(specializeInputs(image, { x: [1, 3] }, { batch: 1 }))).toEqual([
    'onnx.shape: input "x": expected 3 dimensions (batchx3x?), found 1x3',
  ]);
  expect(messagesOf(specializeInputs(image, { x: [1, 3, -5] }, {}))).toEqual([
    'onnx.shape: input "x", dimension 2: expected a size from 0, found -5',
  ]);
  expect(messagesOf(specializeInputs(image, { x: [1, 3, 5], maks: [1] }, {}))).toEqual([
    'onnx.shape: the model has no input "maks"; did you mean "mask"? Its inputs: x, mask',
  ]);
  expect(messagesOf(specializeInputs(graphOf({ name: "x", dims: ["n", 2] }), { x: [2 ** 53 - 1, 2] }, {}))).toEqual([
    'onnx.shape: input "x": the shape 9007199254740991x2 is too large',
  ]);
});

test("inputs that are no tensors of numbers are refused", () => {
  expect(messagesOf(specializeInputs(graphOf({ name: "s", type: "string", dims: [1] }), {}, {}))).toEqual([
    'onnx.shape: input "s": tensors of string are not supported',
  ]);
  expect(messagesOf(specializeInputs(graphOf({ name: "u" }), {}, {}))).toEqual([
    'onnx.shape: input "u" has no rank in the file; give its shape, for example --shape u=1x3x224x224',
  ]);
  expect(expectValue(specializeInputs(graphOf({ name: "u" }), { u: [2] }, {}))).toEqual([
    { name: "u", dtype: "f32", shape: [2] },
  ]);
});
