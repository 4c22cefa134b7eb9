/**
 * What rules are written against. A rule is a file in rules/; it looks at a definition once and gives the check that its operations need,
 * or nothing. Checks of one operation run in order until one fails, since the later ones rely on the earlier.
 */
import type { Context } from "../definition/context.ts";
import type { OpSchema } from "../definition/schema.ts";
import type { BodyView } from "../ir/body-view.ts";
import { OperationHandle } from "../ir/handle.ts";
import { type BodyId, type OperationId, ROOT } from "../ir/ids.ts";
import { type Location, placeOf } from "../ir/location.ts";
import type { Operation } from "../ir/operation.ts";
import { type Diagnostic, error, type Note } from "../source/diagnostic.ts";

/** Where diagnostics go, up to a limit. */
export class Findings {
  readonly diagnostics: Diagnostic[] = [];
  /** Bodies of isolated operations that are wrong themselves. */
  readonly broken = new Set<BodyId>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.diagnostics.length >= this.#limit;
  }

  add(code: string, message: string, location: Location, notes: readonly Note[] = []): void {
    if (!this.isFull) this.diagnostics.push(error(code, message, placeOf(location), notes));
  }
}

/** The operation under check. One object serves a whole run, so that 100 000 operations make no garbage. */
export class Site {
  readonly context: Context;
  readonly findings: Findings;
  /** The text of an operation for messages that quote one. */
  readonly quote: (operation: OperationHandle) => string;
  view: BodyView;
  id: OperationId = ROOT;
  record: Operation;
  #handle: OperationHandle | undefined;

  constructor(context: Context, findings: Findings, view: BodyView, quote: (operation: OperationHandle) => string) {
    this.context = context;
    this.findings = findings;
    this.quote = quote;
    this.view = view;
    this.record = view.root;
  }

  moveTo(view: BodyView, id: OperationId): void {
    this.view = view;
    this.id = id;
    this.record = view.operation(id);
    this.#handle = undefined;
  }

  get handle(): OperationHandle {
    this.#handle ??= new OperationHandle(this.view, this.id);
    return this.#handle;
  }

  /** Reports `'name' op message`, and gives false. */
  fail(code: string, message: string, notes: readonly Note[] = []): false {
    this.findings.add(code, `'${this.record.name.text}' op ${message}`, this.record.location, notes);
    return false;
  }
}

/** False after a report. */
export type Check = (site: Site) => boolean;

/** The check that operations of a definition need; undefined when there is nothing to check. */
export type Rule = (definition: OpSchema, context: Context) => Check | undefined;

/** A note that points at an operation. */
export function noteAt(message: string, location: Location): Note {
  return { message, place: placeOf(location) };
}
