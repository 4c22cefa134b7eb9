/** Every command of `lathe`, in the order of `--help`. */
import type { CommandEntry } from "./command.ts";

export const commands: readonly CommandEntry[] = [
  { name: "demo", summary: "take a model through every layer, and tell why", load: () => import("./commands/demo.ts") },
  { name: "check", summary: "list what of an ONNX model is not supported", load: () => import("./commands/check.ts") },
  { name: "import", summary: "turn an ONNX model into StableHLO text", load: () => import("./commands/import.ts") },
  {
    name: "compile",
    summary: "compile a program to the files of a target",
    load: () => import("./commands/compile.ts"),
  },
  { name: "run", summary: "run a function, compiled or interpreted", load: () => import("./commands/run.ts") },
  { name: "bench", summary: "measure a program, beside onnxruntime-web", load: () => import("./commands/bench.ts") },
  { name: "opt", summary: "run passes over MLIR text", load: () => import("./commands/opt.ts") },
  { name: "passes", summary: "list the passes and their options", load: () => import("./commands/passes.ts") },
  { name: "dialects", summary: "list the dialects and their operations", load: () => import("./commands/dialects.ts") },
];
