/** The operators that ship. `importOnnx` takes a list: `[...onnxOperators, mine]` adds to them or replaces some. */
import type { OnnxOperator } from "./operator.ts";
import { activationOperators } from "./ops/activation.ts";
import { arithmeticOperators } from "./ops/arithmetic.ts";
import { attentionOperators } from "./ops/attention.ts";
import { constantOperators } from "./ops/constant.ts";
import { controlOperators } from "./ops/control.ts";
import { convolutionOperators } from "./ops/convolution.ts";
import { einsumOperators } from "./ops/einsum.ts";
import { indexingOperators } from "./ops/indexing.ts";
import { matmulOperators } from "./ops/matmul.ts";
import { normalizationOperators } from "./ops/normalization.ts";
import { poolingOperators } from "./ops/pooling.ts";
import { quantizationOperators } from "./ops/quantization.ts";
import { recurrentOperators } from "./ops/recurrent.ts";
import { reductionOperators } from "./ops/reduction.ts";
import { resizeOperators } from "./ops/resize.ts";
import { scatterOperators } from "./ops/scatter.ts";
import { shapeOperators } from "./ops/shape.ts";

export const onnxOperators: readonly OnnxOperator[] = [
  ...activationOperators,
  ...arithmeticOperators,
  ...attentionOperators,
  ...constantOperators,
  ...controlOperators,
  ...convolutionOperators,
  ...einsumOperators,
  ...indexingOperators,
  ...matmulOperators,
  ...normalizationOperators,
  ...poolingOperators,
  ...quantizationOperators,
  ...recurrentOperators,
  ...reductionOperators,
  ...resizeOperators,
  ...scatterOperators,
  ...shapeOperators,
];
