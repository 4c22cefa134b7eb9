/** What the operations of arith mean. Constant folding runs the same functions. */

import { tensorOfElements } from "../../src/interpret/memory.ts";
import { wordsOf } from "../../src/interpret/numbers.ts";
import {
  type Evaluator,
  type Fault,
  fault,
  constant as fixed,
  general,
  isFault,
  meaningOf,
  unary,
} from "../../src/interpret/semantics.ts";
import { elementDType, type Scalar } from "../../src/interpret/value.ts";
import { type Attribute, dtypeOf, elementTypeOrSelf, type FloatType, type Type } from "../../src/ir/attribute.ts";
import { floatBitsFromNumber, floatNumberFromBits, floatWidth } from "../../src/ir/float.ts";
import type { Value } from "../../src/ir/handle.ts";
import { invariant } from "../../src/support/invariant.ts";
import { byteWidth, roundFloat, storageOver } from "../../src/tensor/dtype.ts";
import { knownElementCount } from "../../src/tensor/shape.ts";
import { tensorOver, zeros } from "../../src/tensor/tensor.ts";
import {
  floatComparison,
  floatFromInteger,
  floatOperations,
  type RoundingMode,
  rounderOf,
  roundTowards,
} from "./float-meaning.ts";
import {
  comparison,
  extendedProduct,
  extendedSum,
  fromBig,
  integerOperations,
  integerWidth,
  toBig,
} from "./integer-meaning.ts";
import { liftBinary, liftSeveral, liftUnary, scalarOperand, tensorOperand, type Unary } from "./lift.ts";
import * as ops from "./ops.ts";

/** The value of a constant attribute. */
function constantMeaning(attribute: Attribute): Evaluator | Fault {
  switch (attribute.kind) {
    case "integer": {
      const value = fromBig(attribute.value, attribute.type);
      return isFault(value) ? value : fixed(value);
    }
    case "float":
      return dtypeOf(attribute.type) === undefined
        ? fault("element-type", "has no values of this type")
        : fixed(attribute.value);
    case "dense-elements": {
      const tensor = tensorOfElements(attribute);
      return tensor === undefined ? fault("element-type", "has no values of this element type") : fixed(tensor);
    }
    case "dense-resource": {
      const dtype = elementDType(attribute.type);
      if (dtype === undefined || attribute.blob === undefined)
        return fault("missing-resource", `has no data for resource "${attribute.key}"`);
      const elements = knownElementCount(attribute.type.shape);
      if (attribute.blob.size !== elements * byteWidth(dtype))
        return fault("resource-size", `resource "${attribute.key}" has ${attribute.blob.size} bytes`);
      return fixed(tensorOver(dtype, attribute.type.shape, attribute.blob.as(dtype)));
    }
    default:
      return fault("constant", "has a value that cannot be computed with");
  }
}

// ---- Arithmetic ---------------------------------------------------------------------------------------------------------

const integerDefinitions = {
  addi: ops.addi,
  subi: ops.subi,
  muli: ops.muli,
  andi: ops.andi,
  ori: ops.ori,
  xori: ops.xori,
  divsi: ops.divsi,
  divui: ops.divui,
  ceildivsi: ops.ceildivsi,
  ceildivui: ops.ceildivui,
  floordivsi: ops.floordivsi,
  remsi: ops.remsi,
  remui: ops.remui,
  shli: ops.shli,
  shrui: ops.shrui,
  shrsi: ops.shrsi,
  maxsi: ops.maxsi,
  minsi: ops.minsi,
  maxui: ops.maxui,
  minui: ops.minui,
} as const;

type Integer = keyof typeof integerOperations;
const integers = (Object.keys(integerOperations) as Integer[]).map((mnemonic) => {
  const definition = integerDefinitions[mnemonic];
  return meaningOf(definition, (op) => liftBinary(op.result.type, integerOperations[mnemonic](op.result.type)));
});

