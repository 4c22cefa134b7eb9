/**
 * Functions of complex numbers in doubles. Results that real functions of the parts would spoil (overflow in |z|, cancellation in log near
 * |z| = 1) go by the usual scaled forms. Sources: Kahan, "Branch cuts for complex elementary functions" (1987); Hull, Fairgrieve, Tang,
 * "Implementing complex elementary functions using exception handling" (1994), for sqrt.
 */
import type { Complex } from "../tensor/tensor.ts";

const complex = (re: number, im: number): Complex => ({ re, im });

export function complexAdd(a: Complex, b: Complex): Complex {
  return complex(a.re + b.re, a.im + b.im);
}
export function complexSubtract(a: Complex, b: Complex): Complex {
  return complex(a.re - b.re, a.im - b.im);
}
/** The four products are rounded before they are added, as the parts' own type would. */
export function complexMultiply(a: Complex, b: Complex, round: (value: number) => number = identity): Complex {
  return complex(round(a.re * b.re) - round(a.im * b.im), round(a.re * b.im) + round(a.im * b.re));
}
function identity(value: number): number {
  return value;
}
/** By Smith's scaling: the quotient overflows only where it must. */
export function complexDivide(a: Complex, b: Complex): Complex {
  if (Math.abs(b.re) >= Math.abs(b.im)) {
    if (b.re === 0 && b.im === 0) return complex(a.re / b.re, a.im / b.re);
    const ratio = b.im / b.re;
    const scale = b.re + b.im * ratio;
    return complex((a.re + a.im * ratio) / scale, (a.im - a.re * ratio) / scale);
  }
  const ratio = b.re / b.im;
  const scale = b.re * ratio + b.im;
  return complex((a.re * ratio + a.im) / scale, (a.im * ratio - a.re) / scale);
}
export function complexNegate(a: Complex): Complex {
  return complex(-a.re, -a.im);
}
export function complexAbs(a: Complex): number {
  return Math.hypot(a.re, a.im);
}
export function complexSign(a: Complex): Complex {
  if (Number.isNaN(a.re) || Number.isNaN(a.im)) return complex(Number.NaN, Number.NaN);
  const size = complexAbs(a);
  return size === 0 ? complex(0, 0) : complex(a.re / size, a.im / size);
}
export function complexExp(a: Complex): Complex {
  if (a.im === 0) return complex(Math.exp(a.re), a.im);
  if (a.re === Number.NEGATIVE_INFINITY && Number.isFinite(a.im)) return complex(0, 0);
  // Half the exponent twice, so that a large e^re times a small sine does not overflow on the way.
  const half = Math.exp(a.re / 2);
  return complex(half * Math.cos(a.im) * half, half * Math.sin(a.im) * half);
}
export function complexExpm1(a: Complex): Complex {
  if (a.im === 0) return complex(Math.expm1(a.re), a.im);
  const sine = Math.sin(a.im / 2);
  return complex(Math.expm1(a.re) * Math.cos(a.im) - 2 * sine * sine, Math.exp(a.re) * Math.sin(a.im));
}

