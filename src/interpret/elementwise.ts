/**
 * Element-wise application of scalar functions, by class of element: floats (and what rounds to them), integers of up to 32 bits, 64-bit
 * integers, booleans, complex numbers. A kernel says what it is for each class that it is defined on; rounding and wrapping to the type
 * happen here. Rounding once from doubles is exact for +, -, *, / and sqrt, because a double has more than twice the digits of an f32.
 * Hot: bench/interpret.ts, "add".
 */
import { invariant } from "../support/invariant.ts";
import { type DType, dtypeFacts, isBigInt, isComplex } from "../tensor/dtype.ts";
import type { Complex, Tensor } from "../tensor/tensor.ts";
import { bigsOf, blankTensor, isBigArray, numbersOf, tensorFromWork, workArray } from "./numbers.ts";

/** Bits of an integer type, and whether it has a sign: what shifts, divisions and counts depend on. */
export interface IntegerFacts {
  readonly bits: number;
  readonly signed: boolean;
}

export interface UnaryKernel {
  readonly float?: (value: number) => number;
  /** Integers of up to 32 bits; the result is wrapped. */
  readonly integer?: (value: number, facts: IntegerFacts) => number;
  readonly big?: (value: bigint, facts: IntegerFacts) => bigint;
  /** 0 or 1. */
  readonly boolean?: (value: number) => number;
  readonly complex?: (value: Complex) => Complex;
}

export interface BinaryKernel {
  readonly float?: (left: number, right: number) => number;
  readonly integer?: (left: number, right: number, facts: IntegerFacts) => number;
  readonly big?: (left: bigint, right: bigint, facts: IntegerFacts) => bigint;
  readonly boolean?: (left: number, right: number) => number;
  /** `round` rounds a double to the type of the parts, for functions whose steps are rounded one by one. */
  readonly complex?: (left: Complex, right: Complex, round: (value: number) => number) => Complex;
}

export function integerFacts(dtype: DType): IntegerFacts {
  const { bits, kind } = dtypeFacts(dtype);
  return { bits, signed: kind === "signed" };
}

/** Which of a kernel's functions elements of a type go through. */
export type ElementClass = "float" | "integer" | "big" | "boolean" | "complex";
export function elementClass(dtype: DType): ElementClass {
  if (isBigInt(dtype)) return "big";
  const { kind } = dtypeFacts(dtype);
  return kind === "signed" || kind === "unsigned" ? "integer" : kind;
}

/** Undefined where the kernel is not defined on such elements. */
export function mapUnary(tensor: Tensor, kernel: UnaryKernel): Tensor | undefined {
  const { dtype, shape } = tensor;
  const facts = integerFacts(dtype);
  switch (elementClass(dtype)) {
    case "float": {
      const { float } = kernel;
      return float && mapNumbers(tensor, dtype, float);
    }
    case "boolean": {
      const { boolean } = kernel;
      return boolean && mapNumbers(tensor, dtype, boolean);
    }
    case "integer": {
      const { integer } = kernel;
      return integer && mapNumbers(tensor, dtype, (value) => integer(value, facts));
    }
    case "big": {
      const { big } = kernel;
      if (big === undefined) return undefined;
      const result = blankTensor(dtype, shape);
      const values = bigsOf(tensor);
      if (isBigArray(result.data))
        for (let at = 0; at < values.length; at++) result.data[at] = big(values[at] ?? 0n, facts);
      return result;
    }
    case "complex": {
      const { complex } = kernel;
      return complex && mapComplex(tensor, complex);
    }
  }
}

/** The function of every slot, with results of another (not complex, not 64-bit) type. */
export function mapNumbers(tensor: Tensor, dtype: DType, apply: (value: number) => number): Tensor {
  const values = numbersOf(tensor);
  const out = workArray(dtype, values.length);
  for (let at = 0; at < values.length; at++) out[at] = apply(values[at] ?? 0);
  return tensorFromWork(dtype, tensor.shape, out);
}

function mapComplex(tensor: Tensor, apply: (value: Complex) => Complex): Tensor {
  const values = numbersOf(tensor);
  const out = workArray(tensor.dtype, values.length);
  for (let at = 0; at < values.length; at += 2) {
    const { re, im } = apply({ re: values[at] ?? 0, im: values[at + 1] ?? 0 });
    out[at] = re;
    out[at + 1] = im;
  }
  return tensorFromWork(tensor.dtype, tensor.shape, out);
}

