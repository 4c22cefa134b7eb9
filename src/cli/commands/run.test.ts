import { expect, test } from "vitest";
import { readNpy, writeNpy } from "../../tensor/npy.ts";
import { tensorOf } from "../../tensor/tensor.ts";
import { runInMemory } from "../memory-io.ts";

const program = `func.func @main(%x: tensor<2x3xf32>, %w: tensor<3x2xf32>) -> tensor<2x2xf32> {
  %0 = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (tensor<2x3xf32>, tensor<3x2xf32>) -> tensor<2x2xf32>
  return %0 : tensor<2x2xf32>
}
func.func @twice(%x: tensor<4xi32>) -> tensor<4xi32> {
  %0 = stablehlo.add %x, %x : tensor<4xi32>
  return %0 : tensor<4xi32>
}`;

function npy(shape: readonly number[], values: readonly number[]): Uint8Array {
  const file = writeNpy(tensorOf("f32", shape, values));
  if (!file.ok) expect.unreachable(file.message);
  return file.value;
}

test.each(["interp", "wasm-simd"])(
  "%s: inputs from files and generators, results printed or written",
  async (target) => {
    const files = { "p.mlir": program, "x.npy": npy([2, 3], [1, 2, 3, 4, 5, 6]) };
    const run = (...more: readonly string[]) => runInMemory(["run", "p.mlir", "--target", target, ...more], files);
    const printed = await run("--input", "0=x.npy", "--input", "1=ones");
    expect(printed.err).toBe("");
    expect(printed.out).toBe("result0: tensor<2x2xf32> { [[6.0, 6.0], [15.0, 15.0]] }\n");
    const written = await run("--input", "0=x.npy", "--input", "1=ramp", "-o", "out");
    const result = readNpy(new Uint8Array(Buffer.from(written.files.get("out/result0.npy") ?? "")));
    expect(result.ok && [...result.value.data]).toEqual([16, 22, 34, 49]);
    const other = await run("--function", "twice", "--input", "0=ramp");
    expect(other.out).toBe("result0: tensor<4xi32> { [0, 2, 4, 6] }\n");
  },
);

test("both targets agree on random inputs of one seed", async () => {
  const run = (target: string) =>
    runInMemory(["run", "p.mlir", "--target", target, "--input", "0=random:3", "--input", "1=random:4"], {
      "p.mlir": program,
    });
  const [interpreted, compiled] = [await run("interp"), await run("wasm-simd")];
  expect(interpreted.out).toContain("tensor<2x2xf32>");
  expect(compiled.out).toBe(interpreted.out);
});

test("what is wrong with the arguments is told with what there is", async () => {
  const run = (...args: readonly string[]) =>
    runInMemory(["run", "p.mlir", ...args], { "p.mlir": program, "x.npy": npy([3], [1, 2, 3]) });
  const target = await run("--target", "wasm-simt");
  expect([target.code, target.err]).toEqual([1, 'error: there is no target "wasm-simt": did you mean "wasm-simd"?\n']);
  const name = await run("--function", "thrice");
  expect(name.err).toBe('error: the program has no function "thrice"; it has main, twice\n');
  const input = await run("--input", "7=zeros");
  expect(input.err).toContain('the function has no input "7"');
  const type = await run("--input", "0=x.npy");
  expect(type.err).toContain('x.npy: expected tensor<2x3xf32> for input "x", found tensor<3xf32>');
});
