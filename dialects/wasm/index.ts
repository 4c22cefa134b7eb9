/** The wasm dialect: WebAssembly's instructions in SSA form, and structured control. emit.ts turns a module of it into bytes. */
import { type Dialect, defineDialect } from "../../src/definition/dialect.ts";
import { f32, f64, i32, i64, type Type } from "../../src/ir/attribute.ts";
import type { OpcodeName } from "../../src/wasm/opcodes.ts";
import { controlDefinitions } from "./ops/control.ts";
import { instruction, instructionDefinitions } from "./ops/instructions.ts";
import { memoryDefinitions } from "./ops/memory.ts";
import { v128Definition } from "./types.ts";

const constantOpcodes: ReadonlyMap<Type, OpcodeName> = new Map<Type, OpcodeName>([
  [i32, "i32.const"],
  [i64, "i64.const"],
  [f32, "f32.const"],
  [f64, "f64.const"],
]);

export const wasm: Dialect = defineDialect({
  name: "wasm",
  summary: "WebAssembly instructions and structured control",
  operations: [...memoryDefinitions, ...controlDefinitions, ...instructionDefinitions],
  types: [v128Definition],
  materializeConstant: (value, type) => {
    const opcode = constantOpcodes.get(type);
    const fits = (value.kind === "integer" || value.kind === "float") && value.type === type;
    return opcode === undefined || !fits ? undefined : instruction(opcode, [], { value });
  },
});
