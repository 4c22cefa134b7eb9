/** What the engine that runs this code can run: each feature is probed by validating a module of one function that needs it. */

import type { FunctionBuilder } from "./function-builder.ts";
import { ModuleBuilder } from "./module.ts";
import type { Feature } from "./opcodes.ts";

type Probe = (body: FunctionBuilder) => void;

const probes: { readonly [F in Feature]: Probe } = {
  "bulk-memory": (body) => {
    for (let i = 0; i < 3; i++) body.emit("i32.const", 0);
    body.emit("memory.fill");
  },
  "saturating-conversion": (body) => {
    body.emit("f32.const", 0);
    body.emit("i32.trunc_sat_f32_s");
    body.emit("drop");
  },
  "sign-extension": (body) => {
    body.emit("i32.const", 0);
    body.emit("i32.extend8_s");
    body.emit("drop");
  },
  "reference-types": (body) => {
    body.emit("ref.null", "externref");
    body.emit("drop");
  },
  simd: (body) => {
    body.emit("f32.const", 0);
    body.emit("f32x4.splat");
    body.emit("drop");
  },
  "relaxed-simd": (body) => {
    for (let i = 0; i < 3; i++) {
      body.emit("f32.const", 0);
      body.emit("f32x4.splat");
    }
    body.emit("f32x4.relaxed_madd");
    body.emit("drop");
  },
  threads: (body) => {
    body.emit("i32.const", 0);
    body.emit("i32.atomic.load");
    body.emit("drop");
  },
};

/** Every feature that can be asked for. */
export const features: readonly Feature[] = Object.keys(probes).filter((name): name is Feature =>
  Object.hasOwn(probes, name),
);

const answers = new Map<Feature, boolean>();

/** Whether this engine accepts modules that use `feature`. `threads` says nothing about SharedArrayBuffer, which a page may lack for want of headers. */
export function isSupported(feature: Feature): boolean {
  const known = answers.get(feature);
  if (known !== undefined) return known;
  const answer = WebAssembly.validate(probeModule(feature));
  answers.set(feature, answer);
  return answer;
}

/** Every feature that this engine has. */
export function supportedFeatures(): readonly Feature[] {
  return features.filter(isSupported);
}

function probeModule(feature: Feature): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder();
  module.addMemory(feature === "threads" ? { min: 1, max: 1, shared: true } : { min: 1 });
  probes[feature](module.addFunction("probe", { params: [], results: [] }));
  return module.encode();
}
