/** Local rules of StableHLO, exact in every bit. Each is headed by what it turns into what. Over 400 lines: one rule after
 * the other. */
import { DYNAMIC, elementCountOf, hasStaticShape, type TensorType } from "../../src/ir/attribute.ts";
import type { OperationHandle, RegionHandle, Value } from "../../src/ir/handle.ts";
import type { Rewriter } from "../../src/ir/rewriter.ts";
import { splatInteger } from "../../src/ir/splat.ts";
import { definePattern, noMatch, type RewriteOutcome, type RewritePattern } from "../../src/rewrite/pattern.ts";
import type { ComparisonDirection } from "./attributes.ts";
import { integersOf } from "./folds.ts";
import { compare, select } from "./ops/binary.ts";
import { dynamicIota, iota } from "./ops/constant.ts";
import { caseOp, ifOp } from "./ops/control.ts";
import { dot, dotGeneral } from "./ops/dot.ts";
import { dynamicGather, gather } from "./ops/gather.ts";
import * as o from "./ops/layout.ts";
import { convert, not } from "./ops/unary.ts";
import { asTensor } from "./rules.ts";

const noStaticResult = noMatch("the result's shape is not static");

function staticResult(value: Value): TensorType | undefined {
  const type = asTensor(value.type);
  return hasStaticShape(type) ? type : undefined;
}

// ---- Layout ---------------------------------------------------------------------------------------------------------------

/**
 *   %1 = stablehlo.transpose %0, dims = P      becomes    %2 = stablehlo.transpose %0, dims = P∘Q
 *   %2 = stablehlo.transpose %1, dims = Q
 */
const mergeTransposes = definePattern({
  name: "merge-transposes",
  root: o.transpose,
  rewrite: (op, rewriter) => {
    const inner = o.transpose.cast(op.operand.definition);
    if (inner === undefined) return noMatch("the operand is not a transpose");
    const permutation = op.permutation.map((dimension) => inner.permutation[dimension] ?? 0);
    return rewriter.replaceWith(
      op,
      o.transpose.build({ operand: inner.operand, permutation, resultTypes: op.record.resultTypes }),
    );
  },
});

/**
 *   stablehlo.transpose %0, dims = P   becomes   stablehlo.reshape %0
 * when the dimensions of more than one element keep their order.
 */
const transposeToReshape = definePattern({
  name: "transpose-to-reshape",
  root: o.transpose,
  rewrite: (op, rewriter) => {
    const type = asTensor(op.operand.type);
    if (!hasStaticShape(type) || staticResult(op.result) === undefined) return noStaticResult;
    const moved = op.permutation.filter((dimension) => type.shape[dimension] !== 1);
    if (moved.some((dimension, at) => at > 0 && dimension < (moved[at - 1] ?? 0)))
      return noMatch("dimensions of more than one element change places");
    return rewriter.replaceWith(op, o.reshape.build({ operand: op.operand, resultTypes: op.record.resultTypes }));
  },
});

/**
 *   %1 = stablehlo.reshape %0      becomes    %2 = stablehlo.reshape %0
 *   %2 = stablehlo.reshape %1
 */
const mergeReshapes = definePattern({
  name: "merge-reshapes",
  root: o.reshape,
  rewrite: (op, rewriter) => {
    const inner = o.reshape.cast(op.operand.definition);
    if (inner === undefined) return noMatch("the operand is not a reshape");
    return rewriter.replaceWith(op, o.reshape.build({ operand: inner.operand, resultTypes: op.record.resultTypes }));
  },
});

/**
 *   %1 = stablehlo.broadcast_in_dim %0, dims = A     becomes    %2 = stablehlo.broadcast_in_dim %0, dims = B∘A
 *   %2 = stablehlo.broadcast_in_dim %1, dims = B
 */
const mergeBroadcasts = definePattern({
  name: "merge-broadcasts",
  root: o.broadcastInDim,
  rewrite: (op, rewriter) => {
    const inner = o.broadcastInDim.cast(op.operand.definition);
    if (inner === undefined) return noMatch("the operand is not a broadcast_in_dim");
    const dimensions = inner.broadcast_dimensions.map((dimension) => op.broadcast_dimensions[dimension] ?? 0);
    return rewriter.replaceWith(
      op,
      o.broadcastInDim.build({
        operand: inner.operand,
        broadcast_dimensions: dimensions,
        resultTypes: op.record.resultTypes,
      }),
    );
  },
});

