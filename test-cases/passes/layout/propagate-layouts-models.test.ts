import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { linalgGeneralizeNamedOps } from "../../../passes/convert/linalg-generalize-named-ops.ts";
import { stablehloToLinalg } from "../../../passes/convert/stablehlo-to-linalg.ts";
import { propagateLayouts } from "../../../passes/layout/propagate-layouts.ts";
import { decodeOnnxModel } from "../../../src/import/onnx/decode.ts";
import { importOnnx } from "../../../src/import/onnx/import.ts";
import type { Module } from "../../../src/ir/module.ts";
import { renderDiagnostics } from "../../../src/source/render.ts";
import { printModule } from "../../../src/text/print.ts";
import { missingModelFiles, realModels } from "../../support/models.ts";
import { fullContext, runPasses } from "../../support/programs.ts";
import { expectSameResults } from "../../support/same-results.ts";

const context = fullContext();

/** The input's shape, and the transposes that remain: the image's, and in the recognizer four for each of two attention blocks. */
const models: Readonly<Record<string, { readonly input: readonly number[]; readonly transposes: number }>> = {
  "blazeface-front-128": { input: [1, 128, 128, 3], transposes: 0 },
  "blazeface-back-256": { input: [1, 256, 256, 3], transposes: 0 },
  "ppocr-cls": { input: [1, 3, 48, 64], transposes: 1 },
  "ppocr-v4-det": { input: [1, 3, 64, 64], transposes: 1 },
  "ppocr-v4-rec": { input: [1, 3, 48, 64], transposes: 9 },
};

/** Interpreting these takes seconds and tells nothing that the others don't: models-on-wasm.test.ts runs all of them compiled. */
const LARGE = new Set(["blazeface-back-256"]);
/** One that is interpreted in linalg as well, where it takes ten times as long. */
const LOWERED = "ppocr-cls";

function importModel(file: string, shape: readonly number[]): Module {
  const decoded = decodeOnnxModel(Uint8Array.from(readFileSync(file)));
  if (!decoded.ok) expect.unreachable(renderDiagnostics(decoded.diagnostics));
  const [input] = decoded.value.graph.inputs;
  const imported = importOnnx(decoded.value, context, { shapes: { [input?.name ?? ""]: shape } });
  if (!imported.ok) expect.unreachable(renderDiagnostics(imported.diagnostics));
  return imported.value;
}

for (const { name, file } of realModels) {
  const model = models[name];
  test.skipIf(missingModelFiles.includes(name) || model === undefined)(
    `${name}: the layout is propagated, and the program means the same in it`,
    async () => {
      if (model === undefined) return;
      const before = importModel(file, model.input);
      const { module } = await runPasses(before, [propagateLayouts.with()], context);
      const text = printModule(module, context, { elideElementsLargerThan: 4 });
      expect(text.match(/stablehlo\.transpose/g) ?? []).toHaveLength(model.transposes);
      // Thousands of sums, each in another order and rounding, one behind the other.
      const options = { tolerance: { relative: 1e-3, floor: 1e-2 }, rounds: 1, special: false };
      if (!LARGE.has(name)) expectSameResults(before, module, "main", context, options);
      if (name !== LOWERED) return;
      const lowered = await runPasses(module, [stablehloToLinalg.with(), linalgGeneralizeNamedOps.with()], context);
      expectSameResults(module, lowered.module, "main", context, options);
    },
    120_000,
  );
}
