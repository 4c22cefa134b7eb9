/**
 * How operations compute on tensors whose dimensions are kept in another order: each rule changes its operation in place and says how the
 * result is kept. A rule gives false, without having changed anything, where the operation must see the program's own order.
 */
import { ConvDimensionNumbersAttr, NonNegativeI64, PaddingAttr } from "../../dialects/stablehlo/attributes.ts";
import * as hlo from "../../dialects/stablehlo/index.ts";
import { DenseI64ArrayAttr } from "../../src/definition/attribute-constraint.ts";
import { type Attribute, type DictionaryAttribute, tensorType, withAttribute } from "../../src/ir/attribute.ts";
import type { OperationHandle, Value } from "../../src/ir/handle.ts";
import { type LayoutState, staticType } from "./layout-state.ts";
import {
  composePermutations,
  identityPermutation,
  inversePermutation,
  isIdentityPermutation,
  keepsElementOrder,
  type Permutation,
  permuted,
} from "./permutation.ts";

export type LayoutRule = (operation: OperationHandle, state: LayoutState) => boolean;

const dims = (values: readonly number[]): Attribute => DenseI64ArrayAttr.encode(values);

function withDims(
  properties: DictionaryAttribute,
  name: string,
  values: readonly number[] | undefined,
): DictionaryAttribute {
  return values === undefined ? properties : withAttribute(properties, name, dims(values));
}

/** The result kept as `transpose(result, permutation)`: its type gets the kept shape. */
function keepResult(state: LayoutState, result: Value, permutation: Permutation): void {
  const type = staticType(result);
  if (type === undefined) return;
  const shape = permuted(type.shape, inversePermutation(permutation));
  state.rewriter.setResultType(result, tensorType(shape, type.elementType));
  state.keep(result, { value: result, permutation });
}

/** The permutation in which the operands are best taken, the identity included; ties go to the one that operands are kept in. */
function bestPermutation(state: LayoutState, operands: readonly Value[]): Permutation | undefined {
  let best: { readonly permutation: Permutation; readonly cost: number } | undefined;
  const costIn = (order: (value: Value) => Permutation): number =>
    operands.reduce((sum, operand) => sum + state.costOf(operand, order(operand)), 0);
  for (const operand of operands) {
    const { permutation } = state.keptOf(operand);
    if (isIdentityPermutation(permutation)) continue;
    const cost = costIn(() => inversePermutation(permutation));
    if (best === undefined || cost < best.cost) best = { permutation, cost };
  }
  if (best === undefined) return undefined;
  const asWritten = costIn((operand) => state.shapeOf(operand).map((_, d) => d));
  return best.cost <= asWritten ? best.permutation : undefined;
}

/** All operands of the full rank in one order; scalars go along. */
function elementwise(operation: OperationHandle, state: LayoutState): boolean {
  const result = operation.opResult(0);
  const rank = staticType(result)?.shape.length;
  if (rank === undefined || rank === 0) return false;
  const full = operation.opOperands.filter((operand) => state.shapeOf(operand).length === rank);
  const permutation = bestPermutation(state, full);
  if (permutation === undefined) return false;
  const operands = operation.opOperands.map((operand) =>
    state.shapeOf(operand).length === rank ? state.keptAs(operand, permutation) : state.asWritten(operand),
  );
  state.rewriter.setOperands(operation, operands);
  keepResult(state, result, permutation);
  return true;
}

/** A transpose disappears: its result is its operand, kept otherwise. */
function transpose(operation: OperationHandle, state: LayoutState): boolean {
  const op = hlo.transpose.cast(operation);
  if (op === undefined || staticType(op.operand) === undefined) return false;
  const { value, permutation } = state.keptOf(op.operand);
  state.keep(op.result, { value, permutation: composePermutations(permutation, op.permutation) });
  return true;
}

const spatialAfter = (first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => first + at);

/** Images as batch, space, features; kernels as space, in, out. */
function convolution(operation: OperationHandle, state: LayoutState): boolean {
  const op = hlo.convolution.cast(operation);
  if (op === undefined || staticType(op.lhs) === undefined || staticType(op.rhs) === undefined) return false;
  const numbers = op.dimension_numbers;
  const count = numbers.inputSpatial.length;
  const image: Permutation = [numbers.inputBatch, ...numbers.inputSpatial, numbers.inputFeature];
  const kernel: Permutation = [...numbers.kernelSpatial, numbers.kernelInputFeature, numbers.kernelOutputFeature];
  const result: Permutation = [numbers.outputBatch, ...numbers.outputSpatial, numbers.outputFeature];
  const standard = [image, kernel, result].every(isIdentityPermutation);
  if (standard && !state.isPermuted(op.lhs) && !state.isPermuted(op.rhs)) return true;
  const operands = [state.inOrder(op.lhs, image), state.inOrder(op.rhs, kernel)];
  const channelsLast = ConvDimensionNumbersAttr.encode({
    inputBatch: 0,
    inputFeature: count + 1,
    inputSpatial: spatialAfter(1, count),
    kernelInputFeature: count,
    kernelOutputFeature: count + 1,
    kernelSpatial: spatialAfter(0, count),
    outputBatch: 0,
    outputFeature: count + 1,
    outputSpatial: spatialAfter(1, count),
  });
  state.rewriter.setOperands(operation, operands);
  state.rewriter.setProperty(operation, "dimension_numbers", channelsLast);
  // What is kept has dimension result[i] of the program's result as its dimension i.
  keepResult(state, op.result, inversePermutation(result));
  return true;
}

