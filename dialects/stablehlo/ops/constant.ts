/** Values out of nothing: constants and counting. */
import { ElementsAttr } from "../../../src/definition/attribute-constraint.ts";
import { opAsm } from "../../../src/definition/control-flow.ts";
import { defineOp } from "../../../src/definition/operation.ts";
import type { Attribute } from "../../../src/ir/attribute.ts";
import { elementTypeOrSelf } from "../../../src/ir/attribute.ts";
import { quotedTypes, typeText } from "../../../src/ir/type-text.ts";
import { constantAssembly } from "../assembly.ts";
import { NonNegativeI64 } from "../attributes.ts";
import {
  AnyHloTensor,
  StaticDimensionTensor,
  StaticIntFpComplexOrQuantized,
  StaticTensorOrPerAxis,
} from "../constraints.ts";
import { knownIntegers } from "../known.ts";
import { asTensor, attributeOf, compatible, compatibleExtents, isQuantizedTensor } from "../rules.ts";

/** The type of an elements attribute is the constant's. */
function typeOfValue(value: Attribute | undefined) {
  return value !== undefined && "type" in value ? value.type : undefined;
}

/** A constant tensor. Source: StableHLO spec, "constant". */
export const constant = defineOp({
  name: "stablehlo.constant",
  summary: "a constant tensor",
  results: { output: StaticTensorOrPerAxis },
  attributes: { value: ElementsAttr },
  traits: ["Pure", "ConstantLike"],
  assembly: constantAssembly,
  inferTypes: ({ properties }) => {
    const type = typeOfValue(attributeOf(properties, "value"));
    return type?.kind === "tensor-type" ? { types: [type] } : { problem: "expected a tensor value" };
  },
  verify: (op, report) => {
    const type = typeOfValue(op.value);
    const result = op.output.type;
    // A quantized constant holds the integers that stand for its values.
    if (type === undefined || compatible(type, result) || isQuantizedTensor(result)) return;
    const types = `inferred type(s) ${quotedTypes([type])} are incompatible with return type(s) of operation ${quotedTypes([result])}`;
    report(types, [], "constant_c1");
    report("failed to infer returned types");
  },
  fold: (op) => op.findAttribute("value"),
  supplies: [
    opAsm.of({
      resultName: (operation) => {
        const [type] = operation.record.resultTypes;
        const element = type === undefined ? undefined : elementTypeOrSelf(type);
        return element?.kind === "integer-type" ? "c" : "cst";
      },
    }),
  ],
  example: "%cst = stablehlo.constant dense<[[0.0, 1.0], [2.0, 3.0]]> : tensor<2x2xf32>",
});

/** 0, 1, 2, ... along one dimension. Source: StableHLO spec, "iota". */
export const iota = defineOp({
  name: "stablehlo.iota",
  summary: "counts up from 0 along a dimension",
  results: { output: StaticIntFpComplexOrQuantized },
  attributes: { iota_dimension: NonNegativeI64 },
  traits: ["Pure"],
  assembly: "`dim` `=` $iota_dimension attr-dict `:` type($output)",
  verify: (op, report) => {
    const { shape } = asTensor(op.output.type);
    if (shape.length === 0) report("does not support scalars.", [], "iota_c1");
    else if (op.iota_dimension >= shape.length)
      report("iota dimension cannot go beyond the output rank.", [], "iota_c1");
  },
  example: "%0 = stablehlo.iota dim = 1 : tensor<4x5xi32>",
});

/** iota whose shape is an operand. Source: StableHLO spec, "dynamic_iota". */
export const dynamicIota = defineOp({
  name: "stablehlo.dynamic_iota",
  summary: "counts up from 0 along a dimension of a shape that is computed",
  operands: { output_shape: StaticDimensionTensor },
  results: { result: AnyHloTensor },
  attributes: { iota_dimension: NonNegativeI64 },
  traits: ["NoMemoryEffect"],
  assembly: "$output_shape `,` `dim` `=` $iota_dimension attr-dict `:` functional-type(operands, results)",
  verify: (op, report) => {
    if (op.iota_dimension >= asTensor(op.result.type).shape.length)
      return report("iota dimension cannot go beyond the output rank.", [], "dynamic_iota_c1");
    const known = knownIntegers(op.output_shape);
    const { shape } = asTensor(op.result.type);
    if (known === undefined) return;
    if (
      known.length !== shape.length ||
      known.some((extent, at) => extent < 0 || !compatibleExtents(extent, shape[at]))
    )
      report(
        `output shape [${known.join(", ")}] is incompatible with return type of operation '${typeText(op.result.type)}'`,
        [],
        "dynamic_iota_c2",
      );
  },
  example: "%0 = stablehlo.dynamic_iota %shape, dim = 0 : (tensor<2xi64>) -> tensor<4x5xi64>",
});
