/** What structured and unstructured control flow compute, on programs small enough to check by hand. */
import { expect, test } from "vitest";
import { interpret } from "../../../src/interpret/interpreter.ts";
import { tensorOf } from "../../../src/tensor/tensor.ts";
import { fullContext, moduleOf } from "../../support/programs.ts";

const context = fullContext();

/** What @f gives for i32 arguments, or the code of the fault. */
function run(text: string, args: readonly number[]): readonly number[] | string {
  const inputs = args.map((value) => tensorOf("i32", [], [value]));
  const result = interpret(moduleOf(text, context), context, "f", inputs);
  return result.ok ? result.value.map(({ data }) => Number(data[0])) : (result.diagnostics[0]?.code ?? "");
}

const counted = (word: string): string => `
  func.func @f(%from: i32, %to: i32, %step: i32) -> (i32, i32) {
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %r:2 = scf.for ${word} %i = %from to %to step %step iter_args(%n = %c0, %sum = %c0) -> (i32, i32) : i32 {
      %next = arith.addi %n, %c1 : i32
      %more = arith.addi %sum, %i : i32
      scf.yield %next, %more : i32, i32
    }
    return %r#0, %r#1 : i32, i32
  }`;

test("a counted loop runs from the lower bound while it is below the upper one", () => {
  expect(run(counted(""), [0, 5, 1])).toEqual([5, 10]);
  expect(run(counted(""), [1, 10, 4])).toEqual([3, 15]);
  expect(run(counted(""), [5, 5, 1])).toEqual([0, 0]);
  expect(run(counted(""), [-2, 2, 1])).toEqual([4, -2]);
  expect(run(counted("unsigned"), [-2, 2, 1])).toEqual([0, 0]);
  expect(run(counted("unsigned"), [-3, -1, 1])).toEqual([2, -5]);
});

test("a loop that steps past the largest integer ends, and one that does not step is a fault", () => {
  expect(run(counted(""), [2147483640, 2147483647, 5])).toEqual([2, (2147483640 + 2147483645) | 0]);
  expect(run(counted(""), [0, 5, 0])).toBe("interpret.loop-step");
});

test("a while loop hands values to and fro", () => {
  const collatz = `
  func.func @f(%n: i32) -> i32 {
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %c2 = arith.constant 2 : i32
    %c3 = arith.constant 3 : i32
    %r:2 = scf.while (%x = %n, %steps = %c0) : (i32, i32) -> (i32, i32) {
      %goes = arith.cmpi ne, %x, %c1 : i32
      scf.condition(%goes) %x, %steps : i32, i32
    } do {
    ^bb0(%x: i32, %steps: i32):
      %rest = arith.remsi %x, %c2 : i32
      %even = arith.cmpi eq, %rest, %c0 : i32
      %next = scf.if %even -> (i32) {
        %half = arith.divsi %x, %c2 : i32
        scf.yield %half : i32
      } else {
        %triple = arith.muli %x, %c3 : i32
        %more = arith.addi %triple, %c1 : i32
        scf.yield %more : i32
      }
      %count = arith.addi %steps, %c1 : i32
      scf.yield %next, %count : i32, i32
    }
    return %r#1 : i32
  }`;
  expect([1, 6, 27].map((n) => run(collatz, [n]))).toEqual([[0], [8], [111]]);
});

test("a switch takes the case with the number, or the default", () => {
  const choose = `
  func.func @f(%n: i32) -> i32 {
    %i = arith.index_cast %n : i32 to index
    %r = scf.index_switch %i -> i32
    case 2 {
      %a = arith.constant 20 : i32
      scf.yield %a : i32
    }
    case -1 {
      %b = arith.constant 10 : i32
      scf.yield %b : i32
    }
    default {
      scf.yield %n : i32
    }
    return %r : i32
  }`;
  expect([2, -1, 7].map((n) => run(choose, [n]))).toEqual([[20], [10], [7]]);
});

test("a parallel loop reduces over all points, the nested ones too", () => {
  const text = `
  func.func @f(%n: i32) -> i32 {
    %to = arith.index_cast %n : i32 to index
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %zero = arith.constant 0 : i32
    %r = scf.parallel (%i, %j) = (%c0, %c0) to (%to, %to) step (%c1, %c1) init (%zero) -> i32 {
      %inner = scf.parallel (%k) = (%c0) to (%j) step (%c1) init (%zero) -> i32 {
        %one = arith.constant 1 : i32
        scf.reduce(%one : i32) {
        ^bb0(%a: i32, %b: i32):
          %s = arith.addi %a, %b : i32
          scf.reduce.return %s : i32
        }
      }
      scf.reduce(%inner : i32) {
      ^bb0(%a: i32, %b: i32):
        %s = arith.addi %a, %b : i32
        scf.reduce.return %s : i32
      }
    }
    return %r : i32
  }`;
  // The sum of j over all (i, j) below n: n * n * (n - 1) / 2.
  expect([0, 1, 4].map((n) => run(text, [n]))).toEqual([[0], [0], [24]]);
});

test("blocks, switches and assertions of cf", () => {
  const text = `
  func.func @f(%n: i32) -> i32 {
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %ok = arith.cmpi sge, %n, %c0 : i32
    cf.assert %ok, "a number that is not negative"
    cf.switch %n : i32, [
      default: ^loop(%n, %c1 : i32, i32),
      0: ^end(%c1 : i32),
      1: ^end(%n : i32)
    ]
  ^loop(%x: i32, %product: i32):
    %next = arith.muli %product, %x : i32
    %less = arith.subi %x, %c1 : i32
    %goes = arith.cmpi sgt, %less, %c0 : i32
    cf.cond_br %goes, ^loop(%less, %next : i32, i32), ^end(%next : i32)
  ^end(%r: i32):
    return %r : i32
  }`;
  expect([0, 1, 5].map((n) => run(text, [n]))).toEqual([[1], [1], [120]]);
  expect(run(text, [-1])).toBe("interpret.assertion");
});

test("calls, direct and through values, and division by zero with its code", () => {
  const text = `
  func.func private @twice(%x: i32) -> i32 {
    %0 = arith.addi %x, %x : i32
    return %0 : i32
  }
  func.func @f(%n: i32) -> i32 {
    %g = constant @twice : (i32) -> i32
    %0 = call @twice(%n) : (i32) -> i32
    %1 = call_indirect %g(%0) : (i32) -> i32
    %2 = arith.divsi %1, %n : i32
    return %2 : i32
  }`;
  expect(run(text, [7])).toEqual([4]);
  expect(run(text, [0])).toBe("interpret.division-by-zero");
});
