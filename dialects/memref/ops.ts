/**
 * The memref dialect: memory with a shape. Names, syntax and rules are upstream's. Allocation, access and views stand in one file of
 * more than 400 lines because they share the layout rules and are read together.
 * Source: MLIR, "memref dialect".
 */
import type { AssemblyParser, CustomAssembly, CustomDirective } from "../../src/definition/assembly.ts";
import {
  AffineMapAttr,
  AnyAttr,
  BoolAttr,
  confined,
  DenseI64ArrayAttr,
  FlatSymbolRefAttr,
  I64Attr,
  isElements,
  StrAttr,
  SymbolNameAttr,
  TypeAttr,
  UnitAttr,
} from "../../src/definition/attribute-constraint.ts";
import { opAsm, symbolUser } from "../../src/definition/control-flow.ts";
import { type Effect, memoryEffects } from "../../src/definition/effects.ts";
import type { Supply } from "../../src/definition/interface.ts";
import { dynamicIndexList, operandSegment, operandsFrom } from "../../src/definition/mixed-index.ts";
import { defineOp, optionalAttr, type Report, tacitDefaultAttr, variadic } from "../../src/definition/operation.ts";
import { TypesMatchWith } from "../../src/definition/trait.ts";
import {
  AnyMemRef,
  AnyRankedOrUnrankedMemRef,
  AnyType,
  allOf,
  Index,
  typeConstraint,
} from "../../src/definition/type-constraint.ts";
import { isPermutation, selectionMap } from "../../src/ir/affine.ts";
import {
  affineMapAttribute,
  DYNAMIC,
  elementTypeOrSelf,
  hasStaticShape,
  indexType,
  integerAttribute,
  isShaped,
  type Type,
  tensorType,
  unitAttribute,
} from "../../src/ir/attribute.ts";
import type { OperationHandle, Value } from "../../src/ir/handle.ts";
import { typeText } from "../../src/ir/type-text.ts";
import {
  areCastCompatible,
  permutationOf,
  sameLayout,
  subviewType,
  transposedType,
  withoutDimensions,
} from "./layout.ts";
import { ReassociationAttr, verifyReassociation } from "./reassociation.ts";
import { droppedDimensions, verifySliceLists } from "./slice.ts";

const AlignmentAttr = confined(I64Attr, "whose minimum value is 0", (value) => value >= 0);
const ByteBuffer = allOf(
  [
    AnyMemRef,
    typeConstraint(
      "1D",
      (type) =>
        type.kind === "memref-type" &&
        type.shape.length === 1 &&
        type.elementType.kind === "integer-type" &&
        type.elementType.width === 8,
    ),
  ],
  "1D memref of 8-bit signless integer values",
);

const named = (name: string): Supply => opAsm.of({ resultName: () => name });
const effects = (...list: readonly [Effect["kind"], (operation: OperationHandle) => Value][]): Supply =>
  memoryEffects.of((operation) => list.map(([kind, value]) => ({ kind, value: value(operation) })));
const operand = (index: number) => (operation: OperationHandle) => operation.opOperand(index);
const result = (operation: OperationHandle): Value => operation.opResult(0);
const elementOf = (type: Type): Type => elementTypeOrSelf(type);
const rankOf = (type: Type): number => (isShaped(type) ? type.shape.length : 0);

function verifyDynamicSizes(type: Type, sizes: readonly Value[], report: Report): void {
  if (!isShaped(type)) return;
  const expected = type.shape.filter((extent) => extent === DYNAMIC).length;
  if (sizes.length !== expected) report(`incorrect number of dynamic sizes, has ${sizes.length}, expected ${expected}`);
}

const allocation = {
  operands: { dynamicSizes: variadic(Index), symbolOperands: variadic(Index) },
  results: { memref: AnyMemRef },
  attributes: { alignment: optionalAttr(AlignmentAttr) },
  traits: ["AttrSizedOperandSegments"],
  assembly: "`(` $dynamicSizes `)` (` ` `[` $symbolOperands^ `]`)? attr-dict `:` type($memref)",
} as const;

