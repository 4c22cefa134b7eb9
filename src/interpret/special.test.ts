import fc from "fast-check";
import { expect, test } from "vitest";
import {
  complexAcosh,
  complexAsinh,
  complexAtanh,
  complexCosh,
  complexExp,
  complexLog,
  complexMultiply,
  complexSinh,
  complexSqrt,
  complexTanh,
} from "./complex.ts";
import { besselI1Scaled, digamma, erf, erfc, erfInverse, hurwitzZeta, logGamma, polygamma } from "./special.ts";

function near(found: number, wanted: number, relative = 1e-14): void {
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(relative * Math.max(Math.abs(wanted), 1e-300));
}

test("the error function has the values of the tables, and its complement keeps its digits", () => {
  near(erf(0.5), 0.5204998778130465);
  near(erf(1), 0.8427007929497149);
  near(erf(-2), -0.9953222650189527);
  near(erfc(2), 0.004677734981047266);
  near(erfc(5), 1.5374597944280349e-12);
  near(erfc(10), 2.088487583762545e-45);
  expect([erf(Number.POSITIVE_INFINITY), erfc(Number.POSITIVE_INFINITY), erfc(Number.NEGATIVE_INFINITY)]).toEqual([
    1, 0, 2,
  ]);
  expect(erf(Number.NaN)).toBeNaN();
});

test("erf is odd, increasing, and the inverse undoes it", () => {
  fc.assert(
    fc.property(fc.double({ min: -3, max: 3, noNaN: true }), (x) => {
      expect(erf(-x)).toBe(-erf(x));
      expect(erf(x + 0.01)).toBeGreaterThanOrEqual(erf(x));
      near(erf(x) + erfc(x), 1, 4e-16);
    }),
  );
  fc.assert(
    fc.property(fc.double({ min: -0.999999, max: 0.999999, noNaN: true }), (y) => {
      near(erf(erfInverse(y)), y, 1e-13);
    }),
  );
  expect([erfInverse(1), erfInverse(-1)]).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  expect(erfInverse(1.5)).toBeNaN();
});

test("log gamma is the logarithm of factorials, and small near its zeros", () => {
  let factorial = 1;
  for (let n = 1; n < 20; n++) {
    near(logGamma(n + 1), Math.log(factorial * n), 1e-14);
    factorial *= n;
  }
  near(logGamma(0.5), Math.log(Math.sqrt(Math.PI)));
  const z = 2 ** -33;
  near(logGamma(1 + z), -0.5772156649015329 * z + 0.8224670334241132 * z * z);
  near(logGamma(2 + z), 0.42278433509846713 * z + 0.3224670334241132 * z * z);
  near(logGamma(-1.5), 0.860047015376481);
  expect([logGamma(1), logGamma(2), logGamma(0), logGamma(-3)]).toEqual([
    0,
    0,
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  ]);
});

test("digamma and Bessel's function have the values of the tables", () => {
  near(digamma(1), -0.5772156649015329);
  near(digamma(0.25), -4.227453533376265, 1e-13);
  near(digamma(-0.5), 0.03648997397857652, 1e-12);
  near(digamma(20), 2.970523992242149);
  near(besselI1Scaled(1), 0.5651591039924851 * Math.exp(-1));
  near(besselI1Scaled(-30), -0.07191633333333333, 2e-2);
  near(besselI1Scaled(29.999), besselI1Scaled(30.001), 1e-4);
});

const parts = fc.double({ min: -20, max: 20, noNaN: true });
const numbers = fc.record({ re: parts, im: parts });
function nearComplex(found: { re: number; im: number }, wanted: { re: number; im: number }, relative = 1e-12): void {
  const size = Math.hypot(wanted.re, wanted.im);
  expect(Math.hypot(found.re - wanted.re, found.im - wanted.im)).toBeLessThanOrEqual(relative * Math.max(size, 1));
}

test("complex functions undo each other", () => {
  fc.assert(
    fc.property(numbers, (z) => {
      nearComplex(complexMultiply(complexSqrt(z), complexSqrt(z)), z);
      if (z.re !== 0 || z.im !== 0) nearComplex(complexExp(complexLog(z)), z);
      nearComplex(complexCosh(complexAcosh(z)), z, 1e-11);
      nearComplex(complexSinh(complexAsinh(z)), z, 1e-11);
      if (Math.hypot(z.re * z.re - z.im * z.im - 1, 2 * z.re * z.im) > 1e-3)
        nearComplex(complexTanh(complexAtanh(z)), z, 1e-9);
    }),
  );
});

test("roots and logarithms of extreme numbers neither overflow nor vanish", () => {
  expect(complexSqrt({ re: Number.MAX_VALUE, im: Number.MAX_VALUE }).re).toBeGreaterThan(1e154);
  expect(complexSqrt({ re: 5e-324, im: 0 }).re).toBeCloseTo(2.2227587494850775e-162, 170);
  near(complexLog({ re: 1e308, im: 1e308 }).re, Math.log(1e308) + Math.log(2) / 2);
  near(complexLog({ re: 1, im: 1e-20 }).re, 5e-41);
});

test("the Hurwitz zeta function and the derivatives of digamma", () => {
  near(hurwitzZeta(2, 1), Math.PI ** 2 / 6);
  near(hurwitzZeta(4, 0.5), 15 * (Math.PI ** 4 / 90));
  near(hurwitzZeta(1.5, 1), 2.612375348685488);
  near(hurwitzZeta(2, -2.5), 9.53924664498912);
  near(hurwitzZeta(3, 1e6), 0.5e-12, 2e-6);
  expect(hurwitzZeta(1, 3)).toBe(Number.POSITIVE_INFINITY);
  expect(hurwitzZeta(2, -3)).toBe(Number.POSITIVE_INFINITY);
  expect(hurwitzZeta(0.5, 3)).toBeNaN();
  expect(hurwitzZeta(2.5, -0.5)).toBeNaN();
  near(polygamma(1, 0.5), Math.PI ** 2 / 2);
  near(polygamma(3, -2.5), 194.747876219188);
  near(polygamma(0, 0.5), digamma(0.5));
  expect(polygamma(0.5, 1)).toBeNaN();
  fc.assert(
    fc.property(
      fc.double({ min: 1.1, max: 30, noNaN: true }),
      fc.double({ min: 0.01, max: 50, noNaN: true }),
      (s, q) => {
        // The first term apart.
        near(hurwitzZeta(s, q), q ** -s + hurwitzZeta(s, q + 1), 1e-13);
      },
    ),
  );
});
