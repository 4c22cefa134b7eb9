import { expect, test } from "vitest";
import { createContext } from "../definition/context.ts";
import { defineDialect } from "../definition/dialect.ts";
import { defineOp, variadic } from "../definition/operation.ts";
import { AnyType } from "../definition/type-constraint.ts";
import { f32, i32, i64, type Type } from "../ir/attribute.ts";
import type { BlockHandle, OperationHandle, Value } from "../ir/handle.ts";
import { TOP } from "../ir/module.ts";
import type { ModuleRewriter } from "../ir/module-rewriter.ts";
import type { Rewriter } from "../ir/rewriter.ts";
import { renderDiagnostics } from "../source/render.ts";
import { type ConversionOptions, type ConversionResult, convertDialects } from "./conversion.ts";
import { type ConversionPattern, defineConversion } from "./conversion-pattern.ts";
import { conversionTarget } from "./conversion-target.ts";
import { noMatch } from "./pattern.ts";
import {
  add,
  box,
  fence,
  insertConstant,
  negate,
  outline,
  sink,
  source,
  toyContext,
  toyModule,
  yieldOp,
} from "./toy-dialect.ts";
import { typeConverter } from "./type-converter.ts";

/** The dialect that toy is lowered to. */
const wideAdd = defineOp({
  name: "low.add",
  summary: "",
  operands: { lhs: AnyType, rhs: AnyType },
  results: { result: AnyType },
});
const middle = defineOp({
  name: "mid.negate",
  summary: "",
  operands: { input: AnyType },
  results: { result: AnyType },
});
const wideNegate = defineOp({
  name: "low.negate",
  summary: "",
  operands: { input: AnyType },
  results: { result: AnyType },
});
const pairAdd = defineOp({
  name: "low.pair_add",
  summary: "",
  operands: { inputs: variadic(AnyType) },
  results: { low: AnyType, high: AnyType },
});
const extend = defineOp({ name: "low.cast", summary: "", operands: { input: AnyType }, results: { result: AnyType } });

const context = createContext([
  ...toyContext().dialects.values(),
  defineDialect({ name: "low", summary: "", operations: [wideAdd, wideNegate, pairAdd, extend] }),
  defineDialect({ name: "mid", summary: "", operations: [middle] }),
]);

const widen = typeConverter({ conversions: [(type) => type, (type) => (type === i32 ? i64 : undefined)] });
const lowerAdd = defineConversion({
  name: "lower-add",
  root: add,
  converter: widen,
  rewrite: (op, adaptor, rewriter) =>
    rewriter.replaceWith(op, wideAdd.build({ lhs: adaptor.lhs, rhs: adaptor.rhs, resultTypes: [i64] })),
});
const lowerNegate = defineConversion({
  name: "lower-negate",
  root: negate,
  converter: widen,
  rewrite: (op, adaptor, rewriter) =>
    rewriter.replaceWith(op, middle.build({ input: adaptor.input, resultTypes: [i64] })),
});
const lowerMiddle = defineConversion({
  name: "lower-middle",
  root: middle,
  rewrite: (op, adaptor, rewriter) =>
    rewriter.replaceWith(op, wideNegate.build({ input: adaptor.input, resultTypes: [op.result.type] })),
});

const make = (rewriter: Rewriter, type: Type = i32): Value =>
  rewriter.insert(source.build({ resultTypes: [type] })).opResult(0);
const sum = (rewriter: Rewriter, lhs: Value, rhs: Value): Value => rewriter.insert(add.build({ lhs, rhs })).opResult(0);
const minus = (rewriter: Rewriter, input: Value): Value => rewriter.insert(negate.build({ input })).opResult(0);

interface Run {
  readonly text: string;
  readonly result: ConversionResult;
  readonly told: string;
  readonly block: BlockHandle;
  readonly modules: ModuleRewriter;
}

function convert(
  build: (rewriter: Rewriter) => void,
  patterns: readonly ConversionPattern[],
  options: Partial<ConversionOptions> = {},
): Run {
  const { modules, rewriter, block } = toyModule();
  build(rewriter);
  const target = conversionTarget({ legalDialects: ["low"], illegalOps: [add, negate, middle] });
  const result = convertDialects(modules, TOP, { context, target, patterns, mode: "partial", ...options });
  return { text: outline(block), result, told: renderDiagnostics(result.diagnostics), block, modules };
}

