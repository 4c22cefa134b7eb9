/** Diagnostics as text: `file:line:column: severity: message`, the line, a caret under the range, then the notes. */
import type { Diagnostic, Place } from "./diagnostic.ts";

const MAX_LINE = 160; // a literal of a megabyte on one line must not be printed to say that its type is wrong

/** Renders one diagnostic, without a line break at its end. */
export function renderDiagnostic(diagnostic: Diagnostic): string {
  const parts = [renderAt(diagnostic.severity, diagnostic.message, diagnostic.place)];
  for (const note of diagnostic.notes) parts.push(renderAt("note", note.message, note.place));
  return parts.join("\n");
}

export function renderDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(renderDiagnostic).join("\n");
}

function renderAt(label: string, message: string, place: Place | undefined): string {
  if (place === undefined) return `${label}: ${message}`;
  if (place.kind === "described") return `${place.text}: ${label}: ${message}`;
  const { source, start, end } = place.range;
  const { line, column } = source.lineColumn(start);
  const whole = source.lineText(line);
  const from = column - 1 > MAX_LINE / 2 && whole.length > MAX_LINE ? column - 1 - MAX_LINE / 2 : 0;
  const shown = whole.slice(from, from + MAX_LINE);
  const lead = shown.slice(0, column - 1 - from).replace(/[^\t]/g, " ");
  const width = Math.max(1, Math.min(end - start, shown.length - lead.length));
  const caret = `${lead}^${"~".repeat(width - 1)}`;
  return `${source.name}:${line}:${column}: ${label}: ${message}\n  ${shown}\n  ${caret}`;
}
