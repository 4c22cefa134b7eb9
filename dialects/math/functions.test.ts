import fc from "fast-check";
import { expect, test } from "vitest";
import { copySign, erf, erfc, exp2, fusedMultiplyAdd, power, roundAway, roundEven } from "./functions.ts";

/** Relative error in units of a double's precision. */
const close = (actual: number, wanted: number, units: number): void =>
  expect(Math.abs(actual - wanted)).toBeLessThanOrEqual(units * Number.EPSILON * Math.abs(wanted));

test("erf and erfc at tabulated arguments", () => {
  // NIST Digital Library of Mathematical Functions, table 7.23, and its continuation to more digits.
  close(erf(0.5), 0.5204998778130465, 2);
  close(erf(1), 0.8427007929497149, 2);
  close(erf(2), 0.9953222650189527, 2);
  close(erf(3), 0.9999779095030014, 2);
  close(erfc(3), 2.209049699858544e-5, 8);
  close(erfc(5), 1.5374597944280349e-12, 16);
  close(erfc(10), 2.088487583762545e-45, 32);
  expect([erf(0), erf(-0), erf(7), erf(Number.NEGATIVE_INFINITY)]).toEqual([0, -0, 1, -1]);
  expect(erfc(30)).toBe(0);
});

test("erf is odd, grows, and is complemented by erfc", () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, min: -6, max: 6 }),
      fc.double({ noNaN: true, min: 1e-6, max: 1 }),
      (x, step) => {
        expect(erf(-x)).toBe(-erf(x));
        expect(erf(x + step)).toBeGreaterThanOrEqual(erf(x));
        expect(Math.abs(erf(x) + erfc(x) - 1)).toBeLessThanOrEqual(4 * Number.EPSILON);
      },
    ),
  );
});

test("fused multiply-add rounds once", () => {
  const tiny = 2 ** -60;
  // (1 + e)^2 - 1 - 2e is e^2, of which two roundings leave nothing.
  const e = 2 ** -30;
  expect(fusedMultiplyAdd(1 + e, 1 + e, -(1 + 2 * e))).toBe(tiny);
  expect(fusedMultiplyAdd(2 ** 1000, 2 ** 1000, Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
  expect(fusedMultiplyAdd(2 ** 1000, 2 ** 1000, -(2 ** 1000))).toBe(Number.POSITIVE_INFINITY);
  expect(fusedMultiplyAdd(5e-324, 0.5, 0)).toBe(0);
  expect(fusedMultiplyAdd(5e-324, 0.5, 5e-324)).toBe(1e-323);
  expect(fusedMultiplyAdd(1, 1, -1)).toBe(0);
});

test("fused multiply-add of small integers is exact, and one of 1 or 0 is a sum or a product", () => {
  const small = fc.integer({ min: -(2 ** 20), max: 2 ** 20 });
  fc.assert(
    fc.property(small, small, small, (a, b, c) => {
      expect(fusedMultiplyAdd(a, b, c) + 0).toBe(a * b + c + 0);
    }),
  );
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(finite, finite, (a, b) => {
      expect(fusedMultiplyAdd(a, 1, b) + 0).toBe(a + b + 0);
      expect(fusedMultiplyAdd(a, b, 0) + 0).toBe(a * b + 0);
    }),
  );
});

test("roundings keep the sign of zero and settle halves as they say", () => {
  expect([-2.5, -1.5, -0.5, -0.2, 0.5, 1.5, 2.5, 2.6].map(roundEven)).toEqual([-2, -2, -0, -0, 0, 2, 2, 3]);
  expect([-2.5, -0.5, -0.2, 0.49999999999999994, 0.5, 2.5].map(roundAway)).toEqual([-3, -1, -0, 0, 1, 3]);
  expect([Number.POSITIVE_INFINITY, Number.NaN].map(roundEven)).toEqual([Number.POSITIVE_INFINITY, Number.NaN]);
});

test("powers have C's edge cases", () => {
  expect(power(1, Number.NaN)).toBe(1);
  expect(power(Number.NaN, 0)).toBe(1);
  expect(power(-1, Number.NEGATIVE_INFINITY)).toBe(1);
  expect(power(-8, 1 / 3)).toBeNaN();
  expect([exp2(10), exp2(-1074), exp2(0.5), exp2(2.5), exp2(5000)]).toEqual([
    1024,
    5e-324,
    Math.SQRT2,
    4 * Math.SQRT2,
    Number.POSITIVE_INFINITY,
  ]);
  expect([copySign(3, -0), copySign(-3, 1)]).toEqual([-3, 3]);
});
