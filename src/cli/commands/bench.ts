/** `lathe bench`: how long a call of a program takes, beside onnxruntime-web where the file is a model. */
import { durationText } from "../../cost/decision.ts";
import { createContext } from "../../definition/context.ts";
import { defaultDialects } from "../../driver/dialects.ts";
import { DEFAULT_TARGET, defaultTargets } from "../../driver/targets.ts";
import { percentile } from "../../runtime/measure.ts";
import { type Diagnostic, error } from "../../source/diagnostic.ts";
import { renderDiagnostics } from "../../source/render.ts";
import { type CommandIo, type CommandModule, type ExitCode, exitCodes } from "../command.ts";
import { collect, isOnnx, loadProgram, parseDims, parseShapes, readBytes } from "../load-program.ts";
import { type BenchOutcome, benchProgram } from "../model-bench.ts";
import { startProgress } from "../progress.ts";
import { readInputs } from "../run-inputs.ts";
import { millisecondsText, renderTable } from "../table.ts";

interface BenchFlags {
  readonly target: string;
  readonly function?: string;
  readonly passPipeline?: string;
  readonly effort: string;
  readonly time: string;
  readonly rounds: string;
  readonly input: readonly string[];
  readonly shape: readonly string[];
  readonly dim: readonly string[];
  readonly peer: boolean;
  readonly json?: boolean;
}

export const declare: CommandModule["declare"] = (command, { io, report }) => {
  command
    .argument("<file>", "MLIR text (.mlir) or an ONNX model (.onnx), - for standard input")
    .option("--function <name>", "the function to call (default: main, or the only one)")
    .optionsGroup("What is compiled:")
    .option("--target <name>", `one of ${defaultTargets.map(({ name }) => name).join(", ")}`, DEFAULT_TARGET)
    .option("--pass-pipeline <text>", "instead of the target's own pipeline")
    .option("--effort <number>", "0 for a straightforward program, 1 for a fast one", "1")
    .option("--shape <name=extents>", "shape of an ONNX input: x=1x3x224x224 (repeatable)", collect, [])
    .option("--dim <name=size>", "size of a dimension that an ONNX file names (repeatable)", collect, [])
    .optionsGroup("How it is measured:")
    .option("--input <name=value>", "a .npy file, random:SEED, zeros, ones or ramp (repeatable)", collect, [])
    .option("--time <milliseconds>", "stop after the round in which this is over", "4000")
    .option("--rounds <number>", "stop after so many calls", "2000")
    .option("--no-peer", "leave onnxruntime-web out")
    .option("--json", "machine-readable")
    .addHelpText(
      "after",
      `
All take turns, a call each a round, after a warm-up that is long enough for V8's optimizing compiler.

Examples:
  lathe bench program.mlir
  lathe bench model.onnx --shape x=1x3x224x224
  lathe bench model.onnx --effort 0 --no-peer --json | jq '.rows[0].lathe'`,
    )
    .action(async (file: string, flags: BenchFlags) => report(await bench(file, flags, io)));
};

