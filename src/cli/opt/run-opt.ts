/** `lathe opt` on one text: parse, verify, run the pipeline, print. What it tells goes through `CommandIo`; nothing here exits. */
import { type Context, createContext } from "../../definition/context.ts";
import { defaultDialects } from "../../driver/dialects.ts";
import type { OperationHandle } from "../../ir/handle.ts";
import type { Module } from "../../ir/module.ts";
import type { PassInstrument } from "../../pass/instrument.ts";
import { type PassStatistics, type PipelineResult, type Reproducer, runPipeline } from "../../pass/pass-manager.ts";
import { printPipeline } from "../../pass/pipeline.ts";
import { printIr } from "../../pass/print-ir.ts";
import { renderTiming, Timing } from "../../pass/timing.ts";
import { patternExplanations, type Refusal } from "../../rewrite/greedy.ts";
import type { Diagnostic } from "../../source/diagnostic.ts";
import { renderDiagnostic, renderDiagnostics } from "../../source/render.ts";
import { Source } from "../../source/source.ts";
import { parseModule, splitInput } from "../../text/parse.ts";
import { printModule, printOperation } from "../../text/print.ts";
import { verifyModule } from "../../verify/verify.ts";
import { type CommandIo, type ExitCode, exitCodes } from "../command.ts";
import type { OptCommand } from "./flags.ts";
import { diagnosticDifferences } from "./verify-diagnostics.ts";

export async function runOpt(command: OptCommand, io: CommandIo): Promise<ExitCode> {
  const input =
    command.input === "-" ? { ok: true as const, value: await io.readInput() } : await io.readFile(command.input);
  if (!input.ok) {
    io.err(`${renderDiagnostics(input.diagnostics)}\n`);
    return exitCodes.failure;
  }
  const name = command.input === "-" ? "<stdin>" : command.input;
  const source = new Source(name, new TextDecoder().decode(input.value));
  const context = createContext(defaultDialects, { allowUnregistered: command.allowUnregistered });
  const run = new OptRun(command, io, context);
  if (command.dumpPipeline) io.err(`Pass Manager with ${printPipeline(command.pipeline)}\n`);
  const texts: string[] = [];
  let ok = true;
  for (const part of command.splitInput ? splitInput(source) : [source]) {
    const text = await run.part(part);
    if (text === undefined) ok = false;
    else texts.push(text);
  }
  run.finish();
  if (command.verifyDiagnostics) return ok ? exitCodes.success : exitCodes.failure;
  if (!ok && texts.length === 0) return exitCodes.failure;
  const whole = texts.join("\n// -----\n");
  if (command.output === "-") io.out(whole);
  else {
    const written = await io.writeFile(command.output, whole);
    if (!written.ok) io.err(`${renderDiagnostics(written.diagnostics)}\n`);
    ok &&= written.ok;
  }
  return ok ? exitCodes.success : exitCodes.failure;
}

class OptRun {
  readonly #command: OptCommand;
  readonly #io: CommandIo;
  readonly #context: Context;
  readonly #timing: Timing;
  readonly #instruments: readonly PassInstrument[];
  readonly #statistics: PassStatistics[] = [];
  readonly #remarks: Diagnostic[] = [];
  readonly #refusals = new Map<string, { readonly refusal: Refusal; count: number }>();

  constructor(command: OptCommand, io: CommandIo, context: Context) {
    this.#command = command;
    this.#io = io;
    this.#context = context;
    this.#timing = new Timing(io.clock);
    const print = printIr(command.printIr, context, (text) => io.err(text));
    this.#instruments = command.timing ? [this.#timing.instrument, print] : [print];
  }

