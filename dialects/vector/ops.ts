/**
 * The vector dialect, as far as vectorized loops need it: access, broadcast, elements, rearrangement, reduction, fma. Names, syntax and
 * rules are upstream's. In one file of more than 400 lines: the ops share the rules on positions and shapes. Source: MLIR, "vector dialect".
 */
import {
  ArrayAttrOf,
  BoolAttr,
  confined,
  DenseI64ArrayAttr,
  I64Attr,
} from "../../src/definition/attribute-constraint.ts";
import { memoryEffects } from "../../src/definition/effects.ts";
import { DYNAMIC_INDEX, dynamicIndexList, operandsFrom } from "../../src/definition/mixed-index.ts";
import {
  defaultAttr,
  defineOp,
  optional,
  optionalAttr,
  type Report,
  tacitDefaultAttr,
  variadic,
} from "../../src/definition/operation.ts";
import { AllTypesMatch, TypesMatchWith } from "../../src/definition/trait.ts";
import {
  AnyFloat,
  AnyMemRef,
  AnyType,
  AnyVector,
  Index,
  isFloat,
  isInteger,
  vectorOf,
} from "../../src/definition/type-constraint.ts";
import {
  dtypeOf,
  elementTypeOrSelf,
  isShaped,
  type Type,
  type VectorType,
  vectorType,
} from "../../src/ir/attribute.ts";
import { typeText } from "../../src/ir/type-text.ts";
import { bitWidth } from "../../src/tensor/dtype.ts";
import { FastMathAttr } from "../arith/attributes.ts";
import { type CombiningKind, CombiningKindAttr } from "./attributes.ts";

const AlignmentAttr = confined(I64Attr, "whose minimum value is 0", (value) => value >= 0);
const I64ArrayAttr = ArrayAttrOf(I64Attr, "64-bit integer array attribute");
const accessAttributes = {
  nontemporal: tacitDefaultAttr(BoolAttr, false),
  alignment: optionalAttr(AlignmentAttr),
} as const;

const shapeOf = (type: Type): readonly number[] => (isShaped(type) ? type.shape : []);
const countOf = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);

function verifyAccess(
  base: Type,
  indices: number,
  vector: Type,
  what: "result" | "valueToStore",
  report: Report,
): void {
  if (base.kind !== "memref-type" || vector.kind !== "vector-type") return;
  const element = base.elementType;
  if (element.kind === "vector-type") {
    if (element !== vector) report("base memref and result vector types should match");
  } else if (element !== vector.elementType) report(`base and ${what} element types should match`);
  if (indices !== base.shape.length) report(`requires ${base.shape.length} indices`);
}

export const load = defineOp({
  name: "vector.load",
  summary: "reads consecutive elements of the innermost dimension",
  operands: { base: AnyMemRef, indices: variadic(Index) },
  results: { result: AnyVector },
  attributes: accessAttributes,
  assembly: "$base `[` $indices `]` attr-dict `:` type($base) `,` type($result)",
  verify: (op, report) => verifyAccess(op.base.type, op.indices.length, op.result.type, "result", report),
  supplies: [memoryEffects.of((operation) => [{ kind: "read", value: operation.opOperand(0) }])],
  example: "%0 = vector.load %m[%i, %j] : memref<4x8xf32>, vector<4xf32>",
});

export const store = defineOp({
  name: "vector.store",
  summary: "writes consecutive elements of the innermost dimension",
  operands: { valueToStore: AnyVector, base: AnyMemRef, indices: variadic(Index) },
  attributes: accessAttributes,
  assembly: "$valueToStore `,` $base `[` $indices `]` attr-dict `:` type($base) `,` type($valueToStore)",
  verify: (op, report) => verifyAccess(op.base.type, op.indices.length, op.valueToStore.type, "valueToStore", report),
  supplies: [memoryEffects.of((operation) => [{ kind: "write", value: operation.opOperand(1) }])],
  example: "vector.store %v, %m[%i, %j] : memref<4x8xf32>, vector<4xf32>",
});

