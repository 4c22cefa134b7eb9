/** Element-wise operations of two and three operands. */
import { defineOp, optionalAttr } from "../../../src/definition/operation.ts";
import type { BuiltinTrait } from "../../../src/definition/trait.ts";
import type { TypeConstraint } from "../../../src/definition/type-constraint.ts";
import { complexType, elementTypeOrSelf, i1 } from "../../../src/ir/attribute.ts";
import { complexOpType, sameOperandsAndResultType, selectOpType } from "../assembly.ts";
import { ComparisonDirectionAttr, ComparisonTypeAttr } from "../attributes.ts";
import * as c from "../constraints.ts";
import { binaryFolds, foldCompare, foldSelect } from "../folds.ts";
import {
  asTensor,
  compatible,
  compatibleElements,
  compatibleShapes,
  mostSpecific,
  rule,
  shapeList,
  speculatableIfStatic,
  withElement,
  wrong,
} from "../rules.ts";

const TRAITS = [
  "Elementwise",
  "SameOperandsAndResultShape",
  "NoMemoryEffect",
] as const satisfies readonly BuiltinTrait[];

function binary(mnemonic: string, summary: string, type: TypeConstraint, commutative: boolean, element = "f32") {
  const label = `${mnemonic}_c1`;
  const traits: readonly BuiltinTrait[] = commutative ? [...TRAITS, "Commutative"] : TRAITS;
  return defineOp({
    name: `stablehlo.${mnemonic}`,
    summary,
    operands: { lhs: type, rhs: type },
    results: { result: type },
    traits,
    assembly: "$lhs `,` $rhs attr-dict `:` custom<SameOperandsAndResultType>(type($lhs), type($rhs), type($result))",
    directives: { SameOperandsAndResultType: sameOperandsAndResultType("lhs", "rhs", "result") },
    ...rule(({ operandTypes }) => {
      const [lhs, rhs] = operandTypes;
      if (lhs === undefined || rhs === undefined || !compatible(lhs, rhs))
        return wrong(label, "requires compatible types for all operands and results");
      return { types: [mostSpecific(operandTypes)] };
    }),
    fold: (operation, constants) => binaryFolds[mnemonic]?.(operation, constants),
    supplies: [speculatableIfStatic],
    example: `%2 = stablehlo.${mnemonic} %0, %1 : tensor<2x2x${element}>`,
  });
}

export const add = binary("add", "sum; of booleans: or", c.TensorOrPerAxis, true);
export const and = binary("and", "logical and of booleans, bitwise and of integers", c.PredOrIntTensor, true, "i1");
export const atan2 = binary("atan2", "the angle of the point (rhs, lhs)", c.FpComplexOrQuantizedTensor, false);
export const divide = binary(
  "divide",
  "quotient; of integers towards zero, by zero all bits set",
  c.IntFpComplexOrQuantizedTensor,
  false,
);
export const maximum = binary("maximum", "the larger; NaN if either is; of booleans: or", c.AnyHloTensor, true);
export const minimum = binary("minimum", "the smaller; NaN if either is; of booleans: and", c.AnyHloTensor, true);
export const multiply = binary("multiply", "product; of booleans: and", c.AnyHloTensor, true);
export const or = binary("or", "logical or of booleans, bitwise or of integers", c.PredOrIntTensor, true, "i1");
export const power = binary("power", "lhs to the power of rhs", c.IntFpComplexOrQuantizedTensor, false);
export const remainder = binary(
  "remainder",
  "remainder of the division towards zero; has lhs's sign",
  c.IntFpComplexOrQuantizedTensor,
  false,
);
export const shiftLeft = binary("shift_left", "shift to the left; 0 from the width on", c.IntTensor, false, "i32");
export const shiftRightArithmetic = binary(
  "shift_right_arithmetic",
  "shift to the right, filling with the sign",
  c.IntTensor,
  false,
  "i32",
);
export const shiftRightLogical = binary(
  "shift_right_logical",
  "shift to the right, filling with zeros",
  c.IntTensor,
  false,
  "i32",
);
export const subtract = binary("subtract", "difference", c.IntFpComplexOrQuantizedTensor, false);
export const xor = binary("xor", "logical xor of booleans, bitwise xor of integers", c.PredOrIntTensor, true, "i1");

