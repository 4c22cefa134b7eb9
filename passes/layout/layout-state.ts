/**
 * Where values really are while layouts are propagated. A value that the program calls x may be kept as y with x = transpose(y, p): users
 * ask for x in the order of dimensions that they want, and get y, a constant or a broadcast made in that order, a reshape where only unit
 * dimensions move, or, where nothing else is left, a transpose, made once for all who want it.
 */

import { broadcastInDim, constant, iota, reshape, transpose } from "../../dialects/stablehlo/index.ts";
import type { ElementsAttribute } from "../../src/definition/attribute-constraint.ts";
import {
  denseElementsAttribute,
  denseResourceAttribute,
  dtypeOf,
  hasStaticShape,
  type TensorType,
  tensorType,
} from "../../src/ir/attribute.ts";
import { denseFromBytes } from "../../src/ir/dense.ts";
import type { Value } from "../../src/ir/handle.ts";
import type { InsertionPoint, OperationSpec, Rewriter } from "../../src/ir/rewriter.ts";
import { blobFromStorage } from "../../src/tensor/blob.ts";
import { slotsPerElement } from "../../src/tensor/dtype.ts";
import { rowMajorStrides } from "../../src/tensor/shape.ts";
import { copyStrided, rowMajor } from "../../src/tensor/strided.ts";
import { tensorBytes, zeros } from "../../src/tensor/tensor.ts";
import {
  composePermutations,
  identityPermutation,
  inversePermutation,
  isIdentityPermutation,
  keepsElementOrder,
  type Permutation,
  permuted,
} from "./permutation.ts";

/** The program's value is `transpose(value, permutation)`. */
export interface Kept {
  readonly value: Value;
  readonly permutation: Permutation;
}

/** Static tensor type of a value; undefined for all others, whose layout is left alone. */
export function staticType(value: Value): TensorType | undefined {
  const { type } = value;
  return type.kind === "tensor-type" && hasStaticShape(type) ? type : undefined;
}

export class LayoutState {
  readonly rewriter: Rewriter;
  readonly #kept = new Map<number, Kept>();
  /** Transposed forms by value and permutation. */
  readonly #made = new Map<string, Value>();
  /** Transposes that were made. */
  inserted = 0;

  constructor(rewriter: Rewriter) {
    this.rewriter = rewriter;
  }

  /** How the program's value is kept: as itself unless told otherwise. */
  keptOf(value: Value): Kept {
    return (
      this.#kept.get(value.id) ?? { value, permutation: identityPermutation(staticType(value)?.shape.length ?? 0) }
    );
  }

  isPermuted(value: Value): boolean {
    return !isIdentityPermutation(this.keptOf(value).permutation);
  }

  keep(value: Value, kept: Kept): void {
    if (kept.value.is(value) && isIdentityPermutation(kept.permutation)) this.#kept.delete(value.id);
    else this.#kept.set(value.id, kept);
  }

  /** The program's shape of a value. */
  shapeOf(value: Value): readonly number[] {
    const { value: real, permutation } = this.keptOf(value);
    return permuted(staticType(real)?.shape ?? [], permutation);
  }

  /** Elements that a transpose would have to move to give `transpose(value, order)`; 0 where none is needed. */
  costOf(value: Value, order: Permutation): number {
    const { value: real, permutation } = this.keptOf(value);
    const whole = composePermutations(permutation, order);
    const shape = staticType(real)?.shape ?? [];
    const { definition } = real;
    const isFree =
      keepsElementOrder(whole, shape) ||
      this.#made.has(keyOf(real, whole)) ||
      constant.cast(definition) !== undefined ||
      iota.cast(definition) !== undefined ||
      broadcastInDim.cast(definition) !== undefined;
    return isFree ? 0 : shape.reduce((count, extent) => count * extent, 1);
  }

  /** `transpose(value, order)` of the program's value. */
  inOrder(value: Value, order: Permutation): Value {
    const { value: real, permutation } = this.keptOf(value);
    return this.#transposed(real, composePermutations(permutation, order));
  }

  /** The value kept so that the program's value is `transpose(result, permutation)`. */
  keptAs(value: Value, permutation: Permutation): Value {
    return this.inOrder(value, inversePermutation(permutation));
  }

  /** The program's value itself. */
  asWritten(value: Value): Value {
    if (staticType(this.keptOf(value).value) === undefined) return value;
    return this.inOrder(value, identityPermutation(this.shapeOf(value).length));
  }

  #transposed(real: Value, order: Permutation): Value {
    if (isIdentityPermutation(order)) return real;
    const key = keyOf(real, order);
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const made = this.rewriter.at(pointAfter(real), () => this.#make(real, order));
    this.#made.set(key, made);
    return made;
  }

  #make(real: Value, order: Permutation): Value {
    const { rewriter } = this;
    const type = staticType(real) ?? tensorType([], real.type);
    const shape = permuted(type.shape, order);
    const result = tensorType(shape, type.elementType);
    const insert = (spec: OperationSpec): Value => rewriter.insert({ ...spec, location: real.location }).opResult(0);
    const value = constant.cast(real.definition)?.value;
    const folded = value && permutedConstant(value, type, result, order);
    if (folded !== undefined) return insert(constant.build({ value: folded, resultTypes: [result] }));
    const places = inversePermutation(order);
    const counting = iota.cast(real.definition);
    if (counting !== undefined)
      return insert(iota.build({ iota_dimension: places[counting.iota_dimension] ?? 0, resultTypes: [result] }));
    const broadcast = broadcastInDim.cast(real.definition);
    if (broadcast !== undefined) {
      const dims = broadcast.broadcast_dimensions.map((d) => places[d] ?? 0);
      return insert(
        broadcastInDim.build({ operand: broadcast.operand, broadcast_dimensions: dims, resultTypes: [result] }),
      );
    }
    if (keepsElementOrder(order, type.shape)) {
      const source = reshape.cast(real.definition)?.operand ?? real;
      return source.type === result ? source : insert(reshape.build({ operand: source, resultTypes: [result] }));
    }
    this.inserted++;
    return insert(transpose.build({ operand: real, permutation: order, resultTypes: [result] }));
  }
}

function keyOf(value: Value, order: Permutation): string {
  return `${value.id}:${order.join(",")}`;
}

/** Right behind the definition, where every user can see it. */
function pointAfter(value: Value): InsertionPoint {
  const { view } = value;
  const { definition, parentBlock } = value;
  const before = definition === undefined ? view.firstOf(parentBlock.id) : view.nextOf(definition.id);
  return { block: parentBlock.id, before };
}

/** A constant with its elements in another order; undefined where its elements are not at hand. */
function permutedConstant(
  value: ElementsAttribute,
  from: TensorType,
  to: TensorType,
  order: Permutation,
): ElementsAttribute | undefined {
  const dtype = dtypeOf(from.elementType);
  if (dtype === undefined || (value.kind !== "dense-elements" && value.kind !== "dense-resource")) return undefined;
  if (value.blob === undefined) return undefined;
  if (value.kind === "dense-elements" && value.splat) return denseElementsAttribute(to, value.blob, true);
  const result = zeros(dtype, to.shape);
  const strides = permuted(rowMajorStrides(from.shape), order);
  const source = { data: value.blob.as(dtype), offset: 0, strides };
  copyStrided(source, rowMajor(result.data, to.shape), to.shape, slotsPerElement(dtype));
  if (value.kind === "dense-elements") return denseFromBytes(to, tensorBytes(result));
  return denseResourceAttribute(to, value.key, blobFromStorage(result.data));
}
