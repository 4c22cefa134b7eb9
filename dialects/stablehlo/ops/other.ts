/** Random numbers, transforms, linear algebra, and input and output of a running program. */
import { ArrayAttr, BoolAttr, DenseI64ArrayAttr, StrAttr } from "../../../src/definition/attribute-constraint.ts";
import { defaultAttr, defineOp, optionalAttr, SizedRegion1, variadic } from "../../../src/definition/operation.ts";
import { SingleBlockImplicitTerminator } from "../../../src/definition/trait.ts";
import { complexType, DYNAMIC, elementTypeOrSelf, f32, f64, tensorType } from "../../../src/ir/attribute.ts";
import { quotedTypes, typeText } from "../../../src/ir/type-text.ts";
import { sameOperandsAndResultType } from "../assembly.ts";
import {
  ChannelHandleAttr,
  FftTypeAttr,
  I64ElementsAttr,
  RngAlgorithmAttr,
  RngDistributionAttr,
  TransposeAttr,
} from "../attributes.ts";
import * as c from "../constraints.ts";
import { knownIntegers } from "../known.ts";
import {
  asTensor,
  attributeOf,
  compatible,
  compatibleExtents,
  compatibleShapes,
  dimsOf,
  inferring,
  isToken,
  rule,
  shapeList,
  type Verdict,
  wrong,
} from "../rules.ts";

const unknownShape = (rank: number): readonly number[] => Array.from({ length: rank }, () => DYNAMIC);

/** Source: StableHLO spec, "rng". */
export const rng = defineOp({
  name: "stablehlo.rng",
  summary: "random numbers of a distribution",
  operands: { a: c.ScalarPredIntOrFp, b: c.ScalarPredIntOrFp, shape: c.StaticDimensionTensor },
  results: { result: c.PredIntOrFpTensor },
  attributes: { rng_distribution: RngDistributionAttr },
  assembly:
    "$a `,` $b `,` $shape `,` `distribution` `=` $rng_distribution attr-dict `:` functional-type(operands, results)",
  verify: (op, report) => {
    if (op.rng_distribution === "NORMAL" && elementTypeOrSelf(op.a.type).kind !== "float-type")
      report("mu and sigma must be floats", [], "rng_c2");
    const { shape, elementType } = asTensor(op.result.type);
    const rank = asTensor(op.shape.type).shape[0];
    const known = knownIntegers(op.shape) ?? (rank === undefined || rank === DYNAMIC ? shape : unknownShape(rank));
    if (compatibleShapes(known, shape)) return;
    const [wanted, found] = [tensorType(known, elementType), op.result.type];
    report(
      `inferred type(s) ${quotedTypes([wanted])} are incompatible with return type(s) of operation ${quotedTypes([found])}`,
      [],
      "rng_c3",
    );
    report("failed to infer returned types");
  },
  example:
    "%3 = stablehlo.rng %0, %1, %2, distribution = NORMAL : (tensor<f32>, tensor<f32>, tensor<2xi64>) -> tensor<3x3xf32>",
});

/** Source: StableHLO spec, "rng_bit_generator". */
export const rngBitGenerator = defineOp({
  name: "stablehlo.rng_bit_generator",
  summary: "random bits from a state, and the next state",
  operands: { initial_state: c.IntOrFpTensor },
  results: { output_state: c.IntOrFpTensor, output: c.StaticIntOrFp },
  attributes: { rng_algorithm: RngAlgorithmAttr },
  traits: ["NoMemoryEffect"],
  assembly: "$initial_state `,` `algorithm` `=` $rng_algorithm attr-dict `:` functional-type(operands, results)",
  verify: (op, report) => {
    const [initial, output] = [op.initial_state.type, op.output_state.type];
    if (!compatible(initial, output))
      report(
        `output state shape must be compatible with initial state shape. Got: ${quotedTypes([initial])} and ${quotedTypes([output])}`,
        [],
        "rng_bit_generator_c1",
      );
  },
  example:
    "%1:2 = stablehlo.rng_bit_generator %0, algorithm = THREE_FRY : (tensor<2xui64>) -> (tensor<2xui64>, tensor<2x2xui64>)",
});

