/**
 * The command line of `lathe opt`, which is `mlir-opt`'s as far as both have a thing: passes are flags (`--cse`, `--fuse='max-operands=8'`,
 * `--fuse{max-operands=8}`) and run in the order in which they stand; one dash or two. Commander could not keep that order.
 */
import type { Pass, PassInstance } from "../../pass/pass.ts";
import { type Pipeline, parsePipelineSource, pipelineOf } from "../../pass/pipeline.ts";
import type { PrintIrOptions } from "../../pass/print-ir.ts";
import { type Diagnostic, error, failure, type Result, success } from "../../source/diagnostic.ts";
import { Source } from "../../source/source.ts";
import { findSuggestion } from "../../support/suggest.ts";
import type { PrintOptions } from "../../text/print.ts";

export interface OptCommand {
  /** A path, or "-" for standard input. */
  readonly input: string;
  readonly output: string;
  readonly pipeline: Pipeline;
  readonly help: boolean;
  readonly allowUnregistered: boolean;
  readonly splitInput: boolean;
  readonly verifyDiagnostics: boolean;
  readonly verifyEach: boolean;
  readonly timing: boolean;
  readonly statistics: boolean;
  readonly remarks: "none" | "text" | "json";
  /** Patterns whose refusals are told; undefined for none, empty for all. */
  readonly explain: readonly string[] | undefined;
  readonly dumpPipeline: boolean;
  readonly reproducer: string | undefined;
  readonly print: PrintOptions;
  readonly printIr: PrintIrOptions;
}

interface Flag {
  /** What stands behind `=`: nothing, or this. */
  readonly value?: string;
  /** Whether `=value` may be left out. */
  readonly optional?: boolean;
  readonly help: string;
}

const FLAGS = {
  help: { help: "show this text" },
  o: { value: "FILE", help: "write to FILE instead of standard output" },
  pass: { value: "PASS", help: "add a pass, with its options in braces" },
  "pass-pipeline": { value: "PIPELINE", help: "run a pipeline: 'builtin.module(func.func(canonicalize,cse))'" },
  "allow-unregistered-dialect": { help: "keep operations of unknown dialects" },
  "split-input-file": { help: "treat the parts between lines '// -----' as files of their own" },
  "verify-diagnostics": { help: "hold diagnostics against '// expected-error {{...}}' comments" },
  "verify-each": { value: "true|false", optional: true, help: "verify after every pass (the default)" },
  "mlir-timing": { help: "tell the time of each pass" },
  "mlir-pass-statistics": { help: "tell what passes counted" },
  "pass-statistics": { help: "the same" },
  remarks: { value: "text|json", optional: true, help: "print the remarks of passes to standard error" },
  "explain-pattern": { value: "PATTERN,...", optional: true, help: "tell why patterns did not apply" },
  "dump-pass-pipeline": { help: "print the pipeline to standard error" },
  "mlir-print-ir-before-all": { help: "print the IR before each pass" },
  "mlir-print-ir-after-all": { help: "print the IR after each pass" },
  "mlir-print-ir-before": { value: "PASS,...", help: "print the IR before these passes" },
  "mlir-print-ir-after": { value: "PASS,...", help: "print the IR after these passes" },
  "mlir-print-ir-after-change": { help: "print the IR after a pass only if it changed something" },
  "mlir-print-ir-after-failure": { help: "print the IR after a pass only if it failed" },
  "mlir-print-ir-module-scope": { help: "print the whole module in these" },
  "mlir-pass-pipeline-crash-reproducer": { value: "FILE", help: "where to write what reproduces a failed pass" },
  "mlir-print-op-generic": { help: "print the generic form" },
  "mlir-print-debuginfo": { help: "print locations" },
  "mlir-print-local-scope": { help: "print locations in place, without aliases" },
  "mlir-use-nameloc-as-prefix": { help: "name values after their name locations" },
  "mlir-elide-elementsattrs-if-larger": { value: "N", help: "elide constants of more than N elements" },
} as const satisfies Readonly<Record<string, Flag>>;

type FlagName = keyof typeof FLAGS;

/** Upstream's flags that change nothing here; cases of upstream's tests use them. */
const IGNORED: ReadonlySet<string> = new Set([
  "mlir-disable-threading",
  "mlir-very-unsafe-disable-verifier-on-parsing",
]);

export function optHelp(passes: readonly Pass[]): string {
  const lines = [
    "Usage: lathe opt [FILE|-] [options] [--PASS[=options] ...]",
    "",
    "Reads MLIR text, runs passes, prints the result.",
    "",
    "Options:",
  ];
  for (const [name, flag] of Object.entries<Flag>(FLAGS)) {
    const value = flag.value === undefined ? "" : flag.optional === true ? `[=${flag.value}]` : `=${flag.value}`;
    lines.push(
      `  ${`${name.length === 1 ? "-" : "--"}${name}${name === "o" ? " FILE" : value}`.padEnd(46)} ${flag.help}`,
    );
  }
  lines.push("", "Passes (`lathe passes` tells their options):");
  for (const { name, summary } of passes) lines.push(`  ${`--${name}`.padEnd(46)} ${summary}`);
  return `${lines.join("\n")}\n`;
}

/** Reads the arguments; the diagnostics point into the command line. */
export function parseOptArguments(args: readonly string[], passes: readonly Pass[]): Result<OptCommand> {
  return new ArgumentReader(args, passes).read();
}

