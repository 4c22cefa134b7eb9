/**
 * WebAssembly as text: the linear form of the text format, indented by nesting, with the names of the name section where they can be spelt and are unique. What
 * comes out is a module that an assembler reads back to the same bytes (a test holds it to that). Source: WebAssembly Core Specification 2.0, section 6.
 */
import { ByteReader, type ReadFailure } from "./byte-reader.ts";
import {
  type ByteRange,
  type DecodedBody,
  type DecodedModule,
  type DecodedTable,
  type DecodeResult,
  type Description,
  decodeModule,
} from "./decode.ts";
import { type DecodedImmediates, readImmediates, readOpcode } from "./decode-instruction.ts";
import type { Instruction } from "./opcodes.ts";
import type { FunctionType, Limits, ValueType } from "./types.ts";

/** The module as text, or what is wrong with the bytes and where. */
export function disassemble(bytes: Uint8Array): DecodeResult<string> {
  const decoded = decodeModule(bytes);
  if (!decoded.ok) return decoded;
  const writer = new TextWriter(decoded.value);
  const text = writer.module();
  return writer.failure === undefined ? { ok: true, value: text } : { ok: false, ...writer.failure };
}

class TextWriter {
  readonly #module: DecodedModule;
  readonly #functionNames: readonly (string | undefined)[];
  readonly #lines: string[] = [];
  failure: ReadFailure | undefined;

  constructor(module: DecodedModule) {
    this.#module = module;
    const imported = module.imports.filter(({ description }) => description.kind === "function").length;
    this.#functionNames = spellableNames(module.names.functions, imported + module.functions.length);
  }

