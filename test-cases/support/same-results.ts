/** The oracle of lowerings: every function of a program must give on random inputs what it gave before. */
import { expect } from "vitest";
import type { Context } from "../../src/definition/context.ts";
import { interpret } from "../../src/interpret/interpreter.ts";
import { dtypeOf, type FunctionType, findAttribute, type Type } from "../../src/ir/attribute.ts";
import { type Module, TOP } from "../../src/ir/module.ts";
import { renderDiagnostics } from "../../src/source/render.ts";
import { createRandom, type Random } from "../../src/support/random.ts";
import { compareTensors, type Tolerance } from "../../src/tensor/compare.ts";
import { dtypeFacts } from "../../src/tensor/dtype.ts";
import { knownElementCount } from "../../src/tensor/shape.ts";
import { type Tensor, tensorOf } from "../../src/tensor/tensor.ts";

/** What arithmetic meets at its edges; random numbers come between them. */
const SPECIAL_FLOATS = [0, -0, 1, -1, 0.5, -2.5, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
const SPECIAL_INTEGERS = [0, 1, -1, 2, 31, 32, 33, -2147483648, 2147483647];

export interface InputOptions {
  /** Whether the edges of the types occur among the inputs. */
  readonly special: boolean;
}

/** A tensor of a static type: normal numbers for floats, small integers, or the edges of the types. */
export function randomTensor(type: Type, random: Random, { special }: InputOptions): Tensor {
  const dtype = type.kind === "tensor-type" ? dtypeOf(type.elementType) : undefined;
  if (type.kind !== "tensor-type" || dtype === undefined) expect.unreachable(`no inputs of type ${type.kind}`);
  const pick = (list: readonly number[]): number => list[random.integer(list.length)] ?? 0;
  const { kind } = dtypeFacts(dtype);
  const element = (): number => {
    const atEdge = special && random.next() < 0.4;
    if (kind === "boolean") return random.integer(2);
    if (kind === "float") return atEdge ? pick(SPECIAL_FLOATS) : random.normal() * 2;
    return atEdge ? pick(SPECIAL_INTEGERS) : random.integer(9) - 4;
  };
  return tensorOf(dtype, type.shape, Array.from({ length: knownElementCount(type.shape) }, element));
}

interface Signature {
  readonly name: string;
  readonly type: FunctionType;
}

/** The functions of a module. */
export function functionsOf(module: Module): readonly Signature[] {
  return module.childrenOf(TOP).flatMap((id) => {
    const { properties } = module.body(id).root;
    const name = findAttribute(properties, "sym_name");
    const type = findAttribute(properties, "function_type");
    return name?.kind === "string" && type?.kind === "function-type" ? [{ name: name.value, type }] : [];
  });
}

export interface SameResultsOptions extends InputOptions {
  readonly tolerance: Tolerance;
  /** Inputs that are tried. */
  readonly rounds: number;
}

/** Runs function `name` of both modules on random inputs; the seed is the round's number. */
export function expectSameResults(
  before: Module,
  after: Module,
  name: string,
  context: Context,
  { tolerance, rounds, special }: SameResultsOptions,
): void {
  const signature = functionsOf(before).find((other) => other.name === name);
  for (let seed = 1; seed <= rounds; seed++) {
    const random = createRandom(seed);
    const inputs = (signature?.type.inputs ?? []).map((type) => randomTensor(type, random, { special }));
    const expected = resultsOf(before, name, inputs, context);
    const actual = resultsOf(after, name, inputs, context);
    expected.forEach((tensor, at) => {
      const found = actual[at];
      if (found === undefined) expect.unreachable(`@${name} lost result ${at}`);
      const compared = compareTensors(found, tensor, tolerance);
      expect(compared.close ? "same" : compared.message, `@${name}, result ${at}, seed ${seed}`).toBe("same");
    });
  }
}

function resultsOf(module: Module, name: string, inputs: readonly Tensor[], context: Context): readonly Tensor[] {
  const run = interpret(module, context, name, inputs);
  if (!run.ok) expect.unreachable(renderDiagnostics(run.diagnostics));
  return run.value;
}