/** Source: StableHLO spec, "fft". */
export const fft = defineOp({
  name: "stablehlo.fft",
  summary: "Fourier transform of the last dimensions, forward or back, also of real numbers",
  operands: { operand: c.FpOrComplexTensor },
  results: { result: c.FpOrComplexTensor },
  attributes: { fft_type: FftTypeAttr, fft_length: DenseI64ArrayAttr },
  traits: ["NoMemoryEffect"],
  assembly:
    "$operand `,` `type` `=` $fft_type `,` `length` `=` $fft_length attr-dict `:` functional-type(operands, results)",
  ...rule(({ operandTypes: [operand], properties }) => {
    const type = attributeOf(properties, "fft_type");
    const lengths = dimsOf(properties, "fft_length") ?? [];
    return type === undefined
      ? wrong("fft_i2", "requires attribute 'fft_type'")
      : inferFft(operand, FftTypeAttr.decode(type), lengths);
  }),
  example: "%1 = stablehlo.fft %0, type = FFT, length = [4] : (tensor<4xcomplex<f32>>) -> tensor<4xcomplex<f32>>",
});

function inferFft(operand: Parameters<typeof asTensor>[0], type: string, lengths: readonly number[]): Verdict {
  const tensor = asTensor(operand);
  const { shape, elementType } = tensor;
  const count = lengths.length;
  if (count < 1 || count > 3) return wrong("fft_c3", `rank must be between 1 and 3, but got ${count}.`);
  const isReal = type === "RFFT";
  if (isReal && elementType !== f32 && elementType !== f64)
    return wrong("fft_c2", `RFFT requires f32 or f64 input type, but is given '${typeText(elementType)}'.`);
  if (!isReal && elementType.kind !== "complex-type")
    return wrong("fft_c2", `FFT/IFFT/IRFFT take a complex tensor as input, but is given '${typeText(tensor)}'.`);
  if (shape.length < count)
    return wrong(
      "fft_c1",
      `operand rank must not be less than fft rank of ${count} for operand of type '${typeText(tensor)}'.`,
    );
  const inner = shape.slice(shape.length - count);
  if (isReal && !compatibleShapes(inner, lengths))
    return wrong(
      "fft_c4",
      `RFFT requires innermost dimensions to be compatible with fft_length. Got: ${shapeList(shape)} but wanted ${lengths.join(", ")}.`,
    );
  const last = lengths[count - 1] ?? 1;
  const outer = shape.slice(0, -1);
  if (type === "IRFFT") {
    for (const [at, extent] of inner.slice(0, -1).entries())
      if (!compatibleExtents(extent, lengths[at]))
        return wrong(
          "fft_c4",
          `IRFFT requires non-final dimensions to be compatible with fft_length. Got: ${shapeList(shape)} but wanted ${lengths.join(", ")}, and ${extent} != ${lengths[at]}.`,
        );
    if (!compatibleExtents(inner[count - 1], last === 0 ? 0 : Math.floor(last / 2) + 1))
      return wrong(
        "fft_c5",
        `IRFFT requires innermost dimension to be compatible with fft_length[-1]/2+1. Got: ${inner[count - 1] ?? DYNAMIC} but fft_length is ${lengths.join(", ")}.`,
      );
    const part = elementType.kind === "complex-type" ? elementType.elementType : elementType;
    return { types: [tensorType([...outer, last], part)] };
  }
  if (isReal) {
    const half = last === 0 ? 0 : Math.floor(last / 2) + 1;
    return { types: [tensorType([...outer, half], complexType(elementType))] };
  }
  return { types: [tensor] };
}

/** Source: StableHLO spec, "cholesky". */
export const cholesky = defineOp({
  name: "stablehlo.cholesky",
  summary: "Cholesky decomposition of the innermost matrices",
  operands: { a: c.FpComplexOrQuantizedTensor },
  results: { result: c.FpComplexOrQuantizedTensor },
  attributes: { lower: defaultAttr(BoolAttr, false) },
  traits: ["NoMemoryEffect"],
  assembly: "$a (`,` `lower` `=` $lower^)? attr-dict `:` custom<SameOperandsAndResultType>(type($a), type($result))",
  directives: { SameOperandsAndResultType: sameOperandsAndResultType("a", "result") },
  ...rule(({ operandTypes: [a] }) => {
    const { shape } = asTensor(a);
    const text = shapeList(shape);
    if (shape.length < 2) return wrong("cholesky_c2", `argument 'a' must have rank >= 2, got shape ${text}.`);
    if (!compatibleExtents(shape[shape.length - 1], shape[shape.length - 2]))
      return wrong("cholesky_c3", `minor dimensions of 'a' must have equal size, got shape ${text}.`);
    return { types: a === undefined ? [] : [a] };
  }),
  example: "%1 = stablehlo.cholesky %0, lower = true : tensor<3x3xf32>",
});

