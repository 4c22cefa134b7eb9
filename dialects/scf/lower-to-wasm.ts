/**
 * scf to WebAssembly's structured control. Loops become do-while loops: a counted loop is entered through a test of its bounds unless they
 * are constants that let it run, and a while loop tests once before the first round and then at the end of each.
 */
import { dictionaryOf, type Type } from "../../src/ir/attribute.ts";
import { cloneOperation, IrMapping } from "../../src/ir/clone.ts";
import type { BlockHandle, OperationHandle, RegionHandle, Value } from "../../src/ir/handle.ts";
import { type ConversionPattern, defineConversion } from "../../src/rewrite/conversion-pattern.ts";
import type { ConversionRewriter } from "../../src/rewrite/conversion-rewriter.ts";
import { type NoMatch, noMatch } from "../../src/rewrite/pattern.ts";
import { invariant } from "../../src/support/invariant.ts";
import { NON_NEGATIVE } from "../wasm/lowering/attributes.ts";
import { constantI32, WasmBuilder } from "../wasm/lowering/builder.ts";
import { unsupportedType, wasmTypes } from "../wasm/lowering/types.ts";
import * as wasm from "../wasm/ops/control.ts";
import * as scf from "./ops.ts";

/** The converted types of values, one each; or the type that has none. */
function convertedTypes(values: readonly Value[]): readonly Type[] | NoMatch {
  const types: Type[] = [];
  for (const { type } of values) {
    const converted = wasmTypes.convertOne(type);
    if (converted === undefined) return noMatch(unsupportedType(type));
    types.push(converted);
  }
  return types;
}

function isRefusal(types: readonly Type[] | NoMatch): types is NoMatch {
  return "reason" in types;
}

/** What stands for values of a region that is not converted yet. */
function convertedValues(rewriter: ConversionRewriter, values: readonly Value[]): readonly Value[] {
  return values.map((value) => {
    const [converted] = rewriter.convertedValues(value, wasmTypes.convert(value.type));
    invariant(converted !== undefined, "a value of a convertible type is converted");
    return converted;
  });
}

function blockOf(region: RegionHandle | undefined): BlockHandle {
  const block = region?.entry;
  invariant(block !== undefined, "the region has a block");
  return block;
}

function terminatorOf(block: BlockHandle): OperationHandle {
  const { last } = block;
  invariant(last !== undefined, "the block has a terminator");
  return last;
}

/** Runs `work` with the insertion point before the terminator of a block, then erases that terminator. */
function replaceTerminator(
  rewriter: ConversionRewriter,
  block: BlockHandle,
  work: (operands: readonly Value[]) => void,
): void {
  const terminator = terminatorOf(block);
  rewriter.at({ block: block.id, before: terminator.id }, () => work(convertedValues(rewriter, terminator.opOperands)));
  rewriter.erase(terminator);
}

// ---- Counted loops ------------------------------------------------------------------------------------------------------

const lowerFor = defineConversion({
  name: "scf-for-to-wasm",
  root: scf.forOp,
  converter: wasmTypes,
  rewrite: (op, adaptor, rewriter) => {
    const types = convertedTypes([op.lowerBound, ...op.initArgs]);
    if (isRefusal(types)) return types;
    const { lowerBound, upperBound, step, initArgs } = adaptor;
    const [first, last] = [constantI32(lowerBound), constantI32(upperBound)];
    const tests = loopTests(op.lowerBound.type, op.unsignedCmp);
    if (tests === undefined) return noMatch("the loop counts neither in 32 nor in 64 bits");
    const body = op.region;
    const runs = first !== undefined && last !== undefined && first < last;
    if (runs) {
      const loop = insertLoop(rewriter, [lowerBound, ...initArgs], op);
      fillCountedLoop(rewriter, body, loop, upperBound, step, tests);
      return rewriter.replace(op, loop.opResults.slice(1));
    }
    const guard = new WasmBuilder(rewriter).op(tests.lessThan, [lowerBound, upperBound]);
    const guarded = rewriter.insert(
      wasm.ifOp.build({
        condition: guard,
        resultTypes: types.slice(1),
        whenTrue: [
          {
            build: (inner) => {
              const loop = insertLoop(rewriter, [lowerBound, ...initArgs], op);
              inner.insert(wasm.yieldOp.build({ results: loop.opResults.slice(1) }));
              fillCountedLoop(rewriter, body, loop, upperBound, step, tests);
            },
          },
        ],
        whenFalse:
          initArgs.length === 0
            ? []
            : [{ build: (inner) => void inner.insert(wasm.yieldOp.build({ results: initArgs })) }],
      }),
    );
    return rewriter.replace(op, guarded.opResults);
  },
});

