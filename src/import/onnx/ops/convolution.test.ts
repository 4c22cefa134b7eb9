import fc from "fast-check";
import { expect, test } from "vitest";
import { getSlot, type Tensor, tensorOf } from "../../../tensor/tensor.ts";
import { type NodeCase, runNode } from "../run-test-model.ts";

function run(node: NodeCase): { readonly shape: readonly number[]; readonly values: readonly number[] } {
  const [tensor] = runNode(node);
  if (tensor === undefined) expect.unreachable("the node has a result");
  return {
    shape: tensor.shape,
    values: Array.from({ length: tensor.data.length }, (_, at) => Number(getSlot(tensor, at))),
  };
}

/** Small integers, so that sums are exact in any order. */
function pattern(shape: readonly number[], seed: number): Tensor {
  const count = shape.reduce((product, extent) => product * extent, 1);
  return tensorOf(
    "f32",
    shape,
    Array.from({ length: count }, (_, at) => ((at * 7 + seed * 13) % 11) - 5),
  );
}

interface Window2 {
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  /** Top, left, bottom, right. */
  readonly pads: readonly [number, number, number, number];
  readonly groups: number;
}

/** The definition, by loops. */
function convolve2d(
  x: Tensor,
  w: Tensor,
  { strides, dilations, pads, groups }: Window2,
): { shape: number[]; values: number[] } {
  const [n = 0, c = 0, h = 0, width = 0] = x.shape;
  const [out = 0, perGroup = 0, kh = 0, kw = 0] = w.shape;
  const oh = Math.floor((h + pads[0] + pads[2] - ((kh - 1) * dilations[0] + 1)) / strides[0]) + 1;
  const ow = Math.floor((width + pads[1] + pads[3] - ((kw - 1) * dilations[1] + 1)) / strides[1]) + 1;
  const values: number[] = [];
  for (let b = 0; b < n; b++)
    for (let o = 0; o < out; o++)
      for (let i = 0; i < oh; i++)
        for (let j = 0; j < ow; j++) {
          let sum = 0;
          for (let k = 0; k < perGroup; k++)
            for (let u = 0; u < kh; u++)
              for (let v = 0; v < kw; v++) {
                const [y, z] = [
                  i * strides[0] - pads[0] + u * dilations[0],
                  j * strides[1] - pads[1] + v * dilations[1],
                ];
                if (y < 0 || y >= h || z < 0 || z >= width) continue;
                const channel = Math.floor(o / (out / groups)) * perGroup + k;
                sum +=
                  Number(x.data[((b * c + channel) * h + y) * width + z]) *
                  Number(w.data[((o * perGroup + k) * kh + u) * kw + v]);
              }
          values.push(sum);
        }
  return { shape: [n, out, oh, ow], values };
}

/** Each input element spreads the kernel over the output; what lies outside is cut off. */
function convTranspose2d(
  x: Tensor,
  w: Tensor,
  { strides, dilations, pads, groups }: Window2,
  extra: readonly [number, number],
): { shape: number[]; values: number[] } {
  const [n = 0, c = 0, h = 0, width = 0] = x.shape;
  const [, perGroup = 0, kh = 0, kw = 0] = w.shape;
  const oh = strides[0] * (h - 1) + extra[0] + (kh - 1) * dilations[0] + 1 - pads[0] - pads[2];
  const ow = strides[1] * (width - 1) + extra[1] + (kw - 1) * dilations[1] + 1 - pads[1] - pads[3];
  const out = perGroup * groups;
  const values = new Array<number>(n * out * oh * ow).fill(0);
  for (let b = 0; b < n; b++)
    for (let k = 0; k < c; k++)
      for (let y = 0; y < h; y++)
        for (let z = 0; z < width; z++)
          for (let o = 0; o < perGroup; o++)
            for (let u = 0; u < kh; u++)
              for (let v = 0; v < kw; v++) {
                const [i, j] = [
                  y * strides[0] + u * dilations[0] - pads[0],
                  z * strides[1] + v * dilations[1] - pads[1],
                ];
                if (i < 0 || i >= oh || j < 0 || j >= ow) continue;
                const channel = Math.floor(k / (c / groups)) * perGroup + o;
                const at = ((b * out + channel) * oh + i) * ow + j;
                values[at] =
                  (values[at] ?? 0) +
                  Number(x.data[((b * c + k) * h + y) * width + z]) *
                    Number(w.data[((k * perGroup + o) * kh + u) * kw + v]);
              }
  return { shape: [n, out, oh, ow], values };
}

const bigints = (values: readonly number[]): readonly bigint[] => values.map(BigInt);

