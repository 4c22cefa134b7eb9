/** Matrix products and their relatives: multiply, add to the destination. */
import { optionalAttr } from "../../../src/definition/operation.ts";
import { type AffineMap, selectionMap } from "../../../src/ir/affine.ts";
import type { Type } from "../../../src/ir/attribute.ts";
import { TypeFnAttr } from "../attributes.ts";
import type { ElementBody } from "../element-builder.ts";
import { defineNamedOp } from "../named-op.ts";
import { IndexingMapsAttr, type IteratorType } from "../structured.ts";

/** out + lhs * rhs, the factors converted to the type of the destination first. */
export const multiplyAdd: ElementBody = (builder, [lhs, rhs, out]) => {
  if (lhs === undefined || rhs === undefined || out === undefined) return [];
  return [builder.add(out, builder.mul(builder.cast(lhs, out.type), builder.cast(rhs, out.type)))];
};

/** Upstream's contractions take numbers only. */
export function numericOnly(elements: readonly Type[]): string | undefined {
  const isNumeric = ({ kind }: Type): boolean =>
    kind === "float-type" || kind === "integer-type" || kind === "index-type" || kind === "complex-type";
  return elements.every(isNumeric) ? undefined : "unsupported non numeric type";
}

const P = "parallel";
const R = "reduction";

interface Contraction {
  readonly mnemonic: string;
  readonly summary: string;
  readonly iterators: readonly IteratorType[];
  /** Positions of the loops in lhs, rhs and destination. */
  readonly dims: readonly [readonly number[], readonly number[], readonly number[]];
  readonly types: readonly [string, string, string];
}

function mapsOf({ iterators, dims }: Contraction): readonly AffineMap[] {
  return dims.map((positions) => selectionMap(iterators.length, positions));
}

function specOf(contraction: Contraction) {
  const {
    mnemonic,
    summary,
    iterators,
    types: [lhs, rhs, out],
  } = contraction;
  return {
    mnemonic,
    summary,
    inputs: 2,
    iterators: () => iterators,
    body: multiplyAdd,
    refuses: numericOnly,
    example: `%3 = linalg.${mnemonic} ins(%0, %1 : ${lhs}, ${rhs}) outs(%2 : ${out}) -> ${out}`,
  };
}

/** Contractions whose maps are a property: permuted and broadcast operands are written with it. */
function withMaps(contraction: Contraction) {
  const defaultMaps = mapsOf(contraction);
  return defineNamedOp({
    ...specOf(contraction),
    maps: (operation) => {
      const maps = operation.findAttribute("indexing_maps");
      return maps !== undefined && IndexingMapsAttr.accepts(maps) ? IndexingMapsAttr.decode(maps) : defaultMaps;
    },
    defaultMaps,
    attributes: { indexing_maps: optionalAttr(IndexingMapsAttr), cast: optionalAttr(TypeFnAttr) },
  });
}

function withoutMaps(contraction: Contraction) {
  const maps = mapsOf(contraction);
  return defineNamedOp({ ...specOf(contraction), maps: () => maps, attributes: {} });
}

const MATMUL: Contraction = {
  mnemonic: "matmul",
  summary: "matrix product, added to the destination",
  iterators: [P, P, R],
  dims: [
    [0, 2],
    [2, 1],
    [0, 1],
  ],
  types: ["tensor<4x8xf32>", "tensor<8x16xf32>", "tensor<4x16xf32>"],
};
const BATCH_MATMUL: Contraction = {
  mnemonic: "batch_matmul",
  summary: "matrix products of a batch, added to the destination",
  iterators: [P, P, P, R],
  dims: [
    [0, 1, 3],
    [0, 3, 2],
    [0, 1, 2],
  ],
  types: ["tensor<2x4x8xf32>", "tensor<2x8x16xf32>", "tensor<2x4x16xf32>"],
};

export const matmul = withMaps(MATMUL);
export const batchMatmul = withMaps(BATCH_MATMUL);
/** What a builder gives as indexing_maps for the ordinary products. */
export const matmulMaps = mapsOf(MATMUL);
export const batchMatmulMaps = mapsOf(BATCH_MATMUL);

export const matvec = withoutMaps({
  mnemonic: "matvec",
  summary: "matrix times column vector, added to the destination",
  iterators: [P, R],
  dims: [[0, 1], [1], [0]],
  types: ["tensor<4x8xf32>", "tensor<8xf32>", "tensor<4xf32>"],
});
export const vecmat = withoutMaps({
  mnemonic: "vecmat",
  summary: "row vector times matrix, added to the destination",
  iterators: [P, R],
  dims: [[1], [1, 0], [0]],
  types: ["tensor<4xf32>", "tensor<4x8xf32>", "tensor<8xf32>"],
});
export const dot = withoutMaps({
  mnemonic: "dot",
  summary: "dot product, added to the destination",
  iterators: [R],
  dims: [[0], [0], []],
  types: ["tensor<4xf32>", "tensor<4xf32>", "tensor<f32>"],
});

export const contractionOps = [matmul, batchMatmul, matvec, vecmat, dot];
