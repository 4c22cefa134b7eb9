/** What constants and the operations that only move elements mean. */

import type { ElementsAttribute } from "../../../src/definition/attribute-constraint.ts";
import {
  broadcastTo,
  concatenated,
  padded,
  reversed,
  sliced,
  transposed,
  writeStrided,
} from "../../../src/interpret/copy.ts";
import { blankTensor, isBigArray, tensorFromWork, workArray } from "../../../src/interpret/numbers.ts";
import {
  constant as constantValue,
  type Evaluator,
  type Fault,
  type Frame,
  fault,
  general,
  isFault,
  meaningOf,
  unary,
} from "../../../src/interpret/semantics.ts";
import type { RuntimeValue } from "../../../src/interpret/value.ts";
import { DYNAMIC, elementCountOf, type Type } from "../../../src/ir/attribute.ts";
import { typeText } from "../../../src/ir/type-text.ts";
import { byteWidth, type DType, isBigInt, isComplex } from "../../../src/tensor/dtype.ts";
import { elementCount, knownElementCount, rowMajorStrides, type Shape, shapeText } from "../../../src/tensor/shape.ts";
import { copyTensor, reshaped, type Tensor, tensorElementCount } from "../../../src/tensor/tensor.ts";
import * as k from "../ops/constant.ts";
import * as o from "../ops/layout.ts";
import { asTensor } from "../rules.ts";
import { chargeFor, dtypeIn, integersIn, scalarIn, tensorIn, tensorsIn } from "./values.ts";

/** A splat of up to this many bytes is made once and kept with the plan; a larger one is made each time and let go after its last use. */
const KEPT_BYTES = 1 << 16;

function ofConstant(value: ElementsAttribute): Evaluator | Fault {
  const { type } = value;
  const dtype = dtypeIn(type);
  if (isFault(dtype)) return dtype;
  if (value.kind !== "dense-elements" && value.kind !== "dense-resource")
    return fault("constant", `has no reference semantics for ${value.kind} constants`);
  const { blob } = value;
  if (blob === undefined) return fault("constant", "has a constant whose contents were not given");
  const isSplat = value.kind === "dense-elements" && value.splat;
  if (!isSplat) return constantValue({ dtype, shape: type.shape, data: blob.as(dtype) });
  const one: Tensor = { dtype, shape: [], data: blob.as(dtype) };
  const bytes = (elementCountOf(type) ?? Number.POSITIVE_INFINITY) * byteWidth(dtype);
  if (bytes <= KEPT_BYTES) return constantValue(broadcastTo(one, type.shape, []));
  return general((_, frame) => chargeFor(frame, type.shape) ?? [broadcastTo(one, type.shape, [])]);
}

/** 0, 1, 2, ... along a dimension, in the element type (wrapped or rounded where the count does not fit). */
function counting(dtype: DType, shape: Shape, dimension: number): Tensor {
  const extent = shape[dimension] ?? 0;
  const row = countUp(dtype, extent);
  return broadcastTo(row, shape, [dimension]);
}

function countUp(dtype: DType, extent: number): Tensor {
  if (isBigInt(dtype)) {
    const result = blankTensor(dtype, [extent]);
    if (isBigArray(result.data)) for (let at = 0; at < extent; at++) result.data[at] = BigInt(at);
    return result;
  }
  const lanes = isComplex(dtype) ? 2 : 1;
  const values = workArray(dtype, extent * lanes);
  for (let at = 0; at < extent; at++) values[at * lanes] = at;
  return tensorFromWork(dtype, [extent], values);
}

/** The result's shape from an operand that holds it, held against what the type promises. */
function computedShape(value: RuntimeValue | undefined, type: Type, dtype: DType, frame: Frame): Shape | Fault {
  const shape = integersIn(value);
  const negative = shape.find((extent) => extent < 0);
  if (negative !== undefined) return fault("shape", `is asked for an extent of ${negative}`);
  return promised(shape, type) ?? frame.reserve(dtype, shape) ?? frame.charge(elementCount(shape) ?? 0) ?? shape;
}

function promised(shape: Shape, type: Type): Fault | undefined {
  const expected = asTensor(type).shape;
  if (expected.length === shape.length && expected.every((extent, at) => extent === DYNAMIC || extent === shape[at]))
    return undefined;
  return fault("shape", `computes a result of shape [${shape.join(", ")}] for type ${typeText(type)}`);
}

