/** The syntax of an operation: its own functions, or its format string compiled to closures, once a definition. No source is generated, so no `eval`. */
import type { CustomAssembly } from "../../definition/assembly.ts";
import type { OpSchema } from "../../definition/schema.ts";
import { compileFormatParser } from "./format-parser.ts";
import { compileFormatPrinter } from "./format-printer.ts";
import { parseFormat } from "./format-string.ts";

const compiled = new WeakMap<OpSchema, CustomAssembly>();

/** How the operation is parsed and printed in its own form; undefined where only the generic form is used. */
export function assemblyOf(definition: OpSchema): CustomAssembly | undefined {
  const { assembly } = definition;
  if (typeof assembly !== "string") return assembly;
  const known = compiled.get(definition);
  if (known !== undefined) return known;
  const elements = parseFormat(assembly, definition.name.text);
  const made = { parse: compileFormatParser(definition, elements), print: compileFormatPrinter(definition, elements) };
  compiled.set(definition, made);
  return made;
}
