/**
 * Random programs of scalar arithmetic with branches, loops, blocks and calls, as text, from a seed: what simplifications are tested on.
 * Constants are small or at the edges of their types, and values are reused often, so that folds, identities and duplicates occur.
 */
import { invariant } from "../../src/support/invariant.ts";
import { createRandom, type Random } from "../../src/support/random.ts";

type Scalar = "i1" | "i8" | "i32" | "i64" | "f32" | "index";

const CONSTANTS: Readonly<Record<Scalar, readonly string[]>> = {
  i1: ["true", "false"],
  i8: ["0", "1", "-1", "127", "-128", "2"],
  i32: ["0", "1", "-1", "2", "5", "31", "2147483647", "-2147483648"],
  i64: ["0", "1", "-1", "2", "63", "9223372036854775807", "-9223372036854775808"],
  f32: ["0.0", "-0.0", "1.0", "-1.0", "0.5", "1.0e+20", "0x7F800000", "0x7FC00000"],
  index: ["0", "1", "2", "3"],
};
const INTEGER_OPS = [
  "addi", "subi", "muli", "andi", "ori", "xori", "maxsi", "minsi", "maxui", "minui", "divsi", "divui", "remsi", "remui",
  "ceildivsi", "floordivsi", "shli", "shrsi", "shrui",
] as const; // biome-ignore format: a list
const FLOAT_OPS = ["addf", "subf", "mulf", "divf", "maximumf", "minimumf", "maxnumf", "minnumf", "remf"] as const;
const PREDICATES = ["eq", "ne", "slt", "sle", "sgt", "sge", "ult", "ule", "ugt", "uge"] as const;
const FLOAT_PREDICATES = ["oeq", "ogt", "olt", "one", "ord", "ueq", "ult", "une", "uno"] as const;
const WIDTHS: readonly Scalar[] = ["i1", "i8", "i32", "i64"];

/** The arguments of `@main`, in order. */
export const MAIN_ARGUMENTS: readonly Scalar[] = ["i32", "i32", "i64", "f32", "i8", "i1"];

/** A module with `@main`, a private helper that it calls, and about `operations` operations. */
export function randomProgram(seed: number, operations: number): string {
  const random = createRandom(seed);
  const helper = new FunctionText(random, "private @helper", ["i32", "f32", "i1"], ["i32", "f32"], false);
  const main = new FunctionText(random, "@main", MAIN_ARGUMENTS, ["i32", "i64", "f32", "i8", "i1"], true);
  return `${helper.text(Math.ceil(operations / 4))}${main.text(operations)}`;
}

class FunctionText {
  readonly #random: Random;
  readonly #head: string;
  readonly #results: readonly Scalar[];
  readonly #calls: boolean;
  readonly #lines: string[] = [];
  /** Values that can be used here, by type; the last scopes are inner ones. */
  readonly #scopes: Map<Scalar, string[]>[] = [new Map()];
  #next = 0;

  constructor(random: Random, name: string, args: readonly Scalar[], results: readonly Scalar[], calls: boolean) {
    this.#random = random;
    this.#results = results;
    this.#calls = calls;
    const list = args.map((type, at) => {
      this.#define(type, `%a${at}`);
      return `%a${at}: ${type}`;
    });
    this.#head = `func.func ${name}(${list.join(", ")}) -> (${results.join(", ")})`;
  }

  text(operations: number): string {
    for (let count = 0; count < operations; count++) this.#statement(2);
    const values = this.#results.map((type) => this.#value(type));
    this.#line(`return ${values.join(", ")} : ${this.#results.join(", ")}`);
    return `${this.#head} {\n${this.#lines.join("\n")}\n}\n`;
  }

  #statement(depth: number): void {
    switch (this.#random.integer(depth === 0 ? 12 : 16)) {
      case 12:
        this.#conditional(depth - 1);
        break;
      case 13:
        this.#loop(depth - 1);
        break;
      case 14:
        if (depth === 2) this.#blocks();
        break;
      case 15:
        if (this.#calls) this.#call();
        break;
      default:
        this.#arithmetic();
    }
  }

  #arithmetic(): void {
    const type = this.#pick(["i1", "i8", "i32", "i32", "i64", "f32"] as const);
    switch (this.#random.integer(8)) {
      case 0: {
        const float = type === "f32";
        const compare = float ? `cmpf ${this.#pick(FLOAT_PREDICATES)}` : `cmpi ${this.#pick(PREDICATES)}`;
        const [left, right] = [this.#value(type), this.#value(type)];
        this.#line(`${this.#result("i1")} = arith.${compare}, ${left}, ${right} : ${type}`);
        break;
      }
      case 1: {
        const condition = this.#value("i1");
        const [yes, no] = [this.#value(type), this.#value(type)];
        this.#line(`${this.#result(type)} = arith.select ${condition}, ${yes}, ${no} : ${type}`);
        break;
      }
      case 2:
        this.#cast();
        break;
      case 3:
        if (type === "f32") {
          const value = this.#value("f32");
          this.#line(`${this.#result("f32")} = arith.negf ${value} : f32`);
          break;
        }
        this.#binary(type);
        break;
      default:
        this.#binary(type);
    }
  }

  #binary(type: Scalar): void {
    const operation = type === "f32" ? this.#pick(FLOAT_OPS) : this.#pick(INTEGER_OPS);
    const [left, right] = [this.#value(type), this.#value(type)];
    this.#line(`${this.#result(type)} = arith.${operation} ${left}, ${right} : ${type}`);
  }

  #cast(): void {
    const from = this.#random.integer(WIDTHS.length);
    const to = this.#random.integer(WIDTHS.length);
    const [source = "i32", target = "i32"] = [WIDTHS[from], WIDTHS[to]];
    if (from === to) {
      const value = this.#value("i32");
      this.#line(`${this.#result("f32")} = arith.bitcast ${value} : i32 to f32`);
      return;
    }
    const operation = from > to ? "trunci" : this.#pick(["extsi", "extui"] as const);
    const value = this.#value(source);
    this.#line(`${this.#result(target)} = arith.${operation} ${value} : ${source} to ${target}`);
  }

