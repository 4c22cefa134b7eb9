/**
 * Random StableHLO programs as text, from a seed: small tensors that are computed on, moved, reduced and chosen between. Values are used
 * again and constants are often splats or neutral, so that folds, identities and chains of layout operations occur.
 */
import { createRandom, type Random } from "../../src/support/random.ts";

type Element = "i1" | "i8" | "i32" | "ui8" | "f16" | "f32";

interface Typed {
  readonly name: string;
  readonly element: Element;
  readonly shape: readonly number[];
}

const ELEMENTS: readonly Element[] = ["i1", "i8", "i32", "i32", "ui8", "f16", "f32", "f32"];
const CONSTANTS: Readonly<Record<Element, readonly string[]>> = {
  i1: ["true", "false"],
  i8: ["0", "1", "-1", "-128", "127"],
  i32: ["0", "1", "-1", "2", "-2147483648"],
  ui8: ["0", "1", "255", "7"],
  f16: ["0.0", "-0.0", "1.0", "-2.5", "0x7C00", "0x7E00"],
  f32: ["0.0", "-0.0", "1.0", "-1.5", "0x7F800000", "0x7FC00000"],
};
const ANY_UNARY: readonly string[] = ["negate", "abs", "sign"];
const FLOAT_UNARY = [...ANY_UNARY, "ceil", "floor", "round_nearest_afz", "round_nearest_even", "exponential", "tanh"];
const INTEGER_UNARY = [...ANY_UNARY, "not"];
const UNARY: Readonly<Record<Element, readonly string[]>> = {
  i1: ["not"],
  i8: INTEGER_UNARY,
  i32: INTEGER_UNARY,
  ui8: ["not", "popcnt", "count_leading_zeros"],
  f16: FLOAT_UNARY,
  f32: FLOAT_UNARY,
};
const LOGICAL = ["and", "or", "xor", "maximum", "minimum"];
const FLOAT_BINARY = ["add", "subtract", "multiply", "divide", "maximum", "minimum", "remainder"];
const INTEGER_BINARY = [
  ...LOGICAL, "add", "subtract", "multiply", "shift_left", "shift_right_arithmetic", "shift_right_logical",
]; // biome-ignore format: a list
const BINARY: Readonly<Record<Element, readonly string[]>> = {
  i1: [...LOGICAL, "add", "multiply"],
  i8: INTEGER_BINARY,
  i32: INTEGER_BINARY,
  ui8: INTEGER_BINARY,
  f16: FLOAT_BINARY,
  f32: FLOAT_BINARY,
};
const DIRECTIONS = ["EQ", "NE", "GE", "GT", "LE", "LT"];

const tensor = (element: Element, shape: readonly number[]): string => `tensor<${[...shape, element].join("x")}>`;
const typeOf = ({ element, shape }: Typed): string => tensor(element, shape);
const isSame = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((extent, at) => extent === b[at]);
const countOf = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);
const list = (values: readonly (number | string)[]): string => `[${values.join(", ")}]`;

/** A module with a function `@main` of about `operations` operations, which returns its last values. */
export function randomStablehloProgram(seed: number, operations: number): string {
  return new ProgramText(createRandom(seed)).text(operations);
}

