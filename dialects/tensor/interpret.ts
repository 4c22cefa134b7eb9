/** What the operations of tensor mean. Tensor values are never written to after they were handed over. */
import { mixedIndices } from "../../src/definition/mixed-index.ts";
import {
  type Fault,
  type Frame,
  fault,
  general,
  isFault,
  leave,
  meaningOf,
  type RegionPlan,
  unary,
} from "../../src/interpret/semantics.ts";
import { elementDType, elementOf, isTensor, putElement, type RuntimeValue } from "../../src/interpret/value.ts";
import { DYNAMIC, isShaped, type Type } from "../../src/ir/attribute.ts";
import type { Value } from "../../src/ir/handle.ts";
import { invariant } from "../../src/support/invariant.ts";
import { type DType, slotsPerElement } from "../../src/tensor/dtype.ts";
import {
  inBounds,
  knownElementCount,
  linearIndex,
  nextIndex,
  rowMajorStrides,
  type Shape,
  shapeText,
} from "../../src/tensor/shape.ts";
import { copyStrided, rowMajor } from "../../src/tensor/strided.ts";
import { copyTensor, reshaped, type Tensor, zeros } from "../../src/tensor/tensor.ts";
import { droppedDimensions } from "../memref/slice.ts";
import * as ops from "./ops.ts";

function tensorOf(value: RuntimeValue | undefined): Tensor {
  invariant(value !== undefined && isTensor(value), "a verified operand is a tensor");
  return value;
}
function indexOf(value: RuntimeValue | undefined): number {
  invariant(typeof value === "number", "an index is a number");
  return value;
}
const noElements = (): Fault => fault("element-type", "has no values of this element type");

/** The shape of a type with the sizes that the program computed in the places of its dynamic extents. */
function shapeWith(type: Type, sizes: readonly RuntimeValue[]): Shape {
  let next = 0;
  return isShaped(type) ? type.shape.map((extent) => (extent === DYNAMIC ? indexOf(sizes[next++]) : extent)) : [];
}

/** The indices of a mixed list at run time: values are taken from `operands` in order, from `start` on. */
function indicesAt(
  statics: readonly number[],
  values: readonly Value[],
  operands: readonly RuntimeValue[],
  start: number,
): readonly number[] {
  let next = start;
  return mixedIndices(statics, values).map((index) => (typeof index === "number" ? index : indexOf(operands[next++])));
}

/** A tensor of a shape that was computed, after asking for its memory. */
function make(dtype: DType, shape: Shape, frame: Frame): Tensor | Fault {
  if (shape.some((extent) => extent < 0)) return fault("negative-size", `makes a tensor of ${shapeText(shape)}`);
  return frame.reserve(dtype, shape) ?? zeros(dtype, shape);
}

interface SliceView {
  readonly offsets: readonly Value[];
  readonly sizes: readonly Value[];
  readonly strides: readonly Value[];
  readonly static_offsets: readonly number[];
  readonly static_sizes: readonly number[];
  readonly static_strides: readonly number[];
}

interface Box {
  readonly offsets: readonly number[];
  readonly sizes: readonly number[];
  readonly steps: readonly number[];
}

/** The slice at run time; the lists' values begin at operand `start`. */
function boxOf(op: SliceView, operands: readonly RuntimeValue[], start: number): Box {
  const sizesAt = start + op.offsets.length;
  const stepsAt = sizesAt + op.sizes.length;
  return {
    offsets: indicesAt(op.static_offsets, op.offsets, operands, start),
    sizes: indicesAt(op.static_sizes, op.sizes, operands, sizesAt),
    steps: indicesAt(op.static_strides, op.strides, operands, stepsAt),
  };
}

/** The elements of `full` that a box selects, as an addressing of its data. */
function boxIn(full: Tensor, { offsets, sizes, steps }: Box) {
  const strides = rowMajorStrides(full.shape);
  for (let d = 0; d < sizes.length; d++) {
    const [offset, size, step, extent] = [offsets[d] ?? 0, sizes[d] ?? 0, steps[d] ?? 1, full.shape[d] ?? 0];
    const last = offset + (size - 1) * step;
    if (size < 0 || (size > 0 && (offset < 0 || offset >= extent || last < 0 || last >= extent)))
      return fault("out-of-bounds", `slices ${offset} to ${last} of dimension ${d} of ${shapeText(full.shape)}`);
  }
  return {
    data: full.data,
    offset: offsets.reduce((sum, at, d) => sum + at * (strides[d] ?? 0), 0),
    strides: strides.map((stride, d) => stride * (steps[d] ?? 1)),
  };
}

