/**
 * dot_general as a matrix product where it is one, and as a linalg.generic over batch, free and contracted dimensions in any order
 * otherwise. Convolution of 1x1 windows comes here as well, by way of reshapes.
 */
import { selectionMap } from "../../../src/ir/affine.ts";
import { type Type, tensorType } from "../../../src/ir/attribute.ts";
import type { Value } from "../../../src/ir/handle.ts";
import type { Rewriter } from "../../../src/ir/rewriter.ts";
import type { ConversionPattern } from "../../../src/rewrite/conversion-pattern.ts";
import { genericSpec, insertZeros, tensorTypeOf } from "../../linalg/build.ts";
import { implied } from "../../linalg/named-op.ts";
import { batchMatmul, batchMatmulMaps, matmul, matmulMaps, multiplyAdd } from "../../linalg/ops/contraction.ts";
import type { IteratorType } from "../../linalg/structured.ts";
import type { DotDimensionNumbers } from "../attributes.ts";
import { dot, dotGeneral } from "../ops/dot.ts";
import { lowering } from "./pattern.ts";

/** Which loop each dimension of the operands and the result runs with. */
interface ContractionLoops {
  readonly lhs: readonly number[];
  readonly rhs: readonly number[];
  readonly result: readonly number[];
  readonly iterators: readonly IteratorType[];
}

/** Loops in the order of the result's dimensions, batch first, then the contracted ones. */
function loopsOf(numbers: DotDimensionNumbers, lhsRank: number, rhsRank: number): ContractionLoops {
  const lhs = new Array<number>(lhsRank).fill(-1);
  const rhs = new Array<number>(rhsRank).fill(-1);
  let next = 0;
  numbers.lhsBatching.forEach((d, at) => {
    lhs[d] = next;
    rhs[numbers.rhsBatching[at] ?? 0] = next++;
  });
  for (let d = 0; d < lhsRank; d++) if (lhs[d] === -1 && !numbers.lhsContracting.includes(d)) lhs[d] = next++;
  for (let d = 0; d < rhsRank; d++) if (rhs[d] === -1 && !numbers.rhsContracting.includes(d)) rhs[d] = next++;
  const parallel = next;
  numbers.lhsContracting.forEach((d, at) => {
    lhs[d] = next;
    rhs[numbers.rhsContracting[at] ?? 0] = next++;
  });
  const iterators = Array.from(
    { length: next },
    (_, loop): IteratorType => (loop < parallel ? "parallel" : "reduction"),
  );
  return { lhs, rhs, result: Array.from({ length: parallel }, (_, loop) => loop), iterators };
}

const equal = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((x, at) => x === b[at]);

/** The contraction of two values, accumulated in the result's element type from zero. */
export function insertContraction(
  rewriter: Rewriter,
  lhs: Value,
  rhs: Value,
  numbers: DotDimensionNumbers,
  elementType: Type,
): Value {
  const [lhsType, rhsType] = [tensorTypeOf(lhs), tensorTypeOf(rhs)];
  const loops = loopsOf(numbers, lhsType.shape.length, rhsType.shape.length);
  const extents = new Map<number, number>();
  for (const [d, loop] of loops.lhs.entries()) extents.set(loop, lhsType.shape[d] ?? 1);
  for (const [d, loop] of loops.rhs.entries()) extents.set(loop, rhsType.shape[d] ?? 1);
  const output = insertZeros(
    rewriter,
    tensorType(
      loops.result.map((loop) => extents.get(loop) ?? 1),
      elementType,
    ),
  );
  const inputs = [lhs, rhs];
  const outputs = [output];
  if (equal(loops.lhs, [0, 2]) && equal(loops.rhs, [2, 1]))
    return rewriter
      .insert(matmul.build({ inputs, outputs, indexing_maps: matmulMaps, ...implied(matmul, inputs, outputs) }))
      .opResult(0);
  if (equal(loops.lhs, [0, 1, 3]) && equal(loops.rhs, [0, 3, 2]))
    return rewriter
      .insert(
        batchMatmul.build({
          inputs,
          outputs,
          indexing_maps: batchMatmulMaps,
          ...implied(batchMatmul, inputs, outputs),
        }),
      )
      .opResult(0);
  const maps = [loops.lhs, loops.rhs, loops.result].map((positions) => selectionMap(loops.iterators.length, positions));
  return rewriter
    .insert(genericSpec({ inputs, outputs, maps, iterators: loops.iterators, body: multiplyAdd }))
    .opResult(0);
}

const lowerDotGeneral = lowering("lower-dot-general", dotGeneral, ({ adaptor, operation, rewriter }) =>
  insertContraction(
    rewriter,
    adaptor.lhs,
    adaptor.rhs,
    operation.dot_dimension_numbers,
    tensorTypeOf(operation.result).elementType,
  ),
);

const lowerDot = lowering("lower-dot", dot, ({ adaptor, operation, rewriter }) => {
  const lhsRank = tensorTypeOf(adaptor.lhs).shape.length;
  const numbers = { lhsBatching: [], rhsBatching: [], lhsContracting: [lhsRank - 1], rhsContracting: [0] };
  return insertContraction(rewriter, adaptor.lhs, adaptor.rhs, numbers, tensorTypeOf(operation.result).elementType);
});

export const contractionPatterns: readonly ConversionPattern[] = [lowerDotGeneral, lowerDot];
