/** The back end agrees with the interpreter: functions of loops on memrefs, by hand and at random. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { arithEmulateUnsupportedFloats } from "../../passes/convert/arith-emulate-unsupported-floats.ts";
import { createRandom } from "../../src/support/random.ts";
import type { Tensor } from "../../src/tensor/tensor.ts";
import { getElement, tensorOf, tensorOver } from "../../src/tensor/tensor.ts";
import { EXTENT, elementTypes, randomLoopProgram } from "../support/loop-programs.ts";
import { fullContext, moduleOf, runPasses } from "../support/programs.ts";
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

test("a product of matrices, accumulators carried by the inner loop", async () => {
  await expectSame(
    `func.func @main(%a: memref<5x7xf32>, %b: memref<7x8xf32>, %c: memref<5x8xf32>) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c4 = arith.constant 4 : index
      %c5 = arith.constant 5 : index
      %c7 = arith.constant 7 : index
      %c8 = arith.constant 8 : index
      %zero = arith.constant dense<0.0> : vector<4xf32>
      scf.for %i = %c0 to %c5 step %c1 {
        scf.for %j = %c0 to %c8 step %c4 {
          %sum = scf.for %k = %c0 to %c7 step %c1 iter_args(%acc = %zero) -> (vector<4xf32>) {
            %x = memref.load %a[%i, %k] : memref<5x7xf32>
            %xs = vector.broadcast %x : f32 to vector<4xf32>
            %ys = vector.load %b[%k, %j] : memref<7x8xf32>, vector<4xf32>
            %product = arith.mulf %xs, %ys : vector<4xf32>
            %next = arith.addf %acc, %product : vector<4xf32>
            scf.yield %next : vector<4xf32>
          }
          vector.store %sum, %c[%i, %j] : memref<5x8xf32>, vector<4xf32>
        }
      }
      return
    }`,
    [
      tensorOf("f32", [5, 7], ramp(35, 0.1)),
      tensorOf("f32", [7, 8], ramp(56, 0.3)),
      tensorOf("f32", [5, 8], ramp(40, 0)),
    ],
  );
});

test("views, constants, allocations, calls and scalars", async () => {
  await expectSame(
    `memref.global "private" constant @weights : memref<4xf64> = dense<[1.0, -2.0, 0.5, 4.0]>
    func.func private @scale(%m: memref<4xf64>, %by: f64, %at: index) -> f64 {
      %x = memref.load %m[%at] : memref<4xf64>
      %y = arith.mulf %x, %by : f64
      return %y : f64
    }
    func.func @main(%a: memref<3x4xf64>, %factor: f64, %flag: i1) -> (f64, i64) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c3 = arith.constant 3 : index
      %c4 = arith.constant 4 : index
      %w = memref.get_global @weights : memref<4xf64>
      %bytes = memref.alloc() : memref<96xi8>
      %c32 = arith.constant 32 : index
      %row = memref.view %bytes[%c32][] : memref<96xi8> to memref<4xf64>
      scf.for %i = %c0 to %c4 step %c1 {
        %x = func.call @scale(%w, %factor, %i) : (memref<4xf64>, f64, index) -> f64
        memref.store %x, %row[%i] : memref<4xf64>
      }
      scf.for %r = %c0 to %c3 step %c1 {
        %line = memref.subview %a[%r, 0] [1, 4] [1, 1] : memref<3x4xf64> to memref<4xf64, strided<[1], offset: ?>>
        scf.for %i = %c0 to %c4 step %c1 {
          %x = memref.load %line[%i] : memref<4xf64, strided<[1], offset: ?>>
          %y = memref.load %row[%i] : memref<4xf64>
          %z = arith.addf %x, %y : f64
          memref.store %z, %line[%i] : memref<4xf64, strided<[1], offset: ?>>
        }
      }
      %last = memref.subview %a[2, 1] [1, 2] [1, 1] : memref<3x4xf64> to memref<2xf64, strided<[1], offset: 9>>
      %value = memref.load %last[%c1] : memref<2xf64, strided<[1], offset: 9>>
      %wide = arith.extui %flag : i1 to i64
      return %value, %wide : f64, i64
    }`,
    [tensorOf("f64", [3, 4], ramp(12)), tensorOf("f64", [], [1.5]), tensorOf("i1", [], [1])],
  );
});

test("a public function that another one calls is an entry point all the same", async () => {
  const text = `func.func @twice(%m: memref<2xf32>) -> f32 {
      %c0 = arith.constant 0 : index
      %x = memref.load %m[%c0] : memref<2xf32>
      %y = arith.addf %x, %x : f32
      memref.store %y, %m[%c0] : memref<2xf32>
      return %y : f32
    }
    func.func @main(%m: memref<2xf32>) -> f32 {
      %x = func.call @twice(%m) : (memref<2xf32>) -> f32
      %y = func.call @twice(%m) : (memref<2xf32>) -> f32
      return %y : f32
    }`;
  const module = moduleOf(text, context);
  for (const name of ["main", "twice"]) {
    const inputs = [tensorOf("f32", [2], [3, 4])];
    expect(await runCompiled(module, context, inputs, name)).toEqual(runInterpreted(module, context, inputs, name));
  }
});

test("a while loop that runs no round, one, and several", async () => {
  const text = `func.func @main(%n: memref<1xi64>, %out: memref<1xi64>) {
      %c0 = arith.constant 0 : index
      %one = arith.constant 1 : i64
      %three = arith.constant 3 : i64
      %two = arith.constant 2 : i64
      %zero = arith.constant 0 : i64
      %start = memref.load %n[%c0] : memref<1xi64>
      %end, %steps = scf.while (%x = %start, %count = %zero) : (i64, i64) -> (i64, i64) {
        %more = arith.cmpi sgt, %x, %one : i64
        scf.condition(%more) %x, %count : i64, i64
      } do {
      ^bb0(%y: i64, %c: i64):
        %odd = arith.remui %y, %two : i64
        %isOdd = arith.cmpi eq, %odd, %one : i64
        %next = scf.if %isOdd -> (i64) {
          %t = arith.muli %y, %three : i64
          %u = arith.addi %t, %one : i64
          scf.yield %u : i64
        } else {
          %h = arith.divui %y, %two : i64
          scf.yield %h : i64
        }
        %c1 = arith.addi %c, %one : i64
        scf.yield %next, %c1 : i64, i64
      }
      memref.store %steps, %out[%c0] : memref<1xi64>
      return
    }`;
  for (const [start, steps] of [
    [1n, 0n],
    [2n, 1n],
    [27n, 111n],
  ] as const) {
    const [, out] = await expectSame(text, [tensorOf("i64", [1], [start]), tensorOf("i64", [1], [0n])]);
    expect(out?.data[0]).toBe(steps);
  }
});

/** A function that applies an operation of math to eight elements of each of its inputs. */
function elementwiseProgram(operation: string, type: string, inputs: number, vector: boolean): string {
  const memref = `memref<8x${type}>`;
  const value = vector ? `vector<4x${type}>` : type;
  const names = ["a", "b", "c"].slice(0, inputs);
  const load = (name: string) =>
    vector
      ? `%${name} = vector.load %m${name}[%i] : ${memref}, ${value}`
      : `%${name} = memref.load %m${name}[%i] : ${memref}`;
  return `func.func @main(${names.map((name) => `%m${name}: ${memref}, `).join("")}%out: ${memref}) {
      %c0 = arith.constant 0 : index
      %c8 = arith.constant 8 : index
      %step = arith.constant ${vector ? 4 : 1} : index
      scf.for %i = %c0 to %c8 step %step {
        ${names.map(load).join("\n")}
        %y = ${operation} ${names.map((name) => `%${name}`).join(", ")} : ${value}
        ${vector ? `vector.store %y, %out[%i] : ${memref}, ${value}` : `memref.store %y, %out[%i] : ${memref}`}
      }
      return
    }`;
}

