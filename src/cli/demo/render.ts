/** The report of `lathe demo` as text, section by section. It computes nothing that the record does not hold. */
import { durationText } from "../../cost/decision.ts";
import type { DecisionRow, PassStep } from "../../driver/explain.ts";
import { bytesText, counted, millisecondsText, renderTable } from "../table.ts";
import { arenaPlot } from "./arena-plot.ts";
import type { DemoReport, LatencyRow } from "./report.ts";

export interface RenderOptions {
  /** Every decision and every pass, instead of the most important ones. */
  readonly verbose: boolean;
  /** The picture that was read, as lines of text. */
  readonly picture: readonly string[];
}

const INDENT = "  ";
const KINDS_SHOWN = 8;
const DECISIONS_SHOWN = 4;
/** A pass that chooses among so few labels asks a yes-or-no question. */
const CHOICES = 3;
const KERNELS_SHOWN = 8;
const PLOT = { columns: 76, rows: 10 };
/** Longer labels of schedules and names of nodes are cut to keep tables on a screen. */
const LABEL = 84;
const NAME = 30;

export function renderReport(report: DemoReport, options: RenderOptions): string {
  const sections = [
    importSection(report),
    passSection(report),
    decisionSection(report.decisions, options.verbose),
    memorySection(report),
    latencySection(report),
    kernelSection(report, options.verbose),
    checkSection(report),
    readingSection(report, options.picture),
    nextSection(report),
  ];
  return `\n${sections.filter((section) => section !== "").join("\n")}`;
}

function section(title: string, ...lines: readonly string[]): string {
  return `${title}\n${lines.join("")}`;
}

function importSection({ model }: DemoReport): string {
  const kinds = (rows: readonly { readonly count: number }[], name: (at: number) => string): string => {
    const shown = rows.slice(0, KINDS_SHOWN).map(({ count }, at) => `${count} ${name(at)}`);
    return rows.length > KINDS_SHOWN ? `${shown.join(", ")}, ...` : shown.join(", ");
  };
  const sum = (rows: readonly { readonly count: number }[]): number =>
    rows.reduce((total, { count }) => total + count, 0);
  const { operators, operations, inputs, outputs } = model;
  const rows: string[][] = [["file", `${model.file}, ${bytesText(model.bytes)}`]];
  if (operators.length > 0)
    rows.push([
      "ONNX",
      `${counted(sum(operators), "node")} of ${counted(operators.length, "operator")}: ${kinds(operators, (at) => operators[at]?.operator ?? "")}`,
    ]);
  rows.push([
    "module",
    `${counted(sum(operations), "operation")} of ${counted(operations.length, "kind")}: ${kinds(operations, (at) => operations[at]?.operation ?? "")}`,
  ]);
  const typed = (list: DemoReport["model"]["inputs"]): string =>
    list.map(({ name, dtype, shape }) => `${name}: ${[...shape, dtype].join("x")}`).join(", ");
  rows.push(["takes", typed(inputs)], ["gives", typed(outputs)]);
  const table = renderTable([{ title: "" }, { title: "" }], rows, { indent: INDENT, titles: false });
  return section(`Imported in ${millisecondsText(model.importMilliseconds)}`, table);
}

function passSection({ compile }: DemoReport): string {
  const { steps, emitMilliseconds, milliseconds, target, facts } = compile;
  const rows = steps.map((step) => [
    step.pass,
    step.milliseconds.toFixed(1),
    String(step.operationsBefore),
    step.changed ? String(step.operationsAfter) : "=",
    countsText(step),
  ]);
  rows.push(["(emit)", emitMilliseconds.toFixed(1), "", "", factsText(facts)]);
  const table = renderTable(
    [
      { title: "pass", limit: NAME },
      { title: "ms", align: "right" },
      { title: "ops", align: "right" },
      { title: "after", align: "right" },
      { title: "counted" },
    ],
    rows,
    { indent: INDENT },
  );
  return section(
    `Compiled for ${target} in ${millisecondsText(milliseconds)}: ${counted(steps.length, "pass", "passes")}`,
    table,
  );
}

function countsText({ counts }: PassStep): string {
  return Object.entries(counts)
    .map(([name, count]) =>
      name.endsWith("Bytes")
        ? `${words(name.slice(0, -5))} ${bytesText(count)}`.trimStart()
        : `${words(name)} ${count}`,
    )
    .join(", ");
}

function factsText(facts: Readonly<Record<string, number>>): string {
  return Object.entries(facts)
    .map(([name, value]) => (name.endsWith(" bytes") ? `${name.slice(0, -6)} ${bytesText(value)}` : `${name} ${value}`))
    .join(", ");
}

