import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import * as ohm from "ohm-js";
import { describe, expect, test } from "vitest";
import { generateGenericText } from "../../../bench/programs.ts";
import { CoreParser } from "../generated/core-parser.ts";
import { grammarText } from "../generated/grammar-text.ts";
import { compileGrammar, type RuleSource } from "./compile-grammar.ts";
import type { CoreActions } from "./core-actions.ts";
import { generateCore } from "./generate.ts";
import { scanSymbolBody } from "./tokens.ts";

const folder = fileURLToPath(new URL("../", import.meta.url));

test("the generated files are those that the grammar gives", () => {
  const generated = generateCore(readFileSync(`${folder}mlir.ohm`, "utf8"));
  expect(generated.ok).toBe(true);
  if (!generated.ok) return;
  for (const [path, text] of Object.entries(generated.value)) expect(readFileSync(folder + path, "utf8")).toBe(text);
});

function compiled(text: string): readonly string[] | "compiled" {
  const grammar: RuleSource = ohm.grammar(text) as unknown as RuleSource;
  const result = compileGrammar(grammar, { startRules: ["Start"], actions: { number: { actor: "attributes" } } });
  return result.ok ? "compiled" : result.diagnostics.map(({ message }) => message);
}

describe("what cannot be compiled is refused", () => {
  test("direct left recursion", () => {
    expect(compiled('G { Start = Sum  Sum = Sum "+" | "a" "b" }')).toEqual(["rule Sum is left-recursive"]);
  });
  test("left recursion through another rule and an optional part", () => {
    expect(compiled('G { Start = A  A = "x"? B  B = A "b" | "b" "c" }')).toContain("rule A is left-recursive");
  });
  test("right recursion is fine", () => {
    expect(compiled('G { Start = A  A = "a" A | "b" "c" }')).toBe("compiled");
  });
  test("two values without an action that makes one of them", () => {
    expect(compiled('G { Start = number number  number = "0".."9" }')).toEqual([
      "rule Start has 2 values and no action that makes one of them",
    ]);
  });
});

// ---- The compiled parser against ohm -------------------------------------------------------------------------------------

// Operations' own forms are the definitions' business: both sides refuse them, so that texts mean the same to both.
const judge = ohm.grammar("Judge <: Mlir { CustomOperation := ~any any }", { Mlir: ohm.grammar(grammarText) });

/** Actions that say yes to everything: what is left is the grammar. */
const recognizer: CoreActions = new Proxy(Object.create(null), {
  get: (_target, name: string) => {
    if (name === "maxDepth") return 200;
    if (/^recall/.test(name)) return () => undefined;
    return /^(?:tooDeep|recover|customOperation)/.test(name) ? () => false : () => true;
  },
});

type Rule = "TopLevel" | "Type" | "Attribute" | "Region" | "Location";

function acceptedHere(rule: Rule, text: string): boolean {
  const parser = new CoreParser(text, recognizer, recognizer);
  parser.skip();
  const matched = parser[rule]();
  parser.skip();
  return (matched === true || (matched !== undefined && matched !== false)) && parser.pos === text.length;
}

const seeds: readonly (readonly [Rule, string])[] = [
  ["Type", 'tensor<4x?x8xf32, #enc<a, "b>">>'],
  ["Type", "memref<?x4xvector<[4]x2xi8>, strided<[?, 1], offset: ?>, 3 : i32>"],
  ["Type", "(tensor<*xf32>, !d.x<[(a->b)]>, !alias) -> ((i32) -> (), complex<f64>)"],
  ["Type", 'tuple<index, none, si8, ui16, bf16, tf32, f8E4M3B11FNUZ, memref<*xf16, "space">>'],
  ["Attribute", '[1, -2 : i8, 0xFF : f32, 1.5e-3, true, unit, @a::@"b c", "x\\n\\22" : i1, #m]'],
  ["Attribute", '{a, b = dense<[[1, 2], [3, 4]]> : tensor<2x2xi32>, "c d" = array<i8: 1, -2>}'],
  ["Attribute", "dense<(1.0, -2.5)> : tensor<2xcomplex<f32>>"],
  ["Attribute", "sparse<[[0, 1]], [3.0]> : vector<2x2xf64>"],
  ["Attribute", 'dense_resource<"key"> : tensor<2xf32>'],
  ["Attribute", "affine_map<(d0, d1)[s0] -> (d0 + s0 * 2 floordiv 3, -(d1 mod 4) - 1)>"],
  ["Attribute", "affine_set<(i)[N] : (i >= 0, N - i == 0)>"],
  ["Attribute", "distinct[3]<#d.x<1> : i32>"],
  ["Location", 'loc(fused<"m">["a.py":1:2, callsite("n"(unknown) at #loc3), "f":1:2 to 3:4])'],
  [
    "Region",
    '{ %0:2, %a = "t.x"(%b, %c#1)[^bb1, ^x] <{p = 1}> ({}, { ^bb0(%d: i32 loc(unknown)): }) {q} : (i1, i2) -> (i3, i4, i5) loc("x":1:1)\n ^bb1: // done\n "t.y"() : () -> () }',
  ],
  [
    "TopLevel",
    '#m = affine_map<() -> ()>\n!t = i32\n"a.b"() : () -> !t {-# dialect_resources: { builtin: { k: "0x00", l: true } } #-}',
  ],
];

/** Operations of generated programs, one line each. */
const programLines = generateGenericText(6000, 7)
  .split("\n")
  .filter((line) => line.includes(" : (") && !line.includes("({") && !/^\s*}/.test(line))
  .map((line): readonly [Rule, string] => ["TopLevel", line]);

const EDITS = ' ()[]{}<>,:=->"%#@!^.0123456789abcdefgixyz_\n/\\*?+&';

test("accepts and refuses what ohm does, on mutated texts", () => {
  const mutation = fc.record({
    sample: fc.constantFrom(...seeds, ...programLines.slice(0, 12)),
    edits: fc.array(fc.tuple(fc.nat(1000), fc.constantFrom(...EDITS, ""), fc.nat(2)), { maxLength: 3 }),
  });
  let accepted = 0;
  fc.assert(
    fc.property(mutation, ({ sample: [rule, text], edits }) => {
      let mutated = text;
      for (const [place, insert, drop] of edits) {
        const at = place % (mutated.length + 1);
        mutated = mutated.slice(0, at) + insert + mutated.slice(at + drop);
      }
      const expected = judge.match(mutated, rule).succeeded();
      if (expected) accepted++;
      expect(acceptedHere(rule, mutated), mutated).toBe(expected);
    }),
    { numRuns: 3000 },
  );
  expect(accepted).toBeGreaterThan(300);
});

test("every seed is legal", () => {
  for (const [rule, text] of [...seeds, ...programLines]) expect(acceptedHere(rule, text), text).toBe(true);
});

test("the scanner by hand of dialects' bodies is the grammar's rule", () => {
  const piece = fc.constantFrom(
    "<",
    ">",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "->",
    "-",
    '"a>"',
    '"\\""',
    '"',
    "x",
    " ",
    "\n",
    "\\",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const text = `<${pieces.join("")}`;
      const expected = judge.match(text, "symbolBody").succeeded();
      expect(scanSymbolBody(text, 0) === text.length, text).toBe(expected);
    }),
    { numRuns: 3000 },
  );
});
