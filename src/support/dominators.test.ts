import fc from "fast-check";
import { expect, test } from "vitest";
import { dominatorTree, immediateDominators } from "./dominators.ts";

/** By definition: `a` dominates `b` when `b` cannot be reached without `a`. */
function reachable(successors: readonly (readonly number[])[], without: number): ReadonlySet<number> {
  const seen = new Set<number>();
  const waiting = without === 0 ? [] : [0];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    waiting.push(...(successors[node] ?? []).filter((to) => to !== without));
  }
  return seen;
}

test("they are the closest of the nodes that every way to a node goes through", () => {
  const graphs = fc
    .integer({ min: 1, max: 9 })
    .chain((size) =>
      fc.array(fc.array(fc.nat({ max: size - 1 }), { maxLength: 3 }), { minLength: size, maxLength: size }),
    );
  fc.assert(
    fc.property(graphs, (successors) => {
      const dominator = immediateDominators(successors);
      const all = reachable(successors, -1);
      const without = successors.map((_, node) => reachable(successors, node));
      for (let node = 0; node < successors.length; node++) {
        if (!all.has(node)) {
          expect(dominator[node]).toBe(-1);
          continue;
        }
        const strict = [...all].filter((other) => other !== node && without[other]?.has(node) === false);
        // The immediate one is dominated by all the others.
        const closest = strict.filter((one) =>
          strict.every((other) => other === one || without[other]?.has(one) === false),
        );
        expect(dominator[node]).toBe(node === 0 ? 0 : closest[0]);
      }
    }),
  );
});

test("the tree answers whether a node can be reached without another", () => {
  const graphs = fc
    .integer({ min: 1, max: 9 })
    .chain((size) =>
      fc.array(fc.array(fc.nat({ max: size - 1 }), { maxLength: 3 }), { minLength: size, maxLength: size }),
    );
  fc.assert(
    fc.property(graphs, (successors) => {
      const tree = dominatorTree(successors);
      const all = reachable(successors, -1);
      successors.forEach((_, a) => {
        const without = reachable(successors, a);
        successors.forEach((_, b) => {
          const expected = a === b || !all.has(b) || (all.has(a) && !without.has(b));
          expect(tree.dominates(a, b), `${a} over ${b}`).toBe(expected);
        });
      });
    }),
  );
});

test("a chain of 100 000 nodes neither overflows the stack nor takes long", () => {
  const count = 100_000;
  const tree = dominatorTree(Array.from({ length: count }, (_, node) => (node + 1 < count ? [node + 1] : [])));
  expect(tree.dominates(5, count - 1)).toBe(true);
  expect(tree.dominates(count - 1, 5)).toBe(false);
});
