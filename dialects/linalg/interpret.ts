/**
 * What structured ops mean, generically: every point of the loops in row-major order, the body run on the elements that the maps
 * address. One meaning serves all of them, named or not, for it asks `structured` alone. Bodies are made ready once as steps over
 * registers; the f32 multiply-add, which is most of the work of models, runs as a typed loop. Together in one file: they share the steps. Hot: bench/interpret.
 */

import type { Supply } from "../../src/definition/interface.ts";
import { isPlain, readElement, writeElement } from "../../src/interpret/memory.ts";
import {
  type Fault,
  type Frame,
  fault,
  general,
  isFault,
  leave,
  meaningOf,
  type RegionPlan,
  StateKey,
  semantics,
} from "../../src/interpret/semantics.ts";
import { isMemRef, isTensor, type MemoryBuffer, type RuntimeValue } from "../../src/interpret/value.ts";
import { dtypeOf, noneType } from "../../src/ir/attribute.ts";
import type { OperationHandle, Value } from "../../src/ir/handle.ts";
import { invariant } from "../../src/support/invariant.ts";
import { allocateStorage } from "../../src/tensor/dtype.ts";
import { rowMajorStrides, type Shape, shapeText } from "../../src/tensor/shape.ts";
import { copyTensor, type Tensor } from "../../src/tensor/tensor.ts";
import { type AddressWalk, addressWalk } from "./affine-strides.ts";
import { index, yieldOp } from "./ops/generic.ts";
import { runSteps, type StraightBody, straightBody } from "./straight-body.ts";
import { type Structured, type StructuredOp, structuredBy } from "./structured.ts";

/** Where the loops stand: what linalg.index asks. */
const point = new StateKey<{ at: readonly number[] }>(() => ({ at: [] }));

/** An operand while the loops run: its memory and how its address moves; a scalar has no memory. */
interface OperandWalk {
  readonly buffer: MemoryBuffer;
  readonly walk: AddressWalk;
}

/** The meaning of every op that has these facts. */
export function structuredMeaning(facts: Structured): Supply {
  return semantics.of((operation, { context, regions: [region] }) => {
    invariant(region !== undefined, "a structured op has a region");
    const op = structuredBy(facts, operation);
    const body = straightBody(region, context);
    return general((operands, frame) => run(op, region, body, operands, frame));
  });
}

function run(
  op: StructuredOp,
  region: RegionPlan,
  body: StraightBody | undefined,
  operands: readonly RuntimeValue[],
  frame: Frame,
): readonly RuntimeValue[] | Fault {
  const extents = extentsOf(op, operands);
  if (isFault(extents)) return extents;
  const inputs = op.inputs.length;
  const results: Tensor[] = [];
  const walks: OperandWalk[] = [];
  for (const [at, operand] of operands.entries()) {
    const map = op.maps[at];
    invariant(map !== undefined, "each operand has a map");
    let value = operand;
    if (at >= inputs && isTensor(value)) {
      value = copyTensor(value);
      results.push(value);
    }
    const memory = memoryOf(value, op, at);
    const walk = addressWalk(map, memory.strides, memory.offset);
    if (walk === undefined) return fault("non-linear-map", "addresses an operand by a map that divides");
    walks.push({ buffer: memory.buffer, walk });
  }
  const points = extents.reduce((product, extent) => product * extent, 1);
  const refused = frame.charge(points);
  if (refused !== undefined) return refused;
  if (points > 0) {
    const fast = isMultiplyAdd(op, walks);
    const problem = fast ? multiplyAdd(extents, walks) : overPoints(extents, walks, inputs, region, body, frame);
    if (problem !== undefined) return problem;
  }
  return results;
}

interface Memory {
  readonly buffer: MemoryBuffer;
  readonly strides: readonly number[];
  readonly offset: number;
}

