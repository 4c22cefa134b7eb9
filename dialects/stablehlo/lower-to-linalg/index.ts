/** The patterns that lower stablehlo to linalg, tensor, arith, math and scf. */
import type { ConversionPattern } from "../../../src/rewrite/conversion-pattern.ts";
import { contractionPatterns } from "./contraction.ts";
import { elementwisePatterns } from "./elementwise.ts";
import { layoutPatterns } from "./layout.ts";

export const lowerToLinalg: readonly ConversionPattern[] = [
  ...elementwisePatterns,
  ...layoutPatterns,
  ...contractionPatterns,
];
