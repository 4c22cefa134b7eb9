/**
 * Functions of loops on memrefs become functions of the wasm dialect: a full dialect conversion of every body, and around it what belongs to
 * the module: the memory, the constants in it, the functions of the host. Entry points take and give nothing: what stood for their
 * arguments are the addresses that `assign-addresses` chose, and a description of them is left on the function.
 */
import { arithToWasm } from "../../dialects/arith/lower-to-wasm.ts";
import { funcToWasm } from "../../dialects/func/lower-to-wasm.ts";
import * as func from "../../dialects/func/ops.ts";
import { mathToWasm } from "../../dialects/math/lower-to-wasm.ts";
import { memrefToWasm } from "../../dialects/memref/lower-to-wasm.ts";
import * as memref from "../../dialects/memref/ops.ts";
import { scfToWasm } from "../../dialects/scf/lower-to-wasm.ts";
import { vectorToWasm } from "../../dialects/vector/lower-to-wasm.ts";
import {
  ADDRESS,
  addressOfOperation,
  EXTERNAL,
  INPUTS,
  MEMORY_BYTES,
  NON_NEGATIVE,
  OUTPUTS,
  RESULT,
} from "../../dialects/wasm/lowering/attributes.ts";
import { WasmBuilder } from "../../dialects/wasm/lowering/builder.ts";
import { IMPORT_MODULE, importedName } from "../../dialects/wasm/lowering/imports.ts";
import { elementAccess, unsupportedType, wasmTypes } from "../../dialects/wasm/lowering/types.ts";
import * as wasm from "../../dialects/wasm/ops/control.ts";
import { data, memory } from "../../dialects/wasm/ops/memory.ts";
import {
  arrayAttribute,
  type DictionaryAttribute,
  denseArrayAttribute,
  dictionaryAttribute,
  dictionaryOf,
  elementCountOf,
  emptyDictionary,
  f64,
  findAttribute,
  functionType,
  i64,
  stringAttribute,
  type Type,
  tensorType,
  unitAttribute,
} from "../../src/ir/attribute.ts";
import type { BlockHandle, OperationHandle, Value } from "../../src/ir/handle.ts";
import { namesOf, placeOf } from "../../src/ir/location.ts";
import { operationName } from "../../src/ir/name.ts";
import type { Rewriter } from "../../src/ir/rewriter.ts";
import { integer } from "../../src/pass/options.ts";
import { definePass, type PassScope } from "../../src/pass/pass.ts";
import { convertDialects } from "../../src/rewrite/conversion.ts";
import type { ConversionPattern } from "../../src/rewrite/conversion-pattern.ts";
import { conversionTarget } from "../../src/rewrite/conversion-target.ts";
import { pagesFor } from "../../src/runtime/memory.ts";
import { error } from "../../src/source/diagnostic.ts";
import { invariant } from "../../src/support/invariant.ts";
import { type ArgumentRanges, nonNegativeArguments, tellCarriedRanges } from "./loops-to-wasm/argument-ranges.ts";

const patterns: readonly ConversionPattern[] = [
  ...arithToWasm,
  ...mathToWasm,
  ...scfToWasm,
  ...memrefToWasm,
  ...vectorToWasm,
  ...funcToWasm,
];

const unrealizedCast = operationName("builtin.unrealized_conversion_cast");

const target = conversionTarget({
  legalDialects: ["wasm"],
  legalOps: [{ name: unrealizedCast }],
  unknown: () => false,
});

export const loopsToWasm = definePass({
  name: "loops-to-wasm",
  summary: "convert functions of scf, arith, math, memref and vector to the wasm dialect",
  on: "builtin.module",
  options: {
    dataSegmentBytes: integer(
      1024,
      "constants up to this many bytes in all are part of the module, more are shipped beside it",
    ),
  },
  statistics: { functions: "functions converted", constants: "constants placed in memory" },
  dependentDialects: ["wasm"],
  run: (scope) => {
    const { options, count } = scope;
    const functions = scope.bodies().filter((rewriter) => rewriter.root.opName === "func.func");
    const ranges = nonNegativeArguments(functions);
    for (const rewriter of functions) {
      tellRanges(rewriter, ranges);
      if (!convertFunction(scope, rewriter)) return;
      count("functions");
    }
    convertGlobals(scope, options.dataSegmentBytes, () => count("constants"));
    declareImports(scope);
    addMemory(scope);
  },
});

/** Leaves word on the function for `isNonNegative`, until it is converted: its parameters keep their numbers. */
function tellRanges(rewriter: Rewriter, ranges: ArgumentRanges): void {
  const name = func.func.cast(rewriter.root)?.sym_name;
  const parameters = ranges.get(name ?? "") ?? new Set<number>();
  tellCarriedRanges(rewriter, parameters);
  const known = [...parameters];
  if (known.length > 0) rewriter.setAttribute(rewriter.root, NON_NEGATIVE, denseArrayAttribute(i64, known.map(BigInt)));
}

