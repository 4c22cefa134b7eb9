/** Every definition of arith, for those who build or match its operations: `import * as arith from "../arith/ops.ts"`. */
export {
  bitcast,
  extf,
  extsi,
  extui,
  fptosi,
  fptoui,
  indexCast,
  indexCastui,
  scalingExtf,
  scalingTruncf,
  sitofp,
  truncf,
  trunci,
  uitofp,
} from "./ops/cast.ts";
export { cmpf, cmpi, constant, select } from "./ops/compare.ts";
export { addf, divf, maximumf, maxnumf, minimumf, minnumf, mulf, negf, remf, subf } from "./ops/float.ts";
export {
  addi, adduiExtended, andi, ceildivsi, ceildivui, divsi, divui, floordivsi, maxsi, maxui, minsi, minui, muli, mulsiExtended,
  muluiExtended, ori, remsi, remui, shli, shrsi, shrui, subi, xori,
} from "./ops/integer.ts"; // biome-ignore format: a list