async function bench(file: string, flags: BenchFlags, io: CommandIo): Promise<ExitCode> {
  const limits = { rounds: Number(flags.rounds), limit: Number(flags.time) };
  for (const [flag, value] of Object.entries({ rounds: limits.rounds, time: limits.limit }))
    if (!Number.isInteger(value) || value < 1)
      return refuse(io, [error("cli.number", `expected a number from 1 behind --${flag}`)], exitCodes.usage);
  if (flags.effort !== "0" && flags.effort !== "1")
    return refuse(
      io,
      [error("cli.effort", `expected 0 or 1 behind --effort, found "${flags.effort}"`)],
      exitCodes.usage,
    );
  const shapes = parseShapes(flags.shape);
  if (!shapes.ok) return refuse(io, shapes.diagnostics, exitCodes.usage);
  const dims = parseDims(flags.dim);
  if (!dims.ok) return refuse(io, dims.diagnostics, exitCodes.usage);
  const bytes = await readBytes(file, io);
  if (!bytes.ok) return refuse(io, bytes.diagnostics);
  const context = createContext(defaultDialects);
  const once = { ...io, readFile: async () => bytes, readInput: async () => bytes.value };
  const module = await loadProgram(file, context, once, { shapes: shapes.value, dims: dims.value });
  if (!module.ok) return refuse(io, module.diagnostics);
  const progress = startProgress(io, { quiet: !io.isTerminal });
  const outcome = await progress.step("compile and measure", () =>
    benchProgram(
      {
        module: module.value,
        inputs: (entry) => readInputs(entry.inputs, flags.input, io),
        ...(flags.function === undefined ? {} : { function: flags.function }),
        ...(isOnnx(file, bytes.value) && flags.peer ? { model: bytes.value } : {}),
      },
      context,
      {
        clock: io.clock,
        target: flags.target,
        effort: flags.effort === "0" ? 0 : 1,
        measure: limits,
        ...(flags.passPipeline === undefined ? {} : { pipeline: flags.passPipeline }),
      },
    ),
  );
  if (!outcome.ok) return refuse(io, outcome.diagnostics);
  io.out(
    flags.json === true
      ? `${JSON.stringify(dataOf(file, outcome.value), undefined, 2)}\n`
      : textOf(file, outcome.value),
  );
  return exitCodes.success;
}

const MILLISECONDS = 1e-6;

/** The same rows as `npm run bench -- --json`, and what else was found. */
function dataOf(file: string, { entry, target, compileMilliseconds, lathe, peer, peerProblem }: BenchOutcome): object {
  const times = ({ median, min, mean, sorted }: BenchOutcome["lathe"]) => ({
    median: median * MILLISECONDS,
    min: min * MILLISECONDS,
    mean: mean * MILLISECONDS,
    p90: percentile(sorted, 90) * MILLISECONDS,
    calls: sorted.length,
  });
  return {
    file,
    function: entry.name,
    target,
    compileMilliseconds,
    rows: [
      {
        name: file,
        lathe: lathe.median * MILLISECONDS,
        peer: peer === undefined ? null : peer.median * MILLISECONDS,
        peerName: peer?.name ?? peerProblem ?? "",
        unit: "ms",
        ratio: peer === undefined ? null : peer.median / lathe.median,
      },
    ],
    lathe: times(lathe),
    peer: peer === undefined ? null : { name: peer.name, ...times(peer) },
  };
}

function textOf(file: string, { entry, target, compileMilliseconds, lathe, peer, peerProblem }: BenchOutcome): string {
  const row = (who: string, { median, min, sorted }: BenchOutcome["lathe"]): readonly string[] => [
    who,
    durationText(median),
    durationText(min),
    durationText(percentile(sorted, 90)),
    String(sorted.length),
  ];
  const table = renderTable(
    [
      { title: "" },
      { title: "median", align: "right" },
      { title: "least", align: "right" },
      { title: "90 %", align: "right" },
      { title: "calls", align: "right" },
    ],
    [row(`lathe, ${target}`, lathe), ...(peer === undefined ? [] : [row(peer.name, peer)])],
  );
  const inputs = entry.inputs.map(({ name, dtype, shape }) => `${name}: ${[...shape, dtype].join("x")}`).join(", ");
  const ratio =
    peer === undefined
      ? `(no peer: ${peerProblem ?? ""})\n`
      : `lathe is ${(peer.median / lathe.median).toFixed(2)} times as fast as ${peer.name}\n`;
  return `${file}, @${entry.name}(${inputs}), compiled in ${millisecondsText(compileMilliseconds)}\n\n${table}\n${ratio}`;
}

function refuse(io: CommandIo, diagnostics: readonly Diagnostic[], code: ExitCode = exitCodes.failure): ExitCode {
  io.err(`${renderDiagnostics(diagnostics)}\n`);
  return code;
}
