import { expect, test } from "vitest";
import { createContext } from "../definition/context.ts";
import * as a from "../ir/attribute.ts";
import { floatAttribute, floatAttributeOfBits } from "../ir/float.ts";
import { OperationHandle } from "../ir/handle.ts";
import { operationId } from "../ir/ids.ts";
import { Source } from "../source/source.ts";
import { parseModule } from "./parse.ts";
import { type PrintOptions, printAttribute, printModule, printModuleTo, printOperation, printType } from "./print.ts";

const context = createContext([], { allowUnregistered: true });

function printed(text: string, options: PrintOptions = {}): string {
  const result = parseModule(new Source("t.mlir", text), context);
  if (!result.ok) throw new Error(result.diagnostics[0]?.message);
  const whole = printModule(result.value, context, options);
  return whole
    .split("\n")
    .slice(1)
    .filter((line) => line !== "}) : () -> ()")
    .map((line) => line.replace(/^ {2}/, ""))
    .join("\n");
}

// What mlir-opt 22 prints for the same values.
test.each([
  [1, a.f32, "1.000000e+00"],
  [0.1, a.f32, "1.000000e-01"],
  [1 / 3, a.f32, "0.333333343"],
  [Math.PI, a.f32, "3.14159274"],
  [Math.PI, a.f64, "3.1415926535897931"],
  [1e-7, a.f64, "9.9999999999999995E-8"],
  [16777217, a.f64, "0x4170000010000000"],
  [123456.7, a.f32, "123456.703"],
  [-0, a.f32, "-0.000000e+00"],
  [1e300, a.f64, "1.000000e+300"],
  [Number.NaN, a.f32, "0x7FC00000"],
  [Number.NEGATIVE_INFINITY, a.f16, "0xFC00"],
  [0.1, a.bf16, "1.000980e-01"],
  [65504, a.f16, "6.550400e+04"],
])("%d prints as upstream prints it", (value, type, text) => {
  expect(printAttribute(floatAttribute(value, type), context)).toBe(`${text} : ${type.name}`);
});

test("the payload of a NaN is printed", () => {
  expect(printAttribute(floatAttributeOfBits(0xffc00001n, a.f32), context)).toBe("0xFFC00001 : f32");
});

test("types where they are left out", () => {
  const list = a.arrayAttribute([
    a.integerAttribute(1, a.i64),
    a.integerAttribute(1, a.i32),
    floatAttribute(1, a.f64),
    a.trueAttribute,
  ]);
  expect(printAttribute(list, context)).toBe("[1, 1 : i32, 1.000000e+00, true]");
  expect(printAttribute(a.integerAttribute(1, a.i64), context)).toBe("1 : i64");
  expect(printType(a.functionType([], [a.functionType([a.i1], [])]), context)).toBe("() -> ((i1) -> ())");
});

test("names that were written stay, and a name twice gets a number", () => {
  const text =
    '%a = "t.d"() : () -> i1\n"t.r"() ({\n^bb0(%x: i1):\n  %b = "t.d"(%x, %a) : (i1, i1) -> i1\n}) : () -> ()\n';
  expect(printed(text)).toBe(text);
  expect(printed(text, { dropNames: true })).toBe(
    '%0 = "t.d"() : () -> i1\n"t.r"() ({\n^bb0(%arg0: i1):\n  %1 = "t.d"(%arg0, %0) : (i1, i1) -> i1\n}) : () -> ()\n',
  );
});

test("regions beside each other number alike, and behind what is around them", () => {
  const region = '({\n  %x:2 = "t.d"() : () -> (i1, i1)\n})';
  const text = `%0 = "t.d"() : () -> i1\n"t.r"() ${region} : () -> ()\n"t.r"() ${region} : () -> ()\n%1 = "t.d"() : () -> i1\n`;
  expect(printed(text, { dropNames: true }).match(/%\d+(?=:2)/g)).toEqual(["%2", "%2"]);
});

test("predecessors are told behind labels", () => {
  const text =
    '"t.r"() ({\n  "t.b"()[^bb1, ^bb2] : () -> ()\n^bb1:  // 2 preds: ^bb0, ^bb2\n  "t.e"() : () -> ()\n^bb2:  // pred: ^bb0\n  "t.b"()[^bb1] : () -> ()\n^bb3:  // no predecessors\n  "t.e"() : () -> ()\n}) : () -> ()\n';
  expect(printed(text)).toBe(text);
  expect(printed(text, { omitPredecessors: true })).not.toContain("//");
});

test("locations on request", () => {
  const text =
    '"t.r"() ({\n^bb0(%x: i1 loc("f":1:2)):\n  "t.e"() : () -> () loc(unknown)\n}) : () -> () loc("f":3:4)\n';
  // A location that was written takes the place of the one that keeps the name.
  expect(printed(text, { debugInfo: true })).toContain(
    '^bb0(%arg0: i1 loc("f":1:2)):\n  "t.e"() : () -> () loc(unknown)\n}) : () -> () loc("f":3:4)',
  );
  expect(printed('"t.e"() : () -> ()\n', { debugInfo: true })).toContain('loc("t.mlir":1:1)');
  expect(printed(text, { debugInfo: true, locationAliases: true })).toContain("loc(#loc1)");
});

test("large constants are elided, or hexadecimal", () => {
  const numbers = Array.from({ length: 120 }, (_, at) => at).join(", ");
  const text = `"t.e"() {x = dense<[${numbers}]> : tensor<120xi8>} : () -> ()\n`;
  expect(printed(text)).toContain('dense<"0x000102');
  expect(printed(text, { hexElementsLargerThan: 1000 })).toBe(text);
  expect(printed(text, { elideElementsLargerThan: 16 })).toBe(
    '"t.e"() {x = dense_resource<__elided__> : tensor<120xi8>} : () -> ()\n',
  );
});

test("a sink is handed pieces, which together are the text", () => {
  const result = parseModule(new Source("t.mlir", '%a = "t.d"() {k = [1, 2]} : () -> tensor<2xf32>\n'), context);
  if (!result.ok) return expect(result.ok).toBe(true);
  const pieces: string[] = [];
  printModuleTo({ write: (piece) => pieces.push(piece) }, result.value, context);
  expect(pieces.join("")).toBe(printModule(result.value, context));
  expect(pieces.length).toBeGreaterThan(10);
  const operation = new OperationHandle(result.value.top.view(), operationId(1));
  expect(printOperation(operation, context)).toBe('%a = "t.d"() {k = [1, 2]} : () -> tensor<2xf32>');
});