/** log |z|, without overflow and exact near |z| = 1. */
function logAbs(re: number, im: number): number {
  const large = Math.max(Math.abs(re), Math.abs(im));
  const small = Math.min(Math.abs(re), Math.abs(im));
  if (large === Number.POSITIVE_INFINITY) return large;
  if (large > 0.5 && large < 3) return Math.log1p((large - 1) * (large + 1) + small * small) / 2;
  return large === 0 ? Number.NEGATIVE_INFINITY : Math.log(large) + Math.log1p((small / large) ** 2) / 2;
}
export function complexLog(a: Complex): Complex {
  return complex(logAbs(a.re, a.im), Math.atan2(a.im, a.re));
}
export function complexLog1p(a: Complex): Complex {
  // |1 + z|^2 = 1 + (2 re + re^2 + im^2): exact where z is small.
  const near = Math.abs(a.re) < 0.5 && Math.abs(a.im) < 0.5;
  const size = near ? Math.log1p(a.re * (2 + a.re) + a.im * a.im) / 2 : logAbs(1 + a.re, a.im);
  return complex(size, Math.atan2(a.im, 1 + a.re));
}
export function complexSqrt(a: Complex): Complex {
  const { re, im } = a;
  if (im === Number.POSITIVE_INFINITY || im === Number.NEGATIVE_INFINITY) return complex(Number.POSITIVE_INFINITY, im);
  if (re === 0 && im === 0) return complex(0, im);
  if (re === Number.POSITIVE_INFINITY) return complex(re, Number.isNaN(im) ? im : 0 * Math.sign(im) || im * 0);
  if (re === Number.NEGATIVE_INFINITY)
    return complex(
      Number.isNaN(im) ? im : 0,
      im < 0 || Object.is(im, -0) ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
    );
  // Scaled by a power of four, so that neither |z| nor its half overflows or loses digits.
  const exponent = Math.max(-1000, Math.floor(Math.log2(Math.max(Math.abs(re), Math.abs(im))) / 2) * 2);
  const scale = 2 ** -exponent;
  const [x, y] = Number.isFinite(scale) && scale > 0 ? [re * scale, im * scale] : [re, im];
  const back = Number.isFinite(scale) && scale > 0 ? 2 ** (exponent / 2) : 1;
  const root = Math.sqrt((Math.abs(x) + Math.hypot(x, y)) / 2) * back;
  // From the unscaled part: scaling may have sent a small one to zero.
  const other = im / (2 * root);
  return x >= 0 ? complex(root, other) : complex(Math.abs(other), withSign(root, im));
}
export function complexRsqrt(a: Complex): Complex {
  if (a.re === 0 && a.im === 0) return complex(Number.POSITIVE_INFINITY, Number.NaN);
  return complexDivide(complex(1, 0), complexSqrt(a));
}
/** Principal root. */
export function complexCbrt(a: Complex): Complex {
  if (a.re === 0 && a.im === 0) return a;
  const size = Math.cbrt(complexAbs(a));
  const angle = Math.atan2(a.im, a.re) / 3;
  return complex(size * Math.cos(angle), size * Math.sin(angle));
}
export function complexPower(a: Complex, b: Complex): Complex {
  if (b.re === 0 && b.im === 0) return complex(1, 0);
  if (a.re === 0 && a.im === 0) return complex(b.re > 0 ? 0 : Number.NaN, b.re > 0 ? 0 : Number.NaN);
  return complexExp(complexMultiply(b, complexLog(a)));
}
export function complexSin(a: Complex): Complex {
  return complex(Math.sin(a.re) * Math.cosh(a.im), Math.cos(a.re) * Math.sinh(a.im));
}
export function complexCos(a: Complex): Complex {
  return complex(Math.cos(a.re) * Math.cosh(a.im), -Math.sin(a.re) * Math.sinh(a.im));
}
export function complexTanh(a: Complex): Complex {
  // Beyond this the hyperbolic functions overflow, and tanh has long been +-1.
  if (Math.abs(a.re) > 350) return complex(Math.sign(a.re), 0 * Math.sin(2 * a.im));
  const scale = Math.cosh(2 * a.re) + Math.cos(2 * a.im);
  return complex(Math.sinh(2 * a.re) / scale, Math.sin(2 * a.im) / scale);
}
export function complexTan(a: Complex): Complex {
  const { re, im } = complexTanh(complex(-a.im, a.re));
  return complex(im, -re);
}
export function complexLogistic(a: Complex): Complex {
  const denominator = complexAdd(complex(1, 0), complexExp(complexNegate(a)));
  return complexDivide(complex(1, 0), denominator);
}
export function complexAtan2(y: Complex, x: Complex): Complex {
  // atan2(y, x) = -i log((x + i y) / sqrt(x^2 + y^2))
  const square = complexAdd(complexMultiply(x, x), complexMultiply(y, y));
  const quotient = complexDivide(complex(x.re - y.im, x.im + y.re), complexSqrt(square));
  const { re, im } = complexLog(quotient);
  return complex(im, -re);
}

// ---- Inverse functions ------------------------------------------------------------------------------------------------------
// Source: Hull, Fairgrieve, Tang, "Implementing the complex arcsine and arccosine functions using exception handling", ACM TOMS 23(3), 1997.

/** Where sums of |z + 1| and |z - 1| overflow or lose everything below them, the leading terms are exact. */
const HUGE = 1e150;
/** Below this the arcsine of b is better conditioned than the arctangent. */
const B_CROSSOVER = 0.6417;
const A_CROSSOVER = 1.5;

/** What arcsine and arccosine share, for x = |re| and y = |im|. */
interface Arc {
  readonly x: number;
  readonly y: number;
  readonly r: number;
  readonly s: number;
  readonly a: number;
}

function arcOf(z: Complex): Arc {
  const [x, y] = [Math.abs(z.re), Math.abs(z.im)];
  const [r, s] = [Math.hypot(x + 1, y), Math.hypot(x - 1, y)];
  return { x, y, r, s, a: (r + s) / 2 };
}

/** The tangent's numerator: sqrt(a^2 - x^2), without cancellation. */
function arcRoot({ x, y, r, s, a }: Arc): number {
  const sum = a + x;
  if (x <= 1) return Math.sqrt(0.5 * sum * ((y * y) / (r + (x + 1)) + (s + (1 - x))));
  return y * Math.sqrt(0.5 * (sum / (r + (x + 1)) + sum / (s + (x - 1))));
}

