/** Every format string is read twice: as closures that parse, and as an ohm rule. Both accept what the printer prints. */
import { describe, expect, test } from "vitest";
import { createContext } from "../../src/definition/context.ts";
import { defaultDialects } from "../../src/driver/dialects.ts";
import { FORMAT_START, grammarOfFormat } from "../../src/text/grammar/format-rule.ts";

const context = createContext(defaultDialects);
const withFormat = context.definitions.filter(
  ({ assembly, example }) => typeof assembly === "string" && example !== undefined,
);

describe("the example of an operation matches the rule of its format", () => {
  test.each(withFormat.map((definition) => [definition.name.text, definition] as const))("%s", (_, definition) => {
    const grammar = grammarOfFormat(definition);
    const text = definition.example ?? "";
    const match = grammar?.match(text, FORMAT_START);
    expect(match?.failed() === true ? match.shortMessage : "", text).toBe("");
    expect(match).toBeDefined();
  });
});
