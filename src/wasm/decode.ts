/**
 * Bytes to the parts of a module: the reverse of `module.ts`, as far as people and tests need it. Bodies stay bytes, read instruction by instruction with
 * `readInstruction`. Any bytes give a module or a message with an offset, never an exception.
 */
import { ByteReader, type ReadFailure } from "./byte-reader.ts";
import { readReferenceType, readValueType, skipInstruction } from "./decode-instruction.ts";
import {
  type ExternalKind,
  externalKinds,
  type FunctionType,
  type Limits,
  type ReferenceType,
  sectionId,
  type ValueType,
} from "./types.ts";

export interface DecodedTable {
  readonly type: ReferenceType;
  readonly limits: Limits;
}

export interface DecodedGlobal {
  readonly type: ValueType;
  readonly mutable: boolean;
}

/** What an import or a definition is: for functions the type's index. */
export type Description =
  | { readonly kind: "function"; readonly type: number }
  | { readonly kind: "table"; readonly table: DecodedTable }
  | { readonly kind: "memory"; readonly limits: Limits }
  | { readonly kind: "global"; readonly global: DecodedGlobal };

/** A stretch of the module's bytes. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface DecodedBody {
  /** The declared locals, parameters not counted. */
  readonly locals: readonly ValueType[];
  /** Instructions, the last `end` included. */
  readonly code: ByteRange;
}

export interface DecodedModule {
  readonly bytes: Uint8Array;
  readonly types: readonly FunctionType[];
  readonly imports: readonly { readonly module: string; readonly name: string; readonly description: Description }[];
  /** Type index of each defined function. */
  readonly functions: readonly number[];
  readonly tables: readonly DecodedTable[];
  readonly memories: readonly Limits[];
  readonly globals: readonly { readonly global: DecodedGlobal; readonly initial: ByteRange }[];
  readonly exports: readonly { readonly name: string; readonly kind: ExternalKind; readonly index: number }[];
  readonly start: number | undefined;
  readonly elements: readonly {
    readonly table: number;
    readonly offset: ByteRange;
    readonly functions: readonly number[];
  }[];
  readonly bodies: readonly DecodedBody[];
  readonly data: readonly { readonly offset: ByteRange | undefined; readonly bytes: Uint8Array }[];
  readonly names: ModuleNames;
}

/** The name section. */
export interface ModuleNames {
  readonly module: string | undefined;
  readonly functions: ReadonlyMap<number, string>;
  /** By function, then by local. */
  readonly locals: ReadonlyMap<number, ReadonlyMap<number, string>>;
}

export type DecodeResult<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & ReadFailure);

/** A bound on declared locals: engines stop at 50 000, and a run of 2^32 of them must not become an array. */
const MAX_LOCALS = 50_000;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The parts of the module in `bytes`. Sections must come in the format's order, each as long as it says. */
export function decodeModule(bytes: Uint8Array): DecodeResult<DecodedModule> {
  const reader = new ByteReader(bytes);
  const module: Writable<DecodedModule> = {
    bytes,
    types: [],
    imports: [],
    functions: [],
    tables: [],
    memories: [],
    globals: [],
    exports: [],
    start: undefined,
    elements: [],
    bodies: [],
    data: [],
    names: NO_NAMES,
  };
  if (reader.f32Bits() !== 0x6d736100) reader.fail("not a WebAssembly module: the magic number is missing", 0);
  if (reader.f32Bits() !== 1) reader.fail("not version 1 of the binary format", 4);
  let position = -1;
  while (reader.more) {
    const start = reader.offset;
    const id = reader.byte();
    const size = reader.u32();
    const contents = reader.offset;
    reader.raw(size);
    if (!reader.ok) break;
    const order = sectionOrder.indexOf(id);
    if (id !== sectionId.custom) {
      if (order <= position)
        reader.fail(order < 0 ? `there is no section ${id}` : `section ${id} is out of order`, start);
      position = order;
    }
    const failure = readSection(module, id, new ByteReader(bytes, contents, contents + size), contents + size);
    if (failure !== undefined) reader.fail(failure.message, failure.offset);
  }
  if (reader.ok && module.functions.length !== module.bodies.length) {
    reader.fail(`${module.functions.length} functions are declared, ${module.bodies.length} have a body`);
  }
  return reader.failure === undefined ? { ok: true, value: module } : { ok: false, ...reader.failure };
}

// biome-ignore format: the order of the format, in which the data count precedes the code
const sectionOrder: readonly number[] = [
  sectionId.type, sectionId.import, sectionId.function, sectionId.table, sectionId.memory, sectionId.global, sectionId.export,
  sectionId.start, sectionId.element, sectionId.dataCount, sectionId.code, sectionId.data,
];

