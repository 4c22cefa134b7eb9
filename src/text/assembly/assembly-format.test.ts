import { describe, expect, test } from "vitest";
import * as c from "../../definition/attribute-constraint.ts";
import { createContext } from "../../definition/context.ts";
import { defineDialect } from "../../definition/dialect.ts";
import {
  AnyRegion,
  defaultAttr,
  defineOp,
  optional,
  optionalAttr,
  SizedRegion1,
  VariadicRegion,
  variadic,
} from "../../definition/operation.ts";
import { AllTypesMatch, SingleBlockImplicitTerminator, TypesMatchWith } from "../../definition/trait.ts";
import { AnyType, F32, I1, Index } from "../../definition/type-constraint.ts";
import { denseArrayAttribute, i32, i64, stringAttribute, tensorType } from "../../ir/attribute.ts";
import { renderDiagnostics } from "../../source/render.ts";
import { Source } from "../../source/source.ts";
import { parseModule } from "../parse.ts";
import { printModule } from "../print.ts";
import { assemblyOf } from "./assembly-format.ts";

const name = (text: string): string => `f.${text}`;
const FlagsAttr = c.FlagsAttr("f", "flags", ["fast", "small"], "flags");

const operations = [
  defineOp({ name: name("same"), summary: "", operands: { lhs: AnyType, rhs: AnyType }, results: { r: AnyType }, traits: ["SameOperandsAndResultType"], assembly: "$lhs `,` $rhs attr-dict `:` type($r)" }),
  defineOp({ name: name("buildable"), summary: "", operands: { position: Index, on: I1 }, results: { r: F32 }, assembly: "$position `[` $on `]` attr-dict" }),
  defineOp({ name: name("match"), summary: "", operands: { a: AnyType, b: AnyType }, results: { r: AnyType }, traits: [AllTypesMatch("a", "r"), TypesMatchWith("b is a tensor of a", "a", "b", (type) => tensorType([2], type))], assembly: "$a $b attr-dict `:` type($a)" }),
  defineOp({ name: name("functional"), summary: "", operands: { inputs: variadic(AnyType) }, results: { outputs: variadic(AnyType) }, assembly: "`(` $inputs `)` attr-dict `:` functional-type($inputs, results)" }),
  defineOp({ name: name("groups"), summary: "", operands: { first: optional(AnyType), rest: variadic(AnyType) }, attributes: { on: c.UnitAttr, count: optionalAttr(c.I64Attr), label: optionalAttr(c.StrAttr) }, traits: ["AttrSizedOperandSegments"], assembly: "(`first` $first^ `:` type($first))? (`rest` `(` $rest^ `:` type($rest) `)`)? (`on` $on^)? (`count` `=` $count^)? (`label` $label^):(`unlabelled`)? attr-dict" }),
  defineOp({ name: name("enum"), summary: "", attributes: { mode: c.IntegerEnumAttr(i32, ["up", "down"], "mode"), flags: defaultAttr(FlagsAttr, []), sizes: c.DenseI64ArrayAttr, callee: c.FlatSymbolRefAttr, sym_name: c.SymbolNameAttr, kind: c.TypeAttr }, assembly: "$sym_name $mode (`flags` `` $flags^)? $callee $sizes `as` $kind attr-dict" }),
  defineOp({ name: name("terminator"), summary: "", traits: ["Terminator"], assembly: "attr-dict" }),
  defineOp({ name: name("region"), summary: "", regions: { body: SizedRegion1 }, traits: [SingleBlockImplicitTerminator("f.terminator")], assembly: "attr-dict-with-keyword $body" }),
  defineOp({ name: name("regions"), summary: "", regions: { bodies: VariadicRegion }, assembly: "$bodies attr-dict" }),
  defineOp({ name: name("else"), summary: "", regions: { yes: AnyRegion, no: AnyRegion }, assembly: "$yes (`else` $no^)? attr-dict" }),
  defineOp({ name: name("branch"), summary: "", successors: { to: "one", others: "variadic" }, traits: ["Terminator"], assembly: "$to (`or` $others^)? attr-dict" }),
  defineOp({ name: name("list"), summary: "", operands: { size: optional(Index), init: optional(AnyType) }, attributes: { untied: c.UnitAttr }, traits: ["AttrSizedOperandSegments"], assembly: "oilist( `size` `(` $size `)` | `init` $init `:` type($init) | `untied` $untied ) attr-dict" }),
  defineOp({ name: name("punctuation"), summary: "", operands: { a: Index, b: variadic(Index) }, attributes: { n: c.I32Attr }, assembly: "`<` $n `>` `` `[` $a `]` ` ` `{` $b `}` `->` `done` `,` `end` attr-dict" }),
  defineOp({ name: name("properties"), summary: "", attributes: { a: c.I32Attr, b: optionalAttr(c.StrAttr) }, assembly: "prop-dict attr-dict" }),
  defineOp({ name: name("all"), summary: "", operands: { a: AnyType, b: AnyType }, assembly: "operands attr-dict `:` type(operands)" }),
  defineOp({
    name: name("custom"), summary: "", operands: { values: variadic(Index) }, attributes: { statics: c.DenseI64ArrayAttr }, assembly: "custom<Mixed>($values, $statics) attr-dict",
    directives: {
      Mixed: {
        parse: (parser, state, scope) => {
          const values: import("../../definition/assembly.ts").UnresolvedOperand[] = [];
          const statics: bigint[] = [];
          const item = (): boolean => {
            const value = parser.parseOptionalOperand();
            if (value !== undefined) values.push(value);
            const integer = value === undefined ? parser.parseInteger() : -1n;
            if (integer !== undefined) statics.push(integer);
            return integer !== undefined;
          };
          scope.operands.set("values", values);
          const parsed = parser.parseCommaSeparatedList("square", item);
          state.properties.set("statics", denseArrayAttribute(i64, statics));
          return parsed;
        },
        print: (operation, printer) => {
          const statics = operation.findAttribute("statics");
          let next = 0;
          const items = statics?.kind === "dense-array" ? statics.values : [];
          printer.print("[");
          items.forEach((item, at) => {
            if (at > 0) printer.print(", ");
            if (item === -1n) printer.printOperand(operation.opOperand(next++));
            else printer.print(String(item));
          });
          printer.print("]");
        },
      },
    },
  }),
]; // biome-ignore format: one operation a line

