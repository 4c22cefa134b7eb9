/** What reduce, reduce_window, select_and_scatter, sort and map mean. */
import { filled } from "../../../src/interpret/copy.ts";
import { blankTensor } from "../../../src/interpret/numbers.ts";
import { reduceTensor, reduceWindows, unravel, type WindowExtent, windowReads } from "../../../src/interpret/reduce.ts";
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
import type { Tensor } from "../../../src/tensor/tensor.ts";
import * as r from "../ops/reduction.ts";
import { asTensor, type WindowDimension, windowedExtent } from "../rules.ts";
import { elementTensor, kernelOf, runOn } from "./body.ts";
import { chargeFor, dtypeIn, scalarIn, tensorIn, tensorsIn } from "./values.ts";

type Tensors = readonly Tensor[];

/** Splits the operands of an op that takes as many init values as inputs. */
function halves(values: Parameters<typeof tensorsIn>[0]): readonly [Tensors, Tensors] {
  const tensors = tensorsIn(values);
  const half = tensors.length / 2;
  return [tensors.slice(0, half), tensors.slice(half)];
}

/** Accumulators of a shape, each filled with the init value; in the type that the body accumulates in. */
function accumulators(inits: Tensors, shape: Shape): Tensor[] {
  return inits.map((init) => filled(shape, init));
}

/** Combines elements into accumulators by running the body: `step` visits (place of the accumulators, element of each input). */
function combineByBody(
  frame: Frame,
  body: RegionPlan,
  sums: readonly Tensor[],
  visit: (combine: (place: number, elements: Tensors) => Fault | undefined) => Fault | undefined,
): Tensors | Fault {
  const stop = visit((place, elements) => {
    const results = runOn(frame, body, [...sums.map((sum) => elementTensor(sum, place)), ...elements]);
    if (isFault(results)) return results;
    for (const [at, result] of results.entries()) {
      const sum = sums[at];
      if (sum !== undefined) putElement(sum, place, elementOf(result, 0));
    }
    return undefined;
  });
  return stop ?? sums;
}

function reduceByBody(
  frame: Frame,
  body: RegionPlan,
  inputs: Tensors,
  inits: Tensors,
  dimensions: readonly number[],
): Tensors | Fault {
  const shape = inputs[0]?.shape ?? [];
  const kept = shape.filter((_, at) => !dimensions.includes(at));
  const strides = rowMajorStrides(kept);
  let next = 0;
  const targets = shape.map((_, at) => (dimensions.includes(at) ? 0 : (strides[next++] ?? 0)));
  const index = new Int32Array(shape.length);
  return combineByBody(frame, body, accumulators(inits, kept), (combine) => {
    for (let at = 0; at < knownElementCount(shape); at++) {
      unravel(at, shape, index);
      let place = 0;
      for (let d = 0; d < index.length; d++) place += (index[d] ?? 0) * (targets[d] ?? 0);
      const stop = combine(
        place,
        inputs.map((input) => elementTensor(input, at)),
      );
      if (stop !== undefined) return stop;
    }
    return undefined;
  });
}

/** The place in the input that tap `tap` of output place `place` reads, or -1 for padding; both already unravelled. */
function readAt(
  reads: readonly Int32Array[],
  taps: readonly number[],
  strides: readonly number[],
  place: Int32Array,
  tap: Int32Array,
): number {
  let read = 0;
  for (let d = 0; d < taps.length; d++) {
    const index = reads[d]?.[(place[d] ?? 0) * (taps[d] ?? 1) + (tap[d] ?? 0)] ?? -1;
    if (index < 0) return -1;
    read += index * (strides[d] ?? 0);
  }
  return read;
}

