/** What CHLO's functions mean: in double precision, rounded once. */
import * as z from "../../src/interpret/complex.ts";
import { broadcastTo, filled } from "../../src/interpret/copy.ts";
import {
  type BinaryKernel,
  mapBinary,
  mapNumbers,
  mapUnary,
  type UnaryKernel,
} from "../../src/interpret/elementwise.ts";
import { blankTensor, totalOrderKeys, wordsOf } from "../../src/interpret/numbers.ts";
import {
  binary,
  type Evaluator,
  type Fault,
  fault,
  constant as fixed,
  general,
  meaningOf,
  unary,
} from "../../src/interpret/semantics.ts";
import * as special from "../../src/interpret/special.ts";
import { elementDType, elementOf, isTensor, putElement, type RuntimeValue } from "../../src/interpret/value.ts";
import type { OperationHandle } from "../../src/ir/handle.ts";
import { invariant } from "../../src/support/invariant.ts";
import { bitWidth, isFloat } from "../../src/tensor/dtype.ts";
import { scalar, type Tensor, tensorElementCount } from "../../src/tensor/tensor.ts";
import { compareBy, complexFrom, selectElements } from "../stablehlo/interpret/elementwise.ts";
import { binaryKernels } from "../stablehlo/interpret/kernels.ts";
import * as wide from "./broadcast.ts";
import * as ops from "./ops.ts";

function tensorIn(value: RuntimeValue | undefined): Tensor {
  invariant(value !== undefined && isTensor(value), "a tensor operand");
  return value;
}

function unsupported(tensor: Tensor): Fault {
  return fault("element-type", `has no reference semantics on elements of ${tensor.dtype}`);
}

function ofUnary(kernel: UnaryKernel): Evaluator {
  return unary((value, frame) => {
    const tensor = tensorIn(value);
    return frame.charge(tensor.data.length) ?? mapUnary(tensor, kernel) ?? unsupported(tensor);
  });
}
function ofPredicate(holds: (value: number) => boolean): Evaluator {
  return unary((value) => mapNumbers(tensorIn(value), "i1", (x) => (holds(x) ? 1 : 0)));
}

// ---- next_after ---------------------------------------------------------------------------------------------------------------

/** By stepping the code: the codes of floats of one sign are in the order of their magnitudes. */
function nextAfter(x: Tensor, y: Tensor): Tensor {
  const result = blankTensor(x.dtype, x.shape);
  const { words: from, lanes } = wordsOf(x);
  const { words: out } = wordsOf(result);
  const top = 1n << BigInt(bitWidth(x.dtype) - 1);
  const nan = scalar(x.dtype, Number.NaN);
  for (let at = 0; at < tensorElementCount(x); at++) {
    const [a, b] = [Number(elementOf(x, at)), Number(elementOf(y, at))];
    const source = Number.isNaN(a) || Number.isNaN(b) ? wordsOf(nan).words : a === b ? wordsOf(y).words : undefined;
    if (source !== undefined) {
      const start = source.length === lanes ? 0 : at * lanes;
      for (let lane = 0; lane < lanes; lane++) out[at * lanes + lane] = source[start + lane] ?? 0;
      continue;
    }
    let code = 0n;
    for (let lane = lanes - 1; lane >= 0; lane--) code = (code << 32n) | BigInt(from[at * lanes + lane] ?? 0);
    // From zero the first step is to the smallest subnormal of the right sign.
    const next = a === 0 ? (b > 0 ? 1n : top | 1n) : a < b === a > 0 ? code + 1n : code - 1n;
    for (let lane = 0; lane < lanes; lane++) out[at * lanes + lane] = Number((next >> BigInt(32 * lane)) & 0xffffffffn);
  }
  return result;
}

// ---- top_k --------------------------------------------------------------------------------------------------------------------

/** Larger first, floats by IEEE's total order; equal elements in the order in which they stood. */
function topK(tensor: Tensor, k: number): readonly Tensor[] {
  const width = tensor.shape[tensor.shape.length - 1] ?? 1;
  const rows = tensorElementCount(tensor) / Math.max(1, width);
  const shape = [...tensor.shape.slice(0, -1), k];
  const [values, indices] = [blankTensor(tensor.dtype, shape), blankTensor("i32", shape)];
  const keys = isFloat(tensor.dtype) ? totalOrderKeys(tensor) : tensor.data;
  for (let row = 0; row < rows; row++) {
    const keyOf = (at: number): number | bigint => keys[row * width + at] ?? 0;
    const order = Array.from({ length: width }, (_, at) => at);
    order.sort((a, b) => (keyOf(a) < keyOf(b) ? 1 : keyOf(a) > keyOf(b) ? -1 : a - b));
    for (let at = 0; at < k; at++) {
      const chosen = order[at] ?? 0;
      copyElement(tensor, row * width + chosen, values, row * k + at);
      putElement(indices, row * k + at, chosen);
    }
  }
  return [values, indices];
}

