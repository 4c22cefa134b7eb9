/**
 * Runs cases of ONNX's own operator tests (one small model each, with inputs and outputs) through the importer and the
 * interpreter.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "../../src/definition/context.ts";
import { decodeOnnxModel, decodeOnnxTensor } from "../../src/import/onnx/decode.ts";
import { importOnnx } from "../../src/import/onnx/import.ts";
import { requiredInputs } from "../../src/import/onnx/inputs.ts";
import type { OnnxModel } from "../../src/import/onnx/model.ts";
import { tensorFromOnnx } from "../../src/import/onnx/tensor-from-onnx.ts";
import { interpret } from "../../src/interpret/interpreter.ts";
import type { Result } from "../../src/source/diagnostic.ts";
import { compareTensors, type Tolerance } from "../../src/tensor/compare.ts";
import type { Tensor } from "../../src/tensor/tensor.ts";
import { verifyModule } from "../../src/verify/verify.ts";

/**
 * What came of a case. `import` is a diagnostic of the importer, `data` a test whose values are no tensors of numbers.
 */
export type Outcome =
  | { readonly kind: "pass" }
  | { readonly kind: "data" | "decode" | "import" | "invalid" | "run" | "wrong" | "crash"; readonly message: string };

/**
 * The suite's own tolerance (relative 1e-3, absolute 1e-7) is on each element; ours counts an element below a
 * hundred-thousandth of the largest as that.
 */
const TOLERANCE: Tolerance = { relative: 1e-3, floor: 1e-4 };

/** The folders that hold a model, below `root`, sorted. */
export function listCases(root: string): readonly string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((group) => group.isDirectory())
    .flatMap((group) => readdirSync(join(root, group.name)).map((name) => `${group.name}/${name}`))
    .filter((name) => existsSync(join(root, name, "model.onnx")))
    .sort();
}

function readTensors(folder: string, kind: "input" | "output"): readonly Tensor[] | undefined {
  const tensors: Tensor[] = [];
  for (let at = 0; existsSync(join(folder, `${kind}_${at}.pb`)); at++) {
    const decoded = decodeOnnxTensor(Uint8Array.from(readFileSync(join(folder, `${kind}_${at}.pb`))));
    const tensor = decoded.ok ? tensorFromOnnx(decoded.value) : undefined;
    if (tensor === undefined) return undefined;
    tensors.push(tensor);
  }
  return tensors;
}

function messageOf(result: Result<unknown>): string {
  return result.ok ? "" : (result.diagnostics[0]?.message ?? "");
}

/** Imports the case's model for the shapes of its first data set, runs it, and compares. */
export function runCase(root: string, name: string, context: Context): Outcome {
  try {
    return runDataSet(join(root, name), context);
  } catch (thrown) {
    return { kind: "crash", message: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) };
  }
}

function runDataSet(folder: string, context: Context): Outcome {
  const data = join(folder, "test_data_set_0");
  const [inputs, outputs] = [readTensors(data, "input"), readTensors(data, "output")];
  if (inputs === undefined || outputs === undefined)
    return { kind: "data", message: "values that are no tensors of numbers" };
  const decoded = decodeOnnxModel(Uint8Array.from(readFileSync(join(folder, "model.onnx"))));
  if (!decoded.ok) return { kind: "decode", message: messageOf(decoded) };
  const named = requiredInputs(decoded.value.graph).flatMap(({ name }, at) =>
    inputs[at] === undefined ? [] : [{ name, tensor: inputs[at] }],
  );
  const results = runFirstThatImports(decoded.value, named, context);
  if ("kind" in results) return results;
  for (const [at, expected] of outputs.entries()) {
    const actual = results[at];
    if (actual === undefined) return { kind: "wrong", message: `no output ${at}` };
    const comparison = compareTensors(actual, expected, TOLERANCE);
    if (!comparison.close) return { kind: "wrong", message: comparison.message };
  }
  return { kind: "pass" };
}

interface NamedTensor {
  readonly name: string;
  readonly tensor: Tensor;
}

/**
 * The suite passes shapes, axes and the like as inputs of the model, where real models have constants. So what cannot
 * be imported with open inputs is tried with short integer lists fixed, then with everything but the first input, then
 * with all inputs.
 */
const fixings: readonly ((input: NamedTensor, at: number) => boolean)[] = [
  () => false,
  ({ tensor }) =>
    tensor.shape.length <= 1 && (tensor.dtype === "i64" || tensor.dtype === "i32" || tensor.dtype === "i1"),
  (_, at) => at > 0,
  () => true,
];

function runFirstThatImports(
  model: OnnxModel,
  inputs: readonly NamedTensor[],
  context: Context,
): readonly Tensor[] | Outcome {
  const shapes = Object.fromEntries(inputs.map(({ name, tensor }) => [name, tensor.shape]));
  let refusal = "";
  for (const isFixed of fixings) {
    const fixed = inputs.filter(isFixed);
    const constants = Object.fromEntries(fixed.map(({ name, tensor }) => [name, tensor]));
    const imported = importOnnx(model, context, { shapes, constants });
    if (!imported.ok) {
      refusal = refusal === "" ? messageOf(imported) : refusal;
      continue;
    }
    const invalid = verifyModule(imported.value, context)[0];
    if (invalid !== undefined) return { kind: "invalid", message: invalid.message };
    const open = inputs.filter((input) => !fixed.includes(input)).map(({ tensor }) => tensor);
    const results = interpret(imported.value, context, "main", open);
    return results.ok ? results.value : { kind: "run", message: messageOf(results) };
  }
  return { kind: "import", message: refusal };
}
