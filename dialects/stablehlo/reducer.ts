/** What the bodies of reduce, reduce_window, scatter, select_and_scatter and the collectives must look like. */
import { DYNAMIC, type TensorType, type Type } from "../../src/ir/attribute.ts";
import type { RegionHandle } from "../../src/ir/handle.ts";
import { typeText } from "../../src/ir/type-text.ts";
import { bitWidthOf } from "./element.ts";
import {
  asTensor,
  compatible,
  compatibleExtents,
  compatibleShapes,
  type Problem,
  problem,
  terminatorTypes,
} from "./rules.ts";

const quoted = (type: Type | undefined): string => `'${type === undefined ? "none" : typeText(type)}'`;

/** Whether values of `from` may be accumulated as `to`: the same kind of number, at least as wide. */
export function isPromotable(from: Type, to: Type): boolean {
  if (from === to) return true;
  if (from.kind !== to.kind) return false;
  if (from.kind === "integer-type" && to.kind === "integer-type" && (from.width === 1) !== (to.width === 1))
    return false;
  const [narrow, wide] = [bitWidthOf(from), bitWidthOf(to)];
  return narrow === undefined || wide === undefined || narrow <= wide;
}

/**
 * The body takes an accumulator and an element for each input, in this order, and gives the accumulators. `allowed`: extents that its
 * arguments may have besides being scalars (those of the input that are not reduced).
 */
export function checkReducer(
  body: RegionHandle | undefined,
  inputs: readonly TensorType[],
  inits: readonly Type[],
  allowed: readonly number[],
  label: string,
): Problem | undefined {
  const args = body?.entry?.argumentTypes ?? [];
  const count = inputs.length;
  if (args.length !== 2 * count)
    return problem(label, `Reduction-region must take ${2 * count} parameters, but takes ${args.length} parameter(s)`);
  const returned = terminatorTypes(body);
  if (returned === undefined) return problem(label, "The reduction-region expected to have a terminator");
  if (returned.length === 0 && count > 0)
    return problem(label, "The reduction-region expected to return some value(s)");
  if (returned.length !== count)
    return problem(
      label,
      `Reduction-region here must produce ${count} tensors, but produces ${returned.length} instead`,
    );
  const other = returned.find((type) => type.kind !== "tensor-type");
  if (other !== undefined)
    return problem(
      label,
      `Reduction-region here must produce tensor-typed result(s), but produces ${quoted(other)} instead`,
    );
  for (let at = 0; at < count; at++) {
    const found = checkOne(at, count, args, asTensor(returned[at]), inputs[at], inits[at], allowed, label);
    if (found !== undefined) return found;
  }
  return undefined;
}

function checkOne(
  at: number,
  count: number,
  args: readonly Type[],
  result: TensorType,
  input: TensorType | undefined,
  init: Type | undefined,
  allowed: readonly number[],
  label: string,
): Problem | undefined {
  for (const index of [at, count + at]) {
    const arg = args[index];
    if (arg === undefined || !compatible(result, arg))
      return problem(
        label,
        `The type of reduction-region's parameter at index ${index} is different than the corresponding result type: ${quoted(arg)} vs ${quoted(result)}`,
      );
  }
  if (!compatibleShapes(result.shape, asTensor(init).shape))
    return problem(
      label,
      `The shape of reduction-region's result type at index ${at} differs from the op's corresponding init-value type: ${quoted(result)} vs ${quoted(init)}`,
    );
  if (!isPromotable(asTensor(init).elementType, result.elementType))
    return problem(
      label,
      `The element-type of reduction-region's result type at index ${at} is expected to be promotable from the op's corresponding init-value element-type: ${quoted(result)} vs ${quoted(init)}`,
    );
  const element = asTensor(args[count + at]);
  if (input !== undefined && !isPromotable(input.elementType, element.elementType))
    return problem(
      label,
      `The element-type of reduction-region's argument at index ${count + at} is expected to be promotable from ${quoted(input.elementType)}, but got ${quoted(element.elementType)}`,
    );
  if (element.shape.length > allowed.length)
    return problem(
      label,
      `The rank of reduction-region's argument at index ${count + at} is expected to be <= ${allowed.length}, got ${element.shape.length}`,
    );
  let next = 0;
  for (const extent of element.shape) {
    while (next < allowed.length && !compatibleExtents(allowed[next] ?? DYNAMIC, extent)) next++;
    if (next++ >= allowed.length)
      return problem(
        label,
        `The shape of reduction-region's argument at index ${count + at} is not compatible with that of reduce-op's input-parameter at index ${at}`,
      );
  }
  return undefined;
}
