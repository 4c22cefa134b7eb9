/** Element-wise operations become one linalg.generic each; fusion joins them later. */
import { type AffineMap, affineMap, identityMap } from "../../../src/ir/affine.ts";
import { elementTypeOrSelf } from "../../../src/ir/attribute.ts";
import type { OperationHandle, Value } from "../../../src/ir/handle.ts";
import type { OperationName } from "../../../src/ir/name.ts";
import { operationName } from "../../../src/ir/name.ts";
import type { ConversionPattern } from "../../../src/rewrite/conversion-pattern.ts";
import { noMatch } from "../../../src/rewrite/pattern.ts";
import { constant as arithConstant } from "../../arith/ops/compare.ts";
import { insertMapped, tensorTypeOf } from "../../linalg/build.ts";
import { ElementBuilder, type ElementValue } from "../../linalg/element-builder.ts";
import { constant } from "../ops/constant.ts";
import { type ElementRule, elementRules } from "./elements.ts";
import { lowering, splatElement } from "./pattern.ts";

/** Scalar operands (select's predicate, clamp's bounds) are read at the same place everywhere. */
function mapOf(operand: Value, rank: number): AffineMap {
  return tensorTypeOf(operand).shape.length === rank ? identityMap(rank) : affineMap(rank, 0, []);
}

/** Whether the rule applies to these element types: tried on a builder that only counts. */
function applies(rule: ElementRule, operation: OperationHandle): boolean {
  const stand = operation.opResult(0).id;
  const dry = new ElementBuilder((_name, _operands, types) => types.map(() => stand));
  const args: ElementValue[] = operation.opOperands.map((operand) => ({
    id: operand.id,
    type: elementTypeOrSelf(operand.type),
  }));
  return rule(dry, args, operation, elementTypeOrSelf(operation.opResult(0).type)) !== undefined;
}

function elementwise(name: OperationName, rule: ElementRule): ConversionPattern {
  const root = {
    name,
    cast: (operation: OperationHandle | undefined) => (operation?.record.name === name ? operation : undefined),
  };
  return lowering(
    `lower-${name.text.replace("stablehlo.", "").replaceAll(/[._]/g, "-")}`,
    root,
    ({ operation, rewriter, scope, adaptor }) => {
      if (!applies(rule, operation)) return noMatch("no lowering for elements of this type");
      const type = tensorTypeOf(operation.opResult(0));
      const element = type.elementType;
      const operands = adaptor.opOperands;
      // Splat constants stand in the body: they need no memory and no loop.
      const known = operands.map((operand) => splatElement(scope.constantOf(operand)));
      const inputs = operands.filter((_, at) => known[at] === undefined);
      const maps = inputs.map((input) => mapOf(input, type.shape.length));
      return insertMapped(rewriter, type, inputs, maps, (builder, args) => {
        let next = 0;
        const values = operands.flatMap((operand, at) => {
          const value = known[at];
          return value === undefined
            ? (args[next++] ?? [])
            : builder.constantOf(value, elementTypeOrSelf(operand.type));
        });
        const made = rule(builder, values, operation, element);
        return made === undefined ? [] : [made];
      });
    },
  );
}

const lowerConstant = lowering("lower-constant", constant, ({ operation, rewriter }) =>
  rewriter.insert(arithConstant.build({ value: operation.value, resultTypes: [operation.output.type] })).opResult(0),
);

export const elementwisePatterns: readonly ConversionPattern[] = [
  ...[...elementRules].map(([name, rule]) => elementwise(operationName(name), rule)),
  lowerConstant,
];