interface LoopTests {
  readonly add: "i32.add" | "i64.add";
  readonly lessThan: "i32.lt_s" | "i32.lt_u" | "i64.lt_s" | "i64.lt_u";
}

function loopTests(type: Type, isUnsigned: boolean): LoopTests | undefined {
  const width = type.kind === "index-type" ? 32 : type.kind === "integer-type" ? type.width : 0;
  if (width === 32) return { add: "i32.add", lessThan: isUnsigned ? "i32.lt_u" : "i32.lt_s" };
  return width === 64 ? { add: "i64.add", lessThan: isUnsigned ? "i64.lt_u" : "i64.lt_s" } : undefined;
}

/** A loop without a body yet; what is known of the numbers that `source` carries is known of it. */
function insertLoop(
  rewriter: ConversionRewriter,
  initial: readonly Value[],
  source?: OperationHandle,
): OperationHandle {
  const ranges = source?.findAttribute(NON_NEGATIVE);
  const attributes = dictionaryOf({ [NON_NEGATIVE]: ranges });
  const resultTypes = initial.map((value) => value.type);
  return rewriter.insert(wasm.loop.build({ initial, resultTypes, body: [], attributes }));
}

function moveBody(rewriter: ConversionRewriter, from: RegionHandle, to: RegionHandle | undefined): BlockHandle {
  invariant(to !== undefined, "the operation has a region");
  rewriter.ir.moveBlocks(from, to);
  const block = blockOf(to);
  const converted = rewriter.convertRegionTypes([block]);
  invariant(converted, "the types of the carried values have been converted");
  return block;
}

function fillCountedLoop(
  rewriter: ConversionRewriter,
  body: RegionHandle,
  loop: OperationHandle,
  upperBound: Value,
  step: Value,
  { add, lessThan }: LoopTests,
): void {
  const block = moveBody(rewriter, body, loop.opRegions[0]);
  const counter = block.argument(0);
  replaceTerminator(rewriter, block, (yielded) => {
    const builder = new WasmBuilder(rewriter);
    const next = builder.op(add, [counter, step]);
    const again = builder.op(lessThan, [next, upperBound]);
    rewriter.insert(wasm.continueOp.build({ again, values: [next, ...yielded] }));
  });
}

// ---- Branches -----------------------------------------------------------------------------------------------------------

const lowerIf = defineConversion({
  name: "scf-if-to-wasm",
  root: scf.ifOp,
  converter: wasmTypes,
  rewrite: (op, adaptor, rewriter) => {
    const types = convertedTypes(op.opResults);
    if (isRefusal(types)) return types;
    const lowered = rewriter.insert(
      wasm.ifOp.build({ condition: adaptor.condition, resultTypes: types, whenTrue: [], whenFalse: [] }),
    );
    const [then, otherwise] = lowered.opRegions;
    for (const [from, to] of [
      [op.thenRegion, then],
      [op.elseRegion, otherwise],
    ] as const) {
      if (from.isEmpty) continue;
      const block = moveBody(rewriter, from, to);
      replaceTerminator(rewriter, block, (results) => void rewriter.insert(wasm.yieldOp.build({ results })));
    }
    return rewriter.replace(op, lowered.opResults);
  },
});

/** A chain of ifs, each for one case: the cases of compiled loops are few. */
const lowerIndexSwitch = defineConversion({
  name: "scf-index_switch-to-wasm",
  root: scf.indexSwitchOp,
  converter: wasmTypes,
  rewrite: (op, adaptor, rewriter) => {
    const types = convertedTypes(op.opResults);
    if (isRefusal(types)) return types;
    const chain = (index: number): readonly Value[] => {
      const region = op.caseRegions[index];
      const value = op.cases[index];
      if (region === undefined || value === undefined) return inlineRegion(rewriter, op.defaultRegion);
      const builder = new WasmBuilder(rewriter);
      const made = rewriter.insert(
        wasm.ifOp.build({
          condition: builder.op("i32.eq", [adaptor.arg, builder.i32(value)]),
          resultTypes: types,
          whenTrue: [{ build: () => yieldAll(rewriter, inlineRegion(rewriter, region)) }],
          whenFalse: [{ build: () => yieldAll(rewriter, chain(index + 1)) }],
        }),
      );
      return made.opResults;
    };
    return rewriter.replace(op, chain(0));
  },
});

