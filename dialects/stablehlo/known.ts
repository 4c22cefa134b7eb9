/** Operands that are constants: verifiers hold computed shapes against types where they can see them. */
import { DYNAMIC, hasStaticShape, type TensorType, type Type } from "../../src/ir/attribute.ts";
import type { Value } from "../../src/ir/handle.ts";
import { typeText } from "../../src/ir/type-text.ts";
import { integersOf } from "./folds.ts";
import { asTensor, compatibleExtents, type Problem, problem } from "./rules.ts";

/** The integers of a value that a constant operation defines. */
export function knownIntegers(value: Value): readonly number[] | undefined {
  const { definition } = value;
  return definition?.operandCount === 0 ? integersOf(definition.findAttribute("value")) : undefined;
}

/** The element count of a shape operand must be the rank of the result. */
export function checkShapeOperand(label: string, shape: Value, result: Type, message: string): Problem | undefined {
  const [extents, rank] = [asTensor(shape.type).shape[0], asTensor(result).shape.length];
  const known = knownIntegers(shape);
  if (known !== undefined && !(known.length === rank && known.every((extent, at) => fits(extent, result, at))))
    return problem(
      label,
      `output shape [${known.join(", ")}] is incompatible with return type of operation '${typeText(result)}'`,
    );
  return extents === undefined || compatibleExtents(extents, rank) ? undefined : problem(label, message);
}

/** Extents that are computed cannot be below 0. */
function fits(extent: number, result: Type, at: number): boolean {
  const own = asTensor(result).shape[at];
  return own === extent || (own === DYNAMIC && extent >= 0);
}

export function checkKnownBroadcast(
  operand: TensorType,
  shape: readonly number[] | undefined,
  dimensions: readonly number[],
): Problem | undefined {
  if (shape === undefined || !hasStaticShape(operand)) return undefined;
  for (const [at, dimension] of dimensions.entries()) {
    const extent = operand.shape[at];
    if (extent !== 1 && extent !== shape[dimension])
      return problem(
        "dynamic_broadcast_in_dim_c5",
        `size of operand dimension ${at} (${extent}) is not equal to 1 or value of shape at index ${dimension} (${shape[dimension]})`,
      );
  }
  return undefined;
}

export function checkKnownPad(op: {
  readonly operand: Value;
  readonly edge_padding_low: Value;
  readonly edge_padding_high: Value;
  readonly interior_padding: Value;
  readonly result: Value;
}): Problem | undefined {
  const interior = knownIntegers(op.interior_padding);
  if (interior?.some((amount) => amount < 0) === true)
    return problem("dynamic_pad_c3", `interior_padding must be non-negative, but got ${interior.join(", ")}`);
  const [low, high] = [knownIntegers(op.edge_padding_low), knownIntegers(op.edge_padding_high)];
  const [from, to] = [asTensor(op.operand.type), asTensor(op.result.type)];
  if (interior === undefined || low === undefined || high === undefined) return undefined;
  if (!hasStaticShape(from) || !hasStaticShape(to)) return undefined;
  for (const [at, extent] of from.shape.entries()) {
    const inner = Math.max(extent - 1, 0) * (interior[at] ?? 0);
    const want = extent + inner + (low[at] ?? 0) + (high[at] ?? 0);
    if (want !== to.shape[at])
      return problem(
        "dynamic_pad_c4",
        `expected output dimension at index ${at} to equal ${want}, but got ${to.shape[at]}`,
      );
  }
  return undefined;
}
