/** What a custom call's layouts and aliases must hold to. Source: upstream's CustomCallOp::verify. */
import { type Attribute, type Type, tupleType } from "../../src/ir/attribute.ts";
import { integerElement } from "../../src/ir/dense.ts";
import { typeText } from "../../src/ir/type-text.ts";
import type { Alias } from "./attributes.ts";

/** Each tensor's dimensions in the order in which they lie in memory, the fastest first. */
export function judgeLayouts(types: readonly Type[], layouts: readonly Attribute[], kind: string): string | undefined {
  if (types.length !== layouts.length)
    return `Number of ${kind}s must match the number of ${kind} layouts, ${types.length} != ${layouts.length}`;
  for (const [at, type] of types.entries()) {
    const layout = layouts[at];
    if (layout?.kind !== "dense-elements") continue;
    if (type.kind === "tuple-type") return "Tuple types are not fully supported with layout constraints yet";
    const count = layout.type.shape.reduce((product, extent) => product * extent, 1);
    const order = Array.from({ length: count }, (_, index) => Number(integerElement(layout, index)));
    const text = `dense<[${order.join(", ")}]> : ${typeText(layout.type)}`;
    if (type.kind !== "tensor-type" && type.kind !== "memref-type") {
      if (count === 0 || type.kind === "unranked-tensor-type") continue;
      return `Only tensor types can have non-empty layout: ${kind} #${at} of type '${typeText(type)}' has layout ${text}`;
    }
    const rank = type.shape.length;
    if (count !== rank || type.shape.some((_, dimension) => !order.includes(dimension)))
      return `incorrect layout ${text} for type '${typeText(type)}', layout must be a permutation of [0, ${rank})`;
  }
  return undefined;
}

/** The element of nested tuples, or what is wrong. */
function partOf(whole: Type | undefined, indices: readonly number[]): Type | undefined {
  let part = whole;
  for (const index of indices) part = part?.kind === "tuple-type" ? part.elements[index] : undefined;
  return part;
}

/** An output in the memory of an operand has its type. */
export function judgeAlias(
  { outputIndices, operand, operandIndices }: Alias,
  operands: readonly Type[],
  results: readonly Type[],
): string | undefined {
  const where = "in the output_operand_alias attribute";
  if (operand < 0 || operand >= operands.length)
    return `expects operandIndex ${where} to be in range [0, ${operands.length}); got: ${operand}.`;
  const from = partOf(operands[operand], operandIndices);
  if (from === undefined) return `operand_tuple_indices ${where} out of bounds`;
  const to = partOf(results.length > 1 ? tupleType(results) : results[0], outputIndices);
  if (to === undefined) return `output_tuple_indices ${where} out of bounds`;
  return from === to
    ? undefined
    : `shapes mismatch ${where}: operand part has type '${typeText(from)}' and output part has type '${typeText(to)}'`;
}
