/** How long a call of a program takes, beside onnxruntime-web on the same model and inputs, in turns. `lathe bench` and the benchmarks of bench/ share it. */
import type { Context } from "../definition/context.ts";
import { type CompileOptions, compileModule } from "../driver/compile.ts";
import type { Module } from "../ir/module.ts";
import { type Measurement, type MeasureOptions, measureInTurns } from "../runtime/measure.ts";
import { error, failure, type Result, success } from "../source/diagnostic.ts";
import type { ProgramEntry } from "../target/target.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { openPeer } from "./peer.ts";

export interface BenchSubject {
  readonly module: Module;
  /** The function to call; "main", or the only one, unless said otherwise. */
  readonly function?: string;
  /** The ONNX file, for the peer; undefined for programs that have none. */
  readonly model?: Uint8Array;
  /** The values to call it with. */
  readonly inputs: (entry: ProgramEntry) => Promise<Result<readonly Tensor[]>>;
}

export interface BenchOutcome {
  readonly entry: ProgramEntry;
  readonly target: string;
  readonly compileMilliseconds: number;
  readonly lathe: Measurement;
  readonly peer: (Measurement & { readonly name: string }) | undefined;
  /** Why there is no peer. */
  readonly peerProblem: string | undefined;
}

/** Rounds until two seconds for each contender are over; warm means warm for V8's two compilers. */
export const BENCH_ROUNDS: MeasureOptions = { warmup: 10, warmupTime: 400, settle: 300, rounds: 2000, limit: 4000 };

/** Compiles, loads and measures. A call includes copying inputs in and outputs out, as the peer's does. */
export async function benchProgram(
  subject: BenchSubject,
  context: Context,
  options: Pick<CompileOptions, "target" | "effort" | "pipeline"> & {
    readonly clock: () => number;
    readonly measure?: MeasureOptions;
  },
): Promise<Result<BenchOutcome>> {
  const { clock, measure = {}, ...compileOptions } = options;
  const start = clock();
  const compiled = await compileModule(subject.module, context, compileOptions);
  if (!compiled.ok) return compiled;
  const program = await compiled.value.emission.load();
  if (!program.ok) return program;
  const compileMilliseconds = clock() - start;
  const { entries } = program.value;
  const wanted = subject.function ?? (entries.length === 1 ? entries[0]?.name : "main");
  const entry = entries.find(({ name }) => name === wanted);
  if (entry === undefined) {
    const names = entries.map(({ name }) => name).join(", ");
    return failure(error("bench.function", `the program has no function "${wanted}"; it has ${names}`));
  }
  const inputs = await subject.inputs(entry);
  if (!inputs.ok) return inputs;
  const first = await program.value.run(inputs.value, entry.name);
  if (!first.ok) return first;
  const named = new Map(
    entry.inputs.flatMap(({ name }, at): [string, Tensor][] => {
      const input = inputs.value[at];
      return input === undefined ? [] : [[name, input]];
    }),
  );
  const peer = subject.model === undefined ? "no ONNX model" : await openPeer(subject.model, named);
  const runs = [() => program.value.run(inputs.value, entry.name)];
  const contenders: (() => unknown)[] = typeof peer === "string" ? runs : [...runs, () => peer.run()];
  const [lathe, other] = await measureInTurns(contenders, { ...BENCH_ROUNDS, ...measure, clock });
  if (typeof peer !== "string") await peer.release();
  if (lathe === undefined) return failure(error("bench.measure", "nothing was measured"));
  return success({
    entry,
    target: compiled.value.target.name,
    compileMilliseconds,
    lathe,
    peer: typeof peer === "string" || other === undefined ? undefined : { ...other, name: peer.name },
    peerProblem: typeof peer === "string" ? peer : undefined,
  });
}
