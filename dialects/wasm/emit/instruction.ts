/** One instruction operation to one instruction: its attributes become immediates. */
import { type Attribute, findAttribute } from "../../../src/ir/attribute.ts";
import type { Operation } from "../../../src/ir/operation.ts";
import { invariant } from "../../../src/support/invariant.ts";
import type { FunctionBuilder } from "../../../src/wasm/function-builder.ts";
import type { ImmediatesOf, OpcodeName } from "../../../src/wasm/opcodes.ts";
import { constantBytes } from "../constant-bytes.ts";
import type { InstructionOp } from "../ops/instructions.ts";

/** Appends the instruction; its operands are on the stack. */
export function emitInstruction(builder: FunctionBuilder, { instruction }: InstructionOp, record: Operation): void {
  const { name, immediates } = instruction;
  // The immediates are read by their kind, which is what the instruction's row says that it takes.
  const emit = (...given: readonly unknown[]): void => builder.emit(name, ...(given as ImmediatesOf<OpcodeName>));
  switch (immediates) {
    case "mem8":
    case "mem16":
    case "mem32":
    case "mem64":
    case "mem128":
      emit(offsetOf(record), alignOf(record));
      break;
    case "memlane8":
    case "memlane16":
    case "memlane32":
    case "memlane64":
      emit(laneOf(record), offsetOf(record), alignOf(record));
      break;
    case "lane2":
    case "lane4":
    case "lane8":
    case "lane16":
      emit(laneOf(record));
      break;
    case "i32":
    case "f32":
    case "f64":
      emit(numberOf(constantOf(record)));
      break;
    case "i64":
      emit(bigintOf(constantOf(record)));
      break;
    case "v128":
      emit(constantBytes(constantOf(record)));
      break;
    case "shuffle":
      emit(lanesOf(record));
      break;
    default:
      emit();
  }
}

function constantOf(record: Operation): Attribute {
  const value = findAttribute(record.properties, "value");
  invariant(value !== undefined, "a constant has a value");
  return value;
}

function numberOf(value: Attribute): number {
  invariant(value.kind === "integer" || value.kind === "float", "a constant is a number");
  return Number(value.value);
}

function bigintOf(value: Attribute): bigint {
  invariant(value.kind === "integer", "a constant is an integer");
  return value.value;
}

function findInteger(record: Operation, name: string): number | undefined {
  const attribute = findAttribute(record.properties, name);
  return attribute?.kind === "integer" ? Number(attribute.value) : undefined;
}

function offsetOf(record: Operation): number {
  return findInteger(record, "offset") ?? 0;
}

/** The instruction takes the logarithm; undefined is its natural alignment. */
function alignOf(record: Operation): number | undefined {
  const bytes = findInteger(record, "align");
  return bytes === undefined ? undefined : Math.log2(bytes);
}

function laneOf(record: Operation): number {
  return findInteger(record, "lane") ?? 0;
}

function lanesOf(record: Operation): readonly number[] {
  const lanes = findAttribute(record.properties, "lanes");
  return lanes?.kind === "dense-array" ? lanes.values.map(Number) : [];
}
