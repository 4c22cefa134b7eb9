/** What the patterns of this folder share: the checks that come first, scalars out of rank-0 tensors, bodies of reducers. */

import {
  type Attribute,
  type DenseElementsAttribute,
  elementTypeOrSelf,
  hasStaticShape,
  integerAttribute,
  type Type,
} from "../../../src/ir/attribute.ts";
import { floatAt, integerElement } from "../../../src/ir/dense.ts";
import { floatAttributeOfBits } from "../../../src/ir/float.ts";
import { type BlockHandle, type OperationHandle, Value } from "../../../src/ir/handle.ts";
import type { Rewriter } from "../../../src/ir/rewriter.ts";
import { type ConversionPattern, defineConversion } from "../../../src/rewrite/conversion-pattern.ts";
import { NoMatch, noMatch, type PatternRoot, type PatternScope } from "../../../src/rewrite/pattern.ts";
import { insertConstant, tensorTypeOf } from "../../linalg/build.ts";
import type { ElementBody, ElementBuilder, ElementValue } from "../../linalg/element-builder.ts";
import { extract } from "../../tensor/ops.ts";
import { elementRules } from "./elements.ts";

/** What a lowering sees: the operation itself, for its results and regions, and its view over converted operands. */
export interface LoweringSite<V extends OperationHandle> {
  readonly operation: V;
  readonly adaptor: V;
  readonly rewriter: Rewriter;
  readonly scope: PatternScope;
}

/** Gives what replaces the results, or says why it does not apply. */
export type Lowering<V extends OperationHandle> = (site: LoweringSite<V>) => Value | readonly Value[] | NoMatch;

/** The pattern of a lowering. Tensors of unsigned or dynamic types are refused: arith and linalg here want signless and static ones. */
export function lowering<V extends OperationHandle>(
  name: string,
  root: PatternRoot<V>,
  lower: Lowering<V>,
  benefit = 1,
): ConversionPattern {
  return defineConversion({
    name,
    root,
    benefit,
    rewrite: (operation, adaptor, rewriter, scope) => {
      for (const { type } of [...adaptor.opOperands, ...operation.opResults]) {
        const refused = refusal(type);
        if (refused !== undefined) return noMatch(refused);
      }
      const made = lower({ operation, adaptor, rewriter: rewriter.ir, scope });
      if (made instanceof NoMatch) return made;
      rewriter.replace(operation, made instanceof Value ? [made] : made);
      return undefined;
    },
  });
}

function refusal(type: Type): string | undefined {
  if (type.kind !== "tensor-type") return "operands and results must be ranked tensors";
  if (!hasStaticShape(type)) return "shapes must be static";
  const { elementType } = type;
  if (elementType.kind === "integer-type")
    return elementType.signedness === "unsigned" ? "unsigned element types have no lowering" : undefined;
  return elementType.kind === "float-type" ? undefined : "elements must be integers or floats";
}

/** The one element of a splat (or single-element) constant, as an attribute of the element type. */
export function splatElement(attribute: Attribute | undefined): Attribute | undefined {
  if (attribute?.kind !== "dense-elements") return undefined;
  const single = attribute.splat || attribute.type.shape.every((extent) => extent === 1);
  return single ? firstElement(attribute) : undefined;
}

function firstElement(attribute: DenseElementsAttribute): Attribute | undefined {
  const { elementType } = attribute.type;
  if (elementType.kind === "float-type")
    return floatAttributeOfBits(floatAt(attribute.blob, elementType, 0).bits, elementType);
  if (elementType.kind !== "integer-type" && elementType.kind !== "index-type") return undefined;
  return integerAttribute(integerElement(attribute, 0), elementType);
}

/** The element of a rank-0 tensor: a scalar constant where it is known. */
export function scalarOf(tensor: Value, rewriter: Rewriter, scope: PatternScope): Value {
  const known = splatElement(scope.constantOf(tensor));
  if (known !== undefined) return insertConstant(rewriter, known, tensorTypeOf(tensor).elementType);
  return rewriter.insert(extract.build({ tensor, indices: [] })).opResult(0);
}

/**
 * The body of a reduction as an ElementBody: `arrange` gives the arguments of the block in its order from those of the structured op.
 * Undefined where an operation of the block has no lowering to elements.
 */
export function reducerBody(
  block: BlockHandle | undefined,
  arrange: (args: readonly ElementValue[]) => readonly ElementValue[],
): ElementBody | undefined {
  if (block === undefined || !block.operations.every(isElementOperation)) return undefined;
  return (builder, args) => emitBlock(builder, block, arrange(args));
}

function isElementOperation(operation: OperationHandle): boolean {
  if (operation.opName === "stablehlo.return") return true;
  if (operation.opName === "stablehlo.constant") return splatElement(operation.findAttribute("value")) !== undefined;
  if (![...operation.opOperands, ...operation.opResults].every(({ type }) => refusal(type) === undefined)) return false;
  return elementRules.has(operation.opName);
}

function emitBlock(
  builder: ElementBuilder,
  block: BlockHandle,
  args: readonly ElementValue[],
): readonly ElementValue[] {
  const values = new Map<number, ElementValue>();
  block.arguments.forEach((argument, at) => {
    const value = args[at];
    if (value !== undefined) values.set(argument.id, value);
  });
  for (const operation of block.operations) {
    const operands = operation.opOperands.flatMap(({ id }) => values.get(id) ?? []);
    if (operation.opName === "stablehlo.return") return operands;
    const result = operation.opResult(0);
    const made = emitOperation(builder, operation, operands, elementTypeOrSelf(result.type));
    if (made !== undefined) values.set(result.id, made);
  }
  return [];
}

function emitOperation(
  builder: ElementBuilder,
  operation: OperationHandle,
  operands: readonly ElementValue[],
  type: Type,
): ElementValue | undefined {
  if (operation.opName !== "stablehlo.constant")
    return elementRules.get(operation.opName)?.(builder, operands, operation, type);
  const value = splatElement(operation.findAttribute("value"));
  return value && builder.constantOf(value, type);
}