/** Source: StableHLO spec, "triangular_solve". */
export const triangularSolve = defineOp({
  name: "stablehlo.triangular_solve",
  summary: "solves triangular systems of equations",
  operands: { a: c.FpOrComplexTensor, b: c.FpOrComplexTensor },
  results: { result: c.FpOrComplexTensor },
  attributes: { left_side: BoolAttr, lower: BoolAttr, unit_diagonal: BoolAttr, transpose_a: TransposeAttr },
  traits: ["NoMemoryEffect"],
  ...rule(
    ({ operandTypes: [first, second] }) => {
      const [a, b] = [asTensor(first), asTensor(second)];
      const rank = a.shape.length;
      const types = `'${typeText(a)}' and '${typeText(b)}'`;
      if (rank < 2) return wrong("triangular_solve_c2", `operand 'a' must have rank >= 2, but got '${typeText(a)}'`);
      if (!compatibleExtents(a.shape[rank - 1], a.shape[rank - 2]))
        return wrong(
          "triangular_solve_c4",
          `two minor dimensions of operand 'a' must be compatible, but got '${typeText(a)}'`,
        );
      if (b.shape.length !== rank)
        return wrong("triangular_solve_c3", `operands must have equal rank, but got ${types}`);
      if (!compatibleShapes(a.shape.slice(0, -2), b.shape.slice(0, -2)))
        return wrong("triangular_solve_c3", `batch dimensions of the operands must be compatible, but got ${types}`);
      return { types: [b] };
    },
    (operation) => {
      const left = operation.findAttribute("left_side");
      const [a, b] = operation.opOperands.map(({ type }) => asTensor(type));
      if (a === undefined || b === undefined) return undefined;
      const side = left?.kind === "integer" && left.value !== 0n ? 2 : 1;
      if (!compatibleExtents(a.shape[a.shape.length - 1], b.shape[b.shape.length - side]))
        return inferring(
          "triangular_solve_c3",
          `shared dimension of operands 'a' and 'b' must be compatible, but got '${typeText(a)}' and '${typeText(b)}'`,
        );
      const transpose = operation.findAttribute("transpose_a");
      return transpose !== undefined && TransposeAttr.decode(transpose) === "TRANSPOSE_INVALID"
        ? inferring("triangular_solve_c5", "Invalid transpose option value for triangular solve")
        : undefined;
    },
  ),
  example:
    '%2 = "stablehlo.triangular_solve"(%0, %1) <{left_side = true, lower = true, transpose_a = #stablehlo<transpose NO_TRANSPOSE>, unit_diagonal = false}> : (tensor<3x3xf32>, tensor<3x3xf32>) -> tensor<3x3xf32>',
});

// ---- Input and output -------------------------------------------------------------------------------------------------------

