/**
 * Runs files of StableHLO's own interpreter suites: each part of a file (`// -----`) is a module of functions without arguments that check
 * their own results. Gives one line of counts, and why parts failed. Run by hand through scripts/interpret-suite.ts.
 */
import type { Context } from "../../src/definition/context.ts";
import { interpretValues } from "../../src/interpret/interpreter.ts";
import { ModuleProgram } from "../../src/interpret/program.ts";
import { renderDiagnostics } from "../../src/source/render.ts";
import { Source } from "../../src/source/source.ts";
import { parseModule } from "../../src/text/parse.ts";

export interface PartResult {
  readonly name: string;
  readonly outcome: "passed" | "failed" | "not parsed";
  /** Empty when it passed. */
  readonly message: string;
}

/** Runs every function without arguments, or only `main` where there is one. */
export function runSuiteFile(name: string, text: string, context: Context): readonly PartResult[] {
  return text.split(/^\/\/ -----.*$/m).flatMap((part, at) => runPart(`${name}#${at}`, part, context));
}

function runPart(name: string, text: string, context: Context): readonly PartResult[] {
  if (!/\w/.test(text.replace(/\/\/[^\n]*/g, ""))) return [];
  const parsed = parseModule(new Source(name, text), context);
  if (!parsed.ok) return [{ name, outcome: "not parsed", message: renderDiagnostics(parsed.diagnostics) }];
  const program = new ModuleProgram(parsed.value, context);
  const functions = program.symbolNames.filter((symbol) => {
    const type = program.findTopLevel(symbol)?.findAttribute("function_type");
    return type?.kind === "function-type" && type.inputs.length === 0;
  });
  const chosen = functions.includes("main") ? ["main"] : functions;
  return chosen.map((symbol): PartResult => {
    const label = `${name} @${symbol}`;
    try {
      const result = interpretValues(parsed.value, context, symbol, []);
      if (result.ok) return { name: label, outcome: "passed", message: "" };
      return { name: label, outcome: "failed", message: renderDiagnostics(result.diagnostics) };
    } catch (bug) {
      return { name: label, outcome: "failed", message: `internal: ${bug instanceof Error ? bug.stack : String(bug)}` };
    }
  });
}
