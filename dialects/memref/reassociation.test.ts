import fc from "fast-check";
import { expect, test } from "vitest";
import { collapsedShape, findReassociation, type Reassociation, verifyReassociation } from "./reassociation.ts";

/** A shape cut into groups at random, and what it collapses to. */
const cut = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 }).chain((shape) =>
  fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }).map((starts) => {
    const groups: number[][] = [];
    shape.forEach((_, d) => {
      if (d === 0 || starts[d] === true) groups.push([d]);
      else groups[groups.length - 1]?.push(d);
    });
    return { shape, groups };
  }),
);

const problems = (larger: readonly number[], smaller: readonly number[], groups: Reassociation): readonly string[] => {
  const found: string[] = [];
  verifyReassociation(larger, smaller, groups, false, (message) => found.push(message));
  return found;
};

test("a reassociation is found for every shape that collapses to another, and is valid", () => {
  fc.assert(
    fc.property(cut, ({ shape, groups }) => {
      const smaller = collapsedShape(shape, groups);
      const found = findReassociation(shape, smaller);
      expect(found).toBeDefined();
      expect(problems(shape, smaller, found ?? [])).toEqual([]);
      expect(collapsedShape(shape, found ?? [])).toEqual(smaller);
    }),
  );
});

test("unit dimensions go with a neighbour, and shapes of other sizes are refused", () => {
  expect(findReassociation([1, 4, 4, 3], [16, 3])).toEqual([[0, 1, 2], [3]]);
  expect(findReassociation([2, 1, 3], [2, 3])).toEqual([[0, 1], [2]]);
  expect(findReassociation([1, 1], [])).toEqual([]);
  expect(findReassociation([4, 3], [6, 2])).toBeUndefined();
  expect(findReassociation([4, 3], [13])).toBeUndefined();
});
