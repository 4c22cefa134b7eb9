/**
 * `interpret` runs a function of a module by the reference semantics of its operations. A program's mistakes (a division by zero, an index out of bounds, a limit) come back as one
 * diagnostic at the operation, with a note for each call that led there.
 */
import type { Context } from "../definition/context.ts";
import { dtypeOf, type FunctionType, type Type } from "../ir/attribute.ts";
import type { OperationHandle } from "../ir/handle.ts";
import { placeOf } from "../ir/location.ts";
import type { Module } from "../ir/module.ts";
import { type Diagnostic, error, failure, type Result, success } from "../source/diagnostic.ts";
import { findSuggestion } from "../support/suggest.ts";
import { scalar, type Tensor, tensorTypeText } from "../tensor/tensor.ts";
import { type Limits, Machine } from "./machine.ts";
import { ModuleProgram } from "./program.ts";
import { Fault } from "./semantics.ts";
import { elementOf, isScalar, isTensor, type RuntimeValue, typeText } from "./value.ts";

/** How far an interpretation is. */
export interface Progress {
  /** The name of the operation that is about to run. */
  readonly operation: string;
  /** Scalar operations done. */
  readonly work: number;
}

export interface InterpretOptions {
  readonly limits?: Partial<Limits>;
  /** Called every million scalar operations or so; answering "stop" ends the run with a diagnostic. */
  readonly onProgress?: (progress: Progress) => "go on" | "stop";
  /** Called after the run, also a failed one, with what it took. */
  readonly onDone?: (cost: { readonly work: number; readonly peakBytes: number }) => void;
}

// A second or so of scalar loops is 10^8; a large model takes 10^10. What needs more than this is not worth waiting for.
const WORK_LIMIT = 1e12;
const BYTES_LIMIT = 2 ** 30;
// Each nested call takes up to 1.3 KB of the host's stack before it is optimized; a worker has less than 1 MB.
const DEPTH_LIMIT = 400;

function limitsOf(options: InterpretOptions): Limits {
  return { work: WORK_LIMIT, bytes: BYTES_LIMIT, depth: DEPTH_LIMIT, ...options.limits };
}

/**
 * Runs function `name` on tensors, one an argument; scalar arguments (`%x: f32`) take rank-0 tensors, and scalar results come as such.
 * Values of other types (memrefs, tuples) go through `interpretValues`.
 */
export function interpret(
  module: Module,
  context: Context,
  name: string,
  args: readonly Tensor[],
  options: InterpretOptions = {},
): Result<readonly Tensor[]> {
  const program = new ModuleProgram(module, context);
  const found = findFunction(program, name);
  if (!found.ok) return found;
  const { inputs, results } = found.value.type;
  const values: RuntimeValue[] = [];
  for (const [at, arg] of args.entries()) {
    const type = inputs[at];
    values.push(type !== undefined && dtypeOf(type) !== undefined && arg.shape.length === 0 ? elementOf(arg, 0) : arg);
  }
  const outcome = interpretValues(module, context, name, values, options);
  if (!outcome.ok) return outcome;
  const tensors: Tensor[] = [];
  for (const [at, value] of outcome.value.entries()) {
    const type = results[at];
    const dtype = type === undefined ? undefined : dtypeOf(type);
    if (isTensor(value)) tensors.push(value);
    else if (isScalar(value) && dtype !== undefined) tensors.push(scalar(dtype, value));
    else return failure(atFunction(found.value.operation, "result-type", `result ${at} of @${name} is not a tensor`));
  }
  return success(tensors);
}