const engineFunctions = [
  "acos",
  "acosh",
  "asin",
  "asinh",
  "atan",
  "atanh",
  "cbrt",
  "cos",
  "cosh",
  "sin",
  "sinh",
  "tan",
];
const nativeFunctions = ["sqrt", "floor", "ceil", "trunc", "roundeven", "absf"];
const sample = [0.5, -0.25, 1, -0, 0.75, 1e-3, 2.5, -7.5];
const other = [3, 0.5, -2, 7, 0.125, 1e10, -1, 0.3];

test("functions of the engine and of WebAssembly give what the interpreter gives", async () => {
  for (const name of [...engineFunctions, ...nativeFunctions])
    for (const [type, vector] of [
      ["f32", true],
      ["f32", false],
      ["f64", false],
    ] as const)
      await expectSame(elementwiseProgram(`math.${name}`, type, 1, vector), [
        tensorOf(type, [8], sample),
        tensorOf(type, [8], ramp(8, 0)),
      ]);
});

test("operations of several numbers: fused and integer powers, remainders, copied signs", async () => {
  const zeros = ramp(8, 0);
  const rounding = [1 + 2 ** -12, 1 + 2 ** -23, 16777215, -3.0000002, 1e-30, 1.1, 0, 7];
  for (const vector of [true, false]) {
    const fma = elementwiseProgram("math.fma", "f32", 3, vector);
    const c = [-1, 2 ** -60, 2 ** -40, 9, -1e-45, 1e20, -0, 2 ** -30];
    await expectSame(
      fma,
      [rounding, rounding, c, zeros].map((values) => tensorOf("f32", [8], values)),
    );
    for (const name of ["arith.remf", "math.copysign", "math.atan2"])
      await expectSame(
        elementwiseProgram(name, "f32", 2, vector),
        [sample, other, zeros].map((values) => tensorOf("f32", [8], values)),
      );
  }
  for (const name of ["arith.remf", "math.powf"])
    await expectSame(
      elementwiseProgram(name, "f64", 2, false),
      [sample.map(Math.abs), other, zeros].map((values) => tensorOf("f64", [8], values)),
    );
  for (const type of ["i8", "i32", "i64"] as const) {
    const numbers = (values: readonly number[]) => tensorOf(type, [8], type === "i64" ? values.map(BigInt) : values);
    await expectSame(elementwiseProgram("math.ipowi", type, 2, false), [
      numbers([2, -3, 7, 1, -1, 5, -1, 10]),
      numbers([5, 3, 0, -4, -3, 30, -2, 1]),
      numbers(zeros),
    ]);
    for (const name of ["math.ctlz", "math.cttz", "math.ctpop", "math.absi"])
      await expectSame(elementwiseProgram(name, type, 1, false), [
        numbers([0, 1, -1, 64, -128, 12, 127, -100]),
        numbers(zeros),
      ]);
  }
});

