/**
 * Runs a lit case in process: its RUN lines with `lathe`, `FileCheck`, `not`, `count` and `cat`. Files that a case writes (`%t`) live in
 * memory. A case whose RUN lines check nothing is an error: it would pass whatever the compiler does.
 */
import { type Diagnostic, error, failure, type Result, success } from "../../source/diagnostic.ts";
import { renderDiagnostics } from "../../source/render.ts";
import { Source } from "../../source/source.ts";
import { type CommandEntry, type CommandIo, exitCodes } from "../command.ts";
import { runProgram } from "../program.ts";
import { type CheckOptions, checkText } from "./check.ts";
import { parseRunScript, type RunCommand, type RunLine, type RunPipeline } from "./run-line.ts";

export interface LitOptions {
  readonly commands: readonly CommandEntry[];
  /** Reads files of the disk, for `%s` and what it includes. */
  readonly readFile: (path: string) => Promise<Result<Uint8Array>>;
  readonly clock: () => number;
  /** What `REQUIRES:` may name. */
  readonly features?: ReadonlySet<string>;
}

export type LitOutcome =
  | { readonly kind: "passed" }
  | { readonly kind: "skipped"; readonly reason: string }
  /** `report` has the RUN line, its output and what was wrong, for people. */
  | { readonly kind: "failed"; readonly report: string };

/** Runs the case at `path`, whose text is `text`. */
export async function runLitCase(path: string, text: string, options: LitOptions): Promise<LitOutcome> {
  const source = new Source(path, text);
  const temporary = `${path}.tmp`;
  const folder = path.slice(0, Math.max(0, path.lastIndexOf("/"))) || ".";
  const substitutions = {
    s: path,
    t: temporary,
    S: folder,
    p: folder,
    basename_t: temporary.slice(temporary.lastIndexOf("/") + 1),
  };
  const script = parseRunScript(source, substitutions, options.features ?? new Set());
  if (!script.ok) return { kind: "failed", report: renderDiagnostics(script.diagnostics) };
  if (script.value.skip !== undefined) return { kind: "skipped", reason: script.value.skip };
  const shell = new Shell(options, new Map([[path, new TextEncoder().encode(text)]]));
  for (const run of script.value.runs) {
    const report = await shell.run(run);
    if (report === undefined) continue;
    if (script.value.expectedToFail) return { kind: "passed" };
    return { kind: "failed", report: `${path}:${run.line}: RUN: ${run.text}\n${report}` };
  }
  if (script.value.expectedToFail) return { kind: "failed", report: `${path}: passed, and is marked XFAIL` };
  if (!shell.checked) {
    const report = `${path}: no RUN line checks anything: pipe into FileCheck, or use --verify-diagnostics`;
    return { kind: "failed", report };
  }
  return { kind: "passed" };
}

interface Finished {
  readonly code: number;
  readonly out: Uint8Array;
  readonly err: string;
}

/** What one command of a pipeline is given. */
interface Invocation {
  readonly words: readonly string[];
  readonly input: Uint8Array;
}

class Shell {
  /** Whether any command looked at what another printed. */
  checked = false;
  readonly #options: LitOptions;
  readonly #files: Map<string, Uint8Array>;

  constructor(options: LitOptions, files: Map<string, Uint8Array>) {
    this.#options = options;
    this.#files = files;
  }

  /** What went wrong; undefined when the line succeeded. */
  async run(line: RunLine): Promise<string | undefined> {
    for (const pipeline of line.pipelines) {
      const report = await this.#pipeline(pipeline);
      if (report !== undefined) return report;
    }
    return undefined;
  }

