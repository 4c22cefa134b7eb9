/**
 * CHLO's operations that broadcast their operands: as numpy does, or along `broadcast_dimensions`, which say where the dimensions of the
 * operand of the smaller rank go. Source: stablehlo/dialect/ChloOps.td, ChloOps.cpp.
 */
import { DenseI64ArrayAttr, DialectEnumAttr } from "../../src/definition/attribute-constraint.ts";
import { defineOp, type InferenceInput, optionalAttr } from "../../src/definition/operation.ts";
import { anyTypeOf, type TypeConstraint, tensorOf, typeConstraint } from "../../src/definition/type-constraint.ts";
import {
  complexType,
  DYNAMIC,
  elementTypeOrSelf,
  i1,
  type Type,
  tensorType,
  unrankedTensorType,
} from "../../src/ir/attribute.ts";
import { COMPARISON_TYPES, DIRECTIONS } from "../stablehlo/attributes.ts";
import { Complex, Float, Int, isQuantized, Pred } from "../stablehlo/constraints.ts";
import { asTensor, compatibleElements, dimsOf, rule, type Verdict, wrong } from "../stablehlo/rules.ts";

const AnyChloTensor = tensorOf(anyTypeOf([Float, Pred, Int, Complex, typeConstraint("quantized", isQuantized)]));
const FpTensor = tensorOf(Float);
const PredTensor = tensorOf(Pred);
const PredOrIntTensor = tensorOf(anyTypeOf([Pred, Int]));

/** How an operand's dimensions lie in the result. */
export interface Placement {
  readonly shape: readonly number[];
  /** Dimension `d` of operand `i` is dimension `places[i][d]` of the result. */
  readonly places: readonly (readonly number[])[];
}

/** Extents that meet: equal ones, 1 and any, and an unknown one and any but 1. */
function commonExtent(a: number, b: number): number | undefined {
  if (a === b || b === 1) return a;
  if (a === 1) return b;
  if (a === DYNAMIC) return b;
  return b === DYNAMIC ? a : undefined;
}

/** Undefined where the shapes do not fit together. */
export function broadcastPlacement(
  shapes: readonly (readonly number[])[],
  dimensions: readonly number[] | undefined,
): Placement | undefined {
  const rank = Math.max(...shapes.map(({ length }) => length));
  const smallest = shapes.findIndex(({ length }) => length === Math.min(...shapes.map((shape) => shape.length)));
  const places = shapes.map((shape, at) =>
    dimensions !== undefined && at === smallest ? dimensions : shape.map((_, d) => rank - shape.length + d),
  );
  const result = Array.from({ length: rank }, () => 1);
  for (const [at, shape] of shapes.entries()) {
    if (places[at]?.length !== shape.length) return undefined;
    for (const [d, extent] of shape.entries()) {
      const place = places[at]?.[d] ?? rank;
      const common = place < 0 || place >= rank ? undefined : commonExtent(result[place] ?? 1, extent);
      if (common === undefined) return undefined;
      result[place] = common;
    }
  }
  return { shape: result, places };
}

function inferBroadcast(
  { operandTypes, properties }: InferenceInput,
  values: readonly (Type | undefined)[],
  element?: (operand: Type) => Type,
): Verdict {
  const [first] = values;
  const own = elementTypeOrSelf(first ?? asTensor(undefined));
  if (values.some((type) => !compatibleElements(elementTypeOrSelf(type ?? own), own)))
    return wrong("broadcast-types", "mismatched operand types");
  const shapes = operandTypes.map((type) => asTensor(type).shape);
  const dimensions = dimsOf(properties, "broadcast_dimensions");
  const placement = broadcastPlacement(shapes, dimensions);
  const given = element === undefined ? own : element(own);
  // As upstream, which takes dimensions that do not fit for a shape that is not known.
  if (operandTypes.some(({ kind }) => kind !== "tensor-type") || (placement === undefined && dimensions !== undefined))
    return { types: [unrankedTensorType(given)] };
  if (placement === undefined)
    return wrong("broadcast-shapes", `operands of shapes ${shapes.map(shapeText).join(" and ")} do not broadcast`);
  return { types: [tensorType(placement.shape, given)] };
}
const shapeText = (shape: readonly number[]): string =>
  `[${shape.map((extent) => (extent === DYNAMIC ? "?" : extent)).join(", ")}]`;

const FORMAT = "$lhs `,` $rhs attr-dict `:` `(` type($lhs) `,` type($rhs) `)` `->` type(results)";

