/** Gathers: each element of the result is extracted from the operand at an index that the body computes. */
import { affineMap, constant, dim } from "../../../src/ir/affine.ts";
import { dictionaryOf, i64, indexType, integerAttribute } from "../../../src/ir/attribute.ts";
import type { ConversionPattern } from "../../../src/rewrite/conversion-pattern.ts";
import { insertMapped, tensorTypeOf } from "../../linalg/build.ts";
import type { ElementBuilder, ElementValue } from "../../linalg/element-builder.ts";
import { gather } from "../ops/gather.ts";
import { lowering } from "./pattern.ts";

const loopIndex = (builder: ElementBuilder, loop: number): ElementValue =>
  builder.op("linalg.index", [], indexType, dictionaryOf({ dim: integerAttribute(loop, i64) }));

/** A start index as an index value from 0 to `last`. */
function clampedIndex(builder: ElementBuilder, start: ElementValue, last: number): ElementValue {
  const below = builder.op("arith.minsi", [builder.cast(start, indexType), builder.constant(last, indexType)]);
  return builder.op("arith.maxsi", [below, builder.constant(0, indexType)]);
}

const lowerGather = lowering("lower-gather", gather, ({ adaptor, operation, rewriter }) => {
  const numbers = operation.dimension_numbers;
  const type = tensorTypeOf(operation.result);
  const rank = type.shape.length;
  const operandType = tensorTypeOf(adaptor.operand);
  const startsRank = tensorTypeOf(adaptor.start_indices).shape.length;
  const batchLoops = type.shape.map((_, d) => d).filter((d) => !numbers.offsetDims.includes(d));
  /** The result's loop along a dimension of start_indices. */
  const loopOfStart = (d: number): number => batchLoops[d < numbers.indexVectorDim ? d : d - 1] ?? 0;
  const maps = numbers.startIndexMap.map((_, component) =>
    affineMap(
      rank,
      0,
      Array.from({ length: startsRank }, (_, d) =>
        d === numbers.indexVectorDim ? constant(component) : dim(loopOfStart(d)),
      ),
    ),
  );
  const isLeftOut = (d: number): boolean =>
    numbers.collapsedSliceDims.includes(d) || numbers.operandBatchingDims.includes(d);
  const sliced = operandType.shape.map((_, d) => d).filter((d) => !isLeftOut(d));
  const inputs = numbers.startIndexMap.map(() => adaptor.start_indices);
  return insertMapped(rewriter, type, inputs, maps, (builder, args) => {
    const indices = operandType.shape.map((extent, d) => {
      const parts: ElementValue[] = [];
      const component = numbers.startIndexMap.indexOf(d);
      const start = args[component];
      const last = extent - (operation.slice_sizes[d] ?? 1);
      // A slice of the whole extent starts at 0 whatever the index says.
      if (component >= 0 && start !== undefined && last > 0) parts.push(clampedIndex(builder, start, last));
      const batching = numbers.operandBatchingDims.indexOf(d);
      if (batching >= 0) parts.push(loopIndex(builder, loopOfStart(numbers.startIndicesBatchingDims[batching] ?? 0)));
      const offset = sliced.indexOf(d);
      if (offset >= 0 && (operation.slice_sizes[d] ?? 1) > 1)
        parts.push(loopIndex(builder, numbers.offsetDims[offset] ?? 0));
      const [first, second] = parts;
      if (first === undefined) return builder.constant(0, indexType);
      return second === undefined ? first : builder.op("arith.addi", [first, second]);
    });
    const operand = { id: adaptor.operand.id, type: operandType };
    return [builder.op("tensor.extract", [operand, ...indices], type.elementType)];
  });
});

export const gatherPatterns: readonly ConversionPattern[] = [lowerGather];
