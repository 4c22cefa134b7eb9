/** What a nest means: every point in row-major order, parallel dimensions outermost, whatever the schedule says. */

import {
  type Frame,
  fault,
  general,
  isFault,
  leave,
  meaningOf,
  type RegionPlan,
  StateKey,
} from "../../src/interpret/semantics.ts";
import {
  elementOf,
  isMemRef,
  isTensor,
  type MemRefValue,
  putElement,
  type RuntimeValue,
  scalarOf,
} from "../../src/interpret/value.ts";
import { evaluateMap } from "../../src/ir/affine.ts";
import { type Attribute, dtypeOf } from "../../src/ir/attribute.ts";
import { invariant } from "../../src/support/invariant.ts";
import { allocateStorage } from "../../src/tensor/dtype.ts";
import { rowMajorStrides } from "../../src/tensor/shape.ts";
import type { Tensor } from "../../src/tensor/tensor.ts";
import { type LoopNest, loopNestOf } from "./loop-nest.ts";
import { index, nest, yieldOp } from "./ops.ts";

/** An operand while the nest runs: its elements by flat number. */
interface Memory {
  readonly tensor: Tensor;
  readonly strides: readonly number[];
  readonly offset: number;
}

/** Where the loops of the nest around stand: what kernel.index asks. */
const POINT = new StateKey<{ at: readonly number[] }>(() => ({ at: [] }));

export const meanings = [
  meaningOf(yieldOp, () => general((values) => leave(values))),
  meaningOf(index, (operation) => general((_, frame) => [frame.state(POINT).at[operation.dim] ?? 0])),
  meaningOf(nest, (operation, { regions: [combine, finish] }) => {
    const described = loopNestOf(operation);
    if ("problem" in described) return fault("nest", described.problem);
    invariant(combine !== undefined && finish !== undefined, "a nest has two regions");
    return general((operands, frame) => run(described.nest, combine, finish, operands, frame));
  }),
];

function run(
  loops: LoopNest,
  combine: RegionPlan,
  finish: RegionPlan,
  operands: readonly RuntimeValue[],
  frame: Frame,
): readonly RuntimeValue[] | ReturnType<typeof fault> {
  const memories = operands.map(memoryOf);
  const firstExtra = loops.inputs.length;
  const firstOut = firstExtra + loops.extras.length;
  const outs = memories
    .slice(firstOut)
    .map((memory, at) => (isTensor(operands[firstOut + at] ?? 0) ? copyOf(memory) : memory));
  const dims = loops.extents.map((_, dim) => dim);
  const parallel = dims.filter((dim) => loops.parallel[dim] === true);
  const reductions = dims.filter((dim) => loops.parallel[dim] !== true);
  const point: number[] = dims.map(() => 0);
  const state = frame.state(POINT);
  const saved = state.at;
  state.at = point;
  const read = (memory: Memory, flat: number): RuntimeValue => elementOf(memory.tensor, flat);
  const step = (accumulators: readonly RuntimeValue[]): readonly RuntimeValue[] | ReturnType<typeof fault> => {
    const inputs = loops.inputs.map((operand, at) =>
      read(
        memories[at] ?? fail(),
        loops.packing?.operand === at
          ? packedElement(loops, at, point)
          : flatElement(memories[at] ?? fail(), evaluateMap(operand.map, point)),
      ),
    );
    return frame.run(combine, [...inputs, ...accumulators]);
  };
  const problem = overBox(parallel, loops.extents, point, () => {
    const starts = loops.outs.map((operand, at) => {
      const initial = loops.init?.[at];
      return initial === undefined
        ? read(outs[at] ?? fail(), flatElement(outs[at] ?? fail(), evaluateMap(operand.map, point)))
        : scalarOfAttribute(initial);
    });
    let values: readonly RuntimeValue[] | ReturnType<typeof fault> = starts;
    if (reductions.length === 0) values = step(loops.combineReadsOuts ? starts : []);
    else {
      const stopped = overBox(reductions, loops.extents, point, () => {
        if (isFault(values)) return values;
        values = step(values);
        return isFault(values) ? values : undefined;
      });
      for (const dim of reductions) point[dim] = 0;
      if (stopped !== undefined) return stopped;
    }
    if (isFault(values)) return values;
    if (!finish.isEmpty) {
      const extras = loops.extras.map((operand, at) =>
        read(
          memories[firstExtra + at] ?? fail(),
          flatElement(memories[firstExtra + at] ?? fail(), evaluateMap(operand.map, point)),
        ),
      );
      values = frame.run(finish, [...values, ...extras]);
      if (isFault(values)) return values;
    }
    for (const [at, operand] of loops.outs.entries()) {
      const memory = outs[at] ?? fail();
      const value = values[at];
      if (value !== undefined && typeof value !== "object")
        putElement(memory.tensor, flatElement(memory, evaluateMap(operand.map, point)), value);
    }
    return undefined;
  });
  state.at = saved;
  if (problem !== undefined) return problem;
  return loops.outs.flatMap((operand, at) =>
    operand.value.type.kind === "tensor-type" ? [(outs[at] ?? fail()).tensor] : [],
  );
}