export const broadcast = defineOp({
  name: "vector.broadcast",
  summary: "repeats a scalar, or a vector along leading dimensions and dimensions of extent 1",
  operands: { source: AnyType },
  results: { vector: AnyVector },
  traits: ["Pure"],
  assembly: "$source attr-dict `:` type($source) `to` type($vector)",
  verify: (op, report) => {
    if (elementTypeOrSelf(op.source.type) !== elementTypeOrSelf(op.vector.type)) {
      report("source and result element types must match");
      return;
    }
    const from = shapeOf(op.source.type);
    const to = shapeOf(op.vector.type);
    if (from.length > to.length) report("source rank higher than destination rank");
    from.forEach((extent, d) => {
      const target = to[to.length - from.length + d];
      if (extent !== 1 && extent !== target) report(`dimension mismatch (${extent} vs. ${target})`);
    });
  },
  example: "%1 = vector.broadcast %0 : f32 to vector<4xf32>",
});

export const fma = defineOp({
  name: "vector.fma",
  summary: "lhs * rhs + acc, rounded once",
  operands: { lhs: vectorOf(AnyFloat), rhs: vectorOf(AnyFloat), acc: vectorOf(AnyFloat) },
  results: { result: vectorOf(AnyFloat) },
  traits: ["Pure", "Elementwise", "Vectorizable", AllTypesMatch("lhs", "rhs", "acc", "result")],
  assembly: "$lhs `,` $rhs `,` $acc attr-dict `:` type($lhs)",
  example: "%3 = vector.fma %0, %1, %2 : vector<4xf32>",
});

/** -1 is upstream's poison index. */
function verifyPosition(position: readonly number[], type: Type, report: Report): void {
  const shape = shapeOf(type);
  if (position.length > shape.length) {
    report("expected position attribute of rank no greater than vector rank");
    return;
  }
  position.forEach((index, d) => {
    const inside = index === DYNAMIC_INDEX || (index >= -1 && index < (shape[d] ?? 0));
    if (!inside)
      report(
        `expected position attribute #${d + 1} to be a non-negative integer smaller than the corresponding vector dimension or poison (-1)`,
      );
  });
}

/** What stands at a position of a vector type: a vector of the dimensions after it, or an element. */
export function typeAtPosition(type: VectorType, positionRank: number): Type {
  return positionRank >= type.shape.length
    ? type.elementType
    : vectorType(type.shape.slice(positionRank), type.elementType);
}

export const extract = defineOp({
  name: "vector.extract",
  summary: "the element or inner vector at a position",
  operands: { source: AnyVector, dynamic_position: variadic(Index) },
  results: { result: AnyType },
  attributes: { static_position: DenseI64ArrayAttr },
  traits: ["Pure"],
  assembly:
    "$source `` custom<Position>($dynamic_position, $static_position) attr-dict `:` type($result) `from` type($source)",
  directives: { Position: dynamicIndexList("dynamic_position", "static_position", operandsFrom(1)) },
  inferTypes: ({ operandTypes: [source], properties }) => {
    const position = properties.entries.find(({ name }) => name === "static_position")?.value;
    if (source?.kind !== "vector-type" || position?.kind !== "dense-array") return { problem: "expected a vector" };
    return { types: [typeAtPosition(source, position.values.length)] };
  },
  verify: (op, report) => verifyPosition(op.static_position, op.source.type, report),
  example: "%1 = vector.extract %0[2] : f32 from vector<4xf32>",
});

