import { expect, test } from "vitest";
import { error, failure } from "../../source/diagnostic.ts";
import type { CommandEntry } from "../command.ts";
import { type LitOutcome, runLitCase } from "./runner.ts";

/** `lathe shout [--fail] [-o FILE] [FILE]`: the text in capitals; fails with a message when asked. */
const shout: CommandEntry = {
  name: "shout",
  group: "",
  summary: "",
  load: async () => ({
    declare: (command, { io, report }) => {
      command
        .argument("[file]")
        .option("--fail")
        .option("-o <file>")
        .action(async (file: string | undefined, options: { readonly fail?: boolean; readonly o?: string }) => {
          const read = file === undefined ? undefined : await io.readFile(file);
          const bytes = read === undefined ? await io.readInput() : read.ok ? read.value : new Uint8Array(0);
          const loud = new TextDecoder().decode(bytes).toUpperCase();
          if (options.o === undefined) io.out(loud);
          else await io.writeFile(options.o, loud);
          if (options.fail !== true) return;
          io.err("error: too loud\n");
          report(1);
        });
    },
  }),
};

const run = (text: string): Promise<LitOutcome> =>
  runLitCase("cases/a.mlir", text, {
    commands: [shout],
    readFile: async (path) => failure(error("test", `no ${path}`)),
    clock: () => 0,
    features: new Set(["voice"]),
  });

async function report(text: string): Promise<string> {
  const outcome = await run(text);
  return outcome.kind === "failed" ? outcome.report : outcome.kind;
}

test("pipes, input files, temporary files, joined errors and not", async () => {
  expect(await run("// RUN: lathe shout %s | FileCheck %s\n// CHECK: HELLO\nhello")).toEqual({ kind: "passed" });
  expect(await run("// RUN: lathe shout < %s | FileCheck %s\n// CHECK: HELLO\nhello")).toEqual({ kind: "passed" });
  expect(await run("// RUN: lathe shout %s -o %t && FileCheck %s --input-file=%t\n// CHECK: HELLO\nhello")).toEqual({
    kind: "passed",
  });
  expect(
    await run("// RUN: lathe shout %s > %t && cat %t \\\n// RUN:   | FileCheck %s\n// CHECK: HELLO\nhello"),
  ).toEqual({
    kind: "passed",
  });
  expect(await run("// RUN: not lathe shout --fail %s 2>&1 | FileCheck %s\n// CHECK: error: too\nhello")).toEqual({
    kind: "passed",
  });
  expect(
    await run("// RUN: lathe shout %s | FileCheck %s --check-prefixes='A,B'\n// A: {{^}}HEL\n// B-SAME: LO\nhello"),
  ).toEqual({ kind: "passed" });
});

test("a failure says which RUN line and why", async () => {
  expect(await report("// RUN: lathe shout %s | FileCheck %s\n// CHECK: good{{bye}}\nhello")).toMatch(
    /^cases\/a\.mlir:1: RUN: lathe shout %s \| FileCheck %s\nFileCheck cases\/a\.mlir ended with exit code 1\ncases\/a\.mlir:2:11: error: CHECK: expected string not found/,
  );
  expect(await report("// RUN: lathe shout --fail %s | FileCheck %s\n// CHECK: HELLO\nhello")).toContain(
    "lathe shout --fail cases/a.mlir ended with exit code 1\nerror: too loud",
  );
  expect(await report("// RUN: not lathe shout %s | FileCheck %s\n// CHECK: HELLO\nhello")).toContain("exit code 1");
});

test("a case that checks nothing, or runs nothing, is an error", async () => {
  expect(await report("// RUN: lathe shout %s\nhello")).toContain("no RUN line checks anything");
  expect(await report("hello")).toContain("has no RUN line");
  expect(await report("// RUN: lathe shout %s | FileCheck %s\nhello")).toContain("no check strings found");
});

test("what the shell part does not know is refused with its place", async () => {
  expect(await report("\n// RUN: lathe shout %s; rm x")).toContain("cases/a.mlir:2:1: error: ';' of a shell");
  expect(await report("// RUN: lathe shout 'x")).toContain("a quote ' is not closed");
  expect(await report("// RUN: lathe shout | | FileCheck")).toContain("expected a command before '|'");
  expect(await report("// RUN: sed %s | FileCheck %s\n// CHECK: x")).toContain("not 'sed'");
});

test("skipped and expected failures", async () => {
  expect(await run("// REQUIRES: voice, gpu\n// RUN: lathe shout %s")).toEqual({
    kind: "skipped",
    reason: "requires gpu",
  });
  expect(await report("// REQUIRES: voice\n// RUN: lathe shout %s | FileCheck %s\n// CHECK: HI\nhi")).toBe("passed");
  expect(await report("// XFAIL: *\n// RUN: lathe shout %s | FileCheck %s\n// CHECK: NO{{N}}E\nhi")).toBe("passed");
  expect(await report("// XFAIL: *\n// RUN: lathe shout %s | FileCheck %s\n// CHECK: HI\nhi")).toContain(
    "marked XFAIL",
  );
});
