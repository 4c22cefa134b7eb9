/**
 * What a target must say. The driver knows nothing else of a target: it runs the target's pipeline, checks that only legal operations are
 * left, and hands the module to `emit`. A target is a plug-in: one in a stranger's package is as good as those that ship.
 */

import type { MachineDescription } from "../cost/machine.ts";
import type { Context } from "../definition/context.ts";
import type { Module } from "../ir/module.ts";
import type { ConversionTarget } from "../rewrite/conversion-target.ts";
import type { Diagnostic, Result } from "../source/diagnostic.ts";
import type { DType } from "../tensor/dtype.ts";
import type { Shape } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** A kind of memory that values may be placed in, nearest to the compute units first. */
export interface MemorySpace {
  readonly name: string;
  /** The memory space attribute's number in memref types; undefined for the default space. */
  readonly number: number | undefined;
  readonly bytes: number | undefined;
  /** Bytes at a multiple of which buffers should start. */
  readonly alignment: number;
}

/** A tensor that a program takes or gives. */
export interface TensorDescription {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape;
}

/** A function of a compiled program. */
export interface ProgramEntry {
  readonly name: string;
  readonly inputs: readonly TensorDescription[];
  readonly outputs: readonly TensorDescription[];
}

/** A compiled program that is ready to run. */
export interface RunnableProgram {
  readonly entries: readonly ProgramEntry[];
  /** Runs an entry; without a name the only one, or "main". Inputs of another type are a diagnostic. */
  run(inputs: readonly Tensor[], entry?: string): Promise<Result<readonly Tensor[]>>;
}

/** A file that `lathe compile` writes; the name has no folder. */
export interface OutputFile {
  readonly name: string;
  readonly contents: string | Uint8Array;
}

/** What a target made of a module. */
export interface Emission {
  /** What the program takes and gives, where it can be called. */
  readonly entries: readonly ProgramEntry[];
  /** Sizes and other facts for reports, by name. */
  readonly facts: ReadonlyMap<string, number>;
  /** The files that make up the program, named after `stem`. */
  files(stem: string): readonly OutputFile[];
  /** The program as text for people, in the formats that the target knows (`wat`); undefined for another format. */
  text(format: string): string | undefined;
  /** Makes it callable here; a diagnostic for targets that do not run in this process. */
  load(): Promise<Result<RunnableProgram>>;
}

/** What is passed to a pipeline, as `lathe compile` has it. */
export interface PipelineChoices {
  /** 0: as straightforward as it gets; 1: everything that pays by estimate (the default). */
  readonly effort: 0 | 1;
}

export interface Target {
  /** Kebab-case: `wasm-simd`. */
  readonly name: string;
  readonly summary: string;
  /** The machine that cost estimates are for. */
  readonly machine: MachineDescription;
  readonly memorySpaces: readonly MemorySpace[];
  /** What `emit` takes: anything else that is left after the pipeline is an error. */
  readonly legality: ConversionTarget;
  /** The passes from a module of tensors to what `emit` takes, as text: `builtin.module(...)`. */
  readonly pipeline: (choices: PipelineChoices) => string;
  readonly compile: (module: Module, context: Context) => Result<Emission>;
}

export interface TargetDeclaration<P> extends Omit<Target, "compile"> {
  /** The module, all of whose operations are legal, as a program. */
  readonly emit: (module: Module, context: Context) => Result<P>;
  /** Facts, files and text of a program. */
  readonly describe: (program: P) => Omit<Emission, "load">;
  /** Makes a program callable; undefined for targets whose programs do not run here. */
  readonly runtime: ((program: P) => Promise<Result<RunnableProgram>>) | undefined;
}

export function defineTarget<P>(declaration: TargetDeclaration<P>): Target {
  const { emit, describe, runtime, ...rest } = declaration;
  return {
    ...rest,
    compile: (module, context) => {
      const program = emit(module, context);
      if (!program.ok) return program;
      const load = async (): Promise<Result<RunnableProgram>> =>
        runtime === undefined ? { ok: false, diagnostics: [notRunnable(rest.name)] } : runtime(program.value);
      return { ok: true, value: { ...describe(program.value), load } };
    },
  };
}

function notRunnable(name: string): Diagnostic {
  return {
    severity: "error",
    code: "target.not-runnable",
    message: `programs of target "${name}" do not run in this process`,
    place: undefined,
    notes: [],
  };
}
