/**
 * Bodies of reductions, scatters and sorts as functions of scalars. A body that is one known operation on its two arguments becomes a
 * kernel for typed loops; any other is run, once for each pair of elements.
 */
import type { BinaryKernel } from "../../../src/interpret/elementwise.ts";
import { blankTensor } from "../../../src/interpret/numbers.ts";
import { type Fault, type Frame, isFault, type RegionPlan } from "../../../src/interpret/semantics.ts";
import { elementOf, putElement } from "../../../src/interpret/value.ts";
import type { Tensor } from "../../../src/tensor/tensor.ts";
import { findBinaryKernel } from "./kernels.ts";
import { tensorIn } from "./values.ts";

/** The kernel of a body `return OP(%0, %1)`; `%1, %0` too, where OP commutes. */
export function kernelOf(body: RegionPlan | undefined): BinaryKernel | undefined {
  const operations = body?.operations;
  const [inner, terminator] = operations ?? [];
  const [block] = inner === undefined ? [] : [inner.parentBlock];
  if (operations?.length !== 2 || inner === undefined || terminator?.opName !== "stablehlo.return") return undefined;
  const [first, second, ...more] = block?.arguments ?? [];
  if (first === undefined || second === undefined || more.length > 0) return undefined;
  const [a, b] = inner.opOperands;
  const [result] = terminator.opOperands;
  if (a === undefined || b === undefined || inner.operandCount !== 2 || terminator.operandCount !== 1) return undefined;
  if (result?.is(inner.opResult(0)) !== true || inner.opResult(0).type !== first.type) return undefined;
  if (first.type !== second.type) return undefined;
  const straight = a.is(first) && b.is(second);
  const swapped = a.is(second) && b.is(first) && COMMUTATIVE.has(inner.opName);
  return straight || swapped ? findBinaryKernel(inner.opName) : undefined;
}

const COMMUTATIVE: ReadonlySet<string> = new Set(
  ["add", "multiply", "maximum", "minimum", "and", "or", "xor"].map((name) => `stablehlo.${name}`),
);

/** The element of a tensor as a tensor of rank 0. */
export function elementTensor(tensor: Tensor, at: number): Tensor {
  const made = blankTensor(tensor.dtype, []);
  putElement(made, 0, elementOf(tensor, at));
  return made;
}

/** Runs a body on tensors of rank 0. */
export function runOn(frame: Frame, body: RegionPlan, values: readonly Tensor[]): readonly Tensor[] | Fault {
  const results = frame.run(body, values);
  return isFault(results) ? results : results.map(tensorIn);
}
