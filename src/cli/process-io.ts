/** The real machine behind `CommandIo`: files, standard streams and the clock of this process. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type Diagnostic, error, failure, type Result, success } from "../source/diagnostic.ts";
import type { CommandIo } from "./command.ts";

// Whoever reads our output may stop reading (`| head`): that ends the program, and is no failure of it. Anything else is: a full disk, a closed terminal.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (problem: NodeJS.ErrnoException) => process.exit(problem.code === "EPIPE" ? process.exitCode : 1));

export const processIo: CommandIo = {
  readInput: async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk);
    return Buffer.concat(chunks);
  },
  readFile: async (path) => attempt(() => readFile(path), `cannot read ${path}`),
  writeFile: async (path, contents) =>
    attempt(async () => {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, contents);
      return undefined;
    }, `cannot write ${path}`),
  out: (contents) => {
    process.stdout.write(contents);
  },
  err: (text) => {
    process.stderr.write(text);
  },
  clock: () => performance.now(),
  isTerminal: process.stderr.isTTY === true,
};

async function attempt<T>(work: () => Promise<T>, what: string): Promise<Result<T>> {
  try {
    return success(await work());
  } catch (thrown) {
    return failure(fileError(what, thrown));
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
  ENOTDIR: "a part of its path is no folder",
  ENOSPC: "the disk is full",
};

function fileError(what: string, thrown: unknown): Diagnostic {
  const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
  return error("cli.file", `${what}: ${REASONS[code] ?? (thrown instanceof Error ? thrown.message : String(thrown))}`);
}