function yieldAll(rewriter: ConversionRewriter, results: readonly Value[]): void {
  rewriter.insert(wasm.yieldOp.build({ results }));
}

/** Moves the operations of a region's only block to the insertion point; gives what its terminator passed on, converted. */
function inlineRegion(
  rewriter: ConversionRewriter,
  region: RegionHandle,
  args: readonly Value[] = [],
): readonly Value[] {
  const block = blockOf(region);
  const terminator = terminatorOf(block);
  const point = rewriter.ir.insertionPoint;
  invariant(point !== undefined, "there is a place to put the operations");
  // Casts of arguments stand in the region's own block until its operations move.
  block.arguments.forEach((argument, at) => {
    const value = args[at];
    invariant(value !== undefined, "each argument has a value");
    rewriter.replaceValue(argument, [value], { block: block.id, before: block.first?.id });
  });
  for (const operation of block.operations) rewriter.ir.moveTo(operation, point);
  const results = convertedValues(rewriter, terminator.opOperands);
  rewriter.erase(terminator);
  return results;
}

const lowerExecuteRegion = defineConversion({
  name: "scf-execute_region-to-wasm",
  root: scf.executeRegionOp,
  converter: wasmTypes,
  rewrite: (op, _adaptor, rewriter) => {
    if (op.region.blocks.length !== 1) return noMatch("branches between blocks cannot be compiled");
    return rewriter.replace(op, inlineRegion(rewriter, op.region));
  },
});

// ---- While --------------------------------------------------------------------------------------------------------------

/**
 *   results = while (inits) { before; condition(c) args } do { after; yield next }
 * becomes
 *   before; if (c) { loop (args) { after; before; continue c, args } } else { args }
 * so that the operations of `before` stand twice.
 */
const lowerWhile = defineConversion({
  name: "scf-while-to-wasm",
  root: scf.whileOp,
  converter: wasmTypes,
  rewrite: (op, _adaptor, rewriter) => {
    const types = convertedTypes(op.opResults);
    if (isRefusal(types)) return types;
    const { before, after } = op;
    const [again, ...values] = cloneBefore(rewriter, before, op.inits);
    invariant(again !== undefined, "scf.condition has a condition");
    const guarded = rewriter.insert(
      wasm.ifOp.build({
        condition: again,
        resultTypes: types,
        whenTrue: [
          {
            build: () => {
              const loop = insertLoop(rewriter, values);
              yieldAll(rewriter, loop.opResults);
              fillWhile(rewriter, before, after, loop);
            },
          },
        ],
        whenFalse: values.length === 0 ? [] : [{ build: () => yieldAll(rewriter, values) }],
      }),
    );
    return rewriter.replace(op, guarded.opResults);
  },
});

/** A copy of the test at the insertion point; gives the condition and the values that it passes on, converted. */
function cloneBefore(rewriter: ConversionRewriter, before: RegionHandle, inits: readonly Value[]): readonly Value[] {
  const block = blockOf(before);
  const mapping = new IrMapping();
  block.arguments.forEach((argument, at) => {
    const value = inits[at];
    invariant(value !== undefined, "each argument has a value");
    mapping.map(argument, value);
  });
  const terminator = terminatorOf(block);
  for (const operation of block.operations)
    if (!operation.is(terminator)) cloneOperation(operation, rewriter.ir, mapping, { bodies: () => operation.view });
  return convertedValues(
    rewriter,
    terminator.opOperands.map((value) => mapping.values.get(value.id) ?? value),
  );
}

function fillWhile(
  rewriter: ConversionRewriter,
  before: RegionHandle,
  after: RegionHandle,
  loop: OperationHandle,
): void {
  const block = moveBody(rewriter, after, loop.opRegions[0]);
  const terminator = terminatorOf(block);
  rewriter.at({ block: block.id, before: terminator.id }, () => {
    const next = convertedValues(rewriter, terminator.opOperands);
    const [again, ...values] = inlineRegion(rewriter, before, next);
    invariant(again !== undefined, "scf.condition has a condition");
    rewriter.insert(wasm.continueOp.build({ again, values }));
  });
  rewriter.erase(terminator);
}

export const scfToWasm: readonly ConversionPattern[] = [
  lowerFor,
  lowerIf,
  lowerWhile,
  lowerIndexSwitch,
  lowerExecuteRegion,
];
