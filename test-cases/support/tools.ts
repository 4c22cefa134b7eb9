/**
 * Programs of others that tests compare with, when they are installed: upstream's MLIR tools (Debian's mlir-22-tools) and Chromium. A test that needs one
 * is written with `testWithTool`, so that its absence shows as a skipped test with the tool's name; .ci/run installs what it can and fails if it can't.
 */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { test } from "vitest";

export type ToolName = "mlir-opt" | "mlir-translate" | "mlir-runner" | "stablehlo-opt" | "chromium";

/** Names under which a distribution may install a tool, the preferred one first. */
const installedNames: Readonly<Record<ToolName, readonly string[]>> = {
  "mlir-opt": ["mlir-opt-22", "mlir-opt"],
  "mlir-translate": ["mlir-translate-22", "mlir-translate"],
  "mlir-runner": ["mlir-runner-22", "mlir-runner"],
  "stablehlo-opt": ["stablehlo-opt"],
  chromium: ["chromium", "chromium-browser", "google-chrome"],
};

/** The absolute path of an executable on PATH, or undefined. */
export function findTool(name: ToolName): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  for (const installed of installedNames[name]) {
    for (const folder of folders) {
      const path = join(folder, installed);
      if (isExecutable(path)) return path;
    }
  }
  return undefined;
}

/** A test that gets the path of `tool`, and skips visibly without it. `timeout` in milliseconds. */
export function testWithTool(
  name: string,
  tool: ToolName,
  body: (path: string) => void | Promise<void>,
  timeout = 60_000,
): void {
  const path = findTool(tool);
  if (path === undefined) test.skip(`${name} (needs ${tool})`, () => {});
  else test(name, () => body(path), timeout);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