test("a chain of converted operations has casts only at its borders", () => {
  const { text, result } = convert(
    (rewriter) => {
      const x = make(rewriter);
      const y = sum(rewriter, x, x);
      rewriter.insert(sink.build({ inputs: [minus(rewriter, sum(rewriter, y, x))] }));
    },
    [lowerAdd, lowerNegate, lowerMiddle],
  );
  expect(text).toBe(
    [
      "%0 = source()",
      "%1 = builtin.unrealized_conversion_cast(%0)",
      "%2 = low.add(%1, %1)",
      "%3 = low.add(%2, %1)",
      "%4 = low.negate(%3)",
      "%5 = builtin.unrealized_conversion_cast(%4)",
      "sink(%5)",
    ].join("\n"),
  );
  expect(result.ok).toBe(true);
  expect(result.casts).toBe(2);
  expect([...result.applied]).toEqual([
    ["lower-add", 2],
    ["lower-negate", 1],
    ["lower-middle", 1],
  ]);
});

test("materializations of the converter replace the casts that remain, and a full conversion wants none to", () => {
  const cast = (rewriter: Rewriter, types: readonly Type[], values: readonly Value[]) => {
    const [input] = values;
    return input === undefined ? undefined : rewriter.insert(extend.build({ input, resultTypes: types })).opResults;
  };
  const converter = typeConverter({ conversions: [(type) => (type === i32 ? i64 : type)], source: cast, target: cast });
  const materializing = defineConversion({
    name: "lower-negate",
    root: negate,
    converter,
    rewrite: (op, adaptor, rewriter) =>
      rewriter.replaceWith(op, wideNegate.build({ input: adaptor.input, resultTypes: [i64] })),
  });
  const build = (rewriter: Rewriter): void => {
    rewriter.insert(sink.build({ inputs: [minus(rewriter, make(rewriter))] }));
  };
  const { text } = convert(build, [materializing]);
  expect(text).toBe(
    ["%0 = source()", "%1 = low.cast(%0)", "%2 = low.negate(%1)", "%3 = low.cast(%2)", "sink(%3)"].join("\n"),
  );
  const target = conversionTarget({ legalDialects: ["low"], legalOps: [source, sink] });
  const full = convert(build, [lowerNegate, lowerMiddle], { mode: "full", target });
  expect(full.told).toContain("failed to legalize unresolved materialization that remained live after conversion");
  expect(full.text).toBe(["%0 = source()", "%1 = negate(%0)", "sink(%1)"].join("\n"));
});

test("an operation that stays illegal is told with the whole chain of attempts, and nothing is changed", () => {
  const refusing = defineConversion({
    name: "sometimes",
    root: negate,
    benefit: 3,
    rewrite: (op, _, rewriter) => {
      rewriter.insert(source.build({ resultTypes: [f32] })); // rolled back
      return op.input.type === f32 ? undefined : noMatch("only for f32");
    },
  });
  const { told, text, result } = convert(
    (rewriter) => rewriter.insert(sink.build({ inputs: [minus(rewriter, make(rewriter))] })),
    [lowerNegate, refusing],
  );
  expect(result.ok).toBe(false);
  expect(told).toBe(
    [
      "error: failed to legalize operation 'toy.negate' that was explicitly marked illegal",
      "note: pattern 'sometimes' did not apply: only for f32",
      "note: pattern 'lower-negate' did not apply: it needs 'mid.negate', which stays illegal",
      "note:   no pattern has 'mid.negate' as its root",
    ].join("\n"),
  );
  expect(text).toBe(["%0 = source()", "%1 = negate(%0)", "sink(%1)"].join("\n"));
});

test("a pattern is not tried on what it needs itself, unless it says so", () => {
  // negate(x) becomes low.negate(low.negate(negate(x))) until three deep: it shrinks nothing, and the driver can't know.
  let depth = 0;
  const loop = (recursive: boolean): ConversionPattern =>
    defineConversion({
      name: "again",
      root: negate,
      recursive,
      rewrite: (op, adaptor, rewriter) => {
        depth++;
        const input = depth < 3 ? minus(rewriter.ir, adaptor.input) : adaptor.input;
        return rewriter.replaceWith(op, wideNegate.build({ input, resultTypes: [i32] }));
      },
    });
  const build = (rewriter: Rewriter): void => {
    rewriter.insert(sink.build({ inputs: [minus(rewriter, make(rewriter))] }));
  };
  expect(convert(build, [loop(false)], { fold: false }).told).toContain("would be applied to its own result");
  depth = 0;
  const { text } = convert(build, [loop(true)], { fold: false });
  expect(text.match(/low.negate/g)).toHaveLength(3);
});