const windows = fc.record({
  strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 })),
  dilations: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
  pads: fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(1)),
  groups: fc.integer({ min: 1, max: 3 }),
});

test("convolutions agree with their definition, whatever strides, gaps, padding and groups", () => {
  fc.assert(
    fc.property(
      windows,
      fc.integer({ min: 1, max: 2 }),
      fc.integer({ min: 1, max: 2 }),
      (window, perGroup, outPerGroup) => {
        const x = pattern([2, perGroup * window.groups, 6, 5], 1);
        const w = pattern([outPerGroup * window.groups, perGroup, 3, 2], 2);
        const attributes = {
          strides: bigints(window.strides),
          dilations: bigints(window.dilations),
          pads: bigints(window.pads),
          group: BigInt(window.groups),
        };
        expect(run({ op: "Conv", inputs: [x], constants: [w], attributes })).toEqual(convolve2d(x, w, window));
      },
    ),
    { numRuns: 40 },
  );
});

test("transposed convolutions agree with their definition", () => {
  fc.assert(
    fc.property(windows, fc.tuple(fc.nat(1), fc.nat(1)), (window, extra) => {
      const x = pattern([1, 2 * window.groups, 4, 3], 3);
      const w = pattern([2 * window.groups, 2, 3, 3], 4);
      const attributes = {
        strides: bigints(window.strides),
        dilations: bigints(window.dilations),
        pads: bigints(window.pads),
        group: BigInt(window.groups),
        output_padding: bigints(extra),
      };
      const expected = convTranspose2d(x, w, window, extra);
      expect(run({ op: "ConvTranspose", inputs: [x], constants: [w], attributes })).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

const plain: Window2 = { strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0], groups: 1 };

test("auto_pad keeps ceil(extent / stride) positions, the odd one at the end or at the start", () => {
  const [x, w] = [pattern([1, 1, 5, 6], 5), pattern([1, 1, 2, 3], 6)];
  const padded = (mode: string) =>
    run({ op: "Conv", inputs: [x, w], attributes: { auto_pad: mode, strides: [2n, 2n] } });
  const strides = [2, 2] as const;
  expect(padded("SAME_UPPER")).toEqual(convolve2d(x, w, { ...plain, strides, pads: [0, 0, 1, 1] }));
  expect(padded("SAME_LOWER")).toEqual(convolve2d(x, w, { ...plain, strides, pads: [1, 1, 0, 0] }));
  expect(padded("VALID")).toEqual(convolve2d(x, w, { ...plain, strides }));
});

test("a bias is one number a channel, in one and in three dimensions", () => {
  const line = run({
    op: "Conv",
    inputs: [tensorOf("f32", [1, 1, 3], [1, 2, 3])],
    constants: [tensorOf("f32", [2, 1, 2], [1, 1, 1, -1]), tensorOf("f32", [2], [10, 20])],
  });
  expect(line).toEqual({ shape: [1, 2, 2], values: [13, 15, 19, 19] });
  const cube = run({
    op: "Conv",
    inputs: [tensorOf("f32", [1, 1, 2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8])],
    constants: [tensorOf("f32", [1, 1, 2, 2, 2], new Array(8).fill(1))],
  });
  expect(cube).toEqual({ shape: [1, 1, 1, 1, 1], values: [36] });
});

test("a transposed convolution can be told its output's shape", () => {
  const [x, w] = [pattern([1, 1, 3, 3], 7), pattern([1, 1, 3, 3], 8)];
  const shaped = run({
    op: "ConvTranspose",
    inputs: [x, w],
    attributes: { strides: [3n, 2n], output_shape: [10n, 8n] },
  });
  expect(shaped).toEqual(convTranspose2d(x, w, { ...plain, strides: [3, 2] }, [1, 1]));
  const same = run({ op: "ConvTranspose", inputs: [x, w], attributes: { strides: [2n, 2n], auto_pad: "SAME_UPPER" } });
  expect(same).toEqual(convTranspose2d(x, w, { ...plain, strides: [2, 2], pads: [0, 0, 1, 1] }, [0, 0]));
});

test("integer convolutions subtract their zero points and do not overflow", () => {
  const x = tensorOf("ui8", [1, 1, 1, 3], [255, 128, 0]);
  const w = tensorOf("ui8", [1, 1, 1, 2], [255, 1]);
  const zero = (value: number) => tensorOf("ui8", [], [value]);
  expect(run({ op: "ConvInteger", inputs: [x, w], constants: [zero(128), zero(1)] }).values).toEqual([127 * 254, 0]);
});
