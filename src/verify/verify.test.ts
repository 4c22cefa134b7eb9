import { expect, test } from "vitest";
import { createContext } from "../definition/context.ts";
import { defineDialect } from "../definition/dialect.ts";
import { defineOp, SizedRegion1, variadic } from "../definition/operation.ts";
import { AnyType, F32 } from "../definition/type-constraint.ts";
import { dialectType, f32, functionType, i32, stringAttribute, type Type } from "../ir/attribute.ts";
import type { OperationHandle } from "../ir/handle.ts";
import { unknownLocation } from "../ir/location.ts";
import { emptyModule, type Module } from "../ir/module.ts";
import { ModuleRewriter } from "../ir/module-rewriter.ts";
import { operationName } from "../ir/name.ts";
import type { Rewriter } from "../ir/rewriter.ts";
import { verifyModule, verifyOperation } from "./verify.ts";

let looks = 0;
const module = defineOp({
  name: "builtin.module",
  summary: "a module",
  regions: { body: SizedRegion1 },
  traits: ["IsolatedFromAbove", "SymbolTable", "SingleBlock", "NoTerminator"],
});
const source = defineOp({ name: "t.source", summary: "makes a value", results: { result: AnyType } });
const sink = defineOp({
  name: "t.sink",
  summary: "takes floats",
  operands: { values: variadic(F32) },
  verify: () => {
    looks++;
  },
});
const end = defineOp({ name: "t.end", summary: "ends a block", traits: ["Terminator"] });
const cell = defineOp({
  name: "t.cell",
  summary: "an isolated region",
  regions: { body: SizedRegion1 },
  traits: ["IsolatedFromAbove"],
  verify: (op, report) => {
    if (op.findAttribute("bad") !== undefined) report("is bad", [], "cell_c1");
  },
});
const t = defineDialect({
  name: "t",
  summary: "test",
  operations: [source, sink, end, cell],
  types: [
    {
      mnemonic: "odd",
      summary: "a type that is never right",
      verify: (_, report) => report("an odd type is never right"),
    },
  ],
});
const builtin = defineDialect({ name: "builtin", summary: "test", operations: [module] });

const contextOf = () => createContext([builtin, t]);

function moduleWith(fill: (rewriter: Rewriter) => void): Module {
  const modules = new ModuleRewriter(emptyModule(operationName("builtin.module"), unknownLocation));
  const rewriter = modules.top;
  const block = rewriter.root.opRegions[0]?.entry;
  if (block === undefined) expect.unreachable("a module has a block");
  rewriter.setInsertionPointToEnd(block);
  fill(rewriter);
  return modules.commit();
}

const makeValue = (rewriter: Rewriter, type: Type) =>
  rewriter.insert(source.build({ resultTypes: [type] })).opResult(0);

test("each wrong operation is told once, at its first broken rule, with a stable code", () => {
  const wrong = moduleWith((rewriter) => {
    rewriter.insert(sink.build({ values: [makeValue(rewriter, f32), makeValue(rewriter, i32)] }));
    rewriter.insert({ name: source.name, operands: [], resultTypes: [f32, f32] });
  });
  expect(verifyModule(wrong, contextOf()).map(({ code, message }) => [code, message])).toEqual([
    ["verify.operand-type", `'t.sink' op operand #1 must be variadic of ${F32.summary}, but got 'i32'`],
    ["verify.result-count", "'t.source' op requires one result"],
  ]);
});

test("a value whose definition was erased is found", () => {
  const broken = moduleWith((rewriter) => {
    const value = makeValue(rewriter, f32);
    rewriter.insert(sink.build({ values: [value] }));
    if (value.definition !== undefined) rewriter.eraseUnchecked(value.definition.id);
  });
  expect(verifyModule(broken, contextOf()).map(({ code }) => code)).toEqual(["verify.dead-operand"]);
});

test("a body that was found valid is not looked at again under the same context", () => {
  const valid = moduleWith((rewriter) => {
    rewriter.insert(sink.build({ values: [] }));
  });
  const context = contextOf();
  looks = 0;
  expect(verifyModule(valid, context)).toEqual([]);
  expect(verifyModule(valid, context)).toEqual([]);
  expect(looks).toBe(1);
  expect(verifyModule(valid, contextOf())).toEqual([]);
  expect(looks).toBe(2);
});

test("what a dialect's own check reports carries the label of the violated constraint, and the inside is not searched then", () => {
  const wrong = moduleWith((rewriter) => {
    const inner = (build: Rewriter): void => {
      build.insert(sink.build({ values: [makeValue(build, i32)] }));
    };
    const spec = cell.build({ body: [{ build: inner }] });
    const made = rewriter.insert(spec);
    rewriter.setAttribute(made, "bad", stringAttribute("yes"));
  });
  expect(verifyModule(wrong, contextOf()).map(({ code }) => code)).toEqual(["cell_c1"]);
});

test("types of dialects satisfy their definitions, also deep inside others", () => {
  const wrong = moduleWith((rewriter) => {
    makeValue(rewriter, functionType([dialectType("t", "odd")], []));
  });
  expect(verifyModule(wrong, contextOf()).map(({ code, message }) => [code, message])).toEqual([
    ["verify.type", "an odd type is never right"],
  ]);
});

test("diagnostics stop at the limit", () => {
  const wrong = moduleWith((rewriter) => {
    const value = makeValue(rewriter, i32);
    for (let count = 0; count < 20; count++) rewriter.insert(sink.build({ values: [value] }));
  });
  expect(verifyModule(wrong, contextOf(), { limit: 3 })).toHaveLength(3);
});

test("one operation of an open draft is checked by itself", () => {
  const modules = new ModuleRewriter(emptyModule(operationName("builtin.module"), unknownLocation));
  const rewriter = modules.top;
  const block = rewriter.root.opRegions[0]?.entry;
  if (block === undefined) expect.unreachable("a module has a block");
  rewriter.setInsertionPointToEnd(block);
  const [float, integer] = [makeValue(rewriter, f32), makeValue(rewriter, i32)];
  const good = rewriter.insert(sink.build({ values: [float] }));
  const bad = rewriter.insert(sink.build({ values: [integer] }));
  const codes = (operation: OperationHandle) => verifyOperation(operation, contextOf()).map(({ code }) => code);
  expect(codes(good)).toEqual([]);
  expect(codes(bad)).toEqual(["verify.operand-type"]);
  rewriter.moveBefore(good, float.definition ?? good);
  expect(codes(good)).toEqual(["verify.dominance"]);
});
