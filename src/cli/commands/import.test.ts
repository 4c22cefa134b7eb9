import { expect, test } from "vitest";
import { encodeTestModel } from "../../import/onnx/test-encoder.ts";
import { tensorOf } from "../../tensor/tensor.ts";
import { runInMemory } from "../memory-io.ts";

const model = encodeTestModel({
  nodes: [{ op: "Add", name: "bias", inputs: ["x", "b"], outputs: ["y"] }],
  inputs: [{ name: "x", dims: ["batch", 3] }],
  outputs: [{ name: "y" }],
  initializers: { b: tensorOf("f32", [3], [1, 2, 3]) },
});

test("a model becomes text that opt reads, for the shapes that are given", async () => {
  const imported = await runInMemory(["import", "m.onnx", "--shape", "x=2x3"], { "m.onnx": model });
  expect(imported.err).toBe("");
  expect(imported.out).toContain('func.func @main(%arg0: tensor<2x3xf32> {onnx.name = "x"})');
  const reread = await runInMemory(["opt", "-"], {}, imported.out);
  expect(reread).toMatchObject({ code: 0, out: imported.out });
});

test("--dim, --function, -o, --elide and --locations", async () => {
  const { code, err, files } = await runInMemory(
    ["import", "-", "--dim", "batch=5", "--function", "net", "-o", "out/m.mlir", "--elide", "2", "--locations"],
    {},
    model,
  );
  const text = String(files.get("out/m.mlir"));
  expect(code).toBe(0);
  expect(err).toMatch(/^out\/m\.mlir: \d+ operations, \d+ B\n$/);
  expect(text).toContain("func.func @net(%arg0: tensor<5x3xf32>");
  expect(text).toContain("dense_resource<__elided__>");
  expect(text).toContain('loc(fused["bias", "y"])');
});

test("open sizes and malformed options are told with what to write", async () => {
  const open = await runInMemory(["import", "m.onnx"], { "m.onnx": model });
  expect([open.code, open.out]).toEqual([1, ""]);
  expect(open.err).toContain(
    'input "x", dimension 0 (batch): the size is not known at import; give it, for example --shape x=1x3',
  );
  for (const [args, message] of [
    [["--shape", "x"], 'error: expected NAME=2x3x4, found "x"\n'],
    [["--dim", "batch=-1"], 'error: expected NAME=SIZE, found "batch=-1"\n'],
    [["--elide", "few"], 'error: expected a number of elements, found "few"\n'],
  ] as const) {
    const { code, err } = await runInMemory(["import", "m.onnx", ...args], { "m.onnx": model });
    expect([code, err]).toEqual([2, message]);
  }
});