/** A complex number from its parts. Source: StableHLO spec, "complex". */
export const complex = defineOp({
  name: "stablehlo.complex",
  summary: "complex numbers from real and imaginary parts",
  operands: { lhs: c.Fp32Or64Tensor, rhs: c.Fp32Or64Tensor },
  results: { result: c.ComplexTensor },
  traits: [...TRAITS, "SameOperandsElementType"],
  assembly: "operands attr-dict `:` custom<ComplexOpType>(type($lhs), type($rhs), type($result))",
  directives: { ComplexOpType: complexOpType },
  ...rule(({ operandTypes: [lhs] }) => ({
    types: lhs === undefined ? [] : [withElement(lhs, complexType(elementTypeOrSelf(lhs)))],
  })),
  supplies: [speculatableIfStatic],
  example: "%2 = stablehlo.complex %0, %1 : tensor<2xcomplex<f32>>",
});

/** Source: StableHLO spec, "compare". */
export const compare = defineOp({
  name: "stablehlo.compare",
  summary: "compares elements by a direction and a kind of order",
  operands: { lhs: c.AnyHloTensor, rhs: c.AnyHloTensor },
  results: { result: c.PredTensor },
  attributes: { comparison_direction: ComparisonDirectionAttr, compare_type: optionalAttr(ComparisonTypeAttr) },
  traits: ["Elementwise", "SameOperandsAndResultShape", "NoMemoryEffect"],
  assembly:
    "$comparison_direction `,` $lhs `,` $rhs (`,` $compare_type^)? attr-dict `:` functional-type(operands, results)",
  ...rule(({ operandTypes }) => {
    const [lhs, rhs] = operandTypes;
    if (
      lhs === undefined ||
      rhs === undefined ||
      !compatibleElements(asTensor(lhs).elementType, asTensor(rhs).elementType)
    )
      return wrong("compare_c1", "requires compatible element types for all operands");
    return { types: [withElement(mostSpecific(operandTypes), i1)] };
  }),
  fold: foldCompare,
  supplies: [speculatableIfStatic],
  example: "%2 = stablehlo.compare LT, %0, %1, FLOAT : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xi1>",
});

/** Source: StableHLO spec, "select". */
export const select = defineOp({
  name: "stablehlo.select",
  summary: "takes on_true where pred holds and on_false elsewhere; pred may be one value for all",
  operands: { pred: c.PredTensor, on_true: c.AnyHloTensor, on_false: c.AnyHloTensor },
  results: { result: c.AnyHloTensor },
  traits: ["NoMemoryEffect"],
  assembly: "operands attr-dict `:` custom<SelectOpType>(type($pred), type($on_true), type($on_false), type($result))",
  directives: { SelectOpType: selectOpType },
  ...rule(({ operandTypes: [pred, onTrue, onFalse] }) => {
    if (onTrue === undefined || onFalse === undefined || !compatible(onTrue, onFalse))
      return wrong("select_c2", "requires compatible types for non-predicate operands");
    const { shape } = asTensor(pred);
    if (shape.length !== 0 && !compatibleShapes(shape, asTensor(onTrue).shape))
      return wrong("select_c1", "requires the same shape for all operands");
    return { types: [mostSpecific([onTrue, onFalse])] };
  }),
  fold: foldSelect,
  supplies: [speculatableIfStatic],
  example: "%3 = stablehlo.select %0, %1, %2 : tensor<2x2xi1>, tensor<2x2xi32>",
});

/** Source: StableHLO spec, "clamp". */
export const clamp = defineOp({
  name: "stablehlo.clamp",
  summary: "the nearest value between min and max, which may each be one value for all",
  operands: { min: c.AnyHloTensor, operand: c.AnyHloTensor, max: c.AnyHloTensor },
  results: { result: c.AnyHloTensor },
  traits: ["NoMemoryEffect"],
  assembly:
    "$min `,` $operand `,` $max attr-dict `:` custom<SameOperandsAndResultType>(type($min), type($operand), type($max), type($result))",
  directives: { SameOperandsAndResultType: sameOperandsAndResultType("min", "operand", "max", "result") },
  ...rule(({ operandTypes }) => {
    const [min, operand, max] = operandTypes.map(asTensor);
    if (min === undefined || operand === undefined || max === undefined)
      return wrong("clamp_c3", "requires compatible element types for all operands and results");
    for (const [name, bound, label] of [["min", min, "clamp_c1"], ["max", max, "clamp_c2"]] as const) // biome-ignore format: a table
      if (bound.shape.length !== 0 && !compatibleShapes(bound.shape, operand.shape))
        return wrong(
          label,
          `${name} shape [${shapeList(bound.shape)}] is not scalar and is not compatible to operand shape [${shapeList(operand.shape)}]`,
        );
    if (
      !compatibleElements(min.elementType, operand.elementType) ||
      !compatibleElements(max.elementType, operand.elementType)
    )
      return wrong("clamp_c3", "requires compatible element types for all operands and results");
    return { types: [operand] };
  }),
  supplies: [speculatableIfStatic],
  example: "%3 = stablehlo.clamp %0, %1, %2 : tensor<3xi32>",
});
