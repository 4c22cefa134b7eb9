/** The structured ops whose bodies or dimensions the program gives: generic, map, reduce, transpose, broadcast; and what bodies are made of. */
import { confined, DenseI64ArrayAttr, I64Attr, StrAttr } from "../../../src/definition/attribute-constraint.ts";
import { opAsm } from "../../../src/definition/control-flow.ts";
import { memoryEffects } from "../../../src/definition/effects.ts";
import type { Supply } from "../../../src/definition/interface.ts";
import {
  AnyRegion,
  defineOp,
  optionalAttr,
  type Report,
  SizedRegion1,
  variadic,
} from "../../../src/definition/operation.ts";
import { SingleBlockImplicitTerminator, type Trait } from "../../../src/definition/trait.ts";
import { AnyRankedTensor, AnyShaped, AnyTensor, AnyType, Index } from "../../../src/definition/type-constraint.ts";
import { identityMap, selectionMap } from "../../../src/ir/affine.ts";
import { elementTypeOrSelf, findAttribute, isShaped, type Type } from "../../../src/ir/attribute.ts";
import type { OperationHandle, RegionHandle } from "../../../src/ir/handle.ts";
import { typeText } from "../../../src/ir/type-text.ts";
import { bodyFormAssembly, dimensionsAssembly, genericAssembly } from "../assembly.ts";
import type { ElementBody } from "../element-builder.ts";
import { implicitBody } from "../named-op.ts";
import {
  IndexingMapsAttr,
  type IteratorType,
  IteratorTypeArrayAttr,
  type Structured,
  structured,
  structuredEffects,
  verifyBody,
  verifyStructured,
} from "../structured.ts";

const shapeOf = (type: Type): readonly number[] => (isShaped(type) ? type.shape : []);
const traits: readonly Trait[] = [
  "RecursiveMemoryEffects",
  "RecursivelySpeculatable",
  SingleBlockImplicitTerminator("linalg.yield"),
];
const parallel = (rank: number): readonly IteratorType[] => new Array<IteratorType>(rank).fill("parallel");
/** The integers of an `array<i64>` property. */
function integers(operation: OperationHandle, name: string): readonly number[] {
  const list = operation.findAttribute(name);
  return list?.kind === "dense-array" ? list.values.map(Number) : [];
}

/** Names of region arguments: inputs, then destinations. */
function argumentNames(facts: Structured, destination: string): (region: RegionHandle) => readonly string[] {
  return (region) => {
    const count = region.entry?.arguments.length ?? 0;
    const split = count - facts.outputCount(region.parent);
    return Array.from({ length: count }, (_, at) => (at < split ? "in" : destination));
  };
}

function suppliesOf(facts: Structured, resultName: string | undefined, destination = "out"): readonly Supply[] {
  const names = { argumentNames: argumentNames(facts, destination) };
  return [
    structured.of(facts),
    memoryEffects.of(structuredEffects(facts)),
    opAsm.of(resultName === undefined ? names : { ...names, resultName: () => resultName }),
  ];
}

const genericFacts: Structured = {
  outputCount: (operation) => {
    const sizes = findAttribute(operation.record.properties, "operandSegmentSizes");
    return sizes?.kind === "dense-array" ? Number(sizes.values[1] ?? 0) : 1;
  },
  indexingMaps: (operation) => {
    const maps = operation.findAttribute("indexing_maps");
    return maps !== undefined && IndexingMapsAttr.accepts(maps) ? IndexingMapsAttr.decode(maps) : [];
  },
  iteratorTypes: (operation) => {
    const types = operation.findAttribute("iterator_types");
    return types !== undefined && IteratorTypeArrayAttr.accepts(types) ? IteratorTypeArrayAttr.decode(types) : [];
  },
};

export const generic = defineOp({
  name: "linalg.generic",
  summary: "a perfect loop nest over operands addressed by affine maps, with the body as a region",
  operands: { inputs: variadic(AnyType), outputs: variadic(AnyShaped) },
  results: { result_tensors: variadic(AnyRankedTensor) },
  attributes: {
    indexing_maps: IndexingMapsAttr,
    iterator_types: IteratorTypeArrayAttr,
    doc: optionalAttr(StrAttr),
    library_call: optionalAttr(StrAttr),
  },
  regions: { region: AnyRegion },
  traits: [...traits, "AttrSizedOperandSegments"],
  assembly: genericAssembly,
  verify: (op, report) => verifyStructured(genericFacts, op, report),
  verifyRegions: (op, report) => verifyBody(genericFacts, op, report),
  supplies: suppliesOf(genericFacts, undefined),
  example:
    '%2 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1, d0)>], iterator_types = ["parallel", "parallel"]} ins(%0 : tensor<4x8xf32>) outs(%1 : tensor<8x4xf32>) {\n^bb0(%in: f32, %out: f32):\n  linalg.yield %in : f32\n} -> tensor<8x4xf32>',
});

