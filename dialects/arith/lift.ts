/**
 * Functions of scalars as evaluators: of scalars as they are, of vectors and tensors element by element. What a scalar is, is said in
 * src/interpret/value.ts: a number for floats, index and integers up to 32 bits, a bigint for wider integers.
 */
import { binary, type Evaluator, type Fault, fault, general, isFault, unary } from "../../src/interpret/semantics.ts";
import {
  elementDType,
  elementOf,
  isScalar,
  isTensor,
  putElement,
  type RuntimeValue,
  type Scalar,
} from "../../src/interpret/value.ts";
import { elementTypeOrSelf, type Type } from "../../src/ir/attribute.ts";
import { invariant } from "../../src/support/invariant.ts";
import type { DType } from "../../src/tensor/dtype.ts";
import { type Tensor, tensorElementCount, zeros } from "../../src/tensor/tensor.ts";

export type Unary = (value: Scalar) => Scalar | Fault;
export type Binary = (left: Scalar, right: Scalar) => Scalar | Fault;
export type Nary = (values: readonly Scalar[]) => Scalar | Fault;

export function scalarOperand(value: RuntimeValue | undefined): Scalar {
  invariant(value !== undefined && isScalar(value), "a verified operand is a scalar");
  return value;
}
export function tensorOperand(value: RuntimeValue | undefined): Tensor {
  invariant(value !== undefined && isTensor(value), "a verified operand is a tensor or vector");
  return value;
}

/** An element of a tensor; complex ones have no arithmetic in arith. */
export function scalarAt(tensor: Tensor, at: number): Scalar {
  const element = elementOf(tensor, at);
  invariant(typeof element !== "object", "a verified element is no complex number");
  return element;
}

/** The element type of a shaped type; undefined for scalars. */
function shapedElement(type: Type): Type | undefined {
  const element = elementTypeOrSelf(type);
  return element === type ? undefined : element;
}

const noSuchElements = (): Fault => fault("element-type", "has no values of this element type");

/** Scalars of f80 and f128 would lose what makes them so. */
function isUnrepresentable(type: Type): boolean {
  return type.kind === "float-type" && elementDType(type) === undefined;
}

export function liftUnary(result: Type, apply: Unary): Evaluator | Fault {
  if (shapedElement(result) === undefined)
    return isUnrepresentable(result) ? noSuchElements() : unary((value) => apply(scalarOperand(value)));
  const dtype = elementDType(result);
  if (dtype === undefined) return noSuchElements();
  return unary((value) => {
    const tensor = tensorOperand(value);
    return mapElements(dtype, tensor, (at) => apply(scalarAt(tensor, at)));
  });
}

export function liftBinary(result: Type, apply: Binary): Evaluator | Fault {
  if (shapedElement(result) === undefined)
    return isUnrepresentable(result)
      ? noSuchElements()
      : binary((left, right) => apply(scalarOperand(left), scalarOperand(right)));
  const dtype = elementDType(result);
  if (dtype === undefined) return noSuchElements();
  return binary((left, right) => {
    const [a, b] = [tensorOperand(left), tensorOperand(right)];
    return mapElements(dtype, a, (at) => apply(scalarAt(a, at), scalarAt(b, at)));
  });
}

/** One result from any number of operands of one shape. */
export function liftNary(result: Type, apply: Nary): Evaluator | Fault {
  const lifted = liftSeveral([result], (values) => {
    const value = apply(values);
    return isFault(value) ? value : [value];
  });
  return lifted;
}

/** Several results, all of one shape. */
export function liftSeveral(
  results: readonly Type[],
  apply: (values: readonly Scalar[]) => readonly Scalar[] | Fault,
): Evaluator | Fault {
  const [first] = results;
  if (first === undefined || shapedElement(first) === undefined)
    return results.some(isUnrepresentable)
      ? noSuchElements()
      : general((operands) => apply(operands.map(scalarOperand)));
  const dtypes: DType[] = [];
  for (const type of results) {
    const dtype = elementDType(type);
    if (dtype === undefined) return noSuchElements();
    dtypes.push(dtype);
  }
  return general((operands) => {
    const inputs = operands.map(tensorOperand);
    const shape = inputs[0]?.shape ?? [];
    const outputs = dtypes.map((dtype) => zeros(dtype, shape));
    const count = inputs[0] === undefined ? 0 : tensorElementCount(inputs[0]);
    for (let at = 0; at < count; at++) {
      const values = apply(inputs.map((input) => scalarAt(input, at)));
      if (isFault(values)) return values;
      outputs.forEach((output, index) => {
        putElement(output, at, values[index] ?? 0);
      });
    }
    return outputs;
  });
}

function mapElements(dtype: DType, like: Tensor, element: (at: number) => Scalar | Fault): Tensor | Fault {
  const result = zeros(dtype, like.shape);
  const count = tensorElementCount(like);
  for (let at = 0; at < count; at++) {
    const value = element(at);
    if (isFault(value)) return value;
    putElement(result, at, value);
  }
  return result;
}
