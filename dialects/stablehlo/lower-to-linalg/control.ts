/** Control flow becomes scf on the same tensors; conditions are extracted from their rank-0 tensors. */
import { indexType } from "../../../src/ir/attribute.ts";
import type { RegionHandle, Value } from "../../../src/ir/handle.ts";
import type { OperationSpec, Rewriter } from "../../../src/ir/rewriter.ts";
import type { ConversionPattern } from "../../../src/rewrite/conversion-pattern.ts";
import { indexCast } from "../../arith/ops/cast.ts";
import { conditionOp, indexSwitchOp, ifOp as scfIf, whileOp as scfWhile, yieldOp } from "../../scf/ops.ts";
import { extract } from "../../tensor/ops.ts";
import * as hlo from "../ops/control.ts";
import { lowering } from "./pattern.ts";

function insertExtract(rewriter: Rewriter, tensor: Value): Value {
  return rewriter.insert(extract.build({ tensor, indices: [] })).opResult(0);
}

/** Moves the only block of a region into an empty one, and puts another terminator in the place of stablehlo.return. */
function moveBody(
  rewriter: Rewriter,
  from: RegionHandle | undefined,
  to: RegionHandle | undefined,
  terminator: (values: readonly Value[]) => OperationSpec,
): void {
  if (from === undefined || to === undefined) return;
  rewriter.moveBlocks(from, to);
  const last = to.entry?.last;
  if (last === undefined) return;
  const block = last.parentBlock;
  if (block === undefined) return;
  rewriter.at({ block: block.id, before: last.id }, () => rewriter.insert(terminator(last.opOperands)));
  rewriter.erase(last);
}
const yields = (values: readonly Value[]): OperationSpec => yieldOp.build({ operands: values });

const lowerIf = lowering("lower-if", hlo.ifOp, ({ operation, adaptor, rewriter }) => {
  const condition = insertExtract(rewriter, adaptor.pred);
  const made = rewriter.insert(scfIf.build({ condition, resultTypes: operation.record.resultTypes }));
  moveBody(rewriter, operation.true_branch, made.opRegions[0], yields);
  moveBody(rewriter, operation.false_branch, made.opRegions[1], yields);
  return made.opResults;
});

/** An index without a branch of its own takes the last one, which is the switch's default. */
const lowerCase = lowering("lower-case", hlo.caseOp, ({ operation, adaptor, rewriter }) => {
  const index = insertExtract(rewriter, adaptor.index);
  const arg = rewriter.insert(indexCast.build({ in: index, resultTypes: [indexType] })).opResult(0);
  const branches = operation.branches;
  const cases = branches.slice(0, -1).map((_, at) => at);
  const made = rewriter.insert(
    indexSwitchOp.build({ arg, cases, caseRegions: cases.map(() => []), resultTypes: operation.record.resultTypes }),
  );
  const [fallback, ...others] = made.opRegions;
  moveBody(rewriter, branches[branches.length - 1], fallback, yields);
  others.forEach((region, at) => {
    moveBody(rewriter, branches[at], region, yields);
  });
  return made.opResults;
});

const lowerWhile = lowering("lower-while", hlo.whileOp, ({ operation, adaptor, rewriter }) => {
  const types = operation.record.resultTypes;
  const made = rewriter.insert(scfWhile.build({ inits: adaptor.operand, resultTypes: types }));
  const [before, after] = made.opRegions;
  moveBody(rewriter, operation.cond, before, ([pred]) =>
    conditionOp.build({
      condition: insertExtract(rewriter, pred ?? adaptor.opOperand(0)),
      args: before?.entry?.arguments ?? [],
    }),
  );
  moveBody(rewriter, operation.body, after, yields);
  return made.opResults;
});

const lowerBarrier = lowering(
  "lower-optimization-barrier",
  hlo.optimizationBarrier,
  ({ adaptor }) => adaptor.opOperands,
);

export const controlPatterns: readonly ConversionPattern[] = [lowerIf, lowerCase, lowerWhile, lowerBarrier];
