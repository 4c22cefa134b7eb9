/**
 * Kernels mean the same whatever their schedule: random nests (products, convolutions, depthwise filters, reductions, element-wise bodies,
 * nearest resizing) under random schedules are lowered to loops and compared with the nest itself under the interpreter.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { candidateSchedules } from "../../dialects/kernel/candidates.ts";
import { loopNestOf } from "../../dialects/kernel/loop-nest.ts";
import { type Schedule, scheduleAttribute } from "../../dialects/kernel/schedule.ts";
import { nestsToLoops } from "../../passes/convert/nests-to-loops.ts";
import { packConstants } from "../../passes/layout/pack-constants.ts";
import type { Context } from "../../src/definition/context.ts";
import { interpretValues } from "../../src/interpret/interpreter.ts";
import type { MemRefValue } from "../../src/interpret/value.ts";
import type { OperationHandle } from "../../src/ir/handle.ts";
import type { Module } from "../../src/ir/module.ts";
import { ModuleRewriter } from "../../src/ir/module-rewriter.ts";
import { renderDiagnostics } from "../../src/source/render.ts";
import { createRandom } from "../../src/support/random.ts";
import { compareTensors } from "../../src/tensor/compare.ts";
import { rowMajorStrides } from "../../src/tensor/shape.ts";
import { type Tensor, tensorOf } from "../../src/tensor/tensor.ts";
import { printModule } from "../../src/text/print.ts";
import { fullContext, moduleOf, runPasses } from "../support/programs.ts";

/** A kernel as text: operand shapes, maps, iterators, bodies. */
interface KernelText {
  readonly inputs: readonly { readonly shape: readonly number[]; readonly map: string }[];
  readonly extras: readonly { readonly shape: readonly number[]; readonly map: string }[];
  readonly out: { readonly shape: readonly number[]; readonly map: string };
  readonly dims: number;
  readonly iterators: string;
  readonly init: string | undefined;
  readonly combine: string;
  readonly finish: string;
  /** The input that is a constant of the module instead of an argument. */
  readonly constant?: number;
}

const memref = (shape: readonly number[]): string => `memref<${[...shape, "f32"].join("x")}>`;
const dimsText = (count: number): string => Array.from({ length: count }, (_, at) => `d${at}`).join(", ");

function programText(kernel: KernelText): string {
  const args = [...kernel.inputs, ...kernel.extras, kernel.out];
  const names = args.map((_, at) => `%a${at}`);
  const list = (from: number, to: number): string =>
    to > from
      ? `(${names.slice(from, to).join(", ")} : ${args
          .slice(from, to)
          .map(({ shape }) => memref(shape))
          .join(", ")})`
      : "";
  const [inputs, extras] = [kernel.inputs.length, kernel.inputs.length + kernel.extras.length];
  const maps = args.map(({ map }) => `affine_map<(${dimsText(kernel.dims)}) -> (${map})>`).join(", ");
  const init = kernel.init === undefined ? "" : `, init = [${kernel.init}]`;
  const isArgument = (at: number): boolean => at !== kernel.constant;
  const global = kernel.constant === undefined ? "" : globalText(args[kernel.constant]?.shape ?? []);
  return `${global}
func.func @main(${names.flatMap((name, at) => (isArgument(at) ? [`${name}: ${memref(args[at]?.shape ?? [])}`] : [])).join(", ")}) {
  ${kernel.constant === undefined ? "" : `%a${kernel.constant} = memref.get_global @weights : ${memref(args[kernel.constant]?.shape ?? [])}`}
  %zero = arith.constant 0.0 : f32
  kernel.nest ${inputs > 0 ? `ins${list(0, inputs)}` : ""} ${extras > inputs ? `extras${list(inputs, extras)}` : ""} outs${list(extras, args.length)}
   {indexing_maps = [${maps}], iterator_types = [${kernel.iterators}]${init}} {
${kernel.combine}
  } finish {
${kernel.finish}
  }
  return
}`;
}

