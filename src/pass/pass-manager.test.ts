import { expect, test } from "vitest";
import { defineAnalysis } from "../analysis/analysis.ts";
import { createContext } from "../definition/context.ts";
import { defineInterface } from "../definition/interface.ts";
import { dictionaryOf, i32, stringAttribute } from "../ir/attribute.ts";
import type { Module } from "../ir/module.ts";
import { fence, sink, source, toyContext, toyModule } from "../rewrite/toy-dialect.ts";
import { error } from "../source/diagnostic.ts";
import { countOperations } from "./operation-count.ts";
import { integer } from "./options.ts";
import type { Pass } from "./pass.ts";
import { definePass } from "./pass.ts";
import { type PipelineOptions, type PipelineResult, runPipeline } from "./pass-manager.ts";
import { parsePipeline, printPipeline } from "./pipeline.ts";
import { renderTiming, Timing } from "./timing.ts";

/** Two isolated operations @a and @b, each with a source and a sink. */
function twoBodies(): Module {
  const { modules, rewriter } = toyModule();
  for (const name of ["a", "b"])
    rewriter.insert(
      fence.build({
        attributes: dictionaryOf({ sym_name: stringAttribute(name) }),
        body: [
          {
            build: (inner) => {
              const value = inner.insert(source.build({ resultTypes: [i32] })).opResult(0);
              inner.insert(sink.build({ inputs: [value] }));
            },
          },
        ],
      }),
    );
  return modules.commit();
}

/** Adds sinks to the end of the body. */
const grow = definePass({
  name: "grow",
  summary: "adds sinks",
  on: "toy.isolated",
  options: { times: integer(1, "how many") },
  statistics: { added: "sinks added" },
  run: ({ operation, rewriter, options, count }) => {
    const block = operation.opRegions[0]?.entry;
    if (block === undefined) return;
    rewriter.setInsertionPointToEnd(block);
    for (let at = 0; at < options.times; at++) rewriter.insert(sink.build({ inputs: [] }));
    count("added", options.times);
  },
});
const refuse = definePass({
  name: "refuse",
  summary: "changes and then fails on @b",
  on: "toy.isolated",
  run: async ({ operation, rewriter, report }) => {
    await Promise.resolve();
    rewriter.setAttribute(operation, "touched", stringAttribute("x"));
    const name = operation.findAttribute("sym_name");
    if (name?.kind === "string" && name.value === "b") report(error("test", "not @b"));
  },
});
const crash = definePass({
  name: "crash",
  summary: "uses what it erased",
  on: "builtin.module",
  run: ({ rewriter }) => {
    const [first] = rewriter.root.opRegions[0]?.entry?.operations ?? [];
    if (first === undefined) return;
    rewriter.erase(first);
    rewriter.erase(first);
  },
});
const registry: readonly Pass[] = [grow, refuse, crash];

async function run(text: string, options: Partial<PipelineOptions> = {}, passes = registry): Promise<PipelineResult> {
  const pipeline = parsePipeline(text, passes);
  if (!pipeline.ok) expect.unreachable(text);
  return runPipeline(twoBodies(), pipeline.value, { context: toyContext(), verify: () => [], ...options });
}

test("a nested pipeline runs on each body, and statistics add up", async () => {
  const events: string[] = [];
  const result = await run("builtin.module(toy.isolated(grow,grow{times=3}))", {
    instruments: [
      {
        beforePass: ({ instance, symbol, path }) => events.push(`${path.join("/")} @${symbol} ${instance.text}`),
        afterPass: ({ after }) => events.push(String(countOperations(after))),
      },
    ],
  });
  expect(result.ok).toBe(true);
  expect(events).toEqual([
    "builtin.module/toy.isolated @a grow",
    "8",
    "builtin.module/toy.isolated @a grow{times=3}",
    "11",
    "builtin.module/toy.isolated @b grow",
    "12",
    "builtin.module/toy.isolated @b grow{times=3}",
    "15",
  ]);
  expect(result.statistics.map(({ instance, runs, counts }) => [instance.text, runs, counts.get("added")])).toEqual([
    ["grow", 2, 2],
    ["grow{times=3}", 2, 6],
  ]);
});

