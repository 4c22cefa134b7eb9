/** The StableHLO dialect: its operations, types and attributes, and what they mean. */

import { isElements } from "../../src/definition/attribute-constraint.ts";
import { inlinable } from "../../src/definition/control-flow.ts";
import { defineDialect, type TypeDefinition } from "../../src/definition/dialect.ts";
import type { OpSchema } from "../../src/definition/schema.ts";
import { hasStaticShape } from "../../src/ir/attribute.ts";
import { canonicalizationsOf } from "../../src/rewrite/canonicalizations.ts";
import { attributeDefinitions } from "./attributes.ts";
import { canonicalizations } from "./canonicalizations.ts";
import { meanings } from "./interpret/meanings.ts";
import * as binary from "./ops/binary.ts";
import * as collective from "./ops/collective.ts";
import * as constant from "./ops/constant.ts";
import * as control from "./ops/control.ts";
import * as dot from "./ops/dot.ts";
import * as gather from "./ops/gather.ts";
import * as layout from "./ops/layout.ts";
import * as normalization from "./ops/normalization.ts";
import * as other from "./ops/other.ts";
import * as reduction from "./ops/reduction.ts";
import * as unary from "./ops/unary.ts";

const types: readonly TypeDefinition[] = [
  { mnemonic: "token", summary: "orders side effects" },
  {
    mnemonic: "future",
    summary: "a value that comes later",
    parse: (parser) => {
      const inner = parser.parseToken("<") ? parser.parseType() : undefined;
      return inner !== undefined && parser.parseToken(">") ? [inner] : undefined;
    },
    print: (type, printer) => {
      printer.print("<");
      for (const parameter of type.parameters) printer.printAttribute(parameter);
      printer.print(">");
    },
  },
];

const operations: readonly OpSchema[] = [
  constant.constant,
  constant.iota,
  constant.dynamicIota,
  unary.abs,
  unary.cbrt,
  unary.ceil,
  unary.cosine,
  unary.countLeadingZeros,
  unary.exponential,
  unary.exponentialMinusOne,
  unary.floor,
  unary.log,
  unary.logPlusOne,
  unary.logistic,
  unary.negate,
  unary.not,
  unary.popcnt,
  unary.roundNearestAfz,
  unary.roundNearestEven,
  unary.rsqrt,
  unary.sign,
  unary.sine,
  unary.sqrt,
  unary.tan,
  unary.tanh,
  unary.real,
  unary.imag,
  unary.isFiniteOp,
  unary.convert,
  unary.bitcastConvert,
  unary.reducePrecision,
  unary.uniformQuantize,
  unary.uniformDequantize,
  binary.add,
  binary.and,
  binary.atan2,
  binary.divide,
  binary.maximum,
  binary.minimum,
  binary.multiply,
  binary.or,
  binary.power,
  binary.remainder,
  binary.shiftLeft,
  binary.shiftRightArithmetic,
  binary.shiftRightLogical,
  binary.subtract,
  binary.xor,
  binary.complex,
  binary.compare,
  binary.select,
  binary.clamp,
  layout.broadcastInDim,
  layout.broadcast,
  layout.reshape,
  layout.transpose,
  layout.slice,
  layout.pad,
  layout.concatenate,
  layout.reverse,
  layout.dynamicSlice,
  layout.dynamicUpdateSlice,
  layout.dynamicBroadcastInDim,
  layout.dynamicReshape,
  layout.dynamicPad,
  layout.realDynamicSlice,
  layout.getDimensionSize,
  layout.setDimensionSize,
  dot.dot,
  dot.dotGeneral,
  dot.convolution,
  dot.dynamicConv,
  dot.einsum,
  dot.unaryEinsum,
  gather.gather,
  gather.dynamicGather,
  gather.scatter,
  gather.torchIndexSelect,
  reduction.reduce,
  reduction.reduceWindow,
  reduction.selectAndScatter,
  reduction.sort,
  reduction.map,
  normalization.batchNormInference,
  normalization.batchNormTraining,
  normalization.batchNormGrad,
  control.ifOp,
  control.caseOp,
  control.whileOp,
  control.returnOp,
  control.optimizationBarrier,
  control.tuple,
  control.getTupleElement,
  control.createToken,
  control.afterAll,
  control.customCall,
  control.composite,
  collective.replicaId,
  collective.partitionId,
  collective.allGather,
  collective.allReduce,
  collective.reduceScatter,
  collective.allToAll,
  collective.collectiveBroadcast,
  collective.collectiveReduce,
  collective.collectivePermute,
  collective.crossReplicaSum,
  other.rng,
  other.rngBitGenerator,
  other.fft,
  other.cholesky,
  other.triangularSolve,
  other.infeed,
  other.outfeed,
  other.send,
  other.recv,
  other.asyncStart,
  other.asyncDone,
];

