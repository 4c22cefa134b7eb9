/**
 * Einstein sums of any number of operands: pairwise products from the left. A letter that the result and the later
 * operands do not need is summed as soon as it can be, in an operand alone by a reduction, between two by the
 * contraction of a matrix product. Source: ONNX operator specifications, numpy.einsum.
 */
import { multiply } from "../../../../dialects/stablehlo/ops/binary.ts";
import type { Value } from "../../../ir/handle.ts";
import { dot } from "../emit/contraction.ts";
import { binary, compare, numberLike, select } from "../emit/elementwise.ts";
import { iota, reshape, transpose } from "../emit/layout.ts";
import { reduce } from "../emit/reduction.ts";
import { type Emitter, extentOf, rankOf, shapeOf } from "../emitter.ts";
import type { NodeImport } from "../node-import.ts";
import { anyValue, defineOnnxOperator, type OnnxOperator } from "../operator.ts";

/** An operand with a letter for each dimension; the dimensions of an ellipsis are digits counted from the last. */
interface Term {
  readonly letters: readonly string[];
  readonly value: Value;
}

/** The letters of one operand of this rank, its ellipsis spelt out; undefined where the count does not fit. */
function lettersOf(text: string, rank: number): readonly string[] | undefined {
  const plain = text.replace("...", "");
  const open = rank - plain.length;
  if (!/^[A-Za-z]*$/.test(plain) || open < 0 || (open > 0 && !text.includes("..."))) return undefined;
  const ellipsis = Array.from({ length: open }, (_, at) => String(open - 1 - at));
  return text.split("...").flatMap((part, at) => (at === 0 ? [...part] : [...ellipsis, ...part]));
}

/** Merges dimensions of one letter into one: their diagonal. */
function withoutRepeats(emitter: Emitter, term: Term): Term {
  const again = term.letters.findIndex((letter, at) => term.letters.indexOf(letter) !== at);
  if (again === -1) return term;
  const first = term.letters.indexOf(term.letters[again] ?? "");
  const shape = shapeOf(term.value);
  const onDiagonal = compare(emitter, "EQ", iota(emitter, "i32", shape, first), iota(emitter, "i32", shape, again));
  const masked = select(emitter, onDiagonal, term.value, numberLike(emitter, term.value, 0));
  return withoutRepeats(emitter, {
    letters: term.letters.filter((_, at) => at !== again),
    value: reduce(emitter, "add", masked, [again]),
  });
}

/** Sums over the letters that nobody needs any more. */
function summed(emitter: Emitter, term: Term, needed: ReadonlySet<string>): Term {
  const axes = term.letters.flatMap((letter, at) => (needed.has(letter) ? [] : [at]));
  return {
    letters: term.letters.filter((letter) => needed.has(letter)),
    value: reduce(emitter, "add", term.value, axes),
  };
}

/** Drops dimensions of extent 1 that the other operand has at full length: they broadcast. */
function withoutOnes(emitter: Emitter, term: Term, other: Term): Term {
  const isOne = (letter: string, at: number): boolean => {
    const there = other.letters.indexOf(letter);
    return there !== -1 && extentOf(term.value, at) === 1 && extentOf(other.value, there) !== 1;
  };
  const kept = term.letters.flatMap((letter, at) => (isOne(letter, at) ? [] : [at]));
  return {
    letters: kept.map((at) => term.letters[at] ?? ""),
    value: reshape(
      emitter,
      term.value,
      kept.map((at) => extentOf(term.value, at)),
    ),
  };
}

/** Both operands' product: shared letters are batch dimensions if they are needed later, and contracted otherwise. */
function product(emitter: Emitter, a: Term, b: Term, needed: ReadonlySet<string>): Term {
  if (emitter.isPlaceholder(a.value) || emitter.isPlaceholder(b.value))
    return { letters: [], value: emitter.placeholder() };
  const own = (term: Term, other: Term): ReadonlySet<string> =>
    new Set([...needed, ...other.letters].filter((letter) => term.letters.includes(letter)));
  const left = summed(emitter, withoutOnes(emitter, a, b), own(a, b));
  const right = summed(emitter, withoutOnes(emitter, b, a), own(b, a));
  const shared = left.letters.filter((letter) => right.letters.includes(letter));
  const places = (letters: readonly string[]): readonly [number[], number[]] => [
    letters.map((letter) => left.letters.indexOf(letter)),
    letters.map((letter) => right.letters.indexOf(letter)),
  ];
  const batch = shared.filter((letter) => needed.has(letter));
  const rest = (term: Term): readonly string[] => term.letters.filter((letter) => !shared.includes(letter));
  const letters = [...batch, ...rest(left), ...rest(right)];
  if (rankOf(left.value) === 0 || rankOf(right.value) === 0) {
    return { letters, value: binary(emitter, multiply, left.value, right.value) };
  }
  const contract = shared.filter((letter) => !needed.has(letter));
  return {
    letters,
    value: dot(emitter, left.value, right.value, { batch: places(batch), contract: places(contract) }),
  };
}

/** Letters of the result: given, or each that occurs once in `lists`, in alphabetical order, after the ellipsis. */
function resultLetters(text: string | undefined, lists: string, terms: readonly Term[]): readonly string[] | undefined {
  const all = terms.flatMap(({ letters }) => letters);
  const ellipsis = [...new Set(all.filter((letter) => /\d/.test(letter)))].sort((a, b) => Number(b) - Number(a));
  if (text === undefined) {
    const once = [...lists].filter((letter) => /[A-Za-z]/.test(letter) && lists.split(letter).length === 2);
    return [...ellipsis, ...once.sort()];
  }
  const letters = lettersOf(text, text.replace("...", "").length + (text.includes("...") ? ellipsis.length : 0));
  return letters?.every((letter) => all.includes(letter)) === true ? letters : undefined;
}

function einsum(node: NodeImport): Value {
  const { emitter, attributes, inputs } = node;
  const equation = attributes.string("equation", "").replace(/\s/g, "");
  const [lists = "", result] = equation.split("->");
  const texts = lists.split(",");
  const terms = texts.flatMap((text, at): Term[] => {
    const value = inputs[at];
    const letters = value && lettersOf(text, rankOf(value));
    return value === undefined || letters === undefined ? [] : [withoutRepeats(emitter, { letters, value })];
  });
  const wanted = resultLetters(result, lists, terms);
  const [first, ...others] = terms;
  if (terms.length !== inputs.length || texts.length !== inputs.length || wanted === undefined || first === undefined) {
    return emitter.problem(`attribute "equation": "${equation}" does not fit the inputs`);
  }
  const neededAfter = (at: number): ReadonlySet<string> =>
    new Set([...wanted, ...others.slice(at).flatMap(({ letters }) => letters)]);
  const start = summed(emitter, first, neededAfter(0));
  const total = others.reduce((left, right, at) => product(emitter, left, right, neededAfter(at + 1)), start);
  if (emitter.isPlaceholder(total.value)) return total.value;
  const order = wanted.map((letter) => total.letters.indexOf(letter));
  return transpose(emitter, total.value, order);
}

export const einsumOperators: readonly OnnxOperator[] = [
  defineOnnxOperator({
    name: "Einsum",
    since: 12,
    inputs: [1, Number.POSITIVE_INFINITY],
    attributes: { equation: anyValue },
    import: einsum,
  }),
];
