/** The machine that passes assume where no target was named: a core with 128-bit vectors, such as WebAssembly SIMD runs on. */
import type { MachineDescription } from "./machine.ts";

export const genericMachine: MachineDescription = {
  name: "generic-simd128",
  source: "the SIMD128 peaks and bandwidths of docs/decisions/0040-analytic-cost.md",
  gigahertz: 3.5,
  lanes: 4,
  vectorRegisters: 15,
  cycles: {
    "vector-arithmetic": 0.345,
    "vector-division": 4,
    "vector-load": 0.5,
    "vector-store": 1,
    "vector-shuffle": 1,
    "scalar-arithmetic": 0.35,
    "scalar-division": 4,
    "scalar-load": 0.5,
    "scalar-store": 1,
    branch: 1,
  },
  memory: [
    { name: "L1", bytes: 32 * 1024, bytesPerCycle: 48 },
    { name: "L2", bytes: 512 * 1024, bytesPerCycle: 24 },
    { name: "L3", bytes: 16 * 1024 * 1024, bytesPerCycle: 8 },
    { name: "memory", bytes: null, bytesPerCycle: 4 },
  ],
  kernelOverheadCycles: 60,
};