const mapFacts: Structured = {
  outputCount: () => 1,
  indexingMaps: (operation) => {
    const rank = shapeOf(operation.opOperand(operation.operandCount - 1).type).length;
    return operation.opOperands.map(() => identityMap(rank));
  },
  iteratorTypes: (operation) => parallel(shapeOf(operation.opOperand(operation.operandCount - 1).type).length),
};

export const map = defineOp({
  name: "linalg.map",
  summary: "applies a body to the elements of the inputs, all of one shape",
  operands: { inputs: variadic(AnyShaped), init: AnyShaped },
  results: { result: variadic(AnyTensor) },
  regions: { mapper: SizedRegion1 },
  traits,
  assembly: bodyFormAssembly("map"),
  verify: (op, report) => verifyStructured(mapFacts, op, report),
  verifyRegions: (op, report) => verifyBody(mapFacts, op, report),
  supplies: suppliesOf(mapFacts, "mapped", "init"),
  example: "%2 = linalg.map { arith.addf } ins(%0, %1 : tensor<4xf32>, tensor<4xf32>) outs(%init : tensor<4xf32>)",
});

const reduceFacts: Structured = {
  outputCount: (operation) => operation.operandCount / 2,
  indexingMaps: (operation) => {
    const rank = shapeOf(operation.opOperand(0).type).length;
    const reduced = integers(operation, "dimensions");
    const kept = Array.from({ length: rank }, (_, d) => d).filter((d) => !reduced.includes(d));
    const half = operation.operandCount / 2;
    return operation.opOperands.map((_, at) => (at < half ? identityMap(rank) : selectionMap(rank, kept)));
  },
  iteratorTypes: (operation) => {
    const reduced = integers(operation, "dimensions");
    return shapeOf(operation.opOperand(0).type).map((_, d) => (reduced.includes(d) ? "reduction" : "parallel"));
  },
};

/** Dimension lists are increasing and inside the rank. */
function verifyDimensions(dimensions: readonly number[], rank: number, what: string, report: Report): boolean {
  for (const [at, d] of dimensions.entries()) {
    if (d < 0 || d >= rank) {
      report(`dimensions for ${what} should be in the range [0, ${rank - 1}].`);
      return false;
    }
    if (at > 0 && d <= (dimensions[at - 1] ?? 0)) {
      report(`${what} dimensions are not in increasing order: ${dimensions.join(", ")}`);
      return false;
    }
  }
  return true;
}

export const reduce = defineOp({
  name: "linalg.reduce",
  summary: "combines the elements along dimensions with a body, starting from the destination",
  operands: { inputs: variadic(AnyShaped), inits: variadic(AnyShaped) },
  results: { result: variadic(AnyTensor) },
  attributes: { dimensions: DenseI64ArrayAttr },
  regions: { combiner: SizedRegion1 },
  traits: [...traits, "SameVariadicOperandSize"],
  assembly: bodyFormAssembly("reduce"),
  verify: (op, report) => {
    const rank = shapeOf(op.opOperand(0).type).length;
    if (verifyDimensions(op.dimensions, rank, "reduction", report)) verifyStructured(reduceFacts, op, report);
  },
  verifyRegions: (op, report) => verifyBody(reduceFacts, op, report),
  supplies: suppliesOf(reduceFacts, "reduced", "init"),
  example: "%1 = linalg.reduce { arith.addf } ins(%0 : tensor<4x8xf32>) outs(%init : tensor<4xf32>) dimensions = [1]",
});

const copyBody: ElementBody = (_, [input]) => (input === undefined ? [] : [input]);

const transposeFacts: Structured = {
  outputCount: () => 1,
  // The loops are the result's dimensions: result[i] = input[...], where input dimension permutation[i] runs with loop i.
  indexingMaps: (operation) => {
    const permutation = integers(operation, "permutation");
    const inverse = permutation.map((_, d) => permutation.indexOf(d));
    return [selectionMap(permutation.length, inverse), identityMap(permutation.length)];
  },
  iteratorTypes: (operation) => parallel(integers(operation, "permutation").length),
};