function verifyAllocation(
  op: { readonly memref: Value; readonly dynamicSizes: readonly Value[]; readonly symbolOperands: readonly Value[] },
  report: Report,
): void {
  verifyDynamicSizes(op.memref.type, op.dynamicSizes, report);
  const { type } = op.memref;
  const layout = type.kind === "memref-type" ? type.layout : undefined;
  const symbols = layout?.kind === "affine-map" ? layout.map.symbolCount : 0;
  if (op.symbolOperands.length !== symbols)
    report(
      `symbol operand count does not equal memref symbol count: expected ${symbols}, got ${op.symbolOperands.length}`,
    );
}

export const alloc = defineOp({
  ...allocation,
  name: "memref.alloc",
  summary: "memory that lives until it is deallocated",
  verify: verifyAllocation,
  supplies: [named("alloc"), effects(["allocate", result])],
  example: "%0 = memref.alloc(%n) : memref<?x4xf32>",
});

export const alloca = defineOp({
  ...allocation,
  name: "memref.alloca",
  summary: "memory that lives until control leaves the enclosing allocation scope",
  verify: verifyAllocation,
  supplies: [named("alloca"), effects(["allocate", result])],
  example: "%0 = memref.alloca() : memref<4xf32>",
});

export const dealloc = defineOp({
  name: "memref.dealloc",
  summary: "gives memory back; no later access through any view of it is allowed",
  operands: { memref: AnyRankedOrUnrankedMemRef },
  assembly: "$memref attr-dict `:` type($memref)",
  supplies: [effects(["free", operand(0)])],
  example: "memref.dealloc %0 : memref<4xf32>",
});

export const load = defineOp({
  name: "memref.load",
  summary: "reads one element",
  operands: { memref: AnyMemRef, indices: variadic(Index) },
  results: { result: AnyType },
  attributes: { nontemporal: tacitDefaultAttr(BoolAttr, false), alignment: optionalAttr(AlignmentAttr) },
  traits: [TypesMatchWith("result type matches element type of 'memref'", "memref", "result", elementOf)],
  assembly: "$memref `[` $indices `]` attr-dict `:` type($memref)",
  verify: (op, report) => {
    const rank = rankOf(op.memref.type);
    if (op.indices.length !== rank)
      report(`incorrect number of indices for load, expected ${rank} but got ${op.indices.length}`);
  },
  supplies: [effects(["read", operand(0)])],
  example: "%0 = memref.load %m[%i, %j] : memref<4x8xf32>",
});

export const store = defineOp({
  name: "memref.store",
  summary: "writes one element",
  operands: { value: AnyType, memref: AnyMemRef, indices: variadic(Index) },
  attributes: { nontemporal: tacitDefaultAttr(BoolAttr, false), alignment: optionalAttr(AlignmentAttr) },
  traits: [TypesMatchWith("type of 'value' matches element type of 'memref'", "memref", "value", elementOf)],
  assembly: "$value `,` $memref `[` $indices `]` attr-dict `:` type($memref)",
  verify: (op, report) => {
    if (op.indices.length !== rankOf(op.memref.type)) report("store index operand count not equal to memref rank");
  },
  supplies: [effects(["write", operand(1)])],
  example: "memref.store %x, %m[%i, %j] : memref<4x8xf32>",
});

const sliceLists = {
  static_offsets: DenseI64ArrayAttr,
  static_sizes: DenseI64ArrayAttr,
  static_strides: DenseI64ArrayAttr,
} as const;

