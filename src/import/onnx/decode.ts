/**
 * Bytes of an .onnx file -> `OnnxModel`. The field numbers below are those of ONNX's schema (onnx.proto); fields that
 * Lathe has no use for are skipped. Whatever the bytes are, the answer is a model or diagnostics: the only exceptions
 * are those of the wire reader, caught here. One file above 400 lines, because graphs, nodes and attributes contain one
 * another and each message is one flat switch.
 */
import { error, failure, type Result, success } from "../../source/diagnostic.ts";
import { findDataType } from "./data-type.ts";
import { EXTERNAL_DATA, joined, readTensor } from "./decode-tensor.ts";
import { FieldReader } from "./field-reader.ts";
import type {
  OnnxAttribute,
  OnnxDim,
  OnnxFunction,
  OnnxGraph,
  OnnxModel,
  OnnxNode,
  OnnxTensor,
  OnnxType,
  OnnxValueInfo,
} from "./model.ts";

/**
 * Decodes a ModelProto. Tensors keep views of `bytes`, which must not change afterwards.
 * Codes: `onnx.malformed` (not protobuf, or fields that contradict each other), `onnx.no-graph`, `onnx.external-data`.
 */
export function decodeOnnxModel(bytes: Uint8Array): Result<OnnxModel> {
  return decoded(bytes, "model", readModel);
}

/** Decodes a TensorProto by itself, as the ONNX test suites store inputs and outputs. */
export function decodeOnnxTensor(bytes: Uint8Array): Result<OnnxTensor> {
  return decoded(bytes, "tensor", readTensor);
}

function decoded<T>(bytes: Uint8Array, what: string, read: (fields: FieldReader) => T | undefined): Result<T> {
  const fields = new FieldReader(bytes, what);
  let value: T | undefined;
  try {
    value = read(fields);
  } catch (thrown) {
    // The wire reader throws where bytes end early or a tag is impossible.
    return failure(
      error(
        "onnx.malformed",
        `expected an ONNX ${what} in protobuf encoding, found malformed bytes: ${reason(thrown)}`,
      ),
    );
  }
  if (fields.problems.length > 0) return failure(...fields.problems.map((text) => error(codeOf(text), text)));
  return value === undefined
    ? failure(error("onnx.no-graph", "expected an ONNX model, found no graph in it"))
    : success(value);
}

