import { expect, test } from "vitest";
import { runInMemory } from "../memory-io.ts";

const program = `func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = stablehlo.negate %x : tensor<4xf32>
  return %0 : tensor<4xf32>
}
`;

test("a program becomes a module, its constants, and what runs them", async () => {
  const { code, out, files } = await runInMemory(["compile", "neg.mlir", "-o", "out", "--json"], {
    "neg.mlir": program,
  });
  expect(code).toBe(0);
  const { target, files: listed, entries } = JSON.parse(out);
  expect(target).toBe("wasm-simd");
  expect(listed.map(({ path }: { path: string }) => path)).toEqual(
    ["wasm", "constants.bin", "js", "d.ts", "abi.json"].map((extension) => `out/neg.${extension}`),
  );
  expect(entries[0]).toMatchObject({ name: "main", inputs: [{ dtype: "f32", shape: [4] }] });
  const wasm = files.get("out/neg.wasm");
  expect(wasm instanceof Uint8Array && WebAssembly.validate(new Uint8Array(wasm))).toBe(true);
  expect(String(files.get("out/neg.js"))).toContain("export async function load");
});

test("--emit prints instead of writing", async () => {
  const wat = await runInMemory(["compile", "-", "--emit", "wat"], {}, program);
  expect(wat).toMatchObject({ code: 0, err: "" });
  expect(wat.out).toMatch(/^\(module/);
  expect(wat.out).toContain("f32x4.neg");
  expect(wat.files.size).toBe(0);
  const mlir = await runInMemory(["compile", "-", "--emit", "mlir"], {}, program);
  expect(mlir.out).toContain("wasm.f32x4.neg");
  expect(await runInMemory(["compile", "-", "--emit", "llvm"], {}, program)).toMatchObject({
    code: 2,
    err: 'error: the target has no text "llvm"\n',
  });
});

test("--remarks and --timing go to standard error", async () => {
  const { err } = await runInMemory(["compile", "-", "-o", "out", "--remarks", "--timing"], {}, program);
  expect(err).toMatch(/remark: schedule of \d+ candidates/);
  expect(err).toContain("... Execution time report ...");
  expect(err).toMatch(/\nout\/program\.wasm: \d+ bytes\n/);
});

test("--elide keeps large constants out of the text", async () => {
  const scaled = program
    .replace("stablehlo.negate %x", "stablehlo.multiply %x, %w")
    .replace("%0", "%w = stablehlo.constant dense<[1.0, 2.0, 3.0, 4.0]> : tensor<4xf32>\n  %0");
  const run = (...flags: readonly string[]) => runInMemory(["compile", "-", "--emit", "mlir", ...flags], {}, scaled);
  expect((await run()).out).toContain("bytes = dense<[1.000000e+00, 2.000000e+00, 3.000000e+00, 4.000000e+00]>");
  expect((await run("--elide", "3")).out).toContain("bytes = dense_resource<__elided__>");
  expect(await run("--elide", "few")).toMatchObject({ code: 2, out: "" });
});
