/**
 * Protocol-buffer messages as a stream of fields, over @bufbuild/protobuf's wire reader. A message is read with one
 * loop and one `switch` on the field number; fields that the switch doesn't take are skipped, as protobuf asks. What is
 * malformed but readable (a wrong wire type, a number out of range, messages nested too deep) is noted in `problems`
 * and reads as empty; truncated bytes make the wire reader throw, which the border (model.ts) catches.
 */
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";

/**
 * Messages may nest this deep; the project's limit for regions, which a subgraph in an attribute becomes, times the
 * four messages that one such level takes.
 */
export const MAX_MESSAGE_DEPTH = 4 * 256;

const MAX_PROBLEMS = 100;

/**
 * One message being read. `next` moves to a field; then one of the readers takes its value, or the following `next`
 * skips it.
 */
export class FieldReader {
  readonly problems: string[];
  readonly #reader: BinaryReader;
  readonly #depth: number;
  readonly #what: string;
  #field = 0;
  #wireType: WireType = WireType.Varint;
  #pending = false;

  /** `what` names the message in problems. */
  constructor(bytes: Uint8Array, what: string, problems: string[] = [], depth = 0) {
    this.#reader = new BinaryReader(bytes);
    this.#what = what;
    this.problems = problems;
    this.#depth = depth;
  }

  /** Moves to the next field and returns its number; 0 at the end. Field numbers start at 1. */
  next(): number {
    if (this.#pending) this.#reader.skip(this.#wireType, this.#field);
    if (this.#reader.pos >= this.#reader.len) {
      this.#pending = false;
      return 0;
    }
    [this.#field, this.#wireType] = this.#reader.tag();
    this.#pending = true;
    return this.#field;
  }

  /** Notes something wrong with this message. */
  problem(text: string): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(`${this.#what}: ${text}`);
  }

  string(): string {
    return this.#takes(WireType.LengthDelimited) ? this.#reader.string() : "";
  }

  /** A view of the input: nothing is copied. */
  bytes(): Uint8Array {
    return this.#takes(WireType.LengthDelimited) ? this.#reader.bytes() : EMPTY;
  }

  /** The sub-message in this field. */
  message(what: string): FieldReader {
    const bytes = this.bytes();
    if (this.#depth < MAX_MESSAGE_DEPTH) return new FieldReader(bytes, what, this.problems, this.#depth + 1);
    this.problem(`messages are nested more than ${MAX_MESSAGE_DEPTH} deep`);
    return new FieldReader(EMPTY, what, this.problems, this.#depth + 1);
  }

  /** A signed 64-bit varint. */
  int64(): bigint {
    return this.#takes(WireType.Varint) ? BigInt(this.#reader.int64()) : 0n;
  }

  /** A signed 64-bit varint that must be a safe integer: versions, enumerations, sizes. */
  integer(): number {
    return this.#safe(this.int64());
  }

  float(): number {
    return this.#takes(WireType.Bit32) ? this.#reader.float() : 0;
  }

  /** Appends the values of a repeated varint field, packed or not. */
  appendInt64s(values: bigint[]): void {
    this.#appendVarints(
      () => this.#reader.int64(),
      (reader) => reader.int64(),
      (value) => values.push(BigInt(value)),
    );
  }

  appendUint64s(values: bigint[]): void {
    this.#appendVarints(
      () => this.#reader.uint64(),
      (reader) => reader.uint64(),
      (value) => values.push(BigInt(value)),
    );
  }

  appendInt32s(values: number[]): void {
    this.#appendVarints(
      () => this.#reader.int32(),
      (reader) => reader.int32(),
      (value) => values.push(value),
    );
  }

  /** Sizes, which must be safe integers. */
  appendIntegers(values: number[]): void {
    this.#appendVarints(
      () => this.#reader.int64(),
      (reader) => reader.int64(),
      (value) => values.push(this.#safe(BigInt(value))),
    );
  }

  /**
   * Appends the bytes of a repeated float or double field: packed ones as they lie in the input, which is little-endian
   * already.
   */
  appendFixed(parts: Uint8Array[], width: 4 | 8): void {
    const single = width === 4 ? WireType.Bit32 : WireType.Bit64;
    if (this.#wireType === single && this.#pending) {
      parts.push(this.#reader.skip(single, this.#field));
      this.#pending = false;
      return;
    }
    const bytes = this.bytes();
    if (bytes.length % width !== 0)
      this.problem(`field ${this.#field} has ${bytes.length} bytes, not whole ${width}-byte numbers`);
    else parts.push(bytes);
  }

  #appendVarints<T>(one: () => T, packed: (reader: BinaryReader) => T, append: (value: T) => void): void {
    if (this.#wireType === WireType.Varint && this.#pending) {
      this.#pending = false;
      append(one());
      return;
    }
    const reader = new BinaryReader(this.bytes());
    while (reader.pos < reader.len) append(packed(reader));
  }

  #safe(value: bigint): number {
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    this.problem(`field ${this.#field} is ${value}, which is out of range`);
    return 0;
  }

  /** Whether the pending field has the expected wire type; it is then the caller's to read. */
  #takes(expected: WireType): boolean {
    if (this.#pending && this.#wireType === expected) {
      this.#pending = false;
      return true;
    }
    this.problem(`field ${this.#field} has wire type ${this.#wireType}, expected ${expected}`);
    return false;
  }
}

const EMPTY = new Uint8Array(0);
