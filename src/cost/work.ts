/** The key under which dialects say how much work an operation is, in counts that no machine enters. */
import type { Context } from "../definition/context.ts";
import { defineInterface } from "../definition/interface.ts";
import type { OperationHandle } from "../ir/handle.ts";
import type { InstructionClass } from "./machine.ts";

/** A piece of memory that an operation sweeps over. */
export interface Footprint {
  /** Distinct bytes touched. */
  readonly bytes: number;
  readonly write: boolean;
  /**
   * How often it is swept, and how many bytes lie between two touches of one byte: what decides from which level of memory the
   * later sweeps come.
   */
  readonly sweeps: number;
  readonly reuseBytes: number;
}

/** Counts of one execution. */
export interface Work {
  /** Operations of the mathematics: what a user calls FLOP. Integer arithmetic counts too. */
  readonly flops: number;
  readonly instructions: Readonly<Record<InstructionClass, number>>;
  readonly footprints: readonly Footprint[];
  /** Vector values that are live at once in the innermost loop. */
  readonly liveVectors: number;
  /** Executions of the innermost loop's body: each spilled value costs a store and a load there. */
  readonly innermost: number;
}

export function noInstructions(): Record<InstructionClass, number> {
  return { ...EMPTY };
}

const EMPTY: Record<InstructionClass, number> = {
  "vector-arithmetic": 0,
  "vector-division": 0,
  "vector-load": 0,
  "vector-store": 0,
  "vector-shuffle": 0,
  "scalar-arithmetic": 0,
  "scalar-division": 0,
  "scalar-load": 0,
  "scalar-store": 0,
  branch: 0,
};

export const noWork: Work = { flops: 0, instructions: EMPTY, footprints: [], liveVectors: 0, innermost: 0 };

/** The work of an operation; undefined when it cannot be told (dynamic shapes). */
export type WorkCounter = (operation: OperationHandle, context: Context) => Work | undefined;

export const work = defineInterface<WorkCounter>("Work");
