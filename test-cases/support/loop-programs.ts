/**
 * Random functions of loops on memrefs, as text, out of a list of numbers that decide everything (so that a shorter list is a smaller
 * program). Every operation has defined results on every input: divisors are not zero, shifts smaller than the width.
 */

/** Element types of the memrefs; each has an input and an output of `EXTENT` elements. */
export const elementTypes = ["i1", "i8", "i16", "i32", "i64", "f32", "f64"] as const;
export type ElementType = (typeof elementTypes)[number];
export const EXTENT = 8;

type Type = ElementType | "index" | "vector<4xf32>" | "vector<4xi32>" | "vector<4xi1>";

interface Named {
  readonly name: string;
  readonly type: Type;
}

const integers: readonly Type[] = ["i1", "i8", "i16", "i32", "i64", "vector<4xi32>", "vector<4xi1>"];
const floats: readonly Type[] = ["f32", "f64", "vector<4xf32>"];
const widths: Readonly<Record<string, number>> = { i1: 1, i8: 8, i16: 16, i32: 32, i64: 64, "vector<4xi32>": 32 };

const integerBinary = ["addi", "subi", "muli", "andi", "ori", "xori", "maxsi", "minsi", "maxui", "minui"];
const divisions = ["divsi", "divui", "remsi", "remui", "floordivsi", "ceildivsi", "ceildivui"];
const shifts = ["shli", "shrsi", "shrui"];
const floatBinary = ["addf", "subf", "mulf", "divf", "minimumf", "maximumf", "minnumf", "maxnumf"];
const floatUnary = ["arith.negf", "math.absf", "math.floor", "math.ceil", "math.trunc", "math.roundeven", "math.sqrt"];
const integerTests = ["eq", "ne", "slt", "sle", "sgt", "sge", "ult", "ule", "ugt", "uge"];
const floatTests = [
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
  "true",
  "false",
];

/** The type of a comparison's result. */
const booleanOf = (type: Type): Type => (type.startsWith("vector") ? "vector<4xi1>" : "i1");

class Writer {
  readonly #choices: readonly number[];
  readonly #lines: string[] = [];
  #next = 0;
  #names = 0;
  #values: Named[] = [];
  #indent = "  ";

  constructor(choices: readonly number[]) {
    this.#choices = choices;
  }

  get text(): string {
    return this.#lines.join("\n");
  }

