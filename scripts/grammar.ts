/** Prints the generated parser of src/text from its grammar: `npm run grammar`. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { generateCore } from "../src/text/grammar/generate.ts";

// Bundled to .cache/run/<name>/main.js.
const folder = fileURLToPath(new URL("../../../src/text/", import.meta.url));
const result = generateCore(readFileSync(`${folder}mlir.ohm`, "utf8"));
if (!result.ok) {
  for (const { message } of result.diagnostics) process.stderr.write(`${message}\n`);
  process.exit(1);
}
for (const [path, text] of Object.entries(result.value)) writeFileSync(folder + path, text);
