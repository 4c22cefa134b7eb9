/** A module of the wasm dialect as a program: the bytes, the constants that go beside them, and where everything lies in memory. */

import { constantBytes } from "../../../dialects/wasm/constant-bytes.ts";
import { emitModule } from "../../../dialects/wasm/emit.ts";
import { ARENA, CONSTANTS, EXTERNAL, INPUTS, OUTPUTS } from "../../../dialects/wasm/lowering/attributes.ts";
import { func } from "../../../dialects/wasm/ops/control.ts";
import { data, memory } from "../../../dialects/wasm/ops/memory.ts";
import { type Attribute, dtypeOf, findAttribute } from "../../ir/attribute.ts";
import { OperationHandle } from "../../ir/handle.ts";
import { ROOT } from "../../ir/ids.ts";
import type { Module } from "../../ir/module.ts";
import { ABI_VERSION, type EntryPoint, type MemoryRange, type ProgramAbi, type TensorSlot } from "../../runtime/abi.ts";
import type { CompiledProgram } from "../../runtime/instantiate.ts";
import type { ConstantSegment } from "../../runtime/memory.ts";
import { error, failure, type Result, success } from "../../source/diagnostic.ts";

export function emitProgram(module: Module): Result<CompiledProgram> {
  const emitted = emitModule(module);
  if (!emitted.ok) return emitted;
  const root = new OperationHandle(module.top.view(), ROOT);
  const operations = root.opRegions[0]?.entry?.operations ?? [];
  const memories = operations.flatMap((operation) => memory.cast(operation) ?? []);
  const pages = memories[0]?.min;
  const exported = memories[0]?.export;
  if (pages === undefined || exported === undefined)
    return failure(error("wasm-simd.memory", "expected the module to define a memory and to export it"));
  const abi: ProgramAbi = {
    version: ABI_VERSION,
    memory: { pages, origin: { kind: "exported", name: exported } },
    constants: rangeOf(root.findAttribute(CONSTANTS)),
    arena: rangeOf(root.findAttribute(ARENA)),
    entries: operations.flatMap((operation) => entryOf(operation) ?? []),
  };
  return success({ wasm: emitted.value.bytes, constants: operations.flatMap((one) => segmentOf(one) ?? []), abi });
}

function rangeOf(attribute: Attribute | undefined): MemoryRange {
  const [start, size] = attribute?.kind === "dense-array" ? attribute.values : [];
  return { byteOffset: Number(start ?? 0), byteSize: Number(size ?? 0) };
}

/** What of the constants is no part of the module. */
function segmentOf(operation: OperationHandle): ConstantSegment | undefined {
  const view = data.cast(operation);
  if (view === undefined || view.findAttribute(EXTERNAL) === undefined) return undefined;
  const bytes = constantBytes(view.bytes);
  return bytes === undefined ? undefined : { byteOffset: view.address, bytes };
}

function entryOf(operation: OperationHandle): EntryPoint | undefined {
  const name = func.cast(operation)?.export;
  if (name === undefined) return undefined;
  return { name, inputs: slotsOf(operation.findAttribute(INPUTS)), outputs: slotsOf(operation.findAttribute(OUTPUTS)) };
}

function slotsOf(list: Attribute | undefined): readonly TensorSlot[] {
  return list?.kind === "array" ? list.elements.flatMap((element) => slotOf(element) ?? []) : [];
}

function slotOf(attribute: Attribute): TensorSlot | undefined {
  if (attribute.kind !== "dictionary") return undefined;
  const name = findAttribute(attribute, "name");
  const type = findAttribute(attribute, "type");
  const address = findAttribute(attribute, "address");
  if (name?.kind !== "string" || type?.kind !== "tensor-type" || address?.kind !== "integer") return undefined;
  const dtype = dtypeOf(type.elementType);
  return dtype === undefined
    ? undefined
    : { name: name.value, dtype, shape: type.shape, byteOffset: Number(address.value) };
}
