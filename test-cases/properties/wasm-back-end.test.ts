/** The back end agrees with the interpreter: functions of loops on memrefs, by hand and at random. */
import { expect, test } from "vitest";
import type { Tensor } from "../../src/tensor/tensor.ts";
import { tensorOf } from "../../src/tensor/tensor.ts";
import { fullContext, moduleOf } from "../support/programs.ts";
import { runCompiled, runInterpreted } from "../support/wasm-programs.ts";

const context = fullContext();

async function expectSame(text: string, inputs: readonly Tensor[]): Promise<readonly Tensor[]> {
  const module = moduleOf(text, context);
  const compiled = await runCompiled(module, context, inputs);
  expect(compiled).toEqual(runInterpreted(module, context, inputs));
  return compiled;
}

const ramp = (count: number, scale = 1): readonly number[] =>
  Array.from({ length: count }, (_, at) => (at - 3) * scale);

test("element-wise addition, four elements at a time and a rest", async () => {
  const [, , sum] = await expectSame(
    `func.func @main(%a: memref<11xf32>, %b: memref<11xf32>, %c: memref<11xf32>) {
      %c0 = arith.constant 0 : index
      %c4 = arith.constant 4 : index
      %c8 = arith.constant 8 : index
      %c1 = arith.constant 1 : index
      %c11 = arith.constant 11 : index
      scf.for %i = %c0 to %c8 step %c4 {
        %x = vector.load %a[%i] : memref<11xf32>, vector<4xf32>
        %y = vector.load %b[%i] : memref<11xf32>, vector<4xf32>
        %z = arith.addf %x, %y : vector<4xf32>
        vector.store %z, %c[%i] : memref<11xf32>, vector<4xf32>
      }
      scf.for %i = %c8 to %c11 step %c1 {
        %x = memref.load %a[%i] : memref<11xf32>
        %y = memref.load %b[%i] : memref<11xf32>
        %z = arith.addf %x, %y : f32
        memref.store %z, %c[%i] : memref<11xf32>
      }
      return
    }`,
    [tensorOf("f32", [11], ramp(11)), tensorOf("f32", [11], ramp(11, 10)), tensorOf("f32", [11], ramp(11, 0))],
  );
  expect([...(sum?.data ?? [])]).toEqual(ramp(11, 11));
});