function reason(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

function codeOf(problem: string): string {
  return problem.includes(EXTERNAL_DATA) ? "onnx.external-data" : "onnx.malformed";
}

function readModel(fields: FieldReader): OnnxModel | undefined {
  let irVersion = 0;
  let producer = "";
  let graph: OnnxGraph | undefined;
  const opsets = new Map<string, number>();
  const functions: OnnxFunction[] = [];
  const metadata = new Map<string, string>();
  for (let field = fields.next(); field !== 0; field = fields.next()) {
    switch (field) {
      case 1:
        irVersion = fields.integer();
        break;
      case 2:
        producer = fields.string();
        break;
      case 7:
        graph = readGraph(fields.message("graph"));
        break;
      case 8:
        readOpset(fields.message("opset import"), opsets);
        break;
      case 14:
        readEntry(fields.message("metadata"), metadata);
        break;
      case 25:
        functions.push(readFunction(fields.message("function")));
        break;
    }
  }
  return graph === undefined ? undefined : { irVersion, producer, graph, opsets, functions, metadata };
}

function readOpset(fields: FieldReader, opsets: Map<string, number>): void {
  let domain = "";
  let version = 1;
  for (let field = fields.next(); field !== 0; field = fields.next()) {
    if (field === 1) domain = fields.string();
    else if (field === 2) version = fields.integer();
  }
  opsets.set(normalizedDomain(domain), version);
}

/** ONNX's own operators may be written with the domain "" or "ai.onnx". */
function normalizedDomain(domain: string): string {
  return domain === "ai.onnx" ? "" : domain;
}

function readEntry(fields: FieldReader, entries: Map<string, string>): void {
  let key = "";
  let value = "";
  for (let field = fields.next(); field !== 0; field = fields.next()) {
    if (field === 1) key = fields.string();
    else if (field === 2) value = fields.string();
  }
  entries.set(key, value);
}

function readGraph(fields: FieldReader): OnnxGraph {
  let name = "";
  const nodes: OnnxNode[] = [];
  const initializers = new Map<string, OnnxTensor>();
  const inputs: OnnxValueInfo[] = [];
  const outputs: OnnxValueInfo[] = [];
  const valueInfos: OnnxValueInfo[] = [];
  for (let field = fields.next(); field !== 0; field = fields.next()) {
    switch (field) {
      case 1:
        nodes.push(readNode(fields.message("node")));
        break;
      case 2:
        name = fields.string();
        break;
      case 5: {
        const tensor = readTensor(fields.message("initializer"));
        initializers.set(tensor.name, tensor);
        break;
      }
      case 11:
        inputs.push(readValueInfo(fields.message("graph input")));
        break;
      case 12:
        outputs.push(readValueInfo(fields.message("graph output")));
        break;
      case 13:
        valueInfos.push(readValueInfo(fields.message("value info")));
        break;
      case 15:
        fields.problem("sparse initializers are not supported");
        break;
    }
  }
  return { name, nodes, initializers, inputs, outputs, valueInfos };
}

function readNode(fields: FieldReader): OnnxNode {
  let name = "";
  let opType = "";
  let domain = "";
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, OnnxAttribute>();
  for (let field = fields.next(); field !== 0; field = fields.next()) {
    switch (field) {
      case 1:
        inputs.push(fields.string());
        break;
      case 2:
        outputs.push(fields.string());
        break;
      case 3:
        name = fields.string();
        break;
      case 4:
        opType = fields.string();
        break;
      case 5:
        readAttribute(fields.message("attribute"), attributes);
        break;
      case 7:
        domain = normalizedDomain(fields.string());
        break;
    }
  }
  return { name, opType, domain, inputs, outputs, attributes };
}

/** AttributeProto.AttributeType, by number. */
const attributeKinds = [
  undefined,
  "float",
  "int",
  "string",
  "tensor",
  "graph",
  "floats",
  "ints",
  "strings",
  "tensors",
  "graphs",
  "sparse tensor",
  "sparse tensors",
  "type",
  "types",
] as const;

/**
 * Reads one attribute and adds it under its name. Files before IR version 2 leave the kind out: it is then that of the
 * field that is present.
 */
function readAttribute(fields: FieldReader, attributes: Map<string, OnnxAttribute>): void {
  let name = "";
  let reference = "";
  let code = 0;
  let seen: OnnxAttribute | undefined;
  let float = 0;
  let int = 0n;
  let string = "";
  const floatParts: Uint8Array[] = [];
  const ints: bigint[] = [];
  const strings: string[] = [];
  const tensors: OnnxTensor[] = [];
  const graphs: OnnxGraph[] = [];
  for (let field = fields.next(); field !== 0; field = fields.next()) {
    switch (field) {
      case 1:
        name = fields.string();
        break;
      case 2:
        float = fields.float();
        seen = { kind: "float", value: float };
        break;
      case 3:
        int = fields.int64();
        seen = { kind: "int", value: int };
        break;
      case 4:
        string = fields.string();
        seen = { kind: "string", value: string };
        break;
      case 5:
        seen = { kind: "tensor", value: readTensor(fields.message("tensor attribute")) };
        break;
      case 6:
        seen = { kind: "graph", value: readGraph(fields.message("graph attribute")) };
        break;
      case 7:
        fields.appendFixed(floatParts, 4);
        break;
      case 8:
        fields.appendInt64s(ints);
        break;
      case 9:
        strings.push(fields.string());
        break;
      case 10:
        tensors.push(readTensor(fields.message("tensor attribute")));
        break;
      case 11:
        graphs.push(readGraph(fields.message("graph attribute")));
        break;
      case 14:
        seen = { kind: "type", value: readType(fields.message("type attribute")) };
        break;
      case 20:
        code = fields.integer();
        break;
      case 21:
        reference = fields.string();
        break;
    }
  }
  const kind = attributeKinds[code];
  switch (reference !== "" ? "reference" : kind) {
    case "reference":
      seen = { kind: "reference", value: reference };
      break;
    case "float":
      seen = { kind: "float", value: float }; // a zero may be left out of the file
      break;
    case "int":
      seen = { kind: "int", value: int };
      break;
    case "string":
      seen = { kind: "string", value: string };
      break;
    case "tensor":
    case "graph":
    case "type":
      if (seen?.kind !== kind) seen = { kind: "unsupported", value: `${kind} attribute without a value` };
      break;
    case "floats":
      seen = { kind: "floats", value: [...floatsOf(joined(floatParts))] };
      break;
    case "ints":
      seen = { kind: "ints", value: ints };
      break;
    case "strings":
      seen = { kind: "strings", value: strings };
      break;
    case "tensors":
      seen = { kind: "tensors", value: tensors };
      break;
    case "graphs":
      seen = { kind: "graphs", value: graphs };
      break;
    case undefined:
      if (code !== 0) seen = { kind: "unsupported", value: `attribute of kind ${code}` };
      else if (floatParts.length > 0) seen = { kind: "floats", value: [...floatsOf(joined(floatParts))] };
      else if (ints.length > 0) seen = { kind: "ints", value: ints };
      else if (strings.length > 0) seen = { kind: "strings", value: strings };
      break;
    default:
      seen = { kind: "unsupported", value: `${kind} attribute` };
  }
  attributes.set(name, seen ?? { kind: "ints", value: [] });
}

function floatsOf(bytes: Uint8Array): Float32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
}

