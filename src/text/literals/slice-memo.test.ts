import fc from "fast-check";
import { expect, test } from "vitest";
import { denseExtent, dictionaryExtent, hashSlice, SliceMemo, signatureExtent, typeExtent } from "./slice-memo.ts";

test("equal slices are one entry, wherever they stand", () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[ab]{1,3}$/), { maxLength: 60 }), (words) => {
      const text = words.join("");
      const memo = new SliceMemo<string>(text);
      const known = new Map<string, string>();
      let start = 0;
      for (const word of words) {
        const end = start + word.length;
        const hash = hashSlice(text, start, end);
        expect(memo.find(start, end, hash)).toBe(known.get(word));
        if (!known.has(word)) memo.add(start, end, hash, `value of ${word}`);
        known.set(word, `value of ${word}`);
        start = end;
      }
    }),
  );
});

test.each([
  ["i32, f32", "i32"],
  ["tensor<4x?xf32, #e<(a) -> b>>) -> i1", "tensor<4x?xf32, #e<(a) -> b>>"],
  ["!d.name<a<b>>}", "!d.name<a<b>>"],
  ["memref<2xf32>>", "memref<2xf32>"],
  ["index>", "index"],
  ['tensor<2xi8, "text">', undefined],
  ["tensor<2xi8", undefined],
  ["!alias-name, i1", undefined],
  ["", undefined],
])("the extent of the type in %s", (text, type) => {
  const end = typeExtent(text, 0);
  expect(end < 0 ? undefined : text.slice(0, end)).toBe(type);
});

test.each([
  ["(i1, tensor<2xf32>) -> i1 loc(x)", "(i1, tensor<2xf32>) -> i1"],
  ["() -> ()\n", "() -> ()"],
  ["() -> (i1, (i2) -> i3)}", "() -> (i1, (i2) -> i3)"],
  ["(i1)", undefined],
  ["(i1,\n i2) -> i3", undefined],
])("the extent of the signature in %s", (text, signature) => {
  const end = signatureExtent(text, 0);
  expect(end < 0 ? undefined : text.slice(0, end)).toBe(signature);
});

test("dictionaries and constants that may recur", () => {
  expect(dictionaryExtent("{a = {b}, c = 1} x", 0)).toBe(16);
  expect(dictionaryExtent('{a = "}"}', 0)).toBe(-1);
  expect(dictionaryExtent(`{a = ${"1".repeat(400)}}`, 0)).toBe(-1);
  expect(denseExtent("dense<1.0> : tensor<2xf32>, b", 0)).toBe(26);
  expect(denseExtent("dense<1.0>", 0)).toBe(-1);
});
