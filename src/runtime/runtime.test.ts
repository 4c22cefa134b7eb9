import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { blobFromStorage } from "../tensor/blob.ts";
import { scalar, type Tensor, tensorOf, zeros } from "../tensor/tensor.ts";
import { ModuleBuilder } from "../wasm/module.ts";
import { abiFromJson, checkAbi, type ProgramAbi } from "./abi.ts";
import { emitModule } from "./emit-module.ts";
import { type CompiledProgram, type Executable, instantiate } from "./instantiate.ts";
import { joinSegments, pagesFor, placeConstants } from "./memory.ts";

const X = 4096;
const Y = 8192;
const N = 8192 + 64;

/**
 * `main`: y = exp(x) * w of four f32, with w a constant; n counts the calls. `divide`: n = a / b, which traps for b = 0. `owner` says who owns the memory.
 */
function program(owner: "exported" | "imported"): CompiledProgram {
  const placed = placeConstants([blobFromStorage(new Float32Array([1, 10, 100, 1000]))]);
  const weights = placed.segments[0]?.byteOffset ?? 0;
  const module = new ModuleBuilder();
  const exp = module.importFunction("env", "exp", { params: ["f64"], results: ["f64"] });
  if (owner === "imported") module.importMemory("host", "memory", { min: 1 });
  else module.export("memory", "memory", module.addMemory({ min: 1 }));
  const main = module.addFunction("main", { params: [], results: [] });
  for (let i = 0; i < 4; i++) {
    main.emit("i32.const", Y + 4 * i);
    main.emit("i32.const", X + 4 * i);
    main.emit("f32.load");
    main.emit("f64.promote_f32");
    main.emit("call", exp);
    main.emit("f32.demote_f64");
    main.emit("i32.const", weights + 4 * i);
    main.emit("f32.load");
    main.emit("f32.mul");
    main.emit("f32.store");
  }
  main.emit("i32.const", N);
  main.emit("i32.const", N);
  main.emit("i64.load");
  main.emit("i64.const", 1n);
  main.emit("i64.add");
  main.emit("i64.store");
  const divide = module.addFunction("divide", { params: [], results: [] });
  divide.emit("i32.const", N);
  divide.emit("i32.const", X);
  divide.emit("i64.load");
  divide.emit("i32.const", X);
  divide.emit("i64.load", 8);
  divide.emit("i64.div_s");
  divide.emit("i64.store");
  module.export("main", "function", main.index);
  module.export("divide", "function", divide.index);
  const n = { name: "n", dtype: "i64", shape: [], byteOffset: N } as const;
  const abi: ProgramAbi = {
    version: 1,
    memory: {
      pages: 1,
      origin: owner === "imported" ? { kind: owner, module: "host", name: "memory" } : { kind: owner, name: "memory" },
    },
    constants: { byteOffset: weights, byteSize: 16 },
    arena: { byteOffset: 16384, byteSize: 0 },
    entries: [
      {
        name: "main",
        inputs: [{ name: "x", dtype: "f32", shape: [2, 2], byteOffset: X }],
        outputs: [{ name: "y", dtype: "f32", shape: [2, 2], byteOffset: Y }, n],
      },
      {
        name: "divide",
        inputs: [
          { name: "a", dtype: "i64", shape: [], byteOffset: X },
          { name: "b", dtype: "i64", shape: [], byteOffset: X + 8 },
        ],
        outputs: [n],
      },
    ],
  };
  return { wasm: module.encode(), constants: placed.segments, abi };
}

async function loaded(compiled: CompiledProgram): Promise<Executable> {
  const result = await instantiate(compiled);
  return result.ok ? result.value : expect.fail(result.diagnostics.map((diagnostic) => diagnostic.message).join("\n"));
}

async function refusals(compiled: CompiledProgram): Promise<readonly string[]> {
  const result = await instantiate(compiled);
  return result.ok ? [] : result.diagnostics.map((diagnostic) => `${diagnostic.code}: ${diagnostic.message}`);
}

const x = tensorOf("f32", [2, 2], [0, 1, 0, -1]);
const exponentials = [1, Math.fround(Math.fround(Math.E) * 10), 100, Math.fround(Math.fround(1 / Math.E) * 1000)];

