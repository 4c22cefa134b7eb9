/** Programs as commands take them: a file of MLIR text (`.mlir`), or an ONNX model (`.onnx`), as a verified module. */
import type { Context } from "../definition/context.ts";
import { decodeOnnxModel } from "../import/onnx/decode.ts";
import { importOnnx, type OnnxImportOptions } from "../import/onnx/import.ts";
import type { Module } from "../ir/module.ts";
import { error, failure, type Result, success } from "../source/diagnostic.ts";
import { Source } from "../source/source.ts";
import { parseModule } from "../text/parse.ts";
import { verifyModule } from "../verify/verify.ts";
import type { CommandIo } from "./command.ts";

export async function loadProgram(
  path: string,
  context: Context,
  io: CommandIo,
  onnx: OnnxImportOptions = {},
): Promise<Result<Module>> {
  const bytes = await readBytes(path, io);
  if (!bytes.ok) return bytes;
  const module = isOnnx(path, bytes.value)
    ? importModel(bytes.value, context, onnx)
    : parseModule(new Source(path === "-" ? "<stdin>" : path, new TextDecoder().decode(bytes.value)), context);
  if (!module.ok) return module;
  const problems = verifyModule(module.value, context).filter(({ severity }) => severity === "error");
  return problems.length === 0 ? module : failure(...problems);
}

/** The file at `path`; standard input for "-". */
export async function readBytes(path: string, io: CommandIo): Promise<Result<Uint8Array>> {
  return path === "-" ? success(await io.readInput()) : io.readFile(path);
}

/** By the extension; from standard input by the first byte, which in an ONNX file is the tag of the IR version. */
export function isOnnx(path: string, bytes: Uint8Array): boolean {
  return path === "-" ? bytes[0] === 0x08 : path.endsWith(".onnx");
}

function importModel(bytes: Uint8Array, context: Context, options: OnnxImportOptions): Result<Module> {
  const model = decodeOnnxModel(bytes);
  return model.ok ? importOnnx(model.value, context, options) : model;
}

/** `NAME=1x3x224x224` (shapes of inputs) and `NAME=8` (sizes of named dimensions), as options give them. */
export function parseShapes(options: readonly string[]): Result<NonNullable<OnnxImportOptions["shapes"]>> {
  const shapes: Record<string, readonly number[]> = {};
  for (const option of options) {
    const [, name, extents] = /^(.+)=(\d+(?:x\d+)*|scalar)$/.exec(option) ?? [];
    if (name === undefined || extents === undefined)
      return failure(error("cli.shape", `expected NAME=2x3x4, found "${option}"`));
    shapes[name] = extents === "scalar" ? [] : extents.split("x").map(Number);
  }
  return success(shapes);
}

export function parseDims(options: readonly string[]): Result<NonNullable<OnnxImportOptions["dims"]>> {
  const dims: Record<string, number> = {};
  for (const option of options) {
    const [, name, size] = /^(.+)=(\d+)$/.exec(option) ?? [];
    if (name === undefined || size === undefined)
      return failure(error("cli.dim", `expected NAME=SIZE, found "${option}"`));
    dims[name] = Number(size);
  }
  return success(dims);
}

/** The file's name without folder and extension. */
export function stemOf(path: string): string {
  return (path.split("/").at(-1) ?? path).replace(/\.[^.]+$/, "");
}

/** Collects the values of an option that may be given several times. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