/** The sizes without the dimensions that the slice's type leaves out. */
function sliceShape(op: SliceView, sizes: readonly number[], type: Type): Shape {
  const shape = isShaped(type) ? type.shape : [];
  let next = 0;
  const known = op.static_sizes.map((size) => (size < 0 ? DYNAMIC : size));
  const dropped = droppedDimensions(known, shape);
  const kept = sizes.filter((_, d) => dropped?.has(d) !== true);
  return shape.map((extent) => {
    const size = kept[next++] ?? extent;
    return extent === DYNAMIC ? size : extent;
  });
}

/** Fills every element by running a region on its index. */
function fromIndices(
  result: Tensor,
  region: RegionPlan,
  frame: Frame,
  skip: (index: readonly number[]) => boolean,
): Fault | undefined {
  const count = knownElementCount(result.shape);
  const index = result.shape.map(() => 0);
  for (let at = 0; at < count; at++) {
    if (!skip(index)) {
      const values = frame.run(region, index.slice());
      if (isFault(values)) return values;
      putValue(result, at, values[0]);
    }
    nextIndex(index, result.shape);
  }
  return undefined;
}

function putValue(result: Tensor, at: number, value: RuntimeValue | undefined): void {
  invariant(value !== undefined && (typeof value !== "object" || "re" in value), "an element is a number");
  putElement(result, at, value);
}

/** Whether the region yields one value that does not depend on the index. */
function yieldsConstant({ operations }: RegionPlan): boolean {
  const [only, ...rest] = operations ?? [];
  return (
    only !== undefined && rest.length === 0 && only.opOperand(0).ownerBlock?.parent.is(only.parent ?? only) !== true
  );
}

function fillWith(result: Tensor, value: RuntimeValue | undefined): void {
  const count = knownElementCount(result.shape);
  if (count === 0) return;
  putValue(result, 0, value);
  const slots = slotsPerElement(result.dtype);
  // What is filled doubles until all is.
  for (let done = slots; done < result.data.length; done *= 2) result.data.copyWithin(done, 0, done);
}

