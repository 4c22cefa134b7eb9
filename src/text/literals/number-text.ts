/**
 * Numbers from and to slices of text. Decimal fractions of up to 15 digits with a small exponent are computed directly: both parts and the
 * power of ten are exact doubles then, so one rounding gives the nearest double (Clinger, "How to read floating point numbers accurately", 1990).
 * Hot: bench/parse.
 */

const ZERO = 0x30;
const NINE = 0x39;
const DOT = 0x2e;
const MINUS = 0x2d;

const POWERS_OF_TEN = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22,
];
const EXACT_DIGITS = 15;

/** What a token of the rule `number` is. */
export type NumberForm = "integer" | "float" | "hexadecimal";

export function numberForm(text: string, start: number, end: number): NumberForm {
  const first = text.charCodeAt(start) === MINUS ? start + 1 : start;
  if (end - first > 2 && text.charCodeAt(first + 1) === 0x78) return "hexadecimal";
  for (let at = first; at < end; at++) if (text.charCodeAt(at) === DOT) return "float";
  return "integer";
}

/** The double nearest to a decimal integer or fraction, sign included. */
export function readDecimal(text: string, start: number, end: number): number {
  const negative = text.charCodeAt(start) === MINUS;
  let mantissa = 0;
  let digits = 0;
  let scale = 0;
  let at = negative ? start + 1 : start;
  let fraction = false;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) {
      mantissa = mantissa * 10 + (code - ZERO);
      if (mantissa !== 0) digits++;
      if (fraction) scale--;
    } else if (code === DOT) fraction = true;
    else break;
  }
  if (at < end) scale += readExponent(text, at + 1, end);
  if (digits > EXACT_DIGITS || scale < -22 || scale > 22) return Number(text.slice(start, end));
  const value = scale < 0 ? mantissa / (POWERS_OF_TEN[-scale] ?? 1) : mantissa * (POWERS_OF_TEN[scale] ?? 1);
  return negative ? -value : value;
}

function readExponent(text: string, start: number, end: number): number {
  const sign = text.charCodeAt(start);
  let value = 0;
  for (let at = sign === MINUS || sign === 0x2b ? start + 1 : start; at < end && value < 10000; at++)
    value = value * 10 + (text.charCodeAt(at) - ZERO);
  return sign === MINUS ? -value : value;
}

/** A plain run of digits, as a double: exact up to 2^53. */
export function readDigits(text: string, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + (text.charCodeAt(at) - ZERO);
  return value;
}

/** An integer token, decimal or hexadecimal, sign included. */
export function readInteger(text: string, start: number, end: number): bigint {
  if (text.charCodeAt(start) === MINUS) return -BigInt(text.slice(start + 1, end));
  return BigInt(text.slice(start, end));
}