  /** The text of one part after the passes; undefined when it failed (and, for --verify-diagnostics, when that was not expected). */
  async part(source: Source): Promise<string | undefined> {
    const told: Diagnostic[] = [];
    const module = await this.#module(source, told);
    const result = module === undefined ? undefined : await this.#run(module);
    if (result !== undefined) told.push(...result.diagnostics);
    if (this.#command.verifyDiagnostics) {
      const differences = diagnosticDifferences(source, [...told, ...(result?.remarks ?? [])]);
      for (const difference of differences) this.#io.err(`${difference}\n`);
      return differences.length === 0 ? "" : undefined;
    }
    for (const diagnostic of told) this.#io.err(`${renderDiagnostic(diagnostic)}\n`);
    if (result === undefined || !result.ok) {
      if (result?.reproducer !== undefined) await this.#reproduce(result.reproducer);
      return undefined;
    }
    const print = (): string => printModule(result.module, this.#context, this.#command.print);
    return this.#command.timing ? this.#timing.measure("Output", print) : print();
  }

  async #module(source: Source, told: Diagnostic[]): Promise<Module | undefined> {
    const parsed = await this.#timing.measure("Parser", () => parseModule(source, this.#context));
    if (!parsed.ok) {
      told.push(...parsed.diagnostics);
      return undefined;
    }
    const quote = (operation: OperationHandle): string => printOperation(operation, this.#context, { generic: true });
    const problems = await this.#timing.measure("Verifier", () => verifyModule(parsed.value, this.#context, { quote }));
    told.push(...problems);
    return problems.length === 0 ? parsed.value : undefined;
  }

  async #run(module: Module): Promise<PipelineResult> {
    const { pipeline, verifyEach, explain } = this.#command;
    const explanations = patternExplanations.of((refusal) => this.#note(refusal));
    const result = await runPipeline(module, pipeline, {
      context: this.#context,
      verifyEach,
      instruments: this.#instruments,
      services: explain === undefined ? [] : [explanations],
    });
    this.#statistics.push(...result.statistics);
    this.#remarks.push(...result.remarks);
    return result;
  }

  #note(refusal: Refusal): void {
    const { explain = [] } = this.#command;
    if (explain.length > 0 && !explain.includes(refusal.pattern)) return;
    const key = `${refusal.pattern} ${refusal.operation} ${refusal.reason}`;
    const known = this.#refusals.get(key);
    if (known === undefined) this.#refusals.set(key, { refusal, count: 1 });
    else known.count++;
  }

  async #reproduce({ module, pipeline }: Reproducer): Promise<void> {
    const { reproducer } = this.#command;
    if (reproducer === undefined) return;
    const withPipeline = module.withMetadata((draft) => {
      draft.externalResources = {
        ...draft.externalResources,
        external_resources: {
          mlir_reproducer: {
            pipeline: JSON.stringify(pipeline),
            disable_threading: "true",
            verify_each: String(this.#command.verifyEach),
          },
        },
      };
    });
    const written = await this.#io.writeFile(reproducer, printModule(withPipeline, this.#context, { generic: true }));
    if (written.ok) this.#io.err(`note: what reproduces it was written to ${reproducer}\n`);
    else this.#io.err(`${renderDiagnostics(written.diagnostics)}\n`);
  }

  /** The reports that cover all parts. */
  finish(): void {
    const { remarks, statistics, timing, explain } = this.#command;
    if (remarks === "text") for (const remark of this.#remarks) this.#io.err(`${renderDiagnostic(remark)}\n`);
    if (remarks === "json")
      this.#io.err(
        `${JSON.stringify(this.#remarks.map(({ message, notes }) => ({ message, notes: notes.map((note) => note.message) })))}\n`,
      );
    if (explain !== undefined)
      for (const { refusal, count } of this.#refusals.values())
        this.#io.err(`${refusal.pattern}: '${refusal.operation}': ${refusal.reason} (${count} times)\n`);
    if (statistics) this.#io.err(`${renderStatistics(this.#statistics)}\n`);
    if (timing) this.#io.err(`${renderTiming(this.#timing.tree())}\n`);
  }
}

/** Upstream's layout: a line a pass, and below it what it counted. */
function renderStatistics(statistics: readonly PassStatistics[]): string {
  const rule = `===${"-".repeat(73)}===`;
  const lines = [rule, `${" ".repeat(25)}... Pass statistics report ...`, rule];
  for (const { instance, counts } of statistics) {
    const declared = Object.entries(instance.pass.statistics);
    if (declared.length === 0) continue;
    lines.push(instance.text);
    for (const [name, summary] of declared)
      lines.push(`  (S) ${String(counts.get(name) ?? 0).padStart(8)} ${name.padEnd(16)} - ${summary}`);
  }
  return lines.join("\n");
}