/** |Im asin z| = |Im acos z| = log(a + sqrt(a^2 - 1)). */
function arcImaginary(arc: Arc): number {
  const { x, y, r, s, a } = arc;
  if (Math.max(x, y) > HUGE) {
    const [large, small] = x > y ? [x, y] : [y, x];
    return Math.LN2 + Math.log(large) + 0.5 * Math.log1p((small / large) ** 2);
  }
  if (a > A_CROSSOVER) return Math.log(a + Math.sqrt(a * a - 1));
  const above = x < 1 ? (y * y) / (s + (1 - x)) : s + (x - 1);
  const excess = 0.5 * ((y * y) / (r + (x + 1)) + above);
  return Math.log1p(excess + Math.sqrt(excess * (a + 1)));
}

const withSign = (size: number, sign: number): number => (sign < 0 || Object.is(sign, -0) ? -size : size);

export function complexAsin(z: Complex): Complex {
  if (Number.isNaN(z.re) || Number.isNaN(z.im)) return complex(z.re === 0 ? z.re : Number.NaN, Number.NaN);
  const arc = arcOf(z);
  const { x, y, a } = arc;
  if (!Number.isFinite(x) || !Number.isFinite(y) || Math.max(x, y) > HUGE)
    return complex(
      withSign(Math.atan2(x, y), z.re),
      withSign(Number.isFinite(x) && Number.isFinite(y) ? arcImaginary(arc) : Number.POSITIVE_INFINITY, z.im),
    );
  const b = x / a;
  const real = b <= B_CROSSOVER ? Math.asin(b) : Math.atan(x / arcRoot(arc));
  return complex(withSign(real, z.re), withSign(arcImaginary(arc), z.im));
}
export function complexAcos(z: Complex): Complex {
  if (Number.isNaN(z.re) || Number.isNaN(z.im)) return complex(Number.NaN, Number.NaN);
  const arc = arcOf(z);
  const { x, y, a } = arc;
  const infinite = !Number.isFinite(x) || !Number.isFinite(y);
  const imaginary = withSign(infinite ? Number.POSITIVE_INFINITY : arcImaginary(arc), z.im);
  if (infinite || Math.max(x, y) > HUGE) return complex(Math.atan2(y, z.re), -imaginary);
  const b = x / a;
  const right = b <= B_CROSSOVER ? Math.acos(b) : Math.atan(arcRoot(arc) / x);
  return complex(z.re < 0 ? Math.PI - right : right, -imaginary);
}
/** i acos z or -i acos z: the one with a real part that is not negative. */
export function complexAcosh(z: Complex): Complex {
  const { re, im } = complexAcos(z);
  return z.im < 0 || Object.is(z.im, -0) ? complex(im, -re) : complex(-im, re);
}
/** -i asin(i z). */
export function complexAsinh(z: Complex): Complex {
  const { re, im } = complexAsin(complex(-z.im, z.re));
  return complex(im, -re);
}
export function complexAtanh(z: Complex): Complex {
  const [x, y] = [Math.abs(z.re), z.im];
  if (!Number.isFinite(x) || !Number.isFinite(y))
    return Number.isNaN(x) && Number.isNaN(y)
      ? complex(Number.NaN, Number.NaN)
      : complex(withSign(0, z.re), Number.isNaN(y) ? y : withSign(Math.PI / 2, y));
  const large = Math.max(x, Math.abs(y));
  // x / |z|^2, with |z|^2 = large^2 (1 + ratio^2).
  if (large > HUGE)
    return complex(
      withSign(x / large / (1 + (Math.min(x, Math.abs(y)) / large) ** 2) / large, z.re),
      withSign(Math.PI / 2, y),
    );
  const real = Math.log1p((4 * x) / ((1 - x) * (1 - x) + y * y)) / 4;
  const imaginary = Math.atan2(2 * y, (1 - x) * (1 + x) - y * y) / 2;
  return complex(withSign(real, z.re), imaginary);
}
/** -i atanh(i z). */
export function complexAtan(z: Complex): Complex {
  const { re, im } = complexAtanh(complex(-z.im, z.re));
  return complex(im, -re);
}
export function complexCosh(z: Complex): Complex {
  return complex(Math.cosh(z.re) * Math.cos(z.im), Math.sinh(z.re) * Math.sin(z.im));
}
export function complexSinh(z: Complex): Complex {
  return complex(Math.sinh(z.re) * Math.cos(z.im), Math.cosh(z.re) * Math.sin(z.im));
}
/** (re - im)(re + im) keeps the digits that re^2 - im^2 would lose. */
export function complexSquare(z: Complex): Complex {
  if (Math.abs(z.re) === Math.abs(z.im)) return complex(Number.isFinite(z.re) ? 0 : Number.NaN, 2 * (z.re * z.im));
  return complex((z.re - z.im) * (z.re + z.im), 2 * (z.re * z.im));
}