function windowsByBody(
  frame: Frame,
  body: RegionPlan,
  inputs: Tensors,
  inits: Tensors,
  output: Shape,
  window: readonly WindowExtent[],
): Tensors | Fault {
  const shape = inputs[0]?.shape ?? [];
  const reads = windowReads(shape, output, window);
  const taps = window.map(({ size }) => size);
  const strides = rowMajorStrides(shape);
  const [place, tap] = [new Int32Array(shape.length), new Int32Array(shape.length)];
  return combineByBody(frame, body, accumulators(inits, output), (combine) => {
    for (let at = 0; at < knownElementCount(output); at++) {
      unravel(at, output, place);
      for (let t = 0; t < knownElementCount(taps); t++) {
        unravel(t, taps, tap);
        const read = readAt(reads, taps, strides, place, tap);
        const elements = read < 0 ? inits : inputs.map((input) => elementTensor(input, read));
        const stop = combine(at, elements);
        if (stop !== undefined) return stop;
      }
    }
    return undefined;
  });
}

function windowOutput(shape: Shape, window: readonly WindowDimension[]): Shape {
  return window.map((along, at) => windowedExtent(shape[at] ?? 0, along));
}

// ---- select_and_scatter -----------------------------------------------------------------------------------------------------

function selectAndScatter(
  frame: Frame,
  select: RegionPlan,
  scatter: RegionPlan,
  operand: Tensor,
  source: Tensor,
  init: Tensor,
  window: readonly WindowDimension[],
): Tensor | Fault {
  const output = source.shape;
  const reads = windowReads(operand.shape, output, window);
  const taps = window.map(({ size }) => size);
  const strides = rowMajorStrides(operand.shape);
  const result = filled(operand.shape, init);
  const [place, tap] = [new Int32Array(taps.length), new Int32Array(taps.length)];
  for (let at = 0; at < knownElementCount(output); at++) {
    unravel(at, output, place);
    let chosen = -1;
    for (let t = 0; t < knownElementCount(taps); t++) {
      unravel(t, taps, tap);
      const read = readAt(reads, taps, strides, place, tap);
      if (read < 0) continue;
      if (chosen < 0) {
        chosen = read;
        continue;
      }
      const keeps = runOn(frame, select, [elementTensor(operand, chosen), elementTensor(operand, read)]);
      if (isFault(keeps)) return keeps;
      if (scalarIn(keeps[0]) === 0) chosen = read;
    }
    if (chosen < 0) continue;
    const sums = runOn(frame, scatter, [elementTensor(result, chosen), elementTensor(source, at)]);
    if (isFault(sums)) return sums;
    putElement(result, chosen, elementOf(tensorIn(sums[0]), 0));
  }
  return result;
}

// ---- sort -------------------------------------------------------------------------------------------------------------------

/** Sorts indices of one slice, stably, by merging: the comparator is user's code, which may be anything but must end. */
function sortIndices(count: number, isBefore: (a: number, b: number) => boolean | Fault): readonly number[] | Fault {
  let runs = Array.from({ length: count }, (_, at) => at);
  for (let width = 1; width < count; width *= 2) {
    const merged: number[] = [];
    for (let start = 0; start < count; start += 2 * width) {
      let left = start;
      let right = Math.min(start + width, count);
      const [middle, end] = [right, Math.min(start + 2 * width, count)];
      while (left < middle || right < end) {
        let takeRight = left >= middle;
        if (left < middle && right < end) {
          // The right one goes first only when it must: equal elements keep their order.
          const before = isBefore(runs[right] ?? 0, runs[left] ?? 0);
          if (isFault(before)) return before;
          takeRight = before;
        }
        merged.push(runs[takeRight ? right++ : left++] ?? 0);
      }
    }
    runs = merged;
  }
  return runs;
}

function sortTensors(frame: Frame, comparator: RegionPlan, inputs: Tensors, dimension: number): Tensors | Fault {
  const shape = inputs[0]?.shape ?? [];
  const rank = shape.length;
  const results = inputs.map(({ dtype }) => blankTensor(dtype, shape));
  if (rank === 0) return inputs;
  const along = dimension < 0 ? dimension + rank : dimension;
  const strides = rowMajorStrides(shape);
  const [extent, stride] = [shape[along] ?? 0, strides[along] ?? 1];
  const outer = shape.map((own, at) => (at === along ? 1 : own));
  const index = new Int32Array(rank);
  for (let slice = 0; slice < knownElementCount(outer); slice++) {
    unravel(slice, outer, index);
    let base = 0;
    for (let d = 0; d < rank; d++) base += (index[d] ?? 0) * (strides[d] ?? 0);
    const order = sortIndices(extent, (a, b) => {
      const pairs = inputs.flatMap((input) => [
        elementTensor(input, base + a * stride),
        elementTensor(input, base + b * stride),
      ]);
      const answer = runOn(frame, comparator, pairs);
      return isFault(answer) ? answer : scalarIn(answer[0]) !== 0;
    });
    if (isFault(order)) return order;
    for (const [input, tensor] of inputs.entries())
      for (const [at, from] of order.entries()) {
        const result = results[input];
        if (result !== undefined) putElement(result, base + at * stride, elementOf(tensor, base + from * stride));
      }
  }
  return results;
}

