/**
 * Instruments watch a pipeline run without the passes knowing: timing, printing, tracing. They see committed modules only, which never
 * change, so an instrument may keep every one of them (time travel) at the cost of what differs.
 */
import type { BodyId } from "../ir/ids.ts";
import type { Module } from "../ir/module.ts";
import type { Diagnostic } from "../source/diagnostic.ts";
import type { PassInstance } from "./pass.ts";
import type { Pipeline } from "./pipeline.ts";

/** A pass about to run on one operation. */
export interface PassEvent {
  readonly instance: PassInstance;
  /** The anchors around it, the outermost first. */
  readonly path: readonly string[];
  /** The operation that it runs on: its body, name, and symbol where it has one. */
  readonly body: BodyId;
  readonly operation: string;
  readonly symbol: string | undefined;
  readonly before: Module;
}

/** A pass that has run. */
export interface PassDone extends PassEvent {
  readonly after: Module;
  readonly changed: boolean;
}

/** A pass that failed; `after` is what it left where it finished at all (verification refused it), else the module before it. */
export interface PassFailure extends PassEvent {
  readonly after: Module;
  readonly diagnostics: readonly Diagnostic[];
}

/** All hooks are optional. The `after` hooks run in the opposite order of the `before` hooks, so that instruments nest. */
export interface PassInstrument {
  readonly beforePipeline?: (pipeline: Pipeline, module: Module) => void;
  readonly afterPipeline?: (pipeline: Pipeline, module: Module) => void;
  readonly beforePass?: (event: PassEvent) => void;
  readonly afterPass?: (event: PassDone) => void;
  readonly passFailed?: (event: PassFailure) => void;
  /** Around the verification that follows a pass. */
  readonly beforeVerify?: (event: PassDone) => void;
  readonly afterVerify?: (event: PassDone) => void;
}
