/**
 * Immutable bytes of large constants. A blob starts at a multiple of 16 bytes, so that any typed array can look at it and it can be placed in linear memory as it is;
 * equal contents are the same object while it is alive, so that attributes which hold blobs compare with `===`.
 * Contents are hashed once and only when needed: a blob whose size no other living blob has is never read.
 */
import { invariant } from "../support/invariant.ts";
import { byteWidth, type DType, type Storage, storageOver } from "./dtype.ts";

/** Alignment of a blob's first byte in its buffer: a v128, and every element type. */
export const BLOB_ALIGNMENT = 16;

/** Immutable, aligned, interned bytes; made by `blobFromBytes`. Whoever makes one gives the bytes away: nobody may write to them afterwards. */
export class Blob {
  /** The contents. Typed arrays cannot be frozen: treat them as read-only. */
  readonly bytes: Uint8Array;
  #hashLow = 0;
  #hashHigh = 0;
  #hashed = false;

  /** Not for callers: `blobFromBytes` interns. `bytes` are aligned. */
  constructor(bytes: Uint8Array) {
    invariant(bytes.byteOffset % BLOB_ALIGNMENT === 0, "a blob starts at a multiple of 16 bytes");
    this.bytes = bytes;
  }

  /** Bytes. */
  get size(): number {
    return this.bytes.length;
  }

  /** Low 32 bits of the content hash, unsigned. Equal contents have equal hashes; the reverse is likely, not certain, and not hard to defeat on purpose. */
  get hashLow(): number {
    this.#hash();
    return this.#hashLow;
  }

  /** High 32 bits of the content hash, unsigned. */
  get hashHigh(): number {
    this.#hash();
    return this.#hashHigh;
  }

  /** The 64-bit content hash as 16 hexadecimal digits: the same in every process and version of the file format. */
  get hashText(): string {
    return this.hashHigh.toString(16).padStart(8, "0") + this.hashLow.toString(16).padStart(8, "0");
  }

  /** The contents as elements of `dtype`; the size must be a multiple of the element's. No copy. */
  as(dtype: DType): Storage {
    const width = byteWidth(dtype);
    invariant(this.size % width === 0, `a blob of ${this.size} bytes does not hold whole elements of ${dtype}`);
    return storageOver(dtype, this.bytes.buffer, this.bytes.byteOffset, this.size / width);
  }

