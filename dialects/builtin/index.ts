/** The builtin dialect: the module, and casts between the steps of a conversion. Its types and attributes are the core's. */
import { type Dialect, defineDialect } from "../../src/definition/dialect.ts";
import { module, unrealizedConversionCast } from "./ops.ts";

export const builtin: Dialect = defineDialect({
  name: "builtin",
  summary: "modules, and the types and attributes of every program",
  operations: [module, unrealizedConversionCast],
});
