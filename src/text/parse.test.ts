import { describe, expect, test } from "vitest";
import { createContext } from "../definition/context.ts";
import { defineDialect } from "../definition/dialect.ts";
import { AnyRegion, defineOp, variadic } from "../definition/operation.ts";
import { AnyType } from "../definition/type-constraint.ts";
import type { Module } from "../ir/module.ts";
import { renderDiagnostics } from "../source/render.ts";
import { Source } from "../source/source.ts";
import { parseAttribute, parseModule, parseType, splitInput } from "./parse.ts";
import { printModule } from "./print.ts";

const toy = defineDialect({
  name: "toy",
  summary: "operations for these tests",
  operations: [
    defineOp({
      name: "toy.func",
      summary: "isolated",
      regions: { code: AnyRegion },
      traits: ["IsolatedFromAbove"],
      assembly: "$code attr-dict",
    }),
    defineOp({ name: "toy.loop", summary: "not isolated", regions: { code: AnyRegion }, assembly: "$code" }),
    defineOp({
      name: "toy.use",
      summary: "uses values",
      operands: { values: variadic(AnyType) },
      assembly: "($values^ `:` type($values))? attr-dict",
    }),
    defineOp({
      name: "toy.make",
      summary: "a value",
      results: { value: AnyType },
      assembly: "attr-dict `:` type($value)",
    }),
  ],
});
const context = createContext([toy], { allowUnregistered: true });
const strict = createContext([toy]);

function errorsOf(text: string, where = context): string {
  const result = parseModule(new Source("t.mlir", text), where);
  return result.ok ? "" : renderDiagnostics(result.diagnostics);
}

function messagesOf(text: string, where = context): readonly string[] {
  const result = parseModule(new Source("t.mlir", text), where);
  return result.ok ? [] : result.diagnostics.map(({ message }) => message);
}

function parse(text: string): Module {
  const result = parseModule(new Source("t.mlir", text), context);
  if (!result.ok) throw new Error(renderDiagnostics(result.diagnostics));
  return result.value;
}

describe("what a file may hold", () => {
  test("an empty file is an empty module", () => {
    expect(printModule(parse(""), context)).toBe('"builtin.module"() ({\n^bb0:\n}) : () -> ()\n');
  });
  test("one explicit module is the module itself, and more of them are inside one", () => {
    const one = '// first\n"builtin.module"() ({\n}) {a} : () -> ()\n';
    expect(parse(one).top.root.attributes.entries).toHaveLength(1);
    const two = parse(`${one}${one}`);
    expect(two.top.root.attributes.entries).toHaveLength(0);
    expect(two.bodyIds).toEqual([1, 2, 3]);
    const [top] = two.bodyIds;
    expect(top === undefined ? [] : two.childrenOf(top)).toEqual([2, 3]);
  });
  test("an isolated operation has a body with names of its own", () => {
    const module = parse(
      "%0 = toy.make : i32\ntoy.func {\n  %0 = toy.make : f32\n  toy.use %0 : f32\n}\ntoy.use %0 : i32\n",
    );
    expect(module.bodyIds).toHaveLength(2);
    const [, inner] = module.bodyIds;
    expect(inner === undefined ? [] : module.body(inner).root.regions).toEqual([1]);
    expect(inner === undefined ? undefined : module.top.operations.get(2)).toBe(
      inner === undefined ? undefined : module.body(inner).root,
    );
  });
  test("aliases, and locations whose alias follows", () => {
    const module = parse(
      '!t = tensor<2xi32>\n#m = [1, 2]\n"a.b"() {x = #m} : () -> !t loc(#l1)\n#l0 = loc("f":1:2)\n#l1 = loc(fused[#l0, "n"])\n',
    );
    expect(printModule(module, context, { debugInfo: true })).toContain(
      '"a.b"() {x = [1, 2]} : () -> tensor<2xi32> loc(fused["f":1:2, "n"])',
    );
  });
  test("resources come back under their keys", () => {
    const text =
      '"a.b"() {x = dense_resource<w> : tensor<2xi8>} : () -> ()\n{-#\n  dialect_resources: {\n    builtin: {\n      w: "0x100000000102"\n    }\n  },\n  external_resources: {\n    tool: {\n      note: "kept"\n    }\n  }\n#-}\n';
    const module = parse(text);
    const attribute = module.top.operations.get(1)?.attributes.entries[0]?.value;
    expect(attribute?.kind === "dense-resource" ? [...(attribute.blob?.bytes ?? [])] : undefined).toEqual([1, 2]);
    const printed = printModule(module, context);
    expect(printed).toContain('w: "0x100000000102"');
    expect(printed).toContain('note: "kept"');
    expect(printModule(parse(printed), context)).toBe(printed);
  });
  test("parts of a split file stand for themselves", () => {
    const parts = splitInput(
      new Source("t.mlir", '"a.b"() : () -> ()\n// -----\n%0 = "c.d"() : () -> i32\n//-----\n// ---- no\n'),
    );
    expect(parts.map(({ text }) => text.trim())).toEqual([
      '"a.b"() : () -> ()',
      '%0 = "c.d"() : () -> i32',
      "// ---- no",
    ]);
  });
});

