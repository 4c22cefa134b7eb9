import { expect, test } from "vitest";
import { interpret } from "../../../src/interpret/interpreter.ts";
import { tensorOf } from "../../../src/tensor/tensor.ts";
import { fullContext, moduleOf } from "../../support/programs.ts";

const context = fullContext();

/** What @f gives for index arguments, or the code of the fault. */
function run(body: string, args: readonly number[], globals = ""): readonly number[] | string {
  const names = args.map((_, at) => `%a${at}: index`).join(", ");
  const module = moduleOf(`${globals}\nfunc.func @f(${names}) -> f32 {${body}\n}`, context);
  const inputs = args.map((value) => tensorOf("index", [], [value]));
  const result = interpret(module, context, "f", inputs);
  return result.ok ? result.value.map(({ data }) => Number(data[0])) : (result.diagnostics[0]?.code ?? "");
}

test("what is stored through a view is loaded through the memory", () => {
  const body = `
  %m = memref.alloc() : memref<4x8xf32>
  %s = memref.subview %m[%a0, 2] [2, 4] [1, 2] : memref<4x8xf32> to memref<2x4xf32, strided<[8, 2], offset: ?>>
  %t = memref.transpose %s (i, j) -> (j, i) : memref<2x4xf32, strided<[8, 2], offset: ?>> to memref<4x2xf32, strided<[2, 8], offset: ?>>
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %x = arith.constant 5.0 : f32
  memref.store %x, %t[%c2, %c1] : memref<4x2xf32, strided<[2, 8], offset: ?>>
  %i = arith.addi %a0, %c1 : index
  %j = arith.constant 6 : index
  %v = memref.load %m[%i, %j] : memref<4x8xf32>
  return %v : f32`;
  expect(run(body, [1])).toEqual([5]);
});

test("bytes are seen as floats through memref.view, and reshaped in place", () => {
  const body = `
  %b = memref.alloc() : memref<64xi8>
  %off = arith.constant 16 : index
  %m = memref.view %b[%off][] : memref<64xi8> to memref<2x4xf32>
  %flat = memref.collapse_shape %m [[0, 1]] : memref<2x4xf32> into memref<8xf32>
  %x = arith.constant 3.5 : f32
  memref.store %x, %flat[%a0] : memref<8xf32>
  %c1 = arith.constant 1 : index
  %v = memref.load %m[%c1, %c1] : memref<2x4xf32>
  return %v : f32`;
  expect(run(body, [5])).toEqual([3.5]);
  expect(run(body, [4])).toEqual([0]);
});

test("globals start with their values and keep what is written", () => {
  const globals = "memref.global @g : memref<3xf32> = dense<[1.0, 2.0, 3.0]>";
  const body = `
  %g = memref.get_global @g : memref<3xf32>
  %v = memref.load %g[%a0] : memref<3xf32>
  memref.store %v, %g[%a1] : memref<3xf32>
  %h = memref.get_global @g : memref<3xf32>
  %w = memref.load %h[%a1] : memref<3xf32>
  return %w : f32`;
  expect(run(body, [2, 0], globals)).toEqual([3]);
});

test("accesses outside of memory and after its end are faults", () => {
  const outside = `
  %m = memref.alloc() : memref<4xf32>
  %v = memref.load %m[%a0] : memref<4xf32>
  return %v : f32`;
  expect(run(outside, [3])).toEqual([0]);
  expect(run(outside, [4])).toBe("interpret.out-of-bounds");
  const freed = `
  %m = memref.alloc() : memref<4xf32>
  memref.dealloc %m : memref<4xf32>
  %v = memref.load %m[%a0] : memref<4xf32>
  return %v : f32`;
  expect(run(freed, [0])).toBe("interpret.use-after-free");
  const twice = `
  %m = memref.alloc() : memref<4xf32>
  %v = memref.load %m[%a0] : memref<4xf32>
  memref.dealloc %m : memref<4xf32>
  memref.dealloc %m : memref<4xf32>
  return %v : f32`;
  expect(run(twice, [0])).toBe("interpret.double-free");
});
