/**
 * Places all buffers of a function in one arena: buffers whose live ranges do not overlap share memory. Largest first, each at the lowest
 * offset where it fits between those that live at the same time.
 * Source: Pisarchyk, Lee, "Efficient Memory Management for Deep Neural Net Inference", 2020, "greedy by size for offset calculation".
 */
import * as arith from "../../dialects/arith/ops.ts";
import * as memref from "../../dialects/memref/ops.ts";
import { defineInterface } from "../../src/definition/interface.ts";
import {
  dtypeOf,
  elementCountOf,
  i8,
  indexType,
  integerAttribute,
  type MemRefType,
  memRefType,
} from "../../src/ir/attribute.ts";
import type { BlockHandle, OperationHandle, Value } from "../../src/ir/handle.ts";
import { integer } from "../../src/pass/options.ts";
import { definePass } from "../../src/pass/pass.ts";
import { invariant } from "../../src/support/invariant.ts";
import { byteWidth } from "../../src/tensor/dtype.ts";

/** A buffer that lives from operation number `first` to `last` (both included) of its block. */
export interface LiveBuffer {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

export interface MemoryPlan {
  /** Byte offsets, one a buffer. */
  readonly offsets: readonly number[];
  readonly arenaBytes: number;
  /** What the buffers would take without sharing. */
  readonly naiveBytes: number;
  /** The most that is live at one time: no plan can be smaller. */
  readonly liveBytes: number;
}

/** The key under which a driver hands in what keeps the plans as data: the function's buffers, and where they were placed. */
export const memoryPlanLog =
  defineInterface<(buffers: readonly LiveBuffer[], plan: MemoryPlan) => void>("MemoryPlanLog");

/** Time is quadratic in the number of buffers. */
export function placeBuffers(buffers: readonly LiveBuffer[], alignment: number): MemoryPlan {
  const rounded = buffers.map(({ bytes }) => Math.ceil(Math.max(bytes, 1) / alignment) * alignment);
  const order = buffers.map((_, at) => at).sort((a, b) => (rounded[b] ?? 0) - (rounded[a] ?? 0) || a - b);
  const offsets: number[] = new Array(buffers.length).fill(0);
  const placed: number[] = [];
  for (const at of order) {
    const buffer = buffers[at];
    if (buffer === undefined) continue;
    const neighbours = placed
      .filter((other) => overlaps(buffer, buffers[other]))
      .sort((a, b) => (offsets[a] ?? 0) - (offsets[b] ?? 0));
    let offset = 0;
    for (const other of neighbours) {
      if (offset + (rounded[at] ?? 0) <= (offsets[other] ?? 0)) break;
      offset = Math.max(offset, (offsets[other] ?? 0) + (rounded[other] ?? 0));
    }
    offsets[at] = offset;
    placed.push(at);
  }
  const arenaBytes = offsets.reduce((end, offset, at) => Math.max(end, offset + (rounded[at] ?? 0)), 0);
  return {
    offsets,
    arenaBytes,
    naiveBytes: rounded.reduce((sum, bytes) => sum + bytes, 0),
    liveBytes: largestLiveSum(buffers, rounded),
  };
}

function overlaps(a: LiveBuffer, b: LiveBuffer | undefined): boolean {
  return b !== undefined && a.first <= b.last && b.first <= a.last;
}

function largestLiveSum(buffers: readonly LiveBuffer[], bytes: readonly number[]): number {
  const changes = new Map<number, number>();
  buffers.forEach(({ first, last }, at) => {
    changes.set(first, (changes.get(first) ?? 0) + (bytes[at] ?? 0));
    changes.set(last + 1, (changes.get(last + 1) ?? 0) - (bytes[at] ?? 0));
  });
  let live = 0;
  let most = 0;
  for (const [, change] of [...changes].sort(([a], [b]) => a - b)) {
    live += change;
    most = Math.max(most, live);
  }
  return most;
}

export const planMemory = definePass({
  name: "plan-memory",
  summary: "place all buffers of a function in one arena",
  on: "func.func",
  options: { alignment: integer(64, "alignment of each buffer in bytes") },
  statistics: {
    buffers: "buffers placed",
    arenaBytes: "bytes of the arena",
    naiveBytes: "bytes without sharing",
    liveBytes: "most bytes live at one time",
  },
  dependentDialects: ["arith", "memref"],
  run: ({ rewriter, options, service, count, remark }) => {
    const entry = rewriter.root.opRegions[0]?.entry;
    if (entry === undefined) return;
    const allocations = entry.operations.flatMap((operation) => {
      const allocation = memref.alloc.cast(operation);
      return allocation === undefined || bytesOf(allocation.memref) === undefined ? [] : [allocation];
    });
    if (allocations.length === 0) return;
    const numbers = new Map(entry.operations.map((operation, at) => [operation.id, at]));
    const buffers = allocations.map((allocation) => ({
      bytes: bytesOf(allocation.memref) ?? 0,
      ...liveRange(allocation.memref, entry, numbers),
    }));
    const plan = placeBuffers(buffers, options.alignment);
    service(memoryPlanLog)?.(buffers, plan);
    rewriter.setInsertionPointToStart(entry);
    const arena = rewriter.insert(
      memref.alloc.build({
        dynamicSizes: [],
        symbolOperands: [],
        alignment: options.alignment,
        resultTypes: [memRefType([plan.arenaBytes], i8)],
      }),
    );
    allocations.forEach((allocation, at) => {
      rewriter.setInsertionPointBefore(allocation);
      const offset = rewriter
        .insert(
          arith.constant.build({ value: integerAttribute(plan.offsets[at] ?? 0, indexType), resultTypes: [indexType] }),
        )
        .opResult(0);
      const view = rewriter.insert(
        memref.viewOp.build({
          source: arena.opResult(0),
          byte_shift: offset,
          sizes: [],
          resultTypes: [allocation.memref.type],
          location: allocation.location,
        }),
      );
      rewriter.replace(allocation, view.opResults);
    });
    count("buffers", allocations.length);
    count("arenaBytes", plan.arenaBytes);
    count("naiveBytes", plan.naiveBytes);
    count("liveBytes", plan.liveBytes);
    remark(
      `${allocations.length} buffers: arena of ${plan.arenaBytes} bytes, ${plan.naiveBytes} without sharing, ${plan.liveBytes} live at most`,
    );
  },
});

function bytesOf(value: Value): number | undefined {
  const { type } = value;
  invariant(type.kind === "memref-type", "an allocation gives a memref");
  const dtype = dtypeOf(type.elementType);
  const elements = elementCountOf(type);
  return dtype === undefined || elements === undefined || hasLayout(type) ? undefined : elements * byteWidth(dtype);
}

function hasLayout(type: MemRefType): boolean {
  return type.layout !== undefined;
}

/** Operations that give another look at the same memory. */
const VIEWS: ReadonlySet<string> = new Set([
  "memref.reinterpret_cast",
  "memref.subview",
  "memref.cast",
  "memref.collapse_shape",
  "memref.expand_shape",
  "memref.view",
  "memref.transpose",
]);

/** From the first to the last operation of the block that touches the buffer, itself or inside of its regions; views touch nothing. */
function liveRange(
  buffer: Value,
  block: BlockHandle,
  numbers: ReadonlyMap<number, number>,
): { readonly first: number; readonly last: number } {
  let first = Number.POSITIVE_INFINITY;
  let last = -1;
  const touch = (value: Value): void => {
    for (const user of value.users) {
      if (VIEWS.has(user.opName)) for (const result of user.opResults) touch(result);
      else {
        const number = numbers.get(ancestorIn(user, block).id);
        invariant(number !== undefined, "a user stands in the function's block");
        first = Math.min(first, number);
        last = Math.max(last, number);
      }
    }
  };
  touch(buffer);
  return last === -1 ? { first: 0, last: 0 } : { first, last };
}

function ancestorIn(operation: OperationHandle, block: BlockHandle): OperationHandle {
  let at = operation;
  while (at.parentBlock?.is(block) === false) {
    const parent = at.parent;
    invariant(parent !== undefined, "the operation stands inside of the block");
    at = parent;
  }
  return at;
}