function readSection(
  module: Writable<DecodedModule>,
  id: number,
  reader: ByteReader,
  end: number,
): ReadFailure | undefined {
  switch (id) {
    case sectionId.custom:
      if (reader.text() === "name" && reader.ok)
        module.names = readNames(new ByteReader(module.bytes, reader.offset, end));
      reader.raw(end - reader.offset);
      break;
    case sectionId.type:
      module.types = reader.vector(() => readFunctionType(reader));
      break;
    case sectionId.import:
      module.imports = reader.vector(() => ({
        module: reader.text(),
        name: reader.text(),
        description: readDescription(reader),
      }));
      break;
    case sectionId.function:
      module.functions = reader.vector(() => reader.u32());
      break;
    case sectionId.table:
      module.tables = reader.vector(() => readTable(reader));
      break;
    case sectionId.memory:
      module.memories = reader.vector(() => readLimits(reader));
      break;
    case sectionId.global:
      module.globals = reader.vector(() => ({ global: readGlobal(reader), initial: readExpression(reader) }));
      break;
    case sectionId.export:
      module.exports = reader.vector(() => ({ name: reader.text(), kind: readKind(reader), index: reader.u32() }));
      break;
    case sectionId.start:
      module.start = reader.u32();
      break;
    case sectionId.element:
      module.elements = reader.vector(() => readElements(reader));
      break;
    case sectionId.dataCount:
      reader.u32();
      break;
    case sectionId.code:
      module.bodies = reader.vector(() => readBody(reader));
      break;
    case sectionId.data:
      module.data = reader.vector(() => readData(reader));
      break;
    default:
      reader.fail(`there is no section ${id}`);
  }
  if (reader.more) reader.fail(`section ${id} is longer than its contents`);
  return reader.failure;
}

function readFunctionType(reader: ByteReader): FunctionType {
  const start = reader.offset;
  if (reader.byte() !== 0x60) reader.fail("expected a function type", start);
  return { params: reader.vector(() => readValueType(reader)), results: reader.vector(() => readValueType(reader)) };
}

function readLimits(reader: ByteReader): Limits {
  const start = reader.offset;
  const flags = reader.byte();
  if (flags > 3) reader.fail(`limits have unknown flags ${flags}`, start);
  const min = reader.u32();
  const hasMax = flags % 2 === 1;
  return { min, ...(hasMax ? { max: reader.u32() } : {}), ...(flags >= 2 ? { shared: true } : {}) };
}

function readTable(reader: ByteReader): DecodedTable {
  return { type: readReferenceType(reader), limits: readLimits(reader) };
}

function readGlobal(reader: ByteReader): DecodedGlobal {
  const type = readValueType(reader);
  const mutable = reader.byte();
  if (mutable > 1) reader.fail("expected 0 or 1 for the mutability of a global", reader.offset - 1);
  return { type, mutable: mutable === 1 };
}

function readKind(reader: ByteReader): ExternalKind {
  const kind = externalKinds[reader.byte()];
  if (kind === undefined) reader.fail("expected a function, table, memory or global", reader.offset - 1);
  return kind ?? "function";
}

function readDescription(reader: ByteReader): Description {
  const kind = readKind(reader);
  switch (kind) {
    case "function":
      return { kind, type: reader.u32() };
    case "table":
      return { kind, table: readTable(reader) };
    case "memory":
      return { kind, limits: readLimits(reader) };
    case "global":
      return { kind, global: readGlobal(reader) };
  }
}

/** A constant expression: instructions up to an `end`. */
function readExpression(reader: ByteReader): ByteRange {
  const start = reader.offset;
  for (let instruction = skipInstruction(reader); reader.ok && instruction?.name !== "end"; )
    instruction = skipInstruction(reader);
  return { start, end: reader.offset };
}

function readElements(reader: ByteReader): DecodedModule["elements"][number] {
  const start = reader.offset;
  const flags = reader.u32();
  if (flags !== 0 && flags !== 2) reader.fail(`element segments of kind ${flags} are not read`, start);
  const table = flags === 2 ? reader.u32() : 0;
  const offset = readExpression(reader);
  if (flags === 2 && reader.byte() !== 0) reader.fail("expected function elements", reader.offset - 1);
  return { table, offset, functions: reader.vector(() => reader.u32()) };
}

function readBody(reader: ByteReader): DecodedBody {
  const size = reader.u32();
  const end = reader.offset + size;
  const locals: ValueType[] = [];
  reader.vector(() => {
    const at = reader.offset;
    const count = reader.u32();
    const type = readValueType(reader);
    if (locals.length + count > MAX_LOCALS) reader.fail(`more than ${MAX_LOCALS} locals`, at);
    else for (let i = 0; i < count; i++) locals.push(type);
  });
  const start = reader.offset;
  if (reader.ok && start > end) reader.fail("a body is shorter than its locals");
  else reader.raw(end - start);
  return { locals, code: { start, end } };
}

function readData(reader: ByteReader): DecodedModule["data"][number] {
  const start = reader.offset;
  const flags = reader.u32();
  if (flags > 1) reader.fail(`data segments of kind ${flags} are not read`, start);
  const offset = flags === 0 ? readExpression(reader) : undefined;
  return { offset, bytes: reader.raw(reader.u32()) };
}

const NO_NAMES: ModuleNames = { module: undefined, functions: new Map(), locals: new Map() };

/** A name section that is wrong has no names: what is wrong in a custom section does not make the module wrong. */
function readNames(reader: ByteReader): ModuleNames {
  const names: Writable<ModuleNames> = { ...NO_NAMES };
  while (reader.more) {
    const id = reader.byte();
    const size = reader.u32();
    if (id === 0) names.module = reader.text();
    else if (id === 1) names.functions = readNameMap(reader);
    else if (id === 2) names.locals = new Map(reader.vector(() => [reader.u32(), readNameMap(reader)] as const));
    else reader.raw(size);
  }
  return reader.ok ? names : NO_NAMES;
}

function readNameMap(reader: ByteReader): ReadonlyMap<number, string> {
  return new Map(reader.vector(() => [reader.u32(), reader.text()] as const));
}
