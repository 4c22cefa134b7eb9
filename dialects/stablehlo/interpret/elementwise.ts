/** What StableHLO's element-wise operations mean. */
import { convertTensor } from "../../../src/interpret/convert.ts";
import { filled } from "../../../src/interpret/copy.ts";
import {
  type BinaryKernel,
  compareElements,
  mapBinary,
  mapNumbers,
  mapUnary,
  type UnaryKernel,
  zipNumbers,
} from "../../../src/interpret/elementwise.ts";
import {
  blankTensor,
  numbersOf,
  tensorFromWork,
  totalOrderKeys,
  wordsOf,
  workArray,
} from "../../../src/interpret/numbers.ts";
import { binary, type Evaluator, general, isFault, meaningOf, unary } from "../../../src/interpret/semantics.ts";
import { type DType, isComplex, isFloat } from "../../../src/tensor/dtype.ts";
import type { Tensor } from "../../../src/tensor/tensor.ts";
import type { ComparisonDirection, ComparisonType } from "../attributes.ts";
import * as b from "../ops/binary.ts";
import * as u from "../ops/unary.ts";
import { repacked } from "./bits.ts";
import { binaryKernels, unaryKernels } from "./kernels.ts";
import { roundToPrecision } from "./precision.ts";
import { chargeFor, dtypeIn, tensorIn, unsupported } from "./values.ts";

function ofUnary(kernel: UnaryKernel): Evaluator {
  return unary((value, frame) => {
    const tensor = tensorIn(value);
    return chargeFor(frame, tensor.shape) ?? mapUnary(tensor, kernel) ?? unsupported(tensor);
  });
}

function ofBinary(kernel: BinaryKernel): Evaluator {
  return binary((left, right, frame) => {
    const [lhs, rhs] = [tensorIn(left), tensorIn(right)];
    return chargeFor(frame, lhs.shape) ?? mapBinary(lhs, rhs, kernel) ?? unsupported(lhs);
  });
}

/** One part of complex elements: 0 the real one, 1 the imaginary one. */
function part(tensor: Tensor, which: 0 | 1): Tensor {
  if (!isComplex(tensor.dtype)) return which === 0 ? tensor : blankTensor(tensor.dtype, tensor.shape);
  const dtype: DType = tensor.dtype === "complex<f32>" ? "f32" : "f64";
  const pairs = numbersOf(tensor);
  const parts = workArray(dtype, pairs.length / 2);
  for (let at = 0; at < parts.length; at++) parts[at] = pairs[2 * at + which] ?? 0;
  return tensorFromWork(dtype, tensor.shape, parts);
}

function modulus(tensor: Tensor): Tensor {
  const [re, im] = [part(tensor, 0), part(tensor, 1)];
  return zipNumbers(re, im, re.dtype, Math.hypot);
}

export function complexFrom(re: Tensor, im: Tensor): Tensor {
  const dtype: DType = re.dtype === "f32" ? "complex<f32>" : "complex<f64>";
  const [a, c] = [numbersOf(re), numbersOf(im)];
  const pairs = workArray(dtype, 2 * a.length);
  for (let at = 0; at < a.length; at++) {
    pairs[2 * at] = a[at] ?? 0;
    pairs[2 * at + 1] = c[at] ?? 0;
  }
  return tensorFromWork(dtype, re.shape, pairs);
}

// ---- Comparison -----------------------------------------------------------------------------------------------------------

type Order = (sign: number) => boolean;
const ORDERS: Readonly<Record<ComparisonDirection, Order>> = {
  EQ: (sign) => sign === 0,
  NE: (sign) => sign !== 0,
  GE: (sign) => sign >= 0,
  GT: (sign) => sign > 0,
  LE: (sign) => sign <= 0,
  LT: (sign) => sign < 0,
};

/** By the numbers: NaN compares with nothing and is unequal to everything. */
function compareValues(left: Tensor, right: Tensor, direction: ComparisonDirection): Tensor {
  const relations = {
    EQ: <T>(a: T, c: T) => a === c,
    NE: <T>(a: T, c: T) => a !== c,
    GE: <T>(a: T, c: T) => a >= c,
    GT: <T>(a: T, c: T) => a > c,
    LE: <T>(a: T, c: T) => a <= c,
    LT: <T>(a: T, c: T) => a < c,
  } as const;
  const relation = relations[direction];
  return compareElements(left, right, {
    numbers: relation,
    bigs: relation,
    complexes: (a, c) => {
      const equal = a.re === c.re && a.im === c.im;
      return direction === "EQ"
        ? equal
        : direction === "NE"
          ? !equal
          : ORDERS[direction](a.re !== c.re ? a.re - c.re : a.im - c.im);
    },
  });
}