/** Start indices, moved so that the slice lies inside. */
function clampedStarts(operand: Shape, sizes: Shape, starts: readonly RuntimeValue[]): readonly number[] {
  return starts.map((start, at) => Math.max(0, Math.min(scalarIn(start), (operand[at] ?? 0) - (sizes[at] ?? 0))));
}

export const layoutMeanings = [
  meaningOf(k.constant, (op) => ofConstant(op.value)),
  meaningOf(k.iota, (op) => {
    const dtype = dtypeIn(op.output.type);
    if (isFault(dtype)) return dtype;
    const { shape } = asTensor(op.output.type);
    return general((_, frame) => chargeFor(frame, shape) ?? [counting(dtype, shape, op.iota_dimension)]);
  }),
  meaningOf(k.dynamicIota, (op) => {
    const { type } = op.result;
    const dtype = dtypeIn(type);
    if (isFault(dtype)) return dtype;
    return unary((value, frame) => {
      const shape = computedShape(value, type, dtype, frame);
      return isFault(shape) ? shape : counting(dtype, shape, op.iota_dimension);
    });
  }),
  meaningOf(o.broadcastInDim, (op) => {
    const { shape } = asTensor(op.result.type);
    const dimensions = op.broadcast_dimensions;
    return unary((value, frame) => chargeFor(frame, shape) ?? broadcastTo(tensorIn(value), shape, dimensions));
  }),
  meaningOf(o.broadcast, (op) => {
    const added = op.broadcast_sizes;
    return unary((value, frame) => {
      const tensor = tensorIn(value);
      const shape = [...added, ...tensor.shape];
      return (
        chargeFor(frame, shape) ??
        broadcastTo(
          tensor,
          shape,
          tensor.shape.map((_, at) => added.length + at),
        )
      );
    });
  }),
  meaningOf(o.dynamicBroadcastInDim, (op) => {
    const { type } = op.result;
    const dtype = dtypeIn(type);
    if (isFault(dtype)) return dtype;
    const dimensions = op.broadcast_dimensions;
    return general(([operand, output], frame) => {
      const tensor = tensorIn(operand);
      const shape = computedShape(output, type, dtype, frame);
      if (isFault(shape)) return shape;
      const bad = tensor.shape.findIndex((extent, at) => extent !== 1 && extent !== shape[dimensions[at] ?? 0]);
      if (bad !== -1)
        return fault(
          "shape",
          `cannot broadcast dimension ${bad} of extent ${tensor.shape[bad]} to [${shape.join(", ")}]`,
        );
      return [broadcastTo(tensor, shape, dimensions)];
    });
  }),
  meaningOf(o.reshape, (op) => {
    const { type } = op.result;
    const { shape } = asTensor(type);
    // Tensors are never written to once they are values, so that the same memory serves under another shape.
    return unary((value) => {
      const tensor = tensorIn(value);
      return knownElementCount(shape) === tensorElementCount(tensor)
        ? reshaped(tensor, shape)
        : fault("shape", `cannot reshape ${shapeText(tensor.shape)} to ${typeText(type)}`);
    });
  }),
  meaningOf(o.dynamicReshape, (op) => {
    const { type } = op.result;
    return general(([operand, output]) => {
      const tensor = tensorIn(operand);
      const shape = integersIn(output);
      const misfit = promised(shape, type);
      if (misfit !== undefined) return misfit;
      if (elementCount(shape) !== tensorElementCount(tensor))
        return fault("shape", `cannot reshape ${shapeText(tensor.shape)} to ${shapeText(shape)}`);
      return [reshaped(tensor, shape)];
    });
  }),
  meaningOf(o.transpose, (op) => {
    const { permutation } = op;
    return unary((value, frame) => {
      const tensor = tensorIn(value);
      return chargeFor(frame, tensor.shape) ?? transposed(tensor, permutation);
    });
  }),
  meaningOf(o.slice, (op) => {
    const { start_indices: starts, limit_indices: limits, strides } = op;
    const { shape } = asTensor(op.result.type);
    return unary((value, frame) => chargeFor(frame, shape) ?? sliced(tensorIn(value), starts, limits, strides));
  }),
  meaningOf(o.realDynamicSlice, () =>
    general(([operand, starts, limits, strides], frame) => {
      const tensor = tensorIn(operand);
      const [start, limit, stride] = [integersIn(starts), integersIn(limits), integersIn(strides)];
      const outside = tensor.shape.findIndex(
        (extent, at) => (start[at] ?? 0) < 0 || (limit[at] ?? 0) > extent || (stride[at] ?? 1) <= 0,
      );
      if (outside !== -1) return fault("out-of-bounds", `slices outside of dimension ${outside} of the operand`);
      return chargeFor(frame, tensor.shape) ?? [sliced(tensor, start, limit, stride)];
    }),
  ),
  meaningOf(o.pad, (op) => {
    const { edge_padding_low: low, edge_padding_high: high, interior_padding: interior } = op;
    const { shape } = asTensor(op.result.type);
    return general(([operand, value], frame) => {
      const tensor = tensorIn(operand);
      return (
        chargeFor(frame, shape.includes(DYNAMIC) ? tensor.shape : shape) ?? [
          padded(tensor, tensorIn(value), low, high, interior),
        ]
      );
    });
  }),
  meaningOf(o.dynamicPad, (op) => {
    const { type } = op.result;
    return general(([operand, value, lows, highs, interiors], frame) => {
      const tensor = tensorIn(operand);
      const [low, high, interior] = [integersIn(lows), integersIn(highs), integersIn(interiors)];
      if (interior.some((amount) => amount < 0)) return fault("shape", "is asked for negative interior padding");
      const shape = tensor.shape.map((extent, d) => {
        const spread = extent === 0 ? 0 : (extent - 1) * ((interior[d] ?? 0) + 1) + 1;
        return spread + (low[d] ?? 0) + (high[d] ?? 0);
      });
      const stop = promised(shape, type) ?? frame.reserve(tensor.dtype, shape) ?? chargeFor(frame, shape);
      return stop ?? [padded(tensor, tensorIn(value), low, high, interior)];
    });
  }),
  meaningOf(o.concatenate, (op) => {
    const { dimension } = op;
    return general((inputs, frame) => {
      const tensors = tensorsIn(inputs);
      const first = tensors[0]?.shape ?? [];
      const total = tensors.reduce((sum, { shape }) => sum + (shape[dimension] ?? 0), 0);
      const shape = first.map((extent, at) => (at === dimension ? total : extent));
      return chargeFor(frame, shape) ?? [concatenated(tensors, shape, dimension)];
    });
  }),
  meaningOf(o.reverse, (op) => {
    const { dimensions } = op;
    return unary((value, frame) => {
      const tensor = tensorIn(value);
      return chargeFor(frame, tensor.shape) ?? reversed(tensor, dimensions);
    });
  }),
  meaningOf(o.dynamicSlice, (op) => {
    const sizes = op.slice_sizes;
    return general(([operand, ...starts], frame) => {
      const tensor = tensorIn(operand);
      const first = clampedStarts(tensor.shape, sizes, starts);
      const limits = first.map((start, at) => start + (sizes[at] ?? 0));
      return (
        chargeFor(frame, sizes) ?? [
          sliced(
            tensor,
            first,
            limits,
            sizes.map(() => 1),
          ),
        ]
      );
    });
  }),
  meaningOf(o.dynamicUpdateSlice, () =>
    general(([operand, update, ...starts], frame) => {
      const [tensor, part] = [tensorIn(operand), tensorIn(update)];
      const stop = chargeFor(frame, tensor.shape);
      if (stop !== undefined) return stop;
      const first = clampedStarts(tensor.shape, part.shape, starts);
      const result = copyTensor(tensor);
      const strides = rowMajorStrides(tensor.shape);
      writeStrided(result, part, {
        offset: strides.reduce((offset, stride, at) => offset + stride * (first[at] ?? 0), 0),
        strides,
      });
      return [result];
    }),
  ),
  meaningOf(o.getDimensionSize, (op) => {
    const { dimension } = op;
    return unary((value) => ({
      dtype: "i32",
      shape: [],
      data: Int32Array.of(tensorIn(value).shape[dimension] ?? 0),
    }));
  }),
  meaningOf(o.setDimensionSize, (op) => {
    const { dimension } = op;
    return general(([operand, size], frame) => {
      const tensor = tensorIn(operand);
      const extent = scalarIn(size);
      if (extent < 0 || extent > (tensor.shape[dimension] ?? 0))
        return fault("shape", `is asked for an extent of ${extent} where there are ${tensor.shape[dimension]}`);
      const limits = tensor.shape.map((own, at) => (at === dimension ? extent : own));
      return (
        chargeFor(frame, limits) ?? [
          sliced(
            tensor,
            limits.map(() => 0),
            limits,
            limits.map(() => 1),
          ),
        ]
      );
    });
  }),
];
