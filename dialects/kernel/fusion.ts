/**
 * Fusing two nests into one, by composing indexing maps. Two forms:
 * - an element-wise producer goes into the bodies of its consumer and is computed where its value is read;
 * - an element-wise consumer becomes the epilogue of a reducing producer and is computed on the finished accumulators.
 * These functions decide whether it can be done and do it; whether it pays is the pass's question (passes/fusion/fuse.ts).
 */
import { type AffineMap, affineMap, composeMaps, isPermutation, isProjectedPermutation } from "../../src/ir/affine.ts";
import type { OperationHandle, Value } from "../../src/ir/handle.ts";
import { fusedLocation } from "../../src/ir/location.ts";
import type { Rewriter } from "../../src/ir/rewriter.ts";
import { invariant } from "../../src/support/invariant.ts";
import {
  type BodyBuilder,
  buildNest,
  isCloneable,
  type MappedOperand,
  type NestParts,
  partsOf,
  readsIndices,
  shareOperands,
} from "./build.ts";
import { type LoopNest, loopNestOf } from "./loop-nest.ts";

/** A pair that can be fused: `build` creates the fused nest before the consumer, whose results it can replace. */
export interface Fusion {
  readonly kind: "producer" | "epilogue";
  readonly producer: OperationHandle;
  readonly consumer: OperationHandle;
  readonly build: (rewriter: Rewriter) => OperationHandle;
}

export type FusionResult = { readonly fusion: Fusion } | { readonly refusal: string };

/** How `producer` can be fused into `consumer`, which uses its only result; or why not. */
export function planFusion(producer: OperationHandle, consumer: OperationHandle): FusionResult {
  const [from, into] = [loopNestOf(producer), loopNestOf(consumer)];
  if ("problem" in from) return { refusal: from.problem };
  if ("problem" in into) return { refusal: into.problem };
  const [source, target] = [from.nest, into.nest];
  const bodies = [source.combine, source.finish, target.combine, target.finish];
  if (!bodies.every(isCloneable)) return { refusal: "a body has operations with regions" };
  if (bodies.some(readsIndices)) return { refusal: "a body reads the indices of its own loops" };
  if (source.outs.length !== 1) return { refusal: "the producer has several results" };
  if (source.packing !== undefined || target.packing !== undefined) return { refusal: "an operand has been packed" };
  const result = producer.opResult(0);
  if (target.outs.some(({ value }) => value.is(result)))
    return { refusal: "the consumer updates the producer's result in place" };
  return source.parallel.includes(false) ? planEpilogue(source, target, result) : planProducer(source, target, result);
}

// ---- An element-wise producer into its consumer -----------------------------------------------------------------------

function planProducer(source: LoopNest, target: LoopNest, result: Value): FusionResult {
  const out = source.outs[0];
  if (out === undefined || !isPermutation(out.map)) return { refusal: "the producer does not write each element once" };
  const build = (rewriter: Rewriter): OperationHandle => {
    const [from, into] = [partsOf(source), partsOf(target)];
    const inputs = inlineOperands(into.inputs, from, result, out.map);
    const extras = inlineOperands(into.extras, from, result, out.map);
    const reduces = into.parallel.includes(false);
    rewriter.setInsertionPointBefore(target.operation);
    return buildNest(rewriter, {
      ...into,
      inputs: inputs.operands,
      extras: extras.operands,
      combine: (inner, args) => {
        const count = inputs.operands.length;
        return into.combine(inner, [...inputs.elements(inner, args.slice(0, count)), ...args.slice(count)]);
      },
      finish:
        into.finish === undefined
          ? undefined
          : (inner, args) => {
              const count = into.accumulators.length;
              return (
                into.finish?.(inner, [...args.slice(0, count), ...extras.elements(inner, args.slice(count))]) ?? []
              );
            },
      init: reduces ? into.init : undefined,
      schedule: undefined,
      location: fusedLocation([from.location, into.location]),
    });
  };
  return { fusion: { kind: "producer", producer: source.operation, consumer: target.operation, build } };
}

interface Inlined {
  readonly operands: readonly MappedOperand[];
  /** The elements that the consumer's body expects, from the elements of `operands`. */
  readonly elements: (rewriter: Rewriter, args: readonly Value[]) => readonly Value[];
}

