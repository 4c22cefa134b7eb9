/**
 * Builds StableHLO with static shapes, and computes at once what is known at import. Every operation goes through
 * `emit`: when all its operands are constants and its results are small, its reference semantics run right away and a
 * constant takes its place. So the chains by which ONNX models compute shapes (Shape, Gather, Concat, ...) dissolve
 * without a second evaluator: operators are written once, for values of either kind.
 *
 * What cannot be built is reported, and a placeholder takes the place of its result; whatever depends on a placeholder
 * becomes one silently, so that one mistake is told once and builders need no early returns. A module with placeholders
 * is never handed out.
 */
import { constant } from "../../../dialects/stablehlo/ops/constant.ts";
import type { Context } from "../../definition/context.ts";
import { evaluateOperation } from "../../interpret/evaluate.ts";
import { isFault } from "../../interpret/semantics.ts";
import { isTensor } from "../../interpret/value.ts";
import { dtypeOf, f32, type Type, tensorType, typeOfDType } from "../../ir/attribute.ts";
import { denseFromBytes, denseSplat } from "../../ir/dense.ts";
import { BlockHandle, type OperationHandle, type Value } from "../../ir/handle.ts";
import type { ValueId } from "../../ir/ids.ts";
import type { Location } from "../../ir/location.ts";
import type { OperationSpec, Rewriter } from "../../ir/rewriter.ts";
import { invariant } from "../../support/invariant.ts";
import type { DType } from "../../tensor/dtype.ts";
import { elementCount, type Shape } from "../../tensor/shape.ts";
import { scalar, type Tensor, tensorBytes, tensorOf } from "../../tensor/tensor.ts";
import { verifyOperation } from "../../verify/verify.ts";

/**
 * Results above this many elements are left to the program: shapes and per-channel constants are far below it, and
 * weights are for passes to fold, which know what it costs.
 */
const MAX_FOLDED_ELEMENTS = 4096;

/**
 * Positions along a dimension are listed one by one in places (resizing, padding by reflection); dimensions above this
 * extent are not.
 */
export const MAX_LISTED_EXTENT = 2 ** 24;

/** Where problems with the node at hand go. */
export type ReportProblem = (message: string) => void;

export class Emitter {
  readonly context: Context;
  readonly #rewriter: Rewriter;
  readonly #known = new Map<ValueId, Tensor>();
  readonly #placeholders = new Set<ValueId>();
  #report: ReportProblem;

  constructor(rewriter: Rewriter, context: Context, report: ReportProblem) {
    this.#rewriter = rewriter;
    this.context = context;
    this.#report = report;
  }

  /** Given to operations from now on. */
  set location(location: Location) {
    this.#rewriter.location = location;
  }

  /** Runs `work` with another location. */
  locatedAt<T>(location: Location, work: () => T): T {
    const saved = this.#rewriter.location;
    this.#rewriter.location = location;
    const result = work();
    this.#rewriter.location = saved;
    return result;
  }

  /** From now on problems go to `report`. */
  reportTo(report: ReportProblem): void {
    this.#report = report;
  }

  /** Reports, and gives the placeholder to go on with. */
  problem(message: string): Value {
    this.#report(message);
    return this.placeholder();
  }

  /** Stands for a value that could not be built. */
  placeholder(): Value {
    const value = this.constant(scalar("f32", 0));
    this.#placeholders.add(value.id);
    return value;
  }

  isPlaceholder(value: Value): boolean {
    return this.#placeholders.has(value.id);
  }

  /** The value's elements where they are known at import. */
  known(value: Value): Tensor | undefined {
    return this.isPlaceholder(value) ? undefined : this.#known.get(value.id);
  }

  /** A constant with these elements; a splat where they are all the same bits. */
  constant(tensor: Tensor): Value {
    const type = tensorType(tensor.shape, typeOfDType(tensor.dtype));
    const attribute = denseFromBytes(type, tensorBytes(tensor));
    const value = this.#rewriter.insert(constant.build({ value: attribute, resultTypes: [type] })).opResult(0);
    this.#known.set(value.id, tensor);
    return value;
  }

  scalar(dtype: DType, value: number | bigint): Value {
    return this.constant(scalar(dtype, value));
  }

