/** The canonicalizations of scf, by what they are about. */
import type { RewritePattern } from "../../src/rewrite/pattern.ts";
import { branchCanonicalizations } from "./canonicalizations/branches.ts";
import { loopCanonicalizations } from "./canonicalizations/loops.ts";

export const scfCanonicalizations: readonly RewritePattern[] = [...branchCanonicalizations, ...loopCanonicalizations];
