/**
 * Everything that `lathe demo` reports: imports or parses the program, compiles it twice (as it should be, and without fusion and with default schedules), runs
 * both, the interpreter and onnxruntime-web on the same inputs, and compares. Long parts are left out, and told, when the time allowed is over.
 */
import { relative } from "node:path";
import { type Context, createContext } from "../../definition/context.ts";
import { defaultDialects } from "../../driver/dialects.ts";
import { countKinds, type Explanation, explainCompilation } from "../../driver/explain.ts";
import { checkModel } from "../../import/onnx/check.ts";
import { decodeOnnxModel } from "../../import/onnx/decode.ts";
import { importOnnx, type OnnxImportOptions } from "../../import/onnx/import.ts";
import { onnxOperators } from "../../import/onnx/operators.ts";
import { interpret } from "../../interpret/interpreter.ts";
import type { Module } from "../../ir/module.ts";
import { measureInTurns } from "../../runtime/measure.ts";
import { error, failure, type Result, success } from "../../source/diagnostic.ts";
import type { ProgramEntry, RunnableProgram } from "../../target/target.ts";
import { compareTensors, type Tolerance } from "../../tensor/compare.ts";
import { getSlot, type Tensor } from "../../tensor/tensor.ts";
import type { CommandIo } from "../command.ts";
import { isOnnx, loadProgram, readBytes } from "../load-program.ts";
import { openPeer, type Peer } from "../peer.ts";
import type { Progress } from "../progress.ts";
import { readInputs } from "../run-inputs.ts";
import { findVectors, readVectors } from "./assets.ts";
import { readLines } from "./ocr.ts";
import { sampleKernels } from "./profile.ts";
import type { CheckRow, DemoReport, KernelRow, LatencyRow } from "./report.ts";

export interface DemoSubject {
  readonly file: string;
  readonly onnx: OnnxImportOptions;
  readonly target: string;
  /** Values as `lathe run` takes them; what is not named is random. */
  readonly inputs: readonly string[];
  /** For the recognizer: its picture as a tensor, and what its classes mean. */
  readonly line: { readonly picture: string; readonly input: Tensor; readonly classes: readonly string[] } | undefined;
  /** Milliseconds after which nothing long is begun any more. */
  readonly budget: number;
}

/** Results may differ by rounding: what the models of the test suite are held to. */
const TOLERANCE: Tolerance = { relative: 1e-4, floor: 1e-2 };
const ROUNDS = { warmup: 3, warmupTime: 300, settle: 200, rounds: 1000, limit: 3000 };
const PROFILE_MILLISECONDS = 1500;

export async function gatherDemo(subject: DemoSubject, io: CommandIo, progress: Progress): Promise<Result<DemoReport>> {
  return new Gathering(subject, io, progress).run();
}

/** A program that is compiled and loaded, with its entry point. */
interface Loaded {
  readonly explanation: Explanation;
  readonly program: RunnableProgram;
  readonly entry: ProgramEntry;
}

class Gathering {
  readonly #subject: DemoSubject;
  readonly #io: CommandIo;
  readonly #progress: Progress;
  readonly #context: Context = createContext(defaultDialects);
  readonly #start: number;
  readonly #omitted: string[] = [];

  constructor(subject: DemoSubject, io: CommandIo, progress: Progress) {
    this.#subject = subject;
    this.#io = io;
    this.#progress = progress;
    this.#start = io.clock();
  }

