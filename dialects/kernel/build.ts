/** Making nests: from parts, with bodies given as functions that clone what they are made of. */
import type { AffineMap } from "../../src/ir/affine.ts";
import type { Attribute, Type } from "../../src/ir/attribute.ts";
import type { BlockHandle, OperationHandle, Value } from "../../src/ir/handle.ts";
import type { ValueId } from "../../src/ir/ids.ts";
import type { Location } from "../../src/ir/location.ts";
import type { Rewriter } from "../../src/ir/rewriter.ts";
import { invariant } from "../../src/support/invariant.ts";
import type { LoopNest, Packing } from "./loop-nest.ts";
import { index, nest, yieldOp } from "./ops.ts";
import type { Schedule } from "./schedule.ts";

export interface MappedOperand {
  readonly value: Value;
  readonly map: AffineMap;
}

/** Emits a body's operations and gives what it yields. */
export type BodyBuilder = (rewriter: Rewriter, args: readonly Value[]) => readonly Value[];

export interface NestParts {
  readonly inputs: readonly MappedOperand[];
  readonly extras: readonly MappedOperand[];
  readonly outs: readonly MappedOperand[];
  readonly parallel: readonly boolean[];
  readonly init: readonly Attribute[] | undefined;
  readonly combine: BodyBuilder;
  /** Types of what `combine` yields: the accumulators. */
  readonly accumulators: readonly Type[];
  readonly finish: BodyBuilder | undefined;
  readonly packing?: Packing | undefined;
  readonly schedule?: Schedule | undefined;
  readonly location: Location;
}

/** Creates the nest at the insertion point. */
export function buildNest(rewriter: Rewriter, parts: NestParts): OperationHandle {
  const operands = [...parts.inputs, ...parts.extras, ...parts.outs];
  const elements = (list: readonly MappedOperand[]): Type[] => list.map(({ value }) => elementTypeOf(value.type));
  const reduces = parts.parallel.includes(false);
  const body =
    (build: BodyBuilder) =>
    (inner: Rewriter, args: readonly Value[]): void => {
      inner.insert(yieldOp.build({ values: build(inner, args) }));
    };
  const { finish } = parts;
  return rewriter.insert(
    nest.build({
      inputs: parts.inputs.map(({ value }) => value),
      extras: parts.extras.map(({ value }) => value),
      outs: parts.outs.map(({ value }) => value),
      indexing_maps: operands.map(({ map }) => map),
      iterator_types: parts.parallel.map((parallel) => (parallel ? "parallel" : "reduction")),
      init: reduces ? parts.init : undefined,
      packed: parts.packing === undefined ? undefined : packedValues(parts.packing),
      schedule: parts.schedule,
      combine: [
        { arguments: [...elements(parts.inputs), ...(reduces ? parts.accumulators : [])], build: body(parts.combine) },
      ],
      finish:
        finish === undefined
          ? []
          : [{ arguments: [...parts.accumulators, ...elements(parts.extras)], build: body(finish) }],
      location: parts.location,
    }),
  );
}

function packedValues({ operand, dim, width, shape }: Packing): readonly number[] {
  return [operand, dim, width, ...shape];
}

function elementTypeOf(type: Type): Type {
  invariant(type.kind === "tensor-type" || type.kind === "memref-type", "operands of nests are tensors and memrefs");
  return type.elementType;
}

/** The parts of an existing nest, bodies cloned when they are built again. */
export function partsOf(loops: LoopNest): NestParts {
  const mapped = (operands: LoopNest["inputs"]): readonly MappedOperand[] =>
    operands.map(({ value, map }) => ({ value, map }));
  const { finish } = loops;
  const schedule = nest.cast(loops.operation)?.schedule;
  return {
    inputs: mapped(loops.inputs),
    extras: mapped(loops.extras),
    outs: mapped(loops.outs),
    parallel: loops.parallel,
    init: loops.init,
    combine: cloning(loops.combine),
    accumulators: loops.combine.last?.opOperands.map((value) => value.type) ?? [],
    finish: finish === undefined ? undefined : cloning(finish),
    packing: loops.packing,
    schedule,
    location: loops.operation.location,
  };
}

/**
 * A body builder that clones a block, its arguments replaced; only operations without regions occur in bodies that are fused. Index
 * operations of linalg become those of this dialect.
 */
export function cloning(block: BlockHandle): BodyBuilder {
  return (rewriter, args) => {
    const values = new Map<ValueId, Value>();
    block.arguments.forEach((argument, at) => {
      const value = args[at];
      if (value !== undefined) values.set(argument.id, value);
    });
    const lookUp = (value: Value): Value => values.get(value.id) ?? value;
    for (const operation of block.operations) {
      if (operation.next === undefined) return operation.opOperands.map(lookUp);
      const { resultTypes, properties, attributes } = operation.record;
      const name = operation.opName === "linalg.index" ? index.name : operation.record.name;
      const cloned = rewriter.insert({
        name,
        operands: operation.opOperands.map(lookUp),
        resultTypes,
        properties,
        attributes,
        location: operation.location,
      });
      operation.opResults.forEach((result, at) => {
        values.set(result.id, cloned.opResult(at));
      });
    }
    invariant(false, "the body of a nest ends in a yield");
  };
}

/** Whether a body can be cloned by `cloning` and keeps its meaning in another iteration space. */
export function isCloneable(block: BlockHandle | undefined): boolean {
  return block === undefined || block.operations.every((operation) => operation.opRegions.length === 0);
}

/** Whether a body asks for its place in the iteration space, which fusion into another space would change. */
export function readsIndices(block: BlockHandle | undefined): boolean {
  return (
    block?.operations.some(
      (operation) => operation.opName === "kernel.index" || operation.opName === "linalg.index",
    ) === true
  );
}

/** One operand for equal (value, map) pairs; the body sees the shared element wherever it saw one of them. */
export function shareOperands(operands: readonly MappedOperand[]): {
  readonly shared: readonly MappedOperand[];
  readonly position: readonly number[];
} {
  const shared: MappedOperand[] = [];
  const position = operands.map((operand) => {
    const known = shared.findIndex((other) => other.value.is(operand.value) && other.map === operand.map);
    return known === -1 ? shared.push(operand) - 1 : known;
  });
  return { shared, position };
}
