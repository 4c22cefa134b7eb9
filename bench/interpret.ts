/** How fast the reference interpreter is where it is hot: contractions, element-wise operations, reductions, windows, scalar loops. */
import { createContext } from "../src/definition/context.ts";
import { defaultDialects } from "../src/driver/dialects.ts";
import { interpret } from "../src/interpret/interpreter.ts";
import { renderDiagnostics } from "../src/source/render.ts";
import { Source } from "../src/source/source.ts";
import { createRandom } from "../src/support/random.ts";
import { type Tensor, tensorOf } from "../src/tensor/tensor.ts";
import { parseModule } from "../src/text/parse.ts";
import { type Benchmark, type BenchmarkRow, interleave, median } from "./row.ts";

interface Case {
  readonly name: string;
  readonly text: string;
  readonly inputs: readonly Tensor[];
  /** Floating-point operations, or elements or iterations where there are none. */
  readonly work: number;
}

const ROUNDS = 9;
const WARMUP = 3;
/** What the issue asks of dot and convolution, in MFLOP/s; the other rows have no goal. */
const GOAL = 100;

function matrix(seed: number, ...shape: readonly number[]): Tensor {
  const random = createRandom(seed);
  const count = shape.reduce((product, extent) => product * extent, 1);
  return tensorOf(
    "f32",
    shape,
    Float32Array.from({ length: count }, () => random.next() - 0.5),
  );
}

const M = "tensor<1048576xf32>";
const cases: readonly Case[] = [
  {
    name: "dot 256x256x256",
    text: `func.func @main(%a: tensor<256x256xf32>, %b: tensor<256x256xf32>) -> tensor<256x256xf32> {
      %0 = stablehlo.dot_general %a, %b, contracting_dims = [1] x [0] : (tensor<256x256xf32>, tensor<256x256xf32>) -> tensor<256x256xf32>
      return %0 : tensor<256x256xf32> }`,
    inputs: [matrix(1, 256, 256), matrix(2, 256, 256)],
    work: 2 * 256 ** 3,
  },
  {
    name: "convolution 3x3, 32 to 64 features, 56x56",
    text: `func.func @main(%a: tensor<1x32x56x56xf32>, %b: tensor<64x32x3x3xf32>) -> tensor<1x64x56x56xf32> {
      %0 = stablehlo.convolution(%a, %b) dim_numbers = [b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1], window = {pad = [[1, 1], [1, 1]]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x32x56x56xf32>, tensor<64x32x3x3xf32>) -> tensor<1x64x56x56xf32>
      return %0 : tensor<1x64x56x56xf32> }`,
    inputs: [matrix(3, 1, 32, 56, 56), matrix(4, 64, 32, 3, 3)],
    work: 2 * 64 * 32 * 9 * 56 * 56,
  },
  {
    name: "depthwise convolution 3x3, 64 features, 56x56",
    text: `func.func @main(%a: tensor<1x64x56x56xf32>, %b: tensor<64x1x3x3xf32>) -> tensor<1x64x56x56xf32> {
      %0 = stablehlo.convolution(%a, %b) dim_numbers = [b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1], window = {pad = [[1, 1], [1, 1]]} {batch_group_count = 1 : i64, feature_group_count = 64 : i64} : (tensor<1x64x56x56xf32>, tensor<64x1x3x3xf32>) -> tensor<1x64x56x56xf32>
      return %0 : tensor<1x64x56x56xf32> }`,
    inputs: [matrix(5, 1, 64, 56, 56), matrix(6, 64, 1, 3, 3)],
    work: 2 * 64 * 9 * 56 * 56,
  },
  {
    name: "add 1M",
    text: `func.func @main(%a: ${M}, %b: ${M}) -> ${M} { %0 = stablehlo.add %a, %b : ${M} return %0 : ${M} }`,
    inputs: [matrix(7, 1048576), matrix(8, 1048576)],
    work: 1048576,
  },
  {
    name: "transpose 1M",
    text: `func.func @main(%a: tensor<1024x1024xf32>) -> tensor<1024x1024xf32> {
      %0 = stablehlo.transpose %a, dims = [1, 0] : (tensor<1024x1024xf32>) -> tensor<1024x1024xf32>
      return %0 : tensor<1024x1024xf32> }`,
    inputs: [matrix(9, 1024, 1024)],
    work: 1048576,
  },
  {
    name: "reduce 1M",
    text: `func.func @main(%a: tensor<1024x1024xf32>) -> tensor<1024xf32> {
      %c = stablehlo.constant dense<0.0> : tensor<f32>
      %0 = stablehlo.reduce(%a init: %c) applies stablehlo.add across dimensions = [1] : (tensor<1024x1024xf32>, tensor<f32>) -> tensor<1024xf32>
      return %0 : tensor<1024xf32> }`,
    inputs: [matrix(10, 1024, 1024)],
    work: 1048576,
  },
  {
    name: "pooling 3x3 stride 2, 64 features, 112x112",
    text: `func.func @main(%a: tensor<1x64x112x112xf32>) -> tensor<1x64x56x56xf32> {
      %c = stablehlo.constant dense<0xFF800000> : tensor<f32>
      %0 = "stablehlo.reduce_window"(%a, %c) <{padding = dense<[[0, 0], [0, 0], [1, 0], [1, 0]]> : tensor<4x2xi64>, window_dimensions = array<i64: 1, 1, 3, 3>, window_strides = array<i64: 1, 1, 2, 2>}> ({
      ^bb0(%x: tensor<f32>, %y: tensor<f32>):
        %1 = stablehlo.maximum %x, %y : tensor<f32>
        stablehlo.return %1 : tensor<f32>
      }) : (tensor<1x64x112x112xf32>, tensor<f32>) -> tensor<1x64x56x56xf32>
      return %0 : tensor<1x64x56x56xf32> }`,
    inputs: [matrix(11, 1, 64, 112, 112)],
    work: 64 * 56 * 56 * 9,
  },
  {
    name: "scalar loop, 1M iterations of 2 operations",
    text: `func.func @main(%n: index) -> i32 {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %z = arith.constant 0 : i32
      %k = arith.constant 3 : i32
      %r = scf.for %i = %c0 to %n step %c1 iter_args(%s = %z) -> (i32) {
        %t = arith.muli %s, %k : i32
        %u = arith.addi %t, %k : i32
        scf.yield %u : i32
      }
      return %r : i32 }`,
    inputs: [tensorOf("index", [], [1_000_000n])],
    work: 2_000_000,
  },
];

export const interpreter: Benchmark = async () => {
  const context = createContext(defaultDialects);
  const rows: BenchmarkRow[] = [];
  for (const { name, text, inputs, work } of cases) {
    const module = parseModule(new Source(name, text), context);
    if (!module.ok) throw new Error(renderDiagnostics(module.diagnostics));
    const run = (): void => {
      const result = interpret(module.value, context, "main", inputs);
      if (!result.ok) throw new Error(renderDiagnostics(result.diagnostics));
    };
    const [times = []] = interleave([{ prepare: () => undefined, run }], ROUNDS, WARMUP);
    const rate = Math.round(work / median(times) / 1e3);
    const goal = /^dot|convolution/.test(name) ? GOAL : null;
    rows.push({
      name,
      lathe: rate,
      peer: goal,
      peerName: goal === null ? "" : "goal",
      unit: "million/s",
      ratio: goal === null ? null : rate / goal,
    });
  }
  return rows;
};