export const infeed = defineOp({
  name: "stablehlo.infeed",
  summary: "reads from the program's input",
  operands: { token: c.Token },
  results: { results: variadic(c.StaticTensorOrToken) },
  attributes: { infeed_config: defaultAttr(StrAttr, ""), layout: optionalAttr(ArrayAttr) },
  verify: (op, report) => {
    const types = op.results.map(({ type }) => type);
    const last = types[types.length - 1];
    if (last === undefined) return report("result is expected to be at least of size 1, but got 0", [], "infeed_c1");
    const odd = types.slice(0, -1).find((type) => type.kind !== "tensor-type");
    if (odd !== undefined)
      return report(
        `all elements of result types, except the last element, are expected to be of tensor type, but got ${quotedTypes([odd])}`,
        [],
        "infeed_c2",
      );
    if (!isToken(last))
      return report(
        `last element of result types is expected to be of token type, but got ${quotedTypes([last])}`,
        [],
        "infeed_c3",
      );
    if (op.layout !== undefined && op.layout.length !== types.length - 1)
      report(
        `layout-attribute size must be ${types.length - 1} (which is the number of op-results - 1 (for token result)), but got ${op.layout.length}`,
      );
  },
  example:
    '%1:2 = "stablehlo.infeed"(%0) <{infeed_config = ""}> : (!stablehlo.token) -> (tensor<2x2xi64>, !stablehlo.token)',
});
export const outfeed = defineOp({
  name: "stablehlo.outfeed",
  summary: "writes to the program's output",
  operands: { inputs: variadic(c.TensorOrPerAxis), token: c.Token },
  results: { result: c.Token },
  attributes: { outfeed_config: defaultAttr(StrAttr, "") },
  example:
    '%2 = "stablehlo.outfeed"(%0, %1) <{outfeed_config = ""}> : (tensor<2x2xi64>, !stablehlo.token) -> !stablehlo.token',
});
export const send = defineOp({
  name: "stablehlo.send",
  summary: "sends values over a channel",
  operands: { inputs: variadic(c.TensorOrPerAxis), token: c.Token },
  results: { result: c.Token },
  attributes: {
    channel_handle: ChannelHandleAttr,
    is_host_transfer: defaultAttr(BoolAttr, false),
    source_target_pairs: optionalAttr(I64ElementsAttr),
  },
  verify: (op, report) => {
    const [wanted, name] = op.is_host_transfer ? [2, "DEVICE_TO_HOST"] : [1, "DEVICE_TO_DEVICE"];
    if (op.channel_handle.type === wanted) return;
    report(`channel_type should be ${name} when is_host_transfer is ${op.is_host_transfer}`, [], "send_c1");
    report("failed to infer returned types");
  },
  example:
    '%2 = "stablehlo.send"(%0, %1) <{channel_handle = #stablehlo.channel_handle<handle = 0, type = 1>}> : (tensor<2x2xi64>, !stablehlo.token) -> !stablehlo.token',
});
export const recv = defineOp({
  name: "stablehlo.recv",
  summary: "receives values over a channel",
  operands: { token: c.Token },
  results: { results: variadic(c.StaticTensorOrToken) },
  attributes: {
    channel_handle: ChannelHandleAttr,
    is_host_transfer: defaultAttr(BoolAttr, false),
    source_target_pairs: optionalAttr(I64ElementsAttr),
  },
  verify: (op, report) => {
    const types = op.results.map(({ type }) => type);
    const last = types[types.length - 1];
    if (!op.is_host_transfer && op.channel_handle.type !== 1)
      return report("channel_type should be DEVICE_TO_DEVICE when is_host_transfer is false", [], "recv_c1");
    if (op.is_host_transfer && op.channel_handle.type !== 3)
      return report("channel_type should be HOST_TO_DEVICE when is_host_transfer is true", [], "recv_c1");
    if (last === undefined) return report("result is expected to be at least of size 1, but got 0", [], "recv_c2");
    const odd = types.slice(0, -1).find((type) => type.kind !== "tensor-type");
    if (odd !== undefined)
      return report(
        `everything but the last element of result types is expected to be of tensor type, but got ${quotedTypes([odd])}`,
        [],
        "recv_c3",
      );
    if (!isToken(last))
      report(
        `last element of result types is expected to be of token type, but got ${quotedTypes([last])}`,
        [],
        "recv_c4",
      );
  },
  example:
    '%1:2 = "stablehlo.recv"(%0) <{channel_handle = #stablehlo.channel_handle<handle = 0, type = 3>, is_host_transfer = true}> : (!stablehlo.token) -> (tensor<2x2xi64>, !stablehlo.token)',
});

// ---- Asynchronous -----------------------------------------------------------------------------------------------------------

export const asyncStart = defineOp({
  name: "stablehlo.async_start",
  summary: "starts a computation whose value comes later",
  operands: { operands: variadic(c.AnyHloTensor) },
  results: { result: c.Future },
  regions: { body: SizedRegion1 },
  traits: ["IsolatedFromAbove", "SingleBlock", SingleBlockImplicitTerminator("stablehlo.return")],
  example: `%1 = "stablehlo.async_start"(%0) ({
^bb0(%arg0: tensor<4xf32>):
  %2 = stablehlo.negate %arg0 : tensor<4xf32>
  stablehlo.return %2 : tensor<4xf32>
}) : (tensor<4xf32>) -> !stablehlo.future<tensor<4xf32>>`,
});
export const asyncDone = defineOp({
  name: "stablehlo.async_done",
  summary: "waits for the value of an async_start",
  operands: { operand: c.Future },
  results: { result: c.AnyHloTensor },
  example: '%1 = "stablehlo.async_done"(%0) : (!stablehlo.future<tensor<4xf32>>) -> tensor<4xf32>',
});
