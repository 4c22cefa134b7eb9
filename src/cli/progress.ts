/** What a long command says while it works: one line that overwrites itself on a terminal, one line a step elsewhere. On standard error, so that results can be piped. */
import type { CommandIo } from "./command.ts";
import { millisecondsText } from "./table.ts";

export interface Progress {
  /** Runs a step under a name, told with its time when it is done. */
  step<T>(name: string, work: () => Promise<T> | T): Promise<T>;
  /** What the step is at, on terminals only; cheap enough for inner loops. */
  detail(text: string): void;
}

/** Milliseconds between two redrawings of the live line. */
const REDRAW = 80;
/** The live line is cut to this, so that it never wraps. */
const WIDTH = 78;

export function startProgress(io: CommandIo, { quiet = false }: { readonly quiet?: boolean } = {}): Progress {
  let name = "";
  let began = 0;
  let drawn = 0;
  const draw = (text: string): void => {
    if (io.isTerminal && !quiet) io.err(`\r${text.slice(0, WIDTH).padEnd(WIDTH)}`);
  };
  return {
    step: async (step, work) => {
      name = step;
      began = io.clock();
      drawn = 0;
      draw(`${name} ...`);
      const result = await work();
      const line = `${name.padEnd(52)} ${millisecondsText(io.clock() - began).padStart(9)}`;
      if (!quiet) io.err(io.isTerminal ? `\r${line.padEnd(WIDTH)}\n` : `${line}\n`);
      return result;
    },
    detail: (text) => {
      const now = io.clock();
      if (now - drawn < REDRAW) return;
      drawn = now;
      draw(`${name}: ${text} (${millisecondsText(now - began)})`);
    },
  };
}
