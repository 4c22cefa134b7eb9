/**
 * The instruction set as one table: name, opcode, immediates, signature. The encoder, the stack checker, the decoder and the types of
 * `FunctionBuilder.emit` are all derived from it, so that an instruction is added by a row.
 *
 * Signatures read `operands>results` with one letter a value: i I f F are i32 i64 f32 f64, v is v128, r is funcref. `*` marks instructions whose types depend on
 * their immediates or on the stack (control, locals, select ...): `stack-checker.ts` treats those by name.
 */
import { atomicOpcodes } from "./opcodes-atomic.ts";
import { coreOpcodes, miscOpcodes } from "./opcodes-core.ts";
import { relaxedSimdOpcodes, simdOpcodes } from "./opcodes-vector.ts";
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

type AnyRow =
  | (typeof coreOpcodes)[number]
  | (typeof miscOpcodes)[number]
  | (typeof simdOpcodes)[number]
  | (typeof relaxedSimdOpcodes)[number]
  | (typeof atomicOpcodes)[number];

type KindOf = { readonly [R in AnyRow as R[1]]: R[2] };

/** Every instruction's name, as the text format spells it; `select_t` is the select with a type. */
export type OpcodeName = keyof KindOf;

/** The immediates that an instruction takes. */
export type ImmediatesOf<N extends OpcodeName> = Immediates[KindOf[N]];

/** What an engine must support beyond the MVP. */
export type Feature =
  | "bulk-memory"
  | "saturating-conversion"
  | "sign-extension"
  | "reference-types"
  | "simd"
  | "relaxed-simd"
  | "threads";

export interface Instruction {
  readonly name: OpcodeName;
  /** 0 for one-byte instructions. */
  readonly prefix: 0 | 0xfc | 0xfd | 0xfe;
  readonly code: number;
  readonly immediates: ImmediateKind;
  /** `undefined` where the types depend on immediates or on the stack. */
  readonly signature: FunctionType | undefined;
  /** log2 of the bytes that it accesses in memory; 0 if it accesses none. */
  readonly naturalAlignment: number;
  /** Lanes of the vector shape that a lane immediate indexes; 0 if it has none. */
  readonly lanes: number;
  readonly feature: Feature | undefined;
}

const typeOfLetter: { readonly [letter: string]: ValueType } = {
  i: "i32",
  I: "i64",
  f: "f32",
  F: "f64",
  v: "v128",
  r: "funcref",
};

function parseSignature(text: string): FunctionType | undefined {
  if (text === "*") return undefined;
  const types = (letters: string | undefined) => [...(letters ?? "")].flatMap((letter) => typeOfLetter[letter] ?? []);
  const [params, results] = text.split(">");
  return { params: types(params), results: types(results) };
}

/** The number at the end of a kind's name: bits of an access, or lanes. */
function widthOf(kind: ImmediateKind): number {
  return Number(/^(?:mem|memlane|lane)(\d+)$/.exec(kind)?.[1] ?? 0);
}

function coreFeature(name: OpcodeName): Feature | undefined {
  if (/extend(8|16|32)_s$/.test(name)) return "sign-extension";
  return /^(ref|table)\.|^select_t$/.test(name) ? "reference-types" : undefined;
}

function miscFeature(name: OpcodeName): Feature {
  if (name.includes("trunc_sat")) return "saturating-conversion";
  return /^table\.(grow|size|fill)$/.test(name) ? "reference-types" : "bulk-memory";
}

function instructionsOf(
  rows: readonly AnyRow[],
  prefix: Instruction["prefix"],
  featureOf: (name: OpcodeName) => Feature | undefined,
): Instruction[] {
  return rows.map(([code, name, immediates, signature]) => {
    const width = widthOf(immediates);
    const isLane = immediates.startsWith("lane");
    return {
      name,
      prefix,
      code,
      immediates,
      signature: parseSignature(signature),
      naturalAlignment: immediates.startsWith("mem") && width > 0 ? Math.log2(width / 8) : 0,
      lanes: isLane ? width : immediates.startsWith("memlane") ? 128 / width : 0,
      feature: featureOf(name),
    };
  });
}

/** The whole instruction set, in the order of the tables. */
export const instructions: readonly Instruction[] = [
  ...instructionsOf(coreOpcodes, 0, coreFeature),
  ...instructionsOf(miscOpcodes, 0xfc, miscFeature),
  ...instructionsOf(simdOpcodes, 0xfd, () => "simd"),
  ...instructionsOf(relaxedSimdOpcodes, 0xfd, () => "relaxed-simd"),
  ...instructionsOf(atomicOpcodes, 0xfe, () => "threads"),
];

const byName: ReadonlyMap<string, Instruction> = new Map(
  instructions.map((instruction) => [instruction.name, instruction]),
);
const byCode: ReadonlyMap<number, Instruction> = new Map(
  instructions.map((instruction) => [codeKey(instruction.prefix, instruction.code), instruction]),
);

function codeKey(prefix: number, code: number): number {
  return prefix * 0x10000 + code;
}

/** The instruction called `name`, if there is one. */
export function findInstruction(name: string): Instruction | undefined {
  return byName.get(name);
}

/** The instruction with this opcode; `prefix` is 0 for one-byte instructions. */
export function findInstructionByCode(prefix: number, code: number): Instruction | undefined {
  return byCode.get(codeKey(prefix, code));
}
