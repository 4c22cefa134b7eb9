/**
 * The instruction set as one table: name, opcode, immediates, signature. The encoder, the stack checker, the decoder and the types of
 * `FunctionBuilder.emit` are all derived from it, so that an instruction is added by a row.
 *
 * Signatures read `operands>results` with one letter a value: i I f F are i32 i64 f32 f64, v is v128, r is funcref. `*` marks instructions whose types depend on
 * their immediates or on the stack (control, locals, select ...): `stack-checker.ts` treats those by name.
 */

import type { ImmediateKind, Immediates } from "./opcode-row.ts";
import { atomicOpcodes } from "./opcodes-atomic.ts";
import { coreOpcodes, miscOpcodes } from "./opcodes-core.ts";
import { relaxedSimdOpcodes, simdOpcodes } from "./opcodes-vector.ts";
import type { FunctionType, ValueType } from "./types.ts";

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
