/** What a row of the instruction tables says, and the kinds of immediates that it can name. */
import type { BlockType, FunctionType, ReferenceType, ValueType } from "./types.ts";

/** Lanes are `laneN` of N, memory accesses `memN` and `memlaneN` of N bits (which gives the natural alignment). */
export interface Immediates {
  readonly none: readonly [];
  readonly block: readonly [type?: BlockType];
  /** Depth of the target: 0 is the innermost open block. */
  readonly label: readonly [depth: number];
  readonly labels: readonly [depths: readonly number[], otherwise: number];
  readonly function: readonly [index: number];
  readonly indirect: readonly [type: FunctionType, table?: number];
  readonly types: readonly [type: ValueType];
  readonly local: readonly [index: number];
  readonly global: readonly [index: number];
  readonly table: readonly [index: number];
  readonly reference: readonly [type: ReferenceType];
  readonly element: readonly [segment: number];
  readonly data: readonly [segment: number];
  readonly memory: readonly [];
  readonly memoryInit: readonly [segment: number];
  readonly memoryCopy: readonly [];
  readonly tableInit: readonly [segment: number, table: number];
  readonly tableCopy: readonly [target: number, source: number];
  readonly fence: readonly [];
  readonly i32: readonly [value: number];
  readonly i64: readonly [value: bigint];
  readonly f32: readonly [value: number];
  readonly f64: readonly [value: number];
  /** Sixteen bytes. */
  readonly v128: readonly [bytes: Uint8Array];
  /** Sixteen lane numbers from 0 to 31. */
  readonly shuffle: readonly [lanes: readonly number[]];
  readonly lane2: readonly [lane: number];
  readonly lane4: readonly [lane: number];
  readonly lane8: readonly [lane: number];
  readonly lane16: readonly [lane: number];
  /** `offset` in bytes; `align` is the base-2 logarithm of the promised alignment, natural if absent. */
  readonly mem8: readonly [offset?: number, align?: number];
  readonly mem16: readonly [offset?: number, align?: number];
  readonly mem32: readonly [offset?: number, align?: number];
  readonly mem64: readonly [offset?: number, align?: number];
  readonly mem128: readonly [offset?: number, align?: number];
  readonly memlane8: readonly [lane: number, offset?: number, align?: number];
  readonly memlane16: readonly [lane: number, offset?: number, align?: number];
  readonly memlane32: readonly [lane: number, offset?: number, align?: number];
  readonly memlane64: readonly [lane: number, offset?: number, align?: number];
}

export type ImmediateKind = keyof Immediates;

/** Opcode (after the prefix), name, immediates, signature. */
export type OpcodeRow = readonly [code: number, name: string, immediates: ImmediateKind, signature: string];
