/** The arena over time as text: from left to right the operations of the function, from bottom to top its addresses; neighbouring buffers have different shades. */
import type { MemoryReport } from "../../driver/explain.ts";

const SHADES = ["█", "▓", "▒", "░"] as const;

/** `rows` lines of `columns` characters, the highest addresses first. A cell shows the buffer that covers most of it, or nothing. */
export function arenaPlot({ buffers, arenaBytes }: MemoryReport, columns: number, rows: number): readonly string[] {
  const end = buffers.reduce((most, { last }) => Math.max(most, last + 1), 1);
  const start = buffers.reduce((least, { first }) => Math.min(least, first), end);
  const shades = shadesOf(buffers);
  return Array.from({ length: rows }, (_, fromTop) => {
    const row = rows - 1 - fromTop;
    let line = "";
    for (let column = 0; column < columns; column++) {
      const times = [cut(start, end, column, columns), cut(start, end, column + 1, columns)] as const;
      const bytes = [cut(0, arenaBytes, row, rows), cut(0, arenaBytes, row + 1, rows)] as const;
      line += cellOf(buffers, shades, times, bytes);
    }
    return line.trimEnd();
  });
}

type Span = readonly [number, number];

function cut(start: number, end: number, part: number, parts: number): number {
  return start + ((end - start) * part) / parts;
}

function overlap([a, b]: Span, [c, d]: Span): number {
  return Math.max(0, Math.min(b, d) - Math.max(a, c));
}

function cellOf(buffers: MemoryReport["buffers"], shades: readonly string[], times: Span, bytes: Span): string {
  let best = " ";
  let most = 0.25 * (times[1] - times[0]) * (bytes[1] - bytes[0]);
  buffers.forEach(({ first, last, byteOffset, bytes: size }, at) => {
    const area = overlap(times, [first, last + 1]) * overlap(bytes, [byteOffset, byteOffset + size]);
    if (area > most) {
      most = area;
      best = shades[at] ?? " ";
    }
  });
  return best;
}

/** Greedy coloring in order of time: a buffer avoids the shades of earlier ones that it touches in time or in memory. */
function shadesOf(buffers: MemoryReport["buffers"]): readonly string[] {
  const shades: string[] = new Array(buffers.length).fill("");
  const order = buffers.map((_, at) => at).sort((a, b) => (buffers[a]?.first ?? 0) - (buffers[b]?.first ?? 0));
  for (const at of order) {
    const own = buffers[at];
    if (own === undefined) continue;
    const taken = new Set<string>();
    buffers.forEach((other, index) => {
      const shade = shades[index];
      const near =
        other.first <= own.last + 1 &&
        own.first <= other.last + 1 &&
        other.byteOffset <= own.byteOffset + own.bytes &&
        own.byteOffset <= other.byteOffset + other.bytes;
      if (near && shade !== undefined && shade !== "") taken.add(shade);
    });
    shades[at] = SHADES.find((shade) => !taken.has(shade)) ?? SHADES[at % SHADES.length] ?? "█";
  }
  return shades;
}