describe.each(["exported", "imported"] as const)("a program whose memory is %s", (owner) => {
  test("runs on tensors", async () => {
    const executable = await loaded(program(owner));
    const result = executable.run([x]);
    expect(result).toEqual({ ok: true, value: [tensorOf("f32", [2, 2], exponentials), scalar("i64", 1n)] });
  });

  test("runs in place, and results of `run` are copies", async () => {
    const executable = await loaded(program(owner));
    const entry = executable.entries[0] ?? expect.fail("no entry");
    const first = entry.run([x]);
    const input = entry.inputViews[0]?.data;
    if (!(input instanceof Float32Array)) return expect.fail("x is not f32");
    input.fill(0);
    expect(entry.invoke().ok).toBe(true);
    expect([...(entry.outputViews[0]?.data ?? [])]).toEqual([1, 10, 100, 1000]);
    expect(entry.outputViews[1]?.data[0]).toBe(2n);
    expect(first.ok && first.value[0]).toEqual(tensorOf("f32", [2, 2], exponentials));
  });
});

describe("what is refused, as diagnostics", () => {
  const messages = (executable: Executable, inputs: readonly Tensor[], name?: string) => {
    const result = executable.run(inputs, name);
    return result.ok ? [] : result.diagnostics.map((diagnostic) => diagnostic.message);
  };

  test("inputs of another number, type or shape", async () => {
    const executable = await loaded(program("exported"));
    expect(messages(executable, [], "main")).toEqual(['"main" expects 1 inputs, found 0']);
    expect(messages(executable, [zeros("f64", [2, 2])])).toEqual([
      'input 0 "x" of "main" expects tensor<2x2xf32>, found tensor<2x2xf64>',
    ]);
    expect(messages(executable, [zeros("f32", [4])])).toEqual([
      'input 0 "x" of "main" expects tensor<2x2xf32>, found tensor<4xf32>',
    ]);
  });

  test("entry points that do not exist", async () => {
    const executable = await loaded(program("exported"));
    expect(messages(executable, [], "mian")).toEqual([
      'expected one of the entry points "main", "divide", found "mian"',
    ]);
  });

  test("traps", async () => {
    const executable = await loaded(program("exported"));
    expect(executable.run([scalar("i64", 7n), scalar("i64", 2n)], "divide")).toEqual({
      ok: true,
      value: [scalar("i64", 3n)],
    });
    expect(messages(executable, [scalar("i64", 7n), scalar("i64", 0n)], "divide")).toEqual([
      '"divide" trapped: divide by zero',
    ]);
  });

  test("modules that are wrong, want what the runtime lacks, or lack what the description names", async () => {
    const good = program("exported");
    expect((await refusals({ ...good, wasm: good.wasm.slice(0, 50) }))[0]).toMatch(
      /^runtime.compile: the engine refuses the module: /,
    );
    const wants = new ModuleBuilder();
    wants.importFunction("env", "random", { params: [], results: ["f64"] });
    expect(await refusals({ ...good, wasm: wants.encode() })).toEqual([
      'runtime.import: the module imports the function "env.random", which the runtime does not have',
    ]);
    expect(await refusals({ ...good, wasm: new ModuleBuilder().encode() })).toEqual([
      'runtime.memory: expected the module to export a memory "memory"',
    ]);
    const [main, divide] = good.abi.entries;
    if (main === undefined || divide === undefined) return expect.fail("two entries");
    const renamed = { ...good.abi, entries: [{ ...main, name: "other" }] };
    expect(await refusals({ ...good, abi: renamed })).toEqual([
      'runtime.entry: expected the module to export a function "other"',
    ]);
    const larger = { ...good.abi, memory: { ...good.abi.memory, pages: 2 } };
    expect(await refusals({ ...good, abi: larger })).toEqual(["runtime.memory: expected a memory of 2 pages, found 1"]);
  });

  test("memory that no address reaches", () => {
    expect(pagesFor(65537)).toEqual({ ok: true, value: 2 });
    const result = pagesFor(5 * 2 ** 30);
    expect(result.ok ? "" : result.diagnostics[0]?.message).toBe(
      "the program needs 5.0 GiB of memory, WebAssembly has at most 4 GiB",
    );
  });
});