/**
 *   stablehlo.broadcast_in_dim %0, dims = [...]   becomes   stablehlo.reshape %0
 * when the dimensions keep their order and nothing is repeated.
 */
const broadcastToReshape = definePattern({
  name: "broadcast-to-reshape",
  root: o.broadcastInDim,
  rewrite: (op, rewriter) => {
    const [from, to] = [asTensor(op.operand.type), staticResult(op.result)];
    if (to === undefined || elementCountOf(from) !== elementCountOf(to)) return noMatch("it repeats elements");
    const dimensions = op.broadcast_dimensions;
    if (dimensions.some((dimension, at) => at > 0 && dimension < (dimensions[at - 1] ?? 0)))
      return noMatch("dimensions change places");
    return rewriter.replaceWith(op, o.reshape.build({ operand: op.operand, resultTypes: op.record.resultTypes }));
  },
});

/** Where each dimension goes when a reshape only adds dimensions of extent 1; undefined when it does anything else. */
function expansionOf(from: TensorType, to: TensorType): readonly number[] | undefined {
  const places: number[] = [];
  let next = 0;
  for (const extent of from.shape) {
    while (next < to.shape.length && to.shape[next] === 1 && extent !== 1) next++;
    if (to.shape[next] !== extent) return undefined;
    places.push(next++);
  }
  return to.shape.slice(next).every((extent) => extent === 1) ? places : undefined;
}

/**
 *   %1 = stablehlo.reshape %0 : (tensor<3xf32>) -> tensor<1x3x1xf32>     becomes    %2 = stablehlo.broadcast_in_dim %0, dims = [1]
 *   %2 = stablehlo.broadcast_in_dim %1, dims = [0, 1, 2]
 */
const broadcastOfExpansion = definePattern({
  name: "broadcast-of-expansion",
  root: o.broadcastInDim,
  rewrite: (op, rewriter) => {
    const inner = o.reshape.cast(op.operand.definition);
    if (inner === undefined) return noMatch("the operand is not a reshape");
    const [from, to] = [asTensor(inner.operand.type), asTensor(inner.result.type)];
    const places = hasStaticShape(from) && hasStaticShape(to) ? expansionOf(from, to) : undefined;
    if (places === undefined) return noMatch("the reshape does more than add dimensions of extent 1");
    return rewriter.replaceWith(
      op,
      o.broadcastInDim.build({
        operand: inner.operand,
        broadcast_dimensions: places.map((place) => op.broadcast_dimensions[place] ?? 0),
        resultTypes: op.record.resultTypes,
      }),
    );
  },
});

/**
 *   %1 = stablehlo.slice %0 [a:b:s]      becomes    %2 = stablehlo.slice %0 [a+s*c : ... : s*t]
 *   %2 = stablehlo.slice %1 [c:d:t]
 */
const mergeSlices = definePattern({
  name: "merge-slices",
  root: o.slice,
  rewrite: (op, rewriter) => {
    const inner = o.slice.cast(op.operand.definition);
    if (inner === undefined) return noMatch("the operand is not a slice");
    const at = (list: readonly number[], d: number): number => list[d] ?? 0;
    // Where nothing is read, the start may lie behind the inner slice, and is moved to where that one starts.
    const starts = op.start_indices.map((start, d) => {
      const moved = start === at(op.limit_indices, d) ? 0 : start * at(inner.strides, d);
      return at(inner.start_indices, d) + moved;
    });
    const limits = op.limit_indices.map((limit, d) => {
      // The limit is exclusive: it lies one behind the last index that may be read.
      const last = at(inner.start_indices, d) + (limit - 1) * at(inner.strides, d);
      return limit === at(op.start_indices, d) ? at(starts, d) : last + 1;
    });
    const strides = op.strides.map((stride, d) => stride * at(inner.strides, d));
    return rewriter.replaceWith(
      op,
      o.slice.build({
        operand: inner.operand,
        start_indices: starts,
        limit_indices: limits,
        strides,
        resultTypes: op.record.resultTypes,
      }),
    );
  },
});

/**
 *   %1 = stablehlo.concatenate %a, %b, dim = D      becomes    %2 = stablehlo.concatenate %a, %b, %c, dim = D
 *   %2 = stablehlo.concatenate %1, %c, dim = D
 * and operands without elements are left out.
 */
