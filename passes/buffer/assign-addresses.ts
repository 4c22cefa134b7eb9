/**
 * Gives everything that stays in memory its address, at compile time: inputs and outputs of the entry points, then allocations (the arena),
 * then constants. So no address is computed or passed when the program runs, and most of them become offsets of instructions.
 * Entry points are the public functions with a body. What is decided stands in attributes (dialects/wasm/lowering/attributes.ts).
 */
import * as func from "../../dialects/func/ops.ts";
import * as memref from "../../dialects/memref/ops.ts";
import {
  ADDRESS,
  ARENA,
  addressAttribute,
  CONSTANTS,
  MEMORY_BYTES,
  RESULT,
  RESULT_ADDRESSES,
} from "../../dialects/wasm/lowering/attributes.ts";
import { elementAccess } from "../../dialects/wasm/lowering/types.ts";
import {
  type Attribute,
  arrayAttribute,
  type DictionaryAttribute,
  denseArrayAttribute,
  dictionaryAttribute,
  elementCountOf,
  elementTypeOrSelf,
  emptyDictionary,
  findAttribute,
  i64,
  type MemRefType,
  type Type,
  withAttribute,
} from "../../src/ir/attribute.ts";
import type { OperationHandle } from "../../src/ir/handle.ts";
import { placeOf } from "../../src/ir/location.ts";
import type { Rewriter } from "../../src/ir/rewriter.ts";
import { typeText } from "../../src/ir/type-text.ts";
import { definePass, type PassScope } from "../../src/pass/pass.ts";
import { alignUp, BUFFER_ALIGNMENT, FIRST_ADDRESS } from "../../src/runtime/memory.ts";
import { error } from "../../src/source/diagnostic.ts";
import { isEntry, recursionProblems, separateEntries } from "./assign-addresses/entry-points.ts";

export const assignAddresses = definePass({
  name: "assign-addresses",
  summary: "give inputs, outputs, buffers and constants their addresses in linear memory",
  on: "builtin.module",
  statistics: { entries: "entry points", buffers: "allocations placed", constants: "constants placed" },
  dependentDialects: ["memref"],
  run: (scope) => new Assignment(scope, scope.count).run(),
});

/** What a memory without 64-bit addresses can hold. */
const ADDRESSABLE_BYTES = 2 ** 32;

class Assignment {
  readonly #scope: PassScope;
  readonly #count: (statistic: "entries" | "buffers" | "constants") => void;
  #end = FIRST_ADDRESS;

  constructor(scope: PassScope, count: (statistic: "entries" | "buffers" | "constants") => void) {
    this.#scope = scope;
    this.#count = count;
  }

