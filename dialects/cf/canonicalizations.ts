/** Branches that need not be, or lead where they could lead directly. Cases as in upstream's ControlFlowOps.cpp. */
import type { ViewOf } from "../../src/definition/operation.ts";
import { falseAttribute, trueAttribute } from "../../src/ir/attribute.ts";
import type { BlockHandle, OperationHandle, Value } from "../../src/ir/handle.ts";
import type { Rewriter } from "../../src/ir/rewriter.ts";
import { splatInteger } from "../../src/ir/splat.ts";
import { definePattern, noMatch, type PatternScope, type RewritePattern } from "../../src/rewrite/pattern.ts";
import { caseValue, caseValues, switchOperandRange } from "./assembly.ts";
import { assertOp, br, condBr, switchOp } from "./ops.ts";

/** A block and the values that are handed to it. */
interface Target {
  readonly block: BlockHandle;
  readonly values: readonly Value[];
}

/** The operations that branch to a block, once for each way in. */
function predecessorsOf(block: BlockHandle): readonly OperationHandle[] {
  const found: OperationHandle[] = [];
  for (const { last } of block.region.blocks)
    if (last !== undefined)
      for (const successor of last.record.successors) if (successor === block.id) found.push(last);
  return found;
}

function hasOnePredecessor(block: BlockHandle): boolean {
  return predecessorsOf(block).length === 1;
}

/** Where a block that does nothing but branch on leads; undefined for any other block, and for one whose arguments are used elsewhere. */
function passThrough({ block, values }: Target): Target | undefined {
  const { first } = block;
  const on = br.cast(first);
  if (on === undefined || on.dest.is(block)) return undefined;
  for (const argument of block.arguments) for (const user of argument.users) if (!user.is(on)) return undefined;
  const handed = on.destOperands.map((value) =>
    value.ownerBlock?.is(block) === true ? values[value.view.positionOf(value.id)] : value,
  );
  const known = handed.filter((value) => value !== undefined);
  return known.length === handed.length ? { block: on.dest, values: known } : undefined;
}

const UNCHANGED = noMatch("no successor can be passed by");

/** br to a block that only branches on becomes br to where that leads */
const branchThrough = definePattern({
  name: "branch-through",
  root: br,
  rewrite: (op, rewriter) => {
    const further = passThrough({ block: op.dest, values: op.destOperands });
    if (further === undefined) return UNCHANGED;
    return rewriter.replaceWith(op, br.build({ dest: further.block, destOperands: further.values }));
  },
});

/** A block that is entered by one br alone becomes the end of the block that branches */
const mergeIntoBranch = definePattern({
  name: "merge-into-branch",
  root: br,
  rewrite: (op, rewriter) => {
    const { dest, destOperands, parentBlock } = op;
    if (parentBlock === undefined || dest.is(parentBlock) || !hasOnePredecessor(dest))
      return noMatch("the block has other predecessors");
    const values = [...destOperands];
    const point = { block: parentBlock.id, before: undefined };
    rewriter.erase(op);
    rewriter.inlineBlock(dest, point, values);
    return undefined;
  },
});

/** cond_br on a constant becomes br */
const branchOnConstant = definePattern({
  name: "branch-on-constant",
  root: condBr,
  rewrite: (op, rewriter, scope) => {
    const known = splatInteger(scope.constantOf(op.condition));
    if (known === undefined) return noMatch("the condition is not known");
    const spec =
      known === 0n
        ? { dest: op.falseDest, destOperands: op.falseDestOperands }
        : { dest: op.trueDest, destOperands: op.trueDestOperands };
    return rewriter.replaceWith(op, br.build(spec));
  },
});

function rebuild(view: ViewOf<typeof condBr>, rewriter: Rewriter, yes: Target, no: Target): OperationHandle {
  return rewriter.replaceWith(
    view,
    condBr.build({
      condition: view.condition,
      trueDest: yes.block,
      trueDestOperands: yes.values,
      falseDest: no.block,
      falseDestOperands: no.values,
      branch_weights: view.branch_weights,
    }),
  );
}

