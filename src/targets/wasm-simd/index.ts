/** The target `wasm-simd`: WebAssembly with fixed-width 128-bit vectors, in Node and in browsers. */
import { conversionTarget } from "../../rewrite/conversion-target.ts";
import { emitModule } from "../../runtime/emit-module.ts";
import { type CompiledProgram, instantiate } from "../../runtime/instantiate.ts";
import { BUFFER_ALIGNMENT, joinSegments } from "../../runtime/memory.ts";
import { invariant } from "../../support/invariant.ts";
import { defineTarget, type Emission, type Target } from "../../target/target.ts";
import { disassemble } from "../../wasm/disassemble.ts";
import { emitProgram } from "./emit.ts";
import { wasmSimdMachine } from "./machine.ts";
import { wasmSimdPipeline } from "./pipeline.ts";

export const wasmSimd: Target = defineTarget<CompiledProgram>({
  name: "wasm-simd",
  summary: "WebAssembly with 128-bit vectors, for Node and browsers",
  machine: wasmSimdMachine,
  memorySpaces: [{ name: "linear memory", number: undefined, bytes: 2 ** 32, alignment: BUFFER_ALIGNMENT }],
  legality: conversionTarget({
    legalDialects: ["wasm"],
    legalOps: ["builtin.module"],
    unknown: () => false,
  }),
  pipeline: wasmSimdPipeline,
  emit: emitProgram,
  describe: describeProgram,
  runtime: async (program) => {
    const loaded = await instantiate(program);
    if (!loaded.ok) return loaded;
    const executable = loaded.value;
    return {
      ok: true,
      value: {
        entries: executable.abi.entries,
        run: async (inputs, entry) => executable.run(inputs, entry),
      },
    };
  },
});

function describeProgram(program: CompiledProgram): Omit<Emission, "load"> {
  const { wasm, constants, abi } = program;
  const constantBytes = constants.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return {
    entries: abi.entries,
    facts: new Map([
      ["code bytes", wasm.length],
      ["constant bytes", constantBytes],
      ["arena bytes", abi.arena.byteSize],
      ["memory pages", abi.memory.pages],
    ]),
    files: (stem) => {
      const names = { wasmFile: `${stem}.wasm`, constantsFile: `${stem}.constants.bin` };
      const { javascript, declarations } = emitModule({ abi, ...names, title: stem });
      return [
        { name: names.wasmFile, contents: wasm },
        { name: names.constantsFile, contents: joinSegments(constants, abi.constants.byteOffset) },
        { name: `${stem}.js`, contents: javascript },
        { name: `${stem}.d.ts`, contents: declarations },
        { name: `${stem}.abi.json`, contents: `${JSON.stringify(abi, undefined, 2)}\n` },
      ];
    },
    text: (format) => (format === "wat" ? disassembly(wasm) : undefined),
  };
}

function disassembly(wasm: Uint8Array): string {
  const text = disassemble(wasm);
  invariant(text.ok, () => `the module that was just encoded cannot be read: ${text.ok ? "" : text.message}`);
  return text.value;
}
