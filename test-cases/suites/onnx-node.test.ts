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
const passing = readFileSync(join(here, "onnx-node.passing.txt"), "utf8").trim().split("\n");

test.skipIf(!existsSync(root))("every case that passed passes (needs ../shared/suites)", { timeout: 300_000 }, () => {
  const broken = passing.flatMap((name) => {
    const outcome = runCase(root, name, testContext);
    return outcome.kind === "pass" ? [] : [`${name}: ${outcome.kind}: ${outcome.message}`];
  });
  expect(broken).toEqual([]);
});

test.skipIf(!existsSync(root))("no case crashes the importer (needs ../shared/suites)", { timeout: 300_000 }, () => {
  const crashed = listCases(root).filter((name) => runCase(root, name, testContext).kind === "crash");
  expect(crashed).toEqual([]);
});
