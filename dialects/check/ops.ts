/** Checks inside of programs, for tests of the interpreter. Source: stablehlo/tests/CheckOps.td. */
import { type AttributeConstraint, ElementsAttr } from "../../src/definition/attribute-constraint.ts";
import { defaultAttr, defineOp } from "../../src/definition/operation.ts";
import { AllTypesMatch } from "../../src/definition/trait.ts";
import { AnyTensor } from "../../src/definition/type-constraint.ts";
import {
  type Attribute,
  type FloatAttribute,
  f64,
  type IntegerAttribute,
  integerAttribute,
  integerType,
} from "../../src/ir/attribute.ts";
import { floatAttribute } from "../../src/ir/float.ts";
import { invariant } from "../../src/support/invariant.ts";

const isF64 = (attribute: Attribute): attribute is FloatAttribute =>
  attribute.kind === "float" && attribute.type === f64;
const F64Attr: AttributeConstraint<number> = {
  summary: "64-bit float attribute",
  accepts: isF64,
  decode: (attribute) => {
    invariant(isF64(attribute), "expected a 64-bit float attribute");
    return attribute.value;
  },
  encode: (value) => floatAttribute(value, f64),
  valueType: f64,
};
const ui64 = integerType(64, "unsigned");
const isUi64 = (attribute: Attribute): attribute is IntegerAttribute =>
  attribute.kind === "integer" && attribute.type === ui64;
const Ui64Attr: AttributeConstraint<number> = {
  summary: "64-bit unsigned integer attribute",
  accepts: isUi64,
  decode: (attribute) => {
    invariant(isUi64(attribute), "expected a 64-bit unsigned integer attribute");
    return Number(attribute.value);
  },
  encode: (value) => integerAttribute(value, ui64),
  valueType: ui64,
};

export const expectEq = defineOp({
  name: "check.expect_eq",
  summary: "fails unless two tensors are equal",
  operands: { lhs: AnyTensor, rhs: AnyTensor },
  traits: ["SameTypeOperands"],
  assembly: "$lhs `,` $rhs attr-dict `:` type($lhs)",
  example: "check.expect_eq %0, %1 : tensor<2xi32>",
});
export const expectEqConst = defineOp({
  name: "check.expect_eq_const",
  summary: "fails unless a tensor equals a constant",
  operands: { lhs: AnyTensor },
  attributes: { value: ElementsAttr },
  traits: [AllTypesMatch("lhs", "value")],
  assembly: "$lhs `,` $value attr-dict",
  example: "check.expect_eq_const %0, dense<[1, 2]> : tensor<2xi32>",
});
export const expectAlmostEq = defineOp({
  name: "check.expect_almost_eq",
  summary: "fails unless two tensors are equal within a tolerance",
  operands: { lhs: AnyTensor, rhs: AnyTensor },
  attributes: { tolerance: defaultAttr(F64Attr, 1e-4) },
  traits: ["SameTypeOperands"],
  assembly: "$lhs `,` $rhs (`,` `tolerance` `=` $tolerance^)? attr-dict `:` type($lhs)",
  example: "check.expect_almost_eq %0, %1, tolerance = 1.000000e-03 : tensor<2xf32>",
});
export const expectAlmostEqConst = defineOp({
  name: "check.expect_almost_eq_const",
  summary: "fails unless a tensor equals a constant within a tolerance",
  operands: { lhs: AnyTensor },
  attributes: { value: ElementsAttr, tolerance: defaultAttr(F64Attr, 1e-4) },
  traits: [AllTypesMatch("lhs", "value")],
  assembly: "$lhs `,` $value (`,` `tolerance` `=` $tolerance^)? attr-dict",
  example: "check.expect_almost_eq_const %0, dense<[1.0, 2.0]> : tensor<2xf32>",
});
export const expectClose = defineOp({
  name: "check.expect_close",
  summary: "fails unless two tensors are a bounded number of units in the last place apart",
  operands: { actual: AnyTensor, expected: AnyTensor },
  attributes: { max_ulp_difference: defaultAttr(Ui64Attr, 1), min_ulp_difference: defaultAttr(Ui64Attr, 0) },
  assembly:
    "$actual `,` $expected `,` `max_ulp_difference` `=` $max_ulp_difference (`,` `min_ulp_difference` `=` $min_ulp_difference^)? `:` attr-dict type($actual) `,` type($expected)",
  example: "check.expect_close %0, %1, max_ulp_difference = 3 : tensor<2xf32>, tensor<2xf32>",
});
