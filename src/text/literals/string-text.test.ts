import fc from "fast-check";
import { expect, test } from "vitest";
import { quote, readString } from "./string-text.ts";

const read = (literal: string): string => readString(literal, 0, literal.length);

test("escapes", () => {
  expect(read('"a\\n\\t\\"\\\\b"')).toBe('a\n\t"\\b');
  expect(read('"\\41"')).toBe("A");
  expect(read('"\\C3\\A9"')).toBe("é");
  expect(quote("é")).toBe('"\\C3\\A9"');
  expect(quote('say "x"\n')).toBe('"say \\22x\\22\\0A"');
});

test("bytes that are not UTF-8 survive", () => {
  for (const literal of ['"\\FF"', '"\\C3"', '"\\ED\\A0\\80"', '"\\80\\C3\\A9\\FE"'])
    expect(quote(read(literal))).toBe(literal);
});

test("what is quoted reads back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(read(quote(text))).toBe(text);
    }),
  );
});