/** IEEE 754's totalOrder: -NaN, -infinity, ..., -0, +0, ..., infinity, NaN. */
function compareTotally(left: Tensor, right: Tensor, direction: ComparisonDirection): Tensor {
  const [a, c] = [totalOrderKeys(left), totalOrderKeys(right)];
  const out = new Uint8Array(a.length);
  const order = ORDERS[direction];
  for (let at = 0; at < out.length; at++) {
    const [x, y] = [a[at] ?? 0n, c[at] ?? 0n];
    out[at] = order(x < y ? -1 : x > y ? 1 : 0) ? 1 : 0;
  }
  return { dtype: "i1", shape: left.shape, data: out };
}

export function compareBy(
  left: Tensor,
  right: Tensor,
  direction: ComparisonDirection,
  type: ComparisonType | undefined,
): Tensor {
  return type === "TOTALORDER" && isFloat(left.dtype)
    ? compareTotally(left, right, direction)
    : compareValues(left, right, direction);
}

// ---- Select and clamp -------------------------------------------------------------------------------------------------------

export function selectElements(pred: Tensor, onTrue: Tensor, onFalse: Tensor): Tensor {
  if (pred.shape.length === 0) return pred.data[0] === 0 ? onFalse : onTrue;
  const result = blankTensor(onTrue.dtype, onTrue.shape);
  const { words: out, lanes } = wordsOf(result);
  const [yes, no] = [wordsOf(onTrue).words, wordsOf(onFalse).words];
  const choose = pred.data;
  for (let at = 0; at < choose.length; at++) {
    const from = choose[at] === 0 ? no : yes;
    for (let lane = at * lanes; lane < (at + 1) * lanes; lane++) out[lane] = from[lane] ?? 0;
  }
  return result;
}

function whole(bound: Tensor, like: Tensor): Tensor {
  return bound.shape.length === like.shape.length ? bound : filled(like.shape, bound);
}

