/** Loops that run at most once, do nothing, or carry values that do not change. Cases as in upstream's SCF.cpp. */
import type { OperationHandle, RegionHandle, Value } from "../../../src/ir/handle.ts";
import type { Rewriter } from "../../../src/ir/rewriter.ts";
import { splatInteger } from "../../../src/ir/splat.ts";
import { definePattern, noMatch, type PatternScope, type RewritePattern } from "../../../src/rewrite/pattern.ts";
import { conditionOp, forOp, parallelOp, whileOp } from "../ops.ts";
import { filterYield, inlineBefore, isBare, isOutside, replaceByRegion, yieldedBy } from "./inline.ts";

/** How often a loop runs, where its bounds and step are constants (or the bounds are one value). */
function tripCount(
  lower: Value,
  upper: Value,
  step: Value,
  unsigned: boolean,
  scope: PatternScope,
): bigint | undefined {
  if (lower.is(upper)) return 0n;
  const width = lower.type.kind === "integer-type" ? lower.type.width : 64;
  const known = (value: Value): bigint | undefined => {
    const constant = splatInteger(scope.constantOf(value));
    if (constant === undefined) return undefined;
    return unsigned ? BigInt.asUintN(width, constant) : BigInt.asIntN(width, constant);
  };
  const [from, to, by] = [known(lower), known(upper), known(step)];
  if (from === undefined || to === undefined) return undefined;
  if (from >= to) return 0n;
  return by === undefined || by <= 0n ? undefined : (to - from + by - 1n) / by;
}

/** A loop that does not run becomes its initial values; one that runs once becomes its body */
const unrollShortLoop = definePattern({
  name: "unroll-short-loop",
  root: forOp,
  rewrite: (op, rewriter, scope) => {
    const count = tripCount(op.lowerBound, op.upperBound, op.step, op.unsignedCmp, scope);
    if (count === 0n) {
      rewriter.replace(op, op.initArgs);
      return undefined;
    }
    if (count === 1n) return replaceByRegion(op, op.region, [op.lowerBound, ...op.initArgs], rewriter);
    // A loop that runs and only gives values from outside gives them at once.
    if (count === undefined || !isBare(op.region)) return noMatch("the loop runs more than once");
    const yielded = yieldedBy(op.region);
    if (!yielded.every((value) => isOutside(value, op))) return noMatch("the loop carries values");
    rewriter.replace(op, yielded);
    return undefined;
  },
});

/**
 * A carried value that each iteration hands on unchanged, that is always the initial value, or that nobody reads, is not carried; of two
 * that start and go on alike, one is.
 */
const dropCarried = definePattern({
  name: "drop-carried-values",
  root: forOp,
  rewrite: (op, rewriter) => {
    const args = op.region.entry?.arguments.slice(1) ?? [];
    const initial = op.initArgs;
    const yielded = yieldedBy(op.region);
    /** What stands for carried value `at` from now on, inside and after; undefined where it stays. */
    const replacements = args.map((argument, at): { inside: Value; after: Value } | undefined => {
      const [start, next] = [initial[at], yielded[at]];
      if (start === undefined || next === undefined) return undefined;
      if (next.is(argument) || next.is(start)) return { inside: start, after: start };
      if (!argument.hasUses && !op.opResult(at).hasUses) return { inside: start, after: start };
      const twin = args.findIndex(
        (_, other) => other < at && initial[other]?.is(start) === true && yielded[other]?.is(next) === true,
      );
      const twinArgument = args[twin];
      return twinArgument === undefined ? undefined : { inside: twinArgument, after: op.opResult(twin) };
    });
    if (replacements.every((one) => one === undefined)) return noMatch("each carried value changes and is read");
    replacements.forEach((one, at) => {
      const argument = args[at];
      if (one === undefined || argument === undefined) return;
      rewriter.replaceAllUsesWith(argument, one.inside);
      rewriter.replaceAllUsesWith(op.opResult(at), one.after);
    });
    const stays = (at: number): boolean => replacements[at] === undefined;
    const kept = initial.filter((_, at) => stays(at));
    const made = rewriter.insert(
      forOp.build({
        lowerBound: op.lowerBound,
        upperBound: op.upperBound,
        step: op.step,
        initArgs: kept,
        unsignedCmp: op.unsignedCmp,
        region: [],
        resultTypes: kept.map((value) => value.type),
        attributes: op.record.attributes,
        location: op.location,
      }),
    );
    filterYield(op.region, stays, rewriter);
    let next = 0;
    op.opResults.forEach((result, at) => {
      if (stays(at)) rewriter.replaceAllUsesWith(result, made.opResult(next++));
    });
    const body = made.opRegions[0];
    if (body === undefined) return undefined;
    rewriter.moveBlocks(op.region, body);
    const block = body.entry;
    for (let at = args.length - 1; at >= 0; at--)
      if (block !== undefined && !stays(at)) rewriter.eraseBlockArgument(block, at + 1);
    rewriter.erase(op);
    return undefined;
  },
});

