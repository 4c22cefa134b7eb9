/** From StableHLO with static shapes to the wasm dialect, each step with its reason. */
import type { PipelineChoices } from "../../target/target.ts";

export function wasmSimdPipeline({ effort }: PipelineChoices): string {
  const optimize = (...passes: readonly string[]): readonly string[] => (effort > 0 ? passes : []);
  const onFunctions = (...passes: readonly string[]): string => `func.func(${passes.join(",")})`;
  const steps = [
    // Functions on tensors become kernels of their callers: kernels fuse and share memory only within a function.
    "inline",
    // Constants meet before anything is decided: shapes of patterns are easier to see.
    "canonicalize",
    "cse",
    // Channels innermost: vectors run over them whatever the stride of a window.
    ...optimize(onFunctions("propagate-layouts", "canonicalize", "cse")),
    // Every tensor operation becomes a loop nest over index maps, the one form that fusion and scheduling look at.
    "stablehlo-to-linalg",
    onFunctions("linalg-generalize-named-ops", "canonicalize", "cse", "linalg-to-nests", ...optimize("fuse"), "cse"),
    // Memory before schedules: only then is it known which dimensions one step through memory covers.
    "bufferize",
    onFunctions("collapse-dims", ...optimize("schedule")),
    // Weights are laid out at compile time as the schedules read them; the unpacked ones are dropped.
    ...optimize("pack-constants"),
    "symbol-dce",
    onFunctions("plan-memory"),
    "nests-to-loops",
    // There is no arithmetic on 16-bit floats.
    "arith-emulate-unsupported-floats",
    // Functions without an instruction become polynomials before they are lowered.
    "lower-math",
    "canonicalize",
    "cse",
    // Once more, for upstream's canonical forms join casts to 16-bit floats again.
    "arith-emulate-unsupported-floats",
    "assign-addresses",
    "loops-to-wasm",
    // Addresses are made access by access: what they share is found, then taken out of the loops.
    "cse",
    "loop-invariant-code-motion",
    "cse",
    // The engine compiles and optimizes a function at a time.
    ...optimize("outline-loops"),
  ];
  return `builtin.module(${steps.join(",")})`;
}
