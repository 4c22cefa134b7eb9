/**
 * The tensor dialect: creation, slices, reshapes of tensor values. Names, syntax and rules are upstream's. In one file of more than 400
 * lines because creation, slicing and reshaping share their lists and rules. Source: MLIR, "tensor dialect".
 */
import { DenseI64ArrayAttr, I64Attr, UnitAttr } from "../../src/definition/attribute-constraint.ts";
import { opAsm } from "../../src/definition/control-flow.ts";
import type { Supply } from "../../src/definition/interface.ts";
import {
  DYNAMIC_INDEX,
  dynamicIndexList,
  extentOf,
  operandSegment,
  operandsFrom,
} from "../../src/definition/mixed-index.ts";
import { defineOp, type Report, SizedRegion1, variadic } from "../../src/definition/operation.ts";
import { HasParent, SingleBlockImplicitTerminator, TypesMatchWith } from "../../src/definition/trait.ts";
import {
  AnyRankedTensor,
  AnySignlessIntegerOrIndex,
  AnyTensor,
  AnyType,
  Index,
  rankedTensorOf,
} from "../../src/definition/type-constraint.ts";
import {
  DYNAMIC,
  elementCountOf,
  elementTypeOrSelf,
  hasStaticShape,
  indexType,
  integerAttribute,
  isShaped,
  type Type,
  tensorType,
} from "../../src/ir/attribute.ts";
import type { RegionHandle, Value } from "../../src/ir/handle.ts";
import { typeText } from "../../src/ir/type-text.ts";
import { ReassociationAttr, verifyReassociation } from "../memref/reassociation.ts";
import { droppedDimensions, type SliceLists, verifySliceLists } from "../memref/slice.ts";

const named = (name: string): Supply => opAsm.of({ resultName: () => name });
const shapeOf = (type: Type): readonly number[] => (isShaped(type) ? type.shape : []);

function verifyDynamicSizes(type: Type, sizes: readonly Value[], report: Report): void {
  const expected = shapeOf(type).filter((extent) => extent === DYNAMIC).length;
  if (sizes.length !== expected) report(`incorrect number of dynamic sizes, has ${sizes.length}, expected ${expected}`);
}

/** The block of a body that makes one element at each index. */
function verifyIndexBody(body: RegionHandle, type: Type, yielded: number, report: Report): void {
  const { entry } = body;
  if (entry === undefined || type.kind !== "tensor-type") return;
  if (entry.argumentTypes.length !== type.shape.length)
    report(`expected the block to have ${type.shape.length} arguments`);
  entry.argumentTypes.forEach((argument, at) => {
    if (argument !== indexType) report(`expected block argument ${at + 1} to be an index`);
  });
  const last = entry.last;
  if (last?.opName !== "tensor.yield" || last.operandCount !== yielded) return;
  if (last.opOperand(0).type !== type.elementType) report("expected yield type to match shape element type");
}

export const empty = defineOp({
  name: "tensor.empty",
  summary: "a tensor whose elements are not specified; its shape is what counts",
  operands: { dynamicSizes: variadic(Index) },
  results: { result: AnyRankedTensor },
  traits: ["Pure"],
  assembly: "`(` $dynamicSizes `)` attr-dict `:` type($result)",
  verify: (op, report) => verifyDynamicSizes(op.result.type, op.dynamicSizes, report),
  example: "%0 = tensor.empty(%n) : tensor<?x4xf32>",
});

export const extract = defineOp({
  name: "tensor.extract",
  summary: "one element of a tensor",
  operands: { tensor: AnyRankedTensor, indices: variadic(Index) },
  results: { result: AnyType },
  traits: ["Pure", TypesMatchWith("result type matches element type of tensor", "tensor", "result", elementTypeOrSelf)],
  assembly: "$tensor `[` $indices `]` attr-dict `:` type($tensor)",
  verify: (op, report) => {
    if (op.indices.length !== shapeOf(op.tensor.type).length) report("incorrect number of indices for extract_element");
  },
  supplies: [named("extracted")],
  example: "%1 = tensor.extract %0[%i, %j] : tensor<4x8xf32>",
});

