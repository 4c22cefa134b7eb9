/** Runs functions on memrefs twice, compiled to WebAssembly and interpreted, so that tests can compare what is in their memory afterwards. */
import { expect } from "vitest";
import { assignAddresses } from "../../passes/buffer/assign-addresses.ts";
import { loopsToWasm } from "../../passes/convert/loops-to-wasm.ts";
import { loopInvariantCodeMotion } from "../../passes/loops/loop-invariant-code-motion.ts";
import { cse } from "../../passes/simplify/cse.ts";
import type { Context } from "../../src/definition/context.ts";
import { interpretValues } from "../../src/interpret/interpreter.ts";
import { isScalar, type MemRefValue, scalarOf } from "../../src/interpret/value.ts";
import { dtypeOf } from "../../src/ir/attribute.ts";
import type { Module } from "../../src/ir/module.ts";
import type { PassInstance } from "../../src/pass/pass.ts";
import type { CompiledProgram, Executable } from "../../src/runtime/instantiate.ts";
import { instantiate } from "../../src/runtime/instantiate.ts";
import type { Result } from "../../src/source/diagnostic.ts";
import { renderDiagnostics } from "../../src/source/render.ts";
import { emitProgram } from "../../src/targets/wasm-simd/emit.ts";
import { rowMajorStrides } from "../../src/tensor/shape.ts";
import { copyTensor, scalar, type Tensor } from "../../src/tensor/tensor.ts";
import { runPasses } from "./programs.ts";

/** From loops on memrefs to the wasm dialect. */
export const lowering: readonly PassInstance[] = [
  assignAddresses.with(),
  loopsToWasm.with(),
  cse.with(),
  loopInvariantCodeMotion.with(),
  cse.with(),
];

/** The value of a result that must be one. */
export function expectOk<T>(result: Result<T>): T {
  if (!result.ok) expect.unreachable(renderDiagnostics(result.diagnostics));
  return result.value;
}

export async function compileLoops(module: Module, context: Context): Promise<CompiledProgram> {
  const lowered = await runPasses(module, lowering, context);
  const program = expectOk(emitProgram(lowered.module));
  expect(WebAssembly.validate(program.wasm)).toBe(true);
  return program;
}

export async function loadLoops(module: Module, context: Context): Promise<Executable> {
  return expectOk(await instantiate(await compileLoops(module, context)));
}

/** What the inputs of the function hold after it ran on copies of `inputs`, and its scalar results behind them. */
export async function runCompiled(
  module: Module,
  context: Context,
  inputs: readonly Tensor[],
  name = "main",
): Promise<readonly Tensor[]> {
  const entry = expectOk((await loadLoops(module, context)).entry(name));
  const outputs = expectOk(entry.run(inputs));
  return [...entry.inputViews.map(copyTensor), ...outputs];
}

/** The same by the interpreter. Inputs of rank 0 stand for scalars where the parameter is one. */
export function runInterpreted(
  module: Module,
  context: Context,
  inputs: readonly Tensor[],
  name = "main",
): readonly Tensor[] {
  const tensors = inputs.map(copyTensor);
  const functions = module.bodyIds.map((id) => module.body(id).root).filter((root) => root.name.text === "func.func");
  const type = functions
    .filter(({ properties }) =>
      properties.entries.some((entry) => entry.value.kind === "string" && entry.value.value === name),
    )
    .flatMap(({ properties }) =>
      properties.entries.flatMap(({ value }) => (value.kind === "function-type" ? [value] : [])),
    )[0];
  const args = tensors.map((tensor, at) =>
    type?.inputs[at]?.kind === "memref-type" ? memRefOf(tensor) : scalarOf(tensor.dtype, scalarValue(tensor)),
  );
  const results = expectOk(interpretValues(module, context, name, args));
  const scalars = results.map((value, at) => {
    const result = type?.results[at];
    const dtype = result === undefined ? undefined : dtypeOf(result);
    if (!isScalar(value) || dtype === undefined) expect.unreachable("the result is not a number");
    return scalar(dtype, value);
  });
  return [...tensors, ...scalars];
}

function scalarValue(tensor: Tensor): number | bigint {
  return tensor.data[0] ?? 0;
}

function memRefOf(tensor: Tensor): MemRefValue {
  const { dtype, shape, data } = tensor;
  return { kind: "memref", buffer: { dtype, data, freed: false }, offset: 0, shape, strides: rowMajorStrides(shape) };
}
