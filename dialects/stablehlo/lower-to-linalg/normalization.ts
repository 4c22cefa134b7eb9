/** Batch normalization with given statistics: one element-wise generic with the statistics read along the features. */
import { identityMap, selectionMap } from "../../../src/ir/affine.ts";
import type { ConversionPattern } from "../../../src/rewrite/conversion-pattern.ts";
import { insertMapped, tensorTypeOf } from "../../linalg/build.ts";
import { batchNormInference } from "../ops/normalization.ts";
import { lowering } from "./pattern.ts";

const lowerBatchNormInference = lowering(
  "lower-batch-norm-inference",
  batchNormInference,
  ({ adaptor, operation, rewriter }) => {
    const type = tensorTypeOf(operation.result);
    const rank = type.shape.length;
    const feature = selectionMap(rank, [operation.feature_index]);
    const { operand, scale, offset, mean, variance } = adaptor;
    const maps = [identityMap(rank), feature, feature, feature, feature];
    return insertMapped(rewriter, type, [operand, scale, offset, mean, variance], maps, (builder, args) => {
      const [x, s, o, m, v] = args;
      if (x === undefined || s === undefined || o === undefined || m === undefined || v === undefined) return [];
      const epsilon = builder.constant(operation.epsilon, type.elementType);
      const deviation = builder.op("math.sqrt", [builder.add(v, epsilon)]);
      const normal = builder.op("arith.divf", [builder.sub(x, m), deviation]);
      return [builder.add(builder.mul(normal, s), o)];
    });
  },
);

export const normalizationPatterns: readonly ConversionPattern[] = [lowerBatchNormInference];
