import binaryen from "binaryen";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import wabtModule from "wabt";
import { decodeModule } from "./decode.ts";
import { disassemble } from "./disassemble.ts";
import { isSupported, supportedFeatures } from "./features.ts";
import type { FunctionBuilder } from "./function-builder.ts";
import { ModuleBuilder } from "./module.ts";
import type { ImmediateKind } from "./opcode-row.ts";
import { type Instruction, instructions } from "./opcodes.ts";
import type { ValueType } from "./types.ts";

const wabt = await wabtModule();
const WABT_FEATURES = { threads: true, simd: true, relaxed_simd: true, bulk_memory: true, reference_types: true };

/** What wabt makes of a text. */
function assembled(text: string): Uint8Array {
  const module = wabt.parseWat("test.wat", text, WABT_FEATURES);
  return module.toBinary({ write_debug_names: false }).buffer;
}

function textOf(bytes: Uint8Array): string {
  const result = disassemble(bytes);
  return result.ok ? result.value : `at ${result.offset}: ${result.message}`;
}

/** The exports of an instance; `unknown` functions are called through `call`. */
async function run(
  module: ModuleBuilder,
  imports: WebAssembly.Imports = {},
): Promise<(name: string, ...values: readonly (number | bigint)[]) => unknown> {
  const { instance } = await WebAssembly.instantiate(module.encode(), imports);
  return (name, ...values) => {
    const callee = instance.exports[name];
    return typeof callee === "function" ? callee(...values) : `no function ${name}`;
  };
}

const constants: { readonly [T in ValueType]: (body: FunctionBuilder) => void } = {
  i32: (body) => body.emit("i32.const", -5),
  i64: (body) => body.emit("i64.const", 0x123456789abcdefn),
  f32: (body) => body.emit("f32.const", 1.5),
  f64: (body) => body.emit("f64.const", -0.1),
  v128: (body) =>
    body.emit(
      "v128.const",
      new Uint8Array(16).map((_, i) => i * 17),
    ),
  funcref: (body) => body.emit("ref.null", "funcref"),
  externref: (body) => body.emit("ref.null", "externref"),
};

/** Instructions that type themselves and need no table, segment or function beside them. */
const exercised = instructions.filter(
  ({ signature, immediates }) => signature !== undefined && immediatesFor(immediates, 2) !== undefined,
);

/** A function that runs one instruction on constants and drops what it gives. */
function exercise(module: ModuleBuilder, instruction: Instruction): void {
  const { signature, name, immediates, lanes } = instruction;
  const body = module.addFunction(name, { params: [], results: [] });
  for (const param of signature?.params ?? []) constants[param](body);
  Reflect.apply(body.emit, body, [name, ...(immediatesFor(immediates, lanes) ?? [])]);
  for (const _ of signature?.results ?? []) body.emit("drop");
}

/** Immediates other than the default ones, so that each field is seen. */
function immediatesFor(kind: ImmediateKind, lanes: number): readonly unknown[] | undefined {
  if (/^mem\d/.test(kind)) return [1000];
  if (kind.startsWith("memlane")) return [lanes - 1, 300, 0];
  if (kind.startsWith("lane")) return [lanes - 1];
  if (kind === "shuffle") return [Array.from({ length: 16 }, (_, i) => 31 - i)];
  if (kind === "i32") return [-77];
  if (kind === "i64") return [-(2n ** 62n)];
  if (kind === "f32" || kind === "f64") return [-1.25];
  if (kind === "v128") return [new Uint8Array(16).fill(0x9c)];
  return ["none", "memory", "memoryCopy", "fence"].includes(kind) ? [] : undefined;
}