const dialect = defineDialect({
  name: "f",
  summary: "formats",
  operations,
  attributes: [
    {
      mnemonic: "flags",
      summary: "flags",
      parse: (parser) => {
        const words: string[] = [];
        const item = (): boolean => {
          const word = parser.parseOneOf(["fast", "small"]);
          if (word !== undefined) words.push(word);
          return word !== undefined;
        };
        return parser.parseCommaSeparatedList("less-greater", item)
          ? words.map((word) => stringAttribute(word))
          : undefined;
      },
      print: (attribute, printer) =>
        printer.print(`<${attribute.parameters.map((word) => (word.kind === "string" ? word.value : "")).join(",")}>`),
    },
  ],
});
const context = createContext([dialect], { allowUnregistered: true });
const prologue =
  '%i = "t.v"() : () -> index\n%j = "t.v"() : () -> index\n%b = "t.v"() : () -> i1\n%x = "t.v"() : () -> f32\n%t = "t.v"() : () -> tensor<2xf32>\n';

/** The last operation of the program, printed in its own form and in the generic one. */
function printed(text: string): { readonly own: string; readonly generic: string } {
  const read = (source: string): string => {
    const result = parseModule(new Source("t.mlir", source), context);
    if (!result.ok) throw new Error(renderDiagnostics(result.diagnostics));
    return printModule(result.value, context);
  };
  const own = read(`${prologue}${text}`);
  // The generic form of the same program reads back as the same.
  const result = parseModule(new Source("t.mlir", own), context);
  if (!result.ok) throw new Error(renderDiagnostics(result.diagnostics));
  const generic = printModule(result.value, context, { generic: true });
  expect(read(generic)).toBe(own);
  const last = (whole: string): string =>
    whole
      .split("\n")
      .slice(6, -2)
      .map((line) => line.replace(/^ {2}/, ""))
      .join("\n");
  return { own: last(own), generic: last(generic) };
}

