/** Small programs for tests: text in, modules and tensors out, with failures as readable messages. */
import { expect } from "vitest";
import { type Context, createContext } from "../../src/definition/context.ts";
import { defaultDialects } from "../../src/driver/dialects.ts";
import type { Module } from "../../src/ir/module.ts";
import type { PassInstance } from "../../src/pass/pass.ts";
import { type PipelineResult, runPipeline } from "../../src/pass/pass-manager.ts";
import { pipelineOf } from "../../src/pass/pipeline.ts";
import { renderDiagnostics } from "../../src/source/render.ts";
import { Source } from "../../src/source/source.ts";
import { parseModule } from "../../src/text/parse.ts";

/** A context with everything that ships. */
export function fullContext(): Context {
  return createContext(defaultDialects);
}

/** The module of a text that must parse. */
export function moduleOf(text: string, context: Context): Module {
  const parsed = parseModule(new Source("test.mlir", text), context);
  if (!parsed.ok) expect.unreachable(renderDiagnostics(parsed.diagnostics));
  return parsed.value;
}

/** What the passes made of the module; they must succeed. */
export async function runPasses(
  module: Module,
  instances: readonly PassInstance[],
  context: Context,
): Promise<PipelineResult> {
  const result = await runPipeline(module, pipelineOf(instances), { context });
  if (!result.ok) expect.unreachable(renderDiagnostics(result.diagnostics));
  return result;
}
