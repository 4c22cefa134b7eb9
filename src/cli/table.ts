/** Tables for terminals: columns as wide as their widest cell, numbers to the right. */

export interface Column {
  readonly title: string;
  /** Numbers stand to the right; the default is left. */
  readonly align?: "left" | "right";
  /** Cells longer than this are cut, with an ellipsis. */
  readonly limit?: number;
}

/** The table with a line of titles, every line ending in a line break; `indent` stands before each. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { indent = "", titles = true }: { readonly indent?: string; readonly titles?: boolean } = {},
): string {
  const cut = (cell: string, limit = Number.POSITIVE_INFINITY): string =>
    cell.length <= limit ? cell : `${cell.slice(0, limit - 1)}…`;
  const body = rows.map((row) => columns.map(({ limit }, at) => cut(row[at] ?? "", limit)));
  const lines = titles ? [columns.map(({ title }) => title), ...body] : body;
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0), 0));
  const pad = (cell: string, at: number): string =>
    columns[at]?.align === "right" ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0);
  return lines.map((line) => `${indent}${line.map(pad).join("  ").trimEnd()}\n`).join("");
}

/** Bytes with a fitting binary unit and three digits. */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 2 ** 20) return `${(bytes / 2 ** 10).toPrecision(3)} KiB`;
  if (bytes < 2 ** 30) return `${digits(bytes / 2 ** 20)} MiB`;
  return `${digits(bytes / 2 ** 30)} GiB`;
}

function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** Milliseconds as seconds from 1000 on. */
export function millisecondsText(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(2)} s`;
  return `${milliseconds >= 100 ? milliseconds.toFixed(0) : milliseconds.toPrecision(3)} ms`;
}

/** `1 node`, `2 nodes`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}
