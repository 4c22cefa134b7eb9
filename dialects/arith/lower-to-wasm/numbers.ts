/** Integers in i32 and i64: how values of narrower types are kept in them, and lanes taken one by one where there is no vector instruction. */
import type { Type } from "../../../src/ir/attribute.ts";
import type { OperationHandle, Value } from "../../../src/ir/handle.ts";
import type { OperationName } from "../../../src/ir/name.ts";
import { type ConversionPattern, defineAnyConversion } from "../../../src/rewrite/conversion-pattern.ts";
import type { ConversionRewriter } from "../../../src/rewrite/conversion-rewriter.ts";
import { type NoMatch, noMatch } from "../../../src/rewrite/pattern.ts";
import type { OpcodeName } from "../../../src/wasm/opcodes.ts";
import { WasmBuilder } from "../../wasm/lowering/builder.ts";
import {
  integerWidth,
  LANES,
  type LaneKind,
  laneKindOf,
  unsupportedType,
  wasmTypes,
} from "../../wasm/lowering/types.ts";

/** The instructions that i32 and i64 have in common. */
type IntegerSuffix =
  | "add" | "sub" | "mul" | "div_s" | "div_u" | "rem_s" | "rem_u" | "and" | "or" | "xor" | "shl" | "shr_s" | "shr_u"
  | "eq" | "ne" | "lt_s" | "lt_u" | "gt_s" | "gt_u" | "le_s" | "le_u" | "ge_s" | "ge_u" | "clz" | "ctz" | "popcnt"; // biome-ignore format: a list

/** Builds arithmetic on integers of `width` bits, held in i32 (width up to 32) or i64. */
export class IntegerBuilder {
  readonly wasm: WasmBuilder;
  readonly width: number;

  constructor(wasm: WasmBuilder, width: number) {
    this.wasm = wasm;
    this.width = width;
  }

  op(suffix: IntegerSuffix, ...operands: readonly Value[]): Value {
    return this.wasm.op(this.width <= 32 ? `i32.${suffix}` : `i64.${suffix}`, operands);
  }
  constant(value: number): Value {
    return this.width <= 32 ? this.wasm.i32(value) : this.wasm.i64(BigInt(value));
  }
  /** The result of arithmetic in 32 bits, in the form of a value of the narrower type. */
  wrap(value: Value): Value {
    switch (this.width) {
      case 32:
      case 64:
        return value;
      case 16:
        return this.wasm.op("i32.extend16_s", [value]);
      case 8:
        return this.wasm.op("i32.extend8_s", [value]);
      case 1:
        return this.op("and", value, this.constant(1));
      default: {
        const shift = this.constant(32 - this.width);
        return this.op("shr_s", this.op("shl", value, shift), shift);
      }
    }
  }
  /** The value read as a signed number: i1 is 0 or -1. */
  signed(value: Value): Value {
    return this.width === 1 ? this.op("sub", this.constant(0), value) : value;
  }
  /** The value read as an unsigned number. */
  unsigned(value: Value): Value {
    if (this.width === 1 || this.width >= 32) return value;
    return this.op("and", value, this.constant(2 ** this.width - 1));
  }
}

/** What a conversion of one operation sees: its operation and its converted operands. */
export interface Lowering {
  readonly wasm: WasmBuilder;
  readonly operation: OperationHandle;
  readonly operands: readonly Value[];
}

/** How an element-wise operation with one result is lowered; which function is asked is told by the type of operand `by`. */
export interface ElementwiseRule {
  readonly root: { readonly name: OperationName };
  /** The operand whose type decides: 0 unless said otherwise. */
  readonly by?: number;
  readonly integer?: (integers: IntegerBuilder, lowering: Lowering) => Value;
  readonly float?: (type: "f32" | "f64", lowering: Lowering) => Value | NoMatch;
  /** On whole vectors; a refusal (before anything is built) means lane by lane. */
  readonly lanes?: Partial<Record<LaneKind, (lowering: Lowering) => Value | NoMatch>>;
}

