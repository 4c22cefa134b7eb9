/**
 * The kernel dialect: one operation is one kernel. A nest is linalg.generic with what an efficient kernel needs besides: an initial value
 * instead of a filled buffer, an epilogue on the finished accumulators, a schedule, operands packed into panels.
 */
import {
  AffineMapArrayAttr,
  ArrayAttr,
  ArrayAttrOf,
  confined,
  DenseI64ArrayAttr,
  I64Attr,
  StrAttr,
} from "../../src/definition/attribute-constraint.ts";
import { type Effect, memoryEffects } from "../../src/definition/effects.ts";
import {
  AnyRegion,
  defineOp,
  optionalAttr,
  type Report,
  SizedRegion1,
  type ViewOf,
  variadic,
} from "../../src/definition/operation.ts";
import { HasParent } from "../../src/definition/trait.ts";
import { AnyMemRef, AnyRankedTensor, AnyType, anyTypeOf, Index } from "../../src/definition/type-constraint.ts";
import type { Type } from "../../src/ir/attribute.ts";
import { findAttribute } from "../../src/ir/attribute.ts";
import type { BlockHandle, OperationHandle, RegionHandle } from "../../src/ir/handle.ts";
import { loopNestOf } from "./loop-nest.ts";
import { fitsPanels, ScheduleAttr, scheduleProblem } from "./schedule.ts";

const Buffer = anyTypeOf([AnyRankedTensor, AnyMemRef], "ranked tensor or memref of any type values");
const IteratorTypes = ArrayAttrOf(
  confined(StrAttr, 'that is "parallel" or "reduction"', (name) => name === "parallel" || name === "reduction"),
  'array of "parallel" and "reduction"',
);

/** Ends the regions of a nest. */
export const yieldOp = defineOp({
  name: "kernel.yield",
  summary: "hands values out of a region of a nest",
  operands: { values: variadic(AnyType) },
  traits: ["Pure", "Terminator", "ReturnLike", HasParent("kernel.nest")],
  assembly: "attr-dict ($values^ `:` type($values))?",
  example: "kernel.yield %0 : f32",
});

export const index = defineOp({
  name: "kernel.index",
  summary: "the current iteration of a dimension of the nest around",
  attributes: { dim: I64Attr },
  results: { result: Index },
  traits: ["Pure", HasParent("kernel.nest")],
  assembly: "$dim attr-dict `:` type($result)",
  example: "%0 = kernel.index 1 : index",
});

export const nest = defineOp({
  name: "kernel.nest",
  summary: "a perfect loop nest with element-wise bodies: one kernel",
  description: `For every point of the iteration space, \`combine\` is run on the elements of the inputs that the indexing maps select and, when there
are reduction dimensions, on the accumulators; it yields the new accumulators. They start as \`init\`, or, without it, as what the outputs hold.
When a point of the parallel dimensions is finished, \`finish\` (empty: identity) turns the accumulators and the elements of the extras into what is
stored. Without reduction dimensions the values that \`combine\` yields go to \`finish\` directly.
\`packed = [operand, dim, width, shape...]\` says that the input of that number, of that shape as the map sees it, is a one-dimensional buffer of panels, \`width\` iterations of \`dim\` each (the
last one narrower): element (k, n) is at n0*K + k*w + n-n0, where n0 starts the panel, w is its width, k counts the other dimensions of the operand's
map row by row, K is their product.`,
  operands: { inputs: variadic(Buffer), extras: variadic(Buffer), outs: variadic(Buffer) },
  results: { tensors: variadic(AnyRankedTensor) },
  attributes: {
    indexing_maps: AffineMapArrayAttr,
    iterator_types: IteratorTypes,
    init: optionalAttr(ArrayAttr),
    packed: optionalAttr(DenseI64ArrayAttr),
    schedule: optionalAttr(ScheduleAttr),
  },
  regions: { combine: SizedRegion1, finish: AnyRegion },
  traits: ["AttrSizedOperandSegments", "RecursiveMemoryEffects", { name: "SingleBlock", parameters: [] }],
  assembly:
    "(`ins` `(` $inputs^ `:` type($inputs) `)`)? (`extras` `(` $extras^ `:` type($extras) `)`)? `outs` `(` $outs `:` type($outs) `)` attr-dict $combine `finish` $finish (`->` type($tensors)^)?",
  inferTypes: ({ operandTypes, properties }) => {
    const segments = findAttribute(properties, "operandSegmentSizes");
    const count = segments?.kind === "dense-array" ? Number(segments.values[2] ?? 0) : 0;
    return { types: operandTypes.slice(operandTypes.length - count).filter((type) => type.kind === "tensor-type") };
  },
  verify: (operation, report) => verifyNest(operation, report),
  supplies: [memoryEffects.of(effectsOfNest)],
  example: `%1 = kernel.nest ins(%0 : tensor<4x8xf32>) outs(%e : tensor<4xf32>) {
  indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>],
  init = [0.0 : f32], iterator_types = ["parallel", "reduction"]
} {
^bb0(%x: f32, %sum: f32):
  %2 = arith.addf %sum, %x : f32
  kernel.yield %2 : f32
} finish {
} -> tensor<4xf32>`,
});

