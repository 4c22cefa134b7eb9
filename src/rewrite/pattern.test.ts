import { expect, expectTypeOf, test } from "vitest";
import type { Value } from "../ir/handle.ts";
import { operationName } from "../ir/name.ts";
import { canonicalizationPatterns, canonicalizationsOf } from "./canonicalizations.ts";
import { defineConversion } from "./conversion-pattern.ts";
import { defineAnyPattern, definePattern, NoMatch, noMatch, PatternSet } from "./pattern.ts";
import { add, negate, sink, toyContext } from "./toy-dialect.ts";

test("the root types what a pattern sees: a misspelt operand does not compile", () => {
  definePattern({
    name: "typed",
    root: add,
    rewrite: (op) => {
      expectTypeOf(op.lhs).toEqualTypeOf<Value>();
      // @ts-expect-error toy.add has no such operand
      return op.left === undefined ? noMatch("no left side") : undefined;
    },
  });
  defineConversion({
    name: "typed",
    root: sink,
    rewrite: (op, adaptor) => {
      expectTypeOf(adaptor.inputs).toEqualTypeOf<readonly Value[]>();
      expectTypeOf(op.inputs).toEqualTypeOf<readonly Value[]>();
      // @ts-expect-error and its adaptor neither
      return adaptor.input === undefined ? noMatch("no input") : undefined;
    },
  });
});

test("patterns of a root come by benefit, then in the order of the list, with those of any root among them", () => {
  const named = (name: string, benefit: number) =>
    definePattern({ name, root: add, benefit, rewrite: () => undefined });
  const any = defineAnyPattern({ name: "any", benefit: 2, rewrite: () => noMatch("never") });
  const set = new PatternSet([named("first", 1), any, named("big", 3), named("second", 1)]);
  expect(set.for(add.name).map(({ name }) => name)).toEqual(["big", "any", "first", "second"]);
  expect(set.for(negate.name).map(({ name }) => name)).toEqual(["any"]);
  expect(new PatternSet([named("x", 1)]).for(operationName("toy.unheard"))).toEqual([]);
});

test("equal refusals are one object, and reasons with values in them are bounded", () => {
  expect(noMatch("same")).toBe(noMatch("same"));
  for (let count = 0; count < 3000; count++) expect(noMatch(`reason ${count}`)).toBeInstanceOf(NoMatch);
  expect(noMatch("after many")).not.toBe(noMatch("after many"));
  expect(noMatch("after many").reason).toBe("after many");
});

test("a context finds the canonicalizations of its dialects", () => {
  const one = definePattern({ name: "one", root: add, rewrite: () => undefined });
  const two = definePattern({ name: "two", root: negate, rewrite: () => undefined });
  const three = definePattern({ name: "three", root: add, rewrite: () => undefined });
  expect(canonicalizationsOf([one, two, three]).map(({ operation }) => operation)).toEqual(["toy.add", "toy.negate"]);
  expect(canonicalizationPatterns(toyContext([one, two, three])).map(({ name }) => name)).toEqual([
    "one",
    "three",
    "two",
  ]);
});