/** cond_br to a block that only branches on becomes cond_br to where that leads */
const condBranchThrough = definePattern({
  name: "conditional-branch-through",
  root: condBr,
  rewrite: (op, rewriter) => {
    const yes = { block: op.trueDest, values: op.trueDestOperands };
    const no = { block: op.falseDest, values: op.falseDestOperands };
    const [yesFurther, noFurther] = [passThrough(yes), passThrough(no)];
    if (yesFurther === undefined && noFurther === undefined) return UNCHANGED;
    return rebuild(op, rewriter, yesFurther ?? yes, noFurther ?? no);
  },
});

/** cond_br c, ^a(x), ^a(y) becomes br ^a(select(c, x, y)); without select where x and y are the same */
const branchEitherWay = definePattern({
  name: "branch-either-way",
  root: condBr,
  rewrite: (op, rewriter, scope) => {
    if (!op.trueDest.is(op.falseDest)) return noMatch("the successors differ");
    const [yes, no] = [op.trueDestOperands, op.falseDestOperands];
    const differ = yes.some((value, at) => no[at]?.is(value) !== true);
    if (differ && predecessorsOf(op.trueDest).length !== 2) return noMatch("the block has other predecessors");
    const values: Value[] = [];
    for (const [at, value] of yes.entries()) {
      const other = no[at];
      const chosen =
        other === undefined || other.is(value) ? value : choose(op.condition, value, other, rewriter, scope);
      if (chosen === undefined) return noMatch("no dialect that is loaded can choose between values");
      values.push(chosen);
    }
    return rewriter.replaceWith(op, br.build({ dest: op.trueDest, destOperands: values }));
  },
});

/** `select` is arith's, which stands beside this dialect: it is asked for by name, and is there wherever upstream's cf is. */
function choose(condition: Value, yes: Value, no: Value, rewriter: Rewriter, scope: PatternScope): Value | undefined {
  const definition = scope.context.definitions.find(({ name }) => name.text === "arith.select");
  if (definition === undefined) return undefined;
  const spec = { name: definition.name, operands: [condition, yes, no], resultTypes: [yes.type] };
  return rewriter.insert(spec).opResult(0);
}

/** Where a block is only reached when the condition held (or did not), uses of the condition in it are constants */
const propagateCondition = definePattern({
  name: "propagate-condition",
  root: condBr,
  rewrite: (op, rewriter, scope) => {
    if (op.trueDest.is(op.falseDest)) return noMatch("the successors are the same");
    let changed = false;
    for (const [block, value] of [
      [op.trueDest, trueAttribute],
      [op.falseDest, falseAttribute],
    ] as const) {
      const users = op.condition.users.filter((user) => user.parentBlock?.is(block) === true);
      if (users.length === 0 || !hasOnePredecessor(block)) continue;
      const arith = scope.context.dialects.get("arith");
      const spec = arith?.materializeConstant?.(value, op.condition.type, op.location);
      if (spec === undefined) continue;
      const known = rewriter.insert(spec).opResult(0);
      rewriter.replaceUsesIf(op.condition, known, (user) => user.parentBlock?.is(block) === true);
      changed = true;
    }
    return changed ? undefined : noMatch("no successor reads the condition");
  },
});

/** A conditional branch reached only where another one on the same condition decided becomes br */
const branchOnDecidedCondition = definePattern({
  name: "branch-on-decided-condition",
  root: condBr,
  rewrite: (op, rewriter) => {
    const block = op.parentBlock;
    const [before, ...others] = block === undefined ? [] : predecessorsOf(block);
    const decided = condBr.cast(before);
    if (block === undefined || decided === undefined || others.length > 0 || !decided.condition.is(op.condition))
      return noMatch("the condition is not decided before");
    if (decided.trueDest.is(decided.falseDest)) return noMatch("the condition is not decided before");
    const spec = decided.trueDest.is(block)
      ? { dest: op.trueDest, destOperands: op.trueDestOperands }
      : { dest: op.falseDest, destOperands: op.falseDestOperands };
    return rewriter.replaceWith(op, br.build(spec));
  },
});

// ---- Switch -------------------------------------------------------------------------------------------------------------

