/** The rules of the house: names, headers, sizes, and what code must not contain. Exceptions stand here, with their reasons. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { CodeRule } from "./rules.ts";
import { codeProblems, headerProblems, machinePathProblems, nameProblems } from "./rules.ts";
import { importedSpecifiers, readSourceFiles, root } from "./source-files.ts";

const library = readSourceFiles(["src", "dialects", "passes"], [".ts"]);
const everything = readSourceFiles(
  [
    "src",
    "dialects",
    "passes",
    "test-cases",
    "bench",
    "playground",
    "scripts",
    "docs",
    "bin",
    ".ci",
    "README.md",
    "package.json",
    "package-lock.json",
  ],
  [".ts", ".mjs", ".mlir", ".ohm", ".json", ".md", ".html", "bin/lathe", ".ci/run"],
);

const isNodeModule = (specifier: string): boolean => specifier.startsWith("node:");

const rules: readonly CodeRule[] = [
  {
    name: "a user's mistake is a Diagnostic, and a bug is thrown by invariant or unreachable (style 3.1)",
    pattern: /\bthrow\b/g,
    except: { "src/support/invariant.ts": "it is the thrower" },
  },
  {
    name: "exceptions are caught at the command line and around foreign code alone (style 3.1)",
    pattern: /\bcatch\b\s*[({]/g,
    except: {
      "src/cli/": "the border to the user",
      "src/import/onnx/decode.ts": "protobuf throws on truncated bytes",
      "src/runtime/instantiate.ts": "the engine throws on modules that it refuses and on traps",
      "src/pass/pass-manager.ts": "a pass is foreign code: its crash becomes a diagnostic with a reproducer",
    },
  },
  {
    name: "files, clocks, the process, chance and the console are effects of src/cli and src/runtime (style 1.9)",
    pattern:
      /\b(?:process\s*\.|console\s*\.|Math\s*\.\s*random\b|Date\s*\.\s*now\b|new\s+Date\b|performance\s*\.\s*now\b|\bBuffer\s*\.)/g,
    except: { "src/cli/": "the command", "src/runtime/": "executables measure and start workers" },
  },
  {
    name: "no module-level mutable export (style 1.9)",
    pattern: /^export\s+(?:let|var)\b/gm,
    except: {},
  },
];

test("names are kebab-case and say something", () => {
  const named = readSourceFiles(
    ["src", "dialects", "passes", "test-cases", "bench", "playground", "scripts"],
    [".ts", ".mjs", ".mlir", ".ohm"],
  );
  expect(nameProblems(named.keys())).toEqual([]);
});

test("library files open with their idea, and long ones with a reason", () => {
  expect(headerProblems(new Map([...library].filter(([path]) => !path.endsWith(".test.ts"))))).toEqual([]);
});

test("library code keeps to the rules", () => {
  expect(codeProblems(rules, library)).toEqual([]);
});

test("node's modules are imported by the command, the runtime and tests alone", () => {
  const importers = [...library]
    .filter(
      ([path, text]) => !/^src\/(cli|runtime)\/|\.test\.ts$/.test(path) && importedSpecifiers(text).some(isNodeModule),
    )
    .map(([path]) => path);
  expect(importers).toEqual([]);
});

test("every dependency has its row in docs/dependencies.md", () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const rows = readFileSync(join(root, "docs/dependencies.md"), "utf8");
  const named = [...rows.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
  expect(Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !named.includes(name))).toEqual([]);
});

test("no paths of a machine", () => {
  expect(everything.size).toBeGreaterThan(library.size);
  expect(machinePathProblems(everything)).toEqual([]);
});

describe("the checks can fail", () => {
  test("names", () => {
    expect(nameProblems(["src/ir/utils.ts", "src/Common/x.ts", "src/ir/fine-name.test.ts"])).toHaveLength(2);
  });

  test("headers and sizes", () => {
    const long = "const x = 1;\n".repeat(401);
    const files = new Map([
      ["a.ts", "const x = 1;\n"],
      ["b.ts", `/** An idea. */\n${long}`],
      ["c.ts", `/** An idea. Long because its table is. */\n${long}`],
    ]);
    expect(headerProblems(files)).toHaveLength(2);
  });

  test("code, but not words in comments and strings", () => {
    const offending = 'function f(x: number) { if (!x) throw new Error("x"); }\nconst t = Date.now();';
    const innocent = '// throw\nconst s = "throw";\nconst many = `console.log`; const r = /throw/;';
    expect(
      codeProblems(rules, new Map([["src/a.ts", offending]])).filter((line) => line.startsWith("src/a.ts")),
    ).toEqual([
      "src/a.ts:1: a user's mistake is a Diagnostic, and a bug is thrown by invariant or unreachable (style 3.1)",
      "src/a.ts:2: files, clocks, the process, chance and the console are effects of src/cli and src/runtime (style 1.9)",
    ]);
    expect(
      codeProblems(rules, new Map([["src/a.ts", innocent]])).filter((line) => line.startsWith("src/a.ts")),
    ).toEqual([]);
  });

  test("an exception that nobody needs", () => {
    const rule: CodeRule = { name: "no x", pattern: /x/g, except: { "a.ts": "why" } };
    expect(codeProblems([rule], new Map([["a.ts", "y"]]))).toEqual([
      'a.ts: the exception from "no x" is no longer needed',
    ]);
  });

  test("machine paths", () => {
    const path = ["", "root", "x"].join("/");
    expect(machinePathProblems(new Map([["a.md", `see ${path} and ../root/x`]]))).toHaveLength(1);
  });
});