test("bounds that are known keep NaN and the signs of zeros", async () => {
  const values = [0, -0, Number.NaN, 1, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.5];
  for (const name of ["maximumf", "minimumf", "maxnumf", "minnumf"])
    for (const bound of ["0.0", "-0.0", "0.5", "-1.0", "0x7F800000", "0x7FC00000"])
      for (const operands of ["%x, %bound", "%bound, %x"])
        await expectSame(
          `func.func @main(%a: memref<8xf32>, %out: memref<8xf32>) {
            %c0 = arith.constant 0 : index
            %c4 = arith.constant 4 : index
            %c8 = arith.constant 8 : index
            %bound = arith.constant dense<${bound}> : vector<4xf32>
            scf.for %i = %c0 to %c8 step %c4 {
              %x = vector.load %a[%i] : memref<8xf32>, vector<4xf32>
              %y = arith.${name} ${operands} : vector<4xf32>
              vector.store %y, %out[%i] : memref<8xf32>, vector<4xf32>
            }
            return
          }`,
          [tensorOf("f32", [8], values), tensorOf("f32", [8], ramp(8, 0))],
        );
});

test.each(["f16", "bf16"] as const)(
  "%s: every value widens, every f32 and f64 is rounded as the interpreter rounds it",
  async (type) => {
    const count = 1 << 16;
    const text = `func.func @main(%bits: memref<${count}xi16>, %wide: memref<${count}xf32>, %x: memref<${count}xf32>, %y: memref<${count}xf64>,
      %fromX: memref<${count}x${type}>, %fromY: memref<${count}x${type}>) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %n = arith.constant ${count} : index
    scf.for %i = %c0 to %n step %c1 {
      %b = memref.load %bits[%i] : memref<${count}xi16>
      %h = arith.bitcast %b : i16 to ${type}
      %w = arith.extf %h : ${type} to f32
      memref.store %w, %wide[%i] : memref<${count}xf32>
      %v = memref.load %x[%i] : memref<${count}xf32>
      %r = arith.truncf %v : f32 to ${type}
      memref.store %r, %fromX[%i] : memref<${count}x${type}>
      %u = memref.load %y[%i] : memref<${count}xf64>
      %s = arith.truncf %u : f64 to ${type}
      memref.store %s, %fromY[%i] : memref<${count}x${type}>
    }
    return
  }`;
    const random = createRandom(5);
    const integers = Array.from({ length: count }, (_, at) => at);
    // Values of all magnitudes, near halves between neighbours, and special ones.
    const singles = new Float32Array(Uint32Array.from(integers, () => Math.floor(random.next() * 2 ** 32)).buffer);
    for (let at = 0; at < count; at += 2) singles[at] = Math.fround((at - count / 2) * (1 + 2 ** -11) * 2 ** -20);
    const doubles = Float64Array.from(singles, (value, at) => value + (at % 3 === 0 ? value * 2 ** -40 : 0));
    const module = moduleOf(text, context);
    const empty = integers.map(() => 0);
    const inputs = [
      tensorOf("i16", [count], integers),
      tensorOf("f32", [count], empty),
      tensorOver("f32", [count], singles),
      tensorOver("f64", [count], doubles),
      tensorOf(type, [count], empty),
      tensorOf(type, [count], empty),
    ];
    const compiled = await runCompiled(module, context, inputs);
    const interpreted = runInterpreted(module, context, inputs);
    for (const at of [1, 4, 5])
      for (let element = 0; element < count; element++) {
        const [found, expected] = [compiled[at], interpreted[at]].map((tensor) =>
          Number(tensor && getElement(tensor, element)),
        );
        if (!Object.is(found, expected))
          expect.unreachable(`result ${at}, element ${element}: ${found} and ${expected}`);
      }
  },
);

