/**
 * Element types: how wide each is, which typed array holds it, how values wrap and round into it. One table answers every such question;
 * code elsewhere asks the table and never compares names. Sub-byte types take a whole byte an element; narrow floats are kept as their codes.
 */
import {
  BF16,
  bitsToFloat,
  F4E2M1FN,
  F6E2M3FN,
  F6E3M2FN,
  F8E3M4,
  F8E4M3,
  F8E4M3B11FNUZ,
  F8E4M3FN,
  F8E4M3FNUZ,
  F8E5M2,
  F8E5M2FNUZ,
  F8E8M0FNU,
  F16,
  type FloatFormat,
  floatToBits,
  TF32,
} from "./float-format.ts";

/** Name of an element type, spelt as MLIR spells it; `complex` only of f32 and f64. */
export type DType =
  | "i1"
  | "i2"
  | "i4"
  | "i8"
  | "i16"
  | "i32"
  | "i64"
  | "ui2"
  | "ui4"
  | "ui8"
  | "ui16"
  | "ui32"
  | "ui64"
  | "index"
  | "f8E4M3FN"
  | "f8E5M2"
  | "f8E4M3FNUZ"
  | "f8E5M2FNUZ"
  | "f8E4M3B11FNUZ"
  | "f8E4M3"
  | "f8E3M4"
  | "f4E2M1FN"
  | "f6E2M3FN"
  | "f6E3M2FN"
  | "f8E8M0FNU"
  | "bf16"
  | "f16"
  | "tf32"
  | "f32"
  | "f64"
  | "complex<f32>"
  | "complex<f64>";

/** The typed arrays that hold elements. */
export type Storage =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Float32Array
  | Float64Array;

/** Which typed array a dtype lives in. */
export type StorageKind = "u8" | "u16" | "u32" | "u64" | "s8" | "s16" | "s32" | "s64" | "f32" | "f64";

/** `boolean` is i1; `signed` covers MLIR's signless integers, which Lathe computes as two's complement, and index. */
export type DTypeKind = "boolean" | "signed" | "unsigned" | "float" | "complex";

/** Everything that is known of an element type. */
export interface DTypeFacts {
  readonly kind: DTypeKind;
  /** Width of the type in bits; of both parts of a complex number together; 64 for index. */
  readonly bits: number;
  /** Bytes that one element takes in storage. */
  readonly bytes: number;
  readonly storage: StorageKind;
  /** For floats kept as codes, and tf32, which is kept as the f32 of the same value. */
  readonly format: FloatFormat | undefined;
}

function facts(kind: DTypeKind, bits: number, bytes: number, storage: StorageKind, format?: FloatFormat): DTypeFacts {
  return { kind, bits, bytes, storage, format };
}

// biome-ignore format: the columns are the point
const table: { readonly [D in DType]: DTypeFacts } = {
  i1:    facts("boolean", 1, 1, "u8"),
  i2:    facts("signed", 2, 1, "s8"),
  i4:    facts("signed", 4, 1, "s8"),
  i8:    facts("signed", 8, 1, "s8"),
  i16:   facts("signed", 16, 2, "s16"),
  i32:   facts("signed", 32, 4, "s32"),
  i64:   facts("signed", 64, 8, "s64"),
  ui2:   facts("unsigned", 2, 1, "u8"),
  ui4:   facts("unsigned", 4, 1, "u8"),
  ui8:   facts("unsigned", 8, 1, "u8"),
  ui16:  facts("unsigned", 16, 2, "u16"),
  ui32:  facts("unsigned", 32, 4, "u32"),
  ui64:  facts("unsigned", 64, 8, "u64"),
  index: facts("signed", 64, 8, "s64"),
  f8E4M3FN:      facts("float", 8, 1, "u8", F8E4M3FN),
  f8E5M2:        facts("float", 8, 1, "u8", F8E5M2),
  f8E4M3FNUZ:    facts("float", 8, 1, "u8", F8E4M3FNUZ),
  f8E5M2FNUZ:    facts("float", 8, 1, "u8", F8E5M2FNUZ),
  f8E4M3B11FNUZ: facts("float", 8, 1, "u8", F8E4M3B11FNUZ),
  f8E4M3:        facts("float", 8, 1, "u8", F8E4M3),
  f8E3M4:        facts("float", 8, 1, "u8", F8E3M4),
  f4E2M1FN:      facts("float", 4, 1, "u8", F4E2M1FN),
  f6E2M3FN:      facts("float", 6, 1, "u8", F6E2M3FN),
  f6E3M2FN:      facts("float", 6, 1, "u8", F6E3M2FN),
  f8E8M0FNU:     facts("float", 8, 1, "u8", F8E8M0FNU),
  bf16:  facts("float", 16, 2, "u16", BF16),
  f16:   facts("float", 16, 2, "u16", F16),
  tf32:  facts("float", 19, 4, "f32", TF32),
  f32:   facts("float", 32, 4, "f32"),
  f64:   facts("float", 64, 8, "f64"),
  "complex<f32>": facts("complex", 64, 8, "f32"),
  "complex<f64>": facts("complex", 128, 16, "f64"),
};

/** The table's row for `dtype`. */
export function dtypeFacts(dtype: DType): DTypeFacts {
  return table[dtype];
}

/** Whether `text` names an element type. */
export function isDType(text: string): text is DType {
  return Object.hasOwn(table, text);
}

/** Every element type, in the table's order. */
export const dtypes: readonly DType[] = Object.keys(table).filter(isDType);

