/** Where the time of a program goes, by sampling: V8's profiler sees the functions of a WebAssembly module by the names that its name section gives. */
import { Session } from "node:inspector/promises";
import type { DecisionRow } from "../../driver/explain.ts";
import { findAttribute } from "../../ir/attribute.ts";
import { namesOf } from "../../ir/location.ts";
import type { Module } from "../../ir/module.ts";
import type { KernelRow } from "./report.ts";

/** Microseconds between samples. */
const INTERVAL = 200;

/** Calls `run` for about `milliseconds` under the profiler; functions by time, the slowest first. Empty where the profiler saw no WebAssembly. */
export async function sampleKernels(
  run: () => Promise<unknown>,
  lowered: Module,
  decisions: readonly DecisionRow[],
  clock: () => number,
  milliseconds: number,
): Promise<readonly KernelRow[]> {
  const session = new Session();
  session.connect();
  try {
    await session.post("Profiler.enable");
    await session.post("Profiler.setSamplingInterval", { interval: INTERVAL });
    await session.post("Profiler.start");
    const start = clock();
    let calls = 0;
    for (; calls === 0 || clock() - start < milliseconds; calls++) await run();
    const total = clock() - start;
    const { profile } = await session.post("Profiler.stop");
    return rowsOf(profile.nodes, total / calls, lowered, predictions(decisions));
  } finally {
    session.disconnect();
  }
}

interface ProfileNode {
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly hitCount?: number | undefined;
}

function rowsOf(
  nodes: readonly ProfileNode[],
  callMilliseconds: number,
  lowered: Module,
  predicted: ReadonlyMap<string, number>,
): readonly KernelRow[] {
  const hits = new Map<string, number>();
  let all = 0;
  for (const { callFrame, hitCount = 0 } of nodes) {
    all += hitCount;
    if (callFrame.url.startsWith("wasm://"))
      hits.set(callFrame.functionName, (hits.get(callFrame.functionName) ?? 0) + hitCount);
  }
  const names = functionNames(lowered);
  // Stubs between JavaScript and WebAssembly have frames too; they are none of the module's functions.
  return [...hits]
    .filter(([name]) => names.has(name))
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => {
      const share = all === 0 ? 0 : count / all;
      const own = names.get(name) ?? [];
      const nanoseconds = share * callMilliseconds * 1e6;
      return { name, names: own, nanoseconds, predicted: predicted.get(keyOf(own)), share };
    });
}

/** The predicted latency of each kernel's schedule, by what the kernel computes; kernels that cannot be told apart by it are left out. */
function predictions(decisions: readonly DecisionRow[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const ambiguous = new Set<string>();
  for (const { pass, names, alternatives, chosen } of decisions) {
    const latency = alternatives.find(({ label }) => label === chosen)?.latency;
    if (pass !== "schedule" || names.length === 0 || latency === undefined) continue;
    const key = keyOf(names);
    if (found.has(key)) ambiguous.add(key);
    found.set(key, latency);
  }
  for (const key of ambiguous) found.delete(key);
  return found;
}

function keyOf(names: readonly string[]): string {
  return JSON.stringify(names);
}

/** What each function of the module computes, by the names that its operations came with. */
function functionNames(module: Module): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const id of module.bodyIds) {
    const { root } = module.body(id);
    const symbol = findAttribute(root.properties, "sym_name") ?? findAttribute(root.attributes, "sym_name");
    if (symbol?.kind === "string") found.set(symbol.value, [...new Set(namesOf(root.location))]);
  }
  return found;
}
