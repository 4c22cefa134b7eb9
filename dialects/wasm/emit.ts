/** A module of the wasm dialect to bytes: declares everything first, so that functions may call one another, then emits the bodies. */
import { type DictionaryAttribute, type FunctionType, findAttribute } from "../../src/ir/attribute.ts";
import { OperationHandle } from "../../src/ir/handle.ts";
import { ROOT } from "../../src/ir/ids.ts";
import { placeOf } from "../../src/ir/location.ts";
import type { Module } from "../../src/ir/module.ts";
import { type Diagnostic, error, failure, type Result, success } from "../../src/source/diagnostic.ts";
import { invariant } from "../../src/support/invariant.ts";
import type { FunctionBuilder } from "../../src/wasm/function-builder.ts";
import { ModuleBuilder } from "../../src/wasm/module.ts";
import type { Feature } from "../../src/wasm/opcodes.ts";
import type { NumberType } from "../../src/wasm/types.ts";
import { constantBytes } from "./constant-bytes.ts";
import { emitFunction } from "./emit/function.ts";
import { EXTERNAL } from "./lowering/attributes.ts";
import { func, importFunc } from "./ops/control.ts";
import { data, memory } from "./ops/memory.ts";
import { valueTypeOf } from "./types.ts";

export interface EmittedModule {
  /** The module in the binary format. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What an engine must have beyond the MVP to run it. */
  readonly features: ReadonlySet<Feature>;
}

/** Emits a verified module whose top level holds `wasm.memory`, `wasm.data` and `wasm.func`; anything else is a diagnostic. */
export function emitModule(module: Module): Result<EmittedModule> {
  const top = operationsOf(module);
  const problems = foreignOperations(module);
  if (problems.length > 0) return failure(...problems);
  const builder = new ModuleBuilder();
  const bodies = new Map<string, { readonly builder: FunctionBuilder; readonly operation: OperationHandle }>();
  for (const operation of top) {
    const { properties } = operation.record;
    if (operation.record.name === memory.name) addMemory(builder, properties);
    else if (operation.record.name === data.name && operation.findAttribute(EXTERNAL) === undefined)
      addData(builder, properties);
  }
  // Imports come first in the index space of functions.
  const indices = new Map<string, number>();
  for (const operation of top)
    if (operation.record.name === importFunc.name)
      indices.set(symbolOf(operation), addImport(builder, operation.record.properties));
  for (const operation of top)
    if (operation.record.name === func.name)
      bodies.set(symbolOf(operation), { builder: addFunction(builder, operation.record.properties), operation });
  for (const [name, body] of bodies) indices.set(name, body.builder.index);
  const indexOf = (name: string): number => {
    const index = indices.get(name);
    invariant(index !== undefined, () => `wasm.call of @${name}, which the module does not define`);
    return index;
  };
  for (const body of bodies.values()) {
    const view = module.body(body.operation.record.body).view();
    const entry = new OperationHandle(view, ROOT).opRegions[0]?.entry;
    invariant(entry !== undefined, "a function has a body");
    emitFunction(view, entry.id, body.builder, indexOf);
  }
  return success({ bytes: builder.encode(), features: builder.features });
}

function operationsOf(module: Module): readonly OperationHandle[] {
  const root = new OperationHandle(module.top.view(), ROOT);
  return root.opRegions.flatMap((region) => region.blocks.flatMap((block) => block.operations));
}

/** What is left of other dialects: a lowering that was not complete. */
function foreignOperations(module: Module): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  const visit = (operation: OperationHandle): void => {
    if (operation.record.name.dialect !== "wasm")
      problems.push(
        error(
          "wasm.foreign-operation",
          `expected operations of the wasm dialect only, found '${operation.opName}'`,
          placeOf(operation.location),
        ),
      );
    for (const region of operation.opRegions) for (const block of region.blocks) block.operations.forEach(visit);
  };
  for (const operation of operationsOf(module)) {
    const { body } = operation.record;
    if (operation.record.name !== func.name) visit(operation);
    else
      for (const region of new OperationHandle(module.body(body).view(), ROOT).opRegions)
        for (const block of region.blocks) block.operations.forEach(visit);
  }
  return problems;
}

function addMemory(builder: ModuleBuilder, properties: DictionaryAttribute): void {
  const max = numberOf(properties, "max");
  const limits = { min: numberOf(properties, "min") ?? 0, ...(max === undefined ? {} : { max }) };
  const from = textOf(properties, "import_module");
  const index =
    from === undefined
      ? builder.addMemory(limits)
      : builder.importMemory(from, textOf(properties, "import_name") ?? "", limits);
  const exported = textOf(properties, "export");
  if (exported !== undefined) builder.export(exported, "memory", index);
}

function addData(builder: ModuleBuilder, properties: DictionaryAttribute): void {
  const bytes = findAttribute(properties, "bytes");
  const content = bytes === undefined ? undefined : constantBytes(bytes);
  invariant(content !== undefined, "wasm.data has bytes");
  builder.addData(content, { type: "i32", value: (numberOf(properties, "address") ?? 0) | 0 });
}

function addFunction(builder: ModuleBuilder, properties: DictionaryAttribute): FunctionBuilder {
  const type = findAttribute(properties, "function_type");
  invariant(type?.kind === "function-type", "wasm.func has a type");
  const name = textOf(properties, "sym_name") ?? "";
  const body = builder.addFunction(name, signatureOf(type));
  const exported = textOf(properties, "export");
  if (exported !== undefined) builder.export(exported, "function", body.index);
  return body;
}

function addImport(builder: ModuleBuilder, properties: DictionaryAttribute): number {
  const type = findAttribute(properties, "function_type");
  invariant(type?.kind === "function-type", "wasm.import_func has a type");
  const [module, name] = [textOf(properties, "import_module"), textOf(properties, "import_name")];
  return builder.importFunction(module ?? "", name ?? "", signatureOf(type));
}

function symbolOf(operation: OperationHandle): string {
  return textOf(operation.record.properties, "sym_name") ?? "";
}

function signatureOf(type: FunctionType): {
  readonly params: readonly NumberType[];
  readonly results: readonly NumberType[];
} {
  const convert = (types: FunctionType["inputs"]): readonly NumberType[] =>
    types.flatMap((one) => valueTypeOf(one) ?? []);
  return { params: convert(type.inputs), results: convert(type.results) };
}

function textOf(properties: DictionaryAttribute, name: string): string | undefined {
  const attribute = findAttribute(properties, name);
  return attribute?.kind === "string" ? attribute.value : undefined;
}

function numberOf(properties: DictionaryAttribute, name: string): number | undefined {
  const attribute = findAttribute(properties, name);
  return attribute?.kind === "integer" ? Number(attribute.value) : undefined;
}
