/** `lathe import`: an ONNX model as StableHLO text. */
import { createContext } from "../../definition/context.ts";
import { defaultDialects } from "../../driver/dialects.ts";
import { countOperations } from "../../pass/operation-count.ts";
import { type Diagnostic, error } from "../../source/diagnostic.ts";
import { renderDiagnostics } from "../../source/render.ts";
import { printModule } from "../../text/print.ts";
import { type CommandIo, type CommandModule, type ExitCode, exitCodes } from "../command.ts";
import { collect, loadProgram, parseDims, parseShapes } from "../load-program.ts";
import { bytesText, counted } from "../table.ts";

interface ImportFlags {
  readonly output: string;
  readonly shape: readonly string[];
  readonly dim: readonly string[];
  readonly function: string;
  readonly elide?: string;
  readonly locations?: boolean;
  readonly generic?: boolean;
}

export const declare: CommandModule["declare"] = (command, { io, report }) => {
  command
    .argument("<model>", "an ONNX model, - for standard input")
    .option("-o, --output <file>", "where to write the module, - for standard output", "-")
    .option("--function <name>", "name of the function that the graph becomes", "main")
    .optionsGroup("Sizes that the file leaves open:")
    .option("--shape <name=extents>", "shape of an input: x=1x3x224x224 (repeatable)", collect, [])
    .option("--dim <name=size>", "size of a named dimension: batch=1 (repeatable)", collect, [])
    .optionsGroup("How the module is printed:")
    .option("--elide <elements>", "leave out constants of more elements (the text is then for reading only)")
    .option("--locations", "print the ONNX names that each operation came from")
    .option("--generic", "print the generic form")
    .addHelpText(
      "after",
      `
Examples:
  lathe import model.onnx -o model.mlir
  lathe import recognizer.onnx --shape x=1x3x48x320 --elide 16 --locations
  lathe import model.onnx --dim batch=1 | lathe opt --canonicalize --cse`,
    )
    .action(async (file: string, flags: ImportFlags) => report(await importFile(file, flags, io)));
};

async function importFile(file: string, flags: ImportFlags, io: CommandIo): Promise<ExitCode> {
  const shapes = parseShapes(flags.shape);
  if (!shapes.ok) return refuse(io, shapes.diagnostics, exitCodes.usage);
  const dims = parseDims(flags.dim);
  if (!dims.ok) return refuse(io, dims.diagnostics, exitCodes.usage);
  const elide = flags.elide === undefined ? undefined : Number(flags.elide);
  if (elide !== undefined && (!Number.isInteger(elide) || elide < 0))
    return refuse(io, [error("cli.elide", `expected a number of elements, found "${flags.elide}"`)], exitCodes.usage);
  const context = createContext(defaultDialects);
  const module = await loadProgram(file, context, io, {
    shapes: shapes.value,
    dims: dims.value,
    functionName: flags.function,
  });
  if (!module.ok) return refuse(io, module.diagnostics);
  const text = printModule(module.value, context, {
    generic: flags.generic === true,
    debugInfo: flags.locations === true,
    ...(elide === undefined ? {} : { elideElementsLargerThan: elide, omitResources: true }),
  });
  if (flags.output === "-") io.out(text);
  else {
    const written = await io.writeFile(flags.output, text);
    if (!written.ok) return refuse(io, written.diagnostics);
    io.err(`${flags.output}: ${counted(countOperations(module.value), "operation")}, ${bytesText(text.length)}\n`);
  }
  return exitCodes.success;
}

function refuse(io: CommandIo, diagnostics: readonly Diagnostic[], code: ExitCode = exitCodes.failure): ExitCode {
  io.err(`${renderDiagnostics(diagnostics)}\n`);
  return code;
}
