/**
 * Addresses of elements. An index is taken apart into a sum of multiples of values and a constant; the sum is built up again in bytes,
 * with the terms that change least often first, so that its beginnings are the same for all accesses of a loop and can be hoisted out of
 * it; the constant becomes the offset of the access.
 */
import { DYNAMIC, type MemRefType } from "../../../src/ir/attribute.ts";
import type { OperationHandle, Value } from "../../../src/ir/handle.ts";
import { rowMajorStrides } from "../../../src/tensor/shape.ts";
import { NON_NEGATIVE } from "./attributes.ts";
import { constantI32, type WasmBuilder } from "./builder.ts";

/** Σ factor * value + constant; the values are i32 and are no sums or multiples themselves. */
export interface LinearForm {
  readonly terms: ReadonlyMap<number, { readonly value: Value; readonly factor: number }>;
  readonly constant: number;
}

const ZERO: LinearForm = { terms: new Map(), constant: 0 };

/** An address split into what is computed and what is an immediate: address = value + offset. */
export interface Address {
  readonly value: Value;
  /** Bytes. */
  readonly offset: number;
}

/** Where a memref's elements are, relative to the address that stands for it; in elements. */
export interface StaticLayout {
  readonly strides: readonly number[];
  readonly offset: number;
}

/** The layout of a memref, or why its elements cannot be found at compile time. */
export function staticLayout(type: MemRefType): StaticLayout | string {
  if (type.layout === undefined) {
    if (type.shape.slice(1).includes(DYNAMIC)) return "inner extents of the memref are not known";
    return { strides: rowMajorStrides(type.shape.map((extent) => Math.max(extent, 0))), offset: 0 };
  }
  if (type.layout.kind !== "strided-layout") return "the memref's layout is not strided";
  const { strides, offset } = type.layout;
  if (strides.includes(DYNAMIC)) return "strides of the memref are not known";
  return { strides, offset: offset === DYNAMIC ? 0 : offset };
}

/** `value` as a sum; what is not a sum or a multiple is a term of its own. */
export function linearForm(value: Value): LinearForm {
  return accumulate(value, 1, ZERO);
}

function accumulate(value: Value, factor: number, sum: LinearForm): LinearForm {
  const constant = constantI32(value);
  if (constant !== undefined) return { terms: sum.terms, constant: sum.constant + factor * constant };
  const definition = value.definition;
  const [left, right] = definition?.opOperands ?? [];
  if (left !== undefined && right !== undefined) {
    switch (definition?.opName) {
      case "wasm.i32.add":
        return accumulate(right, factor, accumulate(left, factor, sum));
      case "wasm.i32.sub":
        return accumulate(right, -factor, accumulate(left, factor, sum));
      case "wasm.i32.mul": {
        const scale = constantI32(right);
        if (scale !== undefined) return accumulate(left, factor * scale, sum);
        const other = constantI32(left);
        if (other !== undefined) return accumulate(right, factor * other, sum);
        break;
      }
      case "wasm.i32.shl": {
        const shift = constantI32(right);
        if (shift !== undefined && shift >= 0 && shift < 31) return accumulate(left, factor * 2 ** shift, sum);
        break;
      }
    }
  }
  return withTerm(sum, value, factor);
}

function withTerm({ terms, constant }: LinearForm, value: Value, factor: number): LinearForm {
  const next = new Map(terms);
  const total = (terms.get(value.id)?.factor ?? 0) + factor;
  if (total === 0) next.delete(value.id);
  else next.set(value.id, { value, factor: total });
  return { terms: next, constant };
}

/** The sum of `factors[i]` times `values[i]`, plus a constant. */
export function combine(values: readonly Value[], factors: readonly number[], constant: number): LinearForm {
  return values.reduce((sum, value, at) => accumulate(value, factors[at] ?? 0, sum), { ...ZERO, constant });
}

const MAX_OFFSET = 2 ** 31; // further than any address that i32 arithmetic without wrapping reaches

/**
 * The address `base` + elements: `values` are the indices with their strides in elements. Where the computed part might be negative the
 * constant is added to it, for the engine adds offsets without wrapping.
 */
export function addressOf(
  builder: WasmBuilder,
  base: Value,
  indices: readonly Value[],
  { strides, offset }: StaticLayout,
  bytes: number,
): Address {
  const factors = strides.map((stride) => stride * bytes);
  const form = accumulate(base, 1, combine(indices, factors, offset * bytes));
  const terms = [...form.terms.values()];
  // An address as it was handed in is not negative, whatever its type says.
  const nonNegative = terms.every(({ value, factor }) => factor > 0 && (value.is(base) || isNonNegative(value)));
  if (form.constant >= 0 && form.constant < MAX_OFFSET && nonNegative)
    return { value: sumOf(builder, terms, 0), offset: form.constant };
  return { value: sumOf(builder, terms, form.constant), offset: 0 };
}