export const insert = defineOp({
  name: "vector.insert",
  summary: "the vector with the element or inner vector at a position replaced",
  operands: { valueToStore: AnyType, dest: AnyVector, dynamic_position: variadic(Index) },
  results: { result: AnyVector },
  attributes: { static_position: DenseI64ArrayAttr },
  traits: ["Pure", AllTypesMatch("dest", "result")],
  assembly:
    "$valueToStore `,` $dest custom<Position>($dynamic_position, $static_position) attr-dict `:` type($valueToStore) `into` type($dest)",
  directives: { Position: dynamicIndexList("dynamic_position", "static_position", operandsFrom(2)) },
  verify: (op, report) => {
    const { type } = op.dest;
    verifyPosition(op.static_position, type, report);
    if (type.kind === "vector-type" && op.valueToStore.type !== typeAtPosition(type, op.static_position.length))
      report("expected the type of the value to match what the position selects");
  },
  example: "%2 = vector.insert %0, %1 [2] : f32 into vector<4xf32>",
});

const FLOAT_KINDS: ReadonlySet<CombiningKind> = new Set(["add", "mul", "minnumf", "maxnumf", "minimumf", "maximumf"]);
const INTEGER_KINDS: ReadonlySet<CombiningKind> = new Set([
  "add", "mul", "minui", "minsi", "maxui", "maxsi", "and", "or", "xor",
]); // biome-ignore format: a list

export const reduction = defineOp({
  name: "vector.reduction",
  summary: "combines the elements of a vector, and an accumulator, into one; the order is free for floats",
  operands: { vector: AnyVector, acc: optional(AnyType) },
  results: { dest: AnyType },
  attributes: { kind: CombiningKindAttr, fastmath: defaultAttr(FastMathAttr, []) },
  traits: ["Pure", TypesMatchWith("acc and dest have the same type", "dest", "acc", (type) => type)],
  assembly: "$kind `,` $vector (`,` $acc^)? (`fastmath` `` $fastmath^)? attr-dict `:` type($vector) `into` type($dest)",
  verify: (op, report) => {
    const { type } = op.dest;
    if (elementTypeOrSelf(op.vector.type) !== type) report("expected the result to have the vector's element type");
    const kinds = isFloat(type)
      ? FLOAT_KINDS
      : isInteger(type) || type.kind === "index-type"
        ? INTEGER_KINDS
        : undefined;
    if (kinds?.has(op.kind) !== true) report(`unsupported reduction type ''${typeText(type)}'' for kind '${op.kind}'`);
    if (shapeOf(op.vector.type).length > 1) report(`unsupported reduction rank: ${shapeOf(op.vector.type).length}`);
  },
  example: "%1 = vector.reduction <add>, %0 : vector<4xf32> into f32",
});

export const shuffle = defineOp({
  name: "vector.shuffle",
  summary: "picks elements of the outermost dimension of two vectors, numbered through",
  operands: { v1: AnyVector, v2: AnyVector },
  results: { vector: AnyVector },
  attributes: { mask: DenseI64ArrayAttr },
  traits: ["Pure"],
  assembly: "operands $mask attr-dict `:` type(operands)",
  inferTypes: ({ operandTypes: [first], properties }) => {
    const mask = properties.entries.find(({ name }) => name === "mask")?.value;
    if (first?.kind !== "vector-type" || mask?.kind !== "dense-array")
      return { problem: "expected vectors and a mask" };
    return { types: [vectorType([mask.values.length, ...first.shape.slice(1)], first.elementType)] };
  },
  verify: (op, report) => {
    const a = shapeOf(op.v1.type);
    const b = shapeOf(op.v2.type);
    if (a.length !== b.length) report("rank mismatch");
    else if (elementTypeOrSelf(op.v1.type) !== elementTypeOrSelf(op.v2.type)) report("element type mismatch");
    else if (a.slice(1).some((extent, d) => extent !== b[d + 1])) report("dimension mismatch");
    const bound = (a[0] ?? 1) + (b[0] ?? 1);
    if (op.mask.length === 0) report("invalid mask length");
    op.mask.forEach((index, at) => {
      if (index < -1 || index >= bound) report(`mask index #${at + 1} out of range`);
    });
  },
  example: "%2 = vector.shuffle %0, %1 [0, 4, 1, 5] : vector<4xf32>, vector<4xf32>",
});