/** Runs function `name` on values of any kind. */
export function interpretValues(
  module: Module,
  context: Context,
  name: string,
  args: readonly RuntimeValue[],
  options: InterpretOptions = {},
): Result<readonly RuntimeValue[]> {
  const program = new ModuleProgram(module, context);
  const found = findFunction(program, name);
  if (!found.ok) return found;
  const { operation, type } = found.value;
  const wrong = checkArguments(operation, name, type.inputs, args);
  if (wrong !== undefined) return failure(wrong);
  const entry = program.entryOf(operation);
  if (entry === undefined || entry.isEmpty)
    return failure(atFunction(operation, "no-body", `@${name} is declared without a body`));
  const machine = new Machine(context, program, limitsOf(options), reporterOf(options));
  const outcome = machine.enter(entry, args);
  options.onDone?.({ work: machine.work, peakBytes: machine.peakBytes });
  return outcome instanceof Fault ? failure(diagnosticOf(outcome, machine)) : success(outcome);
}

function reporterOf({ onProgress }: InterpretOptions): ConstructorParameters<typeof Machine>[3] {
  if (onProgress === undefined) return undefined;
  return (step, work) => onProgress({ operation: step.opName, work });
}

function findFunction(
  program: ModuleProgram,
  name: string,
): Result<{ readonly operation: OperationHandle; readonly type: FunctionType }> {
  const operation = program.findTopLevel(name);
  const type = operation?.findAttribute("function_type");
  if (operation !== undefined && type?.kind === "function-type") return success({ operation, type });
  if (operation !== undefined)
    return failure(atFunction(operation, "not-a-function", `@${name} is not a function but '${operation.opName}'`));
  const names = program.symbolNames;
  const suggestion = findSuggestion(name, names);
  const rest =
    suggestion !== undefined
      ? `; did you mean @${suggestion}?`
      : names.length > 0
        ? `; there is ${names
            .slice(0, 8)
            .map((known) => `@${known}`)
            .join(", ")}${names.length > 8 ? ", ..." : ""}`
        : "; the module defines no symbols";
  return failure(error("interpret.unknown-function", `expected a function @${name} in the module${rest}`));
}

function checkArguments(
  operation: OperationHandle,
  name: string,
  types: readonly Type[],
  args: readonly RuntimeValue[],
): Diagnostic | undefined {
  if (types.length !== args.length)
    return atFunction(
      operation,
      "argument-count",
      `@${name} takes ${types.length} argument${types.length === 1 ? "" : "s"}, found ${args.length}`,
    );
  for (const [at, type] of types.entries()) {
    const arg = args[at];
    if (arg === undefined || accepts(type, arg)) continue;
    const found = isTensor(arg) ? tensorTypeText(arg) : typeof arg;
    return atFunction(
      operation,
      "argument-type",
      `expected ${typeText(type)} as argument ${at} of @${name}, found ${found}`,
    );
  }
  return undefined;
}

/** Whether a value may be handed to a parameter of this type; dialect types are taken on trust. */
function accepts(type: Type, value: RuntimeValue): boolean {
  switch (type.kind) {
    case "tensor-type":
    case "vector-type":
      return (
        isTensor(value) &&
        value.dtype === dtypeOf(type.elementType) &&
        value.shape.length === type.shape.length &&
        type.shape.every((extent, d) => extent < 0 || extent === value.shape[d])
      );
    case "unranked-tensor-type":
      return isTensor(value) && value.dtype === dtypeOf(type.elementType);
    case "integer-type":
    case "index-type":
    case "float-type":
      return isScalar(value);
    case "memref-type":
    case "unranked-memref-type":
      return typeof value === "object" && "kind" in value && value.kind === "memref";
    default:
      return true;
  }
}

function atFunction(operation: OperationHandle, code: string, message: string): Diagnostic {
  return error(`interpret.${code}`, message, placeOf(operation.location));
}

function diagnosticOf(found: Fault, machine: Machine): Diagnostic {
  const [at, ...callers] = machine.trace;
  const shown = callers.slice(0, 10).map(({ location }) => ({ message: "called from here", place: placeOf(location) }));
  if (callers.length > shown.length)
    shown.push({ message: `and ${callers.length - shown.length} more calls`, place: undefined });
  if (at === undefined) return error(`interpret.${found.code}`, found.message);
  return error(`interpret.${found.code}`, `'${at.operation.opName}' op ${found.message}`, placeOf(at.location), shown);
}