/** One pattern a rule. Vectors without a rule for their lanes are done lane by lane with the scalar one. */
export function elementwise(rules: readonly ElementwiseRule[]): readonly ConversionPattern[] {
  return rules.map((rule) => ({
    ...defineAnyConversion({
      name: `${rule.root.name.text.replace(".", "-")}-to-wasm`,
      converter: wasmTypes,
      rewrite: (operation, rewriter, scope) =>
        lower(
          rule,
          operation,
          rewriter,
          scope.operands.map(([value]) => value),
        ),
    }),
    root: rule.root.name,
  }));
}

function lower(
  rule: ElementwiseRule,
  operation: OperationHandle,
  rewriter: ConversionRewriter,
  given: readonly (Value | undefined)[],
) {
  const operands = given.flatMap((value) => (value === undefined ? [] : [value]));
  const lowering = { wasm: new WasmBuilder(rewriter), operation, operands };
  const type = operation.opOperand(rule.by ?? 0).type;
  const [result] = operation.record.resultTypes;
  if (result === undefined || wasmTypes.convertOne(result) === undefined)
    return noMatch(unsupportedType(result ?? type));
  const value = type.kind === "vector-type" ? lowerLanes(rule, type, lowering) : lowerScalar(rule, type, lowering);
  if ("reason" in value) return value;
  return rewriter.replace(operation, [value]);
}

function lowerScalar(rule: ElementwiseRule, type: Type, lowering: Lowering): Value | NoMatch {
  const width = integerWidth(type);
  if (width !== undefined && rule.integer !== undefined)
    return rule.integer(new IntegerBuilder(lowering.wasm, width), lowering);
  const name = type.kind === "float-type" ? type.name : undefined;
  if ((name === "f32" || name === "f64") && rule.float !== undefined) return rule.float(name, lowering);
  return noMatch(unsupportedType(type));
}

function lowerLanes(rule: ElementwiseRule, type: Type, lowering: Lowering): Value | NoMatch {
  const kind = laneKindOf(type);
  if (kind === undefined) return noMatch(unsupportedType(type));
  const whole = rule.lanes?.[kind]?.(lowering);
  if (whole !== undefined && !("reason" in whole)) return whole;
  if (type.kind !== "vector-type") return noMatch(unsupportedType(type));
  return laneByLane(lowering, kind, (operands) => lowerScalar(rule, type.elementType, { ...lowering, operands }));
}

const extractLane: Readonly<Record<LaneKind, OpcodeName>> = {
  f32: "f32x4.extract_lane",
  i32: "i32x4.extract_lane",
  mask: "i32x4.extract_lane",
};

/** The lane as a scalar: a mask as 0 or 1. */
export function laneOf(wasm: WasmBuilder, kind: LaneKind, vector: Value, lane: number): Value {
  const element = wasm.op(extractLane[kind], [vector], { lane });
  return kind === "mask" ? wasm.op("i32.and", [element, wasm.i32(1)]) : element;
}

/** The vector with a lane replaced by a scalar. */
export function withLane(wasm: WasmBuilder, kind: LaneKind, vector: Value, lane: number, element: Value): Value {
  if (kind === "f32") return wasm.op("f32x4.replace_lane", [vector, element], { lane });
  const bits = kind === "mask" ? wasm.op("i32.sub", [wasm.i32(0), element]) : element;
  return wasm.op("i32x4.replace_lane", [vector, bits], { lane });
}

/** All lanes equal to a scalar. */
export function splat(wasm: WasmBuilder, kind: LaneKind, element: Value): Value {
  if (kind === "f32") return wasm.op("f32x4.splat", [element]);
  return wasm.op("i32x4.splat", [kind === "mask" ? wasm.op("i32.sub", [wasm.i32(0), element]) : element]);
}

function laneByLane(
  { wasm, operation, operands }: Lowering,
  kind: LaneKind,
  scalar: (operands: readonly Value[]) => Value | NoMatch,
): Value | NoMatch {
  const [resultType] = operation.record.resultTypes;
  const resultKind = resultType === undefined ? undefined : laneKindOf(resultType);
  if (resultKind === undefined) return noMatch("the result is not a vector of four 32-bit elements");
  let result: Value | undefined;
  for (let lane = 0; lane < LANES; lane++) {
    const element = scalar(operands.map((operand) => laneOf(wasm, kind, operand, lane)));
    if ("reason" in element) return element;
    result =
      result === undefined ? splat(wasm, resultKind, element) : withLane(wasm, resultKind, result, lane, element);
  }
  return result ?? noMatch("a vector without lanes");
}
