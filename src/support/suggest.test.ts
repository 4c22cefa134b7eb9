import { expect, test } from "vitest";
import { editDistance, findSuggestion } from "./suggest.ts";

test("the nearest word is suggested, and nothing when all are far", () => {
  expect(findSuggestion("canonicalise", ["cse", "canonicalize", "inline"])).toBe("canonicalize");
  expect(findSuggestion("cannonicalize", ["cse", "canonicalize"])).toBe("canonicalize");
  expect(findSuggestion("zzz", ["cse", "canonicalize"])).toBeUndefined();
});

test("a swap of neighbours is one edit", () => {
  expect(editDistance("fucn", "func", 3)).toBe(1);
  expect(editDistance("abc", "xyz", 1)).toBe(2);
});