/** The result in the operand's order; a dimension that the broadcast adds stays behind the one before it, so that reshapes can merge them. */
function broadcast(operation: OperationHandle, state: LayoutState): boolean {
  const op = hlo.broadcastInDim.cast(operation);
  const type = op && staticType(op.result);
  if (op === undefined || type === undefined || !state.isPermuted(op.operand)) return false;
  const { value, permutation } = state.keptOf(op.operand);
  // Dimension j of the kept operand is dimension places[j] of the program's result.
  const places = permuted(op.broadcast_dimensions, inversePermutation(permutation));
  const rank = type.shape.length;
  const addedFrom = (start: number): readonly number[] => {
    const end = identityPermutation(rank).findIndex((d) => d >= start && places.includes(d));
    return spatialAfter(start, (end === -1 ? rank : end) - start);
  };
  const order = [...addedFrom(0), ...places.flatMap((d) => [d, ...addedFrom(d + 1)])];
  state.rewriter.setOperands(operation, [value]);
  state.rewriter.setProperty(operation, "broadcast_dimensions", dims(places.map((d) => order.indexOf(d))));
  keepResult(state, op.result, inversePermutation(order));
  return true;
}

function reduce(operation: OperationHandle, state: LayoutState): boolean {
  const op = hlo.reduce.cast(operation);
  const [first] = op?.inputs ?? [];
  if (op === undefined || first === undefined) return false;
  const permutation = bestPermutation(state, op.inputs);
  if (permutation === undefined) return false;
  const rank = state.shapeOf(first).length;
  const reduced = op.dimensions;
  const keptDims = spatialAfter(0, rank).filter((d) => !reduced.includes(d));
  // The kept operand's dimensions that stay, in its order, as numbers of the program's kept dimensions.
  const inverse = inversePermutation(permutation);
  const order = inverse.filter((d) => !reduced.includes(d)).map((d) => keptDims.indexOf(d));
  const operands = [
    ...op.inputs.map((input) => state.keptAs(input, permutation)),
    ...op.init_values.map((init) => state.asWritten(init)),
  ];
  const results = operation.opResults;
  state.rewriter.setOperands(operation, operands);
  const inKept = reduced.map((d) => permutation[d] ?? 0).sort((a, b) => a - b);
  state.rewriter.setProperty(operation, "dimensions", dims(inKept));
  for (const result of results) keepResult(state, result, inversePermutation(order));
  return true;
}

/** Attributes with an entry a dimension, in the kept order. */
function perDimension(names: readonly string[], operandCount: (operation: OperationHandle) => number): LayoutRule {
  return (operation, state) => {
    const tensors = operation.opOperands.slice(0, operandCount(operation));
    const permutation = bestPermutation(state, tensors);
    if (permutation === undefined) return false;
    const inverse = inversePermutation(permutation);
    let { properties } = operation.record;
    for (const name of names) {
      const value = operation.findAttribute(name);
      if (value?.kind === "dense-array")
        properties = withDims(properties, name, permuted(value.values.map(Number), inverse));
      else if (value !== undefined && PaddingAttr.accepts(value)) {
        const pairs = permuted(PaddingAttr.decode(value), inverse);
        properties = withAttribute(properties, name, PaddingAttr.encode(pairs));
      }
    }
    const operands = operation.opOperands.map((operand, at) =>
      at < tensors.length ? state.keptAs(operand, permutation) : state.asWritten(operand),
    );
    const results = operation.opResults;
    state.rewriter.change(operation, { operands: operands.map(({ id }) => id), properties });
    for (const result of results) keepResult(state, result, permutation);
    return true;
  };
}

function concatenate(operation: OperationHandle, state: LayoutState): boolean {
  const op = hlo.concatenate.cast(operation);
  const permutation = op && bestPermutation(state, op.inputs);
  if (op === undefined || permutation === undefined) return false;
  const operands = op.inputs.map((input) => state.keptAs(input, permutation));
  const { dimension } = op;
  state.rewriter.setOperands(operation, operands);
  state.rewriter.setProperty(operation, "dimension", NonNegativeI64.encode(permutation[dimension] ?? 0));
  keepResult(state, op.result, permutation);
  return true;
}

function reverse(operation: OperationHandle, state: LayoutState): boolean {
  const op = hlo.reverse.cast(operation);
  const permutation = op && bestPermutation(state, [op.operand]);
  if (op === undefined || permutation === undefined) return false;
  const reversed = op.dimensions.map((d) => permutation[d] ?? 0);
  state.rewriter.setOperands(operation, [state.keptAs(op.operand, permutation)]);
  state.rewriter.setProperty(operation, "dimensions", dims(reversed));
  keepResult(state, op.result, permutation);
  return true;
}

