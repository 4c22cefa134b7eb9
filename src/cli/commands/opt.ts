/** `lathe opt`: runs passes over MLIR text. Its flags are read by src/cli/opt/flags.ts, because passes are flags. */
import { passes } from "../../../passes/index.ts";
import { renderDiagnostics } from "../../source/render.ts";
import { type CommandModule, exitCodes } from "../command.ts";
import { optHelp, parseOptArguments } from "../opt/flags.ts";
import { runOpt } from "../opt/run-opt.ts";

export const declare: CommandModule["declare"] = (command, { io, args, report }) => {
  command
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .argument("[arguments...]")
    .action(async () => {
      const parsed = parseOptArguments(args, passes);
      if (!parsed.ok) {
        io.err(`${renderDiagnostics(parsed.diagnostics)}\n`);
        report(exitCodes.usage);
      } else if (parsed.value.help) io.out(optHelp(passes));
      else report(await runOpt(parsed.value, io));
    });
};