function memoryOf(value: RuntimeValue, op: StructuredOp, at: number): Memory {
  if (isMemRef(value)) return value;
  if (isTensor(value))
    return {
      buffer: { dtype: value.dtype, data: value.data, freed: false },
      strides: rowMajorStrides(value.shape),
      offset: 0,
    };
  const dtype = dtypeOf(op.inputs[at]?.type ?? noneType);
  invariant(dtype !== undefined, "scalar operands are inputs of numeric type");
  const buffer: MemoryBuffer = { dtype, data: allocateStorage(dtype, 1), freed: false };
  writeElement(buffer, 0, value);
  return { buffer, strides: [], offset: 0 };
}

/** The extent of each loop at run time. */
function extentsOf(op: StructuredOp, operands: readonly RuntimeValue[]): readonly number[] | Fault {
  const extents: (number | undefined)[] = op.iterators.map(() => undefined);
  for (const [at, operand] of operands.entries()) {
    const shape: Shape = isTensor(operand) || isMemRef(operand) ? operand.shape : [];
    for (const [d, result] of (op.maps[at]?.results ?? []).entries()) {
      if (result.kind !== "dim") continue;
      const known = extents[result.position];
      if (known !== undefined && known !== shape[d])
        return fault(
          "shape",
          `loop ${result.position} runs to ${known} and, by an operand of ${shapeText(shape)}, to ${shape[d]}`,
        );
      extents[result.position] = shape[d];
    }
  }
  return extents.map((extent) => extent ?? 0);
}

// ---- Loops ------------------------------------------------------------------------------------------------------------

function overPoints(
  extents: readonly number[],
  walks: readonly OperandWalk[],
  inputs: number,
  region: RegionPlan,
  body: StraightBody | undefined,
  frame: Frame,
): Fault | undefined {
  const addresses = walks.map(({ walk }) => walk.start);
  const at = extents.map(() => 0);
  const state = frame.state(point);
  const saved = state.at;
  state.at = at;
  const registers = new Array<RuntimeValue>(body?.registers ?? walks.length).fill(0);
  for (const { register, value } of body?.constants ?? []) registers[register] = value;
  let problem: Fault | undefined;
  // Storage that holds the values as they are is read and written directly.
  const plain = walks.map(({ buffer }) => (isPlain(buffer.dtype) ? buffer.data : undefined));
  do {
    for (let operand = 0; operand < walks.length; operand++) {
      const address = addresses[operand] ?? 0;
      const value = plain[operand]?.[address];
      registers[operand] = value ?? readElement((walks[operand] ?? unexpected()).buffer, address);
    }
    problem =
      body === undefined ? runRegion(region, registers, walks.length, frame) : runSteps(body, registers, at, frame);
    if (problem !== undefined) break;
    for (let output = inputs; output < walks.length; output++) {
      const value = registers[body?.yielded[output - inputs] ?? output - inputs] ?? 0;
      const data = plain[output];
      if (data !== undefined && typeof value === "number") data[addresses[output] ?? 0] = value;
      else writeElement((walks[output] ?? unexpected()).buffer, addresses[output] ?? 0, value);
    }
  } while (advance(at, extents, addresses, walks));
  state.at = saved;
  return problem;
}

/** Runs the body as a region; its values come back in the first registers. */
function runRegion(region: RegionPlan, registers: RuntimeValue[], count: number, frame: Frame): Fault | undefined {
  const values = frame.run(region, registers.slice(0, count));
  if (isFault(values)) return values;
  values.forEach((value, at) => {
    registers[at] = value;
  });
  return undefined;
}

/** Steps to the next point, innermost loop first, and moves the addresses along. */
function advance(
  at: number[],
  extents: readonly number[],
  addresses: number[],
  walks: readonly OperandWalk[],
): boolean {
  for (let d = extents.length - 1; d >= 0; d--) {
    const next = (at[d] ?? 0) + 1;
    const back = next < (extents[d] ?? 0) ? 1 : 1 - next;
    for (let operand = 0; operand < walks.length; operand++)
      addresses[operand] = (addresses[operand] ?? 0) + back * (walks[operand]?.walk.steps[d] ?? 0);
    at[d] = back === 1 ? next : 0;
    if (back === 1) return true;
  }
  return false;
}

function unexpected(): never {
  invariant(false, "each operand has a walk");
}