export const step = defineOp({
  name: "vector.step",
  summary: "the vector 0, 1, 2, ...",
  results: { result: vectorOf(Index) },
  traits: ["Pure"],
  assembly: "attr-dict `:` type($result)",
  verify: (op, report) => {
    if (shapeOf(op.result.type).length !== 1) report("expected a vector of rank 1");
  },
  example: "%0 = vector.step : vector<4xindex>",
});

export const fromElements = defineOp({
  name: "vector.from_elements",
  summary: "a vector of the given elements, row-major",
  operands: { elements: variadic(AnyType) },
  results: { dest: AnyVector },
  traits: ["Pure", TypesMatchWith("operand types match result element type", "dest", "elements", elementTypeOrSelf)],
  assembly: "$elements attr-dict `:` type($dest)",
  verify: (op, report) => {
    const expected = countOf(shapeOf(op.dest.type));
    if (op.elements.length !== expected)
      report(`number of operands and types do not match: got ${op.elements.length} operands and ${expected} types`);
  },
  example: "%2 = vector.from_elements %0, %1 : vector<2xf32>",
});

export const toElements = defineOp({
  name: "vector.to_elements",
  summary: "the elements of a vector, row-major",
  operands: { source: AnyVector },
  results: { elements: variadic(AnyType) },
  traits: ["Pure"],
  assembly: "$source attr-dict `:` type($source)",
  inferTypes: ({ operandTypes: [source] }) =>
    source?.kind === "vector-type"
      ? { types: new Array<Type>(countOf(source.shape)).fill(source.elementType) }
      : { problem: "expected a vector" },
  example: "%1:2 = vector.to_elements %0 : vector<2xf32>",
});

export const shapeCast = defineOp({
  name: "vector.shape_cast",
  summary: "the same elements, row-major, in another shape",
  operands: { source: AnyVector },
  results: { result: AnyVector },
  traits: ["Pure"],
  assembly: "$source attr-dict `:` type($source) `to` type($result)",
  verify: (op, report) => {
    const from = countOf(shapeOf(op.source.type));
    const to = countOf(shapeOf(op.result.type));
    if (elementTypeOrSelf(op.source.type) !== elementTypeOrSelf(op.result.type))
      report("has different source and result element types");
    else if (from !== to) report(`has different number of elements at source (${from}) and result (${to})`);
  },
  example: "%1 = vector.shape_cast %0 : vector<2x4xf32> to vector<8xf32>",
});

/** Bits of an element, where they are known. */
function elementBits(type: Type): number | undefined {
  const element = elementTypeOrSelf(type);
  if (element.kind === "integer-type") return element.width;
  const dtype = dtypeOf(element);
  return dtype === undefined ? undefined : bitWidth(dtype);
}

export const bitcast = defineOp({
  name: "vector.bitcast",
  summary: "the same bits as elements of another type",
  operands: { source: AnyVector },
  results: { result: AnyVector },
  traits: ["Pure"],
  assembly: "$source attr-dict `:` type($source) `to` type($result)",
  verify: (op, report) => {
    const from = shapeOf(op.source.type);
    const to = shapeOf(op.result.type);
    if (from.length !== to.length || from.slice(0, -1).some((extent, d) => extent !== to[d])) {
      report("dimension size mismatch");
      return;
    }
    const bits = (type: Type, shape: readonly number[]): number =>
      (elementBits(type) ?? 0) * (shape[shape.length - 1] ?? 1);
    if (bits(op.source.type, from) !== bits(op.result.type, to))
      report("source/result bitwidth of the minor 1-D vectors must be equal");
  },
  example: "%1 = vector.bitcast %0 : vector<4xf32> to vector<4xi32>",
});

