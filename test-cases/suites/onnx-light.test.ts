/**
 * Classification networks of ONNX's own tests (their weights are left out, their graphs are whole): they import as
 * valid StableHLO.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { decodeOnnxModel } from "../../src/import/onnx/decode.ts";
import { importOnnx } from "../../src/import/onnx/import.ts";
import { expectValue, testContext } from "../../src/import/onnx/run-test-model.ts";
import { verifyModule } from "../../src/verify/verify.ts";

const root = join(fileURLToPath(new URL(".", import.meta.url)), "../../../shared/suites/public/onnx-light");

test.skipIf(!existsSync(root))(
  "every network imports and verifies (needs ../shared/suites)",
  { timeout: 120_000 },
  () => {
    const networks = readdirSync(root).filter((name) => existsSync(join(root, name, "model.onnx")));
    expect(networks.length).toBeGreaterThan(0);
    for (const network of networks) {
      const bytes = Uint8Array.from(readFileSync(join(root, network, "model.onnx")));
      const module = expectValue(importOnnx(expectValue(decodeOnnxModel(bytes)), testContext));
      expect(verifyModule(module, testContext), network).toEqual([]);
    }
  },
);