test("a failed pass leaves the module as it was before it, and says how to reproduce it", async () => {
  const result = await run("toy.isolated(grow,refuse)");
  expect(result.ok).toBe(false);
  expect(result.diagnostics.map(({ message }) => message)).toEqual([
    "can't run 'toy.isolated' pass manager on 'builtin.module' op",
  ]);
  const nested = await run("grow,refuse,grow");
  expect(nested.ok).toBe(false);
  expect(nested.diagnostics.map(({ message }) => message)).toEqual(["not @b"]);
  expect(nested.reproducer?.pipeline).toBe("builtin.module(toy.isolated(refuse))");
  expect(nested.reproducer?.module).toBe(nested.module);
  expect(countOperations(nested.module)).toBe(7 + 2 + 1); // @a went through whole, @b had one grow
});

test("a crash is a diagnostic, and nothing of the pass stays", async () => {
  const result = await run("builtin.module(crash)");
  expect(result.ok).toBe(false);
  expect(result.diagnostics[0]?.code).toBe("pass.crash");
  expect(result.diagnostics[0]?.message).toMatch(/^pass 'crash' crashed: .*erased/);
  expect(countOperations(result.module)).toBe(7);
});

test("verify-each stops the pipeline at the pass that broke the module", async () => {
  const verify: PipelineOptions["verify"] = (module) =>
    module.bodyIds.filter((id) => module.body(id).operations.length > 4).map(() => error("verify", "too long"));
  const bad = await run("grow{times=9}", { verify });
  expect(bad.ok).toBe(false);
  expect(bad.diagnostics.map(({ message }) => message)).toEqual(["too long"]);
  const unverified = await run("grow{times=9}", { verify, verifyEach: false });
  expect(unverified.ok).toBe(true);
});

test("a fact is kept with its body, and a wrong claim to preserve it is found", async () => {
  let computed = 0;
  const size = defineAnalysis<number>({
    name: "size",
    compute: (body) => {
      computed++;
      return body.operations.length;
    },
    describe: String,
  });
  const sizes: number[] = [];
  const ask = definePass({
    name: "ask",
    summary: "",
    on: "toy.isolated",
    requires: [size],
    run: ({ fact }) => {
      sizes.push(fact(size), fact(size));
    },
  });
  const lie = definePass({
    name: "lie",
    summary: "",
    on: "toy.isolated",
    requires: [size],
    preserves: [size],
    run: ({ rewriter }) => {
      const block = rewriter.root.opRegions[0]?.entry;
      if (block !== undefined) rewriter.setInsertionPointToEnd(block);
      rewriter.insert(sink.build({ inputs: [] }));
    },
  });
  const passes = [ask, lie];
  expect((await run("ask,ask", {}, passes)).ok).toBe(true);
  expect([computed, sizes.length]).toEqual([2, 8]);
  const result = await run("lie", {}, passes);
  expect(result.diagnostics.map(({ message }) => message)).toEqual([
    "pass 'lie' says that it preserves size, but it changed",
  ]);
});

test("services are handed in, remarks come out, and a missing dialect stops the pipeline before it starts", async () => {
  const price = defineInterface<number>("price");
  const buy = definePass({
    name: "buy",
    summary: "",
    on: "builtin.module",
    dependentDialects: ["toy"],
    run: ({ service, remark }) => remark(`costs ${service(price) ?? "nothing"}`),
  });
  const result = await run("buy", { services: [price.of(3)] }, [buy]);
  expect(result.remarks.map(({ message }) => message)).toEqual(["costs 3"]);
  const without = await run("buy", { context: createContext([]) }, [buy]);
  expect(without.ok).toBe(false);
  expect(without.remarks).toEqual([]);
  expect(without.diagnostics[0]?.message).toContain("dialect 'toy', which is not loaded");
});

test("the timing tree adds up by pipeline and pass", async () => {
  let now = 0;
  const timing = new Timing(() => now++);
  await timing.measure("Parser", () => undefined);
  const result = await run("toy.isolated(grow)", {});
  expect(result.ok).toBe(false);
  await run("grow", { instruments: [timing.instrument] });
  const tree = timing.tree();
  expect(tree.children.map(({ name }) => name)).toEqual(["Parser", "'toy.isolated' Pipeline", "Rest"]);
  expect(tree.children[1]?.children.map(({ name, milliseconds }) => [name, milliseconds])).toEqual([
    ["grow", 2],
    ["(verify)", 2],
  ]);
  expect(renderTiming(tree)).toContain("(100.0%)  Total");
});

test("a pipeline prints what it ran", () => {
  const parsed = parsePipeline("grow", registry);
  expect(parsed.ok && printPipeline(parsed.value)).toBe("builtin.module(toy.isolated(grow))");
});