/** Bytes that one element takes in storage: 1 for sub-byte types, 8 and 16 for complex. */
export function byteWidth(dtype: DType): number {
  return table[dtype].bytes;
}

/** Width of the type in bits, as upstream counts it; 64 for index. */
export function bitWidth(dtype: DType): number {
  return table[dtype].bits;
}

export function isFloat(dtype: DType): boolean {
  return table[dtype].kind === "float";
}

/** Integers of any signedness, i1 and index among them. */
export function isInteger(dtype: DType): boolean {
  const { kind } = table[dtype];
  return kind === "boolean" || kind === "signed" || kind === "unsigned";
}

export function isComplex(dtype: DType): boolean {
  return table[dtype].kind === "complex";
}

/** Whether elements are bigints in JavaScript: i64, ui64 and index. */
export function isBigInt(dtype: DType): boolean {
  const { storage } = table[dtype];
  return storage === "s64" || storage === "u64";
}

/** Storage slots an element takes: 2 for complex (real, imaginary), otherwise 1. */
export function slotsPerElement(dtype: DType): number {
  return isComplex(dtype) ? 2 : 1;
}

/** Zeroed storage for `elements` elements. */
export function allocateStorage(dtype: DType, elements: number): Storage {
  const bytes = elements * byteWidth(dtype);
  return storageOver(dtype, new ArrayBuffer(bytes), 0, elements);
}

/** Storage for `elements` elements over existing memory; `byteOffset` must be a multiple of the slot width. */
export function storageOver(dtype: DType, buffer: ArrayBufferLike, byteOffset: number, elements: number): Storage {
  const slots = elements * slotsPerElement(dtype);
  switch (table[dtype].storage) {
    case "u8":
      return new Uint8Array(buffer, byteOffset, slots);
    case "u16":
      return new Uint16Array(buffer, byteOffset, slots);
    case "u32":
      return new Uint32Array(buffer, byteOffset, slots);
    case "u64":
      return new BigUint64Array(buffer, byteOffset, slots);
    case "s8":
      return new Int8Array(buffer, byteOffset, slots);
    case "s16":
      return new Int16Array(buffer, byteOffset, slots);
    case "s32":
      return new Int32Array(buffer, byteOffset, slots);
    case "s64":
      return new BigInt64Array(buffer, byteOffset, slots);
    case "f32":
      return new Float32Array(buffer, byteOffset, slots);
    case "f64":
      return new Float64Array(buffer, byteOffset, slots);
  }
}

const kindOfTag: { readonly [tag: string]: StorageKind } = {
  Uint8Array: "u8",
  Uint16Array: "u16",
  Uint32Array: "u32",
  BigUint64Array: "u64",
  Int8Array: "s8",
  Int16Array: "s16",
  Int32Array: "s32",
  BigInt64Array: "s64",
  Float32Array: "f32",
  Float64Array: "f64",
};

/** The kind of a typed array; works across realms, where `instanceof` does not. */
export function storageKindOf(array: Storage): StorageKind | undefined {
  return kindOfTag[array[Symbol.toStringTag]];
}

/**
 * An integer wrapped (two's complement) to the width of `dtype`: the value that storage holds. Fractions are dropped; NaN and infinities are 0.
 * @returns bigint for i64, ui64 and index, otherwise number; i1 gives 0 or 1
 */
export function wrapInteger(dtype: DType, value: number | bigint): number | bigint {
  const { kind, bits, storage } = table[dtype];
  if (storage === "s64" || storage === "u64") {
    const wide = typeof value === "bigint" ? value : BigInt(Number.isFinite(value) ? Math.trunc(value) : 0);
    return storage === "s64" ? BigInt.asIntN(64, wide) : BigInt.asUintN(64, wide);
  }
  // ToInt32 is itself "modulo 2^32" for every finite double, so 32 bits of any number are right.
  const low = typeof value === "bigint" ? Number(BigInt.asIntN(32, value)) : value | 0;
  if (kind === "signed") return (low << (32 - bits)) >> (32 - bits);
  return (low << (32 - bits)) >>> (32 - bits);
}

/** Smallest and largest value of an integer type. */
export function integerRange(dtype: DType): { readonly min: bigint; readonly max: bigint } {
  const { kind, bits } = table[dtype];
  const signed = kind === "signed";
  const width = BigInt(bits);
  return signed ? { min: -(1n << (width - 1n)), max: (1n << (width - 1n)) - 1n } : { min: 0n, max: (1n << width) - 1n };
}

/** `value` rounded to the nearest number of a float type, ties to even, as a double. For complex types: one part. */
export function roundFloat(dtype: DType, value: number): number {
  const { format, storage } = table[dtype];
  if (format !== undefined) return bitsToFloat(format, floatToBits(format, value));
  return storage === "f32" ? Math.fround(value) : value;
}

/** What storage holds for `value`: the code for narrow floats, the rounded value for tf32, f32 and f64. */
export function encodeFloat(dtype: DType, value: number): number {
  const { format, storage } = table[dtype];
  if (format === undefined) return storage === "f32" ? Math.fround(value) : value;
  const bits = floatToBits(format, value);
  return storage === "f32" ? bitsToFloat(format, bits) : bits;
}

/** Inverse of `encodeFloat`: the number that a slot of storage stands for. */
export function decodeFloat(dtype: DType, slot: number): number {
  const { format, storage } = table[dtype];
  return format === undefined || storage === "f32" ? slot : bitsToFloat(format, slot);
}