/** Whether the body is out + a * b in f32 over three operands. */
function isMultiplyAdd(op: StructuredOp, walks: readonly OperandWalk[]): boolean {
  const block = op.operation.opRegions[0]?.entry;
  const [mul, add, last, ...rest] = block?.operations ?? [];
  if (walks.length !== 3 || rest.length > 0 || last === undefined || block === undefined) return false;
  if (mul?.opName !== "arith.mulf" || add?.opName !== "arith.addf") return false;
  const [a, b, out] = block.arguments;
  const product = mul.opResult(0);
  const uses = (operation: OperationHandle, x: Value | undefined, y: Value | undefined): boolean => {
    const [l, r] = operation.opOperands;
    return x !== undefined && y !== undefined && ((l?.is(x) && r?.is(y)) || (l?.is(y) && r?.is(x))) === true;
  };
  return (
    uses(mul, a, b) &&
    uses(add, out, product) &&
    last.opOperands[0]?.is(add.opResult(0)) === true &&
    walks.every(({ buffer }) => buffer.data instanceof Float32Array && isPlain(buffer.dtype))
  );
}

/** The products in the order of the loops, each step rounded to f32: exactly what the body says. */
function multiplyAdd(extents: readonly number[], walks: readonly OperandWalk[]): undefined {
  const [left, right, target] = walks;
  invariant(left !== undefined && right !== undefined && target !== undefined, "a product has three operands");
  const [a, b, out] = [left.buffer.data, right.buffer.data, target.buffer.data];
  invariant(a instanceof Float32Array && b instanceof Float32Array && out instanceof Float32Array, "of f32");
  // The two innermost loops run without the general stepping.
  const split = Math.max(0, extents.length - 2);
  const outer = extents.slice(0, split);
  const [rows = 1, count = 1] = extents.length === 1 ? [1, extents[0]] : extents.slice(split);
  const stepsOf = (loop: number): Steps => {
    const [x = 0, y = 0, z = 0] = walks.map(({ walk }) => (loop < 0 ? 0 : (walk.steps[loop] ?? 0)));
    return { a: x, b: y, out: z };
  };
  const inner = stepsOf(extents.length - 1);
  const row = stepsOf(extents.length - 2);
  const outerWalks = walks.map(({ buffer, walk }) => ({
    buffer,
    walk: { start: walk.start, steps: walk.steps.slice(0, split) },
  }));
  const addresses = walks.map(({ walk }) => walk.start);
  const at = outer.map(() => 0);
  do {
    let i = addresses[0] ?? 0;
    let j = addresses[1] ?? 0;
    let o = addresses[2] ?? 0;
    for (let n = 0; n < rows; n++, i += row.a, j += row.b, o += row.out) innerProduct(a, b, out, i, j, o, inner, count);
  } while (advance(at, outer, addresses, outerWalks));
  return undefined;
}

/** How far a loop moves each address, in elements. */
interface Steps {
  readonly a: number;
  readonly b: number;
  readonly out: number;
}

function innerProduct(
  a: Float32Array,
  b: Float32Array,
  out: Float32Array,
  aStart: number,
  bStart: number,
  outStart: number,
  steps: Steps,
  count: number,
): void {
  const { a: aStep, b: bStep, out: outStep } = steps;
  const round = Math.fround;
  let i = aStart;
  let j = bStart;
  if (outStep === 0) {
    let sum = out[outStart] ?? 0;
    for (let n = 0; n < count; n++, i += aStep, j += bStep) sum = round(sum + round((a[i] ?? 0) * (b[j] ?? 0)));
    out[outStart] = sum;
    return;
  }
  let o = outStart;
  for (let n = 0; n < count; n++, i += aStep, j += bStep, o += outStep)
    out[o] = (out[o] ?? 0) + round((a[i] ?? 0) * (b[j] ?? 0));
}

export const meanings = [
  meaningOf(yieldOp, () => general((values) => leave(values))),
  meaningOf(index, (op) => general((_, frame) => [frame.state(point).at[op.dim] ?? 0])),
];