test("arithmetic on 16-bit floats is rounded after every operation", async () => {
  const text = `func.func @main(%a: memref<8xf16>, %b: memref<8xbf16>, %c: memref<8xf16>) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c8 = arith.constant 8 : index
    %third = arith.constant 0.333 : f16
    scf.for %i = %c0 to %c8 step %c1 {
      %x = memref.load %a[%i] : memref<8xf16>
      %y = memref.load %b[%i] : memref<8xbf16>
      %p = arith.mulf %x, %third : f16
      %q = arith.divf %p, %x : f16
      %r = math.sqrt %q : f16
      %s = arith.addf %p, %r : f16
      %z = arith.mulf %y, %y : bf16
      memref.store %z, %b[%i] : memref<8xbf16>
      %t = arith.cmpf olt, %x, %r : f16
      %u = arith.select %t, %s, %q : f16
      memref.store %u, %c[%i] : memref<8xf16>
    }
    return
  }`;
  const module = moduleOf(text, context);
  const inputs = [
    tensorOf("f16", [8], [0.1, 3.7, -2.5, 60000, 6e-8, 1e-5, 1, 2049]),
    tensorOf("bf16", [8], [0.1, 3.7, -2.5, 1e30, 6e-8, 1e-5, 1, 257]),
    tensorOf("f16", [8], ramp(8, 0)),
  ];
  const { module: emulated } = await runPasses(module, [arithEmulateUnsupportedFloats.with()], context);
  expect(await runCompiled(emulated, context, inputs)).toEqual(runInterpreted(module, context, inputs));
});

test("random programs of loops, branches and numbers of every type", async () => {
  const inputs = elementTypes.flatMap((type) => {
    const values = Array.from({ length: EXTENT }, (_, at) =>
      type === "i1" ? at % 2 : type.startsWith("f") ? (at - 3) * 1.75 : at * 37 - 100,
    );
    return [
      tensorOf(type, [EXTENT], type === "i64" ? values.map(BigInt) : values),
      tensorOf(type, [EXTENT], new Array(EXTENT).fill(type === "i64" ? 0n : 0)),
    ];
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(1000), { minLength: 10, maxLength: 160 }), async (choices) => {
      await expectSame(randomLoopProgram(choices), inputs);
    }),
    { numRuns: 60 },
  );
}, 60_000);