  asFloat32(): Float32Array {
    return new Float32Array(this.bytes.buffer, this.bytes.byteOffset, this.#count(4));
  }

  asFloat64(): Float64Array {
    return new Float64Array(this.bytes.buffer, this.bytes.byteOffset, this.#count(8));
  }

  asInt8(): Int8Array {
    return new Int8Array(this.bytes.buffer, this.bytes.byteOffset, this.size);
  }

  asInt16(): Int16Array {
    return new Int16Array(this.bytes.buffer, this.bytes.byteOffset, this.#count(2));
  }

  asUint16(): Uint16Array {
    return new Uint16Array(this.bytes.buffer, this.bytes.byteOffset, this.#count(2));
  }

  asInt32(): Int32Array {
    return new Int32Array(this.bytes.buffer, this.bytes.byteOffset, this.#count(4));
  }

  asUint32(): Uint32Array {
    return new Uint32Array(this.bytes.buffer, this.bytes.byteOffset, this.#count(4));
  }

  asBigInt64(): BigInt64Array {
    return new BigInt64Array(this.bytes.buffer, this.bytes.byteOffset, this.#count(8));
  }

  asBigUint64(): BigUint64Array {
    return new BigUint64Array(this.bytes.buffer, this.bytes.byteOffset, this.#count(8));
  }

  #count(width: number): number {
    invariant(this.size % width === 0, `a blob of ${this.size} bytes is not a whole number of ${width}-byte elements`);
    return this.size / width;
  }

  #hash(): void {
    if (this.#hashed) return;
    const { low, high } = hashBytes(this.bytes);
    this.#hashLow = low;
    this.#hashHigh = high;
    this.#hashed = true;
  }
}

/**
 * The blob with these contents: the living one if there is one, else a new one over `bytes`, which the caller gives away. Copied once where `bytes` do not start at a multiple
 * of 16 in their buffer; otherwise the whole buffer stays alive with the blob, so that constants of a model file are views of the file.
 */
export function blobFromBytes(bytes: Uint8Array): Blob {
  const aligned = bytes.byteOffset % BLOB_ALIGNMENT === 0 ? bytes : bytes.slice();
  return interned.intern(new Blob(aligned));
}

/** `blobFromBytes` of the memory that a typed array covers. */
export function blobFromStorage(storage: Storage): Blob {
  return blobFromBytes(new Uint8Array(storage.buffer, storage.byteOffset, storage.byteLength));
}

/** Blobs of one size: the only one, unhashed, or all of them by the low half of their hash. */
type SameSize = WeakRef<Blob> | Map<number, WeakRef<Blob>[]>;

/** Entries that are allowed to pile up, on top of twice the living ones, before the dead are swept out: sweeping then costs O(1) a blob. */
const SWEEP_SLACK = 1024;

/** The living blobs, by size and then by hash. It holds them weakly: a constant that no module uses any more goes away. */
class BlobTable {
  readonly #bySize = new Map<number, SameSize>();
  #entries = 0;
  #living = 0;

  intern(blob: Blob): Blob {
    if (this.#entries > 2 * this.#living + SWEEP_SLACK) this.#sweep();
    const sameSize = this.#bySize.get(blob.size);
    if (sameSize instanceof Map) return this.#internHashed(sameSize, blob);
    const only = sameSize?.deref();
    if (only === undefined) {
      if (sameSize === undefined) this.#entries++;
      this.#bySize.set(blob.size, new WeakRef(blob));
      return blob;
    }
    const byHash = new Map<number, WeakRef<Blob>[]>([[only.hashLow, [new WeakRef(only)]]]);
    this.#bySize.set(blob.size, byHash);
    return this.#internHashed(byHash, blob);
  }

  #internHashed(byHash: Map<number, WeakRef<Blob>[]>, blob: Blob): Blob {
    const candidates = byHash.get(blob.hashLow);
    for (const candidate of candidates ?? []) {
      const known = candidate.deref();
      if (known !== undefined && known.hashHigh === blob.hashHigh && equalBytes(known.bytes, blob.bytes)) return known;
    }
    this.#entries++;
    if (candidates === undefined) byHash.set(blob.hashLow, [new WeakRef(blob)]);
    else candidates.push(new WeakRef(blob));
    return blob;
  }

  #sweep(): void {
    this.#living = 0;
    for (const [size, sameSize] of this.#bySize) {
      if (sameSize instanceof Map) this.#sweepHashed(size, sameSize);
      else if (sameSize.deref() === undefined) this.#bySize.delete(size);
      else this.#living++;
    }
    this.#entries = this.#living;
  }

  #sweepHashed(size: number, byHash: Map<number, WeakRef<Blob>[]>): void {
    for (const [hash, candidates] of byHash) {
      const living = candidates.filter((candidate) => candidate.deref() !== undefined);
      this.#living += living.length;
      if (living.length === 0) byHash.delete(hash);
      else byHash.set(hash, living);
    }
    if (byHash.size === 0) this.#bySize.delete(size);
  }
}

const interned = new BlobTable();

/** Whether two byte arrays have the same contents; compares words where both are aligned. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  if (a.buffer === b.buffer && a.byteOffset === b.byteOffset) return true;
  let start = 0;
  if (a.byteOffset % 4 === 0 && b.byteOffset % 4 === 0) {
    const words = a.length >>> 2;
    const aWords = new Int32Array(a.buffer, a.byteOffset, words);
    const bWords = new Int32Array(b.buffer, b.byteOffset, words);
    for (let i = 0; i < words; i++) if (aWords[i] !== bWords[i]) return false;
    start = words * 4;
  }
  for (let i = start; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

const MULTIPLIER_1 = 0x9e3779b1 | 0; // 2^32 / golden ratio, made odd and prime
const MULTIPLIER_2 = 0x85ebca6b | 0; // the multipliers of MurmurHash3's finalizer
const MULTIPLIER_3 = 0xc2b2ae35 | 0;

/**
 * A 64-bit hash of bytes, not cryptographic. Four 32-bit lanes take every fourth little-endian word each (so that a superscalar core works on all four at
 * once), each step a multiplication and a rotation as in MurmurHash3; the end folds lanes and length into two halves. The bytes must be 4-aligned in their buffer.
 */
export function hashBytes(bytes: Uint8Array): { readonly low: number; readonly high: number } {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
  const whole = words.length - (words.length % 4);
  let a = 1;
  let b = 2;
  let c = 3;
  let d = 4;
  for (let i = 0; i < whole; i += 4) {
    a = mixWord(a, words[i] ?? 0);
    b = mixWord(b, words[i + 1] ?? 0);
    c = mixWord(c, words[i + 2] ?? 0);
    d = mixWord(d, words[i + 3] ?? 0);
  }
  for (let i = whole; i < words.length; i++) a = mixWord(a, words[i] ?? 0);
  for (let i = words.length * 4; i < bytes.length; i++) b = mixWord(b, bytes[i] ?? 0);
  const low = finish(a ^ rotate(c, 11) ^ bytes.length) + Math.imul(finish(b ^ d), MULTIPLIER_1);
  const high =
    finish(b ^ rotate(d, 17) ^ Math.imul(bytes.length, MULTIPLIER_2)) +
    Math.imul(finish(a ^ rotate(c, 5)), MULTIPLIER_3);
  return { low: finish(low) >>> 0, high: finish(high ^ low) >>> 0 };
}

function mixWord(lane: number, word: number): number {
  return Math.imul(rotate(lane ^ Math.imul(word, MULTIPLIER_2), 13), MULTIPLIER_1);
}

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}

function finish(x: number): number {
  let mixed = Math.imul(x ^ (x >>> 16), MULTIPLIER_2);
  mixed = Math.imul(mixed ^ (mixed >>> 13), MULTIPLIER_3);
  return mixed ^ (mixed >>> 16);
}
