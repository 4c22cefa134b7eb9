import fc from "fast-check";
import { expect, test } from "vitest";
import {
  allocateStorage,
  bitWidth,
  byteWidth,
  decodeFloat,
  dtypeFacts,
  dtypes,
  encodeFloat,
  integerRange,
  isBigInt,
  isDType,
  isFloat,
  isInteger,
  roundFloat,
  slotsPerElement,
  storageKindOf,
  wrapInteger,
} from "./dtype.ts";

const integerTypes = dtypes.filter(isInteger);

test("storage has the width that the table states", () => {
  for (const dtype of dtypes) {
    const storage = allocateStorage(dtype, 3);
    expect(storage.byteLength).toBe(3 * byteWidth(dtype));
    expect(storage.length).toBe(3 * slotsPerElement(dtype));
    expect(storageKindOf(storage)).toBe(dtypeFacts(dtype).storage);
    expect(bitWidth(dtype)).toBeLessThanOrEqual(8 * byteWidth(dtype));
  }
});

test("names are recognized, inherited properties are not names", () => {
  expect(isDType("f8E4M3FN")).toBe(true);
  expect(isDType("f33")).toBe(false);
  expect(isDType("toString")).toBe(false);
});

test("wrapping an integer is arithmetic modulo two to the width, whatever carries it", () => {
  fc.assert(
    fc.property(fc.constantFrom(...integerTypes), fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), (dtype, value) => {
      const wrapped = wrapInteger(dtype, value);
      const { min, max } = integerRange(dtype);
      expect(typeof wrapped).toBe(isBigInt(dtype) ? "bigint" : "number");
      expect(BigInt(wrapped) >= min && BigInt(wrapped) <= max).toBe(true);
      expect((BigInt(wrapped) - value) % 2n ** BigInt(bitWidth(dtype))).toBe(0n);
    }),
  );
});

test("numbers wrap as the bigint of the same value does; storage keeps what wrapping gives", () => {
  fc.assert(
    fc.property(fc.constantFrom(...integerTypes), fc.maxSafeInteger(), (dtype, value) => {
      const wrapped = wrapInteger(dtype, value);
      expect(wrapped).toBe(wrapInteger(dtype, BigInt(value)));
      const storage = allocateStorage(dtype, 1);
      if (storage instanceof BigInt64Array || storage instanceof BigUint64Array) storage[0] = BigInt(wrapped);
      else storage[0] = Number(wrapped);
      expect(storage[0]).toBe(wrapped);
    }),
  );
  expect(wrapInteger("i32", NaN)).toBe(0);
  expect(wrapInteger("i64", -Infinity)).toBe(0n);
  expect(wrapInteger("i8", -1.75)).toBe(-1);
});

test("rounding is idempotent, and what storage holds decodes to it", () => {
  fc.assert(
    fc.property(fc.constantFrom(...dtypes.filter(isFloat)), fc.double(), (dtype, value) => {
      const rounded = roundFloat(dtype, value);
      expect(roundFloat(dtype, rounded)).toEqual(rounded);
      expect(decodeFloat(dtype, encodeFloat(dtype, value))).toEqual(rounded);
    }),
  );
  expect(roundFloat("tf32", 1 + 2 ** -11)).toBe(1);
  expect(roundFloat("tf32", 1 + 3 * 2 ** -11)).toBe(1 + 2 ** -9);
});
