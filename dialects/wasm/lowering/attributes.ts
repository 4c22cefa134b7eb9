/** Discardable attributes by which `assign-addresses` tells the lowering what it decided. */
import { type Attribute, i64, integerAttribute } from "../../../src/ir/attribute.ts";
import type { OperationHandle } from "../../../src/ir/handle.ts";

/** On memref.alloc, memref.global and memref.get_global, and in the argument attributes of entry points: the address in bytes. */
export const ADDRESS = "wasm.address";

/** On the argument attributes of an entry point: the argument is written and not read, upstream's mark for it. */
export const RESULT = "bufferize.result";

export function addressAttribute(address: number): Attribute {
  return integerAttribute(address, i64);
}

/** The address that an operation was given. */
export function addressOfOperation(operation: OperationHandle): number | undefined {
  const attribute = operation.findAttribute(ADDRESS);
  return attribute?.kind === "integer" ? Number(attribute.value) : undefined;
}

/** On the `func.return` of an entry point: the addresses at which it leaves its results. */
export const RESULT_ADDRESSES = "wasm.addresses";

export function resultAddresses(operation: OperationHandle): readonly number[] | undefined {
  const attribute = operation.findAttribute(RESULT_ADDRESSES);
  return attribute?.kind === "dense-array" ? attribute.values.map(Number) : undefined;
}

/** On the module: bytes of memory that it needs, and where its arena and its constants lie (start and size). */
export const MEMORY_BYTES = "wasm.memory_bytes";
export const ARENA = "wasm.arena";
export const CONSTANTS = "wasm.constants";

/** On an entry point's `wasm.func`: a list of `{name, type, address}` for its inputs and for its outputs. */
export const INPUTS = "wasm.inputs";
export const OUTPUTS = "wasm.outputs";

/** On `wasm.data`: the bytes are no part of the module but put into memory by the runtime. */
export const EXTERNAL = "external";

/** On a private function while it is converted, and on loops: the numbers of the parameters, or carried values, that are never negative. */
export const NON_NEGATIVE = "wasm.non_negative";