// ---- Functions ----------------------------------------------------------------------------------------------------------

function convertFunction(scope: PassScope, rewriter: Rewriter): boolean {
  const view = func.func.cast(rewriter.root);
  const [region] = rewriter.root.opRegions;
  invariant(view !== undefined, "the body belongs to func.func");
  const [entry, second] = region?.blocks ?? [];
  if (entry === undefined || second !== undefined) {
    const why = entry === undefined ? "it has no body" : "branches between blocks cannot be compiled: use scf";
    scope.report(
      error("loops-to-wasm.function", `@${view.sym_name} cannot be compiled: ${why}`, placeOf(view.location)),
    );
    return false;
  }
  const isEntryPoint = entry.last?.findAttribute("wasm.addresses") !== undefined;
  const described = isEntryPoint ? describeEntry(view, entry) : undefined;
  const casts: OperationHandle[] = [];
  const parameters = convertArguments(scope, rewriter, entry, view.arg_attrs ?? [], isEntryPoint, casts);
  const results = wasmTypes.convertAll(view.function_type.results);
  if (parameters === undefined || results === undefined) return false;
  const body = scope.modules.idOf(rewriter);
  const converted = convertDialects(scope.modules, body, {
    context: scope.context,
    target,
    patterns,
    mode: "full",
    fold: false, // canonicalize has run, and asking again costs a tenth of the time
  });
  for (const diagnostic of converted.diagnostics) scope.report(diagnostic);
  if (!converted.ok) return false;
  for (const cast of casts) if (cast.isLive && !cast.hasUses) rewriter.erase(cast);
  rewriter.change(rewriter.root, {
    name: wasm.func.name,
    properties: dictionaryOf({
      sym_name: stringAttribute(view.sym_name),
      function_type: functionType(parameters, isEntryPoint ? [] : results),
      export: isEntryPoint ? stringAttribute(view.sym_name) : undefined,
    }),
    attributes: described ?? emptyDictionary,
  });
  return true;
}

/**
 * Gives the entry block arguments of WebAssembly's types; those of an entry point become addresses, or numbers loaded from there. What
 * is not converted yet sees them through casts. The types of the parameters that are left; undefined after a report.
 */
function convertArguments(
  scope: PassScope,
  rewriter: Rewriter,
  entry: BlockHandle,
  attributes: readonly DictionaryAttribute[],
  isEntryPoint: boolean,
  casts: OperationHandle[],
): readonly Type[] | undefined {
  const parameters: Type[] = [];
  const old = entry.arguments;
  rewriter.setInsertionPointToStart(entry);
  const builder = new WasmBuilder(rewriter);
  for (const [at, argument] of old.entries()) {
    const type = wasmTypes.convertOne(argument.type);
    if (type === undefined) {
      const message = `argument ${at} cannot be compiled: ${unsupportedType(argument.type)}`;
      scope.report(error("loops-to-wasm.argument", message, placeOf(rewriter.root.location)));
      return undefined;
    }
    let value: Value;
    if (isEntryPoint) {
      const address = findAttribute(attributes[at] ?? emptyDictionary, ADDRESS);
      invariant(address?.kind === "integer", "assign-addresses gives each argument of an entry point its address");
      value = argumentAt(builder, argument.type, Number(address.value));
    } else {
      value = rewriter.addBlockArgument(entry, type, argument.location);
      parameters.push(type);
    }
    if (value.type === argument.type) rewriter.replaceAllUsesWith(argument, value);
    else {
      const cast = rewriter.insert({ name: unrealizedCast, operands: [value], resultTypes: [argument.type] });
      casts.push(cast);
      rewriter.replaceAllUsesWith(argument, cast.opResult(0));
    }
  }
  for (let at = old.length - 1; at >= 0; at--) rewriter.eraseBlockArgument(entry, at);
  return parameters;
}

/** A memref is its address, a number is loaded from it. */
function argumentAt(builder: WasmBuilder, type: Type, address: number): Value {
  if (type.kind === "memref-type") return builder.i32(address);
  const element = elementAccess(type);
  invariant(element !== undefined, "assign-addresses refuses arguments that cannot be loaded");
  return builder.op(element.load, [builder.i32(0)], { offset: address });
}

/** The inputs and outputs of an entry point, as attributes of its function. */
function describeEntry(view: OperationHandle & { readonly sym_name: string }, entry: BlockHandle): DictionaryAttribute {
  const op = func.func.cast(view);
  invariant(op !== undefined, "an entry point is a func.func");
  const inputs: DictionaryAttribute[] = [];
  const outputs: DictionaryAttribute[] = [];
  entry.arguments.forEach((argument, at) => {
    const attributes = op.arg_attrs?.[at] ?? emptyDictionary;
    const list = findAttribute(attributes, RESULT) === undefined ? inputs : outputs;
    const written = namesOf(argument.location)[0];
    const fallback = list === inputs ? (written ?? `arg${at}`) : `result${outputs.length}`;
    list.push(slot(givenName(attributes) ?? fallback, argument.type, findAttribute(attributes, ADDRESS), list));
  });
  op.function_type.results.forEach((type, at) => {
    const address = findAttribute(op.res_attrs?.[at] ?? emptyDictionary, ADDRESS);
    outputs.push(slot(`result${outputs.length}`, type, address, outputs));
  });
  return dictionaryOf({ [INPUTS]: arrayAttribute(inputs), [OUTPUTS]: arrayAttribute(outputs) });
}

