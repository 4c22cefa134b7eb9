/** What `lathe demo` finds out, as data: `--json` prints it, render.ts tells it. Times without a unit in their name are nanoseconds. */
import type { DecisionRow, MemoryReport, PassStep } from "../../driver/explain.ts";
import type { TensorDescription } from "../../target/target.ts";
import type { Reading } from "./ocr.ts";

export interface DemoReport {
  readonly model: ModelFacts;
  /** What was read from the picture; undefined where the model is not the recognizer. */
  readonly reading: (Reading & { readonly picture: string }) | undefined;
  readonly compile: CompileFacts;
  readonly decisions: readonly DecisionRow[];
  readonly memory: readonly MemoryReport[];
  readonly latency: readonly LatencyRow[];
  readonly checks: readonly CheckRow[];
  readonly kernels: readonly KernelRow[];
  /** What was left out, each with its reason. */
  readonly omitted: readonly string[];
  readonly milliseconds: number;
}

export interface ModelFacts {
  readonly file: string;
  readonly bytes: number;
  readonly format: "onnx" | "mlir";
  /** ONNX nodes by operator, most frequent first; empty for MLIR text. */
  readonly operators: readonly { readonly operator: string; readonly count: number }[];
  /** Operations of the module that was imported or read, most frequent first. */
  readonly operations: readonly { readonly operation: string; readonly count: number }[];
  readonly inputs: readonly TensorDescription[];
  readonly outputs: readonly TensorDescription[];
  readonly importMilliseconds: number;
}

export interface CompileFacts {
  readonly target: string;
  readonly milliseconds: number;
  readonly emitMilliseconds: number;
  readonly steps: readonly PassStep[];
  /** Sizes that the target reports: bytes of code, of constants. */
  readonly facts: Readonly<Record<string, number>>;
}

/** Who ran the model, and how long a call took. All but the interpreter took turns in one run, on one thread. */
export interface LatencyRow {
  readonly who: string;
  readonly kind: "optimized" | "plain" | "interpreter" | "peer";
  readonly median: number;
  readonly min: number;
  readonly calls: number;
}

/** Results of the optimized program held against another's. */
export interface CheckRow {
  readonly against: string;
  /** Whether a difference is our mistake: onnxruntime-web's own optimizations change results, so it is shown but does not judge. */
  readonly binding: boolean;
  readonly agrees: boolean;
  /** The largest error in units of what is allowed; undefined where types differ. */
  readonly worst: number | undefined;
  readonly largestError: number;
  readonly message: string | undefined;
}

/** Sampled time of a function of the compiled program. */
export interface KernelRow {
  readonly name: string;
  /** Names of the ONNX nodes and tensors that it computes. */
  readonly names: readonly string[];
  /** Of a call of the program. */
  readonly nanoseconds: number;
  /** What the cost service said when the kernel was scheduled; undefined for functions of several kernels. */
  readonly predicted: number | undefined;
  readonly share: number;
}