export const meanings = [
  meaningOf(ops.empty, (op) => {
    const dtype = elementDType(op.result.type);
    if (dtype === undefined) return noElements();
    return general((sizes, frame) => {
      const made = make(dtype, shapeWith(op.result.type, sizes), frame);
      return isFault(made) ? made : [made];
    });
  }),
  meaningOf(ops.extract, () =>
    general(([source, ...indices]) => {
      const tensor = tensorOf(source);
      const index = indices.map(indexOf);
      if (!inBounds(index, tensor.shape))
        return fault(
          "out-of-bounds",
          `extracts element [${index.join(", ")}] of a tensor of ${shapeText(tensor.shape)}`,
        );
      return [elementOf(tensor, linearIndex(index, tensor.shape))];
    }),
  ),
  meaningOf(ops.insert, () =>
    general(([value, dest, ...indices]) => {
      const tensor = tensorOf(dest);
      const index = indices.map(indexOf);
      if (!inBounds(index, tensor.shape))
        return fault(
          "out-of-bounds",
          `inserts element [${index.join(", ")}] of a tensor of ${shapeText(tensor.shape)}`,
        );
      const result = copyTensor(tensor);
      putValue(result, linearIndex(index, tensor.shape), value);
      return [result];
    }),
  ),
  meaningOf(ops.extractSlice, (op) =>
    general((operands, frame) => {
      const source = tensorOf(operands[0]);
      const box = boxOf(op, operands, 1);
      const from = boxIn(source, box);
      if (isFault(from)) return from;
      const result = make(source.dtype, box.sizes, frame);
      if (isFault(result)) return result;
      copyStrided(from, rowMajor(result.data, box.sizes), box.sizes, slotsPerElement(source.dtype));
      return [reshaped(result, sliceShape(op, box.sizes, op.result.type))];
    }),
  ),
  meaningOf(ops.insertSlice, (op) =>
    general((operands) => {
      const source = tensorOf(operands[0]);
      const result = copyTensor(tensorOf(operands[1]));
      const box = boxOf(op, operands, 2);
      const to = boxIn(result, box);
      if (isFault(to)) return to;
      copyStrided(rowMajor(source.data, box.sizes), to, box.sizes, slotsPerElement(source.dtype));
      return [result];
    }),
  ),
  meaningOf(ops.pad, (op, { regions: [region] }) => {
    invariant(region !== undefined, "tensor.pad has a region");
    const constant = yieldsConstant(region);
    return general((operands, frame) => {
      const source = tensorOf(operands[0]);
      const low = indicesAt(op.static_low, op.low, operands, 1);
      const high = indicesAt(op.static_high, op.high, operands, 1 + op.low.length);
      const shape = source.shape.map((extent, d) => extent + (low[d] ?? 0) + (high[d] ?? 0));
      if (low.some((amount) => amount < 0) || high.some((amount) => amount < 0))
        return fault("negative-padding", "pads by a negative amount");
      const result = make(source.dtype, shape, frame);
      if (isFault(result)) return result;
      if (constant && result.data.length > 0) {
        const values = frame.run(
          region,
          shape.map(() => 0),
        );
        if (isFault(values)) return values;
        fillWith(result, values[0]);
      } else {
        const isInside = (index: readonly number[]): boolean =>
          index.every((i, d) => i >= (low[d] ?? 0) && i < (low[d] ?? 0) + (source.shape[d] ?? 0));
        const problem = fromIndices(result, region, frame, isInside);
        if (problem !== undefined) return problem;
      }
      const strides = rowMajorStrides(shape);
      const offset = low.reduce((sum, amount, d) => sum + amount * (strides[d] ?? 0), 0);
      const to = { data: result.data, offset, strides };
      copyStrided(rowMajor(source.data, source.shape), to, source.shape, slotsPerElement(source.dtype));
      return [result];
    });
  }),
  meaningOf(ops.concat, (op) =>
    general((operands, frame) => {
      const inputs = operands.map(tensorOf);
      const [first] = inputs;
      invariant(first !== undefined, "a concatenation has inputs");
      const shape = first.shape.slice();
      shape[op.dim] = inputs.reduce((sum, input) => sum + (input.shape[op.dim] ?? 0), 0);
      const result = make(first.dtype, shape, frame);
      if (isFault(result)) return result;
      const strides = rowMajorStrides(shape);
      let offset = 0;
      for (const input of inputs) {
        copyStrided(
          rowMajor(input.data, input.shape),
          { data: result.data, offset, strides },
          input.shape,
          slotsPerElement(first.dtype),
        );
        offset += (input.shape[op.dim] ?? 0) * (strides[op.dim] ?? 0);
      }
      return [result];
    }),
  ),
  meaningOf(ops.collapseShape, (op) =>
    unary((value) => {
      const source = tensorOf(value);
      const shape = op.reassociation.map((group) => group.reduce((product, d) => product * (source.shape[d] ?? 1), 1));
      return reshaped(source, shape);
    }),
  ),
  meaningOf(ops.expandShape, (op) =>
    general((operands) => {
      const source = tensorOf(operands[0]);
      const shape = indicesAt(op.static_output_shape, op.output_shape, operands, 1);
      if (knownElementCount(shape) !== knownElementCount(source.shape))
        return fault("shape", `expands ${shapeText(source.shape)} to ${shapeText(shape)}`);
      return [reshaped(source, shape)];
    }),
  ),
  meaningOf(ops.reshape, () =>
    general(([value, extents]) => {
      const source = tensorOf(value);
      const list = tensorOf(extents);
      const shape = Array.from({ length: list.shape[0] ?? 0 }, (_, at) => Number(elementOf(list, at)));
      if (shape.some((extent) => extent < 0) || knownElementCount(shape) !== knownElementCount(source.shape))
        return fault("shape", `reshapes ${shapeText(source.shape)} to ${shapeText(shape)}`);
      return [reshaped(source, shape)];
    }),
  ),
  meaningOf(ops.cast, (op) => {
    const { type } = op.dest;
    return unary((value) => {
      const { shape } = tensorOf(value);
      const fits =
        !isShaped(type) ||
        (type.shape.length === shape.length &&
          type.shape.every((extent, d) => extent === DYNAMIC || extent === shape[d]));
      return fits ? value : fault("cast", `casts a tensor of ${shapeText(shape)} to another shape`);
    });
  }),
  meaningOf(ops.dim, () =>
    general(([source, index]) => {
      const extent = tensorOf(source).shape[indexOf(index)];
      return extent === undefined ? fault("out-of-bounds", `asks for dimension ${indexOf(index)}`) : [extent];
    }),
  ),
  meaningOf(ops.rank, () => unary((source) => tensorOf(source).shape.length)),
  meaningOf(ops.splat, (op) => {
    const dtype = elementDType(op.aggregate.type);
    if (dtype === undefined) return noElements();
    return general(([value, ...sizes], frame) => {
      const result = make(dtype, shapeWith(op.aggregate.type, sizes), frame);
      if (isFault(result)) return result;
      fillWith(result, value);
      return [result];
    });
  }),
  meaningOf(ops.fromElements, (op) => {
    const dtype = elementDType(op.result.type);
    if (dtype === undefined) return noElements();
    return general((elements) => {
      const result = zeros(dtype, shapeWith(op.result.type, []));
      elements.forEach((element, at) => {
        putValue(result, at, element);
      });
      return [result];
    });
  }),
  meaningOf(ops.generate, (op, { regions: [region] }) => {
    const dtype = elementDType(op.result.type);
    if (dtype === undefined || region === undefined) return noElements();
    return general((sizes, frame) => {
      const result = make(dtype, shapeWith(op.result.type, sizes), frame);
      if (isFault(result)) return result;
      return fromIndices(result, region, frame, () => false) ?? [result];
    });
  }),
  meaningOf(ops.yieldOp, () => general((values) => leave(values))),
];
