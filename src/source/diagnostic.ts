/** What a user is told, as data: severity, a stable code, a message, where, and notes about the other parties. */
import type { SourceRange } from "./source.ts";

export type Severity = "error" | "warning" | "remark";

/** Where a diagnostic points: a range of a text, or a place that has no text here (an ONNX node, a file location). */
export type Place =
  | { readonly kind: "range"; readonly range: SourceRange }
  | { readonly kind: "described"; readonly text: string };

/** A remark on another place that belongs to the diagnostic ("see the other operand here"). */
export interface Note {
  readonly message: string;
  readonly place: Place | undefined;
}

/** One thing told to the user. `code` is stable and kebab-case or dotted: tests and `lathe explain` use it. */
export interface Diagnostic {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly place: Place | undefined;
  readonly notes: readonly Note[];
}

/** A value, or the reasons why there is none (at least one error). */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export function success<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failure(...diagnostics: readonly Diagnostic[]): {
  readonly ok: false;
  readonly diagnostics: readonly Diagnostic[];
} {
  return { ok: false, diagnostics };
}

export function atRange(range: SourceRange | undefined): Place | undefined {
  return range === undefined ? undefined : { kind: "range", range };
}

export function error(code: string, message: string, place?: Place, notes: readonly Note[] = []): Diagnostic {
  return { severity: "error", code, message, place, notes };
}

export function remark(code: string, message: string, place?: Place, notes: readonly Note[] = []): Diagnostic {
  return { severity: "remark", code, message, place, notes };
}

export function warning(code: string, message: string, place?: Place, notes: readonly Note[] = []): Diagnostic {
  return { severity: "warning", code, message, place, notes };
}

/** How many diagnostics one run collects before it says that it stopped. */
export const MAX_DIAGNOSTICS = 100;
