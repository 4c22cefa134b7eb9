import fc from "fast-check";
import { expect, test } from "vitest";
import { FlatSymbolRefAttr, FunctionTypeAttr, I32Attr, SymbolNameAttr } from "../definition/attribute-constraint.ts";
import { createContext } from "../definition/context.ts";
import { defineDialect } from "../definition/dialect.ts";
import { AnyRegion, defineOp, variadic } from "../definition/operation.ts";
import { AnyType } from "../definition/type-constraint.ts";
import { f32, functionType, i32, type Type, tensorType } from "../ir/attribute.ts";
import { OperationHandle, type Value } from "../ir/handle.ts";
import { fileLocation, unknownLocation } from "../ir/location.ts";
import { emptyModule, type Module } from "../ir/module.ts";
import { ModuleRewriter } from "../ir/module-rewriter.ts";
import { operationName } from "../ir/name.ts";
import type { Rewriter } from "../ir/rewriter.ts";
import { renderDiagnostics } from "../source/render.ts";
import { scalar, type Tensor, zeros } from "../tensor/tensor.ts";
import { evaluateOperation } from "./evaluate.ts";
import { type InterpretOptions, interpret } from "./interpreter.ts";
import { binary, constant, fault, general, isFault, jump, leave, meaningOf, unary } from "./semantics.ts";
import { isTensor } from "./value.ts";

const func = defineOp({
  name: "t.func",
  summary: "a function",
  attributes: { sym_name: SymbolNameAttr, function_type: FunctionTypeAttr },
  regions: { body: AnyRegion },
  traits: ["IsolatedFromAbove", "Symbol"],
});
const ret = defineOp({
  name: "t.return",
  summary: "leaves",
  operands: { values: variadic(AnyType) },
  traits: ["Terminator"],
});
const number = defineOp({
  name: "t.number",
  summary: "a constant",
  results: { result: AnyType },
  attributes: { value: I32Attr },
});
const add = defineOp({
  name: "t.add",
  summary: "a + b",
  operands: { a: AnyType, b: AnyType },
  results: { result: AnyType },
});
const divide = defineOp({
  name: "t.divide",
  summary: "a / b",
  operands: { a: AnyType, b: AnyType },
  results: { result: AnyType },
});
const fill = defineOp({
  name: "t.fill",
  summary: "a tensor of one number",
  operands: { a: AnyType },
  results: { result: AnyType },
});
const sum = defineOp({
  name: "t.sum",
  summary: "the sum of a tensor",
  operands: { a: AnyType },
  results: { result: AnyType },
});
const callOp = defineOp({
  name: "t.call",
  summary: "calls",
  operands: { values: variadic(AnyType) },
  results: { results: variadic(AnyType) },
  attributes: { callee: FlatSymbolRefAttr },
});
const repeat = defineOp({
  name: "t.repeat",
  summary: "runs its region `count` times on its own result",
  operands: { count: AnyType, start: AnyType },
  results: { result: AnyType },
  regions: { body: AnyRegion },
});
const br = defineOp({
  name: "t.br",
  summary: "jumps to one of two blocks",
  operands: { condition: AnyType, value: AnyType },
  successors: { yes: "one", no: "one" },
  traits: ["Terminator"],
});

const wrap = (value: number): number => value | 0;
const numbers = (a: unknown, b: unknown): readonly [number, number] => [Number(a), Number(b)];
const context = createContext([
  defineDialect({
    name: "t",
    summary: "for these tests",
    operations: [func, ret, number, add, divide, fill, sum, callOp, repeat, br],
    extensions: [
      meaningOf(ret, () => general((values) => leave(values))),
      meaningOf(number, (op) => constant(op.value)),
      meaningOf(add, () => binary((a, b) => wrap(Number(a) + Number(b)))),
      meaningOf(divide, () =>
        binary((left, right) => {
          const [a, b] = numbers(left, right);
          return b === 0 ? fault("division-by-zero", "divides by zero") : Math.trunc(a / b);
        }),
      ),
      meaningOf(fill, (op) => {
        const { type } = op.result;
        const shape = type.kind === "tensor-type" ? type.shape : [];
        return unary((value) => {
          const tensor = zeros("f32", shape);
          if (tensor.data instanceof Float32Array) tensor.data.fill(Number(value));
          return tensor;
        });
      }),
      meaningOf(sum, () =>
        unary((tensor) => (isTensor(tensor) ? Array.from(tensor.data, Number).reduce((a, b) => a + b, 0) : Number.NaN)),
      ),
      meaningOf(callOp, (op) => {
        const callee = op.findAttribute("callee");
        return general((values, frame) =>
          callee?.kind === "symbol-ref" ? frame.call(callee, values) : fault("callee", "has no callee"),
        );
      }),
      meaningOf(repeat, (_, { regions: [body] }) =>
        general(([count, start], frame) => {
          let value = start;
          for (let at = 0; body !== undefined && value !== undefined && at < Number(count); at++) {
            const results = frame.run(body, [value]);
            if (isFault(results)) return results;
            value = results[0];
          }
          return value === undefined ? [] : [value];
        }),
      ),
      meaningOf(br, () =>
        general(([condition, value]) => jump(condition === 0 ? 1 : 0, value === undefined ? [] : [value])),
      ),
    ],
  }),
]);