const flattenConcatenate = definePattern({
  name: "flatten-concatenate",
  root: o.concatenate,
  rewrite: (op, rewriter) => {
    const { dimension } = op;
    const inputs = op.inputs.flatMap((input) => {
      const inner = o.concatenate.cast(input.definition);
      return inner !== undefined && inner.dimension === dimension && inner.result.hasOneUse ? inner.inputs : [input];
    });
    const filled = inputs.filter((input) => asTensor(input.type).shape[dimension] !== 0);
    if (filled.length === op.inputs.length || filled.length === 0)
      return noMatch("no operand is a concatenation along the same dimension, or without elements");
    return rewriter.replaceWith(
      op,
      o.concatenate.build({ inputs: filled, dimension, resultTypes: op.record.resultTypes }),
    );
  },
});

// ---- Element-wise -----------------------------------------------------------------------------------------------------------

const SWAPPED: Readonly<Record<ComparisonDirection, ComparisonDirection>> = {
  EQ: "EQ",
  NE: "NE",
  GE: "LE",
  GT: "LT",
  LE: "GE",
  LT: "GT",
};

/**
 *   stablehlo.compare LT, %constant, %x   becomes   stablehlo.compare GT, %x, %constant
 */
const compareConstantRight = definePattern({
  name: "compare-constant-right",
  root: compare,
  rewrite: (op, rewriter, scope) => {
    if (scope.constantOf(op.lhs) === undefined || scope.constantOf(op.rhs) !== undefined)
      return noMatch("no constant stands on the left alone");
    return rewriter.replaceWith(
      op,
      compare.build({
        lhs: op.rhs,
        rhs: op.lhs,
        comparison_direction: SWAPPED[op.comparison_direction],
        compare_type: op.compare_type,
        resultTypes: op.record.resultTypes,
      }),
    );
  },
});

/**
 *   %1 = stablehlo.not %0                   becomes    stablehlo.select %0, %b, %a
 *   stablehlo.select %1, %a, %b
 */
const selectOfNot = definePattern({
  name: "select-of-not",
  root: select,
  rewrite: (op, rewriter) => {
    const inverted = not.cast(op.pred.definition);
    if (inverted === undefined) return noMatch("the predicate is not a not");
    return rewriter.replaceWith(
      op,
      select.build({
        pred: inverted.operand,
        on_true: op.on_false,
        on_false: op.on_true,
        resultTypes: op.record.resultTypes,
      }),
    );
  },
});

/** Exact on every value: floats to wider floats, integers to wider ones of the same sign. */
function isWidening(from: Value, to: Value): boolean {
  const [a, b] = [asTensor(from.type).elementType, asTensor(to.type).elementType];
  if (a.kind === "integer-type" && b.kind === "integer-type")
    return a.signedness === b.signedness && a.width < b.width && a.width > 1;
  const order = ["f16", "f32", "f64"];
  if (a.kind !== "float-type" || b.kind !== "float-type") return false;
  const rank = (name: string): number => (name === "bf16" ? 0 : order.indexOf(name));
  return rank(a.name) >= 0 && rank(b.name) > rank(a.name);
}

/**
 *   %1 = stablehlo.convert %0 (to a wider type)      becomes    %2 = stablehlo.convert %0
 *   %2 = stablehlo.convert %1
 */
const mergeConverts = definePattern({
  name: "merge-converts",
  root: convert,
  rewrite: (op, rewriter) => {
    const inner = convert.cast(op.operand.definition);
    if (inner === undefined || !isWidening(inner.operand, inner.result))
      return noMatch("the operand is not a widening convert");
    return rewriter.replaceWith(op, convert.build({ operand: inner.operand, resultTypes: op.record.resultTypes }));
  },
});

// ---- Older forms ------------------------------------------------------------------------------------------------------------

/**
 *   stablehlo.broadcast %0, sizes = [...]   becomes   stablehlo.broadcast_in_dim %0, dims = [...]
 */
const broadcastToInDim = definePattern({
  name: "broadcast-to-in-dim",
  root: o.broadcast,
  rewrite: (op, rewriter) => {
    if (staticResult(op.result) === undefined) return noStaticResult;
    const added = op.broadcast_sizes.length;
    return rewriter.replaceWith(
      op,
      o.broadcastInDim.build({
        operand: op.operand,
        broadcast_dimensions: asTensor(op.operand.type).shape.map((_, at) => added + at),
        resultTypes: op.record.resultTypes,
      }),
    );
  },
});

/**
 *   stablehlo.dot %a, %b   becomes   stablehlo.dot_general %a, %b, contracting_dims = [last] x [0]
 */