  async #pipeline(pipeline: RunPipeline): Promise<string | undefined> {
    let input: Uint8Array = new Uint8Array(0);
    const errors: string[] = [];
    let failed: string | undefined;
    for (const command of pipeline) {
      const finished = await this.#command(command, input);
      if (typeof finished === "string") return finished;
      if (finished.err !== "") errors.push(finished.err);
      // As with `set -o pipefail`, which lit uses: one failed command fails the line.
      if (finished.code !== 0) failed ??= `${command.words.join(" ")} ended with exit code ${finished.code}`;
      input = finished.out;
      if (command.output !== undefined) {
        this.#files.set(command.output, finished.out);
        input = new Uint8Array(0);
      }
    }
    return failed === undefined ? undefined : [failed, ...errors].join("\n");
  }

  async #command(command: RunCommand, piped: Uint8Array): Promise<Finished | string> {
    let input = piped;
    if (command.input !== undefined) {
      const file = await this.#read(command.input);
      if (!file.ok) return renderDiagnostics(file.diagnostics);
      input = file.value;
    }
    const finished = await this.#invoke({ words: command.words, input });
    if (!command.joinErrors) return finished;
    const encoder = new TextEncoder();
    const joined = new TextDecoder().decode(finished.out);
    // Diagnostics come first: a command prints its result at the end.
    return { code: finished.code, out: encoder.encode(finished.err + joined), err: "" };
  }

  async #invoke({ words, input }: Invocation): Promise<Finished> {
    const [program = "", ...args] = words;
    switch (program) {
      case "not": {
        const crash = args[0] === "--crash";
        const inner = await this.#invoke({ words: crash ? args.slice(1) : args, input });
        if (inner.code === exitCodes.bug && !crash) return { ...inner, code: 1 };
        return { ...inner, code: inner.code === 0 ? 1 : 0 };
      }
      case "lathe":
        return this.#lathe(args, input);
      case "FileCheck":
        return this.#fileCheck(args, input);
      case "count": {
        this.checked = true;
        const lines = new TextDecoder().decode(input).split("\n").length - 1;
        return lines === Number(args[0]) ? done() : problem(`expected ${args[0]} lines, found ${lines}`);
      }
      case "cat": {
        const file = await this.#read(args[0] ?? "-");
        return file.ok ? { code: 0, out: file.value, err: "" } : problem(renderDiagnostics(file.diagnostics));
      }
      default:
        return problem(`RUN lines know lathe, FileCheck, not, count and cat, not '${program}'`);
    }
  }

  async #lathe(args: readonly string[], input: Uint8Array): Promise<Finished> {
    if (args.includes("--verify-diagnostics")) this.checked = true;
    const out: (string | Uint8Array)[] = [];
    const err: string[] = [];
    const io: CommandIo = {
      readInput: async () => input,
      readFile: (path) => this.#read(path),
      writeFile: async (path, contents) => {
        this.#files.set(path, typeof contents === "string" ? new TextEncoder().encode(contents) : contents);
        return success(undefined);
      },
      out: (contents) => {
        out.push(contents);
      },
      err: (text) => {
        err.push(text);
      },
      clock: this.#options.clock,
      isTerminal: false,
    };
    const code = await runProgram(this.#options.commands, "0.0.0", args, io);
    return { code, out: joined(out), err: err.join("") };
  }

  async #fileCheck(args: readonly string[], input: Uint8Array): Promise<Finished> {
    this.checked = true;
    const parsed = parseFileCheckArguments(args);
    if (!parsed.ok) return problem(renderDiagnostics(parsed.diagnostics));
    const { checkFile, inputFile, options, allowEmpty } = parsed.value;
    const checks = await this.#read(checkFile);
    if (!checks.ok) return problem(renderDiagnostics(checks.diagnostics));
    let text = input;
    if (inputFile !== undefined) {
      const file = await this.#read(inputFile);
      if (!file.ok) return problem(renderDiagnostics(file.diagnostics));
      text = file.value;
    }
    const decoder = new TextDecoder();
    const seen = decoder.decode(text);
    if (seen === "" && !allowEmpty) return problem("FileCheck: its input is empty");
    const problems = checkText(new Source(checkFile, decoder.decode(checks.value)), seen, options);
    return problems.length === 0 ? done() : problem(`${renderDiagnostics(problems)}\n--- input:\n${excerpt(seen)}`);
  }

  async #read(path: string): Promise<Result<Uint8Array>> {
    const known = this.#files.get(path);
    return known === undefined ? this.#options.readFile(path) : success(known);
  }
}

function done(): Finished {
  return { code: 0, out: new Uint8Array(0), err: "" };
}
function problem(err: string): Finished {
  return { code: 1, out: new Uint8Array(0), err };
}

function joined(parts: readonly (string | Uint8Array)[]): Uint8Array {
  const encoder = new TextEncoder();
  const chunks = parts.map((part) => (typeof part === "string" ? encoder.encode(part) : part));
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

const EXCERPT = 20_000; // characters of output in a failure report

function excerpt(text: string): string {
  return text.length <= EXCERPT ? text : `${text.slice(0, EXCERPT)}\n... ${text.length - EXCERPT} characters more`;
}

// ---- FileCheck's command line -------------------------------------------------------------------------------------------

interface FileCheckCommand {
  readonly checkFile: string;
  readonly inputFile: string | undefined;
  readonly options: CheckOptions;
  readonly allowEmpty: boolean;
}

function parseFileCheckArguments(args: readonly string[]): Result<FileCheckCommand> {
  const problems: Diagnostic[] = [];
  const prefixes: string[] = [];
  const implicitCheckNot: string[] = [];
  const defines = new Map<string, string>();
  const flags = new Set<string>();
  let checkFile: string | undefined;
  let inputFile: string | undefined;
  for (let at = 0; at < args.length; at++) {
    const argument = args[at] ?? "";
    const define = /^-D#?(\w+)=(.*)$/s.exec(argument);
    const [, name = "", given] = /^--?([\w-]+)(?:=(.*))?$/s.exec(argument) ?? [];
    if (define?.[1] !== undefined) defines.set(define[1], define[2] ?? "");
    else if (name === "") checkFile ??= argument;
    else if (["check-prefix", "check-prefixes", "input-file", "implicit-check-not"].includes(name)) {
      const value = given ?? args[++at] ?? "";
      if (name === "input-file") inputFile = value;
      else if (name === "implicit-check-not") implicitCheckNot.push(value);
      else prefixes.push(...value.split(","));
    } else if (FLAGS.has(name)) flags.add(name);
    else problems.push(error("lit.filecheck", `FileCheck has no option '${argument}' here`));
  }
  if (checkFile === undefined) problems.push(error("lit.filecheck", "FileCheck needs a check file"));
  if (checkFile === undefined || problems.length > 0) return failure(...problems);
  return success({
    checkFile,
    inputFile,
    allowEmpty: flags.has("allow-empty"),
    options: {
      prefixes: prefixes.length === 0 ? ["CHECK"] : prefixes,
      strictWhitespace: flags.has("strict-whitespace"),
      matchFullLines: flags.has("match-full-lines"),
      enableVarScope: flags.has("enable-var-scope"),
      allowUnusedPrefixes: flags.has("allow-unused-prefixes"),
      defines,
      implicitCheckNot,
    },
  });
}

const FLAGS: ReadonlySet<string> = new Set([
  "strict-whitespace",
  "match-full-lines",
  "enable-var-scope",
  "allow-unused-prefixes",
  "allow-empty",
  "dump-input-context",
]);