  module(): string {
    const { types, tables, memories, globals, exports, start, names } = this.#module;
    this.#lines.push(names.module !== undefined && isSpellable(names.module) ? `(module $${names.module}` : "(module");
    types.forEach((type, index) => {
      this.#line(1, `(type (;${index};) (func${signatureText(type)}))`);
    });
    this.#imports();
    const firstFunction = this.#importedCount("function");
    this.#module.functions.forEach((type, i) => {
      this.#function(firstFunction + i, type, this.#module.bodies[i]);
    });
    tables.forEach((table) => {
      this.#line(1, `(table ${tableText(table)})`);
    });
    memories.forEach((limits) => {
      this.#line(1, `(memory ${limitsText(limits)})`);
    });
    for (const { global, initial } of globals)
      this.#line(1, `(global ${globalText(global)} ${this.#expression(initial)})`);
    for (const { name, kind, index } of exports) {
      const target = kind === "function" ? this.#functionText(index) : String(index);
      this.#line(1, `(export ${quoted(name)} (${kindText(kind)} ${target}))`);
    }
    if (start !== undefined) this.#line(1, `(start ${this.#functionText(start)})`);
    for (const { table, offset, functions } of this.#module.elements) {
      const targets = functions.map((index) => this.#functionText(index)).join(" ");
      const prefix = table === 0 ? "" : `(table ${table}) `;
      this.#line(1, `(elem ${prefix}(offset ${this.#expression(offset)}) func ${targets})`);
    }
    for (const { offset, bytes } of this.#module.data) {
      const at = offset === undefined ? "" : `(offset ${this.#expression(offset)}) `;
      this.#line(1, `(data ${at}${quotedBytes(bytes)})`);
    }
    return `${this.#lines.join("\n")})\n`;
  }

  #line(depth: number, text: string): void {
    this.#lines.push("  ".repeat(depth) + text);
  }

  #importedCount(kind: Description["kind"]): number {
    return this.#module.imports.filter(({ description }) => description.kind === kind).length;
  }

  #imports(): void {
    let functionIndex = 0;
    for (const { module, name, description } of this.#module.imports) {
      let text = "";
      if (description.kind === "function") {
        const spelt = this.#functionNames[functionIndex];
        const label = spelt === undefined ? "" : ` $${spelt}`;
        text = `(func${label} (type ${description.type}))`;
        functionIndex++;
      } else if (description.kind === "table") text = `(table ${tableText(description.table)})`;
      else if (description.kind === "memory") text = `(memory ${limitsText(description.limits)})`;
      else text = `(global ${globalText(description.global)})`;
      this.#line(1, `(import ${quoted(module)} ${quoted(name)} ${text})`);
    }
  }

  #function(index: number, typeIndex: number, body: DecodedBody | undefined): void {
    const type = this.#module.types[typeIndex];
    if (type === undefined || body === undefined) {
      this.failure ??= { message: `function ${index} has type ${typeIndex}, which does not exist`, offset: 0 };
      return;
    }
    const count = type.params.length + body.locals.length;
    const locals = spellableNames(this.#module.names.locals.get(index) ?? new Map(), count);
    const name = this.#functionNames[index];
    const params = type.params.map((param, i) => ` (param${labelText(locals[i])} ${param})`).join("");
    const results = type.results.length === 0 ? "" : ` (result ${type.results.join(" ")})`;
    this.#line(1, `(func${labelText(name)} (;${index};) (type ${typeIndex})${params}${results}`);
    body.locals.forEach((local, i) => {
      this.#line(2, `(local${labelText(locals[type.params.length + i])} ${local})`);
    });
    this.#code(body.code, locals);
    this.#lines.push(`${this.#lines.pop() ?? ""})`);
  }

  /** The instructions of a body without the last `end`, which the closing bracket stands for. */
  #code(range: ByteRange, locals: readonly (string | undefined)[]): void {
    const reader = new ByteReader(this.#module.bytes, range.start, range.end);
    let depth = 2;
    while (reader.more) {
      const instruction = readOpcode(reader);
      if (instruction === undefined) break;
      const immediates = readImmediates(reader, instruction);
      const { name } = instruction;
      if (name === "end" || name === "else") depth--;
      if (name === "end" && depth < 2) break;
      this.#line(depth, this.#instructionText(instruction, immediates, locals));
      if (instruction.immediates === "block" || name === "else") depth++;
    }
    if (reader.ok && (depth >= 2 || reader.offset !== range.end)) reader.fail("a body does not close where it ends");
    this.failure ??= reader.failure;
  }

  #expression(range: ByteRange): string {
    const reader = new ByteReader(this.#module.bytes, range.start, range.end);
    const parts: string[] = [];
    while (reader.more) {
      const instruction = readOpcode(reader);
      if (instruction === undefined || instruction.name === "end") break;
      parts.push(this.#instructionText(instruction, readImmediates(reader, instruction), []));
    }
    this.failure ??= reader.failure;
    return `(${parts.join(" ")})`;
  }

  #instructionText(
    instruction: Instruction,
    immediates: DecodedImmediates,
    locals: readonly (string | undefined)[],
  ): string {
    const name = instruction.name === "select_t" ? "select" : instruction.name;
    const operands = this.#immediatesText(instruction, immediates, locals);
    return operands === "" ? name : `${name} ${operands}`;
  }

  #immediatesText(
    instruction: Instruction,
    immediates: DecodedImmediates,
    locals: readonly (string | undefined)[],
  ): string {
    switch (immediates.kind) {
      case "none":
        return "";
      case "numbers":
        return this.#numbersText(instruction, immediates.values, locals);
      case "access":
        return accessText(instruction, immediates);
      case "block":
        return this.#blockTypeText(immediates.type);
      case "indirect":
        return immediates.table === 0 ? `(type ${immediates.type})` : `${immediates.table} (type ${immediates.type})`;
      case "type":
        return instruction.name === "ref.null" ? immediates.type.replace("ref", "") : `(result ${immediates.type})`;
      case "i32":
      case "i64":
        return String(immediates.value);
      case "f32":
        return f32Text(immediates.bits);
      case "f64":
        return f64Text(immediates.bits);
      case "v128":
        return `i32x4 ${lanesText(immediates.bytes)}`;
    }
  }

  #numbersText(instruction: Instruction, values: readonly number[], locals: readonly (string | undefined)[]): string {
    const [first = 0] = values;
    if (instruction.immediates === "function") return this.#functionText(first);
    const local = locals[first];
    if (instruction.immediates === "local" && local !== undefined) return `$${local}`;
    // The text format has the table of table.init first, the binary format its segment.
    if (instruction.immediates === "tableInit") return [...values].reverse().join(" ");
    return values.join(" ");
  }

  #blockTypeText(type: ValueType | number | undefined): string {
    if (type === undefined) return "";
    return typeof type === "number" ? `(type ${type})` : `(result ${type})`;
  }

  #functionText(index: number): string {
    const name = this.#functionNames[index];
    return name === undefined ? String(index) : `$${name}`;
  }
}