/** A module of functions on the given types; each is told how to fill its body. */
function moduleOf(
  functions: Readonly<
    Record<
      string,
      { inputs: readonly Type[]; results: readonly Type[]; build: (r: Rewriter, args: readonly Value[]) => void }
    >
  >,
): Module {
  const rewriter = new ModuleRewriter(emptyModule(operationName("builtin.module"), unknownLocation));
  const block = rewriter.top.root.opRegions[0]?.entry;
  if (block !== undefined) rewriter.top.setInsertionPointToEnd(block);
  for (const [name, { inputs, results, build }] of Object.entries(functions)) {
    rewriter.top.location = fileLocation(`${name}.mlir`, 1, 1);
    rewriter.top.insert(
      func.build({
        sym_name: name,
        function_type: functionType(inputs, results),
        body: [{ arguments: inputs, build: (inner, args) => build(inner, args) }],
      }),
    );
  }
  return rewriter.commit();
}

const arg = (args: readonly Value[], at: number): Value => args[at] ?? expect.unreachable("an argument is missing");
const one = (r: Rewriter, spec: Parameters<Rewriter["insert"]>[0]): Value => r.insert(spec).opResult(0);

function runMain(module: Module, args: readonly Tensor[], options?: InterpretOptions): readonly Tensor[] | string {
  const result = interpret(module, context, "main", args, options);
  return result.ok ? result.value : renderDiagnostics(result.diagnostics);
}

const sumTo = moduleOf({
  main: {
    inputs: [i32, i32],
    results: [i32],
    build: (r, args) => {
      const step = one(r, number.build({ value: 3, resultTypes: [i32] }));
      const total = one(
        r,
        repeat.build({
          count: arg(args, 0),
          start: arg(args, 1),
          resultTypes: [i32],
          // `step` is captured from around the region.
          body: [
            {
              arguments: [i32],
              build: (inner, [x]) => {
                const next = one(inner, add.build({ a: x ?? step, b: step, resultTypes: [i32] }));
                inner.insert(ret.build({ values: [next] }));
              },
            },
          ],
        }),
      );
      r.insert(ret.build({ values: [total] }));
    },
  },
});

test("regions loop over registers, captured values included; scalars come and go as rank-0 tensors", () => {
  fc.assert(
    fc.property(fc.nat(50), fc.integer({ min: -1000, max: 1000 }), (count, start) => {
      expect(runMain(sumTo, [scalar("i32", count), scalar("i32", start)])).toEqual([scalar("i32", start + 3 * count)]);
    }),
  );
});

test("jumps pass values to block arguments", () => {
  const module = moduleOf({
    main: {
      inputs: [i32],
      results: [i32],
      build: (r, args) => {
        const home = r.root.opRegions[0] ?? expect.unreachable("no region");
        const seven = one(r, number.build({ value: 7, resultTypes: [i32] }));
        const yes = r.createBlock(home, [i32], [unknownLocation]);
        const no = r.createBlock(home, [i32], [unknownLocation]);
        const entry = home.entry ?? expect.unreachable("no entry");
        r.setInsertionPointToEnd(entry);
        r.insert(br.build({ condition: arg(args, 0), value: seven, yes, no }));
        r.setInsertionPointToEnd(yes);
        r.insert(ret.build({ values: [one(r, add.build({ a: yes.argument(0), b: seven, resultTypes: [i32] }))] }));
        r.setInsertionPointToEnd(no);
        r.insert(ret.build({ values: [no.argument(0)] }));
      },
    },
  });
  expect(runMain(module, [scalar("i32", 1)])).toEqual([scalar("i32", 14)]);
  expect(runMain(module, [scalar("i32", 0)])).toEqual([scalar("i32", 7)]);
});

const dividing = moduleOf({
  inner: {
    inputs: [i32],
    results: [i32],
    build: (r, args) => {
      const ten = one(r, number.build({ value: 10, resultTypes: [i32] }));
      r.insert(ret.build({ values: [one(r, divide.build({ a: ten, b: arg(args, 0), resultTypes: [i32] }))] }));
    },
  },
  main: {
    inputs: [i32],
    results: [i32],
    build: (r, args) => {
      const called = r.insert(callOp.build({ callee: "inner", values: [arg(args, 0)], resultTypes: [i32] }));
      r.insert(ret.build({ values: [called.opResult(0)] }));
    },
  },
});

