/**
 * Builds a WebAssembly module and encodes it. Indices are final when they are handed out: imports of a kind come before definitions of that kind, which is an
 * invariant here and not a fix-up later. Source: WebAssembly Core Specification 2.0, section 5.5.
 */
import { invariant } from "../support/invariant.ts";
import { CodeBuffer } from "./code-buffer.ts";
import { type ConstantExpression, writeExpression } from "./constant-expression.ts";
import { FunctionBuilder, type FunctionOptions, type ModuleScope } from "./function-builder.ts";
import type { Feature } from "./opcodes.ts";
import {
  type ExternalKind,
  externalKinds,
  type FunctionType,
  functionTypeText,
  type Limits,
  type ReferenceType,
  sectionId,
  type ValueType,
  valueTypeCode,
} from "./types.ts";

interface Global {
  readonly type: ValueType;
  readonly mutable: boolean;
}

interface Table {
  readonly type: ReferenceType;
  readonly limits: Limits;
}

/** Imported and defined things of one kind, in index order. */
interface IndexSpace<T> {
  readonly entries: T[];
  imported: number;
}

interface Import {
  readonly module: string;
  readonly name: string;
  readonly kind: ExternalKind;
  readonly index: number;
}

interface DataSegment {
  /** `undefined` for a passive segment. */
  readonly offset: ConstantExpression | undefined;
  readonly bytes: Uint8Array;
}

interface ElementSegment {
  readonly table: number;
  readonly offset: ConstantExpression;
  readonly functions: readonly number[];
}

interface FunctionEntry {
  readonly type: FunctionType;
  readonly name: string;
  /** `undefined` for imported functions. */
  readonly body: FunctionBuilder | undefined;
}

export interface ModuleOptions {
  /** Check the types of bodies while they are emitted; half as much time again. On by default. */
  readonly check?: boolean;
  /** The module's own name, for the name section. */
  readonly name?: string;
}

export class ModuleBuilder {
  readonly #types: FunctionType[] = [];
  readonly #typeIndices = new Map<string, number>();
  readonly #imports: Import[] = [];
  readonly #functions: IndexSpace<FunctionEntry> = { entries: [], imported: 0 };
  readonly #tables: IndexSpace<Table> = { entries: [], imported: 0 };
  readonly #memories: IndexSpace<Limits> = { entries: [], imported: 0 };
  readonly #globals: IndexSpace<Global> = { entries: [], imported: 0 };
  readonly #globalValues: ConstantExpression[] = [];
  readonly #exports = new Map<string, { readonly kind: ExternalKind; readonly index: number }>();
  readonly #elements: ElementSegment[] = [];
  readonly #data: DataSegment[] = [];
  readonly #functionOptions: FunctionOptions;
  readonly #name: string | undefined;
  readonly #scope: ModuleScope;
  #start: number | undefined;