describe("values", () => {
  test("uses before definitions, of single results and of packs", () => {
    const text = '"a.u"(%p#1, %s) : (i1, i2) -> ()\n%p:2 = "a.d"() : () -> (i3, i1)\n%s = "a.d"() : () -> i2\n';
    expect(printModule(parse(text), context)).toContain('"a.u"(%p#1, %s) : (i1, i2) -> ()\n  %p:2 = ');
  });
  test("a name that nothing defines", () => {
    expect(errorsOf('"a.u"(%x) : (i1) -> ()\n')).toBe(
      't.mlir:1:7: error: use of undeclared SSA value name\n  "a.u"(%x) : (i1) -> ()\n        ^~',
    );
  });
  test("a name of the operation around an isolated one", () => {
    expect(messagesOf("%0 = toy.make : i32\ntoy.func {\n  toy.use %0 : i32\n}\n")).toEqual([
      "use of undeclared SSA value name",
    ]);
    expect(messagesOf("%0 = toy.make : i32\ntoy.loop {\n  toy.use %0 : i32\n}\n")).toEqual([]);
  });
  test("a name defined twice, and in two regions", () => {
    expect(errorsOf('%0 = "a.d"() : () -> i1\n%0 = "a.d"() : () -> i1\n')).toBe(
      [
        "t.mlir:2:1: error: redefinition of SSA value '%0'",
        '  %0 = "a.d"() : () -> i1',
        "  ^",
        "t.mlir:1:1: note: previously defined here",
        '  %0 = "a.d"() : () -> i1',
        "  ^",
      ].join("\n"),
    );
    expect(messagesOf("toy.loop {\n  %0 = toy.make : i1\n}\ntoy.loop {\n  %0 = toy.make : i2\n}\n")).toEqual([]);
  });
  test("types that do not agree", () => {
    expect(messagesOf('%0 = "a.d"() : () -> i1\n"a.u"(%0) : (i2) -> ()\n')).toEqual([
      "use of value '%0' expects different type than prior uses: 'i2' vs 'i1'",
    ]);
    expect(errorsOf('%x, %y = "a.d"() : () -> (i1, i1)\n"a.u"(%x, %y) : (i1, i2) -> ()\n')).toContain(
      "t.mlir:2:11: error: use of value '%y' expects different type than prior uses: 'i2' vs 'i1'\n  \"a.u\"(%x, %y) : (i1, i2) -> ()\n            ^~\n",
    );
    expect(messagesOf('"a.u"(%0) : (i2) -> ()\n%0 = "a.d"() : () -> i1\n')).toEqual([
      "definition of SSA value '%0#0' has type 'i1'",
    ]);
    expect(messagesOf('"a.u"(%0) : () -> ()\n%0 = "a.d"() : () -> i1\n')).toEqual([
      "expected 1 operand type but had 0",
    ]);
  });
  test("numbers of results", () => {
    expect(messagesOf('%a, %b = "a.d"() : () -> i1\n')).toEqual([
      "operation defines 1 results but was provided 2 to bind",
    ]);
    expect(messagesOf('%a = "a.d"() : () -> ()\n')).toEqual(["cannot name an operation with no results"]);
    expect(messagesOf('%a:2 = "a.d"() : () -> (i1, i1)\n"a.u"(%a#2) : (i1) -> ()\n')).toEqual([
      "reference to invalid result number",
    ]);
  });
});

