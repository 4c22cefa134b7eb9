/** The patterns that lower stablehlo to linalg, tensor, arith, math and scf. */
import type { ConversionPattern } from "../../../src/rewrite/conversion-pattern.ts";
import { contractionPatterns } from "./contraction.ts";
import { controlPatterns } from "./control.ts";
import { convolutionPatterns } from "./convolution.ts";
import { elementwisePatterns } from "./elementwise.ts";
import { gatherPatterns } from "./gather.ts";
import { layoutPatterns } from "./layout.ts";
import { normalizationPatterns } from "./normalization.ts";
import { reductionPatterns } from "./reduction.ts";

export const lowerToLinalg: readonly ConversionPattern[] = [
  ...elementwisePatterns,
  ...layoutPatterns,
  ...contractionPatterns,
  ...convolutionPatterns,
  ...reductionPatterns,
  ...gatherPatterns,
  ...normalizationPatterns,
  ...controlPatterns,
];
