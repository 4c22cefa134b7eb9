/** `lathe run`: a function on given or generated inputs, compiled for a target or interpreted. */
import { type Context, createContext } from "../../definition/context.ts";
import { compileModule } from "../../driver/compile.ts";
import { defaultDialects } from "../../driver/dialects.ts";
import { DEFAULT_TARGET, defaultTargets } from "../../driver/targets.ts";
import { interpret } from "../../interpret/interpreter.ts";
import { dtypeOf, findAttribute } from "../../ir/attribute.ts";
import type { Module } from "../../ir/module.ts";
import { type Diagnostic, error, failure, type Result, success } from "../../source/diagnostic.ts";
import { renderDiagnostics } from "../../source/render.ts";
import type { ProgramEntry, TensorDescription } from "../../target/target.ts";
import { writeNpy } from "../../tensor/npy.ts";
import { printTensor } from "../../tensor/print-tensor.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { type CommandIo, type CommandModule, type ExitCode, exitCodes } from "../command.ts";
import { collect, loadProgram, parseDims, parseShapes } from "../load-program.ts";
import { readInputs } from "../run-inputs.ts";

interface RunFlags {
  readonly target: string;
  readonly function: string;
  readonly input: readonly string[];
  readonly output?: string;
  readonly passPipeline?: string;
  readonly json?: boolean;
  readonly shape: readonly string[];
  readonly dim: readonly string[];
}

/** The reference semantics: no target, but chosen like one. */
const INTERPRETER = "interp";

const EXAMPLES = `
Inputs that are not given are random, the same in every run.

Examples:
  lathe run program.mlir --input 0=a.npy --input bias=zeros
  lathe run model.onnx --shape x=1x3x48x320 --input x=random:7 -o results
  lathe run program.mlir --target interp`;

export const declare: CommandModule["declare"] = (command, { io, report }) => {
  const targets = [INTERPRETER, ...defaultTargets.map(({ name }) => name)].join(", ");
  command
    .argument("<file>", "MLIR text (.mlir) or an ONNX model (.onnx), - for standard input")
    .option("--target <name>", `one of ${targets}`, DEFAULT_TARGET)
    .option("--function <name>", "the function to run", "main")
    .option(
      "--input <name=value>",
      "a .npy file, random:SEED, zeros, ones or ramp, by name or position (repeatable)",
      collect,
      [],
    )
    .option("-o, --output <folder>", "write the results as .npy files instead of printing them")
    .option("--pass-pipeline <text>", "instead of the target's own pipeline")
    .option("--shape <name=extents>", "shape of an ONNX input: x=1x3x224x224 (repeatable)", collect, [])
    .option("--dim <name=size>", "size of a dimension that an ONNX file names (repeatable)", collect, [])
    .option("--json", "print the results as data")
    .addHelpText("after", EXAMPLES)
    .action(async (file: string, flags: RunFlags) => {
      const outcome = await runFile(file, flags, io);
      if (!outcome.ok) io.err(`${renderDiagnostics(outcome.diagnostics)}\n`);
      report(outcome.ok ? exitCodes.success : failureCode(outcome.diagnostics));
    });
};

function failureCode(diagnostics: readonly Diagnostic[]): ExitCode {
  return diagnostics.some(({ code }) => code.startsWith("cli.") && code !== "cli.file")
    ? exitCodes.usage
    : exitCodes.failure;
}

async function runFile(file: string, flags: RunFlags, io: CommandIo): Promise<Result<undefined>> {
  const context = createContext(defaultDialects);
  const shapes = parseShapes(flags.shape);
  const dims = parseDims(flags.dim);
  if (!shapes.ok) return shapes;
  if (!dims.ok) return dims;
  const module = await loadProgram(file, context, io, { shapes: shapes.value, dims: dims.value });
  if (!module.ok) return module;
  const runner =
    flags.target === INTERPRETER
      ? interpreted(module.value, context, flags)
      : await compiled(module.value, context, flags);
  if (!runner.ok) return runner;
  const { entry, run } = runner.value;
  const inputs = await readInputs(entry.inputs, flags.input, io);
  if (!inputs.ok) return inputs;
  const outputs = await run(inputs.value);
  if (!outputs.ok) return outputs;
  return tell(entry, outputs.value, flags, io);
}

