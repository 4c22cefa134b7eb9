/** A compiled program made callable: the engine compiles the bytes, constants are copied into memory once, tensors are moved in and out or looked at in place. */
import { type Diagnostic, error, failure, type Result, success } from "../source/diagnostic.ts";
import { equalShapes } from "../tensor/shape.ts";
import { copyTensor, type Tensor, tensorOverBytes, tensorTypeText } from "../tensor/tensor.ts";
import { PAGE_BYTES } from "../wasm/types.ts";
import { checkAbi, type EntryPoint, findEntry, type ProgramAbi, type TensorSlot } from "./abi.ts";
import { MATH_MODULE, mathFunctions, unknownImports } from "./math-imports.ts";
import { type ConstantSegment, fillConstants } from "./memory.ts";

/** What a target's emitter hands over. */
export interface CompiledProgram {
  readonly wasm: Uint8Array<ArrayBuffer>;
  readonly constants: readonly ConstantSegment[];
  readonly abi: ProgramAbi;
}

/** One entry point with its tensors in memory. */
export interface ExecutableEntry {
  readonly description: EntryPoint;
  /** Views of linear memory, for hot loops: write the inputs here, `invoke`, read the outputs. Valid as long as the executable. */
  readonly inputViews: readonly Tensor[];
  readonly outputViews: readonly Tensor[];
  /** Runs on what is in memory; a trap (division by zero, unreachable) is a diagnostic. */
  invoke(): Result<undefined>;
  /** Copies inputs in, runs, copies outputs out. Inputs of another type than the program's are a diagnostic. */
  run(inputs: readonly Tensor[]): Result<readonly Tensor[]>;
}

export interface Executable {
  readonly abi: ProgramAbi;
  readonly memory: WebAssembly.Memory;
  readonly entries: readonly ExecutableEntry[];
  /** The entry point called `name`; without a name the only one, or "main". */
  entry(name?: string): Result<ExecutableEntry>;
  /** `run` of the entry point called `name`. */
  run(inputs: readonly Tensor[], name?: string): Result<readonly Tensor[]>;
}

/** Compiles and instantiates; what the engine refuses is a diagnostic with its message. */
export async function instantiate(program: CompiledProgram): Promise<Result<Executable>> {
  const problems = checkAbi(program.abi);
  if (problems.length > 0) return failure(...problems);
  const module = await compile(program.wasm);
  if (!module.ok) return module;
  const unknown = unknownImports(module.value);
  if (unknown.length > 0) return failure(...unknown);
  const linked = await link(module.value, program);
  if (!linked.ok) return linked;
  fillConstants(linked.value.memory, program.constants);
  return executableOf(program.abi, linked.value.instance, linked.value.memory);
}

interface Linked {
  readonly instance: WebAssembly.Instance;
  readonly memory: WebAssembly.Memory;
}

async function compile(wasm: Uint8Array<ArrayBuffer>): Promise<Result<WebAssembly.Module>> {
  try {
    return success(await WebAssembly.compile(wasm));
  } catch (reason) {
    return failure(foreign("runtime.compile", "the engine refuses the module", reason));
  }
}

async function link(module: WebAssembly.Module, { abi, constants }: CompiledProgram): Promise<Result<Linked>> {
  const { pages, origin } = abi.memory;
  try {
    const imports: WebAssembly.Imports = { [MATH_MODULE]: { ...mathFunctions } };
    let memory: WebAssembly.ExportValue | undefined;
    if (origin.kind === "imported") {
      const own = new WebAssembly.Memory({ initial: pages });
      imports[origin.module] = { ...imports[origin.module], [origin.name]: own };
      memory = own;
    }
    const instance = await WebAssembly.instantiate(module, imports);
    if (origin.kind === "exported") memory = instance.exports[origin.name];
    if (!(memory instanceof WebAssembly.Memory)) {
      return failure(error("runtime.memory", `expected the module to export a memory "${origin.name}"`));
    }
    const end = constants.reduce((last, segment) => Math.max(last, segment.byteOffset + segment.bytes.length), 0);
    const needed = Math.max(pages, Math.ceil(end / PAGE_BYTES));
    const found = memory.buffer.byteLength / PAGE_BYTES;
    if (found < needed) return failure(error("runtime.memory", `expected a memory of ${needed} pages, found ${found}`));
    return success({ instance, memory });
  } catch (reason) {
    return failure(
      foreign("runtime.instantiate", `the engine cannot instantiate the module with ${pages} pages`, reason),
    );
  }
}

