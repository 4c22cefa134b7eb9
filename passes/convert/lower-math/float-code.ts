/**
 * Straight-line arithmetic on f32 or f64, or on vectors of them: what the expansions of functions are written in. Constants become splats, choices
 * become selects, so that what is made has no branches and stays a vector.
 */
import * as arith from "../../../dialects/arith/ops.ts";
import * as math from "../../../dialects/math/ops.ts";
import {
  elementTypeOrSelf,
  type FloatAttribute,
  type FloatType,
  f32,
  f64,
  type IntegerAttribute,
  i32,
  integerAttribute,
  type Type,
  vectorType,
  withElementType,
} from "../../../src/ir/attribute.ts";
import { denseSplat } from "../../../src/ir/dense.ts";
import { floatAttribute } from "../../../src/ir/float.ts";
import type { Value } from "../../../src/ir/handle.ts";
import type { OperationSpec, Rewriter } from "../../../src/ir/rewriter.ts";

type CompareFloats = "oeq" | "ogt" | "oge" | "olt" | "ole" | "uno" | "une";

export class FloatCode {
  readonly #rewriter: Rewriter;
  /** f32 or f64, or a vector of them. */
  readonly #type: Type;
  readonly #element: FloatType;
  readonly #integers: Type;

  constructor(rewriter: Rewriter, type: Type) {
    this.#rewriter = rewriter;
    this.#type = type;
    this.#element = elementTypeOrSelf(type) === f64 ? f64 : f32;
    this.#integers = withElementType(type, i32);
  }

  #insert(spec: OperationSpec): Value {
    return this.#rewriter.insert(spec).opResult(0);
  }

  // ---- Numbers --------------------------------------------------------------------------------------------------------

  /** The float nearest to `value`, in every lane. */
  number(value: number): Value {
    const storage = this.#element === f64 ? Float64Array.of(value) : Float32Array.of(value);
    return this.#constant(this.#element, floatAttribute(value, this.#element), storage);
  }
  /** 32 bits in every lane. Only for f32. */
  bits(value: number): Value {
    return this.#constant(i32, integerAttribute(value, i32), Int32Array.of(value));
  }
  #constant(
    element: Type,
    scalar: FloatAttribute | IntegerAttribute,
    storage: { readonly buffer: ArrayBuffer },
  ): Value {
    if (this.#type.kind !== "vector-type") return this.#insert(arith.constant.build({ value: scalar }));
    const type = vectorType(this.#type.shape, element);
    return this.#insert(arith.constant.build({ value: denseSplat(type, new Uint8Array(storage.buffer)) }));
  }

  // ---- Floats ---------------------------------------------------------------------------------------------------------

  add(lhs: Value, rhs: Value): Value {
    return this.#insert(arith.addf.build({ lhs, rhs }));
  }
  sub(lhs: Value, rhs: Value): Value {
    return this.#insert(arith.subf.build({ lhs, rhs }));
  }
  mul(lhs: Value, rhs: Value): Value {
    return this.#insert(arith.mulf.build({ lhs, rhs }));
  }
  div(lhs: Value, rhs: Value): Value {
    return this.#insert(arith.divf.build({ lhs, rhs }));
  }
  /** NaN where either is. */
  min(lhs: Value, rhs: Value): Value {
    return this.#insert(arith.minimumf.build({ lhs, rhs }));
  }
  max(lhs: Value, rhs: Value): Value {
    return this.#insert(arith.maximumf.build({ lhs, rhs }));
  }
  negate(operand: Value): Value {
    return this.#insert(arith.negf.build({ operand }));
  }
  abs(operand: Value): Value {
    return this.#insert(math.absf.build({ operand }));
  }
  sqrt(operand: Value): Value {
    return this.#insert(math.sqrt.build({ operand }));
  }
  truncate(operand: Value): Value {
    return this.#insert(math.trunc.build({ operand }));
  }
  copySign(magnitude: Value, sign: Value): Value {
    return this.#insert(math.copysign.build({ lhs: magnitude, rhs: sign }));
  }

  /** a * b + c, rounded twice. */
  multiplyAdd(a: Value, b: Value, c: Value): Value {
    return this.add(this.mul(a, b), c);
  }
  /** Horner's scheme, from the highest power down: c[0] * x^n + ... + c[n]. */
  polynomial(x: Value, coefficients: readonly number[]): Value {
    const [first = 0, ...rest] = coefficients;
    return rest.reduce((sum, coefficient) => this.multiplyAdd(sum, x, this.number(coefficient)), this.number(first));
  }

  /** Functions that are not expanded here: the engine's, in f64. */
  exponential(operand: Value): Value {
    return this.#insert(math.exp.build({ operand }));
  }
  power(lhs: Value, rhs: Value): Value {
    return this.#insert(math.powf.build({ lhs, rhs }));
  }

  // ---- Choices --------------------------------------------------------------------------------------------------------

  test(predicate: CompareFloats, lhs: Value, rhs: Value): Value {
    return this.#insert(arith.cmpf.build({ predicate, lhs, rhs }));
  }
  select(condition: Value, onTrue: Value, onFalse: Value): Value {
    return this.#insert(arith.select.build({ condition, true_value: onTrue, false_value: onFalse }));
  }

  // ---- Bits -----------------------------------------------------------------------------------------------------------

  bitsOf(value: Value): Value {
    return this.#insert(arith.bitcast.build({ in: value, resultTypes: [this.#integers] }));
  }
  floatOf(bits: Value): Value {
    return this.#insert(arith.bitcast.build({ in: bits, resultTypes: [this.#type] }));
  }
  addBits(lhs: Value, rhs: Value): Value {
    return this.#insert(arith.addi.build({ lhs, rhs }));
  }
  subBits(lhs: Value, rhs: Value): Value {
    return this.#insert(arith.subi.build({ lhs, rhs }));
  }
  andBits(lhs: Value, rhs: Value): Value {
    return this.#insert(arith.andi.build({ lhs, rhs }));
  }
  orBits(lhs: Value, rhs: Value): Value {
    return this.#insert(arith.ori.build({ lhs, rhs }));
  }
  shiftLeft(lhs: Value, by: number): Value {
    return this.#insert(arith.shli.build({ lhs, rhs: this.bits(by) }));
  }
  /** Sign-extending. */
  shiftRight(lhs: Value, by: number): Value {
    return this.#insert(arith.shrsi.build({ lhs, rhs: this.bits(by) }));
  }
  /** Integers as the nearest floats. */
  toFloat(bits: Value): Value {
    return this.#insert(arith.sitofp.build({ in: bits, resultTypes: [this.#type] }));
  }
}
