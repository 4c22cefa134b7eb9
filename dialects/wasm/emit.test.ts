import { expect, test } from "vitest";
import { functionType, i32, integerAttribute, type Type } from "../../src/ir/attribute.ts";
import type { Value } from "../../src/ir/handle.ts";
import { unknownLocation } from "../../src/ir/location.ts";
import { emptyModule, type Module } from "../../src/ir/module.ts";
import { ModuleRewriter } from "../../src/ir/module-rewriter.ts";
import { operationName } from "../../src/ir/name.ts";
import type { Rewriter } from "../../src/ir/rewriter.ts";
import { invariant } from "../../src/support/invariant.ts";
import { disassemble } from "../../src/wasm/disassemble.ts";
import type { OpcodeName } from "../../src/wasm/opcodes.ts";
import { emitModule } from "./emit.ts";
import { continueOp, func, ifOp, loop, returnOp, yieldOp } from "./ops/control.ts";
import { type InstructionImmediates, i32Constant, instruction } from "./ops/instructions.ts";
import { memory } from "./ops/memory.ts";

const i32Zero = integerAttribute(0, i32);

type Emit = (name: OpcodeName, operands: readonly Value[], immediates?: InstructionImmediates) => Value;

interface Body {
  readonly rewriter: Rewriter;
  readonly emit: Emit;
  readonly constant: (value: number) => Value;
}

function bodyOver(rewriter: Rewriter): Body {
  const emit: Emit = (name, operands, immediates) => {
    const operation = rewriter.insert(instruction(name, operands, immediates));
    return operation.resultCount > 0 ? operation.opResult(0) : (operands[0] ?? operation.opResult(0));
  };
  return { rewriter, emit, constant: (value) => rewriter.insert(i32Constant(value)).opResult(0) };
}

/** A module with one exported function of i32s and a memory of one page. */
function moduleOf(
  params: number,
  build: (body: Body, args: readonly Value[]) => readonly Value[],
  results = 1,
): Module {
  const modules = new ModuleRewriter(emptyModule(operationName("builtin.module"), unknownLocation));
  const block = modules.top.root.opRegions[0]?.entry;
  invariant(block !== undefined, "a module has a block");
  modules.top.setInsertionPointToEnd(block);
  modules.top.insert(memory.build({ min: 1, export: "memory" }));
  const inputs: Type[] = new Array(params).fill(i32);
  modules.top.insert(
    func.build({
      sym_name: "main",
      export: "main",
      function_type: functionType(inputs, new Array(results).fill(i32)),
      body: [
        {
          arguments: inputs,
          build: (rewriter, args) => {
            rewriter.insert(returnOp.build({ results: build(bodyOver(rewriter), args) }));
          },
        },
      ],
    }),
  );
  return modules.commit();
}

interface Running {
  readonly main: (...args: readonly number[]) => unknown;
  readonly memory: DataView;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

function run(module: Module): Running {
  const emitted = emitModule(module);
  invariant(emitted.ok, () => JSON.stringify(emitted));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(emitted.value.bytes));
  const { main, memory: linear } = exports;
  invariant(typeof main === "function" && linear instanceof WebAssembly.Memory, "the module exports main and memory");
  return { main: (...args) => main(...args), memory: new DataView(linear.buffer), bytes: emitted.value.bytes };
}

/** `wasm.loop` over the given carried values; `round` gives the condition and the next values. */
function doWhile(
  { rewriter }: Body,
  initial: readonly Value[],
  round: (body: Body, args: readonly Value[]) => readonly [Value, readonly Value[]],
): readonly Value[] {
  const types = initial.map((value) => value.type);
  const operation = rewriter.insert(
    loop.build({
      initial,
      resultTypes: types,
      body: [
        {
          arguments: types,
          build: (inner, args) => {
            const [again, next] = round(bodyOver(inner), args);
            inner.insert(continueOp.build({ again, values: next }));
          },
        },
      ],
    }),
  );
  return operation.opResults;
}

test("a loop sums the numbers below its bound", () => {
  const { main } = run(
    moduleOf(1, (body, [n]) => {
      invariant(n !== undefined, "one parameter");
      const zero = body.constant(0);
      const [, sum] = doWhile(body, [zero, zero], ({ emit, constant }, [i, total]) => {
        invariant(i !== undefined && total !== undefined, "two carried values");
        const nextTotal = emit("i32.add", [total, i]);
        const next = emit("i32.add", [i, constant(1)]);
        return [emit("i32.lt_s", [next, n]), [next, nextTotal]];
      });
      return sum === undefined ? [] : [sum];
    }),
  );
  expect([main(1), main(5), main(101)]).toEqual([0, 10, 5050]);
});

test("carried values that swap places are moved as if at once", () => {
  const { main } = run(
    moduleOf(
      4,
      (body, [a, b, c, n]) => {
        invariant(a !== undefined && b !== undefined && c !== undefined && n !== undefined, "four parameters");
        return doWhile(body, [a, b, c, n], ({ emit, constant }, [x, y, z, left]) => {
          invariant(x !== undefined && y !== undefined && z !== undefined && left !== undefined, "four carried values");
          const next = emit("i32.sub", [left, constant(1)]);
          return [next, [y, z, emit("i32.add", [x, y]), next]];
        }).slice(0, 3);
      },
      3,
    ),
  );
  const expected = (a: number, b: number, c: number, n: number): number[] => {
    let state: [number, number, number] = [a, b, c];
    for (let at = 0; at < n; at++) state = [state[1], state[2], state[0] + state[1]];
    return state;
  };
  for (const n of [1, 2, 3, 7]) expect(main(1, 10, 100, n)).toEqual(expected(1, 10, 100, n));
});