const floats = [
  ops.addf,
  ops.subf,
  ops.mulf,
  ops.divf,
  ops.remf,
  ops.maximumf,
  ops.minimumf,
  ops.maxnumf,
  ops.minnumf,
].map((definition) => {
  const apply = floatOperations[definition.name.text.slice("arith.".length)];
  return meaningOf(definition, (op) => {
    invariant(apply !== undefined, "each float operation has a meaning");
    const round = rounderOf(op.result.type);
    return liftBinary(op.result.type, (a, b) => round(apply(Number(a), Number(b))));
  });
});

// ---- Casts --------------------------------------------------------------------------------------------------------------

/** Integers of any kind to integers of any kind: read as signed or unsigned, wrapped into the target. */
function integerCast(signed: boolean): (op: { readonly in: Value; readonly out: Value }) => Evaluator | Fault {
  return (op) => {
    const from = integerWidth(op.in.type);
    const to = elementTypeOrSelf(op.out.type);
    return liftUnary(op.out.type, (value) => fromBig(toBig(value, from, signed), to));
  };
}

/** Towards zero; what does not fit is poison, and becomes the nearest integer that does (NaN 0). */
function toInteger(signed: boolean): (op: { readonly out: Value }) => Evaluator | Fault {
  return (op) => {
    const type = elementTypeOrSelf(op.out.type);
    const width = BigInt(integerWidth(type));
    const least = signed ? -(1n << (width - 1n)) : 0n;
    const largest = signed ? (1n << (width - 1n)) - 1n : (1n << width) - 1n;
    return liftUnary(op.out.type, (value) => {
      const whole = Math.trunc(Number(value));
      if (Number.isNaN(whole)) return fromBig(0n, type);
      if (!Number.isFinite(whole)) return fromBig(whole > 0 ? largest : least, type);
      const exact = BigInt(whole);
      return fromBig(exact > largest ? largest : exact < least ? least : exact, type);
    });
  };
}

function fromInteger(signed: boolean): (op: { readonly in: Value; readonly out: Value }) => Evaluator | Fault {
  return (op) => {
    const width = integerWidth(op.in.type);
    return liftUnary(op.out.type, (value) => floatFromInteger(toBig(value, width, signed), op.out.type));
  };
}

const asFloatType = (type: Type): FloatType | undefined => {
  const element = elementTypeOrSelf(type);
  return element.kind === "float-type" ? element : undefined;
};

function roundInto(type: Type, mode: RoundingMode | undefined): Unary {
  const float = asFloatType(type);
  const round = rounderOf(type);
  if (mode === undefined || float === undefined) return (value) => round(Number(value));
  return (value) => roundTowards(Number(value), float, mode);
}

/** The bits of a scalar, without a sign. */
function bitsOf(value: Scalar, type: Type): bigint {
  const float = asFloatType(type);
  return float === undefined ? toBig(value, integerWidth(type), false) : floatBitsFromNumber(Number(value), float);
}

function fromBits(bits: bigint, type: Type): Scalar | Fault {
  const float = asFloatType(type);
  return float === undefined ? fromBig(bits, elementTypeOrSelf(type)) : floatNumberFromBits(bits, float);
}

/** Of tensors the memory is read as another type where it can be, so that NaN payloads survive. */
function bitcastMeaning(op: { readonly in: Value; readonly out: Value }): Evaluator | Fault {
  const [from, to] = [elementDType(op.in.type), elementDType(op.out.type)];
  const wholeBytes = (type: Type): boolean => {
    const float = asFloatType(type);
    return (float === undefined ? integerWidth(type) : floatWidth(float)) % 8 === 0;
  };
  const shaped = elementTypeOrSelf(op.out.type) !== op.out.type;
  if (!shaped || from === undefined || to === undefined || !wholeBytes(op.in.type) || !wholeBytes(op.out.type))
    return liftUnary(op.out.type, (value) => fromBits(bitsOf(value, op.in.type), op.out.type));
  return unary((value) => {
    const { shape, data } = tensorOperand(value);
    const copy = data.slice();
    return tensorOver(to, shape, storageOver(to, copy.buffer, copy.byteOffset, knownElementCount(shape)));
  });
}

