/** What gather and scatter mean. */
import { blankTensor, isCoded, numbersOf, wordsOf } from "../../../src/interpret/numbers.ts";
import { numberCombiner, unravel } from "../../../src/interpret/reduce.ts";
import {
  type Fault,
  type Frame,
  fault,
  general,
  isFault,
  meaningOf,
  type RegionPlan,
} from "../../../src/interpret/semantics.ts";
import { elementOf, putElement } from "../../../src/interpret/value.ts";
import { knownElementCount, rowMajorStrides, type Shape } from "../../../src/tensor/shape.ts";
import { copyTensor, type Tensor } from "../../../src/tensor/tensor.ts";
import type { GatherDimensionNumbers, ScatterDimensionNumbers } from "../attributes.ts";
import * as g from "../ops/gather.ts";
import { elementTensor, kernelOf, runOn } from "./body.ts";
import { chargeFor, integersIn, tensorIn, tensorsIn } from "./values.ts";

/** The dimensions of a tensor of rank `rank` that are not among `taken`, in order. */
function remaining(rank: number, ...taken: readonly (readonly number[])[]): readonly number[] {
  const gone = new Set(taken.flat());
  return Array.from({ length: rank }, (_, at) => at).filter((at) => !gone.has(at));
}

/** How index vectors are laid out: their batch dimensions, and the stride from one entry to the next. */
class IndexReader {
  readonly #values: Tensor;
  readonly #strides: readonly number[];
  readonly #step: number;
  /** Dimensions of the indices that number the vectors. */
  readonly batch: readonly number[];

  constructor(indices: Tensor, vectorDimension: number) {
    const strides = rowMajorStrides(indices.shape);
    this.#values = indices;
    this.batch = remaining(indices.shape.length, [vectorDimension]);
    this.#strides = this.batch.map((dimension) => strides[dimension] ?? 0);
    this.#step = strides[vectorDimension] ?? 1;
  }

