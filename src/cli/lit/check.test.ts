import { describe, expect, test } from "vitest";
import { renderDiagnostics } from "../../source/render.ts";
import { Source } from "../../source/source.ts";
import { type CheckOptions, checkText } from "./check.ts";

const check = (checks: string, input: string, options: CheckOptions = {}): string =>
  renderDiagnostics(checkText(new Source("case.mlir", checks), input, options));

/** Pairs of check files that pass and that fail on the same input. All were run through LLVM's FileCheck, with the same outcome. */
const input = `func @a(%x: i32) {
  %0 = add %x, %x
  %1 = mul %0, %x

  return %1
}
func @b() {
  %5 = const 17
  %6 = const 18
  use %6, %5
}
`;
const passing: Readonly<Record<string, string>> = {
  plain: "CHECK: add\nCHECK: mul",
  "blanks count once": "CHECK: %0   =   add",
  next: "CHECK: add\nCHECK-NEXT: mul",
  same: "CHECK: add\nCHECK-SAME: %x, %x",
  empty: "CHECK: mul\nCHECK-EMPTY:\nCHECK-NEXT: return",
  not: "CHECK: add\nCHECK-NOT: sub\nCHECK: return",
  "not at the end": "CHECK: use\nCHECK-NOT: use",
  dag: "CHECK-DAG: mul\nCHECK-DAG: add\nCHECK: return",
  "dag does not overlap": "CHECK-DAG: const\nCHECK-DAG: const\nCHECK: use",
  label: "CHECK-LABEL: func @b\nCHECK: const 17",
  count: "CHECK-COUNT-2: const\nCHECK-NOT: const",
  regex: "CHECK: %{{[0-9]+}} = {{add|sub}} %x",
  "posix class": "CHECK: {{[[:alpha:]]+}} @a",
  variable: "CHECK: [[V:%[0-9]+]] = add\nCHECK: mul [[V]]",
  "variable in its own line": "CHECK: add [[A:%[a-z]]], [[A]]",
  number: "CHECK: const [[#N:]]\nCHECK-NEXT: const [[#N+1]]",
  literal: "CHECK{LITERAL}: @a(%x: i32) {",
};
const failing: Readonly<Record<string, string>> = {
  order: "CHECK: mul\nCHECK: add",
  next: "CHECK: add\nCHECK-NEXT: return",
  "next on the same line": "CHECK: add\nCHECK-NEXT: %x, %x",
  same: "CHECK: add\nCHECK-SAME: mul",
  empty: "CHECK: add\nCHECK-EMPTY:",
  not: "CHECK: add\nCHECK-NOT: mul\nCHECK: return",
  "not before a label": "CHECK-LABEL: func @a\nCHECK-NOT: return\nCHECK-LABEL: func @b",
  "not between dags": "CHECK-DAG: %0 = add\nCHECK-NOT: mul\nCHECK-DAG: return",
  "dag once each": "CHECK-DAG: add\nCHECK-DAG: add",
  "label keeps matches apart": "CHECK-LABEL: func @a\nCHECK: const\nCHECK-LABEL: func @b",
  count: "CHECK-COUNT-3: const",
  "negated class stays on its line": "CHECK: add{{[^z]*}}mul",
  variable: "CHECK: [[V:%[0-9]+]] = add\nCHECK: use [[V]]",
  "undefined variable": "CHECK: use [[NOBODY]]",
  number: "CHECK: const [[#N:]]\nCHECK-NEXT: const [[#N+2]]",
  "no directive": "CHEK: add",
  "empty pattern": "CHECK:",
  "next first": "CHECK-NEXT: func",
};

describe("as LLVM's FileCheck", () => {
  test.each(Object.entries(passing))("passes: %s", (_, checks) => {
    expect(check(checks, input)).toBe("");
  });
  test.each(Object.entries(failing))("fails: %s", (_, checks) => {
    expect(check(checks, input)).not.toBe("");
  });
});

test("a mismatch shows the pattern, where the search began, what variables were, and the nearest line", () => {
  expect(check("CHECK: [[V:%[0-9]+]] = add\nCHECK: mul [[V]], %y", input)).toBe(
    [
      "case.mlir:2:8: error: CHECK: expected string not found in input",
      "  CHECK: mul [[V]], %y",
      "         ^~~~~~~~~~~~~",
      "<stdin>:2:10: note: scanning from here",
      "   %0 = add %x, %x",
      "           ^",
      'note: with "V" equal to "%0"',
      "<stdin>:3:2: note: possible intended match here",
      "   %1 = mul %0, %x",
      "   ^",
    ].join("\n"),
  );
});

test("prefixes, defines, full lines, scopes, implicit nots", () => {
  expect(check("A: add\nB: sub", input, { prefixes: ["A"] })).toBe("");
  expect(check("A: add\nB: sub", input, { prefixes: ["A", "B"] })).toContain("B: expected string not found");
  expect(check("A: add", input, { prefixes: ["A", "B"] })).toContain("no check strings found with prefix 'B:'");
  expect(check("A: add", input, { prefixes: ["A", "B"], allowUnusedPrefixes: true })).toBe("");
  expect(check("CHECK: [[OP]] %x", input, { defines: new Map([["OP", "add"]]) })).toBe("");
  expect(check("CHECK: %0 = add", input, { matchFullLines: true })).not.toBe("");
  expect(check("CHECK: %0 = add %x, %x", input, { matchFullLines: true })).toBe("");
  const scoped = "CHECK: [[V:%0]] = add\nCHECK-LABEL: @b\nCHECK: use{{.*}}[[V]]";
  expect(check(scoped, input, { enableVarScope: true })).toContain("undefined variable: V");
  expect(check("CHECK: func @b", input, { implicitCheckNot: ["mul"] })).toContain("excluded string found");
});

test("@LINE is the line of the directive", () => {
  expect(
    check("\nCHECK: error 2\nCHECK: error [[@LINE+1]]\nCHECK: error [[#@LINE-1]]", "error 2\nerror 4\nerror 3"),
  ).toBe("");
});