export const subview = defineOp({
  name: "memref.subview",
  summary: "the elements of a memref at offsets, with sizes and strides, as a memref over the same memory",
  description: "The result may leave out dimensions of size 1.",
  operands: { source: AnyMemRef, offsets: variadic(Index), sizes: variadic(Index), strides: variadic(Index) },
  results: { result: AnyMemRef },
  attributes: sliceLists,
  traits: ["Pure", "AttrSizedOperandSegments"],
  assembly:
    "$source `` custom<Offsets>($offsets, $static_offsets) custom<Sizes>($sizes, $static_sizes) custom<Strides>($strides, $static_strides) attr-dict `:` type($source) `to` type($result)",
  directives: {
    Offsets: dynamicIndexList("offsets", "static_offsets", operandSegment(1)),
    Sizes: dynamicIndexList("sizes", "static_sizes", operandSegment(2)),
    Strides: dynamicIndexList("strides", "static_strides", operandSegment(3)),
  },
  verify: (op, report) => {
    const source = op.source.type;
    const type = op.result.type;
    if (source.kind !== "memref-type" || type.kind !== "memref-type") return;
    if (!verifySliceLists(op, source.shape, report)) return;
    const inferred = subviewType(source, op);
    if (inferred === undefined) {
      report("expected the source to have a strided layout");
      return;
    }
    const mismatch = (reason: string): void =>
      report(
        `expected result type to be '${typeText(inferred)}' or a rank-reduced version. (${reason}), but got '${typeText(type)}'`,
      );
    const dropped = droppedDimensions(inferred.shape, type.shape);
    if (dropped === undefined) mismatch("mismatch of result sizes");
    else if (type.elementType !== source.elementType) mismatch("mismatch of result element type");
    else if (type.memorySpace !== source.memorySpace) mismatch("mismatch of result memory space");
    else if (!sameLayout(type, withoutDimensions(inferred, dropped))) mismatch("mismatch of result layout");
  },
  supplies: [named("subview")],
  example:
    "%1 = memref.subview %0[%i, 0] [2, 4] [1, 1] : memref<8x8xf32> to memref<2x4xf32, strided<[8, 1], offset: ?>>",
});

/** memref.view with the name that the dialect's list uses; `view` alone would read as a handle's body view. */
export const viewOp = defineOp({
  name: "memref.view",
  summary: "a memref of another type over a buffer of bytes, from a byte offset on",
  operands: { source: ByteBuffer, byte_shift: Index, sizes: variadic(Index) },
  results: { result: AnyMemRef },
  traits: ["Pure"],
  assembly: "$source `[` $byte_shift `]` `` `[` $sizes `]` attr-dict `:` type($source) `to` type(results)",
  verify: (op, report) => {
    const base = op.source.type;
    const type = op.result.type;
    if (base.kind !== "memref-type" || type.kind !== "memref-type") return;
    if (base.layout !== undefined) report("unsupported map for base memref type");
    else if (type.layout !== undefined) report("unsupported map for result memref type");
    else if (base.memorySpace !== type.memorySpace) report("different memory spaces specified for base and view");
    else verifyDynamicSizes(type, op.sizes, report);
  },
  supplies: [named("view")],
  example: "%1 = memref.view %0[%offset][] : memref<64xi8> to memref<4x4xf32>",
});

export const reinterpretCast = defineOp({
  name: "memref.reinterpret_cast",
  summary: "a memref over the same buffer with the offset, sizes and strides that are given",
  operands: {
    source: AnyRankedOrUnrankedMemRef,
    offsets: variadic(Index),
    sizes: variadic(Index),
    strides: variadic(Index),
  },
  results: { result: AnyMemRef },
  attributes: sliceLists,
  traits: ["Pure", "AttrSizedOperandSegments"],
  assembly:
    "$source `to` `offset` `` `:` custom<Offsets>($offsets, $static_offsets) `` `,` `sizes` `` `:` custom<Sizes>($sizes, $static_sizes) `` `,` `strides` `` `:` custom<Strides>($strides, $static_strides) attr-dict `:` type($source) `to` type($result)",
  directives: {
    Offsets: dynamicIndexList("offsets", "static_offsets", operandSegment(1)),
    Sizes: dynamicIndexList("sizes", "static_sizes", operandSegment(2)),
    Strides: dynamicIndexList("strides", "static_strides", operandSegment(3)),
  },
  verify: (op, report) => {
    const type = op.result.type;
    if (type.kind !== "memref-type") return;
    if (elementOf(op.source.type) !== type.elementType)
      report("different element types specified for source type and result type");
    if (op.static_offsets.length !== 1) report(`expected 1 offset value, got ${op.static_offsets.length}`);
    for (const name of ["sizes", "strides"] as const)
      if (op[`static_${name}`].length !== type.shape.length)
        report(`expected ${type.shape.length} ${name.slice(0, -1)} values, got ${op[`static_${name}`].length}`);
    type.shape.forEach((extent, d) => {
      const size = op.static_sizes[d] ?? 0;
      if (size >= 0 && extent !== size)
        report(`expected result type with size = ${size} instead of ${extent} in dim = ${d}`);
    });
  },
  supplies: [named("reinterpret_cast")],
  example:
    "%1 = memref.reinterpret_cast %0 to offset: [0], sizes: [2, 2], strides: [2, 1] : memref<4xf32> to memref<2x2xf32>",
});

