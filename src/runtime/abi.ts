/**
 * What a caller must know of a compiled program: how large its memory is, where constants, inputs and outputs lie in it, what to call. It is plain data: `lathe compile`
 * writes it beside the module as JSON, and the module that it emits has it built in. All offsets are bytes from the start of linear memory.
 */
import { type Diagnostic, error, failure, type Result, success } from "../source/diagnostic.ts";
import { byteWidth, type DType, dtypeFacts, isDType } from "../tensor/dtype.ts";
import { elementCount, type Shape } from "../tensor/shape.ts";
import { PAGE_BYTES } from "../wasm/types.ts";

/** Raised when a reader of an older version would misread a newer description. */
export const ABI_VERSION = 1;

/** A tensor's place in memory: row-major, as `src/tensor` stores it (i1 a byte, narrow floats as codes). */
export interface TensorSlot {
  /** Unique among the inputs, and among the outputs, of an entry point. */
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape;
  readonly byteOffset: number;
}

/** An exported function without parameters and results: it reads its inputs from memory and leaves its outputs there. */
export interface EntryPoint {
  /** The name under which the module exports it. */
  readonly name: string;
  readonly inputs: readonly TensorSlot[];
  readonly outputs: readonly TensorSlot[];
}

/** A stretch of memory. */
export interface MemoryRange {
  readonly byteOffset: number;
  readonly byteSize: number;
}

/** Linear memory, in pages of 64 KiB; the module exports it, or imports it under two names. */
export interface MemoryDescription {
  readonly pages: number;
  readonly origin:
    | { readonly kind: "exported"; readonly name: string }
    | { readonly kind: "imported"; readonly module: string; readonly name: string };
}

export interface ProgramAbi {
  readonly version: typeof ABI_VERSION;
  readonly memory: MemoryDescription;
  /** Filled once, before the first call; the program never writes here. */
  readonly constants: MemoryRange;
  /** Buffers of intermediate results; what is in them between calls is of no use. */
  readonly arena: MemoryRange;
  readonly entries: readonly EntryPoint[];
}

/** Bytes that a slot takes, or `undefined` where its shape is absurd. */
export function slotByteSize(slot: TensorSlot): number | undefined {
  const elements = elementCount(slot.shape);
  return elements === undefined ? undefined : elements * byteWidth(slot.dtype);
}

/** The entry point called `name`; without a name the only one, or the one called "main". */
export function findEntry(abi: ProgramAbi, name: string | undefined): EntryPoint | undefined {
  if (name !== undefined) return abi.entries.find((entry) => entry.name === name);
  return abi.entries.length === 1 ? abi.entries[0] : abi.entries.find((entry) => entry.name === "main");
}

/** Whether everything that the description mentions lies in its memory, aligned, with unique names. An empty list means yes. */
export function checkAbi(abi: ProgramAbi): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  const memoryBytes = abi.memory.pages * PAGE_BYTES;
  const report = (message: string) => problems.push(error("abi.layout", message));
  for (const [what, range] of [
    ["constants", abi.constants],
    ["arena", abi.arena],
  ] as const) {
    if (range.byteOffset + range.byteSize > memoryBytes)
      report(`the ${what} end past the memory of ${abi.memory.pages} pages`);
  }
  for (const entry of abi.entries) {
    for (const [what, slots] of [
      ["input", entry.inputs],
      ["output", entry.outputs],
    ] as const) {
      if (new Set(slots.map((slot) => slot.name)).size < slots.length)
        report(`two ${what}s of "${entry.name}" have one name`);
      for (const slot of slots) {
        const size = slotByteSize(slot);
        const where = `${what} "${slot.name}" of "${entry.name}"`;
        if (size === undefined || slot.byteOffset + size > memoryBytes) report(`${where} ends past the memory`);
        if (slot.byteOffset % alignmentOf(slot.dtype) !== 0) report(`${where} is not aligned at ${slot.byteOffset}`);
      }
    }
  }
  return problems;
}

/** Bytes at a multiple of which an element must start to be seen through a typed array. */
export function alignmentOf(dtype: DType): number {
  const { kind, bytes } = dtypeFacts(dtype);
  return kind === "complex" ? bytes / 2 : bytes;
}

/** Reads a description that came from a file; wrong ones are diagnostics. */
export function abiFromJson(json: unknown): Result<ProgramAbi> {
  if (!isRecord(json)) return invalid("an object", json);
  if (json["version"] !== ABI_VERSION) return invalid(`version ${ABI_VERSION}`, json["version"]);
  const memory = memoryFromJson(json["memory"]);
  const constants = rangeFromJson(json["constants"]);
  const arena = rangeFromJson(json["arena"]);
  const entries = listFromJson(json["entries"], entryFromJson);
  if (memory === undefined) return invalid("a memory with pages and origin", json["memory"]);
  if (constants === undefined) return invalid("constants with byteOffset and byteSize", json["constants"]);
  if (arena === undefined) return invalid("an arena with byteOffset and byteSize", json["arena"]);
  if (entries === undefined) return invalid("entries with name, inputs and outputs", json["entries"]);
  const abi: ProgramAbi = { version: ABI_VERSION, memory, constants, arena, entries };
  const problems = checkAbi(abi);
  return problems.length === 0 ? success(abi) : failure(...problems);
}

function invalid(expected: string, found: unknown): Result<never> {
  const spelt = JSON.stringify(found)?.slice(0, 80) ?? "nothing";
  return failure(error("abi.format", `expected ${expected}, found ${spelt}`));
}

function isRecord(json: unknown): json is { readonly [key: string]: unknown } {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function isSize(json: unknown): json is number {
  return typeof json === "number" && Number.isSafeInteger(json) && json >= 0;
}

function listFromJson<T>(json: unknown, read: (item: unknown) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(json)) return undefined;
  const items = json.map(read);
  const whole = items.filter((item) => item !== undefined);
  return whole.length === items.length ? whole : undefined;
}

function rangeFromJson(json: unknown): MemoryRange | undefined {
  if (!isRecord(json)) return undefined;
  const { byteOffset, byteSize } = json;
  return isSize(byteOffset) && isSize(byteSize) ? { byteOffset, byteSize } : undefined;
}

function memoryFromJson(json: unknown): MemoryDescription | undefined {
  if (!isRecord(json) || !isRecord(json["origin"]) || !isSize(json["pages"])) return undefined;
  const { kind, name, module } = json["origin"];
  if (typeof name !== "string") return undefined;
  if (kind === "exported") return { pages: json["pages"], origin: { kind, name } };
  if (kind !== "imported" || typeof module !== "string") return undefined;
  return { pages: json["pages"], origin: { kind, module, name } };
}

function entryFromJson(json: unknown): EntryPoint | undefined {
  if (!isRecord(json) || typeof json["name"] !== "string") return undefined;
  const inputs = listFromJson(json["inputs"], slotFromJson);
  const outputs = listFromJson(json["outputs"], slotFromJson);
  return inputs === undefined || outputs === undefined ? undefined : { name: json["name"], inputs, outputs };
}

function slotFromJson(json: unknown): TensorSlot | undefined {
  if (!isRecord(json)) return undefined;
  const { name, dtype, byteOffset } = json;
  const shape = listFromJson(json["shape"], (extent) => (isSize(extent) ? extent : undefined));
  if (typeof name !== "string" || typeof dtype !== "string" || !isDType(dtype)) return undefined;
  return shape === undefined || !isSize(byteOffset) ? undefined : { name, dtype, shape, byteOffset };
}
