/** WebAssembly with 128-bit vectors in V8, on the machine that docs/guide/performance.md describes. */
import { genericMachine } from "../../cost/generic-machine.ts";
import type { MachineDescription } from "../../cost/machine.ts";

/**
 * The generic machine's figures were measured on WebAssembly. Of V8's sixteen vector registers one is its scratch register: a register tile
 * that needs all sixteen spills, and runs at half the speed.
 */
export const wasmSimdMachine: MachineDescription = { ...genericMachine, name: "wasm-simd", vectorRegisters: 15 };