// ---- Select -------------------------------------------------------------------------------------------------------------

function selectMeaning(op: { readonly condition: Value; readonly result: Value }): Evaluator | Fault {
  if (op.condition.type === elementTypeOrSelf(op.condition.type))
    return general(([condition, yes, no]) => {
      const chosen = scalarOperand(condition) === 0 ? no : yes;
      return chosen === undefined ? [] : [chosen];
    });
  const dtype = elementDType(op.result.type);
  if (dtype === undefined) return fault("element-type", "has no values of this element type");
  return general(([condition, yes, no]) => {
    const mask = tensorOperand(condition);
    const result = zeros(dtype, mask.shape);
    // Words are copied, so that elements of every type keep their bits.
    const { words, lanes } = wordsOf(result);
    const [left, right] = [wordsOf(tensorOperand(yes)).words, wordsOf(tensorOperand(no)).words];
    for (let at = 0; at < words.length; at++)
      words[at] = (mask.data[Math.floor(at / lanes)] === 0 ? right : left)[at] ?? 0;
    return [result];
  });
}

/** The power of two that a scale stands for. */
const scaleOf = (value: Scalar): number => roundFloat("f8E8M0FNU", Number(value));

export const meanings = [
  meaningOf(ops.constant, (op) => constantMeaning(op.value)),
  ...integers,
  ...floats,
  meaningOf(ops.negf, (op) => liftUnary(op.result.type, (value) => -Number(value))),
  meaningOf(ops.cmpi, (op) => liftBinary(op.result.type, comparison(op.predicate, op.lhs.type))),
  meaningOf(ops.cmpf, (op) => {
    const compare = floatComparison(op.predicate);
    return liftBinary(op.result.type, (a, b) => compare(Number(a), Number(b)));
  }),
  meaningOf(ops.select, selectMeaning),
  meaningOf(ops.adduiExtended, (op) => {
    const add = extendedSum(op.lhs.type);
    return liftSeveral([op.sum.type, op.overflow.type], ([a = 0, b = 0]) => add(a, b));
  }),
  meaningOf(ops.mulsiExtended, (op) => {
    const multiply = extendedProduct(op.lhs.type, true);
    return liftSeveral([op.low.type, op.high.type], ([a = 0, b = 0]) => multiply(a, b));
  }),
  meaningOf(ops.muluiExtended, (op) => {
    const multiply = extendedProduct(op.lhs.type, false);
    return liftSeveral([op.low.type, op.high.type], ([a = 0, b = 0]) => multiply(a, b));
  }),
  meaningOf(ops.extsi, integerCast(true)),
  meaningOf(ops.extui, integerCast(false)),
  meaningOf(ops.trunci, integerCast(true)),
  meaningOf(ops.indexCast, integerCast(true)),
  meaningOf(ops.indexCastui, integerCast(false)),
  meaningOf(ops.sitofp, fromInteger(true)),
  meaningOf(ops.uitofp, fromInteger(false)),
  meaningOf(ops.fptosi, toInteger(true)),
  meaningOf(ops.fptoui, toInteger(false)),
  meaningOf(ops.extf, (op) => liftUnary(op.out.type, roundInto(op.out.type, undefined))),
  meaningOf(ops.truncf, (op) => liftUnary(op.out.type, roundInto(op.out.type, op.roundingmode))),
  meaningOf(ops.bitcast, bitcastMeaning),
  meaningOf(ops.scalingExtf, (op) => {
    const round = rounderOf(op.out.type);
    return liftBinary(op.out.type, (value, scale) => round(round(Number(value)) * round(scaleOf(scale))));
  }),
  meaningOf(ops.scalingTruncf, (op) => {
    const inner = rounderOf(op.in.type);
    const round = roundInto(op.out.type, op.roundingmode);
    return liftBinary(op.out.type, (value, scale) => round(inner(Number(value) / inner(scaleOf(scale)))));
  }),
] as const;
