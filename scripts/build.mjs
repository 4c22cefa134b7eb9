/**
 * Builds the package: dist/index.js (the public API, for Node and browsers), dist/cli.js (the command) and their shared chunks, then the declarations.
 *   node scripts/build.mjs [--out DIR] [--no-types]
 */
import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { bundle, root } from "./bundle.mjs";

const { values } = parseArgs({
  options: { out: { type: "string", default: join(root, "dist") }, "no-types": { type: "boolean", default: false } },
});
const out = resolve(values.out);
await mkdir(out, { recursive: true });
await bundle({ index: "src/index.ts", cli: "src/cli/main.ts" }, out, { keep: ["types"] });
if (!values["no-types"]) await declare(join(out, "types"));

/** tsc writes the declarations; then `./x.ts` in them becomes `./x.js`, which every module resolution finds, with or without TypeScript's own extension. */
async function declare(folder) {
  await rm(folder, { recursive: true, force: true });
  const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
  try {
    execFileSync(process.execPath, [tsc, "-p", join(root, "tsconfig.declarations.json"), "--outDir", folder], {
      cwd: root,
      encoding: "utf8",
    });
  } catch (failure) {
    process.stderr.write(failure.stdout ?? `${failure}\n`);
    process.exitCode = 1;
  }
  for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath, file.name);
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace(/(\bfrom |\bimport\(|\bimport )"(\.[^"]*)\.ts"/g, '$1"$2.js"'));
  }
}