export const cast = defineOp({
  name: "memref.cast",
  summary: "the same memref with more or fewer extents known in its type",
  operands: { source: AnyRankedOrUnrankedMemRef },
  results: { dest: AnyRankedOrUnrankedMemRef },
  traits: ["Pure"],
  assembly: "$source attr-dict `:` type($source) `to` type($dest)",
  verify: (op, report) => {
    if (!areCastCompatible(op.source.type, op.dest.type))
      report(
        `operand type '${typeText(op.source.type)}' and result type '${typeText(op.dest.type)}' are cast incompatible`,
      );
  },
  supplies: [named("cast")],
  example: "%1 = memref.cast %0 : memref<4xf32> to memref<?xf32>",
});

export const collapseShape = defineOp({
  name: "memref.collapse_shape",
  summary: "a memref of smaller rank over the same memory; the dimensions of a group must be contiguous",
  operands: { src: AnyMemRef },
  results: { result: AnyMemRef },
  attributes: { reassociation: ReassociationAttr },
  traits: ["Pure"],
  assembly: "$src $reassociation attr-dict `:` type($src) `into` type($result)",
  verify: (op, report) => {
    const source = op.src.type;
    const type = op.result.type;
    if (source.kind === "memref-type" && type.kind === "memref-type")
      verifyReassociation(source.shape, type.shape, op.reassociation, false, report);
  },
  supplies: [named("collapse_shape")],
  example: "%1 = memref.collapse_shape %0 [[0, 1], [2]] : memref<4x8x3xf32> into memref<32x3xf32>",
});

export const expandShape = defineOp({
  name: "memref.expand_shape",
  summary: "a memref of larger rank over the same memory",
  operands: { src: AnyMemRef, output_shape: variadic(Index) },
  results: { result: AnyMemRef },
  attributes: { reassociation: ReassociationAttr, static_output_shape: DenseI64ArrayAttr },
  traits: ["Pure"],
  assembly:
    "$src $reassociation `output_shape` custom<OutputShape>($output_shape, $static_output_shape) attr-dict `:` type($src) `into` type($result)",
  directives: { OutputShape: dynamicIndexList("output_shape", "static_output_shape", operandsFrom(1)) },
  verify: (op, report) => {
    const source = op.src.type;
    const type = op.result.type;
    if (source.kind === "memref-type" && type.kind === "memref-type")
      verifyReassociation(type.shape, source.shape, op.reassociation, true, report);
  },
  supplies: [named("expand_shape")],
  example: "%1 = memref.expand_shape %0 [[0, 1]] output_shape [4, 8] : memref<32xf32> into memref<4x8xf32>",
});

export const copy = defineOp({
  name: "memref.copy",
  summary: "copies the elements of one memref to another of the same shape; they may not overlap",
  operands: { source: AnyRankedOrUnrankedMemRef, target: AnyRankedOrUnrankedMemRef },
  assembly: "$source `,` $target attr-dict `:` type($source) `to` type($target)",
  verify: (op, report) => {
    const from = op.source.type;
    const to = op.target.type;
    if (elementOf(from) !== elementOf(to)) report("requires the same element type for all operands");
    if (from.kind !== "memref-type" || to.kind !== "memref-type") return;
    const agree =
      from.shape.length === to.shape.length &&
      from.shape.every((extent, d) => extent === to.shape[d] || extent === DYNAMIC || to.shape[d] === DYNAMIC);
    if (!agree) report("requires the same shape for all operands");
  },
  supplies: [effects(["read", operand(0)], ["write", operand(1)])],
  example: "memref.copy %0, %1 : memref<4xf32> to memref<4xf32>",
});