const dotToDotGeneral = definePattern({
  name: "dot-to-dot-general",
  root: dot,
  rewrite: (op, rewriter) =>
    rewriter.replaceWith(
      op,
      dotGeneral.build({
        lhs: op.lhs,
        rhs: op.rhs,
        dot_dimension_numbers: {
          lhsBatching: [],
          rhsBatching: [],
          lhsContracting: [asTensor(op.lhs.type).shape.length - 1],
          rhsContracting: [0],
        },
        precision_config: op.precision_config,
        resultTypes: op.record.resultTypes,
      }),
    ),
});

// ---- Dynamic forms whose amounts are known ------------------------------------------------------------------------------------

/**
 *   stablehlo.dynamic_slice %0, %c1, %c2, sizes = [...]   becomes   stablehlo.slice %0 [...]
 * when the starts are constants; they are moved inwards as the operation would.
 */
const dynamicSliceToSlice = definePattern({
  name: "dynamic-slice-to-slice",
  root: o.dynamicSlice,
  rewrite: (op, rewriter, scope) => {
    const { shape } = asTensor(op.operand.type);
    if (shape.includes(DYNAMIC)) return noMatch("the operand's shape is not static");
    const starts: number[] = [];
    for (const [at, value] of op.start_indices.entries()) {
      const start = splatInteger(scope.constantOf(value));
      if (start === undefined) return noMatch("a start is not constant");
      starts.push(Math.max(0, Math.min(Number(start), (shape[at] ?? 0) - (op.slice_sizes[at] ?? 0))));
    }
    return rewriter.replaceWith(
      op,
      o.slice.build({
        operand: op.operand,
        start_indices: starts,
        limit_indices: starts.map((start, at) => start + (op.slice_sizes[at] ?? 0)),
        strides: starts.map(() => 1),
        resultTypes: op.record.resultTypes,
      }),
    );
  },
});

/**
 *   stablehlo.real_dynamic_slice %0, %c1, %c2, %c3   becomes   stablehlo.slice %0 [...]
 */
const realDynamicSliceToSlice = definePattern({
  name: "real-dynamic-slice-to-slice",
  root: o.realDynamicSlice,
  rewrite: (op, rewriter, scope) => {
    const starts = integersOf(scope.constantOf(op.start_indices));
    const limits = integersOf(scope.constantOf(op.limit_indices));
    const strides = integersOf(scope.constantOf(op.strides));
    if (starts === undefined || limits === undefined || strides === undefined)
      return noMatch("starts, limits and strides are not all constant");
    if (staticResult(op.result) === undefined) return noStaticResult;
    return rewriter.replaceWith(
      op,
      o.slice.build({
        operand: op.operand,
        start_indices: starts,
        limit_indices: limits,
        strides,
        resultTypes: op.record.resultTypes,
      }),
    );
  },
});

/**
 *   stablehlo.dynamic_pad %0, %v, %c1, %c2, %c3   becomes   stablehlo.pad %0, %v, ...
 */
const dynamicPadToPad = definePattern({
  name: "dynamic-pad-to-pad",
  root: o.dynamicPad,
  rewrite: (op, rewriter, scope) => {
    const low = integersOf(scope.constantOf(op.edge_padding_low));
    const high = integersOf(scope.constantOf(op.edge_padding_high));
    const interior = integersOf(scope.constantOf(op.interior_padding));
    if (low === undefined || high === undefined || interior === undefined)
      return noMatch("the amounts are not all constant");
    if (staticResult(op.result) === undefined) return noStaticResult;
    return rewriter.replaceWith(
      op,
      o.pad.build({
        operand: op.operand,
        padding_value: op.padding_value,
        edge_padding_low: low,
        edge_padding_high: high,
        interior_padding: interior,
        resultTypes: op.record.resultTypes,
      }),
    );
  },
});

/**
 *   stablehlo.dynamic_reshape %0, %shape   becomes   stablehlo.reshape %0
 * when the result's type says the shape.
 */
const dynamicReshapeToReshape = definePattern({
  name: "dynamic-reshape-to-reshape",
  root: o.dynamicReshape,
  rewrite: (op, rewriter) => {
    if (staticResult(op.result) === undefined) return noStaticResult;
    return rewriter.replaceWith(op, o.reshape.build({ operand: op.operand, resultTypes: op.record.resultTypes }));
  },
});

/**
 *   stablehlo.dynamic_broadcast_in_dim %0, %shape, dims = D   becomes   stablehlo.broadcast_in_dim %0, dims = D
 */
