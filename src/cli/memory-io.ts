/** A `CommandIo` without a machine, for tests: files in a map, what is written kept, a clock that goes on by a millisecond whenever somebody looks at it. */

import { error, failure, success } from "../source/diagnostic.ts";
import { invariant } from "../support/invariant.ts";
import { type CommandIo, type ExitCode, exitCodes } from "./command.ts";
import { commands } from "./command-list.ts";
import { runProgram } from "./program.ts";

export interface CommandOutcome {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
  /** Files that were there or were written, by path. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
}

/** Runs `lathe ARGS` on files in memory. */
export async function runInMemory(
  args: readonly string[],
  given: Readonly<Record<string, string | Uint8Array>> = {},
  input: string | Uint8Array = "",
): Promise<CommandOutcome> {
  const files = new Map(Object.entries(given));
  const out: string[] = [];
  const err: string[] = [];
  let now = 0;
  const io: CommandIo = {
    readInput: async () => bytesOf(input),
    readFile: async (path) => {
      const found = files.get(path);
      return found === undefined
        ? failure(error("cli.file", `cannot read ${path}: there is no such file`))
        : success(bytesOf(found));
    },
    writeFile: async (path, contents) => {
      files.set(path, contents);
      return success(undefined);
    },
    out: (contents) => out.push(typeof contents === "string" ? contents : new TextDecoder().decode(contents)),
    err: (text) => err.push(text),
    clock: () => ++now,
    isTerminal: false,
  };
  const code = await runProgram(commands, "0.0.0", args, io);
  invariant(code !== exitCodes.bug, () => err.join(""));
  return { code, out: out.join(""), err: err.join(""), files };
}

function bytesOf(contents: string | Uint8Array): Uint8Array {
  return typeof contents === "string" ? new TextEncoder().encode(contents) : contents;
}
