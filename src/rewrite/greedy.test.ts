import { expect, test } from "vitest";
import { i32, integerAttribute } from "../ir/attribute.ts";
import type { BlockHandle, Value } from "../ir/handle.ts";
import type { Rewriter } from "../ir/rewriter.ts";
import { canonicalizationPatterns } from "./canonicalizations.ts";
import { type GreedyOptions, type GreedyResult, type Refusal, rewriteGreedily } from "./greedy.ts";
import { defineAnyPattern, definePattern, noMatch, PatternSet, type RewritePattern } from "./pattern.ts";
import {
  add,
  box,
  constant,
  fork,
  insertConstant,
  jump,
  negate,
  outline,
  sink,
  source,
  toyContext,
  toyModule,
  yieldOp,
} from "./toy-dialect.ts";

const typed = { resultTypes: [i32] };

function optimize(
  build: (rewriter: Rewriter, block: BlockHandle) => void,
  patterns: readonly RewritePattern[] = [],
  options: GreedyOptions = {},
): { readonly text: string; readonly result: GreedyResult } {
  const { rewriter, block } = toyModule();
  build(rewriter, block);
  const context = toyContext(patterns);
  const result = rewriteGreedily(rewriter, new PatternSet(canonicalizationPatterns(context)), context, options);
  return { text: outline(block), result };
}

const make = (rewriter: Rewriter): Value => rewriter.insert(source.build(typed)).opResult(0);
const sum = (rewriter: Rewriter, lhs: Value, rhs: Value): Value => rewriter.insert(add.build({ lhs, rhs })).opResult(0);
const use = (rewriter: Rewriter, ...inputs: readonly Value[]): void => {
  rewriter.insert(sink.build({ inputs }));
};

test("folding, unique constants at the start, constants to the right, and dead code", () => {
  const { text, result } = optimize((rewriter) => {
    const x = make(rewriter);
    const three = sum(rewriter, insertConstant(rewriter, 1), insertConstant(rewriter, 2));
    sum(rewriter, x, x); // dead
    use(rewriter, sum(rewriter, three, x), sum(rewriter, insertConstant(rewriter, 3), x));
  });
  expect(text).toBe(
    ["%0 = constant(3)", "%1 = source()", "%2 = add(%1, %0)", "%3 = add(%1, %0)", "sink(%2, %3)"].join("\n"),
  );
  expect(result.stop).toBe("fixed-point");
  expect(result.diagnostics).toEqual([]);
});

test("an identity folds to an existing value, an involution to its operand's operand", () => {
  const { text } = optimize((rewriter) => {
    const x = make(rewriter);
    const twice = rewriter.insert(negate.build({ input: rewriter.insert(negate.build({ input: x })).opResult(0) }));
    use(rewriter, sum(rewriter, x, insertConstant(rewriter, 0)), twice.opResult(0));
  });
  expect(text).toBe(["%0 = source()", "sink(%0, %0)"].join("\n"));
});

/** add(negate(%x), %y) becomes add(%y, negate(%x)) where %y is no negation. */
const negationLast = definePattern({
  name: "negation-last",
  root: add,
  rewrite: (op, rewriter) => {
    if (negate.cast(op.lhs.definition) === undefined) return noMatch("the left side is no negation");
    if (negate.cast(op.rhs.definition) !== undefined) return noMatch("both sides are negations");
    return rewriter.replaceWith(op, add.build({ lhs: op.rhs, rhs: op.lhs }));
  },
});

test("patterns apply, refusals keep their reasons, and what was made is looked at again", () => {
  const refusals: Refusal[] = [];
  const { text, result } = optimize(
    (rewriter) => {
      const x = make(rewriter);
      const minus = rewriter.insert(negate.build({ input: x })).opResult(0);
      use(rewriter, sum(rewriter, minus, x), sum(rewriter, minus, minus));
    },
    [negationLast],
    { onRefusal: (refusal) => refusals.push(refusal) },
  );
  expect(text).toBe(
    ["%0 = source()", "%1 = negate(%0)", "%2 = add(%0, %1)", "%3 = add(%1, %1)", "sink(%2, %3)"].join("\n"),
  );
  expect(result.rewritten).toBe(1);
  expect(new Set(refusals.map(({ reason }) => reason))).toEqual(
    new Set(["the left side is no negation", "both sides are negations"]),
  );
});

test("the larger benefit goes first, and a pattern on any operation sees them all", () => {
  const seen: string[] = [];
  const watch = defineAnyPattern({
    name: "watch",
    benefit: 5,
    rewrite: (operation) => {
      seen.push(operation.opName);
      return noMatch("only watching");
    },
  });
  const { rewriter, block } = toyModule();
  use(rewriter, rewriter.insert(negate.build({ input: make(rewriter) })).opResult(0));
  const erase = definePattern({ name: "erase", root: sink, benefit: 7, rewrite: (op, r) => r.erase(op) });
  rewriteGreedily(rewriter, new PatternSet([watch, erase]), toyContext());
  expect(outline(block)).toBe("%0 = source()"); // its effects are unknown
  expect(seen).not.toContain("toy.sink");
  expect(seen).toContain("toy.source");
});

