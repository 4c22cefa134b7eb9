/**
 * Runs a TypeScript program of this repository, bundled as the package is: `node scripts/run.mjs bench/main.ts ARGS`.
 * The bundle lives in .cache/run/ while the program runs, in a folder of this process: two runs at a time don't take each other's files.
 */
import { rmSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle, root } from "./bundle.mjs";

const [program, ...rest] = process.argv.slice(2);
if (program === undefined) {
  process.stderr.write("usage: node scripts/run.mjs PROGRAM.ts [ARGUMENT...]\n");
  process.exit(2);
}
const folder = join(root, ".cache", "run", `${program.replaceAll(/[^A-Za-z0-9]+/g, "-")}-${process.pid}`);
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
await mkdir(folder, { recursive: true });
await bundle({ main: program }, folder);
const entry = join(folder, "main.js");
process.argv = [process.argv[0] ?? "node", entry, ...rest];
await import(pathToFileURL(entry).href);