test("a fault is a diagnostic at its operation, with the calls that led there", () => {
  expect(runMain(dividing, [scalar("i32", 5)])).toEqual([scalar("i32", 2)]);
  const result = interpret(dividing, context, "main", [scalar("i32", 0)]);
  if (result.ok) expect.unreachable("division by zero");
  const [diagnostic] = result.diagnostics;
  expect(diagnostic?.code).toBe("interpret.division-by-zero");
  expect(diagnostic?.message).toBe("'t.divide' op divides by zero");
  expect(diagnostic?.notes.map(({ message }) => message)).toEqual(["called from here"]);
});

test("what is wrong with a call from outside is told", () => {
  const message = (name: string, args: readonly Tensor[]): string => {
    const result = interpret(dividing, context, name, args);
    return result.ok ? "no error" : (result.diagnostics[0]?.message ?? "");
  };
  expect(message("mian", [])).toBe("expected a function @mian in the module; did you mean @main?");
  expect(message("main", [])).toBe("@main takes 1 argument, found 0");
  expect(message("main", [zeros("f32", [2])])).toBe("expected i32 as argument 0 of @main, found tensor<2xf32>");
});

test("runaway recursion and runaway loops end in a diagnostic", () => {
  const recursive = moduleOf({
    main: {
      inputs: [i32],
      results: [i32],
      build: (r, args) => {
        const called = r.insert(callOp.build({ callee: "main", values: [arg(args, 0)], resultTypes: [i32] }));
        r.insert(ret.build({ values: [called.opResult(0)] }));
      },
    },
  });
  expect(runMain(recursive, [scalar("i32", 1)])).toMatch(
    /exceeds the limit of 400 nested calls and regions[\s\S]*and 389 more calls/,
  );
  const limits = { work: 10_000 };
  expect(runMain(sumTo, [scalar("i32", 2 ** 30), scalar("i32", 0)], { limits })).toMatch(
    /exceeds the limit of 10000 scalar operations/,
  );
  let reports = 0;
  const onProgress = (): "go on" | "stop" => (++reports === 2 ? "stop" : "go on");
  expect(runMain(sumTo, [scalar("i32", 2 ** 30), scalar("i32", 0)], { onProgress })).toMatch(/was stopped on request/);
});

/** A chain of `count` pairs of a 1 MB tensor and its sum. */
function chain(count: number, extents: readonly number[]): Module {
  return moduleOf({
    main: {
      inputs: [i32],
      results: [i32],
      build: (r, args) => {
        let value = arg(args, 0);
        for (let at = 0; at < count; at++) {
          const tensor = one(r, fill.build({ a: value, resultTypes: [tensorType(extents, f32)] }));
          value = one(r, sum.build({ a: tensor, resultTypes: [i32] }));
        }
        r.insert(ret.build({ values: [value] }));
      },
    },
  });
}

test("tensors are let go after their last use, and what would not fit is refused before it is made", () => {
  let peak = 0;
  const onDone = ({ peakBytes }: { readonly peakBytes: number }): void => {
    peak = peakBytes;
  };
  expect(runMain(chain(20, [512, 512]), [scalar("i32", 0)], { onDone, limits: { bytes: 2 ** 21 } })).toEqual([
    scalar("i32", 0),
  ]);
  expect(peak).toBe(2 ** 20);
  expect(runMain(chain(1, [2 ** 29]), [scalar("i32", 0)])).toMatch(
    /'t.fill' op needs 2147483648 bytes for its results, over the limit of 1073741824 bytes/,
  );
  expect(runMain(chain(1, [2 ** 40, 2 ** 40, 2 ** 40]), [scalar("i32", 0)])).toMatch(/more memory than can be counted/);
});

test("one operation is evaluated by itself, unless it looks outside", () => {
  const operations = (module: Module, body: number): readonly OperationHandle[] => {
    const view = module.body(module.bodyIds[body] ?? expect.unreachable("no such function")).view();
    const region = view.root.regions[0] ?? expect.unreachable("no region");
    return view
      .region(region)
      .blocks.flatMap((block) => view.operationsOf(block).map((id) => new OperationHandle(view, id)));
  };
  const named = (list: readonly OperationHandle[], name: string): OperationHandle =>
    list.find((operation) => operation.opName === name) ?? expect.unreachable(`no ${name}`);
  expect(evaluateOperation(named(operations(dividing, 1), "t.divide"), [7, 2], context)).toEqual([3]);
  expect(evaluateOperation(named(operations(dividing, 1), "t.divide"), [7, 0], context)).toMatchObject({
    code: "division-by-zero",
  });
  expect(evaluateOperation(named(operations(sumTo, 1), "t.repeat"), [2, 1], context)).toMatchObject({
    code: "captured-values",
  });
  expect(evaluateOperation(named(operations(dividing, 2), "t.call"), [2], context)).toMatchObject({
    code: "unknown-symbol",
  });
  expect(evaluateOperation(named(operations(dividing, 1), "t.return"), [2], context)).toMatchObject({
    code: "terminator",
  });
});
