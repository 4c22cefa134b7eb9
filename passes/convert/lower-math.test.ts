/** Largest errors of the expansions, in units in the last place of f32, over bit patterns spread evenly over all floats and over [-20, 20]. */
import { describe, expect, test } from "vitest";
import { instantiate } from "../../src/runtime/instantiate.ts";
import { createRandom } from "../../src/support/random.ts";
import { emitProgram } from "../../src/targets/wasm-simd/emit.ts";
import { ulpDistance } from "../../src/tensor/compare.ts";
import { tensorOver } from "../../src/tensor/tensor.ts";
import { fullContext, moduleOf, runPasses } from "../../test-cases/support/programs.ts";
import { expectOk, lowering } from "../../test-cases/support/wasm-programs.ts";
import { lowerMath } from "./lower-math.ts";

const context = fullContext();
const COUNT = 1 << 16;

function inputs(): Float32Array<ArrayBuffer> {
  const values = new Float32Array(COUNT);
  const bits = new Uint32Array(values.buffer);
  const random = createRandom(1);
  for (let at = 0; at < COUNT / 2; at++) bits[at] = Math.floor((at * 2 ** 33) / COUNT);
  for (let at = COUNT / 2; at < COUNT; at++) values[at] = (random.next() - 0.5) * 40;
  const special = [
    0,
    -0,
    1,
    -1,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NaN,
    2 ** -149,
    -(2 ** -149),
  ];
  special.push(
    0.5,
    -0.5,
    1.5,
    -2.5,
    0.49999997,
    8388607.5,
    1e-8,
    -1e-8,
    88.7,
    88.8,
    -87.3,
    -103.9,
    -104,
    127.9,
    128,
    -149.5,
  );
  values.set(special, 0);
  return values;
}

/** The function on every input, four at a time. */
async function evaluate(operation: string, values: Float32Array<ArrayBuffer>): Promise<Float32Array> {
  const memref = `memref<${COUNT}xf32>`;
  const module = moduleOf(
    `func.func @main(%x: ${memref}, %y: ${memref} {bufferize.result}) {
      %c0 = arith.constant 0 : index
      %c4 = arith.constant 4 : index
      %n = arith.constant ${COUNT} : index
      scf.for %i = %c0 to %n step %c4 {
        %v = vector.load %x[%i] : ${memref}, vector<4xf32>
        %w = math.${operation} %v : vector<4xf32>
        vector.store %w, %y[%i] : ${memref}, vector<4xf32>
      }
      return
    }`,
    context,
  );
  const { module: lowered } = await runPasses(module, [lowerMath.with(), ...lowering], context);
  const executable = expectOk(await instantiate(expectOk(emitProgram(lowered))));
  const [result] = expectOk(executable.run([tensorOver("f32", [COUNT], values)]));
  if (!(result?.data instanceof Float32Array)) expect.unreachable("the result is f32");
  return result.data;
}

interface Worst {
  readonly ulps: number;
  readonly at: number;
  readonly found: number;
  readonly expected: number;
}

function worst(values: Float32Array, found: Float32Array, reference: (x: number) => number): Worst {
  let result: Worst = { ulps: 0, at: 0, found: 0, expected: 0 };
  values.forEach((x, index) => {
    const expected = Math.fround(reference(x));
    const value = found[index] ?? Number.NaN;
    const ulps = Number.isNaN(expected) && Number.isNaN(value) ? 0 : ulpDistance("f32", value, expected);
    if (!(ulps <= result.ulps)) result = { ulps, at: x, found: value, expected };
  });
  return result;
}