function executableOf(abi: ProgramAbi, instance: WebAssembly.Instance, memory: WebAssembly.Memory): Result<Executable> {
  const entries: ExecutableEntry[] = [];
  for (const description of abi.entries) {
    const callee = instance.exports[description.name];
    if (typeof callee !== "function") {
      return failure(error("runtime.entry", `expected the module to export a function "${description.name}"`));
    }
    entries.push(entryOf(description, () => callee(), memory));
  }
  const entry = (name?: string): Result<ExecutableEntry> => {
    const description = findEntry(abi, name);
    const found = entries.find((candidate) => candidate.description === description);
    if (found !== undefined) return success(found);
    const known = abi.entries.map((candidate) => `"${candidate.name}"`).join(", ");
    return failure(
      error(
        "runtime.entry",
        `expected one of the entry points ${known}, found ${name === undefined ? "no name" : `"${name}"`}`,
      ),
    );
  };
  const run = (inputs: readonly Tensor[], name?: string): Result<readonly Tensor[]> => {
    const chosen = entry(name);
    return chosen.ok ? chosen.value.run(inputs) : chosen;
  };
  return success({ abi, memory, entries, entry, run });
}

const DONE = success(undefined);

function entryOf(description: EntryPoint, call: () => unknown, memory: WebAssembly.Memory): ExecutableEntry {
  const view = (slot: TensorSlot) => tensorOverBytes(slot.dtype, slot.shape, memory.buffer, slot.byteOffset);
  const inputViews = description.inputs.map(view);
  const outputViews = description.outputs.map(view);
  const invoke = (): Result<undefined> => {
    try {
      call();
      return DONE;
    } catch (reason) {
      return failure(foreign("runtime.trap", `"${description.name}" trapped`, reason));
    }
  };
  const run = (inputs: readonly Tensor[]): Result<readonly Tensor[]> => {
    const problems = checkInputs(description, inputs);
    if (problems.length > 0) return failure(...problems);
    inputs.forEach((input, i) => {
      const target = inputViews[i];
      if (target !== undefined) copyInto(target, input);
    });
    const done = invoke();
    return done.ok ? success(outputViews.map(copyTensor)) : done;
  };
  return { description, inputViews, outputViews, invoke, run };
}

function checkInputs({ name, inputs: slots }: EntryPoint, inputs: readonly Tensor[]): readonly Diagnostic[] {
  if (inputs.length !== slots.length) {
    return [error("runtime.inputs", `"${name}" expects ${slots.length} inputs, found ${inputs.length}`)];
  }
  return slots.flatMap((slot, i) => {
    const input = inputs[i];
    if (input !== undefined && input.dtype === slot.dtype && equalShapes(input.shape, slot.shape)) return [];
    const found = input === undefined ? "nothing" : tensorTypeText(input);
    return [
      error(
        "runtime.input-type",
        `input ${i} "${slot.name}" of "${name}" expects ${tensorTypeText(slot)}, found ${found}`,
      ),
    ];
  });
}

/** Bytes, because typed arrays of one dtype are of one kind only behind the check above. */
function copyInto(target: Tensor, source: Tensor): void {
  const to = new Uint8Array(target.data.buffer, target.data.byteOffset, target.data.byteLength);
  to.set(new Uint8Array(source.data.buffer, source.data.byteOffset, source.data.byteLength));
}

function foreign(code: string, message: string, reason: unknown): Diagnostic {
  return error(code, `${message}: ${reason instanceof Error ? reason.message : String(reason)}`);
}
