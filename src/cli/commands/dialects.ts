/** `lathe dialects`: the dialects that are loaded by default, and what is in them. */
import type { Dialect } from "../../definition/dialect.ts";
import { defaultDialects } from "../../driver/dialects.ts";
import { findSuggestion } from "../../support/suggest.ts";
import { type CommandModule, exitCodes } from "../command.ts";

export const declare: CommandModule["declare"] = (command, { io, report }) => {
  command
    .argument("[name]", "list the operations of one dialect")
    .option("--json", "machine-readable")
    .action((name: string | undefined, options: { readonly json?: boolean }) => {
      const shown = name === undefined ? defaultDialects : defaultDialects.filter((dialect) => dialect.name === name);
      if (name !== undefined && shown.length === 0) {
        const near = findSuggestion(
          name,
          defaultDialects.map((dialect) => dialect.name),
        );
        io.err(`error: there is no dialect '${name}'${near === undefined ? "" : `; did you mean '${near}'?`}\n`);
        report(exitCodes.failure);
      } else if (options.json === true) io.out(`${JSON.stringify({ dialects: shown.map(dataOf) }, undefined, 2)}\n`);
      else io.out(shown.map((dialect) => (name === undefined ? lineOf(dialect) : detailsOf(dialect))).join(""));
    });
};

function dataOf({ name, summary, operations, types = [], attributes = [] }: Dialect): object {
  return {
    name,
    summary,
    operations: operations.map((operation) => ({
      name: operation.name.text,
      summary: operation.summary,
      traits: [...operation.traits],
    })),
    types: types.map(({ mnemonic, summary: about }) => ({ mnemonic, summary: about })),
    attributes: attributes.map(({ mnemonic, summary: about }) => ({ mnemonic, summary: about })),
  };
}

function lineOf({ name, summary, operations, types = [], attributes = [] }: Dialect): string {
  const counts = [`${operations.length} operations`];
  if (types.length > 0) counts.push(`${types.length} types`);
  if (attributes.length > 0) counts.push(`${attributes.length} attributes`);
  return `${name.padEnd(12)} ${summary} (${counts.join(", ")})\n`;
}

function detailsOf(dialect: Dialect): string {
  const lines = dialect.operations.map(({ name, summary }) => `  ${name.text.padEnd(36)} ${summary}`);
  return `${lineOf(dialect)}${lines.join("\n")}\n`;
}
