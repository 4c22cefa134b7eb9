/** The command line as commander sees it. Only the command that was named is loaded: the others are a name and a summary. */
import { Command, CommanderError, Help } from "commander";
import type { CommandEntry, CommandIo, ExitCode } from "./command.ts";
import { exitCodes } from "./command.ts";

const EXAMPLES = `
Examples:
  lathe demo                                      read a line of text with a neural network, and see how it was compiled
  lathe check model.onnx                          is everything in it supported?
  lathe compile model.onnx -o out                 a .wasm and a module that runs it
  lathe run program.mlir --input 0=a.npy          run it, here
  lathe opt --canonicalize --cse program.mlir     as mlir-opt
A file named - is standard input. Exit codes: 0 success, 1 failure, 2 wrong usage, 70 a bug in lathe.`;

/** Runs `lathe ARGUMENTS` with the commands of `entries` and resolves to the exit code; help and usage errors are already written. */
export async function runProgram(
  entries: readonly CommandEntry[],
  version: string,
  args: readonly string[],
  io: CommandIo,
): Promise<ExitCode> {
  let code: ExitCode = exitCodes.success;
  const report = (reported: ExitCode): void => {
    code = reported;
  };
  const program = new Command("lathe")
    .description("compiles tensor programs to WebAssembly, and shows why")
    .version(version);
  program.configureOutput({ writeOut: io.out, writeErr: io.err });
  program.exitOverride().showSuggestionAfterError().showHelpAfterError("(lathe --help lists the commands)");
  // An option that may be repeated starts as an empty list, which is nothing to tell.
  const help = new Help();
  program.configureHelp({
    optionDescription: (option) =>
      Array.isArray(option.defaultValue) && option.defaultValue.length === 0
        ? option.description
        : help.optionDescription(option),
  });
  program.addHelpText("after", EXAMPLES);
  const named = args.find((argument) => !argument.startsWith("-"));
  for (const entry of entries) {
    const command = program.command(entry.name).helpGroup(entry.group).exitOverride();
    command.summary(entry.summary).description(entry.summary);
    command.configureOutput({ writeOut: io.out, writeErr: io.err });
    const asked = entry.name === named || (named === "help" && args.includes(entry.name));
    if (!asked) continue;
    const own = args.slice(args.indexOf(entry.name) + 1);
    (await entry.load()).declare(command, { io, report, args: own });
  }
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (failure) {
    // commander ends help and --version with this exception too, and exit code 0.
    if (failure instanceof CommanderError) return failure.exitCode === 0 ? exitCodes.success : exitCodes.usage;
    io.err(bugReport(failure));
    return exitCodes.bug;
  }
  return code;
}

/** What a user sees of an exception that escaped: one line, and how to get the stack for a report. */
function bugReport(failure: unknown): string {
  const message = failure instanceof Error ? failure.message : String(failure);
  const stack = failure instanceof Error && process.env["LATHE_STACK"] !== undefined ? `${failure.stack ?? ""}\n` : "";
  return `lathe: internal error: ${message}\nThis is a bug in lathe. LATHE_STACK=1 prints where it happened.\n${stack}`;
}