  constructor(options: ModuleOptions = {}) {
    this.#functionOptions = { check: options.check ?? true };
    this.#name = options.name;
    this.#scope = {
      typeIndex: (type) => this.typeIndex(type),
      globalType: (index) => this.#globals.entries[index],
      calleeType: (index) => this.#functions.entries[index]?.type,
      tableType: (index) => this.#tables.entries[index]?.type,
    };
  }

  /** Index of a function type, added if it is new. */
  typeIndex(type: FunctionType): number {
    const key = functionTypeText(type);
    const known = this.#typeIndices.get(key);
    if (known !== undefined) return known;
    this.#typeIndices.set(key, this.#types.length);
    return this.#types.push(type) - 1;
  }

  importFunction(module: string, name: string, type: FunctionType): number {
    this.typeIndex(type);
    return this.#import(this.#functions, { type, name, body: undefined }, "function", module, name);
  }

  importMemory(module: string, name: string, limits: Limits): number {
    return this.#import(this.#memories, limits, "memory", module, name);
  }

  importTable(module: string, name: string, type: ReferenceType, limits: Limits): number {
    return this.#import(this.#tables, { type, limits }, "table", module, name);
  }

  importGlobal(module: string, name: string, type: ValueType, options: { readonly mutable?: boolean } = {}): number {
    return this.#import(this.#globals, { type, mutable: options.mutable ?? false }, "global", module, name);
  }

  #import<T>(space: IndexSpace<T>, entry: T, kind: ExternalKind, module: string, name: string): number {
    invariant(space.entries.length === space.imported, `import ${module}.${name} before any ${kind} is defined`);
    const index = space.entries.push(entry) - 1;
    space.imported++;
    this.#imports.push({ module, name, kind, index });
    return index;
  }

  /** Adds a function; its body may be emitted at any time before `encode`. */
  addFunction(name: string, type: FunctionType): FunctionBuilder {
    this.typeIndex(type);
    const index = this.#functions.entries.length;
    const body = new FunctionBuilder(name, type, index, this.#scope, this.#functionOptions);
    this.#functions.entries.push({ type, name, body });
    return body;
  }

  addMemory(limits: Limits): number {
    return this.#memories.entries.push(limits) - 1;
  }

  addTable(type: ReferenceType, limits: Limits): number {
    return this.#tables.entries.push({ type, limits }) - 1;
  }

  addGlobal(type: ValueType, initial: ConstantExpression, options: { readonly mutable?: boolean } = {}): number {
    this.#globalValues.push(initial);
    return this.#globals.entries.push({ type, mutable: options.mutable ?? false }) - 1;
  }

  /** Fills a table from `offset` on with functions, when the module is instantiated. */
  addElements(table: number, offset: ConstantExpression, functions: readonly number[]): number {
    return this.#elements.push({ table, offset, functions }) - 1;
  }

  /** Bytes copied to memory 0 at `offset` when the module is instantiated; without an offset only when `memory.init` asks for them. */
  addData(bytes: Uint8Array, offset?: ConstantExpression): number {
    return this.#data.push({ offset, bytes }) - 1;
  }

  export(name: string, kind: ExternalKind, index: number): void {
    invariant(!this.#exports.has(name), `"${name}" is exported twice`);
    this.#exports.set(name, { kind, index });
  }

  /** The function that instantiation calls. */
  setStart(index: number): void {
    this.#start = index;
  }

  /** Features beyond the MVP that the bodies, memories and blocks use. */
  get features(): ReadonlySet<Feature> {
    const used = new Set<Feature>();
    for (const { body } of this.#functions.entries) for (const feature of body?.features ?? []) used.add(feature);
    if (this.#memories.entries.some((limits) => limits.shared === true)) used.add("threads");
    return used;
  }

  /** The module in binary form. */
  encode(): Uint8Array<ArrayBuffer> {
    // Bodies come first: closing one may still add a block type.
    const code = this.#codeSection();
    const out = new CodeBuffer();
    out.raw(Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00));
    this.#writeTypes(out);
    this.#writeImports(out);
    this.#writeDefinitions(out);
    this.#writeExports(out);
    this.#writeStart(out);
    this.#writeElements(out);
    if (this.#data.some((segment) => segment.offset === undefined)) {
      section(out, sectionId.dataCount, (body) => body.u32(this.#data.length));
    }
    if (this.#defined(this.#functions).length > 0) {
      out.byte(sectionId.code);
      out.sized(code);
    }
    this.#writeData(out);
    this.#writeNames(out);
    return out.toBytes();
  }

  #defined<T>(space: IndexSpace<T>): readonly T[] {
    return space.entries.slice(space.imported);
  }

  #codeSection(): CodeBuffer {
    const code = new CodeBuffer();
    code.vector(this.#defined(this.#functions), ({ body }) => body?.writeTo(code));
    return code;
  }

  #writeTypes(out: CodeBuffer): void {
    vectorSection(out, sectionId.type, this.#types, (body, type) => {
      body.byte(0x60);
      body.vector(type.params, (param) => body.byte(valueTypeCode[param]));
      body.vector(type.results, (result) => body.byte(valueTypeCode[result]));
    });
  }

  #writeImports(out: CodeBuffer): void {
    vectorSection(out, sectionId.import, this.#imports, (body, { module, name, kind, index }) => {
      body.text(module);
      body.text(name);
      body.byte(externalKinds.indexOf(kind));
      this.#writeDescription(body, kind, index);
    });
  }

  #writeDescription(body: CodeBuffer, kind: ExternalKind, index: number): void {
    switch (kind) {
      case "function":
        body.u32(this.typeIndex(at(this.#functions.entries, index).type));
        break;
      case "table":
        writeTable(body, at(this.#tables.entries, index));
        break;
      case "memory":
        writeLimits(body, at(this.#memories.entries, index));
        break;
      case "global":
        writeGlobal(body, at(this.#globals.entries, index));
        break;
    }
  }

  #writeDefinitions(out: CodeBuffer): void {
    vectorSection(out, sectionId.function, this.#defined(this.#functions), (body, { type }) =>
      body.u32(this.typeIndex(type)),
    );
    vectorSection(out, sectionId.table, this.#defined(this.#tables), writeTable);
    vectorSection(out, sectionId.memory, this.#defined(this.#memories), writeLimits);
    vectorSection(out, sectionId.global, this.#defined(this.#globals), (body, global, i) => {
      writeGlobal(body, global);
      writeExpression(body, at(this.#globalValues, i));
    });
  }

  #writeExports(out: CodeBuffer): void {
    vectorSection(out, sectionId.export, [...this.#exports], (body, [name, { kind, index }]) => {
      body.text(name);
      body.byte(externalKinds.indexOf(kind));
      body.u32(index);
    });
  }

  #writeStart(out: CodeBuffer): void {
    const start = this.#start;
    if (start !== undefined) section(out, sectionId.start, (body) => body.u32(start));
  }

  #writeElements(out: CodeBuffer): void {
    vectorSection(out, sectionId.element, this.#elements, (body, { table, offset, functions }) => {
      body.u32(table === 0 ? 0 : 2);
      if (table !== 0) body.u32(table);
      writeExpression(body, offset);
      if (table !== 0) body.byte(0x00); // the elements are functions
      body.vector(functions, (index) => body.u32(index));
    });
  }

  #writeData(out: CodeBuffer): void {
    vectorSection(out, sectionId.data, this.#data, (body, { offset, bytes }) => {
      body.u32(offset === undefined ? 1 : 0);
      if (offset !== undefined) writeExpression(body, offset);
      body.u32(bytes.length);
      body.raw(bytes);
    });
  }

  #writeNames(out: CodeBuffer): void {
    section(out, sectionId.custom, (body) => {
      body.text("name");
      const moduleName = this.#name;
      if (moduleName !== undefined) section(body, 0, (names) => names.text(moduleName));
      const functions = this.#functions.entries.map(({ name }, index) => ({ index, name }));
      section(body, 1, (names) => writeNameMap(names, functions));
      const locals = this.#functions.entries
        .map(({ body }, index) => ({ index, names: namedLocals(body) }))
        .filter(({ names }) => names.length > 0);
      if (locals.length === 0) return;
      section(body, 2, (names) =>
        names.vector(locals, (entry) => {
          names.u32(entry.index);
          writeNameMap(names, entry.names);
        }),
      );
    });
  }
}

interface NamedIndex {
  readonly index: number;
  readonly name: string;
}

function namedLocals(body: FunctionBuilder | undefined): readonly NamedIndex[] {
  return (body?.localNames ?? []).flatMap((name, index) => (name === undefined ? [] : [{ index, name }]));
}

function writeNameMap(out: CodeBuffer, names: readonly NamedIndex[]): void {
  out.vector(names, ({ index, name }) => {
    out.u32(index);
    out.text(name);
  });
}

function section(out: CodeBuffer, id: number, write: (body: CodeBuffer) => void): void {
  const body = new CodeBuffer();
  write(body);
  out.byte(id);
  out.sized(body);
}

/** A section that is a vector; absent where there are no items. */
function vectorSection<T>(
  out: CodeBuffer,
  id: number,
  items: readonly T[],
  write: (body: CodeBuffer, item: T, index: number) => void,
): void {
  if (items.length === 0) return;
  section(out, id, (body) => {
    body.u32(items.length);
    items.forEach((item, index) => {
      write(body, item, index);
    });
  });
}

function writeLimits(body: CodeBuffer, { min, max, shared }: Limits): void {
  invariant(shared !== true || max !== undefined, "a shared memory needs a maximum");
  body.byte((max === undefined ? 0 : 1) + (shared === true ? 2 : 0));
  body.u32(min);
  if (max !== undefined) body.u32(max);
}

function writeTable(body: CodeBuffer, { type, limits }: Table): void {
  body.byte(valueTypeCode[type]);
  writeLimits(body, limits);
}

function writeGlobal(body: CodeBuffer, { type, mutable }: Global): void {
  body.byte(valueTypeCode[type]);
  body.byte(mutable ? 1 : 0);
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  invariant(item !== undefined, `no entry ${index} of ${items.length}`);
  return item;
}