describe("blocks", () => {
  test("a branch to a block that is not there, and a block twice", () => {
    expect(messagesOf('"a.r"() ({\n  "a.br"()[^x] : () -> ()\n}) : () -> ()\n')).toEqual([
      "reference to an undefined block",
    ]);
    expect(messagesOf('"a.r"() ({\n^x:\n  "a.b"() : () -> ()\n^x:\n}) : () -> ()\n')).toContain(
      "redefinition of block '^x'",
    );
  });
});

describe("messages", () => {
  test("a syntax error has upstream's first line, a caret, and what the grammar expected", () => {
    expect(errorsOf('%0 = "a.d"() ; () -> i1\n')).toBe(
      [
        "t.mlir:1:14: error: expected ':' followed by operation type",
        '  %0 = "a.d"() ; () -> i1',
        "               ^",
        "note: expected ':', '{', '(', '<', or '[', found ';'",
      ].join("\n"),
    );
  });
  test.each([
    ['"a.d" : () -> ()', "expected '(' to start operand list"],
    ['"a.d"() : () - i1', "expected '->' in function type"],
    ['"a.d', "expected '\"' in string literal"],
    ['"a.d"() {x = #y} : () -> ()', "undefined symbol alias id 'y'"],
    ['"a.d"() {x = 1, x = 2} : () -> ()', "duplicate key 'x' in dictionary attribute"],
    ['"a.d"() {x = 300 : i8} : () -> ()', "integer constant out of range for attribute"],
    ['"a.d"() {x = -1 : ui8} : () -> ()', "negative integer literal not valid for unsigned integer type"],
    ['"a.d"() {x = 1 : f32} : () -> ()', "unexpected decimal integer literal for a floating point value"],
    [
      '"a.d"() {x = dense<[1, [2]]> : tensor<2xi8>} : () -> ()',
      "tensor literal is invalid; ranks are not consistent between elements",
    ],
    [
      '"a.d"() {x = dense<[1, 2, 3]> : tensor<2xi8>} : () -> ()',
      "inferred shape of elements literal ([3]) does not match type ([2])",
    ],
    ['"a.d"() {x = dense<1.5> : tensor<2xi8>} : () -> ()', "expected integer elements, but parsed floating-point"],
    ['"a.d"() {x = dense<"0x01"> : tensor<2xi8>} : () -> ()', ""],
    [
      '"a.d"() {x = dense<"0x010203"> : tensor<2xi8>} : () -> ()',
      "elements hex data size is invalid for provided type: 'tensor<2xi8>'",
    ],
    [
      '"a.d"() {x = affine_map<(d0) -> (d0 * d0)>} : () -> ()',
      "non-affine expression: at least one of the multiply operands has to be either a constant or symbolic",
    ],
    ['"a.d"() {x = affine_map<(d0) -> (d1)>} : () -> ()', "use of undeclared identifier"],
    ["#a.b = 1", "attribute names with a '.' are reserved for dialect-defined names"],
    ["toy.usee", "custom op 'toy.usee' is unknown"],
    ["toy.use %0", "expected ':'"],
    ["toy.make attributes", "expected ':'"],
  ])("%s", (text, message) => {
    const messages = messagesOf(text);
    if (message === "") expect(messages).toEqual([]);
    else expect(messages[0]).toBe(message);
  });
  test("an error in an operation's own syntax has a note on all that its format lets stand there", () => {
    expect(errorsOf("%0 = toy.make 5\n")).toBe(
      [
        "t.mlir:1:15: error: expected ':'",
        "  %0 = toy.make 5",
        "                ^",
        "note: expected ':' or '{', found '5'",
      ].join("\n"),
    );
  });
  test("a misspelt operation is told its neighbour", () => {
    expect(errorsOf("toy.usee\n")).toContain("note: did you mean 'toy.use'?");
  });
  test("operations that nobody registered need leave", () => {
    expect(messagesOf('"toy.nothing"() : () -> ()\n', strict)).toEqual([
      "unregistered operation 'toy.nothing' found in dialect ('toy') that does not allow unknown operations",
    ]);
    expect(messagesOf('"a.b"() : () -> ()\n', strict)[0]).toMatch(
      /^operation being parsed with an unregistered dialect/,
    );
  });
});