export const reductionMeanings = [
  meaningOf(r.reduce, (op, { regions: [body] }) => {
    const { dimensions } = op;
    const kernel = kernelOf(body);
    return general((values, frame) => {
      const [inputs, inits] = halves(values);
      const [input, init] = [tensorIn(inputs[0]), tensorIn(inits[0])];
      const stop = chargeFor(frame, input.shape);
      if (stop !== undefined) return stop;
      if (body === undefined) return fault("no-body", "has no body");
      const fast = kernel && inputs.length === 1 ? reduceTensor(input, init, dimensions, kernel) : undefined;
      return fast === undefined ? reduceByBody(frame, body, inputs, inits, dimensions) : [fast];
    });
  }),
  meaningOf(r.reduceWindow, (op, { regions: [body] }) => {
    const window = r.reduceWindowDimensions(op.window_dimensions, {
      strides: op.window_strides,
      baseDilations: op.base_dilations,
      windowDilations: op.window_dilations,
      padding: op.padding,
    });
    if ("problem" in window) return fault("window", window.problem);
    const kernel = kernelOf(body);
    return general((values, frame) => {
      const [inputs, inits] = halves(values);
      const [input, init] = [tensorIn(inputs[0]), tensorIn(inits[0])];
      const output = windowOutput(input.shape, window);
      const stop = frame.charge(knownElementCount(output) * knownElementCount(op.window_dimensions));
      if (stop !== undefined) return stop;
      if (body === undefined) return fault("no-body", "has no body");
      const fast = kernel && inputs.length === 1 ? reduceWindows(input, init, output, window, kernel) : undefined;
      return fast === undefined ? windowsByBody(frame, body, inputs, inits, output, window) : [fast];
    });
  }),
  meaningOf(r.selectAndScatter, (op, { regions: [select, scatter] }) => {
    const rank = asTensor(op.operand.type).shape.length;
    const window = r.selectAndScatterWindow(rank, op.window_dimensions, {
      strides: op.window_strides,
      padding: op.padding,
    });
    if ("problem" in window) return fault("window", window.problem);
    return general(([operand, source, init], frame) => {
      if (select === undefined || scatter === undefined) return fault("no-body", "has no body");
      const [input, updates] = [tensorIn(operand), tensorIn(source)];
      const stop = chargeFor(frame, input.shape) ?? chargeFor(frame, updates.shape);
      if (stop !== undefined) return stop;
      const result = selectAndScatter(frame, select, scatter, input, updates, tensorIn(init), window);
      return isFault(result) ? result : [result];
    });
  }),
  meaningOf(r.sort, (op, { regions: [comparator] }) => {
    const { dimension } = op;
    return general((values, frame) =>
      comparator === undefined
        ? fault("no-body", "has no comparator")
        : sortTensors(frame, comparator, tensorsIn(values), dimension),
    );
  }),
  meaningOf(r.map, (op, { regions: [body] }) => {
    const dtype = dtypeIn(op.result.type);
    if (isFault(dtype)) return dtype;
    return general((values, frame) => {
      const inputs = tensorsIn(values);
      const shape = inputs[0]?.shape ?? asTensor(op.result.type).shape;
      const result = blankTensor(dtype, shape);
      for (let at = 0; body !== undefined && at < knownElementCount(shape); at++) {
        const made = runOn(
          frame,
          body,
          inputs.map((input) => elementTensor(input, at)),
        );
        if (isFault(made)) return made;
        putElement(result, at, elementOf(tensorIn(made[0]), 0));
      }
      return [result];
    });
  }),
];