  /** Entry `entry` of the index vector at the batch place. */
  read(place: readonly number[], entry: number): number {
    let at = entry * this.#step;
    for (let d = 0; d < this.#strides.length; d++) at += (place[d] ?? 0) * (this.#strides[d] ?? 0);
    return Number(this.#values.data[at] ?? 0);
  }
}

/** For each batching dimension of the operand: which of the index's batch dimensions it follows. */
function batchPlaces(reader: IndexReader, dims: readonly number[]): readonly number[] {
  return dims.map((dimension) => reader.batch.indexOf(dimension));
}

function gatherTensor(operand: Tensor, indices: Tensor, n: GatherDimensionNumbers, sizes: readonly number[]): Tensor {
  const shape = g.gatherShape(indices.shape, n, sizes);
  const reader = new IndexReader(indices, n.indexVectorDim);
  const batchDims = remaining(shape.length, n.offsetDims);
  const windowDims = remaining(operand.shape.length, n.collapsedSliceDims, n.operandBatchingDims);
  const follows = batchPlaces(reader, n.startIndicesBatchingDims);
  const strides = rowMajorStrides(operand.shape);
  const result = blankTensor(operand.dtype, shape);
  const { words: out, lanes } = wordsOf(result);
  const { words: from } = wordsOf(operand);
  const index = new Int32Array(shape.length);
  const place = new Array<number>(batchDims.length).fill(0);
  for (let at = 0; at < knownElementCount(shape); at++) {
    unravel(at, shape, index);
    for (let d = 0; d < batchDims.length; d++) place[d] = index[batchDims[d] ?? 0] ?? 0;
    let read = 0;
    for (let entry = 0; entry < n.startIndexMap.length; entry++) {
      const dimension = n.startIndexMap[entry] ?? 0;
      // Starts are moved so that the slice lies inside.
      const last = (operand.shape[dimension] ?? 0) - (sizes[dimension] ?? 0);
      read += Math.max(0, Math.min(reader.read(place, entry), last)) * (strides[dimension] ?? 0);
    }
    for (let d = 0; d < n.operandBatchingDims.length; d++)
      read += (place[follows[d] ?? 0] ?? 0) * (strides[n.operandBatchingDims[d] ?? 0] ?? 0);
    for (let d = 0; d < windowDims.length; d++)
      read += (index[n.offsetDims[d] ?? 0] ?? 0) * (strides[windowDims[d] ?? 0] ?? 0);
    for (let lane = 0; lane < lanes; lane++) out[at * lanes + lane] = from[read * lanes + lane] ?? 0;
  }
  return result;
}

/** The place in the inputs that update `at` goes to, or -1 when it lies outside: such updates are left out. */
function scatterPlaces(input: Shape, indices: Tensor, updates: Shape, n: ScatterDimensionNumbers): Int32Array {
  const reader = new IndexReader(indices, n.indexVectorDim);
  const batchDims = remaining(updates.length, n.updateWindowDims);
  const windowDims = remaining(input.length, n.insertedWindowDims, n.inputBatchingDims);
  const follows = batchPlaces(reader, n.scatterIndicesBatchingDims);
  const strides = rowMajorStrides(input);
  const places = new Int32Array(knownElementCount(updates));
  const index = new Int32Array(updates.length);
  const place = new Array<number>(batchDims.length).fill(0);
  const target = new Array<number>(input.length).fill(0);
  for (let at = 0; at < places.length; at++) {
    unravel(at, updates, index);
    for (let d = 0; d < batchDims.length; d++) place[d] = index[batchDims[d] ?? 0] ?? 0;
    target.fill(0);
    for (let entry = 0; entry < n.scatterDimsToOperandDims.length; entry++)
      target[n.scatterDimsToOperandDims[entry] ?? 0] = reader.read(place, entry);
    for (let d = 0; d < n.inputBatchingDims.length; d++)
      target[n.inputBatchingDims[d] ?? 0] = place[follows[d] ?? 0] ?? 0;
    for (let d = 0; d < windowDims.length; d++) {
      const dimension = windowDims[d] ?? 0;
      target[dimension] = (target[dimension] ?? 0) + (index[n.updateWindowDims[d] ?? 0] ?? 0);
    }
    places[at] = linearOrOutside(target, input, strides);
  }
  return places;
}

function linearOrOutside(index: readonly number[], shape: Shape, strides: readonly number[]): number {
  let linear = 0;
  for (let d = 0; d < shape.length; d++) {
    const at = index[d] ?? 0;
    if (at < 0 || at >= (shape[d] ?? 0)) return -1;
    linear += at * (strides[d] ?? 0);
  }
  return linear;
}

/** One input whose update computation is a kernel on the storage of its type. */
function scatterFast(body: RegionPlan, input: Tensor, updates: Tensor, places: Int32Array): Tensor | undefined {
  const kernel = kernelOf(body);
  const combine = kernel === undefined || isCoded(input.dtype) ? undefined : numberCombiner(kernel, input.dtype);
  if (combine === undefined) return undefined;
  const result = copyTensor(input);
  const [sums, values] = [numbersOf(result), numbersOf(updates)];
  for (let at = 0; at < places.length; at++) {
    const place = places[at] ?? -1;
    if (place >= 0) sums[place] = combine(sums[place] ?? 0, values[at] ?? 0);
  }
  return result;
}

function scatterTensors(
  frame: Frame,
  body: RegionPlan,
  inputs: readonly Tensor[],
  indices: Tensor,
  updates: readonly Tensor[],
  n: ScatterDimensionNumbers,
): readonly Tensor[] | Fault {
  const [input, update] = [tensorIn(inputs[0]), tensorIn(updates[0])];
  const places = scatterPlaces(input.shape, indices, update.shape, n);
  const fast = inputs.length === 1 ? scatterFast(body, input, update, places) : undefined;
  if (fast !== undefined) return [fast];
  const results = inputs.map(copyTensor);
  for (let at = 0; at < places.length; at++) {
    const place = places[at] ?? -1;
    if (place < 0) continue;
    const values = [
      ...results.map((result) => elementTensor(result, place)),
      ...updates.map((tensor) => elementTensor(tensor, at)),
    ];
    const made = runOn(frame, body, values);
    if (isFault(made)) return made;
    for (const [which, value] of made.entries()) {
      const result = results[which];
      if (result !== undefined) putElement(result, place, elementOf(value, 0));
    }
  }
  return results;
}

export const indexingMeanings = [
  meaningOf(g.gather, (op) => {
    const { dimension_numbers: numbers, slice_sizes: sizes } = op;
    return general(([operand, starts], frame) => {
      const indices = tensorIn(starts);
      const stop = chargeFor(frame, g.gatherShape(indices.shape, numbers, sizes));
      return stop ?? [gatherTensor(tensorIn(operand), indices, numbers, sizes)];
    });
  }),
  meaningOf(g.dynamicGather, (op) => {
    const numbers = op.dimension_numbers;
    return general(([operand, starts, slices], frame) => {
      const [tensor, indices] = [tensorIn(operand), tensorIn(starts)];
      const sizes = integersIn(slices);
      const bad = sizes.findIndex((size, at) => size < 0 || size > (tensor.shape[at] ?? 0));
      if (bad !== -1) return fault("shape", `is asked for slices of ${sizes[bad]} in dimension ${bad} of the operand`);
      const shape = g.gatherShape(indices.shape, numbers, sizes);
      return (
        frame.reserve(tensor.dtype, shape) ?? chargeFor(frame, shape) ?? [gatherTensor(tensor, indices, numbers, sizes)]
      );
    });
  }),
  meaningOf(g.scatter, (op, { regions: [body] }) => {
    const numbers = op.scatter_dimension_numbers;
    return general((values, frame) => {
      const tensors = tensorsIn(values);
      const count = (tensors.length - 1) / 2;
      const [inputs, updates] = [tensors.slice(0, count), tensors.slice(count + 1)];
      if (body === undefined) return fault("no-body", "has no update computation");
      const stop = chargeFor(frame, tensorIn(inputs[0]).shape) ?? chargeFor(frame, tensorIn(updates[0]).shape);
      return stop ?? scatterTensors(frame, body, inputs, tensorIn(tensors[count]), updates, numbers);
    });
  }),
];
