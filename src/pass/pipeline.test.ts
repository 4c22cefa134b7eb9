import fc from "fast-check";
import { expect, test } from "vitest";
import type { Diagnostic } from "../source/diagnostic.ts";
import { renderDiagnostics } from "../source/render.ts";
import { boolean, choice, integer, list, number, string } from "./options.ts";
import { definePass } from "./pass.ts";
import { parsePipeline, passesOf, pipelineOf, printPipeline } from "./pipeline.ts";

const canonicalize = definePass({ name: "canonicalize", summary: "", on: "any", run: () => {} });
const inline = definePass({ name: "inline", summary: "", on: "builtin.module", run: () => {} });
const fuse = definePass({
  name: "fuse",
  summary: "",
  on: "func.func",
  options: {
    maxOperands: integer(8, "how many"),
    verbose: boolean(false, "talk"),
    order: choice(["greedy", "optimal"], "greedy", "which"),
    only: list(string("", "name"), [], "names"),
    label: string("", "text"),
    ratio: number(0.5, "part"),
  },
  run: () => {},
});
const registry = [canonicalize, inline, fuse];

function told(text: string): string {
  const parsed = parsePipeline(text, registry);
  return parsed.ok ? `ok: ${printPipeline(parsed.value)}` : renderDiagnostics(parsed.diagnostics);
}

test("a nested pipeline with options prints as it was written, defaults left out", () => {
  const text = "builtin.module(func.func(canonicalize,fuse{max-operands=4 verbose=true only=a,b}),inline)";
  expect(told(text)).toBe(`ok: ${text}`);
  expect(told(" builtin.module ( func.func( fuse { max-operands=8 verbose } ) ) ")).toBe(
    "ok: builtin.module(func.func(fuse{verbose=true}))",
  );
  expect(told("any(canonicalize)")).toBe("ok: any(canonicalize)");
  expect(told("builtin.module()")).toBe("ok: builtin.module()");
});

test("without an anchor the passes run on the module, those for functions nested", () => {
  expect(told("canonicalize,fuse,fuse{order=optimal},inline")).toBe(
    "ok: builtin.module(canonicalize,func.func(fuse,fuse{order=optimal}),inline)",
  );
  expect(printPipeline(pipelineOf([fuse.with({ maxOperands: 2 }), canonicalize.with()]))).toBe(
    "builtin.module(func.func(fuse{max-operands=2}),canonicalize)",
  );
});

test("any text of options comes back", () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.boolean(),
      fc.string({ maxLength: 8 }),
      fc.array(fc.stringMatching(/^[a-z "=]{1,4}$/), { maxLength: 3 }),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
      (maxOperands, verbose, label, only, ratio) => {
        const values = { maxOperands, verbose, label, only: only.map((item) => item.trim() || "x"), ratio: ratio + 0 };
        const { text } = fuse.with(values);
        const parsed = parsePipeline(`func.func(${text})`, registry);
        if (!parsed.ok) expect.unreachable(`${text}: ${renderDiagnostics(parsed.diagnostics)}`);
        expect(printPipeline(parsed.value)).toBe(`func.func(${text})`);
      },
    ),
  );
});

test("what is wrong is shown with a caret and what was meant", () => {
  expect(told("builtin.module(canonicalise)")).toBe(
    [
      "<pass pipeline>:1:16: error: there is no pass 'canonicalise'; did you mean 'canonicalize'?",
      "  builtin.module(canonicalise)",
      "                 ^~~~~~~~~~~~",
    ].join("\n"),
  );
  expect(told("builtin.module(canonicalize")).toContain("1:28: error: expected ',' or ')'");
  expect(told("builtin.module(canonicalize")).toContain("1:15: note: to match this '('");
  expect(told("canonicalize)")).toContain("expected ',' or the end of the pipeline, found ')'");
  expect(told("func.func(inline)")).toContain(
    "pass 'inline' runs on 'builtin.module', not on 'func.func'; write builtin.module(inline)",
  );
  expect(told("fuse{max-operand=3}")).toContain(
    "pass 'fuse' has no option 'max-operand'; did you mean 'max-operands'?",
  );
  expect(told("fuse{max-operands=many}")).toContain(
    "1:6: error: expected an integer for option 'max-operands' of pass 'fuse', found 'many'",
  );
  expect(told("fuse{order=best}")).toContain("expected one of greedy, optimal for option 'order'");
  expect(told("fuse{verbose")).toContain("expected '}' after the options");
  expect(told("canonicalize{top=1}")).toContain("pass 'canonicalize' has no option 'top'; it has none");
});

test("several mistakes are told at once, and deep nesting is refused", () => {
  const parsed = parsePipeline("fuze,canonicalise", registry);
  const all: readonly Diagnostic[] = parsed.ok ? [] : parsed.diagnostics;
  expect(all).toHaveLength(2);
  expect(told("any(".repeat(10_000))).toContain("pipelines nest at most 64 deep");
});

test("the passes of a pipeline, once each", () => {
  const parsed = parsePipeline("builtin.module(canonicalize,func.func(fuse,canonicalize))", registry);
  if (!parsed.ok) expect.unreachable("it parses");
  expect(passesOf(parsed.value).map(({ name }) => name)).toEqual(["canonicalize", "fuse"]);
});
