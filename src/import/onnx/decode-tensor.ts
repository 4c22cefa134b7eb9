/**
 * TensorProto: elements stand in `raw_data`, or in one of the typed fields; both become bytes in the layout of
 * `raw_data`.
 */
import { dataTypeFacts, findDataType, type OnnxDataType } from "./data-type.ts";
import type { FieldReader } from "./field-reader.ts";
import type { OnnxTensor } from "./model.ts";

/** Part of the problem's text where a tensor's data is in another file. */
export const EXTERNAL_DATA = "keeps its data in another file";

export function readTensor(fields: FieldReader): OnnxTensor {
  let name = "";
  let code = 0;
  let external = false;
  let raw: Uint8Array | undefined;
  const dims: number[] = [];
  const fixed: Uint8Array[] = [];
  const int32s: number[] = [];
  const int64s: bigint[] = [];
  const strings: string[] = [];
  for (let field = fields.next(); field !== 0; field = fields.next()) {
    switch (field) {
      case 1:
        fields.appendIntegers(dims);
        break;
      case 2:
        code = fields.integer();
        break;
      case 4:
        fields.appendFixed(fixed, 4);
        break;
      case 5:
        fields.appendInt32s(int32s);
        break;
      case 6:
        strings.push(fields.string());
        break;
      case 7:
        fields.appendInt64s(int64s);
        break;
      case 8:
        name = fields.string();
        break;
      case 9:
        raw = fields.bytes();
        break;
      case 10:
        fields.appendFixed(fixed, 8);
        break;
      case 11:
        fields.appendUint64s(int64s);
        break;
      case 14:
        external = fields.integer() === 1;
        break;
    }
  }
  const type = findDataType(code);
  if (type === undefined) fields.problem(`tensor "${name}" has the unknown element type ${code}`);
  const dataType = type?.name ?? "undefined";
  if (external)
    fields.problem(`tensor "${name}" ${EXTERNAL_DATA}: expected a model with its weights inside; save it as one file`);
  const bytes = raw ?? bytesOfFields(dataType, fixed, int32s, int64s);
  if (!external) checkSize(fields, { name, dataType, dims, bytes, strings });
  return { name, dataType, dims, bytes, strings };
}

/**
 * Bytes in `raw_data`'s layout of elements that stand in the typed fields: which field holds which type is fixed by the
 * specification.
 */
function bytesOfFields(
  dataType: OnnxDataType,
  fixed: readonly Uint8Array[],
  int32s: readonly number[],
  int64s: readonly bigint[],
): Uint8Array {
  switch (dataType) {
    case "float":
    case "double":
    case "complex64":
    case "complex128":
      return joined(fixed);
    case "int64":
    case "uint64":
      return bytesOf(BigInt64Array.from(int64s));
    case "uint32":
      return bytesOf(Int32Array.from(int64s, (value) => Number(BigInt.asIntN(32, value))));
    case "int32":
      return bytesOf(Int32Array.from(int32s));
    case "int16":
    case "uint16":
    case "float16":
    case "bfloat16":
      return bytesOf(Int16Array.from(int32s));
    default:
      return bytesOf(Int8Array.from(int32s));
  }
}

function bytesOf(array: Int8Array | Int16Array | Int32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(array.buffer);
}

function checkSize(fields: FieldReader, tensor: OnnxTensor): void {
  const { bits } = dataTypeFacts(tensor.dataType);
  if (tensor.dims.some((dim) => dim < 0)) {
    fields.problem(`tensor "${tensor.name}" has the shape ${shapeText(tensor.dims)}, and a size can't be negative`);
    return;
  }
  const count = tensor.dims.reduce((product, dim) => product * dim, 1);
  const [found, expected, unit] =
    tensor.dataType === "string"
      ? [tensor.strings.length, count, "strings"]
      : [tensor.bytes.length, Math.ceil((count * bits) / 8), "bytes"];
  if (found === expected || tensor.dataType === "undefined") return;
  fields.problem(
    `tensor "${tensor.name}" of shape ${shapeText(tensor.dims)} and type ${tensor.dataType}: expected ${expected} ${unit}, found ${found}`,
  );
}

function shapeText(dims: readonly number[]): string {
  return `[${dims.join(", ")}]`;
}

/** The parts one after the other; a single part is itself, not a copy. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