describe("a form is printed as it was written", () => {
  test.each([
    ["%r = f.same %x, %x : f32", '%r = "f.same"(%x, %x) : (f32, f32) -> f32'],
    ["%r = f.same %x, %x {a} : f32", '%r = "f.same"(%x, %x) {a} : (f32, f32) -> f32'],
    ["%r = f.buildable %i[%b]", '%r = "f.buildable"(%i, %b) : (index, i1) -> f32'],
    ["%r = f.match %x %t : f32", '%r = "f.match"(%x, %t) : (f32, tensor<2xf32>) -> f32'],
    ["f.functional() : () -> ()", '"f.functional"() : () -> ()'],
    [
      "%r:2 = f.functional(%x, %b) {k = 1 : i8} : (f32, i1) -> (i8, i16)",
      '%r:2 = "f.functional"(%x, %b) {k = 1 : i8} : (f32, i1) -> (i8, i16)',
    ],
    ["f.groups unlabelled", '"f.groups"() <{operandSegmentSizes = array<i32: 0, 0>}> : () -> ()'],
    [
      'f.groups first %x : f32 rest(%i, %j : index, index) on count = 4 label "l"',
      '"f.groups"(%x, %i, %j) <{count = 4 : i64, label = "l", on, operandSegmentSizes = array<i32: 1, 2>}> : (f32, index, index) -> ()',
    ],
    [
      "f.enum @me down @you [1, -2] as i8",
      '"f.enum"() <{callee = @you, flags = #f.flags<>, kind = i8, mode = 1 : i32, sizes = array<i64: 1, -2>, sym_name = "me"}> : () -> ()',
    ],
    [
      "f.enum @me up flags<fast,small> @you [] as () -> ()",
      '"f.enum"() <{callee = @you, flags = #f.flags<fast,small>, kind = () -> (), mode = 0 : i32, sizes = array<i64>, sym_name = "me"}> : () -> ()',
    ],
    ["f.list size(%i) untied", '"f.list"(%i) <{operandSegmentSizes = array<i32: 1, 0>, untied}> : (index) -> ()'],
    ["f.list", '"f.list"() <{operandSegmentSizes = array<i32: 0, 0>}> : () -> ()'],
    [
      "f.punctuation<3>[%i] {%j, %i} -> done, end",
      '"f.punctuation"(%i, %j, %i) <{n = 3 : i32}> : (index, index, index) -> ()',
    ],
    ['f.properties <{a = 1 : i32, b = "x"}> {c}', '"f.properties"() <{a = 1 : i32, b = "x"}> {c} : () -> ()'],
    ["f.all %x, %i : f32, index", '"f.all"(%x, %i) : (f32, index) -> ()'],
    [
      "f.custom [1, %i, 3, %j] {k}",
      '"f.custom"(%i, %j) <{statics = array<i64: 1, -1, 3, -1>}> {k} : (index, index) -> ()',
    ],
    ["f.regions {\n}, {\n} {k}", '"f.regions"() ({\n}, {\n}) {k} : () -> ()'],
    [
      "f.else {\n  %q = f.buildable %i[%b]\n}",
      '"f.else"() ({\n  %q = "f.buildable"(%i, %b) : (index, i1) -> f32\n}, {\n}) : () -> ()',
    ],
  ])("%s", (own, generic) => {
    expect(printed(`${own}\n`)).toEqual({ own, generic });
  });
});

test("clauses of an oilist come in any order and print in the format's", () => {
  expect(printed("f.list untied init %x : f32\n").own).toBe("f.list init %x : f32 untied");
});

test("an implicit terminator is made and not printed, unless it says something", () => {
  expect(printed("f.region {\n}\n")).toEqual({
    own: "f.region {\n}",
    generic: '"f.region"() ({\n  "f.terminator"() : () -> ()\n}) : () -> ()',
  });
  expect(printed("f.region attributes {k} {\n  f.terminator {said}\n}\n").own).toBe(
    "f.region attributes {k} {\n  f.terminator {said}\n}",
  );
});

test("an operation that its form could not hold is printed generically", () => {
  expect(printed('"f.all"(%x) : (f32) -> ()\n').own).toBe('"f.all"(%x) : (f32) -> ()');
  expect(printed('"f.enum"() : () -> ()\n').own).toBe('"f.enum"() <{flags = #f.flags<>}> : () -> ()');
});

describe("what is missing is named", () => {
  test.each([
    ["f.same %x : f32", "expected ','"],
    ["f.same %x, : f32", "expected SSA operand"],
    ["f.same %x, %x f32", "expected ':'"],
    ["f.enum @me left @you [] as i8", "expected mode to be one of: up, down"],
    ["f.enum up", "expected attribute 'sym_name'"],
    ["f.properties <{a = 1}", "expected '>'"],
    ["f.list untied untied", "`untied` clause can appear at most once in the expansion of the oilist directive"],
    ["f.functional(%x) : () -> ()", "number of operands and types do not match: got 1 operands and 0 types"],
    ["f.branch", "expected block name"],
  ])("%s", (text, message) => {
    const result = parseModule(new Source("t.mlir", `${prologue}${text}\n`), context);
    expect(result.ok ? "" : result.diagnostics[0]?.message).toBe(message);
  });
});

test("successors", () => {
  const text =
    '"t.r"() ({\n  f.branch ^bb1 or ^bb2, ^bb1\n^bb1:\n  f.terminator\n^bb2:\n  f.terminator\n}) : () -> ()\n';
  expect(printed(text).own).toContain("f.branch ^bb1 or ^bb2, ^bb1");
});

test("a format that leaves a type open is a mistake in the definition", () => {
  const open = defineOp({ name: "f.open", summary: "", operands: { a: AnyType }, assembly: "$a attr-dict" });
  expect(() => assemblyOf(open)).toThrow("the type of operand $a is neither written nor implied");
  const unknown = defineOp({ name: "f.unknown", summary: "", assembly: "$b attr-dict" });
  expect(() => assemblyOf(unknown)).toThrow("unknown name $b");
});
