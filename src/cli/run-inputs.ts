/**
 * Inputs as `lathe run` takes them: `0=a.npy`, `x=random:7`, `x=zeros`, `x=ones`, `x=ramp`. Keys are positions or names. Inputs that nobody
 * names are random, each with a seed of its own.
 */
import { type Diagnostic, error, failure, type Result, success } from "../source/diagnostic.ts";
import { createRandom, type Random } from "../support/random.ts";
import { findSuggestion } from "../support/suggest.ts";
import type { TensorDescription } from "../target/target.ts";
import { dtypeFacts } from "../tensor/dtype.ts";
import { readNpy } from "../tensor/npy.ts";
import { knownElementCount } from "../tensor/shape.ts";
import { type Tensor, tensorOf, tensorTypeText } from "../tensor/tensor.ts";
import type { CommandIo } from "./command.ts";

/** The tensors for `inputs`, in order. */
export async function readInputs(
  inputs: readonly TensorDescription[],
  options: readonly string[],
  io: CommandIo,
): Promise<Result<readonly Tensor[]>> {
  const sources = new Map<number, string>();
  const diagnostics: Diagnostic[] = [];
  for (const option of options) {
    const equals = option.indexOf("=");
    const key = option.slice(0, Math.max(0, equals));
    const position = positionOf(inputs, key);
    if (equals < 1) diagnostics.push(error("run.input", `expected NAME=VALUE, found "${option}"`));
    else if (position === undefined) diagnostics.push(unknownInput(inputs, key));
    else sources.set(position, option.slice(equals + 1));
  }
  if (diagnostics.length > 0) return failure(...diagnostics);
  const tensors: Tensor[] = [];
  for (const [at, description] of inputs.entries()) {
    const tensor = await readInput(description, sources.get(at) ?? `random:${at}`, io);
    if (!tensor.ok) return tensor;
    tensors.push(tensor.value);
  }
  return success(tensors);
}

function positionOf(inputs: readonly TensorDescription[], key: string): number | undefined {
  const named = inputs.findIndex(({ name }) => name === key);
  if (named !== -1) return named;
  const position = /^\d+$/.test(key) ? Number(key) : inputs.length;
  return position < inputs.length ? position : undefined;
}

function unknownInput(inputs: readonly TensorDescription[], key: string): Diagnostic {
  const names = inputs.map(({ name }) => name);
  const near = findSuggestion(key, names);
  const hint = near === undefined ? `its inputs are ${names.join(", ")}` : `did you mean "${near}"?`;
  return error("run.input", `the function has no input "${key}": ${hint}`);
}

async function readInput(description: TensorDescription, source: string, io: CommandIo): Promise<Result<Tensor>> {
  const [, kind, seed] = /^(random|zeros|ones|ramp)(?::(\d+))?$/.exec(source) ?? [];
  if (kind !== undefined) return success(generated(description, kind, Number(seed ?? 0)));
  const bytes = await io.readFile(source);
  if (!bytes.ok) return bytes;
  const tensor = readNpy(bytes.value);
  if (!tensor.ok) return failure(error("run.npy", `${source}: ${tensor.message}`));
  const { dtype, shape } = tensor.value;
  const fits = dtype === description.dtype && shape.join("x") === description.shape.join("x");
  if (fits) return success(tensor.value);
  const message = `${source}: expected ${tensorTypeText(description)} for input "${description.name}", found ${tensorTypeText(tensor.value)}`;
  return failure(error("run.input-type", message));
}

/** Random floats are standard normal, integers from -8 to 7 (from 0 where they are unsigned), booleans fair. */
function generated({ dtype, shape }: TensorDescription, kind: string, seed: number): Tensor {
  const random = createRandom(seed);
  const facts = dtypeFacts(dtype);
  const slots = knownElementCount(shape) * (facts.kind === "complex" ? 2 : 1);
  const element = (at: number): number => {
    if (kind === "zeros") return 0;
    if (kind === "ones") return 1;
    return kind === "ramp" ? at : randomElement(random, facts.kind, dtype);
  };
  return tensorOf(
    dtype,
    shape,
    Array.from({ length: slots }, (_, at) => element(at)),
  );
}

function randomElement(random: Random, kind: string, dtype: string): number {
  if (kind === "float" || kind === "complex") return random.normal();
  if (dtype === "i1") return random.integer(2);
  return dtype.startsWith("ui") ? random.integer(16) : random.integer(16) - 8;
}
