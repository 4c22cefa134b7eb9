/** Choices that are made already, or that a select makes. Cases as in upstream's SCF.cpp. */
import { boolAttribute, i1 } from "../../../src/ir/attribute.ts";
import type { OperationHandle, RegionHandle, Value } from "../../../src/ir/handle.ts";
import type { Rewriter } from "../../../src/ir/rewriter.ts";
import { splatInteger } from "../../../src/ir/splat.ts";
import { definePattern, noMatch, type PatternScope, type RewritePattern } from "../../../src/rewrite/pattern.ts";
import { andi, constant, select, xori } from "../../arith/ops.ts";
import { executeRegionOp, ifOp, indexSwitchOp } from "../ops.ts";
import { filterYield, isBare, isOutside, replaceByRegion, yieldedBy } from "./inline.ts";

/** scf.if on a constant becomes the region that it chooses */
const chooseKnown = definePattern({
  name: "choose-known",
  root: ifOp,
  rewrite: (op, rewriter, scope) => {
    const known = splatInteger(scope.constantOf(op.condition));
    if (known === undefined) return noMatch("the condition is not known");
    const chosen = known === 0n ? op.elseRegion : op.thenRegion;
    if (!chosen.isEmpty) return replaceByRegion(op, chosen, [], rewriter);
    rewriter.erase(op);
    return undefined;
  },
});

/** Puts a new scf.if with these results in front of `op`, and moves the regions over, exchanged where asked. */
function rebuild(
  op: OperationHandle,
  condition: Value,
  kept: readonly number[],
  regions: readonly [RegionHandle, RegionHandle],
  rewriter: Rewriter,
): OperationHandle {
  const { resultTypes, attributes } = op.record;
  const types = kept.flatMap((at) => resultTypes[at] ?? []);
  const made = rewriter.insert(
    ifOp.build({ condition, thenRegion: [], elseRegion: [], resultTypes: types, attributes, location: op.location }),
  );
  kept.forEach((at, next) => {
    rewriter.replaceAllUsesWith(op.opResult(at), made.opResult(next));
  });
  made.opRegions.forEach((region, at) => {
    const from = regions[at];
    if (from !== undefined) rewriter.moveBlocks(from, region);
  });
  return made;
}

/** scf.if not c becomes scf.if c with the regions exchanged, where both are there */
const chooseByNegation = definePattern({
  name: "choose-by-negation",
  root: ifOp,
  rewrite: (op, rewriter, scope) => {
    const negation = xori.cast(op.condition.definition);
    if (negation === undefined || splatInteger(scope.constantOf(negation.rhs)) !== 1n)
      return noMatch("the condition is not negated");
    if (op.elseRegion.isEmpty) return noMatch("there is no other region");
    const all = op.opResults.map((_, at) => at);
    rebuild(op, negation.lhs, all, [op.elseRegion, op.thenRegion], rewriter);
    rewriter.erase(op);
    return undefined;
  },
});

/** An else region that does nothing goes, where there are no results; an scf.if that does nothing at all goes */
const dropEmptyElse = definePattern({
  name: "drop-empty-else",
  root: ifOp,
  rewrite: (op, rewriter) => {
    if (op.resultCount > 0 || op.elseRegion.isEmpty || !isBare(op.elseRegion))
      return noMatch("the other region does something");
    const [block] = op.elseRegion.blocks;
    if (block !== undefined) rewriter.eraseBlock(block);
    return undefined;
  },
});

/** Results that nobody reads are not yielded */
const dropResults = definePattern({
  name: "drop-unused-results",
  root: ifOp,
  rewrite: (op, rewriter) => {
    const kept = op.opResults.flatMap((result, at) => (result.hasUses ? [at] : []));
    if (kept.length === op.resultCount) return noMatch("each result is read");
    for (const region of [op.thenRegion, op.elseRegion]) filterYield(region, (at) => kept.includes(at), rewriter);
    rebuild(op, op.condition, kept, [op.thenRegion, op.elseRegion], rewriter);
    rewriter.erase(op);
    return undefined;
  },
});

