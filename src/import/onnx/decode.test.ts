import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Result } from "../../source/diagnostic.ts";
import { getElement, scalar, tensorOf } from "../../tensor/tensor.ts";
import { decodeOnnxModel, decodeOnnxTensor } from "./decode.ts";
import type { OnnxModel, OnnxTensor } from "./model.ts";
import { tensorFromOnnx } from "./tensor-from-onnx.ts";
import { encodeTestModel, encodeTestTensor } from "./test-encoder.ts";

function valueIn<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.diagnostics.map((diagnostic) => diagnostic.message).join("\n"));
  return result.value;
}

function messages(result: Result<unknown>): string[] {
  return result.ok ? [] : result.diagnostics.map((diagnostic) => `${diagnostic.code}: ${diagnostic.message}`);
}

const weights = tensorOf("f32", [2, 3], [1, 2, 3, 4, 5, 6.5]);

const sample = encodeTestModel({
  opset: 13,
  opsets: { "com.example": 2 },
  inputs: [{ name: "x", dims: ["batch", 2, undefined] }],
  outputs: [{ name: "y" }],
  initializers: { w: weights },
  nodes: [
    {
      op: "Conv",
      name: "conv1",
      inputs: ["x", "w", ""],
      outputs: ["t"],
      attributes: {
        group: 1n,
        pads: [0n, -1n, 2n],
        alpha: 0.5,
        auto_pad: "SAME_UPPER",
        scales: [1.5, 2],
        value: scalar("i64", -7),
      },
    },
    {
      op: "If",
      domain: "com.example",
      inputs: [],
      outputs: ["y"],
      attributes: { then_branch: { nodes: [], outputs: [{ name: "q" }] }, names: ["a", "b"] },
    },
  ],
});

test("a model is read as it was written", () => {
  const model = valueIn(decodeOnnxModel(sample));
  expect([...model.opsets]).toEqual([
    ["", 13],
    ["com.example", 2],
  ]);
  expect(model.graph.inputs).toEqual([
    {
      name: "x",
      type: {
        kind: "tensor",
        dataType: "float",
        dims: [{ kind: "name", name: "batch" }, { kind: "size", size: 2 }, { kind: "unknown" }],
      },
    },
  ]);
  expect(model.graph.outputs).toEqual([{ name: "y", type: { kind: "tensor", dataType: "float", dims: undefined } }]);
  const [conv, branch] = model.graph.nodes;
  expect(conv).toMatchObject({ name: "conv1", opType: "Conv", domain: "", inputs: ["x", "w", ""], outputs: ["t"] });
  expect(conv?.attributes.get("group")).toEqual({ kind: "int", value: 1n });
  expect(conv?.attributes.get("pads")).toEqual({ kind: "ints", value: [0n, -1n, 2n] });
  expect(conv?.attributes.get("alpha")).toEqual({ kind: "float", value: 0.5 });
  expect(conv?.attributes.get("auto_pad")).toEqual({ kind: "string", value: "SAME_UPPER" });
  expect(conv?.attributes.get("scales")).toEqual({ kind: "floats", value: [1.5, 2] });
  expect(conv?.attributes.get("value")).toMatchObject({ kind: "tensor", value: { dataType: "int64", dims: [] } });
  expect(branch).toMatchObject({ opType: "If", domain: "com.example" });
  expect(branch?.attributes.get("then_branch")).toMatchObject({ kind: "graph", value: { outputs: [{ name: "q" }] } });
  expect(branch?.attributes.get("names")).toEqual({ kind: "strings", value: ["a", "b"] });
});

test("constants are views of the file", () => {
  const tensor = valueIn(decodeOnnxModel(sample)).graph.initializers.get("w");
  expect(tensor?.bytes.buffer).toBe(sample.buffer);
  expect(tensor && tensorFromOnnx(tensor)).toEqual(weights);
});

/** A TensorProto of one typed field, packed or not. */
function typedTensor(
  code: number,
  count: number,
  field: number,
  wire: WireType,
  write: (writer: BinaryWriter) => void,
  packed: boolean,
): OnnxTensor {
  const writer = new BinaryWriter().tag(1, WireType.Varint).int64(count).tag(2, WireType.Varint).int64(code);
  if (packed) {
    writer.tag(field, WireType.LengthDelimited).fork();
    write(writer);
    writer.join();
  } else {
    writer.tag(field, wire);
    write(writer);
  }
  return valueIn(decodeOnnxTensor(writer.finish()));
}

test.each([true, false])("typed data fields give the same as raw data, packed: %s", (packed) => {
  const int = (value: number) => (writer: BinaryWriter) => writer.int32(value);
  const one = (tensor: OnnxTensor) => {
    const value = tensorFromOnnx(tensor);
    return value === undefined ? undefined : getElement(value, 0);
  };
  expect(one(typedTensor(1, 1, 4, WireType.Bit32, (writer) => writer.float(1.5), packed))).toBe(1.5);
  expect(one(typedTensor(11, 1, 10, WireType.Bit64, (writer) => writer.double(1e300), packed))).toBe(1e300);
  expect(one(typedTensor(6, 1, 5, WireType.Varint, int(-5), packed))).toBe(-5);
  expect(one(typedTensor(3, 1, 5, WireType.Varint, int(-5), packed))).toBe(-5);
  expect(one(typedTensor(2, 1, 5, WireType.Varint, int(200), packed))).toBe(200);
  expect(one(typedTensor(4, 1, 5, WireType.Varint, int(60000), packed))).toBe(60000);
  expect(one(typedTensor(9, 1, 5, WireType.Varint, int(1), packed))).toBe(1);
  expect(one(typedTensor(10, 1, 5, WireType.Varint, int(0x3e00), packed))).toBe(1.5);
  expect(one(typedTensor(16, 1, 5, WireType.Varint, int(0x3fc0), packed))).toBe(1.5);
  expect(one(typedTensor(7, 1, 7, WireType.Varint, (writer) => writer.int64(-(2n ** 63n)), packed))).toBe(-(2n ** 63n));
  expect(one(typedTensor(13, 1, 11, WireType.Varint, (writer) => writer.uint64(2n ** 64n - 1n), packed))).toBe(
    2n ** 64n - 1n,
  );
  expect(one(typedTensor(12, 1, 11, WireType.Varint, (writer) => writer.uint64(2n ** 32n - 1n), packed))).toBe(
    2 ** 32 - 1,
  );
});

