import { expect, test } from "vitest";
import type { Picture } from "./picture.ts";
import { pictureText } from "./picture-text.ts";

/** `#` is black; every other character is white. */
function picture(rows: readonly string[]): Picture {
  const [first = ""] = rows;
  const rgb = rows.flatMap((row) => [...row].flatMap((dot) => new Array<number>(3).fill(dot === "#" ? 0 : 255)));
  return { width: first.length, height: rows.length, rgb: Uint8Array.from(rgb) };
}

test("a character is two by four dots", () => {
  expect(pictureText(picture(["#..#", "....", "....", ".#.."]), 10)).toEqual(["⢁⠈"]);
});

test("wide pictures shrink to the columns; empty lines around are dropped", () => {
  const wide = picture([...new Array<string>(8).fill("........"), ...new Array<string>(8).fill("########")]);
  expect(pictureText(wide, 2)).toEqual(["⣿⣿"]);
  expect(pictureText(picture(["....", "...."]), 4)).toEqual([]);
});
