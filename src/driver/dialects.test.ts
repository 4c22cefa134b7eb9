import { expect, test } from "vitest";
import { createContext } from "../definition/context.ts";
import { defaultDialects } from "./dialects.ts";

test("the default dialects load together, and each operation has a summary and an example that names it", () => {
  const context = createContext(defaultDialects);
  expect(context.definitions.length).toBeGreaterThan(100);
  for (const definition of context.definitions) {
    expect(definition.summary, definition.name.text).not.toBe("");
    const mnemonic = definition.name.text.replace(/^builtin\.module$/, "module");
    expect(definition.example ?? "", definition.name.text).toContain(mnemonic);
  }
});
