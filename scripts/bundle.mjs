/**
 * How this repository's TypeScript becomes JavaScript: esbuild, ES modules, one chunk a dynamic import, packages left to npm. The build and every
 * script that runs a .ts file use these settings, so that what is measured is what is shipped.
 */
import { readdir, rm } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Bundles `entries` (output name -> path of the .ts file, from the root) into `outdir`, and removes what an earlier build left there, files under
 * `keep` (relative to `outdir`) excepted. Old files go last, so that a program which runs meanwhile finds its chunks as long as possible.
 */
export async function bundle(entries, outdir, { keep = [] } = {}) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "neutral",
    packages: "external",
    external: ["node:*"],
    target: ["es2023", "node20"],
    // Kept names make stack traces and the profiles of bench/ readable; comments of licences stay at the end of files.
    keepNames: false,
    sourcemap: "linked",
    chunkNames: "chunks/[name]-[hash]",
    loader: { ".ohm": "text" },
    logLevel: "warning",
    metafile: true,
  });
  const written = new Set(Object.keys(result.metafile.outputs).map((path) => resolve(root, path)));
  for (const file of await readdir(outdir, { recursive: true, withFileTypes: true })) {
    const path = resolve(join(file.parentPath, file.name));
    const kept = keep.some((folder) => relative(join(outdir, folder), path).startsWith("..") === false);
    if (file.isFile() && !kept && !written.has(path)) await rm(path, { force: true });
  }
  return result.metafile;
}
