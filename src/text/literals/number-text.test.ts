import fc from "fast-check";
import { expect, test } from "vitest";
import { numberForm, readDecimal, readInteger } from "./number-text.ts";

const read = (text: string): number => readDecimal(`<${text}>`, 1, 1 + text.length);

test("a decimal is the nearest double, whichever way it is read", () => {
  const digits = fc.stringMatching(/^\d{1,18}$/);
  const exponent = fc.oneof(
    fc.constant(""),
    fc.integer({ min: -330, max: 330 }).map((power) => `e${power}`),
    fc.nat(30).map((power) => `E+${power}`),
  );
  fc.assert(
    fc.property(fc.boolean(), digits, digits, exponent, (negative, whole, fraction, power) => {
      const text = `${negative ? "-" : ""}${whole}.${fraction}${power}`;
      expect(Object.is(read(text), Number(text)), text).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

test("every double survives its own digits", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      // toExponential drops the sign of zero.
      expect(Object.is(read(value.toExponential().replace(/^(-?\d)e/, "$1.0e")), value + 0)).toBe(true);
    }),
  );
});

test("forms and integers", () => {
  expect(["1", "-12", "1.5", "-1.e", "0x1F", "0"].map((text) => numberForm(text, 0, text.length))).toEqual([
    "integer",
    "integer",
    "float",
    "float",
    "hexadecimal",
    "integer",
  ]);
  expect(readInteger("[-9223372036854775808]", 1, 21)).toBe(-(1n << 63n));
  expect(readInteger("0xFF", 0, 4)).toBe(255n);
});
