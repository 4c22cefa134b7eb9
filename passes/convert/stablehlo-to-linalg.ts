/**
 * Lowers stablehlo to linalg on tensors, with arith and math in the bodies. Functions keep their signatures. What has no lowering makes
 * the pass fail and is told with the patterns that were tried.
 */
import { lowerToLinalg } from "../../dialects/stablehlo/lower-to-linalg/index.ts";
import { definePass } from "../../src/pass/pass.ts";
import { convertDialects } from "../../src/rewrite/conversion.ts";
import { conversionTarget } from "../../src/rewrite/conversion-target.ts";

const target = conversionTarget({
  illegalDialects: ["stablehlo", "chlo"],
  unknown: () => true,
});

export const stablehloToLinalg = definePass({
  name: "stablehlo-to-linalg",
  summary: "lower stablehlo to linalg on tensors",
  on: "any",
  statistics: { lowered: "patterns applied" },
  dependentDialects: ["arith", "linalg", "math", "scf", "tensor"],
  run: ({ context, modules, body, count, report }) => {
    const result = convertDialects(modules, body, { context, target, patterns: lowerToLinalg, mode: "partial" });
    for (const diagnostic of result.diagnostics) report(diagnostic);
    for (const times of result.applied.values()) count("lowered", times);
  },
});