export const transpose = defineOp({
  name: "vector.transpose",
  summary: "dimension d of the result is dimension permutation[d] of the source",
  operands: { vector: AnyVector },
  results: { result: AnyVector },
  attributes: { permutation: DenseI64ArrayAttr },
  traits: ["Pure"],
  assembly: "$vector `,` $permutation attr-dict `:` type($vector) `to` type($result)",
  verify: (op, report) => {
    const from = shapeOf(op.vector.type);
    const to = shapeOf(op.result.type);
    if (from.length !== to.length) report("vector result rank mismatch");
    if (op.permutation.length !== from.length) {
      report("transposition length mismatch");
      return;
    }
    const seen = new Set<number>();
    op.permutation.forEach((source, d) => {
      if (source < 0 || source >= from.length) report(`transposition index out of range: ${source}`);
      else if (seen.has(source)) report(`duplicate position index: ${source}`);
      else if (to[d] !== from[source]) report(`dimension size mismatch at: ${source}`);
      seen.add(source);
    });
  },
  example: "%1 = vector.transpose %0, [1, 0] : vector<2x4xf32> to vector<4x2xf32>",
});

export const extractStridedSlice = defineOp({
  name: "vector.extract_strided_slice",
  summary: "a slice of the leading dimensions; strides are 1",
  operands: { source: AnyVector },
  results: { result: AnyVector },
  attributes: { offsets: I64ArrayAttr, sizes: I64ArrayAttr, strides: I64ArrayAttr },
  traits: ["Pure"],
  assembly: "$source attr-dict `:` type($source) `to` type($result)",
  verify: (op, report) => {
    const shape = shapeOf(op.source.type);
    const { offsets, sizes, strides } = op;
    if (offsets.length !== sizes.length || offsets.length !== strides.length || offsets.length > shape.length) {
      report("expected offsets, sizes and strides attributes of same size");
      return;
    }
    if (strides.some((stride) => stride !== 1)) report("expected strides to be confined to [1, 2)");
    const inside = offsets.every(
      (offset, d) => offset >= 0 && (sizes[d] ?? 0) > 0 && offset + (sizes[d] ?? 0) <= (shape[d] ?? 0),
    );
    if (!inside) report("expected offsets and sizes to stay inside the source");
    const expected = [...sizes, ...shape.slice(sizes.length)];
    const type = op.result.type;
    if (type.kind === "vector-type" && type !== vectorType(expected, elementTypeOrSelf(op.source.type)))
      report("expected result type to be that of the slice");
  },
  example:
    "%1 = vector.extract_strided_slice %0 {offsets = [1], sizes = [2], strides = [1]} : vector<4xf32> to vector<2xf32>",
});

export const insertStridedSlice = defineOp({
  name: "vector.insert_strided_slice",
  summary: "the destination with a slice of it replaced; strides are 1",
  operands: { valueToStore: AnyVector, dest: AnyVector },
  results: { res: AnyVector },
  attributes: { offsets: I64ArrayAttr, strides: I64ArrayAttr },
  traits: ["Pure", AllTypesMatch("dest", "res")],
  assembly: "$valueToStore `,` $dest attr-dict `:` type($valueToStore) `into` type($dest)",
  verify: (op, report) => {
    const from = shapeOf(op.valueToStore.type);
    const to = shapeOf(op.dest.type);
    if (op.offsets.length !== to.length) report("expected offsets of same size as destination vector rank");
    else if (op.strides.length !== from.length) report("expected strides of same size as source vector rank");
    else if (from.length > to.length) report("expected source rank to be no greater than destination rank");
    else {
      const outer = to.length - from.length;
      const inside = op.offsets.every(
        (offset, d) => offset >= 0 && offset + (d < outer ? 1 : (from[d - outer] ?? 1)) <= (to[d] ?? 0),
      );
      if (!inside) report("expected the slice to stay inside the destination");
    }
  },
  example: "%2 = vector.insert_strided_slice %0, %1 {offsets = [1], strides = [1]} : vector<2xf32> into vector<4xf32>",
});