/** The view of a `kernel.nest`. */
export type Nest = ViewOf<typeof nest>;

function effectsOfNest(operation: OperationHandle): readonly Effect[] {
  const view = nest.cast(operation);
  if (view === undefined) return [];
  const memory = (value: Nest["outs"][number]): boolean => value.type.kind === "memref-type";
  const reads: Effect[] = [...view.inputs, ...view.extras].filter(memory).map((value) => ({ kind: "read", value }));
  const writes: Effect[] = view.outs.filter(memory).map((value) => ({ kind: "write", value }));
  const updates: Effect[] =
    view.init === undefined && view.iterator_types.includes("reduction")
      ? view.outs.filter(memory).map((value) => ({ kind: "read", value }))
      : [];
  return [...reads, ...updates, ...writes];
}

function verifyNest(operation: OperationHandle, report: Report): void {
  const view = nest.cast(operation);
  if (view === undefined) return;
  const operands = [...view.inputs, ...view.extras, ...view.outs];
  if (view.indexing_maps.length !== operands.length) {
    report(
      `expected the number of indexing_map (${view.indexing_maps.length}) to be equal to the number of input/output operands (${operands.length})`,
    );
    return;
  }
  const described = loopNestOf(operation);
  if ("problem" in described) {
    report(described.problem);
    return;
  }
  const { extents, parallel } = described.nest;
  const problem = view.schedule === undefined ? undefined : scheduleProblem(view.schedule, extents, parallel);
  if (problem !== undefined) report(problem);
  const { packing } = described.nest;
  if (view.schedule !== undefined && packing !== undefined && !fitsPanels(view.schedule, packing.dim, packing.width))
    report(`schedule must cut dimension ${packing.dim} as its panels do, in blocks of ${packing.width}`);
  const reduces = parallel.includes(false);
  if (reduces && view.init !== undefined && view.init.length !== view.outs.length)
    report(`expected one initial value for each of ${view.outs.length} outputs, found ${view.init.length}`);
  const outElements = view.outs.map((value) => elementOf(value.type));
  const combineArguments = [
    ...view.inputs.map((value) => elementOf(value.type)),
    ...(reduces ? accumulatorTypes(view) : []),
  ];
  checkArguments("combine", view.combine, combineArguments, report);
  if (!view.finish.isEmpty)
    checkArguments(
      "finish",
      view.finish,
      [...accumulatorTypes(view), ...view.extras.map((value) => elementOf(value.type))],
      report,
    );
  const last = (view.finish.isEmpty ? view.combine : view.finish).entry?.last;
  if (last?.opName === "kernel.yield" && last.opOperands.some((value, at) => value.type !== outElements[at]))
    report("yielded values must have the element types of the outputs");
}

/** The types of what `combine` yields. */
function accumulatorTypes(view: Nest): readonly Type[] {
  return view.combine.entry?.last?.opOperands.map((value) => value.type) ?? [];
}

function elementOf(type: Type): Type {
  return type.kind === "tensor-type" || type.kind === "memref-type" ? type.elementType : type;
}

function checkArguments(name: string, region: RegionHandle, expected: readonly Type[], report: Report): void {
  const block: BlockHandle | undefined = region.entry;
  const types = block?.argumentTypes ?? [];
  if (types.length !== expected.length)
    report(`region '${name}' must have ${expected.length} arguments, found ${types.length}`);
  else if (types.some((type, at) => type !== expected[at]))
    report(
      `argument ${types.findIndex((type, at) => type !== expected[at])} of region '${name}' must have the element type of its operand`,
    );
}