export const dim = defineOp({
  name: "memref.dim",
  summary: "an extent of a memref",
  operands: { source: AnyRankedOrUnrankedMemRef, index: Index },
  results: { result: Index },
  traits: ["NoMemoryEffect"],
  assembly: "attr-dict $source `,` $index `:` type($source)",
  fold: (op, constants) => {
    const [, position] = constants;
    const { type } = op.source;
    if (position?.kind !== "integer" || type.kind !== "memref-type") return undefined;
    const extent = type.shape[Number(position.value)];
    return extent === undefined || extent === DYNAMIC ? undefined : integerAttribute(extent, indexType);
  },
  supplies: [named("dim")],
  example: "%n = memref.dim %0, %c0 : memref<?x4xf32>",
});

export const rank = defineOp({
  name: "memref.rank",
  summary: "the number of dimensions of a memref",
  operands: { memref: AnyRankedOrUnrankedMemRef },
  results: { result: Index },
  traits: ["Pure"],
  assembly: "$memref attr-dict `:` type($memref)",
  fold: (op) =>
    op.memref.type.kind === "memref-type" ? integerAttribute(op.memref.type.shape.length, indexType) : undefined,
  supplies: [named("rank")],
  example: "%r = memref.rank %0 : memref<?x4xf32>",
});

/** `memref<2xf32>`, `memref<2xf32> = uninitialized` or `memref<2xf32> = dense<...>`, whose elements are typed as a tensor. */
const typeAndInitialValue: CustomDirective = {
  parse: (parser, state) => {
    const start = parser.offset;
    const type = parser.parseType();
    if (type === undefined) return false;
    if (type.kind !== "memref-type" || !hasStaticShape(type)) {
      parser.report("type should be static shaped memref", start);
      return false;
    }
    state.properties.set("type", type);
    if (!parser.parseOptionalToken("=")) return true;
    if (parser.parseOptionalKeyword("uninitialized")) {
      state.properties.set("initial_value", unitAttribute);
      return true;
    }
    const value = parser.parseAttribute(tensorType(type.shape, type.elementType));
    if (value === undefined) return false;
    state.properties.set("initial_value", value);
    return true;
  },
  print: (operation, printer) => {
    const type = operation.findAttribute("type");
    if (type !== undefined) printer.printAttribute(type);
    const value = operation.findAttribute("initial_value");
    if (value === undefined) return;
    printer.print(" = ");
    if (value.kind === "unit") printer.print("uninitialized");
    else printer.printAttributeWithoutType(value);
  },
};

export const globalOp = defineOp({
  name: "memref.global",
  summary: "memory of the module, with a symbol; external without an initial value",
  attributes: {
    sym_name: SymbolNameAttr,
    sym_visibility: optionalAttr(StrAttr),
    type: TypeAttr,
    initial_value: optionalAttr(AnyAttr),
    constant: UnitAttr,
    alignment: optionalAttr(I64Attr),
  },
  traits: ["Symbol"],
  assembly:
    "($sym_visibility^)? (`constant` $constant^)? $sym_name `:` custom<TypeAndInitialValue>($type, $initial_value) attr-dict",
  directives: { TypeAndInitialValue: typeAndInitialValue },
  verify: (op, report) => {
    const { type, initial_value: value } = op;
    if (type.kind !== "memref-type" || !hasStaticShape(type)) {
      report("type should be static shaped memref");
      return;
    }
    if (value === undefined || value.kind === "unit") return;
    if (!isElements(value)) report("initial value should be a unit or elements attribute");
    else if (value.type !== tensorType(type.shape, type.elementType))
      report("initial value expected to be a tensor of the memref's shape and element type");
  },
  example: 'memref.global "private" constant @w : memref<2xf32> = dense<[1.0, 2.0]>',
});