export const insert = defineOp({
  name: "tensor.insert",
  summary: "the tensor with one element replaced",
  operands: { scalar: AnyType, dest: AnyRankedTensor, indices: variadic(Index) },
  results: { result: AnyRankedTensor },
  traits: [
    "Pure",
    TypesMatchWith("expected result type to match dest type", "dest", "result", (type) => type),
    TypesMatchWith("scalar type matches element type of dest", "dest", "scalar", elementTypeOrSelf),
  ],
  assembly: "$scalar `into` $dest `[` $indices `]` attr-dict `:` type($dest)",
  verify: (op, report) => {
    if (op.indices.length !== shapeOf(op.dest.type).length) report("incorrect number of indices");
  },
  supplies: [named("inserted")],
  example: "%2 = tensor.insert %0 into %1[%i, %j] : tensor<4x8xf32>",
});

const sliceLists = {
  static_offsets: DenseI64ArrayAttr,
  static_sizes: DenseI64ArrayAttr,
  static_strides: DenseI64ArrayAttr,
} as const;

/** Checks the type of the slice: the sizes, perhaps without dimensions of extent 1. */
function verifySlice(lists: SliceLists, full: Type, slice: Type, report: Report): void {
  if (full.kind !== "tensor-type" || slice.kind !== "tensor-type") return;
  if (!verifySliceLists(lists, full.shape, report)) return;
  const sizes = lists.static_sizes.map(extentOf);
  const expected = `expected type to be '${typeText(tensorType(sizes, full.elementType))}' or a rank-reduced version.`;
  if (slice.elementType !== full.elementType) report(`${expected} (element type mismatch)`);
  else if (slice.shape.length > sizes.length) report(`${expected} (rank mismatch)`);
  else if (droppedDimensions(sizes, slice.shape) === undefined) report(`${expected} (size mismatch)`);
}

export const extractSlice = defineOp({
  name: "tensor.extract_slice",
  summary: "the elements at offsets, with sizes and strides",
  description: "The result may leave out dimensions of size 1.",
  operands: { source: AnyRankedTensor, offsets: variadic(Index), sizes: variadic(Index), strides: variadic(Index) },
  results: { result: AnyRankedTensor },
  attributes: sliceLists,
  traits: ["Pure", "AttrSizedOperandSegments"],
  assembly:
    "$source `` custom<Offsets>($offsets, $static_offsets) custom<Sizes>($sizes, $static_sizes) custom<Strides>($strides, $static_strides) attr-dict `:` type($source) `to` type($result)",
  directives: {
    Offsets: dynamicIndexList("offsets", "static_offsets", operandSegment(1)),
    Sizes: dynamicIndexList("sizes", "static_sizes", operandSegment(2)),
    Strides: dynamicIndexList("strides", "static_strides", operandSegment(3)),
  },
  verify: (op, report) => verifySlice(op, op.source.type, op.result.type, report),
  supplies: [named("extracted_slice")],
  example: "%1 = tensor.extract_slice %0[%i, 0] [2, 4] [1, 1] : tensor<8x8xf32> to tensor<2x4xf32>",
});

export const insertSlice = defineOp({
  name: "tensor.insert_slice",
  summary: "the destination with the elements at offsets, with sizes and strides, replaced",
  operands: {
    source: AnyRankedTensor,
    dest: AnyRankedTensor,
    offsets: variadic(Index),
    sizes: variadic(Index),
    strides: variadic(Index),
  },
  results: { result: AnyRankedTensor },
  attributes: sliceLists,
  traits: [
    "Pure",
    "AttrSizedOperandSegments",
    TypesMatchWith("expected result type to match dest type", "dest", "result", (type) => type),
  ],
  assembly:
    "$source `into` $dest `` custom<Offsets>($offsets, $static_offsets) custom<Sizes>($sizes, $static_sizes) custom<Strides>($strides, $static_strides) attr-dict `:` type($source) `into` type($dest)",
  directives: {
    Offsets: dynamicIndexList("offsets", "static_offsets", operandSegment(2)),
    Sizes: dynamicIndexList("sizes", "static_sizes", operandSegment(3)),
    Strides: dynamicIndexList("strides", "static_strides", operandSegment(4)),
  },
  verify: (op, report) => verifySlice(op, op.dest.type, op.source.type, report),
  supplies: [named("inserted_slice")],
  example: "%2 = tensor.insert_slice %0 into %1[%i, 0] [2, 4] [1, 1] : tensor<2x4xf32> into tensor<8x8xf32>",
});

