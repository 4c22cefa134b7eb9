/**
 * Reads WebAssembly's primitive encodings from bytes that may be cut off or wrong. The first failure sticks: from then on every read gives zero and `failure` says
 * what was wrong and where, so that a decoder checks once after a stretch of reads, and its loops run while `ok`.
 */

/** What was wrong with the bytes, and at which of them. */
export interface ReadFailure {
  readonly message: string;
  readonly offset: number;
}

export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #end: number;
  #offset: number;
  #failure: ReadFailure | undefined;

  /** Reads `bytes` from `start` to `end`, exclusive. */
  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#offset = start;
    this.#end = end;
  }

  /** Position of the next byte. */
  get offset(): number {
    return this.#offset;
  }

  get failure(): ReadFailure | undefined {
    return this.#failure;
  }

  /** Nothing has failed so far. */
  get ok(): boolean {
    return this.#failure === undefined;
  }

  /** There is more to read, and nothing has failed. */
  get more(): boolean {
    return this.ok && this.#offset < this.#end;
  }

  /** Records a failure here; the first one is kept. */
  fail(message: string, offset = this.#offset): void {
    this.#failure ??= { message, offset };
  }

  byte(): number {
    if (!this.#has(1)) return 0;
    return this.#view.getUint8(this.#offset++);
  }

  /** Unsigned LEB128 of at most 32 bits. */
  u32(): number {
    const start = this.#offset;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        if (value > 0xffffffff) this.fail("an integer has more than 32 bits", start);
        return this.ok ? value : 0;
      }
    }
    this.fail("an integer has more than 32 bits", start);
    return 0;
  }

  /** Signed LEB128 of at most 32 bits. */
  s32(): number {
    return Number(this.#signed(32));
  }

  /** Signed LEB128 of at most 33 bits: a type index or a negative code. */
  s33(): number {
    return Number(this.#signed(33));
  }

  /** Signed LEB128 of at most 64 bits. */
  s64(): bigint {
    return this.#signed(64);
  }

  #signed(bits: number): bigint {
    const start = this.#offset;
    let value = 0n;
    for (let shift = 0; shift < bits; shift += 7) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << BigInt(shift);
      if (byte >= 0x80) continue;
      const signed = BigInt.asIntN(shift + 7, value);
      if (signed !== BigInt.asIntN(bits, signed)) this.fail(`an integer has more than ${bits} bits`, start);
      return this.ok ? signed : 0n;
    }
    this.fail(`an integer has more than ${bits} bits`, start);
    return 0n;
  }

  /** Bits of a 32-bit float. */
  f32Bits(): number {
    if (!this.#has(4)) return 0;
    this.#offset += 4;
    return this.#view.getUint32(this.#offset - 4, true);
  }

  /** Bits of a 64-bit float. */
  f64Bits(): bigint {
    if (!this.#has(8)) return 0n;
    this.#offset += 8;
    return this.#view.getBigUint64(this.#offset - 8, true);
  }

  /** The next `length` bytes, as a view. */
  raw(length: number): Uint8Array {
    if (!this.#has(length)) return new Uint8Array();
    this.#offset += length;
    return this.#bytes.subarray(this.#offset - length, this.#offset);
  }

  /** A length and as much UTF-8. */
  text(): string {
    const start = this.#offset;
    const bytes = this.raw(this.u32());
    const text = new TextDecoder().decode(bytes);
    if (new TextEncoder().encode(text).length !== bytes.length) this.fail("a name is not UTF-8", start);
    return text;
  }

  /** A count, then as many items. */
  vector<T>(read: (index: number) => T): T[] {
    const start = this.#offset;
    const count = this.u32();
    // Each item takes a byte at least, so a larger count is a lie that must not become an allocation.
    if (count > this.#end - this.#offset) this.fail(`a list of ${count} items is longer than what is left`, start);
    const items: T[] = [];
    for (let i = 0; i < count && this.ok; i++) items.push(read(i));
    return items;
  }

  #has(length: number): boolean {
    if (this.#failure === undefined && this.#offset + length > this.#end) this.fail("the bytes end too early");
    return this.#failure === undefined;
  }
}