export const getGlobal = defineOp({
  name: "memref.get_global",
  summary: "the memory of a memref.global",
  results: { result: AnyMemRef },
  attributes: { name: FlatSymbolRefAttr },
  traits: ["Pure"],
  assembly: "$name `:` type($result) attr-dict",
  supplies: [
    symbolUser.of({
      verify: (operation, lookUp, report) => {
        const reference = operation.findAttribute("name");
        if (reference?.kind !== "symbol-ref") return;
        const target = globalOp.cast(lookUp(reference));
        if (target === undefined) report(`'${reference.root}' does not reference a valid global memref`);
        else if (target.type !== operation.opResult(0).type)
          report(`result type does not match type of the global memref @${reference.root}`);
      },
    }),
  ],
  example: "%0 = memref.get_global @w : memref<2xf32>",
});

/** `(d0, d1)`: the names. */
function parseNames(parser: AssemblyParser): readonly string[] | undefined {
  const names: string[] = [];
  const parsed = parser.parseCommaSeparatedList("paren", () => {
    const name = parser.parseAnyKeyword();
    if (name !== undefined) names.push(name);
    return name !== undefined;
  });
  return parsed ? names : undefined;
}

/** `%0 (d0, d1) -> (d1, d0) : type to type`. */
const transposeAssembly: CustomAssembly = {
  parse: (parser, state) => {
    const operandAt = parser.offset;
    const source = parser.parseOperand();
    const dims = source && parseNames(parser);
    const results = dims !== undefined && parser.parseToken("->") ? parseNames(parser) : undefined;
    if (source === undefined || dims === undefined || results === undefined) return false;
    const positions = results.map((name) => dims.indexOf(name));
    if (positions.includes(-1)) {
      parser.report("use of undeclared identifier");
      return false;
    }
    state.properties.set("permutation", affineMapAttribute(selectionMap(dims.length, positions)));
    if (!parser.parseOptionalAttrDict(state)) return false;
    const from = parser.parseColonType();
    if (from === undefined || !parser.parseKeyword("to")) return false;
    const to = parser.parseType();
    if (to === undefined) return false;
    state.resultTypes.push(to);
    return parser.resolveOperands([source], [from], operandAt, state);
  },
  print: (operation, printer) => {
    printer.print(" ");
    printer.printOperand(operation.opOperand(0));
    printer.print(" ");
    const map = operation.findAttribute("permutation");
    if (map?.kind === "affine-map") {
      const dims = map.map.results.map((result) => (result.kind === "dim" ? `d${result.position}` : "?"));
      printer.print(`(${dims.map((_, d) => `d${d}`).join(", ")}) -> (${dims.join(", ")})`);
    }
    printer.printOptionalAttrDict(operation, ["permutation"]);
    printer.print(" : ");
    printer.printType(operation.opOperand(0).type);
    printer.print(" to ");
    printer.printType(operation.opResult(0).type);
  },
};

export const transpose = defineOp({
  name: "memref.transpose",
  summary: "a memref over the same memory with its dimensions in another order",
  operands: { in: AnyMemRef },
  results: { result: AnyMemRef },
  attributes: { permutation: AffineMapAttr },
  traits: ["Pure"],
  assembly: transposeAssembly,
  verify: (op, report) => {
    const source = op.in.type;
    const type = op.result.type;
    if (source.kind !== "memref-type" || type.kind !== "memref-type") return;
    if (!isPermutation(op.permutation) || op.permutation.dimCount !== source.shape.length) {
      report("expected a permutation map of the rank of the source");
      return;
    }
    const inferred = transposedType(source, permutationOf(op.permutation));
    if (inferred === undefined || !sameLayout(inferred, type) || inferred.shape.some((n, d) => n !== type.shape[d]))
      report("result type is not the one that the permutation gives");
  },
  supplies: [named("transpose")],
  example: "%1 = memref.transpose %0 (d0, d1) -> (d1, d0) : memref<4x8xf32> to memref<8x4xf32, strided<[1, 8]>>",
});
