/** Every definition of scf, for those who build or match its operations: `import * as scf from "../scf/ops.ts"`. */
export { executeRegionOp, ifOp, indexSwitchOp } from "./ops/branches.ts";
export { conditionOp, forOp, whileOp, yieldOp } from "./ops/loops.ts";
export { forallOp, inParallelOp, parallelOp, reduceOp, reduceReturnOp } from "./ops/parallel.ts";