describe("the opcode table", () => {
  test("has no opcode and no name twice", () => {
    expect(new Set(instructions.map(({ name }) => name)).size).toBe(instructions.length);
    expect(new Set(instructions.map(({ prefix, code }) => `${prefix} ${code}`)).size).toBe(instructions.length);
  });

  test("agrees with wabt on every instruction that has a signature", () => {
    const module = new ModuleBuilder();
    module.addMemory({ min: 1, max: 1, shared: true });
    for (const instruction of exercised) exercise(module, instruction);
    expect(exercised.length).toBeGreaterThan(480);
    const bytes = module.encode();
    expect(withoutNames(assembled(textOf(bytes)))).toEqual(withoutNames(bytes));
  });

  test("agrees with the engine and with binaryen on types", () => {
    const module = new ModuleBuilder();
    module.addMemory({ min: 1, max: 1, shared: true });
    for (const instruction of exercised) if (instruction.feature !== "relaxed-simd") exercise(module, instruction);
    expect(WebAssembly.validate(module.encode())).toBe(true);
    const relaxed = new ModuleBuilder();
    relaxed.addMemory({ min: 1, max: 1, shared: true });
    for (const instruction of exercised) exercise(relaxed, instruction);
    const read = binaryen.readBinary(relaxed.encode());
    read.setFeatures(binaryen.Features.All);
    expect(read.validate()).toBe(1);
    read.dispose();
  });
});

/** Sections but the custom ones: whether names are written is not part of a program. */
function withoutNames(bytes: Uint8Array): readonly unknown[] {
  const decoded = decodeModule(bytes);
  if (!decoded.ok) return [decoded.message, decoded.offset];
  const { types, imports, functions, tables, memories, globals, exports, start, elements, bodies, data } =
    decoded.value;
  const code = bodies.map((body) => ({
    locals: body.locals,
    code: [...bytes.subarray(body.code.start, body.code.end)],
  }));
  const values = globals.map(({ global, initial }) => ({
    global,
    code: [...bytes.subarray(initial.start, initial.end)],
  }));
  const segments = data.map((segment) => ({ isActive: segment.offset !== undefined, bytes: [...segment.bytes] }));
  return [types, imports, functions, tables, memories, values, exports, start, elements.length, code, segments];
}

/** A module with one of everything. */
function everything(): ModuleBuilder {
  const module = new ModuleBuilder({ name: "everything" });
  const log = module.importFunction("env", "log", { params: ["i32"], results: [] });
  const base = module.importGlobal("env", "base", "i32");
  module.addMemory({ min: 2, max: 10 });
  const table = module.addTable("funcref", { min: 4, max: 4 });
  const counter = module.addGlobal("i64", { type: "i64", value: -7n }, { mutable: true });
  module.addGlobal("v128", { type: "v128", value: new Uint8Array(16).fill(3) });
  module.addGlobal("f32", { type: "f32", value: Number.NaN });
  module.addGlobal("f64", { type: "f64", value: -Infinity });
  module.addGlobal("externref", { type: "externref", value: undefined });
  const unary = { params: ["i32"], results: ["i32"] } as const;
  const double = module.addFunction("double", unary);
  double.nameLocal(0, "x");
  double.emit("local.get", 0);
  double.emit("i32.const", 2);
  double.emit("i32.mul");
  const pick = module.addFunction("pick", { params: ["i32", "i32"], results: ["i32"] });
  pick.local("i32", "a");
  pick.local("i32");
  pick.local("v128", "a");
  pick.block(undefined, (outer) => {
    pick.block(undefined, (inner) => {
      pick.emit("local.get", 0);
      pick.emit("br_table", [0, 1, 1], 0);
      pick.br(inner);
    });
    pick.emit("local.get", 1);
    pick.emit("i32.const", 0);
    pick.emit("call_indirect", unary);
    pick.emit("return");
    pick.br(outer);
  });
  pick.emit("local.get", 1);
  pick.if(
    { params: [], results: ["i32", "i32"] },
    () => {
      pick.emit("i32.const", 1);
      pick.emit("i32.const", -1);
    },
    () => {
      pick.emit("global.get", base);
      pick.emit("i32.const", 0x7fffffff);
    },
  );
  pick.emit("i32.const", 0);
  pick.emit("select");
  const start = module.addFunction("start", { params: [], results: [] });
  start.emit("global.get", counter);
  start.emit("i64.const", 1n);
  start.emit("i64.add");
  start.emit("global.set", counter);
  start.emit("i32.const", 41);
  start.emit("call", log);
  start.emit("i32.const", 100);
  start.emit("i32.const", 1);
  start.emit("i32.const", 3);
  start.emit("memory.init", 1);
  start.emit("data.drop", 1);
  module.addElements(table, { type: "i32", value: 0 }, [double.index, pick.index]);
  module.addData(Uint8Array.of(1, 2, 34, 92, 200), { type: "i32", value: 16 });
  module.addData(new TextEncoder().encode('"quoted"\n'));
  module.setStart(start.index);
  module.export("pick", "function", pick.index);
  module.export("memory", "memory", 0);
  module.export('table "0"', "table", table);
  module.export("counter", "global", counter);
  return module;
}

