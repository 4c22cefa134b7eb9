/**
 * What a command of `lathe` is: its line in `--help`, how to load the rest, and what it may touch. Loading is lazy, so that `--version` and
 * `--help` read none of the compiler; files and streams are handed in, so that tests and the RUN lines of lit cases run commands in process.
 */
import type { Command } from "commander";
import type { Result } from "../source/diagnostic.ts";

/** 0 is success, 1 a diagnosed failure of what was asked, 2 wrong usage, 70 a bug of ours (sysexits' EX_SOFTWARE). */
export const exitCodes = { success: 0, failure: 1, usage: 2, bug: 70 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Everything of the machine that commands use. Paths are as the user wrote them. */
export interface CommandIo {
  /** All of standard input. */
  readonly readInput: () => Promise<Uint8Array>;
  readonly readFile: (path: string) => Promise<Result<Uint8Array>>;
  /** Writes a file, making its folder where that is missing. */
  readonly writeFile: (path: string, contents: string | Uint8Array) => Promise<Result<undefined>>;
  /** Standard output and standard error. */
  readonly out: (contents: string | Uint8Array) => void;
  readonly err: (text: string) => void;
  /** Milliseconds since some moment, with fractions. */
  readonly clock: () => number;
  /** Whether standard error is a terminal, for progress that overwrites itself. */
  readonly isTerminal: boolean;
}

/** What a command is run with. */
export interface CommandContext {
  readonly io: CommandIo;
  /** What follows the command's name, for commands whose flags are not known to commander (`opt`, whose flags are passes). */
  readonly args: readonly string[];
  /** Sets the exit code; without a call it is success. */
  readonly report: (code: ExitCode) => void;
}

/** One file in `commands/`. */
export interface CommandModule {
  /** Declares arguments, options and the action on `command`. */
  readonly declare: (command: Command, context: CommandContext) => void;
}

export interface CommandEntry {
  readonly name: string;
  /** The heading under which `lathe --help` lists it. */
  readonly group: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}
