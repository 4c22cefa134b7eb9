/** What operations mean, beside upstream's constant folding: one operation on random constants a function, folded by both. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { canonicalize } from "../../passes/simplify/canonicalize.ts";
import { createRandom, type Random } from "../../src/support/random.ts";
import { printModule } from "../../src/text/print.ts";
import { fullContext, moduleOf, runPasses } from "../support/programs.ts";
import { testWithTool } from "../support/tools.ts";

const context = fullContext();
const REPEATS = 6;
const WIDTHS = [1, 3, 8, 16, 32, 33, 64];
const FLOATS = ["f16", "bf16", "f32", "f64"];
// Not ceildivsi: upstream leaves the least integer alone.
const INTEGER_OPS = [
  "addi", "subi", "muli", "divsi", "divui", "ceildivui", "floordivsi", "remsi", "remui", "andi", "ori", "xori", "shli", "shrsi",
  "shrui", "maxsi", "maxui", "minsi", "minui",
]; // biome-ignore format: a list
const PREDICATES = ["eq", "ne", "slt", "sle", "sgt", "sge", "ult", "ule", "ugt", "uge"];
const FLOAT_OPS = ["addf", "subf", "mulf", "divf", "remf", "maximumf", "minimumf", "maxnumf", "minnumf"];
const FLOAT_PREDICATES = [
  "oeq",
  "ogt",
  "oge",
  "olt",
  "ole",
  "one",
  "ord",
  "ueq",
  "ugt",
  "uge",
  "ult",
  "ule",
  "une",
  "uno",
];
const MODES = ["", "downward", "upward", "toward_zero", "to_nearest_away"];

class Programs {
  readonly #random: Random;
  readonly #functions: string[] = [];

  constructor(seed: number) {
    this.#random = createRandom(seed);
  }

  get text(): string {
    return this.#functions.join("\n");
  }

  /** A function of one operation; `operation` has `%0`, `%1` for operands of the types in `from`. */
  add(from: readonly string[], to: string, operation: string): void {
    for (let count = 0; count < REPEATS; count++) {
      const constants = from.map((type, at) => `  %${at} = arith.constant ${this.#constant(type)} : ${type}`);
      const body = [...constants, `  %r = ${operation}`, `  return %r : ${to}`].join("\n");
      this.#functions.push(`func.func @f${this.#functions.length}() -> ${to} {\n${body}\n}`);
    }
  }

  #constant(type: string): string {
    if (!type.startsWith("i")) return this.#float();
    const width = Number(type.slice(1));
    const least = -(2n ** BigInt(width - 1));
    const edges = [0n, 1n, -1n, 2n, least, -1n - least];
    const edge = edges[this.#random.integer(2 * edges.length)];
    let bits = 0n;
    for (let word = 0; word < 3; word++) bits = (bits << 32n) | BigInt(this.#random.integer(2 ** 31));
    return String(BigInt.asIntN(width, edge ?? bits));
  }

  #float(): string {
    const plain = ["0.0", "-0.0", "1.0", "-1.0", "0.5", "2.5", "-2.5", "1.0e+10"];
    const chosen = plain[this.#random.integer(2 * plain.length)];
    if (chosen !== undefined) return chosen;
    const exponent = this.#random.integer(40) - 20;
    const mantissa = (this.#random.integer(2 ** 31) / 2 ** 30 - 1).toFixed(7);
    return `${mantissa.includes(".") ? mantissa : `${mantissa}.0`}e${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
  }
}

function programs(seed: number): string {
  const made = new Programs(seed);
  for (const width of WIDTHS) {
    const type = `i${width}`;
    for (const op of INTEGER_OPS) made.add([type, type], type, `arith.${op} %0, %1 : ${type}`);
    for (const predicate of PREDICATES) made.add([type, type], "i1", `arith.cmpi ${predicate}, %0, %1 : ${type}`);
    for (const wider of WIDTHS.filter((other) => other > width)) {
      for (const op of ["extsi", "extui"]) made.add([type], `i${wider}`, `arith.${op} %0 : ${type} to i${wider}`);
      made.add([`i${wider}`], type, `arith.trunci %0 : i${wider} to ${type}`);
    }
    for (const op of ["absi", "ctlz", "cttz", "ctpop"]) made.add([type], type, `math.${op} %0 : ${type}`);
    for (const float of FLOATS) {
      for (const op of ["sitofp", "uitofp"]) made.add([type], float, `arith.${op} %0 : ${type} to ${float}`);
      for (const op of ["fptosi", "fptoui"]) made.add([float], type, `arith.${op} %0 : ${float} to ${type}`);
    }
  }
  for (const float of FLOATS) {
    for (const op of FLOAT_OPS) made.add([float, float], float, `arith.${op} %0, %1 : ${float}`);
    for (const predicate of FLOAT_PREDICATES)
      made.add([float, float], "i1", `arith.cmpf ${predicate}, %0, %1 : ${float}`);
    made.add([float], float, `arith.negf %0 : ${float}`);
    made.add([float], `i${float === "f64" ? 64 : float === "f32" ? 32 : 16}`, bitcast(float));
    for (const narrower of FLOATS.filter((other) => bits(other) < bits(float))) {
      for (const mode of MODES) made.add([float], narrower, `arith.truncf %0 ${mode} : ${float} to ${narrower}`);
      made.add([narrower], float, `arith.extf %0 : ${narrower} to ${float}`);
    }
  }
  return made.text;
}

const bits = (float: string): number => (float === "f64" ? 64 : float === "f32" ? 32 : 16);
const bitcast = (float: string): string => `arith.bitcast %0 : ${float} to i${bits(float)}`;

testWithTool("constants fold to upstream's", "mlir-opt", async (mlirOpt) => {
  const text = programs(7);
  const folder = mkdtempSync(join(tmpdir(), "lathe-folding-"));
  const path = join(folder, "program.mlir");
  writeFileSync(path, text);
  const theirs = moduleOf(
    execFileSync(mlirOpt, [path, "-canonicalize"], { encoding: "utf8", maxBuffer: 1 << 26 }),
    context,
  );
  rmSync(folder, { recursive: true });
  const ours = await runPasses(moduleOf(text, context), [canonicalize.with({})], context);
  const functions = (printed: string): readonly string[] => printed.split(/(?=^ {2}func\.func)/m);
  const [mine, upstream] = [ours.module, theirs].map((module) =>
    functions(printModule(module, context, { dropNames: true })),
  );
  expect(mine?.length).toBeGreaterThan(3000);
  expect(mine?.filter((one, at) => one !== upstream?.[at])).toEqual([]);
});
