/**
 * How named structured ops are declared: the maps and iterators as functions of the op, the body as an ElementBody. From these come the
 * implicit region that the syntax leaves out, the verifier, the builder and everything that asks `structured`.
 */
import type { AttributeConstraint } from "../../src/definition/attribute-constraint.ts";
import { memoryEffects } from "../../src/definition/effects.ts";
import { defineInterface } from "../../src/definition/interface.ts";
import {
  AnyRegion,
  type AttributeSpec,
  defineOp,
  type OpDefinition,
  type OpSchema,
  type Slot,
  variadic,
} from "../../src/definition/operation.ts";
import { SingleBlockImplicitTerminator } from "../../src/definition/trait.ts";
import { AnyRankedTensor, AnyShaped, AnyType } from "../../src/definition/type-constraint.ts";
import type { AffineMap } from "../../src/ir/affine.ts";
import { type Attribute, elementTypeOrSelf, i64, type Type, tensorType } from "../../src/ir/attribute.ts";
import { denseFromBytes, integerElement } from "../../src/ir/dense.ts";
import type { OperationHandle, Value } from "../../src/ir/handle.ts";
import type { RegionSpec } from "../../src/ir/rewriter.ts";
import { invariant } from "../../src/support/invariant.ts";
import { namedAssembly } from "./assembly.ts";
import { type ElementBody, elementBlock } from "./element-builder.ts";
import {
  type IteratorType,
  type Structured,
  structured,
  structuredEffects,
  verifyBody,
  verifyStructured,
} from "./structured.ts";

export interface NamedOpSpec<A> {
  /** Without the dialect. */
  readonly mnemonic: string;
  readonly summary: string;
  readonly inputs: number;
  readonly maps: (operation: OperationHandle) => readonly AffineMap[];
  readonly iterators: (operation: OperationHandle) => readonly IteratorType[];
  readonly body: ElementBody;
  /** What keeps a body from being built for these element types (inputs first), in upstream's words. */
  readonly refuses?: (elements: readonly Type[]) => string | undefined;
  readonly attributes: A;
  /** Set on ops that store their maps in the property indexing_maps: what it is when the text says nothing. */
  readonly defaultMaps?: readonly AffineMap[];
  readonly example: string;
}

/** The body of a named op, for whoever builds one. */
export const implicitBody = defineInterface<ElementBody>("linalg.implicit-body");

export interface NamedOperands {
  readonly inputs: Slot<"variadic">;
  readonly outputs: Slot<"variadic">;
}
type NamedOp<A> = OpDefinition<
  NamedOperands,
  { readonly result_tensors: Slot<"variadic"> },
  A,
  { readonly region: typeof AnyRegion },
  Readonly<Record<never, never>>
>;

export function defineNamedOp<const A extends Readonly<Record<string, AttributeSpec>>>(
  spec: NamedOpSpec<A>,
): NamedOp<A> {
  const facts: Structured = { outputCount: () => 1, indexingMaps: spec.maps, iteratorTypes: spec.iterators };
  return defineOp({
    name: `linalg.${spec.mnemonic}`,
    summary: spec.summary,
    operands: { inputs: variadic(AnyType), outputs: variadic(AnyShaped) },
    results: { result_tensors: variadic(AnyRankedTensor) },
    attributes: spec.attributes,
    regions: { region: AnyRegion },
    traits: [
      "AttrSizedOperandSegments",
      "RecursiveMemoryEffects",
      "RecursivelySpeculatable",
      SingleBlockImplicitTerminator("linalg.yield"),
    ],
    assembly: namedAssembly(spec),
    verify: (op: OperationHandle, report) => {
      if (op.operandCount === spec.inputs + 1) verifyStructured(facts, op, report);
      else report(`expected ${spec.inputs + 1} operands, got ${op.operandCount}`);
    },
    verifyRegions: (op: OperationHandle, report) => verifyBody(facts, op, report),
    supplies: [structured.of(facts), memoryEffects.of(structuredEffects(facts)), implicitBody.of(spec.body)],
    example: spec.example,
  });
}

/** The result types of a structured op on these destinations: those of the tensors among them. */
export function resultTypesOf(outputs: readonly Value[]): readonly Type[] {
  return outputs.filter(({ type }) => type.kind === "tensor-type").map(({ type }) => type);
}

/** What a named op's builder needs besides operands and attributes: `matmul.build({ inputs, outputs, ...implied(matmul, inputs, outputs) })`. */
export function implied(
  definition: OpSchema,
  inputs: readonly Value[],
  outputs: readonly Value[],
): { readonly region: RegionSpec; readonly resultTypes: readonly Type[] } {
  const supply = definition.supplies.find(({ key }) => key === implicitBody);
  const body = supply && implicitBody.read(supply);
  invariant(body !== undefined, () => `${definition.name.text} has no implicit body`);
  const elements = [...inputs, ...outputs].map(({ type }) => elementTypeOrSelf(type));
  return { region: [elementBlock(elements, body)], resultTypes: resultTypesOf(outputs) };
}

/** A short list of integers kept as `dense<...> : tensor<nxi64>`: strides and dilations. */
export function I64ElementsAttr(count: number): AttributeConstraint<readonly number[]> {
  return {
    summary: `64-bit signless int elements attribute of shape [${count}]`,
    accepts: (attribute) =>
      attribute.kind === "dense-elements" &&
      attribute.type.elementType === i64 &&
      attribute.type.shape.length === 1 &&
      attribute.type.shape[0] === count,
    decode: (attribute) => integersOf(attribute) ?? [],
    encode: (values) =>
      denseFromBytes(tensorType([count], i64), new Uint8Array(BigInt64Array.from(values, BigInt).buffer)),
  };
}

function integersOf(attribute: Attribute | undefined): readonly number[] | undefined {
  if (attribute?.kind !== "dense-elements") return undefined;
  return Array.from({ length: attribute.type.shape[0] ?? 0 }, (_, at) => Number(integerElement(attribute, at)));
}

/** The strides or dilations of an operation; ones where it does not say. */
export function integersAt(operation: OperationHandle, name: string, count: number): readonly number[] {
  return integersOf(operation.findAttribute(name)) ?? new Array<number>(count).fill(1);
}