interface Case extends Target {
  readonly value: bigint;
}
interface Cases {
  readonly fallback: Target;
  readonly cases: readonly Case[];
}

function casesOf(op: ViewOf<typeof switchOp>): Cases {
  const valuesOf = (successor: number): readonly Value[] => {
    const { start, count } = switchOperandRange(op, successor);
    return op.opOperands.slice(start, start + count);
  };
  return {
    fallback: { block: op.defaultDestination, values: valuesOf(0) },
    cases: op.caseDestinations.map((block, at) => ({
      block,
      values: valuesOf(at + 1),
      value: caseValue(op, at) ?? 0n,
    })),
  };
}

function replaceSwitch(op: OperationHandle, flag: Value, { fallback, cases }: Cases, rewriter: Rewriter) {
  if (cases.length === 0)
    return rewriter.replaceWith(op, br.build({ dest: fallback.block, destOperands: fallback.values }));
  const values =
    flag.type.kind === "integer-type"
      ? caseValues(
          cases.map(({ value }) => value),
          flag.type,
        )
      : undefined;
  return rewriter.replaceWith(
    op,
    switchOp.build({
      flag,
      defaultOperands: fallback.values,
      caseOperands: cases.flatMap((one) => one.values),
      case_values: values,
      case_operand_segments: cases.map((one) => one.values.length),
      defaultDestination: fallback.block,
      caseDestinations: cases.map(({ block }) => block),
    }),
  );
}

const sameTarget = (a: Target, b: Target): boolean =>
  a.block.is(b.block) &&
  a.values.length === b.values.length &&
  a.values.every((value, at) => b.values[at]?.is(value) === true);

/** Cases that lead where the default leads go; without any left, the switch becomes br */
const dropDefaultCases = definePattern({
  name: "drop-cases-that-match-the-default",
  root: switchOp,
  rewrite: (op, rewriter) => {
    const all = casesOf(op);
    const cases = all.cases.filter((one) => !sameTarget(one, all.fallback));
    if (cases.length === all.cases.length && cases.length > 0) return noMatch("each case leads elsewhere");
    return replaceSwitch(op, op.flag, { fallback: all.fallback, cases }, rewriter);
  },
});

/** A switch on a constant becomes br */
const switchOnConstant = definePattern({
  name: "switch-on-constant",
  root: switchOp,
  rewrite: (op, rewriter, scope) => {
    const known = splatInteger(scope.constantOf(op.flag));
    if (known === undefined) return noMatch("the flag is not known");
    const { fallback, cases } = casesOf(op);
    const target = cases.find(({ value }) => value === known) ?? fallback;
    return rewriter.replaceWith(op, br.build({ dest: target.block, destOperands: target.values }));
  },
});

/** A switch to a block that only branches on leads where that leads */
const switchThrough = definePattern({
  name: "switch-through",
  root: switchOp,
  rewrite: (op, rewriter) => {
    const { fallback, cases } = casesOf(op);
    const further = cases.map((one) => passThrough(one));
    const fallbackFurther = passThrough(fallback);
    if (fallbackFurther === undefined && further.every((one) => one === undefined)) return UNCHANGED;
    const next = cases.map((one, at) => ({ ...(further[at] ?? one), value: one.value }));
    return replaceSwitch(op, op.flag, { fallback: fallbackFurther ?? fallback, cases: next }, rewriter);
  },
});

/** assert of what is known to hold goes */
const dropTrueAssertion = definePattern({
  name: "drop-true-assertion",
  root: assertOp,
  rewrite: (op, rewriter, scope) => {
    const known = splatInteger(scope.constantOf(op.arg));
    if (known === undefined || known === 0n) return noMatch("the condition is not known to hold");
    rewriter.erase(op);
    return undefined;
  },
});

export const cfCanonicalizations: readonly RewritePattern[] = [
  mergeIntoBranch,
  branchThrough,
  branchOnConstant,
  condBranchThrough,
  branchEitherWay,
  branchOnDecidedCondition,
  propagateCondition,
  switchOnConstant,
  dropDefaultCases,
  switchThrough,
  dropTrueAssertion,
];
