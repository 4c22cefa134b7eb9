/** Bytes being written: a growing buffer with WebAssembly's primitive encodings. Source: WebAssembly Core Specification 2.0, section 5.2. */
import { invariant } from "../support/invariant.ts";

const scratch = new DataView(new ArrayBuffer(8));

export class CodeBuffer {
  #bytes = new Uint8Array(256);
  #length = 0;

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** A copy of what was written. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** An unsigned 32-bit integer as LEB128. */
  u32(value: number): void {
    invariant(
      Number.isInteger(value) && value >= 0 && value <= 0xffffffff,
      () => `${value} is not an unsigned 32-bit integer`,
    );
    this.#reserve(5);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
      rest = rest >>> 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  /** A 32-bit integer as signed LEB128; values from 2^31 to 2^32-1 stand for the negative number with the same bits. */
  s32(value: number): void {
    invariant(
      Number.isInteger(value) && value >= -0x80000000 && value <= 0xffffffff,
      () => `${value} is not a 32-bit integer`,
    );
    this.#reserve(5);
    let rest = value | 0;
    while (rest < -64 || rest > 63) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
      rest >>= 7;
    }
    this.#bytes[this.#length++] = rest & 0x7f;
  }

  /** A 64-bit integer as signed LEB128; taken modulo 2^64. */
  s64(value: bigint): void {
    this.#reserve(10);
    let rest = BigInt.asIntN(64, value);
    while (rest < -64n || rest > 63n) {
      this.#bytes[this.#length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#bytes[this.#length++] = Number(rest & 0x7fn);
  }

  /** Four bytes, little-endian. */
  f32(value: number): void {
    scratch.setFloat32(0, value, true);
    for (let i = 0; i < 4; i++) this.byte(scratch.getUint8(i));
  }

  /** Eight bytes, little-endian. */
  f64(value: number): void {
    scratch.setFloat64(0, value, true);
    for (let i = 0; i < 8; i++) this.byte(scratch.getUint8(i));
  }

  /** Bytes as they are. */
  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** The contents of another buffer, preceded by their size. */
  sized(contents: CodeBuffer): void {
    this.u32(contents.length);
    this.raw(contents.#bytes.subarray(0, contents.#length));
  }

  /** UTF-8, preceded by its size. */
  text(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.u32(bytes.length);
    this.raw(bytes);
  }

  /** The number of items, then each. */
  vector<T>(items: readonly T[], write: (item: T) => void): void {
    this.u32(items.length);
    for (const item of items) write(item);
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
