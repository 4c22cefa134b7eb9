/**
 * The entry of the command `lathe`. It answers `--version` by itself and imports the rest on demand: a process that only asks for the version reads this
 * file and nothing else (startup is measured in test-cases/repo/package.test.ts).
 */
import packageFile from "../../package.json" with { type: "json" };

const args = process.argv.slice(2);
const [first] = args;
if (args.length === 1 && (first === "--version" || first === "-V")) {
  process.stdout.write(`${packageFile.version}\n`);
} else {
  const [{ runProgram }, { commands }, { processIo }] = await Promise.all([
    import("./program.ts"),
    import("./command-list.ts"),
    import("./process-io.ts"),
  ]);
  process.exitCode = await runProgram(commands, packageFile.version, args, processIo);
}
