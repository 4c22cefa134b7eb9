/** Reads instructions and value types from bytes: what `decode.ts` skips over and `disassemble.ts` spells. */
import type { ByteReader } from "./byte-reader.ts";
import { findInstructionByCode, type Instruction } from "./opcodes.ts";
import { type ReferenceType, type ValueType, valueTypeOfCode } from "./types.ts";

/** Reads a value type; i32, and the reader failed, where there is none. */
export function readValueType(reader: ByteReader): ValueType {
  const start = reader.offset;
  const type = valueTypeOfCode(reader.byte());
  if (type === undefined) reader.fail("expected a value type", start);
  return type ?? "i32";
}

/** Reads a reference type. */
export function readReferenceType(reader: ByteReader): ReferenceType {
  const start = reader.offset;
  const type = readValueType(reader);
  if (type === "funcref" || type === "externref") return type;
  reader.fail(`expected a reference type, found ${type}`, start);
  return "funcref";
}

/** Reads one opcode; `undefined`, and the reader failed, where there is none. The immediates follow. */
export function readOpcode(reader: ByteReader): Instruction | undefined {
  const start = reader.offset;
  const first = reader.byte();
  const isPrefix = first >= 0xfc && first <= 0xfe;
  const code = isPrefix ? reader.u32() : first;
  const instruction = reader.ok ? findInstructionByCode(isPrefix ? first : 0, code) : undefined;
  if (instruction === undefined) {
    const spelt = `0x${first.toString(16)}${isPrefix ? ` 0x${code.toString(16)}` : ""}`;
    reader.fail(`there is no instruction ${spelt}`, start);
  }
  return instruction;
}

/** Reads an instruction with its immediates and forgets the immediates. */
export function skipInstruction(reader: ByteReader): Instruction | undefined {
  const instruction = readOpcode(reader);
  if (instruction !== undefined) readImmediates(reader, instruction);
  return instruction;
}

/** An instruction's immediates, as the format has them. */
export type DecodedImmediates =
  | { readonly kind: "none" }
  /** Indices, depths, lanes, segments. */
  | { readonly kind: "numbers"; readonly values: readonly number[] }
  | { readonly kind: "access"; readonly lane: number | undefined; readonly align: number; readonly offset: number }
  /** `type` is undefined for no result, a value type, or the index of a function type. */
  | { readonly kind: "block"; readonly type: ValueType | number | undefined }
  | { readonly kind: "indirect"; readonly type: number; readonly table: number }
  | { readonly kind: "type"; readonly type: ValueType }
  | { readonly kind: "i32"; readonly value: number }
  | { readonly kind: "i64"; readonly value: bigint }
  | { readonly kind: "f32"; readonly bits: number }
  | { readonly kind: "f64"; readonly bits: bigint }
  | { readonly kind: "v128"; readonly bytes: Uint8Array };

/** Reads the immediates of an instruction whose opcode was just read. */
export function readImmediates(reader: ByteReader, instruction: Instruction): DecodedImmediates {
  switch (instruction.immediates) {
    case "none":
      return { kind: "none" };
    case "block":
      return { kind: "block", type: readBlockType(reader) };
    case "label":
    case "function":
    case "local":
    case "global":
    case "table":
    case "element":
    case "data":
      return { kind: "numbers", values: [reader.u32()] };
    case "labels": {
      const depths = reader.vector(() => reader.u32());
      return { kind: "numbers", values: [...depths, reader.u32()] };
    }
    case "indirect": {
      const type = reader.u32();
      return { kind: "indirect", type, table: reader.u32() };
    }
    case "types": {
      const [type = "i32"] = reader.vector(() => readValueType(reader));
      return { kind: "type", type };
    }
    case "reference":
      return { kind: "type", type: readReferenceType(reader) };
    case "memory":
    case "fence":
      expectZeros(reader, 1);
      return { kind: "none" };
    case "memoryCopy":
      expectZeros(reader, 2);
      return { kind: "none" };
    case "memoryInit": {
      const segment = reader.u32();
      expectZeros(reader, 1);
      return { kind: "numbers", values: [segment] };
    }
    case "tableInit":
    case "tableCopy": {
      const first = reader.u32();
      return { kind: "numbers", values: [first, reader.u32()] };
    }
    case "i32":
      return { kind: "i32", value: reader.s32() };
    case "i64":
      return { kind: "i64", value: reader.s64() };
    case "f32":
      return { kind: "f32", bits: reader.f32Bits() };
    case "f64":
      return { kind: "f64", bits: reader.f64Bits() };
    case "v128":
      return { kind: "v128", bytes: reader.raw(16) };
    case "shuffle":
      return { kind: "numbers", values: [...reader.raw(16)] };
    case "lane2":
    case "lane4":
    case "lane8":
    case "lane16":
      return { kind: "numbers", values: [reader.byte()] };
    case "mem8":
    case "mem16":
    case "mem32":
    case "mem64":
    case "mem128": {
      const align = reader.u32();
      return { kind: "access", lane: undefined, align, offset: reader.u32() };
    }
    case "memlane8":
    case "memlane16":
    case "memlane32":
    case "memlane64": {
      const align = reader.u32();
      const offset = reader.u32();
      return { kind: "access", lane: reader.byte(), align, offset };
    }
  }
}

function readBlockType(reader: ByteReader): ValueType | number | undefined {
  const start = reader.offset;
  const code = reader.s33();
  if (code === -0x40) return undefined;
  if (code >= 0) return code;
  const type = valueTypeOfCode(code & 0x7f);
  if (type === undefined || code < -0x40) reader.fail("expected a block type", start);
  return type;
}

/** Memory indices, of which only 0 exists here. */
function expectZeros(reader: ByteReader, count: number): void {
  for (let i = 0; i < count; i++) if (reader.byte() !== 0) reader.fail("expected memory 0", reader.offset - 1);
}