function fail(): never {
  invariant(false, "a nest has memory for each operand");
}

/** Visits every point of some dimensions in row-major order until a visit gives something. */
function overBox<T>(
  dims: readonly number[],
  extents: readonly number[],
  point: number[],
  visit: () => T | undefined,
): T | undefined {
  if (dims.some((dim) => extents[dim] === 0)) return undefined;
  for (const dim of dims) point[dim] = 0;
  for (;;) {
    const found = visit();
    if (found !== undefined) return found;
    let level = dims.length - 1;
    for (; level >= 0; level--) {
      const dim = dims[level] ?? 0;
      point[dim] = (point[dim] ?? 0) + 1;
      if ((point[dim] ?? 0) < (extents[dim] ?? 0)) break;
      point[dim] = 0;
    }
    if (level < 0) return undefined;
  }
}

function flatElement(memory: Memory, indices: readonly number[]): number {
  return indices.reduce((flat, at, position) => flat + at * (memory.strides[position] ?? 0), memory.offset);
}

function packedElement(loops: LoopNest, at: number, point: readonly number[]): number {
  const { packing } = loops;
  const operand = loops.inputs[at];
  invariant(packing !== undefined && operand !== undefined, "only packed operands are read by panels");
  let row = 0;
  let rows = 1;
  for (const result of [...operand.map.results].reverse()) {
    if (result.kind !== "dim" || result.position === packing.dim) continue;
    row += (point[result.position] ?? 0) * rows;
    rows *= loops.extents[result.position] ?? 1;
  }
  const column = point[packing.dim] ?? 0;
  const start = column - (column % packing.width);
  const width = Math.min(packing.width, (loops.extents[packing.dim] ?? 0) - start);
  return start * rows + row * width + (column - start);
}

function memoryOf(value: RuntimeValue): Memory {
  if (isMemRef(value)) return { tensor: flatTensor(value), strides: value.strides, offset: value.offset };
  invariant(isTensor(value), "operands of nests are tensors and memrefs");
  return { tensor: value, strides: rowMajorStrides(value.shape), offset: 0 };
}

/** The whole buffer under a memref, as a tensor that shares its elements. */
function flatTensor(value: MemRefValue): Tensor {
  return { dtype: value.buffer.dtype, shape: [value.buffer.data.length], data: value.buffer.data };
}

function copyOf(memory: Memory): Memory {
  const data = allocateStorage(
    memory.tensor.dtype,
    memory.tensor.shape.reduce((count, extent) => count * extent, 1),
  );
  const tensor = { dtype: memory.tensor.dtype, shape: memory.tensor.shape, data };
  for (let at = 0; at < data.length; at++) data[at] = memory.tensor.data[at] ?? 0;
  return { tensor, strides: memory.strides, offset: memory.offset };
}

function scalarOfAttribute(attribute: Attribute): RuntimeValue {
  invariant(attribute.kind === "integer" || attribute.kind === "float", "an accumulator starts as a number");
  const dtype = dtypeOf(attribute.type);
  return dtype === undefined ? Number(attribute.value) : scalarOf(dtype, attribute.value);
}
