/** Calls of known functions. */
import { definePattern, noMatch } from "../../src/rewrite/pattern.ts";
import { call, callIndirect, constant } from "./ops.ts";

/** call_indirect of func.constant @f becomes call @f */
export const callDirectly = definePattern({
  name: "call-directly",
  root: callIndirect,
  rewrite: (op, rewriter) => {
    const callee = constant.cast(op.callee.definition);
    if (callee === undefined) return noMatch("the callee is not known");
    return rewriter.replaceWith(
      op,
      call.build({ callee: callee.value, operands: op.callee_operands, resultTypes: op.record.resultTypes }),
    );
  },
});
