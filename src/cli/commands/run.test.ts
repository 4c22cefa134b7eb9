import { expect, test } from "vitest";
import { readNpy, writeNpy } from "../../tensor/npy.ts";
import { tensorOf } from "../../tensor/tensor.ts";
import { runInMemory } from "../memory-io.ts";

const program = `func.func @main(%x: tensor<2x2xf32>, %n: tensor<2xi64>) -> (tensor<2x2xf32>, tensor<2xi64>) {
  %0 = stablehlo.add %x, %x : tensor<2x2xf32>
  %1 = stablehlo.add %n, %n : tensor<2xi64>
  return %0, %1 : tensor<2x2xf32>, tensor<2xi64>
}
`;
const inputs = ["--input", "0=x.npy", "--input", "1=ramp"];

function npy(values: readonly number[]): Uint8Array {
  const written = writeNpy(tensorOf("f32", [2, 2], values));
  if (!written.ok) throw new Error(written.message);
  return written.value;
}

test.each(["wasm-simd", "interp"])("results are printed, on %s", async (target) => {
  const files = { "a.mlir": program, "x.npy": npy([1, 2, 3, 4.5]) };
  const { code, out } = await runInMemory(["run", "a.mlir", "--target", target, ...inputs], files);
  expect(code).toBe(0);
  expect(out).toBe("result0: tensor<2x2xf32> { [[2.0, 4.0], [6.0, 9.0]] }\nresult1: tensor<2xi64> { [0, 2] }\n");
});

test("--json and -o give them as data and as .npy files", async () => {
  const { code, out, files } = await runInMemory(
    ["run", "-", ...inputs, "--json", "-o", "res"],
    { "x.npy": npy([Number.POSITIVE_INFINITY, 0, -1, Number.NaN]) },
    program,
  );
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({
    results: [
      { name: "result0", dtype: "f32", shape: [2, 2], data: ["Infinity", 0, -2, "NaN"] },
      { name: "result1", dtype: "i64", shape: [2], data: [0, 2] },
    ],
  });
  const written = files.get("res/result1.npy");
  if (written === undefined || typeof written === "string") expect.unreachable("the file is written");
  expect(readNpy(written)).toEqual({ ok: true, value: tensorOf("i64", [2], [0, 2]) });
});

test("what does not fit is told, with what would", async () => {
  const files = { "a.mlir": program, "x.npy": npy([1, 2, 3, 4]) };
  for (const [args, code, message] of [
    [["--input", "1=x.npy"], 1, 'error: x.npy: expected tensor<2xi64> for input "'],
    [["--input", "5=zeros"], 1, 'error: the function has no input "5"'],
    [["--function", "mian"], 1, 'error: the program has no function "mian"; it has main\n'],
    [["--target", "wasm-smid"], 1, 'error: there is no target "wasm-smid": did you mean "wasm-simd"?\n'],
    [["--taget", "interp"], 2, "error: unknown option '--taget'\n(Did you mean --target?)"],
  ] as const) {
    const told = await runInMemory(["run", "a.mlir", ...args], files);
    expect([told.code, told.err.slice(0, message.length)]).toEqual([code, message]);
  }
});
