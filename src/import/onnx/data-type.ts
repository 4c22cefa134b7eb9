/**
 * ONNX element types (TensorProto.DataType): their numbers in the file, their names, and Lathe's element types for
 * them.
 */
import type { DType } from "../../tensor/dtype.ts";

/** What is known of one ONNX element type. `dtype` is absent for strings and for what Lathe has no type for. */
export interface OnnxDataTypeFacts {
  readonly code: number;
  readonly name: OnnxDataType;
  readonly dtype: DType | undefined;
  /** Bits of one element in raw_data; below 8, elements are packed from the low bits up. 0 for strings. */
  readonly bits: number;
}

/** Names as the ONNX specification spells them, in lower case. */
export type OnnxDataType =
  | "undefined"
  | "float"
  | "uint8"
  | "int8"
  | "uint16"
  | "int16"
  | "int32"
  | "int64"
  | "string"
  | "bool"
  | "float16"
  | "double"
  | "uint32"
  | "uint64"
  | "complex64"
  | "complex128"
  | "bfloat16"
  | "float8e4m3fn"
  | "float8e4m3fnuz"
  | "float8e5m2"
  | "float8e5m2fnuz"
  | "uint4"
  | "int4"
  | "float4e2m1"
  | "float8e8m0"
  | "uint2"
  | "int2";

function facts(code: number, name: OnnxDataType, dtype: DType | undefined, bits: number): OnnxDataTypeFacts {
  return { code, name, dtype, bits };
}

// biome-ignore format: the columns are the point
const table: readonly OnnxDataTypeFacts[] = [
  facts(0,  "undefined",      undefined,       0),
  facts(1,  "float",          "f32",           32),
  facts(2,  "uint8",          "ui8",           8),
  facts(3,  "int8",           "i8",            8),
  facts(4,  "uint16",         "ui16",          16),
  facts(5,  "int16",          "i16",           16),
  facts(6,  "int32",          "i32",           32),
  facts(7,  "int64",          "i64",           64),
  facts(8,  "string",         undefined,       0),
  facts(9,  "bool",           "i1",            8),
  facts(10, "float16",        "f16",           16),
  facts(11, "double",         "f64",           64),
  facts(12, "uint32",         "ui32",          32),
  facts(13, "uint64",         "ui64",          64),
  facts(14, "complex64",      "complex<f32>",  64),
  facts(15, "complex128",     "complex<f64>",  128),
  facts(16, "bfloat16",       "bf16",          16),
  facts(17, "float8e4m3fn",   "f8E4M3FN",      8),
  facts(18, "float8e4m3fnuz", "f8E4M3FNUZ",    8),
  facts(19, "float8e5m2",     "f8E5M2",        8),
  facts(20, "float8e5m2fnuz", "f8E5M2FNUZ",    8),
  facts(21, "uint4",          "ui4",           4),
  facts(22, "int4",           "i4",            4),
  facts(23, "float4e2m1",     "f4E2M1FN",      4),
  facts(24, "float8e8m0",     "f8E8M0FNU",     8),
  facts(25, "uint2",          "ui2",           2),
  facts(26, "int2",           "i2",            2),
];

const byCode = new Map(table.map((facts) => [facts.code, facts]));
const byName = new Map(table.map((facts) => [facts.name, facts]));
const byDType = new Map(table.flatMap((facts) => (facts.dtype === undefined ? [] : [[facts.dtype, facts] as const])));

/** The element type with this number in a file; undefined for numbers of later versions of ONNX. */
export function findDataType(code: number): OnnxDataTypeFacts | undefined {
  return byCode.get(code);
}

/** Facts of a named type. */
export function dataTypeFacts(name: OnnxDataType): OnnxDataTypeFacts {
  return byName.get(name) ?? UNDEFINED;
}

/** ONNX's number for an element type of Lathe; undefined where ONNX has none. */
export function codeOfDType(dtype: DType): number | undefined {
  return byDType.get(dtype)?.code;
}

const UNDEFINED = facts(0, "undefined", undefined, 0);