export const pad = defineOp({
  name: "tensor.pad",
  summary: "the tensor with elements around it, which the region computes from their indices",
  operands: { source: AnyRankedTensor, low: variadic(Index), high: variadic(Index) },
  results: { result: AnyRankedTensor },
  attributes: { static_low: DenseI64ArrayAttr, static_high: DenseI64ArrayAttr, nofold: UnitAttr },
  regions: { region: SizedRegion1 },
  traits: [
    "AlwaysSpeculatable",
    "NoMemoryEffect",
    "AttrSizedOperandSegments",
    SingleBlockImplicitTerminator("tensor.yield"),
  ],
  assembly:
    "$source (`nofold` $nofold^)? `low` `` custom<Low>($low, $static_low) `high` `` custom<High>($high, $static_high) $region attr-dict `:` type($source) `to` type($result)",
  directives: {
    Low: dynamicIndexList("low", "static_low", operandSegment(1)),
    High: dynamicIndexList("high", "static_high", operandSegment(2)),
  },
  verify: (op, report) => {
    const source = shapeOf(op.source.type);
    const type = shapeOf(op.result.type);
    if (op.static_low.length !== source.length || op.static_high.length !== source.length) {
      report(
        `expected low and high of ${source.length} entries, got ${op.static_low.length} and ${op.static_high.length}`,
      );
      return;
    }
    const inferred = source.map((extent, d) => paddedExtent(extent, op.static_low[d] ?? 0, op.static_high[d] ?? 0));
    const agrees =
      type.length === inferred.length &&
      type.every((extent, d) => extent === inferred[d] || extent === DYNAMIC || inferred[d] === DYNAMIC);
    if (!agrees)
      report(
        `specified type '${typeText(op.result.type)}' does not match the inferred type '${typeText(tensorType(inferred, elementTypeOrSelf(op.source.type)))}'`,
      );
  },
  verifyRegions: (op, report) => verifyIndexBody(op.region, op.result.type, 1, report),
  supplies: [named("padded")],
  example:
    "%1 = tensor.pad %0 low[1, %n] high[0, 2] {\n^bb0(%i: index, %j: index):\n  tensor.yield %zero : f32\n} : tensor<4x8xf32> to tensor<5x?xf32>",
});

/** An extent after padding; DYNAMIC where a part is not known. Amounts may be negative only upstream of Lathe's own lowerings. */
export function paddedExtent(extent: number, low: number, high: number): number {
  return extent === DYNAMIC || low === DYNAMIC_INDEX || high === DYNAMIC_INDEX ? DYNAMIC : extent + low + high;
}

export const concat = defineOp({
  name: "tensor.concat",
  summary: "tensors one behind the other along a dimension",
  operands: { inputs: variadic(AnyRankedTensor) },
  results: { result: AnyRankedTensor },
  attributes: { dim: I64Attr },
  traits: ["Pure"],
  assembly: "`dim` `(` $dim `)` $inputs attr-dict `:` functional-type(operands, results)",
  verify: (op, report) => {
    const [first] = op.inputs;
    if (first === undefined) {
      report("requires at least one input");
      return;
    }
    const rank = shapeOf(first.type).length;
    if (op.dim < 0 || op.dim >= rank) {
      report("concatenation dim must be less than the tensor rank");
      return;
    }
    const shapes = op.inputs.map((input) => shapeOf(input.type));
    if (shapes.some((shape) => shape.length !== rank)) report("rank of concatenated inputs must match result rank");
    if (op.inputs.some((input) => elementTypeOrSelf(input.type) !== elementTypeOrSelf(op.result.type)))
      report("inputs and result element type must match");
    const inferred = concatenatedShape(shapes, op.dim);
    if (inferred === undefined) {
      report("static concatenation size mismatch along a dimension that is not concatenated");
      return;
    }
    const type = shapeOf(op.result.type);
    const agrees =
      type.length === rank &&
      inferred.every((extent, d) => extent === DYNAMIC || extent === type[d] || type[d] === DYNAMIC);
    if (!agrees)
      report(
        `result type '${typeText(op.result.type)}'does not match inferred shape '${typeText(tensorType(inferred, elementTypeOrSelf(op.result.type)))}' static sizes`,
      );
  },
  supplies: [named("concat")],
  example: "%2 = tensor.concat dim(0) %0, %1 : (tensor<4x8xf32>, tensor<2x8xf32>) -> tensor<6x8xf32>",
});

/** The shape of a concatenation along `dim`; undefined where other extents differ. */
export function concatenatedShape(shapes: readonly (readonly number[])[], dim: number): readonly number[] | undefined {
  const [first = []] = shapes;
  const result = first.slice();
  for (const shape of shapes.slice(1))
    for (let d = 0; d < result.length; d++) {
      const [a, b] = [result[d] ?? 0, shape[d] ?? 0];
      if (d === dim) result[d] = a === DYNAMIC || b === DYNAMIC ? DYNAMIC : a + b;
      else if (a === DYNAMIC) result[d] = b;
      else if (b !== DYNAMIC && a !== b) return undefined;
    }
  return result;
}

