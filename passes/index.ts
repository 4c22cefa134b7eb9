/** Every pass that ships, in the order in which a program meets them. The name of a pass is the name of its file. */
import type { Pass } from "../src/pass/pass.ts";
import { assignAddresses } from "./buffer/assign-addresses.ts";
import { bufferize } from "./buffer/bufferize.ts";
import { planMemory } from "./buffer/plan-memory.ts";
import { arithEmulateUnsupportedFloats } from "./convert/arith-emulate-unsupported-floats.ts";
import { linalgGeneralizeNamedOps } from "./convert/linalg-generalize-named-ops.ts";
import { linalgToNests } from "./convert/linalg-to-nests.ts";
import { loopsToWasm } from "./convert/loops-to-wasm.ts";
import { lowerMath } from "./convert/lower-math.ts";
import { nestsToLoops } from "./convert/nests-to-loops.ts";
import { reconcileUnrealizedCasts } from "./convert/reconcile-unrealized-casts.ts";
import { stablehloToLinalg } from "./convert/stablehlo-to-linalg.ts";
import { fuse } from "./fusion/fuse.ts";
import { packConstants } from "./layout/pack-constants.ts";
import { propagateLayouts } from "./layout/propagate-layouts.ts";
import { collapseDims } from "./loops/collapse-dims.ts";
import { loopInvariantCodeMotion } from "./loops/loop-invariant-code-motion.ts";
import { outlineLoops } from "./loops/outline-loops.ts";
import { schedule } from "./loops/schedule.ts";
import { canonicalize } from "./simplify/canonicalize.ts";
import { cse } from "./simplify/cse.ts";
import { inline } from "./simplify/inline.ts";
import { symbolDce } from "./simplify/symbol-dce.ts";

export const passes: readonly Pass[] = [
  canonicalize,
  cse,
  inline,
  symbolDce,
  propagateLayouts,
  stablehloToLinalg,
  linalgGeneralizeNamedOps,
  linalgToNests,
  fuse,
  bufferize,
  collapseDims,
  schedule,
  packConstants,
  planMemory,
  nestsToLoops,
  arithEmulateUnsupportedFloats,
  lowerMath,
  reconcileUnrealizedCasts,
  assignAddresses,
  loopsToWasm,
  loopInvariantCodeMotion,
  outlineLoops,
];
