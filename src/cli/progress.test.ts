import { expect, test } from "vitest";
import { success } from "../source/diagnostic.ts";
import type { CommandIo } from "./command.ts";
import { startProgress } from "./progress.ts";

function record(isTerminal: boolean) {
  const written: string[] = [];
  let now = 0;
  const io: CommandIo = {
    readInput: async () => new Uint8Array(0),
    readFile: async () => success(new Uint8Array(0)),
    writeFile: async () => success(undefined),
    out: () => {},
    err: (text) => written.push(text),
    clock: () => now,
    isTerminal,
  };
  const spend = (milliseconds: number): void => {
    now += milliseconds;
  };
  return { io, written, spend };
}

test("elsewhere than on a terminal a step is one line, told when it is done", async () => {
  const { io, written, spend } = record(false);
  const progress = startProgress(io);
  const value = await progress.step("compile", () => {
    spend(1500);
    progress.detail("fuse");
    return 7;
  });
  expect(value).toBe(7);
  expect(written).toEqual([`${"compile".padEnd(52)}    1.50 s\n`]);
});

test("on a terminal the line overwrites itself, not more often than can be seen", async () => {
  const { io, written, spend } = record(true);
  const progress = startProgress(io);
  await progress.step("compile", () => {
    for (let at = 0; at < 20; at++) {
      spend(10);
      progress.detail(`pass ${at}`);
    }
  });
  expect(written.map((line) => line.trimEnd())).toEqual([
    "\rcompile ...",
    "\rcompile: pass 7 (80.0 ms)",
    "\rcompile: pass 15 (160 ms)",
    `\r${"compile".padEnd(52)}    200 ms`,
  ]);
  expect(written.every((line) => line.startsWith("\r"))).toBe(true);
});

test("quiet progress writes nothing", async () => {
  const { io, written } = record(true);
  await startProgress(io, { quiet: true }).step("compile", () => {});
  expect(written).toEqual([]);
});
