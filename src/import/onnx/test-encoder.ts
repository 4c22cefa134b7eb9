/**
 * Builds the bytes of small ONNX files for tests: the inverse of decode.ts as far as tests need it, on the same
 * library's wire writer. Attribute values choose their kind by their JavaScript type: bigint is int, number is float,
 * arrays of either are ints and floats.
 */
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { type Tensor, tensorBytes } from "../../tensor/tensor.ts";
import { codeOfDType, dataTypeFacts, type OnnxDataType } from "./data-type.ts";

export type TestAttribute =
  | bigint
  | number
  | string
  | readonly bigint[]
  | readonly number[]
  | readonly string[]
  | Tensor
  | TestGraph;

export interface TestNode {
  readonly op: string;
  readonly domain?: string;
  readonly name?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, TestAttribute>>;
}

/** A number is a size, a string a named unknown size, undefined an unknown one. */
export interface TestValue {
  readonly name: string;
  readonly type?: OnnxDataType;
  readonly dims?: readonly (number | string | undefined)[];
}

export interface TestGraph {
  readonly nodes: readonly TestNode[];
  readonly inputs?: readonly TestValue[];
  readonly outputs: readonly TestValue[];
  readonly initializers?: Readonly<Record<string, Tensor>>;
}

export interface TestModel extends TestGraph {
  readonly opset?: number;
  readonly opsets?: Readonly<Record<string, number>>;
}

/** The bytes of a ModelProto. */
export function encodeTestModel(model: TestModel): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).int64(8);
  sub(writer, 7, (graph) => writeGraph(graph, model));
  for (const [domain, version] of Object.entries({ "": model.opset ?? 17, ...model.opsets })) {
    sub(writer, 8, (opset) => {
      opset.tag(1, WireType.LengthDelimited).string(domain);
      opset.tag(2, WireType.Varint).int64(version);
    });
  }
  return writer.finish();
}

/** The bytes of a TensorProto with raw data. */
export function encodeTestTensor(tensor: Tensor, name = ""): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  writeTensor(writer, tensor, name);
  return writer.finish();
}

function sub(writer: BinaryWriter, field: number, write: (writer: BinaryWriter) => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write(writer);
  writer.join();
}

function writeGraph(writer: BinaryWriter, graph: TestGraph): void {
  for (const node of graph.nodes) sub(writer, 1, (message) => writeNode(message, node));
  writer.tag(2, WireType.LengthDelimited).string("test");
  for (const [name, tensor] of Object.entries(graph.initializers ?? {}))
    sub(writer, 5, (message) => writeTensor(message, tensor, name));
  for (const value of graph.inputs ?? []) sub(writer, 11, (message) => writeValue(message, value));
  for (const value of graph.outputs) sub(writer, 12, (message) => writeValue(message, value));
}

function writeNode(writer: BinaryWriter, node: TestNode): void {
  for (const input of node.inputs) writer.tag(1, WireType.LengthDelimited).string(input);
  for (const output of node.outputs) writer.tag(2, WireType.LengthDelimited).string(output);
  writer.tag(3, WireType.LengthDelimited).string(node.name ?? "");
  writer.tag(4, WireType.LengthDelimited).string(node.op);
  writer.tag(7, WireType.LengthDelimited).string(node.domain ?? "");
  for (const [name, value] of Object.entries(node.attributes ?? {})) {
    sub(writer, 5, (message) => {
      message.tag(1, WireType.LengthDelimited).string(name);
      writeAttribute(message, value);
    });
  }
}

function writeAttribute(writer: BinaryWriter, value: TestAttribute): void {
  const kind = (code: number): BinaryWriter => writer.tag(20, WireType.Varint).int64(code);
  if (typeof value === "number") kind(1).tag(2, WireType.Bit32).float(value);
  else if (typeof value === "bigint") kind(2).tag(3, WireType.Varint).int64(value);
  else if (typeof value === "string") kind(3).tag(4, WireType.LengthDelimited).string(value);
  else if ("dtype" in value) sub(kind(4), 5, (message) => writeTensor(message, value, ""));
  else if ("nodes" in value) sub(kind(5), 6, (message) => writeGraph(message, value));
  else writeList(writer, value, kind);
}

function writeList(
  writer: BinaryWriter,
  values: readonly (bigint | number | string)[],
  kind: (code: number) => BinaryWriter,
): void {
  kind(typeof values[0] === "number" ? 6 : typeof values[0] === "string" ? 8 : 7);
  for (const value of values) {
    if (typeof value === "number") writer.tag(7, WireType.Bit32).float(value);
    else if (typeof value === "bigint") writer.tag(8, WireType.Varint).int64(value);
    else writer.tag(9, WireType.LengthDelimited).string(value);
  }
}

function writeTensor(writer: BinaryWriter, tensor: Tensor, name: string): void {
  for (const dim of tensor.shape) writer.tag(1, WireType.Varint).int64(dim);
  writer.tag(2, WireType.Varint).int64(codeOfDType(tensor.dtype) ?? 0);
  writer.tag(8, WireType.LengthDelimited).string(name);
  writer.tag(9, WireType.LengthDelimited).bytes(tensorBytes(tensor));
}

function writeValue(writer: BinaryWriter, value: TestValue): void {
  writer.tag(1, WireType.LengthDelimited).string(value.name);
  sub(writer, 2, (type) =>
    sub(type, 1, (tensor) => {
      tensor.tag(1, WireType.Varint).int64(dataTypeFacts(value.type ?? "float").code);
      const { dims } = value;
      if (dims !== undefined) sub(tensor, 2, (shape) => writeDims(shape, dims));
    }),
  );
}

function writeDims(writer: BinaryWriter, dims: readonly (number | string | undefined)[]): void {
  for (const dim of dims) {
    sub(writer, 1, (message) => {
      if (typeof dim === "number") message.tag(1, WireType.Varint).int64(dim);
      else if (dim !== undefined) message.tag(2, WireType.LengthDelimited).string(dim);
    });
  }
}
