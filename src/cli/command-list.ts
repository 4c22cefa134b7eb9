/** Every command of `lathe`, in the order of `--help`. */
import type { CommandEntry } from "./command.ts";

const SEE = "See it work:";
const MODELS = "Models and programs:";
const PASSES = "Passes and dialects:";

export const commands: readonly CommandEntry[] = [
  {
    name: "demo",
    group: SEE,
    summary: "take a model through every layer, and tell why",
    load: () => import("./commands/demo.ts"),
  },
  {
    name: "check",
    group: MODELS,
    summary: "list what of an ONNX model is not supported",
    load: () => import("./commands/check.ts"),
  },
  {
    name: "import",
    group: MODELS,
    summary: "turn an ONNX model into StableHLO text",
    load: () => import("./commands/import.ts"),
  },
  {
    name: "compile",
    group: MODELS,
    summary: "compile a program to the files of a target",
    load: () => import("./commands/compile.ts"),
  },
  {
    name: "run",
    group: MODELS,
    summary: "run a function, compiled or interpreted",
    load: () => import("./commands/run.ts"),
  },
  {
    name: "bench",
    group: MODELS,
    summary: "measure a program, beside onnxruntime-web",
    load: () => import("./commands/bench.ts"),
  },
  { name: "opt", group: PASSES, summary: "run passes over MLIR text", load: () => import("./commands/opt.ts") },
  {
    name: "passes",
    group: PASSES,
    summary: "list the passes and their options",
    load: () => import("./commands/passes.ts"),
  },
  {
    name: "dialects",
    group: PASSES,
    summary: "list the dialects and their operations",
    load: () => import("./commands/dialects.ts"),
  },
];
