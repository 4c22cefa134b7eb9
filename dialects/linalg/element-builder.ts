/**
 * Bodies of structured ops, written once against "append an operation": the parser builds the implicit region of `linalg.matmul` with
 * them, and so do builders that go through a Rewriter. Operations are given by name, for the table of named ops is data; those that they
 * name are arith's and math's.
 */
import type { InsertImplicit } from "../../src/definition/assembly.ts";
import {
  type Attribute,
  type DictionaryAttribute,
  dictionaryOf,
  emptyDictionary,
  integerAttribute,
  type Type,
} from "../../src/ir/attribute.ts";
import { floatAttribute } from "../../src/ir/float.ts";
import type { ValueId } from "../../src/ir/ids.ts";
import { operationName } from "../../src/ir/name.ts";
import type { BlockSpec, Rewriter } from "../../src/ir/rewriter.ts";
import { invariant } from "../../src/support/invariant.ts";

/** A value of the body: an element, or something computed from elements. */
export interface ElementValue {
  readonly id: ValueId;
  readonly type: Type;
}

/** Makes the yielded values from the block's arguments: one an operand, inputs first. */
export type ElementBody = (builder: ElementBuilder, args: readonly ElementValue[]) => readonly ElementValue[];

export class ElementBuilder {
  readonly #insert: InsertImplicit;

  constructor(insert: InsertImplicit) {
    this.#insert = insert;
  }

  /** One operation with one result, of the first operand's type unless said otherwise. */
  op(
    name: string,
    operands: readonly ElementValue[],
    type?: Type,
    properties: DictionaryAttribute = emptyDictionary,
  ): ElementValue {
    const resultType = type ?? operands[0]?.type;
    invariant(resultType !== undefined, "an operation without operands needs its result type");
    const ids = operands.map((operand) => operand.id);
    const [id] = this.#insert(operationName(name), ids, [resultType], properties);
    invariant(id !== undefined, "the operation has one result");
    return { id, type: resultType };
  }

  constant(value: number, type: Type): ElementValue {
    return this.constantOf(numberAttribute(value, type), type);
  }
  constantOf(value: Attribute, type: Type): ElementValue {
    return this.op("arith.constant", [], type, dictionaryOf({ value }));
  }

  add(a: ElementValue, b: ElementValue): ElementValue {
    if (isBoolean(a.type)) return this.op("arith.ori", [a, b]);
    return this.op(isFloat(a.type) ? "arith.addf" : a.type.kind === "complex-type" ? "complex.add" : "arith.addi", [
      a,
      b,
    ]);
  }
  sub(a: ElementValue, b: ElementValue): ElementValue {
    return this.op(isFloat(a.type) ? "arith.subf" : "arith.subi", [a, b]);
  }
  mul(a: ElementValue, b: ElementValue): ElementValue {
    if (isBoolean(a.type)) return this.op("arith.andi", [a, b]);
    return this.op(isFloat(a.type) ? "arith.mulf" : a.type.kind === "complex-type" ? "complex.mul" : "arith.muli", [
      a,
      b,
    ]);
  }
  max(a: ElementValue, b: ElementValue, unsigned = false): ElementValue {
    return this.op(isFloat(a.type) ? "arith.maximumf" : unsigned ? "arith.maxui" : "arith.maxsi", [a, b]);
  }
  min(a: ElementValue, b: ElementValue, unsigned = false): ElementValue {
    return this.op(isFloat(a.type) ? "arith.minimumf" : unsigned ? "arith.minui" : "arith.minsi", [a, b]);
  }

  /** The value as another numeric type: by sign extension or, where `unsigned`, zero extension. */
  cast(value: ElementValue, type: Type, unsigned = false): ElementValue {
    const from = value.type;
    if (from === type) return value;
    if (isFloat(from) && isFloat(type))
      return this.op(bitsOf(type) > bitsOf(from) ? "arith.extf" : "arith.truncf", [value], type);
    if (isFloat(type)) return this.op(unsigned ? "arith.uitofp" : "arith.sitofp", [value], type);
    if (isFloat(from)) return this.op(unsigned ? "arith.fptoui" : "arith.fptosi", [value], type);
    if (from.kind === "index-type" || type.kind === "index-type")
      return this.op(unsigned ? "arith.index_castui" : "arith.index_cast", [value], type);
    if (bitsOf(type) < bitsOf(from)) return this.op("arith.trunci", [value], type);
    return this.op(unsigned ? "arith.extui" : "arith.extsi", [value], type);
  }
}

const isFloat = (type: Type): boolean => type.kind === "float-type";
const isBoolean = (type: Type): boolean => type.kind === "integer-type" && type.width === 1;
const bitsOf = (type: Type): number => {
  if (type.kind === "integer-type") return type.width;
  return type.kind === "float-type" ? Number(/\d+/.exec(type.name)?.[0] ?? 0) : 64;
};

/** A number as a constant of an integer, index or float type. */
export function numberAttribute(value: number, type: Type): Attribute {
  if (type.kind === "float-type") return floatAttribute(value, type);
  invariant(type.kind === "integer-type" || type.kind === "index-type", "a number is of integer, index or float type");
  return integerAttribute(value, type);
}

/** The block of a body: arguments of these types, the operations, and the terminator. */
export function elementBlock(
  argumentTypes: readonly Type[],
  body: ElementBody,
  terminator = "linalg.yield",
): BlockSpec {
  return {
    arguments: argumentTypes,
    build: (rewriter, args) => {
      const builder = new ElementBuilder(insertThrough(rewriter));
      const yielded = body(
        builder,
        args.map(({ id, type }) => ({ id, type })),
      );
      rewriter.insert({ name: operationName(terminator), operands: yielded.map(({ id }) => id), resultTypes: [] });
    },
  };
}

/** Appends at the rewriter's insertion point. */
export function insertThrough(rewriter: Rewriter): InsertImplicit {
  return (name, operands, resultTypes, properties = emptyDictionary) =>
    rewriter.insert({ name, operands, resultTypes, properties }).opResults.map(({ id }) => id);
}
