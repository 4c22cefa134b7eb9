/** A picture as lines of text: braille characters, each a block of 2 x 4 dots, so that a line of text stays readable in a terminal. */
import type { Picture } from "./picture.ts";

/** Bits of the dots of U+2800 and following, by row and column. */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

/** At most `columns` characters wide; dark on light becomes dots on nothing. */
export function pictureText(picture: Picture, columns: number): readonly string[] {
  const scale = Math.min(1, (columns * 2) / picture.width);
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const ink = (x: number, y: number): number =>
    x < width && y < height ? darkness(picture, x / scale, y / scale, 1 / scale) : 0;
  const lines: string[] = [];
  for (let top = 0; top < height; top += 4) {
    let line = "";
    for (let left = 0; left < width; left += 2) {
      let code = 0x2800;
      DOTS.forEach((row, y) => {
        row.forEach((bit, x) => {
          if (ink(left + x, top + y) > 0.35) code |= bit;
        });
      });
      line += String.fromCharCode(code);
    }
    lines.push(line.replace(/\u2800+$/, ""));
  }
  while (lines.at(-1) === "") lines.pop();
  while (lines[0] === "") lines.shift();
  return lines;
}

/** Mean darkness (0 white, 1 black) of a square of `size` pixels. */
function darkness({ width, height, rgb }: Picture, left: number, top: number, size: number): number {
  let sum = 0;
  let count = 0;
  for (let y = Math.floor(top); y < Math.min(height, Math.ceil(top + size)); y++)
    for (let x = Math.floor(left); x < Math.min(width, Math.ceil(left + size)); x++) {
      const at = (y * width + x) * 3;
      sum += (rgb[at] ?? 0) + (rgb[at + 1] ?? 0) + (rgb[at + 2] ?? 0);
      count++;
    }
  return count === 0 ? 0 : 1 - sum / (765 * count);
}
