/** Small steps that the meanings of StableHLO's ops share. */
import { type Fault, type Frame, fault } from "../../../src/interpret/semantics.ts";
import { elementDType, elementOf, isTensor, type RuntimeValue } from "../../../src/interpret/value.ts";
import { type Type, typeOfDType } from "../../../src/ir/attribute.ts";
import { typeText } from "../../../src/ir/type-text.ts";
import { invariant } from "../../../src/support/invariant.ts";
import type { DType } from "../../../src/tensor/dtype.ts";
import type { Shape } from "../../../src/tensor/shape.ts";
import { knownElementCount } from "../../../src/tensor/shape.ts";
import type { Tensor } from "../../../src/tensor/tensor.ts";

/** The verifier has seen that it is one. */
export function tensorIn(value: RuntimeValue | undefined): Tensor {
  invariant(value !== undefined && isTensor(value), "a tensor operand");
  return value;
}

export function tensorsIn(values: readonly RuntimeValue[]): readonly Tensor[] {
  return values.map(tensorIn);
}

/** The only element of a tensor of booleans or integers. */
export function scalarIn(value: RuntimeValue | undefined): number {
  return Number(elementOf(tensorIn(value), 0));
}

/** All elements of a small tensor of integers: a shape, start indices. */
export function integersIn(value: RuntimeValue | undefined): readonly number[] {
  const tensor = tensorIn(value);
  return Array.from({ length: tensor.data.length }, (_, at) => Number(tensor.data[at]));
}

/** The element type in which results of this type are held; a fault for quantized and other foreign ones. */
export function dtypeIn(type: Type): DType | Fault {
  return elementDType(type) ?? fault("element-type", `has no reference semantics on elements of ${typeText(type)}`);
}

export function unsupported(tensor: Tensor): Fault {
  return fault("element-type", `has no reference semantics on elements of ${typeText(typeOfDType(tensor.dtype))}`);
}

/** Charges one scalar operation an element, and memory for a shape that was computed. */
export function chargeFor(frame: Frame, shape: Shape): Fault | undefined {
  return frame.charge(knownElementCount(shape));
}