  /** A constant of equal elements; its elements count as known where they are few. */
  splat(dtype: DType, shape: Shape, value: number | bigint): Value {
    const count = elementCount(shape);
    if (count === undefined) return this.problem(`a tensor of shape [${shape.join(", ")}] is too large`);
    if (count <= MAX_FOLDED_ELEMENTS)
      return this.constant(tensorOf(dtype, shape, new Array<number | bigint>(count).fill(value)));
    const type = tensorType(shape, typeOfDType(dtype));
    const attribute = denseSplat(type, tensorBytes(scalar(dtype, value)));
    return this.#rewriter.insert(constant.build({ value: attribute, resultTypes: [type] })).opResult(0);
  }

  /** Inserts an operation with one result. */
  emit(operands: readonly Value[], spec: () => OperationSpec): Value {
    const [result] = this.emitAll(operands, 1, spec);
    invariant(result !== undefined, "the operation has a result");
    return result;
  }

  /**
   * Inserts an operation, or computes it. `spec` is asked only when no operand is a placeholder; the shapes that it
   * relies on must have been checked. An operation that StableHLO does not allow is reported.
   */
  emitAll(operands: readonly Value[], resultCount: number, spec: () => OperationSpec): readonly Value[] {
    if (operands.some((operand) => this.isPlaceholder(operand)))
      return Array.from({ length: resultCount }, () => this.placeholder());
    const operation = this.#rewriter.insert(spec());
    const invalid = this.#whyInvalid(operation);
    if (invalid !== undefined) {
      this.#rewriter.erase(operation);
      return Array.from({ length: resultCount }, (_, at) => (at === 0 ? this.problem(invalid) : this.placeholder()));
    }
    const results = operation.opResults;
    const inputs = operands.flatMap((operand) => this.#known.get(operand.id) ?? []);
    if (inputs.length < operands.length || !results.every(({ type }) => isSmall(type))) return results;
    const outputs = evaluateOperation(operation, inputs, this.context);
    if (isFault(outputs)) return results; // what faults (a division by zero) does so when it is run
    this.#rewriter.erase(operation);
    return outputs.map((output) => {
      invariant(isTensor(output), "tensor operations give tensors");
      return this.constant(output);
    });
  }

  /**
   * What StableHLO does not allow, which is element types above all: importers check shapes, and each operation knows
   * its types best. Semantics are only asked of valid operations.
   */
  #whyInvalid(operation: OperationHandle): string | undefined {
    const inner = operation.opRegions.flatMap(({ blocks }) => blocks.flatMap(({ operations }) => operations));
    for (const each of [operation, ...inner]) {
      const [first] = verifyOperation(each, this.context, { limit: 1 });
      if (first !== undefined) return first.message;
    }
    return undefined;
  }

  /**
   * Erases what nobody uses of the block that is being filled: shape arithmetic that became constants, and the operands
   * of it. All operations here are pure.
   */
  sweep(): void {
    const point = this.#rewriter.insertionPoint;
    invariant(point !== undefined, "a body is being filled");
    const operations = new BlockHandle(this.#rewriter.view, point.block).operations;
    // The last one is the terminator.
    for (let at = operations.length - 2; at >= 0; at--) {
      const operation = operations[at];
      if (operation !== undefined && !operation.hasUses) this.#rewriter.erase(operation);
    }
  }
}

function isSmall(type: Type): boolean {
  const count = type.kind === "tensor-type" ? elementCount(type.shape) : undefined;
  return count !== undefined && count <= MAX_FOLDED_ELEMENTS;
}

/** Extents of a value; all values of the importer are static tensors. */
export function shapeOf(value: Value): Shape {
  const { type } = value;
  invariant(type.kind === "tensor-type", "imported values are tensors");
  return type.shape;
}

export function rankOf(value: Value): number {
  return shapeOf(value).length;
}

/** Extent of dimension `d`, which must exist. */
export function extentOf(value: Value, d: number): number {
  const extent = shapeOf(value)[d];
  invariant(extent !== undefined, "no such dimension");
  return extent;
}

export function dtypeOfValue(value: Value): DType {
  const { type } = value;
  const dtype = type.kind === "tensor-type" ? dtypeOf(type.elementType) : undefined;
  invariant(dtype !== undefined, "imported values are tensors of numbers");
  return dtype;
}

/** `tensor<shape x dtype>`. */
export function typeOf(shape: Shape, dtype: DType): Type {
  return tensorType(shape, dtype === "f32" ? f32 : typeOfDType(dtype));
}