describe("a module with one of everything", () => {
  test("runs", async () => {
    const logged: number[] = [];
    const { instance } = await WebAssembly.instantiate(everything().encode(), {
      env: { log: (value: number) => logged.push(value), base: new WebAssembly.Global({ value: "i32" }, 1000) },
    });
    const { memory, pick, counter } = instance.exports;
    expect(logged).toEqual([41]);
    if (
      !(memory instanceof WebAssembly.Memory && counter instanceof WebAssembly.Global && typeof pick === "function")
    ) {
      return expect.fail("exports are missing");
    }
    expect(counter.value).toBe(-6n);
    expect([...new Uint8Array(memory.buffer, 16, 5)]).toEqual([1, 2, 34, 92, 200]);
    expect(new TextDecoder().decode(new Uint8Array(memory.buffer, 100, 3))).toBe("quo");
    expect(pick(0, 21)).toBe(42);
    expect(pick(1, 5)).toBe(-1);
    expect(pick(1, 0)).toBe(0x7fffffff);
  });

  test("is read back by wabt from its text to the same bytes", () => {
    const bytes = everything().encode();
    expect(withoutNames(assembled(textOf(bytes)))).toEqual(withoutNames(bytes));
  });

  test("keeps its names, where they can be spelt and are unique", () => {
    const text = textOf(everything().encode());
    expect(text).toContain("(module $everything\n");
    expect(text).toContain(
      "(func $double (;1;) (type 1) (param $x i32) (result i32)\n    local.get $x\n    i32.const 2\n    i32.mul)",
    );
    // "a" names two locals of $pick
    expect(text).not.toContain("$a");
    const decoded = decodeModule(everything().encode());
    expect(decoded.ok && decoded.value.names.locals.get(2)?.get(2)).toBe("a");
  });

  test("is indented by nesting", () => {
    const lines = textOf(everything().encode()).split("\n");
    const from = lines.findIndex((line) => line.includes("br_table"));
    expect(lines.slice(from - 3, from + 3)).toEqual([
      "    block",
      "      block",
      "        local.get 0",
      "        br_table 0 1 1 0",
      "        br 0",
      "      end",
    ]);
  });

  test("cut off anywhere it is a message with an offset", () => {
    const bytes = everything().encode();
    for (let length = 0; length < bytes.length; length++) {
      const result = disassemble(bytes.subarray(0, length));
      // Between two sections a prefix may be whole; then it lacks bodies, or only what comes after them.
      if (result.ok) expect(result.value).not.toBe(textOf(bytes));
      else expect(result.offset).toBeLessThanOrEqual(length);
    }
  });

  test("with any bytes overwritten it is text or a message", () => {
    const bytes = everything().encode();
    const edits = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(edits, (changes) => {
        const changed = bytes.slice();
        for (const [at, value] of changes) changed[at] = value;
        const result = disassemble(changed);
        if (!result.ok) expect(result.message.length).toBeGreaterThan(0);
        // What the engine accepts must be readable.
        else expect(result.value).toMatch(/^\(module/);
        if (WebAssembly.validate(changed)) expect(result.ok).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

test("a body is a list of runs of locals, however they were added", () => {
  const module = new ModuleBuilder();
  const body = module.addFunction("locals", { params: ["f64"], results: [] });
  for (let i = 0; i < 1000; i++) body.local(i < 600 ? "v128" : "i32");
  const bytes = module.encode();
  expect(bytes.length).toBeLessThan(80);
  const decoded = decodeModule(bytes);
  expect(decoded.ok && decoded.value.bodies[0]?.locals.length).toBe(1000);
});

test("labels follow the nesting", async () => {
  const module = new ModuleBuilder();
  const sum = module.addFunction("sum", { params: ["i32"], results: ["i32"] });
  const total = sum.local("i32", "total");
  sum.block(undefined, (done) => {
    sum.loop(undefined, (again) => {
      sum.emit("local.get", 0);
      sum.emit("i32.eqz");
      sum.brIf(done);
      sum.emit("local.get", total);
      sum.emit("local.get", 0);
      sum.emit("i32.add");
      sum.emit("local.set", total);
      sum.emit("local.get", 0);
      sum.emit("i32.const", 1);
      sum.emit("i32.sub");
      sum.emit("local.set", 0);
      sum.br(again);
    });
  });
  sum.emit("local.get", total);
  module.export("sum", "function", sum.index);
  expect((await run(module))("sum", 100)).toBe(5050);
});

test("functions may call each other before their bodies are written", async () => {
  const module = new ModuleBuilder();
  const type = { params: ["i32"], results: ["i32"] } as const;
  const isEven = module.addFunction("isEven", type);
  const isOdd = module.addFunction("isOdd", type);
  for (const [body, other, atZero] of [
    [isEven, isOdd, 1],
    [isOdd, isEven, 0],
  ] as const) {
    body.emit("local.get", 0);
    body.if(
      "i32",
      () => {
        body.emit("local.get", 0);
        body.emit("i32.const", 1);
        body.emit("i32.sub");
        body.emit("call", other.index);
      },
      () => body.emit("i32.const", atZero),
    );
  }
  module.export("isEven", "function", isEven.index);
  const call = await run(module);
  expect([call("isEven", 10), call("isEven", 7)]).toEqual([1, 0]);
});

test("blocks take parameters and give several results", async () => {
  const module = new ModuleBuilder();
  const swap = module.addFunction("swapSub", { params: ["i32", "i32"], results: ["i32"] });
  swap.emit("local.get", 1);
  swap.emit("local.get", 0);
  swap.block({ params: ["i32", "i32"], results: ["i32"] }, () => swap.emit("i32.sub"));
  module.export("swapSub", "function", swap.index);
  expect((await run(module))("swapSub", 3, 10)).toBe(7);
});

test("the features that bodies use are known", () => {
  const module = new ModuleBuilder();
  module.addMemory({ min: 1 });
  const body = module.addFunction("f", { params: [], results: [] });
  expect(module.features.size).toBe(0);
  for (let i = 0; i < 3; i++) body.emit("i32.const", 0);
  body.emit("memory.fill");
  body.emit("f32.const", 1);
  body.emit("f32x4.splat");
  body.emit("drop");
  expect([...module.features]).toEqual(["bulk-memory", "simd"]);
});

test("the engine's features: Node 20 has SIMD and threads", () => {
  expect(supportedFeatures()).toEqual(expect.arrayContaining(["simd", "threads", "bulk-memory", "sign-extension"]));
  expect(isSupported("relaxed-simd")).toBe(isSupported("relaxed-simd"));
});

describe("what is refused while a module is built", () => {
  const builder = () => {
    const module = new ModuleBuilder();
    module.addMemory({ min: 1 });
    return { module, body: module.addFunction("f", { params: ["f32"], results: ["i32"] }) };
  };
  test("an operand of another type", () => {
    const { body } = builder();
    body.emit("local.get", 0);
    body.emit("i32.const", 1);
    expect(() => body.emit("f32.add")).toThrow(
      'function "f", instruction 3 (f32.add): expected f32, found i32; stack [f32, i32]',
    );
  });
  test("a missing operand", () => {
    const { body } = builder();
    expect(() => body.emit("i32.eqz")).toThrow("needs an operand, but the block's stack is empty");
  });
  test("values left over in a block", () => {
    const { body } = builder();
    expect(() => body.block(undefined, () => body.emit("i32.const", 1))).toThrow(
      "leaves 1 values too many in its block",
    );
  });
  test("an if with a result and no else", () => {
    const { body } = builder();
    body.emit("i32.const", 1);
    expect(() => body.if("i32", () => body.emit("i32.const", 1))).toThrow(
      "closes an if of type () -> (i32) without an else",
    );
  });
  test("lanes, alignments and immediates out of range", () => {
    const { body } = builder();
    constants.v128(body);
    expect(() => body.emit("f32x4.extract_lane", 4)).toThrow("there is no lane 4 of 4");
    body.emit("drop");
    body.emit("i32.const", 0);
    expect(() => body.emit("f32.load", 0, 3)).toThrow("alignment 2^3 is larger than the access");
    expect(() => body.emit("local.get", 7)).toThrow("there is no local 7");
  });
  test("imports after definitions, open blocks, double exports", () => {
    const { module, body } = builder();
    expect(() => module.importFunction("m", "g", { params: [], results: [] })).toThrow(
      "before any function is defined",
    );
    body.emit("block");
    expect(() => module.encode()).toThrow('function "f" has 1 open blocks at its end');
    module.export("x", "memory", 0);
    expect(() => module.export("x", "memory", 0)).toThrow('"x" is exported twice');
  });
});

describe("the checker and the engine", () => {
  type Step = (body: FunctionBuilder) => void;
  const steps: readonly Step[] = [
    (body) => body.emit("i32.const", 1),
    (body) => body.emit("f32.const", 1),
    (body) => body.emit("local.get", 0),
    (body) => body.emit("local.set", 0),
    (body) => body.emit("local.tee", 1),
    (body) => body.emit("i32.add"),
    (body) => body.emit("f32.add"),
    (body) => body.emit("i32.eqz"),
    (body) => body.emit("drop"),
    (body) => body.emit("select"),
    (body) => body.emit("block"),
    (body) => body.emit("block", "i32"),
    (body) => body.emit("loop", { params: ["i32"], results: ["i32"] }),
    (body) => body.emit("if", "i32"),
    (body) => body.emit("if"),
    (body) => body.emit("else"),
    (body) => body.emit("end"),
    (body) => body.emit("br", 0),
    (body) => body.emit("br_if", 1),
    (body) => body.emit("br_table", [0, 1], 0),
    (body) => body.emit("return"),
    (body) => body.emit("unreachable"),
  ];

  function build(indices: readonly number[], check: boolean): Uint8Array<ArrayBuffer> {
    const module = new ModuleBuilder({ check });
    const body = module.addFunction("f", { params: ["i32"], results: ["i32"] });
    body.local("f32");
    for (const index of indices) steps[index]?.(body);
    return module.encode();
  }

  function accepts(build: () => unknown): boolean {
    try {
      build();
      return true;
    } catch {
      return false;
    }
  }

  test("agree on random bodies", () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(fc.nat(steps.length - 1), { maxLength: 9 }), (indices) => {
        // Closes what was opened, so that bodies are more often nearly right.
        const open = indices.filter((i) => i >= 10 && i <= 14).length - indices.filter((i) => i === 16).length;
        const body = [...indices, ...Array.from({ length: Math.max(0, open) }, () => 16), 0];
        fc.pre(accepts(() => build(body, false)));
        const verdict = WebAssembly.validate(build(body, false));
        if (verdict) accepted++;
        expect(accepts(() => build(body, true))).toBe(verdict);
      }),
      { numRuns: 4000 },
    );
    expect(accepted).toBeGreaterThan(50);
  });
});
