/**
 * What npm would publish, as a stranger meets it: the package is built and packed from these sources, installed into an empty folder, compiled against,
 * run, imported and bundled for a browser. The figures that it prints are those of the README.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "./source-files.ts";

/** Seconds; the limit is 0.15 on an idle machine, and a test run is not idle. */
const STARTUP_SECONDS = 0.05;
const SLOW = 120_000;

const scratch = mkdtempSync(join(tmpdir(), "lathe-package-"));
const staged = join(scratch, "package");
const consumer = join(scratch, "consumer");
const installed = join(consumer, "node_modules", "lathe-ir");
let packedFiles: readonly string[] = [];

const run = (command: string, args: readonly string[], cwd: string): string =>
  execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

beforeAll(() => {
  mkdirSync(staged);
  mkdirSync(consumer);
  for (const name of ["package.json", "LICENSE", "README.md", "bin"])
    cpSync(join(root, name), join(staged, name), { recursive: true });
  run(process.execPath, ["scripts/build.mjs", "--out", join(staged, "dist")], root);
  const [packed] = JSON.parse(run("npm", ["pack", "--ignore-scripts", "--json"], staged));
  packedFiles = packed.files.map((file: { path: string }) => file.path);
  writeFileSync(join(consumer, "package.json"), JSON.stringify({ name: "consumer", private: true, type: "module" }));
  run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", join(staged, packed.filename)], consumer);
}, SLOW);

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("the tarball holds the bundle, its maps and declarations, and no sources or tests", () => {
  const names = packedFiles.filter((path) => !/^dist\/(chunks|types)\//.test(path));
  expect(names.sort()).toEqual(
    [
      "LICENSE",
      "README.md",
      "bin/lathe",
      "dist/cli.js",
      "dist/cli.js.map",
      "dist/index.js",
      "dist/index.js.map",
      "package.json",
    ].sort(),
  );
  expect(packedFiles).toContain("dist/types/src/index.d.ts");
  expect(packedFiles.filter((path) => path.includes(".test."))).toEqual([]);
});

test.each(["nodenext", "bundler"])(
  "a strict consumer compiles against the declarations (%s resolution)",
  (resolution) => {
    cpSync(join(root, "test-cases/repo/fixtures/consumer/consumer.ts"), join(consumer, "consumer.ts"));
    writeFileSync(join(consumer, "readme.ts"), readmeExample());
    const options = {
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      verbatimModuleSyntax: true,
      // The declarations themselves are checked too.
      skipLibCheck: false,
      noEmit: true,
      target: "es2023",
      lib: ["es2023", "DOM"],
      types: [],
      module: resolution === "bundler" ? "esnext" : resolution,
      moduleResolution: resolution,
    };
    writeFileSync(
      join(consumer, "tsconfig.json"),
      JSON.stringify({ compilerOptions: options, files: ["consumer.ts", "readme.ts"] }),
    );
    const tsc = join(createRequire(import.meta.url).resolve("typescript/package.json"), "../bin/tsc");
    let output = "";
    try {
      output = run(process.execPath, [tsc, "-p", "."], consumer);
    } catch (failure) {
      output = failure instanceof Error && "stdout" in failure ? String(failure.stdout) : String(failure);
    }
    expect(output).toBe("");
  },
  SLOW,
);

/** The program that the README shows. */
function readmeExample(): string {
  const block = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(root, "README.md"), "utf8"))?.[1];
  return block ?? expect.unreachable("the README shows a program");
}

test(
  "the program of the README does what it says",
  async () => {
    const file = join(consumer, "readme.mjs");
    await build({
      stdin: { contents: readmeExample(), loader: "ts", resolveDir: consumer },
      outfile: file,
      bundle: true,
      format: "esm",
      platform: "node",
    });
    expect(run(process.execPath, [file], consumer)).toContain("return %c0_i32");
  },
  SLOW,
);

function secondsOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

test(
  "the installed command starts at once",
  () => {
    const command = join(consumer, "node_modules", ".bin", "lathe");
    const seconds: number[] = [];
    const bare: number[] = [];
    const expected = `${JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version}\n`;
    for (let round = 0; round < 7; round++) {
      bare.push(secondsOf(() => run(process.execPath, ["-e", "0"], consumer)));
      seconds.push(secondsOf(() => expect(run(process.execPath, [command, "--version"], consumer)).toBe(expected)));
    }
    const best = Math.min(...seconds);
    const node = Math.min(...bare);
    console.log(
      `lathe --version: ${best.toFixed(3)} s, node itself ${node.toFixed(3)} s (best of ${seconds.length}, in turns)`,
    );
    // Against node in the same turns, so that a busy machine does not decide: what loads at the start is seen all the same.
    expect(best).toBeLessThan(2 * node + STARTUP_SECONDS);
    expect(run(process.execPath, [command, "--help"], consumer)).toContain("Usage: lathe");
  },
  SLOW,
);

test(
  "the public API is importable in Node and bundles for a browser",
  async () => {
    const declared = readFileSync(join(installed, "dist/types/src/index.d.ts"), "utf8");
    const imported = run(
      process.execPath,
      ["-e", 'import("lathe-ir").then((api) => console.log(JSON.stringify(Object.keys(api))))'],
      consumer,
    );
    for (const name of JSON.parse(imported)) expect(declared).toMatch(new RegExp(`\\b${name}\\b`));

    const result = await build({
      stdin: { contents: 'export * from "lathe-ir";', resolveDir: consumer },
      bundle: true,
      minify: true,
      format: "esm",
      // A module of node among the imports is an error here: this platform has none.
      platform: "browser",
      write: false,
      logLevel: "silent",
    });
    expect(result.errors).toEqual([]);
    const bytes = result.outputFiles[0]?.contents ?? new Uint8Array();
    const dependencies = readdirSync(join(consumer, "node_modules")).flatMap((name) =>
      name.startsWith("@") ? readdirSync(join(consumer, "node_modules", name)) : name.startsWith(".") ? [] : [name],
    );
    const kilobytes = (size: number): string => `${(size / 1000).toFixed(0)} kB`;
    console.log(
      [
        `install: ${kilobytes(sizeOf(join(consumer, "node_modules")))} in ${dependencies.length} packages (lathe-ir itself ${kilobytes(sizeOf(installed))})`,
        `browser bundle of the public API: ${kilobytes(bytes.length)}, ${kilobytes(gzipSync(bytes).length)} with gzip`,
      ].join("\n"),
    );
    // Ours, the seven of docs/dependencies.md, and the two that fast-png brings: more is a decision.
    expect(dependencies.length).toBeLessThanOrEqual(10);
  },
  SLOW,
);

function sizeOf(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) bytes += statSync(join(entry.parentPath, entry.name)).size;
  return bytes;
}
