/** Reductions along axes and over windows, with the operation that combines two elements as an argument. */
import { add, and, maximum, minimum, multiply, or } from "../../../../dialects/stablehlo/ops/binary.ts";
import { returnOp } from "../../../../dialects/stablehlo/ops/control.ts";
import { reduce as reduceOp, reduceWindow as reduceWindowOp } from "../../../../dialects/stablehlo/ops/reduction.ts";
import type { Value } from "../../../ir/handle.ts";
import type { BlockSpec } from "../../../ir/rewriter.ts";
import { type DType, dtypeFacts, isFloat } from "../../../tensor/dtype.ts";
import { dtypeOfValue, type Emitter, shapeOf, typeOf } from "../emitter.ts";
import type { BinaryDefinition } from "./elementwise.ts";
import { insertAxes } from "./layout.ts";

/** How elements are combined. */
export type Combiner = "add" | "multiply" | "maximum" | "minimum" | "and" | "or";

const definitions: Readonly<Record<Combiner, BinaryDefinition>> = { add, multiply, maximum, minimum, and, or };

/** The value that changes nothing, in each type. */
export function neutral(combiner: Combiner, dtype: DType): number | bigint {
  const { bits, kind } = dtypeFacts(dtype);
  switch (combiner) {
    case "add":
    case "or":
      return 0;
    case "multiply":
      return 1;
    case "and":
      return kind === "boolean" || kind === "unsigned" ? 2n ** BigInt(bits) - 1n : -1;
    case "maximum":
      if (isFloat(dtype)) return Number.NEGATIVE_INFINITY;
      return kind === "signed" ? -(2n ** BigInt(bits - 1)) : 0;
    case "minimum":
      if (isFloat(dtype)) return Number.POSITIVE_INFINITY;
      return kind === "signed" ? 2n ** BigInt(bits - 1) - 1n : 2n ** BigInt(bits) - 1n;
  }
}

/** The region of a reduction or a scatter: combines two scalars and returns the result. */
export function combinerBlock(combiner: Combiner, dtype: DType): BlockSpec {
  const type = typeOf([], dtype);
  return {
    arguments: [type, type],
    build: (rewriter, [lhs, rhs]) => {
      if (lhs === undefined || rhs === undefined) return;
      const combined = rewriter.insert(definitions[combiner].build({ lhs, rhs, resultTypes: [type] })).opResult(0);
      rewriter.insert(returnOp.build({ results: [combined] }));
    },
  };
}

/** Reduces `axes` away. */
export function reduce(emitter: Emitter, combiner: Combiner, value: Value, axes: readonly number[]): Value {
  if (axes.length === 0 || emitter.isPlaceholder(value)) return value;
  const dtype = dtypeOfValue(value);
  const init = emitter.scalar(dtype, neutral(combiner, dtype));
  const shape = shapeOf(value).filter((_, d) => !axes.includes(d));
  return emitter.emit([value, init], () =>
    reduceOp.build({
      inputs: [value],
      init_values: [init],
      dimensions: [...axes].sort((a, b) => a - b),
      body: [combinerBlock(combiner, dtype)],
      resultTypes: [typeOf(shape, dtype)],
    }),
  );
}

/** Reduces `axes` to extents of 1. */
export function reduceKeeping(emitter: Emitter, combiner: Combiner, value: Value, axes: readonly number[]): Value {
  return insertAxes(emitter, reduce(emitter, combiner, value, axes), axes);
}

/** A window that slides over every dimension of a value; one entry a dimension. */
export interface Window {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** How many positions a window has along a dimension; at least 0. */
export function windowCount(extent: number, window: Window, d: number): number {
  const reach = ((window.size[d] ?? 1) - 1) * (window.dilations[d] ?? 1) + 1;
  const padded = extent + (window.low[d] ?? 0) + (window.high[d] ?? 0);
  return padded < reach ? 0 : Math.floor((padded - reach) / (window.strides[d] ?? 1)) + 1;
}

export function reduceWindow(emitter: Emitter, combiner: Combiner, value: Value, window: Window): Value {
  if (emitter.isPlaceholder(value)) return value;
  const dtype = dtypeOfValue(value);
  const init = emitter.scalar(dtype, neutral(combiner, dtype));
  const shape = shapeOf(value).map((extent, d) => windowCount(extent, window, d));
  return emitter.emit([value, init], () =>
    reduceWindowOp.build({
      inputs: [value],
      init_values: [init],
      window_dimensions: window.size,
      window_strides: window.strides,
      base_dilations: window.size.map(() => 1),
      window_dilations: window.dilations,
      padding: window.low.map((low, d) => [low, window.high[d] ?? 0]),
      body: [combinerBlock(combiner, dtype)],
      resultTypes: [typeOf(shape, dtype)],
    }),
  );
}