describe("the description", () => {
  const { abi } = program("imported");

  test("goes through JSON", () => {
    expect(abiFromJson(JSON.parse(JSON.stringify(abi)))).toEqual({ ok: true, value: abi });
    expect(abiFromJson(JSON.parse(JSON.stringify(program("exported").abi))).ok).toBe(true);
  });

  test("with any part missing or of another kind is a diagnostic", () => {
    const paths = ["version", "memory", "constants", "arena", "entries"];
    for (const path of paths) {
      for (const value of [undefined, null, -1, "x", [], [1], {}]) {
        const result = abiFromJson({ ...abi, [path]: value });
        // No entry points at all is a description, if a useless one.
        expect(result.ok, `${path} = ${JSON.stringify(value)}`).toBe(
          path === "entries" && JSON.stringify(value) === "[]",
        );
      }
    }
    const slot = { name: "x", dtype: "f33", shape: [1], byteOffset: 0 };
    expect(abiFromJson({ ...abi, entries: [{ name: "main", inputs: [slot], outputs: [] }] }).ok).toBe(false);
  });

  test("must lie in memory, be aligned and have unique names", () => {
    const slot = (name: string, byteOffset: number, shape: readonly number[] = [1]) =>
      ({ name, dtype: "f32", shape, byteOffset }) as const;
    const entry = {
      name: "main",
      inputs: [slot("a", 2), slot("a", 65536)],
      outputs: [slot("y", 0, [2 ** 40, 2 ** 40])],
    };
    const messages = checkAbi({ ...abi, arena: { byteOffset: 65536, byteSize: 1 }, entries: [entry] }).map(
      (one) => one.message,
    );
    expect(messages).toEqual([
      "the arena end past the memory of 1 pages",
      'two inputs of "main" have one name',
      'input "a" of "main" is not aligned at 2',
      'input "a" of "main" ends past the memory',
      'output "y" of "main" ends past the memory',
    ]);
  });
});

test("each constant is placed once, on a line of its own", () => {
  const a = blobFromStorage(new Float32Array([1, 2, 3]));
  const b = blobFromStorage(new Float32Array([4]));
  const placed = placeConstants([a, b, a]);
  expect([placed.addresses.get(a), placed.addresses.get(b), placed.end]).toEqual([64, 128, 132]);
  const joined = joinSegments(placed.segments, 64);
  expect([...new Float32Array(joined.buffer)]).toEqual([1, 2, 3, ...new Array<number>(13).fill(0), 4]);
});

describe("the module that is emitted", () => {
  const folders: string[] = [];
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  /** Writes the files that `lathe compile` writes and imports them. */
  async function emitted(owner: "exported" | "imported"): Promise<{ load(): Promise<Record<string, unknown>> }> {
    const { wasm, constants, abi } = program(owner);
    const folder = await mkdtemp(join(tmpdir(), "lathe-emit-"));
    folders.push(folder);
    const text = emitModule({ abi, wasmFile: "p.wasm", constantsFile: "p.bin", title: "A program */ alert()" });
    await writeFile(join(folder, "p.mjs"), text.javascript);
    await writeFile(join(folder, "p.wasm"), wasm);
    await writeFile(join(folder, "p.bin"), joinSegments(constants, abi.constants.byteOffset));
    return import(pathToFileURL(join(folder, "p.mjs")).href);
  }

  test.each(["exported", "imported"] as const)("runs with nothing else (memory %s)", async (owner) => {
    const { main } = await (await emitted(owner)).load();
    if (typeof main !== "function") return expect.fail("no entry main");
    const outputs = main({ x: new Float32Array([0, 1, 0, -1]) });
    expect(outputs).toEqual({ y: Float32Array.from(exponentials), n: BigInt64Array.of(1n) });
    expect(() => main({ x: new Float64Array(4) })).toThrow(
      'main: input "x" must be a Float32Array of 4 elements, found Float64Array of 4',
    );
    expect(() => main({})).toThrow("found undefined");
  });

  test("has declarations that name arrays and types", () => {
    const { declarations } = emitModule({
      abi: program("exported").abi,
      wasmFile: "p.wasm",
      constantsFile: "p.bin",
      title: "P",
    });
    expect(declarations).toContain("/** (x: tensor<2x2xf32>) -> (y: tensor<2x2xf32>, n: tensor<i64>), row-major. */");
    expect(declarations).toContain(
      'readonly "main": Entry<{ readonly "x": Float32Array }, { readonly "y": Float32Array; readonly "n": BigInt64Array }>;',
    );
  });
});
