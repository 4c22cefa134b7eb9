import fc from "fast-check";
import { expect, test } from "vitest";
import {
  composePermutations,
  identityPermutation,
  inversePermutation,
  isIdentityPermutation,
  keepsElementOrder,
  permuted,
} from "./permutation.ts";

const permutations = fc
  .integer({ min: 0, max: 6 })
  .chain((rank) => fc.shuffledSubarray([...identityPermutation(rank)], { minLength: rank, maxLength: rank }));
const pairs = fc
  .integer({ min: 0, max: 6 })
  .chain((rank) =>
    fc.tuple(
      fc.shuffledSubarray([...identityPermutation(rank)], { minLength: rank, maxLength: rank }),
      fc.shuffledSubarray([...identityPermutation(rank)], { minLength: rank, maxLength: rank }),
    ),
  );

test("a permutation and its inverse compose to the identity, from both sides", () => {
  fc.assert(
    fc.property(permutations, (p) => {
      expect(isIdentityPermutation(composePermutations(p, inversePermutation(p)))).toBe(true);
      expect(isIdentityPermutation(composePermutations(inversePermutation(p), p))).toBe(true);
    }),
  );
});

test("composing permutes twice", () => {
  fc.assert(
    fc.property(pairs, ([p, q]) => {
      const items = p.map((_, at) => `item ${at}`);
      expect(permuted(items, composePermutations(p, q))).toEqual(permuted(permuted(items, p), q));
    }),
  );
});

test("moving unit dimensions keeps the order of elements, moving others does not", () => {
  expect(keepsElementOrder([0, 2, 3, 1], [1, 8, 1, 1])).toBe(true);
  expect(keepsElementOrder([0, 3, 1, 2], [2, 1, 1, 8])).toBe(true);
  expect(keepsElementOrder([0, 2, 3, 1], [1, 8, 2, 1])).toBe(false);
  expect(keepsElementOrder([1, 0], [1, 5])).toBe(true);
});
