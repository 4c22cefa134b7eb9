/** What stands after an opcode: narrowing it to what the instruction takes, and writing it. Source: WebAssembly Core Specification 2.0, section 5.4. */
import { invariant } from "../support/invariant.ts";
import type { CodeBuffer } from "./code-buffer.ts";
import type { Instruction } from "./opcodes.ts";
import { type BlockType, type FunctionType, type ValueType, valueTypeCode } from "./types.ts";

/** Any one immediate, before it is known which instruction it belongs to. */
export type Immediate = undefined | number | bigint | string | readonly number[] | Uint8Array | FunctionType;

/** Where function types get their indices. */
export interface TypeIndices {
  /** Index of a function type, added if it is new. */
  typeIndex(type: FunctionType): number;
}

/** Appends up to three immediates in the form that the instruction's kind says. */
export function writeImmediates(
  code: CodeBuffer,
  types: TypeIndices,
  instruction: Instruction,
  first: Immediate,
  second: Immediate,
  third: Immediate,
): void {
  switch (instruction.immediates) {
    case "none":
      return;
    case "block":
      writeBlockType(code, types, blockTypeOf(first));
      break;
    case "label":
    case "function":
    case "local":
    case "global":
    case "table":
    case "element":
    case "data":
      code.u32(numberOf(first));
      break;
    case "labels":
      code.vector(numbersOf(first), (depth) => code.u32(depth));
      code.u32(numberOf(second));
      break;
    case "indirect":
      code.u32(types.typeIndex(functionTypeOf(first)));
      code.u32(second === undefined ? 0 : numberOf(second));
      break;
    case "types":
      code.u32(1);
      code.byte(valueTypeCode[valueTypeOf(first)]);
      break;
    case "reference":
      code.byte(valueTypeCode[valueTypeOf(first)]);
      break;
    case "memory":
    case "fence":
      code.byte(0);
      break;
    case "memoryInit":
      code.u32(numberOf(first));
      code.byte(0);
      break;
    case "memoryCopy":
      code.byte(0);
      code.byte(0);
      break;
    case "tableInit":
    case "tableCopy":
      code.u32(numberOf(first));
      code.u32(numberOf(second));
      break;
    case "i32":
      code.s32(numberOf(first));
      break;
    case "i64":
      invariant(typeof first === "bigint", "i64.const takes a bigint");
      code.s64(first);
      break;
    case "f32":
      code.f32(numberOf(first));
      break;
    case "f64":
      code.f64(numberOf(first));
      break;
    case "v128":
      invariant(first instanceof Uint8Array && first.length === 16, "v128.const takes sixteen bytes");
      code.raw(first);
      break;
    case "shuffle":
      writeShuffle(code, numbersOf(first));
      break;
    case "lane2":
    case "lane4":
    case "lane8":
    case "lane16":
      writeLane(code, instruction, numberOf(first));
      break;
    case "mem8":
    case "mem16":
    case "mem32":
    case "mem64":
    case "mem128":
      writeAccess(code, instruction, first, second);
      break;
    case "memlane8":
    case "memlane16":
    case "memlane32":
    case "memlane64":
      writeAccess(code, instruction, second, third);
      writeLane(code, instruction, numberOf(first));
      break;
  }
}

function writeBlockType(code: CodeBuffer, types: TypeIndices, type: BlockType): void {
  if (type === undefined) code.byte(0x40);
  else if (typeof type === "string") code.byte(valueTypeCode[type]);
  else if (type.params.length === 0 && type.results.length === 0) code.byte(0x40);
  else code.s32(types.typeIndex(type));
}

function writeLane(code: CodeBuffer, instruction: Instruction, lane: number): void {
  invariant(
    lane >= 0 && lane < instruction.lanes,
    () => `${instruction.name}: there is no lane ${lane} of ${instruction.lanes}`,
  );
  code.byte(lane);
}

function writeShuffle(code: CodeBuffer, lanes: readonly number[]): void {
  invariant(
    lanes.length === 16 && lanes.every((lane) => lane >= 0 && lane < 32),
    "a shuffle takes sixteen lanes from 0 to 31",
  );
  for (const lane of lanes) code.byte(lane);
}

function writeAccess(code: CodeBuffer, instruction: Instruction, offset: Immediate, align: Immediate): void {
  const natural = instruction.naturalAlignment;
  const promised = align === undefined ? natural : numberOf(align);
  invariant(promised <= natural, () => `${instruction.name}: alignment 2^${promised} is larger than the access`);
  code.u32(promised);
  code.u32(offset === undefined ? 0 : numberOf(offset));
}

export function numberOf(value: Immediate): number {
  invariant(typeof value === "number", () => `expected a number as immediate, found ${String(value)}`);
  return value;
}

export function numbersOf(value: Immediate): readonly number[] {
  invariant(Array.isArray(value), "expected a list of numbers as immediate");
  return value;
}

export function functionTypeOf(value: Immediate): FunctionType {
  invariant(typeof value === "object" && "params" in value, "expected a function type as immediate");
  return value;
}

export function valueTypeOf(value: Immediate): ValueType {
  invariant(
    typeof value === "string" && isValueType(value),
    () => `expected a value type as immediate, found ${String(value)}`,
  );
  return value;
}

export function blockTypeOf(value: Immediate): BlockType {
  if (value === undefined) return undefined;
  return typeof value === "string" ? valueTypeOf(value) : functionTypeOf(value);
}

function isValueType(text: string): text is ValueType {
  return Object.hasOwn(valueTypeCode, text);
}
