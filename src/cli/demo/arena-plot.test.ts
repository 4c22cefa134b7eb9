import { expect, test } from "vitest";
import type { MemoryReport } from "../../driver/explain.ts";
import { arenaPlot } from "./arena-plot.ts";

function plan(buffers: MemoryReport["buffers"]): MemoryReport {
  return { buffers, arenaBytes: 100, naiveBytes: 250, liveBytes: 100 };
}

test("time runs to the right, addresses upwards, neighbours differ in shade", () => {
  const report = plan([
    { bytes: 50, byteOffset: 0, first: 10, last: 14 },
    { bytes: 50, byteOffset: 50, first: 13, last: 19 },
    { bytes: 50, byteOffset: 0, first: 15, last: 19 },
  ]);
  expect(arenaPlot(report, 10, 4)).toEqual(["   ▓▓▓▓▓▓▓", "   ▓▓▓▓▓▓▓", "█████▒▒▒▒▒", "█████▒▒▒▒▒"]);
});

test("what covers little of a cell leaves it empty, and no buffers leave nothing", () => {
  expect(arenaPlot(plan([{ bytes: 2, byteOffset: 0, first: 0, last: 9 }]), 4, 2)).toEqual(["", ""]);
  expect(arenaPlot(plan([]), 3, 1)).toEqual([""]);
});
