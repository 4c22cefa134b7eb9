/** Every command of `lathe`, in the order of `--help`. */
import type { CommandEntry } from "./command.ts";

export const commands: readonly CommandEntry[] = [];