  run(): void {
    separateEntries(this.#scope.rewriter, this.#functions());
    const functions = this.#functions();
    for (const problem of recursionProblems(functions)) this.#scope.report(problem);
    for (const rewriter of functions) if (isEntry(rewriter.root)) this.#placeArguments(rewriter);
    const arena = alignUp(this.#end, BUFFER_ALIGNMENT);
    this.#end = arena;
    for (const rewriter of functions) this.#placeAllocations(rewriter);
    const constants = alignUp(this.#end, BUFFER_ALIGNMENT);
    this.#end = constants;
    const globals = this.#placeGlobals();
    for (const rewriter of functions) tellGlobals(rewriter, globals);
    const { rewriter: module } = this.#scope;
    const range = (start: number, end: number): Attribute =>
      denseArrayAttribute(i64, [BigInt(start), BigInt(end - start)]);
    module.setAttribute(module.root, ARENA, range(arena, constants));
    module.setAttribute(module.root, CONSTANTS, range(constants, this.#end));
    module.setAttribute(module.root, MEMORY_BYTES, addressAttribute(this.#end));
    if (this.#end > ADDRESSABLE_BYTES)
      this.#report(
        module.root,
        "assign-addresses.memory",
        `needs ${this.#end} bytes of memory, expected at most the ${ADDRESSABLE_BYTES} that addresses of 32 bits reach`,
      );
  }

  #functions(): readonly Rewriter[] {
    const { modules } = this.#scope;
    return modules.bodyIds.map((id) => modules.body(id)).filter((rewriter) => rewriter.root.opName === "func.func");
  }

  /** The address of `bytes` more bytes. */
  #place(bytes: number): number {
    const address = alignUp(this.#end, BUFFER_ALIGNMENT);
    this.#end = address + bytes;
    return address;
  }

  #placeArguments(rewriter: Rewriter): void {
    const view = func.func.cast(rewriter.root);
    if (view === undefined) return;
    const { inputs, results } = view.function_type;
    const given = view.arg_attrs ?? [];
    const placed: DictionaryAttribute[] = inputs.map((_, at) => given[at] ?? emptyDictionary);
    // Inputs first, then outputs, whatever their order among the arguments.
    for (const isResult of [false, true])
      for (const [at, type] of inputs.entries()) {
        const attributes = placed[at] ?? emptyDictionary;
        if ((findAttribute(attributes, RESULT) !== undefined) !== isResult) continue;
        const address = this.#placeType(type, rewriter.root, `argument ${at}`);
        placed[at] = withAttribute(attributes, ADDRESS, addressAttribute(address));
      }
    if (inputs.length > 0) rewriter.setProperty(rewriter.root, "arg_attrs", arrayAttribute(placed));
    const addresses = results.map((type, at) => this.#placeType(type, rewriter.root, `result ${at}`));
    for (const block of rewriter.root.opRegions[0]?.blocks ?? []) {
      const { last } = block;
      if (last?.opName === "func.return")
        rewriter.setAttribute(last, RESULT_ADDRESSES, denseArrayAttribute(i64, addresses.map(BigInt)));
    }
    if (results.length > 0)
      rewriter.setProperty(
        rewriter.root,
        "res_attrs",
        arrayAttribute(
          addresses.map((address) => dictionaryAttribute([{ name: ADDRESS, value: addressAttribute(address) }])),
        ),
      );
    this.#count("entries");
  }

  #placeType(type: Type, operation: OperationHandle, what: string): number {
    const bytes = type.kind === "memref-type" ? reachedBytes(type) : elementAccess(type)?.bytes;
    if (bytes !== undefined) return this.#place(bytes);
    const element = elementTypeOrSelf(type);
    this.#refuse(
      operation,
      elementAccess(element) === undefined
        ? `${what} has elements of a type that memory accesses of this target do not know, ${typeText(element)}`
        : `${what} has no size that is known at compile time`,
    );
    return 0;
  }

  #placeAllocations(rewriter: Rewriter): void {
    forEachOperation(rewriter.root, (operation) => {
      const view = memref.alloc.cast(operation) ?? memref.alloca.cast(operation);
      if (view === undefined) return;
      const { type } = view.memref;
      const bytes = type.kind === "memref-type" ? reachedBytes(type) : undefined;
      if (bytes === undefined) return this.#refuse(operation, "its size is not known at compile time");
      rewriter.setAttribute(operation, ADDRESS, addressAttribute(this.#place(bytes)));
      return this.#count("buffers");
    });
  }

  /** Equal constants share their memory; what may be written has memory of its own. */
  #placeGlobals(): ReadonlyMap<string, number> {
    const addresses = new Map<string, number>();
    const known = new Map<Attribute, number>();
    const { rewriter } = this.#scope;
    for (const operation of rewriter.root.opRegions[0]?.entry?.operations ?? []) {
      const global = memref.globalOp.cast(operation);
      if (global === undefined) continue;
      const bytes = global.type.kind === "memref-type" ? reachedBytes(global.type) : undefined;
      if (bytes === undefined) {
        this.#refuse(operation, "its size is not known at compile time");
        continue;
      }
      const value = global.constant ? global.initial_value : undefined;
      const shared = value === undefined ? undefined : known.get(value);
      const address = shared ?? this.#place(bytes);
      if (value !== undefined) known.set(value, address);
      addresses.set(global.sym_name, address);
      rewriter.setAttribute(operation, ADDRESS, addressAttribute(address));
      this.#count("constants");
    }
    return addresses;
  }

  #refuse(operation: OperationHandle, why: string): void {
    this.#report(operation, "assign-addresses.size", `cannot be placed: ${why}`);
  }

  #report(operation: OperationHandle, code: string, what: string): void {
    this.#scope.report(error(code, `'${operation.opName}' op ${what}`, placeOf(operation.location)));
  }
}

/** Bytes from the start of a memref's buffer to behind the last element that its layout reaches; undefined where that is not known. */
function reachedBytes(type: MemRefType): number | undefined {
  const count = elementCountOf(type);
  const element = elementAccess(type.elementType);
  if (count === undefined || element === undefined) return undefined;
  if (type.layout === undefined) return count * element.bytes;
  if (type.layout.kind !== "strided-layout") return undefined;
  const { offset, strides } = type.layout;
  if (offset < 0 || strides.some((stride) => stride < 0)) return undefined;
  if (count === 0) return 0;
  const last = type.shape.reduce((sum, extent, at) => sum + (extent - 1) * (strides[at] ?? 0), offset);
  return (last + 1) * element.bytes;
}

function tellGlobals(rewriter: Rewriter, addresses: ReadonlyMap<string, number>): void {
  forEachOperation(rewriter.root, (operation) => {
    const name = memref.getGlobal.cast(operation)?.name;
    const address = name === undefined ? undefined : addresses.get(name);
    if (address !== undefined) rewriter.setAttribute(operation, ADDRESS, addressAttribute(address));
  });
}

function forEachOperation(root: OperationHandle, visit: (operation: OperationHandle) => void): void {
  for (const region of root.opRegions)
    for (const block of region.blocks)
      for (const operation of block.operations) {
        visit(operation);
        forEachOperation(operation, visit);
      }
}
