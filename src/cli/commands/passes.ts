/** `lathe passes`: every pass with its options and what it counts. */
import { passes } from "../../../passes/index.ts";
import { kebab } from "../../pass/options.ts";
import type { Pass } from "../../pass/pass.ts";
import { findSuggestion } from "../../support/suggest.ts";
import { type CommandModule, exitCodes } from "../command.ts";

export const declare: CommandModule["declare"] = (command, { io, report }) => {
  command
    .argument("[name]", "tell about one pass only")
    .option("--json", "machine-readable")
    .action((name: string | undefined, options: { readonly json?: boolean }) => {
      const shown = name === undefined ? passes : passes.filter((pass) => pass.name === name);
      if (name !== undefined && shown.length === 0) {
        const near = findSuggestion(
          name,
          passes.map((pass) => pass.name),
        );
        io.err(`error: there is no pass '${name}'${near === undefined ? "" : `; did you mean '${near}'?`}\n`);
        report(exitCodes.failure);
      } else if (options.json === true) io.out(`${JSON.stringify({ passes: shown.map(dataOf) }, undefined, 2)}\n`);
      else io.out(shown.map((pass) => textOf(pass, name !== undefined)).join(""));
    });
};

interface OptionData {
  readonly name: string;
  readonly shape: string;
  readonly default: string;
  readonly summary: string;
}

function optionsOf(pass: Pass): readonly OptionData[] {
  return Object.entries(pass.options).map(([key, { shape, summary, fallback, print }]) => ({
    name: kebab(key),
    shape,
    default: print(fallback),
    summary,
  }));
}

function dataOf(pass: Pass): object {
  const { name, summary, description, on, statistics, dependentDialects } = pass;
  return { name, summary, description, on, options: optionsOf(pass), statistics, dependentDialects };
}

function textOf(pass: Pass, long: boolean): string {
  const on = pass.on === "any" ? "" : ` (on ${pass.on})`;
  const lines = [`${pass.name.padEnd(28)} ${pass.summary}${on}`];
  if (long && pass.description !== "") lines.push(`  ${pass.description}`);
  for (const { name, shape, summary, default: fallback } of optionsOf(pass))
    lines.push(`  ${`${name}=${fallback === "" ? '""' : fallback}`.padEnd(26)} ${summary} (${shape})`);
  if (long)
    for (const [name, summary] of Object.entries(pass.statistics)) lines.push(`  counts ${name.padEnd(19)} ${summary}`);
  return `${lines.join("\n")}\n`;
}
