/** Where generated code goes, and the small operations that it is made of: index arithmetic with shared constants, accesses, loops. */
import { indexType, integerAttribute, type Type, vectorType } from "../../../src/ir/attribute.ts";
import { BlockHandle, type OperationHandle, type Value } from "../../../src/ir/handle.ts";
import type { Rewriter } from "../../../src/ir/rewriter.ts";
import { invariant } from "../../../src/support/invariant.ts";
import * as arith from "../../arith/ops.ts";
import * as memref from "../../memref/ops.ts";
import * as scf from "../../scf/ops.ts";
import * as vector from "../../vector/ops.ts";

type IndexOperation =
  | typeof arith.addi
  | typeof arith.muli
  | typeof arith.subi
  | typeof arith.divui
  | typeof arith.remui;

/** One function's worth of generated code. */
export class Emission {
  readonly rewriter: Rewriter;
  readonly lanes: number;
  readonly #block: BlockHandle;
  /** Constants stand before this operation, or at the start of the block. */
  readonly #anchor: OperationHandle | undefined;
  readonly #constants = new Map<number, Value>();

  constructor(rewriter: Rewriter, lanes: number, anchor: OperationHandle | undefined) {
    this.rewriter = rewriter;
    this.lanes = lanes;
    this.#anchor = anchor;
    const block = anchor?.parentBlock ?? entryOf(rewriter);
    this.#block = block;
  }

  /** An index constant; one of each value. */
  index(value: number): Value {
    const known = this.#constants.get(value);
    if (known !== undefined) return known;
    const before = this.#anchor?.id ?? this.rewriter.view.firstOf(this.#block.id);
    const attribute = integerAttribute(value, indexType);
    const made = this.rewriter.at({ block: this.#block.id, before }, () =>
      this.rewriter.insert(arith.constant.build({ value: attribute, resultTypes: [indexType] })).opResult(0),
    );
    this.#constants.set(value, made);
    return made;
  }

  binary(definition: IndexOperation, lhs: Value, rhs: Value): Value {
    return this.rewriter.insert({ name: definition.name, operands: [lhs, rhs], resultTypes: [lhs.type] }).opResult(0);
  }

  /** `value + constant`; no value is 0. */
  sum(value: Value | undefined, constant: number): Value {
    if (value === undefined) return this.index(constant);
    return constant === 0 ? value : this.binary(arith.addi, value, this.index(constant));
  }

  /** `sum + value * factor`; no sum is 0. */
  multiplyAdd(sum: Value | undefined, value: Value, factor: number): Value {
    const product = factor === 1 ? value : this.binary(arith.muli, value, this.index(factor));
    return sum === undefined ? product : this.binary(arith.addi, sum, product);
  }

  load(base: Value, at: Value): Value {
    return this.rewriter.insert(memref.load.build({ memref: base, indices: [at] })).opResult(0);
  }

  store(value: Value, base: Value, at: Value): void {
    this.rewriter.insert(memref.store.build({ value, memref: base, indices: [at] }));
  }

  loadVector(base: Value, at: Value, elementType: Type): Value {
    const type = vectorType([this.lanes], elementType);
    return this.rewriter.insert(vector.load.build({ base, indices: [at], resultTypes: [type] })).opResult(0);
  }

  storeVector(value: Value, base: Value, at: Value): void {
    this.rewriter.insert(vector.store.build({ valueToStore: value, base, indices: [at] }));
  }

  vectorOf(elements: readonly Value[], elementType: Type): Value {
    const type = vectorType([elements.length], elementType);
    return this.rewriter.insert(vector.fromElements.build({ elements, resultTypes: [type] })).opResult(0);
  }

  extract(value: Value, lane: number): Value {
    return this.rewriter
      .insert(vector.extract.build({ source: value, dynamic_position: [], static_position: [lane] }))
      .opResult(0);
  }

  /** `condition ? ifTrue : ifFalse` on index values. */
  select(condition: Value, ifTrue: Value, ifFalse: Value): Value {
    return this.rewriter
      .insert({ name: arith.select.name, operands: [condition, ifTrue, ifFalse], resultTypes: [ifTrue.type] })
      .opResult(0);
  }

  equal(lhs: Value, rhs: Value): Value {
    return this.rewriter.insert(arith.cmpi.build({ predicate: "eq", lhs, rhs })).opResult(0);
  }

  /** `scf.for`; `body` gives the values carried into the next iteration. */
  loop(
    first: Value,
    last: Value,
    step: Value,
    initial: readonly Value[],
    body: (start: Value, carried: readonly Value[]) => readonly Value[],
  ): readonly Value[] {
    const loop = this.rewriter.insert(
      scf.forOp.build({
        lowerBound: first,
        upperBound: last,
        step,
        initArgs: initial,
        resultTypes: initial.map((value) => value.type),
        region: [
          {
            arguments: [indexType, ...initial.map((value) => value.type)],
            build: (rewriter, [start, ...carried]) => {
              invariant(start !== undefined, "a loop body has its induction variable");
              rewriter.insert(scf.yieldOp.build({ operands: body(start, carried) }));
            },
          },
        ],
      }),
    );
    return loop.opResults;
  }
}

function entryOf(rewriter: Rewriter): BlockHandle {
  const point = rewriter.insertionPoint;
  invariant(point !== undefined, "code is generated at an insertion point");
  return new BlockHandle(rewriter.view, point.block);
}