/** By words, so that NaN payloads stay. */
function copyElement(from: Tensor, read: number, to: Tensor, write: number): void {
  const { words, lanes } = wordsOf(from);
  const target = wordsOf(to).words;
  for (let lane = 0; lane < lanes; lane++) target[write * lanes + lane] = words[read * lanes + lane] ?? 0;
}

/** The upper half of a product of `bits`-bit integers; unsigned operands give an unsigned one. */
const upperHalf = (a: number, b: number, bits: number): number => Number((BigInt(a) * BigInt(b)) >> BigInt(bits));

// ---- Broadcasting -----------------------------------------------------------------------------------------------------------

/** Computes on operands of the shape that theirs have in common. */
function broadcasting(op: OperationHandle, compute: (operands: readonly Tensor[]) => Tensor | undefined): Evaluator {
  const given = op.findAttribute("broadcast_dimensions");
  const dimensions = given?.kind === "dense-array" ? given.values.map(Number) : undefined;
  return general((values, frame) => {
    const operands = values.map(tensorIn);
    const placement = wide.broadcastPlacement(
      operands.map(({ shape }) => shape),
      dimensions,
    );
    if (placement === undefined) return fault("broadcast", "the shapes of the operands do not broadcast");
    const { shape, places } = placement;
    const stop = frame.charge(shape.reduce((product, extent) => product * extent, operands.length));
    if (stop !== undefined) return stop;
    const whole = operands.map((tensor, at) => broadcastTo(tensor, shape, places[at] ?? []));
    const result = compute(whole);
    return result === undefined ? unsupported(tensorIn(whole[whole.length - 1])) : [result];
  });
}
function broadcastBinary(op: OperationHandle, kernel: BinaryKernel): Evaluator {
  return broadcasting(op, ([lhs, rhs]) => (lhs && rhs ? mapBinary(lhs, rhs, kernel) : undefined));
}
const polygamma: BinaryKernel = { float: special.polygamma };
const zeta: BinaryKernel = { float: special.hurwitzZeta };
function ofBinary(kernel: BinaryKernel): Evaluator {
  return binary((a, c) => {
    const lhs = tensorIn(a);
    return mapBinary(lhs, tensorIn(c), kernel) ?? unsupported(lhs);
  });
}

