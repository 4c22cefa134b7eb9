import { expect, expectTypeOf, test } from "vitest";
import { f32, i32, integerAttribute, tensorType } from "../ir/attribute.ts";
import type { Value } from "../ir/handle.ts";
import { unknownLocation } from "../ir/location.ts";
import { emptyModule } from "../ir/module.ts";
import { ModuleRewriter } from "../ir/module-rewriter.ts";
import { operationName } from "../ir/name.ts";
import type { Rewriter } from "../ir/rewriter.ts";
import { DenseI64ArrayAttr, I32Attr, UnitAttr } from "./attribute-constraint.ts";
import { createContext } from "./context.ts";
import { defineDialect } from "./dialect.ts";
import { defineInterface } from "./interface.ts";
import { defaultAttr, defineOp, optional, optionalAttr, variadic } from "./operation.ts";
import { AnyTensor, AnyType } from "./type-constraint.ts";

const weight = defineInterface<number>("weight");

const source = defineOp({ name: "t.source", summary: "makes a value", results: { result: AnyType } });
const shift = defineOp({
  name: "t.shift",
  summary: "an op with one of everything",
  operands: { input: AnyTensor, amounts: variadic(AnyType), mask: optional(AnyTensor) },
  results: { result: AnyTensor },
  attributes: { axes: DenseI64ArrayAttr, step: defaultAttr(I32Attr, 1), limit: optionalAttr(I32Attr), wrap: UnitAttr },
  traits: ["Pure", "AttrSizedOperandSegments"],
  inferTypes: ({ operandTypes: [first] }) => (first === undefined ? { problem: "no input" } : { types: [first] }),
  verify: (op, report) => {
    if (op.axes.length === 0) report("needs an axis");
  },
  supplies: [weight.of(7)],
});

function rewriterAtEnd(): Rewriter {
  const rewriter = new ModuleRewriter(emptyModule(operationName("builtin.module"), unknownLocation)).top;
  const block = rewriter.root.opRegions[0]?.entry;
  if (block !== undefined) rewriter.setInsertionPointToEnd(block);
  return rewriter;
}

test("a view has the names of its definition, with their values", () => {
  const rewriter = rewriterAtEnd();
  const type = tensorType([2], f32);
  const make = () => rewriter.insert(source.build({ resultTypes: [type] })).opResult(0);
  const [a, b, c] = [make(), make(), make()];
  const plain = shift.cast(rewriter.insert(shift.build({ input: a, amounts: [b, c], axes: [0, 1] })));
  const full = shift.cast(
    rewriter.insert(shift.build({ input: a, amounts: [], mask: c, axes: [2], step: 3, limit: 9, wrap: true })),
  );
  if (plain === undefined || full === undefined) expect.unreachable("both are t.shift");
  expect(plain.result.type).toBe(type);
  expect(plain.amounts.map((value) => value.id)).toEqual([b.id, c.id]);
  expect([plain.mask, plain.step, plain.limit, plain.wrap]).toEqual([undefined, 1, undefined, false]);
  expect(plain.findAttribute("step")).toBeUndefined();
  expect([full.mask?.id, full.step, full.limit, full.wrap, full.axes]).toEqual([c.id, 3, 9, true, [2]]);
  expect(shift.cast(a.definition)).toBeUndefined();
});

test("names are typed: a misspelt operand or attribute does not compile", () => {
  const rewriter = rewriterAtEnd();
  const a = rewriter.insert(source.build({ resultTypes: [tensorType([2], f32)] })).opResult(0);
  const view = shift.cast(rewriter.insert(shift.build({ input: a, amounts: [], axes: [0] })));
  if (view === undefined) expect.unreachable("it is a t.shift");
  expectTypeOf(view.input).toEqualTypeOf<Value>();
  expectTypeOf(view.amounts).toEqualTypeOf<readonly Value[]>();
  expectTypeOf(view.mask).toEqualTypeOf<Value | undefined>();
  expectTypeOf(view.axes).toEqualTypeOf<readonly number[]>();
  expectTypeOf(view.limit).toEqualTypeOf<number | undefined>();
  expectTypeOf(view.step).toEqualTypeOf<number>();
  expectTypeOf(view.wrap).toEqualTypeOf<boolean>();
  // @ts-expect-error a misspelt attribute of a view
  expect(view.axis).toBeUndefined();
  // @ts-expect-error a misspelt operand in a builder
  expect(() => shift.build({ imput: a, amounts: [], axes: [0] })).toThrow(/"input" is missing/);
  // @ts-expect-error an attribute of the wrong type
  expect(() => shift.build({ input: a, amounts: [], axes: "0" })).toThrow();
  // @ts-expect-error a required attribute left out
  expect(() => shift.build({ input: a, amounts: [] })).toThrow(/"axes" is missing/);
});

test("a context finds definitions and supplied values, also those of extensions", () => {
  const other = defineInterface<string>("other");
  const context = createContext([
    defineDialect({ name: "t", summary: "test", operations: [source, shift] }),
    defineDialect({
      name: "x",
      summary: "extends t",
      operations: [],
      extensions: [{ operation: "t.source", supplies: [other.of("later")] }],
    }),
  ]);
  expect(context.find(weight, shift.name)).toBe(7);
  expect(context.find(weight, source.name)).toBeUndefined();
  expect(context.find(other, source.name)).toBe("later");
  expect(context.hasTrait(shift.name, "Pure")).toBe(true);
  expect(context.suggestOperation("t.shfit")).toBe("t.shift");
  expect(integerAttribute(3, i32)).toBe(integerAttribute(3n, i32));
});