test("elements below a byte are packed from the low bits", () => {
  const tensor = (code: number, count: number, bytes: number[]) => {
    const writer = new BinaryWriter().tag(1, WireType.Varint).int64(count).tag(2, WireType.Varint).int64(code);
    return tensorFromOnnx(
      valueIn(decodeOnnxTensor(writer.tag(9, WireType.LengthDelimited).bytes(Uint8Array.from(bytes)).finish())),
    );
  };
  expect([...(tensor(22, 3, [0x8f, 0x07])?.data ?? [])]).toEqual([-1, -8, 7]);
  expect([...(tensor(21, 3, [0x8f, 0x07])?.data ?? [])]).toEqual([15, 8, 7]);
  const f4 = tensor(23, 2, [0x71]);
  expect(f4 && [getElement(f4, 0), getElement(f4, 1)]).toEqual([0.5, 6]);
});

test("what contradicts itself is a diagnostic", () => {
  expect(messages(decodeOnnxModel(new Uint8Array(0)))).toEqual([
    "onnx.no-graph: expected an ONNX model, found no graph in it",
  ]);
  const short = new BinaryWriter()
    .tag(1, WireType.Varint)
    .int64(3)
    .tag(2, WireType.Varint)
    .int64(1)
    .tag(8, WireType.LengthDelimited)
    .string("w");
  expect(messages(decodeOnnxTensor(short.tag(9, WireType.LengthDelimited).bytes(new Uint8Array(8)).finish()))).toEqual([
    'onnx.malformed: tensor: tensor "w" of shape [3] and type float: expected 12 bytes, found 8',
  ]);
  const huge = new BinaryWriter()
    .tag(1, WireType.Varint)
    .int64(2n ** 62n)
    .tag(2, WireType.Varint)
    .int64(1);
  expect(messages(decodeOnnxTensor(huge.finish()))[0]).toBe(
    "onnx.malformed: tensor: field 1 is 4611686018427387904, which is out of range",
  );
  const external = new BinaryWriter()
    .tag(8, WireType.LengthDelimited)
    .string("w")
    .tag(2, WireType.Varint)
    .int64(1)
    .tag(14, WireType.Varint)
    .int64(1);
  expect(messages(decodeOnnxTensor(external.finish()))).toEqual([
    'onnx.external-data: tensor: tensor "w" keeps its data in another file: expected a model with its weights inside; save it as one file',
  ]);
  const wrongWire = new BinaryWriter().tag(8, WireType.Varint).int64(1);
  expect(messages(decodeOnnxTensor(wrongWire.finish()))[0]).toBe(
    "onnx.malformed: tensor: field 8 has wire type 0, expected 2",
  );
});

test("subgraphs nested without end are refused", () => {
  let nested: Uint8Array = new Uint8Array(0);
  for (let depth = 0; depth < 3000; depth++) {
    // graph { node { attribute { g: <nested> } } }
    for (const field of [6, 5, 1])
      nested = new BinaryWriter().tag(field, WireType.LengthDelimited).bytes(nested).finish();
  }
  expect(
    messages(decodeOnnxModel(new BinaryWriter().tag(7, WireType.LengthDelimited).bytes(nested).finish()))[0],
  ).toMatch(/nested more than 1024 deep/);
});

test("no truncation of a model and no flip of a byte crashes the decoder", () => {
  for (let length = 0; length < sample.length; length++) decodeOnnxModel(sample.subarray(0, length));
  fc.assert(
    fc.property(fc.nat(sample.length - 1), fc.nat(255), (at, byte) => {
      const changed = sample.slice();
      changed[at] = byte;
      const result = decodeOnnxModel(changed);
      expect(result.ok || result.diagnostics.length > 0).toBe(true);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const result = decodeOnnxModel(bytes);
      expect(result.ok || result.diagnostics.length > 0).toBe(true);
    }),
  );
});

test("a truncated model is told as such", () => {
  const result: Result<OnnxModel> = decodeOnnxModel(sample.subarray(0, sample.length - 20));
  expect(messages(result)[0]).toMatch(
    /^onnx.malformed: expected an ONNX model in protobuf encoding, found malformed bytes: /,
  );
});

test("tensors survive the round trip through bytes", () => {
  fc.assert(
    fc.property(fc.array(fc.float({ noNaN: true }), { maxLength: 20 }), (values) => {
      const tensor = tensorOf("f32", [values.length], values);
      expect(tensorFromOnnx(valueIn(decodeOnnxTensor(encodeTestTensor(tensor, "t"))))).toEqual(tensor);
    }),
  );
});