export const meanings = [
  meaningOf(wide.add, (op) => broadcastBinary(op, binaryKernels.add)),
  meaningOf(wide.and, (op) => broadcastBinary(op, binaryKernels.and)),
  meaningOf(wide.atan2, (op) => broadcastBinary(op, binaryKernels.atan2)),
  meaningOf(wide.divide, (op) => broadcastBinary(op, binaryKernels.divide)),
  meaningOf(wide.maximum, (op) => broadcastBinary(op, binaryKernels.maximum)),
  meaningOf(wide.minimum, (op) => broadcastBinary(op, binaryKernels.minimum)),
  meaningOf(wide.multiply, (op) => broadcastBinary(op, binaryKernels.multiply)),
  meaningOf(wide.or, (op) => broadcastBinary(op, binaryKernels.or)),
  meaningOf(wide.power, (op) => broadcastBinary(op, binaryKernels.power)),
  meaningOf(wide.remainder, (op) => broadcastBinary(op, binaryKernels.remainder)),
  meaningOf(wide.shiftLeft, (op) => broadcastBinary(op, binaryKernels.shift_left)),
  meaningOf(wide.shiftRightArithmetic, (op) => broadcastBinary(op, binaryKernels.shift_right_arithmetic)),
  meaningOf(wide.shiftRightLogical, (op) => broadcastBinary(op, binaryKernels.shift_right_logical)),
  meaningOf(wide.subtract, (op) => broadcastBinary(op, binaryKernels.subtract)),
  meaningOf(wide.xor, (op) => broadcastBinary(op, binaryKernels.xor)),
  meaningOf(wide.polygamma, (op) => broadcastBinary(op, polygamma)),
  meaningOf(wide.zeta, (op) => broadcastBinary(op, zeta)),
  meaningOf(wide.nextAfter, (op) => broadcasting(op, ([x, y]) => (x && y ? nextAfter(x, y) : undefined))),
  meaningOf(wide.complex, (op) => broadcasting(op, ([re, im]) => (re && im ? complexFrom(re, im) : undefined))),
  meaningOf(wide.compare, (op) => {
    const { comparison_direction: direction, compare_type: type } = op;
    return broadcasting(op, ([lhs, rhs]) => (lhs && rhs ? compareBy(lhs, rhs, direction, type) : undefined));
  }),
  meaningOf(wide.select, (op) =>
    broadcasting(op, ([pred, yes, no]) => (pred && yes && no ? selectElements(pred, yes, no) : undefined)),
  ),
  meaningOf(ops.polygamma, () => ofBinary(polygamma)),
  meaningOf(ops.zeta, () => ofBinary(zeta)),
  meaningOf(ops.acos, () => ofUnary({ float: Math.acos, complex: z.complexAcos })),
  meaningOf(ops.acosh, () => ofUnary({ float: Math.acosh, complex: z.complexAcosh })),
  meaningOf(ops.asin, () => ofUnary({ float: Math.asin, complex: z.complexAsin })),
  meaningOf(ops.asinh, () => ofUnary({ float: Math.asinh, complex: z.complexAsinh })),
  meaningOf(ops.atan, () => ofUnary({ float: Math.atan, complex: z.complexAtan })),
  meaningOf(ops.atanh, () => ofUnary({ float: Math.atanh, complex: z.complexAtanh })),
  meaningOf(ops.besselI1e, () => ofUnary({ float: special.besselI1Scaled })),
  meaningOf(ops.conj, () => ofUnary({ float: (x) => x, complex: ({ re, im }) => ({ re, im: -im }) })),
  meaningOf(ops.cosh, () => ofUnary({ float: Math.cosh, complex: z.complexCosh })),
  meaningOf(ops.sinh, () => ofUnary({ float: Math.sinh, complex: z.complexSinh })),
  meaningOf(ops.tan, () => ofUnary({ float: Math.tan, complex: z.complexTan })),
  meaningOf(ops.square, () => ofUnary({ float: (x) => x * x, complex: z.complexSquare })),
  meaningOf(ops.digamma, () => ofUnary({ float: special.digamma })),
  meaningOf(ops.erf, () => ofUnary({ float: special.erf })),
  meaningOf(ops.erfInv, () => ofUnary({ float: special.erfInverse })),
  meaningOf(ops.erfc, () => ofUnary({ float: special.erfc })),
  meaningOf(ops.lgamma, () => ofUnary({ float: special.logGamma })),
  meaningOf(ops.isInf, () => ofPredicate((x) => Math.abs(x) === Number.POSITIVE_INFINITY)),
  meaningOf(ops.isNegInf, () => ofPredicate((x) => x === Number.NEGATIVE_INFINITY)),
  meaningOf(ops.isPosInf, () => ofPredicate((x) => x === Number.POSITIVE_INFINITY)),
  meaningOf(ops.nextAfter, () => binary((x, y) => nextAfter(tensorIn(x), tensorIn(y)))),
  meaningOf(ops.mulhi, () =>
    binary((a, b) => {
      const lhs = tensorIn(a);
      return (
        mapBinary(lhs, tensorIn(b), {
          integer: (x, y, { bits }) => upperHalf(x, y, bits),
          big: (x, y) => (x * y) >> 64n,
        }) ?? unsupported(lhs)
      );
    }),
  ),
  meaningOf(ops.topK, (op) => {
    const { k } = op;
    return general(([operand], frame) => {
      const tensor = tensorIn(operand);
      return frame.charge(tensor.data.length) ?? topK(tensor, k);
    });
  }),
  meaningOf(ops.constant, (op) => {
    const { value } = op;
    const dtype = elementDType(value.type);
    if (dtype === undefined || value.kind !== "dense-elements")
      return fault("constant", "has no value that can be held");
    const { shape } = value.type;
    const stored: Tensor = { dtype, shape: value.splat ? [] : shape, data: value.blob.as(dtype) };
    return fixed(value.splat ? filled(shape, stored) : stored);
  }),
  meaningOf(ops.constantLike, (op) => {
    const { value } = op;
    const dtype = elementDType(op.result.type);
    if (dtype === undefined || (value.kind !== "integer" && value.kind !== "float"))
      return fault("constant", "has no value that can be held");
    const one = scalar(dtype, value.value);
    return unary((operand) => filled(tensorIn(operand).shape, one));
  }),
];