function readValueInfo(fields: FieldReader): OnnxValueInfo {
  let name = "";
  let type: OnnxType | undefined;
  for (let field = fields.next(); field !== 0; field = fields.next()) {
    if (field === 1) name = fields.string();
    else if (field === 2) type = readType(fields.message("type"));
  }
  return { name, type };
}

function readType(fields: FieldReader): OnnxType {
  let type: OnnxType = { kind: "other", text: "a type that is left out" };
  for (let field = fields.next(); field !== 0; field = fields.next()) {
    switch (field) {
      case 1:
        type = readTensorType(fields.message("tensor type"));
        break;
      case 4:
        type = { kind: "other", text: "a sequence" };
        break;
      case 5:
        type = { kind: "other", text: "a map" };
        break;
      case 8:
        type = { kind: "other", text: "a sparse tensor" };
        break;
      case 9:
        type = { kind: "other", text: "an optional" };
        break;
    }
  }
  return type;
}

function readTensorType(fields: FieldReader): OnnxType {
  let code = 0;
  let dims: OnnxDim[] | undefined;
  for (let field = fields.next(); field !== 0; field = fields.next()) {
    if (field === 1) code = fields.integer();
    else if (field === 2) dims = readShape(fields.message("shape"));
  }
  const type = findDataType(code);
  if (type === undefined) fields.problem(`unknown element type ${code}`);
  return { kind: "tensor", dataType: type?.name ?? "undefined", dims };
}

function readShape(fields: FieldReader): OnnxDim[] {
  const dims: OnnxDim[] = [];
  for (let field = fields.next(); field !== 0; field = fields.next()) {
    if (field === 1) dims.push(readDim(fields.message("dimension")));
  }
  return dims;
}

/**
 * Some exporters write -1 (or 0, for a batch) where the specification asks for a name: a negative size is an unknown
 * one.
 */
function readDim(fields: FieldReader): OnnxDim {
  let dim: OnnxDim = { kind: "unknown" };
  for (let field = fields.next(); field !== 0; field = fields.next()) {
    if (field === 1) {
      const size = fields.integer();
      dim = size < 0 ? { kind: "unknown" } : { kind: "size", size };
    } else if (field === 2) {
      const name = fields.string();
      dim = name === "" ? { kind: "unknown" } : { kind: "name", name };
    }
  }
  return dim;
}

function readFunction(fields: FieldReader): OnnxFunction {
  let name = "";
  let domain = "";
  let overload = "";
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: string[] = [];
  const defaults = new Map<string, OnnxAttribute>();
  const nodes: OnnxNode[] = [];
  const opsets = new Map<string, number>();
  for (let field = fields.next(); field !== 0; field = fields.next()) {
    switch (field) {
      case 1:
        name = fields.string();
        break;
      case 4:
        inputs.push(fields.string());
        break;
      case 5:
        outputs.push(fields.string());
        break;
      case 6:
        attributes.push(fields.string());
        break;
      case 7:
        nodes.push(readNode(fields.message("node")));
        break;
      case 9:
        readOpset(fields.message("opset import"), opsets);
        break;
      case 10:
        domain = normalizedDomain(fields.string());
        break;
      case 11:
        readAttribute(fields.message("attribute default"), defaults);
        break;
      case 13:
        overload = fields.string();
        break;
    }
  }
  return { name, domain, overload, inputs, outputs, nodes, attributes, defaults, opsets };
}