class ArgumentReader {
  readonly #args: readonly string[];
  readonly #passes: ReadonlyMap<string, Pass>;
  readonly #given = new Map<FlagName, string>();
  readonly #instances: PassInstance[] = [];
  readonly #inputs: string[] = [];
  readonly #problems: Diagnostic[] = [];
  #pipeline: Pipeline | undefined;

  constructor(args: readonly string[], passes: readonly Pass[]) {
    this.#args = args;
    this.#passes = new Map(passes.map((pass) => [pass.name, pass]));
  }

  read(): Result<OptCommand> {
    for (let at = 0; at < this.#args.length; at++) {
      const argument = this.#args[at] ?? "";
      if (argument === "-" || !argument.startsWith("-")) this.#inputs.push(argument);
      else at += this.#flag(argument.replace(/^--?/, ""), this.#args[at + 1]);
    }
    if (this.#inputs.length > 1) this.#report(`expected one input file, found ${this.#inputs.join(" and ")}`);
    if (this.#pipeline !== undefined && this.#instances.length > 0)
      this.#report("passes are given either as flags or by --pass-pipeline, not both");
    if (this.#problems.length > 0) return failure(...this.#problems);
    return success(this.#command());
  }

  /** Takes in one flag; returns how many of the following arguments it used. */
  #flag(text: string, following: string | undefined): number {
    const [, name = "", joined, value = ""] = /^([\w-]+)(=?)(.*)$/s.exec(text === "h" ? "help" : text) ?? [];
    if (IGNORED.has(name)) return 0;
    if (!isFlag(name)) {
      this.#pass(name, joined === "=" ? value : value.replace(/^\{(.*)\}$/s, "$1"));
      return 0;
    }
    const flag: Flag = FLAGS[name];
    if (flag.value === undefined || joined === "=" || flag.optional === true) {
      this.#set(name, value);
      return 0;
    }
    if (following === undefined) this.#report(`--${name} needs a value: ${flag.value}`);
    else this.#set(name, following);
    return 1;
  }

  #set(name: FlagName, value: string): void {
    if (name === "pass") {
      const [, pass = "", options = ""] = /^([^{]*)(?:\{(.*)\})?$/s.exec(value) ?? [];
      this.#pass(pass, options);
    } else if (name === "pass-pipeline") {
      const parsed = parsePipelineSource(new Source("--pass-pipeline", value), [...this.#passes.values()]);
      if (parsed.ok) this.#pipeline = parsed.value;
      else this.#problems.push(...parsed.diagnostics);
    } else this.#given.set(name, value);
  }

  #pass(name: string, options: string): void {
    const pass = this.#passes.get(name);
    if (pass === undefined) {
      const near = findSuggestion(name, [...this.#passes.keys(), ...Object.keys(FLAGS)]);
      this.#report(`there is no option or pass '--${name}'${near === undefined ? "" : `; did you mean '--${near}'?`}`);
      return;
    }
    const source = new Source(`--${name}`, options);
    const instance = pass.parse(source, 0, options.length);
    if (instance.ok) this.#instances.push(instance.value);
    else this.#problems.push(...instance.diagnostics);
  }

  #command(): OptCommand {
    const has = (name: FlagName): boolean => this.#given.has(name);
    const names = (name: FlagName): ReadonlySet<string> | undefined => {
      const value = this.#given.get(name);
      return value === undefined ? undefined : new Set(value.split(","));
    };
    const before = has("mlir-print-ir-before-all") ? "all" : names("mlir-print-ir-before");
    const after = has("mlir-print-ir-after-all") ? "all" : names("mlir-print-ir-after");
    const elide = this.#given.get("mlir-elide-elementsattrs-if-larger");
    const print: PrintOptions = {
      generic: has("mlir-print-op-generic"),
      debugInfo: has("mlir-print-debuginfo"),
      locationAliases: has("mlir-print-debuginfo") && !has("mlir-print-local-scope"),
      nameLocations: has("mlir-use-nameloc-as-prefix"),
      ...(elide === undefined ? {} : { elideElementsLargerThan: Number(elide) }),
    };
    const remarks = this.#given.get("remarks");
    const explain = this.#given.get("explain-pattern");
    return {
      input: this.#inputs[0] ?? "-",
      output: this.#given.get("o") ?? "-",
      pipeline: this.#pipeline ?? pipelineOf(this.#instances),
      help: has("help"),
      allowUnregistered: has("allow-unregistered-dialect"),
      splitInput: has("split-input-file"),
      verifyDiagnostics: has("verify-diagnostics"),
      verifyEach: !["false", "0"].includes(this.#given.get("verify-each") ?? ""),
      timing: has("mlir-timing"),
      statistics: has("mlir-pass-statistics") || has("pass-statistics"),
      remarks: remarks === undefined ? "none" : remarks === "json" ? "json" : "text",
      explain: explain === undefined ? undefined : explain.split(",").filter((name) => name !== ""),
      dumpPipeline: has("dump-pass-pipeline"),
      reproducer: this.#given.get("mlir-pass-pipeline-crash-reproducer"),
      print,
      printIr: {
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
        afterChange: has("mlir-print-ir-after-change"),
        afterFailure: has("mlir-print-ir-after-failure"),
        moduleScope: has("mlir-print-ir-module-scope"),
        print,
      },
    };
  }

  #report(message: string): void {
    this.#problems.push(error("opt.usage", message));
  }
}

function isFlag(name: string): name is FlagName {
  return Object.hasOwn(FLAGS, name);
}
