/**
 * ONNX's operator tests, where a copy of them lies beside this checkout. The list of what passes is a file: a case that
 * stops passing fails here.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { testContext } from "../../src/import/onnx/run-test-model.ts";
import { listCases, runCase } from "./onnx-node.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "../../../shared/suites/public/onnx-node");
const passing = new Set(readFileSync(join(here, "onnx-node.passing.txt"), "utf8").trim().split("\n"));

test.skipIf(!existsSync(root))(
  "every case that passed passes, none crashes (needs ../shared/suites)",
  { timeout: 300_000 },
  () => {
    const outcomes = new Map(listCases(root).map((name) => [name, runCase(root, name, testContext)]));
    const broken = [...outcomes].flatMap(([name, outcome]) =>
      outcome.kind === "crash" || (outcome.kind !== "pass" && passing.has(name))
        ? [`${name}: ${outcome.kind}: ${outcome.message}`]
        : [],
    );
    expect(broken).toEqual([]);
    expect([...passing].filter((name) => !outcomes.has(name))).toEqual([]);
  },
);