  /** A number below `bound`; 0 when the choices are used up. */
  #choose(bound: number): number {
    return (this.#choices[this.#next++] ?? 0) % bound;
  }
  #pick<T>(items: readonly T[], otherwise: T): T {
    return items[this.#choose(items.length)] ?? otherwise;
  }
  get #isDone(): boolean {
    return this.#next >= this.#choices.length;
  }

  #line(text: string): void {
    this.#lines.push(this.#indent + text);
  }
  #define(type: Type, operation: string): Named {
    const value = { name: `%v${this.#names++}`, type };
    this.#line(`${value.name} = ${operation}`);
    this.#values.push(value);
    return value;
  }

  function(): void {
    const args = elementTypes.flatMap((type) => [
      `%in_${type}: memref<${EXTENT}x${type}>`,
      `%out_${type}: memref<${EXTENT}x${type}>`,
    ]);
    this.#lines.push(`func.func @main(${args.join(", ")}) {`);
    for (const value of [0, 1, 4, EXTENT]) this.#line(`%c${value} = arith.constant ${value} : index`);
    for (const type of elementTypes)
      this.#line(
        `%two_${type} = arith.constant ${type === "i1" ? "true" : type.startsWith("f") ? "2.0" : "2"}${type === "i1" ? "" : ` : ${type}`}`,
      );
    this.#line("%two_v = arith.constant dense<2> : vector<4xi32>");
    this.#statements(0);
    this.#line("return");
    this.#lines.push("}");
  }

  #statements(depth: number): void {
    const count = 1 + this.#choose(6);
    for (let at = 0; at < count || (depth === 0 && !this.#isDone); at++) this.#statement(depth);
  }

  #statement(depth: number): void {
    const kind = this.#choose(depth < 3 ? 12 : 8);
    if (kind < 3) this.#load();
    else if (kind < 6) this.#compute();
    else if (kind < 8) this.#store();
    else if (kind < 10) this.#for(depth);
    else if (kind < 11) this.#if(depth);
    else this.#while(depth);
  }

  /** An index between 0 and EXTENT - 1, or EXTENT - 4 for vectors. */
  #index(isVector: boolean): string {
    const known = this.#values.filter(({ type }) => type === "index");
    const choice = this.#choose(known.length + 2);
    const base = known[choice]?.name ?? (choice % 2 === 0 ? "%c1" : "%c0");
    const bound = isVector ? "%c4" : `%c${EXTENT}`;
    const sum = `%v${this.#names++}`;
    this.#line(`${sum} = arith.addi ${base}, ${this.#pick(["%c0", "%c1", "%c4"], "%c0")} : index`);
    const name = `%v${this.#names++}`;
    this.#line(`${name} = arith.remui ${sum}, ${bound} : index`);
    return name;
  }

  #load(): void {
    const type = this.#pick<Type>([...elementTypes, "vector<4xf32>", "vector<4xi32>", "vector<4xi1>"], "i32");
    const [, element] = /^vector<4x(.*)>$/.exec(type) ?? [];
    const index = this.#index(element !== undefined);
    if (element === undefined) this.#define(type, `memref.load %in_${type}[${index}] : memref<${EXTENT}x${type}>`);
    else this.#define(type, `vector.load %in_${element}[${index}] : memref<${EXTENT}x${element}>, ${type}`);
  }

  #store(): void {
    const value = this.#any(this.#values.filter(({ type }) => type !== "index"));
    if (value === undefined) return;
    const [, element] = /^vector<4x(.*)>$/.exec(value.type) ?? [];
    const index = this.#index(element !== undefined);
    if (element === undefined)
      this.#line(`memref.store ${value.name}, %out_${value.type}[${index}] : memref<${EXTENT}x${value.type}>`);
    else
      this.#line(`vector.store ${value.name}, %out_${element}[${index}] : memref<${EXTENT}x${element}>, ${value.type}`);
  }

  #any(values: readonly Named[]): Named | undefined {
    return values.length === 0 ? undefined : values[this.#choose(values.length)];
  }
  #anyOf(type: Type): Named | undefined {
    return this.#any(this.#values.filter((value) => value.type === type));
  }

  #compute(): void {
    const left = this.#any(this.#values.filter(({ type }) => type !== "index"));
    if (left === undefined) {
      this.#load();
      return;
    }
    const { type } = left;
    const right = this.#anyOf(type) ?? left;
    const operands = `${left.name}, ${right.name} : ${type}`;
    const kind = this.#choose(6);
    if (kind === 0) this.#compareAndSelect(left, right);
    else if (kind === 1) this.#cast(left);
    else if (floats.includes(type)) {
      if (kind === 2) this.#define(type, `${this.#pick(floatUnary, "arith.negf")} ${left.name} : ${type}`);
      else this.#define(type, `arith.${this.#pick(floatBinary, "addf")} ${operands}`);
    } else if (integers.includes(type)) this.#integer(kind, left, operands);
  }

  #integer(kind: number, left: Named, operands: string): void {
    const { type } = left;
    const two = type === "vector<4xi32>" ? "%two_v" : `%two_${type}`;
    const width = widths[type] ?? 1;
    // A boolean has no 2: its divisor would be -1 and its shifts larger than its width.
    if (kind === 2 && width > 1)
      this.#define(type, `arith.${this.#pick(divisions, "divui")} ${left.name}, ${two} : ${type}`);
    else if (kind === 3 && width > 1)
      this.#define(type, `arith.${this.#pick(shifts, "shli")} ${left.name}, ${two} : ${type}`);
    else this.#define(type, `arith.${this.#pick(integerBinary, "addi")} ${operands}`);
  }

  #compareAndSelect(left: Named, right: Named): void {
    const { type } = left;
    const isFloat = floats.includes(type);
    const test = isFloat
      ? `arith.cmpf ${this.#pick(floatTests, "oeq")}`
      : `arith.cmpi ${this.#pick(integerTests, "eq")}`;
    const condition = this.#define(booleanOf(type), `${test}, ${left.name}, ${right.name} : ${type}`);
    const types = condition.type === "i1" ? type : `${condition.type}, ${type}`;
    this.#define(type, `arith.select ${condition.name}, ${left.name}, ${right.name} : ${types}`);
  }

  #cast(value: Named): void {
    const { type, name } = value;
    const casts: readonly (readonly [operation: string, to: Type])[] = castsOf[type] ?? [];
    const [operation, to] = this.#pick(casts, ["", "i32"]);
    if (operation !== "") this.#define(to, `${operation} ${name} : ${type} to ${to}`);
  }

  /** A loop that carries a value, with a bound that may be 0. */
  #for(depth: number): void {
    const carried = this.#any(this.#values.filter(({ type }) => type !== "index"));
    const bound = this.#pick(["%c4", "%c0", "%c1", `%c${EXTENT}`], "%c4");
    const step = this.#pick(["%c1", "%c4"], "%c1");
    if (carried === undefined) {
      const counter = `%v${this.#names++}`;
      this.#line(`scf.for ${counter} = %c0 to ${bound} step ${step} {`);
      this.#inside(depth, [{ name: counter, type: "index" }], undefined);
      return;
    }
    const [result, counter, argument] = [this.#names, this.#names + 1, this.#names + 2].map((at) => `%v${at}`);
    this.#names += 3;
    const { type } = carried;
    this.#line(
      `${result} = scf.for ${counter} = %c0 to ${bound} step ${step} iter_args(${argument} = ${carried.name}) -> (${type}) {`,
    );
    this.#inside(
      depth,
      [
        { name: counter ?? "", type: "index" },
        { name: argument ?? "", type },
      ],
      type,
    );
    this.#values.push({ name: result ?? "", type });
  }

  /** Statements in a region, which ends with a yield of a value of `type`; what they define is not seen outside. */
  #inside(depth: number, args: readonly Named[], type: Type | undefined): void {
    const outer = this.#values;
    this.#values = [...outer, ...args];
    const indent = this.#indent;
    this.#indent += "  ";
    this.#statements(depth + 1);
    const value = type === undefined ? undefined : (this.#anyOf(type) ?? args.at(-1));
    if (value !== undefined) this.#line(`scf.yield ${value.name} : ${value.type}`);
    this.#indent = indent;
    this.#line("}");
    this.#values = outer;
  }

  #if(depth: number): void {
    const condition = this.#anyOf("i1");
    const value = this.#any(this.#values.filter(({ type }) => type !== "index"));
    if (condition === undefined || value === undefined) {
      this.#load();
      return;
    }
    const { type } = value;
    const result = `%v${this.#names++}`;
    this.#line(`${result} = scf.if ${condition.name} -> (${type}) {`);
    this.#inside(depth, [value], type);
    this.#lines.push(`${this.#indent}else {`);
    const closed = this.#lines.length - 2;
    this.#lines[closed] = `${this.#indent}} else {`;
    this.#lines.pop();
    this.#inside(depth, [value], type);
    this.#values.push({ name: result, type });
  }

  /** Counts down from a number below 4 and carries a value. */
  #while(depth: number): void {
    const value = this.#any(this.#values.filter(({ type }) => type !== "index"));
    if (value === undefined) {
      this.#load();
      return;
    }
    const { type } = value;
    const id = this.#names++;
    this.#line(
      `%v${id}:2 = scf.while (%n${id} = %c4, %x${id} = ${value.name}) : (index, ${type}) -> (index, ${type}) {`,
    );
    this.#line(`  %go${id} = arith.cmpi ugt, %n${id}, %c0 : index`);
    this.#line(`  scf.condition(%go${id}) %n${id}, %x${id} : index, ${type}`);
    this.#line("} do {");
    this.#line(`^bb0(%m${id}: index, %y${id}: ${type}):`);
    this.#line(`  %less${id} = arith.subi %m${id}, %c1 : index`);
    const outer = this.#values;
    const indent = this.#indent;
    this.#values = [...outer, { name: `%m${id}`, type: "index" }, { name: `%y${id}`, type }];
    this.#indent += "  ";
    this.#statements(depth + 1);
    const next = this.#anyOf(type)?.name ?? `%y${id}`;
    this.#line(`scf.yield %less${id}, ${next} : index, ${type}`);
    this.#indent = indent;
    this.#line("}");
    this.#values = [...outer, { name: `%v${id}#1`, type }];
  }
}

