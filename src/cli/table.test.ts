import { expect, test } from "vitest";
import { bytesText, counted, millisecondsText, renderTable } from "./table.ts";

test("columns are as wide as their widest cell, numbers to the right, long cells cut", () => {
  const columns = [{ title: "op", limit: 6 }, { title: "count", align: "right" as const }, { title: "" }];
  expect(
    renderTable(columns, [
      ["Conv", "38", ""],
      ["LayerNormalization", "5", "x"],
    ]),
  ).toBe("op      count\nConv       38\nLayer…      5  x\n");
  expect(renderTable(columns, [["a", "1", ""]], { indent: "  ", titles: false })).toBe("  a  1\n");
});

test("sizes and times keep three digits", () => {
  expect([0, 1023, 1536, 10 * 2 ** 20, 300 * 2 ** 20, 5 * 2 ** 30].map(bytesText)).toEqual([
    "0 B",
    "1023 B",
    "1.50 KiB",
    "10.0 MiB",
    "300 MiB",
    "5.00 GiB",
  ]);
  expect([0.0123, 2.5, 250.4, 12345].map(millisecondsText)).toEqual(["0.0123 ms", "2.50 ms", "250 ms", "12.35 s"]);
  expect([counted(1, "node"), counted(2, "entry", "entries")]).toEqual(["1 node", "2 entries"]);
});
