/** `lathe check`: everything of an ONNX model that Lathe cannot import, at once, and what the model is made of. */
import { checkModel, type ModelCheck, type Unsupported } from "../../import/onnx/check.ts";
import { decodeOnnxModel } from "../../import/onnx/decode.ts";
import { requiredInputs } from "../../import/onnx/inputs.ts";
import type { OnnxModel, OnnxValueInfo } from "../../import/onnx/model.ts";
import { onnxOperators } from "../../import/onnx/operators.ts";
import { renderDiagnostics } from "../../source/render.ts";
import { type CommandIo, type CommandModule, type ExitCode, exitCodes } from "../command.ts";
import { readBytes } from "../load-program.ts";
import { counted, renderTable } from "../table.ts";

interface CheckFlags {
  readonly json?: boolean;
  readonly operators?: boolean;
}

/** What `--json` prints. */
interface CheckReport extends ModelCheck {
  readonly file: string;
  readonly supported: boolean;
  readonly producer: string;
  readonly irVersion: number;
  readonly opsets: Readonly<Record<string, number>>;
  readonly inputs: readonly InterfaceRow[];
  readonly outputs: readonly InterfaceRow[];
}

interface InterfaceRow {
  readonly name: string;
  readonly type: string;
  /** Sizes, names of open dimensions, null for dimensions without either; null for an unknown rank. */
  readonly shape: readonly (number | string | null)[] | null;
}

export const declare: CommandModule["declare"] = (command, { io, report }) => {
  command
    .argument("<model>", "an ONNX model, - for standard input")
    .option("--operators", "also list how often each operator occurs")
    .option("--json", "machine-readable")
    .addHelpText(
      "after",
      `
Exit code 0 when everything is understood, 1 when something is not.

Examples:
  lathe check model.onnx
  lathe check model.onnx --json | jq '.unsupported[].operator'`,
    )
    .action(async (file: string, flags: CheckFlags) => report(await check(file, flags, io)));
};

async function check(file: string, flags: CheckFlags, io: CommandIo): Promise<ExitCode> {
  const bytes = await readBytes(file, io);
  const model = bytes.ok ? decodeOnnxModel(bytes.value) : bytes;
  if (!model.ok) {
    io.err(`${renderDiagnostics(model.diagnostics)}\n`);
    return exitCodes.failure;
  }
  const found = reportOf(file, model.value);
  io.out(flags.json === true ? `${JSON.stringify(found, undefined, 2)}\n` : textOf(found, flags.operators === true));
  return found.supported ? exitCodes.success : exitCodes.failure;
}

function reportOf(file: string, model: OnnxModel): CheckReport {
  const found = checkModel(model, onnxOperators);
  return {
    file,
    supported: found.unsupported.length === 0,
    producer: model.producer,
    irVersion: model.irVersion,
    opsets: Object.fromEntries([...model.opsets].map(([domain, version]) => [domain || "ai.onnx", version])),
    inputs: requiredInputs(model.graph).map(interfaceRow),
    outputs: model.graph.outputs.map(interfaceRow),
    ...found,
  };
}

function interfaceRow({ name, type }: OnnxValueInfo): InterfaceRow {
  if (type?.kind !== "tensor") return { name, type: type === undefined ? "unknown" : type.text, shape: null };
  const shape = type.dims?.map((dim) => (dim.kind === "size" ? dim.size : dim.kind === "name" ? dim.name : null));
  return { name, type: type.dataType, shape: shape ?? null };
}

function textOf(found: CheckReport, listOperators: boolean): string {
  const sets = Object.entries(found.opsets).map(([domain, version]) => `${domain} ${version}`);
  const head = `${found.file}: ${counted(found.nodes, "node")} of ${counted(found.operators.length, "operator")}, opset ${sets.join(", ")}\n`;
  const shapes = [
    ...found.inputs.map((row) => ["input", row] as const),
    ...found.outputs.map((row) => ["output", row] as const),
  ];
  const interfaces = renderTable(
    [{ title: "" }, { title: "" }, { title: "" }],
    shapes.map(([kind, { name, type, shape }]) => [
      kind,
      name,
      shape === null ? `${type}, rank unknown` : `${type} [${shape.map((dim) => dim ?? "?").join(", ")}]`,
    ]),
    { indent: "  ", titles: false },
  );
  const operators = listOperators
    ? `\n${renderTable(
        [{ title: "operator" }, { title: "opset", align: "right" }, { title: "count", align: "right" }],
        found.operators.map(({ operator, opset, count }) => [operator, String(opset), String(count)]),
      )}`
    : "";
  return `${head}${interfaces}${operators}\n${found.supported ? "Everything is supported.\n" : refusals(found.unsupported)}`;
}

const NAMES_SHOWN = 3;

function refusals(unsupported: readonly Unsupported[]): string {
  const count = unsupported.reduce((sum, entry) => sum + entry.count, 0);
  const rows = unsupported.map(({ operator, opset, count: nodes, attribute, reason, nodes: names }) => [
    operator,
    String(opset),
    String(nodes),
    attribute === undefined ? reason : `attribute ${attribute}: ${reason}`,
    names.slice(0, NAMES_SHOWN).join(", ") + (names.length > NAMES_SHOWN ? ", ..." : ""),
  ]);
  const table = renderTable(
    [
      { title: "operator" },
      { title: "opset", align: "right" },
      { title: "nodes", align: "right" },
      { title: "cause" },
      { title: "which" },
    ],
    rows,
  );
  return `Not supported, ${counted(count, "node")}:\n${table}`;
}
