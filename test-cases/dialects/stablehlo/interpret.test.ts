import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createContext } from "../../../src/definition/context.ts";
import { defaultDialects } from "../../../src/driver/dialects.ts";
import { interpret } from "../../../src/interpret/interpreter.ts";
import { renderDiagnostics } from "../../../src/source/render.ts";
import { Source } from "../../../src/source/source.ts";
import { scalar, zeros } from "../../../src/tensor/tensor.ts";
import { parseModule } from "../../../src/text/parse.ts";
import { verifyModule } from "../../../src/verify/verify.ts";
import { runSuiteFile } from "../../support/interpret-suite.ts";

const context = createContext(defaultDialects);
const folder = new URL("inputs/", import.meta.url);

describe.each(readdirSync(folder).filter((name) => name.endsWith(".mlir")))("%s", (name) => {
  const results = runSuiteFile(name, readFileSync(new URL(name, folder), "utf8"), context);
  test.each(results.map((result) => [result.name.replace(/^.*@/, ""), result] as const))(
    "%s",
    (_, { message, outcome }) => {
      expect(message).toBe("");
      expect(outcome).toBe("passed");
    },
  );
});

/** The diagnostics of running @main on nothing. */
function failureOf(body: string): string {
  const module = parseModule(new Source("case.mlir", `func.func @main() {\n${body}\n  return\n}\n`), context);
  if (!module.ok) return renderDiagnostics(module.diagnostics);
  const result = interpret(module.value, context, "main", []);
  return result.ok ? "" : renderDiagnostics(result.diagnostics);
}

test("a 2 GB splat is refused when it is run, where it stands", () => {
  expect(failureOf("  %0 = stablehlo.constant dense<1.0> : tensor<536870912xf32>")).toBe(
    [
      "case.mlir:2:8: error: 'stablehlo.constant' op needs 2147483648 bytes for its results, over the limit of 1073741824 bytes",
      "    %0 = stablehlo.constant dense<1.0> : tensor<536870912xf32>",
      "         ^",
    ].join("\n"),
  );
  expect(failureOf("  %0 = stablehlo.iota dim = 0 : tensor<9223372036854775807xi8>")).toMatch(
    /more memory than can be counted/,
  );
});

test("an absurd contraction is refused before it starts", () => {
  const row = "tensor<16777216xi8>";
  const outer = failureOf(`  %0 = stablehlo.iota dim = 0 : ${row}
  %1 = stablehlo.dot_general %0, %0, contracting_dims = [] x [] : (${row}, ${row}) -> tensor<16777216x16777216xi1>`);
  expect(outer).toMatch(/'stablehlo.dot_general' op needs 281474976710656 bytes/);
});

test("a loop that never ends runs out of its budget, and says where", () => {
  const module = parseModule(
    new Source(
      "loop.mlir",
      `func.func @main() {
  %t = stablehlo.constant dense<true> : tensor<i1>
  stablehlo.while() cond { stablehlo.return %t : tensor<i1> } do { stablehlo.return }
  return
}`,
    ),
    context,
  );
  if (!module.ok) expect.unreachable(renderDiagnostics(module.diagnostics));
  const result = interpret(module.value, context, "main", [], { limits: { work: 1000 } });
  if (result.ok) expect.unreachable("it does not end");
  expect(renderDiagnostics(result.diagnostics)).toMatch(/exceeds the limit of 1000 scalar operations/);
});

test("checks that fail say what differs and where", () => {
  expect(
    failureOf(`  %0 = stablehlo.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
  check.expect_almost_eq_const %0, dense<[[1.0, 3.0]]> : tensor<1x2xf32>`),
  ).toMatch(
    /'check.expect_almost_eq_const' op element values don't match with tolerance 0.0001: 2 \(actual\) vs 3 \(expected\) at index \[0, 1\]/,
  );
});

test("shapes that only the run knows are held against the types", () => {
  expect(
    failureOf(`  %s = stablehlo.constant dense<[3, 3]> : tensor<2xi64>
  %x = stablehlo.iota dim = 0 : tensor<8xi32>
  %0 = stablehlo.dynamic_reshape %x, %s : (tensor<8xi32>, tensor<2xi64>) -> tensor<?x?xi32>`),
  ).toMatch(/cannot reshape 8 to 3x3/);
  expect(failureOf("  %0 = stablehlo.custom_call @nobody() : () -> tensor<f32>")).toMatch(/calls "nobody"/);
});

test("dynamic shapes run with the extents that arrive", () => {
  const module = parseModule(
    new Source(
      "dynamic.mlir",
      `func.func @main(%x: tensor<?x3xf32>) -> tensor<?x3xf32> {
  %0 = stablehlo.add %x, %x : tensor<?x3xf32>
  return %0 : tensor<?x3xf32>
}`,
    ),
    context,
  );
  if (!module.ok) expect.unreachable(renderDiagnostics(module.diagnostics));
  expect(interpret(module.value, context, "main", [zeros("f32", [5, 3])])).toMatchObject({
    ok: true,
    value: [{ shape: [5, 3] }],
  });
  const wrong = interpret(module.value, context, "main", [scalar("f32", 1)]);
  expect(wrong.ok ? "" : wrong.diagnostics[0]?.message).toBe(
    "expected tensor<?x3xf32> as argument 0 of @main, found tensor<f32>",
  );
});

test("each function of verify.mlir breaks the constraint that it is named after, and the diagnostic carries its label", () => {
  const parts = readFileSync(new URL("verify.mlir", import.meta.url), "utf8").split("// -----");
  expect(parts.length).toBeGreaterThan(40);
  for (const part of parts) {
    const name = /@(\w+)/.exec(part)?.[1] ?? "";
    const module = parseModule(new Source(name, part), context);
    if (!module.ok) expect.unreachable(renderDiagnostics(module.diagnostics));
    expect(verifyModule(module.value, context).map(({ code }) => code)).toContain(name);
  }
});
