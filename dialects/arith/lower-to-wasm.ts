/** arith to WebAssembly: patterns for a dialect conversion by `wasmTypes`. Integers narrower than 32 bits are kept sign-extended (i1 as 0 or 1). */
import type { ConversionPattern } from "../../src/rewrite/conversion-pattern.ts";
import { castPatterns } from "./lower-to-wasm/casts.ts";
import { comparePatterns } from "./lower-to-wasm/compare.ts";
import { floatPatterns } from "./lower-to-wasm/floats.ts";
import { integerPatterns } from "./lower-to-wasm/integers.ts";

export const arithToWasm: readonly ConversionPattern[] = [
  ...comparePatterns,
  ...integerPatterns,
  ...floatPatterns,
  ...castPatterns,
];