export const transpose = defineOp({
  name: "linalg.transpose",
  summary: "dimension i of the result is dimension permutation[i] of the input",
  operands: { input: AnyShaped, init: AnyShaped },
  results: { result: variadic(AnyTensor) },
  attributes: { permutation: DenseI64ArrayAttr },
  regions: { region: SizedRegion1 },
  traits,
  assembly: dimensionsAssembly("permutation", copyBody),
  verify: (op, report) => {
    const rank = shapeOf(op.input.type).length;
    const sorted = [...op.permutation].sort((a, b) => a - b);
    if (sorted.length !== rank || sorted.some((d, at) => d !== at)) report("permutation is not valid");
    else verifyStructured(transposeFacts, op, report);
  },
  verifyRegions: (op, report) => verifyBody(transposeFacts, op, report),
  supplies: [...suppliesOf(transposeFacts, "transposed"), implicitBody.of(copyBody)],
  example: "%1 = linalg.transpose ins(%0 : tensor<4x8xf32>) outs(%init : tensor<8x4xf32>) permutation = [1, 0]",
});

const broadcastFacts: Structured = {
  outputCount: () => 1,
  indexingMaps: (operation) => {
    const rank = shapeOf(operation.opOperand(1).type).length;
    const added = integers(operation, "dimensions");
    const kept = Array.from({ length: rank }, (_, d) => d).filter((d) => !added.includes(d));
    return [selectionMap(rank, kept), identityMap(rank)];
  },
  iteratorTypes: (operation) => parallel(shapeOf(operation.opOperand(1).type).length),
};

export const broadcast = defineOp({
  name: "linalg.broadcast",
  summary: "repeats the input along the dimensions that are added",
  operands: { input: AnyShaped, init: AnyShaped },
  results: { result: variadic(AnyTensor) },
  attributes: { dimensions: DenseI64ArrayAttr },
  regions: { region: SizedRegion1 },
  traits,
  assembly: dimensionsAssembly("dimensions", copyBody),
  verify: (op, report) => {
    const rank = shapeOf(op.init.type).length;
    if (op.dimensions.length + shapeOf(op.input.type).length !== rank)
      report("input rank plus added dimensions does not match init rank.");
    else if (op.dimensions.some((d) => d < 0 || d >= rank)) report(`dimensions should be in range [0, ${rank - 1}]`);
    else verifyStructured(broadcastFacts, op, report);
  },
  verifyRegions: (op, report) => verifyBody(broadcastFacts, op, report),
  supplies: [...suppliesOf(broadcastFacts, "broadcasted"), implicitBody.of(copyBody)],
  example: "%1 = linalg.broadcast ins(%0 : tensor<4xf32>) outs(%init : tensor<8x4xf32>) dimensions = [0]",
});

export const index = defineOp({
  name: "linalg.index",
  summary: "the present iteration of a loop, in the body of a structured op",
  attributes: { dim: confined(I64Attr, "whose minimum value is 0", (value) => value >= 0) },
  results: { result: Index },
  traits: ["Pure"],
  assembly: "$dim attr-dict `:` type($result)",
  verify: (op, report) => {
    const { parent } = op;
    const entry = op.parentBlock;
    if (parent === undefined || entry === undefined || !parent.opName.startsWith("linalg."))
      report("expected parent op with LinalgOp interface");
  },
  example: "%0 = linalg.index 1 : index",
});

export const yieldOp = defineOp({
  name: "linalg.yield",
  summary: "ends the body of a structured op with the new elements of the destinations",
  operands: { values: variadic(AnyType) },
  traits: ["Pure", "ReturnLike", "Terminator"],
  assembly: "attr-dict ($values^ `:` type($values))?",
  verify: (op, report) => {
    const { parent } = op;
    const count = op.values.length;
    // How many there must be is the enclosing operation's rule.
    if (parent === undefined || !parent.opName.startsWith("linalg.") || count > parent.operandCount) return;
    const destinations = parent.opOperands.slice(parent.operandCount - count);
    for (const [at, value] of op.values.entries()) {
      const wanted = elementTypeOrSelf(destinations[at]?.type ?? value.type);
      if (value.type !== wanted)
        report(
          `type of yield operand ${at + 1} ('${typeText(value.type)}') doesn't match the element type of the enclosing ${parent.opName} op ('${typeText(wanted)}')`,
        );
    }
  },
  example: "linalg.yield %0 : f32",
});
