import { expect, test } from "vitest";
import { atRange, error } from "./diagnostic.ts";
import { renderDiagnostic } from "./render.ts";
import { Source } from "./source.ts";

test("a diagnostic shows file, line, column, the line, a caret over the range, and its notes", () => {
  const source = new Source("a.mlir", "one\n  two three\n");
  const place = atRange({ source, start: 6, end: 9 });
  const text = renderDiagnostic(
    error("demo", "expected 2, found two", place, [
      { message: "declared here", place: atRange({ source, start: 0, end: 3 }) },
    ]),
  );
  expect(text).toBe(
    [
      "a.mlir:2:3: error: expected 2, found two",
      "    two three",
      "    ^~~",
      "a.mlir:1:1: note: declared here",
      "  one",
      "  ^~~",
    ].join("\n"),
  );
});

test("a huge line is cut around the caret", () => {
  const source = new Source("b.mlir", `${"x".repeat(100_000)}!${"y".repeat(100_000)}`);
  const text = renderDiagnostic(error("demo", "bad", atRange({ source, start: 100_000, end: 100_001 })));
  expect(text.length).toBeLessThan(500);
  expect(text).toContain("b.mlir:1:100001: error: bad");
});
