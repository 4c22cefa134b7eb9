/** A small dialect for the unit tests of this folder and of src/pass: integers, a commutative sum, a branch, a box with a region. */

import { AnyAttr } from "../definition/attribute-constraint.ts";
import { type Context, createContext } from "../definition/context.ts";
import { branch } from "../definition/control-flow.ts";
import { defineDialect } from "../definition/dialect.ts";
import { AnyRegion, defineOp, variadic } from "../definition/operation.ts";
import { AnyType } from "../definition/type-constraint.ts";
import { i32, integerAttribute } from "../ir/attribute.ts";
import type { BlockHandle, OperationHandle, Value } from "../ir/handle.ts";
import { unknownLocation } from "../ir/location.ts";
import { emptyModule } from "../ir/module.ts";
import { ModuleRewriter } from "../ir/module-rewriter.ts";
import { operationName } from "../ir/name.ts";
import type { Rewriter } from "../ir/rewriter.ts";
import { invariant } from "../support/invariant.ts";
import { canonicalizationsOf } from "./canonicalizations.ts";
import type { RewritePattern } from "./pattern.ts";

export const constant = defineOp({
  name: "toy.constant",
  summary: "an integer",
  results: { result: AnyType },
  attributes: { value: AnyAttr },
  traits: ["Pure", "ConstantLike"],
});
export const add = defineOp({
  name: "toy.add",
  summary: "a sum",
  operands: { lhs: AnyType, rhs: AnyType },
  results: { result: AnyType },
  traits: ["Pure", "Commutative", "SameOperandsAndResultType"],
  fold: (op, [lhs, rhs]) => {
    if (rhs?.kind !== "integer") return undefined;
    if (rhs.value === 0n) return op.lhs;
    return lhs?.kind === "integer" ? integerAttribute(lhs.value + rhs.value, lhs.type) : undefined;
  },
});
export const negate = defineOp({
  name: "toy.negate",
  summary: "the negative",
  operands: { input: AnyType },
  results: { result: AnyType },
  traits: ["Pure", "Involution", "SameOperandsAndResultType"],
});
export const source = defineOp({ name: "toy.source", summary: "some value", results: { result: AnyType } });
export const sink = defineOp({ name: "toy.sink", summary: "a use", operands: { inputs: variadic(AnyType) } });
export const box = defineOp({
  name: "toy.box",
  summary: "has a region that runs once",
  operands: { inputs: variadic(AnyType) },
  results: { outputs: variadic(AnyType) },
  regions: { body: AnyRegion },
});
export const yieldOp = defineOp({
  name: "toy.yield",
  summary: "ends a box",
  operands: { values: variadic(AnyType) },
  traits: ["Terminator"],
});
export const jump = defineOp({
  name: "toy.jump",
  summary: "goes to a block",
  operands: { values: variadic(AnyType) },
  successors: { target: "one" },
  traits: ["Terminator"],
  supplies: [branch.of({ successorOperands: (op) => ({ start: 0, count: op.operandCount }) })],
});
/** Goes to one of two blocks; the first `operandSegmentSizes[1]` values go to the first. */
export const fork = defineOp({
  name: "toy.fork",
  summary: "goes to one of two blocks",
  operands: { condition: AnyType, left: variadic(AnyType), right: variadic(AnyType) },
  successors: { first: "one", second: "one" },
  traits: ["Terminator", "AttrSizedOperandSegments"],
  supplies: [
    branch.of({
      successorOperands: (op, index) => {
        const sizes = op.findAttribute("operandSegmentSizes");
        const left = sizes?.kind === "dense-array" ? Number(sizes.values[1] ?? 0) : 0;
        return index === 0 ? { start: 1, count: left } : { start: 1 + left, count: op.operandCount - 1 - left };
      },
    }),
  ],
});
export const fence = defineOp({
  name: "toy.isolated",
  summary: "has a body of its own",
  regions: { body: AnyRegion },
  traits: ["IsolatedFromAbove"],
});

export function toyContext(patterns: readonly RewritePattern[] = []): Context {
  return createContext([
    defineDialect({
      name: "toy",
      summary: "for tests",
      operations: [constant, add, negate, source, sink, box, yieldOp, jump, fork, fence],
      materializeConstant: (value, type) => constant.build({ value, resultTypes: [type] }),
      extensions: canonicalizationsOf(patterns),
    }),
  ]);
}

/** A module with one empty block, the insertion point in it. */
export function toyModule(): {
  readonly modules: ModuleRewriter;
  readonly rewriter: Rewriter;
  readonly block: BlockHandle;
} {
  const modules = new ModuleRewriter(emptyModule(operationName("builtin.module"), unknownLocation));
  const rewriter = modules.top;
  const block = rewriter.root.opRegions[0]?.entry;
  invariant(block !== undefined, "a module has a block");
  rewriter.setInsertionPointToEnd(block);
  return { modules, rewriter, block };
}

export function insertConstant(rewriter: Rewriter, value: number): Value {
  return rewriter.insert(constant.build({ value: integerAttribute(value, i32), resultTypes: [i32] })).opResult(0);
}

/** `add(%0, %1)` a line, nested blocks indented; values are numbered in the order in which they are defined. */
export function outline(block: BlockHandle): string {
  const numbers = new Map<number, number>();
  const number = (value: Value): string => {
    if (!numbers.has(value.id)) numbers.set(value.id, numbers.size);
    return `%${numbers.get(value.id)}`;
  };
  const lines: string[] = [];
  const showBlock = (at: BlockHandle, indent: string): void => {
    for (const argument of at.arguments) number(argument);
    for (const operation of at.operations) {
      const results = operation.opResults.map(number);
      const left = results.length === 0 ? "" : `${results.join(", ")} = `;
      const value = operation.findAttribute("value");
      const detail = value?.kind === "integer" ? String(value.value) : operation.opOperands.map(number).join(", ");
      lines.push(`${indent}${left}${shortName(operation)}(${detail})`);
      operation.opRegions.forEach((region) => {
        region.blocks.forEach((inner, index) => {
          lines.push(`${indent}  ^${index}(${inner.arguments.map(number).join(", ")})`);
          showBlock(inner, `${indent}  `);
        });
      });
    }
  };
  showBlock(block, "");
  return lines.join("\n");
}

function shortName(operation: OperationHandle): string {
  return operation.opName.replace(/^toy\./, "");
}
