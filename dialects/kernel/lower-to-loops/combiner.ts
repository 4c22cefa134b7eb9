/**
 * Recognizing reductions: a `combine` body that yields `op(accumulator, x)` for an associative, commutative `op`, with x independent of the
 * accumulator, can be split over lanes that start at the neutral element and are joined at the end. Floats are reassociated by it, as every
 * vectorizing compiler does for tensor programs; the interpreter comparison allows for it.
 */
import {
  type Attribute,
  type FloatType,
  type IntegerType,
  integerAttribute,
  type Type,
} from "../../../src/ir/attribute.ts";
import { floatAttribute } from "../../../src/ir/float.ts";
import type { OperationHandle, Value } from "../../../src/ir/handle.ts";
import type { LoopNest } from "../loop-nest.ts";

export interface Combiner {
  readonly operation: OperationHandle;
  readonly neutral: Attribute;
}

const NEUTRAL_FLOAT: Readonly<Record<string, number>> = {
  "arith.addf": 0,
  "arith.mulf": 1,
  "arith.maximumf": Number.NEGATIVE_INFINITY,
  "arith.maxnumf": Number.NEGATIVE_INFINITY,
  "arith.minimumf": Number.POSITIVE_INFINITY,
  "arith.minnumf": Number.POSITIVE_INFINITY,
};

function neutralInteger(name: string, width: number): bigint | undefined {
  const top = 1n << BigInt(width - 1);
  switch (name) {
    case "arith.addi":
    case "arith.ori":
    case "arith.xori":
    case "arith.maxui":
      return 0n;
    case "arith.muli":
      return 1n;
    case "arith.andi":
    case "arith.minui":
      return -1n;
    case "arith.maxsi":
      return -top;
    case "arith.minsi":
      return top - 1n;
    default:
      return undefined;
  }
}

function neutralOf(name: string, type: Type): Attribute | undefined {
  if (type.kind === "float-type") return floatNeutral(name, type);
  return type.kind === "integer-type" ? integerNeutral(name, type) : undefined;
}

function floatNeutral(name: string, type: FloatType): Attribute | undefined {
  const value = NEUTRAL_FLOAT[name];
  return value === undefined ? undefined : floatAttribute(value, type);
}

function integerNeutral(name: string, type: IntegerType): Attribute | undefined {
  const value = neutralInteger(name, type.width);
  return value === undefined ? undefined : integerAttribute(value, type);
}

/** One combiner an output, or undefined when the body has another form. */
export function combinersOf(nest: LoopNest): readonly Combiner[] | undefined {
  const block = nest.combine;
  const accumulators = block.arguments.slice(nest.inputs.length);
  const yielded = block.last?.opOperands ?? [];
  const combiners: Combiner[] = [];
  for (const [at, accumulator] of accumulators.entries()) {
    const combiner = combinerOf(yielded[at], accumulator);
    if (combiner === undefined) return undefined;
    combiners.push(combiner);
  }
  return combiners;
}

function combinerOf(result: Value | undefined, accumulator: Value): Combiner | undefined {
  const operation = result?.definition;
  if (operation === undefined || !accumulator.hasOneUse || !isOperand(operation, accumulator)) return undefined;
  const neutral = neutralOf(operation.opName, accumulator.type);
  return neutral === undefined ? undefined : { operation, neutral };
}

function isOperand(operation: OperationHandle, value: Value): boolean {
  return operation.opOperands.some((operand) => operand.is(value));
}