const castsOf: Readonly<Partial<Record<Type, readonly (readonly [string, Type])[]>>> = {
  i1: [["arith.extui", "i8"], ["arith.extsi", "i32"], ["arith.extui", "i64"], ["arith.uitofp", "f32"], ["arith.sitofp", "f64"]],
  i8: [["arith.extsi", "i16"], ["arith.extui", "i32"], ["arith.extsi", "i64"], ["arith.trunci", "i1"], ["arith.uitofp", "f32"]],
  i16: [["arith.extui", "i32"], ["arith.trunci", "i8"], ["arith.extui", "i64"], ["arith.sitofp", "f32"]],
  i32: [["arith.extsi", "i64"], ["arith.trunci", "i16"], ["arith.trunci", "i8"], ["arith.bitcast", "f32"], ["arith.uitofp", "f64"]],
  i64: [["arith.trunci", "i32"], ["arith.trunci", "i8"], ["arith.sitofp", "f64"], ["arith.uitofp", "f32"]],
  f32: [["arith.extf", "f64"]],
  f64: [["arith.truncf", "f32"], ["arith.bitcast", "i64"]],
  "vector<4xi32>": [["arith.sitofp", "vector<4xf32>"], ["arith.bitcast", "vector<4xf32>"], ["arith.trunci", "vector<4xi1>"]],
  "vector<4xi1>": [["arith.extui", "vector<4xi32>"], ["arith.extsi", "vector<4xi32>"], ["arith.uitofp", "vector<4xf32>"]],
}; // biome-ignore format: a table

/** A function `@main` of inputs and outputs of every element type. */
export function randomLoopProgram(choices: readonly number[]): string {
  const writer = new Writer(choices);
  writer.function();
  return writer.text;
}
