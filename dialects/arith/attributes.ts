/** Arith's flags, rounding modes and predicates. The order of each list is upstream's numbering. Source: ArithBase.td. */
import type { AssemblyParser, AssemblyPrinter } from "../../src/definition/assembly.ts";
import { type AttributeConstraint, FlagsAttr, IntegerEnumAttr } from "../../src/definition/attribute-constraint.ts";
import type { AttributeDefinition } from "../../src/definition/dialect.ts";
import { type Attribute, type DialectAttribute, i32, i64, stringAttribute } from "../../src/ir/attribute.ts";

export const FAST_MATH_FLAGS = ["reassoc", "nnan", "ninf", "nsz", "arcp", "contract", "afn"] as const;
export type FastMathFlag = (typeof FAST_MATH_FLAGS)[number];
export const FastMathAttr: AttributeConstraint<readonly FastMathFlag[]> = FlagsAttr(
  "arith",
  "fastmath",
  FAST_MATH_FLAGS,
  "Floating point fast math flags",
);

export const OVERFLOW_FLAGS = ["nsw", "nuw"] as const;
export type OverflowFlag = (typeof OVERFLOW_FLAGS)[number];
export const OverflowFlagsAttr: AttributeConstraint<readonly OverflowFlag[]> = FlagsAttr(
  "arith",
  "overflow",
  OVERFLOW_FLAGS,
  "Integer overflow arith flags",
);

export const RoundingModeAttr = IntegerEnumAttr(
  i32,
  ["to_nearest_even", "downward", "upward", "toward_zero", "to_nearest_away"],
  "Floating point rounding mode",
);

export const INTEGER_PREDICATES = ["eq", "ne", "slt", "sle", "sgt", "sge", "ult", "ule", "ugt", "uge"] as const;
export type IntegerPredicate = (typeof INTEGER_PREDICATES)[number];
export const CmpIPredicateAttr = IntegerEnumAttr(
  i64,
  INTEGER_PREDICATES,
  "allowed 64-bit signless integer cases: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9",
);

/** `o` predicates are false, `u` predicates true, when an operand is NaN. */
export const FLOAT_PREDICATES = [
  "false", "oeq", "ogt", "oge", "olt", "ole", "one", "ord",
  "ueq", "ugt", "uge", "ult", "ule", "une", "uno", "true",
] as const; // biome-ignore format: ordered, then unordered
export type FloatPredicate = (typeof FLOAT_PREDICATES)[number];
export const CmpFPredicateAttr = IntegerEnumAttr(
  i64,
  FLOAT_PREDICATES,
  "allowed 64-bit signless integer cases: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15",
);

interface FlagSyntax {
  readonly mnemonic: string;
  readonly summary: string;
  readonly flags: readonly string[];
  readonly separator: string;
  /** A word for all flags at once. */
  readonly all?: string;
}

/** `<none>`, `<fast>` or `<a,b>`. */
function flagsDefinition({ mnemonic, summary, flags, separator, all }: FlagSyntax): AttributeDefinition {
  const words = all === undefined ? ["none", ...flags] : ["none", ...flags, all];
  const parse = (parser: AssemblyParser): readonly Attribute[] | undefined => {
    const given = new Set<string>();
    const item = (): boolean => {
      const word = parser.parseOneOf(words);
      if (word === undefined) return false;
      if (word === all) for (const flag of flags) given.add(flag);
      else given.add(word);
      return true;
    };
    if (!parser.parseCommaSeparatedList("less-greater", item)) return undefined;
    return flags.filter((flag) => given.has(flag)).map((flag) => stringAttribute(flag));
  };
  const print = (attribute: DialectAttribute, printer: AssemblyPrinter): void => {
    const names = attribute.parameters.map((parameter) => (parameter.kind === "string" ? parameter.value : ""));
    const text = names.length === 0 ? "none" : names.length === flags.length && all !== undefined ? all : undefined;
    printer.print(`<${text ?? names.join(separator)}>`);
  };
  return { mnemonic, summary, parse, print };
}

export const attributes: readonly AttributeDefinition[] = [
  flagsDefinition({
    mnemonic: "fastmath",
    summary: "floating point fast math flags",
    flags: FAST_MATH_FLAGS,
    separator: ",",
    all: "fast",
  }),
  flagsDefinition({ mnemonic: "overflow", summary: "integer overflow flags", flags: OVERFLOW_FLAGS, separator: ", " }),
];