/** Terms from the outermost loop to the innermost, then the constant. */
function sumOf(
  builder: WasmBuilder,
  terms: readonly { readonly value: Value; readonly factor: number }[],
  constant: number,
): Value {
  const ordered = terms
    .map((term) => ({ ...term, depth: loopDepth(term.value) }))
    .sort((a, b) => a.depth - b.depth || a.value.id - b.value.id);
  let sum: Value | undefined;
  for (const { value, factor } of ordered) {
    const product = scaled(builder, value, factor);
    sum = sum === undefined ? product : builder.op("i32.add", [sum, product]);
  }
  if (sum === undefined) return builder.i32(constant);
  return constant === 0 ? sum : builder.op("i32.add", [sum, builder.i32(constant)]);
}

function scaled(builder: WasmBuilder, value: Value, factor: number): Value {
  if (factor === 1) return value;
  const shift = Math.log2(factor);
  if (factor > 0 && Number.isInteger(shift)) return builder.op("i32.shl", [value, builder.i32(shift)]);
  return builder.op("i32.mul", [value, builder.i32(factor)]);
}

/** How many loops stand around the definition of a value. */
function loopDepth(value: Value): number {
  let depth = 0;
  let at: OperationHandle | undefined = value.parentBlock.parent;
  for (; at !== undefined; at = at.id === 0 ? undefined : at.parent) if (at.opName === "wasm.loop") depth++;
  return depth;
}

/** Whether an i32 is certainly not negative, given that loop counters do not overflow. */
export function isNonNegative(value: Value, depth = 0): boolean {
  const constant = constantI32(value);
  if (constant !== undefined) return constant >= 0;
  if (depth > MAX_CHAIN) return false;
  const definition = value.definition;
  if (definition === undefined) return isCounter(value, depth);
  const operands = definition.opOperands;
  const all = (): boolean => operands.every((operand) => isNonNegative(operand, depth + 1));
  switch (definition.opName) {
    case "wasm.i32.add":
    case "wasm.i32.mul":
    case "wasm.i32.div_s":
    case "wasm.i32.rem_s":
    case "wasm.i32.shl":
    case "wasm.i32.or":
    case "wasm.i32.xor":
      return all();
    case "wasm.i32.div_u":
    case "wasm.i32.shr_u":
    case "wasm.i32.shr_s":
      return operands[0] !== undefined && isNonNegative(operands[0], depth + 1);
    case "wasm.i32.rem_u":
    case "wasm.i32.and":
      return operands.some((operand) => isNonNegative(operand, depth + 1));
    case "wasm.select":
      return operands.slice(1).every((operand) => isNonNegative(operand, depth + 1));
    case "wasm.i32.load8_u":
    case "wasm.i32.load16_u":
      return true;
    default:
      return false;
  }
}

const MAX_CHAIN = 16; // deeper chains of arithmetic do not occur in indices, and the question is asked for every access

/** Of a parameter of the function, or a carried value of the loop. */
function isToldNonNegative(operation: OperationHandle, index: number): boolean {
  const known = operation.findAttribute(NON_NEGATIVE);
  return known?.kind === "dense-array" && known.values.includes(BigInt(index));
}

/** A carried value of a loop that starts at a number that is not negative and grows. */
function isCounter(value: Value, depth: number): boolean {
  const block = value.ownerBlock;
  const loop = block?.parent;
  if (block === undefined || loop === undefined) return false;
  if (isToldNonNegative(loop, value.index)) return true;
  if (loop.opName !== "wasm.loop") return false;
  const initial = loop.opOperands[value.index];
  const next = block.last?.opName === "wasm.continue" ? block.last.opOperands[value.index + 1] : undefined;
  if (initial === undefined || next?.definition?.opName !== "wasm.i32.add") return false;
  const [left, right] = next.definition.opOperands;
  if (left === undefined || right === undefined || !left.is(value)) return false;
  return isNonNegative(right, depth + 1) && isNonNegative(initial, depth + 1);
}

/** The value of a sum, built at the insertion point. */
export function sumOfForm(builder: WasmBuilder, form: LinearForm): Value {
  return sumOf(builder, [...form.terms.values()], form.constant);
}