test("two carried values may start as the same value", () => {
  const { main } = run(
    moduleOf(
      1,
      (body, [n]) => {
        invariant(n !== undefined, "one parameter");
        return doWhile(body, [n, n, n], ({ emit, constant }, [x, y, z]) => {
          invariant(x !== undefined && y !== undefined && z !== undefined, "three carried values");
          return [emit("i32.const", [], { value: i32Zero }), [emit("i32.add", [x, constant(1)]), z, constant(7)]];
        });
      },
      3,
    ),
  );
  expect(main(5)).toEqual([6, 5, 7]);
});

test("a load that is used after a store still reads what was there before", () => {
  const { main, memory: linear } = run(
    moduleOf(1, ({ emit, constant, rewriter }, [address]) => {
      invariant(address !== undefined, "one parameter");
      const before = emit("i32.load", [address]);
      rewriter.insert(instruction("i32.store", [address, constant(99)]));
      const after = emit("i32.load", [address]);
      return [emit("i32.sub", [after, before])];
    }),
  );
  linear.setInt32(16, 42, true);
  expect(main(16)).toBe(57);
  expect(linear.getInt32(16, true)).toBe(99);
});

test("results of an if come from the branch that ran", () => {
  const { main } = run(
    moduleOf(
      2,
      ({ emit, constant, rewriter }, [a, b]) => {
        invariant(a !== undefined && b !== undefined, "two parameters");
        const branch = (values: (body: Body) => readonly Value[]) => [
          { build: (inner: Rewriter) => void inner.insert(yieldOp.build({ results: values(bodyOver(inner)) })) },
        ];
        const chosen = rewriter.insert(
          ifOp.build({
            condition: emit("i32.lt_s", [a, b]),
            resultTypes: [i32, i32],
            whenTrue: branch((inner) => [inner.emit("i32.sub", [b, a]), b]),
            whenFalse: branch((inner) => [inner.emit("i32.sub", [a, b]), inner.constant(-1)]),
          }),
        );
        return [emit("i32.mul", [chosen.opResult(0), constant(2)]), chosen.opResult(1)];
      },
      2,
    ),
  );
  expect(main(3, 10)).toEqual([14, 10]);
  expect(main(10, 3)).toEqual([14, -1]);
});

test("an operation of another dialect is a diagnostic", () => {
  const module = moduleOf(0, ({ rewriter }) => {
    const foreign = rewriter.insert({ name: operationName("arith.constant"), operands: [], resultTypes: [i32] });
    return [foreign.opResult(0)];
  });
  const emitted = emitModule(module);
  expect(emitted.ok ? [] : emitted.diagnostics.map(({ code }) => code)).toEqual(["wasm.foreign-operation"]);
});

/** The instructions of the only function, one a line, without the module around them. */
function codeOf(module: Module): readonly string[] {
  const emitted = emitModule(module);
  invariant(emitted.ok, () => JSON.stringify(emitted));
  const text = disassemble(emitted.value.bytes);
  invariant(text.ok, "the module can be read");
  const lines = text.value.split("\n").map((line) => line.trim());
  const start = lines.findIndex((line) => line.startsWith("(func"));
  const end = lines.findIndex((line, at) => at > start && line.endsWith(")") && !line.startsWith("(local"));
  return lines.slice(start + 1, end + 1).map((line) => (line.startsWith("(") ? line : line.replace(/\)+$/, "")));
}

test("a carried value is updated in its own local, and read from the stack where it can be", () => {
  const code = codeOf(
    moduleOf(1, (body, [n]) => {
      invariant(n !== undefined, "one parameter");
      const zero = body.constant(0);
      return doWhile(body, [zero, zero], ({ emit, constant }, [i, total]) => {
        invariant(i !== undefined && total !== undefined, "two carried values");
        const nextTotal = emit("i32.add", [total, emit("i32.load", [i], { offset: 8 })]);
        const next = emit("i32.add", [i, constant(4)]);
        return [emit("i32.lt_s", [next, n]), [next, nextTotal]];
      }).slice(1);
    }),
  );
  expect(code).toEqual([
    "(local i32)",
    "(local i32)",
    "i32.const 0",
    "local.set 1",
    "i32.const 0",
    "local.set 2",
    "loop",
    "local.get 2",
    "local.get 1",
    "i32.load offset=8",
    "i32.add",
    "local.set 2",
    "local.get 1",
    "i32.const 4",
    "i32.add",
    "local.tee 1",
    "local.get 0",
    "i32.lt_s",
    "br_if 0",
    "end",
    "local.get 2",
  ]);
});

test("locals are used again after the last use of what they held", () => {
  const code = codeOf(
    moduleOf(1, ({ emit }, [x]) => {
      invariant(x !== undefined, "one parameter");
      // Every product is used twice, and so needs a local, but only until the next one is made.
      let value = x;
      for (let at = 0; at < 20; at++) value = emit("i32.mul", [value, value]);
      return [value];
    }),
  );
  expect(code.filter((line) => line.startsWith("(local"))).toEqual([]);
  expect(code.filter((line) => line === "local.tee 0")).toHaveLength(19);
});
