/** The canonicalizations of arith, by what they are about. */
import type { RewritePattern } from "../../src/rewrite/pattern.ts";
import { castCanonicalizations } from "./canonicalizations/casts.ts";
import { compareCanonicalizations } from "./canonicalizations/compare.ts";
import { integerCanonicalizations } from "./canonicalizations/integer.ts";

export const arithCanonicalizations: readonly RewritePattern[] = [
  ...integerCanonicalizations,
  ...castCanonicalizations,
  ...compareCanonicalizations,
];
