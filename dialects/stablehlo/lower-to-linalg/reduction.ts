/** Reductions along dimensions and over windows, and maps: a linalg.generic whose body is the reducer on elements. */
import { add, affineMap, constant, dim, identityMap, mul, selectionMap } from "../../../src/ir/affine.ts";
import { elementTypeOrSelf, tensorType } from "../../../src/ir/attribute.ts";
import type { Value } from "../../../src/ir/handle.ts";
import type { ConversionPattern } from "../../../src/rewrite/conversion-pattern.ts";
import { noMatch } from "../../../src/rewrite/pattern.ts";
import { genericSpec, insertEmpty, insertFilled, parallelLoops, tensorTypeOf } from "../../linalg/build.ts";
import type { IteratorType } from "../../linalg/structured.ts";
import { map, reduce, reduceWindow } from "../ops/reduction.ts";
import { insertGeneralPad } from "./layout.ts";
import { lowering, reducerBody, scalarOf } from "./pattern.ts";

/** Whether the accumulators have the elements' types: then the reducer takes both as they are. */
function sameElements(inputs: readonly Value[], results: readonly Value[]): boolean {
  return inputs.every(
    (input, at) => elementTypeOrSelf(input.type) === elementTypeOrSelf(results[at]?.type ?? input.type),
  );
}

const lowerReduce = lowering("lower-reduce", reduce, ({ adaptor, operation, rewriter, scope }) => {
  const { inputs } = adaptor;
  const count = inputs.length;
  if (!sameElements(inputs, operation.opResults)) return noMatch("accumulators of another type than the elements");
  // The reducer takes accumulators first, the structured op elements first.
  const body = reducerBody(operation.body.entry, (args) => [...args.slice(count), ...args.slice(0, count)]);
  if (body === undefined) return noMatch("the body does not lower to operations on elements");
  const { shape } = tensorTypeOf(operation.opOperand(0));
  const rank = shape.length;
  const kept = shape.map((_, d) => d).filter((d) => !operation.dimensions.includes(d));
  const outputs = adaptor.init_values.map((init, at) =>
    insertFilled(rewriter, scalarOf(init, rewriter, scope), tensorTypeOf(operation.opResult(at))),
  );
  const spec = genericSpec({
    inputs,
    outputs,
    maps: [...inputs.map(() => identityMap(rank)), ...outputs.map(() => selectionMap(rank, kept))],
    iterators: shape.map((_, d): IteratorType => (operation.dimensions.includes(d) ? "reduction" : "parallel")),
    body,
  });
  return rewriter.insert(spec).opResults;
});

const lowerReduceWindow = lowering("lower-reduce-window", reduceWindow, ({ adaptor, operation, rewriter, scope }) => {
  const { inputs } = adaptor;
  const count = inputs.length;
  const sizes = operation.window_dimensions;
  const rank = sizes.length;
  const moving = sizes.flatMap((size, d) => (size > 1 ? [d] : []));
  // With a window tensor among the inputs, the accumulators come one later.
  const first = count + (moving.length > 0 ? 1 : 0);
  if (!sameElements(inputs, operation.opResults)) return noMatch("accumulators of another type than the elements");
  const body = reducerBody(operation.body.entry, (args) => [...args.slice(first), ...args.slice(0, count)]);
  if (body === undefined) return noMatch("the body does not lower to operations on elements");
  const scalars = adaptor.init_values.map((init) => scalarOf(init, rewriter, scope));
  const amounts = {
    low: sizes.map((_, d) => operation.padding?.[d]?.[0] ?? 0),
    high: sizes.map((_, d) => operation.padding?.[d]?.[1] ?? 0),
    interior: sizes.map((_, d) => (operation.base_dilations?.[d] ?? 1) - 1),
  };
  const needsPadding = [...amounts.low, ...amounts.high, ...amounts.interior].some((amount) => amount !== 0);
  const padded = inputs.map((input, at) => {
    const scalar = scalars[at];
    return needsPadding && scalar !== undefined ? insertGeneralPad(rewriter, input, amounts, scalar) : input;
  });
  const outputs = scalars.map((scalar, at) => insertFilled(rewriter, scalar, tensorTypeOf(operation.opResult(at))));
  const loops = rank + moving.length;
  const places = sizes.map((_, d) => {
    const step = mul(dim(d), constant(operation.window_strides?.[d] ?? 1));
    const window = moving.indexOf(d);
    return window < 0 ? step : add(step, mul(dim(rank + window), constant(operation.window_dilations?.[d] ?? 1)));
  });
  // A tensor that nobody reads gives the extents of the window's loops, as in upstream's poolings.
  const windowType = tensorType(
    moving.map((d) => sizes[d] ?? 1),
    elementTypeOrSelf(operation.opResult(0).type),
  );
  const windows = moving.length === 0 ? [] : [insertEmpty(rewriter, windowType)];
  const spec = genericSpec({
    inputs: [...padded, ...windows],
    outputs,
    maps: [
      ...padded.map(() => affineMap(loops, 0, places)),
      ...windows.map(() =>
        selectionMap(
          loops,
          moving.map((_, window) => rank + window),
        ),
      ),
      ...outputs.map(() =>
        selectionMap(
          loops,
          sizes.map((_, d) => d),
        ),
      ),
    ],
    iterators: Array.from({ length: loops }, (_, loop): IteratorType => (loop < rank ? "parallel" : "reduction")),
    body,
  });
  return rewriter.insert(spec).opResults;
});

const lowerMap = lowering("lower-map", map, ({ adaptor, operation, rewriter }) => {
  const body = reducerBody(operation.computation.entry, (args) => args.slice(0, adaptor.inputs.length));
  if (body === undefined) return noMatch("the body does not lower to operations on elements");
  const type = tensorTypeOf(operation.result);
  const rank = type.shape.length;
  const outputs = [insertEmpty(rewriter, type)];
  const spec = genericSpec({
    inputs: adaptor.inputs,
    outputs,
    maps: [...adaptor.inputs, ...outputs].map(() => identityMap(rank)),
    iterators: parallelLoops(rank),
    body,
  });
  return rewriter.insert(spec).opResult(0);
});

export const reductionPatterns: readonly ConversionPattern[] = [lowerReduce, lowerReduceWindow, lowerMap];
