/** Imports point down the rank table of docs/guide/layout.md, and files form no cycle. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { importProblems, readLayout } from "./layout.ts";
import { importedSpecifiers, readSourceFiles, root } from "./source-files.ts";

const layout = readLayout(readFileSync(join(root, "docs/guide/layout.md"), "utf8"));

test("every import of the repository points down", () => {
  const files = readSourceFiles(["src", "dialects", "passes", "bench", "playground", "test-cases"], [".ts"]);
  expect(files.size).toBeGreaterThan(20);
  expect(importProblems(layout, files)).toEqual([]);
});

test("the table is read whole", () => {
  expect(layout.rules.length).toBeGreaterThanOrEqual(27);
  expect(layout.rules.find((rule) => rule.folder === "dialects")).toEqual({
    rank: 8,
    folder: "dialects",
    allows: ["src ≤ 5", "lower dialects"],
  });
  expect(layout.dialectLevels.get("kernel")).toBe((layout.dialectLevels.get("stablehlo") ?? 0) - 1);
});

describe("the check refuses", () => {
  const problemsOf = (files: Record<string, string>) => importProblems(layout, new Map(Object.entries(files)));

  test("an edge upwards, a type import too", () => {
    expect(
      problemsOf({ "src/ir/body.ts": 'import type { Parser } from "../text/reader.ts";', "src/text/reader.ts": "" }),
    ).toEqual([
      "src/ir/body.ts imports src/text/reader.ts: src/ir (rank 2) may import src/support, src/source, src/tensor, not src/text (rank 4)",
    ]);
  });

  test("an edge sideways", () => {
    expect(problemsOf({ "src/text/reader.ts": 'export { verify } from "../verify/verify.ts";' })).toHaveLength(1);
  });

  test("a dynamic import and an import type", () => {
    expect(problemsOf({ "src/pass/pass.ts": 'const x = await import("../cli/main.ts");' })).toHaveLength(1);
    expect(problemsOf({ "src/pass/pass.ts": 'type X = import("../cli/main.ts").X;' })).toHaveLength(1);
  });

  test("a dialect that knows a higher one", () => {
    expect(problemsOf({ "dialects/linalg/a.ts": 'import { x } from "../kernel/ops.ts";' })).toEqual([
      "dialects/linalg/a.ts imports dialects/kernel/ops.ts: dialect linalg is not above dialect kernel",
    ]);
    expect(problemsOf({ "dialects/stablehlo/a.ts": 'import { x } from "../kernel/ops.ts";' })).toEqual([]);
  });

  test("a dialect without a place, and a folder without a row", () => {
    expect(problemsOf({ "dialects/mystery/a.ts": 'import "../arith/ops.ts";' })).toHaveLength(1);
    expect(problemsOf({ "src/mystery/a.ts": "" })).toHaveLength(1);
  });

  test("a pass that calls a pass", () => {
    const index = 'import { cse } from "./simplify/cse.ts"; import { dce } from "./simplify/dce.ts";';
    expect(
      problemsOf({
        "passes/index.ts": index,
        "passes/simplify/cse.ts": 'import { dce } from "./dce.ts";',
        "passes/simplify/dce.ts": "",
      }),
    ).toEqual(["passes/simplify/cse.ts imports passes/simplify/dce.ts: a pass calls no other pass"]);
  });

  test("a cycle inside a folder", () => {
    expect(
      problemsOf({ "src/ir/a.ts": 'import "./b.ts";', "src/ir/b.ts": 'import type { A } from "./a.ts";' }),
    ).toEqual(["import cycle among src/ir/a.ts, src/ir/b.ts"]);
  });

  test("an import of a test", () => {
    expect(problemsOf({ "src/ir/a.ts": 'import "./b.test.ts";' })).toHaveLength(1);
  });
});

test("specifiers are found in code alone", () => {
  const text = [
    '// import "./comment.ts"',
    "/* from './comment.ts' */",
    "const s = \"from './string.ts'\";",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source text of a template
    "const t = `import './template.ts' ${await import('./real.ts')} from './template.ts'`;",
    "const r = /from '.\\/[/]regex.ts'/;",
    'import {\n  a,\n} from "./also-real.ts";',
  ].join("\n");
  expect(importedSpecifiers(text)).toEqual(["./real.ts", "./also-real.ts"]);
});
