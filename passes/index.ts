/** Every pass that ships, in the order in which a program meets them. The name of a pass is the name of its file. */
import type { Pass } from "../src/pass/pass.ts";
import { canonicalize } from "./simplify/canonicalize.ts";
import { cse } from "./simplify/cse.ts";
import { inline } from "./simplify/inline.ts";
import { symbolDce } from "./simplify/symbol-dce.ts";

export const passes: readonly Pass[] = [canonicalize, cse, inline, symbolDce];
