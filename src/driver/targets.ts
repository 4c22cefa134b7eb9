/** The targets that ship. Callers extend the list as they extend the list of dialects. */
import type { Target } from "../target/target.ts";
import { mlir } from "../targets/mlir/index.ts";
import { wasmSimd } from "../targets/wasm-simd/index.ts";

export const defaultTargets: readonly Target[] = [wasmSimd, mlir];
export const DEFAULT_TARGET = "wasm-simd";