// ---- While --------------------------------------------------------------------------------------------------------------

/** Results, and with them operands of the condition and arguments of 'after', that nobody reads, or that repeat another */
const dropWhileResults = definePattern({
  name: "drop-while-results",
  root: whileOp,
  rewrite: (op, rewriter) => {
    const condition = conditionOp.cast(op.before.entry?.last);
    const after = op.after.entry;
    if (condition === undefined || after === undefined) return noMatch("no condition");
    const args = condition.args;
    const twinOf = args.map((value, at) => args.findIndex((other, before) => before < at && other.is(value)));
    const drops = args.map((_, at) => {
      if (twinOf[at] !== -1) return true;
      return !op.opResult(at).hasUses && after.arguments[at]?.hasUses === false;
    });
    if (!drops.includes(true)) return noMatch("each result is read, and none repeats another");
    twinOf.forEach((twin, at) => {
      const [mine, theirs] = [after.arguments[at], after.arguments[twin]];
      if (twin === -1 || mine === undefined || theirs === undefined) return;
      rewriter.replaceAllUsesWith(mine, theirs);
      rewriter.replaceAllUsesWith(op.opResult(at), op.opResult(twin));
    });
    const keep = (at: number): boolean => drops[at] !== true;
    rewriter.setOperands(condition, [condition.condition, ...args.filter((_, at) => keep(at))]);
    const made = rewriter.insert(
      whileOp.build({
        inits: op.inits,
        before: [],
        after: [],
        resultTypes: op.record.resultTypes.filter((_, at) => keep(at)),
        attributes: op.record.attributes,
        location: op.location,
      }),
    );
    let next = 0;
    op.opResults.forEach((result, at) => {
      if (keep(at)) rewriter.replaceAllUsesWith(result, made.opResult(next++));
    });
    for (let at = args.length - 1; at >= 0; at--) if (!keep(at)) rewriter.eraseBlockArgument(after, at);
    moveWhileRegions(op, made.opRegions, rewriter);
    return undefined;
  },
});

function moveWhileRegions(op: OperationHandle, [before, after]: readonly RegionHandle[], rewriter: Rewriter): void {
  const [oldBefore, oldAfter] = op.opRegions;
  if (before === undefined || after === undefined || oldBefore === undefined || oldAfter === undefined) return;
  rewriter.moveBlocks(oldBefore, before);
  rewriter.moveBlocks(oldAfter, after);
  rewriter.erase(op);
}

/** Values that 'after' hands back unchanged to 'before' (always the initial one), or that 'before' does not read, are not carried */
const dropWhileOperands = definePattern({
  name: "drop-while-operands",
  root: whileOp,
  rewrite: (op, rewriter) => {
    const before = op.before.entry;
    const condition = conditionOp.cast(before?.last);
    const after = op.after.entry;
    const last = after?.last;
    if (before === undefined || condition === undefined || after === undefined || last === undefined)
      return noMatch("no condition");
    const drops = before.arguments.map((argument, at) => {
      const [start, back] = [op.inits[at], last.opOperands[at]];
      if (start === undefined || back === undefined) return false;
      if (!argument.hasUses || back.is(start)) return true;
      // Handed through: 'before' passes it on as an argument of 'after', which yields that argument back.
      const position = back.ownerBlock?.is(after) === true ? back.view.positionOf(back.id) : -1;
      return condition.args[position]?.is(argument) === true;
    });
    if (!drops.includes(true)) return noMatch("each value changes and is read");
    const keep = (at: number): boolean => drops[at] !== true;
    before.arguments.forEach((argument, at) => {
      const start = op.inits[at];
      if (!keep(at) && start !== undefined) rewriter.replaceAllUsesWith(argument, start);
    });
    const inits = op.inits.filter((_, at) => keep(at));
    const count = before.arguments.length;
    filterYield(op.after, keep, rewriter);
    for (let at = count - 1; at >= 0; at--) if (!keep(at)) rewriter.eraseBlockArgument(before, at);
    const { resultTypes, attributes } = op.record;
    const made = rewriter.insert(
      whileOp.build({ inits, before: [], after: [], resultTypes, attributes, location: op.location }),
    );
    op.opResults.forEach((result, at) => {
      rewriter.replaceAllUsesWith(result, made.opResult(at));
    });
    moveWhileRegions(op, made.opRegions, rewriter);
    return undefined;
  },
});

