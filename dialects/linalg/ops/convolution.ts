/**
 * Convolutions and poolings. Loops come in upstream's order: the result's dimensions, then the window's, then the channels that are
 * summed. Strides and dilations are `dense` properties, ones where absent.
 */
import { optionalAttr } from "../../../src/definition/operation.ts";
import { type AffineExpr, type AffineMap, add, affineMap, constant, dim, mul } from "../../../src/ir/affine.ts";
import type { OperationHandle } from "../../../src/ir/handle.ts";
import type { ElementBody } from "../element-builder.ts";
import { defineNamedOp, I64ElementsAttr, integersAt } from "../named-op.ts";
import type { IteratorType } from "../structured.ts";
import { multiplyAdd, numericOnly } from "./contraction.ts";

/** A dimension of an operand: a loop, or the window `s` that output loop `out` and kernel loop `kernel` move over the image. */
type Place = number | { readonly out: number; readonly kernel: number; readonly spatial: number };

interface Window {
  readonly mnemonic: string;
  readonly summary: string;
  readonly spatialRank: number;
  readonly iterators: readonly IteratorType[];
  /** Image, filter (or the tensor whose shape is the window), destination. */
  readonly places: readonly [readonly Place[], readonly Place[], readonly Place[]];
  readonly body: ElementBody;
  readonly types: readonly [string, string, string];
}

function exprOf(place: Place, strides: readonly number[], dilations: readonly number[]): AffineExpr {
  if (typeof place === "number") return dim(place);
  const { out, kernel, spatial } = place;
  return add(mul(dim(out), constant(strides[spatial] ?? 1)), mul(dim(kernel), constant(dilations[spatial] ?? 1)));
}

function windowMaps({ spatialRank, iterators, places }: Window, operation: OperationHandle): readonly AffineMap[] {
  const strides = integersAt(operation, "strides", spatialRank);
  const dilations = integersAt(operation, "dilations", spatialRank);
  return places.map((operand) =>
    affineMap(
      iterators.length,
      0,
      operand.map((place) => exprOf(place, strides, dilations)),
    ),
  );
}

function windowOp(window: Window) {
  const {
    mnemonic,
    summary,
    iterators,
    body,
    spatialRank,
    types: [image, filter, out],
  } = window;
  const attribute = optionalAttr(I64ElementsAttr(spatialRank));
  return defineNamedOp({
    mnemonic,
    summary,
    inputs: 2,
    maps: (operation) => windowMaps(window, operation),
    iterators: () => iterators,
    body,
    refuses: numericOnly,
    attributes: { strides: attribute, dilations: attribute },
    example: `%3 = linalg.${mnemonic} {dilations = dense<1> : tensor<${spatialRank}xi64>, strides = dense<1> : tensor<${spatialRank}xi64>} ins(%0, %1 : ${image}, ${filter}) outs(%2 : ${out}) -> ${out}`,
  });
}

const P = "parallel";
const R = "reduction";

export const conv2dNhwcHwcf = windowOp({
  mnemonic: "conv_2d_nhwc_hwcf",
  summary: "2-D convolution: images NHWC, filter HWCF, added to the destination",
  spatialRank: 2,
  iterators: [P, P, P, P, R, R, R],
  places: [
    [0, { out: 1, kernel: 4, spatial: 0 }, { out: 2, kernel: 5, spatial: 1 }, 6],
    [4, 5, 6, 3],
    [0, 1, 2, 3],
  ],
  body: multiplyAdd,
  types: ["tensor<1x8x8x3xf32>", "tensor<3x3x3x16xf32>", "tensor<1x6x6x16xf32>"],
});
export const conv2dNchwFchw = windowOp({
  mnemonic: "conv_2d_nchw_fchw",
  summary: "2-D convolution: images NCHW, filter FCHW, added to the destination",
  spatialRank: 2,
  iterators: [P, P, P, P, R, R, R],
  places: [
    [0, 4, { out: 2, kernel: 5, spatial: 0 }, { out: 3, kernel: 6, spatial: 1 }],
    [1, 4, 5, 6],
    [0, 1, 2, 3],
  ],
  body: multiplyAdd,
  types: ["tensor<1x3x8x8xf32>", "tensor<16x3x3x3xf32>", "tensor<1x16x6x6xf32>"],
});
export const conv1dNwcWcf = windowOp({
  mnemonic: "conv_1d_nwc_wcf",
  summary: "1-D convolution: sequences NWC, filter WCF, added to the destination",
  spatialRank: 1,
  iterators: [P, P, P, R, R],
  places: [
    [0, { out: 1, kernel: 3, spatial: 0 }, 4],
    [3, 4, 2],
    [0, 1, 2],
  ],
  body: multiplyAdd,
  types: ["tensor<1x8x3xf32>", "tensor<3x3x5xf32>", "tensor<1x6x5xf32>"],
});
export const depthwiseConv2dNhwcHwc = windowOp({
  mnemonic: "depthwise_conv_2d_nhwc_hwc",
  summary: "2-D convolution of each channel with its own filter: images NHWC, filter HWC",
  spatialRank: 2,
  iterators: [P, P, P, P, R, R],
  places: [
    [0, { out: 1, kernel: 4, spatial: 0 }, { out: 2, kernel: 5, spatial: 1 }, 3],
    [4, 5, 3],
    [0, 1, 2, 3],
  ],
  body: multiplyAdd,
  types: ["tensor<1x8x8x3xf32>", "tensor<3x3x3xf32>", "tensor<1x6x6x3xf32>"],
});

function pooling(kind: string, summary: string, body: ElementBody) {
  return windowOp({
    mnemonic: `pooling_nhwc_${kind}`,
    summary,
    spatialRank: 2,
    iterators: [P, P, P, P, R, R],
    places: [
      [0, { out: 1, kernel: 4, spatial: 0 }, { out: 2, kernel: 5, spatial: 1 }, 3],
      [4, 5],
      [0, 1, 2, 3],
    ],
    body,
    types: ["tensor<1x8x8x3xf32>", "tensor<2x2xf32>", "tensor<1x7x7x3xf32>"],
  });
}
const combine =
  (name: "add" | "max" | "min"): ElementBody =>
  (builder, [image, , out]) =>
    image === undefined || out === undefined ? [] : [builder[name](out, builder.cast(image, out.type))];

export const poolingNhwcSum = pooling("sum", "sum over windows, added to the destination", combine("add"));
export const poolingNhwcMax = pooling("max", "maximum over windows and the destination", combine("max"));
export const poolingNhwcMin = pooling("min", "minimum over windows and the destination", combine("min"));

export const convolutionOps = [
  conv2dNhwcHwcf,
  conv2dNchwFchw,
  conv1dNwcWcf,
  depthwiseConv2dNhwcHwc,
  poolingNhwcSum,
  poolingNhwcMax,
  poolingNhwcMin,
];