function words(name: string): string {
  return name.replaceAll(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}

function decisionSection(decisions: readonly DecisionRow[], verbose: boolean): string {
  if (decisions.length === 0) return "";
  const passes = [...new Set(decisions.map(({ pass }) => pass))];
  const parts = passes.map((pass) =>
    decisionsOf(
      pass,
      decisions.filter((decision) => decision.pass === pass),
      verbose,
    ),
  );
  const who = [...new Set(decisions.map(({ answeredBy }) => answeredBy))].join(", ");
  const hint = verbose ? "" : `${INDENT}(--verbose lists them all)\n`;
  return section(`${counted(decisions.length, "decision")} by predicted cost (${who})`, ...parts, hint);
}

function decisionsOf(pass: string, decisions: readonly DecisionRow[], verbose: boolean): string {
  const byLabel = new Map<string, DecisionRow[]>();
  for (const decision of decisions) byLabel.set(decision.chosen, [...(byLabel.get(decision.chosen) ?? []), decision]);
  const isChoice = byLabel.size <= CHOICES && [...byLabel.keys()].every((label) => label.length <= NAME);
  const summary = isChoice
    ? [...byLabel].map(([label, rows]) => `${rows.length} ${label}`).join(", ")
    : `${durationText(sumOf(decisions, latencyOf))} predicted in all, ${durationText(sumOf(decisions, ({ gain }) => gain))} less than the next best`;
  const head = `${INDENT}${pass}: ${counted(decisions.length, "decision")}, ${summary}\n`;
  // Where few labels recur (fused, separate), some of each; else those that the most time hangs on.
  const important = isChoice
    ? [...byLabel.values()].flatMap((rows) => first(rows.toSorted((a, b) => b.gain - a.gain)))
    : first(decisions.toSorted((a, b) => latencyOf(b) - latencyOf(a)));
  const table = renderTable(
    [
      { title: "at", limit: NAME },
      { title: "what", limit: NAME },
      { title: "chosen", limit: LABEL },
      { title: "predicted" },
      { title: "next best" },
      { title: "why" },
    ],
    (verbose ? decisions : important).map(decisionCells),
    { indent: INDENT + INDENT },
  );
  return head + table;
}

/** The first ones, each place once: a pair of kernels is asked about again when one of them has changed. */
function first(decisions: readonly DecisionRow[]): readonly DecisionRow[] {
  const places = new Map<string, DecisionRow>();
  for (const decision of decisions) {
    const place = JSON.stringify([decision.names[0], decision.question]);
    if (!places.has(place)) places.set(place, decision);
  }
  return [...places.values()].slice(0, DECISIONS_SHOWN);
}

function sumOf(decisions: readonly DecisionRow[], value: (decision: DecisionRow) => number): number {
  return decisions.reduce((sum, decision) => sum + value(decision), 0);
}

function latencyOf({ alternatives, chosen }: DecisionRow): number {
  return alternatives.find(({ label }) => label === chosen)?.latency ?? 0;
}

function decisionCells(decision: DecisionRow): readonly string[] {
  const winner = decision.alternatives.find(({ label }) => label === decision.chosen);
  const [next] = decision.alternatives.filter((other) => other !== winner).toSorted((a, b) => a.latency - b.latency);
  const { names, question, chosen, reason } = decision;
  return [
    names[0] ?? "",
    question,
    chosen,
    winner === undefined
      ? ""
      : `${durationText(winner.latency)} (${durationText(winner.low)} .. ${durationText(winner.high)})`,
    next === undefined ? "" : `${durationText(next.latency)}${next.label.length > NAME ? "" : ` ${next.label}`}`,
    reason,
  ];
}

function memorySection({ memory }: DemoReport): string {
  const [largest] = memory.toSorted((a, b) => b.arenaBytes - a.arenaBytes);
  if (largest === undefined) return "";
  const { arenaBytes, naiveBytes, liveBytes, buffers } = largest;
  const times = (naiveBytes / Math.max(1, arenaBytes)).toFixed(1);
  const title = `Memory plan: ${counted(buffers.length, "buffer")} in ${bytesText(arenaBytes)}, ${times} times less than the ${bytesText(naiveBytes)} without sharing; at most ${bytesText(liveBytes)} live at once`;
  const plot = arenaPlot(largest, PLOT.columns, PLOT.rows).map((line, at) => {
    const label = at === 0 ? bytesText(arenaBytes) : at === PLOT.rows - 1 ? "0" : "";
    return `${INDENT}${label.padStart(9)} │${line}\n`;
  });
  const axis = `${INDENT}${"".padStart(9)} └${"─".repeat(PLOT.columns)}\n${INDENT}${"".padStart(11)}first kernel${"last kernel".padStart(PLOT.columns - 12)}\n`;
  return section(title, ...plot, axis);
}

function latencySection({ latency }: DemoReport): string {
  const best = latency.find(({ kind }) => kind === "optimized");
  const slowest = Math.max(...latency.filter(({ kind }) => kind !== "interpreter").map(({ median }) => median));
  const rows = latency.map((row) => [
    row.who,
    durationText(row.median),
    durationText(row.min),
    String(row.calls),
    best === undefined || row === best ? "" : ratioText(row, best),
    row.kind === "interpreter" ? "" : bar(row.median / slowest),
  ]);
  const table = renderTable(
    [
      { title: "" },
      { title: "median", align: "right" },
      { title: "least", align: "right" },
      { title: "calls", align: "right" },
      { title: "against the first" },
      { title: "" },
    ],
    rows,
    { indent: INDENT },
  );
  return section("Latency of a call, one thread, in turns (the interpreter once)", table);
}

function ratioText({ median }: LatencyRow, best: LatencyRow): string {
  const ratio = median / best.median;
  return ratio >= 1 ? `${ratio.toPrecision(3)}x slower` : `${(1 / ratio).toPrecision(3)}x faster`;
}

const BAR = 24;

function bar(share: number): string {
  const eighths = Math.max(1, Math.round(share * BAR * 8));
  return "█".repeat(Math.floor(eighths / 8)) + (eighths % 8 === 0 ? "" : String.fromCharCode(0x2590 - (eighths % 8)));
}

function kernelSection({ kernels }: DemoReport, verbose: boolean): string {
  if (kernels.length === 0) return "";
  const shown = verbose ? kernels : kernels.slice(0, KERNELS_SHOWN);
  const rows = shown.map(({ name, names, nanoseconds, predicted, share }) => [
    name,
    durationText(nanoseconds),
    predicted === undefined ? "" : durationText(predicted),
    `${(share * 100).toFixed(1)} %`,
    names.slice(0, 3).join(", ") + (names.length > 3 ? ", ..." : ""),
  ]);
  const table = renderTable(
    [
      { title: "function" },
      { title: "time", align: "right" },
      { title: "predicted", align: "right" },
      { title: "share", align: "right" },
      { title: "from", limit: 60 },
    ],
    rows,
    { indent: INDENT },
  );
  return section(
    `Where a call's time goes, sampled (${counted(kernels.length, "function")}; main holds the kernels without a reduction)`,
    table,
  );
}

function checkSection({ checks, omitted }: DemoReport): string {
  const rows = checks.map(({ against, binding, agrees, worst, largestError, message }) => [
    agrees ? "agrees" : binding ? "DIFFERS" : "differs",
    against,
    `largest error ${largestError.toExponential(1)}`,
    agrees && worst !== undefined ? `${(worst * 100).toFixed(1)} % of what is allowed` : (message ?? ""),
  ]);
  const table = renderTable([{ title: "" }, { title: "" }, { title: "" }, { title: "" }], rows, {
    indent: INDENT,
    titles: false,
  });
  const left = omitted.map((text) => `${INDENT}left out: ${text}\n`);
  return section("Results, |a - b| <= 1e-4 * max(|b|, 1e-2 * max|b|) allowed", table, ...left);
}

function readingSection({ reading }: DemoReport, picture: readonly string[]): string {
  if (reading === undefined) return "";
  const lines = picture.map((line) => `${INDENT}${line}\n`);
  return section(
    `Read from ${reading.picture}`,
    ...lines,
    `\n${INDENT}"${reading.text}", mean confidence ${(reading.confidence * 100).toFixed(1)} %\n`,
  );
}

function nextSection({ model, reading, milliseconds }: DemoReport): string {
  const shapes = model.inputs.map(({ name, shape }) => ` --shape ${name}=${shape.join("x")}`).join("");
  const file = `${model.file}${model.format === "onnx" ? shapes : ""}`;
  const demoArguments = reading === undefined ? ` ${file}` : "";
  return section(
    `Done in ${millisecondsText(milliseconds)}. Next:`,
    renderTable(
      [{ title: "" }, { title: "" }],
      [
        [`lathe compile ${file} -o out`, "a .wasm, its constants, a module that runs it"],
        [`lathe compile ${file} --emit mlir`, "the program as the emitter took it"],
        ...(model.format === "onnx" ? [[`lathe import ${file} --elide 16`, "the module before all passes"]] : []),
        [`lathe demo${demoArguments} --verbose`, "every decision and every function; --json: all of this as data"],
      ],
      { indent: INDENT, titles: false },
    ),
  );
}