function labelText(name: string | undefined): string {
  return name === undefined ? "" : ` $${name}`;
}

function isSpellable(name: string): boolean {
  return /^[\w!#$%&'*+\-./:<=>?@\\^`|~]+$/.test(name);
}

/** The name of each index where it can be written as an identifier and no other index has it. */
function spellableNames(names: ReadonlyMap<number, string>, count: number): readonly (string | undefined)[] {
  const uses = new Map<string, number>();
  for (const name of names.values()) uses.set(name, (uses.get(name) ?? 0) + 1);
  return Array.from({ length: count }, (_, index) => {
    const name = names.get(index);
    return name !== undefined && isSpellable(name) && uses.get(name) === 1 ? name : undefined;
  });
}

function signatureText({ params, results }: FunctionType): string {
  const list = (keyword: string, types: readonly ValueType[]) =>
    types.length === 0 ? "" : ` (${keyword} ${types.join(" ")})`;
  return list("param", params) + list("result", results);
}

function limitsText({ min, max, shared }: Limits): string {
  return [min, max, shared === true ? "shared" : undefined].filter((part) => part !== undefined).join(" ");
}

function tableText({ type, limits }: DecodedTable): string {
  return `${limitsText(limits)} ${type}`;
}

function globalText({ type, mutable }: { readonly type: ValueType; readonly mutable: boolean }): string {
  return mutable ? `(mut ${type})` : type;
}

function kindText(kind: Description["kind"]): string {
  return kind === "function" ? "func" : kind;
}

function accessText(instruction: Instruction, access: DecodedImmediates & { readonly kind: "access" }): string {
  const parts: string[] = [];
  if (access.offset !== 0) parts.push(`offset=${access.offset}`);
  if (access.align !== instruction.naturalAlignment) parts.push(`align=${2 ** access.align}`);
  if (access.lane !== undefined) parts.push(String(access.lane));
  return parts.join(" ");
}

function lanesText(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length >> 2 }, (_, lane) => hex(view.getUint32(lane * 4, true), 8)).join(" ");
}

function hex(value: number | bigint, digits: number): string {
  return `0x${value.toString(16).padStart(digits, "0")}`;
}

const scratch = new DataView(new ArrayBuffer(8));

function f32Text(bits: number): string {
  scratch.setUint32(0, bits);
  const payload = bits & 0x7fffff;
  return floatText(scratch.getFloat32(0), bits >= 0x80000000, payload === 0x400000 ? undefined : payload, shortestF32);
}

function f64Text(bits: bigint): string {
  scratch.setBigUint64(0, bits);
  const payload = bits & 0xfffffffffffffn;
  return floatText(scratch.getFloat64(0), bits >= 1n << 63n, payload === 1n << 51n ? undefined : payload, String);
}

/** `payload` is that of a NaN, undefined for the canonical one. */
function floatText(
  value: number,
  isNegative: boolean,
  payload: number | bigint | undefined,
  digits: (value: number) => string,
): string {
  const sign = isNegative ? "-" : "";
  if (Number.isNaN(value)) return `${sign}nan${payload === undefined ? "" : `:${hex(payload, 1)}`}`;
  if (!Number.isFinite(value)) return `${sign}inf`;
  return sign + digits(Math.abs(value));
}

/** Nine significant digits tell any two f32 apart. */
function shortestF32(value: number): string {
  for (let precision = 1; precision < 9; precision++) {
    const candidate = Number(value.toPrecision(precision));
    if (Math.fround(candidate) === value) return String(candidate);
  }
  return String(Number(value.toPrecision(9)));
}

function quoted(text: string): string {
  return quotedBytes(new TextEncoder().encode(text));
}

function quotedBytes(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    const isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
    text += isPlain ? String.fromCharCode(byte) : `\\${byte.toString(16).padStart(2, "0")}`;
  }
  return `"${text}"`;
}