export const elementwiseMeanings = [
  meaningOf(u.cbrt, () => ofUnary(unaryKernels.cbrt)),
  meaningOf(u.ceil, () => ofUnary(unaryKernels.ceil)),
  meaningOf(u.cosine, () => ofUnary(unaryKernels.cosine)),
  meaningOf(u.countLeadingZeros, () => ofUnary(unaryKernels.count_leading_zeros)),
  meaningOf(u.exponential, () => ofUnary(unaryKernels.exponential)),
  meaningOf(u.exponentialMinusOne, () => ofUnary(unaryKernels.exponential_minus_one)),
  meaningOf(u.floor, () => ofUnary(unaryKernels.floor)),
  meaningOf(u.log, () => ofUnary(unaryKernels.log)),
  meaningOf(u.logPlusOne, () => ofUnary(unaryKernels.log_plus_one)),
  meaningOf(u.logistic, () => ofUnary(unaryKernels.logistic)),
  meaningOf(u.negate, () => ofUnary(unaryKernels.negate)),
  meaningOf(u.not, () => ofUnary(unaryKernels.not)),
  meaningOf(u.popcnt, () => ofUnary(unaryKernels.popcnt)),
  meaningOf(u.roundNearestAfz, () => ofUnary(unaryKernels.round_nearest_afz)),
  meaningOf(u.roundNearestEven, () => ofUnary(unaryKernels.round_nearest_even)),
  meaningOf(u.rsqrt, () => ofUnary(unaryKernels.rsqrt)),
  meaningOf(u.sign, () => ofUnary(unaryKernels.sign)),
  meaningOf(u.sine, () => ofUnary(unaryKernels.sine)),
  meaningOf(u.sqrt, () => ofUnary(unaryKernels.sqrt)),
  meaningOf(u.tan, () => ofUnary(unaryKernels.tan)),
  meaningOf(u.tanh, () => ofUnary(unaryKernels.tanh)),
  meaningOf(u.abs, () => {
    const real = ofUnary(unaryKernels.abs);
    return unary((value, frame) => {
      const tensor = tensorIn(value);
      if (isComplex(tensor.dtype)) return chargeFor(frame, tensor.shape) ?? modulus(tensor);
      return real.kind === "unary" ? real.apply(value, frame) : unsupported(tensor);
    });
  }),
  meaningOf(u.real, () => unary((value) => part(tensorIn(value), 0))),
  meaningOf(u.imag, () => unary((value) => part(tensorIn(value), 1))),
  meaningOf(u.isFiniteOp, () =>
    unary((value, frame) => {
      const tensor = tensorIn(value);
      return chargeFor(frame, tensor.shape) ?? mapNumbers(tensor, "i1", (x) => (Number.isFinite(x) ? 1 : 0));
    }),
  ),
  meaningOf(u.convert, (op) => {
    const dtype = dtypeIn(op.result.type);
    if (isFault(dtype)) return dtype;
    return unary((value, frame) => {
      const tensor = tensorIn(value);
      return chargeFor(frame, tensor.shape) ?? convertTensor(tensor, dtype);
    });
  }),
  meaningOf(u.bitcastConvert, (op) => {
    const { type } = op.result;
    const dtype = dtypeIn(type);
    if (isFault(dtype)) return dtype;
    return unary((value, frame) => {
      const tensor = tensorIn(value);
      return chargeFor(frame, tensor.shape) ?? repacked(tensor, dtype);
    });
  }),
  meaningOf(u.reducePrecision, (op) => {
    const { exponent_bits: exponentBits, mantissa_bits: mantissaBits } = op;
    return unary((value, frame) => {
      const tensor = tensorIn(value);
      if (!isFloat(tensor.dtype)) return unsupported(tensor);
      const round = roundToPrecision(tensor.dtype, exponentBits, mantissaBits);
      return chargeFor(frame, tensor.shape) ?? mapNumbers(tensor, tensor.dtype, round);
    });
  }),
  meaningOf(b.add, () => ofBinary(binaryKernels.add)),
  meaningOf(b.and, () => ofBinary(binaryKernels.and)),
  meaningOf(b.atan2, () => ofBinary(binaryKernels.atan2)),
  meaningOf(b.divide, () => ofBinary(binaryKernels.divide)),
  meaningOf(b.maximum, () => ofBinary(binaryKernels.maximum)),
  meaningOf(b.minimum, () => ofBinary(binaryKernels.minimum)),
  meaningOf(b.multiply, () => ofBinary(binaryKernels.multiply)),
  meaningOf(b.or, () => ofBinary(binaryKernels.or)),
  meaningOf(b.power, () => ofBinary(binaryKernels.power)),
  meaningOf(b.remainder, () => ofBinary(binaryKernels.remainder)),
  meaningOf(b.shiftLeft, () => ofBinary(binaryKernels.shift_left)),
  meaningOf(b.shiftRightArithmetic, () => ofBinary(binaryKernels.shift_right_arithmetic)),
  meaningOf(b.shiftRightLogical, () => ofBinary(binaryKernels.shift_right_logical)),
  meaningOf(b.subtract, () => ofBinary(binaryKernels.subtract)),
  meaningOf(b.xor, () => ofBinary(binaryKernels.xor)),
  meaningOf(b.complex, () => binary((re, im) => complexFrom(tensorIn(re), tensorIn(im)))),
  meaningOf(b.compare, (op) => {
    const { comparison_direction: direction, compare_type: type } = op;
    return binary((left, right, frame) => {
      const lhs = tensorIn(left);
      return chargeFor(frame, lhs.shape) ?? compareBy(lhs, tensorIn(right), direction, type);
    });
  }),
  meaningOf(b.select, () =>
    general(([pred, onTrue, onFalse], frame) => {
      const result = tensorIn(onTrue);
      return chargeFor(frame, result.shape) ?? [selectElements(tensorIn(pred), result, tensorIn(onFalse))];
    }),
  ),
  meaningOf(b.clamp, () =>
    general(([min, operand, max], frame) => {
      const tensor = tensorIn(operand);
      const stop = chargeFor(frame, tensor.shape);
      if (stop !== undefined) return stop;
      const raised = mapBinary(whole(tensorIn(min), tensor), tensor, binaryKernels.maximum);
      const result = raised && mapBinary(raised, whole(tensorIn(max), tensor), binaryKernels.minimum);
      return result === undefined ? unsupported(tensor) : [result];
    }),
  ),
];