export const collapseShape = defineOp({
  name: "tensor.collapse_shape",
  summary: "the same elements in a shape of smaller rank",
  operands: { src: AnyRankedTensor },
  results: { result: AnyRankedTensor },
  attributes: { reassociation: ReassociationAttr },
  traits: ["Pure"],
  assembly: "$src $reassociation attr-dict `:` type($src) `into` type($result)",
  verify: (op, report) => {
    verifyReassociation(shapeOf(op.src.type), shapeOf(op.result.type), op.reassociation, false, report);
  },
  supplies: [named("collapsed")],
  example: "%1 = tensor.collapse_shape %0 [[0, 1], [2]] : tensor<4x8x3xf32> into tensor<32x3xf32>",
});

export const expandShape = defineOp({
  name: "tensor.expand_shape",
  summary: "the same elements in a shape of larger rank",
  operands: { src: AnyRankedTensor, output_shape: variadic(Index) },
  results: { result: AnyRankedTensor },
  attributes: { reassociation: ReassociationAttr, static_output_shape: DenseI64ArrayAttr },
  traits: ["Pure"],
  assembly:
    "$src $reassociation `output_shape` custom<OutputShape>($output_shape, $static_output_shape) attr-dict `:` type($src) `into` type($result)",
  directives: { OutputShape: dynamicIndexList("output_shape", "static_output_shape", operandsFrom(1)) },
  verify: (op, report) => {
    const type = shapeOf(op.result.type);
    if (op.static_output_shape.length !== type.length)
      report(
        `expected number of static shape dims to be equal to the output rank (${type.length}) but found ${op.static_output_shape.length} inputs instead`,
      );
    verifyReassociation(type, shapeOf(op.src.type), op.reassociation, true, report);
  },
  supplies: [named("expanded")],
  example: "%1 = tensor.expand_shape %0 [[0, 1]] output_shape [4, 8] : tensor<32xf32> into tensor<4x8xf32>",
});

export const reshape = defineOp({
  name: "tensor.reshape",
  summary: "the same elements in the shape that a tensor of extents gives",
  operands: { source: AnyTensor, shape: rankedTensorOf(AnySignlessIntegerOrIndex) },
  results: { result: AnyTensor },
  traits: ["Pure"],
  assembly: "$source `(` $shape `)` attr-dict `:` functional-type(operands, results)",
  verify: (op, report) => {
    const from = op.source.type;
    const to = op.result.type;
    if (elementTypeOrSelf(from) !== elementTypeOrSelf(to))
      report("element types of source and destination tensor types should be the same");
    if (to.kind !== "tensor-type") return;
    const [length = 0] = shapeOf(op.shape.type);
    if (length !== DYNAMIC && length !== to.shape.length)
      report("length of shape operand differs from the result's tensor rank");
    if (from.kind !== "tensor-type" || !hasStaticShape(from) || !hasStaticShape(to)) return;
    if (elementCountOf(from) !== elementCountOf(to))
      report("source and destination tensor should have the same number of elements");
  },
  supplies: [named("reshape")],
  example: "%1 = tensor.reshape %0(%shape) : (tensor<4x8xf32>, tensor<1xindex>) -> tensor<32xf32>",
});

/** Ranked tensors of one element type and rank whose extents are equal or unknown on one side; unranked ones fit any. */
export function areCastCompatible(from: Type, to: Type): boolean {
  const isTensor = (type: Type): boolean => type.kind === "tensor-type" || type.kind === "unranked-tensor-type";
  if (!isTensor(from) || !isTensor(to) || elementTypeOrSelf(from) !== elementTypeOrSelf(to)) return false;
  if (from.kind !== "tensor-type" || to.kind !== "tensor-type") return true;
  if (from.shape.length !== to.shape.length) return false;
  return from.shape.every((extent, d) => extent === to.shape[d] || extent === DYNAMIC || to.shape[d] === DYNAMIC);
}

export const cast = defineOp({
  name: "tensor.cast",
  summary: "the same tensor with more or fewer extents known in its type",
  operands: { source: AnyTensor },
  results: { dest: AnyTensor },
  traits: ["Pure"],
  assembly: "$source attr-dict `:` type($source) `to` type($dest)",
  verify: (op, report) => {
    if (!areCastCompatible(op.source.type, op.dest.type))
      report(
        `operand type '${typeText(op.source.type)}' and result type '${typeText(op.dest.type)}' are cast incompatible`,
      );
  },
  fold: (op) => (op.source.type === op.dest.type ? op.source : undefined),
  supplies: [named("cast")],
  example: "%1 = tensor.cast %0 : tensor<4xf32> to tensor<?xf32>",
});