interface Runner {
  readonly entry: ProgramEntry;
  readonly run: (inputs: readonly Tensor[]) => Promise<Result<readonly Tensor[]>>;
}

async function compiled(module: Module, context: Context, flags: RunFlags): Promise<Result<Runner>> {
  const made = await compileModule(module, context, {
    target: flags.target,
    ...(flags.passPipeline === undefined ? {} : { pipeline: flags.passPipeline }),
  });
  if (!made.ok) return made;
  const program = await made.value.emission.load();
  if (!program.ok) return program;
  const entry = program.value.entries.find(({ name }) => name === flags.function);
  if (entry === undefined) {
    const names = program.value.entries.map(({ name }) => name).join(", ");
    return failure(error("run.function", `the program has no function "${flags.function}"; it has ${names}`));
  }
  return success({ entry, run: (inputs) => program.value.run(inputs, entry.name) });
}

/** The function's own types say what it takes and gives. */
function interpreted(module: Module, context: Context, flags: RunFlags): Result<Runner> {
  for (const id of module.bodyIds) {
    const { properties } = module.body(id).root;
    const name = findAttribute(properties, "sym_name");
    const type = findAttribute(properties, "function_type");
    if (name?.kind !== "string" || name.value !== flags.function || type?.kind !== "function-type") continue;
    const named = (list: string, kind: string) => {
      const attributes = findAttribute(properties, list);
      return (at: number): string =>
        nameIn(attributes?.kind === "array" ? attributes.elements[at] : undefined) ?? `${kind}${at}`;
    };
    const inputs = describe(type.inputs, named("arg_attrs", "arg"));
    const outputs = describe(type.results, named("res_attrs", "result"));
    if (inputs === undefined || outputs === undefined)
      return failure(
        error("run.function", `@${flags.function} takes or gives something that is no tensor of known shape`),
      );
    const entry = { name: flags.function, inputs, outputs };
    return success({ entry, run: async (tensors) => interpret(module, context, flags.function, tensors) });
  }
  return failure(error("run.function", `the module has no function "${flags.function}"`));
}

function nameIn(attributes: ReturnType<typeof findAttribute>): string | undefined {
  const value =
    attributes?.kind === "dictionary"
      ? attributes.entries.find(({ name }) => name.endsWith(".name"))?.value
      : undefined;
  return value?.kind === "string" ? value.value : undefined;
}

function describe(
  types: readonly NonNullable<Parameters<typeof dtypeOf>[0]>[],
  name: (at: number) => string,
): readonly TensorDescription[] | undefined {
  const described: TensorDescription[] = [];
  for (const [at, type] of types.entries()) {
    const shape = type.kind === "tensor-type" ? type.shape : [];
    const dtype = dtypeOf(type.kind === "tensor-type" ? type.elementType : type);
    if (dtype === undefined || shape.some((extent) => extent < 0)) return undefined;
    described.push({ name: name(at), dtype, shape });
  }
  return described;
}

async function tell(
  entry: ProgramEntry,
  outputs: readonly Tensor[],
  { output: folder, json }: RunFlags,
  io: CommandIo,
): Promise<Result<undefined>> {
  if (json === true) io.out(`${JSON.stringify({ results: outputs.map((tensor, at) => dataOf(entry, tensor, at)) })}\n`);
  for (const [at, tensor] of outputs.entries()) {
    const name = entry.outputs[at]?.name ?? `result${at}`;
    if (folder === undefined) {
      if (json !== true) io.out(`${name}: ${printTensor(tensor)}\n`);
      continue;
    }
    const npy = writeNpy(tensor);
    if (!npy.ok) return failure(error("run.npy", `${name}: ${npy.message}`));
    const written = await io.writeFile(`${folder}/${name}.npy`, npy.value);
    if (!written.ok) return written;
  }
  return success(undefined);
}

/** Numbers that JSON lacks are strings: NaN, infinities, integers that a double cannot hold. */
function dataOf(entry: ProgramEntry, { dtype, shape, data }: Tensor, at: number): object {
  const values = Array.from<number | bigint, number | string>(data, (value) => {
    const number = Number(value);
    return Number.isFinite(number) && (typeof value === "number" || Number.isSafeInteger(number))
      ? number
      : String(value);
  });
  return { name: entry.outputs[at]?.name ?? `result${at}`, dtype, shape, data: values };
}
