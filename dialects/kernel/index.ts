/** The kernel dialect: loop nests with schedules, the level between tensor algebra and loops. */
import { work } from "../../src/cost/work.ts";
import { defineDialect } from "../../src/definition/dialect.ts";
import { nestWork } from "./cost.ts";
import { meanings } from "./interpret.ts";
import { index, nest, yieldOp } from "./ops.ts";
import { scheduleDefinition } from "./schedule.ts";

export const kernel = defineDialect({
  name: "kernel",
  summary: "loop nests with schedules: one operation is one kernel",
  operations: [nest, yieldOp, index],
  attributes: [scheduleDefinition],
  extensions: [{ operation: nest.name.text, supplies: [work.of(nestWork)] }, ...meanings],
  dependencies: ["arith", "memref", "scf", "vector"],
});