export const dim = defineOp({
  name: "tensor.dim",
  summary: "an extent of a tensor",
  operands: { source: AnyTensor, index: Index },
  results: { result: Index },
  traits: ["NoMemoryEffect"],
  assembly: "attr-dict $source `,` $index `:` type($source)",
  fold: (op, constants) => {
    const position = constants[1];
    const { type } = op.source;
    if (position?.kind !== "integer" || type.kind !== "tensor-type") return undefined;
    const extent = type.shape[Number(position.value)];
    return extent === undefined || extent === DYNAMIC ? undefined : integerAttribute(extent, indexType);
  },
  supplies: [named("dim")],
  example: "%n = tensor.dim %0, %c0 : tensor<?x4xf32>",
});

export const rank = defineOp({
  name: "tensor.rank",
  summary: "the number of dimensions of a tensor",
  operands: { tensor: AnyTensor },
  results: { result: Index },
  traits: ["Pure"],
  assembly: "$tensor attr-dict `:` type($tensor)",
  fold: (op) =>
    op.tensor.type.kind === "tensor-type" ? integerAttribute(op.tensor.type.shape.length, indexType) : undefined,
  supplies: [named("rank")],
  example: "%r = tensor.rank %0 : tensor<?x4xf32>",
});

export const splat = defineOp({
  name: "tensor.splat",
  summary: "a tensor all of whose elements are one value",
  operands: { input: AnyType, dynamicSizes: variadic(Index) },
  results: { aggregate: AnyRankedTensor },
  traits: [
    "Pure",
    TypesMatchWith("operand type matches element type of result", "aggregate", "input", elementTypeOrSelf),
  ],
  assembly: "$input (`[` $dynamicSizes^ `]`)? attr-dict `:` type($aggregate)",
  verify: (op, report) => verifyDynamicSizes(op.aggregate.type, op.dynamicSizes, report),
  supplies: [named("splat")],
  example: "%1 = tensor.splat %0 : tensor<4x8xf32>",
});

export const fromElements = defineOp({
  name: "tensor.from_elements",
  summary: "a tensor of the given elements, row-major",
  operands: { elements: variadic(AnyType) },
  results: { result: AnyRankedTensor },
  traits: ["Pure", TypesMatchWith("operand types match result element type", "result", "elements", elementTypeOrSelf)],
  assembly: "$elements attr-dict `:` type($result)",
  verify: (op, report) => {
    const expected = isShaped(op.result.type) ? elementCountOf(op.result.type) : undefined;
    if (op.elements.length !== expected)
      report(`number of operands and types do not match: got ${op.elements.length} operands and ${expected} types`);
  },
  supplies: [named("from_elements")],
  example: "%2 = tensor.from_elements %0, %1 : tensor<2xf32>",
});

export const generate = defineOp({
  name: "tensor.generate",
  summary: "a tensor whose elements the region computes from their indices",
  operands: { dynamicExtents: variadic(Index) },
  results: { result: AnyRankedTensor },
  regions: { body: SizedRegion1 },
  traits: ["RecursiveMemoryEffects", "RecursivelySpeculatable", SingleBlockImplicitTerminator("tensor.yield")],
  assembly: "$dynamicExtents $body attr-dict `:` type($result)",
  verify: (op, report) => {
    const expected = shapeOf(op.result.type).filter((extent) => extent === DYNAMIC).length;
    if (op.dynamicExtents.length !== expected)
      report("must have as many index operands as dynamic extents in the result type");
  },
  verifyRegions: (op, report) => verifyIndexBody(op.body, op.result.type, 1, report),
  supplies: [named("generated")],
  example: "%1 = tensor.generate %n {\n^bb0(%i: index):\n  tensor.yield %x : f32\n} : tensor<?xf32>",
});

export const yieldOp = defineOp({
  name: "tensor.yield",
  summary: "ends the body of tensor.generate and tensor.pad with the element",
  operands: { value: AnyType },
  traits: ["Pure", "ReturnLike", "Terminator", HasParent("tensor.generate", "tensor.pad")],
  assembly: "$value attr-dict `:` type($value)",
  example: "tensor.yield %x : f32",
});