function binary(mnemonic: string, type: TypeConstraint, commutative = false, element = "f32") {
  const [row, table] = [`tensor<4x${element}>`, `tensor<2x4x${element}>`];
  return defineOp({
    name: `chlo.broadcast_${mnemonic}`,
    summary: `${mnemonic} with broadcasting`,
    operands: { lhs: type, rhs: type },
    results: { result: type },
    attributes: { broadcast_dimensions: optionalAttr(DenseI64ArrayAttr) },
    traits: commutative ? ["Pure", "Commutative"] : ["Pure"],
    assembly: FORMAT,
    ...rule((input) => inferBroadcast(input, input.operandTypes)),
    example: `%2 = chlo.broadcast_${mnemonic} %0, %1 : (${row}, ${table}) -> ${table}`,
  });
}

export const add = binary("add", AnyChloTensor, true);
export const and = binary("and", PredOrIntTensor, true, "i1");
export const atan2 = binary("atan2", AnyChloTensor);
export const divide = binary("divide", AnyChloTensor);
export const maximum = binary("maximum", AnyChloTensor, true);
export const minimum = binary("minimum", AnyChloTensor, true);
export const multiply = binary("multiply", AnyChloTensor, true);
export const nextAfter = binary("next_after", AnyChloTensor);
export const or = binary("or", PredOrIntTensor, true, "i1");
export const polygamma = binary("polygamma", FpTensor);
export const power = binary("power", AnyChloTensor);
export const remainder = binary("remainder", AnyChloTensor);
export const shiftLeft = binary("shift_left", AnyChloTensor, false, "i32");
export const shiftRightArithmetic = binary("shift_right_arithmetic", AnyChloTensor, false, "i32");
export const shiftRightLogical = binary("shift_right_logical", AnyChloTensor, false, "i32");
export const subtract = binary("subtract", AnyChloTensor);
export const xor = binary("xor", PredOrIntTensor, true, "i1");
export const zeta = binary("zeta", FpTensor);

export const complex = defineOp({
  name: "chlo.broadcast_complex",
  summary: "complex numbers from real and imaginary parts, with broadcasting",
  operands: { lhs: FpTensor, rhs: FpTensor },
  results: { result: tensorOf(Complex) },
  attributes: { broadcast_dimensions: optionalAttr(DenseI64ArrayAttr) },
  traits: ["Pure"],
  assembly: FORMAT,
  ...rule((input) => inferBroadcast(input, input.operandTypes, complexType)),
  example: "%2 = chlo.broadcast_complex %0, %1 : (tensor<4xf32>, tensor<f32>) -> tensor<4xcomplex<f32>>",
});

export const compare = defineOp({
  name: "chlo.broadcast_compare",
  summary: "compares elements, with broadcasting",
  operands: { lhs: AnyChloTensor, rhs: AnyChloTensor },
  results: { result: PredTensor },
  attributes: {
    broadcast_dimensions: optionalAttr(DenseI64ArrayAttr),
    comparison_direction: DialectEnumAttr("chlo", "comparison_direction", DIRECTIONS, "which comparison"),
    compare_type: optionalAttr(DialectEnumAttr("chlo", "comparison_type", COMPARISON_TYPES, "which order")),
  },
  traits: ["Pure"],
  assembly: FORMAT,
  ...rule((input) => inferBroadcast(input, input.operandTypes, () => i1)),
  example:
    "%2 = chlo.broadcast_compare %0, %1 {comparison_direction = #chlo<comparison_direction LT>} : (tensor<4xf32>, tensor<f32>) -> tensor<4xi1>",
});

export const select = defineOp({
  name: "chlo.broadcast_select",
  summary: "takes elements where pred holds from one operand and elsewhere from the other, with broadcasting",
  operands: { pred: PredTensor, on_true: AnyChloTensor, on_false: AnyChloTensor },
  results: { result: AnyChloTensor },
  traits: ["Pure"],
  assembly:
    "$pred `,` $on_true `,` $on_false attr-dict `:` `(` type($pred) `,` type($on_true) `,` type($on_false) `)` `->` type(results)",
  ...rule((input) => inferBroadcast(input, input.operandTypes.slice(1))),
  example: "%3 = chlo.broadcast_select %0, %1, %2 : (tensor<i1>, tensor<4xf32>, tensor<f32>) -> tensor<4xf32>",
});
