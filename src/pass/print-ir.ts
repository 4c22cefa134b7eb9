/** IR printing around passes (`--mlir-print-ir-...`): which passes, what of the module, where it goes. Headers are upstream's. */
import type { Context } from "../definition/context.ts";
import { OperationHandle } from "../ir/handle.ts";
import type { BodyId } from "../ir/ids.ts";
import { type Module, TOP } from "../ir/module.ts";
import type { PrintOptions } from "../text/print.ts";
import { printModule, printOperation } from "../text/print.ts";
import type { PassEvent, PassInstrument } from "./instrument.ts";

export interface PrintIrOptions {
  /** Names of passes before or after which the IR is printed; "all" for every pass. */
  readonly before?: ReadonlySet<string> | "all";
  readonly after?: ReadonlySet<string> | "all";
  /** After passes that changed something only; where `after` is not given, after all of those. */
  readonly afterChange?: boolean;
  /** Only what a failed pass left. */
  readonly afterFailure?: boolean;
  /** The whole module, not just the operation that the pass ran on. */
  readonly moduleScope?: boolean;
  readonly print?: PrintOptions;
}

/** An instrument that writes the IR to `write`. */
export function printIr(options: PrintIrOptions, context: Context, write: (text: string) => void): PassInstrument {
  const { afterChange = false, afterFailure = false, moduleScope = false } = options;
  const after = options.after ?? (afterChange ? "all" : undefined);
  const dump = (when: string, event: PassEvent, module: Module): void => {
    const name = event.symbol === undefined ? "" : `: @${event.symbol}`;
    const scope = moduleScope ? ` ('${event.operation}' operation${name})` : "";
    write(`// -----// IR Dump ${when}${scope} //----- //\n`);
    write(
      moduleScope ? printModule(module, context, options.print) : textOf(module, event.body, context, options.print),
    );
    write("\n\n");
  };
  return {
    beforePass: (event) => {
      const { name } = event.instance.pass;
      if (isWanted(options.before, name)) dump(`Before ${name}`, event, event.before);
    },
    afterPass: (event) => {
      const { name } = event.instance.pass;
      if (!afterFailure && isWanted(after, name) && (!afterChange || event.changed))
        dump(`After ${name}`, event, event.after);
    },
    passFailed: (event) => {
      const { name } = event.instance.pass;
      if (afterFailure || isWanted(after, name)) dump(`After ${name} Failed`, event, event.after);
    },
  };
}

function isWanted(set: ReadonlySet<string> | "all" | undefined, name: string): boolean {
  return set === "all" || set?.has(name) === true;
}

/** The text of the operation that a body belongs to. */
function textOf(module: Module, body: BodyId, context: Context, print: PrintOptions | undefined): string {
  if (body === TOP) return printModule(module, context, print).trimEnd();
  const { parent, operation } = module.entry(body);
  const handle = new OperationHandle(module.body(parent).view(), operation);
  return printOperation(handle, context, { ...print, bodies: module });
}
