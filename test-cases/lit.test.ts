/** Every .mlir case under test-cases/ that has RUN lines, run in process. `LIT=part-of-a-path npx vitest run test-cases/lit.test.ts` runs some. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { commands } from "../src/cli/command-list.ts";
import { runLitCase } from "../src/cli/lit/runner.ts";
import { processIo } from "../src/cli/process-io.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("..", import.meta.url));
/** Programs are run by their own tests, and inputs are what cases include. */
const withoutRuns = /^test-cases\/(programs|repo)\/|\/inputs\//;

const cases = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".mlir"))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  .filter((path) => !withoutRuns.test(path) && path.includes(process.env["LIT"] ?? ""))
  .sort();

describe("cases", () => {
  test("there are some", () => {
    expect(cases.length).toBeGreaterThan(0);
  });
  test.each(cases)("%s", async (path) => {
    const { readFile, clock } = processIo;
    const outcome = await runLitCase(path, readFileSync(join(root, path), "utf8"), {
      commands,
      readFile, // the tests run at the root of the repository, so paths in cases are as a user there would write them
      clock,
    });
    expect(outcome.kind === "failed" ? outcome.report : "").toBe("");
  });
});