const dynamicBroadcastToStatic = definePattern({
  name: "dynamic-broadcast-to-static",
  root: o.dynamicBroadcastInDim,
  rewrite: (op, rewriter) => {
    if (staticResult(op.result) === undefined || asTensor(op.operand.type).shape.includes(DYNAMIC))
      return noStaticResult;
    return rewriter.replaceWith(
      op,
      o.broadcastInDim.build({
        operand: op.operand,
        broadcast_dimensions: op.broadcast_dimensions,
        resultTypes: op.record.resultTypes,
      }),
    );
  },
});

/**
 *   stablehlo.dynamic_iota %shape, dim = D   becomes   stablehlo.iota dim = D
 */
const dynamicIotaToIota = definePattern({
  name: "dynamic-iota-to-iota",
  root: dynamicIota,
  rewrite: (op, rewriter) => {
    if (staticResult(op.result) === undefined) return noStaticResult;
    return rewriter.replaceWith(
      op,
      iota.build({ iota_dimension: op.iota_dimension, resultTypes: op.record.resultTypes }),
    );
  },
});

/**
 *   stablehlo.dynamic_gather %0, %indices, %sizes   becomes   stablehlo.gather %0, %indices
 */
const dynamicGatherToGather = definePattern({
  name: "dynamic-gather-to-gather",
  root: dynamicGather,
  rewrite: (op, rewriter, scope) => {
    const sizes = integersOf(scope.constantOf(op.slice_sizes));
    if (sizes === undefined) return noMatch("the slice sizes are not constant");
    if (staticResult(op.result) === undefined) return noStaticResult;
    return rewriter.replaceWith(
      op,
      gather.build({
        operand: op.operand,
        start_indices: op.start_indices,
        dimension_numbers: op.dimension_numbers,
        slice_sizes: sizes,
        indices_are_sorted: op.indices_are_sorted,
        resultTypes: op.record.resultTypes,
      }),
    );
  },
});

// ---- Control flow -------------------------------------------------------------------------------------------------------------

/** Puts a branch in the place of the operation that chose it. */
function inlineBranch(op: OperationHandle, branch: RegionHandle | undefined, rewriter: Rewriter): RewriteOutcome {
  const block = branch?.entry;
  const terminator = block?.last;
  const parent = op.parentBlock;
  if (block === undefined || terminator === undefined || parent === undefined) return noMatch("the branch is empty");
  const values = terminator.opOperands;
  if (values.some((value, at) => value.type !== op.record.resultTypes[at]))
    return noMatch("the branch gives values of other types");
  rewriter.inlineBlock(block, { block: parent.id, before: op.id }, []);
  rewriter.replace(op, values);
  rewriter.erase(terminator);
  return undefined;
}

/**
 *   "stablehlo.if"(%true) ({A}, {B})   becomes   A
 */
const ifOfConstant = definePattern({
  name: "if-of-constant",
  root: ifOp,
  rewrite: (op, rewriter, scope) => {
    const pred = splatInteger(scope.constantOf(op.pred));
    if (pred === undefined) return noMatch("the predicate is not constant");
    return inlineBranch(op, pred !== 0n ? op.true_branch : op.false_branch, rewriter);
  },
});

/**
 *   "stablehlo.case"(%c1) ({A}, {B}, {C})   becomes   B
 */
const caseOfConstant = definePattern({
  name: "case-of-constant",
  root: caseOp,
  rewrite: (op, rewriter, scope) => {
    const index = splatInteger(scope.constantOf(op.index));
    const { branches } = op;
    if (index === undefined) return noMatch("the index is not constant");
    const chosen = index >= 0n && index < BigInt(branches.length) ? Number(index) : branches.length - 1;
    return inlineBranch(op, branches[chosen], rewriter);
  },
});

export const canonicalizations: readonly RewritePattern[] = [
  mergeTransposes,
  transposeToReshape,
  mergeReshapes,
  mergeBroadcasts,
  broadcastToReshape,
  broadcastOfExpansion,
  mergeSlices,
  flattenConcatenate,
  compareConstantRight,
  selectOfNot,
  mergeConverts,
  broadcastToInDim,
  dotToDotGeneral,
  dynamicSliceToSlice,
  realDynamicSliceToSlice,
  dynamicPadToPad,
  dynamicReshapeToReshape,
  dynamicBroadcastToStatic,
  dynamicIotaToIota,
  dynamicGatherToGather,
  ifOfConstant,
  caseOfConstant,
];
