import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as formats from "./float-format.ts";
import { bitsToFloat, type FloatFormat, floatToBits, formatBits, largestMagnitude, nanBits } from "./float-format.ts";

const named: readonly (readonly [string, FloatFormat])[] = Object.entries(formats).flatMap(([name, value]) =>
  typeof value === "object" ? [[name, value] as const] : [],
);

/** Every finite non-negative value of a format with its magnitude, ascending: the brute-force oracle of rounding. */
function finiteMagnitudes(format: FloatFormat): readonly number[] {
  return Array.from({ length: largestMagnitude(format) + 1 }, (_, magnitude) => bitsToFloat(format, magnitude));
}

/** Nearest magnitude by search; ties to the even code. Needs midpoints to be exact in a double, which they are: at most 12 bits. */
function nearestByMidpoints(values: readonly number[], absolute: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((values[middle] ?? 0) <= absolute) low = middle;
    else high = middle - 1;
  }
  const next = values[low + 1];
  if (next === undefined) return low;
  const midpoint = ((values[low] ?? 0) + next) / 2;
  if (absolute > midpoint) return low + 1;
  return absolute === midpoint && low % 2 === 1 ? low + 1 : low;
}

/** The codes in [start, end) for which `holds` does not; an expectation a code would take minutes. */
function failures(start: number, end: number, holds: (code: number) => boolean): readonly number[] {
  const wrong: number[] = [];
  for (let code = start; code < end; code++) if (!holds(code)) wrong.push(code);
  return wrong;
}

describe.each(named)("%s", (_name, format) => {
  const values = finiteMagnitudes(format);
  const largest = values.at(-1) ?? 0;

  test("every code comes back from its value, every NaN as the one NaN", () => {
    const comesBack = (bits: number) => {
      const value = bitsToFloat(format, bits);
      return floatToBits(format, value) === (Number.isNaN(value) ? nanBits(format) : bits);
    };
    expect(failures(0, 2 ** formatBits(format), comesBack)).toEqual([]);
  });

  test("values ascend with the magnitude", () => {
    expect(failures(1, values.length, (i) => (values[i] ?? 0) > (values[i - 1] ?? Infinity))).toEqual([]);
  });

  test("too large and not a number", () => {
    const over = bitsToFloat(format, floatToBits(format, Number.MAX_VALUE));
    const fromInfinity = bitsToFloat(format, floatToBits(format, Infinity));
    expect(fromInfinity).toEqual(over);
    if (format.special === "ieee") expect(over).toBe(Infinity);
    else if (format.special === "finite") expect(over).toBe(largest);
    else expect(over).toBeNaN();
    expect(floatToBits(format, NaN)).toBe(nanBits(format));
  });
});

describe.each(named.filter(([, format]) => format.special !== "exponent-only"))("%s", (_name, format) => {
  const values = finiteMagnitudes(format);
  const largest = values.at(-1) ?? 0;

  test("each neighbourhood rounds to nearest, ties to even", () => {
    const roundsWell = (low: number) => {
      const midpoint = ((values[low] ?? 0) + (values[low + 1] ?? 0)) / 2;
      const nudge = midpoint * 2 ** -50;
      return (
        floatToBits(format, midpoint - nudge) === low &&
        floatToBits(format, midpoint) === low + (low % 2) &&
        floatToBits(format, midpoint + nudge) === low + 1
      );
    };
    expect(failures(0, values.length - 1, roundsWell)).toEqual([]);
  });

  test("random doubles round as the search does, with the sign kept", () => {
    const inRange = fc.double({ noNaN: true, min: -largest, max: largest });
    const signBit = 2 ** (formatBits(format) - 1);
    fc.assert(
      fc.property(inRange, (value) => {
        const magnitude = nearestByMidpoints(values, Math.abs(value));
        const isNegative = value < 0 || Object.is(value, -0);
        const keepsSign = magnitude !== 0 || format.special !== "nan-negative-zero";
        expect(floatToBits(format, value)).toBe(isNegative && keepsSign ? magnitude + signBit : magnitude);
      }),
    );
  });
});

test("published limits of the eight-bit formats", () => {
  const largestOf = (format: FloatFormat) => bitsToFloat(format, largestMagnitude(format));
  expect(largestOf(formats.F8E4M3FN)).toBe(448);
  expect(largestOf(formats.F8E5M2)).toBe(57344);
  expect(largestOf(formats.F8E4M3FNUZ)).toBe(240);
  expect(largestOf(formats.F8E5M2FNUZ)).toBe(57344);
  expect(largestOf(formats.F8E4M3B11FNUZ)).toBe(30);
  expect(largestOf(formats.F8E3M4)).toBe(15.5);
  expect(largestOf(formats.F6E2M3FN)).toBe(7.5);
  expect(largestOf(formats.F6E3M2FN)).toBe(28);
  expect(largestOf(formats.F4E2M1FN)).toBe(6);
  expect(largestOf(formats.F16)).toBe(65504);
  // 464 lies halfway between 448 and the NaN code after it, whose mantissa is odd.
  expect(floatToBits(formats.F8E4M3FN, 464)).toBe(0x7e);
  expect(floatToBits(formats.F8E4M3FN, 464.0001)).toBe(0x7f);
  expect(floatToBits(formats.F8E4M3FN, -1000)).toBe(0xff);
});

test("E8M0 has powers of two only", () => {
  expect(floatToBits(formats.F8E8M0FNU, 1)).toBe(127);
  expect(floatToBits(formats.F8E8M0FNU, 1.4999)).toBe(127);
  expect(floatToBits(formats.F8E8M0FNU, 1.5)).toBe(128);
  expect(floatToBits(formats.F8E8M0FNU, 0)).toBe(0);
  expect(floatToBits(formats.F8E8M0FNU, -1)).toBe(0xff);
});

describe("the quick twins agree with the exact rounding", () => {
  test("all 65536 codes decode alike", () => {
    const f16Alike = (bits: number) => Object.is(formats.f32FromF16Bits(bits), bitsToFloat(formats.F16, bits));
    const bf16Alike = (bits: number) => Object.is(formats.f32FromBf16Bits(bits), bitsToFloat(formats.BF16, bits));
    expect(failures(0, 0x10000, f16Alike)).toEqual([]);
    expect(failures(0, 0x10000, bf16Alike)).toEqual([]);
  });

  test("f32 at and beside each midpoint of all 65536 upper halves encode alike", () => {
    const word = new Int32Array(1);
    const float = new Float32Array(word.buffer);
    const encodesAlike = (upper: number) =>
      [0, 0xfff, 0x1000, 0x1001, 0x7fff, 0x8000, 0x8001].every((lower) => {
        word[0] = (upper << 16) | lower;
        const value = float[0] ?? 0;
        if (Number.isNaN(value)) return true;
        const bf16Alike = formats.bf16BitsFromF32(value) === floatToBits(formats.BF16, value);
        return bf16Alike && formats.f16BitsFromF32(value) === floatToBits(formats.F16, value);
      });
    expect(failures(0, 0x10000, encodesAlike)).toEqual([]);
  });

  test("all 65536 f16 codes come back, and NaN is quiet", () => {
    const comesBack = (bits: number) => {
      const value = bitsToFloat(formats.F16, bits);
      return Number.isNaN(value) || formats.f16BitsFromF32(value) === bits;
    };
    expect(failures(0, 0x10000, comesBack)).toEqual([]);
    expect(formats.f16BitsFromF32(NaN) & 0x7fff).toBe(0x7e00);
    expect(formats.bf16BitsFromF32(NaN) & 0x7fff).toBe(0x7fc0);
  });
});