/** The name that an importer left among the attributes of an argument or result: `onnx.name`. */
function givenName({ entries }: DictionaryAttribute): string | undefined {
  const value = entries.find(({ name }) => name.endsWith(".name"))?.value;
  return value?.kind === "string" ? value.value : undefined;
}

/** Names are unique in their list: a second `x` is `x_1`. */
function slot(
  name: string,
  type: Type,
  address: DictionaryAttribute["entries"][number]["value"] | undefined,
  before: readonly DictionaryAttribute[],
): DictionaryAttribute {
  const taken = new Set(before.map((other) => findAttribute(other, "name")));
  let unique = name;
  for (let at = 1; taken.has(stringAttribute(unique)); at++) unique = `${name}_${at}`;
  const shaped = type.kind === "memref-type" ? tensorType(type.shape, type.elementType) : tensorType([], type);
  return dictionaryOf({ name: stringAttribute(unique), type: shaped, address });
}

// ---- The module ---------------------------------------------------------------------------------------------------------

/** Globals become data at their addresses; equal constants, which share an address, once. */
function convertGlobals(scope: PassScope, segmentBytes: number, placed: () => void): void {
  const { rewriter } = scope;
  const globals = topLevel(rewriter).flatMap((operation) => memref.globalOp.cast(operation) ?? []);
  const byAddress = new Map<number, (typeof globals)[number]>();
  let total = 0;
  for (const global of globals) {
    const address = addressOfOperation(global);
    const value = global.initial_value;
    if (address === undefined || value === undefined || value.kind === "unit" || byAddress.has(address)) continue;
    byAddress.set(address, global);
    total += byteSize(global.type);
  }
  const external =
    total > segmentBytes ? dictionaryAttribute([{ name: EXTERNAL, value: unitAttribute }]) : emptyDictionary;
  for (const [address, global] of byAddress) {
    const bytes = global.findAttribute("initial_value");
    if (bytes?.kind !== "dense-elements" && bytes?.kind !== "dense-resource") {
      scope.report(
        error("loops-to-wasm.constant", "the initial value of a global has no bytes", placeOf(global.location)),
      );
      continue;
    }
    rewriter.setInsertionPointBefore(global);
    rewriter.insert(data.build({ address, bytes, attributes: external, location: global.location }));
    placed();
  }
  for (const global of globals) rewriter.erase(global);
}

function byteSize(type: Type): number {
  if (type.kind !== "memref-type") return 0;
  return (elementCountOf(type) ?? 0) * (elementAccess(type.elementType)?.bytes ?? 0);
}

/** Declares the host's functions that are called. */
function declareImports(scope: PassScope): void {
  const called = new Map<string, number>();
  for (const body of scope.bodies()) forEachCall(body.root, called);
  const first = scope.rewriter.root.opRegions[0]?.entry;
  if (first === undefined) return;
  scope.rewriter.setInsertionPointToStart(first);
  for (const [symbol, parameters] of [...called].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const name = importedName(symbol);
    if (name === undefined) continue;
    scope.rewriter.insert(
      wasm.importFunc.build({
        sym_name: symbol,
        function_type: functionType(new Array<Type>(parameters).fill(f64), [f64]),
        import_module: IMPORT_MODULE,
        import_name: name,
      }),
    );
  }
}

function forEachCall(root: OperationHandle, called: Map<string, number>): void {
  for (const region of root.opRegions)
    for (const block of region.blocks)
      for (const operation of block.operations) {
        const callee = wasm.callOp.cast(operation)?.callee;
        if (callee !== undefined) called.set(callee, operation.operandCount);
        forEachCall(operation, called);
      }
}

function addMemory(scope: PassScope): void {
  const { rewriter } = scope;
  const bytes = rewriter.root.findAttribute(MEMORY_BYTES);
  const entry = rewriter.root.opRegions[0]?.entry;
  if (bytes?.kind !== "integer" || entry === undefined) {
    scope.report(error("loops-to-wasm.addresses", "the module has no memory plan: run assign-addresses first"));
    return;
  }
  const pages = pagesFor(Math.max(1, Number(bytes.value)));
  if (!pages.ok) {
    for (const diagnostic of pages.diagnostics) scope.report(diagnostic);
    return;
  }
  rewriter.setInsertionPointToStart(entry);
  rewriter.insert(memory.build({ min: pages.value, export: "memory" }));
}

function topLevel(rewriter: Rewriter): readonly OperationHandle[] {
  return rewriter.root.opRegions[0]?.entry?.operations ?? [];
}
