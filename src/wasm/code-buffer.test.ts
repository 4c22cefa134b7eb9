import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteReader } from "./byte-reader.ts";
import { CodeBuffer } from "./code-buffer.ts";

function written(write: (buffer: CodeBuffer) => void): Uint8Array {
  const buffer = new CodeBuffer();
  write(buffer);
  return buffer.toBytes();
}

test("LEB128 of the specification's corner values", () => {
  expect([...written((out) => out.u32(624485))]).toEqual([0xe5, 0x8e, 0x26]);
  expect([...written((out) => out.s32(-123456))]).toEqual([0xc0, 0xbb, 0x78]);
  expect([...written((out) => out.s32(64))]).toEqual([0xc0, 0x00]);
  expect([...written((out) => out.s32(-64))]).toEqual([0x40]);
  expect([...written((out) => out.u32(0xffffffff))]).toEqual([0xff, 0xff, 0xff, 0xff, 0x0f]);
  expect(written((out) => out.s64(-(2n ** 63n))).length).toBe(10);
});

test("integers are read back as they were written", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 0xffffffff }),
      fc.integer(),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      (u32, s32, s64) => {
        const bytes = written((out) => {
          out.u32(u32);
          out.s32(s32);
          out.s64(s64);
        });
        const reader = new ByteReader(bytes);
        expect([reader.u32(), reader.s32(), reader.s64()]).toEqual([u32, s32, s64]);
        expect([reader.ok, reader.more]).toEqual([true, false]);
      },
    ),
  );
});

test("unsigned values stand for the negative number with the same bits", () => {
  expect(written((out) => out.s32(0xffffffff))).toEqual(written((out) => out.s32(-1)));
  expect(written((out) => out.s64(2n ** 64n - 1n))).toEqual(written((out) => out.s64(-1n)));
  expect(() => written((out) => out.u32(-1))).toThrow("-1 is not an unsigned 32-bit integer");
  expect(() => written((out) => out.s32(2 ** 32))).toThrow("4294967296 is not a 32-bit integer");
});

test("integers that are too long or too large are refused", () => {
  const failureOf = (bytes: readonly number[], read: (reader: ByteReader) => void) => {
    const reader = new ByteReader(Uint8Array.from(bytes));
    read(reader);
    return reader.failure;
  };
  const long = [0x80, 0x80, 0x80, 0x80, 0x80, 0x00];
  expect(failureOf(long, (reader) => reader.u32())).toEqual({ message: "an integer has more than 32 bits", offset: 0 });
  expect(failureOf(long, (reader) => reader.s32())).toEqual({ message: "an integer has more than 32 bits", offset: 0 });
  expect(failureOf([0xff, 0xff, 0xff, 0xff, 0x1f], (reader) => reader.u32())?.message).toContain("more than 32 bits");
  expect(failureOf([0x80], (reader) => reader.u32())).toEqual({ message: "the bytes end too early", offset: 1 });
  expect(failureOf([5, 1], (reader) => reader.vector(() => reader.byte()))).toEqual({
    message: "a list of 5 items is longer than what is left",
    offset: 0,
  });
});

test("the buffer grows and keeps what it holds", () => {
  const parts = Array.from({ length: 40 }, (_, i) => new Uint8Array(i * 37).fill(i));
  const bytes = written((out) => {
    for (const part of parts) out.raw(part);
  });
  expect([...bytes]).toEqual(parts.flatMap((part) => [...part]));
});
