/** The math dialect: elementary functions. */

import { typeOfAttribute } from "../../src/definition/attribute-constraint.ts";
import { type Dialect, defineDialect } from "../../src/definition/dialect.ts";
import { constant } from "../arith/ops.ts";
import { meanings } from "./interpret.ts";
import { mathOps } from "./ops.ts";

export const math: Dialect = defineDialect({
  name: "math",
  summary: "elementary functions of numbers",
  operations: mathOps,
  extensions: meanings,
  materializeConstant: (value, type, location) =>
    typeOfAttribute(value) === type ? constant.build({ value, location }) : undefined,
  dependencies: ["arith"],
});
