/** What went wrong in the operation that is being parsed: the first report counts, since what follows it is mostly its consequence. */
import { atRange, type Diagnostic, error, type Note } from "../../source/diagnostic.ts";
import type { Source } from "../../source/source.ts";

export class Problems {
  readonly source: Source;
  first: Diagnostic | undefined;

  constructor(source: Source) {
    this.source = source;
  }

  /** Reports an error about a range of the text; always undefined, so that an action can return it. */
  report(start: number, end: number, code: string, message: string, notes: readonly Note[] = []): undefined {
    this.first ??= error(code, message, atRange({ source: this.source, start, end }), notes);
    return undefined;
  }

  note(message: string, start: number, end: number): Note {
    return { message, place: atRange({ source: this.source, start, end }) };
  }
}