/** A result that is one of two values from outside becomes select; of one value either way, that value */
const resultToSelect = definePattern({
  name: "result-to-select",
  root: ifOp,
  rewrite: (op, rewriter) => {
    if (op.resultCount === 0) return noMatch("there are no results");
    const [yes, no] = [yieldedBy(op.thenRegion), yieldedBy(op.elseRegion)];
    let changed = false;
    op.opResults.forEach((result, at) => {
      const [left, right] = [yes[at], no[at]];
      if (!result.hasUses || left === undefined || right === undefined) return;
      if (!isOutside(left, op) || !isOutside(right, op)) return;
      const spec = { condition: op.condition, true_value: left, false_value: right, resultTypes: [left.type] };
      const chosen = left.is(right) ? left : rewriter.insert(select.build(spec)).opResult(0);
      rewriter.replaceAllUsesWith(result, chosen);
      changed = true;
    });
    return changed ? undefined : noMatch("each result is made inside");
  },
});

/** A result that is true or false as the condition is becomes the condition, or its negation */
const resultToCondition = definePattern({
  name: "result-to-condition",
  root: ifOp,
  rewrite: (op, rewriter, scope) => {
    const [yes, no] = [yieldedBy(op.thenRegion), yieldedBy(op.elseRegion)];
    const known = (value: Value | undefined): bigint | undefined =>
      value === undefined || value.type !== i1 ? undefined : splatInteger(scope.constantOf(value));
    let changed = false;
    op.opResults.forEach((result, at) => {
      const [left, right] = [known(yes[at]), known(no[at])];
      if (!result.hasUses || left === undefined || right === undefined || left === right) return;
      const negate = (): Value => {
        const ones = rewriter.insert(constant.build({ value: boolAttribute(true) })).opResult(0);
        return rewriter.insert(xori.build({ lhs: op.condition, rhs: ones })).opResult(0);
      };
      rewriter.replaceAllUsesWith(result, left === 1n ? op.condition : negate());
      changed = true;
    });
    return changed ? undefined : noMatch("no result follows the condition");
  },
});

/** Within the regions the condition is known */
const propagateCondition = definePattern({
  name: "propagate-condition-into-regions",
  root: ifOp,
  rewrite: (op, rewriter, scope) => {
    if (scope.constantOf(op.condition) !== undefined) return noMatch("the condition is a constant");
    let changed = false;
    [op.thenRegion, op.elseRegion].forEach((region, at) => {
      const inside = (user: OperationHandle): boolean => region.blocks.some((block) => isWithin(user, block));
      if (!op.condition.users.some(inside)) return;
      const value = rewriter.insert(constant.build({ value: boolAttribute(at === 0) })).opResult(0);
      rewriter.replaceUsesIf(op.condition, value, inside);
      changed = true;
    });
    return changed ? undefined : noMatch("the condition is not read inside");
  },
});

type Block = NonNullable<RegionHandle["entry"]>;
/** Whether an operation stands in a block, however deep. */
function isWithin(operation: OperationHandle, block: Block): boolean {
  for (let at: OperationHandle | undefined = operation; at !== undefined; at = at.parent)
    if (at.parentBlock?.is(block) === true) return true;
  return false;
}

/** scf.if a { scf.if b { ... } } without other regions or results becomes scf.if (a and b) { ... } */
const combineNested = definePattern({
  name: "combine-nested",
  root: ifOp,
  rewrite: (op, rewriter) => {
    const inner = ifOp.cast(op.thenRegion.entry?.first);
    if (inner === undefined || !isAlone(inner)) return noMatch("there is no choice alone inside");
    if (op.resultCount > 0 || inner.resultCount > 0) return noMatch("there are results");
    if (!op.elseRegion.isEmpty || !inner.elseRegion.isEmpty) return noMatch("there are other regions");
    if (!isOutside(inner.condition, op)) return noMatch("the inner condition is made inside");
    const both = rewriter.insert(andi.build({ lhs: op.condition, rhs: inner.condition })).opResult(0);
    rebuild(op, both, [], [inner.thenRegion, inner.elseRegion], rewriter);
    rewriter.erase(op);
    return undefined;
  },
});

/** The operation and a terminator are all that its block has. */
function isAlone(operation: OperationHandle): boolean {
  return operation.previous === undefined && operation.next?.next === undefined;
}