/** Operands have one type and one shape. Undefined where the kernel is not defined on such elements. */
export function mapBinary(left: Tensor, right: Tensor, kernel: BinaryKernel): Tensor | undefined {
  const { dtype, shape } = left;
  invariant(left.data.length === right.data.length, "operands of one shape");
  const facts = integerFacts(dtype);
  switch (elementClass(dtype)) {
    case "float": {
      const { float } = kernel;
      return float && zipNumbers(left, right, dtype, float);
    }
    case "boolean": {
      const { boolean } = kernel;
      return boolean && zipNumbers(left, right, dtype, boolean);
    }
    case "integer": {
      const { integer } = kernel;
      return integer && zipNumbers(left, right, dtype, (a, b) => integer(a, b, facts));
    }
    case "big": {
      const { big } = kernel;
      if (big === undefined) return undefined;
      const result = blankTensor(dtype, shape);
      const [a, b] = [bigsOf(left), bigsOf(right)];
      if (isBigArray(result.data))
        for (let at = 0; at < a.length; at++) result.data[at] = big(a[at] ?? 0n, b[at] ?? 0n, facts);
      return result;
    }
    case "complex": {
      const { complex } = kernel;
      return complex && zipComplex(left, right, complex);
    }
  }
}

/** The function of every pair of slots, with results of another (not complex, not 64-bit) type. */
export function zipNumbers(
  left: Tensor,
  right: Tensor,
  dtype: DType,
  apply: (left: number, right: number) => number,
): Tensor {
  const [a, b] = [numbersOf(left), numbersOf(right)];
  const out = workArray(dtype, a.length);
  for (let at = 0; at < a.length; at++) out[at] = apply(a[at] ?? 0, b[at] ?? 0);
  return tensorFromWork(dtype, left.shape, out);
}

function zipComplex(left: Tensor, right: Tensor, apply: NonNullable<BinaryKernel["complex"]>): Tensor {
  const round = left.dtype === "complex<f32>" ? Math.fround : (value: number): number => value;
  const [a, b] = [numbersOf(left), numbersOf(right)];
  const out = workArray(left.dtype, a.length);
  for (let at = 0; at < a.length; at += 2) {
    const { re, im } = apply({ re: a[at] ?? 0, im: a[at + 1] ?? 0 }, { re: b[at] ?? 0, im: b[at + 1] ?? 0 }, round);
    out[at] = re;
    out[at + 1] = im;
  }
  return tensorFromWork(left.dtype, left.shape, out);
}

/** Whether corresponding elements stand in a relation, as a tensor of i1. */
export function compareElements(
  left: Tensor,
  right: Tensor,
  relation: {
    readonly numbers: (left: number, right: number) => boolean;
    readonly bigs: (left: bigint, right: bigint) => boolean;
    readonly complexes: (left: Complex, right: Complex) => boolean;
  },
): Tensor {
  const { shape } = left;
  if (isBigInt(left.dtype)) {
    const [a, b] = [bigsOf(left), bigsOf(right)];
    const out = new Uint8Array(a.length);
    for (let at = 0; at < a.length; at++) out[at] = relation.bigs(a[at] ?? 0n, b[at] ?? 0n) ? 1 : 0;
    return { dtype: "i1", shape, data: out };
  }
  const [a, b] = [numbersOf(left), numbersOf(right)];
  if (!isComplex(left.dtype)) {
    const out = new Uint8Array(a.length);
    for (let at = 0; at < a.length; at++) out[at] = relation.numbers(a[at] ?? 0, b[at] ?? 0) ? 1 : 0;
    return { dtype: "i1", shape, data: out };
  }
  const out = new Uint8Array(a.length / 2);
  for (let at = 0; at < out.length; at++) {
    const x = { re: a[2 * at] ?? 0, im: a[2 * at + 1] ?? 0 };
    const y = { re: b[2 * at] ?? 0, im: b[2 * at + 1] ?? 0 };
    out[at] = relation.complexes(x, y) ? 1 : 0;
  }
  return { dtype: "i1", shape, data: out };
}
