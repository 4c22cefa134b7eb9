/** What branches mean. */
import { fault, general, jump, meaningOf } from "../../src/interpret/semantics.ts";
import type { RuntimeValue } from "../../src/interpret/value.ts";
import { caseValue, switchOperandRange } from "./assembly.ts";
import { assertOp, br, condBr, switchOp } from "./ops.ts";

const isTrue = (value: RuntimeValue | undefined): boolean => value !== 0;

export const meanings = [
  meaningOf(br, () => general((operands) => jump(0, operands))),
  meaningOf(condBr, (op) => {
    const first = op.trueDestOperands.length;
    return general(([condition, ...values]) =>
      isTrue(condition) ? jump(0, values.slice(0, first)) : jump(1, values.slice(first)),
    );
  }),
  meaningOf(switchOp, (op) => {
    const targets = op.opSuccessors.map((_, at) => ({
      value: at === 0 ? undefined : caseValue(op, at - 1),
      range: switchOperandRange(op, at),
    }));
    return general((operands) => {
      const [flag] = operands;
      const wanted = typeof flag === "number" || typeof flag === "bigint" ? BigInt(flag) : undefined;
      const found = targets.findIndex(({ value }) => value !== undefined && value === wanted);
      const { start, count } = targets[Math.max(0, found)]?.range ?? { start: 1, count: 0 };
      return jump(Math.max(0, found), operands.slice(start, start + count));
    });
  }),
  meaningOf(assertOp, (op) =>
    general(([condition]) => (isTrue(condition) ? [] : fault("assertion", `fails: ${op.msg}`))),
  ),
];