  async run(): Promise<Result<DemoReport>> {
    const { file, line } = this.#subject;
    const bytes = await readBytes(file, this.#io);
    if (!bytes.ok) return bytes;
    const imported = await this.#timed("import", () => this.#load(bytes.value));
    if (!imported.value.ok) return imported.value;
    const module = imported.value.value;
    const fast = await this.#progress.step("compile: fused and scheduled by predicted cost", () =>
      this.#compile(module, 1),
    );
    if (!fast.ok) return fast;
    const { entry, explanation } = fast.value;
    const inputs =
      line === undefined
        ? await readInputs(entry.inputs, this.#subject.inputs, this.#io)
        : success<readonly Tensor[]>([line.input]);
    if (!inputs.ok) return inputs;
    const outputs = await fast.value.program.run(inputs.value, entry.name);
    if (!outputs.ok) return outputs;
    const [reading] =
      line === undefined ? [] : outputs.value.slice(0, 1).flatMap((output) => readLines(output, line.classes));
    const plain = await this.#progress.step("compile: unfused, default schedules, to compare", () =>
      this.#compile(module, 0),
    );
    if (!plain.ok)
      this.#omitted.push(`the unoptimized program: ${plain.diagnostics[0]?.message ?? "it does not compile"}`);
    const peer = await this.#openPeer(bytes.value, entry, inputs.value);
    const latency = await this.#progress.step("measure, in turns", () =>
      this.#measure(fast.value, plain.ok ? plain.value : undefined, peer, inputs.value),
    );
    const kernels = await this.#profile(fast.value, inputs.value);
    const checks = await this.#check(
      module,
      fast.value,
      plain.ok ? plain.value : undefined,
      peer,
      inputs.value,
      outputs.value,
      latency,
    );
    await peer?.release();
    const { compilation, steps, emitMilliseconds, decisions, memory, milliseconds } = explanation;
    return success({
      model: {
        file,
        bytes: bytes.value.length,
        format: isOnnx(file, bytes.value) ? "onnx" : "mlir",
        operators: this.#operators(bytes.value),
        operations: countKinds(module),
        inputs: entry.inputs.map(({ name, dtype, shape }) => ({ name, dtype, shape })),
        outputs: entry.outputs.map(({ name, dtype, shape }) => ({ name, dtype, shape })),
        importMilliseconds: imported.milliseconds,
      },
      reading: reading === undefined || line === undefined ? undefined : { ...reading, picture: line.picture },
      compile: {
        target: compilation.target.name,
        milliseconds,
        emitMilliseconds,
        steps,
        facts: Object.fromEntries(compilation.emission.facts),
      },
      decisions,
      memory,
      latency,
      checks,
      kernels,
      omitted: this.#omitted,
      milliseconds: this.#io.clock() - this.#start,
    });
  }

  async #timed<T>(name: string, work: () => Promise<T>): Promise<{ readonly value: T; readonly milliseconds: number }> {
    const start = this.#io.clock();
    const value = await this.#progress.step(name, work);
    return { value, milliseconds: this.#io.clock() - start };
  }

  #load(bytes: Uint8Array): Promise<Result<Module>> {
    const { file, onnx } = this.#subject;
    return loadProgram(
      file,
      this.#context,
      { ...this.#io, readFile: async () => success(bytes), readInput: async () => bytes },
      onnx,
    );
  }

  #operators(bytes: Uint8Array): DemoReport["model"]["operators"] {
    if (!isOnnx(this.#subject.file, bytes)) return [];
    const model = decodeOnnxModel(bytes);
    return model.ok ? checkModel(model.value, onnxOperators).operators : [];
  }

  async #compile(module: Module, effort: 0 | 1): Promise<Result<Loaded>> {
    const explained = await explainCompilation(module, this.#context, {
      target: this.#subject.target,
      effort,
      clock: this.#io.clock,
      onPass: (pass) => this.#progress.detail(pass),
    });
    if (!explained.ok) return explained;
    const program = await explained.value.compilation.emission.load();
    if (!program.ok) return program;
    const { entries } = program.value;
    const entry = entries.find(({ name }) => name === "main") ?? entries[0];
    if (entry === undefined) return failure(error("demo.entry", "the program has no public function to run"));
    return success({ explanation: explained.value, program: program.value, entry });
  }

  async #openPeer(bytes: Uint8Array, entry: ProgramEntry, inputs: readonly Tensor[]): Promise<Peer | undefined> {
    if (!isOnnx(this.#subject.file, bytes)) return undefined;
    const named = new Map(
      entry.inputs.flatMap(({ name }, at): [string, Tensor][] => {
        const input = inputs[at];
        return input === undefined ? [] : [[name, input]];
      }),
    );
    const peer = await this.#progress.step("load the model in onnxruntime-web", () => openPeer(bytes, named));
    if (typeof peer !== "string") return peer;
    this.#omitted.push(peer);
    return undefined;
  }

  async #measure(
    fast: Loaded,
    plain: Loaded | undefined,
    peer: Peer | undefined,
    inputs: readonly Tensor[],
  ): Promise<LatencyRow[]> {
    const target = fast.explanation.compilation.target.name;
    const contenders: { who: string; kind: LatencyRow["kind"]; run: () => unknown }[] = [
      { who: `lathe, ${target}`, kind: "optimized", run: () => fast.program.run(inputs, fast.entry.name) },
    ];
    if (plain !== undefined)
      contenders.push({
        who: `lathe, ${target}, unfused, default schedules`,
        kind: "plain",
        run: () => plain.program.run(inputs, plain.entry.name),
      });
    if (peer !== undefined) contenders.push({ who: peer.name, kind: "peer", run: () => peer.run() });
    const measured = await measureInTurns(
      contenders.map(({ run }) => run),
      { ...ROUNDS, clock: this.#io.clock },
    );
    return contenders.flatMap(({ who, kind }, at) => {
      const found = measured[at];
      return found === undefined
        ? []
        : [{ who, kind, median: found.median, min: found.min, calls: found.sorted.length }];
    });
  }

  /** Time by function of the compiled program; nothing for targets that do not run in this engine. */
  async #profile(fast: Loaded, inputs: readonly Tensor[]): Promise<readonly KernelRow[]> {
    return this.#progress.step("sample where the time goes", () =>
      sampleKernels(
        () => fast.program.run(inputs, fast.entry.name),
        fast.explanation.compilation.lowered,
        fast.explanation.decisions,
        this.#io.clock,
        PROFILE_MILLISECONDS,
      ),
    );
  }

  async #check(
    module: Module,
    fast: Loaded,
    plain: Loaded | undefined,
    peer: Peer | undefined,
    inputs: readonly Tensor[],
    outputs: readonly Tensor[],
    latency: LatencyRow[],
  ): Promise<readonly CheckRow[]> {
    const rows: CheckRow[] = [];
    const start = this.#io.clock();
    const expected = await this.#progress.step("interpret, as the reference", () =>
      interpret(module, this.#context, fast.entry.name, inputs, {
        onProgress: ({ operation, work }) => {
          this.#progress.detail(`${operation}, ${(work / 1e9).toFixed(2)} G scalar operations`);
          return "go on";
        },
      }),
    );
    const interpreted = (this.#io.clock() - start) * 1e6;
    if (expected.ok) {
      latency.push({ who: "lathe, interpreter", kind: "interpreter", median: interpreted, min: interpreted, calls: 1 });
      rows.push(checkRow("the interpreter", outputs, expected.value));
      if (plain !== undefined) {
        const unoptimized = await plain.program.run(inputs, plain.entry.name);
        if (unoptimized.ok) rows.push(checkRow("the unfused program", outputs, unoptimized.value));
      }
    } else this.#omitted.push(`the interpreter: ${expected.diagnostics[0]?.message ?? "it failed"}`);
    if (peer !== undefined) rows.push({ ...checkRow(peer.name, outputs, await peer.run()), binding: false });
    return [...rows, ...(await this.#checkVectors())];
  }

  /** Reference outputs are for shapes of their own, so the model is compiled anew for the smallest of them. */
  async #checkVectors(): Promise<readonly CheckRow[]> {
    const { file, budget } = this.#subject;
    const folder = findVectors(file);
    if (folder === undefined) return [];
    if (this.#io.clock() - this.#start > budget) {
      this.#omitted.push(`the vectors of ${relative(process.cwd(), folder)}: the time was over`);
      return [];
    }
    const vectors = await readVectors(folder, this.#io);
    const [first] = vectors.ok ? vectors.value : [];
    if (first === undefined) return [];
    const row = await this.#progress.step("compile for the shapes of the reference vectors", () =>
      this.#vectorRow(first),
    );
    return row === undefined ? [] : [row];
  }

  async #vectorRow({
    inputs,
    outputs,
  }: {
    readonly inputs: ReadonlyMap<string, Tensor>;
    readonly outputs: ReadonlyMap<string, Tensor>;
  }): Promise<CheckRow | undefined> {
    const against = `reference vectors (${[...inputs].map(([name, { shape }]) => `${name} ${shape.join("x")}`).join(", ")})`;
    const bytes = await readBytes(this.#subject.file, this.#io);
    const model = bytes.ok ? decodeOnnxModel(bytes.value) : bytes;
    if (!model.ok) return undefined;
    const shapes = Object.fromEntries([...inputs].map(([name, { shape }]) => [name, shape]));
    const module = importOnnx(model.value, this.#context, { shapes });
    const loaded = module.ok ? await this.#compile(module.value, 1) : module;
    const results = loaded.ok
      ? await loaded.value.program.run(
          loaded.value.entry.inputs.flatMap(({ name }) => inputs.get(name) ?? []),
          loaded.value.entry.name,
        )
      : loaded;
    if (results.ok) return checkRow(against, results.value, [...outputs.values()]);
    this.#omitted.push(`${against}: ${results.diagnostics[0]?.message ?? "failed"}`);
    return undefined;
  }
}

function checkRow(against: string, actual: readonly Tensor[], expected: readonly Tensor[]): CheckRow {
  let worst: number | undefined = 0;
  let message: string | undefined;
  let largestError = 0;
  for (const [at, wanted] of expected.entries()) {
    const found = actual[at];
    if (found === undefined) message ??= `expected ${expected.length} outputs, found ${actual.length}`;
    else {
      const comparison = compareTensors(found, wanted, TOLERANCE);
      if (!comparison.close) message ??= comparison.message;
      worst = comparison.close && worst !== undefined ? Math.max(worst, comparison.worst) : undefined;
      largestError = Math.max(largestError, largestDifference(found, wanted));
    }
  }
  return { against, binding: true, agrees: message === undefined, worst, largestError, message };
}

function largestDifference(a: Tensor, b: Tensor): number {
  let largest = 0;
  for (let slot = 0; slot < Math.min(a.data.length, b.data.length); slot++)
    largest = Math.max(largest, Math.abs(Number(getSlot(a, slot)) - Number(getSlot(b, slot))) || 0);
  return largest;
}
