/**
 * The analytic model: a roofline over counted work. Time is the largest of what the arithmetic units, the load and store units and the
 * levels of memory need, a share of the others, spills, and the start of the kernel.
 * Source: Williams, Waterman, Patterson, "Roofline", CACM 52(4), 2009; one roof a memory level as in Ilic, Pratas, Sousa, "Cache-aware
 * Roofline Model", CAL 13(1), 2014.
 */
import type { InstructionClass, MachineDescription } from "./machine.ts";
import { type Distribution, exactly, type Prediction, within } from "./prediction.ts";
import type { Work } from "./work.ts";

/** How far off the model is taken to be until a calibration says better: a factor of 1.5 either way. */
const UNCALIBRATED_ERROR = 0.5;

/** The share of the work under the roof that is not hidden behind the resource that bounds the kernel; it also breaks ties by memory. */
const IMPERFECT_OVERLAP = 0.1;

/** Nanoseconds and what they come from, for one execution of `work`. */
export interface Roofline {
  readonly nanoseconds: number;
  readonly cycles: {
    readonly arithmetic: number;
    readonly access: number;
    readonly memory: number;
    readonly spill: number;
    readonly overhead: number;
  };
  readonly spilledVectors: number;
  /** Useful operations over what the machine could have done in the time. */
  readonly utilization: number;
}

const ARITHMETIC: readonly InstructionClass[] = [
  "vector-arithmetic",
  "vector-division",
  "vector-shuffle",
  "scalar-arithmetic",
  "scalar-division",
  "branch",
];
const ACCESS: readonly InstructionClass[] = ["vector-load", "vector-store", "scalar-load", "scalar-store"];

export function roofline(work: Work, machine: MachineDescription): Roofline {
  const count = (classes: readonly InstructionClass[]): number =>
    classes.reduce((cycles, name) => cycles + work.instructions[name] * machine.cycles[name], 0);
  const arithmetic = count(ARITHMETIC);
  const access = count(ACCESS);
  const memory = memoryCycles(work, machine);
  const spilledVectors = Math.max(0, work.liveVectors - machine.vectorRegisters);
  const spill = spilledVectors * work.innermost * (machine.cycles["vector-store"] + machine.cycles["vector-load"]);
  const overhead = machine.kernelOverheadCycles;
  const bound = Math.max(arithmetic, access, memory);
  const cycles = bound + IMPERFECT_OVERLAP * (arithmetic + access + memory - bound) + spill + overhead;
  const peak = (machine.lanes / machine.cycles["vector-arithmetic"]) * cycles;
  return {
    nanoseconds: cycles / machine.gigahertz,
    cycles: { arithmetic, access, memory, spill, overhead },
    spilledVectors,
    utilization: cycles === 0 ? 0 : Math.min(1, work.flops / peak),
  };
}

/** The first sweep over a footprint comes from the level that holds all of the kernel's memory; later ones from the level that holds what is touched in between. */
function memoryCycles(work: Work, machine: MachineDescription): number {
  const total = work.footprints.reduce((bytes, footprint) => bytes + footprint.bytes, 0);
  let cycles = 0;
  for (const { bytes, sweeps, reuseBytes } of work.footprints) {
    cycles += bytes / bandwidthFor(total, machine);
    if (sweeps > 1) cycles += (bytes * (sweeps - 1)) / bandwidthFor(reuseBytes, machine);
  }
  return cycles;
}

/** Bytes a cycle from the nearest level that can hold `bytes`. */
function bandwidthFor(bytes: number, machine: MachineDescription): number {
  const level = machine.memory.find((candidate) => candidate.bytes === null || bytes <= candidate.bytes);
  return level?.bytesPerCycle ?? 1;
}

export function analyticPrediction(work: Work, machine: MachineDescription): Prediction {
  const { nanoseconds, spilledVectors, utilization } = roofline(work, machine);
  const instructions = Object.values(work.instructions).reduce((sum, count) => sum + count, 0);
  const bytes = work.footprints.reduce((sum, footprint) => sum + footprint.bytes, 0);
  const latency: Distribution = within(nanoseconds, UNCALIBRATED_ERROR);
  return {
    metrics: {
      latency,
      instructions: within(instructions, 0.2),
      spills: { mean: spilledVectors, low: Math.max(0, spilledVectors - 2), high: spilledVectors + 2 },
      "peak-memory": exactly(bytes),
      utilization: {
        mean: utilization,
        low: utilization / (1 + UNCALIBRATED_ERROR),
        high: Math.min(1, utilization * (1 + UNCALIBRATED_ERROR)),
      },
    },
    answeredBy: "analytic",
  };
}