/** Values that 'before' takes from outside need not go through the condition: 'after' and the results are those values */
const bypassCondition = definePattern({
  name: "bypass-condition",
  root: whileOp,
  rewrite: (op, rewriter) => {
    const condition = conditionOp.cast(op.before.entry?.last);
    const after = op.after.entry;
    if (condition === undefined || after === undefined) return noMatch("no condition");
    let changed = false;
    condition.args.forEach((value, at) => {
      const argument = after.arguments[at];
      if (argument === undefined || !isOutside(value, op)) return;
      if (!argument.hasUses && !op.opResult(at).hasUses) return;
      rewriter.replaceAllUsesWith(argument, value);
      rewriter.replaceAllUsesWith(op.opResult(at), value);
      changed = true;
    });
    return changed ? undefined : noMatch("no value comes from outside");
  },
});

// ---- Parallel -----------------------------------------------------------------------------------------------------------

/** Dimensions that run once are the lower bound; a loop of which one dimension does not run gives its initial values */
const collapseParallel = definePattern({
  name: "collapse-parallel-dimensions",
  root: parallelOp,
  rewrite: (op, rewriter, scope) => {
    const counts = op.lowerBound.map((lower, at) => {
      const [upper, step] = [op.upperBound[at], op.step[at]];
      return upper === undefined || step === undefined ? undefined : tripCount(lower, upper, step, false, scope);
    });
    if (counts.includes(0n)) {
      rewriter.replace(op, op.initVals);
      return undefined;
    }
    const once = counts.map((count) => count === 1n);
    if (!once.includes(true)) return noMatch("each dimension runs more than once");
    // A loop of no dimension is its body, with the reductions done once: those stay as they are.
    if (once.every((single) => single)) {
      if (op.initVals.length > 0) return noMatch("the reductions of a single iteration stay");
      inlineBefore(op, op.region, op.lowerBound, rewriter);
      rewriter.erase(op);
      return undefined;
    }
    const keep = <T>(list: readonly T[]): readonly T[] => list.filter((_, at) => once[at] !== true);
    const made = rewriter.insert(
      parallelOp.build({
        lowerBound: keep(op.lowerBound),
        upperBound: keep(op.upperBound),
        step: keep(op.step),
        initVals: op.initVals,
        region: [],
        resultTypes: op.record.resultTypes,
        attributes: op.record.attributes,
        location: op.location,
      }),
    );
    const block = op.region.entry;
    for (let at = once.length - 1; at >= 0; at--) {
      const [argument, lower] = [block?.arguments[at], op.lowerBound[at]];
      if (once[at] !== true || block === undefined || argument === undefined || lower === undefined) continue;
      rewriter.replaceAllUsesWith(argument, lower);
      rewriter.eraseBlockArgument(block, at);
    }
    op.opResults.forEach((result, at) => {
      rewriter.replaceAllUsesWith(result, made.opResult(at));
    });
    const body = made.opRegions[0];
    if (body !== undefined) rewriter.moveBlocks(op.region, body);
    rewriter.erase(op);
    return undefined;
  },
});

export const loopCanonicalizations: readonly RewritePattern[] = [
  dropCarried,
  unrollShortLoop,
  bypassCondition,
  dropWhileResults,
  dropWhileOperands,
  collapseParallel,
];
