import fc from "fast-check";
import { expect, test } from "vitest";
import { fusedMultiplyAdd } from "./interpret.ts";

const SCALE = 60n;

/** x * 2^60, for floats that are multiples of 2^-60: exact, for a double holds it. */
function exact(x: number): bigint {
  return BigInt(x * 2 ** Number(SCALE));
}

/** The float nearest to `value / 2^120`, by looking at the neighbours of an approximation; ties to the even one. */
function nearestFloat(value: bigint): number {
  const approximate = Math.fround(Number(value) * 2 ** -120);
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, approximate);
  const bits = view.getInt32(0);
  const candidates = [-2, -1, 0, 1, 2].map((step) => {
    view.setInt32(0, bits + step);
    return view.getFloat32(0);
  });
  const error = (x: number): bigint => {
    const difference = (exact(x) << SCALE) - value;
    return difference < 0n ? -difference : difference;
  };
  const isEven = (x: number): boolean => {
    view.setFloat32(0, x);
    return (view.getInt32(0) & 1) === 0;
  };
  return candidates.reduce((best, x) => {
    const [a, b] = [error(x), error(best)];
    return a < b || (a === b && isEven(x) && !isEven(best)) ? x : best;
  });
}

test("fma of f32 is rounded once", () => {
  // Small exponents, so that products and sums meet bit for bit; ties are what rounding twice gets wrong.
  const floats = fc
    .tuple(fc.integer({ min: -(2 ** 24), max: 2 ** 24 }), fc.integer({ min: -30, max: 6 }))
    .map(([m, e]) => Math.fround(m * 2 ** e));
  fc.assert(
    fc.property(floats, floats, floats, (a, b, c) => {
      const value = exact(a) * exact(b) + (exact(c) << SCALE);
      if (value === 0n) return;
      expect(fusedMultiplyAdd("f32", a, b, c)).toBe(nearestFloat(value));
    }),
    { numRuns: 500 },
  );
});

test("a case where rounding to double first and then to float is wrong", () => {
  const a = 1 + 2 ** -12;
  // a * a = 1 + 2^-11 + 2^-24; with -2^-60 it is just below the tie between two floats.
  expect(fusedMultiplyAdd("f32", a, a, -(2 ** -60))).toBe(1 + 2 ** -11);
  expect(Math.fround(a * a + 2 ** -60)).toBe(1 + 2 ** -11);
  expect(fusedMultiplyAdd("f32", a, a, 2 ** -60)).toBe(Math.fround(1 + 2 ** -11 + 2 ** -23));
});

test("fma of f64 is rounded once", () => {
  const a = 1 + 2 ** -30;
  expect(fusedMultiplyAdd("f64", a, a, -(1 + 2 ** -29))).toBe(2 ** -60);
});
