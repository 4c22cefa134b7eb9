/**
 * How types stand in WebAssembly. Integers up to 32 bits and index are i32: i1 as 0 or 1, others sign-extended, so that a comparison needs
 * no preparation; f16 and bf16 are i32 too, as their bits. A vector of four 32-bit elements is a v128, four booleans are a v128 of masks (all bits of a lane set or clear). A
 * memref is the i32 address of its memory: of the start of the buffer when the layout's offset is known, else of the first element.
 */
import { i32, i64, type Type } from "../../../src/ir/attribute.ts";
import { type TypeConverter, typeConverter } from "../../../src/rewrite/type-converter.ts";
import type { OpcodeName } from "../../../src/wasm/opcodes.ts";
import { v128, valueTypeOf } from "../types.ts";

/** 32-bit lanes of a v128. */
export const LANES = 4;

export const wasmTypes: TypeConverter = typeConverter({ conversions: [convertType] });

function convertType(type: Type): Type | "illegal" {
  switch (type.kind) {
    case "index-type":
    case "memref-type":
      return i32;
    case "integer-type":
      if (type.signedness !== "signless") return "illegal";
      return type.width <= 32 ? i32 : type.width === 64 ? i64 : "illegal";
    case "vector-type":
      return laneKindOf(type) === undefined ? "illegal" : v128;
    default:
      if (isNarrowFloat(type)) return i32;
      return valueTypeOf(type) === undefined ? "illegal" : type;
  }
}

/** Floats that are kept as their 16 bits: there is no arithmetic on them. */
export function isNarrowFloat(type: Type): boolean {
  return type.kind === "float-type" && (type.name === "f16" || type.name === "bf16");
}

/** What the four lanes of a vector hold; undefined for types that are not a v128. */
export type LaneKind = "f32" | "i32" | "mask";

export function laneKindOf(type: Type): LaneKind | undefined {
  if (type.kind !== "vector-type" || type.shape.length !== 1 || type.shape[0] !== LANES || type.scalable[0] === true)
    return undefined;
  const { elementType } = type;
  if (elementType.kind === "float-type") return elementType.name === "f32" ? "f32" : undefined;
  if (elementType.kind === "index-type") return "i32";
  if (elementType.kind !== "integer-type" || elementType.signedness !== "signless") return undefined;
  return elementType.width === 32 ? "i32" : elementType.width === 1 ? "mask" : undefined;
}

/** Bits of an integer as it was before conversion; index counts as 32. Undefined for other types. */
export function integerWidth(type: Type): number | undefined {
  if (type.kind === "index-type") return 32;
  return type.kind === "integer-type" ? type.width : undefined;
}

/** Why a type cannot be compiled, for refusals and diagnostics. */
export function unsupportedType(type: Type): string {
  if (isNarrowFloat(type))
    return "arithmetic on 16-bit floats is done in f32: arith-emulate-unsupported-floats has not run";
  if (type.kind === "float-type") return `${type.name} has no WebAssembly instructions, and nothing emulates it`;
  if (type.kind === "integer-type") return `integers of ${type.width} bits have no WebAssembly instructions`;
  if (type.kind === "vector-type") return "only vectors of four f32, i32, i1 or index can be compiled";
  return "the type has no WebAssembly counterpart";
}

/** How an element lies in memory: bytes, and the instructions that load and store it. */
export interface ElementAccess {
  readonly bytes: number;
  readonly load: OpcodeName;
  readonly store: OpcodeName;
  /** Values of the type are narrower than what is stored: index is 64 bits in memory and 32 here. */
  readonly widened: boolean;
}

const accessOfWidth: ReadonlyMap<number, ElementAccess> = new Map<number, ElementAccess>([
  [1, { bytes: 1, load: "i32.load8_u", store: "i32.store8", widened: false }],
  // Narrow integers take a byte each, as in src/tensor.
  [2, { bytes: 1, load: "i32.load8_s", store: "i32.store8", widened: false }],
  [4, { bytes: 1, load: "i32.load8_s", store: "i32.store8", widened: false }],
  [8, { bytes: 1, load: "i32.load8_s", store: "i32.store8", widened: false }],
  [16, { bytes: 2, load: "i32.load16_s", store: "i32.store16", widened: false }],
  [32, { bytes: 4, load: "i32.load", store: "i32.store", widened: false }],
  [64, { bytes: 8, load: "i64.load", store: "i64.store", widened: false }],
]);
const indexAccess: ElementAccess = { bytes: 8, load: "i32.load", store: "i64.store", widened: true };
const accessOfFloat: ReadonlyMap<string, ElementAccess> = new Map<string, ElementAccess>([
  ["f32", { bytes: 4, load: "f32.load", store: "f32.store", widened: false }],
  ["f64", { bytes: 8, load: "f64.load", store: "f64.store", widened: false }],
  ["f16", { bytes: 2, load: "i32.load16_u", store: "i32.store16", widened: false }],
  ["bf16", { bytes: 2, load: "i32.load16_u", store: "i32.store16", widened: false }],
]);

/** Undefined for element types that cannot be loaded. */
export function elementAccess(type: Type): ElementAccess | undefined {
  if (type.kind === "index-type") return indexAccess;
  if (type.kind === "float-type") return accessOfFloat.get(type.name);
  return type.kind === "integer-type" ? accessOfWidth.get(type.width) : undefined;
}
