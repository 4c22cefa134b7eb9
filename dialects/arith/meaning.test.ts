import fc from "fast-check";
import { expect, test } from "vitest";
import { isFault } from "../../src/interpret/semantics.ts";
import type { Scalar } from "../../src/interpret/value.ts";
import { bf16, f16, f32, f64, indexType, integerType } from "../../src/ir/attribute.ts";
import { floatFromInteger, roundTowards } from "./float-meaning.ts";
import { comparison, extendedProduct, fromBig, integerOperations, toBig } from "./integer-meaning.ts";

/** An integer type with two of its values, as the interpreter holds them. */
const operands = fc.integer({ min: 1, max: 70 }).chain((width) => {
  const type = integerType(width);
  const value = fc.bigInt({ min: -(2n ** BigInt(width - 1)), max: 2n ** BigInt(width - 1) - 1n });
  const edges = fc.constantFrom(0n, 1n, -1n, 2n ** BigInt(width - 1) - 1n, -(2n ** BigInt(width - 1)));
  const scalar = fc.oneof(value, edges).map((big) => fromBig(big, type));
  return fc.tuple(fc.constant(width), fc.constant(type), scalar, scalar);
});

const scalar = (value: ReturnType<typeof fromBig>): Scalar =>
  isFault(value) ? expect.unreachable(value.message) : value;

test("sums, differences and products are those of integers modulo 2^width", () => {
  fc.assert(
    fc.property(operands, ([width, type, x, y]) => {
      const [a, b] = [scalar(x), scalar(y)];
      const exact = {
        addi: toBig(a, width, true) + toBig(b, width, true),
        subi: toBig(a, width, true) - toBig(b, width, true),
        muli: toBig(a, width, true) * toBig(b, width, true),
      };
      for (const name of ["addi", "subi", "muli"] as const)
        expect(integerOperations[name](type)(a, b)).toBe(fromBig(exact[name], type));
    }),
  );
});

test("quotient and remainder belong together, and the roundings differ by at most one", () => {
  fc.assert(
    fc.property(operands, ([width, type, x, y]) => {
      const [a, b] = [scalar(x), scalar(y)];
      const read = (value: Scalar, signed: boolean): bigint => toBig(value, width, signed);
      const quotient = integerOperations.divsi(type)(a, b);
      if (isFault(quotient)) {
        // Only what is undefined faults: division by zero, and the one quotient that does not fit.
        const overflows = read(b, true) === -1n && read(a, true) === -(2n ** BigInt(width - 1));
        expect(read(b, true) === 0n || overflows).toBe(true);
        return;
      }
      const remainder = scalar(integerOperations.remsi(type)(a, b));
      expect(read(quotient, true) * read(b, true) + read(remainder, true)).toBe(read(a, true));
      const [down, up] = [integerOperations.floordivsi(type)(a, b), integerOperations.ceildivsi(type)(a, b)];
      const exact = read(remainder, true) === 0n;
      expect(read(scalar(up), true) - read(scalar(down), true)).toBe(exact ? 0n : width === 1 ? -1n : 1n);
    }),
  );
});

test("exactly one of less, equal and greater holds, signed or unsigned", () => {
  fc.assert(
    fc.property(operands, ([, type, x, y]) => {
      const [a, b] = [scalar(x), scalar(y)];
      for (const [less, greater] of [
        ["slt", "sgt"],
        ["ult", "ugt"],
      ] as const) {
        const held = [less, "eq", greater] as const;
        expect(held.map((predicate) => Number(comparison(predicate, type)(a, b))).reduce((sum, one) => sum + one)).toBe(
          1,
        );
      }
    }),
  );
});

test("the halves of an extended product make the product", () => {
  fc.assert(
    fc.property(operands, fc.boolean(), ([width, type, x, y], signed) => {
      const [a, b] = [scalar(x), scalar(y)];
      const halves = extendedProduct(type, signed)(a, b);
      if (isFault(halves)) expect.unreachable(halves.message);
      const joined = (toBig(halves[1], width, signed) << BigInt(width)) + toBig(halves[0], width, false);
      expect(joined).toBe(toBig(a, width, signed) * toBig(b, width, signed));
    }),
  );
});

test("index arithmetic leaves the safe numbers by a fault, never by a wrong number", () => {
  const { addi, muli } = integerOperations;
  expect(addi(indexType)(2, 3)).toBe(5);
  expect(isFault(addi(indexType)(Number.MAX_SAFE_INTEGER, 1))).toBe(true);
  expect(isFault(muli(indexType)(2 ** 40, 2 ** 20))).toBe(true);
  // Modulo 2^64 this is safe again.
  expect(muli(indexType)(2 ** 40, 2 ** 40)).toBe(0);
});

test("rounding towards a side gives the neighbours of what is not exact", () => {
  const types = fc.constantFrom(f16, bf16, f32);
  fc.assert(
    fc.property(types, fc.double({ noNaN: true, min: -60000, max: 60000 }), (type, value) => {
      const down = roundTowards(value, type, "downward");
      const up = roundTowards(value, type, "upward");
      const nearest = roundTowards(value, type, "to_nearest_even");
      expect(down <= value && value <= up).toBe(true);
      expect(nearest === down || nearest === up).toBe(true);
      expect(Math.abs(nearest - value)).toBeLessThanOrEqual(Math.min(value - down, up - value));
      expect(roundTowards(value, type, "toward_zero")).toBe(value < 0 ? up : down);
      const away = roundTowards(value, type, "to_nearest_away");
      if (value - down === up - value && down !== up)
        expect(Math.abs(away)).toBe(Math.max(Math.abs(down), Math.abs(up)));
      else expect(away).toBe(nearest);
    }),
  );
});

test("integers become the nearest float, rounded once", () => {
  // 2^60 + 2^36 + 1 lies just above the middle of two f32; through a double it would be taken for the middle.
  expect(floatFromInteger(2n ** 60n + 2n ** 36n + 1n, f32)).toBe(2 ** 60 + 2 ** 37);
  expect(floatFromInteger(2n ** 60n + 2n ** 36n, f32)).toBe(2 ** 60);
  expect(floatFromInteger(-(2n ** 63n), f64)).toBe(-(2 ** 63));
  expect(floatFromInteger(70000n, f16)).toBe(Number.POSITIVE_INFINITY);
});