function globalText(shape: readonly number[]): string {
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, at) => ((at * 7) % 13) - 6);
  const bytes = [...new Uint8Array(values.buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const type = [...shape, "f32"].join("x");
  return `memref.global "private" constant @weights : memref<${type}> = ${values.length === 1 ? `dense<${values[0]?.toFixed(1)}>` : `dense<"0x${bytes}">`}`;
}

const productBody = `^bb0(%x: f32, %y: f32, %acc: f32):
  %p = arith.mulf %x, %y : f32
  %s = arith.addf %acc, %p : f32
  kernel.yield %s : f32`;
const biasRelu = `^bb0(%v: f32, %b: f32):
  %s = arith.addf %v, %b : f32
  %r = arith.maximumf %s, %zero : f32
  kernel.yield %r : f32`;

const extent = fc.integer({ min: 1, max: 19 });
const small = fc.integer({ min: 1, max: 3 });

const product = fc.tuple(extent, extent, extent, fc.boolean()).map(
  ([m, n, k, constant]): KernelText => ({
    inputs: [
      { shape: [m, k], map: "d0, d2" },
      { shape: [k, n], map: "d2, d1" },
    ],
    extras: [{ shape: [n], map: "d1" }],
    out: { shape: [m, n], map: "d0, d1" },
    dims: 3,
    iterators: '"parallel", "parallel", "reduction"',
    init: "0.0 : f32",
    combine: productBody,
    finish: biasRelu,
    ...(constant ? { constant: 1 } : {}),
  }),
);

const convolution = fc
  .tuple(
    extent,
    fc.integer({ min: 1, max: 12 }),
    small,
    small,
    fc.integer({ min: 1, max: 5 }),
    small,
    small,
    fc.boolean(),
  )
  .map(([width, channels, kh, kw, inner, stride, dilation, constant]): KernelText => {
    const height = 3;
    return {
      inputs: [
        {
          shape: [
            (height - 1) * stride + (kh - 1) * dilation + 1,
            (width - 1) * stride + (kw - 1) * dilation + 1,
            inner,
          ],
          map: `d0 * ${stride} + d3 * ${dilation}, d1 * ${stride} + d4 * ${dilation}, d5`,
        },
        { shape: [kh, kw, inner, channels], map: "d3, d4, d5, d2" },
      ],
      extras: [{ shape: [channels], map: "d2" }],
      out: { shape: [height, width, channels], map: "d0, d1, d2" },
      dims: 6,
      iterators: '"parallel", "parallel", "parallel", "reduction", "reduction", "reduction"',
      init: "0.0 : f32",
      combine: productBody,
      finish: biasRelu,
      ...(constant ? { constant: 1 } : {}),
    };
  });

const depthwise = fc.tuple(extent, extent, small, small).map(
  ([width, channels, taps, stride]): KernelText => ({
    inputs: [
      { shape: [(width - 1) * stride + taps, channels], map: `d0 * ${stride} + d2, d1` },
      { shape: [taps, channels], map: "d2, d1" },
    ],
    extras: [],
    out: { shape: [width, channels], map: "d0, d1" },
    dims: 3,
    iterators: '"parallel", "parallel", "reduction"',
    init: "0.0 : f32",
    combine: productBody,
    finish: "",
  }),
);

const rowReduction = fc
  .tuple(extent, extent, fc.constantFrom(["arith.addf", "0.0"], ["arith.maximumf", "0xFF800000"]))
  .map(
    ([rows, columns, [op, init]]): KernelText => ({
      inputs: [{ shape: [rows, columns], map: "d0, d1" }],
      extras: [],
      out: { shape: [rows], map: "d0" },
      dims: 2,
      iterators: '"parallel", "reduction"',
      init: `${init} : f32`,
      combine: `^bb0(%x: f32, %acc: f32):
  %s = ${op} %acc, %x : f32
  kernel.yield %s : f32`,
      finish: "",
    }),
  );

const elementwise = fc.tuple(extent, extent, fc.boolean()).map(
  ([rows, columns, transposed]): KernelText => ({
    inputs: [
      { shape: transposed ? [columns, rows] : [rows, columns], map: transposed ? "d1, d0" : "d0, d1" },
      { shape: [columns], map: "d1" },
    ],
    extras: [],
    out: { shape: [rows, columns], map: "d0, d1" },
    dims: 2,
    iterators: '"parallel", "parallel"',
    init: undefined,
    combine: `^bb0(%x: f32, %y: f32):
  %c = arith.cmpf olt, %x, %y : f32
  %s = arith.select %c, %x, %y : f32
  %m = arith.mulf %s, %y : f32
  kernel.yield %m : f32`,
    finish: "",
  }),
);

const resize = fc.tuple(extent, extent, fc.integer({ min: 2, max: 4 })).map(
  ([rows, columns, scale]): KernelText => ({
    inputs: [{ shape: [rows, columns], map: `d0 floordiv ${scale}, d1` }],
    extras: [],
    out: { shape: [rows * scale, columns], map: "d0, d1" },
    dims: 2,
    iterators: '"parallel", "parallel"',
    init: undefined,
    combine: "^bb0(%x: f32):\n  kernel.yield %x : f32",
    finish: "",
  }),
);

const kernels = fc.oneof(product, convolution, depthwise, rowReduction, elementwise, resize);

function nestIn(module: Module): {
  readonly modules: ModuleRewriter;
  readonly operation: OperationHandle;
  readonly body: number;
} {
  const modules = new ModuleRewriter(module);
  for (const id of modules.bodyIds) {
    const operation = modules
      .body(id)
      .root.opRegions[0]?.entry?.operations.find((candidate) => candidate.opName === "kernel.nest");
    if (operation !== undefined) return { modules, operation, body: id };
  }
  return expect.unreachable("the program has a nest");
}

/** The module with a schedule on its nest: one of the candidates, or one drawn freely. */
function withSchedule(module: Module, context: Context, seed: number): Module {
  const { modules, operation } = nestIn(module);
  const described = loopNestOf(operation);
  if ("problem" in described) return expect.unreachable(described.problem);
  const { nest } = described;
  const random = createRandom(seed);
  const candidates = candidateSchedules(nest, context);
  const rank = nest.extents.length;
  const shuffled = nest.extents.map((_, dim) => ({ dim, key: random.next() })).sort((a, b) => a.key - b.key);
  const vector = random.integer(rank + 1) - 1;
  const free: Schedule = {
    order: shuffled.map(({ dim }) => dim),
    tile: nest.parallel.map((parallel) => (parallel ? random.integer(2) * (1 + random.integer(7)) : 0)),
    block: nest.parallel.map((parallel, dim) =>
      parallel ? (dim === vector ? 4 * (1 + random.integer(3)) : 1 + random.integer(5)) : 1,
    ),
    unroll: nest.parallel.map((parallel) => (parallel ? 1 : 1 + random.integer(4))),
    vector,
    lanes: vector < 0 ? 1 : 4,
  };
  const schedule = random.next() < 0.5 ? candidates[random.integer(candidates.length)] : free;
  for (const id of modules.bodyIds) {
    const rewriter = modules.body(id);
    if (rewriter.view === operation.view && schedule !== undefined)
      rewriter.setProperty(operation, "schedule", scheduleAttribute(schedule));
  }
  return modules.commit();
}

function memory(shape: readonly number[], tensor: Tensor): MemRefValue {
  return {
    kind: "memref",
    buffer: { dtype: "f32", data: tensor.data, freed: false },
    offset: 0,
    shape,
    strides: rowMajorStrides(shape),
  };
}

/** Runs @main on small integers as floats, which sum exactly in any order; gives the output. */
function run(module: Module, context: Context, kernel: KernelText, seed: number): Tensor {
  const random = createRandom(seed);
  const operands = [...kernel.inputs, ...kernel.extras, kernel.out];
  const tensors = operands.map(({ shape }) =>
    tensorOf(
      "f32",
      shape,
      Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.integer(17) - 8),
    ),
  );
  const args = operands.flatMap(({ shape }, at) => {
    const tensor = tensors[at];
    return at === kernel.constant || tensor === undefined ? [] : [memory(shape, tensor)];
  });
  const result = interpretValues(module, context, "main", args);
  if (!result.ok) expect.unreachable(renderDiagnostics(result.diagnostics));
  const out = tensors.at(-1);
  return out ?? expect.unreachable("there is an output");
}

/** Exactly: the inputs are small integers. */
function expectSame(module: Module, actual: Tensor, expected: Tensor, context: Context): void {
  const comparison = compareTensors(actual, expected, { relative: 0, floor: 0 });
  if (!comparison.close) expect.unreachable(`${comparison.message}\n${printModule(module, context)}`);
}

test("lowering a kernel by any schedule keeps its meaning", async () => {
  const context = fullContext();
  await fc.assert(
    fc.asyncProperty(kernels, fc.integer(), async (kernel, seed) => {
      const module = moduleOf(programText(kernel), context);
      const expected = run(module, context, kernel, seed);
      const scheduled = withSchedule(module, context, seed);
      const packed = await runPasses(scheduled, [packConstants.with()], context);
      expectSame(packed.module, run(packed.module, context, kernel, seed), expected, context);
      const lowered = await runPasses(packed.module, [nestsToLoops.with()], context);
      expectSame(lowered.module, run(lowered.module, context, kernel, seed), expected, context);
    }),
    { numRuns: 150 },
  );
}, 120_000);