/** Two choices by one condition, one after the other, are one choice */
const combineSuccessive = definePattern({
  name: "combine-successive",
  root: ifOp,
  rewrite: (op, rewriter, scope) => {
    const before = ifOp.cast(op.previous);
    if (before === undefined) return noMatch("no choice stands before");
    const same = before.condition.is(op.condition);
    const opposite =
      !same &&
      (isNegationOf(before.condition, op.condition, scope) || isNegationOf(op.condition, before.condition, scope));
    if (!same && !opposite) return noMatch("the choice before is by another condition");
    // What `op` does when the condition of `before` holds, and when not.
    const [then, otherwise] = same ? [op.thenRegion, op.elseRegion] : [op.elseRegion, op.thenRegion];
    const counts = [before.resultCount, op.resultCount] as const;
    const { resultTypes, attributes } = before.record;
    const made = rewriter.insert(
      ifOp.build({
        condition: before.condition,
        thenRegion: [],
        elseRegion: [],
        resultTypes: [...resultTypes, ...op.record.resultTypes],
        attributes,
        location: before.location,
      }),
    );
    const targets = made.opRegions;
    [then, otherwise].forEach((second, at) => {
      const first = at === 0 ? before.thenRegion : before.elseRegion;
      const target = targets[at];
      if (target !== undefined) joinRegions(first, second, target, before, rewriter);
    });
    before.opResults.forEach((result, at) => {
      rewriter.replaceAllUsesWith(result, made.opResult(at));
    });
    op.opResults.forEach((result, at) => {
      rewriter.replaceAllUsesWith(result, made.opResult(counts[0] + at));
    });
    rewriter.erase(op);
    rewriter.erase(before);
    return undefined;
  },
});

function isNegationOf(value: Value, other: Value, scope: PatternScope): boolean {
  const negation = xori.cast(value.definition);
  return negation?.lhs.is(other) === true && splatInteger(scope.constantOf(negation.rhs)) === 1n;
}

/** Puts the blocks of two regions one after the other into `target`; within the second the results of `before` are what the first yields. */
function joinRegions(
  first: RegionHandle,
  second: RegionHandle,
  target: RegionHandle,
  before: OperationHandle,
  rewriter: Rewriter,
): void {
  if (first.isEmpty) {
    rewriter.moveBlocks(second, target);
    return;
  }
  if (second.isEmpty) {
    rewriter.moveBlocks(first, target);
    return;
  }
  const yielded = yieldedBy(first);
  before.opResults.forEach((result, at) => {
    const value = yielded[at];
    if (value !== undefined)
      rewriter.replaceUsesIf(result, value, (user) => second.blocks.some((block) => isWithin(user, block)));
  });
  const [firstBlock, secondBlock] = [first.entry, second.entry];
  const [firstLast, secondLast] = [firstBlock?.last, secondBlock?.last];
  if (firstBlock === undefined || secondBlock === undefined || firstLast === undefined || secondLast === undefined)
    return;
  rewriter.setOperands(secondLast, [...firstLast.opOperands, ...secondLast.opOperands]);
  rewriter.erase(firstLast);
  rewriter.inlineBlock(secondBlock, { block: firstBlock.id, before: undefined }, []);
  rewriter.moveBlocks(first, target);
}

/** scf.index_switch on a constant becomes the region that it chooses */
const chooseKnownCase = definePattern({
  name: "choose-known-case",
  root: indexSwitchOp,
  rewrite: (op, rewriter, scope) => {
    const known = splatInteger(scope.constantOf(op.arg));
    if (known === undefined) return noMatch("the index is not known");
    const region = op.caseRegions[op.cases.indexOf(Number(known))] ?? op.defaultRegion;
    return replaceByRegion(op, region, [], rewriter);
  },
});

/** scf.execute_region of one block becomes its operations */
const inlineRegion = definePattern({
  name: "inline-region",
  root: executeRegionOp,
  rewrite: (op, rewriter) => {
    if (op.no_inline || op.region.blocks.length !== 1) return noMatch("it has several blocks, or must stay");
    if (op.region.entry?.last?.opName !== "scf.yield") return noMatch("it does not come back");
    return replaceByRegion(op, op.region, [], rewriter);
  },
});

export const branchCanonicalizations: readonly RewritePattern[] = [
  combineSuccessive,
  combineNested,
  propagateCondition,
  chooseKnown,
  chooseByNegation,
  resultToCondition,
  resultToSelect,
  dropEmptyElse,
  dropResults,
  chooseKnownCase,
  inlineRegion,
];
