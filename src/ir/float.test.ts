import fc from "fast-check";
import { expect, test } from "vitest";
import { FLOAT_NAMES, floatType } from "./attribute.ts";
import { floatAttribute, floatAttributeOfBits, floatBitsFromNumber, floatWidth } from "./float.ts";

test("rounding once and reading back is stable in every type", () => {
  fc.assert(
    fc.property(fc.constantFrom(...FLOAT_NAMES), fc.double(), (name, value) => {
      const type = floatType(name);
      const attribute = floatAttribute(value, type);
      expect(attribute.bits < 1n << BigInt(floatWidth(type))).toBe(true);
      if (!Number.isNaN(attribute.value)) expect(floatAttribute(attribute.value, type)).toBe(attribute);
    }),
  );
});

test("the wide formats hold every double", () => {
  fc.assert(
    fc.property(fc.constantFrom("f80" as const, "f128" as const), fc.double({ noNaN: true }), (name, value) => {
      expect(floatAttribute(value, floatType(name)).value).toBe(value);
    }),
  );
});

test("known encodings", () => {
  expect(floatBitsFromNumber(1, floatType("f80"))).toBe(0x3fff8000000000000000n);
  expect(floatBitsFromNumber(-2, floatType("f128"))).toBe(0xc0000000000000000000000000000000n);
  expect(floatBitsFromNumber(1, floatType("bf16"))).toBe(0x3f80n);
  expect(floatAttributeOfBits(0x7fc12345n, floatType("f32")).bits).toBe(0x7fc12345n);
});
