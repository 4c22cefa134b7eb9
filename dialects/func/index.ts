/** The func dialect: functions, calls, and functions as values. */
import { type Dialect, defineDialect } from "../../src/definition/dialect.ts";
import { canonicalizationsOf } from "../../src/rewrite/canonicalizations.ts";
import { callDirectly } from "./canonicalizations.ts";
import { meanings } from "./interpret.ts";
import { call, callIndirect, constant, func as funcOp, returnOp } from "./ops.ts";

export const func: Dialect = defineDialect({
  name: "func",
  summary: "functions and calls",
  extensions: [...meanings, ...canonicalizationsOf([callDirectly])],
  operations: [funcOp, call, callIndirect, constant, returnOp],
  materializeConstant: (value, type, location) =>
    value.kind === "symbol-ref" && value.nested.length === 0 && type.kind === "function-type"
      ? constant.build({ value: value.root, resultTypes: [type], location })
      : undefined,
});