test("one value becomes two: 1:N operands, results and block arguments", () => {
  const split = typeConverter({ conversions: [(type) => (type === i64 ? [i32, i32] : type)] });
  const addPairs = defineConversion({
    name: "add-pairs",
    root: add,
    converter: split,
    rewrite: (op, _, rewriter, { operands }) => {
      const made = rewriter.insert(pairAdd.build({ inputs: operands.flat(), resultTypes: [i32, i32] }));
      return rewriter.replace(op, [made.opResults]);
    },
  });
  const boxes = defineConversion({
    name: "convert-boxes",
    root: box,
    converter: split,
    rewrite: (op, _, rewriter, { operands }) => {
      if (!rewriter.convertRegionTypes(op.body.blocks)) return noMatch("a block argument has no conversion");
      return rewriter.update(op, { operands: operands.flat().map((value) => value.id) });
    },
  });
  const yields = defineConversion({
    name: "convert-yields",
    root: yieldOp,
    converter: split,
    rewrite: (op, _, rewriter, { operands }) =>
      rewriter.update(op, { operands: operands.flat().map((value) => value.id) }),
  });
  const legalTypes = (operation: OperationHandle): boolean => split.isLegalOperation(operation);
  const target = conversionTarget({
    legalDialects: ["low"],
    illegalOps: [add],
    dynamicOps: [
      [
        box,
        (op) =>
          legalTypes(op) &&
          op.opRegions.every((region) => region.blocks.every((block) => split.areLegal(block.argumentTypes))),
      ],
      [yieldOp, legalTypes],
    ],
  });
  const { text, result } = convert(
    (rewriter) => {
      const x = make(rewriter, i64);
      rewriter.insert(
        box.build({
          inputs: [x],
          resultTypes: [],
          body: [
            {
              arguments: [i32, i64],
              build: (inner, [, wide]) => {
                if (wide !== undefined) inner.insert(yieldOp.build({ values: [sum(inner, wide, x)] }));
              },
            },
          ],
        }),
      );
    },
    [addPairs, boxes, yields],
    { target },
  );
  expect(text).toBe(
    [
      "%0 = source()",
      "%1, %2 = builtin.unrealized_conversion_cast(%0)",
      "box(%1, %2)",
      "  ^0(%3, %4, %5)",
      "  %6, %7 = low.pair_add(%4, %5, %1, %2)",
      "  yield(%6, %7)",
    ].join("\n"),
  );
  expect(result.casts).toBe(1);
});

test("the bodies of isolated operations are converted too, and analysis changes nothing", () => {
  const build = (rewriter: Rewriter): void => {
    rewriter.insert(
      fence.build({
        body: [{ build: (inner) => inner.insert(sink.build({ inputs: [minus(inner, make(inner))] })) }],
      }),
    );
  };
  const inner = ({ block, modules }: Run): string => {
    const [isolated] = block.operations;
    const entry = isolated && modules.bodyOf(isolated).root.opRegions[0]?.entry;
    return entry === undefined ? "" : outline(entry);
  };
  const analysed = convert(build, [lowerNegate, lowerMiddle], { mode: "analysis" });
  expect(inner(analysed)).not.toContain("low.");
  expect(analysed.result.legalized).toHaveLength(1);
  expect(inner(convert(build, [lowerNegate, lowerMiddle]))).toContain("= low.negate(");
});

test("recursively legal operations are not looked into, and in partial mode unknown ones are left", () => {
  const target = conversionTarget({
    legalOps: [box],
    recursivelyLegal: [[box]],
    illegalOps: [negate],
    legalDialects: ["low"],
  });
  const { text, result } = convert(
    (rewriter) => {
      const x = make(rewriter);
      rewriter.insert(
        box.build({
          inputs: [],
          resultTypes: [],
          body: [{ build: (inner) => inner.insert(yieldOp.build({ values: [minus(inner, x)] })) }],
        }),
      );
    },
    [],
    { target },
  );
  expect(result.ok).toBe(true);
  expect(text).toContain("negate");
  const full = convert((rewriter) => make(rewriter), [], { target, mode: "full" });
  expect(full.told).toContain("error: failed to legalize operation 'toy.source'");
});

test("an illegal operation is folded before patterns are tried", () => {
  const { text, result } = convert(
    (rewriter) => {
      const x = make(rewriter);
      rewriter.insert(sink.build({ inputs: [sum(rewriter, x, insertConstant(rewriter, 0))] }));
    },
    [lowerAdd],
  );
  expect(result.applied.size).toBe(0);
  expect(text).toBe(["%0 = source()", "%1 = constant(0)", "sink(%0)"].join("\n"));
});
