/** Short words for building instructions at the insertion point, for lowering patterns. */
import { type Attribute, f32, f64, i32, i64, integerAttribute, vectorType } from "../../../src/ir/attribute.ts";
import { denseFromBytes } from "../../../src/ir/dense.ts";
import { floatAttribute } from "../../../src/ir/float.ts";
import type { OperationHandle, Value } from "../../../src/ir/handle.ts";
import type { OperationSpec } from "../../../src/ir/rewriter.ts";
import { invariant } from "../../../src/support/invariant.ts";
import type { OpcodeName } from "../../../src/wasm/opcodes.ts";
import { select } from "../ops/control.ts";
import { type InstructionImmediates, instruction } from "../ops/instructions.ts";
import { LANES } from "./types.ts";

/** A Rewriter, or the rewriter of a conversion. */
export interface Inserter {
  insert(spec: OperationSpec): OperationHandle;
}

export class WasmBuilder {
  readonly #inserter: Inserter;

  constructor(inserter: Inserter) {
    this.#inserter = inserter;
  }

  insert(spec: OperationSpec): OperationHandle {
    return this.#inserter.insert(spec);
  }

  /** An instruction with one result. */
  op(name: OpcodeName, operands: readonly Value[], immediates?: InstructionImmediates): Value {
    return this.#inserter.insert(instruction(name, operands, immediates)).opResult(0);
  }

  /** An instruction without results. */
  effect(name: OpcodeName, operands: readonly Value[], immediates?: InstructionImmediates): void {
    this.#inserter.insert(instruction(name, operands, immediates));
  }

  i32(value: number): Value {
    return this.op("i32.const", [], { value: integerAttribute(value | 0, i32) });
  }
  i64(value: bigint): Value {
    return this.op("i64.const", [], { value: integerAttribute(value, i64) });
  }
  f32(value: number): Value {
    return this.op("f32.const", [], { value: floatAttribute(value, f32) });
  }
  f64(value: number): Value {
    return this.op("f64.const", [], { value: floatAttribute(value, f64) });
  }

  /** A vector constant of four equal or different 32-bit lanes, given by their bits. */
  lanes(bits: readonly number[]): Value {
    invariant(bits.length === LANES, "a vector constant has four lanes");
    return this.vector(denseFromBytes(vectorType([LANES], i32), new Uint8Array(Int32Array.from(bits).buffer)));
  }
  vector(value: Attribute): Value {
    return this.op("v128.const", [], { value });
  }
  f32x4(value: number): Value {
    return this.vector(
      denseFromBytes(vectorType([LANES], f32), new Uint8Array(new Float32Array(LANES).fill(value).buffer)),
    );
  }

  select(condition: Value, onTrue: Value, onFalse: Value): Value {
    return this.#inserter.insert(select.build({ condition, onTrue, onFalse, resultTypes: [onTrue.type] })).opResult(0);
  }
}

/** The integer that a value is known to be: the result of `wasm.i32.const`. */
export function constantI32(value: Value): number | undefined {
  const definition = value.definition;
  if (definition?.opName !== "wasm.i32.const") return undefined;
  const attribute = definition.findAttribute("value");
  return attribute?.kind === "integer" ? Number(attribute.value) : undefined;
}
