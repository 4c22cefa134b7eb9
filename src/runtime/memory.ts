/**
 * Sizing and filling of linear memory. Constants are placed once each, one after the other, every one at a multiple of 64 bytes: a cache line, so that a packed
 * weight panel does not straddle two. Memory is limited to 4 GiB, the reach of a 32-bit address.
 */
import { error, failure, type Result, success } from "../source/diagnostic.ts";
import type { Blob } from "../tensor/blob.ts";
import { PAGE_BYTES } from "../wasm/types.ts";

/** Pages of the largest memory that a 32-bit address reaches. */
export const MAX_PAGES = 65536;
/** What buffers and constants start at multiples of, in bytes. */
export const BUFFER_ALIGNMENT = 64;
/** Address 0 holds nothing, so that a forgotten address shows up as zeros and never as a constant. */
export const FIRST_ADDRESS = BUFFER_ALIGNMENT;

/** Bytes that stand in memory from an address on before the first call. */
export interface ConstantSegment {
  readonly byteOffset: number;
  readonly bytes: Uint8Array;
}

/** Where constants are: each blob once, however often it is used. */
export interface ConstantPlacement {
  readonly addresses: ReadonlyMap<Blob, number>;
  readonly segments: readonly ConstantSegment[];
  /** First address after the constants. */
  readonly end: number;
}

/** `address`, or the next multiple of `alignment`, a power of two, after it. */
export function alignUp(address: number, alignment: number): number {
  return Math.ceil(address / alignment) * alignment;
}

/** Places blobs from `start` on in the order given; equal blobs are one blob already (they are interned). */
export function placeConstants(blobs: readonly Blob[], start = FIRST_ADDRESS): ConstantPlacement {
  const addresses = new Map<Blob, number>();
  const segments: ConstantSegment[] = [];
  let end = start;
  for (const blob of blobs) {
    if (addresses.has(blob)) continue;
    const byteOffset = alignUp(end, BUFFER_ALIGNMENT);
    addresses.set(blob, byteOffset);
    segments.push({ byteOffset, bytes: blob.bytes });
    end = byteOffset + blob.size;
  }
  return { addresses, segments, end };
}

/** Pages that hold `bytes` bytes. */
export function pagesFor(bytes: number): Result<number> {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  if (pages <= MAX_PAGES) return success(pages);
  const gibibytes = (bytes / 2 ** 30).toFixed(1);
  return failure(
    error("memory.too-large", `the program needs ${gibibytes} GiB of memory, WebAssembly has at most 4 GiB`),
  );
}

/** The constants as one stretch of bytes that starts at `start`, with zeros between them: what a file of constants holds. */
export function joinSegments(segments: readonly ConstantSegment[], start: number): Uint8Array<ArrayBuffer> {
  const end = segments.reduce((last, { byteOffset, bytes }) => Math.max(last, byteOffset + bytes.length), start);
  const joined = new Uint8Array(end - start);
  for (const { byteOffset, bytes } of segments) joined.set(bytes, byteOffset - start);
  return joined;
}

/** Copies the constants into memory, which must be large enough. */
export function fillConstants(memory: WebAssembly.Memory, segments: readonly ConstantSegment[]): void {
  const bytes = new Uint8Array(memory.buffer);
  for (const segment of segments) bytes.set(segment.bytes, segment.byteOffset);
}
