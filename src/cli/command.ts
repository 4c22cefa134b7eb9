/** What a command of `lathe` is: its line in `--help`, and how to load the rest. Loading is lazy, so that `--version` and `--help` read none of the compiler. */
import type { Command } from "commander";

/** 0 is success, 1 a diagnosed failure of what was asked, 2 wrong usage, 70 a bug of ours (sysexits' EX_SOFTWARE). */
export const exitCodes = { success: 0, failure: 1, usage: 2, bug: 70 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** One file in `commands/`. */
export interface CommandModule {
  /** Declares arguments, options and the action on `command`. The action calls `report` with its exit code; without a call it is success. */
  readonly declare: (command: Command, report: (code: ExitCode) => void) => void;
}

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}