class ProgramText {
  readonly #random: Random;
  readonly #lines: string[] = [];
  #values: Typed[] = [];
  #next = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  text(operations: number): string {
    const shape = (): readonly number[] => this.#shape(3);
    this.#values = (["f32", "i32", "i1", "f32", "ui8"] as const).map((element, at) => ({
      name: `%a${at}`,
      element,
      shape: shape(),
    }));
    const args = this.#values.map((value) => `${value.name}: ${typeOf(value)}`);
    for (let count = 0; count < operations; count++) this.#statement(1);
    const results = this.#values.slice(-4);
    const types = results.map(typeOf).join(", ");
    this.#lines.push(`return ${results.map(({ name }) => name).join(", ")} : ${types}`);
    return `func.func @main(${args.join(", ")}) -> (${types}) {\n${this.#lines.join("\n")}\n}\n`;
  }

  #statement(depth: number): void {
    const { element, shape } = this.#any();
    const pick = this.#random.integer(20);
    if (pick < 4) this.#binary(element, shape);
    else if (pick < 5) this.#unary();
    else if (pick < 6) this.#choose(element, shape);
    else if (pick < 15) this.#layout();
    else if (pick < 16) this.#convert();
    else if (pick < 17) this.#reduce();
    else if (pick < 18) this.#dot();
    else if (depth > 0) this.#branch(depth - 1);
    else this.#clamp(element, shape);
  }

  #unary(): void {
    const operand = this.#any();
    this.#add(operand, `stablehlo.${this.#pick(UNARY[operand.element])} ${operand.name} : ${typeOf(operand)}`);
  }

  #binary(element: Element, shape: readonly number[]): void {
    const [left, right] = [this.#value(element, shape), this.#value(element, shape)];
    const name = this.#pick(BINARY[element]);
    this.#add({ element, shape }, `stablehlo.${name} ${left}, ${right} : ${tensor(element, shape)}`);
  }

  #choose(element: Element, shape: readonly number[]): void {
    const type = tensor(element, shape);
    const [left, right] = [this.#value(element, shape), this.#value(element, shape)];
    if (this.#random.integer(2) === 0) {
      const predicate = tensor("i1", shape);
      const line = `stablehlo.compare ${this.#pick(DIRECTIONS)}, ${left}, ${right} : (${type}, ${type}) -> ${predicate}`;
      this.#add({ element: "i1", shape }, line);
      return;
    }
    const chosenBy = this.#random.integer(3) === 0 ? [] : shape;
    const predicate = this.#value("i1", chosenBy);
    this.#add(
      { element, shape },
      `stablehlo.select ${predicate}, ${left}, ${right} : ${tensor("i1", chosenBy)}, ${type}`,
    );
  }

  #clamp(element: Element, shape: readonly number[]): void {
    const bound = this.#random.integer(2) === 0 ? [] : shape;
    const [low, value, high] = [this.#value(element, bound), this.#value(element, shape), this.#value(element, bound)];
    const types = [bound, shape, bound].map((extents) => tensor(element, extents)).join(", ");
    const result = tensor(element, shape);
    this.#add({ element, shape }, `stablehlo.clamp ${low}, ${value}, ${high} : (${types}) -> ${result}`);
  }

  #convert(): void {
    const operand = this.#any();
    const element = this.#pick(ELEMENTS);
    const result = { element, shape: operand.shape };
    this.#add(result, `stablehlo.convert ${operand.name} : (${typeOf(operand)}) -> ${tensor(element, operand.shape)}`);
  }

  #layout(): void {
    const operand = this.#any();
    const { element, shape } = operand;
    const moved = (extents: readonly number[], words: string): void => {
      const type = `(${typeOf(operand)}) -> ${tensor(element, extents)}`;
      this.#add({ element, shape: extents }, `stablehlo.${words} : ${type}`);
    };
    switch (this.#random.integer(9)) {
      case 0: {
        const order = this.#shuffled(shape.map((_, at) => at));
        moved(this.#gathered(shape, order), `transpose ${operand.name}, dims = ${list(order)}`);
        break;
      }
      case 1:
        moved(this.#reshaped(shape), `reshape ${operand.name}`);
        break;
      case 2: {
        if (shape.length > 3) return;
        const rank = shape.length + this.#random.integer(2);
        const dims = this.#shuffled(Array.from({ length: rank }, (_, at) => at)).slice(0, shape.length);
        const result = Array.from({ length: rank }, () => 1 + this.#random.integer(3));
        dims.forEach((dimension, at) => {
          const extent = shape[at] ?? 1;
          if (extent !== 1 || this.#random.integer(2) === 0) result[dimension] = extent;
        });
        moved(result, `broadcast_in_dim ${operand.name}, dims = ${list(dims)}`);
        break;
      }
      case 3: {
        const starts = shape.map((extent) => (this.#random.integer(2) === 0 ? 0 : this.#random.integer(extent + 1)));
        const limits = shape.map((extent, at) => extent - this.#random.integer(extent - (starts[at] ?? 0) + 1));
        const strides = shape.map(() => 1 + this.#random.integer(2));
        const extents = shape.map((_, at) => Math.ceil(((limits[at] ?? 0) - (starts[at] ?? 0)) / (strides[at] ?? 1)));
        const ranges = shape.map((_, at) => `${starts[at]}:${limits[at]}:${strides[at]}`);
        moved(extents, `slice ${operand.name} ${list(ranges)}`);
        break;
      }
      case 4: {
        const amount = (): readonly number[] => shape.map(() => Math.max(0, this.#random.integer(4) - 2));
        const [low, high, interior] = [amount().map((x) => x - this.#random.integer(2)), amount(), amount()];
        const extents = shape.map((extent, at) => {
          const inside = Math.max(0, extent - 1) * (interior[at] ?? 0);
          return extent + inside + (low[at] ?? 0) + (high[at] ?? 0);
        });
        if (extents.some((extent) => extent < 0 || extent > 6)) return;
        const value = this.#value(element, []);
        const amounts = `low = ${list(low)}, high = ${list(high)}, interior = ${list(interior)}`;
        const types = `(${typeOf(operand)}, ${tensor(element, [])}) -> ${tensor(element, extents)}`;
        this.#add({ element, shape: extents }, `stablehlo.pad ${operand.name}, ${value}, ${amounts} : ${types}`);
        break;
      }
      case 5: {
        if (shape.length === 0) return;
        const dimension = this.#random.integer(shape.length);
        const others = Array.from({ length: this.#random.integer(3) }, () => this.#value(element, shape));
        const result = shape.map((extent, at) => (at === dimension ? extent * (others.length + 1) : extent));
        if (countOf(result) > 200) return;
        const types = [operand.name, ...others].map(() => typeOf(operand)).join(", ");
        const words = `concatenate ${[operand.name, ...others].join(", ")}, dim = ${dimension}`;
        this.#add({ element, shape: result }, `stablehlo.${words} : (${types}) -> ${tensor(element, result)}`);
        break;
      }
      case 6: {
        const dims = shape.flatMap((_, at) => (this.#random.integer(2) === 0 ? [at] : []));
        this.#add(operand, `stablehlo.reverse ${operand.name}, dims = ${list(dims)} : ${typeOf(operand)}`);
        break;
      }
      case 7: {
        const sizes = shape.map((extent) => extent - this.#random.integer(extent + 1));
        const starts = shape.map(() => this.#value("i32", []));
        const types = [typeOf(operand), ...starts.map(() => "tensor<i32>")].join(", ");
        const operands = [operand.name, ...starts].join(", ");
        const words = `dynamic_slice ${operands}, sizes = ${list(sizes)}`;
        this.#add({ element, shape: sizes }, `stablehlo.${words} : (${types}) -> ${tensor(element, sizes)}`);
        break;
      }
      default: {
        const sizes = shape.map((extent) => extent - this.#random.integer(extent + 1));
        const update = this.#value(element, sizes);
        const starts = shape.map(() => this.#value("i32", []));
        const types = [typeOf(operand), tensor(element, sizes), ...starts.map(() => "tensor<i32>")].join(", ");
        const operands = [operand.name, update, ...starts].join(", ");
        this.#add(operand, `stablehlo.dynamic_update_slice ${operands} : (${types}) -> ${typeOf(operand)}`);
      }
    }
  }

  #reduce(): void {
    const operand = this.#any();
    const { element, shape } = operand;
    const dims = shape.flatMap((_, at) => (this.#random.integer(2) === 0 ? [at] : []));
    const result = shape.filter((_, at) => !dims.includes(at));
    const body = this.#pick(element === "i1" ? ["and", "or"] : ["add", "maximum", "minimum", "multiply"]);
    const init = this.#value(element, []);
    const words = `stablehlo.reduce(${operand.name} init: ${init}) applies stablehlo.${body} across dimensions = ${list(dims)}`;
    const types = `(${typeOf(operand)}, ${tensor(element, [])}) -> ${tensor(element, result)}`;
    this.#add({ element, shape: result }, `${words} : ${types}`);
  }

  #dot(): void {
    const left = this.#any();
    const { element, shape } = left;
    if (element === "i1" || shape.length === 0 || shape.length > 3) return;
    const contracted = this.#random.integer(shape.length);
    const rightShape = this.#shuffled([shape[contracted] ?? 1, 1 + this.#random.integer(3)]);
    const at = rightShape.indexOf(shape[contracted] ?? 1);
    const right = this.#value(element, rightShape);
    const result = [...shape.filter((_, dim) => dim !== contracted), ...rightShape.filter((_, dim) => dim !== at)];
    const words = `stablehlo.dot_general ${left.name}, ${right}, contracting_dims = [${contracted}] x [${at}]`;
    const types = `(${typeOf(left)}, ${tensor(element, rightShape)}) -> ${tensor(element, result)}`;
    this.#add({ element, shape: result }, `${words} : ${types}`);
  }

  /** An if or a case, whose branches compute on what is outside. */
  #branch(depth: number): void {
    const { element, shape } = this.#any();
    const type = tensor(element, shape);
    const isCase = this.#random.integer(2) === 0;
    const by = this.#value(isCase ? "i32" : "i1", []);
    const outer = this.#values;
    const name = `%${this.#next++}`;
    const regions = Array.from({ length: isCase ? 3 : 2 }, () => {
      this.#values = [...outer];
      const from = this.#lines.length;
      for (let count = this.#random.integer(3); count >= 0; count--) this.#statement(depth);
      const value = this.#value(element, shape);
      return `{\n${[...this.#lines.splice(from), `stablehlo.return ${value} : ${type}`].join("\n")}\n}`;
    });
    this.#values = [...outer];
    const words = `"stablehlo.${isCase ? "case" : "if"}"(${by}) (${regions.join(", ")})`;
    this.#lines.push(`${name} = ${words} : (${tensor(isCase ? "i32" : "i1", [])}) -> ${type}`);
    this.#values.push({ name, element, shape });
  }

  #add({ element, shape }: Omit<Typed, "name">, words: string): void {
    const name = `%${this.#next++}`;
    this.#lines.push(`${name} = ${words}`);
    this.#values.push({ name, element, shape });
  }

  #any(): Typed {
    const recent = this.#values.slice(-6);
    return this.#pick(this.#random.integer(3) === 0 ? this.#values : recent);
  }

  /** A value of that type: one of those there are, or a constant. */
  #value(element: Element, shape: readonly number[]): string {
    const fitting = this.#values.filter((value) => value.element === element && isSame(value.shape, shape));
    if (fitting.length > 0 && this.#random.integer(4) > 0) return this.#pick(fitting).name;
    const [one, type] = [(): string => this.#pick(CONSTANTS[element]), tensor(element, shape)];
    const isSplat = this.#random.integer(2) === 0 || countOf(shape) === 0;
    const nested = (from: number): string =>
      from === shape.length ? one() : list(Array.from({ length: shape[from] ?? 0 }, () => nested(from + 1)));
    const isIota = shape.length > 0 && element !== "i1" && this.#random.integer(4) === 0;
    const words = isIota
      ? `iota dim = ${this.#random.integer(shape.length)}`
      : `constant dense<${isSplat ? one() : nested(0)}>`;
    this.#add({ element, shape }, `stablehlo.${words} : ${type}`);
    return `%${this.#next - 1}`;
  }

  #shape(rank: number): readonly number[] {
    return Array.from({ length: this.#random.integer(rank + 1) }, () => 1 + this.#random.integer(3));
  }

  /** As many elements under another shape. */
  #reshaped(shape: readonly number[]): readonly number[] {
    const kept = shape.filter((extent) => extent !== 1);
    if (this.#random.integer(3) === 0) return [countOf(shape)];
    const at = this.#random.integer(kept.length + 1);
    return [...kept.slice(0, at), 1, ...kept.slice(at)];
  }

  #gathered(shape: readonly number[], order: readonly number[]): readonly number[] {
    return order.map((dimension) => shape[dimension] ?? 1);
  }

  #shuffled<T>(values: readonly T[]): readonly T[] {
    return values
      .map((value) => ({ value, key: this.#random.next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ value }) => value);
  }

  #pick<T>(choices: readonly T[]): T {
    const chosen = choices[this.#random.integer(choices.length)];
    if (chosen === undefined) throw new RangeError("nothing to choose from");
    return chosen;
  }
}
