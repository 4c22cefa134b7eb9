/** What is generated from mlir.ohm: the parser, and the grammar's text as a module, so that ohm can read it where there are no files. */
import * as ohm from "ohm-js";
import { failure, type Result, success } from "../../source/diagnostic.ts";
import { compileGrammar } from "./compile-grammar.ts";
import { coreOptions } from "./grammar-actions.ts";

/** The generated files, by path relative to this folder. */
export function generateCore(grammarText: string): Result<Readonly<Record<string, string>>> {
  // ohm's declarations leave out what compileGrammar reads of the rules; the shapes are checked by its tests.
  const grammar = ohm.grammar(grammarText) as unknown as Parameters<typeof compileGrammar>[0];
  const parser = compileGrammar(grammar, coreOptions);
  if (!parser.ok) return failure(...parser.diagnostics);
  return success({
    "generated/core-parser.ts": parser.value,
    "generated/grammar-text.ts": `/** The text of mlir.ohm. Printed by generate.ts: change the grammar, never this file. */\nexport const grammarText = ${JSON.stringify(grammarText)};\n`,
  });
}