  #conditional(depth: number): void {
    const type = this.#pick(["i32", "f32", "i64"] as const);
    const target = `%${this.#next++}`;
    const condition = this.#value("i1");
    this.#line(`${target} = scf.if ${condition} -> (${type}) {`);
    this.#inner(depth, type);
    this.#line("} else {");
    this.#inner(depth, type);
    this.#line("}");
    this.#define(type, target);
  }

  #loop(depth: number): void {
    const [target, index, carried] = [`%${this.#next++}`, `%${this.#next++}`, `%${this.#next++}`];
    const bounds = [this.#constant("index"), this.#constant("index")];
    const step = `%${this.#next++}`;
    this.#line(`${step} = arith.constant ${1 + this.#random.integer(2)} : index`);
    const start = this.#value("i32");
    this.#line(
      `${target} = scf.for ${index} = ${bounds[0]} to ${bounds[1]} step ${step} iter_args(${carried} = ${start}) -> (i32) {`,
    );
    this.#inner(depth, "i32", [
      ["i32", carried],
      ["index", index],
    ]);
    this.#line("}");
    this.#define("i32", target);
  }

  #inner(depth: number, type: Scalar, given: readonly (readonly [Scalar, string])[] = []): void {
    this.#scopes.push(new Map());
    for (const [kind, name] of given) this.#define(kind, name);
    for (let count = this.#random.integer(3); count >= 0; count--) this.#statement(depth);
    const result = this.#value(type);
    this.#line(`scf.yield ${result} : ${type}`);
    this.#scopes.pop();
  }

  /** Two ways to a block that takes what they computed. */
  #blocks(): void {
    const [yes, no, join] = [this.#next++, this.#next++, this.#next++];
    const target = `%${this.#next++}`;
    const [condition, passed] = [this.#value("i1"), this.#value("i32")];
    this.#line(`cf.cond_br ${condition}, ^b${yes}, ^b${no}(${passed} : i32)`);
    const parameter = `%${this.#next++}`;
    for (const [label, given] of [
      [`^b${yes}`, []],
      [`^b${no}(${parameter}: i32)`, [["i32", parameter] as const]],
    ] as const) {
      this.#scopes.push(new Map());
      this.#line(`${label}:`);
      for (const [kind, name] of given) this.#define(kind, name);
      for (let count = this.#random.integer(3); count >= 0; count--) this.#arithmetic();
      const result = this.#value("i32");
      this.#line(`cf.br ^b${join}(${result} : i32)`);
      this.#scopes.pop();
    }
    this.#line(`^b${join}(${target}: i32):`);
    this.#define("i32", target);
  }

  #call(): void {
    const target = `%${this.#next++}`;
    const args = [this.#value("i32"), this.#value("f32"), this.#value("i1")];
    this.#line(`${target}:2 = func.call @helper(${args.join(", ")}) : (i32, f32, i1) -> (i32, f32)`);
    this.#define("i32", `${target}#0`);
    this.#define("f32", `${target}#1`);
  }

  /** A value of the type: one that is there, or now and then a constant. */
  #value(type: Scalar): string {
    const known = this.#scopes.flatMap((scope) => scope.get(type) ?? []);
    if (known.length === 0 || this.#random.integer(5) === 0) return this.#constant(type);
    return known[known.length - 1 - this.#random.integer(Math.min(known.length, 8))] ?? this.#constant(type);
  }

  #constant(type: Scalar): string {
    const name = this.#result(type);
    const value = this.#pick(CONSTANTS[type]);
    this.#line(`${name} = arith.constant ${value}${type === "i1" ? "" : ` : ${type}`}`);
    return name;
  }

  #result(type: Scalar): string {
    const name = `%${this.#next++}`;
    this.#define(type, name);
    return name;
  }

  #define(type: Scalar, name: string): void {
    const scope = this.#scopes.at(-1);
    const known = scope?.get(type);
    if (known === undefined) scope?.set(type, [name]);
    else known.push(name);
  }

  #pick<T>(list: readonly T[]): T {
    const item = list[this.#random.integer(list.length)];
    invariant(item !== undefined, "there is something to pick");
    return item;
  }

  #line(text: string): void {
    this.#lines.push(`  ${text}`);
  }
}
