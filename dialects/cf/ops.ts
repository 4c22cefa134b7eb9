/** Branches between blocks. Source: MLIR, "'cf' dialect". */
import {
  type AttributeConstraint,
  DenseI32ArrayAttr,
  isElements,
  StrAttr,
} from "../../src/definition/attribute-constraint.ts";
import { branch, inlinable } from "../../src/definition/control-flow.ts";
import { type Effect, memoryEffects } from "../../src/definition/effects.ts";
import { defineOp, optionalAttr, variadic } from "../../src/definition/operation.ts";
import { AnyInteger, AnyType, I1 } from "../../src/definition/type-constraint.ts";
import type { Attribute } from "../../src/ir/attribute.ts";
import type { OperationHandle } from "../../src/ir/handle.ts";
import { typeText } from "../../src/ir/type-text.ts";
import { switchAssembly, switchOperandRange } from "./assembly.ts";

const AnyIntElementsAttr: AttributeConstraint<Attribute> = {
  summary: "integer elements attribute",
  accepts: (attribute) => isElements(attribute) && attribute.type.elementType.kind === "integer-type",
  decode: (attribute) => attribute,
  encode: (attribute) => attribute,
};

export const br = defineOp({
  name: "cf.br",
  summary: "goes on in another block",
  operands: { destOperands: variadic(AnyType) },
  successors: { dest: "one" },
  traits: ["Pure", "Terminator"],
  assembly: "$dest (`(` $destOperands^ `:` type($destOperands) `)`)? attr-dict",
  supplies: [
    branch.of({ successorOperands: (operation) => ({ start: 0, count: operation.operandCount }) }),
    inlinable.of(() => true),
  ],
  example: "cf.br ^bb1(%0 : i32)",
});

/** The sizes of the operand groups of a conditional branch: condition, true, false. */
function segment(operation: OperationHandle, index: number): number {
  const sizes = operation.findAttribute("operandSegmentSizes");
  return sizes?.kind === "dense-array" ? Number(sizes.values[index] ?? 0) : 0;
}

export const condBr = defineOp({
  name: "cf.cond_br",
  summary: "goes on in one of two blocks, by a condition",
  operands: { condition: I1, trueDestOperands: variadic(AnyType), falseDestOperands: variadic(AnyType) },
  attributes: { branch_weights: optionalAttr(DenseI32ArrayAttr) },
  successors: { trueDest: "one", falseDest: "one" },
  traits: ["AttrSizedOperandSegments", "Pure", "Terminator"],
  assembly:
    "$condition (`weights` `(` $branch_weights^ `)`)? `,` " +
    "$trueDest (`(` $trueDestOperands^ `:` type($trueDestOperands) `)`)? `,` " +
    "$falseDest (`(` $falseDestOperands^ `:` type($falseDestOperands) `)`)? attr-dict",
  verify: (operation, report) => {
    const weights = operation.branch_weights;
    if (weights !== undefined && weights.length !== 2)
      report(`expects number of branch weights to match number of successors: ${weights.length} vs 2`);
    else if (weights?.every((weight) => weight === 0) === true) report("branch weights cannot all be zero");
  },
  supplies: [
    branch.of({
      successorOperands: (operation, index) =>
        index === 0
          ? { start: 1, count: segment(operation, 1) }
          : { start: 1 + segment(operation, 1), count: segment(operation, 2) },
    }),
    inlinable.of(() => true),
  ],
  example: "cf.cond_br %0, ^bb1(%1 : i32), ^bb2",
});

export const switchOp = defineOp({
  name: "cf.switch",
  summary: "goes on in one of several blocks, by an integer",
  operands: { flag: AnyInteger, defaultOperands: variadic(AnyType), caseOperands: variadic(AnyType) },
  attributes: { case_values: optionalAttr(AnyIntElementsAttr), case_operand_segments: DenseI32ArrayAttr },
  successors: { defaultDestination: "one", caseDestinations: "variadic" },
  traits: ["AttrSizedOperandSegments", "Pure", "Terminator"],
  assembly: switchAssembly,
  verify: (operation, report) => {
    const count = operation.caseDestinations.length;
    const values = operation.case_values;
    if (values === undefined) {
      if (count > 0) report(`number of case values (0) should match number of case destinations (${count})`);
      return;
    }
    if (!isElements(values)) return;
    const { type } = values;
    if (type.elementType !== operation.flag.type) {
      report(
        `'flag' type ('${typeText(operation.flag.type)}') should match case value type ('${typeText(type.elementType)}')`,
      );
      return;
    }
    const given = type.shape[0] ?? 0;
    if (given !== count) report(`number of case values (${given}) should match number of case destinations (${count})`);
  },
  supplies: [
    branch.of({ successorOperands: switchOperandRange, pieces: { group: 2, attribute: "case_operand_segments" } }),
    inlinable.of(() => true),
  ],
  example: "cf.switch %0 : i32, [\n  default: ^bb1,\n  42: ^bb2(%1 : i32)\n]",
});

/** A failing assertion ends the program: the effect keeps it in place, and nothing may be moved over it. */
const WRITES: readonly Effect[] = [{ kind: "write", value: undefined }];

export const assertOp = defineOp({
  name: "cf.assert",
  summary: "ends the program with a message unless a condition holds",
  operands: { arg: I1 },
  attributes: { msg: StrAttr },
  assembly: "$arg `,` $msg attr-dict",
  supplies: [memoryEffects.of(() => WRITES), inlinable.of(() => true)],
  example: 'cf.assert %0, "expected a positive size"',
});