describe("recovery", () => {
  test("each wrong operation is told once, and what it defined is no error later", () => {
    const text =
      '%0 = "a.d"( : () -> i1\n"a.u"(%0) : (i1) -> ()\ntoy.loop {\n  %1 = toy.make ; i32\n  toy.use %1 : f32\n  "a.u"(%2 : (i1) -> ()\n}\n%3 = "a.d"() : () -> i3\n"a.u"(%3) : (i4) -> ()\n';
    const result = parseModule(new Source("t.mlir", text), context);
    const lines = result.ok
      ? []
      : result.diagnostics.map(({ place }) =>
          place?.kind === "range" ? place.range.source.lineColumn(place.range.start).line : 0,
        );
    expect(lines).toEqual([1, 4, 6, 9]);
  });
  test("it stops after a hundred", () => {
    expect(messagesOf('"a.b"( : () -> ()\n'.repeat(300))).toHaveLength(101);
  });
});

describe("hostile texts are diagnostics", () => {
  const deep = 10_000;
  test.each([
    ["regions", `"a.b"() ({`.repeat(deep), "regions nest deeper than 256 levels"],
    ["custom regions", "toy.loop {".repeat(deep), "regions nest deeper than 256 levels"],
    ["types", `"a.b"() {x = ${"tuple<".repeat(deep)}`, "types and attributes nest deeper than 512 levels"],
    ["attributes", `"a.b"() {x = ${"[".repeat(deep)}`, "types and attributes nest deeper than 512 levels"],
    ["elements", `"a.b"() {x = dense<${"[".repeat(deep)}`, "types and attributes nest deeper than 512 levels"],
    [
      "affine expressions",
      `"a.b"() {x = affine_map<() -> (${"(".repeat(deep)}`,
      "types and attributes nest deeper than 512 levels",
    ],
    [
      "locations",
      `"a.b"() : () -> () loc(${"callsite(".repeat(deep)}`,
      "types and attributes nest deeper than 512 levels",
    ],
    [
      "opaque bodies",
      `"a.b"() {x = !d${"<".repeat(deep)}`,
      "unbalanced '<' character in pretty dialect name, or more than 512 levels of brackets",
    ],
    ["result counts", '%0:99999999 = "a.b"() : () -> ()', "more than 65536 results"],
  ])("nested or counted too far: %s", (_, text, message) => {
    expect(messagesOf(text)[0]).toBe(message);
  });
  test("the largest extent reads and prints, and a splat of two gigabytes is small", () => {
    const text =
      '"a.b"() {s = dense<1.000000e+00> : tensor<536870912xf32>, t = tensor<9223372036854775807xf32>} : () -> ()';
    expect(printModule(parse(text), context)).toContain(text);
    expect(messagesOf('"a.b"() {t = tensor<9223372036854775809xf32>} : () -> ()')[0]).toMatch(/^invalid dimension/);
  });
  test("truncated anywhere, a program never throws", () => {
    const text = printModule(
      parse(
        '%0:2 = "a.d"() ({\n^bb0(%x: tensor<2xi8>):\n  toy.use %x : tensor<2xi8>\n}) {a = dense<[1, 2]> : tensor<2xi8>, m = affine_map<(d0) -> (d0 + 1)>} : () -> (i1, i2) loc("f":1:2)\n',
      ),
      context,
    );
    for (let end = 0; end < text.length; end++)
      expect(() => parseModule(new Source("t.mlir", text.slice(0, end)), context)).not.toThrow();
  });
});

test("types and attributes alone", () => {
  expect(parseType("tensor<4xf32>", context).ok).toBe(true);
  const noType = parseType("5 : i32", context);
  expect(noType.ok ? "" : noType.diagnostics[0]?.message).toBe("expected non-function type");
  const rest = parseAttribute("[1, 2] 3", context);
  expect(rest.ok).toBe(false);
});

test("a hundred errors with a bracket missing are found in time that the size of the text does not multiply", () => {
  const line = (at: number): string =>
    at % 500 === 0
      ? `  %${at} = "test.op"( {v = : i32} : () -> i32`
      : `  %${at} = "test.op"() {v = ${at} : i32} : () -> i32`;
  const text = Array.from({ length: 20_000 }, (_, at) => line(at)).join("\n");
  const context = createContext([toy], { allowUnregistered: true });
  const result = parseModule(new Source("errors.mlir", text), context);
  if (result.ok) expect.unreachable("the text has errors");
  // Each broken line is told of, and no other.
  expect(result.diagnostics.filter(({ severity }) => severity === "error").length).toBe(40);
});