/** Replaces each operand that reads `result` by what the producer reads, seen from the consumer's iteration space. */
function inlineOperands(
  operands: readonly MappedOperand[],
  producer: NestParts,
  result: Value,
  out: AffineMap,
): Inlined {
  const flat: MappedOperand[] = [];
  /** For each of the consumer's operands: where it, or the producer's inputs for it, begin in `flat`. */
  const starts = operands.map(({ value, map }) => {
    const start = flat.length;
    if (!value.is(result)) flat.push({ value, map });
    else {
      const toProducer = affineMap(map.dimCount, 0, invert(out, map));
      for (const input of producer.inputs) flat.push({ value: input.value, map: composeMaps(input.map, toProducer) });
    }
    return start;
  });
  const { shared, position } = shareOperands(flat);
  return {
    operands: shared,
    elements: (rewriter, args) => {
      const elementAt = (at: number): Value => {
        const value = args[position[at] ?? -1];
        invariant(value !== undefined, "a fused body has an element for each operand");
        return value;
      };
      return operands.map(({ value }, at) => {
        const start = starts[at] ?? 0;
        if (!value.is(result)) return elementAt(start);
        return produce(
          producer,
          rewriter,
          producer.inputs.map((_, input) => elementAt(start + input)),
        );
      });
    },
  };
}

function produce(producer: NestParts, rewriter: Rewriter, elements: readonly Value[]): Value {
  const values = producer.combine(rewriter, elements);
  const finished = producer.finish === undefined ? values : producer.finish(rewriter, values);
  const [value] = finished;
  invariant(value !== undefined, "a producer yields a value");
  return value;
}

/** Dimension by dimension: the producer's dims, as expressions of the consumer's, when element `map(dims)` of its result is read. */
function invert(out: AffineMap, map: AffineMap): AffineMap["results"] {
  const dims: AffineMap["results"][number][] = [];
  out.results.forEach((expr, position) => {
    const read = map.results[position];
    if (expr.kind === "dim" && read !== undefined) dims[expr.position] = read;
  });
  return dims;
}

// ---- An element-wise consumer as the epilogue of a reduction ----------------------------------------------------------

function planEpilogue(source: LoopNest, target: LoopNest, result: Value): FusionResult {
  const out = source.outs[0];
  if (target.parallel.includes(false)) return { refusal: "both reduce" };
  if (source.init === undefined) return { refusal: "the producer accumulates into a given tensor" };
  if (out === undefined || !isProjectedPermutation(out.map))
    return { refusal: "the producer does not write each element once" };
  const reading = target.inputs.filter(({ value }) => value.is(result));
  const [first] = reading;
  if (first === undefined || reading.some(({ map }) => map !== first.map))
    return { refusal: "the consumer reads the result in several ways" };
  if (!isPermutation(first.map)) return { refusal: "the consumer broadcasts or slices the result" };
  const toConsumer = affineMap(source.extents.length, 0, invert(first.map, out.map));
  const build = (rewriter: Rewriter): OperationHandle => {
    const [from, into] = [partsOf(source), partsOf(target)];
    const moved = (operand: MappedOperand): MappedOperand => ({
      value: operand.value,
      map: composeMaps(operand.map, toConsumer),
    });
    const others = into.inputs.filter(({ value }) => !value.is(result)).map(moved);
    const { shared, position } = shareOperands([...from.extras, ...others]);
    const finish: BodyBuilder = (inner, args) => {
      const accumulators = args.slice(0, from.accumulators.length);
      const extra = (at: number): Value => {
        const value = args[from.accumulators.length + (position[at] ?? 0)];
        invariant(value !== undefined, "an epilogue has an element for each operand");
        return value;
      };
      const finished =
        from.finish === undefined
          ? accumulators
          : from.finish(inner, [...accumulators, ...from.extras.map((_, at) => extra(at))]);
      const [value] = finished;
      invariant(value !== undefined, "a producer yields a value");
      let other = from.extras.length;
      const elements = into.inputs.map((operand) => (operand.value.is(result) ? value : extra(other++)));
      const values = into.combine(inner, elements);
      return into.finish === undefined ? values : into.finish(inner, values);
    };
    rewriter.setInsertionPointBefore(target.operation);
    return buildNest(rewriter, {
      ...from,
      extras: shared,
      outs: into.outs.map(moved),
      finish,
      schedule: undefined,
      location: fusedLocation([from.location, into.location]),
    });
  };
  return { fusion: { kind: "epilogue", producer: source.operation, consumer: target.operation, build } };
}
