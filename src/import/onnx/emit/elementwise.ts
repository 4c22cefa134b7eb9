/** Element-wise operations with numpy's broadcasting. Operands must have one element type: ONNX does not promote. */
import {
  clamp as clampOp,
  compare as compareOp,
  multiply,
  select as selectOp,
} from "../../../../dialects/stablehlo/ops/binary.ts";
import { convert as convertOp } from "../../../../dialects/stablehlo/ops/unary.ts";
import type { BuildExtras } from "../../../definition/operation.ts";
import type { Value } from "../../../ir/handle.ts";
import type { OperationSpec } from "../../../ir/rewriter.ts";
import { type DType, isFloat } from "../../../tensor/dtype.ts";
import { broadcastShapes, type Shape } from "../../../tensor/shape.ts";
import { dtypeOfValue, type Emitter, shapeOf, typeOf } from "../emitter.ts";
import { broadcastTo, shapeList } from "./layout.ts";

/** A definition with one operand and a result of its type. */
export interface UnaryDefinition {
  build(args: { readonly operand: Value } & BuildExtras): OperationSpec;
}

/** A definition with two operands of one type and a result of it. */
export interface BinaryDefinition {
  build(args: { readonly lhs: Value; readonly rhs: Value } & BuildExtras): OperationSpec;
}

export function unary(emitter: Emitter, definition: UnaryDefinition, operand: Value): Value {
  return emitter.emit([operand], () => definition.build({ operand, resultTypes: [operand.type] }));
}

/** The shape that all values broadcast to; undefined, and reported, where there is none. */
function commonShape(emitter: Emitter, values: readonly Value[]): Shape | undefined {
  let shape: Shape = [];
  for (const value of values) {
    const wider = broadcastShapes(shape, shapeOf(value));
    if (wider === undefined) {
      const list = values.map((each) => shapeList(shapeOf(each))).join(" and ");
      emitter.problem(`shapes ${list} do not broadcast together`);
      return undefined;
    }
    shape = wider;
  }
  return shape;
}

/** The values broadcast to their common shape; undefined where that fails, which has then been reported. */
export function broadcastTogether(emitter: Emitter, values: readonly Value[]): readonly Value[] | undefined {
  if (values.some((value) => emitter.isPlaceholder(value))) return undefined;
  const shape = commonShape(emitter, values);
  return shape && values.map((value) => broadcastTo(emitter, value, shape));
}

function sameDType(emitter: Emitter, values: readonly Value[]): boolean {
  const dtypes = new Set(values.map(dtypeOfValue));
  if (dtypes.size <= 1) return true;
  emitter.problem(`expected inputs of one element type, found ${[...dtypes].join(" and ")}`);
  return false;
}

export function binary(emitter: Emitter, definition: BinaryDefinition, left: Value, right: Value): Value {
  const [lhs, rhs] = broadcastTogether(emitter, [left, right]) ?? [];
  if (lhs === undefined || rhs === undefined || !sameDType(emitter, [lhs, rhs])) return emitter.placeholder();
  return emitter.emit([lhs, rhs], () => definition.build({ lhs, rhs, resultTypes: [lhs.type] }));
}

/** `value` and a number of its element type. */
export function withNumber(emitter: Emitter, definition: BinaryDefinition, value: Value, number: number): Value {
  return binary(emitter, definition, value, numberLike(emitter, value, number));
}

/** A number in the element type and shape of `value`. */
export function numberLike(emitter: Emitter, value: Value, number: number): Value {
  return emitter.splat(dtypeOfValue(value), shapeOf(value), number);
}

export function scale(emitter: Emitter, value: Value, factor: number): Value {
  return factor === 1 ? value : withNumber(emitter, multiply, value, factor);
}

export type Direction = "EQ" | "NE" | "GE" | "GT" | "LE" | "LT";

export function compare(emitter: Emitter, direction: Direction, left: Value, right: Value): Value {
  const [lhs, rhs] = broadcastTogether(emitter, [left, right]) ?? [];
  if (lhs === undefined || rhs === undefined || !sameDType(emitter, [lhs, rhs])) return emitter.placeholder();
  return emitter.emit([lhs, rhs], () =>
    compareOp.build({ lhs, rhs, comparison_direction: direction, resultTypes: [typeOf(shapeOf(lhs), "i1")] }),
  );
}

export function compareNumber(emitter: Emitter, direction: Direction, value: Value, number: number): Value {
  return compare(emitter, direction, value, numberLike(emitter, value, number));
}

export function select(emitter: Emitter, predicate: Value, whenTrue: Value, whenFalse: Value): Value {
  const [pred, onTrue, onFalse] = broadcastTogether(emitter, [predicate, whenTrue, whenFalse]) ?? [];
  if (pred === undefined || onTrue === undefined || onFalse === undefined) return emitter.placeholder();
  if (!sameDType(emitter, [onTrue, onFalse])) return emitter.placeholder();
  return emitter.emit([pred, onTrue, onFalse], () =>
    selectOp.build({ pred, on_true: onTrue, on_false: onFalse, resultTypes: [onTrue.type] }),
  );
}

/**
 * `value` as elements of `dtype`; ONNX and StableHLO agree on every conversion that ONNX defines, booleans from floats
 * included.
 */
export function convert(emitter: Emitter, value: Value, dtype: DType): Value {
  if (emitter.isPlaceholder(value) || dtypeOfValue(value) === dtype) return value;
  return emitter.emit([value], () => convertOp.build({ operand: value, resultTypes: [typeOf(shapeOf(value), dtype)] }));
}

/** `value` between two scalars of its type. */
export function clamp(emitter: Emitter, low: Value, value: Value, high: Value): Value {
  return emitter.emit([low, value, high], () =>
    clampOp.build({ min: low, operand: value, max: high, resultTypes: [value.type] }),
  );
}

/** Whether the elements are floating-point numbers. */
export function hasFloats(value: Value): boolean {
  return isFloat(dtypeOfValue(value));
}
