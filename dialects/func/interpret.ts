/** What calls mean. */
import { fault, constant as fixed, general, leave, meaningOf } from "../../src/interpret/semantics.ts";
import type { FunctionValue, RuntimeValue } from "../../src/interpret/value.ts";
import { symbolRefAttribute } from "../../src/ir/attribute.ts";
import { call, callIndirect, constant, returnOp } from "./ops.ts";

const isFunction = (value: RuntimeValue | undefined): value is FunctionValue =>
  typeof value === "object" && "kind" in value && value.kind === "function";

export const meanings = [
  meaningOf(returnOp, () => general((operands) => leave(operands))),
  meaningOf(call, (op) => {
    const callee = symbolRefAttribute(op.callee);
    return general((operands, frame) => frame.call(callee, operands));
  }),
  meaningOf(callIndirect, () =>
    general(([callee, ...operands], frame) =>
      isFunction(callee) ? frame.call(callee, operands) : fault("callee", "calls what is not a function"),
    ),
  ),
  meaningOf(constant, (op) => fixed({ kind: "function", symbol: symbolRefAttribute(op.value) })),
];
