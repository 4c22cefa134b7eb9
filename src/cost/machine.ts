/** A described machine, as data: what the analytic model needs to turn counted work into time. One file a machine stands with its target. */

/** A level of the memory hierarchy, from the nearest outwards; the last one is main memory with `bytes` unbounded. */
export interface MemoryLevel {
  readonly name: string;
  /** Capacity one core can use; Infinity (null in JSON) for main memory. */
  readonly bytes: number | null;
  /** Sustained bytes a cycle that one core moves from here. */
  readonly bytesPerCycle: number;
}

export interface MachineDescription {
  readonly name: string;
  /** Where the figures come from: measured on what, or a data sheet. */
  readonly source: string;
  /** Cycles a nanosecond. */
  readonly gigahertz: number;
  /** 32-bit lanes of a vector register. */
  readonly lanes: number;
  readonly vectorRegisters: number;
  /** Reciprocal throughput of each class of instruction, in cycles. */
  readonly cycles: Readonly<Record<InstructionClass, number>>;
  readonly memory: readonly MemoryLevel[];
  /** Cycles that starting a kernel costs: calls, loop set-up, cold branches. */
  readonly kernelOverheadCycles: number;
}

/** The classes in which executed instructions are counted. `vector` works on all lanes at once. */
export type InstructionClass =
  | "vector-arithmetic"
  | "vector-division"
  | "vector-load"
  | "vector-store"
  | "vector-shuffle"
  | "scalar-arithmetic"
  | "scalar-division"
  | "scalar-load"
  | "scalar-store"
  | "branch";

export const instructionClasses: readonly InstructionClass[] = [
  "vector-arithmetic",
  "vector-division",
  "vector-load",
  "vector-store",
  "vector-shuffle",
  "scalar-arithmetic",
  "scalar-division",
  "scalar-load",
  "scalar-store",
  "branch",
];