/** Dimensions of two shapes of one size whose products are equal. */
interface Group {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** The finest groups; unit dimensions that are left at the end belong to the last one. */
export function commonGroups(from: readonly number[], to: readonly number[]): readonly Group[] | undefined {
  if (from.includes(0) || to.includes(0)) return undefined;
  const groups: { readonly from: number[]; readonly to: number[] }[] = [];
  let i = 0;
  let j = 0;
  while (i < from.length && j < to.length) {
    const group = { from: [i], to: [j] };
    let left = from[i++] ?? 1;
    let right = to[j++] ?? 1;
    while (left !== right) {
      if (left < right ? i >= from.length : j >= to.length) return undefined;
      if (left < right) {
        left *= from[i] ?? 1;
        group.from.push(i++);
      } else {
        right *= to[j] ?? 1;
        group.to.push(j++);
      }
    }
    groups.push(group);
  }
  const last = groups[groups.length - 1] ?? { from: [], to: [] };
  while (i < from.length) last.from.push(i++);
  while (j < to.length) last.to.push(j++);
  return groups.length === 0 ? [last] : groups;
}

/** A reshape that merges or splits only dimensions that are neighbours in the kept order as well. */
function reshape(operation: OperationHandle, state: LayoutState): boolean {
  const op = hlo.reshape.cast(operation);
  const type = op && staticType(op.result);
  if (op === undefined || type === undefined || !state.isPermuted(op.operand)) return false;
  const shape = state.shapeOf(op.operand);
  const { value, permutation } = state.keptOf(op.operand);
  const kept = staticType(value)?.shape ?? [];
  if (keepsElementOrder(permutation, kept)) {
    state.rewriter.setOperands(operation, [value]);
    return true;
  }
  const placed = placeGroups(shape, type.shape, permutation);
  if (placed === undefined) return false;
  state.rewriter.setOperands(operation, [value]);
  keepResult(state, op.result, inversePermutation(placed));
  return true;
}

/** The order of the result's dimensions that follows the kept order of the operand's; undefined where a group is torn apart. */
function placeGroups(
  from: readonly number[],
  to: readonly number[],
  permutation: Permutation,
): Permutation | undefined {
  const groups = commonGroups(from, to);
  if (groups === undefined) return undefined;
  // Unit dimensions have no place of their own: they stay with the group before them.
  const placed: { readonly at: number; readonly to: number[] }[] = [];
  const leading: number[] = [];
  const occupied = from
    .map((_, d) => d)
    .filter((d) => from[d] !== 1)
    .map((d) => permutation[d] ?? 0)
    .sort((a, b) => a - b);
  for (const group of groups) {
    const places = group.from.filter((d) => from[d] !== 1).map((d) => occupied.indexOf(permutation[d] ?? 0));
    const [start] = places;
    if (start === undefined) {
      const last = placed[placed.length - 1];
      (last?.to ?? leading).push(...group.to);
      continue;
    }
    if (places.some((place, at) => place !== start + at)) return undefined;
    placed.push({ at: start, to: [...group.to] });
  }
  const ordered = [...placed].sort((a, b) => a.at - b.at).flatMap((group) => group.to);
  return [...leading, ...ordered];
}

const elementwiseOps: readonly { readonly name: { readonly text: string } }[] = [
  hlo.abs, hlo.cbrt, hlo.ceil, hlo.cosine, hlo.exponential, hlo.exponentialMinusOne, hlo.floor, hlo.isFiniteOp, hlo.log,
  hlo.logPlusOne, hlo.logistic, hlo.negate, hlo.not, hlo.roundNearestAfz, hlo.roundNearestEven, hlo.rsqrt, hlo.sign, hlo.sine,
  hlo.sqrt, hlo.tan, hlo.tanh, hlo.convert, hlo.add, hlo.and, hlo.atan2, hlo.divide, hlo.maximum, hlo.minimum, hlo.multiply,
  hlo.or, hlo.power, hlo.remainder, hlo.subtract, hlo.xor, hlo.compare, hlo.select, hlo.clamp,
]; // biome-ignore format: a list

export const layoutRules: ReadonlyMap<string, LayoutRule> = new Map<string, LayoutRule>([
  ...elementwiseOps.map(({ name }): [string, LayoutRule] => [name.text, elementwise]),
  [hlo.transpose.name.text, transpose],
  [hlo.convolution.name.text, convolution],
  [hlo.broadcastInDim.name.text, broadcast],
  [hlo.reduce.name.text, reduce],
  [hlo.concatenate.name.text, concatenate],
  [hlo.reverse.name.text, reverse],
  [hlo.reshape.name.text, reshape],
  [
    hlo.reduceWindow.name.text,
    perDimension(
      ["window_dimensions", "window_strides", "base_dilations", "window_dilations", "padding"],
      (operation) => operation.operandCount / 2,
    ),
  ],
  [hlo.slice.name.text, perDimension(["start_indices", "limit_indices", "strides"], () => 1)],
  [hlo.pad.name.text, perDimension(["edge_padding_low", "edge_padding_high", "interior_padding"], () => 1)],
]);
