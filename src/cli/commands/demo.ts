/** `lathe demo` (`npm start`): a model through every layer, and why each decision was made. */
import { DEFAULT_TARGET, defaultTargets } from "../../driver/targets.ts";
import type { OnnxImportOptions } from "../../import/onnx/import.ts";
import { type Diagnostic, type Result, success } from "../../source/diagnostic.ts";
import { renderDiagnostics } from "../../source/render.ts";
import { type CommandIo, type CommandModule, type ExitCode, exitCodes } from "../command.ts";
import { findDemoAssets } from "../demo/assets.ts";
import { type DemoSubject, gatherDemo } from "../demo/gather.ts";
import { recognizerClasses, recognizerInput } from "../demo/ocr.ts";
import { type Picture, readPng } from "../demo/picture.ts";
import { pictureText } from "../demo/picture-text.ts";
import { renderReport } from "../demo/render.ts";
import { collect, parseDims, parseShapes } from "../load-program.ts";
import { startProgress } from "../progress.ts";

interface DemoFlags {
  readonly target: string;
  readonly picture?: string;
  readonly input: readonly string[];
  readonly shape: readonly string[];
  readonly dim: readonly string[];
  readonly verbose?: boolean;
  readonly json?: boolean;
}

/** Milliseconds after which nothing long is begun any more: the whole is meant to take less than a minute. */
const BUDGET = 35_000;
const PICTURE_COLUMNS = 92;

export const declare: CommandModule["declare"] = (command, { io, report }) => {
  command
    .argument("[file]", "an ONNX model or MLIR text instead of the recognizer; runs on random input")
    .option("--picture <file>", "a PNG of a line of text for the recognizer to read")
    .option("--target <name>", `one of ${defaultTargets.map(({ name }) => name).join(", ")}`, DEFAULT_TARGET)
    .option("--input <name=value>", "a .npy file, random:SEED, zeros, ones or ramp (repeatable)", collect, [])
    .option("--shape <name=extents>", "shape of an ONNX input: x=1x3x224x224 (repeatable)", collect, [])
    .option("--dim <name=size>", "size of a dimension that an ONNX file names (repeatable)", collect, [])
    .option("--verbose", "every decision and every function")
    .option("--json", "the report as data")
    .addHelpText(
      "after",
      `
Examples:
  lathe demo
  lathe demo --picture line.png
  lathe demo model.onnx --shape x=1x3x224x224
  lathe demo program.mlir --json | jq .latency`,
    )
    .action(async (file: string | undefined, flags: DemoFlags) => {
      const code = await demo(file, flags, io);
      report(code);
    });
};

async function demo(file: string | undefined, flags: DemoFlags, io: CommandIo): Promise<ExitCode> {
  const shapes = parseShapes(flags.shape);
  if (!shapes.ok) return refuse(io, shapes.diagnostics, exitCodes.usage);
  const dims = parseDims(flags.dim);
  if (!dims.ok) return refuse(io, dims.diagnostics, exitCodes.usage);
  const onnx = { shapes: shapes.value, dims: dims.value };
  const prepared =
    file === undefined ? await recognizer(flags, io) : success({ ...given(file, onnx, flags), picture: undefined });
  if (!prepared.ok) return refuse(io, prepared.diagnostics);
  const { picture, ...subject } = prepared.value;
  const gathered = await gatherDemo(subject, io, startProgress(io, { quiet: flags.json === true && !io.isTerminal }));
  if (!gathered.ok) return refuse(io, gathered.diagnostics);
  const found = gathered.value;
  if (flags.json === true) io.out(`${JSON.stringify(found, undefined, 2)}\n`);
  else
    io.out(
      renderReport(found, {
        verbose: flags.verbose === true,
        picture: picture === undefined ? [] : pictureText(picture, PICTURE_COLUMNS),
      }),
    );
  return found.checks.every(({ agrees, binding }) => agrees || !binding) ? exitCodes.success : exitCodes.failure;
}

function given(file: string, onnx: OnnxImportOptions, flags: DemoFlags): DemoSubject {
  return { file, onnx, target: flags.target, inputs: flags.input, line: undefined, budget: BUDGET };
}

/** The recognizer on its picture, for the width that the picture needs. */
async function recognizer(
  flags: DemoFlags,
  io: CommandIo,
): Promise<Result<DemoSubject & { readonly picture: Picture }>> {
  const assets = findDemoAssets();
  if (!assets.ok) return assets;
  const path = flags.picture ?? assets.value.picture;
  const png = await io.readFile(path);
  const picture = png.ok ? await readPng(png.value) : png;
  if (!picture.ok) return picture;
  const dictionary = await io.readFile(assets.value.dictionary);
  if (!dictionary.ok) return dictionary;
  const input = recognizerInput(picture.value);
  const classes = recognizerClasses(new TextDecoder().decode(dictionary.value));
  return success({
    ...given(assets.value.model, { shapes: { x: input.shape } }, flags),
    line: { picture: path, input, classes },
    picture: picture.value,
  });
}

function refuse(io: CommandIo, diagnostics: readonly Diagnostic[], code: ExitCode = exitCodes.failure): ExitCode {
  io.err(`${renderDiagnostics(diagnostics)}\n`);
  return code;
}
