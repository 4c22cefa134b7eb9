/** CHLO's broadcasting operations become StableHLO's where all shapes are known, so that what is made for those serves these too. */
import { hasStaticShape, type Type, tensorType } from "../../src/ir/attribute.ts";
import type { OperationHandle, Value } from "../../src/ir/handle.ts";
import type { Rewriter } from "../../src/ir/rewriter.ts";
import { definePattern, noMatch, type RewriteOutcome, type RewritePattern } from "../../src/rewrite/pattern.ts";
import * as narrow from "../stablehlo/ops/binary.ts";
import { broadcastInDim } from "../stablehlo/ops/layout.ts";
import { asTensor } from "../stablehlo/rules.ts";
import * as wide from "./broadcast.ts";
import * as ops from "./ops.ts";

/** Operands of the shape that they have in common, for `build` to compute on. */
function withBroadcasts(
  op: OperationHandle,
  dimensions: readonly number[] | undefined,
  rewriter: Rewriter,
  build: (operands: readonly Value[], resultTypes: readonly Type[]) => RewriteOutcome,
): RewriteOutcome {
  const operands = op.opOperands;
  const types = operands.map(({ type }) => asTensor(type));
  if (types.some((type) => !hasStaticShape(type))) return noMatch("the shape of an operand is not static");
  const { resultTypes } = op.record;
  if (!hasStaticShape(asTensor(resultTypes[0]))) return noMatch("the result's shape is not static");
  const placement = wide.broadcastPlacement(
    types.map(({ shape }) => shape),
    dimensions,
  );
  if (placement === undefined) return noMatch("the operands do not broadcast");
  const whole = operands.map((operand, at) => {
    const type = tensorType(placement.shape, types[at]?.elementType ?? asTensor(undefined).elementType);
    if (operand.type === type) return operand;
    const broadcast_dimensions = placement.places[at] ?? [];
    return rewriter.insert(broadcastInDim.build({ operand, broadcast_dimensions, resultTypes: [type] })).opResult(0);
  });
  return build(whole, resultTypes);
}

/**
 *   chlo.broadcast_add %0, %1   becomes   stablehlo.add of both under stablehlo.broadcast_in_dim
 */
function toBinary(root: typeof wide.add, target: typeof narrow.add | typeof ops.zeta): RewritePattern {
  return definePattern({
    name: `${root.name.text}-to-stablehlo`,
    root,
    rewrite: (op, rewriter) =>
      withBroadcasts(op, op.broadcast_dimensions, rewriter, ([lhs, rhs], resultTypes) => {
        if (lhs === undefined || rhs === undefined) return noMatch("two operands are missing");
        return rewriter.replaceWith(op, target.build({ lhs, rhs, resultTypes }));
      }),
  });
}

const complex = definePattern({
  name: "chlo.broadcast_complex-to-stablehlo",
  root: wide.complex,
  rewrite: (op, rewriter) =>
    withBroadcasts(op, op.broadcast_dimensions, rewriter, ([lhs, rhs], resultTypes) => {
      if (lhs === undefined || rhs === undefined) return noMatch("two operands are missing");
      return rewriter.replaceWith(op, narrow.complex.build({ lhs, rhs, resultTypes }));
    }),
});
const compare = definePattern({
  name: "chlo.broadcast_compare-to-stablehlo",
  root: wide.compare,
  rewrite: (op, rewriter) => {
    const { comparison_direction, compare_type, broadcast_dimensions } = op;
    return withBroadcasts(op, broadcast_dimensions, rewriter, ([lhs, rhs], resultTypes) => {
      if (lhs === undefined || rhs === undefined) return noMatch("two operands are missing");
      return rewriter.replaceWith(
        op,
        narrow.compare.build({ lhs, rhs, comparison_direction, compare_type, resultTypes }),
      );
    });
  },
});
const nextAfter = definePattern({
  name: "chlo.broadcast_next_after-to-chlo",
  root: wide.nextAfter,
  rewrite: (op, rewriter) =>
    withBroadcasts(op, op.broadcast_dimensions, rewriter, ([x, y], resultTypes) => {
      if (x === undefined || y === undefined) return noMatch("two operands are missing");
      return rewriter.replaceWith(op, ops.nextAfter.build({ x, y, resultTypes }));
    }),
});
const select = definePattern({
  name: "chlo.broadcast_select-to-stablehlo",
  root: wide.select,
  rewrite: (op, rewriter) =>
    withBroadcasts(op, undefined, rewriter, ([pred, on_true, on_false], resultTypes) => {
      if (pred === undefined || on_true === undefined || on_false === undefined)
        return noMatch("three operands are missing");
      return rewriter.replaceWith(op, narrow.select.build({ pred, on_true, on_false, resultTypes }));
    }),
});

export const canonicalizations: readonly RewritePattern[] = [
  toBinary(wide.add, narrow.add),
  toBinary(wide.and, narrow.and),
  toBinary(wide.atan2, narrow.atan2),
  toBinary(wide.divide, narrow.divide),
  toBinary(wide.maximum, narrow.maximum),
  toBinary(wide.minimum, narrow.minimum),
  toBinary(wide.multiply, narrow.multiply),
  toBinary(wide.or, narrow.or),
  toBinary(wide.polygamma, ops.polygamma),
  toBinary(wide.power, narrow.power),
  toBinary(wide.remainder, narrow.remainder),
  toBinary(wide.shiftLeft, narrow.shiftLeft),
  toBinary(wide.shiftRightArithmetic, narrow.shiftRightArithmetic),
  toBinary(wide.shiftRightLogical, narrow.shiftRightLogical),
  toBinary(wide.subtract, narrow.subtract),
  toBinary(wide.xor, narrow.xor),
  toBinary(wide.zeta, ops.zeta),
  complex,
  compare,
  nextAfter,
  select,
];