test("a pair of patterns without an end stops with a warning that names them", () => {
  const flip = definePattern({
    name: "flip",
    root: sink,
    rewrite: (op, rewriter) => rewriter.setOperands(op, [...op.inputs].reverse()),
  });
  const { result } = optimize((rewriter) => use(rewriter, make(rewriter), make(rewriter)), [flip], { maxRewrites: 50 });
  expect(result.stop).toBe("rewrites");
  expect(result.diagnostics.map(({ message }) => message)).toEqual([
    "'builtin.module' did not reach a fixed point after 50 rewrites in 1 iterations",
  ]);
  expect(result.diagnostics[0]?.notes[0]?.message).toBe("the last patterns applied: flip");
});

test("the region of an operation is looked at too, and constants leave it", () => {
  const { text } = optimize((rewriter) => {
    const x = make(rewriter);
    rewriter.insert(
      box.build({
        inputs: [],
        resultTypes: [i32],
        body: [
          {
            build: (inner) => {
              const value = sum(inner, insertConstant(inner, 2), insertConstant(inner, 3));
              inner.insert(yieldOp.build({ values: [sum(inner, value, x)] }));
            },
          },
        ],
      }),
    );
  });
  expect(text).toBe(
    ["%0 = constant(5)", "%1 = source()", "%2 = box()", "  ^0()", "  %3 = add(%1, %0)", "  yield(%3)"].join("\n"),
  );
});

/** A box with blocks ^0 .. ^n, each filled by a function that gets all of them. */
function boxOf(
  rewriter: Rewriter,
  fills: readonly ((inner: Rewriter, blocks: readonly BlockHandle[]) => void)[],
  args: readonly number[],
): void {
  const operation = rewriter.insert(box.build({ inputs: [], resultTypes: [], body: [] }));
  const [region] = operation.opRegions;
  if (region === undefined) expect.unreachable("a box has a region");
  const blocks = fills.map((_, at) =>
    rewriter.createBlock(
      region,
      Array.from({ length: args[at] ?? 0 }, () => i32),
    ),
  );
  fills.forEach((fill, at) => {
    const block = blocks[at];
    if (block !== undefined) rewriter.at({ block: block.id, before: undefined }, () => fill(rewriter, blocks));
  });
}

test("unreachable blocks go, single successors join, and arguments that are always one value go", () => {
  const { text } = optimize((rewriter) => {
    boxOf(
      rewriter,
      [
        (inner, [, second]) => {
          const x = make(inner);
          if (second !== undefined) inner.insert(jump.build({ values: [x], target: second }));
        },
        (inner, [, second]) => {
          if (second === undefined) return;
          use(inner, second.argument(0));
          inner.insert(yieldOp.build({ values: [] }));
        },
        (inner, [, second]) => {
          if (second !== undefined) inner.insert(jump.build({ values: [make(inner)], target: second }));
        },
      ],
      [0, 1, 0],
    );
  });
  expect(text).toBe(["box()", "  ^0()", "  %0 = source()", "  sink(%0)", "  yield()"].join("\n"));
});

test("of a join, the argument that differs stays, the unused and the constant one go with their operands", () => {
  const { text } = optimize((rewriter) => {
    boxOf(
      rewriter,
      [
        (inner, [, join]) => {
          const [a, b, c] = [make(inner), make(inner), make(inner)];
          if (join === undefined) return;
          inner.insert(fork.build({ condition: a, left: [a, b, c], right: [b, b, a], first: join, second: join }));
        },
        (inner, [, join]) => {
          if (join !== undefined) use(inner, join.argument(0), join.argument(1));
          inner.insert(yieldOp.build({ values: [] }));
        },
      ],
      [0, 3],
    );
  });
  expect(text).toBe(
    [
      "box()",
      "  ^0()",
      "  %0 = source()",
      "  %1 = source()",
      "  %2 = source()",
      "  fork(%0, %0, %1)",
      "  ^1(%3)",
      "  sink(%3, %1)",
      "  yield()",
    ].join("\n"),
  );
});

test("values that only keep one another alive around a loop go, with the operations between them", () => {
  const { text } = optimize((rewriter) => {
    boxOf(
      rewriter,
      [
        (inner, [, loop]) => {
          if (loop !== undefined) inner.insert(jump.build({ values: [make(inner), make(inner)], target: loop }));
        },
        (inner, [, loop, end]) => {
          if (loop === undefined || end === undefined) return;
          const [dead, live] = loop.arguments;
          if (dead === undefined || live === undefined) return;
          const next = sum(inner, dead, insertConstant(inner, 1));
          const grown = sum(inner, live, insertConstant(inner, 2));
          inner.insert(fork.build({ condition: live, left: [next, grown], right: [], first: loop, second: end }));
        },
        (inner) => inner.insert(yieldOp.build({ values: [] })),
      ],
      [0, 2, 0],
    );
  });
  expect(text).toBe(
    [
      "%0 = constant(2)",
      "box()",
      "  ^0()",
      "  %1 = source()",
      "  %2 = source()",
      "  jump(%2)",
      "  ^1(%3)",
      "  %4 = add(%3, %0)",
      "  fork(%3, %4)",
      "  ^2()",
      "  yield()",
    ].join("\n"),
  );
});

test("a constant of the program is hoisted before it is shared", () => {
  const { text } = optimize((rewriter) => {
    const x = make(rewriter);
    const one = rewriter.insert(constant.build({ value: integerAttribute(1, i32), resultTypes: [i32] }));
    use(rewriter, x, one.opResult(0), insertConstant(rewriter, 1));
  });
  expect(text).toBe(["%0 = constant(1)", "%1 = source()", "sink(%1, %0, %0)"].join("\n"));
});
