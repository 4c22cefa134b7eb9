/**
 * Lists of indices that mix constants and values, such as the offsets, sizes and strides of slices: `[0, %i] [2, 4] [1, 1]`. The
 * constants stand in an `array<i64>` property with DYNAMIC_INDEX in the places of the values.
 * Source: MLIR, "OffsetSizeAndStrideOpInterface" and the `DynamicIndexList` directive.
 */

import { DYNAMIC, denseArrayAttribute, findAttribute, i64 } from "../ir/attribute.ts";
import type { OperationHandle } from "../ir/handle.ts";
import { Value } from "../ir/handle.ts";
import { invariant } from "../support/invariant.ts";
import type { AssemblyPrinter, CustomDirective, UnresolvedOperand } from "./assembly.ts";

/** Marks the place of a value in a list of static indices: upstream's ShapedType::kDynamic. */
export const DYNAMIC_INDEX = -(2 ** 63);

/** An index known now, or a value of type index. Upstream: OpFoldResult. */
export type MixedIndex = number | Value;

/** The static list with the values put in the places of DYNAMIC_INDEX, in order. */
export function mixedIndices(statics: readonly number[], values: readonly Value[]): readonly MixedIndex[] {
  let next = 0;
  return statics.map((index) => {
    if (index !== DYNAMIC_INDEX) return index;
    const value = values[next++];
    invariant(value !== undefined, "fewer values than dynamic places: the operation was not verified");
    return value;
  });
}

/** The reverse of `mixedIndices`. */
export function splitIndices(mixed: readonly MixedIndex[]): {
  readonly statics: readonly number[];
  readonly values: readonly Value[];
} {
  return {
    statics: mixed.map((index) => (index instanceof Value ? DYNAMIC_INDEX : index)),
    values: mixed.filter((index) => index instanceof Value),
  };
}

/** The extent of a type for a size of a list. */
export function extentOf(index: MixedIndex): number {
  return index instanceof Value || index === DYNAMIC_INDEX ? DYNAMIC : index;
}

/** Operands of segment `index` of an operation with AttrSizedOperandSegments. */
export function operandSegment(index: number): (operation: OperationHandle) => readonly Value[] {
  return (operation) => {
    const sizes = findAttribute(operation.record.properties, "operandSegmentSizes");
    if (sizes?.kind !== "dense-array") return [];
    const start = sizes.values.slice(0, index).reduce<number>((sum, size) => sum + Number(size), 0);
    return operation.opOperands.slice(start, start + Number(sizes.values[index] ?? 0));
  };
}

/** Operands from number `start` on. */
export function operandsFrom(start: number): (operation: OperationHandle) => readonly Value[] {
  return (operation) => operation.opOperands.slice(start);
}

/**
 * The directive `custom<...>($values, $statics)`: `[0, %i, 4]`.
 * @param values name of the variadic operand
 * @param statics name of the `array<i64>` property
 * @param valuesOf the operands that `values` names
 */
export function dynamicIndexList(
  values: string,
  statics: string,
  valuesOf: (operation: OperationHandle) => readonly Value[],
): CustomDirective {
  return {
    parse: (parser, state, scope) => {
      const operands: UnresolvedOperand[] = [];
      const indices: bigint[] = [];
      const parsed = parser.parseCommaSeparatedList("square", () => {
        const operand = parser.parseOptionalOperand();
        if (operand !== undefined) {
          operands.push(operand);
          indices.push(BigInt(DYNAMIC_INDEX));
          return true;
        }
        const index = parser.parseInteger();
        if (index === undefined) return false;
        indices.push(index);
        return true;
      });
      if (!parsed) return false;
      scope.operands.set(values, operands);
      state.properties.set(statics, denseArrayAttribute(i64, indices));
      return true;
    },
    print: (operation, printer) => {
      const list = operation.findAttribute(statics);
      const numbers = list?.kind === "dense-array" ? list.values.map(Number) : [];
      printMixedIndices(printer, numbers, valuesOf(operation));
    },
  };
}

function printMixedIndices(printer: AssemblyPrinter, statics: readonly number[], values: readonly Value[]): void {
  printer.print("[");
  let next = 0;
  statics.forEach((index, at) => {
    if (at > 0) printer.print(", ");
    const value = index === DYNAMIC_INDEX ? values[next++] : undefined;
    if (value === undefined) printer.print(`${index}`);
    else printer.printOperand(value);
  });
  printer.print("]");
}
