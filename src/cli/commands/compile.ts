/** `lathe compile`: a program to the files of a target. */
import { createContext } from "../../definition/context.ts";
import { type Compilation, compileModule } from "../../driver/compile.ts";
import { defaultDialects } from "../../driver/dialects.ts";
import { DEFAULT_TARGET, defaultTargets } from "../../driver/targets.ts";
import { renderTiming } from "../../pass/timing.ts";
import { type Diagnostic, error } from "../../source/diagnostic.ts";
import { renderDiagnostics } from "../../source/render.ts";
import { printModule } from "../../text/print.ts";
import { type CommandIo, type CommandModule, type ExitCode, exitCodes } from "../command.ts";
import { collect, loadProgram, parseDims, parseShapes, stemOf } from "../load-program.ts";

interface CompileFlags {
  readonly target: string;
  readonly output: string;
  readonly name?: string;
  readonly emit?: string;
  readonly elide?: string;
  readonly passPipeline?: string;
  readonly effort: string;
  readonly verifyEach?: boolean;
  readonly timing?: boolean;
  readonly remarks?: boolean;
  readonly json?: boolean;
  readonly shape: readonly string[];
  readonly dim: readonly string[];
}

const EXAMPLES = `
Examples:
  lathe compile program.mlir -o out
  lathe compile model.onnx --shape x=1x3x48x320 -o out --timing
  lathe compile program.mlir --emit wat
  lathe compile program.mlir --remarks -o out`;

export const declare: CommandModule["declare"] = (command, { io, report }) => {
  command
    .argument("<file>", "MLIR text (.mlir) or an ONNX model (.onnx), - for standard input")
    .option("--target <name>", `one of ${defaultTargets.map(({ name }) => name).join(", ")}`, DEFAULT_TARGET)
    .option("-o, --output <folder>", "folder for the program's files", ".")
    .option("--name <stem>", "what the files are named after (default: the input file)")
    .option(
      "--emit <format>",
      "print the program instead: mlir (as the target's emitter takes it), or a text of the target (wat)",
    )
    .option(
      "--elide <elements>",
      "with --emit mlir: leave out constants of more elements (the text is then for reading only)",
    )
    .option("--pass-pipeline <text>", "instead of the target's own pipeline")
    .option("--effort <number>", "0 for a straightforward program, 1 for a fast one", "1")
    .option("--verify-each", "verify the module after every pass")
    .option("--timing", "print the time of every pass")
    .option("--remarks", "print what passes decided, and why")
    .option("--shape <name=extents>", "shape of an ONNX input: x=1x3x224x224 (repeatable)", collect, [])
    .option("--dim <name=size>", "size of a dimension that an ONNX file names (repeatable)", collect, [])
    .option("--json", "tell what was written as data")
    .addHelpText("after", EXAMPLES)
    .action(async (file: string, flags: CompileFlags) => report(await compileFile(file, flags, io)));
};

async function compileFile(file: string, flags: CompileFlags, io: CommandIo): Promise<ExitCode> {
  if (flags.effort !== "0" && flags.effort !== "1")
    return refuse(
      io,
      [error("cli.effort", `expected 0 or 1 behind --effort, found "${flags.effort}"`)],
      exitCodes.usage,
    );
  const context = createContext(defaultDialects);
  const shapes = parseShapes(flags.shape);
  const dims = parseDims(flags.dim);
  if (!shapes.ok) return refuse(io, shapes.diagnostics, exitCodes.usage);
  if (!dims.ok) return refuse(io, dims.diagnostics, exitCodes.usage);
  const module = await loadProgram(file, context, io, { shapes: shapes.value, dims: dims.value });
  if (!module.ok) return refuse(io, module.diagnostics);
  const compiled = await compileModule(module.value, context, {
    target: flags.target,
    effort: flags.effort === "0" ? 0 : 1,
    verifyEach: flags.verifyEach === true,
    clock: io.clock,
    ...(flags.passPipeline === undefined ? {} : { pipeline: flags.passPipeline }),
  });
  if (!compiled.ok) return refuse(io, compiled.diagnostics);
  const { lowered, emission, remarks, timing } = compiled.value;
  if (flags.remarks === true && remarks.length > 0) io.err(`${renderDiagnostics(remarks)}\n`);
  if (flags.timing === true && timing !== undefined) io.err(`${renderTiming(timing)}\n`);
  if (flags.emit === "mlir") {
    const elide = flags.elide === undefined ? undefined : Number(flags.elide);
    if (elide !== undefined && (!Number.isInteger(elide) || elide < 0))
      return refuse(io, [error("cli.elide", `expected a number of elements, found "${flags.elide}"`)], exitCodes.usage);
    const options = elide === undefined ? {} : { elideElementsLargerThan: elide, omitResources: true };
    io.out(printModule(lowered, context, options));
    return exitCodes.success;
  }
  if (flags.emit !== undefined) return printText(emission.text(flags.emit), flags.emit, io);
  return writeFiles(compiled.value, flags, flags.name ?? (file === "-" ? "program" : stemOf(file)), io);
}

function printText(text: string | undefined, format: string, io: CommandIo): ExitCode {
  if (text === undefined)
    return refuse(io, [error("compile.format", `the target has no text "${format}"`)], exitCodes.usage);
  io.out(text.endsWith("\n") ? text : `${text}\n`);
  return exitCodes.success;
}

async function writeFiles(
  { emission, target }: Compilation,
  { output: folder, json }: CompileFlags,
  stem: string,
  io: CommandIo,
): Promise<ExitCode> {
  const files: { readonly path: string; readonly bytes: number }[] = [];
  for (const { name, contents } of emission.files(stem)) {
    const path = `${folder}/${name}`;
    const written = await io.writeFile(path, contents);
    if (!written.ok) return refuse(io, written.diagnostics);
    const bytes = typeof contents === "string" ? new TextEncoder().encode(contents).length : contents.byteLength;
    files.push({ path, bytes });
    if (json !== true) io.err(`${path}: ${bytes} bytes\n`);
  }
  const facts = Object.fromEntries(emission.facts);
  const data = { target: target.name, files, entries: emission.entries, facts };
  if (json === true) io.out(`${JSON.stringify(data, undefined, 2)}\n`);
  return exitCodes.success;
}

function refuse(io: CommandIo, diagnostics: readonly Diagnostic[], code: ExitCode = exitCodes.failure): ExitCode {
  io.err(`${renderDiagnostics(diagnostics)}\n`);
  return code;
}
