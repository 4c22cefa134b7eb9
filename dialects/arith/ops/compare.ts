/** Constants, comparisons and select. Source: MLIR, "'arith' dialect". */
import { isElements, TypedAttr, typeOfAttribute } from "../../../src/definition/attribute-constraint.ts";
import { opAsm } from "../../../src/definition/control-flow.ts";
import { defaultAttr, defineOp } from "../../../src/definition/operation.ts";
import { AllTypesMatch, type ParametricTrait, type Trait, TypesMatchWith } from "../../../src/definition/trait.ts";
import { AnyType, BoolLike, FloatLike, SignlessIntegerOrIndexLike } from "../../../src/definition/type-constraint.ts";
import { elementTypeOrSelf, findAttribute, i1 } from "../../../src/ir/attribute.ts";
import type { OperationHandle } from "../../../src/ir/handle.ts";
import { typeText } from "../../../src/ir/type-text.ts";
import { constantAssembly, selectAssembly } from "../assembly.ts";
import { CmpFPredicateAttr, CmpIPredicateAttr, FastMathAttr } from "../attributes.ts";
import { booleanOf } from "../constraints.ts";
import * as folds from "../folds.ts";

/** `%c4_i32`, `%c4` of index, `%true`, `%cst`. */
function constantName(operation: OperationHandle): string {
  const value = operation.findAttribute("value");
  if (value?.kind !== "integer") return "cst";
  if (value.type === i1) return value.value === 0n ? "false" : "true";
  return value.type.kind === "integer-type" ? `c${value.value}_${typeText(value.type)}` : `c${value.value}`;
}

export const constant = defineOp({
  name: "arith.constant",
  summary: "integer, float, vector or tensor constant",
  results: { result: AnyType },
  attributes: { value: TypedAttr },
  traits: ["ConstantLike", "Pure", AllTypesMatch("value", "result")],
  assembly: constantAssembly,
  inferTypes: ({ properties }) => {
    const value = findAttribute(properties, "value");
    const type = value === undefined ? undefined : typeOfAttribute(value);
    return type === undefined ? { problem: "the value has no type" } : { types: [type] };
  },
  verify: (operation, report) => {
    const { type } = operation.result;
    if (type.kind === "integer-type" && type.signedness !== "signless") {
      report("integer return type must be signless");
      return;
    }
    const { value } = operation;
    if (value.kind !== "integer" && value.kind !== "float" && !isElements(value)) {
      report("value must be an integer, float, or elements attribute");
      return;
    }
    const scalable = type.kind === "vector-type" && type.scalable.includes(true);
    if (scalable && !(value.kind === "dense-elements" && value.splat))
      report("initializing scalable vectors with elements attribute is not supported unless it's a vector splat");
  },
  supplies: [opAsm.of({ resultName: constantName })],
  example: "%0 = arith.constant 42 : i32",
});

const compares: readonly Trait[] = [
  "Pure",
  "Elementwise",
  "Scalarizable",
  "Vectorizable",
  "Tensorizable",
  "SameTypeOperands",
  TypesMatchWith("result type has i1 element type and same shape as operands", "lhs", "result", booleanOf),
];

export const cmpi = defineOp({
  name: "arith.cmpi",
  summary: "integer comparison",
  description: "The predicate says whether the operands are read as signed (slt, sle, sgt, sge) or unsigned (ult ...).",
  operands: { lhs: SignlessIntegerOrIndexLike, rhs: SignlessIntegerOrIndexLike },
  results: { result: BoolLike },
  attributes: { predicate: CmpIPredicateAttr },
  traits: compares,
  assembly: "$predicate `,` $lhs `,` $rhs attr-dict `:` type($lhs)",
  fold: folds.cmpi,
  example: "%2 = arith.cmpi slt, %0, %1 : i32",
});

export const cmpf = defineOp({
  name: "arith.cmpf",
  summary: "floating-point comparison",
  description: "Ordered predicates (oeq ...) are false, unordered ones (ueq ...) true, when an operand is NaN.",
  operands: { lhs: FloatLike, rhs: FloatLike },
  results: { result: BoolLike },
  attributes: { predicate: CmpFPredicateAttr, fastmath: defaultAttr(FastMathAttr, []) },
  traits: compares,
  assembly: "$predicate `,` $lhs `,` $rhs (`fastmath` `` $fastmath^)? attr-dict `:` type($lhs)",
  fold: folds.cmpf,
  example: "%2 = arith.cmpf olt, %0, %1 : f32",
});

const ScalarConditionOrMatchingShape: ParametricTrait = {
  name: "ScalarConditionOrMatchingShape",
  parameters: [],
  verify: (operation, report) => {
    const condition = operation.opOperand(0).type;
    const [type] = operation.record.resultTypes;
    if (condition !== i1 && type !== undefined && (type === elementTypeOrSelf(type) || condition !== booleanOf(type)))
      report("failed to verify that condition is signless i1 or has matching shape");
  },
};

export const select = defineOp({
  name: "arith.select",
  summary: "one of two values, by a boolean",
  description: "A vector or tensor of booleans chooses element by element.",
  operands: { condition: BoolLike, true_value: AnyType, false_value: AnyType },
  results: { result: AnyType },
  traits: [
    "Pure",
    "Elementwise",
    "Scalarizable",
    "Vectorizable",
    "Tensorizable",
    AllTypesMatch("true_value", "false_value", "result"),
    ScalarConditionOrMatchingShape,
  ],
  assembly: selectAssembly,
  fold: folds.select,
  example: "%3 = arith.select %0, %1, %2 : i32",
});

export const compareOps = [constant, cmpi, cmpf, select] as const;
