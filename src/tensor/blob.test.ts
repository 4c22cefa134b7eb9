import fc from "fast-check";
import { expect, test } from "vitest";
import { BLOB_ALIGNMENT, blobFromBytes, blobFromStorage, equalBytes, hashBytes } from "./blob.ts";

test("equal contents are one blob, different contents are not", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.uint8Array({ maxLength: 64 }), (a, b) => {
      const first = blobFromBytes(a.slice());
      expect(blobFromBytes(a.slice())).toBe(first);
      const second = blobFromBytes(b.slice());
      expect(second === first).toBe(equalBytes(a, b));
      expect(blobFromBytes(b.slice())).toBe(second);
    }),
  );
});

test("aligned bytes are looked at where they are, others are copied once", () => {
  const buffer = new Uint8Array(96).map((_, i) => i);
  const aligned = blobFromBytes(buffer.subarray(16, 48));
  expect(aligned.bytes.buffer).toBe(buffer.buffer);
  const shifted = blobFromBytes(buffer.subarray(3, 60));
  expect(shifted.bytes.buffer).not.toBe(buffer.buffer);
  expect(shifted.bytes.byteOffset % BLOB_ALIGNMENT).toBe(0);
  expect([...shifted.bytes]).toEqual([...buffer.subarray(3, 60)]);
});

test("typed views share the memory", () => {
  const values = new Float32Array([1.5, -2, 3, 4]);
  const blob = blobFromStorage(values);
  expect(blob.asFloat32()).toEqual(values);
  expect(blob.as("f32").buffer).toBe(values.buffer);
  expect(blob.asInt32()[0]).toBe(0x3fc00000);
  expect(blob.as("complex<f32>").length).toBe(4);
  expect(() => blobFromBytes(new Uint8Array(6)).asFloat32()).toThrow(
    "6 bytes is not a whole number of 4-byte elements",
  );
});

test("the hash depends on every bit and on the length", () => {
  const bytes = new Uint8Array(71).fill(0x5a);
  const seen = new Set([blobFromBytes(bytes.slice()).hashText]);
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = bytes.slice();
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    seen.add(blobFromBytes(flipped).hashText);
  }
  for (let length = 0; length < 71; length++) seen.add(blobFromBytes(new Uint8Array(length)).hashText);
  expect(seen.size).toBe(1 + 71 * 8 + 71);
});

test("both halves spread over similar contents", () => {
  const low = new Set<number>();
  const high = new Set<number>();
  const words = new Int32Array(16);
  for (let i = 0; i < 50_000; i++) {
    words[i % 16] = i;
    const hash = hashBytes(new Uint8Array(words.buffer));
    low.add(hash.low);
    high.add(hash.high);
  }
  // 50 000 draws from 2^32 collide 0.3 times on average.
  expect(low.size).toBeGreaterThan(49_995);
  expect(high.size).toBeGreaterThan(49_995);
});

test("the hash is pinned: stored files carry it", () => {
  expect(blobFromBytes(new TextEncoder().encode("lathe: pinned contents of a blob.")).hashText).toBe(
    "dd96f55d9ed4ff7c",
  );
});

test("many blobs of one size come and go", () => {
  for (let i = 0; i < 5000; i++) {
    const bytes = new Uint8Array(80);
    new DataView(bytes.buffer).setInt32(0, i);
    if (blobFromBytes(bytes).bytes[3] !== (i & 0xff)) expect.fail(`blob ${i} has the contents of another`);
  }
});