/** As upstream's inliner interface says of the whole dialect: even operations with regions mean the same anywhere. */
const inliner = operations.map(({ name }) => ({ operation: name.text, supplies: [inlinable.of(() => true)] }));

export const stablehlo = defineDialect({
  name: "stablehlo",
  summary: "machine learning programs on tensors, as OpenXLA specifies them",
  operations,
  types,
  attributes: attributeDefinitions,
  materializeConstant: (value, type) => {
    if (type.kind !== "tensor-type" || !hasStaticShape(type) || !isElements(value) || value.type !== type)
      return undefined;
    return constant.constant.build({ value, resultTypes: [type] });
  },
  extensions: [...meanings, ...canonicalizationsOf(canonicalizations), ...inliner],
});

export type {
  ComparisonDirection,
  ComparisonType,
  ConvDimensionNumbers,
  DotDimensionNumbers,
  GatherDimensionNumbers,
  Padding,
  Precision,
  ScatterDimensionNumbers,
} from "./attributes.ts";
export {
  add,
  and,
  atan2,
  clamp,
  compare,
  complex,
  divide,
  maximum,
  minimum,
  multiply,
  or,
  power,
  remainder,
  select,
  shiftLeft,
  shiftRightArithmetic,
  shiftRightLogical,
  subtract,
  xor,
} from "./ops/binary.ts";
export {
  allGather,
  allReduce,
  allToAll,
  collectiveBroadcast,
  collectivePermute,
  collectiveReduce,
  crossReplicaSum,
  partitionId,
  reduceScatter,
  replicaId,
} from "./ops/collective.ts";
export {
  constant,
  dynamicIota,
  iota,
} from "./ops/constant.ts";
export {
  afterAll,
  caseOp,
  composite,
  createToken,
  customCall,
  getTupleElement,
  ifOp,
  optimizationBarrier,
  returnOp,
  tuple,
  whileOp,
} from "./ops/control.ts";
export {
  convolution,
  dot,
  dotGeneral,
  dynamicConv,
  einsum,
  unaryEinsum,
} from "./ops/dot.ts";
export {
  dynamicGather,
  gather,
  scatter,
  torchIndexSelect,
} from "./ops/gather.ts";
export {
  broadcast,
  broadcastInDim,
  concatenate,
  dynamicBroadcastInDim,
  dynamicPad,
  dynamicReshape,
  dynamicSlice,
  dynamicUpdateSlice,
  getDimensionSize,
  pad,
  realDynamicSlice,
  reshape,
  reverse,
  setDimensionSize,
  slice,
  transpose,
} from "./ops/layout.ts";
export {
  batchNormGrad,
  batchNormInference,
  batchNormTraining,
} from "./ops/normalization.ts";
export {
  asyncDone,
  asyncStart,
  cholesky,
  fft,
  infeed,
  outfeed,
  recv,
  rng,
  rngBitGenerator,
  send,
  triangularSolve,
} from "./ops/other.ts";
export {
  map,
  reduce,
  reduceWindow,
  selectAndScatter,
  sort,
} from "./ops/reduction.ts";
export {
  abs,
  bitcastConvert,
  cbrt,
  ceil,
  convert,
  cosine,
  countLeadingZeros,
  exponential,
  exponentialMinusOne,
  floor,
  imag,
  isFiniteOp,
  log,
  logistic,
  logPlusOne,
  negate,
  not,
  popcnt,
  real,
  reducePrecision,
  roundNearestAfz,
  roundNearestEven,
  rsqrt,
  sign,
  sine,
  sqrt,
  tan,
  tanh,
  uniformDequantize,
  uniformQuantize,
} from "./ops/unary.ts";