/** erf in f64 by its series below 3 and the continued fraction of its complement above. Source: Abramowitz, Stegun, 7.1.6 and 7.1.14. */
function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < 0) return 2 - erfc(-x);
  if (x < 2.5) {
    let term = ((2 * x) / Math.sqrt(Math.PI)) * Math.exp(-x * x);
    let sum = term;
    for (let n = 1; n < 200; n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return 1 - sum;
  }
  let fraction = x;
  for (let n = 120; n > 0; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
}

function erf(x: number): number {
  const magnitude = Math.abs(x);
  if (!(magnitude < 1e-4)) return x < 0 ? erfc(-x) - 1 : 1 - erfc(x);
  return (2 / Math.sqrt(Math.PI)) * (x - (x * x * x) / 3);
}

const roundAway = (x: number): number => (Math.abs(x) < 2 ** 23 ? Math.sign(x) * Math.floor(Math.abs(x) + 0.5) : x);

describe("largest errors against f64", () => {
  const cases: readonly (readonly [name: string, reference: (x: number) => number, ulps: number])[] = [
    ["exp", Math.exp, 1],
    ["exp2", (x) => 2 ** x, 1],
    ["expm1", Math.expm1, 2],
    ["tanh", Math.tanh, 3],
    ["log", Math.log, 1],
    ["log2", Math.log2, 2],
    ["log10", Math.log10, 2],
    ["log1p", Math.log1p, 2],
    ["erf", erf, 2],
    ["erfc", erfc, 8],
    ["rsqrt", (x) => 1 / Math.sqrt(x), 1],
    ["round", roundAway, 0],
  ];
  test.each(cases)("%s", async (name, reference, ulps) => {
    const values = inputs();
    const found = worst(values, await evaluate(name, values), reference);
    expect(found.ulps, JSON.stringify(found)).toBeLessThanOrEqual(ulps);
  });
});

/** Nearest doubles, from 40 digits (mpmath 1.3). */
const erfTable: readonly (readonly [x: number, erf: number])[] = [
  [1e-300, 1.1283791670955126e-300],
  [1e-20, 1.1283791670955125e-20],
  [0.001, 0.0011283787909692365],
  [0.1, 0.1124629160182849],
  [0.3, 0.3286267594591274],
  [0.5, 0.5204998778130465],
  [0.8, 0.7421009647076605],
  [0.9833333333333333, 0.8356663918505913],
  [1.0, 0.8427007929497149],
  [1.0000000000000002, 0.842700792949715],
  [1.2, 0.9103139782296353],
  [1.5, 0.9661051464753108],
  [2.0, 0.9953222650189527],
  [2.5, 0.999593047982555],
  [3.0, 0.9999779095030014],
  [3.7, 0.9999998328489421],
  [4.5, 0.9999999998033839],
  [5.5, 0.9999999999999927],
  [5.9, 0.9999999999999999],
  [6.0, 1.0],
  [9.0, 1.0],
];

test("erf of f64, within two units in the last place", async () => {
  const values = [
    ...erfTable,
    ...erfTable.map(([x, y]) => [-x, -y] as const),
    [Number.POSITIVE_INFINITY, 1],
    [-0, -0],
  ] as const;
  const count = values.length + 1;
  const module = moduleOf(
    `func.func @main(%x: memref<${count}xf64>, %y: memref<${count}xf64> {bufferize.result}) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %n = arith.constant ${count} : index
      scf.for %i = %c0 to %n step %c1 {
        %v = memref.load %x[%i] : memref<${count}xf64>
        %w = math.erf %v : f64
        memref.store %w, %y[%i] : memref<${count}xf64>
      }
      return
    }`,
    context,
  );
  const { module: lowered } = await runPasses(module, [lowerMath.with(), ...lowering], context);
  const executable = expectOk(await instantiate(expectOk(emitProgram(lowered))));
  const inputs = Float64Array.from([...values.map(([x]) => x), Number.NaN]);
  const [result] = expectOk(executable.run([tensorOver("f64", [count], inputs)]));
  const found = [...(result?.data ?? [])].map(Number);
  expect(found.at(-1)).toBeNaN();
  values.forEach(([x, expected], at) => {
    expect(ulpDistance("f64", found[at] ?? Number.NaN, expected), `erf ${x}`).toBeLessThanOrEqual(2);
  });
});
