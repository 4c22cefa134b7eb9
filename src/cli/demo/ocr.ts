/**
 * What stands around the PaddleOCR recognizer: a picture of a line of text becomes its input, and its output becomes
 * text. Source: PP-OCRv3/v4 recognizers (SVTR-LCNet with a CTC head); Graves et al., "Connectionist Temporal
 * Classification", ICML 2006 (best path decoding).
 */
import { invariant } from "../../support/invariant.ts";
import { type Tensor, tensorOver } from "../../tensor/tensor.ts";
import type { Picture } from "./picture.ts";

/** Height in pixels of the recognizer's input. */
export const INPUT_HEIGHT = 48;

/**
 * Widths are padded to a multiple of this: the network looks at columns of 8 pixels, and even vectors of them keep its
 * kernels whole.
 */
const WIDTH_MULTIPLE = 32;

/** The narrowest input that the recognizer was trained on: 320 pixels. */
const MIN_WIDTH = 320;

/** A line of text as it was read. */
export interface Reading {
  readonly text: string;
  /** Mean probability of the characters, 0 to 1; 0 for an empty text. */
  readonly confidence: number;
}

/**
 * The input of the recognizer for a picture of one line: scaled to 48 rows keeping its proportions (bilinear, pixel
 * centers), channels blue, green, red, values from -1 to 1, zeros to the right up to a multiple of 32 columns.
 * @returns f32, shape [1, 3, 48, width]
 */
export function recognizerInput(picture: Picture): Tensor {
  const textWidth = Math.max(1, Math.ceil((INPUT_HEIGHT * picture.width) / picture.height));
  const width = Math.max(MIN_WIDTH, Math.ceil(textWidth / WIDTH_MULTIPLE) * WIDTH_MULTIPLE);
  const data = new Float32Array(3 * INPUT_HEIGHT * width);
  const columns = sampleLine(picture.width, textWidth);
  const rows = sampleLine(picture.height, INPUT_HEIGHT);
  for (let channel = 0; channel < 3; channel++) {
    for (let y = 0; y < INPUT_HEIGHT; y++) {
      const row = rows[y];
      for (let x = 0; x < textWidth; x++) {
        const column = columns[x];
        if (row === undefined || column === undefined) continue;
        const value = bilinear(picture, row, column, 2 - channel);
        data[(channel * INPUT_HEIGHT + y) * width + x] = value / 127.5 - 1;
      }
    }
  }
  return tensorOver("f32", [1, 3, INPUT_HEIGHT, width], data);
}

/** Between which two pixels a point lies, and how far toward the second. */
interface Sample {
  readonly first: number;
  readonly second: number;
  readonly weight: number;
}

/** Where the centers of `to` pixels lie among `from` pixels; points beyond the outer centers take the outer pixel. */
function sampleLine(from: number, to: number): readonly Sample[] {
  return Array.from({ length: to }, (_, i) => {
    const at = Math.min(Math.max(((i + 0.5) * from) / to - 0.5, 0), from - 1);
    const first = Math.floor(at);
    return { first, second: Math.min(first + 1, from - 1), weight: at - first };
  });
}

function bilinear(picture: Picture, row: Sample, column: Sample, channel: number): number {
  const at = (y: number, x: number): number => picture.rgb[(y * picture.width + x) * 3 + channel] ?? 0;
  const upper = at(row.first, column.first) * (1 - column.weight) + at(row.first, column.second) * column.weight;
  const lower = at(row.second, column.first) * (1 - column.weight) + at(row.second, column.second) * column.weight;
  return upper * (1 - row.weight) + lower * row.weight;
}

/** The recognizer's classes: the CTC blank (as an empty text), the lines of its dictionary file, and the space. */
export function recognizerClasses(dictionary: string): readonly string[] {
  return ["", ...dictionary.replace(/\r?\n$/, "").split(/\r?\n/), " "];
}

/**
 * Reads the recognizer's output by the best path: the likeliest class of each column, runs of one class taken once,
 * blanks dropped.
 * @param probabilities f32, shape [batch, columns, classes]
 * @returns one reading for each of the batch
 */
export function readLines(probabilities: Tensor, classes: readonly string[]): readonly Reading[] {
  const [batch, columns, count] = probabilities.shape;
  invariant(
    probabilities.data instanceof Float32Array &&
      batch !== undefined &&
      columns !== undefined &&
      count === classes.length,
    `expected f32 of shape [batch, columns, ${classes.length}], found ${probabilities.dtype} of [${probabilities.shape}]`,
  );
  const { data } = probabilities;
  return Array.from({ length: batch }, (_, image) => {
    const start = image * columns * count;
    return readLine(data.subarray(start, start + columns * count), classes);
  });
}

function readLine(probabilities: Float32Array, classes: readonly string[]): Reading {
  let text = "";
  let sum = 0;
  let read = 0;
  let previous = 0;
  for (let start = 0; start < probabilities.length; start += classes.length) {
    const best = likeliest(probabilities, start, classes.length);
    if (best !== 0 && best !== previous) {
      text += classes[best] ?? "";
      sum += probabilities[start + best] ?? 0;
      read++;
    }
    previous = best;
  }
  return { text, confidence: read === 0 ? 0 : sum / read };
}

function likeliest(values: Float32Array, start: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if ((values[start + i] ?? 0) > (values[start + best] ?? 0)) best = i;
  return best;
}
